"""A lookout from the form to the desk, in a real browser with real workers: how long until screening has it, and that
its pages work on a telephone and without JavaScript.
"""

from __future__ import annotations

import os
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.live import Live, until
from roadstead.cli.console import say
from tests.browser import axe
from tests.browser.conftest import sign_in
from tests.samples import Person, paxlst

pytestmark = [pytest.mark.browser, pytest.mark.long]
WORKS: Final = True  # lists are screened, and the sender ends lookouts
WITHIN: Final = 60  # seconds from the approval to the alert
WIDTHS: Final = (1280, 390)
SHOTS: Final = os.environ.get("ROADSTEAD_TEST_SHOTS", "")  # a folder for pictures to look at
# Somebody on a stored voyage to Barbados that has not arrived, whom no list names.
ON_BOARD: Final = """
select t.surname || '|' || t.given || '|' || t.born from voyages_traveller t join voyages_voyage v on v.id = t.voyage_id
where v.states @> '{BRB}' and v.arrives_at > now() + interval '3 hours' and length(t.born) = 10 and not v.cancelled
and t.presence = 'expected' and t.surname ~ '^[A-Z]{6,}$'
and not exists (select 1 from alerts_alert a where a.traveller_id = t.id) order by v.arrives_at, t.id limit 1
"""
RAISED: Final = "select count(*) from alerts_alert where entry_id = '{}' and state = '{}'"


def test_a_lookout_is_in_screening_within_a_minute_for_stored_voyages_and_new_filings(
    page: Page, browser: Browser, system: Live
) -> None:
    surname, given, born = system.value(ON_BOARD).split("|")
    reference = _proposed(page, system, surname, given, born)
    second = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False).new_page()
    sign_in(second, system, "lca.supervisor")
    second.goto(f"{system.url}/lookouts/{reference}")
    second.get_by_label("Reason").first.fill("Compared with the warrant")
    second.get_by_role("button", name="Approve lookout").click()
    approved = time.monotonic()
    expect(second.get_by_role("alert")).to_contain_text("live at every chosen desk")
    until(lambda: system.count(RAISED.format(reference, "new")) == 1, "no alert on the stored voyage", WITHIN)
    stored = time.monotonic() - approved
    _filed(system, paxlst(Person(surname=surname, given=given, born=born.replace("-", "")[2:], document="ZZ771199")))
    filed = time.monotonic()
    until(lambda: system.count(RAISED.format(reference, "new")) == 2, "no alert on the new filing", WITHIN)
    say(f"stored voyage: {stored:.1f} s after the approval; new filing: {time.monotonic() - filed:.1f} s after it")
    _watched(second, system, reference)
    second.get_by_role("button", name="Sign out").first.click()
    sign_in(second, system, "lca.officer")
    second.goto(f"{system.url}/lookouts/{reference}")
    expect(second.locator("main")).to_contain_text("Deep Water Harbour")
    second.locator("summary", has_text="End the lookout").click()
    second.locator("#withdraw-why").fill("He was arrested")
    second.get_by_role("button", name="End lookout").click()
    ended = time.monotonic()
    until(lambda: system.count(RAISED.format(reference, "new")) == 0, "the alerts stay open", WITHIN)
    say(f"alerts closed {time.monotonic() - ended:.1f} s after the end")
    assert system.count(RAISED.format(reference, "lapsed")) == 2
    page.goto(f"{system.url}/lookouts?show=ended")
    expect(page.locator("main")).to_contain_text(reference)


def _proposed(page: Page, system: Live, surname: str, given: str, born: str) -> str:
    sign_in(page, system, "lca.officer")
    page.goto(f"{system.url}/lookouts")
    page.get_by_role("button", name="New lookout").click()
    page.get_by_role("button", name="Send for approval").click()
    for words in ("Enter the name", "Choose at least one state that is to watch", "Fill in “Reason”"):
        expect(page.locator(".govuk-error-summary")).to_contain_text(words)
    page.get_by_label("Surname").fill(surname)
    page.get_by_label("Given names").fill(given)
    page.get_by_label("Date of birth").fill(born)
    page.get_by_label("Reason").fill("Escaped this morning")
    page.get_by_label("Legal basis").fill("Prisons Act, section 9")
    page.get_by_label("Barbados").check()
    page.get_by_label("For how many hours").fill("73")
    page.get_by_role("button", name="Send for approval").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter 72 hours at most")
    page.get_by_label("For how many hours").fill("72")
    page.get_by_role("button", name="Send for approval").click()
    expect(page.get_by_role("alert")).to_contain_text("Sent for approval")
    return page.url.rpartition("/")[2]


def _watched(page: Page, system: Live, reference: str) -> None:
    """The desk of Barbados reads, acknowledges and reports, on a telephone without JavaScript."""
    page.get_by_role("button", name="Sign out").first.click()
    sign_in(page, system, "brb.officer")
    page.goto(f"{system.url}/")
    expect(page.locator("main")).to_contain_text("Lookouts (")
    page.get_by_role("link", name=reference).or_(page.locator(f"a[href='/lookouts/{reference}']")).first.click()
    page.get_by_role("button", name="Acknowledge for your desk").click()
    expect(page.get_by_role("alert")).to_contain_text("Acknowledged for your desk")
    page.locator("summary", has_text="Report that it was seen").click()
    page.get_by_label("Where").fill("Deep Water Harbour, Bridgetown")
    page.get_by_label("What was done").first.fill("Referred to the police, who have come")
    page.get_by_role("button", name="Send: seen", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The issuing state is notified")


def _filed(system: Live, raw: bytes) -> None:
    """File the list for a flight of tomorrow."""
    today = datetime.now(UTC)
    raw = raw.replace(b"261126", f"{today + timedelta(days=1):%y%m%d}".encode())
    raw = raw.replace(b"261125:1200", f"{today:%y%m%d:%H%M}".encode())
    head = {"Authorization": f"Bearer {system.tokens['2X']}", "Content-Type": "application/octet-stream"}
    request = urllib.request.Request(f"{system.url}/api/v1/manifests", data=raw, headers=head)
    with urllib.request.urlopen(request) as response:
        assert response.status in (200, 201, 202)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_demos_prisoner_and_child_fit_the_page_and_say_what_to_do(
    width: int, browser: Browser, system: Live
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    axe.bring(context)
    page = context.new_page()
    for who, owner, words in (
        ("brb.officer", "LCA", "A lookout is no warrant"),
        ("lca.officer", "BRB", "Refer to child protection. Do not arrest."),
    ):
        reference = system.value(f"select reference from lookouts_lookout where owner = '{owner}' order by id limit 1")
        sign_in(page, system, who)
        for number, path in enumerate(("/lookouts", f"/lookouts/{reference}", "/lookouts/new")):
            page.goto(f"{system.url}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert axe.violations(page) == []
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"lookout-{owner}-{number}-{width}.png", full_page=True)
        page.goto(f"{system.url}/lookouts/{reference}")
        expect(page.locator("main")).to_contain_text(words)
        expect(page.locator(".rs-photo img")).to_be_visible()
        page.get_by_role("button", name="Sign out").first.click()
    context.close()
