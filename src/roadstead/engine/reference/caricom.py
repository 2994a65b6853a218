"""States that take part in CARICOM's advance passenger information. Membership is dated configuration, not law.

Sources disagree on 17 or 18 states; the shipped table names the source of each row. A state that joins or leaves is a
row in the operator's table, never a change of code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from roadstead.engine.reference.tables import Row, table

REGION: Final = "REGION"  # owner of records that belong to no single state; maintained by the regional centre
# The regional centre, an organisation like any other. No state has this code (ISO 3166 leaves XAA to XZZ to users).
CENTRE: Final = "XRC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One participating state. `since` is a date, a year, or "" if no source gives one."""

    code: str  # ISO 3166 alpha-3
    name: str
    since: str = ""
    in_domestic_space: bool = False  # member of the Single Domestic Space of 2007
    disputed: bool = False  # sources conflict on its participation
    source: str = ""
    note: str = ""


def participants() -> tuple[Participant, ...]:
    """Return every state that any source lists, including disputed ones."""
    return tuple(_participant(row) for row in table("caricom"))


def _participant(row: Row) -> Participant:
    return Participant(
        code=row["code"],
        name=row["name"],
        since=row["since"],
        in_domestic_space=row["domestic_space_2007"] == "yes",
        disputed=row["listed"] != "yes",
        source=row["source"],
        note=row["note"],
    )


# The seventeen states on which the sources agree, as of November 2026.
CARICOM: Final[Mapping[str, Participant]] = MappingProxyType(
    {state.code: state for state in participants() if not state.disputed}
)
