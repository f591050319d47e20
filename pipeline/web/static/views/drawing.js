// What several views need that draw: SVG elements, ways to a sentence, signs of stance, paged lists, vendored scripts.

import { append, count, date, fill, h, nodeLink, number, route, text } from "../dom.js";
import { copyButton } from "./citation.js";
import { verdict } from "./verdicts.js";

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element; like `h`, it takes data as attributes and text alone. */
export function svg(tag, attrs = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (/^on|href|style/i.test(name)) {
      throw new TypeError(`the attribute ${name} is not set from here`);
    } else {
      element.setAttribute(name, String(value));
    }
  }
  return append(element, children);
}

/** The address of a sentence in its article. A sentence's IRI is that of its document with #char=begin,end. */
export function sentenceRoute(sentence) {
  const [, document, place] = /^(.*)[#/]char=(\d+,\d+)$/s.exec(sentence) ?? [null, sentence, ""];
  return route("read", document, { at: place });
}

/** The colour of a role of style.css in the present theme, such as --c-person. */
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const SIGNS = {
  asserted: ["✓", "stated", "asserted"],
  actual: ["✓", "reported", "asserted"],
  claimed: ["❝", "only claimed", "claimed"],
  hedged: ["≈", "hedged", "hedged"],
  denied: ["≠", "denied", "denied"],
  "only-denied": ["≠", "only in a denial", "denied"],
  planned: ["→", "planned", "hedged"],
  hypothetical: ["?", "only supposed", "hedged"],
  negated: ["≠", "did not happen", "denied"],
  generic: ["∀", "in general", "hedged"],
};
const LOOKS = { conflict: "denied", drift: "hedged", agreement: "asserted" };

/** The sign of a verdict, with what it is called. */
export function verdictSign(name) {
  const { mark, one, look } = verdict(name);
  return h("span", { class: `stance stance-${LOOKS[look]}` }, h("span", { "aria-hidden": "true" }, mark), one);
}

/** A sign with its word for how something is said. */
export function sign(stance) {
  const [mark, words, look] = SIGNS[stance] ?? ["·", stance, "hedged"];
  return h("span", { class: `stance stance-${look}` }, h("span", { "aria-hidden": "true" }, mark), words);
}

/** A sentence with the way to its place, and where and when it was published. */
export function quotation(row) {
  return h(
    "blockquote",
    { class: "quote" },
    h("q", { dir: "auto" }, row.quote),
    h(
      "footer",
      {},
      h("a", { href: sentenceRoute(row.sentence) }, "Show the sentence"),
      h("span", {}, text(row.outlet), row.published ? `, ${date(row.published)}` : null),
      h("span", {}, text(row.article)),
      copyButton({ quote: row.quote, title: row.article, by: row.outlet, day: row.published, sentence: row.sentence }),
    ),
  );
}

/** A list that asks for its next page when a button is pressed. `ask(offset)` gives {rows, total, next}. */
export async function paged(list, ask, item, noun) {
  const more = h("button", { type: "button", class: "button more" });
  const holder = h("div", {}, list);
  const show = async (offset) => {
    const found = await ask(offset);
    append(list, found.rows.map(item));
    const left = found.next === null ? 0 : found.total - found.next;
    more.hidden = left === 0;
    more.textContent = `Show more (${count(left, noun)} left)`;
    more.onclick = async () => {
      const last = list.lastElementChild;
      await show(found.next);
      last?.nextElementSibling?.querySelector("a, button")?.focus();
    };
    return found;
  };
  const first = await show(0);
  append(holder, [more]);
  return { element: holder, first };
}

/** A row of choices of which one holds, as buttons. `chosen` is called with the value. */
export function choice(label, options, value, chosen) {
  const group = h("div", { class: "choice", role: "group", "aria-label": label });
  const draw = (now) =>
    fill(
      group,
      options.map(([key, words]) =>
        h("button", { type: "button", class: "button", "aria-pressed": String(key === now), on: { click: () => (draw(key), chosen(key)) } }, words),
      ),
    );
  draw(value);
  return group;
}

/** A labelled control. */
export const field = (label, control) => h("label", { class: "field" }, h("span", {}, label), control);

/** Puts what a view shows into the address, so that it can be sent to somebody, without a step in the history. */
export function remember(view, query) {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) if (one !== "" && one !== null && one !== undefined && one !== false) asked.append(name, one);
  }
  history.replaceState(history.state, "", `${route(view)}${asked.size ? `?${asked}` : ""}`);
}

const loading = new Map();

/** Loads a vendored script that sets a global name; once, and from this server alone. */
export function vendored(file, name) {
  if (!loading.has(file)) {
    loading.set(
      file,
      new Promise((resolve, reject) => {
        const script = h("script", { src: `vendor/${file}` });
        script.addEventListener("load", () => resolve(globalThis[name]));
        script.addEventListener("error", () => (loading.delete(file), reject(new Error(`vendor/${file} cannot be loaded`))));
        document.head.append(script);
      }),
    );
  }
  return loading.get(file);
}

/** A name for a canvas, where nothing isolates it: without the characters that turn text round, and not too long. */
export function plainName(name, most = 60) {
  const clean = name.slice(0, 4 * most).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "");
  return clean.length > most ? `${clean.slice(0, most - 1)}…` : clean;
}

/** Saves a file that the page made. */
export function save(blob, name) {
  const link = h("a", { download: name });
  link.href = URL.createObjectURL(blob);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export { nodeLink, number };
