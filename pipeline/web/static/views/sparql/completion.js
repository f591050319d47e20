// What the editor completes: our prefixes, and the terms that this graph uses. Nothing is looked up elsewhere: the
// completers that come with YASGUI (prefix.cc, Linked Open Vocabularies) are not used.

export const NAMES = ["citegraph-prefixes", "citegraph-terms"];
const MOST = 60;

/** The completers for YASQE, made from /api/vocabulary: {prefixes, terms: [{name, iri, kind, meaning}]}. */
export function completers(Yasqe, { prefixes, terms }) {
  const shipped = Yasqe.Autocompleters.prefixes;
  const declared = Object.entries(prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`);
  return [
    {
      ...shipped,
      name: NAMES[0],
      persistenceId: null,
      bulk: false,
      get: (_, token) => declared.filter((line) => line.startsWith((token?.autocompletionString ?? token?.string ?? "").trim())),
    },
    {
      name: NAMES[1],
      bulk: false,
      autoShow: true,
      isValidCompletionPosition: (yasqe) => {
        const token = yasqe.getCompleteToken();
        const words = token.string.trim();
        if (!words || /^[?$"'#0-9]/.test(words) || token.type === "comment" || token.type === "string") return false;
        if (/^[{}().;,|*+/^]+$/.test(words)) return false;
        const before = yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token);
        return before?.string?.toUpperCase() !== "PREFIX";
      },
      get: (_, token) => matching(terms, token.string.trim()),
      postprocessHints: (_, hints) => hints.map((hint) => ({ ...hint, displayText: shown(hint.text, terms) })),
    },
  ];
}

/** Terms whose prefixed name, local name or IRI begins with what stands there: cg:act, actor, <https://… */
export function matching(terms, words) {
  const asked = words.replace(/^</, "").toLowerCase();
  const bare = !asked.includes(":");
  if (bare && asked.length < 2) return [];
  return terms
    .filter(({ name, iri }) => name.toLowerCase().startsWith(asked) || iri.toLowerCase().startsWith(asked) || (bare && name.split(":")[1].toLowerCase().startsWith(asked)))
    .slice(0, MOST)
    .map(({ name }) => name);
}

function shown(name, terms) {
  const term = terms.find((one) => one.name === name);
  const meaning = term?.meaning ?? "";
  return `${name}  ·  ${term?.kind ?? ""}${meaning ? `: ${meaning.length > 70 ? `${meaning.slice(0, 69)}…` : meaning}` : ""}`;
}
