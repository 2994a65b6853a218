"""What an organisation keeps for itself is not its state's: filter and policy each hold alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, REGIONS_PEOPLE, Scope, enter
from roadstead.platform.directory.contacts import record_contact
from roadstead.platform.directory.editing import accept, end_holder, end_point, name_holder
from roadstead.platform.directory.models import Contact, ContactPoint, HolderContact
from roadstead.platform.directory.visibility import organisations_of
from tests.platform.directory.conftest import NOW, Cast, belongs

pytestmark = pytest.mark.django_db


def seen_by_the_policy(user: User) -> int:
    enter(user.scope)
    return Contact.objects.count()


def seen_by_the_filter(user: User) -> int:
    enter(REGION)
    return Contact.objects.visible_to(user).count()


def seen(user: User) -> bool:
    """The same by both halves."""
    both = seen_by_the_policy(user), seen_by_the_filter(user)
    assert both[0] == both[1], user
    return bool(both[0])


@pytest.fixture
def noted(cast: Cast) -> Cast:
    record_contact(cast.telephone, "answered", by=cast.fiu, now=NOW, words="Ask for Ada")
    return cast


def test_a_row_is_its_organisations_and_nobody_elses_in_the_same_state_or_in_the_centre(noted: Cast) -> None:
    assert seen(noted.fiu)
    for user in (noted.border, noted.officer, noted.other_state, noted.centre):
        assert not seen(user)


def test_the_screening_sees_all_and_people_of_the_centre_do_not(noted: Cast) -> None:
    enter(REGION)
    assert Contact.objects.count() == 1
    enter(REGIONS_PEOPLE)
    assert Contact.objects.count() == 0


def test_a_scope_without_a_person_has_no_organisation(noted: Cast) -> None:
    enter(Scope(states=("BRB",)))
    assert Contact.objects.count() == 0


def test_an_organisation_without_its_state_is_not_enough(noted: Cast) -> None:
    User.objects.filter(pk=noted.other_state.pk).update(organisation="BRB-FIU")
    noted.other_state.refresh_from_db()
    assert not seen(noted.other_state)


def test_nobody_writes_a_row_for_another_organisation(noted: Cast) -> None:
    enter(noted.border.scope)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Contact.objects.create(
            method=noted.telephone,
            at=NOW,
            by=noted.border,
            result="answered",
            states=["BRB"],
            organisations=["BRB-FIU"],
        )


def test_who_holds_a_post_of_the_organisation_reads_from_acceptance_on_until_it_ends(noted: Cast) -> None:
    today = timezone.now()
    enter(noted.fiu.scope)
    holder = name_holder(noted.point, by=noted.fiu, now=today, user=noted.officer)
    assert not seen(noted.officer)
    enter(noted.officer.scope)
    accept(holder, by=noted.officer, now=today)
    assert seen(noted.officer)
    assert organisations_of(noted.officer) == ["BRB-BA", "BRB-FIU"]
    enter(noted.fiu.scope)
    end_holder(holder, by=noted.fiu, today=today.date())
    assert not seen(noted.officer)


def test_a_post_that_has_ended_or_begins_later_opens_nothing(noted: Cast) -> None:
    today = timezone.now()
    enter(noted.fiu.scope)
    holder = name_holder(noted.point, by=noted.fiu, now=today, user=noted.officer)
    enter(noted.officer.scope)
    accept(holder, by=noted.officer, now=today)
    enter(noted.fiu.scope)
    end_point(noted.point, by=noted.fiu, today=today.date())
    assert not seen(noted.officer)
    enter(REGION)
    ContactPoint.objects.update(until=None)
    holder.valid_from = today.date() + timedelta(days=1)
    holder.save()
    assert not seen(noted.officer)


def test_who_calls_reads_what_was_noted_and_so_does_who_was_called(cast: Cast) -> None:
    enter(cast.centre.scope)
    record_contact(cast.telephone, "unanswered", by=cast.centre, now=NOW)
    assert seen(cast.centre)
    assert seen(cast.fiu)
    assert not seen(cast.border)
    assert not seen(cast.other_state)


def test_the_own_telephone_of_a_person_without_an_account_is_the_organisations(cast: Cast) -> None:
    enter(cast.fiu.scope)
    name_holder(cast.point, by=cast.fiu, now=NOW, name="Ada Test", telephone="+1 246 555 0199")
    for user, rows in ((cast.fiu, 1), (cast.border, 0), (cast.other_state, 0), (cast.centre, 0)):
        enter(user.scope)
        assert HolderContact.objects.count() == rows
        assert HolderContact.objects.visible_to(user).count() == rows
        assert cast.point.holders.get().name == "Ada Test"  # whose post it is every member reads


def test_entering_a_scope_is_one_statement_with_organisations_and_without(cast: Cast) -> None:
    for scope in (REGION, cast.fiu.scope):
        with connection.execute_wrapper(counted := Counted()):
            enter(scope)
        assert counted.number == 1


def test_each_person_has_the_organisations_that_the_code_says(cast: Cast) -> None:
    belongs(cast.officer, "BRB-CU", type_="customs")
    for user in (cast.border, cast.fiu, cast.officer, cast.other_state, cast.centre):
        enter(user.scope)
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('roadstead.organisations')")
            assert sorted(cursor.fetchone()[0].split(",")) == organisations_of(user)


class Counted:
    number = 0

    def __call__(self, execute, *given):  # type: ignore[no-untyped-def]
        self.number += 1
        return execute(*given)
