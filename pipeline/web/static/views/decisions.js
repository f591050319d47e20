// Who is who, by a person's word: merge, split and undo on the card of an entity, where the server lets one.

import { api, change } from "../api.js";
import { announce, badge, count, date, fill, h, text } from "../dom.js";
import { plain } from "./hits.js";

const TOKEN = "citegraph.token";
const WHO = "citegraph.who";

/** A closed panel at the end of the card; what it shows is asked for when it is opened. */
export function decisions(card, signal, again) {
  const inside = h("div", { class: "decide" }, h("p", { class: "soft" }, "…"));
  const panel = h(
    "details",
    { class: "panel part-decide" },
    h("summary", {}, h("h2", {}, "Decide who this is")),
    inside,
  );
  panel.addEventListener("toggle", () => panel.open && load(inside, card, signal, again), { once: true });
  return panel;
}

async function load(inside, card, signal, again) {
  try {
    const told = await api("decisions", { iri: card.iri }, { signal });
    fill(inside, told.writable ? forms(card, told, again) : readOnly(), history(told, again));
  } catch (error) {
    if (error.name !== "AbortError") fill(inside, h("p", { class: "notice", role: "alert" }, error.message));
  }
}

const readOnly = () =>
  h(
    "p",
    { class: "notice" },
    "This server only shows. Started with ",
    h("code", {}, "citegraph serve --writable"),
    ", it takes decisions here; ",
    h("code", {}, "citegraph merge"),
    ", ",
    h("code", {}, "split"),
    " and ",
    h("code", {}, "undo"),
    " take them anywhere.",
  );

// --- who, why, and the token --------------------------------------------------------------------------------------------

function kept(storage, name) {
  try {
    return storage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

function signature() {
  const who = h("input", {
    type: "text",
    name: "who",
    required: true,
    maxlength: "200",
    autocomplete: "name",
    value: kept(localStorage, WHO),
  });
  const because = h("input", {
    type: "text",
    name: "because",
    maxlength: "2000",
    placeholder: "for those who read the history",
  });
  const token = h("input", {
    type: "password",
    name: "token",
    required: true,
    autocomplete: "off",
    value: kept(sessionStorage, TOKEN),
  });
  return {
    parts: [
      h("label", {}, "Who decides", who),
      h("label", {}, "Because", because),
      h("label", { hidden: Boolean(token.value) }, "Token, as the server printed it", token),
    ],
    token,
    body: () => ({ who: who.value, because: because.value }),
    keep() {
      try {
        localStorage.setItem(WHO, who.value);
        sessionStorage.setItem(TOKEN, token.value);
      } catch {
        // forbidden storage: they are asked for again
      }
    },
  };
}

/** A form that changes something: says what goes on, and what went wrong, and shows the card again when it is done. */
function deciding(name, body, button, signed, content, again) {
  const said = h("p", { class: "small", role: "status" });
  const submit = h("button", { class: "button main" }, button);
  const form = h("form", { autocomplete: "off" }, content, signed.parts, h("p", {}, submit), said);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    fill(said, "The graph is being made again with your decision …");
    try {
      const made = await change(name, { ...body(), ...signed.body() }, signed.token.value);
      signed.keep();
      announce("Decided. The card shows it.");
      again(made.iri);
    } catch (error) {
      fill(said, h("span", { class: "notice", role: "alert" }, error.message));
      if (error.status === 401) signed.token.closest("label").hidden = false;
      submit.disabled = false;
    }
  });
  return form;
}

// --- merge --------------------------------------------------------------------------------------------------------------

function forms(card, told, again) {
  return [
    h("details", {}, h("summary", {}, "It is the same as another"), mergeForm(card, again)),
    told.parts.length > 1 || told.documents.length > 1
      ? h("details", {}, h("summary", {}, "Part of it is somebody or something else"), splitForm(told, again))
      : null,
  ];
}

function mergeForm(card, again) {
  const box = h("input", {
    type: "search",
    maxlength: "200",
    placeholder: "the other name",
    "aria-label": "The other name",
  });
  const found = h("fieldset", { class: "choices" }, h("legend", { class: "quiet" }, "Which one"));
  let asked = 0;
  box.addEventListener("input", async () => {
    const now = ++asked;
    const { groups } = await api("search", { q: box.value, group: "entity", limit: 8 }).catch(() => ({ groups: [] }));
    if (now !== asked) return;
    const hits = (groups.find((group) => group.group === "entity")?.hits ?? []).filter(
      (hit) => hit.iri !== card.iri && box.value.trim(),
    );
    fill(
      found,
      h("legend", { class: "quiet" }, "Which one"),
      hits.map((hit, at) =>
        h(
          "label",
          { class: "choice" },
          h("input", { type: "radio", name: "right", value: hit.iri, checked: at === 0 }),
          h(
            "span",
            {},
            text(plain(hit.label)),
            " ",
            badge(hit.kind),
            " ",
            h("span", { class: "soft" }, count(hit.weight ?? 0, "mention")),
          ),
        ),
      ),
    );
  });
  const chosen = () => found.querySelector("input:checked")?.value ?? "";
  return deciding(
    "merge",
    () => ({ left: card.iri, right: chosen() }),
    "These two are one",
    signature(),
    [
      h("p", { class: "small soft" }, text(card.label), " keeps its name and its address; the other leads to it."),
      box,
      found,
    ],
    again,
  );
}

// --- split --------------------------------------------------------------------------------------------------------------

function splitForm(told, again) {
  const items =
    told.parts.length > 1
      ? told.parts.map((part) => ({
          id: part.id,
          words: part.name,
          beside: `${count(part.mentions, "mention")} in ${part.files.slice(0, 3).join(", ")}${part.files.length > 3 ? " …" : ""}`,
        }))
      : told.documents.map((one) => ({ id: one.id, words: one.file, beside: "" }));
  const boxes = items.map((item) =>
    h(
      "label",
      { class: "choice" },
      h("input", { type: "checkbox", value: item.id }),
      h("span", {}, text(item.words), " ", h("span", { class: "soft small" }, text(item.beside))),
    ),
  );
  const chosen = () =>
    boxes
      .map((box) => box.querySelector("input"))
      .filter((box) => box.checked)
      .map((box) => box.value);
  return deciding(
    "split",
    () => ({ whole: told.iri, items: chosen() }),
    "These are another",
    signature(),
    [
      h("p", { class: "small soft" }, "What you choose becomes an entity of its own."),
      h("fieldset", { class: "choices" }, h("legend", { class: "quiet" }, "What to take out"), boxes),
    ],
    again,
  );
}

// --- the history, and undo ----------------------------------------------------------------------------------------------

function history(told, again) {
  if (!told.decisions.length) return h("p", { class: "soft" }, "Nobody has decided anything about it yet.");
  return h(
    "ol",
    { class: "lines" },
    told.decisions.map((one) =>
      h(
        "li",
        { class: `line${one.holds ? "" : " taken-back"}` },
        h("p", {}, text(one.said), one.because ? [h("span", { class: "soft" }, ": "), text(one.because)] : null),
        h("p", { class: "small soft" }, text(one.who), `, ${date(one.when.slice(0, 10))}; ${one.state}`),
        told.writable && one.holds
          ? h(
              "details",
              {},
              h("summary", {}, "Take it back"),
              deciding("undo", () => ({ decision: one.id }), "Take it back", signature(), [], again),
            )
          : null,
      ),
    ),
  );
}
