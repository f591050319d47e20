// Who is connected with whom. Starts with the strongest part and says what it leaves out; everything has its sentence.

import { api } from "../api.js";
import { announce, append, count, fill, h, key, kindName, number, stylesheet, text } from "../dom.js";
import { field, remember } from "./drawing.js";
import { evidencePanel, nodePanel } from "./graph/panels.js";
import { saveGexf, savePicture } from "./graph/files.js";
import { makeScene } from "./graph/scene.js";

const SIZES = [60, 150, 400, 1000, 2000, 4000];
const FIRST = 150;

export async function render(root, { rest, query, signal }) {
  stylesheet("views/explorer.css");
  root.classList.add("explorer");
  const state = {
    kind: query.getAll("kind"),
    outlet: query.get("outlet") ?? "",
    since: query.get("since") ?? "",
    until: query.get("until") ?? "",
    confidence: Number(query.get("confidence")) || 0,
    facts: query.get("facts") === "1" ? "1" : "",
    limit: Number(query.get("limit")) || FIRST,
    focus: query.get("focus") || rest,
  };
  const legend = await api("network/legend", {}, { signal });
  const stage = h("div", { class: "stage", tabindex: "0", role: "application", "aria-label": "The graph. Arrow keys move it, plus and minus zoom, 0 shows all of it; search for a name to reach an entity by keyboard." });
  const told = h("p", { class: "told", "aria-live": "polite" });
  const panel = h("aside", { class: "panel beside", "aria-label": "What is chosen" });
  append(root, [
    h("h1", {}, "Graph"),
    h("details", { class: "filters", open: innerWidth >= 700 }, h("summary", { class: "button small" }, "Find and filter"), controls()),
    told,
    h("div", { class: "graph-columns" }, h("div", { class: "stage-holder" }, stage, tools()), panel),
  ]);
  const filters = () => ({ kind: state.kind, outlet: state.outlet, since: state.since, until: state.until, confidence: state.confidence || "", facts: state.facts });
  const scene = await makeScene(stage, {
    node: choose,
    expand,
    line: tie,
    nothing: () => choose(null),
  });
  root.scene = scene; // for measurements and tests
  const theme = () => scene.theme();
  document.addEventListener("themechange", theme);
  stage.addEventListener("keydown", keys);

  if (state.focus) await focusOn(state.focus);
  else await load();
  return () => {
    document.removeEventListener("themechange", theme);
    scene.close();
  };

  // --- what is shown --------------------------------------------------------------------------------------------------

  async function load() {
    remember("graph", { ...filters(), limit: state.limit === FIRST ? "" : state.limit });
    const found = await api("network", { ...filters(), limit: state.limit }, { signal });
    scene.show(found.nodes, found.lines);
    const { entities, ties, unconnected } = found;
    const filtered = Object.values(filters()).some((value) => value.length > 0 || value > 0);
    fill(
      told,
      entities.shown < entities.total
        ? [h("b", {}, `The ${number(entities.shown)} entities with most ties`), ` of ${number(entities.total)}; ${number(entities.total - entities.shown)} are not shown.`]
        : entities.total
          ? h("b", {}, `All ${count(entities.total, "entity", "entities")} with ties.`)
          : h("b", {}, filtered ? "Nothing fits these filters." : "No two entities are tied to one another yet."),
      ties.total > ties.shown ? ` ${number(ties.shown)} of ${count(ties.total, "line")}.` : ` ${count(ties.shown, "line")}.`,
      unconnected > 0 ? ` ${count(unconnected, "entity", "entities")} tied to nobody ${unconnected === 1 ? "is" : "are"} left out.` : null,
    );
    choose(null);
  }

  /** Shows an entity with its neighbours, or the entities of an event, a claim or an article. */
  async function focusOn(id) {
    const alone = !scene.graph.order;
    if (!scene.graph.hasNode(id)) {
      const found = await api("network/around", { id, ...filters(), limit: 40 }, { signal });
      const entity = found.nodes.some((node) => node.id === id);
      if (alone) {
        scene.show(found.nodes, found.lines);
        fill(told, h("b", {}, `${count(found.nodes.length, "entity", "entities")}: `), entity ? [text(found.about), " and its neighbours. "] : ["those of “", text(found.about), "”. "], h("button", { type: "button", class: "button small", on: { click: load } }, "Show the strongest of all"));
      } else {
        scene.add(found.nodes, found.lines, id);
      }
      await scene.settled;
      if (!entity) return choose(null);
    }
    choose(id);
    if (!alone) scene.centre(id);
  }

  async function expand(id) {
    const before = scene.graph.degree(id);
    const found = await api("network/around", { id, ...filters(), offset: 0, limit: before + 25 }, { signal });
    const added = scene.add(found.nodes, found.lines, id);
    const left = found.neighbours.total - scene.graph.degree(id);
    announce(`${count(added, "entity", "entities")} added${left > 0 ? `, ${left} more` : ""}`);
    choose(id, left);
  }

  function nameOf(id) {
    return scene.graph.hasNode(id) ? scene.graph.getNodeAttribute(id, "name") : id;
  }

  // --- what is chosen -------------------------------------------------------------------------------------------------

  function choose(id) {
    scene.select(id ? { node: id } : null);
    if (!id) return fill(panel, hints());
    fill(
      panel,
      nodePanel(scene, id, {
        tie: (other) => tie(id, other),
        focus: (other) => (choose(other), scene.centre(other)),
        expand: () => expand(id),
        drop: () => (scene.drop(id), choose(null)),
        remaining: () => api("network/around", { id, ...filters(), limit: 0 }, { signal }).then((found) => found.neighbours.total - scene.graph.degree(id)),
      }),
    );
  }

  async function tie(source, target) {
    scene.select({ source, target });
    const line = scene.graph.getEdgeAttributes(source, target);
    const content = await evidencePanel(line, { source, target, nameOf }, (offset) => api("network/evidence", { source, target, ...filters(), offset }, { signal }));
    fill(panel, h("button", { type: "button", class: "button small", on: { click: () => choose(source) } }, "← ", text(nameOf(source))), content);
    announce(`${count(line.weight, "sentence")} for this line`);
  }

  function hints() {
    return [
      h("h2", {}, "How to read it"),
      h("ul", { class: "legend drawn" }, legend.kinds.map(({ kind, count: n }) => h("li", { class: `k-${key(kind)}` }, h("span", { class: "dot", "aria-hidden": "true" }), `${kindName(kind)} `, h("span", { class: "soft" }, number(n))))),
      h("ul", { class: "legend lines-legend" }, h("li", {}, h("span", { class: "line-fact", "aria-hidden": "true" }), "a fact: an author says so in his or her own voice"), h("li", {}, h("span", { class: "line-claimed", "aria-hidden": "true" }), "only claimed, hedged, denied or planned")),
      h("p", { class: "small soft" }, "The more an entity is tied to others, the larger it is drawn. Click an entity to see its ties, or a line to see its sentences; double click an entity for its further neighbours."),
    ];
  }

  // --- controls -------------------------------------------------------------------------------------------------------

  function controls() {
    const changed = (name) => (event) => {
      state[name] = event.target.type === "checkbox" ? (event.target.checked ? "1" : "") : event.target.value;
      load();
    };
    const select = (name, options) => h("select", { on: { change: changed(name) } }, options.map(([value, words]) => h("option", { value, selected: String(state[name]) === String(value) }, words)));
    const days = { min: legend.first, max: legend.last };
    const sure = h("output", {}, `${state.confidence} %`);
    return h(
      "form",
      { class: "controls", "aria-label": "What the graph shows", on: { submit: (event) => event.preventDefault() } },
      finder(),
      field("At most", select("limit", SIZES.map((n) => [n, `${number(n)} entities`]))),
      classes(),
      legend.outlets.length > 1 ? field("Source", select("outlet", [["", "all sources"], ...legend.outlets.map((o) => [o.name, `${o.name} (${o.articles})`])])) : null,
      legend.first ? [field("Published from", h("input", { type: "date", value: state.since, ...days, on: { change: changed("since") } })), field("until", h("input", { type: "date", value: state.until, ...days, on: { change: changed("until") } }))] : null,
      field(
        ["Confidence from ", sure],
        h("input", { type: "range", min: 0, max: 95, step: 5, value: state.confidence, on: { input: (event) => (sure.textContent = `${event.target.value} %`), change: (event) => ((state.confidence = Number(event.target.value)), load()) } }),
      ),
      h("label", { class: "check" }, h("input", { type: "checkbox", checked: state.facts === "1", on: { change: changed("facts") } }), "Facts only"),
    );
  }

  function classes() {
    const summary = () => (state.kind.length ? state.kind.map(kindName).join(", ") : "all classes");
    const words = h("summary", { class: "button" }, summary());
    const box = ({ kind, count: n }) =>
      h(
        "label",
        { class: `check k-${key(kind)}` },
        h("input", {
          type: "checkbox",
          checked: state.kind.includes(kind),
          on: {
            change: (event) => {
              state.kind = event.target.checked ? [...state.kind, kind] : state.kind.filter((k) => k !== kind);
              words.textContent = summary();
              load();
            },
          },
        }),
        h("span", { class: "dot", "aria-hidden": "true" }),
        `${kindName(kind)} (${number(n)})`,
      );
    return h("div", { class: "field" }, h("span", {}, "Classes"), h("details", { class: "menu" }, words, h("div", { class: "menu-body" }, legend.kinds.map(box))));
  }

  function finder() {
    const list = h("ul", { class: "menu-body found", role: "listbox", id: "found-entities" });
    const close = () => list.replaceChildren();
    const open = (id) => (close(), (input.value = ""), focusOn(id));
    const look = async () => {
      const words = input.value.trim();
      if (!words) return close();
      const { rows } = await api("network/named", { q: words }, { signal });
      if (input.value.trim() !== words) return;
      fill(list, rows.length ? rows.map((row) => h("li", {}, h("button", { type: "button", class: `found-item k-${key(row.kind)}`, on: { click: () => open(row.id) } }, h("span", { class: "dot", "aria-hidden": "true" }), text(row.name), h("span", { class: "soft" }, ` ${kindName(row.kind)}`)))) : h("li", { class: "soft" }, "No entity is called so."));
    };
    const walk = (event) => {
      const items = [...list.querySelectorAll("button")];
      const at = items.indexOf(document.activeElement);
      if (event.key === "Escape") close();
      else if (event.key === "ArrowDown") (items[at + 1] ?? items[0])?.focus();
      else if (event.key === "ArrowUp") (items[at - 1] ?? input).focus();
      else if (event.key === "Enter" && event.target === input) items[0]?.click();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    const input = h("input", { type: "search", placeholder: "Find an entity", autocomplete: "off", "aria-controls": "found-entities", on: { input: look } });
    const holder = h("div", { class: "finder", on: { keydown: walk } }, field("Find", input), list);
    return holder;
  }

  function tools() {
    const tool = (mark, words, does) => h("button", { type: "button", class: "button", title: words, "aria-label": words, on: { click: does } }, mark);
    return h(
      "div",
      { class: "tools", role: "group", "aria-label": "The picture" },
      tool("+", "Zoom in", () => scene.zoom(0.7)),
      tool("−", "Zoom out", () => scene.zoom(1.4)),
      tool("⤢", "Show all of it", () => scene.whole()),
      tool("PNG", "Save what is seen as a picture (PNG)", () => savePicture(scene)),
      tool("GEXF", "Save the graph shown for Gephi (GEXF)", () => saveGexf(scene)),
    );
  }

  function keys(event) {
    const step = 0.08;
    const does = {
      ArrowLeft: () => scene.pan(-step, 0),
      ArrowRight: () => scene.pan(step, 0),
      ArrowUp: () => scene.pan(0, step),
      ArrowDown: () => scene.pan(0, -step),
      "+": () => scene.zoom(0.7),
      "=": () => scene.zoom(0.7),
      "-": () => scene.zoom(1.4),
      0: () => scene.whole(),
      Escape: () => choose(null),
    }[event.key];
    if (!does || event.ctrlKey || event.metaKey) return;
    does();
    event.preventDefault();
  }
}
