"""Messages, people and changes of a voyage as the versions record them; lists sent in parts (UNH 0070).

Parts come flagged (01:C … 03:F) or not (06, 08, 10), in any order, twice, or beside those of an older sending.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

import msgspec

from roadstead.engine.records import Manifest, MessageHeader, Problem, Role, Traveller
from roadstead.engine.voyages.versions.merge import NO_LIST, ListId, Presence, PresenceReason, is_part, without_places


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One message about the voyage. `number`: its row; `carrier`: the sending account; `tie`: its own, always."""

    number: int
    carrier: str
    declared: Manifest
    tie: str = ""

    @property
    def header(self) -> MessageHeader:
        return self.declared.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person. `declared` is the data of lists (`listed`), completed from a booking (`booked`)."""

    declared: Traveller
    listed: Traveller | None = None
    booked: Traveller | None = None
    booking: str = ""  # "system/locator" of the booking that last named this person
    presence: Presence = Presence.EXPECTED
    why: PresenceReason = PresenceReason.NOTHING
    on_list: ListId = NO_LIST  # the list that last named this person
    stated_by: int = 0  # the step that stated `declared`


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """The effect of one message. `named`: places in the roster, by position in the message."""

    step: int
    named: tuple[int | None, ...]
    before: tuple[Person, ...]
    after: tuple[Person, ...]
    about: tuple[Problem, ...] = ()  # problems for its sender and an officer

    @property
    def added(self) -> list[int]:
        return list(range(len(self.before), len(self.after)))

    @property
    def changed(self) -> list[int]:
        """Return the places of people whose data changed."""
        return [at for at, was in enumerate(self.before) if self.after[at].declared != was.declared]

    def moved(self, presence: Presence) -> list[int]:
        """Return the places of known people whose presence changed to this one."""
        pairs = enumerate(zip(self.before, self.after, strict=False))
        return [at for at, (was, now) in pairs if now.presence is presence is not was.presence]


MAX_PARTS: Final = 10_000  # a number beyond that is no count of parts
KINDS: Final[Mapping[Role, str]] = {
    Role.PASSENGER: "passengers",
    Role.TRANSIT_PASSENGER: "passengers",
    Role.CREW: "crew",
    Role.TRANSIT_CREW: "crew",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message of a list. `read` and `declared` by kind; `named`: places of those it names."""

    step: int
    number: str = ""  # as sent, without zeros; "" for an undivided list
    is_last: bool | None = None
    content: str = ""
    sent_at: str = ""
    read: Mapping[str, int] = field(default_factory=dict)
    declared: Mapping[str, int] = field(default_factory=dict)
    named: frozenset[int] = frozenset()


def content_hash(declared: Manifest) -> str:
    """Return a hash that is equal for two messages with the same data on the same people."""
    said = msgspec.json.encode([without_places(each) for each in declared.travellers])
    return blake2b(said, digest_size=8).hexdigest()


def counts_by_kind(declared: Manifest) -> dict[str, int]:
    """Return the number of people named in the message, by kind: "passengers", "crew"."""
    kinds = [KINDS[person.role] for person in declared.travellers]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


@dataclass(frozen=True, slots=True, kw_only=True)
class AssembledList:
    """The parts of one list received so far, each number once in its newest version."""

    parts: tuple[Part, ...]
    missing: tuple[int, ...] = ()  # numbers of parts still to come
    last: int | None = None  # the number of the last part, if the sender flagged it

    @property
    def is_split(self) -> bool:
        return any(part.number for part in self.parts)

    @property
    def read(self) -> dict[str, int]:
        return _added(part.read for part in self.parts)

    @property
    def declared(self) -> dict[str, int]:
        """Return the declared counts. Every part declares those of the whole; the newest counts."""
        return {kind: number for part in self.parts for kind, number in part.declared.items()}

    def agrees(self, kind: str) -> bool | None:
        """Return True if as many were read as declared; None if nothing was declared."""
        return self.read.get(kind, 0) == self.declared[kind] if kind in self.declared else None

    def is_complete(self, kind: str) -> bool:
        """Return True if all parts up to the last are there or, without a last one, all declared people."""
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


def assemble(parts: Sequence[Part]) -> AssembledList:
    """Return the newest sending of a list, from all its messages in the order sent.

    A repeated number begins a new sending, unless the whole of that only repeats the one before.
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


def _joined(sending: Mapping[str, Part]) -> AssembledList:
    numbers = {int(number) for number in sending if number.isdecimal()}
    flagged = [int(part.number) for part in sending.values() if part.is_last and part.number.isdecimal()]
    last = max(flagged, default=None)
    missing = tuple(sorted(set(range(1, last + 1)) - numbers)) if last and last < MAX_PARTS else ()
    inner = sorted(sending.values(), key=lambda part: int(part.number) if part.number.isdecimal() else 0)
    return AssembledList(parts=tuple(inner), missing=missing, last=last)


def part_of(step: int, declared: Manifest, *, named: frozenset[int] = frozenset()) -> Part:
    """Return a message as a part of its list."""
    header = declared.message
    return Part(
        step=step,
        number=header.part.lstrip("0") or header.part if is_part(header) else "",
        is_last=header.last_part,
        content=content_hash(declared) if is_part(header) else "",
        sent_at=header.sent_at,
        read=counts_by_kind(declared),
        declared=declared.declared,
        named=named,
    )
