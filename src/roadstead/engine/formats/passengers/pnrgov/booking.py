"""Group 1: a booking, from SRC to the next. Its segments are read once; what they say is settled at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from roadstead.engine.formats.passengers.pnrgov.agency import org
from roadstead.engine.formats.passengers.pnrgov.checkin import ssd, tbd, tri
from roadstead.engine.formats.passengers.pnrgov.contacts import add, ift
from roadstead.engine.formats.passengers.pnrgov.drafts import Draft
from roadstead.engine.formats.passengers.pnrgov.groups import Found
from roadstead.engine.formats.passengers.pnrgov.history import abi, changed, dat, lts, sac
from roadstead.engine.formats.passengers.pnrgov.itinerary import msg, rpi, tra, tvl
from roadstead.engine.formats.passengers.pnrgov.locators import eqn, rci, src
from roadstead.engine.formats.passengers.pnrgov.passenger import ref, tif
from roadstead.engine.formats.passengers.pnrgov.payments import fop, fti, mon, tkt
from roadstead.engine.formats.passengers.pnrgov.services import early, ssr
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
from roadstead.engine.formats.redaction.segments import Filtered, filtered
from roadstead.engine.syntax.edifact import Segment, as_text

Handler = Callable[[Found, Draft, Notebook], None]

HANDLERS: Final[Mapping[str, Handler]] = {
    "SRC": src,
    "RCI": rci,
    "EQN": eqn,
    "SSR": ssr,
    "DAT": dat,
    "IFT": ift,
    "REF": ref,
    "ORG": org,
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
# What was removed, by a kind that tells nothing of anybody. A masked card number is not missed.
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
WITHOUT_CONTENT: Final = frozenset({"FAR"})  # nothing of it is kept


def draft_of(
    group: list[Found],
    flight_date: str,
    flight_number: str,
    notes: Notebook,
    keep: Callable[[Segment], Filtered] = filtered,
) -> Draft:
    """Everything one booking says, filtered first (`keep`): what may not be kept is never looked at."""
    draft = Draft(number=group[0].number, flight_date=flight_date, flight_number=flight_number)
    for found in group:
        clean, kind = keep(found.segment)
        if clean is not found.segment:
            found = Found(found.number, clean)
        if kind and kind in COUNTED_AS:
            draft.dropped[COUNTED_AS[kind]] += 1
        tag = clean[0][0]
        if draft.level == "history" and tag in OF_A_CHANGE:
            changed(found, draft)
        elif tag in HANDLERS:
            HANDLERS[tag](found, draft, notes)
        elif tag not in WITHOUT_CONTENT:
            notes.left(as_text(clean))
    if draft.early:
        early(draft, notes)
    return draft
