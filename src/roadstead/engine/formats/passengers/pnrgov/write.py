"""Write bookings as a PNRGOV, as a carrier would push them; our reader reads it back identically."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.passengers.pnrgov.write_booking import booking_segments
from roadstead.engine.formats.passengers.pnrgov.write_values import Written, day_and_time
from roadstead.engine.records import Leg, Manifest, MessageHeader
from roadstead.engine.syntax import edifact
from roadstead.engine.syntax.edifact import DEFAULT, Separators

SYNTAX: Final = "IATA:1"
AGENCY: Final = "IA"
PUSH: Final = "22"
FLAGS: Final = {True: "F", False: "C", None: ""}


def write(manifest: Manifest, *, release: str = "", separators: Separators = DEFAULT, line_end: str = "\n") -> bytes:
    """Write one interchange with one message, in UTF-8. `release`: "15:1" if the manifest has none.

    Not written, because a PNRGOV has no place for it or it may not be kept: the payer, partial birth dates, the issue
    date of a passport and the expiry of a visa, the text of history that is neither name, flight nor service.
    Travellers without a number of their own get one; titles were removed when they were read.
    """
    head = manifest.message
    body = [*_flight(manifest, release or head.release or "15:1"), *_bookings(manifest)]
    reference = head.reference or "1"
    segments: list[Written] = [
        _unb(head),
        *body,
        ["UNT", str(len(body) + 1), reference],
        ["UNZ", "1", head.interchange or reference],
    ]
    return edifact.write(segments, separators=separators, line_end=line_end)


def _unb(head: MessageHeader) -> Written:
    sent = f"{head.sent_at[2:4]}{head.sent_at[5:7]}{head.sent_at[8:10]}"
    time = head.sent_at[11:16].replace(":", "")
    reference = head.interchange or head.reference or "1"
    syntax = (head.syntax or SYNTAX).split(":")
    return ["UNB", syntax, head.sender, head.recipient, [sent, time], reference, "", "PNRGOV"]


def _flight(manifest: Manifest, release: str) -> list[Written]:
    head, voyage = manifest.message, manifest.voyage
    leg = voyage.legs[0] if voyage.legs else Leg()
    number = voyage.number.removeprefix(voyage.carrier)
    party = manifest.reporting_party.id.split(":")
    segments: list[Written] = [
        [
            "UNH",
            head.reference or "1",
            ["PNRGOV", *release.split(":"), AGENCY],
            head.access_reference,
            [head.part, FLAGS[head.last_part]],
        ],
        ["MSG", ["", head.code or PUSH]],
        ["ORG", party],
    ]
    if voyage.legs or voyage.number:
        times = [*day_and_time(leg.departure), *day_and_time(leg.arrival)]
        segments.append(["TVL", times, leg.origin, leg.destination, voyage.carrier, number])
    if "bookings" in manifest.declared:
        segments.append(["EQN", str(manifest.declared["bookings"])])
    return segments


def _bookings(manifest: Manifest) -> list[Written]:
    return [segment for booking in manifest.bookings for segment in booking_segments(booking, manifest)]
