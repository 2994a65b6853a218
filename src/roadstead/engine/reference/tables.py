"""Tables shipped with the code: csv files with headings in `data/`, and the matcher's tables of words.

The small ones have their lookups here: carriers, types of travel document, sizes of containers.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, Protocol

# ── Dated rows: a table is never rewritten; one row ends and another begins


class Dated(Protocol):
    """A row with first and last day (inclusive) in ISO 8601; "" for no limit."""

    @property
    def valid_from(self) -> str: ...

    @property
    def valid_to(self) -> str: ...


def is_in_force(row: Dated, on: date | str) -> bool:
    """Return True if the row is in force on that day."""
    return is_within(str(on), row.valid_from, row.valid_to)


def is_within(day: str, first: str, last: str) -> bool:
    return first <= day and (not last or day <= last)


Row = Mapping[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """Return every row of `data/<name>.csv` by its headings; empty cells are ""."""
    text = files("roadstead.engine.reference").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def word_table(name: str) -> list[list[str]]:
    """Return the rows of `engine/matching/<name>.csv`: words without headings; lines that begin with # are comments."""
    text = files("roadstead.engine.matching").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))


# ── Carriers that call in the Caribbean: airlines and shipping lines by the codes with which they are declared


CARRIER_CODES: Final = ("iata", "icao", "scac", "waybill")


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
    """Return the carrier with this code of any kind; None if it is not in our table."""
    return _carriers_by_code().get(code.strip().upper())


def carrier_name(code: str) -> str:
    """Return the carrier's name; "" if the code is not in our table, which is not suspicious in itself."""
    known = carrier(code)
    return known.name if known else ""


def carriers() -> tuple[Carrier, ...]:
    return tuple(Carrier(**row) for row in table("carriers"))


@cache
def _carriers_by_code() -> Mapping[str, Carrier]:
    return {getattr(one, kind): one for one in carriers() for kind in CARRIER_CODES if getattr(one, kind)}


# ── Shapes of passport numbers by issuer. General knowledge, from no standard: it may raise a question, never accuse


NO_SHAPE: Final = ""


def expected_number_shape(number: str, issuer: str) -> str:
    """Return the usual shape of this issuer's (alpha-3) passport numbers if `number` (capitals) differs; else ""."""
    known = _number_shapes().get(issuer)
    return known[1] if known and not known[0].fullmatch(number) else NO_SHAPE


@cache
def _number_shapes() -> Mapping[str, tuple[re.Pattern[str], str]]:
    return {row["issuer"]: (re.compile(row["pattern"]), row["shape"]) for row in table("document_numbers")}


# ── Types of travel document across standards: PAXLST letters, ICAO Doc 9303 codes, CARICOM cruise codes
#
# Not a UN code list: senders add their own. An unknown type is no error; it just has no name.


def document_name(type: str) -> str:
    """Return the name of a type: "passport" for P, "CARIPASS card" for CP; "" for an unknown type."""
    row = _document_type(type)
    return row["name"] if row else ""


def is_passport_like(type: str) -> bool:
    """Return True if the document alone allows a border crossing (passport, laissez-passer, refugee document)."""
    row = _document_type(type)
    return row is not None and row["passport_like"] == "yes"


def document_expires(type: str) -> bool:
    """Return True if such a document has an expiry date, so that a missing one is worth a question."""
    row = _document_type(type)
    return row is not None and row["expires"] == "yes"


def document_types() -> Mapping[str, str]:
    """Return every known type with its name, for forms."""
    return {code: row["name"] for code, row in _document_types().items()}


def _document_type(type: str) -> Row | None:
    """Return the row of a type. Enhanced licences have their state after the code: EDL_NY."""
    code = type.strip().upper().replace("<", "")
    return _document_types().get(code) or _document_types().get(code.partition("_")[0])


@cache
def _document_types() -> Mapping[str, Row]:
    return {row["code"]: row for row in table("documents")}


# ── Weight limits of containers by the length in their size and type code (ISO 6346). Facts for questions, not law


ANY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerSize:
    """`max_gross_kg`: goods and container; `max_tare_kg`: the heaviest empty container of this length."""

    feet: int
    max_gross_kg: int
    max_tare_kg: int
    verified: bool
    source: str


def container_size(code: str) -> ContainerSize:
    """Return the size for an ISO 6346 code ("45R1"); the widest limits for another code or none."""
    return _sizes().get(code[:1].upper(), _sizes()[ANY]) if len(code) == 4 else _sizes()[ANY]


@cache
def _sizes() -> Mapping[str, ContainerSize]:
    return {
        row["length"]: ContainerSize(
            feet=int(row["feet"]),
            max_gross_kg=int(row["max_gross_kg"]),
            max_tare_kg=int(row["max_tare_kg"]),
            verified=row["verified"] == "yes",
            source=row["source"],
        )
        for row in table("container_sizes")
    }
