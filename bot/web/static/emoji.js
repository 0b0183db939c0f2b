// The page of one emoji: how it looks, how it was made, and making it again.

import { $, SIZES, ask, filesOf, freshId, linked, make } from "./common.js";
import { altOf, api, home, onPress, operates, picture, pictureOf, say } from "./pages.js";
import { _, language, ngettext, pgettext } from "./texts.js";

const number = location.pathname.split("/").pop();
const base = `${api}/${number}`;
let emoji;

function showPictures() {
  const gone = !emoji.candidates;
  for (const ground of ["light", "dark"]) {
    const alt = ground === "light" ? altOf(emoji) : "";
    const images = [...SIZES].reverse().map((size) =>
      picture(emoji, emoji.chosen, size, size === 128 ? alt : ""));
    $(ground).replaceChildren(...(gone ? [] : images));
  }
  $("downloads").replaceChildren(...(gone ? [] : filesOf(emoji).map(([form, name, ending]) => make("a", {
    href: pictureOf(emoji, emoji.chosen, form),
    download: `${fileName()}.${ending}`,
    class: "button",
  }, _("Download {file}", { file: name })))));
  $("candidates").replaceChildren(...Array.from({ length: emoji.candidates }, (none, place) => {
    const values = { place: place + 1, made: emoji.made[place] ?? "" };
    const what = place === emoji.chosen ? _("{place}: {made} (chosen)", values) : _("{place}: {made}", values);
    return make("li", {},
      make("span", { class: "tile" }, picture(emoji, place, 96, _("Candidate {place}", { place: place + 1 }))),
      make("span", { class: "muted" }, what));
  }));
  if (gone) note(_("Its pictures were removed or have expired."));
}

function fileName() {
  return emoji.prompt.toLowerCase().replace(/[^a-z0-9]+/g, "_").slice(0, 40) || "emoji";
}

function note(sentence) {
  $("gone").textContent = sentence;
  $("gone").hidden = false;
}

function showReceipt() {
  const lines = Object.entries({ ...emoji.receipt, made: time(emoji.created) });
  $("receipt").replaceChildren(...lines
    .filter(([, value]) => value !== "" && value !== null)
    .flatMap(([name, value]) => [make("dt", {}, pgettext("how an emoji was made", name)), make("dd", {}, ...valueOf(name, value))]));
}

const valueOf = (name, value) =>
  (name === "change" ? linked(value, emoji.from, home) : [shownValue(value)]);

// Fractions have the separator of the language; seeds and steps are not grouped.
const shownValue = (value) => (typeof value !== "number" || Number.isInteger(value)
  ? String(value) : value.toLocaleString(language));

function time(seconds) {
  return new Date(1000 * seconds).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}

function showButtons() {
  $("likes").textContent = ngettext("{count} like", "{count} likes", emoji.likes);
  $("like").setAttribute("aria-pressed", String(emoji.vote === 1));
  $("like").hidden = $("repeat").hidden = operates;
  $("publish").hidden = !(emoji.own || operates);
  $("publish").textContent = emoji.published ? _("Take out of the gallery") : _("Publish in the gallery");
  $("repeat").disabled = !emoji.repeats;
  if (!emoji.repeats) {
    note(_("Model {model}, which made this, has been replaced. The current model would make another picture.",
      { model: emoji.receipt.model }));
  }
}

async function load() {
  emoji = await ask(base);
  document.title = `${emoji.prompt} · Emojismith`;
  $("title").textContent = emoji.prompt;
  showPictures();
  showReceipt();
  showButtons();
  $("emoji").hidden = false;
}

onPress($("like"), async () => {
  const { vote, likes, question } = await ask(`${base}/vote`, { id: freshId(), value: 1 });
  Object.assign(emoji, { vote, likes });
  showButtons();
  say(vote === 1 ? _("Liked. Thank you!") : _("Vote removed."));
  if (question) {
    $("question").textContent = question;
    $("consent").hidden = false;
    $("agree").focus();
  }
});
onPress($("publish"), async () => {
  const { published } = await ask(`${base}/publish`, { published: !emoji.published });
  emoji.published = published;
  showButtons();
  say(published ? _("Everybody who opens this gallery sees it now.") : _("Only its asker sees it now."));
});
onPress($("repeat"), async () => {
  await ask(`${base}/repeat`, {});
  location.assign("/");
});
for (const [id, words] of [["agree", "/privacy on"], ["disagree", "/privacy off"]]) {
  onPress($(id), async () => {
    const { said } = await ask("/api/say", { text: words });
    $("consent").hidden = true;
    $("like").focus();
    say(said);
  });
}
load().catch((error) => say(error.message, true));
