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

# Fields matched against travellers. A cleared match holds until one of these changes (matching 5.12).
MATCHED_FIELDS: Final = ("kind", "names", "born", "nationalities", "sex", "documents", "identifiers")
# Other fields of an entry: a change is an amendment too, but the same person is meant.
OTHER_FIELDS: Final = ("birth_places", "action", "reason", "owner", "expires", "topics", "review", "priority")
LOST_SHARE: Final = 0.2  # the largest loss of a real list we have seen is 0.11, over five years (UN 2020 to 2026)
AMENDED_SHARE: Final = 0.8  # more than this changed at once: columns have moved, or a field is lost for all
WHOLE_FILE: Final = frozenset({"file-damaged", "encoding-unknown", "fewer-than-announced"})
UNREADABLE_SHARE: Final = 0.05
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


def is_suspicious(old_count: int, changes: Changes, *, lost_share: float = LOST_SHARE) -> str:
    """Return a sentence if the new version looks cut short or damaged, else "". Then the user must confirm it."""
    lost, amended = len(changes.removed), len(changes.amended)
    left = len(changes.added) + amended + changes.same
    if old_count and not left:
        return f"The new version is empty; the one in force has {old_count} entries. It may be damaged."
    if old_count > SHORT_LIST_ENTRIES and lost > lost_share * old_count:
        return _sentence(lost, old_count, "gone", lost_share, "The file may be cut short.")
    if old_count > SHORT_LIST_ENTRIES and amended > AMENDED_SHARE * old_count:
        return _sentence(amended, old_count, "changed at once", AMENDED_SHARE, "A column may be missing or moved.")
    return ""


def is_damaged(problems: Iterable[Problem], read: int) -> str:
    """Return a sentence if the file broke off, or too many rows could not be read for typing errors; else ""."""
    problems = list(problems)
    broken = next((problem for problem in problems if problem.code in WHOLE_FILE), None)
    lost = sum(map(_rows_of, (problem for problem in problems if problem.code in UNREADABLE_CODES)))
    if broken:
        return f"The file is damaged: {broken.text}"
    if lost > SHORT_LIST_ENTRIES and lost > UNREADABLE_SHARE * (read + lost):
        return f"{lost} rows cannot be read, beside {read} that can. The file may be of another form."
    return ""


def _rows_of(problem: Problem) -> int:
    """Return 1 for a single row, or the number in a summary ("Further rows with this problem: 450")."""
    count = problem.wording.values.get("count")
    return count if problem.number is None and isinstance(count, int) else 1


def _sentence(number: int, of: int, what: str, share: float, meaning: str) -> str:
    return f"{number} of {of} entries are {what} ({number / of:.0%}; more than {share:.0%} is doubted). {meaning}"


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
