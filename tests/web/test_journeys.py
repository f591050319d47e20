"""What an analyst does on the page, in a real browser: search, read, cards of all kinds, decisions; and who may not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import desks
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Visit, chromium, visiting
from pages import BASE, HARM, SCRIPT, denials_turtle, graph_turtle, hostile
from playwright.sync_api import Browser, Locator, expect
from servers import publish, serving

pytestmark = pytest.mark.browser

SOLBERG = f"#/node/{BASE}person/mira-solberg"
HEADLINE = "Dockers walk out in Tromsvik"
VIEWS = ("#/", "#/search?q=tromsvik", "#/search?group=entity", "#/read", SOLBERG)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    out = tmp_path_factory.mktemp("journeys")
    publish(out, graph_turtle(hostile()))
    with serving(out) as address:
        yield address


@pytest.fixture
def visit(browser, address) -> Iterator[Visit]:
    with visiting(browser, address, viewport={"width": 1280, "height": 900}) as visit:
        yield visit


def follow(visit: Visit, link: Locator, view: str) -> None:
    """Click, and wait for the view that the link leads to."""
    link.click()
    visit.page.wait_for_selector(f"main .view-{view} h1")


def in_sight(visit: Visit, element: Locator) -> bool:
    box, screen = element.bounding_box(), visit.page.viewport_size
    return box is not None and screen is not None and box["y"] >= 0 and box["y"] + box["height"] <= screen["height"]


def test_search_as_you_type_leads_to_a_card_by_keyboard_alone(visit):
    page = visit.open("#/")
    page.keyboard.press("/")
    page.keyboard.type("solb")
    page.wait_for_selector(".view-search .hit")
    expect(page.locator(".facets a").first).to_have_text(re.compile("All"))
    expect(page.locator(".facets a", has_text="Claims").locator(".soft")).not_to_have_text("0")
    expect(page.locator(".hit mark").first).to_have_text("Solberg")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "Mira Solberg"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator(".view-node h1")).to_have_text("Mira Solberg")
    page.go_back()
    expect(page.locator("#q")).to_have_value("solb")


def test_search_narrows_to_a_class_and_turns_pages(visit):
    page = visit.open("#/search?q=")
    follow(visit, page.get_by_role("link", name=re.compile("^Person")), "search")
    expect(page.locator(".group h2")).to_have_count(1)  # until then all groups are shown
    expect(page.locator(".group h2")).to_contain_text("Person")
    expect(page.locator(".hit .badge", has_text="Person").first).to_be_visible()
    expect(page.locator(".hit .badge").filter(has_not_text="Person")).to_have_count(0)
    page = visit.open("#/search?q=zzzz")
    expect(page.locator(".notice")).to_contain_text("Nothing in these articles")
    page = visit.open("#/search?q=solbreg")
    follow(visit, page.locator(".notice").get_by_role("link", name="solberg"), "search")
    expect(page.locator(".hit").first).to_contain_text("Mira Solberg")


def test_overview_of_little_has_no_empty_lists(browser, tmp_path):
    publish(tmp_path, denials_turtle())
    with serving(tmp_path) as address, visiting(browser, address) as visit:
        page = visit.open("#/")
        expect(page.locator(".panel", has_text="Said most")).to_have_count(1)
        page.route(
            "**/api/overview?*", lambda asked: asked.fulfill(json=asked.fetch().json() | {"quoted": [], "events": []})
        )
        page.reload()
        expect(page.locator(".panel", has_text="Newest articles")).to_have_count(1)
        expect(page.locator(".panel", has_text="Said most")).to_have_count(0)
        expect(page.locator(".panel", has_text="Reported most")).to_have_count(0)
        # an article without a title or an outlet is called by its file, and that once
        page = visit.open("#/read")
        expect(page.locator(".hit-document")).to_have_text("herald.txt")


def test_reading_shows_what_was_found_and_leads_to_the_card_and_back_to_the_sentence(visit):
    page = visit.open("#/read")
    follow(visit, page.get_by_role("link", name=HEADLINE), "read")
    name = page.locator("a.m-name", has_text="Jonas Lind").first
    name.hover()
    expect(page.locator(".found-here")).to_contain_text("Jonas Lind")
    expect(page.locator(".found-here .badge")).to_have_text("Person")
    follow(visit, name, "node")
    expect(page.locator("h1")).to_have_text("Jonas Lind")
    fact = page.locator(".fact", has_text="is a member of")
    follow(visit, fact.get_by_role("link", name="Show in the text"), "read")
    target = page.locator(".sentence.target")
    expect(target).to_contain_text("Lind may be a member of Open Harbour, Solberg said.")
    expect(target).to_be_focused()
    assert in_sight(visit, target)


def test_reading_explains_marks_that_overlap_to_those_who_walk_by_keyboard(visit):
    page = visit.open("#/read")
    follow(visit, page.get_by_role("link", name=HEADLINE), "read")
    page.locator("a.m-event", has_text="arrested").nth(1).focus()
    told = page.locator(".found-here")
    expect(told).to_contain_text("Arrest")
    expect(told.locator(".claim")).to_contain_text("Jonas Lind said")
    page.keyboard.press("Escape")
    expect(told).not_to_contain_text("Jonas Lind")
    page.locator(".told").first.press("Enter")
    expect(told).to_contain_text("What this sentence states")


def test_reading_tells_what_only_may_have_happened_from_what_did(browser, tmp_path):
    publish(tmp_path, denials_turtle())
    with serving(tmp_path) as address, visiting(browser, address) as visit:
        page = visit.open("#/read")
        follow(visit, page.locator(".hit-label").first, "read")
        line = "e => getComputedStyle(e).borderBottomStyle"
        assert page.locator("a.m-event", has_text="robbed").evaluate(line) == "solid"
        for only_claimed in ("shelled", "burned", "raid"):
            assert page.locator("a.m-event", has_text=only_claimed).first.evaluate(line) == "dashed"


def test_reading_hides_marks_that_are_not_wanted_and_remembers(visit):
    page = visit.open("#/read")
    follow(visit, page.get_by_role("link", name=HEADLINE), "read")
    flag = page.locator(".flag").first
    expect(flag).to_be_visible()
    page.get_by_role("checkbox", name="Claims").uncheck()
    expect(flag).to_be_hidden()
    page.reload()
    expect(page.get_by_role("checkbox", name="Claims")).not_to_be_checked()


def test_conflicting_figures_lead_from_the_overview_to_both_sentences(visit):
    page = visit.open("#/")
    follow(visit, page.locator(".conflicts a.node").first, "node")
    expect(page.locator("h1")).to_contain_text("Arrest")
    compared = page.locator(".verdict-conflict").first
    expect(compared.locator(".side")).to_have_count(2)
    figures = compared.locator(".big").all_text_contents()
    assert len(set(figures)) == 2
    follow(visit, compared.get_by_role("link", name="Show in the text").first, "read")
    assert in_sight(visit, page.locator(".sentence.target"))


def test_claims_never_look_like_facts_not_even_without_colour(visit):
    page = visit.open(SOLBERG)
    denied = page.locator(".part-says .claim.denied").first
    expect(denied.locator(".stance-denied")).to_have_text("≠denies")
    expect(denied.locator(".stance-claimed")).to_have_text("❝claimed")
    style = "e => { const s = getComputedStyle(e); return [s.borderLeftStyle, s.fontStyle] }"
    assert denied.evaluate(style)[0] == "double"
    hedged = page.locator(".part-says .claim.possible").first
    assert hedged.evaluate(style)[0] == "dotted"
    assert hedged.locator(".content").evaluate(style)[1] == "italic"
    stated = page.locator(".fact", has_text="heads").first
    expect(stated.locator(".says .stance")).to_have_text("✓stated")
    assert stated.locator(".says").evaluate(style)[1] == "normal"
    opposed = page.locator(".fact", has_text="opposes").first
    expect(opposed.locator(".says .stance-denied")).to_be_visible()
    assert opposed.locator(".says").evaluate(style)[1] == "italic"
    follow(visit, denied.locator(".content a"), "node")
    expect(page.locator(".head")).to_contain_text("a claim, not a fact")


def test_quotation_marks_of_a_claim_stand_beside_its_words(browser, address):
    with visiting(browser, address, viewport={"width": 360, "height": 800}) as visit:
        page = visit.open(SOLBERG)
        content = page.locator(".claim .content").first
        # the lines of the words, and those that the paragraph has room for
        lines, room = content.evaluate(
            """(element) => {
                const tops = [...element.querySelector("a").getClientRects()].map((box) => Math.round(box.top));
                const { lineHeight } = getComputedStyle(element);
                return [new Set(tops).size, Math.round(element.offsetHeight / Number.parseFloat(lineHeight))];
            }"""
        )
        assert lines > 1  # else no mark could stand on a line of its own
        assert room == lines


def test_signs_beside_one_another_do_not_touch(visit):
    page = visit.open("#/search?q=&group=claim")
    pair = page.locator(".stance + .stance").first
    gap = "e => e.getBoundingClientRect().left - e.previousElementSibling.getBoundingClientRect().right"
    assert pair.evaluate(gap) >= 3


def test_quotes_are_copied_with_their_source(browser, address):
    with visiting(browser, address, permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = visit.open(SOLBERG)
        quote = page.locator(".fact .quote").first
        quote.get_by_role("button", name="Copy").click()
        expect(quote.get_by_role("button")).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(quote.locator("q").inner_text().strip("“”").join("“”"))
        assert re.search(r"\n— .+, \d+ \w+ 2024\. https://example\.org/kg/document/\S+#char=\d+,\d+$", copied)


def test_claims_that_are_found_are_told_with_the_word_that_attributes_them(visit):
    page = visit.open("#/search?q=solberg&group=claim")
    denied = page.locator(".hit-claim", has=page.locator(".stance-denied")).first
    expect(denied.locator(".hit-who")).to_have_text(re.compile("^Mira Solberg denied"))


def test_old_addresses_and_wrong_ones_say_so(visit):
    page = visit.open(f"#/node/{BASE}person/solberg")
    expect(page.locator("h1")).to_have_text("Mira Solberg")
    expect(page.locator(".head .notice")).to_be_visible()
    page = visit.open("#/nothing")
    expect(page.locator("h1")).to_have_text("There is no such view")


def test_what_is_not_in_the_graph_is_said_to_be_so(browser, address):
    with visiting(browser, address) as visit:
        page = visit.open("#/node/urn:nobody")
        expect(page.locator("h1")).to_have_text("Not in this graph")
        expect(page.get_by_role("alert")).to_contain_text("says nothing of urn:nobody")
        assert all("404" in message for message in visit.wrong)
        visit.wrong.clear()  # the browser itself logs an answer of 404


def test_hostile_articles_names_and_addresses_are_shown_and_do_nothing(visit):
    page = visit.open(f"#/search?q={SCRIPT.split('>')[1]}")
    expect(page.locator("main")).to_contain_text(SCRIPT)
    page = visit.open(f"#/node/{BASE}person/evil")
    expect(page.locator("h1")).to_have_text(SCRIPT)
    expect(page.locator(".rows")).to_contain_text("javascript:alert(1)")
    assert (
        page.locator("main [href^='javascript:' i], main script, main img, main [onerror], main [style]").count() == 0
    )
    assert page.locator("a[rel~=external]").get_attribute("href") == "https://other.example/evil"
    page = visit.open("#/read")
    follow(visit, page.locator(".hit-label", has_text="Hostile"), "read")
    assert HARM in page.locator(".text").text_content()
    assert page.locator(".text bdi, .text a, .text span").first.is_visible()
    page.locator("a.piece").first.hover()
    follow(visit, page.get_by_role("link", name="what it says, in a list"), "node")
    expect(page.locator(".rows")).to_contain_text("javascript:alert(4)")
    assert "stolen" not in page.title() or SCRIPT[:20] in page.title()
    visit.open(f"#/node/{BASE}person/long")
    assert page.locator("h1").bounding_box()["height"] < 600
    assert not page.evaluate("[...document.scripts].some((s) => !s.src.startsWith(location.origin))")


@pytest.mark.parametrize("width", [360, 1280, 2560])
def test_page_fits_every_width(browser, address, width):
    with visiting(browser, address, viewport={"width": width, "height": 900}) as visit:
        for view in (*VIEWS, f"#/node/{BASE}person/long"):
            page = visit.open(view)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
            assert page.locator("#q").is_visible()


@pytest.mark.parametrize(
    ("theme", "rules"),
    [("light", ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]), ("dark", ["color-contrast"])],
)
def test_page_meets_wcag_aa(browser, address, theme, rules):
    with visiting(browser, address, color_scheme=theme, viewport={"width": 1280, "height": 900}) as visit:
        page = visit.open("#/read")
        article = page.get_by_role("link", name=HEADLINE).get_attribute("href")
        event = visit.open("#/").locator(".conflicts a.node").first.get_attribute("href")
        claim = visit.open(SOLBERG).locator(".claim .content a").first.get_attribute("href")
        for view in (*VIEWS, article, event, claim):
            page = visit.open(view)
            found = Axe().run(page, options={"runOnly": rules})
            assert found.violations_count == 0, found.generate_report()


def test_theme_follows_the_system_until_somebody_chooses(browser, address):
    ground = "getComputedStyle(document.body).backgroundColor"
    with visiting(browser, address, color_scheme="dark") as visit:
        page = visit.open("#/")
        dark = page.evaluate(ground)
        page.get_by_role("button", name="Theme: system. Change to light").click()
        light = page.evaluate(ground)
        assert light != dark
        page.reload()
        page.wait_for_selector("h1")
        assert page.evaluate(ground) == light
        page.get_by_role("button", name="Theme: light. Change to dark").click()
        assert page.evaluate(ground) == dark


def test_decisions_are_made_and_taken_back_on_the_card(browser, tmp_path):
    desks.build(tmp_path)
    with serving(tmp_path, token="open sesame") as address, visiting(browser, address) as visit:
        page = visit.open("#token=open%20sesame")
        assert "sesame" not in page.url
        visit.open(f"#/node/{desks.BASE}person/bill-gates")
        page.get_by_role("heading", name="Decide who this is").click()
        page.get_by_text("It is the same as another").click()
        page.get_by_label("The other name").fill("Ann Lee")
        page.get_by_label("Who decides").first.fill("ada")
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="These two are one").click()
        expect(page.locator(".aliases")).to_contain_text("Ann Lee")
        page.get_by_role("heading", name="Decide who this is").click()
        expect(page.locator(".decide ol")).to_contain_text("Bill Gates is the same as Ann Lee")
        page.locator(".decide ol summary").click()
        page.locator(".decide ol button").click()
        expect(page.locator(".aliases")).not_to_contain_text("Ann Lee")


def test_decisions_are_not_offered_by_a_server_that_only_shows(browser, tmp_path):
    desks.build(tmp_path)
    with serving(tmp_path) as address, visiting(browser, address) as visit:
        page = visit.open(f"#/node/{desks.BASE}person/bill-gates")
        page.get_by_role("heading", name="Decide who this is").click()
        expect(page.locator(".decide")).to_contain_text("This server only shows")
        assert page.locator(".decide form").count() == 0


def test_events_that_no_author_reports_name_who_claims_or_denies_them(browser, tmp_path):
    publish(tmp_path, denials_turtle())
    with serving(tmp_path) as address, visiting(browser, address) as visit:
        page = visit.open(f"#/node/{BASE}city/olsk")
        lines = page.locator(".part-events .line .says")
        expect(lines.filter(has_text="Attack")).to_contain_text("only in a denial by Army")
        expect(lines.filter(has_text="Disaster")).to_contain_text("only claimed by Ada Moor, neighbours")
        expect(lines.filter(has_text="Transaction")).not_to_contain_text("only")
        page = visit.open(f"#/node/{BASE}person/pavel-ruta")
        expect(page.locator(".part-facts .says").first).to_contain_text("claimed by Ada Moor")
