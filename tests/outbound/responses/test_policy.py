"""The table of what may be told, whole: no machine's no, no sign of a silent entry, in any setting (S13, C13)."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from roadstead.engine.records import Action, Verdict
from roadstead.outbound.responses.logic.policy import TOLD, Given, Met, Refer, Standing, given

EVERY = list(product(Action, Standing, Refer))
met = st.builds(
    Met,
    action=st.sampled_from(Action),
    standing=st.sampled_from(Standing),
    decision=st.one_of(st.none(), st.integers(1, 9)),
)


def stands(action: Action, standing: Standing) -> Met:
    return Met(action=action, standing=standing, decision=7 if standing is Standing.CONFIRMED else None)


def test_the_table_knows_every_case() -> None:
    assert set(TOLD) == set(product(Action, Standing))


@pytest.mark.parametrize(("action", "standing", "refer"), EVERY)
def test_only_a_confirmed_stop_is_refused(action: Action, standing: Standing, refer: Refer) -> None:
    verdict = given((), [stands(action, standing)], refer).verdict
    assert (verdict is Verdict.NOT_OK) == (action is Action.STOP and standing is Standing.CONFIRMED)


@for_all(st.lists(met, max_size=5), st.sampled_from(Refer), st.lists(st.sampled_from(["name", "sex"]), max_size=2))
def test_nobody_is_refused_without_a_named_decision(found: list[Met], refer: Refer, missing: list[str]) -> None:
    said = given(missing, found, refer)
    assert said.verdict is not Verdict.NOT_OK or (said.behind is not None and said.behind.decision is not None)


@for_all(st.lists(met, max_size=5), st.sampled_from(Refer), st.lists(st.sampled_from(["name", "sex"]), max_size=2))
def test_a_silent_entry_changes_no_answer(found: list[Met], refer: Refer, missing: list[str]) -> None:
    loud = [each for each in found if each.action is not Action.DISCREET]
    assert given(missing, found, refer) == given(missing, loud, refer)


@for_all(st.lists(met.filter(lambda each: each.standing is Standing.OPEN), max_size=5))
def test_as_shipped_an_undecided_match_changes_no_answer(found: list[Met]) -> None:
    for refer in (Refer.NEVER, Refer.CONFIRMED):
        assert given((), found, refer) == Given()


def test_what_a_carrier_can_mend_comes_before_what_it_is_asked_to_do() -> None:
    opened = stands(Action.STOP, Standing.OPEN)
    assert given(["sex"], [opened], Refer.OPEN).verdict is Verdict.INSUFFICIENT
    assert given(["sex"], [stands(Action.STOP, Standing.CONFIRMED)], Refer.OPEN).verdict is Verdict.NOT_OK
    assert given([], [opened], Refer.OPEN).verdict is Verdict.REFER
