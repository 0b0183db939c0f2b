// Small tools of the chat: elements, requests to the bot.

// An element; words only ever become text nodes.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

export class Problem extends Error {}

// What the bot answers to a small JSON object. Throws a Problem with a sentence for the person.
export async function post(path, data) {
  return answer(fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(data),
  }));
}

export async function get(path) {
  return answer(fetch(path));
}

async function answer(asked) {
  let response, data;
  try {
    response = await asked;
    data = await response.json();
  } catch {
    throw new Problem("The bot cannot be reached just now: is it running? Try again.");
  }
  if (!response.ok) throw new Problem(data.error);
  return data;
}

// Names a request, so that sending it twice is harmless.
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
