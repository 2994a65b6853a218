"""Weights and packages added up, and sources compared."""

from __future__ import annotations

from roadstead.engine.records import CargoTotals, Consignment, Container, Level, Load, Mode
from roadstead.filings.cargo.logic.firms import Source, differences
from roadstead.filings.cargo.logic.merge import add_up, compare


def test_houses_are_inside_their_master_and_counted_once() -> None:
    master = Consignment(number="M", packages=5, gross_mass_kg=50, containers=("A",))
    houses = [
        Consignment(level=Level.HOUSE, number=f"H{at}", master="M", packages=2, gross_mass_kg=25) for at in (1, 2)
    ]
    read = add_up([master, *houses, Consignment(number="N", packages=1, gross_mass_kg=0.5, containers=("A", "B"))])
    assert read == CargoTotals(bills=4, containers=2, packages=6, gross_mass_kg=50.5)


def test_what_only_one_side_knows_contradicts_nothing_and_rounding_is_no_difference() -> None:
    told = CargoTotals(packages=3, gross_mass_kg=100)
    rows = {row.name: row.is_consistent for row in compare(told, CargoTotals(packages=4, gross_mass_kg=100.6, bills=2))}
    assert rows == {"bills": True, "packages": False, "gross_mass_kg": True}


def test_masses_agree_within_a_tenth_and_seals_when_one_is_the_same() -> None:
    paper = Container(number="A", gross_mass_kg=20_000, seals=("S1", "S2"), size_type="22G1")
    scale = Container(number="A", verified_mass_kg=21_500, seals=("s2",))
    assert differences([(Source.BILL, paper), (Source.STOWAGE, scale)], Mode.SEA) == []
    heavy = Container(number="A", verified_mass_kg=23_500, seals=("X9",), load=Load.FULL)
    fields = [each.field for each in differences([(Source.BILL, paper), (Source.GATE, heavy)], Mode.SEA)]
    assert fields == ["gross mass", "seals"]


def test_a_goods_mass_counts_with_the_box_it_is_in() -> None:
    goods = Container(number="A", goods_mass_kg=12_000, tare_mass_kg=2_200)
    (found,) = differences(
        [(Source.BILL, goods), (Source.TERMINAL, Container(number="A", gross_mass_kg=20_000))], Mode.SEA
    )
    assert found.stated == ((Source.BILL, "14200"), (Source.TERMINAL, "20000"))
