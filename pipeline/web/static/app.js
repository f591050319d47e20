// The frame of the page: which view an address means, the search box, the theme and the keys.

import { announce, fill, h, route } from "./dom.js";
import { VIEWS } from "./views.js";

const main = document.getElementById("main");
const box = document.getElementById("q");
let leave = () => {};
let shown = null;

function parsed() {
  const [path, asked = ""] = location.hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const [view, ...rest] = path.split("/");
  return { view, rest: decoded(rest.join("/")), query: new URLSearchParams(asked) };
}

function decoded(words) {
  try {
    return decodeURIComponent(words);
  } catch {
    return words;
  }
}

async function show() {
  if (location.hash && !location.hash.startsWith("#/")) return; // a place on the page, such as #main
  leave();
  const { view, rest, query } = parsed();
  const known = Object.hasOwn(VIEWS, view) ? VIEWS[view] : null;
  const abort = new AbortController();
  let left = () => {};
  leave = () => {
    abort.abort();
    left();
  };
  for (const link of document.querySelectorAll("#nav a")) {
    if (link.dataset.view === view) {
      link.setAttribute("aria-current", "page");
      link.parentElement.scrollLeft = link.offsetLeft - link.parentElement.offsetLeft - 40; // in sight on a narrow screen
    } else link.removeAttribute("aria-current");
  }
  if (view !== "search") box.value = "";
  else if (document.activeElement !== box) box.value = query.get("q") ?? "";
  const root = h("section", { class: `view view-${known ? view || "overview" : "missing"}` });
  const again = shown === view && view === "search"; // typing goes on: the old results stay until there are new ones
  shown = view;
  if (!again) fill(main, root);
  document.title = known?.title ? `${known.title} · citegraph` : "citegraph";
  if (!known) {
    fill(root, h("h1", {}, "There is no such view"), h("p", {}, h("a", { href: "#/" }, "To the overview")));
    return;
  }
  try {
    const module = await import(known.module);
    if (abort.signal.aborted) return;
    left = (await module.render(root, { rest, query, signal: abort.signal })) ?? (() => {});
    if (abort.signal.aborted) left();
    else if (again) fill(main, root);
  } catch (error) {
    if (abort.signal.aborted || error.name === "AbortError") return;
    failed(root, error);
    if (again) fill(main, root);
    if (error.status === undefined) console.error(error);
  }
  const heading = root.querySelector("h1");
  if (heading && !abort.signal.aborted) {
    document.title = `${heading.textContent.slice(0, 80)} · citegraph`;
    if (document.activeElement !== box) announce(heading.textContent.slice(0, 200));
  }
}

function failed(root, error) {
  fill(
    root,
    h("h1", {}, error.status === 404 ? "Not in this graph" : "That did not work"),
    h("p", { class: "notice", role: "alert" }, error.message),
    h("p", {}, h("a", { href: "#/" }, "To the overview")),
  );
}

// --- the search box: results come while you type --------------------------------------------------------------------

let typed = 0;

function search() {
  const { view, query } = parsed();
  const kept = view === "search" ? { group: query.get("group"), kind: query.get("kind") } : {};
  const address = route("search", "", { q: box.value, ...kept });
  if (view === "search") {
    history.replaceState(null, "", address); // one step back leaves the search, however long one typed
    show();
  } else if (box.value.trim()) {
    location.hash = address;
  }
}

box.addEventListener("input", () => {
  clearTimeout(typed);
  typed = setTimeout(search, 60);
});
document.getElementById("search").addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typed);
  search();
});

// --- the theme ------------------------------------------------------------------------------------------------------

const THEMES = ["system", "light", "dark"];
const SIGNS = { system: "◐", light: "☀", dark: "☾" };
const button = document.getElementById("theme");

const theme = globalThis.citegraphTheme;

function labelled() {
  const next = THEMES[(THEMES.indexOf(theme.get()) + 1) % THEMES.length];
  fill(button, h("span", { "aria-hidden": "true" }, SIGNS[theme.get()]));
  button.title = `Theme: ${theme.get()}. Change to ${next}`;
  button.setAttribute("aria-label", button.title);
}

button.addEventListener("click", () => {
  theme.set(THEMES[(THEMES.indexOf(theme.get()) + 1) % THEMES.length]);
  labelled();
});

// --- the keys -------------------------------------------------------------------------------------------------------

let going = false;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "Escape" && event.target === box) box.blur();
  if (event.target === box && event.key === "ArrowDown") {
    main.querySelector("[data-walk]")?.focus();
    event.preventDefault();
  }
  if (!writing && ["ArrowDown", "ArrowUp"].includes(event.key) && event.target.matches?.("[data-walk]")) {
    walk(event);
  }
  if (writing) return;
  if (going) {
    going = false;
    const found = Object.entries(VIEWS).find(([, view]) => view.key === event.key);
    if (found) location.hash = route(found[0]);
    return;
  }
  if (event.key === "/") {
    box.focus();
    box.select();
    event.preventDefault();
  } else if (event.key === "g") {
    going = true;
    setTimeout(() => (going = false), 1200);
  } else if (event.key === "?") {
    help();
  }
});

function walk(event) {
  const items = [...main.querySelectorAll("[data-walk]")];
  const next = items.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
  (items[next] ?? (next < 0 ? box : event.target)).focus();
  event.preventDefault();
}

function help() {
  const keys = [
    ["/", "search"],
    ["↓ ↑", "walk through results"],
    ...Object.entries(VIEWS)
      .filter(([, view]) => view.key)
      .map(([, view]) => [`g ${view.key}`, view.title]),
    ["?", "this list"],
  ];
  const dialog = h(
    "dialog",
    { class: "help", "aria-label": "Keys", on: { close: () => dialog.remove() } },
    h("h2", {}, "Keys"),
    h(
      "dl",
      { class: "keys" },
      keys.map(([pressed, does]) => [
        h(
          "dt",
          {},
          pressed.split(" ").map((k) => [h("kbd", {}, k), " "]),
        ),
        h("dd", {}, does),
      ]),
    ),
    h("form", { method: "dialog" }, h("button", { class: "button" }, "Close")),
  );
  document.body.append(dialog);
  dialog.showModal();
}

// --- the token: `citegraph serve --writable` prints an address that ends in it -----------------------------------------

const TOKEN = /^#token=(.+)$/.exec(location.hash);
if (TOKEN) {
  sessionStorage.setItem("citegraph.token", decoded(TOKEN[1]));
  history.replaceState(null, "", "#/"); // not to stand in the history, nor in what is copied
}

// --- start ----------------------------------------------------------------------------------------------------------

fill(
  document.getElementById("nav"),
  Object.entries(VIEWS)
    .filter(([, view]) => view.title)
    .map(([path, view]) => h("a", { href: route(path), "data-view": path }, view.title)),
  h("button", { type: "button", class: "nav-help", "aria-label": "Keys", title: "Keys (?)", on: { click: help } }, "?"),
);
labelled();
addEventListener("hashchange", show);
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
show();
