"""The story of customs in a real browser: select from an alert, the list of the day, two pistols with serials and a
photograph, and the record; with the fields and presses that it takes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.browsing.counted import Hand
from bench.live import ROOT, Live
from tests.browser import axe
from tests.browser.conftest import sign_in
from tests.casework.cases.pdf_text import text_of
from tests.casework.examinations.cargo import picture

pytestmark = [pytest.mark.browser, pytest.mark.long]
# In a process of its own, set up for that database.
DEMO: Final = """
from datetime import UTC, datetime
from roadstead.cli.django_setup import set_up
set_up()
from demo.decisions import decide_past
decide_past(datetime.now(UTC))
"""
WIDTHS: Final = (1280, 390)
IN_A_STATE: Final = "select count(*) from alerts_selection where port = 'BBBGI' and state = '{}'"


@pytest.fixture(scope="module")
def worked(system: Live) -> Live:
    """The system after the demo's officers have worked: five selections in each state."""
    subprocess.run([sys.executable, "-c", DEMO], env=system.env, cwd=ROOT, check=True, capture_output=True)
    return system


def test_the_demo_has_five_selections_of_each_state_on_the_list_of_today(page: Page, worked: Live) -> None:
    for state in ("selected", "started", "examined", "cancelled"):
        assert worked.count(IN_A_STATE.format(state)) >= 5, state
    sign_in(page, worked, "brb.customs")
    expect(page.locator("main")).to_contain_text("Goods to examine")
    page.get_by_role("link", name="Goods to examine (").click()
    page.get_by_label("Port").select_option("BBBGI")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Examinations: Bridgetown")
    for words in ("Selected", "In progress", "Examined", "Cancelled", "Detained: do not release"):
        expect(page.locator("tbody")).to_contain_text(words)


def test_from_an_alert_to_the_record_of_two_pistols(page: Page, worked: Live) -> None:
    sign_in(page, worked, "brb.customs")
    page.goto(f"{worked.url}/alerts?about=cargo&kind=rule&show=new")
    hand = Hand(page)
    hand.press(page.locator("tbody th a").first, leads_on=True)
    expect(page.locator("#decision")).not_to_contain_text("the same")
    if hand.has("Then open the next alert"):
        hand.tick_off("Then open the next alert")
    hand.fill("What you checked and why", "the invoice and the code disagree")
    hand.button("Select for physical examination")
    expect(page.locator(".rs-banner")).to_contain_text("Selected for a physical examination")
    selected = hand.effort.as_dict()
    hand.link("Examinations")
    number = worked.value("select max(id)::text from alerts_selection")
    day = worked.value("select (max(planned_at) at time zone 'America/Barbados')::date::text from alerts_selection")
    page.goto(f"{worked.url}/examinations?port=BBBGI&day={day}")
    hand.press(page.locator(f"a[href='/examinations/{number}']").first, leads_on=True)
    hand.button("Start examination")
    hand.button("Record the result")
    hand.choose("Result", "seized")
    if hand.has("Record it before arrival"):
        hand.tick("Record it before arrival")
        hand.fill("Why you record it before arrival", "opened at anchor")
    for at, serial in ((1, "WX 004417"), (2, "WX 004418")):
        hand.choose(f"Item {at}", "firearms")
        hand.fill(f"Quantity {at}", "1")
        hand.choose(f"Unit {at}", "pieces")
        if not page.get_by_label(f"Serial number {at}", exact=True).is_visible():
            hand.press(page.get_by_text(f"Exhibit, make, calibre and serial number of item {at}"))
        hand.fill(f"Make {at}", "Windlass")
        hand.fill(f"Serial number {at}", serial)
        if at == 1:
            hand.button("Add another item")
            expect(page.get_by_label("Item 2", exact=True)).to_be_focused()
            expect(page.get_by_label("Serial number 1", exact=True)).to_have_value(serial)
    hand.fill("How it was hidden", "in the housing of a pump")
    hand.button("Record result")
    assert page.locator(".govuk-error-summary").all_inner_texts() == []
    hand.press(page.get_by_text("Add a photograph", exact=True))
    hand.fill("What the photograph shows", "Both pistols")
    hand.attach("IMG_1.jpg", picture(place="QZXPLACE", size=(640, 480)), "image/jpeg")
    hand.button("Add photograph")
    hand.must_see("serial number WX 004418")
    shown = page.locator(".rs-photos__picture")
    expect(shown).to_have_attribute("alt", "Both pistols")
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    with page.expect_download() as saved:
        hand.press(page.get_by_role("link", name="Save the record as PDF"))
    printed = text_of(saved.value.path().read_bytes())
    for words in ("Seizure record", "WX 004417", "WX 004418", "Both pistols", "TLP:AMBER"):
        assert words in printed, words
    assert (selected["fields"], selected["presses"]) == (2, 2)  # the reason, and not to go on to the next alert
    assert (hand.effort.fields, hand.effort.presses) <= (18, 12)  # two more fields where the ship is at sea


def test_the_pages_fit_both_widths_and_have_no_fault_of_accessibility(
    browser: Browser, worked: Live, thorough: bool
) -> None:
    seized = worked.value("select max(selection_id)::text from alerts_outcome where type = 'seized'")
    waiting = worked.value("select max(id)::text from alerts_selection where state = 'selected'")
    ship = worked.value("select voyage_id::text from alerts_selection where container <> '' order by id desc limit 1")
    pages = (
        "/examinations?port=BBBGI", "/detained", f"/examinations/{seized}", f"/examinations/{waiting}",
        f"/examinations/{waiting}/result", f"/voyages/{ship}/select", f"/voyages/{ship}/cargo?show=containers",
        f"/voyages/{ship}/cargo",
    )  # fmt: skip
    for width in WIDTHS if thorough else WIDTHS[-1:]:  # every day the narrow one
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB")
        axe.bring(context)
        page = context.new_page()
        sign_in(page, worked, "brb.customs")
        for address in pages:
            answer = page.goto(f"{worked.url}{address}")
            assert answer
            assert answer.status == 200, address
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
            assert axe.violations(page) == [], (address, width)
            if "SHOTS" in os.environ:
                page.screenshot(path=f"{os.environ['SHOTS']}/{address.replace('/', '-')}-{width}.png", full_page=True)
        context.close()
