"""Lists in parts (UNH 0070): which parts belong together, which are missing, and whether the whole list is there.

Parts come flagged (01:C … 03:F) or not (06, 08, 10), in any order, twice, or beside those of an older sending.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

import msgspec

from roadstead.engine.records import Manifest, MessageHeader, Problem, Role, Traveller
from roadstead.engine.voyages.versions.merge import NO_LIST, ListId, Presence, Why, is_part, without_places

# ── The records of the fold: a message in its place, a person as the messages so far leave them, and what changed.


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One message about the voyage. `number`: its row; `carrier`: the account that sent it; `tie`: its own, always."""

    number: int
    carrier: str
    declared: Manifest
    tie: str = ""

    @property
    def header(self) -> MessageHeader:
        return self.declared.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person. `declared` is what lists say (`listed`), with a booking's words (`booked`) where they say nothing."""

    declared: Traveller
    listed: Traveller | None = None
    booked: Traveller | None = None
    booking: str = ""  # "system/locator" of the booking that last named this person
    presence: Presence = Presence.EXPECTED
    why: Why = Why.NOTHING
    on_list: ListId = NO_LIST  # the list that last named this person
    said_by: int = 0  # the step whose words `declared` are


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What one message did. `named`: places in the roster, by position in the message."""

    step: int
    named: tuple[int | None, ...]
    before: tuple[Person, ...]
    after: tuple[Person, ...]
    about: tuple[Problem, ...] = ()  # what its sender and an officer should know

    @property
    def added(self) -> list[int]:
        return list(range(len(self.before), len(self.after)))

    @property
    def changed(self) -> list[int]:
        """Who is described otherwise than before."""
        return [at for at, was in enumerate(self.before) if self.after[at].declared != was.declared]

    def moved(self, presence: Presence) -> list[int]:
        """Who was known and now has this presence, and had another before."""
        pairs = enumerate(zip(self.before, self.after, strict=False))
        return [at for at, (was, now) in pairs if now.presence is presence is not was.presence]


MOST_PARTS: Final = 10_000  # a number beyond that is no count of parts
KINDS: Final[Mapping[Role, str]] = {
    Role.PASSENGER: "passengers",
    Role.TRANSIT_PASSENGER: "passengers",
    Role.CREW: "crew",
    Role.TRANSIT_CREW: "crew",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message of a list. `read` and `declared` by kind; `named`: whom it names, however the caller numbers them."""

    step: int
    number: str = ""  # as sent, without zeros; "" for a list that is whole
    is_last: bool | None = None
    content: str = ""
    sent_at: str = ""
    read: Mapping[str, int] = field(default_factory=dict)
    declared: Mapping[str, int] = field(default_factory=dict)
    named: frozenset[int] = frozenset()


def content(declared: Manifest) -> str:
    """Equal for two messages that say the same of the same people."""
    said = msgspec.json.encode([without_places(each) for each in declared.travellers])
    return blake2b(said, digest_size=8).hexdigest()


def counted(declared: Manifest) -> dict[str, int]:
    """How many the message names, by kind: "passengers", "crew"."""
    kinds = [KINDS[person.role] for person in declared.travellers]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What has come of one list: its parts, each number once and the newest of it."""

    parts: tuple[Part, ...]
    missing: tuple[int, ...] = ()  # numbers that must still come
    last: int | None = None  # the number of the last part, where the sender flagged it

    @property
    def is_split(self) -> bool:
        return any(part.number for part in self.parts)

    @property
    def read(self) -> dict[str, int]:
        return _added(part.read for part in self.parts)

    @property
    def declared(self) -> dict[str, int]:
        """Every part declares the whole: the newest word counts."""
        return {kind: number for part in self.parts for kind, number in part.declared.items()}

    def agrees(self, kind: str) -> bool | None:
        """Whether as many were read as declared; None where that was not declared."""
        return self.read.get(kind, 0) == self.declared[kind] if kind in self.declared else None

    def is_complete(self, kind: str) -> bool:
        """All numbers up to the last are there, or, where none is flagged as the last, as many people as declared."""
        if not self.is_split or (self.last is not None and not self.missing):
            return True
        return self.last is None and self.agrees(kind) is True

    @property
    def named(self) -> frozenset[int]:
        return frozenset[int]().union(*(part.named for part in self.parts))


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for each in counts:
        for kind, number in each.items():
            total[kind] = total.get(kind, 0) + number
    return total


def joined(parts: Sequence[Part]) -> Joined:
    """The newest sending of a list, from all messages of it in the order sent.

    A number that comes again begins a new sending, unless all of that says again what the one before it said.
    """
    sendings: list[dict[str, Part]] = [{}]
    for part in parts:
        if part.number in sendings[-1]:
            sendings.append({})
        sendings[-1][part.number] = part
    newest = sendings.pop()
    while sendings and all(_repeats(part, sendings[-1]) for part in newest.values()):
        newest = sendings.pop()
    return _joined(newest)


def _repeats(part: Part, before: Mapping[str, Part]) -> bool:
    return part.number in before and before[part.number].content == part.content


def _joined(sending: Mapping[str, Part]) -> Joined:
    numbers = {int(number) for number in sending if number.isdecimal()}
    flagged = [int(part.number) for part in sending.values() if part.is_last and part.number.isdecimal()]
    last = max(flagged, default=None)
    missing = tuple(sorted(set(range(1, last + 1)) - numbers)) if last and last < MOST_PARTS else ()
    inner = sorted(sending.values(), key=lambda part: int(part.number) if part.number.isdecimal() else 0)
    return Joined(parts=tuple(inner), missing=missing, last=last)


def part_of(step: int, declared: Manifest, *, named: frozenset[int] = frozenset()) -> Part:
    """A message as a part of its list."""
    header = declared.message
    return Part(
        step=step,
        number=header.part.lstrip("0") or header.part if is_part(header) else "",
        is_last=header.last_part,
        content=content(declared) if is_part(header) else "",
        sent_at=header.sent_at,
        read=counted(declared),
        declared=declared.declared,
        named=named,
    )
