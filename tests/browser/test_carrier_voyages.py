"""A carrier corrects one traveller of a voyage, tries a list as a test, and has its system told by webhook."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from bench.live import Live, until
from tests.browser import axe
from tests.browser.conftest import sign_in
from tests.samples import Person, paxlst

pytestmark = [pytest.mark.browser, pytest.mark.long]
WORKS = True  # the correction is read meanwhile
PHONE: ViewportSize = {"width": 390, "height": 844}


def read_through(page: Page) -> bool:
    """Press Refresh, and see whether the message has been read."""
    page.get_by_role("link", name="Refresh").click()
    return page.get_by_text("Read and screened").count() > 0


def test_one_traveller_is_corrected_on_a_telephone_without_scripts(browser: Browser, system: Live) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="en-GB")
    page = context.new_page()
    sign_in(page, system, "carrier.2x")
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="My voyages", exact=True).click()
    page.get_by_label("Show", exact=True).select_option("all")
    page.get_by_role("button", name="Apply filters").click()
    page.locator("tbody th a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("→")
    expect(page.get_by_text("Deadlines and your filings")).to_be_visible()
    page.locator("table:below(#travellers) tbody th a").first.click()
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("Seat").fill("31K")
    page.get_by_role("button", name="Send correction").click()
    expect(page.get_by_text("Received and stored")).to_be_visible()
    until(lambda: read_through(page) if page.get_by_role("link", name="Refresh").count() else True, "not read", 60)
    table = page.get_by_role("table", name="What this message changed")
    expect(table).to_contain_text(name)
    expect(table.locator("ins")).to_have_text(["31K"])
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()


def test_leaving_a_traveller_out_asks_first(browser: Browser, system: Live) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    sign_in(page, system, "carrier.2x")
    page.goto(f"{system.url}/my-voyages?show=all")
    page.locator("tbody th a").first.click()
    page.get_by_role("table", name="Your list").locator("tbody th a").last.click()
    page.get_by_role("link", name="Leave this traveller out").click()
    page.get_by_role("button", name="Leave this traveller out").click()
    expect(page.get_by_text("Read and screened").first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("table", name="What this message changed").locator("ins")).to_contain_text("Withdrawn")
    context.close()


def test_a_list_is_tried_and_shown_as_a_test_and_a_webhook_is_added(browser: Browser, system: Live) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    axe.bring(context)
    page = context.new_page()
    sign_in(page, system, "carrier.2x")
    page.goto(f"{system.url}/file")
    page.get_by_label("Or paste").fill(paxlst(Person(surname="INVENTED", born="809901")).decode())
    page.get_by_label("This is a test").check()
    page.get_by_role("button", name="Send the list").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Test: this list was not filed")
    expect(page.get_by_text("Test: read, not filed").first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("table", name="What we would answer")).to_contain_text("INVENTED")
    faults = axe.violations(page)
    page.get_by_role("link", name="Test lists", exact=True).click()
    expect(page.get_by_role("table")).to_contain_text("TEST-")
    faults += axe.violations(page)
    page.goto(f"{system.url}/your-system")
    page.get_by_label("Address").fill("https://systems.example.com/roadstead")
    page.get_by_role("button", name="Add webhook").click()
    expect(page.get_by_text("shown this once")).to_be_visible()
    faults += axe.violations(page)
    page.get_by_role("button", name="Delete https://systems.example.com/roadstead").click()
    expect(page.get_by_text("is deleted")).to_be_visible()
    assert faults == []
    context.close()
