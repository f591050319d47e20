// How the lines of a card are shown. A claim never looks like a fact: it has its speaker, its cue, and a broken line beside it.

import { badge, count, date, h, kindName, nodeLink, number, route, text } from "../dom.js";
import { claimSigns, eventSigns, sign } from "./hits.js";
import { verdict } from "./verdicts.js";

const STANCES = {
  asserted: ["✓", "stated"],
  hedged: ["≈", "hedged"],
  claimed: ["❝", "claimed"],
  denied: ["≠", "denied"],
};

const RELATIONS = {
  headOf: "heads",
  memberOf: "is a member of",
  worksFor: "works for",
  founded: "founded",
  birthPlace: "was born in",
  deathPlace: "died in",
  homeLocation: "lives in",
  nationality: "is a citizen of",
  location: "is based in",
  containedInPlace: "lies in",
  parentOrganization: "is part of",
  relatedTo: "is related to",
  supports: "supports",
  opposes: "opposes",
  jobTitle: "has the position",
};

/** What a relation is called in a sentence. */
export const relationWords = (name) => RELATIONS[name] ?? name.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();

/** How a sentence puts a statement, as sign and word. */
export const stanceSign = (stance) => sign(stance, ...STANCES[stance]);

/** The address of a sentence in its article. */
export const inText = (quote) => route("read", quote.document.iri, { at: quote.place });

/** Text in which some words stand out, wherever they first occur. */
function within(whole, words) {
  const spans = words
    .map((one) => [whole.indexOf(one), one.length])
    .filter(([at, length]) => at >= 0 && length > 0)
    .sort((a, b) => a[0] - b[0]);
  const parts = [];
  let at = 0;
  for (const [begin, length] of spans) {
    if (begin < at) continue;
    parts.push(whole.slice(at, begin), h("b", { class: "evidence" }, whole.slice(begin, begin + length)));
    at = begin + length;
  }
  parts.push(whole.slice(at));
  return parts;
}

/** A sentence, where it stands, and the way there. */
export function quoteBlock(quote, words = []) {
  const sure = quote.confidence;
  return h(
    "blockquote",
    { class: "quote" },
    h("q", {}, h("bdi", {}, within(quote.text, [...(quote.evidence ?? []), ...words]))),
    h(
      "footer",
      {},
      quote.stance && STANCES[quote.stance] ? stanceSign(quote.stance) : null,
      h("a", { class: "own", href: route("node", quote.document.iri) }, text(quote.document.label)),
      quote.by ? text(quote.by, { class: "own" }) : null,
      quote.day ? h("time", { class: "own", datetime: quote.day }, date(quote.day)) : null,
      typeof sure === "number"
        ? h("span", { title: "how sure the program is that it read this correctly" }, `confidence ${sure.toFixed(2)}`)
        : null,
      h("a", { class: "in-text", href: inText(quote) }, "Show in the text"),
    ),
  );
}

/** Sentences: the first in sight, the others a click away. */
export function quotesOf(quotes, words = [], open = 1) {
  const rest = quotes.slice(open);
  return [
    quotes.slice(0, open).map((quote) => quoteBlock(quote, words)),
    rest.length
      ? h(
          "details",
          { class: "quotes" },
          h(
            "summary",
            {},
            open ? `${count(rest.length, "more sentence", "more sentences")}` : count(rest.length, "sentence"),
          ),
          rest.map((quote) => quoteBlock(quote, words)),
        )
      : null,
  ];
}

function fact(line) {
  return h(
    "li",
    { class: `line fact ${line.stances.includes("asserted") ? "" : "unsure"}` },
    h(
      "p",
      { class: "says" },
      nodeLink(line.from),
      " ",
      h("span", { class: "relation" }, relationWords(line.relation)),
      " ",
      nodeLink(line.to),
      " ",
      line.stances.map(stanceSign),
    ),
    quotesOf(line.stances.length > 1 ? line.quotes : line.quotes.map((quote) => ({ ...quote, stance: null }))),
  );
}

/** Who says it, with the word that says so. */
export function speaker(line) {
  const narrator = line.stance.includes("Narrator");
  const who = line.who ? nodeLink(line.who) : h("span", { class: "soft" }, "somebody not named");
  if (narrator) return [who, " gives a figure"];
  const cue = line.cue ?? "";
  if (/^according/i.test(cue)) return [text(cue), " ", who];
  return [who, " ", cue ? text(cue) : "says"];
}

export function claimLine(line, { head = false } = {}) {
  const quote = line.quotes[0];
  return h(
    "li",
    { class: "line" },
    h(
      "article",
      { class: `claim ${line.stance.join(" ").toLowerCase()}` },
      h(
        "p",
        { class: "who" },
        speaker(line),
        " ",
        claimSigns(line.stance),
        line.figure ? h("span", { class: "figure" }, text(line.figure)) : null,
      ),
      h("p", { class: "content" }, head ? text(line.text) : h("a", { href: route("node", line.iri) }, text(line.text))),
    ),
    quote
      ? h(
          "details",
          { class: "quotes", open: head },
          h(
            "summary",
            {},
            h("span", { class: "not-own" }, "Sentence"),
            h(
              "span",
              { class: "small soft own" },
              text(quote.document.label),
              quote.by ? [" · ", text(quote.by)] : null,
              quote.day ? ` · ${date(quote.day)}` : null,
            ),
          ),
          quoteBlock({ ...quote, confidence: line.confidence }, [line.text]),
        )
      : null,
  );
}

function event(line) {
  const day = line.days[0];
  return h(
    "li",
    { class: "line happened" },
    h(
      "p",
      { class: "when" },
      day ? h("time", { datetime: day }, date(day)) : h("span", { class: "soft" }, "no date"),
      line.days.length > 1
        ? h("span", { class: "soft small" }, ` and ${count(line.days.length - 1, "other date")}`)
        : null,
    ),
    h(
      "div",
      {},
      h(
        "p",
        { class: "says" },
        nodeLink(line.event),
        " ",
        badge(line.event.kind),
        " ",
        eventSigns(line.stance),
        line.role ? h("span", { class: "soft small" }, ` as ${line.role}`) : null,
      ),
      quotesOf(line.quotes, [], 0),
    ),
  );
}

const DIMENSIONS = {
  Quantity: "Figures",
  Polarity: "Whether it is so:",
  Certainty: "How sure:",
  Attribution: "Who says it:",
  Stance: "A position",
  Reply: "An allegation",
};

export function comparison(line) {
  const { mark, words } = verdict(line.verdict);
  return h(
    "li",
    { class: `line comparison verdict-${line.verdict.toLowerCase()}` },
    h(
      "p",
      { class: "verdict" },
      h(
        "b",
        {},
        h("span", { "aria-hidden": "true" }, mark),
        " ",
        DIMENSIONS[line.dimension] ?? line.dimension,
        " ",
        words,
      ),
      h("a", { class: "small", href: route("node", line.iri) }, text(line.because)),
    ),
    h("ol", { class: "sides" }, line.sides.map(side)),
  );
}

function side(one) {
  const quote = one.quotes[0];
  const narrator = one.stance.includes("Narrator");
  return h(
    "li",
    { class: "side" },
    h(
      "p",
      { class: "who" },
      one.who ? nodeLink(one.who) : quote?.by ? text(quote.by) : "the author",
      " ",
      claimSigns(one.stance),
    ),
    one.figure ? h("p", { class: "big" }, text(one.figure)) : null,
    quote ? quoteBlock(quote, [one.text]) : h("p", { class: "content" }, text(one.text)),
    one.claim
      ? h(
          "p",
          { class: "small" },
          h("a", { href: route("node", one.claim) }, narrator ? "The card of this figure" : "The card of this claim"),
        )
      : null,
  );
}

const POSITIONS = {
  Support: "supports",
  Opposition: "opposes",
  Demand: "demands",
  Promise: "promises",
  Accusation: "accuses",
  Denial: "denies",
  Answer: "answers",
  Admission: "admits",
};

/** Whose words it is in, where it is not the author's: then it is only claimed. */
function onlySaid(says) {
  return [" ", sign("claimed", "❝", "only claimed"), says ? [h("span", { class: "soft" }, " by "), nodeLink(says)] : null];
}

function position(line) {
  return h(
    "li",
    { class: "line" },
    h(
      "p",
      { class: "says" },
      line.who ? nodeLink(line.who) : h("span", { class: "soft" }, "somebody not named"),
      " ",
      h("a", { class: "relation", href: route("node", line.iri) }, POSITIONS[line.does] ?? line.does.toLowerCase()),
      " ",
      line.whom ? [nodeLink(line.whom), h("span", { class: "soft" }, " of ")] : null,
      h("q", {}, text(line.what)),
      line.says ? onlySaid(line.says) : null,
      line.own ? h("span", { class: "soft small" }, " in own words") : null,
    ),
    quotesOf(
      line.quotes.map((quote) => ({ ...quote, confidence: line.confidence })),
      [line.what],
    ),
  );
}

function act(line) {
  const parts = [
    line.who ? nodeLink(line.who) : h("span", { class: "soft" }, "nobody named"),
    h("b", {}, text(line.verb)),
    line.whom ? nodeLink(line.whom) : null,
  ].filter(Boolean);
  return h(
    "li",
    { class: "line" },
    h(
      "p",
      { class: "says" },
      parts.map((part, at) => (at ? [h("span", { class: "soft" }, " — "), part] : part)),
      line.claimed ? onlySaid(line.says) : null,
    ),
    quotesOf(line.quotes, [line.verb], 0),
  );
}

const IDENTITIES = { Same: ["=", "the same as"], Different: ["≠", "not"], Unsure: ["?", "perhaps"] };

function judgement(line) {
  const [mark, words] = IDENTITIES[line.identity] ?? ["~", line.identity];
  const [name, leads] = line.other.label.split(/: now /s);
  const other = leads === undefined && line.other.kind ? nodeLink(line.other) : text(name);
  return h(
    "li",
    { class: "line" },
    h(
      "p",
      {},
      h("b", {}, h("span", { "aria-hidden": "true" }, mark), " ", words),
      " ",
      other,
      h("span", { class: "soft" }, ": ", text(line.because)),
    ),
    h(
      "p",
      { class: "small soft" },
      line.by
        ? ["decided by ", text(line.by), line.when ? `, ${date(line.when.slice(0, 10))}` : ""]
        : line.score === null
          ? null
          : `judged by the program, score ${line.score.toFixed(2)}`,
    ),
  );
}

const COPIES = {
  OneOrigin: "One text, printed more than once",
  Editions: "Editions of one article",
  SharedPassage: "A passage that several share",
  IndependentReports: "Reports of their own that share a quotation",
};

function copies(line) {
  return h(
    "li",
    { class: "line" },
    h("p", {}, h("b", {}, COPIES[line.kind] ?? line.kind), ": ", text(line.because)),
    h(
      "ul",
      { class: "lines" },
      line.documents.map((one) =>
        h(
          "li",
          {},
          h("a", { href: route("read", one.document.iri, { at: one.place }) }, text(one.document.label)),
          h("span", { class: "soft" }, ` ${[one.by, date(one.day)].filter(Boolean).join(" · ")}`),
          one.first ? [" ", sign("asserted", "①", "presumably first")] : null,
        ),
      ),
    ),
  );
}

const article = (line) =>
  h(
    "li",
    { class: "line slim" },
    h("a", { href: route("read", line.document.iri, { at: line.place }) }, text(line.document.label)),
    h(
      "span",
      { class: "soft small" },
      ` ${[line.by, date(line.day), count(line.mentions, "mention")].filter(Boolean).join(" · ")}`,
    ),
  );

const mentioned = (line) =>
  h(
    "li",
    { class: "line slim" },
    nodeLink(line.node),
    h("span", { class: "soft small" }, ` ${kindName(line.node.kind)} · ${number(line.mentions)}`),
  );

const quote = (line) => h("li", { class: "line" }, quoteBlock(line));

const property = (line) =>
  h(
    "li",
    { class: "line slim" },
    h("code", { class: "soft" }, line.name),
    " ",
    line.value.iri ? nodeLink(line.value) : text(line.value.label),
  );

const node = (line) => h("li", { class: "line slim" }, nodeLink(line.node), " ", badge(line.node.kind));

const LINES = {
  fact,
  claim: claimLine,
  event,
  comparison,
  position,
  act,
  judgement,
  copies,
  article,
  mentioned,
  quote,
  property,
  node,
};

/** A line of a section as an item of a list. */
export const lineItem = (line) => LINES[line.type](line);
