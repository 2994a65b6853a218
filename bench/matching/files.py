"""The bench's lists and travellers as files, to measure `./roadstead match` from file to first result."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from bench.matching.asked import Asked
from roadstead.cli.query_rows import COLUMNS
from roadstead.engine.records import Entry, Kind, Traveller
from roadstead.engine.reference.tables import table

SCHEMATA: Final = {
    Kind.PERSON: "Person", Kind.ORGANISATION: "Organization", Kind.VESSEL: "Vessel", Kind.AIRCRAFT: "Airplane",
    Kind.OTHER: "LegalEntity",
}  # fmt: skip
GENDERS: Final = {"M": "male", "F": "female"}


def write_list(path: Path, entries: Iterable[Entry], dataset: str) -> int:
    """Write FollowTheMoney as JSON Lines, one entity per line. Return the number of entities."""
    encode = msgspec.json.Encoder().encode
    with path.open("wb") as file:
        return sum(file.write(encode(entity(entry, dataset)) + b"\n") > 0 for entry in entries)


def entity(entry: Entry, dataset: str) -> dict[str, object]:
    """Return one entry. Its id combines list and id, since ids of several lists may be equal."""
    strong = [name.text for name in entry.names if not name.weak]
    properties = {
        "name": strong[:1],
        "alias": strong[1:],
        "weakAlias": [name.text for name in entry.names if name.weak],
        "birthDate": [born.partition("/")[0] for born in entry.born],
        "nationality": [alpha2(code) for code in entry.nationalities],
        "gender": [GENDERS[entry.sex]] if entry.sex in GENDERS else [],
        "passportNumber": [document.number for document in entry.documents],
    }
    return {
        "id": f"{entry.list}:{entry.id}",
        "schema": SCHEMATA[entry.kind],
        "properties": {name: values for name, values in properties.items() if values},
        "datasets": [dataset],
    }


def alpha2(code: str) -> str:
    """Return the code in lower case as in FollowTheMoney; the code itself if ISO has none."""
    return (_alpha2().get(code) or code).lower()


@cache
def _alpha2() -> dict[str, str]:
    return {each["code"]: each["alpha2"] for each in table("countries")}


def write_travellers(path: Path, asked: Iterable[Asked]) -> int:
    """Write the queries of `./roadstead match`; the id contains the kind and the entries meant."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, COLUMNS)
        rows.writeheader()
        for count, one in enumerate(asked, 1):
            rows.writerow(row(one.traveller) | {"id": f"{count} {one.kind} {_meant(one)}".strip()})
    return count


def _meant(one: Asked) -> str:
    return " ".join(f"{of}:{id}" for of, id in sorted(one.meant))


def row(traveller: Traveller) -> dict[str, str]:
    return {
        "surname": traveller.surname,
        "given": traveller.given,
        "born": traveller.born,
        "sex": traveller.sex,
        "nationality": traveller.nationality,
        "document_number": traveller.documents[0].number if traveller.documents else "",
    }
