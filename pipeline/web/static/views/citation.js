// A sentence as one cites it: its words, where and when they were printed, and the IRI by which anybody finds them again.

import { announce, date, h } from "../dom.js";

/** `{quote, title, by, day, sentence}` as plain text for a report or a mail. */
export const citation = ({ quote, title, by, day, sentence }) => `“${quote}”\n— ${[title, by, date(day)].filter(Boolean).join(", ")}. ${sentence}`;

/** A button that copies a citation; nothing where the browser keeps the clipboard from pages. */
export function copyButton(cited) {
  if (!navigator.clipboard) return null;
  const button = h("button", { type: "button", class: "copy", title: "Copy the sentence with its source" }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(citation(cited));
      button.textContent = "Copied";
      announce("Copied, with its source");
    } catch {
      button.textContent = "The browser does not let this page copy";
    }
  });
  return button;
}
