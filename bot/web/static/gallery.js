// The gallery: a search whose results are loaded page by page.

import { $, ask, make } from "./common.js";
import { altOf, api, home, onPress, operates, picture, say } from "./pages.js";
import { _, ngettext, pgettext } from "./texts.js";

const TYPING_MILLISECONDS = 200;
const form = $("search");
let next = null;
let search = 0;
let shown = 0;

function card(emoji) {
  const image = picture(emoji, emoji.chosen, 96, altOf(emoji));
  const marks = emoji.mood ? [emoji.mood, emoji.style] : [emoji.style];
  if (emoji.likes) marks.push(`👍 ${emoji.likes}`);
  if (operates) marks.push(emoji.platform);
  if (emoji.published) marks.push(pgettext("gallery", "published"));
  return make("li", {}, make("a", { href: `${home}/${emoji.id}` },
    make("span", { class: "tile" }, image),
    make("span", { class: "words", title: emoji.prompt }, emoji.prompt),
    make("span", { class: "muted" }, marks.join(" · "))));
}

function query() {
  const wanted = new URLSearchParams();
  for (const [key, value] of new FormData(form)) if (value) wanted.set(key, value);
  return wanted;
}

// Shows the results. Drops those of a search that a later one has replaced.
async function load(before) {
  const mine = before === null ? ++search : search;
  const wanted = query();
  if (before === null) remember(wanted);
  if (before !== null) wanted.set("before", before);
  const page = await ask(`${api}?${wanted}`);
  if (mine !== search) return;
  if (before === null) {
    $("emoji").replaceChildren();
    shown = 0;
  }
  styles(page.styles);
  const cards = page.emoji.map(card);
  $("emoji").append(...cards);
  shown += cards.length;
  next = page.next;
  $("more").hidden = next === null;
  if (before !== null) cards[0]?.querySelector("a").focus();
  const none = _("Nothing found. What you make in the chat appears here.");
  const some = next === null
    ? ngettext("{count} emoji shown.", "{count} emoji shown.", shown)
    : ngettext("{count} emoji shown, and there are more.", "{count} emoji shown, and there are more.", shown);
  say(shown ? some : none);
}

function styles(names) {
  const select = form.elements.style;
  const known = Array.from(select.options, (option) => option.value);
  select.append(...names.filter((name) => !known.includes(name))
    .map((name) => make("option", { value: name }, name)));
}

function remember(wanted) {
  if (wanted.get("scope") === "visible") wanted.delete("scope");
  const text = String(wanted);
  history.replaceState(null, "", text ? `?${text}` : location.pathname);
}

function restore() {
  const wanted = new URLSearchParams(location.search);
  form.elements.words.value = wanted.get("words") ?? "";
  form.elements.scope.value = wanted.get("scope") ?? "visible";
  form.elements.liked.checked = wanted.get("liked") === "1";
  const style = wanted.get("style");
  if (style) form.elements.style.append(make("option", { value: style, selected: "" }, style));
}

const again = () => load(null).catch((error) => say(error.message, true));
let typing;
form.elements.words.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(again, TYPING_MILLISECONDS);
});
form.addEventListener("change", (event) => {
  if (event.target !== form.elements.words) again();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  again();
});
onPress($("more"), () => load(next));
if (operates) {
  $("scope").hidden = true;
  $("title").textContent = _("Everybody's emoji");
}
restore();
again();
