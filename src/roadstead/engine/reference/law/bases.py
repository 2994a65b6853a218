"""Bases: which instrument carries which measures, and what both sides must have done for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from roadstead.engine.reference.law.adherence import Event
from roadstead.engine.reference.measures import measures
from roadstead.engine.reference.tables import Row, table

ALL: Final = "*"  # in the column of measures
# How a request under a basis travels.
CHANNELS: Final[Mapping[str, str]] = {
    "judicial": "from court to court",
    "central_authority": "through the central authorities",
    "police": "from police to police",
    "fiu": "between financial intelligence units",
    "ncb": "through the national central bureaus of INTERPOL",
}
Need = tuple[Event, ...]  # one of these events


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisRule:
    """One row. `requesting`, `requested`: what each side must have done. `expects`: what both should have.

    `conditions`, `limits`: sentences in English, translated by pages. `verified`: it was read that the instrument
    carries these measures.
    """

    instrument: str
    measures: frozenset[str]
    requesting: tuple[Need, ...]
    requested: tuple[Need, ...]
    expects: tuple[Event, ...]
    conditions: tuple[str, ...]
    limits: str
    channel: str
    verified: bool
    mark: str
    source: str


@cache
def basis_rules() -> tuple[BasisRule, ...]:
    return tuple(_rule(row) for row in table("law_bases"))


@cache
def rules_by_measure() -> Mapping[str, tuple[BasisRule, ...]]:
    """Return the rules that carry each measure."""
    return {code: tuple(rule for rule in basis_rules() if code in rule.measures) for code in measures()}


def _rule(row: Row) -> BasisRule:
    named = measures() if row["measures"] == ALL else row["measures"].split()
    return BasisRule(
        instrument=row["instrument"],
        measures=frozenset(named),
        requesting=_needs(row["requesting"]),
        requested=_needs(row["requested"]),
        expects=tuple(map(Event, row["expects"].split())),
        conditions=tuple(filter(None, row["conditions"].split("|"))),
        limits=row["limits"],
        channel=row["channel"],
        verified=row["verified"] == "yes",
        mark=row["mark"],
        source=row["source"],
    )


def _needs(cell: str) -> tuple[Need, ...]:
    """Return the needs of a cell: "ratified|acceded act_in_force" is one of two, and a third."""
    return tuple(tuple(map(Event, each.split("|"))) for each in cell.split())
