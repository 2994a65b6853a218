"""An incident room in a real browser: a line by Enter, and the same on a telephone without JavaScript."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
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


def test_a_line_goes_to_the_room_and_the_key_to_the_watch_log(browser: Browser, system: Live) -> None:
    context = browser.new_context()
    axe.bring(context)
    page = context.new_page()
    sign_in(page, system, "brb.supervisor")
    page.goto(f"{system.url}/rooms")
    page.get_by_role("link", name="Storm Odalys").click()
    address = page.url
    line = page.get_by_role("textbox", name="Entry", exact=True)
    line.fill("The bridge is closed")
    page.goto(f"{system.url}/log")  # a draft of a room survives a visit to the log
    page.goto(address)
    expect(line).to_have_value("The bridge is closed")
    page.get_by_text("Extend the room").click()
    page.get_by_label("Last day").fill(f"{datetime.now(UTC) + timedelta(days=9):%Y-%m-%d}")
    page.get_by_label("Reason", exact=True).fill("More rain")
    page.get_by_role("button", name="Extend room").click()
    expect(page.get_by_role("alert")).to_contain_text("The room is extended.")
    expect(line).to_have_value("The bridge is closed")  # of another form that was stored neither
    line.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The entry is in the room.")
    expect(line).to_have_value("")
    expect(page.locator("[id^=entry-]:is(li)").first).to_contain_text("The bridge is closed")
    page.locator("h1").click()
    page.keyboard.press("w")
    expect(page).to_have_url(f"{system.url}/log?write=yes")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for name in ("rooms", "rooms/new", address.removeprefix(f"{system.url}/")):
            page.goto(f"{system.url}/{name}")
            _looked_at(page, f"{name.replace('/', '-')}-{width}")
    context.close()


def test_an_invitation_is_accepted_on_a_telephone_without_javascript(browser: Browser, system: Live) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False).new_page()
    sign_in(page, system, "lca.supervisor")
    page.goto(f"{system.url}/rooms")
    expect(page.get_by_role("heading", name="Storm Odalys")).to_be_visible()
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / "invitation-390.png", full_page=True)
    page.get_by_role("button", name="Accept invitation").click()
    expect(page.get_by_role("alert")).to_contain_text("Your organisation is a member of the room.")
    page.get_by_role("textbox", name="Entry", exact=True).fill("Castries is open until noon")
    page.get_by_role("button", name="Add entry to the room").click()
    expect(page.locator("[id^=entry-]:is(li)").first).to_contain_text("Castries is open until noon")
    page.context.close()


def _looked_at(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert axe.violations(page) == [], name
