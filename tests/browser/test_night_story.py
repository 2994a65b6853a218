"""A night at a desk in a real browser: handover, call, alert, lookout, decision, log, situation report, handover. Keys,
fields and presses are counted, and nothing that Roadstead knows is typed again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from bench.browsing.counted import Effort, Hand
from bench.live import Live
from roadstead.cli.console import say
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.long]
NIGHT, EVENING, SECOND = "brb.officer", "brb.focal", "brb.supervisor"
NOTE: Final = "Quiet. The reader of lane 3 is new."
CALL: Final = "Prison: one man missing since 21:00. Details follow by mail."
WHY: Final = "Left a work party this evening. Not armed. Call the duty desk before you approach."
BASIS: Final = "Prisons Act, section 9"
COMPARED: Final = "Face compared with the photograph by video call."
AGAINST: Final = "Nothing that speaks against it."
DONE: Final = "Lookout sent and match confirmed. The port knows."
HEADLINE: Final = "One lookout, otherwise a quiet night"
MORNING: Final = "The prison rings again at 08:00."
TYPED: Final = (NOTE, CALL, WHY, BASIS, COMPARED, AGAINST, DONE, HEADLINE, MORNING)
# What Roadstead knows of the person on the alert and of their voyage: none of it may have to be typed.
KNOWN: Final = """
select concat_ws('|', t.surname, t.given, t.born, v.number, (select string_agg(d.number, '|') from voyages_document d
where d.traveller_id = t.id)) from alerts_alert a join voyages_traveller t on t.id = a.traveller_id
join voyages_voyage v on v.id = a.voyage_id where a.id = {}
"""
DECIDES: Final = "document.activeElement.value === 'confirm' || document.activeElement.value === 'propose'"
MOST_TABS: Final = 30


@contextmanager
def signed_in(browser: Browser, system: Live, who: str) -> Iterator[Hand]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(30_000)
    page = context.new_page()
    sign_in(page, system, who)
    page.goto(system.url)
    hand = Hand(page)
    yield hand
    context.close()


def test_a_night_at_the_desk_from_handover_to_handover(browser: Browser, system: Live) -> None:
    spent: dict[str, Effort] = {}
    with signed_in(browser, system, EVENING) as evening, signed_in(browser, system, NIGHT) as night:
        take_over(evening)  # the shift that the demo hands over
        hand_over(evening, "Thea Greenidge", NOTE)
        night.page.goto(system.url)
        take_over(night)
        spent["handover"] = added(evening.effort, night.effort)
        night.effort = Effort()
        call(night)
        spent["call"] = night.effort
        night.effort = Effort()
        number = open_alert(night)
        reference = lookout(night)
        spent["alert and lookout"] = night.effort
        approve_lookout(browser, system, reference)
        night.page.goto(f"{system.url}/alerts/{number}")
        night.effort = Effort()
        decide(night)
        spent["decision"] = night.effort
        night.effort = Effort()
        write_in_log(night, number)
        spent["log"] = night.effort
        night.effort = Effort()
        report = situation_report(night)
        spent["situation report"] = night.effort
        issue(browser, system, report)
        night.effort = Effort()
        hand_over(night, "Ianthe Cumberbatch", MORNING)
        evening.page.goto(system.url)
        evening.effort = Effort()
        take_over(evening)
        spent["morning handover"] = added(evening.effort, night.effort)
    known = [value for value in system.value(KNOWN.format(number)).split("|") if len(value) > 1]
    assert len(known) >= 4
    retyped = [value for value in (*known, reference, number) for text in TYPED if value.casefold() in text.casefold()]
    assert retyped == []
    total = added(*spent.values())
    for part, effort in {**spent, "in all": total}.items():
        say(f"{part}: {effort.keys} keys, {effort.fields} fields, {effort.presses} presses, {effort.pages} pages")
    assert total.keys <= 12
    assert total.fields <= 16


def added(*efforts: Effort) -> Effort:
    return Effort(**{name: sum(each.as_dict()[name] for each in efforts) for name in Effort().as_dict()})


def hand_over(hand: Hand, to: str, note: str) -> None:
    hand.page.goto(re.sub(r"(https?://[^/]+).*", r"\1/log/handover", hand.page.url))
    hand.effort.fields += 1
    field = hand.page.get_by_label("Who takes over")
    field.select_option(field.locator("option", has_text=to).first.get_attribute("value"))
    hand.fill("Note", note)
    hand.button("Sign and hand over")
    hand.must_see("The handover stays open until the other person takes over.")


def take_over(hand: Hand) -> None:
    """From the first page."""
    hand.link("hands over to")
    hand.button("Sign and take over")
    hand.must_see("It is your shift.")


def call(hand: Hand) -> None:
    hand.key("w", leads_on=True)
    hand.choose("Type", "call")
    entry = hand.page.get_by_role("textbox", name="Entry", exact=True)
    entry.focus()
    hand.write(CALL)
    hand.key("Enter", leads_on=True)
    hand.must_see("The entry is in the log.")


def open_alert(hand: Hand) -> str:
    """The first alert about a person in the queue, taken: its number."""
    hand.page.goto(re.sub(r"(https?://[^/]+).*", r"\1/alerts?kind=name&show=new", hand.page.url))
    hand.key("j")
    hand.key("t", leads_on=True)
    return hand.page.url.partition("?")[0].rpartition("/")[2]


def lookout(hand: Hand) -> str:
    """A lookout from the alert: its reference."""
    unfolded(hand, "New lookout")
    hand.link("New lookout")
    expect(hand.page.get_by_label("Surname")).not_to_have_value("")
    hand.fill("Reason", WHY)
    hand.fill("Legal basis", BASIS)
    hand.tick("Saint Lucia")
    hand.button("Send for approval")
    hand.must_see("Sent for approval")
    return hand.page.url.rpartition("/")[2]


def approve_lookout(browser: Browser, system: Live, reference: str) -> None:
    with signed_in(browser, system, SECOND) as second:
        second.page.goto(f"{system.url}/lookouts/{reference}")
        second.page.get_by_label("Reason").first.fill("Compared with the message of the prison")
        second.button("Approve lookout")
        second.must_see("live at every chosen desk")


def decide(hand: Hand) -> None:
    hand.key("s", leads_on=True)
    hand.fill("Evidence that it is someone or something else", AGAINST)
    hand.fill("Note: why you decide this way", COMPARED)
    hand.tick_off("Then open the next alert")
    hand.page.get_by_label("Note: why you decide this way").focus()
    hand.tab_until(DECIDES, MOST_TABS)
    hand.key("Enter", leads_on=True)
    expect(hand.page.locator("main")).to_contain_text(re.compile("confirmed|second", re.IGNORECASE))


def write_in_log(hand: Hand, number: str) -> None:
    """From the page of the alert, which the entry then names."""
    unfolded(hand, "Add log entry")
    hand.link("Add log entry")
    entry = hand.page.get_by_role("textbox", name="Entry", exact=True)
    entry.focus()
    hand.write(DONE)
    hand.key("Enter", leads_on=True)
    expect(hand.page.locator("tbody tr").first).to_contain_text(re.compile(rf"Alert\s+{number}\b"))


def situation_report(hand: Hand) -> str:
    """A draft with the lines of the night: its address."""
    hand.link("Situation reports")
    hand.button("Prepare a report")
    hand.fill("Headline", HEADLINE)
    hand.tick(CALL)
    hand.button("Save draft")
    hand.must_see("The draft is saved.")
    return hand.page.url


def issue(browser: Browser, system: Live, report: str) -> None:
    with signed_in(browser, system, SECOND) as second:
        second.page.goto(report)
        second.page.get_by_role("checkbox", name="I have read it").check()
        second.button("Issue report")
        second.must_see("The report is issued.")


def unfolded(hand: Hand, link: str) -> None:
    """Open the part of the page that holds the link, if it is folded."""
    if not hand.page.get_by_role("link", name=link).first.is_visible():
        hand.press(hand.page.locator("details", has=hand.page.get_by_text(link)).locator("summary").first)
