"""The net below the filters: the database itself shows a state only what concerns it (S25)."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import Record, note
from roadstead.platform.database.scope import NOBODY, REGION, Scope, enter

ISOLATED = {"audit", "intake", "manifests", "watchlists", "rulebook", "casework", "cases", "dissemination", "approvals"}
pytestmark = pytest.mark.django_db


def make_voyage(key: str, *states: str) -> Voyage:
    return Voyage.objects.create(key=key, mode="air", states=list(states))


OF_NO_STATE = {"dissemination_mailserver"}  # one row about the installation: how often its mail server has failed


def test_the_application_can_neither_bypass_isolation_nor_change_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute(
            "select count(*) from pg_class where relowner = (select oid from pg_roles where rolname = current_user)"
        )
        assert cursor.fetchone() == (0,)


def test_every_table_of_the_isolated_rooms_has_a_policy() -> None:
    tables = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in ISOLATED} - OF_NO_STATE
    with connection.cursor() as cursor:
        cursor.execute("select c.relname from pg_class c join pg_policy p on p.polrelid = c.oid where c.relrowsecurity")
        assert tables <= {row[0] for row in cursor.fetchall()}


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (REGION, {"a", "b", "both"}),
        (Scope(states=("BRB",)), {"a", "both"}),
        (Scope(states=("LCA",)), {"b", "both"}),
        (Scope(states=("JAM",)), set()),
        (Scope(carrier="X9"), set()),
        (NOBODY, set()),
    ],
)
def test_a_scope_sees_the_voyages_that_concern_it_even_without_any_filter(scope: Scope, seen: set[str]) -> None:
    enter(REGION)
    for key, states in {"a": ["BRB"], "b": ["LCA"], "both": ["BRB", "LCA"]}.items():
        make_voyage(key, *states)
    enter(scope)
    assert set(Voyage.objects.values_list("key", flat=True)) == seen


def test_a_state_cannot_write_a_row_that_does_not_concern_it() -> None:
    enter(Scope(states=("BRB",)))
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        make_voyage("not mine", "LCA")


def test_a_state_cannot_give_its_own_row_to_another(region: None) -> None:
    make_voyage("mine", "BRB")
    enter(Scope(states=("BRB",)))
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Voyage.objects.filter(key="mine").update(states=["LCA"])


def test_the_audit_can_be_added_to_and_never_changed(officer_a: User) -> None:
    enter(officer_a.scope)
    note(officer_a, "read", "voyage 1", states=["BRB"])
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Record.objects.update(action="nothing")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Record.objects.all().delete()


def test_a_carrier_adds_to_the_audit_without_being_able_to_read_it(carrier_user: User) -> None:
    enter(carrier_user.scope)
    note(carrier_user, "received", "receipt 1")
    assert not Record.objects.exists()
    enter(REGION)
    assert Record.objects.get().as_whom == "carrier X9"
