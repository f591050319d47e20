// What is found by words, while they are typed; without words all there is, the best known first.

import { api } from "../api.js";
import { announce, append, count, fill, h, kindName, number, route, stylesheet, text } from "../dom.js";
import { GROUPS, hitItem } from "./hits.js";

const PAGE = 20;

export async function render(root, { query, signal }) {
  stylesheet("views/search.css");
  const asked = { q: query.get("q") ?? "", group: query.get("group") ?? "", kind: query.get("kind") ?? "" };
  const offset = Math.max(0, Number.parseInt(query.get("offset") ?? "0", 10) || 0);
  const found = await api("search", { ...asked, offset, limit: PAGE }, { signal });
  const shown = asked.group ? found.groups.filter((group) => group.group === asked.group) : found.groups;
  announce(`${asked.q}: ${found.groups.length ? found.groups.map(told).join(", ") : "nothing found"}`);
  append(root, [
    h("h1", {}, asked.q.trim() ? [text(asked.q.trim())] : "All there is"),
    found.groups.length
      ? h(
          "div",
          { class: "found" },
          facets(found, asked),
          h(
            "div",
            { class: "groups" },
            shown.map((group) => groupOf(group, asked, offset)),
          ),
        )
      : nothing(asked.q, found.near),
  ]);
}

const told = (group) => count(amount(group), GROUPS[group.group].one, GROUPS[group.group].many.toLowerCase());
const amount = (group) => group.total;
const sized = (group) => `${number(group.total)}${group.more ? "+" : ""}`;

function facets(found, { q, group, kind }) {
  const link = (words, size, to, current) =>
    h(
      "a",
      { href: route("search", "", { q, ...to }), "aria-current": current ? "true" : null },
      h("span", {}, words),
      h("span", { class: "soft" }, size),
    );
  return h(
    "nav",
    { class: "facets", "aria-label": "Found, by class" },
    h("ul", {}, [
      h("li", {}, link("All", "", {}, !group)),
      found.groups.map((one) => [
        h("li", {}, link(GROUPS[one.group].many, sized(one), { group: one.group }, group === one.group && !kind)),
        one.kinds.length > 1 && (!group || group === one.group)
          ? h(
              "li",
              {},
              h(
                "ul",
                {},
                one.kinds
                  .slice(0, group ? 40 : 6)
                  .map((k) =>
                    h(
                      "li",
                      {},
                      link(
                        kindName(k.kind),
                        number(k.total),
                        { group: one.group, kind: k.kind },
                        kind === k.kind && group === one.group,
                      ),
                    ),
                  ),
              ),
            )
          : null,
      ]),
    ]),
  );
}

function groupOf(group, asked, offset) {
  const here = asked.group ? (group.kinds.find((k) => k.kind === asked.kind)?.total ?? group.total) : group.total;
  const more = here - offset - group.hits.length;
  const to = (value) => route("search", "", { ...asked, group: group.group, offset: value || "" });
  return h(
    "section",
    { class: "group" },
    h(
      "h2",
      {},
      asked.kind && asked.group ? kindName(asked.kind) : GROUPS[group.group].many,
      " ",
      h("span", { class: "soft" }, asked.kind ? number(here) : sized(group)),
    ),
    group.hits.length ? h("ol", { class: "hits" }, group.hits.map(hitItem)) : h("p", {}, "Nothing on this page."),
    asked.group
      ? h(
          "nav",
          { class: "pages", "aria-label": "Pages" },
          offset ? h("a", { class: "button", href: to(Math.max(0, offset - PAGE)) }, "← Back") : null,
          h(
            "span",
            { class: "soft" },
            group.hits.length
              ? `${number(offset + 1)}–${number(offset + group.hits.length)} of ${number(here)}${group.more ? "+" : ""}`
              : "",
          ),
          more > 0 ? h("a", { class: "button", href: to(offset + PAGE) }, "Next →") : null,
        )
      : more > 0
        ? h(
            "p",
            { class: "more" },
            h("a", { href: to(0), "data-walk": true }, `All ${sized(group)} ${GROUPS[group.group].many.toLowerCase()}`),
          )
        : null,
  );
}

function nothing(q, near) {
  return fill(
    h("div", { class: "notice" }),
    h("p", {}, "Nothing in these articles has ", q.includes(" ") ? "all of these words" : "this word", "."),
    near ? h("p", {}, "Did you mean ", h("a", { href: route("search", "", { q: near }), "data-walk": true }, text(near)), "?") : null,
    h(
      "p",
      { class: "soft" },
      "Names are found without their accents (“Lodz” finds Łódź), by their beginnings, and by every form that the articles use. Put a phrase in “quotation marks”; a word after a minus must not stand there.",
    ),
  );
}
