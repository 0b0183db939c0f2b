// One request in the chat: waiting, being painted, done or ended.

import { SIZES, ask, filesOf, freshId, linked, make, press, shown } from "./common.js";
import { _, pgettext } from "./texts.js";

export class TurnView {
  // `chat` has again(emoji), change(emoji), note(element, sentence), announce(sentence), follow().
  constructor(chat, data) {
    this.chat = chat;
    this.body = make("div", { class: "bot" });
    this.element = make("li", { class: "turn", "data-job": data.job },
      make("p", { class: "mine" }, data.change?.words ?? `${data.pack ? "📦" : "/emoji"} ${data.prompt}`), this.body);
    this.show(data);
  }

  show(data) {
    this.data = data;
    const key = this.body.contains(document.activeElement) && document.activeElement.dataset.key;
    const how = this.body.querySelector(".how");
    this.body.replaceChildren(...this.parts(data));
    if (how && data.standing === "done") this.body.append(how);
    if (key) this.body.querySelector(`[data-key="${key}"]`)?.focus();
  }

  parts(data) {
    if (data.standing === "ended") return [make("p", {}, data.why)];
    if (data.standing !== "done") return this.underWay(data);
    if (data.pack?.emoji.length) return this.packed(data);
    if (!data.emoji?.candidates) return [make("p", {}, _("Its pictures are gone."))];
    return this.finished(data.emoji);
  }

  underWay(data) {
    this.text = make("p", {}, data.queue?.text ?? _("Painting…"));
    this.bar = make("progress", { max: 1, "aria-label": _("Painting {words}", { words: data.prompt }) });
    if (data.standing === "waiting") this.bar.hidden = true;
    if (data.pack) Object.assign(this.bar, { max: data.pack.total, value: data.pack.done });
    this.preview = make("img", { alt: "", width: 96, height: 96, hidden: true });
    return [make("div", { class: "painting" }, this.preview, make("div", {}, this.text, this.bar)),
      make("div", { class: "row" }, this.button("cancel", "✕", _("Cancel"), () =>
        ask("/api/cancel", { job: data.job })))];
  }

  // Shows a denoising step. Steps that arrive after the end are ignored.
  step({ done, total, preview }) {
    if (this.data.standing !== "waiting" && this.data.standing !== "painting") return;
    if (this.data.standing === "waiting") this.show({ ...this.data, standing: "painting", queue: null });
    this.bar.hidden = false;
    this.bar.max = total;
    this.bar.value = done;
    this.text.textContent = this.data.pack
      ? _("Painting… {done} of {total}", { done, total })
      : _("Painting… step {done} of {total}", { done, total });
    if (preview) {
      this.preview.src = `data:image/png;base64,${preview}`;
      this.preview.hidden = false;
    }
  }

  finished(emoji) {
    const cached = emoji.cached ? make("p", { class: "quiet cached" }, emoji.cached) : null;
    const misread = emoji.misread ? make("p", { class: "quiet misread" }, emoji.misread) : null;
    const changed = emoji.changed ? make("p", { class: "quiet changed" }, ...linked(emoji.changed, emoji.from)) : null;
    return [this.stage(emoji), changed, misread, cached, this.candidates(emoji), this.actions(emoji), this.files(emoji)]
      .filter((part) => part !== null);
  }

  // A pack: its contact sheet, and its archives.
  packed({ job, pack }) {
    const archive = (format, label) => make("a", {
      class: "file", "data-key": format, href: `/api/pack/${job}/${format}`, download: "",
    }, `⬇ ${label}`);
    return [make("p", {}, pack.text),
      make("img", { class: "sheet", src: `/api/pack/${job}/sheet.png?${pack.emoji.length}`, alt: pack.text,
        width: pack.sheet[0], height: pack.sheet[1] }),
      make("div", { class: "row", role: "group", "aria-label": _("Download the pack") },
        archive("zip", "ZIP"), archive("mastodon", "Mastodon"), archive("slack", "Slack"),
        this.button("remove", "🗑", _("Remove"), () => ask("/api/remove-pack", { job })))];
  }

  // Asks whether the pictures of a pack should move.
  offerPack(emoji) {
    if (this.closed(".packs")) return;
    const choice = (label, animated) => this.button(`pack-${animated}`, "", label, () =>
      this.chat.pack(emoji, animated));
    this.body.append(make("div", { class: "row packs", role: "group", "aria-label": _("Pack") },
      make("span", {}, _("Twelve moods, which count as twelve requests:")),
      choice(_("Still"), false), choice(_("Moving"), true)));
    this.body.querySelector(".packs button").focus();
    this.chat.follow();
  }

  source(emoji, place, form = "png") {
    return `/api/picture/${emoji.id}/${place}.${form}`;
  }

  // The emoji in the sizes of chats, on a light and on a dark background.
  stage(emoji) {
    const panel = (ground, alt) => make("div", { class: `on-${ground}` }, ...SIZES.map((size, i) =>
      shown(emoji, (form) => this.source(emoji, emoji.chosen, form),
        { alt: i ? "" : alt, width: size, height: size })));
    return make("div", { class: "stage" }, panel("light", emoji.alt), panel("dark", ""));
  }

  candidates(emoji) {
    if (emoji.candidates < 2) return null;
    const places = Array.from({ length: emoji.candidates }, (none, place) => place);
    return make("div", { class: "row candidates", role: "group", "aria-label": _("Candidates") },
      ...places.map((place) => {
        const name = _("Candidate {place}, {made}", { place: place + 1, made: emoji.made[place] ?? "" });
        return make("button", {
          type: "button", "data-key": `pick${place}`, title: name, "aria-label": name,
          "aria-pressed": String(place === emoji.chosen),
          onclick: (event) => this.act(event.currentTarget, () =>
            ask("/api/pick", { emoji: emoji.id, place })),
        }, make("img", { src: this.source(emoji, place), alt: "", width: 48, height: 48 }));
      }));
  }

  actions(emoji) {
    const vote = async (value) => {
      const body = { id: freshId(), emoji: emoji.id, value };
      const { said, question } = await ask("/api/vote", body);
      this.chat.announce(said);
      if (question) this.askConsent(question);
    };
    const liked = this.button("up", "👍", _("Like"), () => vote(1));
    const disliked = this.button("down", "👎", _("Dislike"), () => vote(-1));
    liked.setAttribute("aria-pressed", String(emoji.vote === 1));
    disliked.setAttribute("aria-pressed", String(emoji.vote === -1));
    return make("div", { class: "row", role: "group", "aria-label": _("For {words}", { words: emoji.prompt }) },
      liked, disliked,
      emoji.painted ? this.button("again", "🎲", _("Again"), () => this.chat.again(emoji)) : null,
      this.button("animate", "🎞", _("Animate"), () => this.offerMotions(emoji)),
      emoji.picture ? null : this.button("pack", "📦", _("Pack"), () => this.offerPack(emoji)),
      emoji.picture ? null : this.button("edit", "✏️", _("Change"), () => this.chat.change(emoji)),
      this.button("how", "ℹ️", _("How it was made"), () => this.how(emoji)),
      this.button("remove", "🗑", _("Remove"), () => ask("/api/remove", { emoji: emoji.id })));
  }

  // Closes a part that an earlier press has opened; false if there is none.
  closed(part) {
    const open = this.body.querySelector(part);
    open?.remove();
    return open !== null;
  }

  // Buttons for the motions that the picture can do; the first is what its words ask for.
  async offerMotions(emoji) {
    if (this.closed(".motions")) return;
    const { motions } = await ask(`/api/motions/${emoji.id}`);
    this.body.append(make("div", { class: "row motions", role: "group", "aria-label": _("Motions") },
      ...motions.map((motion) => this.button(`move-${motion}`, "", pgettext("motion", motion), () =>
        this.chat.animate(emoji, motion)))));
    this.body.querySelector(".motions button").focus();
    this.chat.follow();
  }

  files(emoji) {
    const name = emoji.prompt.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 40) || "emoji";
    return make("div", { class: "row", role: "group", "aria-label": _("Copy and download") },
      this.button("copy", "📋", _("Copy"), () => this.copy(emoji)),
      ...filesOf(emoji).map(([form, label, ending]) => make("a", {
        class: "file", "data-key": form, download: `${name}.${ending}`,
        href: this.source(emoji, emoji.chosen, form),
      }, `⬇ ${label}`)),
      make("a", { class: "file", "data-key": "page", href: `/emoji/${emoji.id}` }, _("🔗 Its page")));
  }

  async copy(emoji) {
    const response = await fetch(this.source(emoji, emoji.chosen));
    await navigator.clipboard.write([new ClipboardItem({ "image/png": await response.blob() })]);
    this.chat.announce(_("Copied."));
    this.chat.note(this.body, _("Copied."));
  }

  async how(emoji) {
    if (this.closed(".how")) return;
    const { said } = await ask(`/api/how/${emoji.id}`);
    this.body.append(make("p", { class: "how quiet" }, said));
    this.chat.announce(said);
    this.chat.follow();
  }

  askConsent(question) {
    const say = (words) => async () => {
      box.replaceChildren(make("p", {}, (await ask("/api/say", { text: `/privacy ${words}` })).said));
    };
    const box = make("div", { class: "bot", role: "group", "aria-label": _("A question") },
      make("p", {}, question),
      make("div", { class: "row" }, this.button("yes", "", _("Yes, use my votes"), say("on")),
        this.button("no", "", _("No"), say("off"))));
    this.element.append(box);
    this.chat.announce(question);
    this.chat.follow();
  }

  button(key, icon, label, work) {
    return make("button", { type: "button", "data-key": key,
      onclick: (event) => this.act(event.currentTarget, work) },
    icon ? make("span", { "aria-hidden": "true" }, icon) : null, label);
  }

  act(button, work) {
    return press(button, work, (sentence) => this.chat.note(this.body, sentence, true));
  }
}
