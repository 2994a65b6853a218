"""Hidden in containers, and in when and how a bill is declared."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from demo.cargo.lading import Hold, add, box_number, boxed, honest, told, weighing
from demo.cargo.tables import goods
from demo.cargo.ways import Hidden, small
from roadstead.engine.records import Load

BOX_IN_TWO_PLACES: Final = "QZDU7700010"  # of an invented owner, with its check digit
BAD_BOX: Final = "QZDU5512340"  # its check digit would be another


def too_heavy_for_the_box(hold: Hold) -> Hidden:
    yield add(hold, weighing(honest(hold, next(good for good in goods() if good.hs == "721049")), 34, 34800.0))


def empty_with_weight(hold: Hold) -> Hidden:
    """Said to be empty; the plan of the ship has weighed it."""
    number = box_number(hold)
    bill = told(weighing(small(hold), 1, 20.0), "EMPTY CONTAINER RETURNED", "860900")
    bill = boxed(hold, bill, number, Load.EMPTY)
    box = hold.boxes[number] = replace(hold.boxes[number], size_type="22G1", gross_mass_kg=2200.0, goods_mass_kg=None)
    hold.stowed[number] = replace(box, load=Load.FULL, gross_mass_kg=17850.0, verified_mass_kg=17850.0)
    yield add(hold, bill)


def bad_box_number(hold: Hold) -> Hidden:
    yield add(hold, boxed(hold, small(hold), BAD_BOX))


def box_on_two_ships(hold: Hold) -> Hidden:
    """The schooner's sheet has it too, at the same time."""
    yield add(hold, boxed(hold, small(hold), BOX_IN_TWO_PLACES))


def amended_late(hold: Hold) -> Hidden:
    """Two days after the ship has left its agent has other words for the goods."""
    bill = add(hold, small(hold))
    hold.later.append(told(bill, "GENERAL CARGO", ""))
    yield bill


def undeclared_by_hand(hold: Hold) -> Hidden:
    """On the schooner: cartridges among the groceries."""
    yield add(hold, weighing(told(small(hold), "GROCERIES AND SHOTGUN CARTRIDGES", ""), 12, 160.0, 300))


def box_of_the_ship(hold: Hold) -> Hidden:
    """The container that a ship has at the same time."""
    yield add(hold, replace(small(hold), containers=(BOX_IN_TWO_PLACES,)))
