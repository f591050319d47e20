// The picture of the graph: sigma draws what this holds. It knows nothing of the server or of the panel beside it.

import { key } from "../../dom.js";
import { colour, plainName, vendored } from "../drawing.js";
import { dashedProgram } from "./dashed.js";

const WORKER = new URL("layout-worker.js", import.meta.url);
const PER_NODE = 10;
const REACH = 7; // pixels beside a line that still mean it
const HOVERED = 3000; // with more lines than these, the pointer does not show that it is over one
const FEW = 300; // nodes
const LEFT = 0.2; // of a colour that is faded
const ITERATIONS = 900; // for a few hundred nodes: a second; larger graphs get fewer

/** Makes a scene in an element. `on` has listeners: node(id), line(source, target), nothing(). */
export async function makeScene(container, on) {
  const [graphology, Sigma] = await Promise.all([
    vendored("graphology.umd.min.js", "graphology"),
    vendored("sigma.min.js", "Sigma"),
  ]);
  return new Scene(container, on, graphology, Sigma);
}

class Scene {
  constructor(container, on, graphology, Sigma) {
    this.container = container;
    this.graph = new graphology.UndirectedGraph();
    this.hovered = null;
    this.selected = null; // {node} or {line}
    this.near = null;
    this.run = 0;
    this.worker = null;
    this.written = []; // where names stand in the frame that is drawn: none is written over another
    this.names = []; // what is to be written in it: the largest first, so that the best tied have their names
    this.widths = new Map();
    this.theme();
    this.sigma = new Sigma(this.graph, container, {
      allowInvalidContainer: true,
      defaultEdgeType: "fact",
      edgeProgramClasses: { fact: Sigma.rendering.EdgeRectangleProgram, claimed: dashedProgram(Sigma.rendering) },
      labelFont: getComputedStyle(document.body).fontFamily,
      labelSize: 0.82 * parseFloat(getComputedStyle(document.documentElement).fontSize),
      labelDensity: 0.7,
      labelGridCellSize: 90,
      labelRenderedSizeThreshold: 5,
      labelColor: { color: this.ink },
      minEdgeThickness: 1.8,
      zIndex: true,
      minCameraRatio: 0.02,
      maxCameraRatio: 4,
      nodeReducer: (node, data) => this.#node(node, data),
      edgeReducer: (edge, data) => this.#edge(edge, data),
      defaultDrawNodeLabel: (...name) => this.names.push(name),
      defaultDrawNodeHover: (...all) => this.#hover(...all),
    });
    this.sigma.on("beforeRender", () => {
      this.written = [];
      this.names = [];
      this.room = container.clientWidth;
    });
    this.sigma.on("afterRender", () => {
      this.names.sort(([, one], [, other]) => other.size - one.size);
      for (const name of this.names) this.#label(...name);
    });
    const light = (node) => {
      this.hovered = node;
      this.#lit();
    };
    this.sigma.on("enterNode", ({ node }) => light(node));
    this.sigma.on("leaveNode", () => light(null));
    this.sigma.on("clickNode", ({ node }) => on.node(node));
    this.sigma.on("doubleClickNode", (event) => (event.preventSigmaDefault(), on.expand(event.node)));
    this.sigma.on("clickStage", ({ event }) => {
      const line = this.#lineAt(event);
      if (line) on.line(this.graph.source(line), this.graph.target(line));
      else on.nothing();
    });
    this.sigma.on("moveBody", ({ event }) => {
      if (this.graph.size > HOVERED || this.sigma.getCamera().isAnimated()) return;
      container.style.cursor = this.hovered || this.#lineAt(event) ? "pointer" : "";
    });
  }

  /** The line nearest to a place on the screen, if one is near enough to be meant. Sigma's own picking wants the pixel. */
  #lineAt({ x, y }) {
    const places = new Map();
    const at = (node) => {
      if (!places.has(node)) places.set(node, this.sigma.framedGraphToViewport(this.sigma.getNodeDisplayData(node)));
      return places.get(node);
    };
    let [best, least] = [null, REACH];
    this.graph.forEachEdge((edge, _data, source, target) => {
      const far = distance({ x, y }, at(source), at(target));
      if (far < least) [best, least] = [edge, far];
    });
    return best;
  }

  /** Takes the colours of the page's theme. */
  theme() {
    this.ink = colour("--ink");
    this.paper = colour("--panel");
    this.focus = colour("--focus");
    this.colours = { fact: colour("--line-strong"), claimed: colour("--c-claim") };
    this.graph.forEachNode((node, data) => this.graph.setNodeAttribute(node, "color", colour(`--c-${key(data.kind)}`)));
    this.graph.forEachEdge((edge, data) => this.graph.setEdgeAttribute(edge, "color", this.colours[data.type]));
    if (!this.sigma) return;
    this.sigma.setSetting("labelColor", { color: this.ink });
    this.sigma.refresh();
  }

  /** Shows these nodes and lines and no others. */
  show(nodes, lines) {
    this.selected = null;
    this.graph.clear();
    this.#put(nodes, lines);
    this.sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
    this.#place(ITERATIONS);
  }

  /** Shows these as well: new nodes begin beside the one that they were asked for, lines whose ends are here. */
  add(nodes, lines, beside) {
    const before = this.graph.order;
    this.#put(nodes, lines, beside);
    if (this.graph.order > before) this.#place(ITERATIONS / 3);
    else this.sigma.refresh();
    return this.graph.order - before;
  }

  /** Takes a node away. */
  drop(node) {
    if (this.graph.hasNode(node)) this.graph.dropNode(node);
    this.select(null);
  }

  /** Marks a node or a line: {node}, {source, target} or null. */
  select(what) {
    this.selected = what?.source ? { line: this.graph.edge(what.source, what.target) } : what;
    this.#lit();
  }

  /** Brings a node into the middle. */
  centre(node) {
    const at = this.sigma.getNodeDisplayData(node);
    if (!at) return;
    const moving = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 350;
    this.sigma.getCamera().animate({ x: at.x, y: at.y, ratio: Math.min(this.sigma.getCamera().ratio, 0.6) }, { duration: moving });
  }

  zoom(factor) {
    const camera = this.sigma.getCamera();
    camera.animate({ ratio: Math.min(4, Math.max(0.02, camera.ratio * factor)) }, { duration: 120 });
  }

  pan(dx, dy) {
    const camera = this.sigma.getCamera();
    camera.setState({ x: camera.x + dx * camera.ratio, y: camera.y + dy * camera.ratio });
  }

  whole() {
    this.sigma.getCamera().animate({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }, { duration: 200 });
  }

  /** The neighbours of a node that are shown, the strongest lines first: [{node, name, kind, line}]. */
  neighbours(node) {
    return this.graph
      .mapNeighbors(node, (other, data) => ({ node: other, ...data, line: this.graph.getEdgeAttributes(node, other) }))
      .sort((a, b) => b.line.weight - a.line.weight || a.name.localeCompare(b.name));
  }

  close() {
    this.worker?.terminate();
    this.sigma.kill();
  }

  #put(nodes, lines, beside) {
    const from = beside && this.graph.hasNode(beside) ? this.graph.getNodeAttributes(beside) : { x: 0, y: 0 };
    const spread = beside ? 8 : 100;
    nodes.forEach((node, i) => {
      if (this.graph.hasNode(node.id)) return;
      const turn = i * 2.399963; // the golden angle: an even start that is the same each time
      const far = spread * Math.sqrt((i + 1) / nodes.length);
      this.graph.addNode(node.id, {
        ...node,
        label: plainName(node.name, 40),
        color: colour(`--c-${key(node.kind)}`),
        x: from.x + far * Math.cos(turn),
        y: from.y + far * Math.sin(turn),
      });
    });
    for (const line of lines) {
      if (!this.graph.hasNode(line.source) || !this.graph.hasNode(line.target)) continue;
      if (this.graph.hasEdge(line.source, line.target)) continue;
      const type = line.fact ? "fact" : "claimed";
      const { source, target, ...rest } = line;
      this.graph.addEdge(source, target, { ...rest, type, size: (this.graph.order > 800 ? 1 : 2) + Math.min(4, Math.log2(line.weight)), color: this.colours[type] });
    }
    const few = this.graph.order <= FEW; // then every name may be written that covers no other
    this.sigma.setSettings({ labelDensity: few ? 5 : 0.7, labelRenderedSizeThreshold: few ? 0 : 5 });
    const large = this.graph.order > 800 ? 0.4 : this.graph.order > 300 ? 0.7 : 1;
    this.graph.forEachNode((node) => {
      const degree = this.graph.degree(node);
      this.graph.mergeNodeAttributes(node, { degree, size: large * (3 + 2.6 * Math.sqrt(degree)) });
    });
  }

  #place(iterations) {
    const order = new Map(this.graph.nodes().map((node, i) => [node, i * PER_NODE]));
    const nodes = new Float32Array(this.graph.order * PER_NODE);
    const edges = new Float32Array(this.graph.size * 3);
    let i = 0;
    this.graph.forEachNode((node, data) => {
      nodes.set([data.x, data.y, 0, 0, 0, 0, 1, 1, data.size, 0], i);
      i += PER_NODE;
    });
    let j = 0;
    this.graph.forEachEdge((edge, data, source, target) => {
      const weight = 1 + Math.min(2, Math.log2(data.weight) / 2);
      nodes[order.get(source) + 6] += weight;
      nodes[order.get(target) + 6] += weight;
      edges.set([order.get(source), order.get(target), weight], j);
      j += 3;
    });
    this.worker?.terminate();
    this.container.dataset.settled = "no";
    this.worker = new Worker(WORKER);
    const names = [...order.keys()];
    this.settled = new Promise((resolve) => {
      this.worker.onmessage = ({ data: { positions, done } }) => {
        let at = 0;
        const place = new Map(names.map((node) => [node, at++]));
        this.graph.updateEachNodeAttributes(
          (node, data) => {
            const n = place.get(node);
            return n === undefined ? data : { ...data, x: positions[2 * n], y: positions[2 * n + 1] };
          },
          { attributes: ["x", "y"] },
        );
        if (done) {
          this.worker.terminate();
          this.worker = null;
          this.sigma.once("afterRender", () => (this.container.dataset.settled = "yes"));
          resolve();
        }
      };
    });
    this.worker.postMessage({ nodes, edges, iterations: Math.max(60, Math.round(iterations * Math.min(1, 300 / this.graph.order))) }, [nodes.buffer, edges.buffer]);
  }

  #lit() {
    const centre = this.hovered ?? this.selected?.node;
    this.near = centre && this.graph.hasNode(centre) ? new Set([centre, ...this.graph.neighbors(centre)]) : null;
    if (!this.near && this.selected?.line && this.graph.hasEdge(this.selected.line)) this.near = new Set(this.graph.extremities(this.selected.line));
    this.sigma.refresh({ skipIndexation: true });
  }

  #node(node, data) {
    if (this.selected?.node === node) return { ...data, highlighted: true, forceLabel: true, zIndex: 2 };
    if (!this.near) return data;
    return this.near.has(node) ? { ...data, forceLabel: this.near.size < 40, zIndex: 1 } : { ...data, color: faded(data.color, this.paper), label: "", zIndex: 0 };
  }

  #edge(edge, data) {
    if (this.selected?.line === edge) return { ...data, color: this.focus, size: data.size + 2, zIndex: 2 };
    if (!this.near) return data;
    const [source, target] = this.graph.extremities(edge);
    const centre = this.hovered ?? this.selected?.node;
    const touched = centre ? source === centre || target === centre : false;
    return touched ? { ...data, zIndex: 1 } : { ...data, color: faded(data.color, this.paper), zIndex: 0 };
  }

  #label(context, data, settings) {
    if (!data.label) return;
    context.font = `${settings.labelSize}px ${settings.labelFont}`;
    if (!this.widths.has(data.label)) this.widths.set(data.label, context.measureText(data.label).width);
    const width = this.widths.get(data.label);
    const turned = data.x + data.size + 4 + width > this.room && data.x - data.size - 4 - width > 0;
    const [x, y] = [turned ? data.x - data.size - 4 - width : data.x + data.size + 4, data.y + settings.labelSize / 3];
    const box = [x - 2, y - settings.labelSize, x + width + 4, y + 2];
    const taken = this.written.some(([left, top, right, bottom]) => box[0] < right && box[2] > left && box[1] < bottom && box[3] > top);
    if (taken && !data.forceLabel && !data.highlighted) return;
    this.written.push(box);
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = this.paper; // a rim, so that the name can be read where lines cross it
    context.strokeText(data.label, x, y);
    context.fillStyle = this.ink;
    context.fillText(data.label, x, y);
  }

  #hover(context, data, settings) {
    context.beginPath();
    context.arc(data.x, data.y, data.size + 3, 0, 2 * Math.PI);
    context.lineWidth = 2.5;
    context.strokeStyle = this.focus;
    context.stroke();
    this.#label(context, { ...data, forceLabel: true, label: data.label || plainName(data.name ?? "", 40) }, settings);
  }
}

/** How far a point is from the stretch between two others. */
function distance(p, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const along = Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(p.x - a.x - along * dx, p.y - a.y - along * dy);
}

/** The colour, almost gone into that of the paper. Mixed here, since WebGL adds what shines through: on dark paper that is brighter. */
function faded(hex, paper) {
  const both = hex + paper;
  if (!mixed.has(both)) {
    const part = (colour, at) => Number.parseInt(colour.slice(at, at + 2), 16);
    const parts = [1, 3, 5].map((at) => Math.round(part(paper, at) + LEFT * (part(hex, at) - part(paper, at))));
    mixed.set(both, `#${parts.map((one) => one.toString(16).padStart(2, "0")).join("")}`);
  }
  return mixed.get(both);
}

const mixed = new Map(); // there are few colours, and every line asks
