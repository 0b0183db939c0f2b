// Used by the gallery, the page of an emoji and the operator's view.

import { $, make, press, shown } from "./common.js";
import { _ } from "./texts.js";

export const operates = location.pathname.startsWith("/operator");
export const api = operates ? "/api/operator/gallery" : "/api/gallery";
export const home = operates ? "/operator/emoji" : "/emoji";

export function say(sentence, bad = false) {
  const status = $("status");
  status.textContent = sentence;
  status.classList.toggle("bad", bad);
}

export function onPress(button, work) {
  button.addEventListener("click", () => press(button, work, (sentence) => say(sentence, true)));
}

export const altOf = (emoji) => _("Emoji: {words} ({style} style)", { words: emoji.prompt, style: emoji.style });
export const pictureOf = (emoji, place, form = "png") => `${api}/${emoji.id}/${place}.${form}`;

export function picture(emoji, place, size, alt) {
  const moves = place === emoji.chosen ? emoji : {};
  return shown(moves, (form) => pictureOf(emoji, place, form),
    { width: size, height: size, alt, loading: "lazy" });
}

for (const link of document.querySelectorAll("nav a")) {
  const page = link.dataset.page;
  const here = operates ? page === "/operator" : page === "/gallery";
  if (here) link.setAttribute("aria-current", "page");
  if (operates) link.hidden = false;
}
