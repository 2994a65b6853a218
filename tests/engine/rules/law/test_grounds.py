"""Grounds for refusal are told from the facts of a case, with the fact that is missing; the system refuses nothing."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from roadstead.engine.reference.law.adherence import ADHERENCE
from roadstead.engine.reference.law.grounds import DECIDES, ground_rules
from roadstead.engine.reference.law.instruments import instruments
from roadstead.engine.reference.tables import table
from roadstead.engine.rules.language import CARGO, SURRENDER, TRAVEL, CompiledCondition, Kind, compile_rule
from roadstead.engine.rules.law.bases import LegalBasis, bases_for
from roadstead.engine.rules.law.facts import LegalFacts
from roadstead.engine.rules.law.grounds import (
    Case,
    Ground,
    GroundStatus,
    UnknownFact,
    compiled,
    grounds,
)
from tests.everyday import examples
from tests.library import CORPUS

FACTS = LegalFacts(ADHERENCE.rows())
APPLIES, MAY, CANNOT, NOT = GroundStatus


def basis(instrument: str, requesting: str = "JAM", requested: str = "LCA") -> LegalBasis:
    found = bases_for(requesting, requested, "surrender", date(2026, 11, 28), FACTS)
    return next(each for each in found if each.instrument.code == instrument)


def ground(code: str, case: Case, instrument: str = "cawt") -> Ground:
    return next(each for each in grounds(basis(instrument), case) if each.rule.code == code)


# An invented case: a person of thirteen, theft, both states alike.
THIRTEEN: Case = {
    "person.age_at_offence": 13,
    "offence.maximum_months": 24,
    "offence.crime_in_both": True,
    "offence.amnesty": False,
}


def test_thirteen_years_of_age_are_listed_as_a_ground_and_the_welfare_service_is_named() -> None:
    found = ground("child", THIRTEEN)
    assert found.status == MAY
    assert "welfare service" in str(found.text)


def test_age_cannot_be_told_until_the_age_of_responsibility_is_known() -> None:
    found = ground("age", THIRTEEN)
    assert (found.status, [fact.name for fact in found.missing]) == (CANNOT, ["requested.age_of_responsibility"])
    assert list(map(str, found.missing_words)) == ["the age of criminal responsibility in the requested state"]
    assert ground("age", {**THIRTEEN, "requested.age_of_responsibility": 14}).status == MAY
    assert ground("age", {**THIRTEEN, "requested.age_of_responsibility": 12}).status == NOT


def test_a_political_offence_with_violence_is_no_ground_of_the_treaty() -> None:
    political = {"offence.political_offence": True}
    assert ground("political", {**political, "offence.death_or_violence": False}).status == APPLIES
    assert ground("political", {**political, "offence.death_or_violence": True}).status == NOT
    assert [fact.name for fact in ground("political", political).missing] == ["offence.death_or_violence"]


def test_one_fact_may_settle_a_ground_though_another_is_missing() -> None:
    assert ground("political", {"offence.political_offence": False}).status == NOT
    assert ground("place", {"offence.outside_requesting": True}).status == MAY


@pytest.mark.parametrize(
    ("code", "case", "status"),
    [
        ("threshold", {"offence.maximum_months": 11}, APPLIES),
        ("threshold", {"offence.maximum_months": 12}, NOT),
        ("military", {"offence.purely_military": True}, APPLIES),
        ("judged_before", {"case.judged_before": True}, MAY),
        ("time_barred", {"offence.time_barred": True}, MAY),
        ("crime_in_both", {"offence.crime_in_both": False, "offence.dual_criminality_waived": False}, MAY),
        ("crime_in_both", {"offence.crime_in_both": False, "offence.dual_criminality_waived": True}, NOT),
        ("crime_in_both", {"offence.crime_in_both": False}, CANNOT),
        ("death_penalty", {"offence.death_penalty": True}, CANNOT),
        ("death_penalty", {"offence.death_penalty": True, "case.death_assurance": False}, MAY),
        ("death_penalty", {"offence.death_penalty": True, "case.death_assurance": True}, NOT),
        ("life_sentence", {"offence.life_sentence": False}, NOT),
        ("in_absentia", {"case.in_absentia": True, "case.retrial_assured": False}, MAY),
        ("torture", {"person.risk_of_torture": True}, MAY),
        ("persecution", {"person.risk_of_persecution": True}, MAY),
        ("asylum", {"person.asylum": True}, MAY),
        ("immunity", {"person.immunity": True}, MAY),
        ("national", {"person.national_of_requested": True}, MAY),
        ("short_sentence", {"case.remaining_months": 3}, MAY),
        ("article_xii", {}, CANNOT),
    ],
)
def test_a_ground_is_told_from_its_facts(code: str, case: Case, status: GroundStatus) -> None:
    assert ground(code, case).status == status


def test_only_a_mandatory_ground_that_was_read_at_its_source_applies_for_certain() -> None:
    everything = {fact.name: True if fact.kind is Kind.YES else 1 for fact in SURRENDER.facts}
    for instrument in ("cawt", "backing", "extradition"):
        for each in grounds(basis(instrument), everything):
            certain = each.rule.verified and each.rule.binding == "mandatory"
            assert each.status != APPLIES or certain


def test_the_act_of_one_state_gives_no_ground_in_another() -> None:
    of_trinidad = grounds(basis("extradition", "JAM", "TTO"), {})
    assert {each.rule.state for each in of_trinidad} == {"", "TTO"}
    assert ground("held", {"case.held_in_requested": True}, "backing").status == APPLIES


def test_the_row_of_an_instrument_replaces_that_of_comparable_law() -> None:
    codes = [each.rule.code for each in grounds(basis("cawt"), {})]
    assert len(codes) == len(set(codes))


def test_grounds_that_apply_are_listed_before_those_that_do_not() -> None:
    order = list(GroundStatus)
    found = [each.status for each in grounds(basis("cawt"), {**THIRTEEN, "offence.purely_military": True})]
    assert found == sorted(found, key=order.index)
    assert found[0] == APPLIES


@pytest.mark.parametrize(
    "case", [{"person.nationality": True}, {"person.age_at_offence": True}, {"offence.amnesty": 1}]
)
def test_a_fact_that_does_not_exist_or_is_of_another_kind_is_refused(case: Case) -> None:
    (name,) = case
    with pytest.raises(UnknownFact, match=name):
        grounds(basis("cawt"), case)


def test_every_shipped_ground_has_a_condition_that_compiles_a_source_and_somebody_who_decides() -> None:
    for rule in ground_rules():
        assert rule.instrument in (*instruments(), "*")
        assert rule.decides in DECIDES
        assert rule.source
        assert not rule.verified or rule.mark == "V"
        assert not rule.condition or compiled(rule.condition)
        assert rule.condition or rule.mark == "NF"
    assert len({(row["instrument"], row["state"], row["code"]) for row in table("law_grounds")}) == len(ground_rules())


def test_every_fact_is_used_by_a_ground() -> None:
    used = {fact.name for rule in ground_rules() if rule.condition for fact in compiled(rule.condition).facts}
    assert used == set(SURRENDER.by_name)


@pytest.mark.parametrize("vocabulary", [TRAVEL, CARGO], ids=lambda each: each.subject)
@pytest.mark.parametrize("fact", SURRENDER.facts, ids=lambda each: each.name)
def test_no_risk_rule_may_use_a_fact_of_surrender(fact: Any, vocabulary: Any) -> None:
    condition = fact.name if fact.kind is Kind.YES else f"{fact.name} > 1"
    assert not isinstance(compile_rule(condition, vocabulary), CompiledCondition)


values = {fact.name: some.booleans() if fact.kind is Kind.YES else some.integers(0, 99) for fact in SURRENDER.facts}


@settings(max_examples=examples(100))
@given(some.fixed_dictionaries({}, optional=values), some.sampled_from(["cawt", "backing", "extradition", "own_law"]))
def test_a_further_fact_changes_only_what_could_not_be_told(case: dict[str, bool | int], instrument: str) -> None:
    of = basis(instrument)
    before = {each.rule.code: each for each in grounds(of, {})}
    after = {each.rule.code: each for each in grounds(of, case)}
    assert before.keys() == after.keys()
    assert all(each.status == CANNOT for each in before.values())
    for each in after.values():
        assert bool(each.missing) == (each.status == CANNOT and bool(each.rule.condition))


@pytest.mark.library
@pytest.mark.parametrize("name", ["facilex_case1.json", "facilex_case1b.json", "facilex_case_france.json"])
def test_the_public_sample_cases_are_read_and_a_child_is_listed_as_a_ground(name: str) -> None:
    given = json.loads((CORPUS / "surrender" / name).read_text(encoding="utf-8"))
    case: Case = {
        "person.age_at_offence": given["person_age"],
        "offence.amnesty": given["amnesty"] == "true",
        "offence.crime_in_both": given["crime_recognised"] == "true",
    }
    told = {each.rule.code: each.status for each in grounds(basis("cawt"), case)}
    assert told["amnesty"] == NOT
    assert (told["child"] == MAY) is (given["person_age"] < 18)
    assert told["age"] == CANNOT
