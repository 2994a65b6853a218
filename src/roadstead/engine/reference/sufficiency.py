"""What an authority needs to know of people and voyage: profiles as dated rows with a source, and who has which.

Rows in the operator's `reference/sufficiency.csv` and `reference/profiles.csv` below ROADSTEAD_HOME go first: a profile
there takes the place of the shipped one of that name, and a state there has the profile written there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from roadstead.engine.reference.overlay import (
    ANY,
    BadReference,
    a_day_or_nothing,
    a_number,
    a_state,
    anything,
    needed,
    one_of,
    own_rows,
)
from roadstead.engine.reference.tables import Row, table, within

# What a carrier is asked for, in the words of every page and answer.
FIELD_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": "name",
        "surname": "surname",
        "given": "given names",
        "birth_date": "birth date",
        "sex": "sex",
        "nationality": "nationality",
        "residence": "country of residence",
        "birth_place": "place of birth",
        "document_type": "type of the travel document",
        "document_number": "number of the travel document",
        "document_issuer": "issuer of the travel document",
        "document_expiry": "expiry of the travel document",
        "passport_issuer": "issuer of the passport",
        "passport_expiry": "expiry of the passport",
        "embark": "port of embarkation",
        "disembark": "port of disembarkation",
        "address": "address",
        "contact": "contact",
        "booking": "booking reference",
        "seat": "seat",
        "number": "flight or voyage number",
        "route": "ports of departure and arrival",
        "departure_time": "time of departure",
        "arrival_time": "time of arrival",
        "craft": "name, number or registration of the craft",
    }
)
OF_A_VOYAGE: Final = frozenset({"number", "route", "departure_time", "arrival_time", "craft"})
ROLES: Final = ("any", "passenger", "crew", "voyage")
CELLS: Final = {
    "profile": needed,
    "version": a_number,
    "role": one_of(*ROLES),
    "mode": one_of(ANY, "air", "sea", "road"),
    "category": one_of(ANY, "commercial", "private"),
    "field": one_of(*FIELD_NAMES),
    "need": one_of("required", "wanted"),
    "valid_from": a_day_or_nothing,
    "valid_to": a_day_or_nothing,
    "verified": one_of("yes", "no"),
    "mark": anything,
    "source": needed,
    "text": needed,
}
CHOICE_CELLS: Final = {
    "state": a_state,
    "profile": needed,
    "valid_from": a_day_or_nothing,
    "valid_to": a_day_or_nothing,
    "source": needed,
    "text": anything,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One field an authority needs. Not verified: it may warn a carrier, and must not accuse one."""

    field: str  # a key of FIELD_NAMES
    role: str  # any, passenger, crew; voyage for what is asked of the voyage
    required: bool
    verified: bool
    profile: str

    @property
    def words(self) -> str:
        return FIELD_NAMES[self.field]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is needed for one kind of voyage; of several states, what any of them needs."""

    name: str = ""  # "caricom 1"; "caricom 1, cayman 1"
    needs: tuple[Need, ...] = ()


def profile_for(states: Iterable[str], *, mode: str, category: str, on: date, folder: Path | None = None) -> Profile:
    """The profile of the states a voyage concerns (alpha-3), that of any state where it concerns none of ours.

    Raises BadReference for an operator's table that cannot be used.
    """
    return _profile_for(tuple(dict.fromkeys(states)) or (ANY,), mode, category, on, folder)


def profile_names(folder: Path | None = None) -> tuple[str, ...]:
    """Every profile by its name and version."""
    return tuple(dict.fromkeys(_called(row) for row in _rows(folder)))


def profile_of(state: str, on: date, folder: Path | None = None) -> str:
    """The name of the profile a state has on a day: the operator's row first, then one that names the state."""
    fitting = [row for row in _choices(folder) if row["state"] in (state, ANY) and _in_force(row, on)]
    best = max(fitting, key=lambda row: (row["own"], row["state"] != ANY, row["valid_from"]), default=None)
    return best["profile"] if best else ""


def check_tables(folder: Path) -> None:
    """Read the operator's tables of profiles. Raises BadReference for one that cannot be used."""
    _choices(folder)


@lru_cache(maxsize=1024)
def _profile_for(states: tuple[str, ...], mode: str, category: str, on: date, folder: Path | None) -> Profile:
    names = dict.fromkeys(profile_of(state, on, folder) for state in states)
    asked = {"mode": mode, "category": category or ANY}
    rows = [row for name in names for row in _rows(folder) if row["profile"] == name and _in_force(row, on)]
    fitting = [row for row in rows if all(row[column] in (ANY, value) for column, value in asked.items())]
    strongest: dict[tuple[str, str], Need] = {}
    for need in sorted(map(_need, fitting), key=lambda need: (need.required, need.verified)):
        strongest[need.field, need.role] = need
    called = dict.fromkeys(map(_called, rows))
    return Profile(name=", ".join(called), needs=tuple(need for need in _in_order(strongest)))


def _in_order(needs: Mapping[tuple[str, str], Need]) -> list[Need]:
    place = {field: at for at, field in enumerate(FIELD_NAMES)}
    return sorted(needs.values(), key=lambda need: place[need.field])


def _need(row: Row) -> Need:
    return Need(
        field=row["field"],
        role=row["role"],
        required=row["need"] == "required",
        verified=row["verified"] == "yes",
        profile=_called(row),
    )


def _called(row: Row) -> str:
    return f"{row['profile']} {row['version']}"


def _in_force(row: Row, on: date) -> bool:
    return within(on.isoformat(), row["valid_from"], row["valid_to"])


@lru_cache(maxsize=8)
def _rows(folder: Path | None) -> tuple[Row, ...]:
    own = own_rows(folder, "sufficiency", CELLS) if folder else ()
    replaced = {row["profile"] for row in own}
    return (*own, *(row for row in table("sufficiency") if row["profile"] not in replaced))


@lru_cache(maxsize=8)
def _choices(folder: Path | None) -> tuple[Row, ...]:
    own = own_rows(folder, "profiles", CHOICE_CELLS) if folder else ()
    known = {row["profile"] for row in _rows(folder)}
    for number, row in enumerate(own, start=2):
        if row["profile"] not in known:
            where = f"{folder}/profiles.csv, row {number}, column profile"
            raise BadReference(f"{where}: {row['profile'][:40]!r} is no profile; there are {', '.join(sorted(known))}")
    return (*({**row, "own": "yes"} for row in own), *({**row, "own": ""} for row in table("profiles")))
