"""A hit, its reasons, and by which versions it can be made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from roadstead.engine.records.voyage import Document

# ── Entries of a list, its documents and its versions.


class Kind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    OTHER = "other"


class Action(StrEnum):
    """What the list's owner wants done when the person is met."""

    STOP = "stop"
    REFER = "refer"
    DISCREET = "discreet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedName:
    """One name of an entry. Weak aliases (OFAC quoted, UN low quality) need a second identifier to alert."""

    text: str
    weak: bool = False


ADDRESS: Final = "address"  # among the identifiers of an entry; several apart by semicolons


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One listed person or thing, from whatever list. `born` holds ISO dates, partial dates and
    ISO 8601 intervals ("1965/1967"); countries are ISO 3166 alpha-3 where the list's name could be resolved.
    """

    id: str  # unique within its list
    list: str
    kind: Kind = Kind.PERSON
    names: tuple[ListedName, ...] = ()
    born: tuple[str, ...] = ()
    birth_places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    sex: str = ""
    documents: tuple[Document, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)  # imo, call_sign, tail_number …
    action: Action = Action.REFER
    reason: str = ""
    owner: str = ""  # state (alpha-3) or body that owns the entry
    expires: str = ""
    topics: tuple[str, ...] = ()
    review: str = ""  # the last day before which somebody must have looked at it again (S22)
    priority: str = ""  # high, normal or low, as its owner says; "" where the list has none

    @property
    def name(self) -> str:
        return self.names[0].text if self.names else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDocument:
    """A document reported lost, stolen or revoked. Issuer and type may be unknown ("")."""

    number: str
    issuer: str = ""
    type: str = ""
    list: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListVersion:
    """What stands behind a hit: which list, its content hash (SHA-256, hex), its entries by kind."""

    list: str
    version: str  # first twelve characters of the content hash
    sha256: str = ""
    published: str = ""  # the date the list itself gives, where it does
    counts: Mapping[str, int] = field(default_factory=dict)


class HitKind(StrEnum):
    NAME = "name"
    DOCUMENT = "document"
    RULE = "rule"
    CRAFT = "craft"
    GOODS = "goods"
    PARTY = "party"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One sentence an officer reads, and what it added (or took away) from the score."""

    text: str
    value: float = 0.0
    feature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """Which versions made this hit, so that years later the same input gives the same result (S19)."""

    list_version: str = ""
    rule_version: str = ""
    matcher_version: str = ""
    policy_version: str = ""
    threshold: float | None = None  # bits, of a likeness: what held for its list
    statistics_version: str = ""  # state of all lists on which it was counted how common a name is
    facts: Mapping[str, str | int | bool | list[str]] | None = None  # of a written rule: those it looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A possibility, never more: what was declared meets what is listed, or a rule speaks.

    `traveller` is the position of the traveller in the manifest, None for a hit on the voyage as a whole;
    `bill` the position of the bill among the consignments, for a hit on cargo; `parties` those of its parties that met,
    or, without bill, those of the manifest's.
    """

    kind: HitKind
    traveller: int | None = None
    bill: int | None = None
    parties: tuple[int, ...] = ()
    list: str = ""
    rule: str = ""
    severity: str = ""  # of a written rule, as its authors set it: high, medium, low
    entry: str = ""
    entry_name: str = ""
    action: Action = Action.REFER
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    replay: Replay = Replay()
    name_score: float | None = None  # how alike the names read, 0–100; decides nothing
    probability: float | None = None  # 0–1, of the second stage where it is asked; advisory
