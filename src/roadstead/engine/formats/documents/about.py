"""Documentation pages on machine readable zones and boarding passes (docs/reference/messages)."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

MRZ_PAGE: Final = FormatPage(
    name="mrz",
    title="Machine readable zones",
    standard=(
        "ICAO Doc 9303 parts 3 to 7: TD1 and TD2 (identity cards), TD3 (passports), MRV-A and MRV-B (visas); and the "
        "French identity card of before 2021."
    ),
    recognised=(
        "by a line that begins like a zone and a data line of the right form below it, anywhere among the first 400 "
        "lines. A text may have many zones, with boarding passes, blank lines and other text between them. Lower case, "
        "spaces, «guillemets», lost fillers and joined lines are read, with a note."
    ),
    reads=(
        ("document code", "document type", "as printed, without fillers: P, PD, ID, VN"),
        ("issuing state", "document issuer", "as printed: also D, RKS, UNO, XXA, GBD, XPO and the others of Doc 9303"),
        ("primary identifier", "surname", "one space between its parts"),
        ("secondary identifier", "given names", "a name that fills its field is reported: it may be cut off"),
        (
            "document number",
            "document number",
            "if longer than nine, continued in the optional field of TD1 and TD2",
        ),
        ("nationality", "nationality", "as printed"),
        (
            "date of birth",
            "birth date",
            "partial if day or month are fillers; the century is derived from the day of the "
            "scan, else from the expiry date; if two are possible, this is reported",
        ),
        ("sex", "sex", "M, F, X; a filler is unknown"),
        ("date of expiry", "expiry date", "20yy"),
        (
            "check digits",
            "problems",
            "each is checked; for a wrong one the problem says which would be correct, and for "
            "the number which confusion of letter and digit would explain it",
        ),
        ("optional data", "stored as sent", "shown beside the traveller"),
    ),
    ignores=(
        ("lines that do not belong to a zone", "`lines-left`, and each of them as unread"),
        ("digital signatures, photographs", "not in a zone"),
    ),
    answers="The receipt: one message for each zone, with every problem by field.",
    packages=("engine/text/mrz", "engine/formats/documents/zones.py", "engine/formats/documents/scans.py"),
)
BCBP_PAGE: Final = FormatPage(
    name="bcbp",
    title="Boarding passes",
    standard="Bar-coded boarding pass, IATA Resolution 792, versions 0 to 8, one to four flights (M1 to M4).",
    recognised=(
        "by a line that begins with M, the number of flights, a name of twenty characters, a booking and two airports. "
        "One pass in each line; a text may have many, with zones between them."
    ),
    reads=(
        ("passenger name", "surname, given names", "a title is removed; DREW and AMR are not changed"),
        (
            "passenger description",
            "sex, age group",
            "0 adult, 1 male, 2 female, 3 child, 4 infant, X; 5 not a person",
        ),
        ("operating carrier PNR code", "booking", "one booking for each, with its flights and tickets"),
        ("from, to", "legs; embark, disembark", ""),
        ("operating carrier, flight number", "voyage", "without zeros in front; the first flight names the voyage"),
        (
            "date of flight",
            "departure",
            "a day of the year: the pass does not have the year; only a stated day decides it. "
            "Otherwise `flight-year-open` says which day it is",
        ),
        ("compartment, passenger status", "booking: class, status", ""),
        ("seat, check-in sequence number", "seat, boarding number", "without zeros in front"),
        ("airline numeric code, serial number", "ticket number", ""),
        ("frequent flyer airline and number", "frequent flyer; customer number", ""),
        ("bag tag licence plates", "bags: tags, count", "a range of tags is expanded"),
        ("marketing carrier", "booking: sold as", "if it differs from the operating one"),
        ("date of issue, document verification, allowance, fast track", "stored as sent", ""),
    ),
    ignores=(
        ("for individual airline use", "shown as unread: each airline uses it as it likes"),
        ("selectee indicator", "not used: it is another state's assessment of a person"),
        ("security data", "their presence and size are checked, the signature is not: the keys are the airlines'"),
    ),
    answers="The receipt: one message for each pass, with every problem by field.",
    packages=tuple(
        f"engine/formats/documents/{name}.py" for name in ("pass_parse", "pass_traveller", "passes", "scans")
    ),
)
