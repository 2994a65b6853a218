"""The facts of a bill: those of the table and no others, of their kinds, unknown where nothing was stated (S17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from roadstead.engine.records import Consignment, Leg, Level, Mode, OnwardLeg, Voyage
from roadstead.engine.rules.cargo_facts import NO_STORED_DATA, Carriage, facts_of_bill
from roadstead.engine.rules.evaluation import Tally, evaluate_cargo_rules
from roadstead.engine.rules.language import CARGO, TRAVEL, CompiledCondition, Kind, compile_rule
from roadstead.engine.rules.language.forbidden import forbidden_name
from roadstead.engine.rules.rule import TimeOnBoard, time_on_board
from tests.engine.rules.bills import CARRIAGE, ORDINARY, PLAIN, SHIP, bill
from tests.engine.rules.test_cargo_library import written

TYPES = {Kind.TEXT: str, Kind.NUMBER: int, Kind.YES: bool, Kind.TEXTS: list}
EMPTY = facts_of_bill(Consignment(), Carriage(voyage=Voyage()), NO_STORED_DATA)
FULL = facts_of_bill(bill("2 PALLETS OF TOYS", hs="950300", origin="USATL", values=PLAIN.values), CARRIAGE, ORDINARY)


def test_a_bill_that_says_all_has_every_fact_of_the_table_and_none_beside() -> None:
    assert set(FULL) == set(CARGO.by_name)
    assert [name for name, value in FULL.items() if type(value) is not TYPES[CARGO.by_name[name].kind]] == []


def test_a_bill_that_says_nothing_has_the_facts_that_are_always_there_and_no_others() -> None:
    always = {fact.name for fact in CARGO.facts if not fact.optional}
    assert set(EMPTY) - {"containers.elsewhere", "containers.elsewhere_which"} == always
    assert [name for name, value in EMPTY.items() if type(value) is not TYPES[CARGO.by_name[name].kind]] == []


@pytest.mark.parametrize("fact", CARGO.facts, ids=lambda fact: fact.name)
def test_each_fact_may_be_asked_for_and_says_where_it_comes_from(fact: Any) -> None:
    asked = {
        Kind.TEXT: f'{fact.name} == "{fact.choices[0] if fact.choices else "X"}"',
        Kind.NUMBER: f"{fact.name} > 1",
        Kind.YES: fact.name,
        Kind.TEXTS: f'"X" in {fact.name}',
    }[fact.kind]
    found = compile_rule(asked, CARGO)
    assert isinstance(found, CompiledCondition), found
    assert fact.source
    assert fact.words
    assert forbidden_name(fact.name) is None
    assert fact.shown_with in {"", *CARGO.by_name}


@pytest.mark.parametrize("text", ["FISH MEAL", "MEDICAL GLOVES", "DIETARY SUPPLEMENTS", "WHEELCHAIRS"])
def test_words_that_tell_of_goods_are_refused_of_people_only(text: str) -> None:
    assert isinstance(compile_rule(f'goods.text.contains("{text}")', CARGO), CompiledCondition)
    assert not isinstance(compile_rule(f'booking.agency.contains("{text}")', TRAVEL), CompiledCondition)


@pytest.mark.parametrize(
    "condition",
    [
        'goods.text.contains("HALAL")',
        'goods.text.contains("BIBLES FOR CHRISTIANS")',
        "consignee.nationality == 'X'",
        "consignor.country == 'X'",
        "consignee.address == 'X'",
        "consignee.surname == 'X'",
        "consignee.sex == 'F'",
    ],
)
def test_what_stands_in_for_faith_or_origin_is_refused_in_rules_for_cargo_as_well(condition: str) -> None:
    faults = compile_rule(condition, CARGO)
    assert isinstance(faults, tuple)
    assert "forbidden" in {fault.code for fault in faults}


def test_what_was_not_stated_makes_a_rule_unknown() -> None:
    tally = Tally()
    assert list(evaluate_cargo_rules((written("value.per_kg > 5 && goods.vague"),), [EMPTY], tally)) == []
    assert (tally.unknown["W1"], tally.bills) == (1, 1)


def test_rules_of_many_bills_are_met_alike_whatever_each_states() -> None:
    """The questions are joined by what may be unstated: the joined answer is that of each rule alone."""
    conditions = [
        "weight.gross_kg > 100",
        "goods.vague",
        "value.per_kg >= 0",
        "parties.earlier_together == 5",
        "!consignee.to_order",
        'route.load == "USMIA" || goods.missing',
    ]
    rules = tuple(written(text, f"W{at}") for at, text in enumerate(conditions))
    bills = [EMPTY, FULL, {**EMPTY, "weight.gross_kg": 900}, {**FULL, "goods.vague": True}]
    bills += [{name: value for name, value in FULL.items() if name != gone} for gone in ("value.per_kg", "route.load")]
    together = [(met.bill, met.rule.code) for met in evaluate_cargo_rules(rules, bills, Tally())]
    alone = [(met.bill, rule.code) for rule in rules for met in evaluate_cargo_rules((rule,), bills, Tally())]
    assert together == sorted(alone, key=lambda pair: (pair[0], int(pair[1][1:])))
    assert len(together) > len(bills)


@pytest.mark.parametrize(
    ("change", "name", "expected"),
    [
        ({"level": Level.HOUSE}, "bill.level", "house"),
        ({"packages": 40}, "weight.kg_per_package", 100),
        ({"containers": ("CSQU3054383", "LOOSE")}, "containers.unnumbered_which", ["LOOSE"]),
        ({"destination": "LCCAS"}, "route.destination_elsewhere", True),
        ({"destination": "LCCAS"}, "consignee.not_at_destination", True),
        ({"origin_country": "CA"}, "route.origin_elsewhere", True),
        ({"onward": (OnwardLeg(origin="JMKIN", destination="BBBGI"),)}, "route.transhipped", True),
        ({"load": "", "origin": ""}, "route.load_not_called", False),
        ({"load": "MIA"}, "route.load", "USMIA"),
        ({"load": "MIA", "discharge": "BGI"}, "route.ports", ["USMIA", "BBBGI"]),
        ({"load": "MIA"}, "route.load_country", "USA"),
        ({"discharge": "Rodney Bay, St Lucia"}, "route.discharge_country", "LCA"),
        ({"load": "MIA"}, "route.load_not_called", False),
        ({"discharge": "BGI"}, "route.discharge_not_called", False),
        ({"discharge": "POS"}, "route.discharge_not_called", True),
        ({"discharge": "CAS", "destination": "BGI"}, "filing.hours_before_arrival", 156),
    ],
)
def test_a_fact_follows_the_bill(change: dict[str, Any], name: str, expected: object) -> None:
    assert facts_of_bill(replace(PLAIN, **change), CARRIAGE, ORDINARY)[name] == expected


def test_by_air_a_port_has_no_country_in_its_code_and_its_country_is_told_beside_it() -> None:
    flight = Carriage(voyage=Voyage(mode=Mode.AIR, legs=(Leg(origin="MIA", destination="BGI"),)))
    found = facts_of_bill(replace(PLAIN, load="USMIA", discharge="BBBGI"), flight, ORDINARY)
    assert [found[f"route.{name}"] for name in ("load", "load_country", "discharge", "discharge_country")] == [
        "MIA",
        "USA",
        "BGI",
        "BRB",
    ]
    assert "route.load_country" not in facts_of_bill(replace(PLAIN, load="QQQ"), flight, ORDINARY)


def test_goods_are_on_board_from_their_own_port_to_their_own() -> None:
    found = time_on_board(SHIP, "USMIA", "BBBGI")
    assert found == TimeOnBoard(datetime(2026, 11, 22, 13, 0, tzinfo=UTC), datetime(2026, 11, 26, 10, 30, tzinfo=UTC))
    later = time_on_board(SHIP, "BBBGI", "LCCAS")
    assert found
    assert later
    assert not found.meets(later)
    assert time_on_board(Voyage(), "USMIA", "BBBGI") is None
