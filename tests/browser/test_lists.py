"""Lists and rules in a real browser: a file is chosen once, and the pages are short on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.live import Live
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.long]
LIST = "id,surname,given,born,nationality,action,reason\nR-1,Quandor,Ada,1980-01-02,GUY,refer,Warrant 1\n"
PHONE = 390  # pixels
MAX_HEIGHT = 6000  # pixels
PAGES = {
    "region.supervisor": (
        "/lists", "/lists/1", "/lists/1?show=versions", "/lists/1?show=settings", "/lists/1?show=outcomes",
    ),
    "brb.supervisor": ("/lists/quality", "/lists/{kept}/entries", "/lists/{kept}/nominate"),
    "region.analyst": ("/rules", "/rules/{rule}", "/rules/new", "/rules/{rule}/edit"),
}  # fmt: skip


def test_a_file_that_was_compared_is_put_in_force_without_choosing_it_again(
    page: Page, system: Live, tmp_path: Path
) -> None:
    chosen = tmp_path / "own.csv"
    chosen.write_text(LIST)
    sign_in(page, system, "region.supervisor")
    page.goto(f"{system.url}/lists")
    page.locator("form[data-keep-files] input[type=file]").set_input_files(chosen)
    page.get_by_label("Name of the list").first.fill("Chosen once")
    page.get_by_role("button", name="Compare with the list in force").click()
    expect(page.locator("#preview")).to_be_focused()
    expect(page.locator("main")).to_contain_text("1 added, 0 amended, 0 removed.")
    kept = page.locator("form[data-keep-files] input[type=file]")
    assert kept.evaluate("input => input.files[0].name") == "own.csv"
    with page.expect_navigation():
        page.get_by_role("button", name="Put in force").click()
    expect(page.get_by_role("alert")).to_contain_text("In force.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chosen once")


@pytest.mark.parametrize("who", PAGES)
def test_pages_of_lists_and_rules_are_short_on_a_phone(browser: Browser, system: Live, who: str) -> None:
    context = browser.new_context(viewport={"width": PHONE, "height": 844}, locale="en-GB")
    page = context.new_page()
    sign_in(page, system, who)
    ids = {
        "kept": system.value("select id::text from watchlists_watchlist where is_manual and not is_lookouts"),
        "rule": system.value("select id::text from rulebook_rule order by id limit 1"),
    }
    heights = {}
    for path in PAGES[who]:
        page.goto(f"{system.url}{path.format(**ids)}")
        heights[path] = page.evaluate("document.documentElement.scrollHeight")
    context.close()
    assert {path: height for path, height in heights.items() if height > MAX_HEIGHT} == {}, heights
