"""An officer's case in a real browser, by keys alone and on a phone: from the alert to the task that is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.live import Live
from tests.browser.conftest import a_case, picture, sign_in
from tests.everyday import daily

pytestmark = [pytest.mark.browser, pytest.mark.long]
SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
MOST_TABS = 250  # to come from the top of a page to anything on it


@pytest.fixture(params=daily([1280, 390], [1280]))
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900}, locale="en-GB")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def width(page: Page) -> int:
    assert page.viewport_size
    return page.viewport_size["width"]


def tab_to(page: Page, name: str) -> None:
    """With the tabulator alone, until what is called so has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        text = page.evaluate(
            "() => { const at = document.activeElement; const label = at.labels && at.labels[0];"
            " return (label ? label.innerText : at.innerText || '').trim() }"
        )
        if text.partition("\n")[0] == name:
            return
    raise AssertionError(f"the tabulator does not come to {name!r}")


def write(page: Page, name: str, text: str) -> None:
    tab_to(page, name)
    page.keyboard.type(text)


def press(page: Page, name: str, key: str = "Enter") -> None:
    """Come to it by the tabulator, press it, and see the next page."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_an_officer_opens_a_case_from_an_alert_and_works_in_it_by_keys_alone(page: Page, system: Live) -> None:
    sign_in(page, system, "region.analyst")
    page.goto(f"{system.url}/alerts?show=all")
    page.locator("tbody tr", has_not_text="Silent").locator("th a").first.click()  # a silent one stays out of cases
    page.wait_for_url("**/alerts/*")
    press(page, "Open a case from this alert")
    write(page, "Title", "Two papers of one printer")
    page.keyboard.press("Tab")  # what it is for: the first of the choices
    page.keyboard.press("Space")
    write(page, "Legal basis", "Immigration Act, s. 1")
    press(page, "Open case")
    expect(page).to_have_url(re.compile(r"/cases/\d+$"))
    case = page.url

    write(page, "Note", "Both visas come from one press.")
    press(page, "Save note")
    expect(page.locator("#timeline ~ .moj-timeline")).to_contain_text("Both visas come from one press.")

    tab_to(page, "Add a file")
    page.keyboard.press("Enter")
    write(page, "What the file shows", "The visa page, scanned")
    tab_to(page, "File")
    page.locator("input[type=file]").set_input_files(
        {"name": "scan.exe", "mimeType": "application/x-msdownload", "buffer": SCAN}
    )
    press(page, "Add file")
    with page.expect_download() as download:
        page.get_by_role("link", name="The visa page, scanned").first.press("Enter")
    assert download.value.suggested_filename == "scan.pdf"
    assert download.value.path().read_bytes() == SCAN

    due = datetime.now(UTC) + timedelta(days=1)
    tab_to(page, "Set a task")
    page.keyboard.press("Enter")
    write(page, "Task", "Ask the embassy about the press")
    # Where a day's parts stand in a date field differs by browser: the field is reached by key and filled whole.
    tab_to(page, "Due date")
    page.get_by_label("Due date").fill(f"{due:%Y-%m-%d}")
    tab_to(page, "Due time")
    page.get_by_label("Due time").fill("14:30")
    press(page, "Set task")
    expect(page.locator("main")).to_contain_text("To do")
    expect(page.locator("main")).to_contain_text("14:30 UTC")
    picture(page, f"case-{'phone' if width(page) < 500 else 'desktop'}")

    page.goto(f"{system.url}/cases/tasks")
    press(page, "Ask the embassy about the press")
    tab_to(page, "Complete or drop")
    page.keyboard.press("Enter")
    write(page, "Result, or reason for dropping the task", "They know the press.")
    press(page, "Mark as done")
    expect(page.locator("main")).to_contain_text("They know the press.")
    expect(page.locator("main")).to_contain_text("Verified just now")

    page.goto(case)
    assert page.evaluate("document.documentElement.scrollWidth") <= width(page)
    titles = page.locator(".moj-timeline__title").all_inner_texts()
    said = [re.sub(r"^\d+\. | event \d+$", "", title.strip()) for title in reversed(titles)]
    assert said == ["Case opened", "Item added", "Note added", "File added", "Task set", "Task done"]


@pytest.mark.long
def test_a_file_that_is_a_program_is_refused_in_words_and_the_title_stays(page: Page, system: Live) -> None:
    a_case(page, system, "brb.officer")
    page.get_by_text("Add a file").click()
    page.get_by_label("What the file shows").fill("Kept words")
    page.locator("input[type=file]").set_input_files(
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00"}
    )
    page.get_by_role("button", name="Add file").click()
    expect(page.get_by_role("alert").first).to_contain_text("This is a program")
    expect(page.get_by_label("What the file shows")).to_have_value("Kept words")
