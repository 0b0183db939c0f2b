// The chat: sends requests, follows the server's events, and shows all turns.

import { $, ask, freshId, make, press } from "./common.js";
import { Mixer } from "./chat_mix.js";
import { PictureField } from "./chat_picture.js";
import { TurnView } from "./chat_turn.js";
import { _ } from "./texts.js";

const EXAMPLES = [
  // Translators: examples of requests. They must be words that the bot understands: try them.
  _("Dancing Lemon with Sunglasses"),
  _("Angry Unicorn"),
  _("Sleepy Robot"),
  "🍋+😎",
];
// What a request for a picture without words is shown as, until the server has answered.
const PICTURE = "🖼";
const RECONNECT_MILLISECONDS = 2000;
// Within so many pixels of its end the conversation scrolls along.
const NEAR = 120;
const A_CHANGE = _("now with a hat · make it blue · back");

const turns = new Map();
const scroll = $("scroll"), list = $("turns"), words = $("words");
const PROMPT = words.placeholder;
let changing = null, source = null, typed = { at: -1, draft: "" }, sent = Promise.resolve();

const chat = {
  announce(sentence) {
    $("said").textContent = sentence;
  },

  // Shows a sentence below the turn that it is about.
  note(body, sentence, alarm = false) {
    body.querySelector(".note")?.remove();
    body.append(make("p", { class: alarm ? "note alarm" : "note quiet", role: alarm ? "alert" : null }, sentence));
    chat.follow();
  },

  follow() {
    scroll.scrollTop = scroll.scrollHeight;
  },

  async again(emoji) {
    put(await ask("/api/ask", { id: freshId(), again: emoji.id }));
    chat.follow();
  },

  async animate(emoji, motion) {
    put(await ask("/api/animate", { id: freshId(), emoji: emoji.id, motion }));
    chat.follow();
  },

  async pack(emoji, animated) {
    put(await ask("/api/pack", { id: freshId(), emoji: emoji.id, animated }));
    chat.follow();
  },

  change(emoji) {
    picture.clear();
    change(emoji);
    words.value = "";
    words.focus();
  },
};

// Runs something that changes the conversation, and keeps its end in view if it was.
function keepEnd(work) {
  const near = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
  work();
  if (near) chat.follow();
}

function put(data) {
  const known = turns.get(data.job);
  if (known) {
    if (data.run === known.data.run && data.stamp < known.data.stamp) return;
    const before = known.data.standing;
    known.show(data);
    if (before !== data.standing) tellOf(data);
    return;
  }
  const view = new TurnView(chat, data);
  turns.set(data.job, view);
  const later = [...list.children].find((item) => Number(item.dataset.job) > data.job);
  list.insertBefore(view.element, later ?? null);
  $("welcome").hidden = true;
  if (data.queue) chat.announce(data.queue.text);
}

function tellOf(data) {
  if (data.standing === "done" && data.emoji) chat.announce(_("Done. {picture}", { picture: data.emoji.alt }));
  if (data.standing === "ended") chat.announce(data.why);
}

// Shows a snapshot. A newer turn that is missing from it was deleted.
function showAll({ styles, style, ranges, start, turns: all }) {
  $("start").textContent = start;
  showStyles(styles, style);
  for (const [name, [min, max]] of Object.entries(ranges)) Object.assign($(name), { min, max });
  const first = all[0]?.job ?? 0, there = new Set(all.map((data) => data.job));
  for (const [job, view] of turns) {
    if (job >= first && !there.has(job)) {
      view.element.remove();
      turns.delete(job);
    }
  }
  all.forEach(put);
  $("welcome").hidden = list.children.length > 0;
}

function showStyles(styles, style) {
  const field = $("styles"), chosen = field.querySelector("input:checked")?.value;
  if (field.dataset.style === style) return;
  const before = field.dataset.style;
  field.dataset.style = style;
  const check = chosen && chosen !== before ? chosen : style;
  field.replaceChildren(field.querySelector("legend"), ...styles.map((name) =>
    make("label", { class: "chip" },
      make("input", { type: "radio", name: "style", value: name, checked: name === check }),
      make("span", {}, name))));
}

// Follows the events. Browsers open few connections, so a page in the background disconnects.
function listen() {
  if (source || document.hidden) return;
  source = new EventSource("/api/events");
  const on = (kind, work) => source.addEventListener(kind, (event) =>
    keepEnd(() => work(JSON.parse(event.data))));
  on("snapshot", showAll);
  on("turn", put);
  on("step", (data) => turns.get(data.job)?.step(data));
  source.onopen = () => { $("link").textContent = ""; };
  source.onerror = () => {
    $("link").textContent = _("Connecting again…");
    if (source?.readyState === EventSource.CLOSED) {
      disconnect();
      setTimeout(listen, RECONNECT_MILLISECONDS);
    }
  };
}

function disconnect() {
  source?.close();
  source = null;
}

function number(id) {
  return $(id).value === "" ? null : Number($(id).value);
}

// The request that the form describes: a command, a prompt, or emoji to mix.
function request(text) {
  if (/^\/(?!(emoji|mix)\b)/.test(text)) return { text };
  const isMix = /^\/mix\b/.test(text), words = text.replace(/^\/(emoji|mix)\b\s*/, "");
  if (isMix) return { id: freshId(), mix: words, ...options() };
  if (changing && !changing.anew) return { id: freshId(), emoji: changing.emoji.id, words };
  return { id: freshId(), prompt: words, ...(changing ? { again: changing.emoji.id } : options()) };
}

function options() {
  return { style: document.querySelector("#styles input:checked")?.value ?? null,
    animated: $("animated").checked, seed: number("seed"), candidates: number("candidates"), wildness: number("wildness") };
}

async function send(body) {
  if (!body.text) {
    put(await ask(body.emoji ? "/api/change" : "/api/ask", body));
    return;
  }
  const { said, confirm } = await ask("/api/say", body);
  const reply = make("div", { class: "bot" }, make("p", {}, said));
  if (confirm) reply.append(confirmation(body, confirm, reply));
  mine(body.text).append(reply);
  chat.announce(said);
}

// The yes to the question in a reply; its answer replaces both.
function confirmation(body, label, reply) {
  const confirm = async () => {
    const { said } = await ask("/api/say", { ...body, confirmed: true });
    reply.replaceChildren(make("p", {}, said));
    chat.announce(said);
  };
  return make("button", { type: "button", onclick: (event) =>
    press(event.currentTarget, confirm, (sentence) => chat.note(reply, sentence, true)) }, label);
}

// A turn with what the person typed.
function mine(text) {
  const item = make("li", { class: "turn" }, make("p", { class: "mine" }, text));
  list.append(item);
  $("welcome").hidden = true;
  return item;
}

// The next words change an emoji, or are other words for it if it is drawn anew.
function change(emoji, anew = false) {
  changing = emoji && { emoji, anew };
  $("changing").hidden = !emoji;
  $("anew").hidden = anew;
  words.placeholder = emoji && !anew ? A_CHANGE : PROMPT;
  if (!emoji) return;
  $("changing-what").textContent = anew
    ? _("Other words for “{words}”", { words: emoji.prompt })
    : _("What to change in “{words}”", { words: emoji.prompt });
}

function leaveChange() {
  change(null);
  words.value = "";
}

function fail(text, about, error) {
  mine(text).append(make("div", { class: "bot alarm", role: "alert" }, make("p", {}, error.message)));
  if (words.value || text === PICTURE) return;
  words.value = text;
  if (about) change(about.emoji, about.anew);
  // The next key replaces the refused words; an arrow key edits them. Nobody's focus is taken.
  if ([document.body, words].includes(document.activeElement)) {
    words.focus();
    words.select();
  }
}

// Without words, a picture alone is a request.
async function askFrom(fields, text) {
  const body = { id: freshId(), prompt: text.replace(/^\/emoji\b\s*/, ""), ...options(), ...fields };
  put(await ask("/api/from-picture", body));
}

// The field is free at once, so the next prompt can be typed before the server has answered.
function submit() {
  const text = words.value.trim();
  if (picture.file) {
    words.value = "";
    const fields = picture.fields();
    queue(async () => askFrom(await fields, text), text || PICTURE, null);
  } else if (text) {
    words.value = "";
    start(text);
  }
}

function start(text) {
  const body = request(text), about = changing;
  change(null);
  typed = { at: -1, draft: "" };
  queue(() => send(body), text, about);
}

function queue(work, text, about) {
  sent = sent.then(work).catch((error) => fail(text, about, error)).then(chat.follow);
}

// The arrow keys go through earlier prompts.
function walk(step) {
  const prompts = [...new Set([...turns.values()].map((view) => view.data.prompt).reverse())];
  const at = Math.min(Math.max(typed.at + step, -1), prompts.length - 1);
  if (at === typed.at) return;
  if (typed.at < 0) typed.draft = words.value;
  typed.at = at;
  words.value = at < 0 ? typed.draft : prompts[at];
  words.setSelectionRange(words.value.length, words.value.length);
}

$("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
words.addEventListener("keydown", (event) => {
  if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    event.preventDefault();
    walk(event.key === "ArrowUp" ? 1 : -1);
  }
  if (event.key === "Escape" && changing) leaveChange();
});
$("anew").addEventListener("click", () => {
  words.value = changing.emoji.prompt;
  change(changing.emoji, true);
  words.focus();
  words.select();
});
$("keep").addEventListener("click", () => {
  leaveChange();
  words.focus();
});
const picture = new PictureField(chat.announce, (sentence) => fail(PICTURE, null, new Error(sentence)), () => {
  if (changing) leaveChange();
});
new Mixer((emoji) => start(`/mix ${emoji.join(" ")}`), chat.announce);
document.querySelector(".examples").append(...EXAMPLES.map((example) =>
  make("button", { type: "button", onclick: () => {
    words.value = example;
    words.focus();
    submit();
  } }, example)));
document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : listen()));
listen();
