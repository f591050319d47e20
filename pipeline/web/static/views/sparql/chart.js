// The rows of a result as bars: one column has the words, another the numbers.

import { fill, h, number, text } from "../../dom.js";
import { field } from "../drawing.js";
import { termName } from "./results.js";

const MOST = 60;
const ALL = ""; // in the place of the name of a column

/** The columns in which every value that is there is a number. */
export function numericColumns(columns, rows) {
  return columns.filter((column) => {
    const values = rows.map((row) => row[column]).filter(Boolean);
    return values.length > 0 && values.every((term) => term.type !== "uri" && term.value.trim() !== "" && Number.isFinite(Number(term.value)));
  });
}

/** The chart, with a choice of columns. */
export function chart(columns, rows, context) {
  const numeric = numericColumns(columns, rows);
  const words = columns.filter((column) => !numeric.includes(column));
  const state = { words: words.length > 1 ? ALL : (words[0] ?? columns[0]), numbers: numeric[0] };
  const bars = h("ol", { class: "chart-rows" });
  const choose = (label, name, options) =>
    field(label, h("select", { on: { change: (event) => ((state[name] = event.target.value), draw()) } }, options.map((column) => h("option", { value: column }, column || "all columns"))));
  function draw() {
    const shown = rows.slice(0, MOST);
    const values = shown.map((row) => Number(row[state.numbers]?.value ?? 0));
    const most = Math.max(...values.map(Math.abs), Number.MIN_VALUE);
    fill(
      bars,
      shown.map((row, i) => {
        const bar = h("span", { class: values[i] < 0 ? "chart-bar below" : "chart-bar" });
        bar.style.width = `${(100 * Math.abs(values[i])) / most}%`;
        const terms = (state.words === ALL ? words : [state.words]).map((column) => row[column]).filter(Boolean);
        return h("li", {}, h("span", { class: "chart-words" }, terms.length ? terms.map((term, n) => [n ? " · " : "", text(termName(term, context))]) : "–"), h("span", { class: "chart-track" }, bar), h("span", { class: "chart-number" }, number(values[i])));
      }),
    );
  }
  draw();
  return h(
    "div",
    {},
    h("div", { class: "controls" }, words.length > 1 ? choose("Rows", "words", [ALL, ...words]) : null, numeric.length > 1 ? choose("Bars", "numbers", numeric) : null),
    bars,
    rows.length > MOST ? h("p", { class: "soft small" }, `The first ${MOST} of ${number(rows.length)} rows.`) : null,
  );
}
