// The SPARQL editor: YASGUI, which asks this server alone, with the shipped queries and the words of the vocabulary.

import { api } from "../api.js";
import { append, fill, h, route, stylesheet } from "../dom.js";
import { field, vendored } from "./drawing.js";
import { completers, NAMES } from "./sparql/completion.js";
import { register } from "./sparql/results.js";

const FIRST = "most-mentioned";
const LEAVE = { name: "leave", Tab: false, "Shift-Tab": false }; // the browser's: they lead on, and indent nothing

export async function render(root, { query, signal }) {
  stylesheet("vendor/yasgui.min.css");
  stylesheet("views/explorer.css");
  stylesheet("views/sparql.css");
  root.classList.add("explorer", "sparql");
  const [Yasgui, vocabulary, library, status] = await Promise.all([
    vendored("yasgui.min.js", "Yasgui"),
    api("vocabulary", {}, { signal }),
    api("queries", {}, { signal }),
    api("status", {}, { signal }),
  ]);
  register(Yasgui.Yasr, { prefixes: vocabulary.prefixes, base: status.base });
  for (const completer of completers(Yasgui.Yasqe, vocabulary)) Yasgui.Yasqe.registerAutocompleter(completer, false);

  const about = h("div", { class: "about-query small", "aria-live": "polite" });
  const menu = h(
    "select",
    { id: "shipped", on: { change: () => open(menu.value) } },
    h("option", { value: "" }, "Choose a query …"),
    library.rows.map((row) => h("option", { value: row.name }, `${row.name}: ${row.summary}`)),
  );
  const holder = h("div", { class: "yasgui-holder" });
  append(root, [
    h("h1", {}, "SPARQL"),
    status.store
      ? h("p", { class: "notice" }, "Queries go to ", h("code", {}, status.store), "; the other views show the graph of a folder on this machine, which may be another.")
      : null,
    h("div", { class: "controls" }, field("Shipped queries", menu), h("p", { class: "soft small hint" }, h("kbd", {}, "Ctrl"), " ", h("kbd", {}, "Enter"), " runs the query, ", h("kbd", {}, "Ctrl"), " ", h("kbd", {}, "Space"), " completes a word.")),
    about,
    holder,
  ]);

  const named = (name) => library.rows.find((row) => row.name === name);
  const yasgui = new Yasgui(holder, {
    persistenceId: "citegraph",
    populateFromUrl: false,
    autofocus: false,
    copyEndpointOnNewTab: false,
    requestConfig: { endpoint: new URL("sparql", document.baseURI).href, method: "POST" },
    endpointCatalogueOptions: { getData: () => [] },
    yasqe: {
      value: named(FIRST)?.text ?? "SELECT * { ?s ?p ?o } LIMIT 20",
      autocompleters: ["variables", ...NAMES],
      createShortLink: undefined,
      editorHeight: "22rem",
    },
    yasr: { prefixes: vocabulary.prefixes, defaultPlugin: "table", maxPersistentResponseSize: 0 },
  });
  const told = () => labelled(holder);
  yasgui.on("tabSelect", () => (fill(about), told()));
  yasgui.on("tabAdd", () => setTimeout(told));
  told();
  root.yasgui = yasgui; // for tests
  if (query.get("query")) yasgui.addTab(true, { name: "Query", yasqe: { value: query.get("query") } });
  if (query.get("name")) open(query.get("name"));
  const theme = () => yasgui.getTab()?.yasqe?.refresh();
  document.addEventListener("themechange", theme);
  return () => {
    document.removeEventListener("themechange", theme);
    yasgui.getTab()?.yasqe?.abortQuery();
    yasgui.destroy();
  };

  function open(name) {
    const chosen = named(name);
    if (!chosen) return;
    yasgui.addTab(true, { name: chosen.name, yasqe: { value: chosen.text } }, { avoidDuplicateTabs: false });
    menu.value = name;
    fill(
      about,
      h("p", {}, chosen.summary),
      chosen.parameters.length
        ? [h("p", {}, "Change the value that stands in its VALUES line:"), h("ul", {}, chosen.parameters.map((p) => h("li", {}, h("code", {}, `?${p.name}`), ` ${p.summary}`, p.optional ? h("span", { class: "soft" }, " (optional)") : null)))]
        : null,
      h("p", {}, h("a", { href: route("sparql", "", { name }) }, "Link to this query")),
    );
  }
}

/** What YASGUI lacks for those who listen to the page, or use no pointer: the name of its editor, a way out of it by the
 * Tab key, and that its plus is among the tabs. */
function labelled(holder) {
  for (const area of holder.querySelectorAll(".CodeMirror textarea")) area.setAttribute("aria-label", "SPARQL query");
  for (const { CodeMirror: editor } of holder.querySelectorAll(".CodeMirror")) {
    editor.removeKeyMap(LEAVE);
    editor.addKeyMap(LEAVE);
  }
  for (const scroll of holder.querySelectorAll(".CodeMirror-scroll")) scroll.tabIndex = 0;
  for (const plus of holder.querySelectorAll(".tabsList .addTab")) plus.setAttribute("role", "tab");
}
