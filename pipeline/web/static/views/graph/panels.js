// What stands beside the graph: an entity with its ties, or a line with its sentences.

import { count, h, key, kindName, nodeLink, number, text } from "../../dom.js";
import { paged, quotation, sign } from "../drawing.js";
import { relationWords } from "../lines.js";

const SHOWN = 60;

/** An entity: its card, its ties as buttons (the way to them by keyboard), and what can be done with it. */
export function nodePanel(scene, id, does) {
  const data = scene.graph.getNodeAttributes(id);
  const ties = scene.neighbours(id);
  const grow = h("button", { type: "button", class: "button", on: { click: does.expand } }, "Show more neighbours");
  does.remaining().then((left) => {
    grow.textContent = left > 0 ? `Show ${left > 25 ? `25 of ${number(left)}` : number(left)} more ${left === 1 ? "neighbour" : "neighbours"}` : "All neighbours are shown";
    grow.disabled = left <= 0;
  }, () => {});
  return [
    h("h2", {}, nodeLink({ iri: id, kind: data.kind, label: data.name })),
    h("p", { class: "soft small" }, `${kindName(data.kind)}, ${count(data.mentions, "mention")}, ${count(data.strength, "sentence")} that tie it to others`),
    h("p", { class: "row" }, grow, h("button", { type: "button", class: "button", on: { click: does.drop } }, "Hide")),
    h("h3", {}, `Shown ties (${number(ties.length)})`),
    h("ul", { class: "ties" }, ties.slice(0, SHOWN).map((tie) => tieItem(tie, does))),
    ties.length > SHOWN ? h("p", { class: "soft small" }, `and ${number(ties.length - SHOWN)} weaker ones`) : null,
  ];
}

function tieItem(tie, does) {
  const words = [tie.line.labels.join(", "), tie.line.more ? ` and ${tie.line.more} more` : ""].join("");
  return h(
    "li",
    {},
    h("button", { type: "button", class: `found-item k-${key(tie.kind)}`, on: { click: () => does.focus(tie.node) } }, h("span", { class: "dot", "aria-hidden": "true" }), text(tie.name)),
    h("button", { type: "button", class: "tie", title: "Show the sentences", on: { click: () => does.tie(tie.node) } }, tie.line.fact ? null : sign("claimed"), " ", spaced(words), h("span", { class: "soft" }, ` ${count(tie.line.weight, "sentence")}`)),
  );
}

/** A line: all sentences behind it, facts first. */
export async function evidencePanel(line, { source, target, nameOf }, ask) {
  const list = h("ul", { class: "evidence" });
  const { element } = await paged(list, ask, evidence, "sentence");
  return h(
    "div",
    {},
    h("h2", {}, text(nameOf(source)), " – ", text(nameOf(target))),
    h("p", { class: "soft small" }, line.fact ? "At least one author says so in his or her own voice." : "No author says so in his or her own voice."),
    element,
  );
}

function evidence(row) {
  return h(
    "li",
    {},
    h("p", { class: "said" }, nodeLink({ iri: row.source.id, kind: row.source.kind, label: row.source.name }), ` ${relationWords(row.label)} `, nodeLink({ iri: row.target.id, kind: row.target.kind, label: row.target.name })),
    h("p", { class: "row small" }, sign(row.stance), h("span", { class: "soft" }, `confidence ${Math.round(row.confidence * 100)} %`)),
    quotation(row),
  );
}

/** headOf as people write it: head of. */
export const spaced = (label) => label.replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`);
