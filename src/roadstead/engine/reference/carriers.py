"""Carriers that call in the Caribbean: airlines and shipping lines by the codes they are declared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from roadstead.engine.reference.tables import table

CODES: Final = ("iata", "icao", "scac", "waybill")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A carrier and its codes: IATA (2), ICAO (3 letters), SCAC (4), air waybill prefix (3 digits); "" for none."""

    iata: str
    icao: str
    scac: str
    waybill: str
    name: str
    kind: str  # airline, cargo airline, shipping line


def carrier(code: str) -> Carrier | None:
    """The carrier with this code of any kind; None if it is not in our table."""
    return _by_code().get(code.strip().upper())


def carrier_name(code: str) -> str:
    """The carrier's name, or "" if the code is not in our table: an unknown carrier is nothing suspicious."""
    known = carrier(code)
    return known.name if known else ""


def carriers() -> tuple[Carrier, ...]:
    return tuple(Carrier(**row) for row in table("carriers"))


@cache
def _by_code() -> Mapping[str, Carrier]:
    return {getattr(one, kind): one for one in carriers() for kind in CODES if getattr(one, kind)}
