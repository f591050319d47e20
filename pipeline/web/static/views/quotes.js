// How sentences are shown: the words that matter in them, how they put what they say, and where they stand.

import { count, date, h, route, text } from "../dom.js";
import { copyButton } from "./citation.js";
import { byWhom, sign } from "./hits.js";

const STANCES = {
  asserted: ["✓", "stated"],
  hedged: ["≈", "hedged"],
  claimed: ["❝", "claimed"],
  denied: ["≠", "denied"],
};

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
      quote.stance && STANCES[quote.stance] ? h("span", {}, stanceSign(quote.stance), byWhom(quote.says)) : null,
      h("a", { class: "own", href: route("node", quote.document.iri) }, text(quote.document.label)),
      quote.by ? text(quote.by, { class: "own" }) : null,
      quote.day ? h("time", { class: "own", datetime: quote.day }, date(quote.day)) : null,
      typeof sure === "number"
        ? h("span", { title: "how sure the program is that it read this correctly" }, `confidence ${sure.toFixed(2)}`)
        : null,
      h("a", { class: "in-text", href: inText(quote) }, "Show in the text"),
      copyButton({ quote: quote.text, title: quote.document.label, by: quote.by, day: quote.day, sentence: quote.iri }),
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
