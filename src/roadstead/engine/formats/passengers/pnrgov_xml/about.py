"""Documentation data for the page on PNRGOV in XML in docs/reference/messages."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

PAGE: Final = FormatPage(
    name="pnrgov-xml",
    title="PNRGOV, bookings as XML",
    standard="IATA PADIS XML implementation guide 13.1 to 16.1, IATA_PNRGOV_NotifRQ; ICAO Doc 9944.",
    recognised=(
        "by IATA_PNRGOV_NotifRQ, or by PNR or PNRs in any root, in any namespace or none; a value may be an "
        "attribute or an element."
    ),
    reads=(
        ("Originator", "sender", ""),
        ("FlightLeg", "voyage", "if missing, the flight that most bookings have"),
        ("PNRs NumberOfPnrs", "declared count", "compared with the bookings received"),
        ("PNR: BookingRefID, POS, ContactInfo", "locators, agency, contact and address", ""),
        ("Passenger", "travellers", "name, age group, reference; everybody named is stored"),
        (
            "DOC_SSR, SSR: DOCS, DOCA, DOCO",
            "document, birth, sex, nationality, address, visa",
            "from attributes, or from the text between slashes",
        ),
        ("SSR of the closed list", "infants, children, seats, contacts, tickets", "as in EDIFACT"),
        (
            "TicketDocument, PaymentInfo, TotalFare",
            "tickets, form of payment, fares",
            "only the first six and last four digits of a card",
        ),
        ("Flight, CheckInInfo, BagInfo", "itinerary, boarding number, seat, bags", "times as written, without zone"),
        ("SplitPNR, PNR_History", "divided bookings; who changed what and when", "its text is not stored"),
    ),
    ignores=(
        (
            "meals, assistance, other services, remarks, fare codes, comments",
            "removed before storage, only counted: `dropped-before-storage`",
        ),
        ("elements and attributes that are not on the closed list", "removed before storage and counted"),
        ("taxes, amounts, equipment", "`elements-not-used`, by their place"),
    ),
    answers="The receipt.",
    packages=("engine/formats/passengers/pnrgov_xml", "engine/formats/common/xml_forms", "engine/syntax/xml"),
)
