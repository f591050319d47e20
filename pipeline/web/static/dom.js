// How views make elements. Whatever comes from the data enters as text nodes and checked links, never as markup.

const SAFE_LINK = /^(?:#|https?:\/\/|\/(?!\/)|[a-z0-9_-]+(?:[/?#]|$))/i;

/** An element. `attrs` are attributes, or `on: {click: f}`, `class`, `dataset`; children are strings, nodes, null or lists. */
export function h(tag, attrs = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name === "dataset") {
      Object.assign(element.dataset, value);
    } else if (name === "href" || name === "src") {
      if (SAFE_LINK.test(String(value))) element.setAttribute(name, String(value));
    } else if (/^on/i.test(name) || name === "style" || name === "srcdoc") {
      throw new TypeError(`the attribute ${name} is not set from here`);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(element, children);
  return element;
}

/** Puts strings, nodes and lists of them at the end of an element. */
export function append(parent, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return parent;
}

/** Takes everything out of an element and puts other things in. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  return append(parent, children);
}

/** Text of unknown direction, which cannot turn round what stands beside it. */
export const text = (words, attrs = {}) => h("bdi", attrs, words ?? "");

/** A link to the card of a node, with its class as shape, colour and word. */
export function nodeLink(node, attrs = {}) {
  if (!node) return null;
  if (!node.iri) return text(node.label, { class: "unlinked" });
  return h(
    "a",
    { href: route("node", node.iri), class: `node k-${key(node.kind)}`, ...attrs },
    h("span", { class: "dot", "aria-hidden": "true" }),
    text(node.label),
  );
}

/** Which of the colours a class has: `person` for Person, `event` for every type of event. */
export function key(kind) {
  return KEYS[kind] ?? "event";
}

const KEYS = {
  Person: "person",
  Organization: "organization",
  City: "city",
  Country: "country",
  AdministrativeArea: "region",
  Place: "place",
  Group: "group",
  CreativeWork: "work",
  Event: "occasion",
  Claim: "claim",
  Sentence: "document",
  Document: "document",
  NewsArticle: "document",
  Statement: "statement",
  ClaimComparison: "statement",
  Act: "statement",
  Support: "claim",
  Opposition: "claim",
  Demand: "claim",
  Promise: "claim",
  Accusation: "claim",
  Denial: "claim",
  Answer: "claim",
  Admission: "claim",
};

const WORDS = {
  Organization: "Organisation",
  AdministrativeArea: "Region",
  CreativeWork: "Work",
  Event: "Named event",
  NewsArticle: "Article",
  Document: "Article",
  ClaimComparison: "Comparison",
};

/** What a class is called on the page. */
export const kindName = (kind) => WORDS[kind] ?? kind;

/** A small label with the class. */
export const badge = (kind) =>
  h("span", { class: `badge k-${key(kind)}` }, h("span", { class: "dot", "aria-hidden": "true" }), kindName(kind));

/** The address of a view of this page. */
export function route(view, rest = "", query = {}) {
  const found = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const asked = found.length ? `?${new URLSearchParams(found)}` : "";
  return `#/${view}${rest ? `/${encodeURIComponent(rest)}` : ""}${asked}`;
}

/** A number as people read it: 12,345. */
export const number = (value) => Number(value).toLocaleString("en");

/** "1 claim", "2 claims", "3 entities". */
export function count(value, noun, plural = `${noun}s`) {
  return `${number(value)} ${Number(value) === 1 ? noun : plural}`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A date of whatever precision: "24 Feb 2022", "Feb 2022", "2022". */
export function date(value) {
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(value ?? "");
  if (!match) return value ?? "";
  const [, year, month, day] = match;
  return [day && String(Number(day)), month && MONTHS[month - 1], year].filter(Boolean).join(" ");
}

/** Loads a style sheet of a view once. */
export function stylesheet(path) {
  const address = new URL(path, document.baseURI).href;
  if ([...document.styleSheets].some((sheet) => sheet.href === address)) return;
  if (document.head.querySelector(`link[data-path="${CSS.escape(path)}"]`)) return;
  document.head.append(h("link", { rel: "stylesheet", href: path, "data-path": path }));
}

/** Says something to those who listen to the page rather than look at it. */
export function announce(words) {
  document.getElementById("status").textContent = words;
}
