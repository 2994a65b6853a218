"""Grounds for refusal of surrender: conditions over facts of a case, in words, with who decides. None refuses alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from roadstead.engine.reference.tables import Row, table

ANY_INSTRUMENT: Final = "*"  # known from comparable law; whether the act has it, is to be read
DECIDES: Final[Mapping[str, str]] = {
    "court": "the court",
    "central_authority": "the central authority",
    "minister": "the minister or Attorney General",
}


class Binding(StrEnum):
    """Whether surrender must be refused, or may be."""

    MANDATORY = "mandatory"
    OPTIONAL = "optional"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundRule:
    """One row. `state`: whose act it is; "" for any. `condition`: CEL over the facts of surrender; "" if not found.

    `text`: English, translated by pages.
    """

    code: str
    instrument: str
    state: str
    article: str
    binding: Binding
    condition: str
    text: str
    decides: str
    verified: bool
    mark: str
    source: str


@cache
def ground_rules() -> tuple[GroundRule, ...]:
    return tuple(_rule(row) for row in table("law_grounds"))


def rules_of(instrument: str, requested: str) -> tuple[GroundRule, ...]:
    """Return the grounds of an instrument in a state, and those of comparable law that it has no row of its own for."""
    own = [rule for rule in ground_rules() if rule.instrument == instrument and rule.state in ("", requested)]
    codes = {rule.code for rule in own}
    others = (rule for rule in ground_rules() if rule.instrument == ANY_INSTRUMENT and rule.code not in codes)
    return (*own, *others)


def _rule(row: Row) -> GroundRule:
    cells = dict(row)
    verified, binding = cells.pop("verified") == "yes", Binding(cells.pop("binding"))
    return GroundRule(**cells, verified=verified, binding=binding)
