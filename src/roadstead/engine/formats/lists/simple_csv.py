"""OpenSanctions' simplified csv (targets.simple.csv): one row per entity, several values per cell separated by ";".

The columns are FollowTheMoney's properties under other names, so the rows go through its mapper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.lists import ftm, spellings, tables, values
from roadstead.engine.formats.lists.cells import split
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.records import report_truncated_row, unterminated_row
from roadstead.engine.formats.lists.values import clean
from roadstead.engine.records import Document, Entry, Kind
from roadstead.engine.sentences import Sentence

MARKS: Final = frozenset({"id", "schema", "name", "aliases", "birth_date", "countries", "identifiers"})
PROPERTIES: Final = {"name": "name", "aliases": "alias", "birth_date": "birthDate", "countries": "country"}
REASON_COLUMNS: Final = ("program_ids", "sanctions")
NOT_NEEDED: Final = frozenset(
    {"id", "schema", "dataset", "identifiers", "first_seen", "last_seen", "last_change", *REASON_COLUMNS}
)
# The single column of identifiers does not name their types; those of craft are recognised by their form.
CRAFT: Final = (
    (re.compile(r"IMO\d{7}"), "imoNumber"),
    (re.compile(r"\d{9}"), "mmsi"),
    (re.compile(r"(?=.*[A-Z])[A-Z0-9]{4,7}"), "callSign"),
)

Cells = dict[str, str]


def recognises(head: bytes) -> bool:
    return set(tables.first_row(tables.decode_text(head), ",")) >= MARKS


# ── Reader of the file


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries in the file's order; a row without id or name is reported as a problem."""
    text = tables.decode_text(loading.content.whole())
    found, last = tables.rows(text), unterminated_row(text, ",")
    headings = next((row for _, row in found if row), [])
    for number, row in found:
        if number == last and tables.is_truncated_row(text, row, len(headings)):
            report_truncated_row(row, number, loading.tally)
            break
        cells = dict(zip(headings, row, strict=False))
        loading.list = loading.list or clean(cells.get("dataset")) or loading.content.stem
        if cells.get("id") and cells.get("name"):
            yield from _entries(cells, loading)
        elif any(row):
            wrong = Sentence("This row has no id or no name. We left it out.")
            loading.tally.add("row-unreadable", wrong, number=number, sent=",".join(row))
    loading.list = loading.list or loading.content.stem


# ── Mapper to entries


def _entries(cells: Cells, loading: Loading) -> Iterator[Entry]:
    """Yield the row's entry; nothing if its schema is neither a person, an organisation nor a craft."""
    kind = ftm.KINDS.get(cells.get("schema", ""))
    if kind is None:
        loading.tally.count("schema-unread", cells.get("schema", ""))
        return
    loading.tally.count_unread(
        name for name, cell in cells.items() if clean(cell) and name not in NOT_NEEDED | set(PROPERTIES)
    )
    made = ftm.entry(_line(cells, kind), loading)
    yield _person(made, cells) if kind is Kind.PERSON else made


def _person(made: Entry, cells: Cells) -> Entry:
    names = values.names(spellings.expand_brackets(name.text for name in made.names))
    return replace(made, names=names, documents=_documents(cells))


def _line(cells: Cells, kind: Kind) -> ftm.Line:
    properties: ftm.Properties = {
        theirs: list(split(cells.get(ours, "")) if ours != "name" else (cells["name"],))
        for ours, theirs in PROPERTIES.items()
    }
    properties["notes"] = list(filter(None, (_plain(cells.get(name)) for name in REASON_COLUMNS)))[:1]
    if kind is not Kind.PERSON:
        properties |= {name: [text] for text in split(cells.get("identifiers", "")) if (name := _which(text))}
    return ftm.Line(id=cells["id"], schema=cells["schema"], properties={k: v for k, v in properties.items() if v})


def _which(identifier: str) -> str:
    return next((name for form, name in CRAFT if form.fullmatch(identifier)), "")


def _documents(cells: Cells) -> tuple[Document, ...]:
    """Return the identifiers as documents; the list gives neither type nor issuer."""
    return tuple(Document(number=text) for text in split(cells.get("identifiers", "")))


def _plain(cell: str | None) -> str:
    return clean(cell).strip('"')


SOURCE: Final = Source(code="simple", title="OpenSanctions simplified csv", recognises=recognises, read=read)
