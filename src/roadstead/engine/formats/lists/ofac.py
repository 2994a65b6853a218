"""OFAC's lists (SDN and consolidated) in csv: the main file with its alias, address and comments files.

No header; empty is "-0- "; the last line may hold only 0x1A; columns as in OFAC's data specification.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from roadstead.engine.formats.lists import tables
from roadstead.engine.formats.lists.encodings import decode_with_report
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.ofac_entries import COLUMNS, KINDS, entry
from roadstead.engine.formats.lists.records import report_truncated_row, report_wrong_width, unterminated_row
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.formats.lists.values import clean
from roadstead.engine.records import Entry, Severity
from roadstead.engine.sentences import Sentence

SDN: Final = "OFAC SDN"
CONSOLIDATED: Final = "OFAC Consolidated"
# Programmes of the consolidated list that the SDN list does not have.
CONSOLIDATED_ONLY: Final = re.compile(r"^(?:NS-|SSI\b|CMIC\b|CMIC-|561|CAPTA|FSE|MBS|UKRAINE-EO13662\b.*Directive)")
COMPANION_FILES: Final = {
    "alt": re.compile(r'^\d+,\d+,"?(?:aka|fka|nka)"?,'),
    "add": re.compile(r"^\d+,\d+,(?!\"?(?:aka|fka|nka)\"?,)"),
    "comments": re.compile(r'^\d+,"'),
}
WIDTHS: Final = {"alt": 5, "add": 6, "comments": 2}
LABELS: Final = {"alt": "alias (…alt…)", "add": "address (…add…)"}
FIRST_CELL: Final = re.compile(rb"^(\d+),", re.M)
MARKS: Final = re.compile(r"sdn|prim|alt|add|comments|[^a-z0-9]")

Row = list[str]
Rows = dict[str, list[Row]]


class Parts(NamedTuple):
    """Rows of the files beside the main one, by entry number."""

    aliases: Rows
    addresses: Rows
    comments: Rows


def recognises(head: bytes) -> bool:
    rows = (tables.first_row(line, ",") for line in head.decode("latin-1").splitlines()[:5])
    return any(len(row) == len(COLUMNS) and row[0].isdigit() and _is_kind(row[2]) for row in rows)


def _is_kind(cell: str) -> bool:
    """Return True for one of OFAC's words. OFAC writes -0- for none; other lists leave the cell empty."""
    return bool(cell.strip()) and clean(cell).lower() in KINDS


def is_companion_file(head: bytes) -> bool:
    """Return True if this is one of the files that belong beside the main one."""
    text = head.decode("latin-1")
    return bool(
        COMPANION_FILES["alt"].match(text) or re.match(r'^\d+,\d+,(?:"|-0-)', text) or re.match(r'^\d+,"[^"]{40}', text)
    )


# ── Reader of the files


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries in the file's order; rows of the other files that belong to no entry are counted."""
    rows = list(_rows(loading.content.whole(), len(COLUMNS), loading.tally))
    loading.list = list_by_programmes(rows)
    numbers = frozenset(row[0] for row in rows)
    parts = Parts(*(_part(kind, numbers, loading) for kind in COMPANION_FILES))
    for row in rows:
        number = row[0]
        own = (parts.aliases.pop(number, []), parts.addresses.pop(number, []), parts.comments.pop(number, []))
        yield entry(row, *own, list_name=loading.list, tally=loading.tally)
    _count_strays(parts, loading.tally)


def _rows(raw: bytes, width: int, tally: Tally) -> Iterator[Row]:
    """Yield rows of the right width, with "" for empty. Others are problems; a final 0x1A is not a row."""
    whole = decode_with_report(raw, tally)
    text = whole.rstrip("\x1a \r\n")
    last = unterminated_row(whole, ",")
    for number, row in tables.rows(text):
        if number == last and tables.is_truncated_row(whole, row, width):
            report_truncated_row(row, number, tally)
        elif len(row) == width and row[0].strip().isdigit():
            yield [row[0].strip(), *map(clean, row[1:])]
        elif any(cell.strip("\x1a ") for cell in row):
            _report_unreadable(row, width, number, tally)


def _report_unreadable(row: Row, width: int, number: int, tally: Tally) -> None:
    if len(row) != width:
        report_wrong_width(row, width, number, tally)
        return
    begins = row[0][:20]
    text = Sentence(
        "This row begins with “%(begins)s” instead of the number of an entry. We left it out. Correct it.",
        {"begins": begins},
    )
    tally.add("row-unreadable", text, number=number, sent=",".join(row))


def list_by_programmes(rows: Iterable[Row]) -> str:
    """Return the name of the list that has these main rows, by their programmes."""
    return CONSOLIDATED if any(CONSOLIDATED_ONLY.search(row[COLUMNS["program"]]) for row in rows) else SDN


def _part(kind: str, numbers: frozenset[str], loading: Loading) -> Rows:
    """Return the rows of one file beside the list by entry number; {} and a problem if there is no such file."""
    found: Rows = defaultdict(list)
    name = companion_file(kind, numbers, loading)
    if name:
        for row in _rows(loading.content.neighbour(name), WIDTHS[kind], loading.tally):
            found[row[0]].append(row)
    elif kind in LABELS:
        loading.tally.count("file-missing", LABELS[kind])
    return found


def companion_file(kind: str, numbers: frozenset[str], loading: Loading) -> str:
    """Return the name of the alias, address or comments file that belongs to this list, or "" if there is none.

    Its name contains the kind and its rows have the kind's columns. Of several, the one named like the list is taken. A
    file with another name must be about the entries of this list, because a folder may hold files of other lists.
    """
    content = loading.content
    named = [name for name in content.neighbours() if kind in name.lower()]
    fitting = [name for name in named if COMPANION_FILES[kind].search(content.neighbour_head(name).decode("latin-1"))]
    if alike := [name for name in fitting if _bare(name) == _bare(content.name)]:
        return alike[0]
    own = [name for name in fitting if _is_about(numbers, content.neighbour_head(name))]
    for name in fitting:
        if name not in own:
            text = Sentence(
                "%(name)s belongs to another list, so we did not use it. Put this list's own file beside it.",
                {"name": name},
            )
            loading.tally.add("file-of-another-list", text, number=None, sent=name, severity=Severity.WARNING)
    return own[0] if len(own) == 1 else ""


def _is_about(numbers: frozenset[str], head: bytes) -> bool:
    """Return True if most of a file's first rows belong to these entries."""
    found = [match[1].decode() for match in FIRST_CELL.finditer(head)]
    return 2 * sum(number in numbers for number in found) > len(found)


def _bare(name: str) -> str:
    """Return a file's name without the words that distinguish the five files."""
    return MARKS.sub("", name.lower().rsplit("/", 1)[-1])


def _count_strays(parts: Parts, tally: Tally) -> None:
    for kind, rows in zip(COMPANION_FILES, parts, strict=True):
        for _ in range(sum(map(len, rows.values()))):
            tally.count("entry-missing", f"the {kind} file")


SOURCE: Final = Source(code="ofac", title="OFAC SDN or consolidated list, csv", recognises=recognises, read=read)
