"""Facts of the containers of a bill: numbers, weights, seals, and differences between bill, terminal and gate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from roadstead.engine.records import Consignment, Container, Load
from roadstead.engine.reference.tables import size_of
from roadstead.engine.rules.facts import Values
from roadstead.engine.rules.rule import BoxKnown, Known
from roadstead.engine.text.identifiers import container

# ordered by how close the source was to the container, closest last
SOURCES: Final = ("bill", "stowage", "terminal", "gate")
FULL, EMPTY = Load.FULL.value, Load.EMPTY.value
BOX: Final = "container"


def of_containers(bill: Consignment, known: Known) -> Values:
    boxes = [known.boxes.get(number) or BoxKnown(box=Container(number=number)) for number in bill.containers]
    found: Values = {
        "containers.count": len(boxes),
        "containers.types": sorted({each.box.size_type for each in boxes if each.box.size_type}),
    }
    for name, holds in OF_BOX.items():
        which = [each.box.number for each in boxes if holds(each)]
        found[f"containers.{name}"], found[f"containers.{name}_which"] = len(which), which
    if all(each.elsewhere is not None for each in boxes):
        which = [each.box.number for each in boxes if each.elsewhere]
        found["containers.elsewhere"], found["containers.elsewhere_which"] = len(which), which
    return found


def _mass(box: Container) -> float | None:
    return box.verified_mass_kg if box.verified_mass_kg is not None else box.gross_mass_kg


def _is_shaped(known: BoxKnown) -> bool:
    return container.SHAPE.fullmatch(container.normalise(known.box.number)) is not None


def _invalid(known: BoxKnown) -> bool:
    return _is_shaped(known) and not container.is_valid(known.box.number)


def _unnumbered(known: BoxKnown) -> bool:
    """Return True for a container without an ISO 6346 number. Unit load devices and trailers have other numbers."""
    return known.box.kind == BOX and not _is_shaped(known)


def _empty_but_heavy(known: BoxKnown) -> bool:
    """Return True if bill or plan says empty and the mass from any source exceeds the tare."""
    mass, said = _mass(known.box), known.said.get("load", {})
    is_empty = known.box.load is Load.EMPTY or EMPTY in (said.get("bill"), said.get("stowage"))
    return is_empty and mass is not None and mass > size_of(known.box.size_type).max_tare_kg


def _over_maximum(known: BoxKnown) -> bool:
    mass = _mass(known.box)
    return known.box.kind == BOX and mass is not None and mass > size_of(known.box.size_type).max_gross_kg


def _reported(known: BoxKnown, declared: str, seen: str) -> bool:
    """Return True if one source states `declared` and one closer to the container reports `seen`."""
    said = known.said.get("load", {})
    told = [said[who] for who in SOURCES if who in said]
    return any(one == declared and seen in told[at:] for at, one in enumerate(told, start=1))


OF_BOX: Final[dict[str, Callable[[BoxKnown], bool]]] = {
    "invalid": _invalid,
    "unnumbered": _unnumbered,
    "empty": lambda known: known.box.load is Load.EMPTY,
    "empty_but_heavy": _empty_but_heavy,
    "over_maximum": _over_maximum,
    "full_reported_empty": lambda known: _reported(known, FULL, EMPTY),
    "empty_reported_full": lambda known: _reported(known, EMPTY, FULL),
    "weight_differs": lambda known: "gross mass" in known.said,
    "seals_differ": lambda known: "seals" in known.said,
    "without_seal": lambda known: known.box.load is Load.FULL and not known.box.seals,
}
