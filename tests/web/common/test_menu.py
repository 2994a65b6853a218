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
    DEFAULT_HOME,
    FIRST_TITLE,
    HOME_BY_ROLE,
    ORGANISATION_MENUS,
    home_of,
    menu_of,
)
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
OF_A_STATE = (Role.OFFICER, Role.SUPERVISOR, Role.FOCAL_POINT, Role.AUDITOR, Role.WATCHLIST_OWNER)


def member(type_: OrganisationType | None, role: Role = Role.OFFICER) -> User:
    """A person of Barbados, in an organisation of this type or in none."""
    user = make_user(f"{role}-{type_ or 'none'}", role, state="BRB")
    if type_:
        code = f"BRB-{list(OrganisationType).index(type_):X}X"
        user.organisation, _ = Organisation.objects.get_or_create(
            code=code, defaults={"names": {"en": type_.label}, "type": type_, "state_id": "BRB"}
        )
        user.save()
    return user


def shown(user: User) -> list[str]:
    return [view for _name, views in menu_of(user) for view in views]


@pytest.mark.parametrize("type_", ORGANISATION_MENUS)
def test_a_desk_names_places_of_the_menu_and_leaves_out_none_that_it_puts_first(type_: OrganisationType) -> None:
    desk = ORGANISATION_MENUS[type_]
    assert {*desk.first, *desk.without} <= set(ACCESS)
    assert not set(desk.first) & set(desk.without)


@pytest.mark.parametrize("type_", [None, *OrganisationType])
@pytest.mark.parametrize("role", OF_A_STATE)
def test_nobody_is_shown_or_led_to_what_the_role_may_not_open(role: Role, type_: OrganisationType | None) -> None:
    user = member(type_, role)
    places = shown(user)
    assert len(places) == len(set(places))
    assert [view for view in places if not ACCESS[view](user)] == []
    assert home_of(user) in places


@pytest.mark.parametrize("type_", [None, OrganisationType.AGENCY, OrganisationType.PIU])
def test_a_border_agency_has_the_menu_of_somebody_without_an_organisation(type_: OrganisationType | None) -> None:
    user = member(type_)
    assert home_of(user) == DEFAULT_HOME
    assert shown(user) == shown(member(None, Role.OFFICER) if type_ else user)
    assert FIRST_TITLE not in dict(menu_of(user))


@pytest.mark.parametrize(
    ("type_", "home"),
    [
        (OrganisationType.CUSTOMS, "lanes"),
        (OrganisationType.IMMIGRATION, "arrivals"),
        (OrganisationType.FIU, "notices"),
        (OrganisationType.POLICE, "cases"),
        (OrganisationType.MINISTRY, "statistics"),
    ],
)
def test_an_officer_begins_where_the_work_of_the_organisation_begins(
    type_: OrganisationType, home: str, client: Client
) -> None:
    user = member(type_)
    client.force_login(user)
    response = client.get(reverse("home"))
    assert response["Location"] == reverse(home)
    assert client.get(response["Location"]).status_code == 200
    (name, views), *_ = menu_of(user)
    assert (name, views[0]) == (FIRST_TITLE, home)


def test_a_role_that_may_not_open_the_first_place_begins_at_the_next() -> None:
    assert home_of(member(OrganisationType.POLICE, Role.FOCAL_POINT)) == "notices"


@pytest.mark.parametrize("role", sorted({*OF_A_STATE} & {*HOME_BY_ROLE}))
def test_who_watches_or_keeps_lists_has_the_same_menu_in_every_organisation(role: Role) -> None:
    of_customs, of_none = member(OrganisationType.CUSTOMS, role), member(None, role)
    assert (home_of(of_customs), menu_of(of_customs)) == (HOME_BY_ROLE[role], menu_of(of_none))


def test_a_place_that_the_menu_leaves_out_can_still_be_opened(client: Client) -> None:
    client.force_login(member(OrganisationType.FIU))
    page = client.get(reverse("notices")).content.decode()
    assert f'class="rs-nav__place" href="{reverse("arrivals")}"' not in page
    assert client.get(reverse("arrivals")).status_code == 200


def test_the_state_and_the_organisation_are_read_with_the_person(client: Client) -> None:
    user = member(OrganisationType.CUSTOMS)
    client.force_login(user)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("directory"))
    assert [one["sql"] for one in asked if 'from "accounts_organisation" where' in one["sql"].lower()] == []
    assert [
        one["sql"] for one in asked if 'from "accounts_state" where "accounts_state"."code"' in one["sql"].lower()
    ] == []
