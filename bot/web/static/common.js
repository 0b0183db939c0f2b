// Used by all pages: elements, requests to the server, presses, and the forms of a picture.

import { _ } from "./texts.js";

const SVG = "http://www.w3.org/2000/svg";

// The sizes in which chats show an emoji, and the files to download: format, label, ending.
export const SIZES = [128, 48, 32, 22];
const FILES = [["png", "PNG 128", "png"], ["webp", "WEBP 512", "webp"],
  ["png100", "PNG 100", "png"], ["emoji", "Emoji 128", "png"]];

const MOVING_FILES = [["gif", "GIF 128", "gif"], ["animated-webp", "WEBP 256", "webp"],
  ["apng", _("Discord sticker"), "png"], ["webm", _("Telegram sticker"), "webm"]];

export const filesOf = (emoji) => (emoji.motion ? MOVING_FILES : FILES);

// An emoji's picture: `source(form)` is the address of a file. One that moves stands still for
// people who ask their system for less motion.
export function shown(emoji, source, attributes) {
  const still = source(formAt(attributes.width));
  if (!emoji.motion) return make("img", { ...attributes, src: still });
  return make("picture", {},
    make("source", { media: "(prefers-reduced-motion: reduce)", srcset: still }),
    make("img", { ...attributes, src: source("animated-webp") }));
}

// The file that chats show at a size: between words, sketches have bolder lines.
export const formAt = (size) => (size < 64 ? "emoji" : "png");

export const $ = (id) => document.getElementById(id);

// An element. Strings become text nodes; attributes that are null or false are left out.
export function make(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

// A text about an emoji, in which its number, such as "#12", is a link to its page.
export function linked(text, number, home = "/emoji") {
  const [before, ...after] = text.split(`#${number}`);
  return [before, make("a", { href: `${home}/${number}` }, `#${number}`), after.join(`#${number}`)];
}

// An element of a drawing.
export function draw(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

// The server's answer: to a POST of `body`, or to a GET without one. Throws an Error whose message
// is a sentence for the person; `status` is the HTTP status, if there was an answer.
export async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  let response, data;
  try {
    response = await fetch(path, options);
    data = await response.json();
  } catch {
    throw new Error(_("The bot cannot be reached just now. Is it running? Try again."));
  }
  if (response.ok) return data;
  throw Object.assign(new Error(data.error), { status: response.status });
}

// Run what a press of a button does, once at a time. `fail` is called with what went wrong.
export async function press(button, work, fail) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } catch (error) {
    fail(error.message);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

// Names a request or a press, so that sending it twice is harmless.
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A chosen language is kept for a year, and used instead of the browser's.
$("language").addEventListener("change", (event) => {
  document.cookie = `language=${event.target.value}; Max-Age=31536000; Path=/; SameSite=Strict`;
  location.reload();
});
