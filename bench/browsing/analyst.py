"""Jobs of analysts, supervisors and the operator: rules, lists, second approvals, the state of the service."""

from __future__ import annotations

from bench.browsing.carrier import namesakes_list
from bench.browsing.counted import Hand
from bench.browsing.shift import Shift


def new_rule(hand: Hand, shift: Shift) -> str:
    """d1: from home to a tested draft."""
    hand.link("Rules", exact=True)
    hand.link("Write a travel rule")
    hand.fill("Title", f"Booked late {shift.stamp}")
    hand.fill("First sentence for the officer", "The booking was made on the day of departure.")
    hand.choose("Fact", "booking.made_days_before_departure")
    hand.choose("Relation", "at_most")
    hand.fill("Value. Separate several", "1")
    hand.button("Check condition")
    hand.must_see("The rule matches if")
    hand.choose("Severity", "low")
    hand.fill("Instruction for officers", "Ask who booked the journey, and when.")
    hand.fill("Source", "Own proposal")
    hand.button("Save draft")
    hand.button("Start dry run")
    hand.must_see("No alert was raised.")
    shift.made["rule"] = hand.page.url.partition("?")[0].rpartition("/")[2]
    return ""


def import_a_list(hand: Hand, shift: Shift) -> str:
    """d2: from home to the list in force; the file is chosen once."""
    hand.link("More", exact=True)
    hand.link("Lists", exact=True)
    hand.attach("namesakes.csv", namesakes_list(shift), "text/csv")
    hand.fill("Name of the list", shift.list_name)
    hand.button("Compare with the list in force")
    hand.must_see("1 added, 0 amended, 0 removed.")
    hand.button("Put in force")
    hand.must_see(shift.list_name)
    return ""


def approve_an_entry(hand: Hand, shift: Shift) -> str:
    """d3: from home to an entry in force."""
    hand.link("Second approvals", exact=True)
    hand.link("Watchlist entry")
    hand.fill("Reason for your decision", "compared with the warrant, name, year of birth and passport")
    hand.button("Approve and put in force")
    assert "In force." in hand.page.inner_text("body")
    return ""


def propose_a_rule(hand: Hand, shift: Shift) -> str:
    """d4, first half: the author proposes the draft."""
    hand.link("Rules", exact=True)
    hand.link(f"Booked late {shift.stamp}")
    hand.fill("Last day", _last_day(hand))
    if hand.has("Justification of the disparity"):
        hand.fill("Justification of the disparity", "The fact is about bookings, and about nobody's origin.")
    hand.button("Propose rule")
    return "proposed"


def approve_a_rule(hand: Hand, shift: Shift) -> str:
    """d4, second half: another supervisor approves it."""
    hand.link("Second approvals", exact=True)
    hand.press(hand.page.locator(f"main a[href^='/rules/{shift.made['rule']}']").first, leads_on=True)
    hand.fill("Justification of the disparity", "The fact is about bookings, and about nobody's origin.")
    hand.button("Approve rule")
    assert "Rule approved." in hand.page.inner_text("body")
    return ""


def operate(hand: Hand, shift: Shift) -> str:
    """e1: the first page after sign-in."""
    hand.must_see("Status")
    facts = hand.page.locator("main dl.rs-facts > div").count()
    jobs = hand.page.locator("main tbody tr").count()
    return f"lands on {hand.page.locator('h1').first.inner_text()}: {facts} figures, {jobs} periodic jobs"


def _last_day(hand: Hand) -> str:
    """Return the last day that the page allows: the hint begins with it."""
    hint = hand.page.locator("#expires-hint").inner_text()
    return hint.split()[0]
