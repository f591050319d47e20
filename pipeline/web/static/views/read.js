// The articles: a list of them, and each as it is read, with what was found marked in its text.

import { api } from "../api.js";
import {
  announce,
  append,
  badge,
  count,
  date,
  fill,
  h,
  key,
  nodeLink,
  number,
  route,
  stylesheet,
  text,
} from "../dom.js";
import { claimSigns, eventSigns, hitItem } from "./hits.js";
import { relationWords, speaker } from "./lines.js";
import { stanceSign } from "./quotes.js";

const PAGE = 40;
const KINDS = { name: "Names", event: "Events", claim: "Claims", other: "Pronouns and descriptions" };
const HIDDEN = "citegraph.hidden";

export async function render(root, { rest, query, signal }) {
  stylesheet("views/read.css");
  if (!rest) return list(root, query, signal);
  stylesheet("views/node.css");
  const at = query.get("at");
  const article = await api("read", { document: rest, at: at?.split(",")[0], first: query.get("first") }, { signal });
  return read(root, article, at, signal);
}

async function list(root, query, signal) {
  stylesheet("views/search.css");
  const offset = Math.max(0, Number.parseInt(query.get("offset") ?? "0", 10) || 0);
  const found = await api("search", { group: "document", offset, limit: PAGE }, { signal });
  const group = found.groups.find((one) => one.group === "document") ?? { total: 0, hits: [] };
  const last = offset + group.hits.length;
  append(root, [
    h("h1", {}, "Articles ", h("span", { class: "soft" }, number(group.total))),
    h("ol", { class: "hits articles" }, group.hits.map(hitItem)),
    h(
      "nav",
      { class: "pages", "aria-label": "Pages" },
      offset
        ? h("a", { class: "button", href: route("read", "", { offset: Math.max(0, offset - PAGE) || "" }) }, "← Newer")
        : null,
      last < group.total ? h("a", { class: "button", href: route("read", "", { offset: last }) }, "Older →") : null,
    ),
  ]);
}

function read(root, article, at, signal) {
  const aside = h("aside", { class: "found-here panel", "aria-label": "What was found", "aria-live": "polite" });
  const body = h("div", { class: "text", lang: "en" }, paragraphs(article, at));
  const chosen = hidden();
  for (const kind of chosen) body.classList.add(`hide-${kind}`);
  append(root, [
    h(
      "header",
      { class: "head" },
      h("h1", {}, text(article.document.label)),
      h(
        "p",
        { class: "soft" },
        [article.by && text(article.by), article.day && date(article.day), h("code", {}, text(article.file))]
          .filter(Boolean)
          .flatMap((one, at) => (at ? [" · ", one] : [one])),
        " · ",
        h("a", { href: route("node", article.document.iri) }, "what it says, in a list"),
      ),
    ),
    legend(body, chosen),
    h("div", { class: "reading" }, h("div", { class: "page panel" }, part(article, -1), body, part(article, 1)), aside),
  ]);
  explain(body, aside, article, signal);
  const target = body.querySelector(".target");
  if (target) {
    requestAnimationFrame(() => {
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
      announce(`The sentence: ${target.textContent}`);
    });
  }
}

/** The way to what stands before or after, where the article is too long to be shown at once. */
function part(article, direction) {
  const size = article.sentences.length;
  const last = article.first + size;
  const first = direction < 0 ? Math.max(0, article.first - 300) : last;
  if (direction < 0 ? !article.first : last >= article.total) return null;
  return h(
    "p",
    { class: "part" },
    h(
      "a",
      { class: "button", href: route("read", article.document.iri, { first: String(first) }) },
      direction < 0
        ? `↑ ${count(article.first, "earlier sentence")}`
        : `↓ ${count(article.total - last, "later sentence")}`,
    ),
  );
}

// --- the text ---------------------------------------------------------------------------------------------------------

function paragraphs(article, at) {
  const made = [];
  article.sentences.forEach((sentence, index) => {
    if (sentence.paragraph || !made.length) made.push(h("p"));
    const parent = made[made.length - 1];
    if (sentence.space && !sentence.paragraph) parent.append(" ");
    parent.append(sentenceOf(sentence, index, wanted(sentence, at)));
  });
  return made;
}

/** The part of a sentence that an address points at, as [begin, end) in it; null if it points elsewhere. */
function wanted(sentence, at) {
  const match = /^(\d+)(?:,(\d+))?$/.exec(at ?? "");
  if (!match) return null;
  const [begin, end] = sentence.place.split(",").map(Number);
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  if (from < begin || from >= end) return null;
  return [from - begin, Math.min(end, to) - begin, end - begin];
}

function sentenceOf(sentence, index, range) {
  const made = h("span", {
    class: range ? "sentence target" : "sentence",
    "data-sentence": index,
    id: `s${sentence.place.replace(",", "-")}`,
    tabindex: range ? "-1" : null,
  });
  const seen = new Set();
  let offset = 0;
  sentence.pieces.forEach(([words, marks], place) => {
    const length = [...words].length;
    const exact = range && range[1] - range[0] < range[2] && offset < range[1] && offset + length > range[0];
    for (const mark of marks) {
      if (sentence.marks[mark].type === "claim" && !seen.has(mark)) made.append(flag(sentence.marks[mark]));
      seen.add(mark);
    }
    made.append(pieceOf(sentence, words, marks, place, exact));
    offset += length;
  });
  if (sentence.told.length) {
    made.append(
      h(
        "button",
        {
          type: "button",
          class: "told",
          "aria-label": `${count(sentence.told.length, "statement")} rest on this sentence`,
        },
        String(sentence.told.length),
      ),
    );
  }
  return made;
}

/** A stretch of text with the same marks: a link where it names something, the innermost first. */
function pieceOf(sentence, words, marks, place, exact) {
  const named = marks.filter((mark) => sentence.marks[mark].type !== "claim");
  const claims = marks.map((mark) => sentence.marks[mark]).filter((mark) => mark.type === "claim");
  const classes = ["piece"];
  if (claims.length) {
    const put = claims[claims.length - 1].stance;
    classes.push(
      "in-claim",
      put.includes("Narrator")
        ? "narrator"
        : put.includes("Denied")
          ? "denied"
          : put.includes("Certain")
            ? "plain"
            : "hedged",
    );
  }
  if (exact) classes.push("exact");
  if (!named.length)
    return classes.length === 1
      ? document.createTextNode(words)
      : h("span", { class: classes.join(" "), "data-piece": place }, words);
  const inner = sentence.marks[named[named.length - 1]];
  const types = new Set(named.map((mark) => sentence.marks[mark].type));
  for (const type of types) classes.push(`m-${type}`);
  if (types.has("event") && !marks.some((mark) => happened(sentence.marks[mark]))) classes.push("unsure");
  classes.push(`k-${key(inner.node.kind)}`);
  return h("a", { class: classes.join(" "), href: route("node", inner.node.iri), "data-piece": place }, words);
}

/** Whether a mark is of an event that authors report; another is only claimed, denied, planned or supposed. */
const happened = ({ type, stance }) => type === "event" && stance.includes("Actual") && !stance.includes("Attributed");

/** A small sign where a claim begins: a link to its card that says whose it is. */
function flag(mark) {
  const narrator = mark.stance.includes("Narrator");
  const denied = mark.stance.includes("Denied");
  const who = mark.who?.label ?? "somebody not named";
  return h(
    "a",
    {
      class: `flag${denied ? " denied" : ""}`,
      href: route("node", mark.node.iri),
      "data-flag": mark.node.iri,
      "aria-label": narrator ? "Figure of the article itself" : `Claim of ${who}${denied ? ", who denies it" : ""}`,
    },
    narrator ? "✎" : denied ? "≠" : mark.stance.includes("Certain") ? "❝" : "≈",
  );
}

// --- what the marks mean ----------------------------------------------------------------------------------------------

function hidden() {
  try {
    return new Set(JSON.parse(localStorage.getItem(HIDDEN) ?? '["other"]').filter((kind) => kind in KINDS));
  } catch {
    return new Set(["other"]);
  }
}

function legend(body, chosen) {
  const boxes = Object.entries(KINDS).map(([kind, words]) => {
    const box = h("input", { type: "checkbox", checked: !chosen.has(kind) });
    box.addEventListener("change", () => {
      body.classList.toggle(`hide-${kind}`, !box.checked);
      if (box.checked) chosen.delete(kind);
      else chosen.add(kind);
      try {
        localStorage.setItem(HIDDEN, JSON.stringify([...chosen]));
      } catch {
        // forbidden storage: the choice holds until the page is closed
      }
    });
    return h("label", { class: `legend-${kind}` }, box, " ", h("span", {}, words));
  });
  return h("fieldset", { class: "legend" }, h("legend", { class: "quiet" }, "Marked in the text"), boxes);
}

function explain(body, aside, article, signal) {
  const empty = () =>
    fill(
      aside,
      h(
        "p",
        { class: "soft" },
        "Point at a marked word, or walk there with the Tab key, to see what was read out of it. A click leads to its card.",
      ),
      h(
        "p",
        { class: "soft small" },
        "❝ begins what somebody claims, ≈ if it is hedged, ≠ if it is denied; ✎ a figure that the article gives itself. The line under an event is broken where no author reports that it happened. A small number counts the statements that rest on a sentence.",
      ),
    );
  empty();
  const lit = () => {
    for (const one of body.querySelectorAll(".lit")) one.classList.remove("lit");
  };
  const show = (event) => {
    const element = event.target.closest?.("[data-piece], [data-flag], .told");
    if (!element || !body.contains(element)) return;
    const sentence = article.sentences[element.closest("[data-sentence]").dataset.sentence];
    lit();
    element.classList.add("lit");
    if (element.matches(".told")) {
      fill(aside, h("h2", {}, "What this sentence states"), h("ul", { class: "lines" }, sentence.told.map(told)));
    } else {
      const marks = element.dataset.flag
        ? sentence.marks.filter((mark) => mark.node.iri === element.dataset.flag)
        : sentence.pieces[element.dataset.piece][1].map((mark) => sentence.marks[mark]).reverse();
      fill(aside, marks.map(explained));
    }
    aside.append(h("button", { type: "button", class: "button close", on: { click: close } }, "Close"));
    aside.classList.add("open");
  };
  const close = () => {
    aside.classList.remove("open");
    lit();
    empty();
  };
  body.addEventListener("pointerover", (event) => event.pointerType === "mouse" && show(event));
  body.addEventListener("focusin", show);
  body.addEventListener("click", (event) => {
    const element = event.target.closest?.("[data-piece], [data-flag], .told");
    if (!element) return;
    // a finger cannot point without touching: the first touch shows what it is, the links there lead on
    if (event.pointerType === "touch" || element.matches(".told")) {
      event.preventDefault();
      show(event);
    } else if (element.matches("span[data-piece]")) {
      show(event);
    }
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && close(), { signal });
}

function explained(mark) {
  if (mark.type === "claim") {
    return h(
      "section",
      { class: `claim ${mark.stance.join(" ").toLowerCase()}` },
      h(
        "p",
        { class: "who" },
        speaker(mark),
        " ",
        claimSigns(mark.stance),
        mark.figure ? h("span", { class: "figure" }, text(mark.figure)) : null,
      ),
      h("p", { class: "content" }, text(mark.text)),
      h(
        "p",
        { class: "small" },
        h("a", { href: route("node", mark.node.iri) }, "The card of this claim"),
        mark.confidence === null ? null : h("span", { class: "soft" }, ` · confidence ${mark.confidence.toFixed(2)}`),
      ),
    );
  }
  return h(
    "section",
    { class: "explained" },
    h("p", { class: "over" }, badge(mark.node.kind), mark.type === "event" ? eventSigns(mark.stance, mark.says) : null),
    h("p", {}, nodeLink(mark.node)),
    mark.days?.length ? h("p", { class: "soft small" }, mark.days.map(date).join(", ")) : null,
    mark.type === "pronoun" || mark.type === "nominal"
      ? h("p", { class: "soft small" }, mark.type === "pronoun" ? "meant by a pronoun" : "meant by a description")
      : null,
  );
}

const told = (fact) =>
  h(
    "li",
    { class: "line" },
    nodeLink(fact.from),
    " ",
    h("span", { class: "relation" }, relationWords(fact.relation)),
    " ",
    nodeLink(fact.to),
    " ",
    fact.stances.map(stanceSign),
    " ",
    h("a", { class: "small", href: route("node", fact.iri) }, "evidence"),
  );
