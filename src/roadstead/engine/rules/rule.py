"""Input of rules (facts of a voyage, data on its bills), findings, and the definition of a built-in rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from inspect import getdoc
from typing import Final, NamedTuple

from roadstead.engine.matching.documents import ReportedDocuments
from roadstead.engine.records import Action, Container, HitKind, Manifest, Voyage
from roadstead.engine.reference.places import call_code, to_utc
from roadstead.engine.sentences import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """Time of receipt of a list and its deadline. Both are aware; `due_at` is None if no deadline is known."""

    received_at: datetime
    due_at: datetime | None
    rule_source: str  # law or agreement that sets the deadline, as an officer would cite it


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All input of a rule."""

    manifest: Manifest
    documents: ReportedDocuments
    today: date
    filing: Filing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding of a rule about a traveller (position in the manifest) or about the voyage (None)."""

    traveller: int | None
    text: Sentence  # the facts
    bits: float = 0.0  # only for a rule that scores; most rules give yes or no
    list: str = ""
    entry: str = ""  # listed entry, if the rule looks one up
    kind: HitKind = HitKind.RULE


class Rule(NamedTuple):
    """One rule. Any change of its findings needs a new version."""

    code: str
    version: str
    title: str
    action: Action  # action asked of the officer; at most a check, since no machine stops a person (S13)
    check: Callable[[Facts], Iterator[Finding]]

    @property
    def sentence(self) -> str:
        """Return the sentence that the officer reads: the docstring of the check."""
        return getdoc(self.check) or ""


# ── Data on a bill from outside the bill itself, passed in by callers with database access
#
# A hit is shown to every state that the bill concerns, so all of these values are counted only over bills that all of
# these states may see (S25).


@dataclass(frozen=True, slots=True)
class TimeOnBoard:
    """Time during which goods are on board a ship, as aware instants."""

    begins: datetime
    ends: datetime

    def meets(self, other: TimeOnBoard) -> bool:
        return self.begins < other.ends and other.begins < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownContainer:
    """A container, merged from all its sources. `differing_values`: values by source, by field on which they differ."""

    container: Container
    differing_values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    elsewhere: bool | None = None  # on another ship at the same time; None: not checked


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedHeading:
    """HS heading (four digits) suggested by the description. `confidence`: share of such suggestions that are right
    (0–1).

    `differs`: True if the declared code is for other goods; None if there is none, or the description says too little.
    """

    heading: str
    confidence: float
    differs: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierVoyages:
    """Number of other voyages in the 365 days before the bill was first declared. None: the party is not named."""

    consignor: int | None = None
    consignee: int | None = None
    together: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBillData:
    """Stored data on one bill. None or empty means that it was not looked up, which is not 0.

    `containers`: by container number as on the bill. `first_at`: time of the first declaration, `last_at`: of the last
    amendment. `sources`: by port, goods that all states of the bill list it as a source of. `suggested`: HS heading
    from the description. `lane`: facts of the family `lane` by name, as in the vocabulary.
    """

    first_at: datetime | None = None
    last_at: datetime | None = None
    amendments: int | None = None
    containers: Mapping[str, KnownContainer] = field(default_factory=dict)
    houses: int | None = None
    same_text_others: int | None = None
    earlier: EarlierVoyages | None = None
    days_kept: int | None = None
    sources: Mapping[str, frozenset[str]] = field(default_factory=dict)
    suggested: SuggestedHeading | None = None
    lane: Mapping[str, int] = field(default_factory=dict)


NO_STORED_DATA: Final = StoredBillData()


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriage:
    """Data common to all bills of one voyage. `due_at`: deadline for declaring its cargo, None if unknown."""

    voyage: Voyage
    due_at: datetime | None = None

    @property
    def calls(self) -> frozenset[str]:
        return frozenset(self.voyage.calls)


def time_on_board(voyage: Voyage, load: str, discharge: str) -> TimeOnBoard | None:
    """Return the time for which goods from `load` to `discharge` are on board; None if the route does not give it."""
    begins, ends = departure_from(voyage, load), arrival_at(voyage, discharge)
    return TimeOnBoard(begins, ends) if begins and ends and begins < ends else None


def departure_from(voyage: Voyage, port: str) -> datetime | None:
    """Return the departure from a port of the route; for any other port, the start of the voyage."""
    legs, port = voyage.legs, call_code(port, voyage.mode, voyage.calls)
    leg = next((each for each in legs if each.origin == port), legs[0] if legs else None)
    return to_utc(leg.departure, leg.origin) if leg else None


def arrival_at(voyage: Voyage, port: str) -> datetime | None:
    """Return the arrival at a port of the route; for any other port, the end of the voyage."""
    legs, port = voyage.legs, call_code(port, voyage.mode, voyage.calls)
    leg = next((each for each in legs if each.destination == port), legs[-1] if legs else None)
    return to_utc(leg.arrival, leg.destination) if leg else None


def stored_data_at(known: Sequence[StoredBillData], at: int) -> StoredBillData:
    return known[at] if at < len(known) else NO_STORED_DATA
