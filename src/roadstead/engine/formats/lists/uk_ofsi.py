"""Consolidated list of the UK's Office of Financial Sanctions Implementation (ConList), csv or XML.

One row per name; the rows of one person share their Group ID. Both forms hold the same under different headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.lists import kinds, uk_common, values
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.merge_rows import merge_entries
from roadstead.engine.formats.lists.nodes import local_name
from roadstead.engine.formats.lists.records import Record, above_headings, recogniser, records
from roadstead.engine.formats.lists.streams import elements, until_damaged
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Entry, Kind

LIST: Final = "UK OFSI Consolidated List"
MARKS: Final = ("Name 6", "Name 1", "Group Type", "Alias Type", "Group ID")
# Headings of the csv by the names of the XML.
HEADINGS: Final = {
    "Name6": "Name 6", **{f"name{n}": f"Name {n}" for n in range(1, 6)}, "NameNonLatinScript": "Name Non-Latin Script",
    "Individual_DateOfBirth": "DOB", "Individual_TownOfBirth": "Town of Birth",
    "Individual_CountryOfBirth": "Country of Birth", "Individual_Nationality": "Nationality",
    "Individual_PassportNumber": "Passport Number", "Individual_PassportDetails": "Passport Details",
    "Individual_NINumber": "National Identification Number", "Individual_NIDetails": "National Identification Details",
    "Individual_Position": "Position", "GroupTypeDescription": "Group Type", "AliasType": "Alias Type",
    "AliasQuality": "Alias Quality", "RegimeName": "Regime", "DateListed": "Listed On", "GroupID": "Group ID",
    "OtherInformation": "Other Information", "UKStatementOfReasons": "Statement of Reasons",
    **{f"Address{n}": f"Address {n}" for n in range(1, 7)}, "PostCode": "Post/Zip Code",
    "Individual_Gender": "Gender", "Ship_IMONumber": "IMO", "Ship_Flag": "Flag", "Ship_Type": "Ship Type",
}  # fmt: skip
ADDRESS: Final = (*(f"Address {n}" for n in range(1, 7)), "Post/Zip Code", "Country")
NOT_NEEDED: Final = (
    "Title", "Non-Latin Script Type", "Non-Latin Script Language", "UK Sanctions List Date Designated", "Last Updated",
    "NonLatinScriptType", "NonLatinScriptLanguage", "DateListedDay", "DateListedMonth", "DateListedYear",
    "DateDesignated", "LastUpdated", "LastUpdatedDay", "LastUpdatedMonth", "LastUpdatedYear", "AliasTypeName",
    "FullName", "GrpStatus", "GroupStatus",
    "ListingType", "PhoneNumber", "EmailAddress", "Website",
)  # fmt: skip
PRIMARY: Final = "primary name"
DATE_LABEL: Final = re.compile(r"^Last Updated[,\s]*")


def recognises_xml(head: bytes) -> bool:
    return b"ArrayOfFinancialSanctionsTarget" in head.replace(b"\0", b"")


# ── Readers of the files


def read_csv(loading: Loading) -> Iterator[Entry]:
    """Read entries; the date of the list is above the headings."""
    loading.list = LIST
    loading.published = uk_common.day(DATE_LABEL.sub("", above_headings(loading.content)))[:10]
    return _entries(records(loading, MARKS), loading.tally)


def read_xml(loading: Loading) -> Iterator[Entry]:
    """Read entries of the XML. A truncated file gives the entries before the break and a problem."""
    loading.list = LIST
    return _entries(until_damaged(_targets(loading), loading), loading.tally)


def _targets(loading: Loading) -> Iterator[Record]:
    for number, element in enumerate(elements(loading.content, ("FinancialSanctionsTarget",)), 1):
        cells = {local_name(child.tag): str(child.text) for child in element if child.text and child.text.strip()}
        yield Record(number, {HEADINGS.get(tag, tag): text for tag, text in cells.items()})


def _entries(rows: Iterator[Record], tally: Tally) -> Iterator[Entry]:
    return merge_entries(entry(row, tally) for row in _primary_first(rows))


def _primary_first(rows: Iterator[Record]) -> Iterator[Record]:
    """Yield the rows of primary names before all others."""
    later: list[Record] = []
    for row in rows:
        if row.text("Alias Type").casefold() == PRIMARY:
            yield row
        else:
            later.append(row)
    yield from later


# ── Mapper to entries


def entry(row: Record, tally: Tally) -> Entry:
    """Map one row: one name of a person, organisation or ship, and the other data of the row."""
    name, native = row.take_joined(*uk_common.NAMES, by=" "), row.take("Name Non-Latin Script")
    is_weak, other = "low" in row.take("Alias Quality").casefold(), row.text("Other Information")
    kind = kinds.kind(row.take("Group Type"), name)
    row.take("Alias Type")
    address = values.address(map(row.take, ADDRESS))
    made = Entry(
        id=row.take("Group ID"),
        list=LIST,
        kind=kind,
        names=values.names((native,) if is_weak else (name, native), (name,) if is_weak else ()),
        born=values.born(map(uk_common.day, uk_common.numbered_values(row.take("DOB"))), tally),
        birth_places=tuple(filter(None, (row.take_joined("Town of Birth", "Country of Birth"),))),
        nationalities=values.countries(uk_common.countries(f"{row.take('Nationality')};{row.take('Flag')}"), tally),
        sex=values.sex((row.take("Gender"),), tally),
        documents=(
            *uk_common.documents(row.take("Passport Number"), row.take("Passport Details"), "P"),
            *uk_common.documents(
                row.take("National Identification Number"), row.take("National Identification Details"), "I"
            ),
        ),
        identifiers=values.identifiers(
            {
                "imo": values.imo(row.take("IMO")) or (uk_common.imo_in(other) if kind is Kind.VESSEL else ""),
                "vessel_type": row.take("Ship Type"),
            }
            | values.addresses((address,), kind)
        ),
        reason=row.take_joined("Regime", "Listed On", "Position", "Statement of Reasons", "Other Information", by="; "),
        owner="OFSI",
        topics=("sanction",),
    )
    row.finish(tally, NOT_NEEDED)
    return made


SOURCES: Final = (
    Source(code="ofsi", title="UK OFSI consolidated list, csv", recognises=recogniser(MARKS), read=read_csv),
    Source(code="ofsi-xml", title="UK OFSI consolidated list, XML", recognises=recognises_xml, read=read_xml),
)
