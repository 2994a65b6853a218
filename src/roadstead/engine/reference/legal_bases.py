"""Laws under which a state reads travellers' data: dated rows with a source, never constants. None is legal advice.

Approved rows precede the shipped ones, of which none is verified.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from roadstead.engine.reference.policy import ANY, DATED, NO_FAULT, SOURCED, Table, a_state, not_empty
from roadstead.engine.reference.tables import Row, is_in_force
from roadstead.engine.sentences import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One row. "*" stands for any state or purpose; an empty date means no limit on that side."""

    state: str  # ISO 3166 alpha-3
    purpose: str  # a code of `Purpose` in the audit log
    code: str  # written to each line of the audit log
    valid_from: str
    valid_to: str
    verified: bool
    mark: str  # P primary source, S secondary
    source: str
    text: str
    is_approved: bool = False  # approved, not shipped

    def fits(self, state: str, purpose: str, on: date) -> bool:
        return is_in_force(self, on) and self.state in (ANY, state) and self.purpose in (ANY, purpose)


def _basis(row: Row, own: bool) -> Basis:
    plain = {name: value for name, value in row.items() if name != "verified"}
    return Basis(**plain, verified=row["verified"] == "yes", is_approved=own)


LEGAL_BASES: Final[Table[Basis]] = Table(
    name="legal_bases",
    title="Legal bases",
    decides="The law that allows reading travellers’ data, for each purpose. Each entry of the audit log names it.",
    cells={
        "state": a_state,
        "purpose": not_empty,
        "code": lambda text: NO_FAULT if 0 < len(text) <= 40 else Sentence("is a code of 1 to 40 characters"),
        **DATED,
        **SOURCED,
    },
    key=("state", "purpose"),
    make=_basis,
)


def basis_for(rows: Iterable[Basis], *, state: str, purpose: str, on: date) -> Basis | None:
    """Return the row that fits best.

    Approved rows come first, then rows that name the purpose, then rows that name the state: a law on passenger data is
    no basis for purposes that do not concern passengers.
    """
    fitting = [row for row in rows if row.fits(state, purpose, on)]
    return max(
        fitting, key=lambda row: (row.is_approved, row.purpose != ANY, row.state != ANY, row.valid_from), default=None
    )
