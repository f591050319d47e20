// How the lines of a card are shown. A claim never looks like a fact: it has its speaker, its cue, and a broken line beside it.

import { badge, count, date, h, kindName, nodeLink, number, route, text } from "../dom.js";
import { comparison } from "./comparisons.js";
import { NO_OUTLET, byWhom, claimSigns, eventSigns, sign } from "./hits.js";
import { quoteBlock, quotesOf, stanceSign } from "./quotes.js";

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

function fact(line) {
  const alone = line.stances.length === 1;
  const says = new Map(line.quotes.flatMap((quote) => quote.says).map((who) => [who.iri ?? who.label, who]));
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
      alone ? byWhom([...says.values()]) : null,
    ),
    quotesOf(alone ? line.quotes.map((quote) => ({ ...quote, stance: null })) : line.quotes),
  );
}

/** Who says it, with the word that says so. */
export function speaker(line) {
  const narrator = line.stance.includes("Narrator");
  const who = line.who ? nodeLink(line.who) : h("span", { class: "soft" }, narrator ? NO_OUTLET : "somebody not named");
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
        eventSigns(line.stance, line.says),
        line.role ? h("span", { class: "soft small" }, ` as ${line.role}`) : null,
      ),
      quotesOf(line.quotes, [], 0),
    ),
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
