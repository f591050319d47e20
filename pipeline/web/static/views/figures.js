// Figures side by side: for each event who gives which number, with the bounds that the words allow.

import { api } from "../api.js";
import { append, count, date, h, nodeLink, number, route, stylesheet, text } from "../dom.js";
import { paged, quotation, sign, svg, verdictSign } from "./drawing.js";

export async function render(root, { query, signal }) {
  stylesheet("views/explorer.css");
  root.classList.add("explorer");
  const event = query.get("event") ?? "";
  const list = h("div", { class: "figures" });
  const { element, first } = await paged(list, (offset) => api("figures", { event, offset, limit: 8 }, { signal }), counted, "event");
  append(root, [
    h("h1", {}, "Figures"),
    h("p", { class: "lead" }, "Every number that an article gives for an event is somebody's claim. A bar reaches from the least to the most that the words allow; an arrow says that they name no bound on that side."),
    h("p", { class: "told" }, h("b", {}, count(first.total, "event")), " with figures, those whose figures contradict one another first.", event ? [" ", h("a", { href: route("figures") }, "Show all events")] : null),
    first.total ? element : h("p", { class: "notice" }, "No event has a figure."),
  ]);
}

function counted(row) {
  const scale = scaleOf(row.figures);
  const [first, ...others] = row.events;
  return h(
    "section",
    { class: "panel" },
    h("h2", {}, nodeLink({ iri: first.id, kind: first.type, label: first.label }), " ", row.conflict ? verdictSign("Conflict") : null),
    others.length ? h("p", { class: "small" }, h("span", { class: "soft" }, "set side by side with "), others.map((event, i) => [i ? ", " : "", nodeLink({ iri: event.id, kind: event.type, label: event.label })])) : null,
    first.dates.length ? h("p", { class: "soft small" }, first.dates.map(date).join(" or ")) : null,
    h("p", { class: "figure-scale" }, h("span", {}, scale.ends.map((end) => h("span", {}, end)))),
    h("ol", { class: "figure-rows" }, row.figures.map((figure) => figureItem(figure, scale.place))),
    row.left_out ? h("p", { class: "soft small" }, `${number(row.left_out)} more figures are not shown; the query “figures” lists all.`) : null,
  );
}

function figureItem(figure, scale) {
  const who = figure.claimant ? nodeLink({ iri: figure.claimant, kind: figure.kind || "Group", label: figure.who }) : text(figure.who, { class: "who" });
  return h(
    "li",
    { class: "figure-row" },
    h("span", {}, figure.attributed ? who : text(figure.outlet, { class: "who" }), h("span", { class: "soft small" }, figure.attributed ? [" in ", text(figure.outlet)] : " itself", figure.published ? `, ${date(figure.published)}` : null)),
    range(figure, scale),
    h("span", { class: "figure-words" }, h("b", {}, text(figure.words)), unitOf(figure), figure.denied ? [" ", sign("denied")] : null, figure.approximate ? h("span", { class: "soft small" }, " roughly") : null),
    h("details", { class: "small" }, h("summary", {}, "Sentence"), quotation(figure)),
  );
}

/** What is counted, unless the words for the number say it already: "40 per cent". */
const unitOf = ({ words, unit }) => (words.toLowerCase().endsWith(unit.toLowerCase()) ? null : [" ", text(unit)]);

/** From nothing (or far below the least) to a little above the most; by powers of ten where they lie far apart.
 * `place` gives where a number lies, from 0 to 80, and `ends` are the words at both ends. */
function scaleOf(figures) {
  const bounds = figures.flatMap((f) => [f.least, f.most]).filter((n) => n !== null && n >= 0);
  const top = Math.max(1, ...bounds);
  const low = Math.min(top, ...bounds.filter((n) => n > 0));
  if (top / low < 50) return { ends: ["0", rounded(top)], place: (n) => (n / top) * 80 };
  const [from, to] = [Math.log10(low) - 0.5, Math.log10(top)];
  const place = (n) => (n <= 0 ? 0 : Math.max(0, ((Math.log10(n) - from) / (to - from)) * 80));
  return { ends: [`${number(Math.round(10 ** from * 10) / 10)} (by powers of ten)`, rounded(top)], place };
}

/** A number as the end of a scale: "more than 4,300" begins at 4,301. */
const rounded = (value) => number(Number(value.toPrecision(3)));

function range({ least, most, approximate, attributed }, scale) {
  const from = least === null ? 0 : scale(Math.max(0, least));
  const to = most === null ? 96 : scale(Math.max(0, most));
  const words = bounds(least, most);
  const y = 8;
  const kind = `range ${attributed ? "range-claimed" : "range-narrator"}${approximate ? " range-rough" : ""}`;
  return svg(
    "svg",
    { viewBox: "0 0 100 16", preserveAspectRatio: "none", class: kind, role: "img", "aria-label": words },
    svg("title", {}, words),
    svg("line", { class: "range-ground", x1: 0, x2: 100, y1: y, y2: y }),
    least !== null && least === most
      ? svg("line", { class: "range-point", x1: Math.max(0.6, from), x2: Math.max(0.6, from), y1: 1, y2: 15 })
      : [
          svg("rect", { class: "range-bar", x: from, width: Math.max(1, to - from), y: 4, height: 8 }),
          most === null ? svg("path", { class: "range-open", d: `M${to} 2 L99.5 8 L${to} 14 Z` }) : null,
          least === null ? svg("path", { class: "range-open", d: "M4 2 L0.5 8 L4 14 Z" }) : null,
        ],
  );
}

function bounds(least, most) {
  if (least === null && most === null) return "no number that can be compared";
  if (least === most) return `exactly ${number(least)}`;
  if (most === null) return `${number(least)} or more`;
  if (least === null) return `${number(most)} or fewer`;
  return `${number(least)} to ${number(most)}`;
}
