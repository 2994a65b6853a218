"""An officer with a passport in hand types its number in a real browser, at a desk and on a phone."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.live import Live
from tests.browser import axe
from tests.browser.conftest import picture, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.long]
WHO = "brb.officer"
SOMEBODY = """
select {0} from voyages_traveller t join voyages_document d on d.traveller_id = t.id
join voyages_voyage v on v.id = t.voyage_id join alerts_alert a on a.traveller_id = t.id
where 'BRB' = any (t.states) and a.action <> 'discreet' and a.owner = 'REGION' and t.surname <> ''
order by a.score desc, t.id limit 1
"""
MAX_LINE = 44  # pixels of the box on a phone


def shot(page: Page, name: str) -> None:
    picture(page, name)
    if folder := os.environ.get("ROADSTEAD_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_slash_leads_to_the_box_and_a_passport_number_to_the_person(page: Page, system: Live) -> None:
    axe.bring(page.context)
    number, name = (system.value(SOMEBODY.format(column)) for column in ("d.number", "t.surname"))
    sign_in(page, system, WHO)
    page.goto(f"{system.url}/arrivals")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Search for a person, document, voyage, container or reference")
    expect(box).to_be_focused()
    assert box.input_value() == ""
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.get_by_label("Border check").check()  # the first search of the session
    shot(page, "search-purpose-1280")
    assert axe.violations(page) == []
    page.locator("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    assert number not in page.url
    row = page.get_by_role("row").filter(has_text=name.upper()).first
    expect(row).to_contain_text("Alert")
    expect(page.get_by_role("link", name="Border check")).to_be_visible()
    shot(page, "search-results-1280")
    assert axe.violations(page) == []
    row.get_by_role("rowheader").get_by_role("link").click()
    expect(page.get_by_role("table").filter(has_text="1 traveller")).to_contain_text(name.upper())
    page.go_back()  # the results are there again, without another form
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_box_is_one_line_below_the_header_and_needs_no_script(
    scripts: bool, browser: Browser, system: Live
) -> None:
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 390, "height": 844}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(30_000)
    surname = system.value(SOMEBODY.format("t.surname"))
    sign_in(page, system, WHO)
    line = page.locator(".rs-search")
    size = line.bounding_box()
    assert size
    assert size["height"] <= MAX_LINE
    page.get_by_role("searchbox").fill(surname)
    line.get_by_role("button", name="Search").click()
    page.get_by_label("Border check").check()
    shot(page, "search-purpose-390")
    page.locator("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(surname)
    assert page.locator("table a[data-row]").count() > 0
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        shot(page, "search-results-390")
        page.emulate_media(color_scheme="dark")
        shot(page, "search-results-dark-390")
    page.get_by_role("searchbox").fill("Q99999999")
    line.get_by_role("button", name="Search").click()
    expect(page.locator("main")).to_contain_text("Nothing found for")
    shot(page, f"search-nothing-390-{scripts}")
    context.close()
