"""TDT of a consignment: a leg before or after this voyage."""

from __future__ import annotations

from roadstead.engine.formats.cargo.edifact.codes import AIRCRAFT, ARRIVALS, DEPARTURES, MODES, ORIGINS
from roadstead.engine.formats.cargo.edifact.context import Draft, ReaderContext
from roadstead.engine.formats.cargo.edifact.places import place
from roadstead.engine.formats.cargo.edifact.tree import Node
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.passengers.paxlst.when import time
from roadstead.engine.records import Mode, OnwardLeg
from roadstead.engine.syntax.edifact import Segment, part


def onward(node: Node, context: ReaderContext) -> OnwardLeg:
    draft = Draft()
    if node.opener:
        tdt = node.opener.segment
        draft.put("number", part(tdt, 2))
        draft.put("carrier", part(tdt, 5) or part(tdt, 5, 3))
        draft.put("mode", mode_of(tdt))
    for leaf in node.leaves:
        if not _use(draft, leaf, context):
            context.keep_unread(leaf)
    return OnwardLeg(**draft.fields())


def mode_of(tdt: Segment) -> str:
    """Return "sea", "air" or "road" by 8067, else by 8179 (31 is a lorry); "" if neither is known."""
    if part(tdt, 4) == AIRCRAFT and not part(tdt, 3):
        return Mode.AIR.value
    figures = (part(tdt, at).lstrip("0")[:1] for at in (3, 4))
    return next((MODES[each].value for each in figures if each in MODES), "")


def _use(draft: Draft, found: NumberedSegment, context: ReaderContext) -> bool:
    if found.tag == "LOC":
        return draft.put("origin" if found.code in ORIGINS else "destination", place(found, context))
    if found.tag == "DTM" and found.code in ARRIVALS | DEPARTURES:
        kind = "departure" if found.code in DEPARTURES else "arrival"
        return draft.put(kind, time(found, f"{kind} time", context.notes))
    return False
