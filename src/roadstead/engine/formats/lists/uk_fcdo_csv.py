"""UK Sanctions List of the FCDO as csv, with its date above the headings.

One row per name; the rows of one designation share their unique ID and are one entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.lists import kinds, uk_common, values
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.merge_rows import merge_entries
from roadstead.engine.formats.lists.records import Record, above_headings, recogniser, records
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.formats.lists.uk_fcdo import LIST
from roadstead.engine.records import Entry

MARKS: Final = ("Unique ID", "Name 6", "Name 1", "Name type", "Regime Name")
DATED: Final = re.compile(r"^(?:Report Date|Last Updated)[:,\s]*", re.I)
KIND: Final = ("Individual, Entity, Ship", "Designation Type")
ADDRESS: Final = (*(f"Address Line {n}" for n in range(1, 7)), "Address Postal Code", "Address Country")
NOT_NEEDED: Final = (
    "Last Updated", "OFSI Group ID", "UN Reference Number", "Title", "Non-latin script type",
    "Non-latin script language",
    "Designation source", "Phone number", "Website", "Email address",
    "Type of entity", "Subsidiaries", "Parent company", "Business registration number (s)",
    "Current owner/operator (s)", "Previous owner/operator (s)", "Previous flags", "Tonnage of ship", "Length of ship",
    "Year Built", "Hull identification number (HIN)",
)  # fmt: skip


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries, primary names first; the date of the list is above the headings."""
    loading.list = LIST
    loading.published = uk_common.day(DATED.sub("", above_headings(loading.content)))[:10]
    rows = sorted(records(loading, MARKS), key=lambda row: row.text("Name type").casefold() != "primary name")
    return merge_entries(entry(row, loading.tally) for row in rows)


def entry(row: Record, tally: Tally) -> Entry:
    """Map one row: one name, and the other data of the row."""
    name, native = row.take_joined(*uk_common.NAMES, by=" "), row.take("Name non-latin script")
    strength = row.take("Alias strength").casefold()
    is_weak = "weak" in strength or "low" in strength
    row.take("Name type")
    kind, address = kinds.kind(row.take_first(*KIND), name), values.address(map(row.take, ADDRESS))
    made = Entry(
        id=row.take("Unique ID"),
        list=LIST,
        kind=kind,
        names=values.names((native,) if is_weak else (name, native), (name,) if is_weak else ()),
        born=values.born(map(uk_common.day, row.take_split("D.O.B")), tally),
        birth_places=tuple(filter(None, (row.take_joined("Town of birth", "Country of birth"),))),
        nationalities=values.countries(
            uk_common.countries(f"{row.take('Nationality(/ies)')};{row.take('Current believed flag of ship')}"), tally
        ),
        sex=values.sex((row.take("Gender"),), tally),
        documents=(
            *uk_common.documents(row.take("Passport number"), row.take("Passport additional information"), "P"),
            *uk_common.documents(
                row.take("National Identifier number"), row.take("National Identifier additional information"), "I"
            ),
        ),
        identifiers=values.identifiers(
            {
                "imo": values.imo(row.take("IMO number")),
                "vessel_type": row.take("Type of ship"),
            }
            | values.addresses((address,), kind)
        ),
        reason=row.take_joined(
            "Regime Name",
            "Sanctions Imposed",
            "Date Designated",
            "Position",
            "UK Statement of Reasons",
            "Other Information",
            by="; ",
        ),
        owner="FCDO",
        topics=("sanction",),
    )
    row.finish(tally, NOT_NEEDED)
    return made


SOURCE: Final = Source(code="uk-csv", title="UK Sanctions List (FCDO), csv", recognises=recogniser(MARKS), read=read)
