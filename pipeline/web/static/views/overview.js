// What the graph holds, at a glance.

import { api } from "../api.js";
import { append, count, date, h, key, kindName, nodeLink, number, route, stylesheet, text } from "../dom.js";
import { GROUPS, eventSigns, plain, sign } from "./hits.js";

export async function render(root, { signal }) {
  stylesheet("views/search.css");
  const data = await api("overview", {}, { signal });
  append(root, [
    h("h1", {}, "What these articles say, and where they say it"),
    h(
      "p",
      { class: "lede" },
      "Every line of this graph cites the sentence that it came from. What somebody only claims is shown as a claim, with who says it.",
    ),
    h("ul", { class: "tiles" }, data.counts.map(tile)),
    h(
      "div",
      { class: "columns" },
      data.disputed.length
        ? panel("Where reports do not fit", h("ul", { class: "lines" }, data.disputed.map(disputed)), "conflicts")
        : null,
      panel(
        "Said most",
        h(
          "ul",
          { class: "lines" },
          data.quoted.map((who) =>
            h("li", {}, nodeLink(who), h("span", { class: "soft" }, ` ${count(who.claims, "claim")}`)),
          ),
        ),
        "",
        route("search", "", { group: "claim" }),
      ),
      ...Object.entries(data.mentioned)
        .filter(([, hits]) => hits.length)
        .map(([kind, hits]) =>
          panel(
            `Mentioned most: ${PLURALS[kind]}`,
            h("ul", { class: "lines" }, hits.map(known)),
            "",
            route("search", "", { group: "entity", kind }),
          ),
        ),
      panel(
        "Reported most",
        h(
          "ul",
          { class: "lines" },
          data.events.map((hit) =>
            h(
              "li",
              {},
              nodeLink({ ...hit, label: plain(hit.label) }),
              " ",
              eventSigns(hit.stance),
              h("span", { class: "soft" }, ` ${count(hit.weight, "sentence")}`),
            ),
          ),
        ),
        "",
        route("search", "", { group: "event" }),
      ),
      panel("Newest articles", h("ul", { class: "lines" }, data.documents.map(article)), "", route("read")),
    ),
    data.run
      ? h(
          "p",
          { class: "soft small" },
          `Built ${data.run.ended.slice(0, 16).replace("T", " ")} by `,
          text(data.run.software),
          `; ${count(data.triples, "triple")}.`,
        )
      : null,
  ]);
}

const PLURALS = {
  Person: "people",
  Organization: "organisations",
  City: "cities",
  Country: "countries",
  Group: "groups",
};

function tile({ group, total, kinds }) {
  return h(
    "li",
    { class: "tile" },
    h(
      "a",
      { href: group === "document" ? route("read") : route("search", "", { group }) },
      h("b", {}, number(total)),
      " ",
      total === 1 ? GROUPS[group].one : GROUPS[group].many.toLowerCase(),
    ),
    kinds.length > 1
      ? h(
          "span",
          { class: "small soft" },
          kinds
            .slice(0, 4)
            .map(({ kind, total: n }) => `${kindName(kind)} ${number(n)}`)
            .join(" · "),
        )
      : null,
  );
}

function panel(title, body, kind = "", all = null) {
  if (!body.childElementCount) return null; // a list of nothing
  return h(
    "section",
    { class: `panel ${kind}` },
    h("h2", {}, title),
    body,
    all ? h("p", { class: "more" }, h("a", { href: all, "aria-label": `${title}: all` }, "All of them")) : null,
  );
}

const known = (hit) =>
  h(
    "li",
    {},
    nodeLink({ ...hit, label: plain(hit.label) }),
    h("span", { class: "soft" }, ` ${count(hit.weight ?? 0, "mention")}`),
  );

const article = (hit) =>
  h(
    "li",
    {},
    h(
      "a",
      { class: `node k-${key(hit.kind)}`, href: route("read", hit.iri) },
      h("span", { class: "dot", "aria-hidden": "true" }),
      text(plain(hit.label)),
    ),
    h("span", { class: "soft" }, ` ${date(hit.day)}`),
  );

function disputed(found) {
  return h(
    "li",
    {},
    nodeLink(found),
    h("p", { class: "small" }, text(found.because)),
    h(
      "p",
      { class: "small" },
      found.conflicts ? sign("denied", "≠", count(found.conflicts, "conflict")) : null,
      " ",
      found.drifts ? sign("hedged", "↝", count(found.drifts, "change")) : null,
    ),
  );
}
