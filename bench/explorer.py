"""Measure the explorer page in a real browser, and write its section of bench/RESULTS.md.

usage: python bench/explorer.py [--graph FOLDER] [--triples 100000] [--rounds 5]

The graph of data/raw is built and copied, each copy with IRIs of its own, until it has so many triples. Then Chromium
opens each view, and does in it what people do: type, filter, click. The time of an interaction is that from the event
until its result stands on the screen: until the page shows it, and has drawn a frame after that. The first questions
after a build read the whole graph; the server puts them to itself before it is asked. Last, a graph of 4,000 entities
and 8,000 lines is moved and zoomed for three seconds and its frames are counted. The browser of the tests draws without
a graphics card (SwiftShader), so that the frames say little of a real screen; the page's own work a frame is told
beside. Run it on a machine that does nothing else.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from dataclasses import dataclass
from urllib.request import urlopen

from results import ROOT, write_section
from served import given, served

sys.path.insert(0, str(ROOT / "tests"))

from browsing import NAMES, chromium, visiting
from playwright.sync_api import Browser

FIRST = ("network", "network/legend", "timeline", "figures", "cities", "sources", "vocabulary", "search?q=mos")
"""What is asked of the server once, before anything is measured: by then it has read the graph."""
HELP = """window.bench = {
    one: (selector) => document.querySelector(selector),
    scene: () => document.querySelector("section.view")?.scene,
    text: () => document.querySelector("main").textContent,
    press: (selector) => {
        bench.was = bench.text();
        bench.one(selector).click();
    },
    changed: () => bench.text() !== bench.was,
    set: (selector, value, event) => {
        bench.one(selector).value = value;
        bench.one(selector).dispatchEvent(new Event(event, { bubbles: true }));
    },
    click: () => bench.scene().sigma.emit("clickNode", { node: bench.scene().graph.nodes()[0] }),
    done: async (act, until) => {
        const begun = performance.now();
        await act();
        while (!until()) await new Promise((next) => setTimeout(next, 1));
        await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 0)));
        return performance.now() - begun;
    },
    painted: async () => {
        const paint = () => performance.getEntriesByName("first-contentful-paint")[0];
        while (!paint()) await new Promise((next) => setTimeout(next, 10));
        return paint().startTime;
    },
    frames: async (seconds) => {
        const kinds = ["Person", "Organization", "City"];
        const node = (i) => ({ id: `n${i}`, name: `Entity ${i}`, kind: kinds[i % 3], mentions: 1, strength: 1 });
        const rest = { weight: 1, labels: [], more: 0 };
        const ends = (i) => ({ source: `n${i % 4000}`, target: `n${(i * 7919 + 13) % 4000}` });
        const lines = Array.from({ length: 8000 }, (_, i) => ({ ...ends(i), ...rest, fact: i % 3 > 0 }));
        bench.scene().show(Array.from({ length: 4000 }, (_, i) => node(i)), lines);
        await bench.scene().settled;
        const camera = bench.scene().sigma.getCamera();
        const begun = performance.now();
        let frames = 0;
        for (let now = begun; now - begun < seconds * 1000; frames++) {
            now = await new Promise(requestAnimationFrame);
            const turn = (now - begun) / 400;
            const [x, y] = [0.5 + 0.2 * Math.cos(turn), 0.5 + 0.2 * Math.sin(turn)];
            camera.setState({ x, y, ratio: 0.8 + 0.4 * Math.sin(turn) });
        }
        const rate = (1000 * frames) / (performance.now() - begun);
        const own = performance.now();
        for (let i = 0; i < 50; i++) bench.scene().sigma.render();
        return [rate, (performance.now() - own) / 50];
    },
};"""
"""What the page is given to measure itself with."""


@dataclass(frozen=True)
class Act:
    """Something that people do in a view, in JavaScript: `ready` tells when it can be done, `until` when it is."""

    view: str
    name: str
    ready: str
    act: str
    until: str


ACTS = [
    Act("#/", "search: letters typed", "bench.one('#q')", "bench.set('#q', 'mos', 'input')", "bench.one('.hit')"),
    Act("#/graph", "graph: facts only", "bench.scene()?.graph.order", "bench.press('.check input')", "bench.changed()"),
    Act(
        "#/graph",
        "graph: an entity found by name",
        "bench.scene()?.graph.order",
        "bench.set('.finder input', 'mos', 'input')",
        "bench.one('.found-item')",
    ),
    Act("#/graph", "graph: an entity clicked", "bench.scene()?.graph.order", "bench.click()", "bench.one('.ties')"),
    Act(
        "#/graph",
        "graph: 1,000 entities in the place of 150",
        "bench.scene()?.graph.order",
        "bench.set('.field select', '1000', 'change')",
        "bench.scene().graph.order > 150",
    ),
    Act(
        "#/timeline",
        "timeline: one type",
        "bench.one('.types button')",
        "bench.press('.types button')",
        "bench.changed()",
    ),
    Act("#/timeline", "timeline: more events", "bench.one('.event')", "bench.press('button.more')", "bench.changed()"),
    Act("#/figures", "figures: more", "bench.one('.figure-row')", "bench.press('button.more')", "bench.changed()"),
    Act("#/map", "map: a city", "bench.one('.link-button')", "bench.press('.link-button')", "bench.one('.event')"),
    Act("#/sources", "sources: a cell", "bench.one('.cell')", "bench.press('.cell')", "bench.one('.sides')"),
    Act(
        "#/sparql",
        "SPARQL: a shipped query opened",
        "bench.one('.CodeMirror')",
        "bench.set('#shipped', 'timeline', 'change')",
        "bench.one('.about-query p')",
    ),
]
SCREEN = {"width": 1280, "height": 900}


def opened(browser: Browser, address: str, view: str) -> tuple[float, float]:
    """Milliseconds until something is painted, and until the view has its heading, in a fresh profile."""
    with visiting(browser, address, viewport=SCREEN) as visit:
        visit.page.add_init_script(HELP)
        page = visit.open(view)
        shown = page.evaluate("performance.now()")
        return page.evaluate("bench.painted()"), shown


def done(browser: Browser, address: str, act: Act) -> float:
    """Milliseconds that an interaction takes, in a fresh profile."""
    with visiting(browser, address, viewport=SCREEN) as visit:
        visit.page.add_init_script(HELP)
        page = visit.open(act.view)
        page.evaluate(f"bench.done(() => {{}}, () => {act.ready})")
        page.wait_for_timeout(1500)  # until the layout stands and the processor is free
        taken: float = page.evaluate(f"bench.done(() => {act.act}, () => {act.until})")
        return taken


def frames(browser: Browser, address: str) -> tuple[float, float]:
    """Frames a second while 4,000 entities move, and the milliseconds that the page itself works on each."""
    with visiting(browser, address, viewport=SCREEN) as visit:
        visit.page.add_init_script(HELP)
        page = visit.open("#/graph")
        page.evaluate("bench.done(() => {}, () => bench.scene()?.graph.order)")
        rate, own = page.evaluate("bench.frames(3)")
        return rate, own


def measured(address: str, rounds: int) -> list[str]:
    """The lines of the report."""
    begun = time.perf_counter()
    for name in FIRST:
        with urlopen(f"{address}/api/{name}") as answer:
            answer.read()
    took = time.perf_counter() - begun
    lines = [f"The first questions after a build, which read the whole graph: {took:.1f} s together.", ""]
    with chromium() as browser:
        lines += ["| view | first paint | view shown |", "|---|---|---|"]
        for view in dict.fromkeys(act.view for act in ACTS):
            found = [opened(browser, address, view) for _ in range(rounds + 1)][1:]
            paint, shown = (statistics.median(column) for column in zip(*found, strict=True))
            lines.append(f"| `{view}` | {paint:.0f} ms | {shown:.0f} ms |")
        lines += ["", "| interaction | median | slowest |", "|---|---|---|"]
        for act in ACTS:
            times = [done(browser, address, act) for _ in range(rounds)]
            lines.append(f"| {act.name} | {statistics.median(times):.0f} ms | {max(times):.0f} ms |")
        rate, own = frames(browser, address)
    told = (
        f"4,000 entities and 8,000 lines, moved and zoomed: {own:.1f} ms of the page's own work a frame; "
        f"{rate:.1f} frames a second with SwiftShader in the place of a graphics card."
    )
    return [*lines, "", told]


def main() -> None:
    """Measure, and write the page."""
    parser = given(__doc__, 100_000)
    parser.add_argument("--rounds", type=int, default=5, help="how often each thing is done")
    asked_for = parser.parse_args()
    if not any(map(shutil.which, NAMES)):
        print("bench/explorer.py is left out: it needs Chromium (on Debian and Ubuntu: apt-get install chromium)")
        return
    with served(asked_for.graph, asked_for.triples) as now:
        lines = measured(f"http://{now.netloc}", asked_for.rounds)
    write_section("Explorer", "python bench/explorer.py", [f"A graph of {now.triples:,} triples.", "", *lines])


if __name__ == "__main__":
    main()
