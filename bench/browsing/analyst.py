"""Jobs of analysts, supervisors and the operator: rules, lists, second approvals, the state of the service."""

from __future__ import annotations

from bench.browsing.carrier import namesakes_list
from bench.browsing.counted import Hand
from bench.browsing.shift import Shift


def new_rule(hand: Hand, shift: Shift) -> str:
    """d1: from home to a tested draft."""
    hand.link("Rules", exact=True)
    hand.button("Write a travel rule")
    hand.fill("Title", f"Document expires soon {shift.stamp}")
    hand.fill("First sentence for the officer", "The document expires within days of the arrival.")
    hand.choose("Fact", "document.expires_in_days")
    hand.choose("Relation", "at_most")
    hand.fill("Value. Separate several", "7")
    hand.button("Check condition")
    hand.must_see("The rule matches if")
    hand.choose("Severity", "low")
    hand.fill("Instruction for officers", "Ask how long the traveller stays.")
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
    compare = hand.page.get_by_role("button", name="Compare with the list in force")
    hand.press(compare)  # the page stays, because it keeps the file
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
    hand.must_see("In force.")
    return ""


def propose_a_rule(hand: Hand, shift: Shift) -> str:
    """d4, first half: the author proposes the draft, on the page where it was tested."""
    hand.page.goto(shift.address(f"/rules/{shift.made['rule']}"))
    hand.effort.pages = 0
    _justify(hand)
    hand.button("Propose rule")
    return ""


def approve_a_rule(hand: Hand, shift: Shift) -> str:
    """d4, second half: another supervisor approves it."""
    hand.link("Second approvals", exact=True)
    hand.press(hand.page.locator(f"main a[href^='/rules/{shift.made['rule']}']").first, leads_on=True)
    _justify(hand)
    hand.button("Approve rule")
    hand.must_see("Rule approved.")
    return ""


def operate(hand: Hand, shift: Shift) -> str:
    """e1: the first page after sign-in."""
    hand.must_see("Status")
    facts = hand.page.locator("main dl.rs-facts > div").count()
    jobs = hand.page.locator("main tbody tr").count()
    return f"lands on {hand.page.locator('h1').first.inner_text()}: {facts} figures, {jobs} periodic jobs"


def _justify(hand: Hand) -> None:
    """Justify the disparity, where the page asks for it."""
    if hand.has("Justification of the disparity"):
        hand.fill("Justification of the disparity", "The fact is about a day, and about nobody's origin.")
