"""Jobs of a customs officer: from a manifest to an alert, an examination, a seizure."""

from __future__ import annotations

from typing import Final

from bench.browsing.counted import Hand
from bench.browsing.shift import Shift

SHIP: Final = "SMCL SM412N"  # of the demo, with listed parties and goods that rules name


def manifest_to_alert(hand: Hand, shift: Shift) -> str:
    """c1: from home to the page of an alert on a bill of a ship."""
    hand.link("Arrivals", exact=True)
    hand.choose("Arrives", "all")
    hand.choose("Transport", "sea")
    hand.button("Apply filters", exact=True)
    hand.link(SHIP)
    hand.link("Cargo:")
    hand.press(hand.page.locator("main a[href^='/alerts/']").first, leads_on=True)
    hand.must_see("Bill")
    return ""


def examine_and_seize(hand: Hand, shift: Shift) -> str:
    """c2: an examination is ordered, and later its outcome recorded."""
    hand.page.goto(shift.address("/alerts?about=cargo&kind=rule&show=new"))
    hand.effort.pages = 0
    hand.press(hand.page.locator("tbody th a").first, leads_on=True)
    if hand.has("Then open the next alert"):
        hand.tick_off("Then open the next alert")
    hand.fill("What you checked and why", "the invoice and the code disagree")
    hand.button("Select for physical examination")
    hand.must_see("Selected for a physical examination")
    ordered = hand.effort.fields
    hand.press(hand.page.get_by_role("link", name="Record the outcome"))
    if hand.has("Record it before arrival"):
        hand.tick("Record it before arrival")
        hand.fill("Why you record it before arrival", "opened on board, at anchor")
    hand.choose("What happened", "seized")
    hand.choose("Item 1", "ammunition")
    hand.fill("Quantity 1", "350")
    hand.choose("Unit 1", "rounds")
    hand.fill("How it was hidden", "inside the foam of two boxes of lamps")
    hand.fill("Where in the container", "third pallet from the doors")
    hand.button("Record outcome")
    hand.must_see("350")
    hand.must_see("Dealt with at the border")
    return f"{hand.effort.fields - ordered} fields of the outcome used"
