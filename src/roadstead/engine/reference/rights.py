"""Handling of data subject requests by a state: second approval and grounds for refusal (S34).

Dated rows by state with a source; approved rows precede shipped ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from roadstead.engine.reference.policy import ANY, DATED, SOURCED, Table, a_state, not_empty, one_of
from roadstead.engine.reference.tables import is_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """One row.

    `matter` second: `code` is yes or no. `matter` refusal: `code` names the ground and `text` gives it. `matter` used:
    the purpose for which restricted data are still used (`code`: screening), on the ground in `text`.
    """

    state: str
    kind: str  # erase, rectify, restrict, or "*"
    matter: str
    code: str
    valid_from: str
    valid_to: str
    verified: str
    mark: str
    source: str
    text: str
    is_approved: bool = False  # approved, not shipped

    def fits(self, state: str, kind: str, matter: str, day: str) -> bool:
        return (
            is_in_force(self, day) and self.matter == matter and self.state in (ANY, state) and self.kind in (ANY, kind)
        )


RIGHTS: Final[Table[Right]] = Table(
    name="rights",
    title="Data subject requests",
    decides="Whether a correction, deletion or restriction needs two people, and on what grounds it may be refused.",
    cells={
        "state": a_state,
        "kind": one_of(ANY, "erase", "rectify", "restrict"),
        "matter": one_of("second", "refusal", "used"),
        "code": not_empty,
        **DATED,
        **SOURCED,
    },
    key=("state", "kind", "matter", "code"),
    make=lambda row, own: Right(**row, is_approved=own),
)


def needs_second_approval(rows: Iterable[Right], *, state: str, kind: str, on: date) -> bool:
    """Return the value of the row that fits best; True if there is no row."""
    fitting = [row for row in rows if row.fits(state, kind, "second", on.isoformat())]
    best = max(fitting, key=lambda row: (row.is_approved, row.state != ANY, row.valid_from), default=None)
    return best is None or best.code != "no"


def refusal_grounds(rows: Iterable[Right], *, state: str, kind: str, on: date) -> dict[str, Right]:
    """Return by code the grounds on which this state may refuse; its own row precedes that for any state."""
    return _by_code(rows, state, kind, "refusal", on)


def permitted_uses(rows: Iterable[Right], *, state: str, on: date) -> dict[str, Right]:
    """Return by code the purposes for which this state still uses restricted data, each with its ground."""
    return _by_code(rows, state, "restrict", "used", on)


def _by_code(rows: Iterable[Right], state: str, kind: str, matter: str, on: date) -> dict[str, Right]:
    fitting = [row for row in rows if row.fits(state, kind, matter, on.isoformat())]
    return {
        row.code: row for row in sorted(fitting, key=lambda row: (row.is_approved, row.state != ANY, row.valid_from))
    }
