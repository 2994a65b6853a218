"""Purposes of lists that may be searched to vet applicants for a visa or citizenship: dated rows by state.

A list without a purpose is never searched. The shipped rows are our own choice, not a law.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from roadstead.engine.reference.policy import ANY, DATED, SOURCED, Table, a_state, one_of
from roadstead.engine.reference.tables import is_in_force

# Purposes of lists (`targeting.watchlists.handling` has their words).
LIST_PURPOSES: Final = ("vetting", "sanctions", "immigration", "police", "documents", "customs", "protection")


@dataclass(frozen=True, slots=True, kw_only=True)
class VettingPurpose:
    """One row. `state`: whose unit asks, or * for any."""

    state: str
    purpose: str
    valid_from: str
    valid_to: str
    allowed: str  # yes, no
    verified: str
    mark: str
    source: str
    text: str
    is_approved: bool = False


VETTING_PURPOSES: Final[Table[VettingPurpose]] = Table(
    name="vetting_purposes",
    title="Lists searched for vetting",
    decides="Which lists are searched when a state has applicants vetted, by the purpose of the list.",
    cells={
        "state": a_state,
        "purpose": one_of(*LIST_PURPOSES),
        **DATED,
        "allowed": one_of("yes", "no"),
        **SOURCED,
    },
    key=("state", "purpose"),
    make=lambda row, own: VettingPurpose(**row, is_approved=own),
)


def purposes_allowed(rows: Iterable[VettingPurpose], *, state: str, on: date) -> frozenset[str]:
    """Return the purposes whose lists may be searched for this state's units: approved rows first, then the state's."""
    fitting = [row for row in rows if row.state in (ANY, state) and is_in_force(row, on)]
    order = sorted(fitting, key=lambda row: (row.is_approved, row.state != ANY, row.valid_from))
    best = {row.purpose: row.allowed for row in order}  # the last one holds
    return frozenset(purpose for purpose, allowed in best.items() if allowed == "yes")
