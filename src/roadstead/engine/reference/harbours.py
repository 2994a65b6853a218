"""Harbours by the names that sailors use, each with its country and the nearest port with a UN/LOCODE in our table.

The rows are our own: each names its source and date; none has been verified with the authority of its state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from roadstead.engine.reference.countries import fold_name
from roadstead.engine.reference.tables import Row, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Harbour:
    """A harbour, bay or marina. `country` is ISO 3166 alpha-3, `code` the UN/LOCODE of the nearest port in it."""

    name: str
    names: tuple[str, ...]  # all names, including `name`
    beside_country: tuple[str, ...]  # names that mean this harbour only together with its country or island
    islands: tuple[str, ...]
    country: str
    code: str
    elsewhere: str  # location of another port with this name that is in none of our tables


@cache
def harbours() -> tuple[Harbour, ...]:
    """Return every row of `data/harbours.csv`."""
    return tuple(_harbour(row) for row in table("harbours"))


@cache
def harbours_by_name() -> Mapping[str, tuple[Harbour, ...]]:
    """Return harbours by each of their names, folded by `countries.fold_name`."""
    found: dict[str, list[Harbour]] = {}
    for harbour in harbours():
        for name in {fold_name(each) for each in (*harbour.names, *harbour.beside_country)}:
            found.setdefault(name, []).append(harbour)
    return {name: tuple(each) for name, each in found.items()}


@cache
def island_country(island: str) -> str:
    """Return the country (alpha-3) of an island that people write in its place ("Bequia"); "" if unknown."""
    countries = {each.country for each in harbours() if fold_name(island) in {fold_name(name) for name in each.islands}}
    return countries.pop() if len(countries) == 1 else ""


def _harbour(row: Row) -> Harbour:
    return Harbour(
        name=row["name"],
        names=(row["name"], *_split(row["aliases"])),
        beside_country=_split(row["beside_country"]),
        islands=_split(row["island"]),
        country=row["country"],
        code=row["code"],
        elsewhere=row["elsewhere"],
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
