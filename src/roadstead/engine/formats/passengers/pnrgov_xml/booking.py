"""Convert PNR to the segments of one booking (group 1), in the order of the EDIFACT form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.passengers.pnrgov.drafts import Draft
from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.formats.passengers.pnrgov_xml.flights import flight
from roadstead.engine.formats.passengers.pnrgov_xml.locators import agency, contacts, locators
from roadstead.engine.formats.passengers.pnrgov_xml.people import passenger, passengers, payments
from roadstead.engine.formats.passengers.pnrgov_xml.services import services
from roadstead.engine.formats.passengers.pnrgov_xml.write import References, segment_at, when
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.formats.redaction.kinds import HISTORY, MARK, REMARK
from roadstead.engine.formats.redaction.xml_names import HISTORIES
from roadstead.engine.records import BookingChange
from roadstead.engine.syntax.xml import Element, nested_values

SPLITS: Final = ("splitpnr", "split", "splitbookingrefid")


def segments(pnr: Element, notes: Notebook) -> list[NumberedSegment]:
    return list(_segments(pnr, notes))


def _segments(pnr: Element, notes: Notebook) -> Iterator[NumberedSegment]:
    references = References()
    people = [list(passenger(each, references, "")) for each in passengers(pnr)]
    day, time = when(pnr.value("pnrcreationdate"), "date of the booking", pnr, notes)
    pnr.value("numberofpassengers", "pnrtransdate", "lasttktdate")
    yield segment_at(pnr, ["SRC"])
    yield from locators(pnr, day, time)
    yield from services(pnr, references, "")
    yield from agency(pnr)
    yield from contacts(pnr)
    yield from payments(pnr)
    for each in people:
        yield from each
    for each_flight in pnr.within("flight"):
        yield from flight(each_flight, references, notes)


def complete(draft: Draft, pnr: Element) -> None:
    """Add the data without a segment of its own, and the number of texts removed outside the services."""
    for split in pnr.within(*SPLITS):
        draft.splits |= dict.fromkeys(nested_values(split).values("id", "splitpnr", "splitbookingrefid"))
    for history in pnr.within(*HISTORIES):
        _history(draft, history)
        draft.dropped[HISTORY] += _marks(history)
    draft.dropped[REMARK] += _marks(pnr)
    draft.dropped = +draft.dropped


def _history(draft: Draft, history: Element) -> None:
    """Add the author, time and kind of each change. Its text is not kept."""
    for entry in history.children or [history]:
        said = nested_values(entry)
        at = said.value("datetime", "timestamp", "date")
        by = said.value("agentsine", "pseudocitycode")
        action = said.value("actioncode", "action", "status")
        if at or by or action:
            draft.history.append(BookingChange(at=at[:16], by=by, action=action))


def _marks(element: Element) -> int:
    """Count removed texts, each once."""
    marked = [each for each in element.walk() if each.text == MARK and "" not in (each.taken or ())]
    for each in marked:
        each.take()
    return len(marked)
