"""A legal basis is usable if nothing is missing on either side; each other one says what is missing, and where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from roadstead.engine.reference.caricom import CARICOM
from roadstead.engine.reference.law.adherence import ADHERENCE, Adherence, Event
from roadstead.engine.reference.law.bases import rules_by_measure
from roadstead.engine.reference.law.instruments import instruments
from roadstead.engine.reference.measures import measures
from roadstead.engine.reference.tables import Row
from roadstead.engine.rules.law.bases import LegalBasis, Side, bases_for
from roadstead.engine.rules.law.facts import LegalFacts
from tests.everyday import examples

ON = date(2026, 11, 28)
SHIPPED = LegalFacts(ADHERENCE.rows())
STATES = list(CARICOM)[:15]


def row(state: str, event: str, valid_from: str = "", instrument: str = "cawt", **cells: str) -> Row:
    return {"state": state, "instrument": instrument, "event": event, "happened": "yes", "valid_from": valid_from,
            "valid_to": "", "verified": "yes", "mark": "P", "source": "Gazette 3 of 2027", "text": "as said"
            } | cells  # fmt: skip


def facts(*approved: Row) -> LegalFacts:
    return LegalFacts(ADHERENCE.rows(approved))


def basis(requesting: str, requested: str, instrument: str, *approved: Row, **case: Any) -> LegalBasis:
    given: dict[str, Any] = {"measure": "surrender", "on": ON} | case
    found = bases_for(requesting, requested, facts=facts(*approved), **given)
    return next(each for each in found if each.instrument.code == instrument)


def sentences(of: LegalBasis) -> list[str]:
    return [str(each.sentence) for each in of.missing]


def usable(found: Iterable[LegalBasis]) -> list[str]:
    return [each.instrument.code for each in found if each.is_usable]


def test_guyana_and_barbados_have_ratified_the_treaty_and_lack_their_acts() -> None:
    found = basis("GUY", "BRB", "cawt")
    assert [(each.side, each.state) for each in found.missing] == [(Side.REQUESTING, "GUY"), (Side.REQUESTED, "BRB")]
    of_guyana, of_barbados = sentences(found)
    assert of_guyana.startswith("Guyana: act in force: not found; enter what the act says. Known: signature")
    assert "act passed 2025-06-02" in of_guyana
    assert of_barbados == (
        "Barbados: act in force: not found; enter what the act says. "
        "Known: signature 2018-02-27, ratification 2018-05-07."
    )


def test_jamaica_has_signed_and_not_ratified() -> None:
    found = sentences(basis("JAM", "LCA", "cawt"))
    assert found[0] == (
        "Jamaica: ratification or accession: not found; enter what the act says. Known: signature 2018-07-06."
    )
    assert sum(each.startswith("Saint Lucia: ") for each in found) == 2


def test_jamaica_may_ask_saint_lucia_under_two_acts_and_reads_first_if_they_apply() -> None:
    found = bases_for("JAM", "LCA", "surrender", ON, SHIPPED)
    assert usable(found) == ["backing", "extradition"]
    assert [each.is_usable for each in found] == sorted((each.is_usable for each in found), reverse=True)
    assert "The act of the requested state says to which states it applies: read it." in map(str, found[0].to_check)


def test_saint_lucia_may_not_ask_jamaica_under_the_same_acts() -> None:
    assert usable(bases_for("LCA", "JAM", "surrender", ON, SHIPPED)) == []


def test_acts_in_force_on_both_sides_make_the_treaty_usable_from_their_day_on() -> None:
    acts = row("GUY", "act_in_force", "2026-01-01"), row("BRB", "act_in_force", "2027-01-01")
    assert not basis("GUY", "BRB", "cawt", *acts, on=date(2026, 12, 31)).is_usable
    assert sentences(basis("GUY", "BRB", "cawt", *acts))[0].startswith(
        "Barbados: act in force: only from 2027-01-01. Known: "
    )
    found = basis("GUY", "BRB", "cawt", *acts, on=date(2027, 1, 1))
    assert found.is_usable
    assert {(each.state, each.event) for each in found.facts} >= {("GUY", "act_in_force"), ("BRB", "ratified")}


def test_an_act_that_was_repealed_is_named_as_ended() -> None:
    ended = row("LCA", "act_in_force", "2000", "backing", valid_to="2026-06-30")
    assert basis("JAM", "LCA", "backing", ended, on=date(2026, 6, 30)).is_usable
    assert sentences(basis("JAM", "LCA", "backing", ended))[0].startswith(
        "Saint Lucia: act in force: ended on 2026-06-30."
    )


def test_a_year_alone_is_not_enough_within_that_year() -> None:
    assert (
        "some time in 2026; enter the day"
        in sentences(basis("JAM", "LCA", "backing", row("LCA", "act_in_force", "2026", "backing")))[0]
    )


def test_a_weak_source_is_named_and_meets_no_need() -> None:
    found = sentences(basis("BHS", "BRB", "cawt"))
    assert found[0].startswith("Bahamas: ratification or accession: only a weak source says so; confirm it.")


def test_what_a_state_denies_is_not_in_force_whatever_the_shipped_row_says() -> None:
    denied = row("LCA", "act_in_force", "", "backing", happened="no")
    assert sentences(basis("JAM", "LCA", "backing", denied))[0].startswith(
        "Saint Lucia: act in force: recorded as not done."
    )


def test_conflicting_sources_are_both_named_and_neither_is_chosen() -> None:
    said = list(map(str, basis("JAM", "LCA", "cawt").conflict_sentences))
    assert any("Saint Lucia, act passed: 2019-08 (http" in each and "; 2025-08-21 (http" in each for each in said)
    assert any("The instrument itself, entry into force: 2018-07-10" in each and "2019-08-06" in each for each in said)


def test_the_treaty_is_in_force_between_its_two_days_by_the_source_that_was_read() -> None:
    acts = row("GUY", "act_in_force", "2018-08-01"), row("BRB", "act_in_force", "2018-08-01")
    found = basis("GUY", "BRB", "cawt", *acts, on=date(2018, 9, 1))
    assert found.is_usable
    assert len(found.conflicts) == 1
    assert not basis("GUY", "BRB", "cawt", *acts, on=date(2018, 7, 1)).is_usable


def test_the_approved_fact_of_a_state_replaces_the_shipped_ones_and_ends_the_conflict() -> None:
    own = row("LCA", "act_passed", "2025-08-21")
    assert not any(each.state == "LCA" for each in basis("JAM", "LCA", "cawt", own).conflicts)


def test_a_central_authority_that_nobody_named_is_to_be_checked_and_blocks_nothing() -> None:
    acts = row("GUY", "act_in_force", "2026-01-01"), row("BRB", "act_in_force", "2026-01-01")
    checks = list(map(str, basis("GUY", "BRB", "cawt", *acts).to_check))
    assert "Barbados: central authority named: not found; enter what the act says." in checks
    assert not any(each.startswith("Guyana: central authority") for each in checks)


def test_a_basis_of_which_nobody_read_that_it_carries_the_measure_says_so() -> None:
    assert "That this instrument carries the measure was not read: read it first." in map(
        str, basis("BRB", "GUY", "untoc").to_check
    )


def test_the_more_specific_basis_is_named_first_and_any_other_law_last() -> None:
    own = row("LCA", "act_in_force", "2026", "own_law"), row("LCA", "act_in_force", "2020-01-01", "own_law")
    found = bases_for("JAM", "LCA", "surrender", date(2027, 1, 2), facts(*own))
    assert usable(found) == ["backing", "extradition", "own_law"]


def test_a_measure_or_a_state_that_nobody_knows_raises_nothing() -> None:
    assert bases_for("GUY", "BRB", "unheard_of", ON, SHIPPED) == ()
    assert not any(each.is_usable for each in bases_for("ZZZ", "ZZZ", "surrender", ON, SHIPPED))


def test_every_pair_and_measure_has_a_reason_for_each_basis() -> None:
    for requesting, requested in permutations(STATES, 2):
        for measure in measures():
            found = bases_for(requesting, requested, measure, ON, SHIPPED)
            assert len(found) == len(rules_by_measure()[measure])
            assert all(each.facts or each.missing for each in found)
            assert all(str(each.sentence) for one in found for each in one.missing)


states = some.sampled_from(STATES[:4])
days = some.dates(date(2000, 1, 1), date(2030, 12, 31))
stored = some.builds(
    Adherence,
    state=states,
    instrument=some.sampled_from(sorted(instruments())),
    event=some.sampled_from(Event),
    happened=some.sampled_from(["yes", "no", "not_found"]),
    valid_from=days.map(str) | days.map(lambda day: str(day)[:7]) | some.just(""),
    valid_to=some.just("") | days.map(str),
    verified=some.booleans(),
    mark=some.just("P"),
    source=some.just("Gazette"),
    text=some.just("as said"),
    is_approved=some.booleans(),
)


@settings(max_examples=examples(200))
@given(some.lists(stored, max_size=12), states, states, some.sampled_from(sorted(measures())), days, some.data())
def test_adding_adherence_never_makes_a_usable_basis_unusable(
    rows: list[Adherence], requesting: str, requested: str, measure: str, on: date, data: some.DataObject
) -> None:
    rows = [*ADHERENCE.rows(), *rows]
    before = usable(bases_for(requesting, requested, measure, on, LegalFacts(rows)))
    added = Adherence(
        state=data.draw(states),
        instrument=data.draw(some.sampled_from(sorted(instruments()))),
        event=data.draw(some.sampled_from(Event)),
        happened="yes",  # type: ignore[arg-type]
        valid_from=str(on - timedelta(days=data.draw(some.integers(0, 4000)))),
        valid_to="",
        verified=True,
        mark="P",
        source="Gazette",
        text="as said",
        is_approved=data.draw(some.booleans()),
    )
    after = usable(bases_for(requesting, requested, measure, on, LegalFacts([*rows, added])))
    assert set(before) <= set(after)


@pytest.mark.parametrize("measure", ["surrender", "information", "ballistic_comparison", "vetting"])
def test_one_state_asking_itself_raises_nothing(measure: str) -> None:
    assert bases_for("BRB", "BRB", measure, ON, SHIPPED)
