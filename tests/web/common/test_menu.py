"""The role decides what may be opened, the organisation what comes first and what the menu leaves out."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roadstead.platform.accounts.models import Role, User
from roadstead.platform.accounts.organisations import Organisation, OrganisationType
from roadstead.web.common.menu import (
    ACCESS,
    HOME,
    HOME_BY_ROLE,
    MAX_PLACES,
    MENU_BY_ORGANISATION,
    MENU_BY_ROLE,
    MORE,
    OF_AN_ORGANISATION,
    home_of,
    menu_of,
    other_places,
)
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
OF_THE_CENTRE = {Role.ANALYST, Role.OPERATOR, Role.ADMINISTRATOR, Role.CARRIER}


def member(type_: OrganisationType | None, role: Role = Role.OFFICER) -> User:
    """A person of Barbados, in an organisation of this type or in none."""
    state = "" if role in OF_THE_CENTRE else "BRB"
    user = make_user(f"{role}-{type_ or 'none'}", role, state=state, carrier="2X" if role == Role.CARRIER else "")
    if type_ and role != Role.CARRIER:
        code = f"BRB-{list(OrganisationType).index(type_):X}X"
        user.organisation, _ = Organisation.objects.get_or_create(
            code=code, defaults={"names": {"en": type_.label}, "type": type_, "state_id": state or None}
        )
        user.save()
    return user


@pytest.mark.parametrize("menu", [*MENU_BY_ROLE.values(), *MENU_BY_ORGANISATION.values()])
def test_a_menu_names_places_that_exist_each_once_and_leaves_room_for_home_and_more(menu: tuple[str, ...]) -> None:
    assert {*menu} <= set(ACCESS) - {HOME}
    assert len({*menu}) == len(menu) <= MAX_PLACES - 2


@pytest.mark.parametrize("type_", [None, *OrganisationType])
@pytest.mark.parametrize("role", Role)
def test_a_menu_has_at_most_seven_places_that_the_role_may_open(role: Role, type_: OrganisationType | None) -> None:
    user = member(type_, role)
    places = menu_of(user)
    assert len(places) == len(set(places)) <= MAX_PLACES
    assert [view for view in places if view != MORE and not ACCESS[view](user)] == []
    assert places[0] == HOME or home_of(user) in places


@pytest.mark.parametrize("role", Role)
def test_menu_and_the_page_more_together_hold_every_place_once(role: Role) -> None:
    user = member(None, role)
    together = [view for view in menu_of(user) if view != MORE] + other_places(user)
    expected = {view for view, may in ACCESS.items() if may(user)} - ({HOME} if role in HOME_BY_ROLE else set())
    assert len(together) == len(set(together))
    assert set(together) == expected
    assert (MORE in menu_of(user)) == bool(other_places(user))


@pytest.mark.parametrize("type_", [None, OrganisationType.AGENCY, OrganisationType.PIU])
def test_a_border_agency_has_the_menu_of_the_role(type_: OrganisationType | None) -> None:
    assert menu_of(member(type_))[1:-1] == list(MENU_BY_ROLE[Role.OFFICER])


@pytest.mark.parametrize("role", sorted(set(MENU_BY_ROLE) - OF_AN_ORGANISATION))
def test_roles_with_work_of_their_own_have_the_same_menu_in_every_organisation(role: Role) -> None:
    assert menu_of(member(OrganisationType.CUSTOMS, role)) == menu_of(member(None, role))


@pytest.mark.parametrize(("role", "page"), HOME_BY_ROLE.items())
def test_roles_that_work_on_one_page_begin_there(role: Role, page: str, client: Client) -> None:
    user = member(None, role)
    client.force_login(user)
    assert client.get(reverse("home"))["Location"] == reverse(page)


def test_the_page_more_leads_to_what_the_menu_leaves_out(client: Client) -> None:
    user = member(OrganisationType.FIU)
    client.force_login(user)
    assert f'class="rs-nav__place" href="{reverse("arrivals")}"' not in client.get(reverse("notices")).content.decode()
    page = client.get(reverse("more")).content.decode()
    for view in other_places(user):
        assert f'href="{reverse(view)}"' in page
        assert client.get(reverse(view)).status_code == 200


def test_the_state_and_the_organisation_are_read_with_the_person(client: Client) -> None:
    user = member(OrganisationType.CUSTOMS)
    client.force_login(user)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("directory"))
    assert [one["sql"] for one in asked if 'from "accounts_organisation" where' in one["sql"].lower()] == []
    assert [
        one["sql"] for one in asked if 'from "accounts_state" where "accounts_state"."code"' in one["sql"].lower()
    ] == []
