"""Watchlist entries and hits: a hit, its reasons, and the versions that reproduce it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Self

from roadstead.engine.records.voyage import Document
from roadstead.engine.sentences import Sentence

# ── Entries of a list, its documents and its versions


class Kind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    OTHER = "other"


class Action(StrEnum):
    """Action that the owner of the list asks for when the person is found."""

    STOP = "stop"
    REFER = "refer"
    DISCREET = "discreet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedName:
    """One name of an entry. Weak aliases (OFAC quoted, UN low quality) need a second identifier to alert."""

    text: str
    weak: bool = False


ADDRESS: Final = "address"  # key in `Entry.identifiers`; several addresses are separated by semicolons


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One listed person or entity, from any list. `born` holds ISO dates, partial dates and ISO 8601 intervals
    ("1965/1967"). Countries are ISO 3166 alpha-3 where the name on the list could be resolved.
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
    review: str = ""  # date by which the entry must be reviewed (S22)
    priority: str = ""  # high, normal or low, as set by the owner; "" if the list has no priorities
    checked: str = ""  # day on which a notice was last checked with the national bureau; "" for never, and other lists

    @property
    def name(self) -> str:
        return self.names[0].text if self.names else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDocument:
    """An identity document reported lost, stolen or revoked. Issuer and type may be unknown ("")."""

    number: str
    issuer: str = ""
    type: str = ""
    list: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListVersion:
    """Version of a list that a hit came from: content hash (SHA-256, hex) and number of entries by kind."""

    list: str
    version: str  # first twelve characters of the content hash
    sha256: str = ""
    published: str = ""  # date stated by the list itself, if any
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
    """One sentence for the officer, and the bits it added to or took from the score.

    `text` is English; `sentence` is the same with its values, for readers of other languages. It is None if an analyst
    wrote the text, and in rows stored before it existed.
    """

    text: str
    sentence: Sentence | None = field(default=None, compare=False)
    value: float = 0.0
    feature: str = ""

    @classmethod
    def of(cls, sentence: Sentence, value: float = 0.0, feature: str = "") -> Self:
        return cls(text=str(sentence), sentence=sentence, value=value, feature=feature)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """Versions that produced a hit, so that the same input gives the same result years later (S19)."""

    list_version: str = ""
    rule_version: str = ""
    matcher_version: str = ""
    policy_version: str = ""
    threshold: float | None = None  # threshold of the list in bits, for a name match
    statistics_version: str = ""  # state of all lists from which the frequencies of names were counted
    facts: Mapping[str, str | int | bool | list[str]] | None = None  # for a written rule: the facts that it used


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A possibility, never more: declared data resembles a listed entry, or a rule matched.

    `traveller`: position of the traveller in the manifest, None for a hit on the whole voyage. `bill`: position of the
    bill among the consignments, for a hit on cargo. `parties`: positions of the matching parties on that bill, or on
    the manifest if `bill` is None.
    """

    kind: HitKind
    traveller: int | None = None
    bill: int | None = None
    parties: tuple[int, ...] = ()
    list: str = ""
    rule: str = ""
    severity: str = ""  # of a written rule, as set by its authors: high, medium, low
    entry: str = ""
    entry_name: str = ""
    action: Action = Action.REFER
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    replay: Replay = Replay()
    name_score: float | None = None  # similarity of the names, 0–100; not used in any decision
    probability: float | None = None  # 0–1, from the optional reranking model; advisory
