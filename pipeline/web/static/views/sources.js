// Who agrees with whom and who contradicts whom, counted by origins; each cell opens what both say.

import { api } from "../api.js";
import { announce, append, count, date, fill, h, nodeLink, number, stylesheet, text } from "../dom.js";
import { choice, paged, quotation, remember, verdictSign } from "./drawing.js";
import { VERDICTS, verdict } from "./verdicts.js";

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
    else fill(panel, howToRead(found.cells));
    panel.hidden = !found.sources.length;
  }

  function matrix(names, cells) {
    return h(
      "table",
      { class: "matrix" },
      h("thead", {}, h("tr", {}, h("td", {}), names.map((name) => h("th", { scope: "col", title: name }, h("span", {}, text(name)))))),
      h("tbody", {}, names.map((row, i) => h("tr", {}, h("th", { scope: "row", title: row }, text(row)), names.map((column, j) => (j > i ? h("td", { class: "mirror" }) : h("td", {}, cellButton(cells.get(JSON.stringify([row, column])), row, column))))))),
    );
  }

  function cellButton(cell, row, column) {
    if (!cell) return null;
    const counts = [...new Set([...Object.keys(VERDICTS), ...Object.keys(cell.verdicts)])].filter((name) => cell.verdicts[name]);
    const words = counts.map((name) => `${number(cell.verdicts[name])} ${cell.verdicts[name] === 1 ? verdict(name).one : verdict(name).many}`).join(", ");
    return h(
      "button",
      { type: "button", class: "cell", title: words, "aria-label": `${row} and ${column}: ${words}`, on: { click: () => pair(row, column) } },
      counts.map((name) => h("span", { class: `tally tally-${verdict(name).look}` }, h("span", { "aria-hidden": "true" }, verdict(name).mark), number(cell.verdicts[name]))),
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

/** The verdicts that stand in the matrix, and what they mean. */
function howToRead(cells) {
  const there = Object.keys(VERDICTS).filter((name) => cells.some((cell) => cell.verdicts[name]));
  return [
    h("h2", {}, "How to read it"),
    h("dl", { class: "verdicts" }, there.map((name) => [h("dt", {}, verdictSign(name)), h("dd", {}, VERDICTS[name].means)])),
    h("p", { class: "small soft" }, "Choose a cell to see the sentences of both. On the diagonal: what a source says against or in line with itself."),
  ];
}

function comparison(row) {
  return h(
    "li",
    {},
    h("p", { class: "row" }, verdictSign(row.verdict), h("span", { class: "soft small" }, `in ${row.dimension.toLowerCase()}`)),
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
