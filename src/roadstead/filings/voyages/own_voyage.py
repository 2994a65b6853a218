"""The people of a voyage as one carrier's messages together state them, with their quality and where each is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeVar

from roadstead.engine import records as model
from roadstead.engine.records import Quality
from roadstead.engine.voyages.corrections import PRESENT
from roadstead.engine.voyages.quality import assess_manifest
from roadstead.engine.voyages.versions.merge import CANCEL_FLIGHT
from roadstead.engine.voyages.versions.parts import Person
from roadstead.filings.voyages.declared import FUNCTIONS_WITHOUT_PEOPLE
from roadstead.filings.voyages.filed import (
    LIST_FUNCTIONS,
    MAX_MESSAGES,
    WITHOUT_RAW,
    declared_voyage,
    messages_about,
    newest_of_each,
)
from roadstead.filings.voyages.history import Version, replay_versions
from roadstead.filings.voyages.models import Manifest
from roadstead.filings.voyages.own_cache import CACHE, MIN_PEOPLE, Computed, key_of
from roadstead.filings.voyages.profiles import profile_for
from roadstead.platform.accounts.models import User

Result = TypeVar("Result")
MAX_REPLAYED: Final = 60_000  # people named in the messages of one voyage, up to which its list is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """One place in one of the carrier's messages: the person `number`, counted from 1, of the message `manifest`."""

    manifest: Manifest
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPerson:
    """A person as the carrier's messages together state them. `namings`: where, in the order that counts."""

    place: int
    person: Person
    namings: tuple[Naming, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnVoyage:
    """A voyage from one carrier's messages. `is_whole`: all of them could be read, since the use of none is restricted,
    and they are not too many.
    """

    newest: Manifest
    declared: model.Voyage
    messages: tuple[Manifest, ...]
    versions: tuple[Version, ...]
    people: tuple[OwnPerson, ...]
    is_whole: bool
    memo: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def present(self) -> list[OwnPerson]:
        return [each for each in self.people if each.person.presence in PRESENT]

    @property
    def is_cancelled(self) -> bool:
        """True if the carrier cancelled the voyage, and has sent no list since."""
        cancelled = False
        for each in self.messages:
            if each.function == model.Function.CANCEL and each.subcode.upper() == CANCEL_FLIGHT:
                cancelled = True
            elif each.function in LIST_FUNCTIONS:
                cancelled = False
        return cancelled

    @property
    def version(self) -> int:
        """The id of the message received last of those that say who is on board; 0 if there is none."""
        return max((each.manifest.pk for each in self.versions), default=0)

    def remember(self, name: str, inputs: tuple[Any, ...], make: Callable[[], Result]) -> Result:
        """Return what `make` computes from the people and from `inputs`; computed again only for other inputs."""
        known = self.memo.get(name)
        if known is None or known[0] != inputs:
            known = self.memo[name] = (inputs, make())
        found: Result = known[1]
        return found

    def named(self, manifest: int, number: int) -> OwnPerson | None:
        """Return the person who is `number` in this message."""
        naming = {(each.manifest.pk, each.number): own for own in self.people for each in own.namings}
        return naming.get((manifest, number))


def own_voyage(row: Manifest, user: User, *, until: int | None = None) -> OwnVoyage:
    """Return the voyage that one of the carrier's messages is about. `until`: as it was after the message with this id,
    the newest that a page had shown.
    """
    newest = newest_of_each(user).get(voyage_id=row.voyage_id or 0)
    messages = messages_about([row.voyage_id], user)[row.voyage_id or 0]
    replayed = [each for each in messages if each.function not in FUNCTIONS_WITHOUT_PEOPLE]
    if until is not None:
        replayed = [each for each in replayed if each.pk <= until]
        newest = max(replayed, key=lambda each: (each.order, each.pk), default=newest)
    number = sum(each.traveller_count for each in replayed)
    is_small = number <= MAX_REPLAYED and len(messages) < MAX_MESSAGES
    made = _computed(replayed, number) if is_small else Computed(())
    return OwnVoyage(
        newest=newest,
        declared=declared_voyage(newest),
        messages=tuple(messages),
        versions=made.versions,
        people=made.memo["people"] if is_small else (),
        is_whole=is_small and all(each.done for each in made.versions),
        memo=made.memo,
    )


def _computed(replayed: Sequence[Manifest], number: int) -> Computed:
    """Return the versions that the messages make, and the people; those of a long list may have been kept."""
    key = key_of([each.pk for each in replayed]) if number >= MIN_PEOPLE else ()
    if key and (known := CACHE.get(key)):
        return known
    made = Computed(tuple(replay_versions(_with_statements(replayed))))
    made.memo["people"] = tuple(_people(made.versions))
    if key:
        CACHE.put(key, made)
    return made


def _with_statements(rows: Sequence[Manifest]) -> Iterable[Manifest]:
    """Return the messages with what they state. One that is restricted has no statement to read (S34)."""
    order = {row.pk: at for at, row in enumerate(rows)}
    found = Manifest.objects.filter(pk__in=order).select_related("statement").prefetch_related(WITHOUT_RAW)
    return sorted(found, key=lambda row: order[row.pk])


def _people(versions: Sequence[Version]) -> Iterable[OwnPerson]:
    namings = defaultdict[int, list[Naming]](list)
    for version in versions:
        for at, place in enumerate(version.done.named if version.done else ()):
            if place is not None:
                namings[place].append(Naming(manifest=version.manifest, number=at + 1))
    people = versions[-1].people if versions else ()
    return (OwnPerson(place=at, person=each, namings=tuple(namings[at])) for at, each in enumerate(people))


def qualities(voyage: OwnVoyage, participating: Collection[str], now: datetime) -> dict[int, Quality]:
    """Return by place the quality of those on board as they are now, after all corrections."""
    declared = voyage.declared
    profile, day = profile_for(declared, participating, now)

    def assessed() -> dict[int, Quality]:
        present = voyage.present
        everybody = model.Manifest(voyage=declared, travellers=tuple(each.person.declared for each in present))
        found = assess_manifest(everybody, day, profile).people
        return {own.place: quality for own, quality in zip(present, found, strict=True)}

    return voyage.remember("qualities", (declared, profile, day), assessed)
