// Texts in the visitor's language. The page holds a dictionary of those that differ from English.

// As in gettext's files: a context and the text.
const SEPARATOR = "\u0004";
const texts = JSON.parse(document.getElementById("texts").textContent);

export const language = document.documentElement.lang;
const plural = new Intl.PluralRules(language);

const filled = (text, values) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

// A text with the values of its placeholders: _("Done. {picture}", { picture }).
export const _ = (text, values = {}) => filled(texts[text] ?? text, values);

// The same for a text that means something else elsewhere.
export const pgettext = (context, text, values = {}) =>
  filled(texts[context + SEPARATOR + text] ?? text, values);

// The same for a text that depends on a number, which is also the placeholder {count}.
export function ngettext(one, many, count, values = {}) {
  const forms = texts[one] ?? { one, other: many };
  return filled(forms[plural.select(count)] ?? forms.other, { count, ...values });
}
