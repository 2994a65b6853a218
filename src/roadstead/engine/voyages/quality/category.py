"""Is the voyage a commercial or a private one? Deadlines and profiles differ for the two.

What the message says goes first; then what craft, number and carrier show (`SIGNS`, in this order); without a sign it
is taken for commercial, as nearly all that file are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from roadstead.engine.records import Mode, Voyage
from roadstead.engine.reference.carriers import carrier

COMMERCIAL, PRIVATE = "commercial", "private"
SAID: Final = {
    "commercial": COMMERCIAL,
    "private": PRIVATE,
    "pleasure": PRIVATE,
    "ga": PRIVATE,
    "general aviation": PRIVATE,
}
PLEASURE: Final = re.compile(
    r"\b(?:yacht|sloop|ketch|schooner|catamaran|sail(?:ing|boat)?|pleasure|motor ?boat|dinghy)"
)
BUSINESS: Final = re.compile(r"\b(?:cruise|cargo|container|tanker|ferry|bulk|ro-?ro|passenger|merchant|airliner|tug)")
FLIGHT: Final = re.compile(r"0*[0-9]{1,4}[A-Z]?")
# Nationality mark and the rest, by ICAO Annex 7: N123AB, VP-BCD, G-ABCD, 8P-XYZ, YV1234.
MARK: Final = re.compile(r"N[1-9][0-9]{0,4}[A-Z]{0,2}|[A-Z0-9]{1,2}-[A-Z0-9]{3,5}|[A-Z]{1,2}-?[A-Z]{3,4}|YV[0-9]{3,4}")


def category_of(voyage: Voyage) -> str:
    """commercial or private by what is said or shown, "" where there is no sign of either."""
    said = SAID.get(voyage.category.strip().casefold(), "")
    return said or next((category for category, is_so in SIGNS if is_so(voyage)), "")


def _is_pleasure_craft(voyage: Voyage) -> bool:
    return PLEASURE.search(voyage.craft.kind.casefold()) is not None


def _is_business_craft(voyage: Voyage) -> bool:
    return BUSINESS.search(voyage.craft.kind.casefold()) is not None


def _has_an_airline(voyage: Voyage) -> bool:
    known = carrier(voyage.carrier) or carrier(voyage.number[:2])
    return voyage.mode is Mode.AIR and known is not None and FLIGHT.fullmatch(_bare_number(voyage)) is not None


def _flies_by_registration(voyage: Voyage) -> bool:
    number, own = voyage.number.upper().replace(" ", ""), voyage.craft.registration.upper().replace(" ", "")
    is_mark = MARK.fullmatch(number) is not None and any(map(str.isalpha, number))
    return (
        voyage.mode is Mode.AIR and bool(number) and (_plain(number) == _plain(own) or (is_mark and not voyage.carrier))
    )


def _has_an_imo_number(voyage: Voyage) -> bool:
    """Only ships of 100 tons and more need one; a large yacht that has one is told by its kind, above."""
    return voyage.mode is Mode.SEA and bool(voyage.craft.imo)


def _bare_number(voyage: Voyage) -> str:
    number = voyage.number.upper().replace(" ", "")
    known = carrier(voyage.carrier)
    codes = (voyage.carrier.upper(), *((known.iata, known.icao) if known else ()), number[:2])
    return next((number.removeprefix(code) for code in codes if code and number.startswith(code)), number)


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text))


SIGNS: Final[tuple[tuple[str, Callable[[Voyage], bool]], ...]] = (
    (PRIVATE, _is_pleasure_craft),
    (COMMERCIAL, _is_business_craft),
    (COMMERCIAL, _has_an_airline),
    (PRIVATE, _flies_by_registration),
    (COMMERCIAL, _has_an_imo_number),
)
