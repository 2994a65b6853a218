"""Jobs of a carrier: a list filed by page, and its errors read."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import expect

from bench.browsing.counted import Hand
from bench.browsing.shift import Shift
from tests.samples import Person, paxlst

FLIGHTS: Final = 3  # with a namesake each: one to clear, one to confirm, one to open a case from
READ_MS: Final = 30_000


def surname(shift: Shift) -> str:
    """Return the surname of this run's namesakes, which is on no other list."""
    return "QUILLIMANE" + "".join(chr(ord("A") + int(digit)) for digit in shift.stamp)


def namesakes_list(shift: Shift) -> bytes:
    """Return a list with one person, born the year of the namesakes and of another document and sex."""
    row = f"N-{shift.stamp},{surname(shift)},Tobias,1975,GUY,M,P:GUY:R7777777,stop,asked for by a court"
    return f"id,surname,given,born,nationality,sex,documents,action,reason\n{row}\n".encode()


def passenger_list(shift: Shift, flight: int) -> bytes:
    """Return a list with a namesake, and with one whose birth date is none."""
    namesake = Person(surname=surname(shift), given="TOBIAS", born="750304", document="G7654321", nationality="GUY")
    wrong = Person(surname=f"WRONGDATE{flight}", born="809901", document=f"T{shift.stamp}{flight}")
    number = f"2X{1 + int(shift.stamp) % 8999 + flight}"
    return paxlst(namesake, wrong, flight=number, reference=f"{shift.stamp}{flight}")


def file_a_list(hand: Hand, shift: Shift) -> str:
    """a1: from the carrier's home to the receipt that says what was read."""
    hand.link("File a list")
    hand.attach("list.txt", passenger_list(shift, 0))
    hand.button("Send the list")
    shift.made["receipt"] = hand.page.url
    read = hand.page.locator("[data-receipt]")
    expect(read).not_to_contain_text("This takes a few seconds.", timeout=READ_MS)
    return "the receipt shows by itself that the list was read"


def read_errors(hand: Hand, shift: Shift) -> str:
    """a2: from home to what is wrong, at which place, and what to do."""
    receipt = shift.made["receipt"].rpartition("/")[2]
    hand.link(receipt)
    hand.must_see("What to correct")
    hand.must_see("809901")
    hand.must_see("WRONGDATE0")
    return "row, field, value and advice are on the receipt"


def file_the_others(hand: Hand, shift: Shift) -> None:
    """File the flights of the other namesakes; not part of a job."""
    for flight in range(1, FLIGHTS):
        hand.page.goto(shift.address("/file"))
        hand.attach(f"list{flight}.txt", passenger_list(shift, flight))
        hand.button("Send the list")
        read = hand.page.locator("[data-receipt]")
        expect(read).not_to_contain_text("This takes a few seconds.", timeout=READ_MS)
