"""Documentation data for the page on PNRGOV in docs/reference/messages."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

PAGE: Final = FormatPage(
    name="pnrgov",
    title="PNRGOV, bookings",
    standard=(
        "IATA PADIS EDIFACT implementation guides 11.1 to 16.1 (and messages that say 18.1 and 21.1); ICAO Doc 9944."
    ),
    recognised="by the message type in UNH, with the syntax IATA:1 or any other.",
    reads=(
        ("MSG 1225, ORG", "function; who reports", "22: a push"),
        ("TVL of the message", "voyage", "carrier, number, places and local times of the flight that is reported"),
        ("EQN", "declared number of bookings", "compared with those received"),
        ("SRC", "one booking", "if missing, bookings are separated by RCI"),
        ("RCI", "locator, system, other locators; created", ""),
        (
            "TIF",
            "travellers",
            "with or without SSR DOCS, because everybody in a TIF has booked; titles are removed from "
            "names, age group and sex are read; so is an infant in brackets after its parent's name",
        ),
        (
            "SSR DOCS, DOCA, DOCO",
            "documents, nationality, birth date, sex; addresses; visas",
            "before the travellers, under one, or under a flight; by reference, name or place",
        ),
        ("SSR of the closed list", "seat, ticket, infant, child, unaccompanied minor, contact, frequent flyer", ""),
        ("TVL of the booking, RPI, APD", "itinerary: flight, class, status", "codeshares with the number sold"),
        ("TKT, MON, FOP", "tickets, fares, payments", "only the first six and last four digits of a card are stored"),
        ("ORG, ADD, IFT (contacts)", "agency, addresses, contacts", ""),
        ("TBD, DAT, LTS", "bags, seat and number of check-in, history", ""),
        ("EQN of the booking with RCI, LTS /S/", "booking divided from or into", ""),
    ),
    ignores=(
        (
            "meals, special services, remarks, free text and names of groups",
            "removed before anything is stored, and "
            "only counted: data that reveals faith, health or opinions is not stored",
        ),
        ("card numbers", "masked"),
        ("fare rules and other segments that are not used", "unread, if they may be stored"),
    ),
    answers="The receipt. Bookings add what lists do not have, and never replace a list of the people on board.",
    packages=("engine/formats/passengers/pnrgov", "engine/formats/redaction"),
)
