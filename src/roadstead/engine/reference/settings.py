"""Settings by state that are policy but not law: dated rows. Of several states the strictest value holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from roadstead.engine.reference.policy import (
    ANY,
    DATED,
    SOURCED,
    Cell,
    OneOf,
    Table,
    a_state,
    anything,
    needed,
    number_between,
    one_of,
    whole_between,
)
from roadstead.engine.reference.tables import Row, holds


class Name(StrEnum):
    CONFIRM_SECOND = (
        "confirm_second"  # two officers confirm a match: if lists ask for it, also for every stop, or always
    )
    WRITTEN_DECISION = "written_decision"  # a decision is written after an outcome
    SMALL_CELLS = "small_cells"  # numbers of people below it and above zero are suppressed in statistics
    ANSWER_REFER = "answer_refer"  # when the response to a carrier is "refer" (decision 0008)
    # how many times more often a rule may match one group than others (decision 0014)
    RULE_DISPARITY = "rule_disparity"
    PURGE_SHARE = "purge_share"  # percentage of stored travellers or voyages above which a purge needs two people


# Allowed values; of words the strictest comes first.
VALUES: Final[Mapping[str, Cell]] = {
    Name.CONFIRM_SECOND: one_of("always", "stop", "lists"),
    Name.WRITTEN_DECISION: one_of("yes", "no"),
    Name.SMALL_CELLS: whole_between(2, 100),
    Name.ANSWER_REFER: one_of("never", "confirmed", "open"),
    Name.RULE_DISPARITY: number_between(1, 999),
    Name.PURGE_SHARE: whole_between(1, 100),
}
# Statistics suppress the same numbers for everybody, and a purge covers all states.
OF_ALL: Final = frozenset({Name.SMALL_CELLS, Name.PURGE_SHARE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One row."""

    state: str
    setting: str
    value: str
    valid_from: str
    valid_to: str
    verified: str
    mark: str
    source: str
    text: str
    own: bool = False  # approved, not shipped


def _faults(row: Row) -> Iterator[tuple[str, str]]:
    if (cell := VALUES.get(row["setting"])) and (wrong := cell(row["value"])):
        yield "value", wrong
    if row["setting"] in OF_ALL and row["state"] != ANY:
        yield "state", f"must be {ANY}: this setting holds for every state"


SETTINGS: Final[Table[Setting]] = Table(
    name="settings",
    title="Settings",
    decides="Second officers, written decisions, answers to carriers, small numbers, disparity, large deletions.",
    cells={"state": a_state, "setting": one_of(*Name), "value": needed, **DATED, **SOURCED, "text": anything},
    key=("state", "setting"),
    make=lambda row, own: Setting(**row, own=own),
    also=_faults,
    always=True,
)


def value_for(rows: Iterable[Setting], name: Name, *, state: str = ANY, on: date) -> str:
    """Return the best value: approved rows first, then those that name the state. Shipped rows never end."""
    fitting = [row for row in rows if row.setting == name and row.state in (ANY, state) and holds(row, on)]
    return max(fitting, key=lambda row: (row.own, row.state != ANY, row.valid_from)).value


def strictest(rows: Iterable[Setting], name: Name, *, states: Iterable[str], on: date) -> str:
    """Return the strictest value that these states have for a setting in words; without states, the value for any."""
    words, kept = VALUES[name], list(rows)
    assert isinstance(words, OneOf)
    found = {value_for(kept, name, state=state, on=on) for state in list(states) or [ANY]}
    return min(found, key=words.values.index)
