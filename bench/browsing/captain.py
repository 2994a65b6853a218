"""Jobs of a captain with the form: a first trip with four people, and the way back with the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from playwright.sync_api import expect

from bench.browsing.counted import Hand
from bench.browsing.shift import Shift

READ_MS: Final = 30_000
# surname, given names, born, sex, nationality, document
PEOPLE: Final = (
    ("Marchetti", "Livia", "1979-04-12", "Female", "Italy", "YB1234567"),
    ("Marchetti", "Dario", "1976-09-30", "Male", "", "YB7654321"),
    ("Marchetti", "Elena", "2011-01-22", "Female", "", "YB2468013"),
    ("Ashdown", "Piers", "1990-12-03", "Male", "United Kingdom", "550012345"),
)
SENT: Final = "We have your trip"
# Calls of one cruise: port, and the time of arrival.
CALLS: Final = (("St George's, Grenada", "18:00"), ("Hillsborough", "15:00"), ("Clifton", "11:30"))


def first_trip(hand: Hand, shift: Shift) -> str:
    """a5: from the carrier's home to the receipt that says that the list was read; nothing is saved before."""
    to_the_form(hand)
    hand.button("Start a trip")
    hand.fill("Name of the craft", f"Sea Breeze {shift.stamp}")
    hand.fill("Registration", f"J8-{shift.stamp}")
    hand.fill("Flag", "Saint Vincent and the Grenadines")
    hand.button("Continue")
    hand.fill("Where do you come from?", "Clifton")
    hand.fill("Departure", _local(2, "08:00"))
    hand.fill("Where do you arrive?", "Rodney Bay")
    hand.fill("Arrival", _local(2, "17:30"))
    hand.button("Continue")
    for number, (surname, given, born, sex, nationality, document) in enumerate(PEOPLE):
        hand.fill("Family name", surname)
        hand.fill("Given names", given)
        hand.fill("Date of birth", born)
        hand.press(hand.page.get_by_label(sex, exact=True))
        if nationality:  # that of the person before is filled in
            hand.fill("Nationality", nationality)
        hand.fill("Number of the passport or other document", document)
        hand.fill("Expiry date of the document", f"{datetime.now(UTC).year + 5}-06-30")
        hand.button("Save and add another person" if number < len(PEOPLE) - 1 else "Continue", exact=True)
    declare_nothing(hand)
    send(hand)
    shift.made["trip"] = hand.page.url
    return f"typed {hand.effort.fields} fields for four people"


def second_trip(hand: Hand, shift: Shift) -> str:
    """a7: the same people back, a few days later."""
    to_the_form(hand)
    hand.button("Copy for the way back")
    hand.fill("Departure", _local(6, "07:00"))
    hand.fill("Arrival", _local(6, "15:00"))
    hand.button("Continue")
    declare_nothing(hand)
    send(hand)
    return "two times are typed, nothing twice"


def three_calls(hand: Hand, shift: Shift) -> str:
    """a8: Grenada, Carriacou and Union Island in a row, each a trip copied from the one before."""
    calls = calls_in_a_row(hand, days=20)
    return "presses and fields of each call: " + ", ".join(f"{presses} and {fields}" for presses, fields in calls)


def calls_in_a_row(hand: Hand, *, days: int) -> list[tuple[int, int]]:
    """Begin where the oldest trip ended; return presses and fields of each call. A port that is filled in already is
    not typed again. `days`: until the first call.
    """
    to_the_form(hand)
    calls = []
    for number, (port, arrives) in enumerate(CALLS):
        presses, fields = hand.effort.presses, hand.effort.fields
        hand.press(hand.page.get_by_role("button", name="Copy for the next port").last, leads_on=True)
        if port not in hand.page.get_by_label("Where do you arrive?").input_value():
            hand.fill("Where do you arrive?", port)
        hand.fill("Departure", _local(days + 2 * number, "07:00"))
        hand.fill("Arrival", _local(days + 2 * number, arrives))
        hand.button("Continue")
        declare_nothing(hand)
        send(hand)
        calls.append((hand.effort.presses - presses, hand.effort.fields - fields))
    return calls


def to_the_form(hand: Hand) -> None:
    """Follow the link on the carrier's home."""
    hand.press(hand.page.get_by_role("main").get_by_role("link", name="Tell us you are coming"), leads_on=True)


def declare_nothing(hand: Hand) -> None:
    """Declare nothing, as often as the state of arrival asks."""
    while "/declare/" in hand.page.url:
        hand.button("I carry none")


def send(hand: Hand) -> None:
    """Send what the check page shows, and wait until it was read."""
    hand.must_see("Check your answers")
    hand.button("Send", exact=True)
    hand.must_see(SENT)
    expect(hand.page.locator("[data-receipt]")).not_to_contain_text("This takes a few seconds.", timeout=READ_MS)


def _local(days: int, clock: str) -> str:
    return f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%d}T{clock}"
