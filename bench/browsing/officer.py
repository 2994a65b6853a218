"""Jobs of officers at the queue: the start of a shift, a namesake, a match, an outcome on a phone, a case."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from playwright.sync_api import expect

from bench.browsing.counted import Hand
from bench.browsing.shift import Shift

CONFIRMS: Final = "document.activeElement.value === 'confirm' || document.activeElement.value === 'propose'"
MOST_TABS: Final = 30
WHOLE_ROWS: Final = (
    "[...document.querySelectorAll('tbody tr')].filter(row => row.getBoundingClientRect().bottom <= innerHeight).length"
)
CLEARED: Final = "Not a match: cleared by an officer."
MATCHED: Final = "Match confirmed by an officer."


def start(hand: Hand, shift: Shift) -> str:
    """b1: from the sign-in page to the rows of the queue."""
    hand.page.goto(shift.address("/sign-in"))
    hand.effort.pages = 0
    hand.fill("User name", "brb.officer")
    hand.fill("Password", shift.demo.accounts["brb.officer"])
    hand.button("Sign in", exact=True)
    first = hand.page.locator("h1").first.inner_text()
    hand.link("Alerts", exact=True)
    box = hand.page.locator("tbody tr").first.bounding_box()
    assert box
    whole = hand.page.evaluate(WHOLE_ROWS)
    return f"first page: {first}; {whole} whole rows on the screen, the first at y = {box['y']:.0f}"


def clear_a_namesake(hand: Hand, shift: Shift) -> str:
    """b2: the first row of the queue, with the keyboard alone."""
    _open_queue(hand, shift)
    hand.key("j")
    hand.key("t", leads_on=True)
    hand.key("u", leads_on=True)
    number = _number(hand)
    hand.key("c", leads_on=True)
    hand.must_see(f"Alert {number}: {CLEARED}")
    return ""


def confirm(hand: Hand, shift: Shift) -> str:
    """b3: as clearing, with the comparison taken over and a sentence of one's own."""
    _open_queue(hand, shift)
    hand.key("j")
    hand.key("t", leads_on=True)
    hand.key("s", leads_on=True)
    number = _number(hand)
    hand.key("f")  # the note is missing: the browser leads to it
    expect(hand.page.get_by_label("Note: why you decide this way")).to_be_focused()
    hand.write("compared the face with the photograph of the entry")
    hand.tab_until(CONFIRMS, MOST_TABS)
    hand.key("Enter", leads_on=True)
    hand.must_see(f"Alert {number}: {MATCHED}")
    return ""


def outcome_on_a_phone(hand: Hand, shift: Shift) -> str:
    """b4: from the queue, of the most urgent alert about a person."""
    hand.page.goto(shift.address("/alerts?about=people"))
    hand.effort.pages = 0
    hand.press(hand.page.locator("tbody th a").first, leads_on=True)
    control = hand.page.get_by_role("link", name="Record the outcome")
    box = control.bounding_box()
    assert box
    hand.press(control)
    hand.choose("What happened", "admitted")
    if hand.has("Record it before arrival"):
        hand.tick("Record it before arrival")
        hand.fill("Why you record it before arrival", "came with an earlier flight")
    hand.button("Record outcome")
    hand.must_see("Admitted")
    return f"“Record the outcome” at y = {box['y']:.0f} px"


def open_a_case(hand: Hand, shift: Shift) -> str:
    """b5: from the page of an alert."""
    _open_queue(hand, shift)
    hand.page.locator("tbody th a").first.click()
    hand.page.wait_for_url("**/alerts/*")
    hand.effort.pages = 0
    hand.link("Open a case from this alert")
    hand.fill("Title", f"One printer {shift.stamp}")
    hand.effort.fields += 1
    hand.page.get_by_role("radio").first.check()
    hand.fill("Legal basis", "Immigration Act, s. 1")
    hand.button("Open case")
    hand.must_see(f"One printer {shift.stamp}")
    return ""


def _open_queue(hand: Hand, shift: Shift) -> None:
    """Open the queue with this run's namesakes alone; where one begins is not counted."""
    hand.page.goto(shift.address(f"/alerts?list={quote(shift.list_name)}&show=new"))
    assert hand.page.locator("tbody tr").count(), "none of the run's namesakes is in the queue"
    hand.effort.pages = 0


def _number(hand: Hand) -> str:
    return hand.page.url.partition("?")[0].rpartition("/")[2]
