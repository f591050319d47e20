"""What a browser draws of our exports of the sample graph: Cytoscape.js of the JSON, sigma of the GEXF."""

from __future__ import annotations

import base64
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from browsing import chromium, visiting
from playwright.sync_api import Browser, Page

from pipeline.graph import Graph
from pipeline.graph.formats.drawn import CLAIM, KINDS, tie
from pipeline.web.vendor import VENDORED

pytestmark = [pytest.mark.model, pytest.mark.browser]
LIBRARIES = Path(__file__).parents[1] / "vendor"
HOW_TO = (Path(__file__).parents[2] / "docs/howto/cytoscape.md").read_text("utf-8")
COLOURS = """async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    const found = {};
    for (let at = 0; at < data.length; at += 4) {
        const name = "#" + [...data.slice(at, at + 3)].map((part) => part.toString(16).padStart(2, "0")).join("");
        found[name] = (found[name] ?? 0) + 1;
    }
    return found;
}"""
"""How many points of a picture have each colour."""
REQUIRE = """(sources) => {
    const loaded = {};
    const require = (name) => {
        const file = name.split("/").at(-1).replace(/(\\.js)?$/, ".js").replace(/^(helpers)/, "gexf-$1");
        if (!(file in loaded)) {
            loaded[file] = { exports: {} };
            new Function("module", "exports", "require", sources[file])(loaded[file], loaded[file].exports, require);
        }
        return loaded[file].exports;
    };
    window.readGexf = require("gexf-parser.js")(DOMParser, Document);
}"""
"""graphology-gexf comes as modules for bundlers; these few lines stand in for one."""


@pytest.fixture(scope="module")
def graph(sample_build) -> Graph:
    return Graph.open(sample_build)


@pytest.fixture(scope="module")
def network(graph):
    return graph.to_networkx()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser) -> Iterator[Page]:
    """An empty page that shows one box; what it logs as wrong fails the test."""
    with visiting(browser, "about:blank", viewport={"width": 900, "height": 700}) as visit:
        visit.page.set_content('<div id="box" style="width:880px;height:680px;background:#fff"></div>')
        yield visit.page


def shown(page: Page) -> dict[str, int]:
    """The colours that can be seen in the box."""
    picture = page.locator("#box").screenshot()
    found: dict[str, int] = page.evaluate(COLOURS, base64.b64encode(picture).decode())
    return found


def test_cytoscape_draws_every_entity_and_marks_claims(page, graph, network, tmp_path):
    graph.export(tmp_path / "network.cyjs", "cytoscape")
    page.add_script_tag(path=LIBRARIES / "cytoscape.min.js")
    read = page.evaluate(
        """(text) => {
            window.cy = cytoscape({ container: document.getElementById("box"), ...JSON.parse(text) });
            return {
                nodes: cy.nodes().map((node) => node.data()),
                edges: cy.edges().map((edge) => edge.data()),
                places: cy.nodes().map((node) => [node.position("x"), node.position("y")]),
                dashed: cy.edges().map((edge) => [edge.data("stance"), edge.style("line-style")]),
            };
        }""",
        (tmp_path / "network.cyjs").read_text("utf-8"),
    )
    for node in read["nodes"]:
        assert network.nodes[node["id"]].items() <= node.items()
    edges = {(e["source"], e["target"], e["key"]): e for e in read["edges"]}
    assert len(read["nodes"]) == len(network)
    assert len(edges) == len(read["edges"]) == len({e["id"] for e in read["edges"]}) == network.number_of_edges()
    for *ends, key, data in network.edges(keys=True, data=True):
        assert data.items() <= edges[*ends, key].items()
    assert len({tuple(place) for place in read["places"]}) == len(network)
    assert {stance for stance, look in read["dashed"] if look == "solid"} == {"asserted", "actual"}
    assert shown(page)[KINDS["Person"]] > 100
    page.evaluate("""() => { cy.fit(cy.edges('[stance = "claimed"]').first(), 50); }""")
    page.wait_for_function("() => cy.zoom() > 1")
    assert shown(page)[CLAIM] > 100


def test_cytoscape_page_of_the_how_to_draws_the_network(browser, graph, tmp_path):
    html = re.search(r"```html\n(.*?)```", HOW_TO, re.DOTALL)[1]
    html = '<!doctype html><link rel="icon" href="data:,">' + html.replace("const cy", "const cy = window.cy")
    (tmp_path / "index.html").write_text(html, "utf-8")
    (tmp_path / "cytoscape.min.js").symlink_to(LIBRARIES / "cytoscape.min.js")
    graph.export(tmp_path / "network.cyjs", "cytoscape")
    selectors = re.findall(r"^\| `((?:node|edge)\[.*?)` \|", HOW_TO, re.MULTILINE)
    assert len(selectors) > 4
    with (
        folder_served(tmp_path) as address,
        visiting(browser, address, viewport={"width": 900, "height": 700}) as visit,
    ):
        visit.page.goto(f"{address}/index.html")
        visit.page.wait_for_function("() => window.cy?.nodes().length > 0")
        for selector in selectors:
            assert visit.page.evaluate("(selector) => cy.$(selector).length", selector) > 0, selector


@contextmanager
def folder_served(folder: Path) -> Iterator[str]:
    """The address of a server of the files in a folder."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join(10)


def test_sigma_draws_every_entity_in_its_colour(page, graph, network, tmp_path):
    graph.export(tmp_path / "network.gexf", "gexf")
    for script in (VENDORED / "graphology.umd.min.js", VENDORED / "sigma.min.js"):
        page.add_script_tag(path=script)
    page.evaluate(REQUIRE, {p.name: p.read_text("utf-8") for p in LIBRARIES.glob("*.js") if "cytoscape" not in p.name})
    read = page.evaluate(
        """async (text) => {
            const network = readGexf(graphology.Graph, text);
            network.nodes().forEach((node, at, { length }) => {
                const angle = (2 * Math.PI * at) / length;
                network.mergeNodeAttributes(node, { x: Math.cos(angle), y: Math.sin(angle) });
            });
            const drawn = new Sigma(network, document.getElementById("box"), { renderEdgeLabels: true });
            await new Promise((done) => drawn.once("afterRender", done).refresh());
            return {
                nodes: network.mapNodes((node, data) => [node, data]),
                edges: network.mapEdges((edge, data, source, target) => [source, target, { id: edge, ...data }]),
            };
        }""",
        (tmp_path / "network.gexf").read_text("utf-8"),
    )
    assert {node: (d["label"], d["kind"], d["mentions"]) for node, d in read["nodes"]} == {
        node: (d["label"], d["kind"], d["mentions"]) for node, d in network.nodes(data=True)
    }
    assert len({data["id"] for *_, data in read["edges"]}) == network.number_of_edges()

    assert {data["id"]: (one, other, text_of(data)) for one, other, data in read["edges"]} == {
        tie(one, other, key): (one, other, text_of(data))
        for one, other, key, data in network.edges(keys=True, data=True)
    }
    assert shown(page)[KINDS["Person"]] > 100


def text_of(edge):
    """What an edge says; lists as GEXF has them."""
    names = (
        "label",
        "kind",
        "stance",
        "weight",
        "claimants",
        "quotes",
        "documents",
        "certainty",
        "confidence",
        "until",
    )
    return {name: "\n".join(v) if isinstance(v := edge.get(name), list) else v for name in names}
