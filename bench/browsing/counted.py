"""A hand at keyboard and mouse that counts what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from playwright.sync_api import FilePayload, Locator, Page, Response, expect

PATIENCE_MS = 15_000
DELAY_MS = 15  # between two letters: a button refuses to be pressed again within a second


@dataclass(slots=True)
class Effort:
    """Keys struck beside texts, letters of texts, fields filled, presses of the mouse or finger, pages loaded."""

    keys: int = 0
    letters: int = 0
    fields: int = 0
    presses: int = 0
    pages: int = 0

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


class Hand:
    """A person's hand on one page. Every act is counted in `effort`; looking is free."""

    def __init__(self, page: Page) -> None:
        self.page, self.effort = page, Effort()
        page.on("response", self._note_page)

    def _note_page(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and request.frame == self.page.main_frame and response.status != 302:
            self.effort.pages += 1

    # ── keyboard

    def key(self, key: str, *, leads_on: bool = False) -> None:
        """Strike a key; `leads_on`: and see the page that it opens."""
        self.effort.keys += 1
        self._do(lambda: self.page.keyboard.press(key), leads_on=leads_on)

    def write(self, text: str) -> None:
        """Type a text into the focused field."""
        self.effort.letters += len(text)
        self.page.keyboard.type(text, delay=DELAY_MS)

    def tab_until(self, is_there: str, most: int) -> None:
        """Strike Tab until the expression about `document.activeElement` holds, at most so often."""
        for _ in range(most):
            if self.page.evaluate(is_there):
                return
            self.key("Tab")
        raise AssertionError(f"{most} times Tab do not lead to {is_there}")

    # ── mouse or finger

    def press(self, what: Locator, *, leads_on: bool = False) -> None:
        """Click; `leads_on`: and see the page that it opens."""
        self.effort.presses += 1
        self._do(what.click, leads_on=leads_on)

    def link(self, name: str, *, exact: bool = False) -> None:
        """Follow the first link of this name."""
        self.press(self.page.get_by_role("link", name=name, exact=exact).first, leads_on=True)

    def button(self, name: str, *, exact: bool = False) -> None:
        """Press the first button of this name, and see the next page."""
        self.press(self.page.get_by_role("button", name=name, exact=exact).first, leads_on=True)

    def fill(self, label: str, text: str) -> None:
        self.effort.fields += 1
        self.effort.letters += len(text)
        self._field(label).fill(text)

    def choose(self, label: str, value: str) -> None:
        self.effort.fields += 1
        self._field(label).select_option(value)

    def tick(self, label: str) -> None:
        self.effort.fields += 1
        self._field(label).check()

    def tick_off(self, label: str) -> None:
        self.effort.fields += 1
        self._field(label).uncheck()

    def attach(self, name: str, raw: bytes, kind: str = "text/plain") -> None:
        """Choose a file in the page's first file field."""
        self.effort.fields += 1
        file: FilePayload = {"name": name, "mimeType": kind, "buffer": raw}
        self.page.locator("input[type=file]").first.set_input_files(file)

    # ── looking

    def has(self, label: str) -> bool:
        return self._exactly(label).count() > 0

    def must_see(self, text: str) -> None:
        """Wait until the page says so."""
        expect(self.page.locator("main")).to_contain_text(text, timeout=PATIENCE_MS)

    def _field(self, label: str) -> Locator:
        exact = self._exactly(label)
        return (exact if exact.count() else self.page.get_by_label(label)).first

    def _exactly(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def _do(self, act: Callable[[], None], *, leads_on: bool) -> None:
        if not leads_on:
            act()
            return
        with self.page.expect_navigation():
            act()
