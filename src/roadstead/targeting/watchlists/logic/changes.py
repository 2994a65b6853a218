"""Changes of a new version of a list (added, amended, removed entries), and signs that the new version is damaged.

A damaged list must never replace a good one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Final

from roadstead.engine.formats.lists.tally import UNREADABLE_CODES
from roadstead.engine.records import ADDRESS, Document, Entry, Kind, Problem
from roadstead.engine.sentences import Sentence, Value

# Fields matched against travellers. A cleared match holds until one of these changes (matching 5.12).
MATCHED_FIELDS: Final = ("kind", "names", "born", "nationalities", "sex", "documents", "identifiers")
# Other fields of an entry: a change is an amendment too, but the same person is meant.
OTHER_FIELDS: Final = (
    "birth_places",
    "action",
    "reason",
    "owner",
    "expires",
    "topics",
    "review",
    "priority",
    "checked",
)
LOST_SHARE: Final = 0.2  # the largest loss of a real list we have seen is 0.11, over five years (UN 2020 to 2026)
AMENDED_SHARE: Final = 0.8  # more than this changed at once: columns have moved, or a field is lost for all
WHOLE_FILE: Final = frozenset({"file-damaged", "encoding-unknown", "fewer-than-announced"})
UNREADABLE_SHARE: Final = 0.05
NO_DOUBT: Final = Sentence("")
SHORT_LIST_ENTRIES: Final = 10  # entries; in a short list of a state's own, half may rightly go in a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Changes from one version to the next. `amended` holds the new entries, `fields` the changed fields, by id.

    `removed`: ids that are gone; `same`: number of unchanged entries; `before`: amended and removed entries as they
    were.
    """

    added: tuple[Entry, ...] = ()
    amended: tuple[Entry, ...] = ()
    removed: tuple[str, ...] = ()
    same: int = 0
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    before: Mapping[str, Entry] = field(default_factory=dict)

    @property
    def changed_count(self) -> int:
        return len(self.added) + len(self.amended) + len(self.removed)


def compare(old: Iterable[Entry], new: Iterable[Entry]) -> Changes:
    """Return the changes from the old to the new version, by id. Order of entries and of values does not count."""
    before = {entry.id: entry for entry in old}
    added, amended, fields, same, was_amended = [], [], {}, 0, {}
    for entry in new:
        was = before.pop(entry.id, None)
        if was is None:
            added.append(entry)
        elif changed := changed_fields(was, entry):
            amended.append(entry)
            fields[entry.id] = changed
            was_amended[entry.id] = was
        else:
            same += 1
    return Changes(
        added=tuple(added),
        amended=tuple(amended),
        removed=tuple(before),
        same=same,
        fields=fields,
        before=was_amended | before,
    )


def without_fields(changes: Changes, names: frozenset[str]) -> Changes:
    """Return the changes with entries counted as the same if nothing but these fields was amended."""
    amended = tuple(entry for entry in changes.amended if not names.issuperset(changes.fields[entry.id]))
    return replace(changes, amended=amended, same=changes.same + len(changes.amended) - len(amended))


def changed_fields(old: Entry, new: Entry) -> tuple[str, ...]:
    """Return the names of fields that differ. List and id of the entries are not compared."""
    return tuple(name for name in (*MATCHED_FIELDS, *OTHER_FIELDS) if _plain(old, name) != _plain(new, name))


def content_hash(entry: Entry) -> str:
    """Return the SHA-256, hex, over the matched fields, equal on every machine and for any order within a field.

    Leaves out a person's address, which is not matched with travellers: moving house does not undo a cleared match.
    """
    if entry.kind is Kind.PERSON and ADDRESS in entry.identifiers:
        entry = replace(entry, identifiers={key: text for key, text in entry.identifiers.items() if key != ADDRESS})
    plain = {name: _plain(entry, name) for name in MATCHED_FIELDS}
    return sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def is_suspicious(old_count: int, changes: Changes, *, lost_share: float = LOST_SHARE) -> Sentence:
    """Return a sentence if the new version looks cut short or damaged: then the user must confirm it. Else empty."""
    lost, amended = len(changes.removed), len(changes.amended)
    left = len(changes.added) + amended + changes.same
    if old_count and not left:
        return Sentence(
            "The new version is empty. The one in force has %(number)s entries. The file may be damaged.",
            {"number": old_count},
        )
    if old_count > SHORT_LIST_ENTRIES and lost > lost_share * old_count:
        return Sentence(
            "%(number)s of %(total)s entries are missing (%(share)s; the limit is %(limit)s). The file may be cut"
            " short.",
            shares(lost, old_count, lost_share),
        )
    if old_count > SHORT_LIST_ENTRIES and amended > AMENDED_SHARE * old_count:
        return Sentence(
            "%(number)s of %(total)s entries change at once (%(share)s; the limit is %(limit)s). A column may be"
            " missing or moved.",
            shares(amended, old_count, AMENDED_SHARE),
        )
    return NO_DOUBT


def is_damaged(problems: Iterable[Problem], read: int) -> Sentence:
    """Return a sentence if the file broke off or too many rows could not be read for typing errors; else empty."""
    problems = list(problems)
    broken = next((problem for problem in problems if problem.code in WHOLE_FILE), None)
    lost = sum(map(_rows_of, (problem for problem in problems if problem.code in UNREADABLE_CODES)))
    if broken:
        return Sentence("The file is damaged: %(text)s", {"text": broken.wording})
    if lost > SHORT_LIST_ENTRIES and lost > UNREADABLE_SHARE * (read + lost):
        return Sentence(
            "%(lost)s rows cannot be read, %(read)s can. The file may have another format.",
            {"lost": lost, "read": read},
        )
    return NO_DOUBT


def _rows_of(problem: Problem) -> int:
    """Return 1 for a single row, or the number in a summary ("Further rows with this problem: 450")."""
    count = problem.wording.values.get("count")
    return count if problem.number is None and isinstance(count, int) else 1


def shares(number: int, total: int, limit: float) -> dict[str, Value]:
    """Return the values of a sentence that gives a number, its share in per cent and the limit of that share."""
    return {"number": number, "total": total, "share": f"{number / total:.0%}", "limit": f"{limit:.0%}"}


def _plain(entry: Entry, name: str) -> object:
    """Return the field as plain values in a fixed order. Only the first name keeps its place: it is the main one."""
    value = getattr(entry, name)
    if name == "names":
        return [value[0].text if value else "", *sorted([text.text, text.weak] for text in value)]
    if name == "documents":
        return sorted(_document(document) for document in value)
    if name == "identifiers":
        return sorted(map(list, value.items()))
    return sorted(value) if isinstance(value, tuple | list) else str(value)


def _document(document: Document) -> list[str]:
    return [document.type, document.issuer, document.number, document.expires]
