"""Legal bases between two states for a measure on a day. Pure.

A basis is usable if nothing is missing in the records. Whether its conditions are met, and whether the act applies to
the other state, a person reads: these are sentences to check.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roadstead.engine.reference.law.adherence import Adherence, Event, Happened, last_day
from roadstead.engine.reference.law.bases import BasisRule, Need, rules_by_measure
from roadstead.engine.reference.law.instruments import REACHES, Instrument, InstrumentKind, instruments
from roadstead.engine.reference.policy import ANY
from roadstead.engine.rules.law import words
from roadstead.engine.rules.law.facts import Conflict, LegalFacts
from roadstead.engine.sentences import Sentence


class Side(StrEnum):
    """Where something is missing."""

    REQUESTING = "requesting"
    REQUESTED = "requested"
    INSTRUMENT = "instrument"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A need that is not met. `state`: alpha-3, or * for the instrument itself."""

    side: Side
    state: str
    need: Need
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """One instrument for the measure. `facts`: rows by which its needs are met. `to_check`: for a person to read."""

    rule: BasisRule
    instrument: Instrument
    requesting: str
    requested: str
    on: date
    facts: tuple[Adherence, ...]
    missing: tuple[Missing, ...]
    conflicts: tuple[Conflict, ...]
    to_check: tuple[Sentence, ...]

    @property
    def is_usable(self) -> bool:
        return not self.missing

    @property
    def conflict_sentences(self) -> list[Sentence]:
        return [words.conflict(each.state, each.event, each.rows) for each in self.conflicts]


def bases_for(requesting: str, requested: str, measure: str, on: date, facts: LegalFacts) -> tuple[LegalBasis, ...]:
    """Return every basis that may carry the measure: usable ones first, and of each group the most specific first.

    States are alpha-3 codes. A measure that no table knows has no basis.
    """
    found = [
        _basis(rule, requesting=requesting, requested=requested, on=on, facts=facts)
        for rule in rules_by_measure().get(measure, ())
    ]
    return tuple(sorted(found, key=_rank))


def _rank(basis: LegalBasis) -> tuple[bool, bool, int, int]:
    """Return a key; a basis whose rule covers every measure comes after those made for this one."""
    reach = REACHES.index(basis.instrument.reach)
    return not basis.is_usable, basis.instrument.code == "own_law", reach, len(basis.missing)


def _basis(rule: BasisRule, *, requesting: str, requested: str, on: date, facts: LegalFacts) -> LegalBasis:
    instrument = instruments()[rule.instrument]
    met: list[Adherence] = []
    missing: list[Missing] = []
    for side, state, need in _needs(rule, instrument, requesting, requested):
        rows = [row for event in need for row in facts.rows(state, rule.instrument, event)]
        done = [row for row in rows if row.counts and row.is_done(on)]
        met += done
        if not done:
            known = _known(facts, state, rule.instrument, need, on)
            said = words.missing(state, need, _why(rows, on), known)
            missing.append(Missing(side=side, state=state, need=need, sentence=said))
    sides = dict.fromkeys((requesting, requested, ANY))
    return LegalBasis(
        rule=rule,
        instrument=instrument,
        requesting=requesting,
        requested=requested,
        on=on,
        facts=tuple(dict.fromkeys(met)),
        missing=tuple(missing),
        conflicts=tuple(each for state in sides for each in facts.conflicts(state, rule.instrument)),
        to_check=(*_to_check(rule), *_expected(rule, requesting, requested, on, facts)),
    )


def _needs(
    rule: BasisRule, instrument: Instrument, requesting: str, requested: str
) -> Iterator[tuple[Side, str, Need]]:
    if instrument.kind == InstrumentKind.TREATY:
        yield Side.INSTRUMENT, ANY, (Event.IN_FORCE,)
    yield from ((Side.REQUESTING, requesting, need) for need in rule.requesting)
    yield from ((Side.REQUESTED, requested, need) for need in rule.requested)


def _why(rows: list[Adherence], on: date) -> Sentence:
    """Return why none of the rows meets a need: what the best of them says."""
    happened = [row for row in rows if row.happened == Happened.YES]
    if not happened:
        denied = [row for row in rows if row.happened == Happened.NO]
        return words.DENIED if denied else words.NOT_FOUND
    row = max(happened, key=lambda row: (row.counts, row.valid_from))
    if not row.is_done(on):
        if row.valid_to and row.valid_to < on.isoformat():
            return words.ended(row.valid_to)
        return words.later(row.valid_from) if row.valid_from > on.isoformat() else words.inexact(row.valid_from)
    return words.unverified(row.valid_from)


def _known(facts: LegalFacts, state: str, instrument: str, need: Need, on: date) -> list[Adherence]:
    """Return the other steps that the state has taken, so that one sees how far it is."""
    if state == ANY:
        return []
    others = (event for event in Event if event not in need and event != Event.IN_FORCE)
    rows = (row for event in others for row in facts.rows(state, instrument, event))
    return [row for row in rows if row.happened == Happened.YES and last_day(row.valid_from) <= on.isoformat()]


def _to_check(rule: BasisRule) -> Iterator[Sentence]:
    if not rule.verified:
        yield words.NOT_READ
    yield from map(Sentence, rule.conditions)


def _expected(rule: BasisRule, requesting: str, requested: str, on: date, facts: LegalFacts) -> Iterator[Sentence]:
    """Yield what a state should have beside what it must have: an authority that is named, a form.

    An act is that of the requested state alone.
    """
    sides = (requested,) if instruments()[rule.instrument].kind == InstrumentKind.ACT else (requested, requesting)
    for state in dict.fromkeys(sides):
        for event in rule.expects:
            if not any(row.is_done(on) for row in facts.rows(state, rule.instrument, event)):
                yield words.expected(state, event)
