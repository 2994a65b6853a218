"""OFAC's csv rows as entries: the main row, aliases, addresses and the continuation of a remark."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.lists import spellings, values
from roadstead.engine.formats.lists.ofac_remarks import Remarks, parse_remarks
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Entry, Kind

COLUMNS: Final = {name: place for place, name in enumerate((
    "number", "name", "type", "program", "title", "call_sign", "vessel_type", "tonnage", "grt", "flag", "owner",
    "remarks"))}  # fmt: skip
KINDS: Final = {"individual": Kind.PERSON, "vessel": Kind.VESSEL, "aircraft": Kind.AIRCRAFT, "": Kind.ORGANISATION}
UNREAD: Final = ("tonnage", "grt")
ALIAS, STREET, CITY, COUNTRY = 3, 2, 3, 4  # columns of the alias file and of the address file

Row = list[str]


def entry(
    row: Row, aliases: list[Row], addresses: list[Row], comments: list[Row], *, list_name: str, tally: Tally
) -> Entry:
    """Map the rows of one entry. Quoted aliases of persons are weak: OFAC marks aliases too broad to match alone."""
    kind = KINDS.get(row[COLUMNS["type"]].lower(), Kind.OTHER)
    remarks = parse_remarks(row[COLUMNS["remarks"]] + "".join(comment[1] for comment in comments))
    strong = [row[COLUMNS["name"]], *(alias[ALIAS] for alias in aliases)]
    weak, also = (remarks.aliases, ()) if kind is Kind.PERSON else ((), remarks.aliases)
    _count(row, remarks, tally)
    return Entry(
        id=row[0],
        list=list_name,
        kind=kind,
        names=values.names(spellings.expand_brackets(strong) if kind is Kind.PERSON else (*strong, *also), weak),
        born=values.born(remarks.born, tally),
        birth_places=tuple(dict.fromkeys(remarks.birth_places)),
        nationalities=values.countries(_countries(kind, row, remarks, addresses), tally),
        sex=values.sex(remarks.sexes, tally),
        documents=remarks.documents(tally) if kind is Kind.PERSON else (),
        identifiers=values.identifiers(_identifiers(kind, row, remarks) | _addresses(kind, addresses)),
        reason=_reason(row, remarks, addresses),
        owner="OFAC",
        topics=("sanction",),
    )


def _countries(kind: Kind, row: Row, remarks: Remarks, addresses: list[Row]) -> list[str]:
    """Return nationality and citizenship of a person (not the address), the flag of a craft, the seat of others."""
    flag = row[COLUMNS["flag"]]
    if kind is Kind.PERSON:
        return [*remarks.nationalities]
    return [flag] if flag else [address[COUNTRY] for address in addresses if address[COUNTRY]]


def _identifiers(kind: Kind, row: Row, remarks: Remarks) -> dict[str, str]:
    """Return the identifiers; an aircraft without a tail number in its remarks has it as its name."""
    known = {"call_sign": row[COLUMNS["call_sign"]], "vessel_type": row[COLUMNS["vessel_type"]], **remarks.identifiers}
    if kind is Kind.AIRCRAFT:
        known.setdefault("tail_number", row[COLUMNS["name"]])
    return known


def _addresses(kind: Kind, rows: list[Row]) -> dict[str, str]:
    return values.addresses((values.address(row[STREET : COUNTRY + 1]) for row in rows), kind)


def _reason(row: Row, remarks: Remarks, addresses: list[Row]) -> str:
    """Return programmes, position, and the remarks not used elsewhere, in OFAC's words."""
    programmes = row[COLUMNS["program"]].replace("] [", ", ").strip("[] ")
    owner = row[COLUMNS["owner"]]
    places = dict.fromkeys(", ".join(filter(None, address[CITY : COUNTRY + 1])) for address in addresses)
    address = "; ".join(filter(None, places))
    by, at = owner and f"owner {owner}", address and f"address {address}"
    told = (programmes, row[COLUMNS["title"]], *remarks.rest, by, at)
    return "; ".join(filter(None, told))


def _count(row: Row, remarks: Remarks, tally: Tally) -> None:
    tally.count_unread(name for name in UNREAD if row[COLUMNS[name]])
    tally.count_unread(remarks.unread)
