"""Bills, containers and movements as lines for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from roadstead.engine.formats.common.columns import aligned
from roadstead.engine.records import Consignment, Container, Manifest, Movement, Party, PartyRole

MOST: Final = 500  # rows of a kind
Row = tuple[str, ...]
BILLS: Final = ("", "level", "number", "master", "from", "to", "packages", "kg", "consignor", "consignee", "goods")
CONTAINERS: Final = ("", "container", "type", "load", "kg", "seals", "stowed", "from", "to")
MOVEMENTS: Final = ("", "what", "number", "place", "when", "packages", "kg", "text")


def cargo_lines(manifest: Manifest) -> list[str]:
    """Each kind under its own heading; kinds of which there is nothing are left out."""
    return [
        *_table(BILLS, manifest.consignments, _bill),
        *_table(CONTAINERS, manifest.containers, _container),
        *_table(MOVEMENTS, manifest.movements, _movement),
    ]


def _table(heading: Row, things: Sequence[Any], row: Callable[[Any], Row]) -> list[str]:
    if not things:
        return []
    rows = [(str(place), *row(each)) for place, each in enumerate(things[:MOST], 1)]
    more = len(things) - MOST
    return ["", *aligned([heading, *rows], header=True), *([f"and {more:,} more"] if more > 0 else [])]


def _bill(bill: Consignment) -> Row:
    goods = "; ".join(line.description for line in bill.goods if line.description)
    return (bill.level.value, bill.number, bill.master, bill.load or bill.origin, bill.discharge or bill.destination,
            _number(bill.packages), _number(bill.gross_mass_kg), _first(bill.parties_as(PartyRole.CONSIGNOR)),
            _first(bill.parties_as(PartyRole.CONSIGNEE)), goods)  # fmt: skip


def _container(box: Container) -> Row:
    mass = box.gross_mass_kg if box.gross_mass_kg is not None else box.verified_mass_kg
    return (box.number, box.size_type, box.load.value if box.load else "", _number(mass), " ".join(box.seals),
            box.stowed, box.loaded_at, box.discharged_at)  # fmt: skip


def _movement(move: Movement) -> Row:
    return (move.code, move.number, move.place, move.at.replace("T", " "), _number(move.packages),
            _number(move.gross_mass_kg), move.text)  # fmt: skip


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.10g}"


def _first(parties: tuple[Party, ...]) -> str:
    return parties[0].name if parties else ""
