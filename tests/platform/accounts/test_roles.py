"""A role fits whom it is given to: the database itself refuses an officer of nowhere and an analyst of one state."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from roadstead.platform.accounts.models import CENTRE_ROLES, STATE_ROLES, Role
from roadstead.platform.database.scope import NOBODY, Scope
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", STATE_ROLES)
def test_who_works_at_a_states_border_has_a_state(role: Role) -> None:
    with pytest.raises(IntegrityError, match="an_officer_has_a_state"), transaction.atomic():
        make_user("nowhere", role)
    user = make_user("somewhere", role, state="BRB")
    assert user.scope == Scope(states=("BRB",), user=user.pk)


@pytest.mark.parametrize("role", CENTRE_ROLES)
def test_who_works_for_the_whole_region_has_none(role: Role) -> None:
    with pytest.raises(IntegrityError, match="an_analyst_none"), transaction.atomic():
        make_user("of-one", role, state="BRB")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OPERATOR])
def test_who_runs_the_system_sees_nobodys_rows(role: Role) -> None:
    assert make_user("runs-it", role).scope == NOBODY


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR, Role.DATA_PROTECTION, Role.WATCHLIST_OWNER])
def test_others_are_of_a_state_or_of_the_centre(role: Role) -> None:
    assert make_user("state", role, state="BRB").scope.states == ("BRB",)
    assert make_user("centre", role).scope.states == ("*",)
