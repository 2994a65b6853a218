"""Handling of alerts: the queries of pages and files say what the gate says, and red is on pages alone."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from roadstead.casework.alerts.apply_handling import apply_handling
from roadstead.casework.alerts.models import OFF_PAGE, Alert
from roadstead.config import config
from roadstead.engine.reference.caricom import REGION
from roadstead.outbound.notifications.fan_out import update_notices
from roadstead.outbound.notifications.models import Channel, Delivery, DeliveryStatus, Notice
from roadstead.outbound.notifications.send import claim
from roadstead.outbound.responses.issue import matches
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.database.scope import enter
from roadstead.platform.handling.labels import handling_line, short_line
from roadstead.platform.handling.logic.gate import Medium, any_officer_of, may_leave
from roadstead.targeting.watchlists.handling import NewHandling, set_handling
from roadstead.targeting.watchlists.models import WatchList
from roadstead.web.common.guard import page_recipient
from tests.casework.cases.test_acts import make_alert
from tests.conftest import make_user
from tests.outbound.notifications.test_dissemination import raised

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture
def people(region: None, officer_a: User, supervisor_a: User, officer_b: User, analyst: User) -> list[User]:
    return [officer_a, supervisor_a, officer_b, analyst, make_user("supervisor-b", Role.SUPERVISOR, state="LCA")]


def every_alert(named: int) -> list[Alert]:
    """One of each owner, code, action and circle of states that screening can make."""
    found = []
    for (owner, tlp), action in product(
        [
            *product(("BRB", "REGION"), ("", "clear", "green", "amber")),
            ("BRB", "amber+strict"),
            ("BRB", "red"),
        ],
        ("stop", "discreet"),
    ):
        alone = tlp in {"amber+strict", "red"} or action == "discreet"
        states = ["XRC"] if owner == "REGION" and action == "discreet" else ["BRB"] if alone else ["BRB", "LCA"]
        given = {"owner": owner, "tlp": tlp, "action": action, "named": [named] if tlp == "red" else []}
        found.append(make_alert(*states, **given))
    return found


def test_the_queries_of_pages_and_of_files_let_through_what_the_gate_lets(people: list[User]) -> None:
    alerts = every_alert(named=people[0].pk)
    for user in people:
        seen = Alert.objects.visible_to(user)
        concerned = [row for row in alerts if user.state_id is None or user.state_id in row.states]
        assert {row.pk for row in seen} == {
            row.pk for row in concerned if may_leave(row, page_recipient(user)).is_yes
        }, user
        in_files = {
            row.pk for row in seen if may_leave(row, any_officer_of(user.state_id or REGION, Medium.FILE)).is_yes
        }
        assert set(seen.filter(OFF_PAGE).values_list("pk", flat=True)) == in_files, user


def test_an_officer_of_the_owner_who_is_not_named_has_no_red_alert_even_with_its_address(
    people: list[User], client: Client
) -> None:
    officer, supervisor = people[:2]
    alert = make_alert("BRB", owner="BRB", tlp="red", named=[officer.pk])
    for user, status in ((officer, 200), (supervisor, 404), (people[2], 404), (people[3], 404)):
        client.force_login(user)
        enter(user.scope)
        assert client.get(f"/alerts/{alert.pk}").status_code == status, user


def test_red_goes_by_no_channel_and_what_becomes_red_is_not_sent_any_more(region: None, officer_a: User) -> None:
    for way, target in (("mail", "duty@brb.example"), ("webhook", "https://brb.example/hook")):
        Channel.objects.create(state="BRB", way=way, target=target, made_at=NOW, states=["BRB"])
    raised("BRB", owner="BRB", named=(officer_a.pk,))
    update_notices(now=NOW)
    assert (Notice.objects.count(), Delivery.objects.count()) == (1, 0)
    alert = raised("BRB", owner="BRB")
    update_notices(now=NOW)
    assert Delivery.objects.count() == 2
    Alert.objects.filter(pk=alert.pk).update(tlp="red", named=[officer_a.pk])
    assert [claim(config(), now=NOW), claim(config(), now=NOW)] == [None, None]
    assert set(Delivery.objects.values_list("status", flat=True)) == {DeliveryStatus.FAILED}


def test_a_carrier_is_not_answered_by_what_is_red_or_silent(region: None, officer_a: User) -> None:
    from tests.targeting.watchlists.test_handling import raised as screened

    of_list = WatchList.objects.create(name="L", owner="BRB")
    alert = screened(of_list, "BRB")
    assert alert is not None
    assert alert.traveller_id in matches(alert.voyage).by_row
    for hidden in ({"tlp": "red", "named": [officer_a.pk]}, {"tlp": "", "named": [], "action": "discreet"}):
        Alert.objects.filter(pk=alert.pk).update(**hidden)
        assert not matches(alert.voyage).by_row


def test_a_red_alert_is_counted_on_the_board_and_in_no_file(region: None, officer_a: User, client: Client) -> None:
    raised("BRB", owner="BRB", named=(officer_a.pk,))
    client.force_login(officer_a)
    page = client.get("/arrivals?when=arrived").context["voyages"]
    assert [voyage.open_alerts for voyage in page] == [1]
    lines = client.get("/arrivals?when=arrived&as=csv").content.decode().splitlines()
    at = lines[0].split(",").index("Alerts")
    assert [each.split(",")[at] for each in lines[1:]] == ["0"]


def test_all_codes_of_a_list_reach_its_alerts_at_once_and_its_line_says_them(region: None, supervisor_a: User) -> None:
    of_list = WatchList.objects.create(name="L", owner="BRB")
    alert = make_alert("BRB", owner="BRB", list_name=of_list.title, tlp="amber")
    wanted = NewHandling(
        tlp="green",
        h=("H1", "H3"),
        h_words="not by telephone",
        pap="amber",
        grading_scheme="4x4",
        grading_source="B",
        grading_information="2",
        consent_for=("onward",),
    )
    before = WatchList.objects.get(pk=of_list.pk)
    apply_handling(before, set_handling(of_list, wanted, why="agreed", by=supervisor_a), by=supervisor_a)
    enter(supervisor_a.scope)
    alert.refresh_from_db()
    assert (alert.tlp, alert.h, alert.consent_for) == ("green", ["H1", "H3"], ["onward"])
    assert handling_line(alert) == (
        "TLP:GREEN, all participating states, but not the public; H1: no use in judicial proceedings without the "
        "owner’s permission; H3: not by telephone; PAP:AMBER, only passive checks that cannot be noticed; 4x4: B2"
    )
    assert short_line(alert) == "TLP:GREEN H1 H3 not by telephone"


@pytest.mark.parametrize(
    "wrong",
    [
        {"tlp": "purple"},
        {"h": ["H9"]},
        {"h": ["H3"]},
        {"h_words": "without H3"},
        {"pap": "blue"},
        {"grading_scheme": "4x4"},
        {"grading_scheme": "4x4", "grading_source": "D", "grading_information": "1"},
        {"grading_source": "A", "grading_information": "1"},
        {"consent_for": ["court", "all"]},
    ],
)
def test_the_database_keeps_no_codes_that_do_not_belong_together(region: None, wrong: dict[str, Any]) -> None:
    alert = make_alert("BRB")
    of_list = WatchList.objects.create(name="L", owner="BRB")
    for row in (alert, of_list):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**wrong)


def test_a_gate_asked_for_an_alert_reads_no_table(region: None, django_assert_num_queries: Any) -> None:
    alert = make_alert("BRB", owner="BRB")
    to = any_officer_of("BRB", Medium.FILE)
    with django_assert_num_queries(0):
        assert may_leave(alert, to).is_yes
