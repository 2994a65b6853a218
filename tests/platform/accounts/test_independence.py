"""Who is independent of whom: the second person of every four-eyes decision."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from roadstead.platform.accounts.independence import independent_of, is_independent, why_dependent
from roadstead.platform.accounts.models import Carrier, Invitation, Reopening, Role, Token, User
from roadstead.platform.accounts.permissions import may_approve_nomination
from roadstead.platform.invitations import invitation_links
from tests.conftest import make_user
from tests.platform.accounts.conftest import acts

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def no_second_factor(settings: Settings) -> None:
    settings.SECOND_FACTOR = "off"


def people(*names: str) -> list[User]:
    return [make_user(name, Role.SUPERVISOR, state="BRB") for name in names]


def let_in(account: User, by: User, at: datetime = NOW) -> None:
    """`by` makes a link for the account, which is an old one, at that time."""
    User.objects.filter(pk=account.pk).update(date_joined=NOW - timedelta(days=400))
    invitation_links.new_link(account, by=by, now=at)


def both_ways(one: User, other: User, now: datetime = NOW) -> bool:
    answers = {is_independent(one, other, now), is_independent(other, one, now)}
    assert len(answers) == 1, "independence has no direction"
    return answers.pop()


def test_nobody_is_independent_of_themselves_and_strangers_are() -> None:
    ada, ben = people("ada", "ben")
    assert not is_independent(ada, ada, NOW)
    assert both_ways(ada, ben)


def test_whoever_made_a_link_for_an_account_is_not_independent_of_it_for_90_days() -> None:
    ada, ben = people("ada", "ben")
    let_in(ben, by=ada)
    assert not both_ways(ada, ben)
    assert not both_ways(ada, ben, NOW + timedelta(days=90))
    assert both_ways(ada, ben, NOW + timedelta(days=90, seconds=1))


def test_the_90_days_begin_anew_when_the_link_is_used() -> None:
    ada, ben = people("ada", "ben")
    let_in(ben, by=ada)
    Invitation.objects.update(used_at=NOW + timedelta(hours=70))
    assert not both_ways(ada, ben, NOW + timedelta(days=92))
    assert both_ways(ada, ben, NOW + timedelta(days=93))


def test_one_further_account_between_them_makes_no_difference() -> None:
    ada, ghost, ben = people("ada", "ghost", "ben")
    let_in(ghost, by=ada)
    let_in(ben, by=ghost)
    assert not both_ways(ada, ben)


def test_two_people_whom_the_same_administrator_invited_are_independent() -> None:
    ada, ben = people("ada", "ben")
    administrator = make_user("administrator", Role.ADMINISTRATOR)
    let_in(ada, by=administrator)
    let_in(ben, by=administrator)
    assert both_ways(ada, ben)


def test_a_link_of_the_command_line_ties_nobody() -> None:
    ada, ben = people("ada", "ben")
    invitation_links.new_link(ben, by=None, now=NOW)
    assert both_ways(ada, ben)


def test_a_link_that_was_rejected_ties_nobody() -> None:
    ada, ben = people("ada", "ben")
    let_in(ben, by=ada)
    invitation_links.reject(Invitation.objects.get().pk, by=make_user("admin", Role.ADMINISTRATOR), now=NOW)
    assert both_ways(ada, ben)


def test_an_invitation_ties_even_where_somebody_else_made_the_link_that_was_used() -> None:
    (ada,) = people("ada")
    wanted = invitation_links.NewAccount(username="ghost", name="Gill Ghost", role=Role.OFFICER, state=ada.state)
    ghost, _ = invitation_links.invite(wanted, by=ada, now=NOW)
    User.objects.filter(pk=ghost.pk).update(date_joined=NOW)
    invitation_links.new_link(ghost, by=make_user("admin", Role.ADMINISTRATOR), now=NOW + timedelta(days=4))
    assert not both_ways(ada, ghost, NOW + timedelta(days=5))


def test_opening_an_account_again_ties_and_is_kept_for_ever(
    client: Client, supervisor_a: User, officer_a: User
) -> None:
    officer_a.set_password("has been in before")
    officer_a.save()
    client.force_login(supervisor_a)
    client.post(f"/people/{officer_a.pk}/switch")
    assert both_ways(supervisor_a, officer_a, timezone.now())  # closing an account lets nobody in
    client.post(f"/people/{officer_a.pk}/switch")
    assert not both_ways(supervisor_a, officer_a, timezone.now())
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Reopening.objects.all().delete()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Reopening.objects.update(by=officer_a)


def test_many_candidates_are_asked_about_in_two_queries_and_as_one_by_one() -> None:
    proposer, ghost, direct, through, free = people("proposer", "ghost", "direct", "through", "free")
    let_in(direct, by=proposer)
    let_in(ghost, by=through)
    let_in(proposer, by=ghost)
    candidates = [proposer, ghost, direct, through, free]
    with CaptureQueriesContext(connection) as queries:
        found = independent_of(candidates, [proposer.pk], NOW)
    assert len(queries) == 2
    assert found == [free] == [each for each in candidates if is_independent(each, proposer, NOW)]
    with CaptureQueriesContext(connection) as queries:
        assert why_dependent(free, [proposer.pk], may=may_approve_nomination, now=NOW) == ""
    assert len(queries) == 1


def test_the_refusal_says_why_and_whom_to_ask() -> None:
    ada, ben, cleo = people("ada", "ben", "cleo")
    let_in(ben, by=ada, at=datetime(2026, 11, 12, 9, tzinfo=NOW.tzinfo))
    why = why_dependent(ada, [ben.pk], may=may_approve_nomination, now=datetime(2026, 11, 20, tzinfo=NOW.tzinfo))
    assert why == (
        "You created a new sign-in link for ben on 12 November 2026. An independent person must approve this. Ask cleo."
    )
    cleo.is_active = False
    cleo.save()
    why = why_dependent(ada, [ben.pk], may=may_approve_nomination, now=datetime(2026, 11, 20, tzinfo=NOW.tzinfo))
    assert "Ask the duty supervisor of the regional centre" in why


def test_the_second_person_of_a_link_is_independent_of_who_made_it(client: Client, officer_a: User) -> None:
    """An administrator who invites a second administrator cannot confirm with that account."""
    first, ghost, free = (make_user(name, Role.ADMINISTRATOR) for name in ("first", "ghost", "free"))
    let_in(ghost, by=first, at=timezone.now())
    let_in(officer_a, by=first, at=timezone.now())
    waits = Invitation.objects.get(user=officer_a)
    client.force_login(ghost)
    answer = client.post(f"/people/links/{waits.pk}/confirm")
    assert answer.status_code == 409
    assert "first created a new sign-in link for you on" in answer.content.decode()
    assert "Ask free" in answer.content.decode()
    client.force_login(free)
    assert client.post(f"/people/links/{waits.pk}/confirm").status_code == 302


def test_a_carriers_old_token_goes_on_until_a_second_person_has_confirmed_the_new_one(
    client: Client, supervisor: User
) -> None:
    carrier = Carrier.objects.create(code="3X", name="3X Line")
    old = Token.issue(carrier, "command line")
    client.force_login(make_user("administrator", Role.ADMINISTRATOR))
    page = client.post("/people/carriers/3X/token").content.decode()
    new = page.partition('<code class="rs-mono">')[2].partition("<")[0]
    assert [Token.carrier_of(each) for each in (old, new)] == [carrier, None]
    waiting = Token.objects.get(proposed_by__isnull=False)
    assert client.post(f"/people/tokens/{waiting.pk}/confirm").status_code == 404  # one's own
    client.force_login(make_user("chief", Role.SUPERVISOR, state="BRB"))
    assert client.post(f"/people/tokens/{waiting.pk}/confirm").status_code == 404  # of a state
    client.force_login(supervisor)
    assert "3X Line" in client.get("/people").content.decode()
    assert client.post(f"/people/tokens/{waiting.pk}/confirm").status_code == 302
    assert [Token.carrier_of(each) for each in (old, new)] == [None, carrier]
    assert acts()[-2:] == ["token issued", "token confirmed"]
