"""EU restrictive measures as transcribed from the Official Journal: csv, one file per legal act.

Numbers repeat across annexes: the id of an entry is act, annex and number, or its name if it has no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.lists import document_numbers, kinds, spellings, values
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.merge_rows import derive_id
from roadstead.engine.formats.lists.records import Record, recogniser, records
from roadstead.engine.records import Document, Entry, Kind, ListedName
from roadstead.engine.reference.countries import alpha3

MARKS: Final = ("recordId", "programKey", "annex", "measure", "schema", "name", "weakAlias", "birthDate")
NOT_NEEDED: Final = (
    "country", "jurisdiction", "position", "motherName", "incorporationDate", "legalForm", "sector",
    "phone", "email", "website", "appearance", "ethnicity", "notes", "registrationNumber", "taxNumber", "innCode",
    "ogrnCode", "kppCode", "okpoCode", "leiCode", "swiftBic", "ticker",
)  # fmt: skip
REASON_COLUMNS: Final = ("programKey", "annex", "measure", "startDate", "position", "reason")
MAX_REASON_CHARS: Final = 600  # characters shown to an officer
# Texts pasted after a date, and separators of several dates.
BEHIND_DATE: Final = re.compile(r"\b(?:POB|Nationality|Gender|Place of birth)\b.*", re.I | re.S)
ALIAS_DATE: Final = re.compile(r"\(([\d.]+) for (?:the )?alias [^()]*\)")
OTHER_DATE: Final = re.compile(r"\s/\s|\((?:i{1,3}|iv|v)\)")
NATIONALITIES: Final = r";|,|/|\band\b|\(?\b[a-h1-9]\)"
DOCUMENT_SEPARATOR: Final = re.compile(r";(?![^()]*\))|(?:^|[\s;])\([a-h1-9]\)\s*")
SEVERAL_NUMBERS: Final = re.compile(r"^(?=\w*\d)\w{5,12}(?:, (?=\w*\d)\w{5,12})+$")


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries in the file's order. The list is named after its act, or after the act that amends others."""
    for record in records(loading, MARKS):
        act, amending = record.take_first("celex", "amendedCelex"), record.take("amendmentCelex")
        loading.list = loading.list or (f"EU amendment {amending}" if amending else f"EU {act}")
        if record.text("name"):
            yield entry(record, act, loading)
        else:
            loading.tally.add("row-unreadable", "This row has no name. We left it out.", number=record.number)
    loading.list = loading.list or loading.content.stem


def entry(record: Record, act: str, loading: Loading) -> Entry:
    """Map one row to an entry."""
    tally, main, word = loading.tally, record.text("name"), record.take("schema")
    kind = kinds.kind(word, main)
    number, annex = record.take("recordId"), record.text("annex")
    made = Entry(
        id=f"{act}:{annex}:{number or derive_id(main, record.text('birthDate'), record.text('imoNumber'))}",
        list=loading.list,
        kind=kind,
        names=_names(record, kind),
        born=values.born(_births(record.take("birthDate")), tally),
        birth_places=tuple(filter(None, (record.take("birthPlace"),))),
        nationalities=values.countries(_countries(record, kind), tally),
        sex=values.sex((record.take("gender").rstrip("."),), tally),
        documents=tuple(_documents(record)) if kind is Kind.PERSON else (),
        identifiers=values.identifiers(_identifiers(record) | values.addresses(record.take_split("address"), kind)),
        reason=record.take_joined(*REASON_COLUMNS, by="; ")[:MAX_REASON_CHARS],
        owner="EU",
        topics=("sanction",),
    )
    record.finish(tally, NOT_NEEDED)
    return made


def _names(record: Record, kind: Kind) -> tuple[ListedName, ...]:
    main, aliases, weak = (
        record.take("name"),
        (record.take("alias"), record.take("previousName")),
        record.take("weakAlias"),
    )
    if kind is not Kind.PERSON:
        return values.names(spellings.split_cells((main, *aliases)), spellings.split_cells((weak,)))
    found = spellings.names(main, filter(None, aliases), filter(None, (weak,)))
    return values.names(found.strong, found.weak)


def _births(cell: str) -> list[str]:
    plain = ALIAS_DATE.sub(r"; \1", BEHIND_DATE.sub("", cell))
    return [part.strip() for part in OTHER_DATE.split(plain) if part.strip(" ;,")]


def _countries(record: Record, kind: Kind) -> list[str]:
    whole = record.text("nationality")
    own = [record.take("nationality")] if alpha3(whole) else record.take_split("nationality", NATIONALITIES)
    return [*own, *(() if kind is Kind.PERSON else record.take_split("flag"))]


def _documents(record: Record) -> Iterator[Document]:
    for heading, kind in (("passportNumber", "P"), ("idNumber", "I")):
        for text in _document_texts(record.take(heading).replace('"', "")):
            head, _, aside = text.partition("(")
            found = document_numbers.parse_document_number(
                document_numbers.END.split(head)[0] if any(map(str.isdigit, head)) else text
            )
            issuer = (
                found.issuer
                or document_numbers.parse_document_number(head).issuer
                or next(filter(None, map(alpha3, aside.rstrip(") ").split())), "")
            )
            if any(map(str.isdigit, found.number)):
                yield Document(type=kind, number=found.number, issuer=issuer, expires=document_numbers.expiry(text))


def _document_texts(cell: str) -> list[str]:
    parts = [part.strip() for part in DOCUMENT_SEPARATOR.split(cell) if part.strip()]
    return [number for part in parts for number in (part.split(", ") if SEVERAL_NUMBERS.match(part) else (part,))]


def _identifiers(record: Record) -> dict[str, str]:
    return {
        "imo": values.imo(record.take("imoNumber")),
        "mmsi": record.take("mmsi"),
        "father": record.take("fatherName"),
    }


SOURCE: Final = Source(
    code="eu-journal",
    title="EU restrictive measures, transcribed from the Official Journal, csv",
    recognises=recogniser(MARKS),
    read=read,
)
