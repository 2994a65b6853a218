"""What a new version of a list would change, in words, for whoever decides whether it is put in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Final, NamedTuple

from roadstead.engine.records import Entry, Problem, Severity
from roadstead.targeting.watchlists.logic.changes import Changes

SHOWN: Final = 100  # of each: added, amended, removed
LONGEST: Final = 300  # characters of one value
NEW: Final = ("names", "born", "nationalities", "documents", "identifiers", "action", "reason", "expires", "review")


class FieldChange(NamedTuple):
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One entry that is added, amended or removed; the fields that say something else, or all that a new one says."""

    what: str
    id: str
    name: str
    fields: tuple[FieldChange, ...] = ()


class ProblemsByCost(NamedTuple):
    """What was not read of a file: rows and values lost, those in doubt, and fields that nobody is matched by."""

    lost: tuple[Problem, ...]
    doubtful: tuple[Problem, ...]
    notes: tuple[Problem, ...]

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> ProblemsByCost:
        found = tuple(problems)
        return cls(*(tuple(each for each in found if each.severity is severity) for severity in Severity))

    @property
    def told(self) -> tuple[Problem, ...]:
        return (*self.lost, *self.doubtful)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A version before it is put in force. `doubt` is why a supervisor must confirm it by name, or "".

    `form`: the kind of list it was read as, in words. `counts`: entries read, by kind. `expired`: those of them whose
    last day is over, who alert nobody. `is_the_same`: the file is the version in force, byte by byte.
    """

    title: str
    in_force: str
    version: str
    added: int
    amended: int
    removed: int
    doubt: str
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()
    form: str = ""
    published: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    expired: int = 0
    is_the_same: bool = False

    @property
    def problems_by_cost(self) -> ProblemsByCost:
        return ProblemsByCost.of(self.problems)

    @property
    def key(self) -> str:
        """What was compared with what: whoever puts it in force says that this is what they have seen."""
        return f"{self.in_force}:{self.version}"

    @property
    def hidden(self) -> int:
        """How many differences are not among those shown."""
        return self.added + self.amended + self.removed - len(self.differences)


def differences(changes: Changes, most: int = SHOWN) -> tuple[Difference, ...]:
    """The first of each kind: removed before amended before added, as losing somebody is the graver mistake."""
    removed = (_removed(changes.before[number]) for number in changes.removed)
    amended = (_amended(changes, entry) for entry in changes.amended)
    return tuple(chain(islice(removed, most), islice(amended, most), islice(map(_added, changes.added), most)))


def _removed(entry: Entry) -> Difference:
    return Difference(what="removed", id=entry.id, name=entry.name)


def _amended(changes: Changes, entry: Entry) -> Difference:
    was = changes.before[entry.id]
    fields = tuple(FieldChange(name, *_unlike(was, entry, name)) for name in changes.fields[entry.id])
    return Difference(what="amended", id=entry.id, name=entry.name, fields=fields)


def _added(entry: Entry) -> Difference:
    said = ((name, "; ".join(_values(entry, name))) for name in NEW)
    return Difference(
        what="added",
        id=entry.id,
        name=entry.name,
        fields=tuple(FieldChange(name, "", text[:LONGEST]) for name, text in said if text),
    )


def _unlike(was: Entry, now: Entry, name: str) -> tuple[str, str]:
    """What only the old one says and what only the new one says; all of it where only the order has changed."""
    old, new = list(_values(was, name)), list(_values(now, name))
    gone, come = [text for text in old if text not in new], [text for text in new if text not in old]
    before, after = (gone, come) if gone or come else (old, new)
    return "; ".join(before)[:LONGEST], "; ".join(after)[:LONGEST]


def _values(entry: Entry, name: str) -> Iterator[str]:
    value = getattr(entry, name)
    match name:
        case "names":
            yield from (f"{text.text} (weak)" if text.weak else text.text for text in value)
        case "documents":
            yield from (" ".join(filter(None, (paper.type, paper.issuer, paper.number))) for paper in value)
        case "identifiers":
            yield from (f"{key} {text}" for key, text in value.items())
        case _:
            yield from map(str, value if isinstance(value, tuple) else (value,) if value else ())
