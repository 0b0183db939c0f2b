// What the gallery's, the emoji's and the operator's page share. Words are only ever text nodes.

export const operates = location.pathname.startsWith("/operator");
export const api = operates ? "/api/operator/gallery" : "/api/gallery";
export const home = operates ? "/operator/emoji" : "/emoji";
const SVG = "http://www.w3.org/2000/svg";

export const $ = (id) => document.getElementById(id);

/** An element with attributes and children; a string child becomes a text node. */
export function make(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for a drawing. */
export function draw(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** What the server answers. Throws an Error whose message is a sentence, with `status`. */
export async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("The bot cannot be reached just now. Is it running?");
  }
  const data = await answer.json().catch(() => ({}));
  if (answer.ok) return data;
  const error = new Error(data.error ?? "Something went wrong; please try again.");
  throw Object.assign(error, { status: answer.status });
}

export function say(sentence, bad = false) {
  const status = $("status");
  status.textContent = sentence;
  status.classList.toggle("bad", bad);
}

/** Run what a press does, once at a time, and say what goes wrong. */
export function onPress(button, work) {
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch (error) {
      say(error.message, true);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}

export const altOf = (emoji) => `Emoji: ${emoji.prompt} (${emoji.style} style)`;
export const pictureOf = (emoji, place, form = "png") => `${api}/${emoji.id}/${place}.${form}`;

export function picture(emoji, place, size, alt) {
  return make("img", {
    src: pictureOf(emoji, place), width: size, height: size, alt, loading: "lazy",
  });
}

for (const link of document.querySelectorAll("nav a")) {
  const page = link.dataset.page;
  const here = operates ? page === "/operator" : page === "/gallery";
  if (here) link.setAttribute("aria-current", "page");
  if (operates) link.hidden = false;
}
