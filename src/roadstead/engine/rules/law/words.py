"""Sentences about legal bases: what is missing on which side, what is to be checked, where sources disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from roadstead.engine.reference.countries import name as country_name
from roadstead.engine.reference.law.adherence import Adherence, Event, Happened
from roadstead.engine.reference.policy import ANY
from roadstead.engine.sentences import Sentence, in_turn, joined

# Names of events, as on the page of a state.
EVENTS: Final[Mapping[Event, str]] = {
    Event.SIGNED: "signature",
    Event.RATIFIED: "ratification",
    Event.ACCEDED: "accession",
    Event.IN_FORCE: "entry into force",
    Event.ACT_PASSED: "act passed",
    Event.ACT_IN_FORCE: "act in force",
    Event.AUTHORITY_NAMED: "central authority named",
    Event.FORM_ISSUED: "form issued",
    Event.FIRST_USED: "first use",
}
MARKS: Final[Mapping[str, str]] = {
    "V": "read at the source",
    "W": "weak or secondary source",
    "U": "general knowledge",
    "NF": "looked for, not found",
    "D": "our own choice",
    "P": "primary source",
    "S": "secondary source",
}
NOT_FOUND: Final = Sentence("not found; enter what the act says")
DENIED: Final = Sentence("recorded as not done")
NOT_READ: Final = Sentence("That this instrument carries the measure was not read: read it first.")


def later(day: str) -> Sentence:
    return Sentence("only from %(day)s", {"day": day})


def ended(day: str) -> Sentence:
    return Sentence("ended on %(day)s", {"day": day})


def inexact(day: str) -> Sentence:
    return Sentence("some time in %(day)s; enter the day", {"day": day})


def unverified(day: str) -> Sentence:
    if not day:
        return Sentence("only a weak source says so; confirm it")
    return Sentence("only a weak source says so (%(day)s); confirm it", {"day": day})


def missing(state: str, need: Iterable[Event], why: Sentence, known: Iterable[Adherence]) -> Sentence:
    """Return "Jamaica: ratification or accession: not found; enter what the act says. Known: signature 2018-07-06."."""
    what = [Sentence(EVENTS[event]) for event in need]
    either = what[0] if len(what) == 1 else Sentence("%(one)s or %(other)s", {"one": what[0], "other": what[1]})
    said = Sentence("%(state)s: %(need)s: %(why)s.", {"state": state_name(state), "need": either, "why": why})
    steps = [step(row) for row in known]
    return in_turn(said, Sentence("Known: %(steps)s.", {"steps": steps}) if steps else Sentence(""))


def step(row: Adherence) -> Sentence:
    """Return "signature 2018-07-06", "signature (no day given)", or "act in force: not found; …"."""
    values: dict[str, Sentence | str] = {"event": Sentence(EVENTS[row.event]), "day": row.valid_from}
    if row.happened != Happened.YES:
        said = DENIED if row.happened == Happened.NO else NOT_FOUND
        return Sentence("%(event)s: %(said)s", {"event": values["event"], "said": said})
    if row.valid_to:
        return Sentence("%(event)s %(day)s, ended %(last)s", {**values, "last": row.valid_to})
    if not row.valid_from:
        return Sentence("%(event)s (no day given)", {"event": values["event"]})
    return Sentence("%(event)s %(day)s", values)


def fact(row: Adherence) -> Sentence:
    """Return "Barbados: ratification 2018-05-07"."""
    return Sentence("%(state)s: %(said)s", {"state": state_name(row.state), "said": step(row)})


def expected(state: str, event: Event) -> Sentence:
    values = {"state": state_name(state), "need": Sentence(EVENTS[event]), "why": NOT_FOUND}
    return Sentence("%(state)s: %(need)s: %(why)s.", values)


def conflict(state: str, event: Event, rows: Iterable[Adherence]) -> Sentence:
    """Return what each source says: "Sources disagree. Saint Lucia, act passed: 2019-08 (…); 2025-08-21 (…)."."""
    said = joined(Sentence("%(said)s (%(source)s)", {"said": _said(row), "source": row.source}) for row in rows)
    values = {"state": state_name(state), "event": Sentence(EVENTS[event]), "said": said}
    return Sentence("Sources disagree. %(state)s, %(event)s: %(said)s.", values)


def state_name(state: str) -> Sentence | str:
    return Sentence("The instrument itself") if state == ANY else (country_name(state) or state)


def _said(row: Adherence) -> Sentence | str:
    if row.happened == Happened.NO:
        return DENIED
    return row.valid_from or Sentence("no day given")
