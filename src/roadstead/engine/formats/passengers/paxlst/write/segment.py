"""A segment to be written: its tag and its elements, each a text or a list of components."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from roadstead.engine.formats.passengers.paxlst.codes import CONTACTS

Element = str | Sequence[str]
Segment = list[Element]


def trimmed(segment: Segment) -> Segment:
    """Without the empty components and elements at the end, which senders leave out."""
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
    """C517: a code as a code, a name in small letters (or too long for a code) as a name."""
    return text if text == text.upper() else ["", "", "", text]


# ── ISO dates and times to the forms of UN/EDIFACT 2379: as short as the reader can tell apart.


THIS_CENTURY: Final = "20"
THE_CENTURY_BEFORE: Final = "19"
# By the length of the ISO text: its form code.
PARTIAL: Final[Mapping[int, str]] = {len("CCYY"): "602", len("CCYY-MM"): "610", len("CCYY-MM-DD"): "102"}


def figures(iso: str) -> str:
    return iso.replace("-", "").replace("T", "").replace(":", "")


def time(iso: str) -> list[str]:
    """YYMMDDHHMM (201) as nearly all send it; what is only a day, or of another century, with its own code."""
    if len(iso) <= len("CCYY-MM-DD"):
        return date(iso)
    short = iso.startswith(THIS_CENTURY)
    return [figures(iso)[2:], "201"] if short else [figures(iso), "203"]


def date(iso: str) -> list[str]:
    return [figures(iso), PARTIAL.get(len(iso), "")]


def future(iso: str) -> list[str]:
    """An expiry: YYMMDD without code, for it is of this century."""
    return [figures(iso)[2:]] if len(iso) == len("CCYY-MM-DD") and iso.startswith(THIS_CENTURY) else date(iso)


def past(iso: str, flight_date: str) -> list[str]:
    """A birth or an issue: YYMMDD without code where that is the latest such day before the flight."""
    same = (century for century in (THIS_CENTURY, THE_CENTURY_BEFORE) if century + iso[2:] <= flight_date)
    is_latest = len(iso) == len(flight_date) == len("CCYY-MM-DD") and next(same, "") == iso[:2]
    return [figures(iso)[2:]] if is_latest and flight_date.startswith(THIS_CENTURY) else date(iso)


# ── COM: telephones, addresses and the like, of the sender and of persons.


MARKED: Final = re.compile(r"(.+) \((\w+)\)", re.DOTALL)  # as the reader marks what is no telephone
KINDS: Final = {words.strip(" ()"): kind for kind, words in CONTACTS.items() if words}


def contacts(sent: tuple[str, ...]) -> Iterator[Segment]:
    """One COM, of several elements."""
    if sent:
        yield ["COM", *map(_contact, sent)]


def _contact(sent: str) -> Element:
    marked = MARKED.fullmatch(sent)
    if marked is None:
        return [sent, "EM" if "@" in sent else "TE"]
    return [marked[1], KINDS.get(marked[2], marked[2])]
