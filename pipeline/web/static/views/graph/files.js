// What is seen, as a file: a picture, or GEXF with places and colours for Gephi.

import { save } from "../drawing.js";

/** The picture as PNG, with the paper of the theme behind it. */
export async function savePicture(scene) {
  const layers = scene.sigma.getCanvases();
  const first = Object.values(layers)[0];
  const picture = document.createElement("canvas");
  picture.width = first.width;
  picture.height = first.height;
  const context = picture.getContext("2d");
  context.fillStyle = scene.paper;
  context.fillRect(0, 0, picture.width, picture.height);
  scene.sigma.render(); // WebGL keeps its picture until the browser shows it: draw and copy in one go
  for (const name of ["edges", "edgeLabels", "nodes", "labels"]) {
    if (layers[name]) context.drawImage(layers[name], 0, 0);
  }
  save(await new Promise((resolve) => picture.toBlob(resolve, "image/png")), "citegraph.png");
}

const GEXF = "http://gexf.net/1.3";
const VIZ = "http://gexf.net/1.3/viz";
const NODE = { kind: "string", mentions: "integer", degree: "integer" };
const EDGE = { fact: "boolean", ties: "string" };

/** The text of a GEXF file; made by the browser's own XML writer, so that no name can break out of it. */
export function gexf(scene) {
  const file = document.implementation.createDocument(GEXF, "gexf");
  const put = (parent, tag, attrs = {}, space = GEXF) => {
    const element = file.createElementNS(space, space === VIZ ? `viz:${tag}` : tag);
    for (const [name, value] of Object.entries(attrs)) element.setAttribute(name, legal(value));
    parent.append(element);
    return element;
  };
  file.documentElement.setAttribute("version", "1.3");
  const graph = put(file.documentElement, "graph", { defaultedgetype: "undirected", mode: "static" });
  for (const [of, columns] of [["node", NODE], ["edge", EDGE]]) {
    const list = put(graph, "attributes", { class: of });
    for (const [title, type] of Object.entries(columns)) put(list, "attribute", { id: title, title, type });
  }
  const values = (element, columns, data) => {
    const list = put(element, "attvalues");
    for (const column of Object.keys(columns)) put(list, "attvalue", { for: column, value: data[column] });
  };
  const nodes = put(graph, "nodes");
  scene.graph.forEachNode((id, data) => {
    const node = put(nodes, "node", { id, label: data.name });
    values(node, NODE, data);
    const [, r, g, b] = /^#(..)(..)(..)/.exec(data.color) ?? [null, "80", "80", "80"];
    put(node, "color", { r: parseInt(r, 16), g: parseInt(g, 16), b: parseInt(b, 16) }, VIZ);
    put(node, "position", { x: data.x.toFixed(3), y: data.y.toFixed(3), z: 0 }, VIZ);
    put(node, "size", { value: data.size.toFixed(2) }, VIZ);
  });
  const edges = put(graph, "edges");
  let count = 0;
  scene.graph.forEachEdge((edge, data, source, target) => {
    const ties = [...data.labels, ...(data.more ? [`and ${data.more} more`] : [])].join(", ");
    const element = put(edges, "edge", { id: count++, source, target, weight: data.weight, label: ties });
    values(element, EDGE, { fact: data.fact, ties });
    put(element, "shape", { value: data.fact ? "solid" : "dashed" }, VIZ);
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(file)}\n`;
}

export function saveGexf(scene) {
  save(new Blob([gexf(scene)], { type: "application/gexf+xml" }), "citegraph.gexf");
}

/** Without the characters that XML cannot hold. */
const legal = (value) => String(value).replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
