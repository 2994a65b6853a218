"""Each role begins with its own work: counted, the most urgent first, and nothing of another state."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.accounts.organisations import Organisation, OrganisationType
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.common.menu import HOME_BY_ROLE
from roadstead.web.home.roles import BY_ROLE, OFFICERS
from tests.conftest import make_user
from tests.pipeline.test_pipeline import NOW, TOBIAS, file, put_in_force
from tests.samples import paxlst

pytestmark = pytest.mark.django_db


def page(client: Client, user: User) -> tuple[str, dict[str, Any]]:
    client.force_login(user)
    response = client.get(reverse("home"))
    assert response.status_code == 200
    return response.content.decode(), {str(section.title): section for section in response.context["sections"]}


def test_every_role_has_a_home_page_or_a_page_it_is_sent_to() -> None:
    assert set(BY_ROLE) | set(HOME_BY_ROLE) == set(Role)
    assert not set(BY_ROLE) & set(HOME_BY_ROLE)
    assert all(BY_ROLE.values())
    assert all(OFFICERS.values())


@pytest.mark.parametrize("role", BY_ROLE)
def test_the_home_page_is_shown_where_nothing_waits(role: Role, client: Client) -> None:
    state = "" if role in {Role.ANALYST, Role.ADMINISTRATOR} else "BRB"
    html, sections = page(client, make_user("home", role, state=state))
    assert sections
    assert all(str(section.empty) in html for section in sections.values() if not section.lines)


@pytest.fixture
def alert(region: None, officer_a: User) -> Alert:
    put_in_force()
    file(paxlst(TOBIAS))
    return Alert.objects.get()


def test_an_officer_finds_the_alerts_to_decide_and_the_own_ones(client: Client, alert: Alert, officer_a: User) -> None:
    html, sections = page(client, officer_a)
    assert (sections["Alerts to decide"].count, sections["My alerts"].count) == (1, 0)
    assert f'href="{reverse("alert", args=[alert.pk])}"' in html
    decide(alert.pk, Act.TAKE, by=officer_a, words=DecisionText(), now=NOW)
    _html, sections = page(client, officer_a)
    assert sections["My alerts"].count == 1


def test_a_state_reads_nothing_of_another_and_the_reading_is_audited(
    client: Client, alert: Alert, officer_b: User
) -> None:
    html, sections = page(client, officer_b)
    assert sections["Alerts to decide"].count == 0
    assert TOBIAS.surname not in html.upper()
    enter(REGION)
    assert Record.objects.filter(user=officer_b.username, action="read", subject="home page").exists()


@pytest.mark.parametrize("type_", OFFICERS)
def test_officers_of_other_organisations_begin_with_their_work(type_: OrganisationType, client: Client) -> None:
    user = make_user("other", Role.OFFICER, state="BRB")
    user.organisation = Organisation.objects.create(code="BRB-X", names={"en": "X"}, type=type_, state_id="BRB")
    user.save()
    _html, sections = page(client, user)
    assert len(sections) == len(OFFICERS[type_])
