// Events in time: a chart of how many there are, to narrow by dragging or by keys, and the events themselves.

import { api } from "../api.js";
import { append, count, date, fill, h, key, nodeLink, number, stylesheet, text } from "../dom.js";
import { field, paged, remember, sign } from "./drawing.js";
import { barChart } from "./timeline/bars.js";

export async function render(root, { query, signal }) {
  stylesheet("views/explorer.css");
  root.classList.add("explorer");
  const state = {
    type: query.getAll("type"),
    since: query.get("since") ?? "",
    until: query.get("until") ?? "",
    actual: query.get("actual") === "1" ? "1" : "",
    entity: query.get("entity") ?? "",
    newest: query.get("newest") === "1" ? "1" : "",
    all: query.get("all") === "1" ? "1" : "",
  };
  const chart = h("div", { class: "ground chart" });
  const types = h("div", { class: "types", role: "group", "aria-label": "Types of events" });
  const told = h("p", { class: "told", "aria-live": "polite" });
  const list = h("div", {});
  append(root, [
    h("h1", {}, "Timeline"),
    h("p", { class: "lead" }, "What the articles tell of, by its date, as precisely as they tell; one line for each event, however many report it. What is only claimed, denied or planned says so."),
    controls(),
    types,
    chart,
    told,
    list,
  ]);
  await load();

  async function load() {
    remember("timeline", state);
    const asked = { ...state };
    const items = h("ol", { class: "events" });
    let month = "";
    const { element, first } = await paged(
      items,
      (offset) => api("timeline", { ...asked, offset, limit: 50 }, { signal }),
      (event) => {
        const heading = event.dates[0].slice(0, 7) === month ? null : (month = event.dates[0].slice(0, 7));
        return eventItem(event, heading);
      },
      "event",
    );
    fill(list, first.total ? element : h("p", { class: "notice" }, "No dated event fits."), first.undated ? undated(asked, first.undated) : null);
    const of = state.entity ? [" with ", text(first.entity ?? "an entity that is in no event"), " ", h("button", { type: "button", class: "button small", on: { click: () => ((state.entity = ""), load()) } }, "Show those of all")] : null;
    fill(told, h("b", {}, `${count(first.total, "dated event")}`), of, state.since || state.until ? [` from ${date(state.since) || "the beginning"} to ${date(state.until) || "the end"} `, h("button", { type: "button", class: "button small", on: { click: () => narrowed("", "") } }, "Show all times")] : null);
    fill(types, first.types.map(typeButton), state.type.length ? h("button", { type: "button", class: "button small", on: { click: () => ((state.type = []), load()) } }, "All types") : null);
    const narrow = state.since || state.until;
    const bulk = narrow || state.all ? null : first.bulk;
    const drawn = narrow ? first.buckets : (bulk ?? first.whole);
    fill(chart, barChart(drawn, narrowed), bulk ? around(bulk) : state.all && !narrow && first.bulk ? h("p", {}, stretch("Draw the time of most events", "")) : null, coarse(drawn));
    root.querySelector("#since").value = state.since;
    root.querySelector("#until").value = state.until;
  }

  /** What the chart leaves out, so that its bars can be told apart: a few events long before or after all others. */
  function around({ since, until, outside }) {
    return h("p", { class: "small" }, `${count(outside, "event")} before ${date(since)} or after ${date(until)} ${outside === 1 ? "is" : "are"} in the list and in no bar. `, stretch("Draw all times", "1"));
  }

  function stretch(words, all) {
    return h("button", { type: "button", class: "button small", on: { click: () => ((state.all = all), load()) } }, words);
  }

  function narrowed(since, until) {
    Object.assign(state, { since, until });
    load();
  }

  function typeButton({ type, count: n }) {
    const on = state.type.includes(type);
    return h(
      "button",
      { type: "button", class: "button small", "aria-pressed": String(on), on: { click: () => ((state.type = on ? state.type.filter((t) => t !== type) : [...state.type, type]), load()) } },
      `${type} `,
      h("span", { class: "soft" }, number(n)),
    );
  }

  function controls() {
    const changed = (name) => (event) => {
      state[name] = event.target.type === "checkbox" ? (event.target.checked ? "1" : "") : event.target.value;
      load();
    };
    return h(
      "form",
      { class: "controls", "aria-label": "What the timeline shows", on: { submit: (event) => event.preventDefault() } },
      field("From", h("input", { type: "date", id: "since", value: state.since, on: { change: changed("since") } })),
      field("until", h("input", { type: "date", id: "until", value: state.until, on: { change: changed("until") } })),
      h("label", { class: "check" }, h("input", { type: "checkbox", checked: state.actual === "1", on: { change: changed("actual") } }), "Only what authors say happened"),
      h("label", { class: "check" }, h("input", { type: "checkbox", checked: state.newest === "1", on: { change: changed("newest") } }), "Newest first"),
    );
  }

  function undated(asked, many) {
    const body = h("ol", { class: "events" });
    const holder = h("details", {}, h("summary", {}, `${count(many, "event")} without a date`));
    holder.addEventListener("toggle", async () => {
      if (!holder.open || holder.childElementCount > 1) return;
      const { element } = await paged(body, (offset) => api("timeline", { ...asked, undated: "1", offset, limit: 50 }, { signal }), (event) => eventItem(event, null), "event");
      append(holder, [element]);
    });
    return holder;
  }
}

/** What is known by year or month alone and so stands in no bar. */
function coarse({ imprecise, unit }) {
  const all = Object.entries(imprecise);
  if (!all.length) return null;
  const shown = all.slice(-12).map(([when, n]) => `${date(when)}: ${number(n)}`);
  return h("p", { class: "small soft" }, `In no bar, as no ${unit} is told: ${shown.join(" · ")}${all.length > 12 ? " …" : ""}`);
}

/** One event of the list; `heading` is the month that begins with it. */
export function eventItem(event, heading) {
  const signs = [];
  if (event.modality !== "Actual") signs.push(sign(event.modality.toLowerCase()));
  if (event.claimed) signs.push(sign(event.denied ? "only-denied" : "claimed"));
  if (event.says.length) signs.push(h("span", {}, "by ", event.says.map((who, i) => [i ? ", " : "", text(who)])));
  const days = event.dates.slice(0, 3).map(date).join(" or ") + (event.dates.length > 3 ? " …" : "");
  const reports = event.origins < event.articles ? `${count(event.articles, "article")}, ${count(event.origins, "origin")}` : count(event.articles, "article");
  return h(
    "li",
    { class: heading ? "event begins" : "event" },
    h("span", { class: "when" }, heading ? h("b", {}, date(heading)) : null, days === date(heading) ? null : h("span", {}, days)),
    h(
      "span",
      { class: "what" },
      nodeLink({ iri: event.id, kind: event.type, label: event.label }, { "data-walk": true }),
      h("span", { class: "row small" }, h("span", { class: `badge k-${key(event.type)}` }, event.type), signs, h("span", { class: "soft" }, reports), event.who.length ? h("span", { class: "soft" }, event.who.map((who, i) => [i ? ", " : "", text(who)]), event.others ? ` and ${event.others} more` : null) : null),
    ),
  );
}
