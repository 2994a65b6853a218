"""A hit confirmation on two telephones: an officer of Barbados asks about an entry of Saint Lucia, whose desk answers.
Presses, pages and texts are counted from what the browsers record.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from bench.live import Live, until
from roadstead.cli.console import say
from tests.browser.conftest import sign_in
from tests.browser.phones import Phone, Taken

pytestmark = [pytest.mark.browser, pytest.mark.long]
WORKS: Final = True  # the entry is screened, and the sender handles messages
MOST_PRESSES: Final = 3  # at each end, after the question of protection
WITHIN: Final = 60  # seconds from the press to the other desk, and from its reply to the alert
SHOTS: Final = os.environ.get("ROADSTEAD_TEST_SHOTS", "")  # a folder for pictures to look at
# People on the way to Barbados, not to Saint Lucia, from neither, whom no list names; those who arrived first.
ON_BOARD: Final = """
select t.surname || '|' || t.given || '|' || t.born from voyages_traveller t join voyages_voyage v on v.id = t.voyage_id
where v.states @> '{BRB}' and not v.states @> '{LCA}' and t.presence = 'expected' and not v.cancelled
and v.arrives_at between now() - interval '12 hours' and now() + interval '2 days' and length(t.born) = 10
and t.surname ~ '^[A-Z]{6,}$' and t.nationality not in ('LCA', '')
and not exists (select from alerts_alert a where a.traveller_id = t.id)
and not exists (select from voyages_document d where d.traveller_id = t.id and d.issuer = 'LCA')
order by v.arrives_at, t.id offset {} limit 1
"""
NOTIFIED: Final = "select count(*) from accounts_accountnotice where kind = 'urgent request' and places::text ~ '{}'"
OUTCOME: Final = "Referred to another authority"


def shot(phone: Phone, name: str) -> None:
    if SHOTS:
        phone.page.screenshot(path=Path(SHOTS) / f"hit-{name}.png", full_page=True)


@pytest.fixture
def phones(browser: Browser, system: Live) -> Iterator[tuple[Phone, Phone]]:
    """Of the officer at the border of Barbados, and of the officer on duty in Saint Lucia."""
    made = Phone(browser, system, "brb.officer"), Phone(browser, system, "lca.officer")
    yield made
    for each in made:
        each.page.context.close()


def entry_of_saint_lucia(browser: Browser, system: Live, position: int) -> str:
    """Let Saint Lucia list somebody on board, with a second approval; return the number of the alert in Barbados."""
    surname, given, born = system.value(ON_BOARD.replace("offset {}", f"offset {position}")).split("|")
    page = browser.new_context(locale="en-GB").new_page()
    sign_in(page, system, "lca.officer")
    page.goto(f"{system.url}/lookouts/new")
    for label, text in {
        "Surname": surname,
        "Given names": given,
        "Date of birth": born,
        "Reason": "Left the prison this morning",
        "Legal basis": "Prisons Act, section 9",
    }.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Barbados").check()
    page.get_by_role("button", name="Send for approval").click()
    expect(page.get_by_role("alert")).to_contain_text("Sent for approval")
    reference = page.url.rpartition("/")[2]
    page.get_by_role("button", name="Sign out").first.click()
    sign_in(page, system, "lca.supervisor")
    page.goto(f"{system.url}/lookouts/{reference}")
    page.get_by_label("Reason").first.fill("Compared with the warrant")
    page.get_by_role("button", name="Approve lookout").click()
    expect(page.get_by_role("alert")).to_contain_text("live at every chosen desk")
    page.context.close()
    raised = f"select id::text from alerts_alert where entry_id = '{reference}' and state = 'new'"
    until(lambda: system.value(raised), "the entry raises no alert")
    return system.value(raised)


def test_two_telephones_confirm_a_hit_and_the_report_goes_back(
    browser: Browser, system: Live, phones: tuple[Phone, Phone]
) -> None:
    border, owner = phones
    number = entry_of_saint_lucia(browser, system, 0)
    border.open(f"/alerts/{number}")
    faults = border.faults()
    shot(border, "1-question")
    border.choose("No")
    border.restart()  # the question of protection is answered: from here everything counts
    border.choose("is with an officer now")
    sent = time.monotonic()
    border.button("Request hit confirmation")
    border.must_see("Sent. The reference is")
    reference = system.value("select reference from requests_request order by id desc limit 1")
    at_desk = f"a[href='/requests/{reference}']"

    def is_shown() -> bool:
        owner.open("/")
        return owner.page.locator(at_desk).count() > 0

    until(is_shown, "the other desk sees nothing", WITHIN)
    shown = time.monotonic() - sent
    notified = (
        f"select count(*) from accounts_accountnotice where kind = 'urgent request' and places::text ~ '{reference}'"
    )
    until(lambda: system.count(notified) > 0, "nobody of the other desk is notified", WITHIN)
    say(f"from the press to the other desk's page: {shown:.1f} s; notified: {time.monotonic() - sent:.1f} s")
    asked = border.restart()
    faults += border.faults() + owner.faults()
    shot(border, "2-sent")
    shot(owner, "3-today")

    owner.restart()
    owner.link(owner.page.locator(at_desk).first)
    faults += owner.faults()
    shot(owner, "4-request")
    owner.choose("in force, and probably the same")
    replied_at = time.monotonic()
    owner.button("Reply")
    owner.must_see("Sent. The other side is notified.")
    replied = owner.restart()

    def is_evidence() -> bool:
        border.open(f"/alerts/{number}")
        return border.page.get_by_text("Reply of Border agency of Saint Lucia").count() > 0

    until(is_evidence, "the reply is not on the alert", WITHIN)
    say(f"from the reply to the evidence on the alert: {time.monotonic() - replied_at:.1f} s")
    border.must_see("In force, probably the same")
    faults += border.faults()
    shot(border, "5-evidence")
    border.restart()
    decided = outcome_on(border)
    faults += border.faults()
    shot(border, "6-decided")

    border.restart()
    border.link(border.page.get_by_role("link", name="Send the report of what was done"))
    expect(border.page.get_by_label("Action taken")).to_have_value(OUTCOME)
    for label in ("Where", "When", "Reason for the check", "Route", "Documents used"):
        expect(border.page.get_by_label(label)).not_to_have_value("")
    border.must_see("Report of what was done by")
    faults += border.faults()
    shot(border, "7-report")
    border.button("Send the report and close")
    border.must_see("Sent. The other side is notified.")
    reported = border.restart()
    owner.open(f"/requests/{reference}")
    owner.must_see("Report of what was done")
    owner.must_see(OUTCOME)
    shot(owner, "8-reported")
    for what, taken in {"asked": asked, "replied": replied, "outcome": decided, "reported": reported}.items():
        say(f"{what}: {taken}")
    assert (asked.presses, asked.pages, asked.typed) == (2, [f"/alerts/{number}"], 0)
    assert (replied.presses, replied.pages, replied.typed) == (3, [f"/requests/{reference}"], 0)
    assert (reported.presses, reported.pages, reported.typed) == (2, [f"/requests/{reference}"], 0)
    assert max(asked.presses, replied.presses, reported.presses) <= MOST_PRESSES
    assert not faults, "\n".join(faults)


def outcome_on(border: Phone) -> Taken:
    """Record what happened at the border, from the alert; before the declared arrival it needs a reason."""
    border.tap(border.page.get_by_text("Record the outcome", exact=True).last)
    early = border.page.get_by_label("Record it before arrival", exact=True)
    if early.count():
        border.tap(early)
        border.page.get_by_label("Why you record it before arrival").fill("It landed early")
    border.page.get_by_label("What happened").select_option(label=OUTCOME)
    border.button("Record outcome")
    return border.restart()


def test_where_protection_comes_first_the_owner_sees_nothing(
    browser: Browser, system: Live, phones: tuple[Phone, Phone]
) -> None:
    border, owner = phones
    number = entry_of_saint_lucia(browser, system, 1)
    pages = ("/", "/requests?show=all", "/notifications", "/alerts?show=all")

    def seen() -> list[str]:
        texts = []
        for path in pages:
            owner.open(path)
            texts.append(owner.page.locator("main").inner_text())
        return texts

    stored = "select count(*) from requests_request"
    before, requests = seen(), system.count(stored)
    border.open(f"/alerts/{number}")
    name = border.page.locator("h1").inner_text()
    border.choose("Yes")
    border.choose("is with an officer now")
    border.button("Request hit confirmation")
    border.must_see("Nothing is sent.")
    border.must_see("A supervisor decides about this alert")
    expect(border.page.get_by_role("button", name="Request hit confirmation")).to_have_count(0)
    faults = border.faults()
    shot(border, "9-protected")
    until(lambda: system.count("select count(*) from outbox_event where due_at <= now()") == 0, "events stay")
    assert system.count(stored) == requests
    for earlier, later in zip(before, seen(), strict=True):
        assert name.split(",")[0] not in later
        assert later.count("RQ-") == earlier.count("RQ-")
        assert f"Alert {number}" not in later
    assert not faults, "\n".join(faults)
