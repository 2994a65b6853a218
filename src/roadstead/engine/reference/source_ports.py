"""Ports that a state knows as sources of certain goods: dated rows with a source; a state's data, not a verdict.

The shipped rows of `data/source_ports.csv` are our own and unconfirmed. If a row of a state is approved, the rows for
every state are not used for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from roadstead.engine.records import Mode
from roadstead.engine.reference.places import is_place_code, place_code
from roadstead.engine.reference.policy import ANY, DATED, NO_FAULT, SOURCED, Table, a_state, anything, one_of
from roadstead.engine.reference.tables import Row, is_in_force
from roadstead.engine.sentences import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePort:
    """`state`: alpha-3 or "*"; `port`: UN/LOCODE or IATA, as typed; `goods`: the goods of which it is a source."""

    state: str
    port: str
    goods: str
    valid_from: str
    valid_to: str
    verified: bool
    source: str

    def in_force(self, on: date) -> bool:
        return is_in_force(self, on)


def a_port(text: str) -> Sentence:
    known = is_place_code(text)
    return NO_FAULT if known else Sentence("is not the code of a port (USMIA) or an airport (MIA)")


SOURCE_PORTS: Final[Table[SourcePort]] = Table(
    name="source_ports",
    title="Source ports",
    decides="The ports that cargo rules treat as sources of firearms, drugs and other goods.",
    cells={
        "state": a_state,
        "port": a_port,
        "goods": one_of("firearms", "drugs", "precursors", "vehicles", "other"),
        **DATED,
        **SOURCED,
        "text": anything,
    },
    key=("state", "port", "goods"),
    make=lambda row, own: _row(row),
)


def sources_for(rows: Iterable[SourcePort], states: Iterable[str], on: date, mode: Mode) -> dict[str, frozenset[str]]:
    """Return by port, in the code of bills of this mode, the goods of which all of these states know it as a source.

    A port that only one state knows is not disclosed to the others (S25).
    """
    listed = list(rows)
    of_each = [_of(state, listed, on, mode) for state in states]
    ports = set.intersection(*(set(each) for each in of_each)) if of_each else set()
    found = {port: frozenset.intersection(*(each[port] for each in of_each)) for port in ports}
    return {port: goods for port, goods in found.items() if goods}


def _of(state: str, rows: Sequence[SourcePort], on: date, mode: Mode) -> dict[str, frozenset[str]]:
    """Return a state's own rows in force; rows for all states only if it has no own rows, not even ended ones."""
    mine = [row for row in rows if row.state == state] or [row for row in rows if row.state == ANY]
    known: defaultdict[str, set[str]] = defaultdict(set)
    for row in mine:
        if row.in_force(on):
            known[place_code(row.port, mode)].add(row.goods)
    return {port: frozenset(goods) for port, goods in known.items()}


def _row(row: Row) -> SourcePort:
    return SourcePort(
        **{name: row[name] for name in ("state", "port", "goods", "valid_from", "valid_to", "source")},
        verified=row["verified"] == "yes",
    )
