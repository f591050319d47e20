// Places the nodes: ForceAtlas2 in a worker of its own, so that the page stays quick. A classic worker, served like any
// other script, so that the Content-Security-Policy needs no exception for blob: addresses.
"use strict";

self.module = {};
importScripts("../../vendor/forceatlas2-iterate.js");
const step = self.module.exports;

const PER_NODE = 10;
const BETWEEN = 60; // milliseconds from one picture to the next

self.onmessage = ({ data: { run, nodes, edges, iterations } }) => {
  const many = nodes.length / PER_NODE;
  const settings = {
    linLogMode: false,
    outboundAttractionDistribution: false,
    adjustSizes: false,
    edgeWeightInfluence: 1,
    scalingRatio: 10,
    strongGravityMode: true,
    gravity: 0.5,
    slowDown: 5,
    barnesHutOptimize: many > 400,
    barnesHutTheta: 0.8,
  };
  let shown = performance.now();
  for (let done = 1; done <= iterations; done++) {
    step(settings, nodes, edges);
    if (done === iterations || performance.now() - shown > BETWEEN) {
      self.postMessage({ run, positions: positions(nodes, many), done: done === iterations });
      shown = performance.now();
    }
  }
};

function positions(nodes, many) {
  const found = new Float32Array(2 * many);
  for (let i = 0; i < many; i++) {
    found[2 * i] = nodes[i * PER_NODE];
    found[2 * i + 1] = nodes[i * PER_NODE + 1];
  }
  return found;
}
