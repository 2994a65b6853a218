"""Results of loading a list, and the state that a reader works on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import Final

from roadstead.engine.formats.lists.bounds import cut_to_limits
from roadstead.engine.formats.lists.content import Content, UnableToLoad
from roadstead.engine.formats.lists.plausibility import drop_implausible
from roadstead.engine.formats.lists.tables import QuoteNotClosed
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Entry, ListVersion, Problem, Severity
from roadstead.engine.sentences import Sentence, in_turn

VERSION_LENGTH: Final = 12


@dataclass(slots=True, kw_only=True)
class Loading:
    """One list while it is read. A reader sets `list` before its first entry, and `published` if the list is dated."""

    content: Content
    tally: Tally = field(default_factory=Tally)
    list: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of list: how to recognise it by its first bytes, and how to read it into entries."""

    code: str
    title: str
    recognises: Callable[[bytes], bool]
    read: Callable[[Loading], Iterator[Entry]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedList:
    """A whole list. Ids are unique within it, and every entry's `list` is `version.list`.

    `form` is the title of the source that read it.
    """

    version: ListVersion
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    form: str = ""
    is_published: bool = False  # the list is in the format of one authority, which publishes it to everybody
    is_notices: bool = False  # INTERPOL notices, which are no warrants and must be checked with the national bureau


def no_entries_message(form: str, problems: Sequence[Problem]) -> Sentence:
    """Explain why a list without entries is not used, with its first problem and what to do."""
    return in_turn(
        Sentence("The file has no entries, so it would match nobody. We read it as %(form)s.", {"form": form}),
        *(Sentence("The first problem: %(text)s", {"text": each.wording}) for each in problems[:1]),
        Sentence("Check that this is the complete list and not an empty template, and download it again."),
    )


class ListStream:
    """Iterates over the entries of a list too long to hold. `version` and `problems` are final once all are read."""

    def __init__(self, source: Source, content: Content, today: date | None) -> None:
        self.source, self._today = source, today
        self._loading = Loading(content=content)
        self._counts: Counter[str] = Counter()
        self._repeats: Counter[str] = Counter()  # number of repetitions by id

    def __iter__(self) -> Iterator[Entry]:
        seen: set[str] = set()
        for read in self._read():
            entry = drop_implausible(cut_to_limits(read, self._loading.tally), self._loading.tally, self._today)
            self._counts[entry.kind.value] += 1
            yield entry if entry.id not in seen else self._renamed(entry, seen)
            seen.add(entry.id)
        self._loading.content.report_controls(self._loading.tally)
        report_missing_entries(self._loading.content.head(), self._counts.total(), self._loading.tally)

    def _read(self) -> Iterator[Entry]:
        try:
            yield from self.source.read(self._loading)
        except QuoteNotClosed as broken:
            raise UnableToLoad(
                Sentence(
                    "%(name)s cannot be read: %(broken)s", {"name": self._loading.content.name, "broken": broken.text}
                )
            ) from None

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._loading.tally.problems

    @property
    def version(self) -> ListVersion:
        digest = self._loading.content.hash.hexdigest()
        return ListVersion(
            list=self._loading.list,
            version=digest[:VERSION_LENGTH],
            sha256=digest,
            published=self._loading.published,
            counts=dict(self._counts),
        )

    def _renamed(self, entry: Entry, seen: set[str]) -> Entry:
        """Give a second entry with the same id an id of its own; dropping it could lose a person."""
        fresh = next(new for n in count(self._repeats[entry.id] + 2) if (new := f"{entry.id}~{n}") not in seen)
        self._repeats[entry.id] += 1
        text = Sentence(
            "The id %(id)s is in the list twice. We loaded the second entry as %(fresh)s.",
            {"id": entry.id, "fresh": fresh},
        )
        number = sum(self._counts.values())
        self._loading.tally.add("id-twice", text, number=number, field="id", sent=entry.id, severity=Severity.WARNING)
        seen.add(fresh)
        return replace(entry, id=fresh)


# ── Announced number of entries: a file with fewer than it announces was truncated, even if its end looks sound


HEAD_BYTES: Final = 4096  # bytes from the beginning
ROOT: Final = re.compile(rb"<[A-Za-z][^<>]*>")
COUNT: Final = re.compile(rb"\b(?:record_?)?count\s*=\s*[\"'](\d{1,12})[\"']|<record_count>\s*(\d{1,12})\s*<", re.I)


def _announced_count(head: bytes) -> int | None:
    """Return the number of entries that an XML list announces in its first element or Record_Count, else None."""
    start = head[:HEAD_BYTES]
    root = ROOT.search(start)
    found = COUNT.search(root[0]) if root else None
    found = found or next((each for each in COUNT.finditer(start) if each[2]), None)
    return int(found[1] or found[2]) if found else None


def report_missing_entries(head: bytes, read: int, tally: Tally) -> None:
    """Report a list that is shorter than announced.

    `read` is the number of entries read; with those reported as unreadable it should equal the number announced.
    """
    said = _announced_count(head)
    if said is not None and read + tally.unreadable_count < said:
        text = Sentence(
            "Entries announced by the file: %(said)s. Entries we could read: %(read)s. Download it again. If "
            "entries are still missing, ask the publisher.",
            {"said": f"{said:,}", "read": f"{read:,}"},
        )
        tally.add("fewer-than-announced", text, number=None, sent=str(said))
