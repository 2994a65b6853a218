"""Declarations of captains with a trip, besides craft and people: dated rows by state of arrival, with a source.

None of the shipped rows is verified. A state that asks for nothing has no row, and its form asks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from roadstead.engine.reference.policy import ANY, DATED, SOURCED, Table, a_state, one_of
from roadstead.engine.reference.tables import is_in_force


class DeclarationKind(StrEnum):
    """Kind of things that a captain declares. `GOODS`: stores, and goods on which duty is due."""

    WEAPONS = "weapons"
    ANIMALS = "animals"
    GOODS = "goods"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredDeclaration:
    """One row: the state of arrival asks for this kind. "*" stands for any state."""

    state: str  # ISO 3166 alpha-3
    kind: str
    valid_from: str
    valid_to: str
    verified: str
    mark: str
    source: str
    text: str
    is_approved: bool = False  # approved, not shipped


REQUIRED_DECLARATIONS: Final[Table[RequiredDeclaration]] = Table(
    name="declarations",
    title="Declarations of captains",
    decides="Which states of arrival ask captains for weapons, animals, or stores and goods in the form.",
    cells={"state": a_state, "kind": one_of(*DeclarationKind), **DATED, **SOURCED},
    key=("state", "kind"),
    make=lambda row, own: RequiredDeclaration(**row, is_approved=own),
)


def required_kinds(rows: Iterable[RequiredDeclaration], *, state: str, on: date) -> list[DeclarationKind]:
    """Return the kinds that the state asks for, in the order of the form. Approved rows of a kind precede shipped ones,
    so that one that has ended ends the kind.
    """
    known = list(rows)
    return [kind for kind in DeclarationKind if state and _is_required(known, state, kind, on)]


def _is_required(rows: Iterable[RequiredDeclaration], state: str, kind: DeclarationKind, on: date) -> bool:
    fitting = [row for row in rows if row.kind == kind and row.state in (ANY, state) and row.valid_from <= str(on)]
    newest = max(fitting, key=lambda row: (row.is_approved, row.state != ANY, row.valid_from), default=None)
    return newest is not None and is_in_force(newest, on)
