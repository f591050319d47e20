"""The views that draw, walked through in a real browser: graph, timeline, figures, map, sources and SPARQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Visit, chromium, visiting
from pages import BASE, SCRIPT, graph_turtle
from playwright.sync_api import Browser, Page, expect
from servers import publish, serving

pytestmark = pytest.mark.browser

SOLBERG = f"{BASE}person/mira-solberg"
AT = """([one, other]) => {
    const { sigma, graph } = document.querySelector("section.view").scene;
    const named = (name) => graph.findNode((_, data) => data.name === name);
    const at = (name) => sigma.graphToViewport(graph.getNodeAttributes(named(name)));
    const box = sigma.getContainer().getBoundingClientRect();
    const [a, b] = [at(one), at(other ?? one)];
    return [box.x + (a.x + b.x) / 2, box.y + (a.y + b.y) / 2];
}"""
"""Where a node, or the middle of the line between two, is on the screen."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    out = tmp_path_factory.mktemp("drawn")
    publish(out, graph_turtle())
    with serving(out) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser, address) -> Iterator[Visit]:
    with visiting(browser, address, viewport={"width": 1280, "height": 900}) as visit:
        yield visit


def drawn(visit: Visit, route: str = "#/graph") -> Page:
    page = visit.open(route)
    page.wait_for_selector(".stage[data-settled=yes]")
    return page


def test_graph_leads_from_a_line_to_the_sentence_in_its_article(visit):
    page = drawn(visit)
    expect(page.locator(".told")).to_contain_text("All 6 entities with ties. 8 lines. 8 entities tied to nobody")
    page.mouse.click(*page.evaluate(AT, ["Mira Solberg", "Tromsvik"]))
    panel = page.locator("aside.beside")
    expect(panel.locator("q")).to_contain_text("Tromsvik")
    expect(panel).to_contain_text("stated")
    panel.get_by_role("link", name="Show the sentence").first.click()
    expect(page).to_have_url(re.compile(r"#/read/.*at=\d+%2C\d+"))
    expect(page.locator("main")).to_contain_text("Mira Solberg")


def test_graph_is_used_by_keyboard_alone(visit):
    page = drawn(visit)
    finder = page.get_by_placeholder("Find an entity")
    finder.fill("jonas")
    page.wait_for_selector(".found .found-item")
    finder.press("Enter")
    panel = page.locator("aside.beside")
    expect(panel.locator("h2")).to_have_text("Jonas Lind")
    panel.get_by_title("Show the sentences").first.press("Enter")
    expect(panel.locator("blockquote")).to_have_count(3)  # with Open Harbour or with Solberg
    page.locator(".stage").focus()
    before = page.evaluate("document.querySelector('section.view').scene.sigma.getCamera().getState().x")
    page.keyboard.press("ArrowRight")
    after = page.evaluate("document.querySelector('section.view').scene.sigma.getCamera().getState().x")
    assert after > before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_graph_fades_what_is_not_chosen_into_its_paper(browser, address, scheme):
    with visiting(browser, address, color_scheme=scheme, viewport={"width": 1280, "height": 900}) as visit:
        page = drawn(visit)
        page.get_by_placeholder("Find an entity").fill("jonas")
        page.wait_for_selector(".found .found-item")
        page.keyboard.press("Enter")
        expect(page.locator("aside.beside h2")).to_have_text("Jonas Lind")
        faded = page.evaluate(
            """() => {
                const { sigma, graph, paper, near } = document.querySelector("section.view").scene;
                const far = graph.filterNodes((node) => !near.has(node));
                const now = (node) => sigma.getNodeDisplayData(node).color;
                return far.map((node) => [now(node), graph.getNodeAttribute(node, "color"), paper]);
            }"""
        )
        assert faded
        for shown, own, paper in faded:
            assert len(shown) == 7, "what shines through is added by WebGL, so that dark paper makes it brighter"
            for at in (1, 3, 5):
                now, before, ground = (int(colour[at : at + 2], 16) for colour in (shown, own, paper))
                assert abs(now - ground) <= abs(before - ground) / 2 or now == ground


def test_graph_of_few_names_them_all(visit):
    page = drawn(visit)
    page.wait_for_function("document.querySelector('section.view').scene.written.length === 6")


def test_graph_expands_from_one_entity(visit):
    page = drawn(visit, f"#/graph/{SOLBERG}?facts=1")
    expect(page.locator(".told")).to_contain_text("Mira Solberg and its neighbours")
    expect(page.locator(".ties > li")).to_have_count(3)
    page.get_by_label("Facts only").uncheck()
    expect(page.locator(".told")).to_contain_text("All 6 entities")
    assert "facts" not in page.url


def test_graph_saves_what_is_seen(visit, tmp_path: Path):
    page = drawn(visit)
    with page.expect_download() as picture:
        page.get_by_label("Save what is seen as a picture").click()
    picture.value.save_as(tmp_path / "graph.png")
    assert (tmp_path / "graph.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "graph.png").stat().st_size > 5_000  # not an empty sheet
    with page.expect_download() as file:
        page.get_by_label("Save the graph shown for Gephi").click()
    file.value.save_as(tmp_path / "graph.gexf")
    graph = ElementTree.parse(tmp_path / "graph.gexf").getroot()
    space = {"g": "http://gexf.net/1.3"}
    names = {node.get("label") for node in graph.iterfind(".//g:node", space)}
    assert names >= {"Mira Solberg", "Tromsvik"}
    assert len(graph.findall(".//g:edge", space)) == 8


def test_timeline_narrows_by_keys_and_leads_to_the_event(visit):
    page = visit.open("#/timeline")
    expect(page.locator(".told")).to_contain_text("3 dated events")
    page.get_by_role("slider").focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.locator(".told")).to_contain_text("2 dated events")
    assert "since=2024-05-01" in page.url
    page.get_by_role("button", name="Arrest").click()
    expect(page.locator(".told")).to_contain_text("1 dated event")
    page.locator(".events .node").first.click()
    expect(page).to_have_url(re.compile("#/node/"))


def happenings(buckets: dict[str, object], bulk: dict[str, object] | None = None) -> dict[str, object]:
    """What the server says of events in time, with these numbers for the chart."""
    event = {"id": f"{BASE}event/x", "label": "Founding of Olsk", "type": "Founding", "modality": "Actual"}
    event |= {"claimed": False, "denied": False, "says": [], "articles": 1, "origins": 1, "who": [], "others": 0}
    found = {"rows": [event | {"dates": ["1710"]}], "total": 31, "next": None, "undated": 0, "entity": None}
    return found | {"types": [], "buckets": buckets, "whole": buckets, "bulk": bulk}


def test_timeline_draws_where_most_events_are_and_all_if_asked(visit):
    whole = {"unit": "year", "counts": {"1710": 1, "2024": 30}, "reported": {"1710": 1, "2024": 30}, "imprecise": {}}
    near = {"unit": "day", "counts": {"2024-03-01": 30}, "reported": {"2024-03-01": 30}, "imprecise": {}}
    near |= {"since": "2024-03-01", "until": "2024-03-01", "outside": 1}
    visit.page.route("**/api/timeline?*", lambda asked: asked.fulfill(json=happenings(whole, near)))
    page = visit.open("#/timeline")
    expect(page.locator(".bar")).to_have_count(1)
    expect(page.locator(".chart")).to_contain_text("1 event before 1 Mar 2024 or after 1 Mar 2024 is in the list")
    page.get_by_role("button", name="Draw all times").click()
    expect(page.locator(".bar")).to_have_count(2)
    expect(page.locator(".axis")).to_contain_text("1710")
    assert "all=1" in page.url
    page.get_by_role("button", name="Draw the time of most events").click()
    expect(page.locator(".bar")).to_have_count(1)


def test_timeline_draws_what_is_only_claimed_or_planned_apart_from_what_is_reported(visit):
    days = {"unit": "day", "counts": {"2024-03-01": 3, "2024-03-02": 1}, "reported": {"2024-03-01": 2}, "imprecise": {}}
    visit.page.route("**/api/timeline?*", lambda asked: asked.fulfill(json=happenings(days)))
    page = visit.open("#/timeline")
    expect(page.locator(".bar-unsure title")).to_have_text(
        ["1 Mar 2024: 3 events, 2 reported by authors", "2 Mar 2024: 1 event, none reported by authors"]
    )
    expect(page.locator(".bars-legend")).to_contain_text("only claimed, denied, planned or supposed")
    dashes = "e => getComputedStyle(e).strokeDasharray"
    assert page.locator(".bar-unsure").first.evaluate(dashes) != "none"
    assert page.locator(".bar:not(.bar-unsure)").evaluate(dashes) == "none"


def test_timeline_begins_with_the_newest_if_asked(visit):
    page = visit.open("#/timeline")
    expect(page.locator(".events .when").first).to_contain_text("May 2024")
    page.get_by_label("Newest first").check()
    expect(page.locator(".events .when").first).to_contain_text("2025")
    assert "newest=1" in page.url


def test_figures_say_their_unit_once(visit):
    figure = {
        "words": "40 per cent",
        "unit": "per cent",
        "least": 40,
        "most": 40,
        "approximate": False,
        "denied": False,
    }
    figure |= {"attributed": True, "who": "Ann", "outlet": "Post", "sentence": f"{BASE}d#char=0,2", "quote": "It is."}
    other = figure | {"words": "3,000", "unit": "people", "least": 3000, "most": 3000}
    event = {"id": f"{BASE}event/x", "label": "Election", "type": "Election", "dates": []}
    row = {"events": [event], "conflict": False, "figures": [figure, other], "left_out": 0}
    visit.page.route("**/api/figures?*", lambda asked: asked.fulfill(json={"rows": [row], "total": 1, "next": None}))
    page = visit.open("#/figures")
    expect(page.locator(".figure-words")).to_have_text(["40 per cent", "3,000 people"])


def test_figures_stand_side_by_side_with_their_bounds(visit):
    page = visit.open("#/figures")
    rows = page.locator(".figure-row")
    expect(rows).to_have_count(3)
    assert page.get_by_role("img").evaluate_all("all => all.map((one) => one.ariaLabel)") == [
        "exactly 40",
        "60 or more",
        "60 or more",
    ]
    expect(page.locator(".panel").first).to_contain_text("conflict")


@pytest.mark.parametrize(
    ("route", "told"),
    [("#/graph", "No two entities are tied to one another yet."), ("#/graph?facts=1", "Nothing fits these filters.")],
)
def test_graph_without_ties_blames_filters_only_if_there_are_any(visit, route, told):
    none = {"shown": 0, "total": 0}
    found = {"nodes": [], "lines": [], "entities": none, "ties": none, "unconnected": 1}
    visit.page.route("**/api/network?*", lambda asked: asked.fulfill(json=found))
    page = visit.open(route)
    expect(page.locator(".told")).to_contain_text(f"{told} 0 lines. 1 entity tied to nobody is left out.")


def test_map_draws_the_land_and_shows_what_happened_in_a_city(visit):
    page = visit.open("#/map")
    expect(page.locator(".land")).to_have_attribute("d", re.compile("^M.{10000}"))
    page.locator("circle.city").click()
    panel = page.locator("aside.beside")
    expect(panel.locator("h2")).to_have_text("Tromsvik")
    expect(panel.locator(".events .node")).to_have_count(1)
    page.get_by_role("button", name="← All cities").click()
    page.get_by_text("2 cities without a place").click()
    expect(panel).to_contain_text("Malmö")


def test_map_tells_what_is_only_claimed_from_what_happened(visit):
    row = {
        "id": f"{BASE}city/a",
        "name": "Told",
        "lat": 50,
        "long": 10,
        "mentions": 4,
        "events": 2,
        "claimed": 1,
        "others": 3,
    }
    rows = [row, row | {"id": f"{BASE}city/b", "name": "Said", "long": 12, "events": 0, "claimed": 1}]
    rows.append(row | {"id": f"{BASE}city/c", "name": "Feared", "long": 14, "events": 0, "claimed": 0})
    found = {"rows": rows, "total": 3, "unplaced": [], "unplaced_total": 0}
    visit.page.route("**/api/cities?*", lambda asked: asked.fulfill(json=found))
    page = visit.open("#/map")
    expect(page.locator("circle.city")).to_have_count(2)  # what is only planned or denied is no dot
    ring = page.locator("circle.city.claimed")
    expect(ring).to_have_count(1)
    assert ring.evaluate("e => getComputedStyle(e).fill") == "none"
    expect(page.locator("aside.beside")).to_contain_text("2 events and 1 only claimed")
    expect(page.locator("aside.beside")).to_contain_text("0 events and 1 only claimed")


def test_sources_show_both_sides_of_a_conflict(visit):
    page = visit.open("#/sources")
    page.get_by_role("button", name="1 conflict").click()
    sides = page.locator(".sides > div")
    expect(sides).to_have_count(2)
    expect(sides.nth(0)).to_contain_text("Police arrested 40 dockers")
    expect(sides.nth(1)).to_contain_text("at least 60 dockers")
    assert "other=" in page.url  # can be sent to somebody


def test_sparql_runs_a_shipped_query_and_links_its_nodes(visit):
    page = visit.open("#/sparql?name=most-mentioned")
    expect(page.locator(".about-query")).to_contain_text("by the number of their mentions")
    page.locator(".yasqe_queryButton:visible").click()
    page.wait_for_selector(".results-table tbody tr")
    page.get_by_role("button", name="Chart").click()
    expect(page.locator(".chart-rows > li").first).to_be_visible()
    page.evaluate(
        """async () => {
            const tab = document.querySelector("section.sparql").yasgui.getTab();
            tab.setQuery("CONSTRUCT { ?a schema:knows ?b } { ?a schema:memberOf|org:headOf ?b }");
            await tab.yasqe.query();
            tab.yasr.selectPlugin("graph");
        }"""
    )
    expect(page.locator(".result-stage canvas").first).to_be_attached()
    page.get_by_role("button", name="Table").click()
    page.locator(".results-table a").first.click()
    expect(page).to_have_url(re.compile("#/node/"))


def test_sparql_completes_the_vocabulary_and_shows_what_is_wrong(visit):
    page = visit.open("#/sparql")
    page.evaluate("document.querySelector('section.sparql').yasgui.getTab().setQuery('')")
    page.locator(".yasqe:visible .CodeMirror").click()
    page.keyboard.type("SELECT * { ?x cg:claima")
    expect(page.locator(".CodeMirror-hint").first).to_contain_text("cg:claimant")
    page.keyboard.press("Enter")
    expect(page.locator(".yasqe:visible .CodeMirror-code")).to_contain_text(
        "PREFIX cg: <https://w3id.org/citegraph/ns#>"
    )
    visit.wrong.clear()
    page.locator(".yasqe_queryButton:visible").click()
    expect(page.locator(".query-error")).to_be_visible()
    # the browser itself logs that the server answered 400, which it should
    visit.wrong[:] = [line for line in visit.wrong if "400" not in line]


def test_sparql_editor_is_left_by_the_tab_key(visit):
    page = visit.open("#/sparql")
    written = "document.querySelector('section.sparql').yasgui.getTab().yasqe.getValue()"
    before = page.evaluate(written)
    for key in ("Tab", "Shift+Tab"):
        page.locator(".yasqe:visible .CodeMirror").click()
        expect(page.locator(".yasqe:visible .CodeMirror-focused")).to_have_count(1)
        for _ in range(3):  # its scroller can be reached, too
            page.keyboard.press(key)
        expect(page.locator(".yasqe:visible .CodeMirror-focused")).to_have_count(0)
        assert page.evaluate("document.activeElement.matches('a, button, select, input')")
    assert page.evaluate(written) == before


def test_drawn_views_show_hostile_names_as_plain_text(visit):
    page = drawn(visit)
    page.get_by_placeholder("Find an entity").fill("<script>")
    expect(page.locator(".found-item")).to_contain_text(SCRIPT)
    page.locator(".found-item").click()
    expect(page.locator("aside.beside h2")).to_contain_text("<script>")
    visit.open("#/sparql")
    page.evaluate(
        """async () => {
            const tab = document.querySelector("section.sparql").yasgui.getTab();
            tab.setQuery("SELECT ?name ?same { ?x schema:name ?name . OPTIONAL { ?x schema:sameAs ?same } }");
            await tab.yasqe.query();
            tab.yasr.selectPlugin("table");
        }"""
    )
    expect(page.locator(".results-table")).to_contain_text("<script>")
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.title() != "stolen"


RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (2560, "dark")])
def test_drawn_views_fit_the_screen_and_are_for_everybody(browser, address, width, theme):
    size = {"width": width, "height": 500}
    with visiting(browser, address, viewport=size, color_scheme=theme, bypass_csp=True) as visit:
        for view in ("graph", "timeline", "figures", "map", "sources", "sparql"):
            page = visit.open(f"#/{view}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, view
            found = Axe().run(page, options=RULES)
            assert found.violations_count == 0, f"{view}: {found.generate_report()}"
