"""The watch log in a real browser: one key and Enter, a draft that survives, and a handover on a telephone without
JavaScript.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.live import Live
from tests.browser import axe
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.long]
WIDTHS: Final = (1280, 390)
SHOTS: Final = os.environ.get("ROADSTEAD_TEST_SHOTS", "")  # a folder for pictures to look at


def test_one_key_opens_the_line_enter_stores_it_and_a_draft_survives(browser: Browser, system: Live) -> None:
    context = browser.new_context()
    axe.bring(context)
    page = context.new_page()
    sign_in(page, system, "brb.officer")
    page.goto(f"{system.url}/alerts")
    page.keyboard.press("w")
    line = page.get_by_role("textbox", name="Entry", exact=True)
    expect(line).to_be_focused()
    line.type("Coast guard rang w")
    page.goto(f"{system.url}/arrivals")
    page.goto(f"{system.url}/log")
    expect(line).to_have_value("Coast guard rang w")
    line.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The entry is in the log.")
    expect(page.locator("tbody tr").first).to_contain_text("Coast guard rang w")
    page.goto(f"{system.url}/log")
    expect(line).to_have_value("")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for name in ("log", "log/handover"):
            page.goto(f"{system.url}/{name}")
            looked_at(page, f"{name.replace('/', '-')}-{width}")
    context.close()


def test_a_shift_is_taken_over_on_a_telephone_without_javascript(browser: Browser, system: Live) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False).new_page()
    sign_in(page, system, "brb.focal")
    page.goto(system.url)
    page.get_by_role("link", name="hands over to").first.click()
    page.get_by_role("button", name="Sign and take over").click()
    expect(page.get_by_role("alert")).to_contain_text("It is your shift.")
    page.goto(f"{system.url}/log")
    page.get_by_role("textbox", name="Entry", exact=True).fill("Shift taken over")
    page.get_by_role("button", name="Add entry").click()
    expect(page.locator("tbody tr").first).to_contain_text("Shift taken over")
    page.context.close()


def looked_at(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert axe.violations(page) == [], name
