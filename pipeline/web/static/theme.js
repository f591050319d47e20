// Set before anything is painted, so that the page never flashes in the other theme. A classic script, and small.
// `data-theme` is what somebody chose, if anything; `data-scheme` is what holds, light or dark.
"use strict";
(() => {
  const KEY = "citegraph.theme";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const hold = () => {
    root.dataset.scheme = root.dataset.theme ?? (dark.matches ? "dark" : "light");
    document.dispatchEvent(new Event("themechange"));
  };
  globalThis.citegraphTheme = {
    get: () => root.dataset.theme ?? "system",
    set: (chosen) => {
      if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
      else delete root.dataset.theme;
      try {
        localStorage.setItem(KEY, chosen);
      } catch {
        // forbidden storage: the choice holds until the page is closed
      }
      hold();
    },
  };
  let kept = null;
  try {
    kept = localStorage.getItem(KEY);
  } catch {
    // storage may be forbidden; the system's theme then holds
  }
  if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  dark.addEventListener("change", hold);
  hold();
})();
