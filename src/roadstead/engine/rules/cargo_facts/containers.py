"""Facts of the containers of a bill: numbers, weights, seals, and differences between bill, terminal and gate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from roadstead.engine.records import Consignment, Container, Load
from roadstead.engine.reference.tables import container_size
from roadstead.engine.rules.facts import Values
from roadstead.engine.rules.rule import KnownContainer, StoredBillData
from roadstead.engine.text.identifiers import container

# ordered by how close the source was to the container, closest last
SOURCES: Final = ("bill", "stowage", "terminal", "gate")
FULL, EMPTY = Load.FULL.value, Load.EMPTY.value
CONTAINER_KIND: Final = "container"


def container_facts(bill: Consignment, known: StoredBillData) -> Values:
    boxes = [
        known.containers.get(number) or KnownContainer(container=Container(number=number)) for number in bill.containers
    ]
    found: Values = {
        "containers.count": len(boxes),
        "containers.types": sorted({each.container.size_type for each in boxes if each.container.size_type}),
    }
    for name, holds in CONTAINER_TESTS.items():
        which = [each.container.number for each in boxes if holds(each)]
        found[f"containers.{name}"], found[f"containers.{name}_which"] = len(which), which
    if all(each.elsewhere is not None for each in boxes):
        which = [each.container.number for each in boxes if each.elsewhere]
        found["containers.elsewhere"], found["containers.elsewhere_which"] = len(which), which
    return found


def _mass(box: Container) -> float | None:
    return box.verified_mass_kg if box.verified_mass_kg is not None else box.gross_mass_kg


def _is_shaped(known: KnownContainer) -> bool:
    return container.SHAPE.fullmatch(container.normalise(known.container.number)) is not None


def _invalid(known: KnownContainer) -> bool:
    return _is_shaped(known) and not container.is_valid(known.container.number)


def _unnumbered(known: KnownContainer) -> bool:
    """Return True for a container without an ISO 6346 number. Unit load devices and trailers have other numbers."""
    return known.container.kind == CONTAINER_KIND and not _is_shaped(known)


def _empty_but_heavy(known: KnownContainer) -> bool:
    """Return True if bill or plan says empty and the mass from any source exceeds the tare."""
    mass, said = _mass(known.container), known.differing_values.get("load", {})
    is_empty = known.container.load is Load.EMPTY or EMPTY in (said.get("bill"), said.get("stowage"))
    return is_empty and mass is not None and mass > container_size(known.container.size_type).max_tare_kg


def _over_maximum(known: KnownContainer) -> bool:
    mass = _mass(known.container)
    return (
        known.container.kind == CONTAINER_KIND
        and mass is not None
        and mass > container_size(known.container.size_type).max_gross_kg
    )


def _is_contradicted(known: KnownContainer, declared: str, seen: str) -> bool:
    """Return True if one source states `declared` and one closer to the container reports `seen`."""
    said = known.differing_values.get("load", {})
    told = [said[who] for who in SOURCES if who in said]
    return any(one == declared and seen in told[at:] for at, one in enumerate(told, start=1))


CONTAINER_TESTS: Final[dict[str, Callable[[KnownContainer], bool]]] = {
    "invalid": _invalid,
    "unnumbered": _unnumbered,
    "empty": lambda known: known.container.load is Load.EMPTY,
    "empty_but_heavy": _empty_but_heavy,
    "over_maximum": _over_maximum,
    "full_reported_empty": lambda known: _is_contradicted(known, FULL, EMPTY),
    "empty_reported_full": lambda known: _is_contradicted(known, EMPTY, FULL),
    "weight_differs": lambda known: "gross mass" in known.differing_values,
    "seals_differ": lambda known: "seals" in known.differing_values,
    "without_seal": lambda known: known.container.load is Load.FULL and not known.container.seals,
}
