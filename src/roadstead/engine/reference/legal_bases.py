"""By what law a state reads travellers' data: dated rows with a source, never constants. None is legal advice.

The operator's `reference/legal_bases.csv` below ROADSTEAD_HOME goes before the shipped rows, of which none is verified.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from roadstead.engine.reference.overlay import ANY, a_day_or_nothing, a_state, anything, needed, one_of, own_rows
from roadstead.engine.reference.tables import Row, holds, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One row. "*" stands for any state or purpose; an empty date for no limit on that side."""

    state: str  # ISO 3166 alpha-3
    purpose: str  # a code of `Purpose` in the audit
    code: str  # what stands in each line of the audit
    valid_from: str
    valid_to: str
    verified: bool
    mark: str  # P primary source, S secondary
    source: str
    text: str
    own: bool = False  # of the operator's table

    def fits(self, state: str, purpose: str, on: date) -> bool:
        return holds(self, on) and self.state in (ANY, state) and self.purpose in (ANY, purpose)


CELLS: Final = {
    "state": a_state,
    "purpose": needed,
    "code": lambda text: "" if 0 < len(text) <= 40 else "is a code of 1 to 40 characters",
    "valid_from": a_day_or_nothing,
    "valid_to": a_day_or_nothing,
    "verified": one_of("yes", "no"),
    "mark": anything,
    "source": needed,
    "text": needed,
}


@cache
def legal_bases(folder: Path | None = None) -> tuple[Basis, ...]:
    """The shipped rows, after those of the operator's `legal_bases.csv` in `folder`. Raises BadReference."""
    own = own_rows(folder, "legal_bases", CELLS) if folder else ()
    return (*(_basis(row, own=True) for row in own), *(_basis(row) for row in table("legal_bases")))


def basis_for(rows: Iterable[Basis], *, state: str, purpose: str, on: date) -> Basis | None:
    """The row that fits best: the operator's, then one that names the purpose, then one that names the state: an act on
    passengers' data is no basis of what has nothing to do with passengers."""
    fitting = [row for row in rows if row.fits(state, purpose, on)]
    return max(fitting, key=lambda row: (row.own, row.purpose != ANY, row.state != ANY, row.valid_from), default=None)


def _basis(row: Row, *, own: bool = False) -> Basis:
    plain = {name: value for name, value in row.items() if name != "verified"}
    return Basis(**plain, verified=row["verified"] == "yes", own=own)
