// How passages are shown that were set side by side: what came of it, and each of them with its speaker.

import { h, nodeLink, route, text } from "../dom.js";
import { claimSigns } from "./hits.js";
import { quoteBlock } from "./quotes.js";
import { verdict } from "./verdicts.js";

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
