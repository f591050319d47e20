// The triples of a CONSTRUCT or DESCRIBE as a graph. Literals are no nodes: they stand in the table.

import { append, count, fill, h, number, route, text } from "../../dom.js";
import { makeScene } from "../graph/scene.js";
import { termName } from "./results.js";

const MOST = 1500;
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const NAMES = ["https://schema.org/name", "http://www.w3.org/2000/01/rdf-schema#label"];

/** The triples of a result as rows of terms, or nothing if it has none. */
export function triplesOf(results) {
  const statements = results?.getStatements?.();
  return statements && statements.map(({ subject, predicate, object }) => ({ subject: term(subject), predicate: term(predicate), object: term(object) }));
}

const term = ({ termType, value }) => ({ type: termType === "NamedNode" ? "uri" : termType === "BlankNode" ? "bnode" : "literal", value });

/** Draws it; returns what closes it. */
export async function drawGraph(holder, triples, context) {
  const nodes = new Map();
  const lines = new Map();
  const node = (one) => {
    if (!nodes.has(one.value)) nodes.set(one.value, { id: one.value, name: termName(one, context), kind: "Statement", mentions: 0, strength: 0 });
    return nodes.get(one.value);
  };
  let literals = 0;
  for (const { subject, predicate, object } of triples) {
    const from = node(subject);
    if (NAMES.includes(predicate.value)) from.name = object.value;
    if (predicate.value === TYPE) from.kind = object.value.split(/[#/]/).at(-1);
    else if (object.type === "literal") literals++;
    else if (object.value !== subject.value) {
      node(object);
      const key = [subject.value, object.value].sort().join(" ");
      const line = lines.get(key) ?? { source: subject.value, target: object.value, weight: 0, fact: true, labels: [], more: 0 };
      line.weight++;
      line.labels.push(termName(predicate, context));
      lines.set(key, line);
    }
  }
  const shown = [...nodes.values()].slice(0, MOST);
  const stage = h("div", { class: "stage result-stage" });
  const told = h("p", { class: "small", "aria-live": "polite" }, `${count(shown.length, "node")}, ${count(lines.size, "line")}`, nodes.size > MOST ? `; ${number(nodes.size - MOST)} nodes are not drawn` : "", literals ? `; ${count(literals, "value")} in the table alone` : "", ". Click a node or a line.");
  fill(holder, told, stage);
  const scene = await makeScene(stage, {
    node: (id) => (scene.select({ node: id }), fill(told, h("a", { href: route("node", id) }, text(nodes.get(id)?.name ?? id)))),
    expand: () => {},
    line: (source, target) => (scene.select({ source, target }), fill(told, text(nodes.get(source).name), " – ", append(h("b"), scene.graph.getEdgeAttribute(source, target, "labels").join(", ")), " – ", text(nodes.get(target).name))),
    nothing: () => scene.select(null),
  });
  scene.show(shown, [...lines.values()]);
  return () => scene.close();
}
