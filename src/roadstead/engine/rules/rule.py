"""What a rule is given (the facts of a voyage, and what is known of its bills), what it finds, and what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from inspect import getdoc
from typing import Final, NamedTuple

from roadstead.engine.matching.documents import ReportedDocuments
from roadstead.engine.records import Action, Container, HitKind, Manifest, Voyage
from roadstead.engine.reference.places import as_called, to_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """When the list reached us and by when it had to. Both aware; `due_at` None: no deadline is known."""

    received_at: datetime
    due_at: datetime | None
    rule_source: str  # the law or agreement that sets the deadline, as an officer would cite it


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All a rule may look at."""

    manifest: Manifest
    documents: ReportedDocuments
    today: date
    filing: Filing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule speaks: about one traveller (by position in the manifest) or, with None, about the voyage."""

    traveller: int | None
    text: str  # the facts, in one sentence
    bits: float = 0.0  # for a rule that weighs; most only say yes
    list: str = ""
    entry: str = ""  # what stands on the list, where a rule looks one up
    kind: HitKind = HitKind.RULE


class Rule(NamedTuple):
    """One rule. A change of what it finds is a new version."""

    code: str
    version: str
    title: str
    action: Action  # what is asked of the officer; never more than a look, for no machine stops anybody (S13)
    check: Callable[[Facts], Iterator[Finding]]

    @property
    def sentence(self) -> str:
        """What the officer reads: the docstring of the check."""
        return getdoc(self.check) or ""


# ── What is known of a bill beside what it says itself, handed in by whoever has the tables.
#
# A hit is shown to every state that the bill concerns: whatever stands here was counted over bills that all of these
# states may see (S25).


@dataclass(frozen=True, slots=True)
class Aboard:
    """From when to when something is on board of a ship. Aware instants."""

    begins: datetime
    ends: datetime

    def meets(self, other: Aboard) -> bool:
        return self.begins < other.ends and other.begins < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxKnown:
    """A container as its sources together tell it. `said`: by field in which they do not agree, source to words."""

    box: Container
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    elsewhere: bool | None = None  # on another ship at the same time; None: nobody looked


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """An HS heading (four digits) by the words of the goods, how often such an answer is right (0–1), and whether a
    declared code is of something else; None: there is no code, or the words tell too little to say."""

    heading: str
    confidence: float
    differs: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """Other voyages within 365 days before the bill was first heard of. None: the party is not named."""

    consignor: int | None = None
    consignee: int | None = None
    together: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Of one bill. None and nothing: it was not looked for, which is not 0.

    `boxes` by the number as the bill has it; `first_at` when it was first heard of, `last_at` when it was last
    told otherwise; `sources`: by port, what all states of the bill know it as a source of; `suggested`: a heading by
    the words; `lane`: facts of the family `lane` by their names, as the vocabulary has them.
    """

    first_at: datetime | None = None
    last_at: datetime | None = None
    amendments: int | None = None
    boxes: Mapping[str, BoxKnown] = field(default_factory=dict)
    houses: int | None = None
    same_text_others: int | None = None
    earlier: Earlier | None = None
    days_kept: int | None = None
    sources: Mapping[str, frozenset[str]] = field(default_factory=dict)
    suggested: Suggested | None = None
    lane: Mapping[str, int] = field(default_factory=dict)


NOTHING_KNOWN: Final = Known()


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriage:
    """What all bills of one voyage have in common. `due_at`: by when its cargo had to be declared, None where no
    deadline is known."""

    voyage: Voyage
    due_at: datetime | None = None

    @property
    def calls(self) -> frozenset[str]:
        return frozenset(self.voyage.calls)


def aboard(voyage: Voyage, load: str, discharge: str) -> Aboard | None:
    """While goods from `load` to `discharge` are on board; None where the route does not tell."""
    begins, ends = leaves(voyage, load), reaches(voyage, discharge)
    return Aboard(begins, ends) if begins and ends and begins < ends else None


def leaves(voyage: Voyage, port: str) -> datetime | None:
    """When the ship leaves a port of its route; of another port, when the voyage begins."""
    legs, port = voyage.legs, as_called(port, voyage.mode, voyage.calls)
    leg = next((each for each in legs if each.origin == port), legs[0] if legs else None)
    return to_utc(leg.departure, leg.origin) if leg else None


def reaches(voyage: Voyage, port: str) -> datetime | None:
    """When the ship reaches a port of its route; of another port, when the voyage ends."""
    legs, port = voyage.legs, as_called(port, voyage.mode, voyage.calls)
    leg = next((each for each in legs if each.destination == port), legs[-1] if legs else None)
    return to_utc(leg.arrival, leg.destination) if leg else None


def known_of(known: Sequence[Known], at: int) -> Known:
    return known[at] if at < len(known) else NOTHING_KNOWN
