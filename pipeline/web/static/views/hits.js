// How things that were found are shown, in the search and in lists.

import { badge, date, h, key, kindName, nodeLink, number, route, text } from "../dom.js";

export const GROUPS = {
  entity: { one: "entity", many: "Entities" },
  event: { one: "event", many: "Events" },
  claim: { one: "claim", many: "Claims" },
  sentence: { one: "sentence", many: "Sentences" },
  document: { one: "article", many: "Articles" },
};

/** Who speaks in an article's own voice, where nobody knows its outlet. */
export const NO_OUTLET = "the article itself";

/** Stretches of text, those that were asked for marked. */
export const stretches = (segments) =>
  text(null, {}).appendChild(
    h(
      "span",
      {},
      segments.map(([words, asked]) => (asked ? h("mark", {}, words) : words)),
    ),
  );

/** The words of a list of stretches. */
export const plain = (segments) => segments.map(([words]) => words).join("");

/** Where a hit leads: a sentence to its place in the article, everything else to its card. */
export function address(hit) {
  if (hit.group === "sentence" && hit.document) return route("read", hit.document.iri, { at: hit.place });
  if (hit.group === "document") return route("read", hit.iri);
  return route("node", hit.iri);
}

/** How something is said, in words and signs: `stance` is the voice, polarity and certainty of a claim. */
export function claimSigns(stance = []) {
  const signs = [];
  if (stance.includes("Narrator")) signs.push(sign("narrator", "✎", "the article's own figure"));
  if (stance.includes("Attributed")) signs.push(sign("claimed", "❝", "claimed"));
  if (stance.includes("Denied")) signs.push(sign("denied", "≠", "denies"));
  if (stance.includes("Probable")) signs.push(sign("hedged", "≈", "probably"));
  if (stance.includes("Possible")) signs.push(sign("hedged", "?", "possibly"));
  return signs;
}

const MODALITIES = {
  Planned: ["→", "planned"],
  Hypothetical: ["?", "only supposed"],
  Negated: ["≠", "did not happen"],
  Generic: ["∀", "in general"],
};

/** By whom something is claimed or denied; nothing where nobody is named. */
export const byWhom = (says = []) =>
  says.length
    ? h("span", { class: "small" }, " by ", says.map((who, at) => [at ? ", " : "", who.iri ? nodeLink(who) : text(who.label)]))
    : null;

/** Whether an event happened, and whether the authors say so themselves, or who does. */
export function eventSigns(stance = [], says = []) {
  const signs = [];
  for (const [modality, [mark, words]] of Object.entries(MODALITIES)) {
    if (stance.includes(modality)) signs.push(sign(modality === "Negated" ? "denied" : "hedged", mark, words));
  }
  if (stance.includes("Attributed"))
    signs.push(
      stance.includes("Denied") ? sign("denied", "≠", "only in a denial") : sign("claimed", "❝", "only claimed"),
      byWhom(says),
    );
  return signs;
}

/** One sign with its word, so that it does not rest on colour. */
export const sign = (stance, mark, words) =>
  h("span", { class: `stance stance-${stance}` }, h("span", { "aria-hidden": "true" }, mark), words);

/** Where it stands: article, outlet, day. */
export function source(document) {
  if (!document) return null;
  return h(
    "span",
    { class: "source" },
    text(document.label),
    document.by && document.by !== document.label ? [" · ", text(document.by)] : null,
    document.day ? ` · ${date(document.day)}` : null,
  );
}

/** Who says it, with the word that says so: "the union demands", "according to the police". */
function attributed(who, cue = "") {
  const words = text(cue, { class: "soft" });
  return /^according/i.test(cue) ? [words, " ", who] : [who, " ", words];
}

/** One thing that was found, as an item of a list. */
export function hitItem(hit) {
  const claim = hit.group === "claim";
  const narrator = hit.stance?.includes("Narrator");
  const quoted = claim || hit.group === "sentence";
  const words = h(
    "a",
    { class: `hit-label k-${key(hit.kind)}${quoted ? " quoted" : ""}`, href: address(hit), "data-walk": true },
    quoted ? null : h("span", { class: "dot", "aria-hidden": "true" }),
    stretches(hit.label),
  );
  const beside = [];
  if (!quoted && hit.group !== "document") beside.push(badge(hit.kind));
  if (hit.day) beside.push(h("span", { class: "soft" }, date(hit.day)));
  if (hit.group === "event") beside.push(...eventSigns(hit.stance));
  if (hit.weight)
    beside.push(
      h(
        "span",
        { class: "soft" },
        hit.group === "event"
          ? `${number(hit.weight)} ${hit.weight === 1 ? "sentence" : "sentences"}`
          : `${number(hit.weight)} ${hit.weight === 1 ? "mention" : "mentions"}`,
      ),
    );
  const also = hit.also && plain(hit.also).trim() !== plain(hit.label) && plain(hit.also).trim(); // not a file's name twice
  return h(
    "li",
    { class: `hit hit-${hit.group}${narrator ? " narrator" : ""}` },
    claim
      ? h(
          "span",
          { class: "hit-who" },
          attributed(
            also ? stretches(hit.also) : narrator ? NO_OUTLET : "somebody not named",
            narrator ? "gives a figure" : hit.cue,
          ),
          " ",
          claimSigns(hit.stance),
        )
      : null,
    words,
    !claim && also
      ? h("span", { class: "hit-also soft" }, hit.group === "document" ? null : "also ", stretches(hit.also))
      : null,
    beside.length ? h("span", { class: "hit-beside small" }, beside) : null,
    hit.document ? h("span", { class: "small soft" }, source(hit.document)) : null,
  );
}

/** "Person", "12,345 persons": the name of a class with its number. */
export const kindCount = ({ kind, total }) => `${kindName(kind)} ${number(total)}`;
