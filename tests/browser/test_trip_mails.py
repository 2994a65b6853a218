"""One mail for each of a captain's acts, by a real mail server, whatever is pressed twice or killed in between."""

from __future__ import annotations

import time
from collections.abc import Iterator
from email import message_from_bytes, policy

import psycopg
import pytest
from playwright.sync_api import Browser, Page

from bench.browsing import captain
from bench.browsing.counted import Hand
from bench.live import Live, until
from tests.browser.conftest import ONE, sign_in
from tests.outbound.notifications.receivers import Got, receivers
from tests.shared import live_system

pytestmark = [pytest.mark.browser, pytest.mark.long]
WHO, ADDRESS = "captain.starfish", "zane@example.org"
LEASE = 2  # seconds: a killed worker's message is free again soon
READ, CHANGED, CANCELLED = "We have read your list", "We have read your change", "We have read your cancellation"


@pytest.fixture(scope="module")
def post() -> Iterator[Got]:
    with receivers() as got:
        yield got


@pytest.fixture(scope="module")
def system(post: Got) -> Iterator[Live]:
    settings = ONE | {"ROADSTEAD_SMTP_URL": post.smtp}
    with live_system("roadstead_trip_mails", workers=1, lease=LEASE, settings=settings) as system:
        with psycopg.connect(system.admin_url, autocommit=True) as database:
            database.execute("update accounts_user set email = %s where username = %s", [ADDRESS, WHO])
        yield system


def restart(system: Live) -> None:
    """Kill the worker in whatever it does, and start another."""
    worker = system.workers.pop()
    worker.kill()
    worker.wait()
    system.start_worker()


def mails(post: Got) -> list[str]:
    """The texts of all mails to the filer so far; states are told of alerts by the same server."""
    read = [message_from_bytes(raw, policy=policy.default) for raw in post.mails]
    return [" ".join(each.get_content().split()) for each in read if each["To"] == ADDRESS]


def wait_for(post: Got, *begin: str) -> None:
    """Wait until exactly these have come, and see that nothing follows."""
    until(lambda: len(mails(post)) >= len(begin), f"no mail “{begin[-1]}” has come", 90)
    time.sleep(LEASE + 3)  # whatever was killed has been done again
    found = mails(post)
    assert len(found) == len(begin), found
    for text, words in zip(found, begin, strict=True):
        assert text.startswith(words), found


def send_twice(page: Page, button: str) -> None:
    """Press the button on two pages that show the same, as after a lost connection."""
    again = page.context.new_page()
    again.goto(page.url)
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url("**/trips/*")
    again.get_by_role("button", name=button, exact=True).click()
    again.wait_for_load_state()
    again.close()


def test_a_filer_gets_one_mail_for_each_event(browser: Browser, system: Live, post: Got) -> None:
    page = browser.new_context(locale="en-GB").new_page()
    sign_in(page, system, WHO)
    page.goto(f"{system.url}/trips")
    page.get_by_role("button", name="Copy for the way back").first.click()
    page.get_by_label("Departure").fill(captain._local(9, "08:00"))
    page.get_by_label("Arrival").fill(captain._local(9, "18:00"))
    page.get_by_role("button", name="Continue").click()
    captain.declare_nothing(Hand(page))
    send_twice(page, "Send")
    restart(system)
    wait_for(post, READ)

    trip = page.url
    page.goto(trip)
    page.get_by_role("link", name="Change Signe Lindqvist").click()
    page.get_by_label("Number of the passport").fill("AA9911050")
    page.get_by_role("button", name="Continue").click()
    send_twice(page, "Send the changes")
    restart(system)
    wait_for(post, READ, CHANGED)

    page.goto(trip)
    page.get_by_text("Cancel this trip").click()
    page.get_by_role("button", name="Cancel the trip").click()
    page.get_by_text("The trip is cancelled.").wait_for()
    restart(system)
    wait_for(post, READ, CHANGED, CANCELLED)
    assert system.count("select count(*) from trips_tripmessage") == 3
    names = ("Lindqvist", "AA9911050", "AA8911050")
    assert not any(name in text for text in mails(post) for name in names)
