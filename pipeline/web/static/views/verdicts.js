// What comes of a comparison: how each verdict is called, and the sign that tells it without its colour.

/** `words` end a sentence ("Figures do not fit"), `one` and `many` are counted, `means` explains; the gravest come first. */
export const VERDICTS = {
  Conflict: { mark: "≠", look: "conflict", words: "do not fit", one: "conflict", many: "conflicts", means: "both cannot be right" },
  Reversal: { mark: "⇄", look: "conflict", words: "turned round", one: "reversal", many: "reversals", means: "somebody who was for it is against it, or the other way round" },
  Denied: { mark: "⊘", look: "conflict", words: "denied", one: "denial", many: "denials", means: "the accused deny what they are accused of" },
  Drift: { mark: "↝", look: "drift", words: "changed", one: "change", many: "changes", means: "a doubt, a speaker or a figure was lost on the way" },
  NoReply: { mark: "∅", look: "drift", words: "without a reply that was found", one: "without reply", many: "without reply", means: "no answer to the accusation was found in these articles" },
  Answered: { mark: "↩", look: "drift", words: "answered", one: "answer", many: "answers", means: "the accused reply, and neither deny nor admit it" },
  Confirmed: { mark: "✓", look: "agreement", words: "confirmed", one: "admission", many: "admissions", means: "the accused admit it" },
  Agreement: { mark: "=", look: "agreement", words: "fit", one: "agreement", many: "agreements", means: "both say the same" },
};

const UNKNOWN = { mark: "·", look: "drift" };

/** What is known of a verdict; one that is new here is called as the graph calls it. */
export const verdict = (name) => VERDICTS[name] ?? { ...UNKNOWN, words: name, one: name, many: name, means: name };
