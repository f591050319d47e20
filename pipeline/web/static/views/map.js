// Where things happened: the cities of the graph on an outline of the land, and the events of the one that is chosen.

import { api } from "../api.js";
import { announce, append, count, fill, h, nodeLink, number, route, stylesheet, text } from "../dom.js";
import { choice, paged, plainName, remember, svg } from "./drawing.js";
import { outline, project, SIZE } from "./map/outline.js";
import { eventItem } from "./timeline.js";

const LISTED = 40;
const LABELS = 40;
const NARROW = 12; // so wide the map is at least, in parts of the paper: a province
const ALONE = 80; // and around a single city, so that one sees which part of the world it is

/** How many events authors report from a city, and how many only those whom they quote tell of. */
const happened = ({ events, claimed }) => `${count(events, "event")}${claimed ? ` and ${number(claimed)} only claimed` : ""}`;

export async function render(root, { query, signal }) {
  stylesheet("views/explorer.css");
  root.classList.add("explorer");
  const state = { by: query.get("by") === "mentions" ? "mentions" : "events", city: query.get("city") ?? "" };
  const found = await api("cities", {}, { signal });
  const places = found.rows.map((city) => ({ ...city, at: project(city.long, city.lat) }));
  const land = svg("path", { class: "land" });
  const dots = svg("g", {});
  const names = svg("g", { class: "map-names", "aria-hidden": "true" });
  const picture = svg("svg", { class: "map", role: "application", tabindex: 0, "aria-label": "Map. Arrow keys move it, plus and minus zoom, 0 shows all cities; the list beside it has every city." }, land, dots, names);
  const panel = h("aside", { class: "panel beside", "aria-label": "Cities" });
  append(root, [
    h("h1", {}, "Map"),
    h("p", { class: "lead" }, "A dot is as large as the number of events that authors report from there; a broken ring is where events are only claimed. What is planned, supposed or denied is in the list of a city, and in no dot."),
    h("div", { class: "controls" }, choice("What the dots count", [["events", "Events there"], ["mentions", "Mentions"]], state.by, (by) => ((state.by = by), remember("map", state), draw(), list()))),
    h("p", { class: "told" }, h("b", {}, count(found.total, "city", "cities")), found.rows.length < found.total ? `; the ${number(found.rows.length)} with most events are drawn` : "", found.unplaced_total ? `; ${count(found.unplaced_total, "city", "cities")} that cannot be told from others of the name ${found.unplaced_total === 1 ? "has" : "have"} no place` : "", ". ", h("span", { class: "soft" }, "Outline: Natural Earth; places: GeoNames.")),
    h("div", { class: "graph-columns" }, h("div", { class: "stage-holder" }, h("div", { class: "stage sea" }, picture), tools()), panel),
  ]);

  // --- the window on the paper: its middle, and how wide it is --------------------------------------------------------

  let [x, y, wide] = [SIZE / 2, SIZE / 2, SIZE];
  let detail = "";
  let waiting = 0;

  const box = () => {
    const { width, height } = picture.getBoundingClientRect();
    return { width: Math.max(1, width), height: Math.max(1, height) };
  };

  function all() {
    const { width, height } = box();
    const shown = places.length ? places : [{ at: project(-150, 70) }, { at: project(170, -50) }];
    const [xs, ys] = [0, 1].map((axis) => shown.map(({ at }) => at[axis]).sort((a, b) => a - b));
    const reach = (sorted) => sorted.at(-1) - sorted[0];
    x = (xs[0] + xs.at(-1)) / 2;
    y = (ys[0] + ys.at(-1)) / 2;
    wide = Math.min(SIZE, Math.max(shown.length > 1 ? NARROW : ALONE, 1.25 * Math.max(reach(xs), (reach(ys) * width) / height)));
    draw();
  }

  function draw() {
    const { width, height } = box();
    const high = (wide * height) / width;
    picture.setAttribute("viewBox", `${x - wide / 2} ${y - high / 2} ${wide} ${high}`);
    const pixel = wide / width;
    const most = Math.max(1, ...places.map((city) => city[state.by]));
    const shown = inOrder(places).filter((city) => city[state.by] > 0 || onlyClaimed(city));
    fill(dots, shown.map((city) => dot(city, pixel * (4 + 16 * Math.sqrt(city[state.by] / most)))));
    fill(names, labels(shown, pixel, width, height, most));
    const wanted = pixel < 0.12 ? "50m" : "110m";
    if (wanted !== detail) {
      detail = wanted;
      outline(wanted).then((path) => land.setAttribute("d", path), (error) => announce(error.message));
    }
  }

  /** Nothing that an author reports happened there, but something that somebody who is quoted tells of did. */
  const onlyClaimed = (city) => state.by === "events" && !city.events && city.claimed > 0;
  const inOrder = (cities) => [...cities].sort((a, b) => b[state.by] - a[state.by] || b.claimed - a.claimed);

  function dot(city, r) {
    return svg(
      "circle",
      { class: `city${onlyClaimed(city) ? " claimed" : ""}${city.id === state.city ? " chosen" : ""}`, cx: city.at[0], cy: city.at[1], r, on: { click: () => choose(city.id) } },
      svg("title", {}, `${plainName(city.name)}: ${happened(city)}; ${count(city.mentions, "mention")}`),
    );
  }

  /** Names of the largest, those left out that would cover one another. */
  function labels(shown, pixel, width, height, most) {
    const taken = [];
    const found = [];
    for (const city of [...shown.filter((c) => c.id === state.city), ...shown]) {
      if (found.length >= LABELS) break;
      const name = plainName(city.name, 28);
      const far = 6 + 16 * Math.sqrt(city[state.by] / most);
      const at = [(city.at[0] - x) / pixel + width / 2 + far, (city.at[1] - y) / pixel + height / 2];
      const cover = [at[0], at[1] - 9, at[0] + 12 + name.length * 7.5, at[1] + 9];
      if (at[0] < 0 || at[1] < 0 || at[0] > width || at[1] > height) continue;
      if (taken.some(([a, b, c, d]) => cover[0] < c && cover[2] > a && cover[1] < d && cover[3] > b)) continue;
      taken.push(cover);
      const label = svg("text", { x: city.at[0] + far * pixel, y: city.at[1] + 4.5 * pixel, "font-size": 13 * pixel, "stroke-width": 3.5 * pixel }, name);
      found.push(label);
    }
    return found;
  }

  const moved = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(draw);
  };

  function zoom(factor, cx = x, cy = y) {
    const next = Math.min(SIZE, Math.max(3, wide * factor));
    x = cx + ((x - cx) * next) / wide;
    y = cy + ((y - cy) * next) / wide;
    wide = next;
    moved();
  }

  function tools() {
    const tool = (mark, words, does) => h("button", { type: "button", class: "button", title: words, "aria-label": words, on: { click: does } }, mark);
    return h("div", { class: "tools", role: "group", "aria-label": "The map" }, tool("+", "Zoom in", () => zoom(0.6)), tool("−", "Zoom out", () => zoom(1.6)), tool("⤢", "Show all cities", all));
  }

  // --- pointer and keys -----------------------------------------------------------------------------------------------

  let held = null;
  picture.addEventListener("pointerdown", (event) => (held = { id: event.pointerId, x: event.clientX, y: event.clientY, far: 0 }));
  picture.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.id) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    held.far += Math.abs(dx) + Math.abs(dy);
    if (held.far > 4 && !picture.hasPointerCapture(held.id)) picture.setPointerCapture(held.id);
    const pixel = wide / box().width;
    x -= dx * pixel;
    y -= dy * pixel;
    Object.assign(held, { x: event.clientX, y: event.clientY });
    moved();
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) picture.addEventListener(end, () => (held = null));
  picture.addEventListener(
    "wheel",
    (event) => {
      const { left, top, width, height } = picture.getBoundingClientRect();
      const pixel = wide / width;
      zoom(event.deltaY < 0 ? 0.8 : 1.25, x + (event.clientX - left - width / 2) * pixel, y + (event.clientY - top - height / 2) * pixel);
      event.preventDefault();
    },
    { passive: false },
  );
  picture.addEventListener("keydown", (event) => {
    const step = wide * 0.12;
    const does = { ArrowLeft: () => (x -= step), ArrowRight: () => (x += step), ArrowUp: () => (y -= step), ArrowDown: () => (y += step), "+": () => zoom(0.6), "=": () => zoom(0.6), "-": () => zoom(1.6), 0: all }[event.key];
    if (!does || event.ctrlKey || event.metaKey) return;
    does();
    moved();
    event.preventDefault();
  });
  const resized = new ResizeObserver(moved);

  // --- the list, or one city ------------------------------------------------------------------------------------------

  function list(most = LISTED) {
    const sorted = inOrder(found.rows);
    fill(
      panel,
      h("h2", {}, state.by === "events" ? "Cities with most events" : "Cities mentioned most"),
      h("ol", { class: "lines" }, sorted.slice(0, most).map((city) => h("li", {}, h("button", { type: "button", class: "link-button", on: { click: () => choose(city.id) } }, text(city.name)), h("span", { class: "soft" }, ` ${state.by === "events" ? happened(city) : count(city.mentions, "mention")}`)))),
      sorted.length > most ? h("button", { type: "button", class: "button more", on: { click: () => list(most + 200) } }, `Show more (${number(sorted.length - most)} left)`) : null,
      found.unplaced_total ? h("details", {}, h("summary", {}, `${count(found.unplaced_total, "city", "cities")} without a place`), h("ul", { class: "lines" }, found.unplaced.map((city) => h("li", {}, nodeLink({ iri: city.id, kind: "City", label: city.name }), h("span", { class: "soft" }, ` ${happened(city)}`))))) : null,
    );
  }

  async function choose(id) {
    const city = found.rows.find((row) => row.id === id);
    if (!city) return list();
    state.city = id;
    remember("map", state);
    draw();
    const events = h("ol", { class: "events narrow" });
    const asked = (undated) => (offset) => api("timeline", { entity: id, undated, offset, limit: 30 }, { signal });
    const { element, first } = await paged(events, asked(""), (event) => eventItem(event, null), "event");
    const others = h("ol", { class: "events narrow" });
    const without = first.undated ? await paged(others, asked("1"), (event) => eventItem(event, null), "event") : null;
    fill(
      panel,
      h("button", { type: "button", class: "button small", on: { click: () => ((state.city = ""), remember("map", state), draw(), list()) } }, "← All cities"),
      h("h2", { tabindex: "-1" }, nodeLink({ iri: id, kind: "City", label: city.name })),
      h("p", { class: "soft small" }, `${count(city.mentions, "mention")}, ${happened(city)}${city.others ? `, ${number(city.others)} planned, supposed or denied` : ""}. `, h("a", { href: route("graph", id) }, "In the graph")),
      first.total ? [h("h3", {}, count(first.total, "dated event")), element] : null,
      without ? [h("h3", {}, `${count(first.undated, "event")} without a date`), without.element] : null,
      first.total || without ? null : h("p", {}, "No event is told to have happened here."),
    );
    panel.querySelector("h2").focus({ preventScroll: true });
    announce(`${city.name}: ${happened(city)}`);
  }

  await new Promise(requestAnimationFrame);
  all();
  if (state.city) await choose(state.city);
  else list();
  resized.observe(picture);
  return () => resized.disconnect();
}
