"""The bar-coded boarding pass (IATA Resolution 792, versions 0 to 8) as a record: every field, as sent without padding.

What a field of the standard holds is in the comment where the name cannot say it. "" and None: not there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PassLeg:
    """One flight. `flight` and `seat` and `sequence` without the zeros in front."""

    booking: str = ""
    origin: str = ""
    destination: str = ""
    carrier: str = ""
    flight: str = ""
    day: int | None = None  # of the year: the year itself is nowhere in the pass
    cabin: str = ""
    seat: str = ""
    sequence: str = ""  # check-in sequence number: whoever has one has checked in
    status: str = ""
    conditional_size: int | None = None
    airline_number: str = ""  # accounting code, the first three digits of the ticket number
    ticket_serial: str = ""
    selectee: str = ""
    verification: str = ""  # of travel documents: 0 not required, 1 required, 2 done
    marketing_carrier: str = ""
    frequent_flyer_airline: str = ""
    frequent_flyer: str = ""
    discount: str = ""  # ID/AD indicator: staff travel
    baggage_allowance: str = ""
    fast_track: str = ""
    airline_use: str = ""  # free to the airline, never used by us


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardingPass:
    """One pass. `legs_said` is the number it declares; `legs` those that could be read."""

    format: str = ""
    legs_said: int | None = None
    name: str = ""  # SURNAME/GIVEN as printed
    electronic_ticket: str = ""
    version: int | None = None
    passenger: str = ""  # description: 0 adult, 1 male, 2 female, 3 child, 4 infant … X and U since version 8
    check_in_source: str = ""
    issue_source: str = ""
    issued: str = ""  # last digit of the year, day of the year
    document_type: str = ""
    issuer: str = ""
    bag_tags: tuple[str, ...] = ()  # ten digits, and how many follow it
    legs: tuple[PassLeg, ...] = ()
    security_type: str = ""
    security_data: str = ""
