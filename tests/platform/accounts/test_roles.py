"""A role fits whom it is given to: the database itself refuses an officer of nowhere and an analyst of one state."""

from __future__ import annotations

import subprocess
import sys

import psycopg
import pytest
from django.db import IntegrityError, transaction

from bench.live import ROOT, database
from roadstead.config import config
from roadstead.platform.accounts.models import OF_A_STATE, OF_THE_CENTRE, Role
from roadstead.platform.database.scope import NOBODY, Scope
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", OF_A_STATE)
def test_who_works_at_a_states_border_has_a_state(role: Role) -> None:
    with pytest.raises(IntegrityError, match="an_officer_has_a_state"), transaction.atomic():
        make_user("nowhere", role)
    user = make_user("somewhere", role, state="BRB")
    assert user.scope == Scope(states=("BRB",), user=user.pk)


@pytest.mark.parametrize("role", OF_THE_CENTRE)
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


MIGRATE = """
import sys
from roadstead.cli.django_setup import set_up
set_up()
from django.core.management import call_command
from roadstead.config import config
from roadstead.platform.database.connect import owner_url
from roadstead.platform.database.roles import grant_defaults
grant_defaults(owner_url(config()))
call_command("migrate", "accounts", *sys.argv[1:], database="owner", interactive=False, verbosity=0)
"""
PERSON = """
insert into accounts_user (username, password, role, state_id, first_name, last_name, email,
                           is_superuser, is_staff, is_active, date_joined)
values (%s, '', %s, %s, '', '', '', false, false, true, now())
"""
BEFORE = [("one", "analyst", "BRB"), ("two", "analyst", None), ("three", "supervisor", "BRB")]


def test_analysts_of_a_state_become_its_officers_when_the_tables_are_brought_up_to_date() -> None:
    with database(config(), "roadstead_roles") as (env, admin):
        _migrate(env, "0001")
        with psycopg.connect(admin) as connection:
            connection.execute("insert into accounts_state (code, name, zone) values ('BRB', 'Barbados', 'UTC')")
            connection.cursor().executemany(PERSON, BEFORE)
        _migrate(env)
        with psycopg.connect(admin) as connection:
            after = connection.execute("select username, role from accounts_user order by id").fetchall()
    assert after == [("one", "officer"), ("two", "analyst"), ("three", "supervisor")]


def _migrate(env: dict[str, str], *to: str) -> None:
    subprocess.run([sys.executable, "-c", MIGRATE, *to], env=env, cwd=ROOT, check=True)
