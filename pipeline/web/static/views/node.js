// The card of anything: an entity, an event, a claim, a statement, a comparison, an article.

import { api } from "../api.js";
import { announce, append, badge, count, date, fill, h, nodeLink, number, route, stylesheet, text } from "../dom.js";
import { VIEWS } from "../views.js";
import { comparison } from "./comparisons.js";
import { decisions } from "./decisions.js";
import { eventSigns } from "./hits.js";
import { claimLine, lineItem } from "./lines.js";
import { inText, quoteBlock } from "./quotes.js";

export async function render(root, { rest, signal }) {
  stylesheet("views/node.css");
  const card = await api("node", { iri: rest }, { signal });
  if (card.group === "sentence") {
    location.replace(inText(card.header.quote));
    return;
  }
  const sections = card.sections.map((section) => panelOf(card, section));
  append(root, [
    head(card),
    card.sections.length > 1
      ? h(
          "nav",
          { class: "jump", "aria-label": "On this card" },
          card.sections.map((section, at) =>
            h(
              "button",
              { type: "button", class: "button", on: { click: () => jump(sections[at]) } },
              section.title,
              " ",
              h("span", { class: "soft" }, sized(section)),
            ),
          ),
        )
      : null,
    h("div", { class: `card card-${card.group}` }),
    card.group === "entity" ? decisions(card, signal, (iri) => shownAgain(iri ?? card.iri)) : null,
    h("p", { class: "soft small iri" }, text(card.iri)),
  ]);
  const wide = [matchMedia("(min-width: 68rem)"), matchMedia("(min-width: 115rem)")];
  const lay = () =>
    columns(root.querySelector(".card"), sections, card.sections, 1 + wide.filter((one) => one.matches).length);
  lay();
  for (const one of wide) one.addEventListener("change", lay, { signal });
}

/** The card after a decision, which may have another address. */
function shownAgain(iri) {
  const address = route("node", iri);
  if (location.hash === address) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = address;
}

function jump(section) {
  section.scrollIntoView({ block: "start" });
  section.querySelector("h2").focus({ preventScroll: true });
}

/** Puts the sections into columns, in their order, so that the longest is as short as can be. */
function columns(parent, elements, sections, wanted) {
  const sizes = sections.map((section) => 2 + section.lines.reduce((sum, line) => sum + (WEIGHTS[line.type] ?? 2), 0));
  const [, cuts] = parted(sizes, Math.min(wanted, sizes.length));
  fill(
    parent,
    cuts.map((begin, at) => h("div", { class: "column" }, elements.slice(begin, cuts[at + 1] ?? elements.length))),
  );
}

/** The length of the longest of some columns, and where each begins; there are few sections, so all ways are tried. */
function parted(sizes, wanted, begin = 0) {
  const rest = sizes.slice(begin).reduce((sum, size) => sum + size, 0);
  if (wanted <= 1) return [rest, [begin]];
  let best = [Infinity, [begin]];
  for (let end = begin + 1; end <= sizes.length - wanted + 1; end += 1) {
    const [others, cuts] = parted(sizes, wanted - 1, end);
    const longest = Math.max(rest - sizes.slice(end).reduce((sum, size) => sum + size, 0), others);
    if (longest < best[0]) best = [longest, [begin, ...cuts]];
  }
  return best;
}

const WEIGHTS = { comparison: 8, fact: 4, position: 4, claim: 3, event: 2, article: 1, mentioned: 1, quote: 3 };

// --- the head ---------------------------------------------------------------------------------------------------------

function head(card) {
  const parts = HEADS[card.group] ?? HEADS.thing;
  return h(
    "header",
    { class: `head k-${card.group}` },
    card.moved
      ? h("p", { class: "notice" }, "This was found to be the same as another; you are on the card of both.")
      : null,
    h(
      "p",
      { class: "over" },
      badge(card.kind),
      card.group === "claim" ? h("span", { class: "stance stance-claimed" }, "❝ a claim, not a fact") : null,
    ),
    parts(card),
    h("p", { class: "actions" }, actions(card)),
  );
}

function actions(card) {
  const found = [];
  if (card.group === "document") found.push(h("a", { class: "button main", href: route("read", card.iri) }, "Read it"));
  if (card.group === "claim")
    found.push(h("a", { class: "button", href: inText(card.header.line.quotes[0]) }, "Show me the sentence"));
  if (VIEWS.graph && ["entity", "event", "document", "claim"].includes(card.group))
    found.push(h("a", { class: "button", href: route("graph", card.iri) }, "Show in the graph"));
  if (card.sections.some((section) => section.id === "events") && card.group === "entity")
    found.push(h("a", { class: "button", href: route("timeline", "", { entity: card.iri }) }, "In time"));
  if (card.group === "entity")
    found.push(
      h(
        "a",
        { class: "button", href: route("search", "", { q: `"${card.label.replaceAll('"', "")}"`, group: "sentence" }) },
        "Sentences with this name",
      ),
    );
  found.push(
    h(
      "a",
      { class: "button", href: `resource?${new URLSearchParams({ iri: card.iri, format: "turtle" })}` },
      "As Turtle",
    ),
  );
  return found;
}

const row = (name, ...values) => (values.flat(9).some(Boolean) ? [h("dt", {}, name), h("dd", {}, values)] : null);
const listed = (items) => items.flatMap((item, at) => (at ? [", ", item] : [item]));

const HEADS = {
  entity({ label, header }) {
    return [
      h("h1", {}, text(label)),
      header.aliases.length
        ? h(
            "p",
            { class: "aliases" },
            h("span", { class: "soft" }, "also "),
            listed(header.aliases.slice(0, 30).map((name) => text(name))),
          )
        : null,
      h(
        "dl",
        { class: "rows" },
        row(
          "lies at",
          header.latitude && `${Number(header.latitude).toFixed(2)}, ${Number(header.longitude).toFixed(2)}`,
        ),
        row("people", header.population && number(header.population)),
        row("country", header.country),
        row("elsewhere", listed(header.same.map(outside))),
      ),
    ];
  },
  event({ label, header }) {
    return [
      h("h1", {}, text(label)),
      h("p", { class: "signs" }, eventSigns(header.stance, header.says)),
      h(
        "dl",
        { class: "rows" },
        row(
          "when",
          header.days.map(date).join(", "),
          header.times.length
            ? h("span", { class: "soft" }, " in words: ", listed(header.times.map((words) => h("q", {}, text(words)))))
            : null,
        ),
        ["actor", "target", "place"].map((role) =>
          row(
            role === "place" ? "where" : role,
            listed(header.parts[role].map((one) => nodeLink(one))),
            header.words[role].length
              ? h(
                  "span",
                  { class: "soft" },
                  " in words: ",
                  listed(header.words[role].slice(0, 12).map((words) => h("q", {}, text(words)))),
                )
              : null,
          ),
        ),
      ),
    ];
  },
  claim({ label, header }) {
    return [
      h("h1", { class: "quiet" }, text(label)),
      h("ul", { class: "lines big-claim" }, claimLine(header.line, { head: true })),
      h("dl", { class: "rows" }, row("about", listed(header.about.map((one) => nodeLink(one))))),
    ];
  },
  comparison({ label, header }) {
    return [
      h("h1", { class: "quiet" }, text(label)),
      h("ul", { class: "lines" }, comparison(header.line)),
      h("dl", { class: "rows" }, row("about", listed(header.about.map((one) => nodeLink(one))))),
    ];
  },
  statement({ label, header }) {
    return [h("h1", {}, text(label)), h("ul", { class: "lines" }, lineItem(header.line))];
  },
  position({ label, header }) {
    return [
      h("h1", { class: "quiet" }, text(label)),
      h("ul", { class: "lines big-position" }, lineItem(header.line)),
      h("dl", { class: "rows" }, row("about", listed(header.about.map((one) => nodeLink(one))))),
    ];
  },
  occasion({ label, header }) {
    return [
      h("h1", {}, text(label)),
      h("p", { class: "soft" }, "What two or more articles tell of one place and day."),
      h(
        "dl",
        { class: "rows" },
        row("when", header.days.map(date).join(", ")),
        row("where", listed(header.places.map((one) => nodeLink(one)))),
      ),
    ];
  },
  sentence({ header }) {
    return [h("h1", { class: "quiet" }, "Sentence"), quoteBlock(header.quote)];
  },
  document({ label, header }) {
    return [
      h("h1", {}, text(label)),
      h(
        "dl",
        { class: "rows" },
        row("outlet", listed(header.publisher.map((one) => nodeLink(one)))),
        row("author", listed(header.author.map((one) => nodeLink(one)))),
        row("day", date(header.day)),
        row("address", header.url && outside({ iri: header.url, label: "" })),
        row(
          "file",
          header.file && h("code", {}, text(header.file)),
          h("span", { class: "soft" }, " ", text(header.format)),
        ),
      ),
    ];
  },
  thing({ label }) {
    return [h("h1", {}, text(label))];
  },
};

/** A link that leaves this machine: shown whole, opened only on a click, and only if it is an address of the web. */
function outside({ iri, label }) {
  const words = label ? [text(label), " ", h("span", { class: "soft" }, text(iri))] : text(iri);
  if (!/^https?:\/\//i.test(iri)) return words;
  return h(
    "a",
    { href: iri, rel: "noreferrer noopener external", target: "_blank" },
    words,
    h("span", { class: "quiet" }, " (leaves this page)"),
    h("span", { "aria-hidden": "true" }, " ↗"),
  );
}

// --- sections ---------------------------------------------------------------------------------------------------------

/** How much there is; with a plus if there is more than the server looked at. */
const sized = (section) => `${number(section.total)}${section.more ? "+" : ""}`;

function panelOf(card, section) {
  const list = h("ul", { class: `lines section-${section.id}` }, section.lines.map(lineItem));
  const heading = h("span", { class: "soft" }, sized(section));
  const panel = h(
    "section",
    { class: `panel part-${section.id}`, "data-section": section.id },
    h("h2", { tabindex: "-1" }, section.title, " ", heading),
    list,
  );
  let shown = section.lines.length;
  let total = section.total;
  let whole = 0;
  if (shown < total || section.more) {
    const more = h("button", { type: "button", class: "button more" });
    const labelled = () => {
      const left = total - shown;
      fill(more, left > 0 ? `Show more (${number(left)})` : "Look at all there are");
    };
    more.addEventListener("click", async () => {
      more.disabled = true;
      try {
        const all = shown >= total; // of those that were looked at: now look at all, which may put them in another order
        if (all) whole = 1;
        const next = await api("section", { iri: card.iri, section: section.id, offset: all ? 0 : shown, whole });
        if (all) {
          fill(list);
          shown = 0;
          total = next.total;
          fill(heading, number(total));
        }
        append(list, next.lines.map(lineItem));
        shown += next.lines.length;
        announce(`${count(next.lines.length, "line")} more`);
        list.children[shown - next.lines.length]?.querySelector("a")?.focus({ preventScroll: true });
        if (!next.lines.length || (shown >= total && !next.more)) more.remove();
        else labelled();
      } catch (error) {
        fill(more, `${error.message} Try again`);
      }
      more.disabled = false;
    });
    labelled();
    panel.append(more);
  }
  return panel;
}
