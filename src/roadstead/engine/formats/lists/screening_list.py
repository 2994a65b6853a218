"""US Consolidated Screening List, csv: the lists of several departments, one row per entry, several values per cell.

Ids are the department's letters and its number. Without a kind the name decides between person and company.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.lists import document_numbers, kinds, spellings, values
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.merge_rows import derive_id, merge_entries
from roadstead.engine.formats.lists.records import Record, recogniser, records
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Document, Entry, Kind

LIST: Final = "US Consolidated Screening List"
MARKS: Final = ("source", "entity_number", "programs", "alt_names", "source_list_url", "ids")
REASON: Final = (
    "source",
    "programs",
    "title",
    "start_date",
    "federal_register_notice",
    "remarks",
    "license_requirement",
    "license_policy",
    "vessel_owner",
    "addresses",
)
NOT_NEEDED: Final = (
    "standard_order",
    "source_list_url",
    "source_information_url",
    "gross_tonnage",
    "gross_registered_tonnage",
)
ABBREVIATION: Final = re.compile(r"\(([A-Z]+)\)")
# "US, 80-0890696, Tax ID No."; the country may be missing.
ID_NUMBER: Final = re.compile(r"^(?:(?P<country>[A-Z]{2}), )?(?P<number>[^,]*), (?P<kind>.+)$")
IDENTIFIERS: Final = (("vessel registration", "imo"), ("mmsi", "mmsi"), ("tail number", "tail_number"))


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries in the file's order; an entry that is repeated in several rows is one."""
    loading.list = LIST
    return merge_entries(entry(record, loading.tally) for record in records(loading, MARKS))


def entry(record: Record, tally: Tally) -> Entry:
    """Map one row. Departments number their entries separately, and some do not number them."""
    source, name, number = record.text("source"), record.take("name"), record.take("entity_number")
    kind = kinds.kind(record.take("type"), name)
    ids = list(filter(None, map(ID_NUMBER.match, record.take_split("ids"))))
    short, names = ABBREVIATION.search(source), (name, *record.take_split("alt_names"))
    made = Entry(
        id=f"{short[1] if short else source}:{number or derive_id(name, record.text('start_date'))}",
        list=LIST,
        kind=kind,
        names=values.names(spellings.expand_brackets(names) if kind is Kind.PERSON else names),
        born=values.born(record.take_split("dates_of_birth"), tally),
        birth_places=tuple(record.take_split("places_of_birth")),
        nationalities=values.countries(_countries(record), tally),
        documents=tuple(_documents(ids, tally)) if kind is Kind.PERSON else (),
        identifiers=values.identifiers(_identifiers(ids, record)),
        expires=values.day(record.take("end_date"), tally),
        reason=record.take_joined(*REASON, by="; "),
        owner=short[1] if short else source,
        topics=("sanction",),
    )
    record.finish(tally, NOT_NEEDED)
    return made


def _countries(record: Record) -> list[str]:
    return [country for name in ("nationalities", "citizenships", "vessel_flag") for country in record.take_split(name)]


def _documents(ids: list[re.Match[str]], tally: Tally) -> Iterator[Document]:
    for found in ids:
        if kind := document_numbers.document_type(found["kind"]):
            yield Document(type=kind, number=found["number"], issuer=values.country(found["country"] or "", tally))


def _identifiers(ids: list[re.Match[str]], record: Record) -> dict[str, str]:
    told = [(ours, found["number"]) for found in ids for theirs, ours in IDENTIFIERS if theirs in found["kind"].lower()]
    found = {ours: values.imo(number) if ours == "imo" else number for ours, number in told}
    return found | {"call_sign": record.take("call_sign"), "vessel_type": record.take("vessel_type")}


SOURCE: Final = Source(code="csl", title="US Consolidated Screening List, csv", recognises=recogniser(MARKS), read=read)
