"""Small csv lists with descriptive headings: one table of columns per list, one reader for all.

Several rows of one name are one entry; it expires on the latest expiry of its rows, if all of them expire.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.lists import kinds, spellings, values
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.merge_rows import derive_id, merge_entries
from roadstead.engine.formats.lists.records import Record, recogniser, records
from roadstead.engine.records import Document, Entry, Kind

SHORT_YEAR: Final = re.compile(r"^(\d\d?\.\d\d?\.)(\d\d)$")
MAX_NAME_CHARS: Final = 80  # characters of a list's name
ALIASES: Final = r";|,(?=\S)"  # a comma without a blank after it separates names; "Co., Ltd." stays whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Columns of one list.

    `names`: the main name first. `marks`: headings by which the list is recognised. `text`: a text that the file must
    also contain, if several lists have the same headings. `list`: the list's name, or the column that has it.
    """

    code: str
    title: str
    list: str
    owner: str
    marks: tuple[str, ...]
    names: tuple[str, ...]
    text: str = ""
    kind: str = ""  # the column, or the word for the whole list
    id: str = ""
    born: str = ""
    birth_place: str = ""
    countries: tuple[str, ...] = ()  # columns; the first that is not empty is used
    country: str = ""  # country of all entries
    passports: str = ""
    identities: str = ""  # numbers of identity cards
    ends: str = ""
    reason: tuple[str, ...] = ()
    not_needed: tuple[str, ...] = ()


LAYOUTS: Final = (
    Layout(
        code="china", title="China's counter-sanctions, csv", list="China Sanctions", owner="CHN",
        marks=("QID", "Chinese name", "Body", "List", "End date"), names=("Name", "Alias", "Chinese name"),
        kind="Type", countries=("Country",), ends="End date",
        reason=("List", "Body", "Date", "Summary", "Chinese summary"),
        not_needed=("QID", "Topics", "Source URL", "Address"),
    ),
    Layout(
        code="switzerland", title="Swiss freezes under the FIAA, csv", list="Swiss FIAA", owner="CHE",
        marks=("Previous name", "Birth date", "Passport numbers", "Program", "Delisted"),
        names=("Name", "Alias", "Previous name"), kind="person", born="Birth date", birth_place="Birth place",
        countries=("Nationality", "Country"), passports="Passport numbers", ends="Delisted",
        reason=("Program", "Listed", "Notes"), not_needed=("Country", "Source URL"),
    ),
    Layout(
        code="cuba", title="US Cuba Restricted List, csv", list="US Cuba Restricted", owner="USA",
        marks=("Id", "Company", "Acronym", "Sector", "Category", "Parent"), names=("Company", "Alias", "Acronym"),
        kind="company", id="Id", country="CUB", reason=("Category", "Sector", "Parent", "EffectiveDate"),
        not_needed=("SourceURL",),
    ),
    Layout(
        code="us-military-companies", title="US list of Chinese military companies (section 1260H), csv",
        list="US Chinese Military Companies", owner="USA",
        marks=("Clean Name", "Previous Name", "Parent Name", "Start date"),
        names=("Clean Name", "Name", "Alias", "Previous Name"), kind="company", country="CHN", ends="End date",
        reason=("Parent Name", "Start date", "Note"), not_needed=("Source Url",),
    ),
    Layout(
        code="bulgaria", title="Bulgaria's national sanctions list, csv", list="Bulgaria National", owner="BGR",
        marks=("Section", "Number", "Name BG", "Alias BG"),
        names=("Name", "Name BG", "Alias", "Alias BG", "Previous name", "Previous name BG"), kind="Type", born="DOB",
        birth_place="POB", countries=("Country",), passports="Passport", identities="ID Number", ends="Delisted",
        reason=("Section", "Number", "Gazette", "Listed", "Notes", "Address"),
    ),
    *(
        Layout(
            code=code, title=title, list=name, owner="USA", text=text,
            marks=("schema", "name", "report-date", "authority", "program"), names=("name", "aliases"), kind="schema",
            countries=("country",), ends="end-date", reason=("program", "report-date", "reason", "notes"),
            not_needed=("topics", "authority", "start-date", "source_url"),
        )
        for code, title, name, text in (
            ("us-section-353", "US section 353 list (Central America), csv", "US Section 353", "Section 353"),
            ("us-inksna", "US nonproliferation sanctions (INKSNA), csv", "US INKSNA", "Nonproliferation Sanctions"),
            ("us-special", "US lists under other special laws, csv", "program", ""),
        )
    ),
)  # fmt: skip


def recognises(layout: Layout) -> Callable[[bytes], bool]:
    """Return a function that is True if a file has the headings of this list, and its text."""
    has_headings = recogniser(layout.marks)
    return lambda head: layout.text.encode() in head and has_headings(head)


def reader(layout: Layout) -> Callable[[Loading], Iterator[Entry]]:
    def read(loading: Loading) -> Iterator[Entry]:
        """Read entries in the file's order; several rows of one name are one entry."""
        rows = list(records(loading, layout.marks))
        loading.list = layout.list
        if layout.list in layout.marks:
            loading.list = next(
                (name for row in rows if (name := row.text(layout.list)[:MAX_NAME_CHARS])), layout.title
            )
        found = (entry(record, layout, loading) for record in rows)
        return merge_entries(each for each in found if each is not None)

    return read


def entry(record: Record, layout: Layout, loading: Loading) -> Entry | None:
    """Map one row to an entry; None and a problem if it has no name."""
    tally = loading.tally
    names = [name for column in layout.names for name in _names(record, column, layout)]
    if not names:
        tally.add("row-unreadable", "This row has no name. We left it out.", number=record.number)
        return None
    kind = kinds.kind(record.take(layout.kind) or layout.kind, names[0])
    made = Entry(
        id=record.take(layout.id) or derive_id(kind.value, names[0]),
        list=loading.list,
        kind=kind,
        names=values.names(spellings.expand_brackets(names) if kind is Kind.PERSON else names),
        born=values.born((record.take(layout.born),), tally),
        birth_places=tuple(record.take_split(layout.birth_place)),
        nationalities=values.countries(_countries(record, layout), tally),
        documents=tuple(
            Document(type=of, number=number)
            for of, column in (("P", layout.passports), ("I", layout.identities))
            for number in record.take_split(column)
        ),
        reason=record.take_joined(*layout.reason, by="; "),
        owner=layout.owner,
        expires=values.day(SHORT_YEAR.sub(r"\g<1>20\2", record.take(layout.ends)), tally),
        topics=("sanction",),
    )
    record.finish(tally, layout.not_needed)
    return made


def _names(record: Record, column: str, layout: Layout) -> list[str]:
    """Return the names of a column. The main name is never split; a star at the end is a footnote."""
    if column == layout.names[0]:
        return [name] if (name := record.take(column)) else []
    return [
        name.rstrip("*") for name in ([record.take(column)] if column == "Name" else record.take_split(column, ALIASES))
    ]


def _countries(record: Record, layout: Layout) -> list[str]:
    return [layout.country, record.take_first(*layout.countries)]


SOURCES: Final = tuple(
    Source(code=each.code, title=each.title, recognises=recognises(each), read=reader(each)) for each in LAYOUTS
)
