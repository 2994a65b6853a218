"""Values of XML as the components of EDIFACT segments: dates, references, numbers."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.formats.common.xml_forms.when import Where, local_time
from roadstead.engine.formats.passengers.pnrgov.groups import Found
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.syntax.edifact import Segment
from roadstead.engine.syntax.xml import Element
from roadstead.engine.text import dates

MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
PLAIN_REFERENCE: Final = re.compile(r"(?=[A-Za-z.]*[0-9])[A-Za-z0-9.]{1,12}")
IN_SLASHES: Final = str.maketrans("/", " ")


def found(element: Element, *components: list[str]) -> Found:
    """A segment that stands at the element's line."""
    segment: Segment = [list(component) for component in components]
    return Found(element.line, segment)


def moment(iso: str) -> list[str]:
    """ "2026-11-25T16:20" gives 251126 and 1620; "" gives two empty components."""
    day, _, clock = iso.partition("T")
    if len(day) != len("2026-11-25"):
        return ["", ""]
    return [f"{day[8:]}{day[5:7]}{day[2:4]}", clock[:5].replace(":", "")]


def when(sent: str, field: str, element: Element, notes: Notebook) -> list[str]:
    """A time of travel. The guide wants it local to the port: a zone that a program adds is not believed."""
    return moment(local_time(sent, "", field, Where(segment=element.name, line=element.line), notes))


def day(sent: str) -> str:
    """A date as SSR texts have it, "30DEC2002"; whatever is none, as sent."""
    iso = dates.parse(sent).iso
    if len(iso) < len("2026-11-25") or "/" in iso:
        return sent.translate(IN_SLASHES)
    return f"{iso[8:10]}{MONTHS[int(iso[5:7]) - 1]}{iso[:4]}"


def number(carrier: str, sent: str) -> str:
    """The flight's number alone: some write LH1374 where 1374 belongs."""
    close = "".join(sent.split()).upper()
    return close.removeprefix(carrier) if carrier and close.removeprefix(carrier)[:1].isdigit() else close


class References:
    """The senders' own numbers of the travellers (RPH), each as the segments can carry it."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def add(self, sent: str) -> str:
        """One traveller's; "" where none was sent."""
        if not sent:
            return ""
        plain = sent if PLAIN_REFERENCE.fullmatch(sent) else f"P{len(self.known) + 1}"
        return self.known.setdefault(sent, plain)

    def of(self, sent: str) -> list[str]:
        """Those of whom something is said: "2 3" names two."""
        return [self.known.get(each, each) for each in sent.replace(",", " ").split()]
