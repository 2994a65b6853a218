"""A captain with the form in a real browser: at a desk, on a telephone, without JavaScript; and how much it takes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.browsing import captain
from bench.browsing.counted import Hand
from bench.browsing.shift import DESK, PHONE, Shift
from bench.live import Live
from tests.browser import axe
from tests.browser.conftest import ONE, sign_in
from tests.shared import live_system

pytestmark = [pytest.mark.browser, pytest.mark.long]
WIDTHS = {"desk": DESK, "phone": PHONE}
MAX_FIRST_FIELDS, MAX_AGAIN_FIELDS, MAX_AGAIN_PRESSES = 30, 6, 12
# Of one call of several: the port and two times; two times where the craft has sailed on from there before.
MAX_CALL_PRESSES, MAX_NEW_CALL_FIELDS, MAX_KNOWN_CALL_FIELDS = 6, 3, 2


@pytest.fixture(scope="module")
def system() -> Iterator[Live]:
    """The demo region before anything is filed, with a worker."""
    with live_system("roadstead_trips", workers=1, settings=ONE) as system:
        yield system


def opened(browser: Browser, system: Live, who: str, screen: tuple[int, int], *, scripts: bool = True) -> Page:
    width, height = screen
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="en-GB", java_script_enabled=scripts
    )
    if scripts:
        axe.bring(context)
    page = context.new_page()
    sign_in(page, system, who)
    return page


def test_a_first_trip_of_four_people_and_the_way_back_take_no_more_than_this(browser: Browser, system: Live) -> None:
    shift = Shift(system)
    first = Hand(opened(browser, system, "agent.saltmarsh", PHONE))
    captain.first_trip(first, shift)
    assert first.effort.fields <= MAX_FIRST_FIELDS, first.effort
    again = Hand(opened(browser, system, "agent.saltmarsh", PHONE))
    captain.second_trip(again, shift)
    assert again.effort.fields <= MAX_AGAIN_FIELDS, again.effort
    assert again.effort.presses <= MAX_AGAIN_PRESSES, again.effort


def test_a_trip_is_filled_in_and_sent_without_javascript(browser: Browser, system: Live) -> None:
    page = opened(browser, system, "captain.starfish", PHONE, scripts=False)
    page.goto(f"{system.url}/trips")
    page.get_by_role("button", name="Copy for the way back").first.click()
    page.get_by_label("Departure").fill(captain._local(12, "08:00"))
    page.get_by_label("Arrival").fill(captain._local(12, "18:00"))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    page.get_by_role("link", name="Add somebody or leave somebody out").click()
    page.get_by_label("Signe Lindqvist").uncheck()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("main")).to_contain_text("We have your trip")
    expect(page.locator("main")).to_contain_text("3 persons on board")
    refresh = page.get_by_role("link", name="Refresh")
    for _ in range(30):  # until a worker has read it
        if not refresh.count():
            break
        page.wait_for_timeout(2_000)
        refresh.click()
    expect(page.locator("main")).to_contain_text("Nothing to correct.")


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_the_form_fits_and_axe_finds_nothing(width: str, browser: Browser, system: Live) -> None:
    page = opened(browser, system, "captain.starfish", WIDTHS[width])
    faults: list[str] = []

    def look(where: str) -> None:
        faults.extend(f"{where}: {fault}" for fault in axe.violations(page))
        if page.evaluate("document.documentElement.scrollWidth") > WIDTHS[width][0]:
            faults.append(f"{where} overflows")

    page.goto(f"{system.url}/file")
    look("file")
    page.get_by_role("main").get_by_role("button", name="Tell us you are coming").click()
    look("trips")
    page.locator("tbody th a").last.click()
    look("past trip")
    page.get_by_role("button", name="Copy, same route").click()
    look("voyage")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    look("voyage with errors")
    page.get_by_label("Departure").fill(captain._local(20, "08:00"))
    page.get_by_label("Arrival").fill(captain._local(20, "18:00"))
    page.get_by_role("button", name="Continue").click()
    look("weapons")
    page.get_by_role("button", name="Add", exact=True).click()
    look("weapons with errors")
    page.get_by_label("Kind of weapon").fill("Flare gun")
    page.get_by_role("button", name="Add", exact=True).click()
    look("a weapon declared")
    page.get_by_role("button", name="Continue").click()
    captain.declare_nothing(Hand(page))
    look("check")
    page.get_by_role("link", name="Change craft").click()
    look("craft")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Add somebody or leave somebody out").click()
    look("people")
    page.get_by_role("button", name="Add another person").click()
    look("new person")
    page.get_by_role("button", name="Continue").click()
    look("new person with errors")
    page.goto(f"{system.url}/trips")
    page.get_by_role("button", name="Start a trip").click()
    look("which craft")
    page.get_by_label("Another boat or aircraft").check()
    page.get_by_role("button", name="Continue").click()
    look("another craft")
    page.goto(f"{system.url}/trips/saved")
    look("saved")
    assert not faults, "\n".join(faults)


def test_three_calls_in_a_row_take_no_more_than_this_each_and_less_the_next_time(
    browser: Browser, system: Live
) -> None:
    new = captain.calls_in_a_row(Hand(opened(browser, system, "captain.starfish", PHONE)), days=20)
    known = captain.calls_in_a_row(Hand(opened(browser, system, "captain.starfish", PHONE)), days=40)
    assert len(new) == len(known) == 3
    for calls, most in ((new, MAX_NEW_CALL_FIELDS), (known, MAX_KNOWN_CALL_FIELDS)):
        assert all(presses <= MAX_CALL_PRESSES and fields <= most for presses, fields in calls), (new, known)
