"""Facts of the containers of a bill: numbers, weights, seals, and what terminal and gate say beside the papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from roadstead.model import Consignment, Container, Load
from roadstead.reference.container_sizes import size_of
from roadstead.screening.rules.cargo_facts.known import BoxKnown, Known
from roadstead.screening.rules.facts import Values
from roadstead.text.identifiers import container

PAPERS: Final = ("bill", "stowage")  # who declares, and who has seen it
SEEN: Final = ("terminal", "gate")
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
    """Of containers alone: unit load devices and trailers have numbers of their own kind."""
    return known.box.kind == BOX and not _is_shaped(known)


def _empty_but_heavy(known: BoxKnown) -> bool:
    mass = _mass(known.box)
    return known.box.load is Load.EMPTY and mass is not None and mass > size_of(known.box.size_type).max_tare_kg


def _over_maximum(known: BoxKnown) -> bool:
    mass = _mass(known.box)
    return known.box.kind == BOX and mass is not None and mass > size_of(known.box.size_type).max_gross_kg


def _reported(known: BoxKnown, papers: str, seen: str) -> bool:
    said = known.said.get("load", {})
    return any(said.get(who) == papers for who in PAPERS) and any(said.get(who) == seen for who in SEEN)


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
