"""EU consolidated financial sanctions file (FSF) as csv 1.1: semicolons, one row per name, birth or number.

The rows of one entity are merged. Unlike the XML, this form does not distinguish weak aliases from strong ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.lists import eu_parts, kinds, values
from roadstead.engine.formats.lists.eu_parts import Columns
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.merge_rows import merge_entries
from roadstead.engine.formats.lists.records import Record, recogniser, records
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Entry, Kind
from roadstead.engine.sentences import Sentence

MARKS: Final = ("Entity_LogicalId", "NameAlias_WholeName", "BirthDate_BirthDate", "Identification_Number")
PREFIXES: Final = ("Entity", "NameAlias", "Address", "BirthDate", "Identification", "Citizenship")
# Columns of every part: its legal act, its language, and the date of entry into force.
COMMON_COLUMNS: Final = (
    "LogicalId", "RegulationLanguage", "Remark", "Regulation_Type", "Regulation_OrganisationType",
    "Regulation_PublicationDate", "Regulation_EntryIntoForceDate", "Regulation_NumberTitle", "Regulation_Programme",
    "Regulation_PublicationUrl", "Region", "CountryIso2Code", "CountryDescription", "ZipCode",
)  # fmt: skip
NOT_NEEDED: Final = (
    *(f"{prefix}_{name}" for prefix in PREFIXES for name in COMMON_COLUMNS),
    "fileGenerationDate", "Entity_UnitedNationId", "Entity_DesignationDate", "Entity_DesignationDetails",
    "Entity_SubjectType", "NameAlias_NameLanguage", "NameAlias_Title", "Address_AsAtListingTime", "Address_ContactInfo",
    "Identification_Diplomatic",
    "Identification_KnownExpired", "Identification_KnownFalse", "Identification_ReportedLost",
    "Identification_RevokedByIssuer", "Identification_IssuedBy", "Identification_ValidFrom",
    "Identification_NameOnDocument",
)  # fmt: skip


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries; the rows of one entity are merged, wherever they are."""
    loading.list = eu_parts.LIST
    return (_whole(entry) for entry in merge_entries(_rows(loading)) if _has_name(entry, loading.tally))


def _rows(loading: Loading) -> Iterator[Entry]:
    for record in records(loading, MARKS, ";"):
        loading.published = loading.published or values.day(record.text("fileGenerationDate"), loading.tally)
        if record.text("Entity_LogicalId"):
            yield row(record, loading.tally)


def _has_name(entry: Entry, tally: Tally) -> bool:
    if not entry.names:
        tally.add("row-unreadable", Sentence("Entry %(id)s has no name. We left it out.", {"id": entry.id}), number=0)
    return bool(entry.names)


def _whole(entry: Entry) -> Entry:
    """Set the kind of the merged entry: the row with a ship's IMO number need not be the first."""
    return replace(entry, kind=eu_parts.kind_of(entry.kind, entry.identifiers))


def row(record: Record, tally: Tally) -> Entry:
    """Map one row to a partial entry."""
    text, weak = eu_parts.name(Columns(record, "NameAlias"))
    born, found = Columns(record, "BirthDate"), eu_parts.identification(Columns(record, "Identification"), tally)
    listed = _kind(record, text)
    documents, numbers = eu_parts.documents_and_identifiers(
        [found], (eu_parts.address(Columns(record, "Address")),), listed
    )
    sex, birth, place = record.take("NameAlias_Gender"), eu_parts.birth(born), eu_parts.place(born)
    logical, reference = record.take("Entity_LogicalId"), record.take("Entity_EU_ReferenceNumber")
    made = Entry(
        id=reference or logical,
        list=eu_parts.LIST,
        kind=eu_parts.kind_of(listed, numbers),
        names=values.names(() if weak else (text,), (text,) if weak else ()),
        born=values.born((birth,), tally),
        birth_places=tuple(filter(None, (place,))),
        nationalities=tuple(filter(None, (eu_parts.country(Columns(record, "Citizenship"), tally),))),
        sex=values.sex((sex,), tally),
        documents=documents,
        identifiers=numbers,
        reason=record.take_joined("Entity_Regulation_Programme", "Entity_Remark", "NameAlias_Function", by="; "),
        owner="EU",
        topics=("sanction",),
    )
    record.finish(tally, NOT_NEEDED)
    return made


def _kind(record: Record, name: str) -> Kind:
    code, letter = record.take("Entity_SubjectType_ClassificationCode"), record.take("Entity_SubjectType")
    return kinds.kind(code or letter, name)


SOURCE: Final = Source(
    code="eu-csv",
    title="EU consolidated financial sanctions file, csv 1.1",
    recognises=recogniser(MARKS, ";"),
    read=read,
)
