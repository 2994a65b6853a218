"""Segments to be written: a tag and its elements, each a text or a list of components."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from roadstead.engine.formats.passengers.paxlst.codes import CONTACTS

Element = str | Sequence[str]
Segment = list[Element]


def trimmed(segment: Segment) -> Segment:
    """Return the segment without empty components and elements at the end, as senders leave them out."""
    made = [element if isinstance(element, str) else _components(element) for element in segment]
    while len(made) > 1 and not made[-1]:
        made.pop()
    return made


def _components(element: Sequence[str]) -> Element:
    made = list(element)
    while made and not made[-1]:
        made.pop()
    return made[0] if len(made) == 1 else made


def place(text: str) -> Element:
    """Return C517: text in capitals as a code; text with small letters as a name."""
    return text if text == text.upper() else ["", "", "", text]


# ISO dates and times in the formats of UN/EDIFACT 2379, as short as the reader can distinguish them.


THIS_CENTURY: Final = "20"
THE_CENTURY_BEFORE: Final = "19"
# Form code, by the length of the ISO text.
PARTIAL: Final[Mapping[int, str]] = {len("CCYY"): "602", len("CCYY-MM"): "610", len("CCYY-MM-DD"): "102"}


def figures(iso: str) -> str:
    return iso.replace("-", "").replace("T", "").replace(":", "")


def time(iso: str) -> list[str]:
    """Return YYMMDDHHMM (201), the usual form; a day alone, or another century, with its own code."""
    if len(iso) <= len("CCYY-MM-DD"):
        return date(iso)
    short = iso.startswith(THIS_CENTURY)
    return [figures(iso)[2:], "201"] if short else [figures(iso), "203"]


def date(iso: str) -> list[str]:
    return [figures(iso), PARTIAL.get(len(iso), "")]


def future(iso: str) -> list[str]:
    """Return an expiry date as YYMMDD without code if it is of this century."""
    return [figures(iso)[2:]] if len(iso) == len("CCYY-MM-DD") and iso.startswith(THIS_CENTURY) else date(iso)


def past(iso: str, flight_date: str) -> list[str]:
    """Return a birth or issue date as YYMMDD without code if that is the latest such day before the flight."""
    same = (century for century in (THIS_CENTURY, THE_CENTURY_BEFORE) if century + iso[2:] <= flight_date)
    is_latest = len(iso) == len(flight_date) == len("CCYY-MM-DD") and next(same, "") == iso[:2]
    return [figures(iso)[2:]] if is_latest and flight_date.startswith(THIS_CENTURY) else date(iso)


MARKED: Final = re.compile(r"(.+) \((\w+)\)", re.DOTALL)  # as the reader marks contacts that are no telephone numbers
KINDS: Final = {words.strip(" ()"): kind for kind, words in CONTACTS.items() if words}


def contacts(sent: tuple[str, ...]) -> Iterator[Segment]:
    """Yield one COM with all contacts as elements."""
    if sent:
        yield ["COM", *map(_contact, sent)]


def _contact(sent: str) -> Element:
    marked = MARKED.fullmatch(sent)
    if marked is None:
        return [sent, "EM" if "@" in sent else "TE"]
    return [marked[1], KINDS.get(marked[2], marked[2])]
