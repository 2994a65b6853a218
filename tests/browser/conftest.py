"""Chromium, and a whole Roadstead with the demo region in it, filed by its carriers and screened by its workers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bench.browsing.chromium import chromium
from bench.browsing.chromium import sign_in as sign_in  # for the tests
from bench.live import Live
from tests.shared import live_system, screened_region

ONE = {"ROADSTEAD_WEB_WORKERS": "1"}  # web process: a browser asks for one page at a time
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def system(request: pytest.FixtureRequest) -> Iterator[Live]:
    """With everything screened that the demo's carriers file; with a worker and a sender where the module `WORKS`."""
    workers = int(getattr(request.module, "WORKS", False))
    with live_system("roadstead_browser", workers=workers, original=screened_region(), settings=ONE) as system:
        yield system


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """At a desk, in a session of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def a_case(page: Page, system: Live, username: str) -> str:
    """The number of a case that this person opens, with a task and a file in it."""
    sign_in(page, system, username)
    page.goto(f"{system.url}/cases/new")
    page.get_by_label("Title").fill("Papers of one printer")
    page.get_by_role("radio").first.check()
    page.get_by_label("Legal basis").fill("Immigration Act, s. 1")
    page.get_by_role("button", name="Open case").click()
    page.get_by_text("Set a task").click()
    page.get_by_label("Task", exact=True).fill("Ask which press printed the visa labels")
    page.get_by_label("Due date").fill(f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}")
    page.get_by_label("Due time").fill("14:30")
    page.get_by_role("button", name="Set task").click()
    page.get_by_text("Add a file").click()
    page.get_by_label("What the file shows").fill("The visa page")
    page.locator("input[type=file]").set_input_files(
        {
            "name": "a name that is as long as names of pictures from telephones are.heic",
            "mimeType": "image/heic",
            "buffer": b"%PDF-1.4",
        }
    )
    page.get_by_role("button", name="Add file").click()
    page.get_by_role("link", name="The visa page").first.wait_for()
    return page.url.rpartition("/")[2]


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like for the documents, when asked to (ROADSTEAD_TEST_PICTURES=yes)."""
    if os.environ.get("ROADSTEAD_TEST_PICTURES") == "yes":
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=False)
