// Two fields for emoji and a picker: chooses what to mix.

import { $, ask, make } from "./common.js";
import { _ } from "./texts.js";

const MOST_SHOWN = 150;

export class Mixer {
  // `mix(emoji)` is called with the chosen emoji, `announce` with sentences for screen readers.
  constructor(mix, announce) {
    this.mix = mix;
    this.announce = announce;
    this.offers = null;
    this.slots = [...document.querySelectorAll("#mix .slot")];
    this.at = 0;
    this.chosen = this.slots.map(() => null);
    $("to-mix").addEventListener("click", () => this.toggle());
    $("find").addEventListener("input", () => this.list());
    $("find").addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      $("offers").querySelector("button")?.click();
    });
    $("mix").addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.toggle();
    });
    $("mix-now").addEventListener("click", () => this.send());
    this.slots.forEach((slot, at) => slot.addEventListener("click", () => this.turnTo(at)));
    this.turnTo(0);
  }

  async toggle() {
    const closed = $("mix").toggleAttribute("hidden");
    $("to-mix").setAttribute("aria-expanded", String(!closed));
    if (closed) {
      $("to-mix").focus();
      return;
    }
    $("find").focus();
    try {
      this.offers ??= (await ask("/api/to-mix")).emoji;
      this.list();
    } catch (error) {
      $("offers").replaceChildren(make("p", { role: "alert" }, error.message));
    }
  }

  turnTo(at) {
    this.at = at;
    this.slots.forEach((slot, own) => slot.setAttribute("aria-pressed", String(own === at)));
  }

  list() {
    if (!this.offers) return;
    const words = $("find").value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.offers.filter(([emoji, name]) =>
      words.every((word) => name.includes(word) || emoji.startsWith(word)));
    $("offers").replaceChildren(...found.slice(0, MOST_SHOWN).map(([emoji, name]) =>
      make("button", { type: "button", title: name, "aria-label": name,
        onclick: () => this.choose(emoji, name) }, emoji)));
    if (!found.length) $("offers").replaceChildren(make("p", {}, _("No emoji has this name.")));
  }

  choose(emoji, name) {
    const slot = this.slots[this.at];
    this.chosen[this.at] = emoji;
    slot.textContent = emoji;
    const label = this.at ? _("Second emoji: {name}", { name }) : _("First emoji: {name}", { name });
    slot.setAttribute("aria-label", label);
    const free = this.chosen.indexOf(null);
    this.turnTo(free < 0 ? 1 - this.at : free);
    $("mix-now").disabled = free >= 0;
    $("find").value = "";
    this.list();
    this.announce(_("{name} chosen.", { name }));
  }

  send() {
    this.mix(this.chosen);
    this.toggle();
  }
}
