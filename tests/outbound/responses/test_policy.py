"""The table of what may be told, whole: no machine's no, no sign of a silent entry, in any setting (S13, C13)."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from roadstead.engine.records import Action, Verdict
from roadstead.outbound.responses.logic.policy import (
    VERDICTS,
    Match,
    MatchStatus,
    PersonResponse,
    ReferPolicy,
    person_response,
)

EVERY = list(product(Action, MatchStatus, ReferPolicy))
met = st.builds(
    Match,
    action=st.sampled_from(Action),
    status=st.sampled_from(MatchStatus),
    decision=st.one_of(st.none(), st.integers(1, 9)),
)


def stands(action: Action, standing: MatchStatus) -> Match:
    return Match(action=action, status=standing, decision=7 if standing is MatchStatus.CONFIRMED else None)


def test_the_table_knows_every_case() -> None:
    assert set(VERDICTS) == set(product(Action, MatchStatus))


@pytest.mark.parametrize(("action", "standing", "refer"), EVERY)
def test_only_a_confirmed_stop_is_refused(action: Action, standing: MatchStatus, refer: ReferPolicy) -> None:
    verdict = person_response((), [stands(action, standing)], refer).verdict
    assert (verdict is Verdict.NOT_OK) == (action is Action.STOP and standing is MatchStatus.CONFIRMED)


@for_all(
    st.lists(met, max_size=5), st.sampled_from(ReferPolicy), st.lists(st.sampled_from(["name", "sex"]), max_size=2)
)
def test_nobody_is_refused_without_a_named_decision(found: list[Match], refer: ReferPolicy, missing: list[str]) -> None:
    said = person_response(missing, found, refer)
    assert said.verdict is not Verdict.NOT_OK or (said.match is not None and said.match.decision is not None)


@for_all(
    st.lists(met, max_size=5), st.sampled_from(ReferPolicy), st.lists(st.sampled_from(["name", "sex"]), max_size=2)
)
def test_a_silent_entry_changes_no_answer(found: list[Match], refer: ReferPolicy, missing: list[str]) -> None:
    loud = [each for each in found if each.action is not Action.DISCREET]
    assert person_response(missing, found, refer) == person_response(missing, loud, refer)


@for_all(st.lists(met.filter(lambda each: each.status is MatchStatus.OPEN), max_size=5))
def test_as_shipped_an_undecided_match_changes_no_answer(found: list[Match]) -> None:
    for refer in (ReferPolicy.NEVER, ReferPolicy.CONFIRMED):
        assert person_response((), found, refer) == PersonResponse()


def test_what_a_carrier_can_mend_comes_before_what_it_is_asked_to_do() -> None:
    opened = stands(Action.STOP, MatchStatus.OPEN)
    assert person_response(["sex"], [opened], ReferPolicy.OPEN).verdict is Verdict.INSUFFICIENT
    assert (
        person_response(["sex"], [stands(Action.STOP, MatchStatus.CONFIRMED)], ReferPolicy.OPEN).verdict
        is Verdict.NOT_OK
    )
    assert person_response([], [opened], ReferPolicy.OPEN).verdict is Verdict.REFER
