"""A fact that a state adds to law is in force when a second person of that state approves it, and for every state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from roadstead.engine.reference.law.adherence import ADHERENCE
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.engine.rules.law.bases import LegalBasis, bases_for
from roadstead.oversight.policies import acts
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.database.scope import enter
from roadstead.platform.policies import in_force
from roadstead.platform.policies.law import facts_in_force
from roadstead.platform.policies.models import PolicyRow
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
ACT = "BRB,cawt,act_in_force,yes,2026-11-01,,yes,P,Gazette 3 of 2026,in force on 1 November 2026"
OF_GUYANA = ACT.replace("BRB", "GUY")


@pytest.fixture(autouse=True)
def states(region: None) -> Iterator[None]:
    kept = in_force._cache
    in_force._cache = in_force._Cache()
    for code in ("BRB", "GUY", "LCA"):
        State.objects.create(code=code, name=code)
    yield
    in_force._cache = kept


def people(state: str) -> tuple[User, User]:
    first, second = (make_user(f"{name}-{state}", Role.SUPERVISOR, state=state) for name in ("first", "second"))
    return first, second


def propose(by: User, line: str) -> PolicyRow:
    rows = ADHERENCE.read(f"{','.join(ADHERENCE.cells)}\n{line}", "adherence.csv")
    return acts.propose(ADHERENCE, rows, reason="the act begins", by=by, now=NOW, file="adherence.csv")[0]


def treaty() -> LegalBasis:
    in_force.refresh()
    found = bases_for("GUY", "BRB", "surrender", date(2026, 11, 25), facts_in_force())
    return next(each for each in found if each.instrument.code == "cawt")


def test_the_treaty_works_for_a_pair_when_both_states_have_approved_their_acts() -> None:
    for state, line, missing in (("BRB", ACT, ["GUY"]), ("GUY", OF_GUYANA, [])):
        first, second = people(state)
        row = propose(first, line)
        assert state in [each.state for each in treaty().missing]
        with pytest.raises(NotAllowed, match="cannot approve your own proposal"):
            acts.decide(row.pk, approve=True, by=first, now=NOW)
        acts.decide(row.pk, approve=True, by=second, now=NOW)
        assert [each.state for each in treaty().missing] == missing
    assert {row.source for row in treaty().facts if row.is_approved} == {"Gazette 3 of 2026"}


def test_an_officer_of_another_state_reads_the_fact_from_law_though_not_the_proposal() -> None:
    first, second = people("BRB")
    acts.decide(propose(first, ACT).pk, approve=True, by=second, now=NOW)
    enter(make_user("officer", Role.OFFICER, state="LCA").scope)
    assert not PolicyRow.objects.exists()
    assert [each.state for each in treaty().missing] == ["GUY"]


def test_a_state_records_facts_of_its_own_only() -> None:
    first, _second = people("BRB")
    with pytest.raises(FieldRefused, match="is not your state"):
        propose(first, OF_GUYANA)


def test_a_rejected_fact_never_holds() -> None:
    first, second = people("BRB")
    acts.decide(propose(first, ACT).pk, approve=False, by=second, now=NOW)
    assert "BRB" in [each.state for each in treaty().missing]
