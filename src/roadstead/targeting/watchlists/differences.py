"""Differences of a new version of a list in words, for the person who decides whether to put it in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import Final, NamedTuple

from django.utils.translation import gettext_noop as _

from roadstead.engine.records import Entry, Problem, Severity
from roadstead.engine.sentences import Sentence
from roadstead.targeting.watchlists.logic.changes import Changes

MAX_SHOWN: Final = 100  # of each: added, amended, removed
MAX_VALUE_CHARS: Final = 300  # characters of one value
NEW_ENTRY_FIELDS: Final = (
    "names",
    "born",
    "nationalities",
    "documents",
    "identifiers",
    "action",
    "reason",
    "expires",
    "review",
)

# Fields of an entry as the pages call them.
LABELS: Final = {
    "kind": _("Kind of entry"),
    "names": _("Names"),
    "born": _("Date of birth"),
    "nationalities": _("Nationality"),
    "sex": _("Sex"),
    "documents": _("Identity documents"),
    "identifiers": _("Identifiers"),
    "birth_places": _("Place of birth"),
    "action": _("Action"),
    "reason": _("Reason"),
    "owner": _("Owner"),
    "expires": _("Expires"),
    "topics": _("Topics"),
    "review": _("Review by"),
    "priority": _("Priority"),
    "checked": _("Checked with the national bureau"),
}


class FieldChange(NamedTuple):
    """A changed field of an entry, with its values."""

    field: str
    before: str
    after: str

    @property
    def label(self) -> str:
        return LABELS.get(self.field, self.field)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One added, amended or removed entry, with the fields that changed, or all fields of a new one."""

    what: str
    id: str
    name: str
    fields: tuple[FieldChange, ...] = ()


class ProblemsBySeverity(NamedTuple):
    """Problems of a file by severity: lost rows and values, doubtful ones, and fields that are not matched."""

    lost: tuple[Problem, ...]
    doubtful: tuple[Problem, ...]
    notes: tuple[Problem, ...]

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> ProblemsBySeverity:
        found = tuple(problems)
        return cls(*(tuple(each for each in found if each.severity is severity) for severity in Severity))

    @property
    def serious(self) -> tuple[Problem, ...]:
        return (*self.lost, *self.doubtful)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A version before it is put in force. `doubt`: why a supervisor must confirm it by name; empty for none.

    `form`: the kind of list it was read as, in words. `counts`: entries read, by kind. `expired`: number of entries
    past their last day, which raise no alerts. `is_the_same`: the file equals the version in force, byte by byte.
    `checked_until`: the last day on which these notices raise alerts; None if they are not checked with this version.
    """

    title: str
    in_force: str
    version: str
    added: int
    amended: int
    removed: int
    doubt: Sentence
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()
    form: str = ""
    published: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    expired: int = 0
    is_the_same: bool = False
    is_notices: bool = False
    checked_until: date | None = None

    @property
    def problems_by_severity(self) -> ProblemsBySeverity:
        return ProblemsBySeverity.of(self.problems)

    @property
    def key(self) -> str:
        """Return the two versions compared, and the check, which the person who puts one in force has seen."""
        return f"{self.in_force}:{self.version}" + (f":{self.checked_until}" if self.checked_until else "")

    @property
    def hidden_count(self) -> int:
        """Return the number of differences that are not shown."""
        return self.added + self.amended + self.removed - len(self.differences)


def differences(changes: Changes, most: int = MAX_SHOWN) -> tuple[Difference, ...]:
    """Return the first differences of each kind: removed, amended, added. Losing an entry is the gravest mistake."""
    removed = (_removed(changes.before[number]) for number in changes.removed)
    amended = (_amended(changes, entry) for entry in changes.amended)
    return tuple(chain(islice(removed, most), islice(amended, most), islice(map(_added, changes.added), most)))


def _removed(entry: Entry) -> Difference:
    return Difference(what="removed", id=entry.id, name=entry.name)


def _amended(changes: Changes, entry: Entry) -> Difference:
    was = changes.before[entry.id]
    fields = tuple(FieldChange(name, *_changed_values(was, entry, name)) for name in changes.fields[entry.id])
    return Difference(what="amended", id=entry.id, name=entry.name, fields=fields)


def _added(entry: Entry) -> Difference:
    said = ((name, "; ".join(_values(entry, name))) for name in NEW_ENTRY_FIELDS)
    return Difference(
        what="added",
        id=entry.id,
        name=entry.name,
        fields=tuple(FieldChange(name, "", text[:MAX_VALUE_CHARS]) for name, text in said if text),
    )


def _changed_values(was: Entry, now: Entry, name: str) -> tuple[str, str]:
    """Return the values only in the old and only in the new entry; all values if only the order changed."""
    old, new = list(_values(was, name)), list(_values(now, name))
    gone, come = [text for text in old if text not in new], [text for text in new if text not in old]
    before, after = (gone, come) if gone or come else (old, new)
    return "; ".join(before)[:MAX_VALUE_CHARS], "; ".join(after)[:MAX_VALUE_CHARS]


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
