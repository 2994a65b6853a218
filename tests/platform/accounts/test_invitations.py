"""Accounts are made by invitation: one link, once, for 72 hours; who may invite whom."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from roadstead.engine.reference.caricom import CENTRE
from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.approvals import proposals
from roadstead.platform.accounts.models import Invitation, Organisation, Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.invitations import invitation_links
from roadstead.platform.invitations.invitation_links import NewAccount
from tests.conftest import make_user
from tests.platform.accounts.conftest import PASSWORD, acts, password

pytestmark = pytest.mark.django_db
NEW = {"new_password1": "quiet-lantern-over-reef", "new_password2": "quiet-lantern-over-reef"}


@pytest.fixture
def administrator(db: None, settings: Settings) -> User:
    settings.SECOND_FACTOR = "off"
    return make_user("administrator", Role.ADMINISTRATOR)


def invited(client: Client, **more: str) -> str:
    """The path of the link that the page shows."""
    State.objects.get_or_create(code="GRD", defaults={"name": "Grenada"})
    given = {"name": "Ada Test", "username": "grd.officer", "role": "officer", "state": "GRD"} | more
    found = re.search(r'id="link">http://testserver(/invitations/[\w-]+)<', post(client, given))
    assert found
    if waits := Invitation.objects.filter(needs_second=True, decision="").first():
        invitation_links.confirm(waits.pk, by=second_administrator(), now=timezone.now())
    return found[1]


def second_administrator() -> User:
    return User.objects.filter(username="second").first() or make_user("second", Role.ADMINISTRATOR)


def post(client: Client, given: dict[str, str]) -> str:
    return client.post("/invitations/new", given).content.decode()


def test_an_invited_person_sets_a_password_and_goes_on_to_the_second_factor(
    client: Client, administrator: User, settings: Settings
) -> None:
    client.force_login(administrator)
    path = invited(client)
    made = User.objects.get(username="grd.officer")
    assert (made.is_active, made.has_usable_password(), made.role, made.state_id) == (False, False, "officer", "GRD")
    settings.SECOND_FACTOR = "required"
    guest = Client()
    assert "Ada Test" in guest.get(path).content.decode()
    assert guest.post(path, NEW)["Location"] == "/account/second-factor"
    assert guest.get("/arrivals")["Location"] == "/account/second-factor"
    made.refresh_from_db()
    assert made.check_password(NEW["new_password1"])
    assert made.password.startswith("argon2")
    assert acts() == ["invited", "invitation used", "signed in"]
    assert Record.objects.filter(action="invited").get().states == ["GRD"]


def test_a_link_works_once(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    path = invited(client)
    Client().post(path, NEW)
    again = Client().get(path)
    assert (again.status_code, "This link no longer works" in again.content.decode()) == (404, True)
    assert Client().post(path, NEW).status_code == 404


def test_a_link_ends_after_72_hours_and_with_a_newer_one(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    path = invited(client)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(path).status_code == 404
    user = User.objects.get(username="grd.officer")
    first = invitation_links.new_link(user, by=administrator, now=timezone.now())
    second = invitation_links.new_link(user, by=administrator, now=timezone.now())
    invitation_links.confirm(Invitation.objects.latest("pk").pk, by=second_administrator(), now=timezone.now())
    assert [Client().get(f"/invitations/{one}").status_code for one in (first, second)] == [404, 200]
    newest = Invitation.objects.latest("pk")
    assert newest.proposed_at
    assert newest.expires_at - newest.proposed_at == timedelta(hours=72)


def test_only_the_hash_of_a_link_is_kept(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    secret = invited(client).rpartition("/")[2]
    assert secret not in str(Invitation.objects.values())


@pytest.mark.parametrize("weak", ["short", "grd.officer-1", "password1234"])
def test_a_weak_password_is_refused_with_what_to_do(weak: str, client: Client, administrator: User) -> None:
    client.force_login(administrator)
    path = invited(client)
    answer = Client().post(path, {"new_password1": weak, "new_password2": weak})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not User.objects.get(username="grd.officer").is_active


def test_a_supervisor_invites_for_the_own_state_and_only_whom_a_supervisor_may(
    client: Client, supervisor_a: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR = "off"
    client.force_login(supervisor_a)
    State.objects.create(code="GRD", name="Grenada")
    given = {"name": "Ada Test", "username": "a.new", "role": "officer", "state": "GRD"}
    assert "Link for Ada Test" in post(client, given)  # the state is not asked of a supervisor
    assert User.objects.get(username="a.new").state_id == "BRB"
    for role in ("supervisor", "auditor", "data_protection", "administrator", "operator", "carrier", "analyst"):
        assert "Link for" not in post(client, given | {"username": f"a.{role}", "role": role}), role
    assert User.objects.filter(username__startswith="a.").count() == 1


def test_people_belong_to_an_organisation_of_their_own_state(
    client: Client, supervisor_a: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR = "off"
    client.force_login(supervisor_a)
    for code, state in (("BRB-CU", "BRB"), ("LCA-PO", "LCA")):
        State.objects.get_or_create(code=state, defaults={"name": state})
        Organisation.objects.create(code=code, names={"en": f"Customs {state}"}, type="customs", state_id=state)
    page = client.get("/invitations/new").content.decode()
    assert ("Customs BRB" in page, "Customs LCA" in page) == (True, False)
    given = {"name": "Ada Test", "username": "a.new", "role": "officer", "organisation": "BRB-CU"}
    assert "Link for Ada Test" in post(client, given)
    made = User.objects.get(username="a.new")
    assert made.organisation_id == "BRB-CU"
    assert "Customs BRB" in client.get(f"/people/{made.pk}").content.decode()
    assert "Link for" not in post(client, given | {"username": "b.new", "organisation": "LCA-PO"})


@pytest.fixture
def of_the_fiu(supervisor_a: User, settings: Settings) -> User:
    """An officer of the FIU, whose account is closed; the supervisor is of the police."""
    settings.SECOND_FACTOR = "off"
    found = make_user("fiu.officer", Role.OFFICER, state="BRB")
    for user, code in ((supervisor_a, "BRB-PO"), (found, "BRB-FIU")):
        user.organisation = Organisation.objects.create(code=code, names={"en": code}, type="fiu", state_id="BRB")
        user.save(update_fields=["organisation"])
    User.objects.filter(pk=found.pk).update(is_active=False)
    return found


def test_a_supervisor_invites_nobody_into_another_organisation_that_ever_had_people(
    client: Client, supervisor_a: User, of_the_fiu: User
) -> None:
    client.force_login(supervisor_a)
    assert "BRB-FIU" not in client.get("/invitations/new").content.decode()
    wanted = NewAccount(
        username="friend", name="F", role=Role.OFFICER, state=supervisor_a.state, organisation=of_the_fiu.organisation
    )
    with pytest.raises(NotAllowed, match="of another organisation"):
        invitation_links.invite(wanted, by=supervisor_a, now=timezone.now())
    assert invitation_links.invite(wanted, by=make_user("administrator", Role.ADMINISTRATOR), now=timezone.now())


def test_without_a_choice_whom_a_supervisor_invites_is_of_the_same_organisation(
    client: Client, supervisor_a: User, of_the_fiu: User
) -> None:
    client.force_login(supervisor_a)
    assert 'value="BRB-PO" selected' in client.get("/invitations/new").content.decode()
    assert "Link for" in post(client, {"name": "Ada Test", "username": "a.new", "role": "officer"})
    assert User.objects.get(username="a.new").organisation_id == "BRB-PO"


def test_a_supervisor_replaces_no_link_of_another_organisation(
    client: Client, supervisor_a: User, of_the_fiu: User
) -> None:
    client.force_login(supervisor_a)
    assert "Create new link" not in client.get(f"/people/{of_the_fiu.pk}").content.decode()
    assert "of another organisation" in client.post(f"/people/{of_the_fiu.pk}/link").content.decode()
    assert not of_the_fiu.invitations.exists()


def test_who_confirms_a_link_reads_of_which_organisation_the_account_is(
    client: Client, supervisor_a: User, of_the_fiu: User
) -> None:
    invitation_links.new_link(of_the_fiu, by=make_user("administrator", Role.ADMINISTRATOR), now=timezone.now())
    client.force_login(supervisor_a)
    assert "BRB, BRB-FIU: new account" in " ".join(client.get("/people").content.decode().split())
    lines = {str(name): value for name, value in proposals.lines_of_link(Invitation.objects.get())}
    assert lines["Organisation"] == of_the_fiu.organisation


def test_without_a_choice_people_belong_to_the_border_agency_or_to_the_centre(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    invited(client)
    invited(client, username="region.analyst", role="analyst", state="")
    agency = Organisation.objects.get(people__username="grd.officer")
    assert (agency.pk, str(agency)) == ("GRD-BA", "Border agency of Grenada")
    assert Organisation.objects.get(people__username="region.analyst").pk == CENTRE


def test_an_administrator_cannot_put_somebody_into_another_states_organisation(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    for state in ("BRB", "GRD"):
        State.objects.get_or_create(code=state, defaults={"name": state})
    Organisation.objects.create(code="BRB-CU", names={"en": "Customs"}, type="customs", state_id="BRB")
    given = {"name": "Ada Test", "username": "x", "role": "officer", "state": "GRD", "organisation": "BRB-CU"}
    assert "This organisation belongs to another state" in post(client, given)


def test_nobody_else_invites(officer: User, auditor: User) -> None:
    wanted = NewAccount(username="x", name="X", role=Role.OFFICER, state=officer.state)
    for user in (officer, auditor):
        with pytest.raises(NotAllowed, match="administrator"):
            invitation_links.invite(wanted, by=user, now=timezone.now())


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"username": "administrator"}, "This user name is taken"),
        ({"role": "officer", "state": ""}, "Choose a state for officers"),
        ({"role": "carrier"}, "Choose a carrier and no state"),
        ({"role": "operator", "state": "GRD"}, "belong to no state"),
        ({"certificate_until": "soon"}, "is not a day"),
    ],
)
def test_an_invitation_that_makes_no_sense_says_what_to_change(
    given: dict[str, str], says: str, client: Client, administrator: User
) -> None:
    State.objects.create(code="GRD", name="Grenada")
    client.force_login(administrator)
    text = post(client, {"name": "Ada Test", "username": "new", "role": "officer", "state": "GRD"} | given)
    assert says in text
    assert not User.objects.filter(username="new").exists()


def test_whoever_lost_the_telephone_begins_anew_with_a_link(
    client: Client, with_app: User, supervisor_a: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR = "off"
    phone = Client()
    phone.force_login(with_app)
    client.force_login(supervisor_a)
    text = client.post(f"/people/{with_app.pk}/link").content.decode()
    found = re.search(r'id="link">http://testserver(/invitations/[\w-]+)<', text)
    assert found
    assert phone.get("/arrivals").status_code == 200  # nothing ends before it is used
    invitation_links.confirm(Invitation.objects.get().pk, by=second_administrator(), now=timezone.now())
    Client().post(found[1], NEW)
    assert phone.get("/arrivals").status_code == 302
    assert not Authenticator.objects.filter(user=with_app).exists()
    assert password(Client(), with_app, PASSWORD) == ""
    assert password(Client(), with_app, NEW["new_password1"]) == "/"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR, Role.CARRIER, Role.OPERATOR])
def test_a_link_that_an_administrator_makes_opens_once_another_person_has_confirmed_it(
    client: Client, administrator: User, role: Role
) -> None:
    account = make_user(
        "account",
        role,
        state="BRB" if role in {Role.OFFICER, Role.AUDITOR} else "",
        carrier="X9" if role is Role.CARRIER else "",
    )
    secret = invitation_links.new_link(account, by=administrator, now=timezone.now())
    waits = Invitation.objects.get()
    waiting = client.get(f"/invitations/{secret}").content.decode()
    assert "This link is not open yet" in waiting
    assert 'name="new_password1"' not in waiting
    assert client.post(f"/invitations/{secret}", NEW).status_code == 200
    account.refresh_from_db()
    assert not account.has_usable_password()
    for nobody in (administrator, account):
        with pytest.raises(Invitation.DoesNotExist):
            invitation_links.confirm(waits.pk, by=nobody, now=timezone.now())
    client.force_login(second_administrator())
    assert str(account) in client.get("/people").content.decode()
    client.post(f"/people/links/{waits.pk}/confirm")
    assert "link confirmed" in acts()
    assert Client().get(f"/invitations/{secret}").status_code == 200


def test_the_supervisor_of_the_accounts_state_confirms_and_no_other_states(
    client: Client, administrator: User, supervisor_a: User, officer_a: User
) -> None:
    invitation_links.new_link(officer_a, by=administrator, now=timezone.now())
    waits = Invitation.objects.get()
    client.force_login(make_user("chief-b", Role.SUPERVISOR, state="LCA"))
    assert client.post(f"/people/links/{waits.pk}/confirm").status_code == 404
    client.force_login(supervisor_a)
    assert client.post(f"/people/links/{waits.pk}/confirm").status_code == 302
    assert Invitation.objects.get().decided_by == supervisor_a


def test_the_database_takes_no_confirmation_of_ones_own_link(administrator: User, officer_a: User) -> None:
    invitation_links.new_link(officer_a, by=administrator, now=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.update(decision="approved", decided_by=administrator)


def test_a_link_of_a_supervisor_needs_a_second_person_and_one_of_the_command_line_opens_at_once(
    supervisor_a: User, officer_a: User, officer_b: User
) -> None:
    waiting = invitation_links.new_link(officer_a, by=supervisor_a, now=timezone.now())
    at_once = invitation_links.new_link(officer_b, by=None, now=timezone.now())
    shown = [Client().get(f"/invitations/{each}").content.decode() for each in (waiting, at_once)]
    assert ["not open yet" in each for each in shown] == [True, False]
    assert 'name="new_password1"' in shown[1]


def test_only_the_holder_of_a_link_reads_that_it_waits(client: Client, administrator: User, officer_a: User) -> None:
    invitation_links.new_link(officer_a, by=administrator, now=timezone.now())
    another = client.get("/invitations/somebody-elses-guess")
    assert another.status_code == 404
    assert "not open yet" not in another.content.decode()


def test_a_rejected_link_is_over(client: Client, administrator: User, officer_a: User) -> None:
    secret = invitation_links.new_link(officer_a, by=administrator, now=timezone.now())
    client.force_login(second_administrator())
    client.post(f"/people/links/{Invitation.objects.get().pk}/confirm", {"act": "reject"})
    assert "link rejected" in acts()
    assert "This link no longer works" in Client().get(f"/invitations/{secret}").content.decode()
