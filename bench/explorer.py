"""Measure the explorer page in a real browser, and write its section of bench/RESULTS.md.

usage: python bench/explorer.py [--graph FOLDER] [--triples 100000] [--rounds 5]

The graph of data/raw is built and copied, each copy with IRIs of its own, until it has so many triples. Then Chromium
opens each view, and does in it what people do: type, filter, click. The time of an interaction is that from the event
until its result stands on the screen: until the page shows it, and has drawn a frame after that. Each view is opened once
before it is measured, since the first request after a build reads the whole graph; what that takes is told apart.
Last, a graph of 4,000 entities and 8,000 lines is moved and zoomed for three seconds and its frames are counted; Chromium
draws without a graphics card here (SwiftShader), on the processor alone. Run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from results import ROOT, write_section
from serve import copied, served

sys.path.insert(0, str(ROOT / "tests"))

from browsing import chromium, visiting
from playwright.sync_api import Browser, Page

FIRST = ("network?limit=150", "network/legend", "timeline", "figures", "cities", "sources", "vocabulary", "search?q=mos")
"""What is asked of the server once, before anything is measured: by then it has read the graph."""
DONE = """async ({ act, until }) => {
    const [does, holds] = [act, until].map((code) => new Function(`return ${code}`)());
    const begun = performance.now();
    await does();
    while (!holds()) await new Promise((next) => setTimeout(next, 1));
    await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 0)));
    return performance.now() - begun;
}"""
"""Does something, waits until its result is there and drawn, and tells how many milliseconds that took."""
FRAMES = """async (seconds) => {
    const scene = document.querySelector("section.view").scene;
    const nodes = Array.from({ length: 4000 }, (_, i) => (
        { id: `n${i}`, name: `Entity ${i}`, kind: ["Person", "Organization", "City"][i % 3], mentions: 1, strength: 1 }));
    const lines = Array.from({ length: 8000 }, (_, i) => (
        { source: `n${i % 4000}`, target: `n${(i * 7919 + 13) % 4000}`, weight: 1 + (i % 4), fact: i % 3 > 0,
          labels: [], more: 0 })).filter(({ source, target }) => source !== target);
    scene.show(nodes, lines);
    await scene.settled;
    const camera = scene.sigma.getCamera();
    const begun = performance.now();
    let frames = 0;
    for (let now = begun; now - begun < seconds * 1000; frames++) {
        now = await new Promise(requestAnimationFrame);
        const turn = (now - begun) / 400;
        camera.setState({ x: 0.5 + 0.2 * Math.cos(turn), y: 0.5 + 0.2 * Math.sin(turn), ratio: 0.8 + 0.4 * Math.sin(turn) });
    }
    return (1000 * frames) / (performance.now() - begun);
}"""
"""Frames a second while 4,000 entities move."""


@dataclass(frozen=True)
class Act:
    """Something that people do in a view: `act` does it, `until` holds when its result is there (both JavaScript)."""

    view: str
    name: str
    act: str
    until: str
    before: str = "() => true"
    """Holds when the view is ready for it."""


def _pressed(selector: str) -> str:
    return f"() => {{ window.was = {COUNT}; document.querySelector({selector!r}).click(); }}"


def _typed(selector: str, words: str) -> str:
    return (
        f"() => {{ const box = document.querySelector({selector!r}); box.value = {words!r}; "
        'box.dispatchEvent(new Event("input", { bubbles: true })); }'
    )


PAINTED = """async () => {
    const painted = () => performance.getEntriesByName("first-contentful-paint")[0];
    while (!painted()) await new Promise((next) => setTimeout(next, 10));
    return painted().startTime;
}"""
COUNT = "document.querySelector('main').textContent"
CHANGED = f"() => {COUNT} !== window.was"
SCENE = "document.querySelector('section.view')?.scene"
ACTS = [
    Act("#/", "search: a letter typed", _typed("#q", "mos"), "() => !!document.querySelector('.view-search .hit')"),
    Act(
        "#/graph",
        "graph: facts only",
        _pressed(".check input[type=checkbox]"),
        CHANGED,
        f"() => {SCENE}?.graph.order > 0",
    ),
    Act(
        "#/graph",
        "graph: find an entity",
        _typed(".finder input", "mos"),
        "() => !!document.querySelector('.found-item')",
        f"() => {SCENE}?.graph.order > 0",
    ),
    Act(
        "#/graph",
        "graph: a node clicked",
        f"() => {{ const s = {SCENE}; s.sigma.emit('clickNode', {{ node: s.graph.nodes()[0] }}); }}",
        "() => !!document.querySelector('.ties')",
        f"() => {SCENE}?.graph.order > 0",
    ),
    Act(
        "#/graph",
        "graph: 1,000 entities in the place of 150",
        "() => { const box = document.querySelectorAll('.field select')[0]; box.value = '1000'; "
        "box.dispatchEvent(new Event('change')); }",
        f"() => {SCENE}.graph.order > 150",
        f"() => {SCENE}?.graph.order > 0",
    ),
    Act("#/timeline", "timeline: one type", _pressed(".types button"), CHANGED, "() => !!document.querySelector('.types button')"),
    Act("#/timeline", "timeline: the next page", _pressed("button.more"), CHANGED, "() => !!document.querySelector('.event')"),
    Act("#/figures", "figures: the next page", _pressed("button.more"), CHANGED, "() => !!document.querySelector('.figure-row')"),
    Act("#/map", "map: a city chosen", _pressed(".link-button"), "() => !!document.querySelector('.events .event')", "() => !!document.querySelector('.link-button')"),
    Act("#/sources", "sources: a cell opened", _pressed(".cell"), "() => !!document.querySelector('.sides')", "() => !!document.querySelector('.cell')"),
    Act("#/sparql", "SPARQL: a shipped query opened", "() => { const box = document.querySelector('#shipped'); box.value = 'timeline'; box.dispatchEvent(new Event('change')); }", "() => document.querySelector('.about-query').textContent.includes('Dated')", "() => !!document.querySelector('.CodeMirror')"),
]  # fmt: skip


def opened(browser: Browser, address: str, view: str) -> tuple[float, float]:
    """Milliseconds until something is painted, and until the view has its heading, in a fresh profile."""
    with visiting(browser, address, viewport={"width": 1280, "height": 900}) as visit:
        page = visit.open(view)
        heading = page.evaluate("performance.now()")
        paint = page.evaluate(PAINTED)
        return paint, heading


def done(page: Page, act: Act) -> float:
    """Milliseconds that an interaction takes."""
    page.wait_for_function(act.before)
    page.wait_for_timeout(1200)  # until the layout stands and the processor is free
    taken: float = page.evaluate(DONE, {"act": act.act, "until": act.until})
    return taken


def measured(address: str, rounds: int) -> list[str]:
    """The lines of the report."""
    lines = []
    slow = []
    for name in FIRST:
        begun = time.perf_counter()
        with urlopen(f"{address}/api/{name}") as answer:
            answer.read()
        slow.append(time.perf_counter() - begun)
    lines += [f"The first questions after a build, which read the whole graph: {sum(slow):.1f} s together.", ""]
    lines += ["| view | first paint | view shown |", "|---|---|---|"]
    with chromium() as browser:
        for view in dict.fromkeys(act.view for act in ACTS):
            found = [opened(browser, address, view) for _ in range(rounds + 1)][1:]
            paint, shown = (statistics.median(column) for column in zip(*found, strict=True))
            lines.append(f"| `{view}` | {paint:.0f} ms | {shown:.0f} ms |")
        lines += ["", "| interaction | median | slowest |", "|---|---|---|"]
        for act in ACTS:
            times = []
            for _ in range(rounds):
                with visiting(browser, address, viewport={"width": 1280, "height": 900}, bypass_csp=True) as visit:
                    times.append(done(visit.open(act.view), act))
            lines.append(f"| {act.name} | {statistics.median(times):.0f} ms | {max(times):.0f} ms |")
        with visiting(browser, address, viewport={"width": 1280, "height": 900}) as visit:
            page = visit.open("#/graph")
            page.wait_for_function(f"() => {SCENE}?.graph.order > 0")
            rate = page.evaluate(FRAMES, 3)
    return [*lines, "", f"4,000 entities and 8,000 lines, moved and zoomed: {rate:.0f} frames a second, drawn on the processor."]


def _sample(out: Path) -> Path:
    """The graph of data/raw, built in a folder."""
    subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "build", str(ROOT / "data" / "raw"), "--out", str(out), "--quiet"], check=True
    )
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--graph", type=Path, help="the folder of a build, in the place of that of data/raw")
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sample = given.graph or _sample(Path(folder) / "sample")
        size = copied(sample, Path(folder) / "graph", given.triples)
        with served(Path(folder) / "graph") as (address, _):
            lines = measured(f"http://{address}", given.rounds)
    write_section("Explorer", "python bench/explorer.py", [f"A graph of {size:,} triples.", "", *lines])


if __name__ == "__main__":
    main()
