"""A telephone in a test: a touch screen of 390 by 844, which records what its owner presses, types and opens."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Response, expect

from bench.live import Live
from tests.browser import axe
from tests.browser.conftest import sign_in

WIDTH, HEIGHT = 390, 844
# Trusted events alone: what a finger did, not a script. `record` stands in every page of the context.
RECORDER: Final = """
addEventListener('pointerdown', event => event.isTrusted && record('press'), true);
addEventListener('input', event => event.target.matches('textarea, input:not([type=radio], [type=checkbox])')
  && record('typed'), true);
"""


@dataclass(slots=True)
class Taken:
    """Presses, texts typed, and the pages opened, each once."""

    presses: int = 0
    typed: int = 0
    pages: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.presses} presses, {len(self.pages)} pages, {self.typed} texts typed"


class Phone:
    """A telephone of one person, signed in."""

    def __init__(self, browser: Browser, system: Live, username: str) -> None:
        self.system, self.taken = system, Taken()
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, is_mobile=True, locale="en-GB"
        )
        context.set_default_timeout(30_000)
        axe.bring(context)
        context.expose_function("record", self._record)
        context.add_init_script(RECORDER)
        self.page: Page = context.new_page()
        self.page.on("response", self._opened)
        sign_in(self.page, system, username)

    def _record(self, what: str) -> None:
        if what == "press":
            self.taken.presses += 1
        else:
            self.taken.typed += 1

    def _opened(self, response: Response) -> None:
        path = urlsplit(response.url).path
        request = response.request
        is_page = request.is_navigation_request() and request.frame == self.page.main_frame and response.status < 300
        if is_page and path not in self.taken.pages:
            self.taken.pages.append(path)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.system.url}{path}")

    def tap(self, what: Locator) -> None:
        what.tap()

    def choose(self, label: str) -> None:
        self.tap(self.page.get_by_label(label, exact=True))

    def button(self, name: str) -> None:
        with self.page.expect_navigation():
            self.tap(self.page.get_by_role("button", name=name, exact=True).first)

    def link(self, what: Locator) -> None:
        with self.page.expect_navigation():
            self.tap(what)

    def restart(self) -> Taken:
        """Return what was recorded until now, and begin anew."""
        before, self.taken = self.taken, Taken()
        return before

    def must_see(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def faults(self) -> list[str]:
        """Return what axe finds by day and by night, and if the page is wider than the telephone."""
        found = axe.violations(self.page)
        self.page.emulate_media(color_scheme="dark")
        found += [f"dark: {each}" for each in axe.violations(self.page, axe.OF_COLOURS)]
        self.page.emulate_media(color_scheme="light")
        width = self.page.evaluate("document.documentElement.scrollWidth")
        return [f"{self.page.url}: {each}" for each in [*found, *([f"{width} wide"] if width > WIDTH else [])]]
