"""Denied Persons List of the US Bureau of Industry and Security: tab separated, one row per address.

The list does not distinguish persons from companies, has no ids, and writes dates month first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.lists import kinds, values
from roadstead.engine.formats.lists.days import from_month_first
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.merge_rows import derive_id, merge_entries
from roadstead.engine.formats.lists.records import Record, recogniser, records
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Entry, Kind

LIST: Final = "BIS Denied Persons"
MARKS: Final = ("Name", "Effective_Date", "Expiration_Date", "Standard_Order", "FR_Citation")
ADDRESS: Final = ("Street_Address", "City", "State", "Postal_Code", "Country")
NOT_NEEDED: Final = ("Standard_Order", "Last_Update", "Action")
ALSO_KNOWN_AS: Final = re.compile(r"(?<!\s)\s+(?:A/K/A|D/B/A|AKA|DBA|F/K/A)\s+")
BRACKET: Final = re.compile(r"\(([^()]*)\)")
LABEL: Final = re.compile(r"^(?:A\.?K\.?A\.?|A/K/A|D/B/A)\s+", re.I)


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries in the file's order; the addresses of one order against one name are one entry."""
    loading.list = LIST
    return merge_entries(
        entry(each, loading.tally) for each in records(loading, MARKS, "\t") if _has_name(each, loading.tally)
    )


def _has_name(record: Record, tally: Tally) -> bool:
    if not record.text("Name"):
        tally.add("row-unreadable", "This row has no name. We left it out.", number=record.number)
    return bool(record.text("Name"))


def entry(record: Record, tally: Tally) -> Entry:
    """Map one row to an entry. Its id is made of the name and the dates of the order."""
    name, since, until = record.take("Name"), record.take("Effective_Date"), record.take("Expiration_Date")
    address, citation = record.take_joined(*ADDRESS), record.take("FR_Citation")
    denied = f"export privileges denied since {from_month_first(since)}"
    kind = kinds.kind("", name)
    record.finish(tally, NOT_NEEDED)
    return Entry(
        id=derive_id(name, since, until),
        list=LIST,
        kind=kind,
        names=values.names(names(name) if kind is Kind.PERSON else ALSO_KNOWN_AS.split(name)),
        reason=", ".join(filter(None, (denied, citation, address))),
        owner="BIS",
        expires=values.day(from_month_first(until), tally),
        topics=("export.control",),
    )


def names(text: str) -> list[str]:
    """Return a person's names: with and without the text in brackets, and those after "also known as"."""
    return [name for part in ALSO_KNOWN_AS.split(text) for name in _readings(part) if name]


def _readings(text: str) -> list[str]:
    inside = " ".join(BRACKET.findall(text))
    also = LABEL.sub("", inside)
    without = " ".join(BRACKET.sub(" ", text).split())
    whole = " ".join(text.replace("(", " ").replace(")", " ").split())
    return [without, also] if also != inside else [whole, without]


SOURCE: Final = Source(
    code="bis", title="US Denied Persons List (BIS), tab separated", recognises=recogniser(MARKS, "\t"), read=read
)
