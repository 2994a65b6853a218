"""What is asked for and what comes back: a party of a consignment, and a listed thing that it may be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from roadstead.engine.matching.features.score import Score
from roadstead.engine.records import Address, Entry

THINGS_VERSION: Final = "things-5"
Evidence = tuple[tuple[str, Score], ...]  # feature, and what it says


class Means(StrEnum):
    """How it was met, the surest first. By address alone is the lower kind: many share a house."""

    NUMBER = "number"
    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An organisation as declared: consignor, consignee, carrier, owner. `numbers` as sent (tax, register, IMO)."""

    name: str = ""
    numbers: tuple[str, ...] = ()
    country: str = ""
    addresses: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """`score` in bits is the sum of the evidence; `name` the listed name by which it was met."""

    entry: Entry
    name: str
    means: Means
    evidence: Evidence
    always: bool = False  # shown by policy, whatever the score
    version: str = THINGS_VERSION

    @property
    def score(self) -> float:
        return sum(score.bits for _, score in self.evidence)


def best_first(found: Match) -> tuple[float, str, str]:
    return (-found.score, found.entry.list, found.entry.id)
