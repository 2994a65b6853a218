"""The cargo of the demo region, made from its seed and time: read this module first.

Holds are filled with honest bills, test cases are hidden among them, and agents and masters declare them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final

from demo.cargo import hidden_boxes, hidden_goods, hidden_parties
from demo.cargo.lading import Hold, load
from demo.cargo.listed import SHIP, things
from demo.cargo.sending import messages
from demo.cargo.tables import Planned, Sailing, plan, sailings
from demo.records import Cargo, PlantedBill
from demo.tables import Service, carriers
from demo.voyages import imo, legs
from roadstead.engine.records import Consignment, Craft, Voyage

# Function that hides each kind of plants.csv.
WAYS: Final[Mapping[str, Callable[[Hold], Iterator[Consignment]]]] = {
    way.__name__: way
    for way in (
        hidden_boxes.too_heavy_for_the_box,
        hidden_boxes.empty_with_weight,
        hidden_boxes.bad_box_number,
        hidden_boxes.box_on_two_ships,
        hidden_boxes.amended_late,
        hidden_boxes.undeclared_by_hand,
        hidden_boxes.box_of_the_ship,
        hidden_goods.arms_behind_other_code,
        hidden_goods.arms_in_spanish,
        hidden_goods.arms_parts_found,
        hidden_goods.barrel_too_heavy,
        hidden_goods.vague_text,
        hidden_goods.copied_text,
        hidden_goods.too_light,
        hidden_goods.undeclared_dangerous,
        hidden_goods.precursor,
        hidden_goods.cheap_for_its_weight,
        hidden_goods.code_against_words,
        hidden_goods.dual_use_by_air,
        hidden_parties.regular,
        hidden_parties.spelt_three_ways,
        hidden_parties.namesake_firm,
        hidden_parties.listed_consignee,
        hidden_parties.listed_notify,
        hidden_parties.listed_person,
        hidden_parties.listed_by_air,
        hidden_parties.to_order_of_forwarder,
        hidden_parties.elsewhere,
    )
}
# Invented ships: no assigned IMO number begins with 2.
SHIPS: Final = {"SALTMARSH TRADER": "262114", "SALTMARSH EXPRESS": "262230", SHIP: "263051"}


def make_cargo(seed: int, now: datetime) -> Cargo:
    """Return the cargo; `now` is timezone-aware."""
    holds = [(load(sailing, f"{seed}/{sailing.number}/{sailing.port}"), voyage(sailing, now)) for sailing in sailings()]
    planted = [each for planned in plan() for each in _plant(planned, [hold for hold, _ in holds])]
    for hold, _ in holds:
        random.Random(f"{seed}/{hold.sailing.number}/order").shuffle(hold.bills)
    return Cargo(
        messages=messages(holds, now),
        lists=(things(now.date(), imo(SHIPS[SHIP])),),
        voyages=tuple(sailing for _, sailing in holds),
        planted=tuple(planted),
    )


def _plant(planned: Planned, holds: list[Hold]) -> Iterator[PlantedBill]:
    hold = next(each for each in holds if (each.sailing.number, each.sailing.port) == (planned.sailing, planned.port))
    for bill in WAYS[planned.kind](hold):
        yield _named(planned, bill)


def _named(planned: Planned, bill: Consignment) -> PlantedBill:
    return PlantedBill(
        kind=planned.kind, expect=planned.expect, sailing=planned.sailing, port=planned.port, bill=bill.number
    )


def voyage(sailing: Sailing, now: datetime) -> Voyage:
    """Return the voyage, the same for all who declare a part of its cargo."""
    service = Service(
        carrier=sailing.carrier,
        number=sailing.number,
        route=sailing.route,
        leaves=sailing.leaves,
        persons=0,
        crew=0,
        special="",
    )
    mode = carriers()[sailing.carrier].mode
    craft = Craft(name=sailing.craft, imo=imo(SHIPS[sailing.craft])) if sailing.craft else Craft()
    return Voyage(mode=mode, carrier=sailing.carrier, number=sailing.number, craft=craft, legs=legs(service, now))
