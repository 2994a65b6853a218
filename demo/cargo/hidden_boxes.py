"""Test cases hidden in containers and in the time and manner of a declaration."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from demo.cargo.lading import Hold, add, box_number, boxed, honest, told, weighing
from demo.cargo.tables import goods
from demo.cargo.ways import Hidden, small
from roadstead.engine.records import Load

BOX_IN_TWO_PLACES: Final = "QZDU7700010"  # of an invented owner, with its check digit
BAD_BOX: Final = "QZDU5512340"  # wrong check digit


def too_heavy_for_the_box(hold: Hold) -> Hidden:
    yield add(hold, weighing(honest(hold, next(good for good in goods() if good.hs == "721049")), 34, 34800.0))


def empty_with_weight(hold: Hold) -> Hidden:
    """A container declared empty that the stowage plan gives a weight."""
    number = box_number(hold)
    bill = told(weighing(small(hold), 1, 20.0), "EMPTY CONTAINER RETURNED", "860900")
    bill = boxed(hold, bill, number, Load.EMPTY)
    box = hold.boxes[number] = replace(hold.boxes[number], size_type="22G1", gross_mass_kg=2200.0, goods_mass_kg=None)
    hold.stowed[number] = replace(box, load=Load.FULL, gross_mass_kg=17850.0, verified_mass_kg=17850.0)
    yield add(hold, bill)


def bad_box_number(hold: Hold) -> Hidden:
    yield add(hold, boxed(hold, small(hold), BAD_BOX))


def box_on_two_ships(hold: Hold) -> Hidden:
    """A container that the schooner's sheet lists at the same time."""
    yield add(hold, boxed(hold, small(hold), BOX_IN_TWO_PLACES))


def amended_late(hold: Hold) -> Hidden:
    """Goods that the agent describes differently two days after the ship's departure."""
    bill = add(hold, small(hold))
    hold.later.append(told(bill, "GENERAL CARGO", ""))
    yield bill


def undeclared_by_hand(hold: Hold) -> Hidden:
    """Cartridges among the groceries on the schooner."""
    yield add(hold, weighing(told(small(hold), "GROCERIES AND SHOTGUN CARTRIDGES", ""), 12, 160.0, 300))


def box_of_the_ship(hold: Hold) -> Hidden:
    """The container that a ship carries at the same time."""
    yield add(hold, replace(small(hold), containers=(BOX_IN_TWO_PLACES,)))
