// A bar for each day, month or year. Drag over bars to narrow the time, or choose a bar by keys and press Enter.

import { count, date, h, number } from "../../dom.js";
import { svg } from "../drawing.js";

const HEIGHT = 150;
const MOST = 2500;

/** The chart; `narrowed(since, until)` is called with the days that were chosen. */
export function barChart({ unit, counts, reported }, narrowed) {
  const units = filled(Object.keys(counts), unit);
  if (!units.length) return h("p", { class: "soft" }, "There is nothing to draw.");
  const width = Math.max(300, units.length);
  const highest = Math.max(...Object.values(counts));
  const step = width / units.length;
  let from = null;
  let to = null;
  let at = 0;
  const focus = svg("rect", { class: "bar-focus", y: 0, width: step, height: HEIGHT, visibility: "hidden" });
  const range = svg("rect", { class: "bar-range", y: 0, height: HEIGHT, width: 0 });
  const told = h("output", { class: "small", "aria-live": "polite" }, `Most in one ${unit}: ${count(highest, "event")}. Drag over the bars to narrow the time; by keyboard: arrows, Enter.`);
  const bars = units.flatMap((name, i) => {
    const all = counts[name] ?? 0;
    const told = reported[name] ?? 0;
    const [full, high] = [told, all].map((n) => (n ? Math.max(2, ((HEIGHT - 8) * n) / highest) : 0));
    const words = `${date(name)}: ${count(all, "event")}${told < all ? `, ${told ? number(told) : "none"} reported by authors` : ""}`;
    const place = { x: i * step + step * 0.08, width: step * 0.84 };
    return [
      told < all ? svg("rect", { class: "bar bar-unsure", ...place, y: HEIGHT - high, height: high - full }, svg("title", {}, words)) : null,
      told ? svg("rect", { class: "bar", ...place, y: HEIGHT - full, height: full }, svg("title", {}, words)) : null,
    ];
  });
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${width} ${HEIGHT}`, preserveAspectRatio: "none", class: "bars", role: "slider", tabindex: 0, "aria-label": `Events by ${unit}`, "aria-valuemin": 0, "aria-valuemax": units.length - 1, "aria-valuenow": 0 },
    bars,
    range,
    focus,
  );
  const place = (event) => {
    const box = picture.getBoundingClientRect();
    return Math.max(0, Math.min(units.length - 1, Math.floor(((event.clientX - box.left) / box.width) * units.length)));
  };
  const mark = () => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    range.setAttribute("x", first * step);
    range.setAttribute("width", (last - first + 1) * step);
    told.textContent = `${date(units[first])}${last > first ? ` to ${date(units[last])}` : ""}: ${count(units.slice(first, last + 1).reduce((sum, name) => sum + (counts[name] ?? 0), 0), "event")}`;
  };
  const choose = () => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    narrowed(firstDay(units[first]), lastDay(units[last]));
  };
  picture.addEventListener("pointerdown", (event) => {
    picture.setPointerCapture(event.pointerId);
    from = to = place(event);
    mark();
  });
  picture.addEventListener("pointermove", (event) => {
    if (!picture.hasPointerCapture(event.pointerId)) return;
    to = place(event);
    mark();
  });
  picture.addEventListener("pointerup", (event) => {
    if (!picture.hasPointerCapture(event.pointerId)) return;
    picture.releasePointerCapture(event.pointerId);
    choose();
  });
  picture.addEventListener("keydown", (event) => {
    const moves = { ArrowRight: 1, ArrowLeft: -1, PageDown: 12, PageUp: -12, Home: -MOST, End: MOST };
    if (event.key in moves) {
      at = Math.max(0, Math.min(units.length - 1, at + moves[event.key]));
      if (!event.shiftKey || from === null) from = at;
      to = at;
      focus.setAttribute("x", at * step);
      focus.setAttribute("visibility", "visible");
      picture.setAttribute("aria-valuenow", at);
      mark();
      picture.setAttribute("aria-valuetext", told.textContent);
    } else if (event.key === "Enter" && from !== null) {
      choose();
    } else {
      return;
    }
    event.preventDefault();
  });
  const unsure = Object.entries(counts).some(([name, n]) => (reported[name] ?? 0) < n);
  return h("figure", { class: "bars-holder" }, picture, axis(units), told, unsure ? legend() : null);
}

/** Every unit between the first and the last, so that empty stretches are seen; the last MOST of them. */
function filled(names, unit) {
  if (!names.length) return [];
  const found = [];
  const last = names.at(-1);
  for (let name = names[0]; name <= last && found.length < 5000; name = next(name, unit)) found.push(name);
  return found.slice(-MOST);
}

function next(name, unit) {
  if (unit === "year") return String(Number(name) + 1).padStart(4, "0");
  if (unit === "month") {
    const [year, month] = name.split("-").map(Number);
    return month === 12 ? `${String(year + 1).padStart(4, "0")}-01` : `${name.slice(0, 4)}-${String(month + 1).padStart(2, "0")}`;
  }
  return new Date(Date.parse(`${name}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

const firstDay = (name) => (name + "-01-01".slice(name.length - 4)).slice(0, 10);

function lastDay(name) {
  if (name.length === 10) return name;
  if (name.length === 4) return `${name}-12-31`;
  const [year, month] = name.split("-").map(Number);
  return `${name}-${new Date(Date.UTC(year, month, 0)).getUTCDate()}`;
}

/** What the two kinds of bars stand for; they differ in shape, and not in colour alone. */
const legend = () =>
  h(
    "figcaption",
    { class: "small bars-legend" },
    h("span", {}, h("span", { class: "swatch", "aria-hidden": "true" }), "reported by authors"),
    h("span", {}, h("span", { class: "swatch unsure", "aria-hidden": "true" }), "only claimed, denied, planned or supposed"),
  );

/** The first, the last and some names between, as text that does not stretch with the bars. */
function axis(units) {
  const wanted = Math.min(units.length, 6);
  const places = wanted === 1 ? [0] : Array.from({ length: wanted }, (_, i) => Math.round((i * (units.length - 1)) / (wanted - 1)));
  return h("div", { class: "axis", "aria-hidden": "true" }, [...new Set(places)].map((i) => h("span", {}, date(units[i]))));
}
