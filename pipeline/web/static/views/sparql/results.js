// How YASGUI shows results here: table, chart and graph of our own, made of text nodes. The table that it brings along
// builds HTML; and in ours every node leads to its card and every sentence to its place.

import { count, fill, h, number, route, text } from "../../dom.js";
import { sentenceRoute } from "../drawing.js";
import { chart, numericColumns } from "./chart.js";
import { drawGraph, triplesOf } from "./graph.js";

const PAGE = 50;

/** A term as people read it: a prefixed name, or the last part of an IRI of ours. */
export function termName(term, { prefixes, base }) {
  if (term.type !== "uri") return term.value;
  if (base && term.value.startsWith(base)) return decoded(term.value.slice(base.length));
  for (const [prefix, start] of Object.entries(prefixes)) {
    if (term.value.startsWith(start)) return `${prefix}:${term.value.slice(start.length)}`;
  }
  return term.value;
}

function decoded(words) {
  try {
    return decodeURI(words);
  } catch {
    return words;
  }
}

/** A term as an element: our nodes and sentences lead to their places in this page, others to where they are. */
export function termElement(term, context) {
  if (!term) return h("span", { class: "soft" }, "–");
  const name = termName(term, context);
  if (term.type !== "uri") return h("span", {}, text(name, { dir: "auto" }), term["xml:lang"] ? h("sup", { class: "soft" }, `@${term["xml:lang"]}`) : null);
  if (context.base && term.value.startsWith(context.base)) {
    return h("a", { href: /[#/]char=\d+,\d+$/.test(term.value) ? sentenceRoute(term.value) : route("node", term.value), title: term.value }, text(name));
  }
  return /^https?:\/\//i.test(term.value) ? h("a", { href: term.value, target: "_blank", rel: "noreferrer noopener external", title: term.value }, text(name)) : text(name);
}

/** Makes YASR use these ways of showing results, and no others but the plain response. */
export function register(Yasr, context) {
  Yasr.registerPlugin("table", tablePlugin(context));
  Yasr.registerPlugin("chart", chartPlugin(context));
  Yasr.registerPlugin("graph", graphPlugin(context));
  Yasr.registerPlugin("error", errorPlugin());
  Yasr.defaults.pluginOrder = ["table", "chart", "graph", "response"];
}

const icon = (mark) => h("span", { "aria-hidden": "true" }, mark);

function rowsOf(yasr) {
  const bindings = yasr.results?.getBindings();
  if (bindings) return { columns: yasr.results.getVariables(), rows: bindings };
  const triples = triplesOf(yasr.results);
  return triples && { columns: ["subject", "predicate", "object"], rows: triples };
}

const tablePlugin = (context) =>
  class {
    priority = 20;
    label = "Table";
    constructor(yasr) {
      this.yasr = yasr;
    }
    getIcon = () => icon("▦");
    canHandleResults = () => !!rowsOf(this.yasr);
    draw() {
      const { columns, rows } = rowsOf(this.yasr);
      fill(this.yasr.resultsEl, rows.length ? table(columns, rows, context) : h("p", { class: "notice" }, "The query runs, and nothing fits it."));
    }
    download(name) {
      const { columns, rows } = rowsOf(this.yasr) ?? {};
      return columns && { contentType: "text/csv", title: "Download as CSV", filename: `${name || "results"}.csv`, getData: () => csv(columns, rows) };
    }
  };

function table(columns, rows, context) {
  let sorted = rows;
  let order = null;
  let from = 0;
  const body = h("tbody");
  const told = h("span", { "aria-live": "polite" });
  const turn = (words, step) => h("button", { type: "button", class: "button small", on: { click: () => ((from += step * PAGE), draw()) } }, words);
  const [back, on] = [turn("← Back", -1), turn("Next →", 1)];
  const heads = columns.map((column) => {
    const head = h("th", { scope: "col" }, h("button", { type: "button", class: "link-button", title: "Sort", on: { click: () => sort(column) } }, text(column)));
    return head;
  });
  function sort(column) {
    order = order?.column === column ? { column, down: !order.down } : { column, down: false };
    sorted = [...rows].sort((a, b) => compared(a[column]?.value, b[column]?.value) * (order.down ? -1 : 1));
    heads.forEach((head, i) => (columns[i] === column ? head.setAttribute("aria-sort", order.down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
    from = 0;
    draw();
  }
  function draw() {
    fill(body, sorted.slice(from, from + PAGE).map((row) => h("tr", {}, columns.map((column) => h("td", {}, termElement(row[column], context))))));
    told.textContent = rows.length > PAGE ? `Rows ${number(from + 1)} to ${number(Math.min(rows.length, from + PAGE))} of ${number(rows.length)}` : count(rows.length, "row");
    back.disabled = from === 0;
    on.disabled = from + PAGE >= rows.length;
    back.hidden = on.hidden = rows.length <= PAGE;
  }
  draw();
  return h("div", {}, h("p", { class: "row" }, told, back, on), h("div", { class: "results-table", tabindex: "0", role: "region", "aria-label": "Results" }, h("table", {}, h("thead", {}, h("tr", {}, heads)), body)));
}

/** Numbers by size, all else by the alphabet, what is missing last. */
function compared(a, b) {
  if (a === undefined || b === undefined) return (a === undefined) - (b === undefined);
  const [m, n] = [Number(a), Number(b)];
  if (a.trim() && b.trim() && !Number.isNaN(m) && !Number.isNaN(n)) return m - n;
  return a.localeCompare(b);
}

/** RFC 4180; a cell that a spreadsheet would run as a formula begins with an apostrophe. */
export function csv(columns, rows) {
  const cell = (value = "") => {
    const safe = /^[=+@\t\r]|^-(?![\d.])/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns, ...rows.map((row) => columns.map((column) => row[column]?.value))].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}

const chartPlugin = (context) =>
  class {
    priority = 5;
    label = "Chart";
    constructor(yasr) {
      this.yasr = yasr;
    }
    getIcon = () => icon("▥");
    canHandleResults = () => {
      const bindings = this.yasr.results?.getBindings();
      return !!bindings?.length && numericColumns(this.yasr.results.getVariables(), bindings).length > 0;
    };
    draw() {
      fill(this.yasr.resultsEl, chart(this.yasr.results.getVariables(), this.yasr.results.getBindings(), context));
    }
  };

const graphPlugin = (context) =>
  class {
    priority = 4;
    label = "Graph";
    constructor(yasr) {
      this.yasr = yasr;
    }
    getIcon = () => icon("⬡");
    canHandleResults = () => !!triplesOf(this.yasr.results)?.length;
    async draw() {
      this.destroy();
      this.close = await drawGraph(this.yasr.resultsEl, triplesOf(this.yasr.results), context);
    }
    destroy() {
      this.close?.();
      this.close = null;
    }
  };

const errorPlugin = () =>
  class {
    priority = 30;
    hideFromSelection = true;
    label = "Error";
    constructor(yasr) {
      this.yasr = yasr;
    }
    getIcon = () => icon("!");
    canHandleResults = () => !!this.yasr.results?.getError();
    draw() {
      const { text: words, statusText } = this.yasr.results.getError();
      fill(this.yasr.resultsEl, h("div", { class: "notice", role: "alert" }, h("pre", { class: "query-error" }, told(words || statusText || "The server gave no answer. Is citegraph serve still running?"))));
    }
  };

/** What the server says was wrong. */
function told(words) {
  try {
    return String(JSON.parse(words).error ?? words);
  } catch {
    return words;
  }
}
