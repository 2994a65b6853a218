"""FinCEN's 314(a) requests: csv, one list of persons and one of businesses, recognised by their headings.

Rows of one tracking number are one entry. The lists are confidential: they are requests to banks, not sanctions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from roadstead.engine.formats.lists import document_numbers, spellings, values
from roadstead.engine.formats.lists.days import from_month_first
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.merge_rows import derive_id, merge_entries
from roadstead.engine.formats.lists.records import Record, recogniser, records
from roadstead.engine.records import Document, Entry, Kind

PERSONS: Final = ("tracking_number", "last_name", "first_name")
BUSINESSES: Final = ("tracking_number", "business_name")
LISTS: Final = {Kind.PERSON: "FinCEN 314(a) Persons", Kind.ORGANISATION: "FinCEN 314(a) Businesses"}
NAME: Final = ("first_name", "middle_name", "last_name", "suffix")
ADDRESS: Final = ("street", "city", "state", "zip", "country")
NOT_NEEDED: Final = ("phone", "incorporated")


def reader(kind: Kind, marks: tuple[str, ...]) -> Callable[[Loading], Iterator[Entry]]:
    def read(loading: Loading) -> Iterator[Entry]:
        """Read entries in the file's order; several rows of one tracking number are one entry."""
        loading.list = LISTS[kind]
        return merge_entries(made for record in records(loading, marks) if (made := entry(record, kind, loading)))

    return read


def entry(record: Record, kind: Kind, loading: Loading) -> Entry | None:
    """Map one row to an entry; None and a problem if it has no name."""
    tally, names = loading.tally, _names(record, kind)
    if not names:
        tally.add("row-unreadable", "This row has no name. We left it out.", number=record.number)
        return None
    number, word = record.take("number"), record.take("number_type")
    type_of = document_numbers.document_type(word) if kind is Kind.PERSON else ""
    address = values.address([record.take(name) for name in ADDRESS])
    made = Entry(
        id=record.take("tracking_number") or derive_id(names[0], record.text("dob")),
        list=loading.list,
        kind=kind,
        names=values.names(spellings.expand_brackets(names) if kind is Kind.PERSON else names),
        born=values.born((from_month_first(record.take("dob")),), tally),
        documents=(Document(type=type_of, number=number),) if number and type_of else (),
        identifiers=values.identifiers(values.addresses((address,), kind)),
        reason="; ".join(filter(None, ("section 314(a) request", number and f"{word} {number}".strip()))),
        owner="FinCEN",
    )
    record.finish(tally, NOT_NEEDED)
    return made


def _names(record: Record, kind: Kind) -> list[str]:
    if kind is Kind.ORGANISATION:
        return list(filter(None, (record.take("business_name"), record.take("dba_name"))))
    own, alias = (record.take_joined(*(f"{prefix}{name}" for name in NAME), by=" ") for prefix in ("", "alias_"))
    return list(filter(None, (own, alias)))


SOURCES: Final = (
    Source(
        code="fincen-persons",
        title="FinCEN 314(a) list of persons, csv",
        recognises=recogniser(PERSONS),
        read=reader(Kind.PERSON, PERSONS),
    ),
    Source(
        code="fincen-businesses",
        title="FinCEN 314(a) list of businesses, csv",
        recognises=recogniser(BUSINESSES),
        read=reader(Kind.ORGANISATION, BUSINESSES),
    ),
)
