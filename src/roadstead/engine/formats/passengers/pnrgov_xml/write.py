"""Convert values of XML to components of EDIFACT segments: dates, references, numbers."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.formats.common.xml_forms.dates import ProblemPlace, local_time
from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.syntax.edifact import Segment
from roadstead.engine.syntax.xml import Element
from roadstead.engine.text import dates

MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
PLAIN_REFERENCE: Final = re.compile(r"(?=[A-Za-z.]*[0-9])[A-Za-z0-9.]{1,12}")
IN_SLASHES: Final = str.maketrans("/", " ")


def segment_at(element: Element, *components: list[str]) -> NumberedSegment:
    """Return a segment numbered by the element's line."""
    segment: Segment = [list(component) for component in components]
    return NumberedSegment(element.line, segment)


def moment(iso: str) -> list[str]:
    """Return DDMMYY and HHMM of a time: "2026-11-25T16:20" gives 251126 and 1620; "" gives two empty components."""
    day, _, clock = iso.partition("T")
    if len(day) != len("2026-11-25"):
        return ["", ""]
    return [f"{day[8:]}{day[5:7]}{day[2:4]}", clock[:5].replace(":", "")]


def when(sent: str, field: str, element: Element, notes: Notebook) -> list[str]:
    """Return a time of travel. The guide requires local time, so a zone that a program adds is ignored."""
    return moment(local_time(sent, "", field, ProblemPlace(segment=element.name, line=element.line), notes))


def day(sent: str) -> str:
    """Return a date in the form of SSR texts, "30DEC2002"; a text that is no date as sent."""
    iso = dates.parse(sent).iso
    if len(iso) < len("2026-11-25") or "/" in iso:
        return sent.translate(IN_SLASHES)
    return f"{iso[8:10]}{MONTHS[int(iso[5:7]) - 1]}{iso[:4]}"


def number(carrier: str, sent: str) -> str:
    """Return the flight's number alone: some senders write LH1374 for 1374."""
    close = "".join(sent.split()).upper()
    return close.removeprefix(carrier) if carrier and close.removeprefix(carrier)[:1].isdigit() else close


class References:
    """The senders' own numbers of the travellers (RPH), each in a form that the segments can carry."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def add(self, sent: str) -> str:
        """Add one traveller's reference; "" if none was sent."""
        if not sent:
            return ""
        plain = sent if PLAIN_REFERENCE.fullmatch(sent) else f"P{len(self.known) + 1}"
        return self.known.setdefault(sent, plain)

    def of(self, sent: str) -> list[str]:
        """Return the travellers referred to: "2 3" names two."""
        return [self.known.get(each, each) for each in sent.replace(",", " ").split()]
