"""Data that an authority requires of people and voyages: profiles as dated rows with a source, and each state's
profile.

An approved row replaces the shipped one for its case, and the other rows of the profile stay. A state has the profile
that is approved for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from roadstead.engine.reference.policy import (
    ANY,
    DATED,
    SOURCED,
    Table,
    a_number,
    a_state,
    anything,
    not_empty,
    one_of,
)
from roadstead.engine.reference.tables import Row, is_within

# Names of the fields that carriers must send, used on every page and in every response.
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
VOYAGE_FIELDS: Final = frozenset({"number", "route", "departure_time", "arrival_time", "craft"})
MAX_CACHED_PROFILES: Final = 1000  # profiles in the cache
ROLES: Final = ("any", "passenger", "crew", "voyage")


def _marked(row: Row, own: bool) -> Row:
    return {**row, "own": "yes" if own else ""}


NEEDS: Final[Table[Row]] = Table(
    name="sufficiency",
    title="Profiles of required data",
    decides="The data about people and voyages that each profile requires or recommends.",
    cells={
        "profile": not_empty,
        "version": a_number,
        "role": one_of(*ROLES),
        "mode": one_of(ANY, "air", "sea", "road"),
        "category": one_of(ANY, "commercial", "private"),
        "field": one_of(*FIELD_NAMES),
        "need": one_of("required", "wanted"),
        **DATED,
        **SOURCED,
    },
    key=("profile", "role", "mode", "category", "field"),
    make=_marked,
)
STATE_PROFILES: Final[Table[Row]] = Table(
    name="profiles",
    title="Profile of each state",
    decides="The profile of required data that each state uses.",
    cells={"state": a_state, "profile": not_empty, **DATED, "source": not_empty, "text": anything},
    key=("state",),
    make=_marked,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One field that an authority needs. An unverified one may warn a carrier but must not accuse one."""

    field: str  # a key of FIELD_NAMES
    role: str  # any, passenger, crew; voyage for data of the voyage
    required: bool
    verified: bool
    profile: str

    @property
    def label(self) -> str:
        return FIELD_NAMES[self.field]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Fields needed for one kind of voyage; for several states, the fields that any of them needs."""

    name: str = ""  # "caricom 1"; "caricom 1, cayman 1"
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Required fields (rows of NEEDS), and the profile of each state (rows of CHOICES)."""

    needs: Sequence[Row] = NEEDS.rows()
    choices: Sequence[Row] = STATE_PROFILES.rows()
    _found: dict[tuple[tuple[str, ...], str, str, date], Profile] = field(default_factory=dict)

    def profile_for(self, states: Iterable[str], *, mode: str, category: str, on: date) -> Profile:
        """Return the profile for the states of a voyage (alpha-3); the profile of any state if there are none."""
        asked = (tuple(dict.fromkeys(states)) or (ANY,), mode, category, on)
        if asked not in self._found:
            if len(self._found) >= MAX_CACHED_PROFILES:
                self._found.clear()
            self._found[asked] = self._profile(*asked)
        return self._found[asked]

    def names(self) -> tuple[str, ...]:
        """Return every profile with name and version."""
        return tuple(dict.fromkeys(_profile_name(row) for row in self.needs))

    def name_of(self, state: str, on: date) -> str:
        """Return the name of a state's profile on a day: approved rows first, then those that name the state."""
        fitting = [row for row in self.choices if row["state"] in (state, ANY) and _in_force(row, on)]
        best = max(fitting, key=lambda row: (row["own"], row["state"] != ANY, row["valid_from"]), default=None)
        return best["profile"] if best else ""

    def _profile(self, states: tuple[str, ...], mode: str, category: str, on: date) -> Profile:
        names = dict.fromkeys(self.name_of(state, on) for state in states)
        asked = {"mode": mode, "category": category or ANY}
        named = [row for name in names for row in self.needs if row["profile"] == name and _in_force(row, on)]
        # One row per case: an approved one, and of these the one that began last.
        rows = {NEEDS.case(row)[:-1]: row for row in sorted(named, key=lambda row: (row["own"], row["valid_from"]))}
        fitting = [row for row in rows.values() if all(row[column] in (ANY, value) for column, value in asked.items())]
        strongest: dict[tuple[str, str], Need] = {}
        for need in sorted(map(_need, fitting), key=lambda need: (need.required, need.verified)):
            strongest[need.field, need.role] = need
        called = dict.fromkeys(map(_profile_name, rows.values()))
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
        profile=_profile_name(row),
    )


def _profile_name(row: Row) -> str:
    return f"{row['profile']} {row['version']}"


def _in_force(row: Row, on: date) -> bool:
    return is_within(on.isoformat(), row["valid_from"], row["valid_to"])
