// Who agrees with whom and who contradicts whom, counted by origins; each cell opens what both say.

import { api } from "../api.js";
import { announce, append, count, date, fill, h, nodeLink, number, stylesheet, text } from "../dom.js";
import { choice, paged, quotation, remember, sign } from "./drawing.js";

const VERDICTS = [
  ["Conflict", "≠", "conflict", "conflicts"],
  ["Drift", "~", "drift", "drifts"],
  ["Agreement", "=", "agreement", "agreements"],
];

export async function render(root, { query, signal }) {
  stylesheet("views/explorer.css");
  root.classList.add("explorer");
  const state = { by: query.get("by") === "outlet" ? "outlet" : "claimant", one: query.get("one") ?? "", other: query.get("other") ?? "" };
  const table = h("div", { class: "matrix-holder", tabindex: "0", role: "region", "aria-label": "Matrix of sources" });
  const told = h("p", { class: "told", "aria-live": "polite" });
  const panel = h("section", { class: "panel", "aria-label": "What both say" });
  append(root, [
    h("h1", {}, "Sources"),
    h("p", { class: "lead" }, "Who agrees with whom, and who contradicts whom. A cell counts origins: a text and its reprints are one voice, and do not agree with themselves."),
    choice("Sources are", [["claimant", "Those who say it"], ["outlet", "The outlets that print it"]], state.by, (by) => (Object.assign(state, { by, one: "", other: "" }), load())),
    told,
    h("div", { class: "matrix-columns" }, table, panel),
  ]);
  await load();

  async function load() {
    remember("sources", state);
    const found = await api("sources", { by: state.by }, { signal });
    const cells = new Map();
    for (const cell of found.cells) {
      cells.set(JSON.stringify([cell.one, cell.other]), cell);
      cells.set(JSON.stringify([cell.other, cell.one]), cell);
    }
    fill(table, found.sources.length ? matrix(found.sources, cells) : h("p", { class: "notice" }, "Nothing that could be compared was found in these articles."));
    fill(
      told,
      h("b", {}, found.total > found.sources.length ? `The ${number(found.sources.length)} busiest of ${number(found.total)} sources.` : `${count(found.total, "source")}.`),
      found.repeated ? ` ${count(found.repeated, "comparison")} of a text with its own reprints left out.` : null,
    );
    if (state.one && state.other) await pair(state.one, state.other);
    else fill(panel, h("h2", {}, "How to read it"), h("ul", { class: "lines" }, VERDICTS.map(([, , one]) => h("li", {}, sign(one)))), h("p", { class: "small soft" }, "Choose a cell to see the sentences of both. On the diagonal: what a source says against or in line with itself."));
  }

  function matrix(names, cells) {
    return h(
      "table",
      { class: "matrix" },
      h("thead", {}, h("tr", {}, h("td", {}), names.map((name) => h("th", { scope: "col" }, h("span", {}, text(name)))))),
      h("tbody", {}, names.map((row, i) => h("tr", {}, h("th", { scope: "row" }, text(row)), names.map((column, j) => (j > i ? h("td", { class: "mirror" }) : h("td", {}, cellButton(cells.get(JSON.stringify([row, column])), row, column))))))),
    );
  }

  function cellButton(cell, row, column) {
    if (!cell) return null;
    const counts = VERDICTS.filter(([verdict]) => cell.verdicts[verdict]);
    const others = Object.entries(cell.verdicts).filter(([verdict]) => !VERDICTS.some(([known]) => known === verdict));
    const words = [...counts.map(([verdict, , one, many]) => `${cell.verdicts[verdict]} ${cell.verdicts[verdict] === 1 ? one : many}`), ...others.map(([verdict, n]) => `${n} ${verdict}`)].join(", ");
    return h(
      "button",
      { type: "button", class: "cell", title: words, "aria-label": `${row} and ${column}: ${words}`, on: { click: () => pair(row, column) } },
      counts.map(([verdict, mark, look]) => h("span", { class: `tally tally-${look}` }, h("span", { "aria-hidden": "true" }, mark), number(cell.verdicts[verdict]))),
      others.map(([, n]) => h("span", { class: "tally" }, number(n))),
    );
  }

  async function pair(one, other) {
    Object.assign(state, { one, other });
    remember("sources", state);
    const list = h("ul", { class: "evidence" });
    const { element, first } = await paged(list, (offset) => api("sources/pair", { by: state.by, one, other, offset }, { signal }), comparison, "comparison");
    fill(panel, h("h2", {}, text(one), one === other ? null : [" and ", text(other)]), h("p", { class: "soft small" }, count(first.total, "comparison")), element);
    announce(`${count(first.total, "comparison")} of ${one} and ${other}`);
  }
}

function comparison(row) {
  return h(
    "li",
    {},
    h("p", { class: "row" }, sign(row.verdict.toLowerCase()), h("span", { class: "soft small" }, `in ${row.dimension.toLowerCase()}`)),
    h("p", { class: "small" }, text(row.because)),
    h(
      "div",
      { class: "sides" },
      row.sides.map((side) =>
        h("div", {}, h("b", {}, side.speaker ? nodeLink({ iri: side.speaker, kind: side.kind || "Group", label: side.who }) : text(side.who)), side.attributed ? h("span", { class: "soft small" }, " as quoted by ", text(side.outlet)) : h("span", { class: "soft small" }, " in its own voice"), side.published ? h("span", { class: "soft small" }, `, ${date(side.published)}`) : null, quotation(side)),
      ),
    ),
  );
}
