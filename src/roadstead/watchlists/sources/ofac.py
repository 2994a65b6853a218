"""OFAC's lists (SDN and consolidated): the main csv with its alias, address and comments files beside it, to entries.

No header; empty is "-0- "; the last line may hold only 0x1A; columns as in OFAC's data specification.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from roadstead.model import Entry
from roadstead.watchlists.sources import tables
from roadstead.watchlists.sources.content import Content
from roadstead.watchlists.sources.encodings import decoded_and_told
from roadstead.watchlists.sources.loading import Loading, Source
from roadstead.watchlists.sources.ofac_entries import COLUMNS, KINDS, entry
from roadstead.watchlists.sources.records import last_row, say_broken_off
from roadstead.watchlists.sources.tally import Tally
from roadstead.watchlists.sources.values import said

SDN: Final = "OFAC SDN"
CONSOLIDATED: Final = "OFAC Consolidated"
# Programmes that only the consolidated list carries besides those of the SDN list.
NOT_SDN: Final = re.compile(r"^(?:NS-|SSI\b|CMIC\b|CMIC-|561|CAPTA|FSE|MBS|UKRAINE-EO13662\b.*Directive)")
BESIDE: Final = {
    "alt": re.compile(r'^\d+,\d+,"?(?:aka|fka|nka)"?,'),
    "add": re.compile(r"^\d+,\d+,(?!\"?(?:aka|fka|nka)\"?,)"),
    "comments": re.compile(r'^\d+,"'),
}
WIDTHS: Final = {"alt": 5, "add": 6, "comments": 2}
LABELS: Final = {"alt": "alias (…alt…)", "add": "address (…add…)"}
MARKS: Final = re.compile(r"sdn|prim|alt|add|comments|[^a-z0-9]")

Row = list[str]
Rows = dict[str, list[Row]]


class Parts(NamedTuple):
    """What belongs to the entries, by entry number."""

    aliases: Rows
    addresses: Rows
    comments: Rows


def recognises(head: bytes) -> bool:
    rows = (tables.first_row(line, ",") for line in head.decode("latin-1").splitlines()[:5])
    return any(len(row) == len(COLUMNS) and row[0].isdigit() and said(row[2]).lower() in KINDS for row in rows)


def is_part(head: bytes) -> bool:
    """Whether this is one of the files that lie beside the main one."""
    text = head.decode("latin-1")
    return bool(BESIDE["alt"].match(text) or re.match(r'^\d+,\d+,(?:"|-0-)', text) or re.match(r'^\d+,"[^"]{40}', text))


# ── reader: the files ───────────────────────────────────────────────────────────────────────


def read(loading: Loading) -> Iterator[Entry]:
    """Entries as they stand; rows beside the list that belong to no entry are counted."""
    rows = list(_rows(loading.content.whole(), len(COLUMNS), loading.tally))
    loading.list = _name(rows)
    parts = Parts(*(_part(kind, loading) for kind in BESIDE))
    for row in rows:
        number = row[0]
        own = (parts.aliases.pop(number, []), parts.addresses.pop(number, []), parts.comments.pop(number, []))
        yield entry(row, *own, list_name=loading.list, tally=loading.tally)
    _count_strays(parts, loading.tally)


def _rows(raw: bytes, width: int, tally: Tally) -> Iterator[Row]:
    """Rows of the right width with "" for empty. Others are problems; the 0x1A that ends the file is not a row."""
    whole = decoded_and_told(raw, tally)
    text = whole.rstrip("\x1a \r\n")
    last = last_row(whole, ",")
    for number, row in tables.rows(text):
        if number == last and tables.breaks_off(whole, row, width):
            say_broken_off(row, number, tally)
        elif len(row) == width and row[0].strip().isdigit():
            yield [row[0].strip(), *map(said, row[1:])]
        elif any(cell.strip("\x1a ") for cell in row):
            wrong = f"this row has {len(row)} columns instead of {width}: it is left out"
            tally.row("row-unreadable", wrong, number=number, sent=",".join(row))


def _name(rows: list[Row]) -> str:
    return CONSOLIDATED if any(NOT_SDN.search(row[COLUMNS["program"]]) for row in rows) else SDN


def _part(kind: str, loading: Loading) -> Rows:
    """One of the files beside the list, its rows by entry number; {} and a problem if there is none."""
    found: Rows = defaultdict(list)
    name = file_beside(kind, loading.content)
    if name:
        for row in _rows(loading.content.neighbour(name), WIDTHS[kind], loading.tally):
            found[row[0]].append(row)
    elif kind in LABELS:
        loading.tally.count("file-missing", LABELS[kind])
    return found


def file_beside(kind: str, content: Content) -> str:
    """The name of the alias, address or comments file that belongs to this list, or "" if none does.

    It has the kind in its name and the kind's columns in its rows; of several, the one named like the list wins.
    """
    named = [name for name in content.neighbours() if kind in name.lower()]
    fitting = [name for name in named if BESIDE[kind].search(content.neighbour_head(name).decode("latin-1"))]
    alike = [name for name in fitting if _bare(name) == _bare(content.name)]
    return (alike or (fitting if len(fitting) == 1 else [""]))[0]


def _bare(name: str) -> str:
    """What is left of a name without the words that tell the five files apart."""
    return MARKS.sub("", name.lower().rsplit("/", 1)[-1])


def _count_strays(parts: Parts, tally: Tally) -> None:
    for kind, rows in zip(BESIDE, parts, strict=True):
        for _ in range(sum(map(len, rows.values()))):
            tally.count("entry-missing", f"the {kind} file")


SOURCE: Final = Source(code="ofac", title="OFAC SDN or consolidated list, csv", recognises=recognises, read=read)
