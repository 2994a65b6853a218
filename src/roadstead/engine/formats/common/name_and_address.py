"""NAD with name and address in the wrong elements: corrected if the content is unambiguous, and reported.

By the directory the name is in C080, the street in C059, then town, region, postcode and country; C058 holds name and
address in free lines. Senders put the name into C058 and the street into C080, or all of it one element too far. If the
street is taken for the name, it is screened instead of the name.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from roadstead.engine.formats.reading import Notebook
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.syntax.edifact import Element, Segment, as_text, part

# elements of NAD; BEHIND is one past the last
LINES, NAME, STREET, CITY, REGION, POSTCODE, COUNTRY, BEHIND = range(3, 11)
NOTHING: Final[Element] = [""]
MAX_LINE_CHARS: Final = 120  # characters of a line that are examined
A_POSTCODE: Final = re.compile(r"(?=.*[0-9])[A-Z0-9][A-Z0-9 -]{2,9}")
A_COUNTRY: Final = re.compile(r"[A-Za-z]{2,3}")
NUMBER: Final = r"(?:NO\.? ?|NR\.? ?|# ?)?[0-9]{1,5}(?: ?[A-Z]|[-/][0-9]{1,4}[A-Z]?)?"
NUMBER_FIRST: Final = re.compile(rf"{NUMBER}[ ,]+(?=\S*[^\W\d_]{{2}})")  # a house number before a street
NUMBER_LAST: Final = re.compile(rf"[^\W\d_]{{2}}.*[ ,]{NUMBER}")  # or after one
FIGURES: Final = re.compile("[0-9]")
A_BOX: Final = re.compile(r"\b(?:P\.? ?O\.? ?BOX|POSTBUS|POSTFACH|APARTADO|BOITE POSTALE) ?[0-9]")
STREETS: Final = {
    "ROAD", "RD", "STREET", "STR", "AVENUE", "AVE", "BOULEVARD", "BLVD", "BVD", "LANE", "DRIVE", "HIGHWAY", "HWY",
    "CRESCENT", "SQUARE", "TERRACE", "PARKWAY", "PKWY", "ALLEY", "QUAY", "WHARF", "CALLE", "CARRERA", "AVENIDA",
    "AVDA", "CALZADA", "RUE", "CHEMIN", "RUA", "ESTRADA", "JALAN", "JLN", "LORONG", "ULITSA", "PROSPEKT",
}  # fmt: skip
A_STREET_NAME: Final = re.compile(r"[^\W\d_]{3}(?:STRAAT|STRASSE|WEG|LAAN|PLEIN|KADE|GASSE|VEJ|GATAN?|VEIEN)\b")
FIRMS: Final = {
    "LTD", "LIMITED", "INC", "LLC", "LLP", "CORP", "CORPORATION", "COMPANY", "GMBH", "BV", "NV", "PLC", "PTE",
    "PTY", "SDN", "BHD", "SRL", "SARL", "SPA", "LTDA", "SA", "SAS", "AG", "AB", "CO", "TRADING", "SHIPPING",
    "LOGISTICS", "FORWARDING", "FREIGHT", "IMPORT", "IMPORTS", "EXPORT", "EXPORTS", "GROUP", "INDUSTRIES",
    "ENTERPRISES", "HOLDING", "HOLDINGS", "LINES", "AGENCY", "AGENCIES", "SUPERMARKET", "SERVICES", "SUPPLIES",
    "MOTORS",
}  # fmt: skip
WORD: Final = re.compile(r"[^\W\d_]+")
FIELD: Final = "name (3036)"
SHIFTED: Final = (
    "party-one-element-aside",
    "Name and address are each one element off. We corrected them by country and postcode, and read the "
    "name as C080. Check it, and send name, street, town, region, postcode and country in C080 to 3207.",
)
SWAPPED: Final = (
    "name-in-free-lines",
    "There is a street in place of the name (C080), and a name in the free text (C058). We read the name "
    "from the free text. Check it, and send the name in C080 and the street in C059.",
)
STREET_ALONE: Final = (
    "street-in-place-of-a-name",
    "There is a street in place of the name (C080), and no name. We read it as the street. Send the name "
    "in C080 and the street in C059.",
)


class CorrectedNad(NamedTuple):
    """NAD with name and address in the directory's places, and the correction made: (code, text), or None."""

    segment: Segment
    correction: tuple[str, str] | None = None


def corrected_nad(nad: Segment) -> CorrectedNad:
    """Return the NAD corrected; unchanged in nearly all cases."""
    if len(nad) <= NAME:
        return CorrectedNad(nad)
    name, line = part(nad, NAME), part(nad, LINES)
    if name and not line:  # as in nearly all segments
        is_street = FIGURES.search(name) is not None and _is_surely_a_street(name)
        return CorrectedNad(_with_name(nad, NOTHING), STREET_ALONE) if is_street else CorrectedNad(nad)
    if (moved := _realigned(nad)) is not None:
        return CorrectedNad(moved, SHIFTED)
    if name and line and _is_swapped(name, line):
        return CorrectedNad(_with_name(nad, [line]), SWAPPED)
    return CorrectedNad(nad)


def correct_nad(nad: Segment, number: int, notes: Notebook) -> Segment:
    """Return the corrected segment, and warn of the correction."""
    found = corrected_nad(nad)
    if found.correction:
        code, text = found.correction
        notes.warning(code, text, number, segment="NAD", field=FIELD, sent=as_text(nad))
    return found.segment


def _realigned(nad: Segment) -> Segment | None:
    """Shift elements that are one too far (empty name) or one too early (country in place of the postcode)."""
    country, postcode = part(nad, COUNTRY), part(nad, POSTCODE)
    if not any(map(str.strip, nad[NAME])) and len(nad) > COUNTRY and part(nad, STREET) and not _is_street(nad):
        is_behind = _is_country(part(nad, BEHIND)) and not _is_country(country)
        if is_behind or (not _is_country(country) and not postcode and _is_postcode(country)):
            return [*nad[:NAME], *nad[STREET:]]
    if (
        part(nad, LINES)
        and part(nad, NAME)
        and not country
        and _is_country(postcode)
        and _is_postcode(part(nad, REGION))
    ):
        return [*nad[:LINES], NOTHING, *nad[LINES:]]
    return None


def _is_street(nad: Segment) -> bool:
    """Return True if the element for the street holds one, so that it cannot be the name."""
    sent = part(nad, STREET)
    return not _is_firm(sent) and (_has_number(sent) or _names_a_street(sent))


def _with_name(nad: Segment, name: Element) -> Segment:
    """Set the name; the former name goes before the street, and further free lines after it."""
    street = [each for at in (NAME, STREET) if at < len(nad) for each in nad[at]]
    street += nad[LINES][1:]
    return [*nad[:NAME], name, [each for each in street if each.strip()] or NOTHING, *nad[CITY:]]


def _is_swapped(name: str, line: str) -> bool:
    """Return True if C080 looks like a street and the free line does not; a street word needs a firm in the line."""
    if _is_firm(name) or _has_number(line):
        return False
    return _has_number(name) or (_names_a_street(name) and _is_firm(line))


def _is_surely_a_street(text: str) -> bool:
    return (_names_a_street(text) or _is_a_box(text)) and _has_number(text) and not _is_firm(text)


def _has_number(text: str) -> bool:
    """Return True for a house number at the beginning or end, or a post box."""
    plain = _plain(text)
    if not FIGURES.search(plain):
        return False
    return bool(NUMBER_FIRST.match(plain) or NUMBER_LAST.fullmatch(plain)) or _is_a_box(text)


def _is_a_box(text: str) -> bool:
    return A_BOX.search(_plain(text)) is not None


def _names_a_street(text: str) -> bool:
    plain = _plain(text)
    words = WORD.findall(plain)
    is_word = len(words) > 1 and not STREETS.isdisjoint(words)
    return is_word or A_STREET_NAME.search(plain) is not None


def _plain(text: str) -> str:
    return text.upper()[:MAX_LINE_CHARS].strip(" .,")


def _is_firm(text: str) -> bool:
    return not FIRMS.isdisjoint(WORD.findall(_plain(text)))


def _is_country(text: str) -> bool:
    return A_COUNTRY.fullmatch(text) is not None and bool(alpha3(text))


def _is_postcode(text: str) -> bool:
    return A_POSTCODE.fullmatch(text.upper()) is not None
