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
        "by a line that begins like a zone and a data line of the right shape below it, anywhere among the first 400 "
        "lines. A text may hold many zones, boarding passes between them, blank lines and other text. Lower case, "
        "blanks, «guillemets», lost fillers and joined lines are read, with a note."
    ),
    reads=(
        ("document code", "document type", "as printed, without fillers: P, PD, ID, VN"),
        ("issuing state", "document issuer", "as printed: also D, RKS, UNO, XXA, GBD, XPO and the others of Doc 9303"),
        ("primary identifier", "surname", "one blank between its parts"),
        ("secondary identifier", "given names", "a name that fills its field is reported as perhaps truncated"),
        ("document number", "document number", "goes on in the optional field of TD1 and TD2 where longer than nine"),
        ("nationality", "nationality", "as printed"),
        (
            "date of birth",
            "birth date",
            "partial where day or month are fillers; the century by the day of the scan, "
            "else by the expiry; if both are possible, this is reported",
        ),
        ("sex", "sex", "M, F, X; a filler is unknown"),
        ("date of expiry", "expiry date", "20yy"),
        (
            "check digits",
            "problems",
            "each is checked; a wrong one says which would be right, and for the number "
            "which confusion of letter and digit would explain it",
        ),
        ("optional data", "kept as sent", "shown beside the traveller"),
    ),
    ignores=(
        ("lines that belong to no zone", "`lines-left`, and each of them as unread"),
        ("digital signatures, photographs", "not in a zone"),
    ),
    answers="The receipt: one message a zone, with every problem by field.",
    packages=("engine/text/mrz", "engine/formats/documents/zones.py", "engine/formats/documents/scans.py"),
)
BCBP_PAGE: Final = FormatPage(
    name="bcbp",
    title="Boarding passes",
    standard="Bar-coded boarding pass, IATA Resolution 792, versions 0 to 8, one to four flights (M1 to M4).",
    recognised=(
        "by a line that begins with M, the number of flights, a name of twenty characters, a booking and two airports. "
        "One pass a line; many in a text, zones between them."
    ),
    reads=(
        ("passenger name", "surname, given names", "a title is left out where it is one: DREW and AMR stay whole"),
        ("passenger description", "sex, age group", "0 adult, 1 male, 2 female, 3 child, 4 infant, X; 5 is no person"),
        ("operating carrier PNR code", "booking", "a booking for each, with its flights and tickets"),
        ("from, to", "legs; embark, disembark", ""),
        ("operating carrier, flight number", "voyage", "without zeros in front; the first flight names the voyage"),
        (
            "date of flight",
            "departure",
            "a day of the year: the year is not in the pass, and only a given day settles "
            "it. Otherwise `flight-year-open` says which day it is",
        ),
        ("compartment, passenger status", "booking: class, status", ""),
        ("seat, check-in sequence number", "seat, boarding number", "without zeros in front"),
        ("airline numeric code, serial number", "ticket number", ""),
        ("frequent flyer airline and number", "frequent flyer; customer number", ""),
        ("bag tag licence plates", "bags: tags, count", "a run of tags is counted out"),
        ("marketing carrier", "booking: sold as", "if it differs from the operating one"),
        ("date of issue, document verification, allowance, fast track", "kept as sent", ""),
    ),
    ignores=(
        ("for individual airline use", "as unread: every airline puts there what it likes"),
        ("selectee indicator", "not used: it is another state's assessment of a person"),
        ("security data", "their presence and size are checked, the signature is not: the keys are the airlines'"),
    ),
    answers="The receipt: one message a pass, with every problem by field.",
    packages=tuple(
        f"engine/formats/documents/{name}.py" for name in ("pass_parse", "pass_traveller", "passes", "scans")
    ),
)
