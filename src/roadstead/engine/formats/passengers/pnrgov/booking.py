"""Read group 1: a booking, from one SRC to the next. Each segment is read once and resolved at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from roadstead.engine.formats.passengers.pnrgov.checkin import ssd, tbd, tri
from roadstead.engine.formats.passengers.pnrgov.contacts import add, ift
from roadstead.engine.formats.passengers.pnrgov.drafts import NO_AGENCY, Draft
from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.formats.passengers.pnrgov.history import abi, add_change, dat, lts, sac
from roadstead.engine.formats.passengers.pnrgov.itinerary import msg, rpi, tra, tvl
from roadstead.engine.formats.passengers.pnrgov.passenger import ref, tif
from roadstead.engine.formats.passengers.pnrgov.payments import fop, fti, mon, tkt
from roadstead.engine.formats.passengers.pnrgov.services import read_early_services, ssr
from roadstead.engine.formats.passengers.pnrgov.when import moment
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.formats.redaction.kinds import (
    ASSISTANCE,
    FARE,
    HISTORY,
    MEAL,
    OTHER_SERVICE,
    REMARK,
    SERVICE,
    UNKNOWN,
)
from roadstead.engine.formats.redaction.segments import RedactedSegment, redact_segment
from roadstead.engine.records import Agency
from roadstead.engine.syntax.edifact import Element, Segment, as_text, part, repetitions


def _src(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Do nothing: SRC has no data."""


def _rci(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read RCI+carrier:locator:type:date:time, first the sender's own, then those of carriers sharing the flight."""
    if draft.level == "other":
        return
    for element in range(1, len(found.segment)):
        for each in repetitions(found.segment, element):
            (_split if draft.level == "history" or draft.is_divided else _locator)(each, draft)


def _eqn(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read EQN of a booking: travellers were divided off, and the RCI after it names the other booking."""
    draft.is_divided = True


def _locator(element: Element, draft: Draft) -> None:
    system, locator, type, day, time = (value.strip() for value in [*element, "", "", "", "", ""][:5])
    system, locator = system.upper(), locator.upper()
    if len(type) == 6 and type.isdigit():  # some leave out the type: date and time come one place earlier
        day, time = type, day
    if not locator:
        return
    if not draft.locator:
        draft.locator, draft.system, draft.created = locator, system, moment(day, time)
    elif (system, locator) != (draft.system, draft.locator):
        draft.other_locators[f"{system}/{locator}" if system else locator] = None


def _split(element: Element, draft: Draft) -> None:
    """Add the booking that this one was divided from or into, named in the history or after EQN."""
    locator = element[1].strip().upper() if len(element) > 1 else ""
    if locator and locator != draft.locator:
        draft.splits[locator] = None


# ORG of a booking: the agency. `ORG+1A:MUC+32393340:SINSQ08AA+NCE+SQ:NCE+A+SG+ELPD`.


def _org(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read the agency: system and its place, IATA number and office, city, company, kind, country, agent.

    ORG at check-in adds nothing and is ignored.
    """
    if draft.level != "booking" or draft.agency != NO_AGENCY:
        return
    segment = found.segment
    country = next((value for value in (part(segment, 6), part(segment, 5, 1)) if value.isalpha()), "")
    draft.agency = Agency(
        name=part(segment, 2, 1),
        iata_number=part(segment, 2),
        city=part(segment, 3) or part(segment, 4, 1) or part(segment, 1, 1),
        country=country.upper(),
        agent=part(segment, 7) or part(segment, 6, 3),
    )


Handler = Callable[[NumberedSegment, Draft, Notebook], None]

HANDLERS: Final[Mapping[str, Handler]] = {
    "SRC": _src,
    "RCI": _rci,
    "EQN": _eqn,
    "SSR": ssr,
    "DAT": dat,
    "IFT": ift,
    "REF": ref,
    "ORG": _org,
    "ADD": add,
    "TIF": tif,
    "FTI": fti,
    "TKT": tkt,
    "MON": mon,
    "FOP": fop,
    "TVL": tvl,
    "TRA": tra,
    "RPI": rpi,
    "TRI": tri,
    "SSD": ssd,
    "TBD": tbd,
    "MSG": msg,
    "ABI": abi,
    "SAC": sac,
    "LTS": lts,
}
# Kinds of removed content that may be counted without revealing anything. A masked card number is not counted.
COUNTED_AS: Final[Mapping[str, str]] = {
    MEAL: SERVICE,
    ASSISTANCE: SERVICE,
    OTHER_SERVICE: SERVICE,
    REMARK: REMARK,
    HISTORY: HISTORY,
    FARE: FARE,
    UNKNOWN: UNKNOWN,
}
OF_A_CHANGE: Final = frozenset({"TVL", "TIF", "SSR"})  # in the history: what was added or cancelled
WITHOUT_CONTENT: Final = frozenset({"FAR"})  # no content is kept


def read_booking(
    group: list[NumberedSegment],
    flight_date: str,
    flight_number: str,
    notes: Notebook,
    keep: Callable[[Segment], RedactedSegment] = redact_segment,
) -> Draft:
    """Read one booking. `keep` filters each segment first, so that content that may not be kept is never read."""
    draft = Draft(number=group[0].number, flight_date=flight_date, flight_number=flight_number)
    for found in group:
        clean, kind = keep(found.segment)
        if clean is not found.segment:
            found = NumberedSegment(found.number, clean)
        if kind and kind in COUNTED_AS:
            draft.dropped[COUNTED_AS[kind]] += 1
        tag = clean[0][0]
        if draft.level == "history" and tag in OF_A_CHANGE:
            add_change(found, draft)
        elif tag in HANDLERS:
            HANDLERS[tag](found, draft, notes)
        elif tag not in WITHOUT_CONTENT:
            notes.keep_unread(as_text(clean))
    if draft.early:
        read_early_services(draft, notes)
    return draft
