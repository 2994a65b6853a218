"""Record of a bar-coded boarding pass (IATA Resolution 792, versions 0 to 8): every field as sent, without padding.

A comment explains a field where its name does not. "" and None mean that the field is absent.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PassLeg:
    """One flight. `flight`, `seat` and `sequence` have no leading zeros."""

    booking: str = ""
    origin: str = ""
    destination: str = ""
    carrier: str = ""
    flight: str = ""
    day: int | None = None  # day of the year; the pass does not contain the year
    cabin: str = ""
    seat: str = ""
    sequence: str = ""  # check-in sequence number, present once the passenger has checked in
    status: str = ""
    conditional_size: int | None = None
    airline_number: str = ""  # accounting code: the first three digits of the ticket number
    ticket_serial: str = ""
    selectee: str = ""
    verification: str = ""  # check of travel documents: 0 not required, 1 required, 2 done
    marketing_carrier: str = ""
    frequent_flyer_airline: str = ""
    frequent_flyer: str = ""
    discount: str = ""  # ID/AD indicator: staff travel
    baggage_allowance: str = ""
    fast_track: str = ""
    airline_use: str = ""  # for the airline's own use; not used here


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardingPass:
    """One pass. `legs_declared` is the number of legs that it declares; `legs` are those that could be read."""

    format: str = ""
    legs_declared: int | None = None
    name: str = ""  # SURNAME/GIVEN as printed
    electronic_ticket: str = ""
    version: int | None = None
    passenger: str = ""  # passenger description: 0 adult, 1 male, 2 female, 3 child, 4 infant … X and U since version 8
    check_in_source: str = ""
    issue_source: str = ""
    issued: str = ""  # date of issue: last digit of the year, day of the year
    document_type: str = ""
    issuer: str = ""
    bag_tags: tuple[str, ...] = ()  # ten digits, then the number of consecutive tags
    legs: tuple[PassLeg, ...] = ()
    security_type: str = ""
    security_data: str = ""
