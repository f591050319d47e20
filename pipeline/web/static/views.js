// What there is to see, by the first part of the address after #/.

/**
 * Each view is a module that exports `render(root, params)`, with params = {rest, query, signal}; it may return a function
 * that is called when the view is left. Those with a `title` stand in the navigation; `key` is the one pressed after g.
 */
export const VIEWS = {
  "": { title: "Overview", module: "./views/overview.js", key: "o" },
  search: { module: "./views/search.js" },
  read: { title: "Read", module: "./views/read.js", key: "r" },
  node: { module: "./views/node.js" },
  graph: { title: "Graph", module: "./views/graph.js", key: "g" },
  timeline: { title: "Timeline", module: "./views/timeline.js", key: "t" },
  figures: { title: "Figures", module: "./views/figures.js", key: "f" },
  map: { title: "Map", module: "./views/map.js", key: "m" },
  sources: { title: "Sources", module: "./views/sources.js", key: "s" },
  sparql: { title: "SPARQL", module: "./views/sparql.js", key: "q" },
};
