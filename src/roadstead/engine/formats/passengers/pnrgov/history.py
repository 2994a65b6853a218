"""Read a booking's history: LTS lines, and the groups of ABI (author), DAT (time) and SAC (added or cancelled)."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.fast_records import fast_constructor, fast_replace
from roadstead.engine.formats.passengers.pnrgov.codes import ACTIONS
from roadstead.engine.formats.passengers.pnrgov.drafts import Draft
from roadstead.engine.formats.passengers.pnrgov.flight import times
from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.formats.passengers.pnrgov.when import moment
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.formats.redaction.history import RECEIVED_FROM, read_line
from roadstead.engine.formats.redaction.kinds import MARK
from roadstead.engine.records import BookingChange
from roadstead.engine.syntax.edifact import Segment, as_text, part, repetitions

QuickChange, changed_to = fast_constructor(BookingChange), fast_replace(BookingChange)
MAX_CHANGES: Final = 10_000  # changes of one booking


def lts(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read one line of the history. Line Z of its envelope, usually a later one, has its author and time."""
    draft.level = "history"
    read = read_line(as_text(found.segment[1:]))
    envelope = read.envelope.rpartition("/")[2]
    if read.action == RECEIVED_FROM:
        draft.envelopes.setdefault(envelope, (read.by, read.at))
    if read.locator:
        draft.splits[read.locator] = None
    if len(draft.history) < MAX_CHANGES:
        draft.waiting.append((len(draft.history), envelope))
        draft.history.append(
            QuickChange(at=read.at, by=read.by, action=ACTIONS.get(read.action, read.action), text=read.text.strip("/"))
        )


def abi(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read ABI+4+YYAG:NASYY02AA+NAS++YY: the author of the changes that follow."""
    segment = found.segment
    draft.level = "history"
    words = (part(segment, 2), part(segment, 2, 1), part(segment, 3), part(segment, 5))
    draft.change_by, draft.change_at = " ".join(word for word in words if word), ""
    draft.has_open_change = False


def dat(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read DAT+T:201026:2215 in the history: the time. Elsewhere (last changes, check-in times) it is not used."""
    if draft.level != "history":
        if len(found.segment) > 1:
            notes.keep_unread(as_text(found.segment))
        return
    for each in repetitions(found.segment, 1):
        _, day, time = ([*each, "", "", ""])[:3]
        draft.change_at = moment(day, time)


def sac(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read SAC+++A: what follows was added; X: cancelled."""
    draft.level = "history"
    code = part(found.segment, 3).upper()
    _change(draft, ACTIONS.get(code, code))
    draft.has_open_change = True


def _change(draft: Draft, action: str) -> None:
    if len(draft.history) < MAX_CHANGES:
        draft.history.append(QuickChange(at=draft.change_at, by=draft.change_by, action=action))


def add_change(found: NumberedSegment, draft: Draft) -> None:
    """Add a segment of the history to the open change: the item that was added or cancelled."""
    words = _words(found.segment)
    if not words:
        return
    if not draft.has_open_change:
        _change(draft, "")
        draft.has_open_change = True
    last = draft.history[-1]
    draft.history[-1] = changed_to(last, text=f"{last.text}, {words}" if last.text else words)


def _words(segment: Segment) -> str:
    tag = segment[0][0]
    if tag == "TVL":
        route = "-".join(filter(None, (part(segment, 2), part(segment, 3))))
        return " ".join(filter(None, (part(segment, 4) + part(segment, 5), route, times(segment)[0])))
    if tag == "TIF":
        return "/".join(filter(None, (part(segment, 1), part(segment, 2))))
    code = part(segment, 1)
    return f"SSR {code}" if tag == "SSR" and code != MARK else ""


def resolve_envelopes(draft: Draft) -> None:
    """Give each line of an envelope the author and time of its line Z."""
    for place, envelope in draft.waiting:
        by, at = draft.envelopes.get(envelope, ("", ""))
        change = draft.history[place]
        if by or at:
            draft.history[place] = changed_to(change, by=change.by or by, at=change.at or at)
