"""An empty system can be filled from the command line, and refuses what makes no sense."""

from __future__ import annotations

import argparse

import pytest

from roadstead.cli import register
from roadstead.cli.accounts import ROLES
from roadstead.cli.console import CommandFailed
from roadstead.engine.reference.partners import partners
from roadstead.platform.accounts.models import AccountNotice, Carrier, Organisation, Role, State, Token, User
from roadstead.platform.audit.models import Record
from roadstead.platform.invitations.invitation_links import open_invitation
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


def told(**given: str) -> argparse.Namespace:
    return argparse.Namespace(**{"organisation": "", **given})


def test_states_carriers_and_people_are_made_and_can_be_used() -> None:
    register.state(told(code="GRD", name="Grenada"))
    secret = register.carrier(told(code="5X", name="An Airline")).rpartition(" ")[2]
    said = register.add(told(name="grd.officer", role="officer", state="GRD", carrier=""))
    assert Token.carrier_of(secret) == Carrier.objects.get(pk="5X")
    user = User.objects.get(username="grd.officer")
    assert (user.role, user.state_id) == (Role.OFFICER, "GRD")
    assert user.check_password(said.split()[1])


def test_what_is_done_on_the_command_line_stands_in_the_audit_as_such_and_people_are_notified(region: None) -> None:
    auditor = make_user("auditor", Role.AUDITOR)
    register.carrier(told(code="5X", name="An Airline"))
    register.add(told(name="5x.user", role="carrier", state="", carrier="5X"))
    register.password(told(name="5x.user"))
    register.link(told(name="5x.user"))
    lines = Record.objects.filter(action__in=["token issued", "account added", "password set", "link made"])
    assert [(line.action, line.as_whom) for line in lines.order_by("id")] == [
        ("token issued", "system"),
        ("account added", "system"),
        ("password set", "system"),
        ("link made", "system"),
    ]
    assert all("the command line" in line.detail for line in lines)
    kinds = AccountNotice.objects.order_by("id").values_list("person__username", "kind")
    assert list(kinds) == [
        ("auditor", "token"),
        ("auditor", "new account"),
        ("5x.user", "password"),
        ("5x.user", "link"),
    ]
    assert auditor.account_notices.count() == 2


def test_the_command_line_knows_every_role() -> None:
    assert set(ROLES) == set(Role.values)


def test_a_new_password_ends_the_old_one() -> None:
    State.objects.create(code="GRD", name="Grenada")
    old = register.add(told(name="one", role="auditor", state="GRD", carrier="")).split()[1]
    new = register.password(told(name="one")).split()[1]
    user = User.objects.get(username="one")
    assert (user.check_password(old), user.check_password(new)) == (False, True)


def test_who_lost_the_second_factor_gets_a_link_on_the_machine_itself() -> None:
    State.objects.create(code="GRD", name="Grenada")
    register.add(told(name="one", role="auditor", state="GRD", carrier=""))
    said = register.link(told(name="one"))
    found = open_invitation(said.rpartition("/invitations/")[2])
    assert found
    assert found.user.username == "one"
    with pytest.raises(CommandFailed, match="no account has the user name"):
        register.link(told(name="nobody"))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (
            {"name": "x", "role": "officer", "state": "GRD", "carrier": ""},
            "unknown state GRD; add it first with `accounts state`",
        ),
        (
            {"name": "x", "role": "carrier", "state": "", "carrier": "5X"},
            "unknown carrier 5X; add it first with `accounts carrier`",
        ),
        ({"name": "x", "role": "carrier", "state": "", "carrier": ""}, "choose a carrier and no state"),
        ({"name": "x", "role": "officer", "state": "", "carrier": ""}, "choose a state for officers"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused_with_what_to_do(given: dict[str, str], why: str) -> None:
    with pytest.raises(CommandFailed, match=why):
        register.add(told(**given))


def test_a_state_that_is_no_country_is_refused() -> None:
    with pytest.raises(CommandFailed, match="alpha-3"):
        register.state(told(code="ZQX", name="Nowhere"))


def test_a_partner_of_the_shipped_table_is_in_the_directory_once_an_operator_adds_it(region: None) -> None:
    printed = register.partner(told(code=""))
    assert "XCARPHA" in printed
    assert not Organisation.objects.filter(type="partner").exists()
    register.partner(told(code="xcarpha"))
    made = Organisation.objects.get(pk="XCARPHA")
    assert (made.type, made.state, made.verified, made.names["fr"][:6]) == ("partner", None, False, "Agence")
    assert made.source == "https://carpha.org, general knowledge, [U]"
    Organisation.objects.filter(pk=made.pk).update(verified=True, source="letter of 2026")
    register.partner(told(code="XCARPHA"))
    assert Organisation.objects.get(pk="XCARPHA").source == "letter of 2026"
    with pytest.raises(CommandFailed, match="no shipped partner has the code 'XNATO'"):
        register.partner(told(code="XNATO"))


def test_shipped_partners_have_names_in_every_language_and_say_that_they_are_not_verified() -> None:
    for each in partners():
        assert all(each.names.values()), each.code
        assert len(each.code) <= 12
        assert (each.verified, each.source[-3:]) == (False, "[U]")
