"""A walk over every page that the demo's roles can open by links: height, weight, overflow and axe at three widths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page

from bench.browsing.chromium import Served, sign_in
from tests.browser import axe

# One account for each role, and for each organisation with a menu of its own.
ACCOUNTS: Final = (
    "region.analyst", "region.supervisor", "region.auditor", "region.privacy", "brb.officer", "brb.customs",
    "brb.supervisor", "brb.lists", "brb.focal", "lca.authority", "lca.court", "carrier.2x", "captain.starfish",
    "operator", "administrator",
)  # fmt: skip
PHONE: Final = 390
WIDTHS: Final = (PHONE, 1280, 320)  # 320: a page enlarged to 400 % on a desk's screen
MAX_HEIGHT: Final = 6000  # pixels on a phone
MAX_BYTES: Final = 60_000  # of a page with all that it brings, at the first visit
KEPT: Final = ("show", "subject")  # parameters that choose another page; others narrow, sort or turn it
NO_PAGE: Final = re.compile(
    r"^/(sign-out|static|api|guide/text)|\.(csv|json|xlsx|ods|pdf|pem|svg|png)$|/export$|/enclosed"
)
NUMBER: Final = re.compile(
    r"(?<=/)(\d+|[0-9A-Z]{5}-[0-9A-Z]{5}|[A-Z]{3}(-[A-Z0-9]+)+|[0-9a-f]{8}-[0-9a-f-]{27})(?=/|$)"
)
OF_ALL: Final = ("/guide/", "/account/")  # the same for everybody: looked at once
LINKS: Final = (
    "[...document.querySelectorAll('a[href]')].map(link => new URL(link.getAttribute('href'), location).href)"
)
SHAPE: Final = (
    "[...new Set([...document.querySelectorAll('body *')].map(each => each.tagName + '.' + each.className))]"
    ".sort().join(' ')"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One page as one account sees it. `document`: its bytes on the wire; `whole`: with all that it brings."""

    who: str
    page: str
    address: str
    height: int
    document: int
    whole: int
    overflows: tuple[int, ...]
    faults: dict[int, list[str]]

    def as_dict(self) -> dict[str, Any]:
        faults = {str(width): found for width, found in self.faults.items() if found}
        more: dict[str, Any] = {"overflows": list(self.overflows)} if self.overflows else {}
        if self.height > MAX_HEIGHT or self.whole > MAX_BYTES or more or faults:
            more["address"] = self.address  # of the one that was looked at
        return {
            "height": self.height, "document": self.document, "whole": self.whole, **more,
            **({"axe": faults} if faults else {}),
        }  # fmt: skip


@dataclass(slots=True)
class Walk:
    """What was seen. `shapes`: pages by the elements in them, so that axe is asked once about what is alike."""

    visits: list[Visit] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    shapes: set[str] = field(default_factory=set)
    common: set[str] = field(default_factory=set)
    axe_runs: int = 0


def name_of(address: str) -> str:
    """Return the page's name: its path with N for numbers and receipts, and the parameters that choose another page."""
    parts = urlsplit(address)
    chosen = [(name, value) for name, value in parse_qsl(parts.query) if name in KEPT]
    return NUMBER.sub("N", parts.path) + (f"?{urlencode(chosen)}" if chosen else "")


def to_visit(links: Iterable[str], origin: str) -> Iterator[str]:
    """Return the addresses of our own pages, without fragments; none of files."""
    for link in links:
        parts = urlsplit(link)
        if f"{parts.scheme}://{parts.netloc}" == origin and not NO_PAGE.search(parts.path) and "as=" not in parts.query:
            yield parts._replace(fragment="").geturl()


def walk(browser: Browser, demo: Served, accounts: Iterable[str] = ACCOUNTS) -> Walk:
    found = Walk()
    for who in accounts:
        context = browser.new_context(viewport={"width": PHONE, "height": 844}, locale="en-GB")
        axe.bring(context)
        _walk_as(context, demo, who, found)
        context.close()
    return found


def _walk_as(context: BrowserContext, demo: Served, who: str, found: Walk) -> None:
    page = context.new_page()
    sign_in(page, demo, who)
    waiting, known = [f"{demo.url}/"], {"/"}
    scales = Scales(page)
    while waiting:
        address = waiting.pop(0)
        name = name_of(address)
        if name.startswith(OF_ALL):
            if name in found.common:
                continue
            found.common.add(name)
        status = scales.open(address)
        if status != 200:
            if status:
                found.refused.append(f"{who}: {address} answers {status}")
            continue
        found.visits.append(_visit(page, who, name, address, scales, found))
        for link in to_visit(page.evaluate(LINKS), demo.url):
            if name_of(link) not in known:
                known.add(name_of(link))
                waiting.append(link)


def _visit(page: Page, who: str, name: str, address: str, scales: Scales, found: Walk) -> Visit:
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    shape = sha256(f"{name} {page.evaluate(SHAPE)}".encode()).hexdigest()
    is_new = shape not in found.shapes
    found.shapes.add(shape)
    overflows, faults = [], {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            overflows.append(width)
        if is_new:
            found.axe_runs += 1
            faults[width] = axe.violations(page)
    page.set_viewport_size({"width": PHONE, "height": 844})
    return Visit(
        who=who, page=name, address=urlsplit(address)._replace(scheme="", netloc="").geturl(), height=height,
        document=scales.document, whole=scales.whole, overflows=tuple(overflows), faults=faults,
    )  # fmt: skip


class Scales:
    """Opens pages with nothing from the browser's cache, and weighs what came."""

    def __init__(self, page: Page) -> None:
        self.page, self.document, self.whole = page, 0, 0
        self._of_document: set[str] = set()
        network = page.context.new_cdp_session(page)
        network.on("Network.responseReceived", self._note_kind)
        network.on("Network.loadingFinished", self._weigh)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def open(self, address: str) -> int:
        """Return the status of the page, 0 if it is a file or another kind of answer."""
        self.document = self.whole = 0
        self._of_document.clear()
        try:
            response = self.page.goto(address, wait_until="load")
        except Error:  # a download begins
            return 0
        if response is None or "html" not in response.headers.get("content-type", ""):
            return 0
        return response.status

    def _note_kind(self, event: dict[str, Any]) -> None:
        if event["type"] == "Document":
            self._of_document.add(event["requestId"])

    def _weigh(self, event: dict[str, Any]) -> None:
        size = int(event["encodedDataLength"])
        self.whole += size
        if event["requestId"] in self._of_document:
            self.document += size
