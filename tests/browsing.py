"""Debian's Chromium for tests of the page: what the page logs, and what it asks of anybody else, is kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

__all__ = ["NAMES", "Visit", "chromium", "visiting"]

PATIENCE = 30_000
"""So many milliseconds may pass until something shows: build machines have other work as well."""
NAMES = ("chromium", "chromium-browser", "google-chrome")
_SWITCHES = [
    "--no-sandbox",  # tests run as root on build machines
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",  # WebGL without a graphics card
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@dataclass
class Visit:
    """A page that is looked at. `wrong` are errors that it logged or threw, `elsewhere` requests to other hosts."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def open(self, route: str, **options: Any) -> Page:
        """Goes to a view, such as ``#/graph``, and waits until it has its heading."""
        self.page.goto(f"{self.address}/{route}", **options)
        self.page.wait_for_selector("main h1")
        return self.page

    def _note(self) -> None:
        local = (self.address, "data:", f"blob:{self.address}")
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda m: self.wrong.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("request", lambda r: None if r.url.startswith(local) else self.elsewhere.append(r.url))
        self.page.on("dialog", lambda dialog: (self.wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    path = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_SWITCHES)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visiting(browser: Browser, address: str, **options: Any) -> Iterator[Visit]:
    """A fresh profile at an address, such as ``http://127.0.0.1:8080``; `options` as in Browser.new_context.

    When the visit ends without an error of its own, whatever the page logged as wrong or asked elsewhere is one.
    """
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    visit = Visit(context.new_page(), address)
    visit._note()
    try:
        yield visit
        assert visit.wrong == []
        assert visit.elsewhere == []
    finally:
        context.close()
