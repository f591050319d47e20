// Set before anything is painted, so that the page never flashes in the other theme. A classic script, and small.
"use strict";
(() => {
  const KEY = "citegraph.theme";
  let kept = null;
  try {
    kept = localStorage.getItem(KEY);
  } catch {
    // storage may be forbidden; the system's theme then holds
  }
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
})();
