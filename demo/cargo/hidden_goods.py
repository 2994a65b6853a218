"""Test cases hidden in the description, weight and value of goods."""

from __future__ import annotations

from dataclasses import replace

from demo.cargo.lading import Hold, add, honest, told, weighing, with_parties
from demo.cargo.tables import goods, shippers
from demo.cargo.ways import Hidden, private, small
from roadstead.engine.records import PartyRole


def arms_behind_other_code(hold: Hold) -> Hidden:
    """Arms declared as parts of cars; one word left in the description names the contents of the third carton."""
    yield add(
        hold, weighing(told(private(hold), "AUTO PARTS BUMPERS AND 4 CTN RIFLE BARRELS", "870829"), 31, 640, 2100)
    )


def arms_in_spanish(hold: Hold) -> Hidden:
    yield add(
        hold, weighing(told(private(hold), "REPUESTOS DE MAQUINARIA Y CARGADORES DE PISTOLA", "843149"), 6, 95, 800)
    )


def arms_parts_found(hold: Hold) -> Hidden:
    """A bill of the ship that has arrived: examined, and the seizure reported."""
    yield add(hold, weighing(told(private(hold), "BARREL PERSONAL EFFECTS PISTOL SLIDES", "980400"), 2, 118, 150))


def barrel_too_heavy(hold: Hold) -> Hidden:
    """A barrel of clothes and food that weighs a third of a tonne."""
    bill = weighing(told(private(hold), "BARREL USED PERSONAL EFFECTS", ""), 1, 348, 100)
    yield add(
        hold, replace(bill, package_type="BA", goods=tuple(replace(each, package_type="BA") for each in bill.goods))
    )


def vague_text(hold: Hold) -> Hidden:
    yield add(hold, told(small(hold), "GENERAL CARGO STC", ""))


def copied_text(hold: Hold) -> Hidden:
    """The same unusual words on bills of five shippers."""
    for shipper in shippers()[:5]:
        bill = told(small(hold), "ASSORTED HOUSEWARE AS PER LIST 7 STORE", "")
        yield add(hold, with_parties(bill, shipper.as_party(PartyRole.CONSIGNOR)))


def too_light(hold: Hold) -> Hidden:
    """Cement that weighs a fifth of what as many bags weigh."""
    bill = honest(hold, next(good for good in goods() if good.hs == "252329"))
    yield add(hold, weighing(bill, 440, 3900.0))


def undeclared_dangerous(hold: Hold) -> Hidden:
    yield add(hold, told(small(hold), "PAINT THINNER UN1263 AND AEROSOL CANS", "381400"))


def precursor(hold: Hold) -> Hidden:
    yield add(
        hold, weighing(told(small(hold), "CLEANING AGENT POTASSIUM PERMANGANATE 25 KG DRUMS", "340290"), 60, 1530, 4100)
    )


def cheap_for_its_weight(hold: Hold) -> Hidden:
    """Medicines by the tonne with a value of forty dollars."""
    bill = honest(hold, next(good for good in goods() if good.hs == "300490"))
    yield add(hold, weighing(bill, 140, 1190.0, 40.0))


def code_against_words(hold: Hold) -> Hidden:
    """A description of tyres with the code of bed linen: duty evasion, or a slip."""
    yield add(hold, weighing(told(small(hold), "NEW PNEUMATIC TYRES FOR CARS AND TRUCKS", "630221"), 240, 2150, 8600))


def dual_use_by_air(hold: Hold) -> Hidden:
    yield add(hold, weighing(told(small(hold), "NIGHT VISION GOGGLES", "901380"), 1, 14.0, 5200))
