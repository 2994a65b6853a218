"""Whether anybody has work left on an alert is a column, kept by the database; the queue reads nothing else."""

from __future__ import annotations

from copy import copy
from datetime import UTC, datetime
from random import Random

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from roadstead.casework.alerts.logic.workflow import OPEN, AlertState, has_work
from roadstead.casework.alerts.models import Alert, RegionStanding, StateDecision
from roadstead.casework.alerts.queue import AlertFilters, alerts_in_tab, count_by_assignee, queue
from roadstead.casework.alerts.queue_overview import count_other_work, overview
from roadstead.casework.alerts.state_decisions import (
    as_seen_by,
    is_open_somewhere,
    open_alerts_for,
    save_standing,
    visible_alerts,
)
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.database.scope import REGION, enter
from tests.conftest import make_user
from tests.pipeline.test_pipeline import TOBIAS, file, put_in_force
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
STATES = ["BRB", "LCA", "VCT"]
STEPS = 400  # an eighth of them every day


@pytest.fixture
def viewers(region: None, analyst: User) -> list[User]:
    return [analyst, *(make_user(f"supervisor-{state}", Role.SUPERVISOR, state=state) for state in STATES)]


@pytest.fixture
def alerts(viewers: list[User]) -> list[int]:
    """Of a person, of goods, and of a person by name on a bill; each of several states at times."""
    put_in_force()
    file(paxlst(TOBIAS))
    Voyage.objects.update(states=STATES)  # whose states see the alert see the voyage
    (first,), voyage, manifest = Alert.objects.all(), Voyage.objects.get(), Manifest.objects.get()
    bill = Bill.objects.create(voyage=voyage, manifest=manifest, first_at=NOW, changed_at=NOW, states=STATES)
    others = [
        Alert.objects.create(voyage=voyage, bill=bill, kind=kind, rule="X", action="refer", states=["BRB"])
        for kind in ("rule", "name")
    ]
    return [first.pk, *(each.pk for each in others)]


def defined(alert: Alert, viewers: list[User]) -> bool:
    """As the pages show it: whether the region or a state that it concerns, or that has spoken, has work left."""
    concerned = {*alert.states, *alert.state_decisions.values_list("by_state", flat=True)}
    looking = [viewer for viewer in viewers if viewer.state_id is None or viewer.state_id in concerned]
    stood = [as_seen_by([Alert.objects.get(pk=alert.pk)], viewer)[0] for viewer in looking]
    return any(has_work(AlertState(each.state), each.dealt_at, is_goods=alert.is_goods) for each in stood)


def step(number: int, random: Random) -> None:
    """Something that an officer, the screening or retention does to it, sensible or not."""
    rows = Alert.objects.filter(pk=number)
    state, dealt = random.choice(list(AlertState)), random.choice([None, None, NOW])
    of = random.choice(STATES)
    match random.randrange(6):
        case 0:
            rows.update(state=state, dealt_at=dealt)
        case 1:
            rows.update(states=random.sample(STATES, random.randrange(4)))
        case 2:
            StateDecision.objects.filter(alert=number, by_state=of).delete()
        case 3:
            alert = rows.get()
            alert.state, alert.dealt_at = state, dealt
            alert.save()  # with what was read of the column
        case _:
            alert = rows.get()
            alert.state, alert.dealt_at = state, dealt
            save_standing(alert, of)


def test_over_random_histories_the_column_says_what_its_definition_says(
    alerts: list[int], viewers: list[User], thorough: bool
) -> None:
    random, said = Random(16), set[bool]()
    for _ in range(STEPS if thorough else STEPS // 8):
        number = random.choice(alerts)
        step(number, random)
        alert = Alert.objects.get(pk=number)
        assert alert.open_somewhere == defined(alert, viewers), (
            alert.state,
            alert.states,
            list(alert.state_decisions.all()),
        )
        assert alert.open_somewhere or not is_open_somewhere(alert)  # nothing that retention waits for is left out
        said.add(alert.open_somewhere)
    assert said == {True, False}


def test_nobodys_queue_lacks_an_alert_that_is_open_for_them(
    alerts: list[int], viewers: list[User], thorough: bool
) -> None:
    random = Random(3)
    for _ in range(STEPS // 4 if thorough else STEPS // 32):
        step(random.choice(alerts), random)
        for viewer in viewers:
            enter(viewer.scope)
            every = visible_alerts(viewer).filter(effective_state__in=sorted(OPEN), effective_dealt_at=None)
            mine = set(every.values_list("pk", flat=True))
            assert set(open_alerts_for(viewer).values_list("pk", flat=True)) == mine
            assert {row.pk for row in queue(viewer, AlertFilters(), NOW)} == mine
            assert count_by_assignee(viewer, AlertFilters(), NOW)["all"] == len(mine)
            picked = visible_alerts(viewer).filter(
                effective_state__in=["doc_check", "scan", "examine"], effective_dealt_at=None
            )
            assert count_other_work(viewer)["selected"] == picked.count()
        enter(REGION)


def test_the_numbers_of_all_tabs_come_from_one_pass_and_are_those_of_the_queue(
    alerts: list[int], viewers: list[User], thorough: bool
) -> None:
    random, most = Random(20), 0
    for _ in range(STEPS // 8 if thorough else STEPS // 64):
        number = random.choice(alerts)
        step(number, random)
        Alert.objects.filter(pk=number).update(assignee=random.choice([None, *viewers]))
        for viewer in viewers:
            enter(viewer.scope)
            found = overview(viewer, AlertFilters(), NOW)
            assert found.tabs == count_by_assignee(viewer, AlertFilters(), NOW)
            for whose, counted in found.tabs.items():
                assert counted == len(queue(viewer, AlertFilters(assignee=whose), NOW))
            for show, counted in found.other_work.items():
                assert counted == len(queue(viewer, AlertFilters(show=show), NOW))
            most = max(most, *found.tabs.values(), *found.other_work.values())
        enter(REGION)
    assert most > 1


def test_a_state_that_does_not_see_the_others_leaves_an_alert_open_for_them(
    alerts: list[int], viewers: list[User]
) -> None:
    _, first, second, _ = viewers
    alert = Alert.objects.get(pk=alerts[0])
    Alert.objects.filter(pk=alert.pk).update(states=["BRB", "LCA"])
    for officer, left in ((first, True), (second, False)):
        enter(officer.scope)
        own = Alert.objects.get(pk=alert.pk)
        own.state = AlertState.CLEARED
        save_standing(own, officer.state_id or "")
        enter(REGION)
        assert Alert.objects.get(pk=alert.pk).open_somewhere is left


def test_what_the_decisions_come_to_for_the_region_is_read_by_no_state_and_written_by_nobody(
    alerts: list[int], viewers: list[User]
) -> None:
    analyst, first, *_ = viewers
    Alert.objects.filter(pk=alerts[0]).update(states=["BRB", "LCA"])
    StateDecision.objects.create(alert_id=alerts[0], by_state="LCA", state=AlertState.CONFIRMED, states=["LCA"])
    enter(analyst.scope)
    assert RegionStanding.objects.visible_to(analyst).get().state == AlertState.CONFIRMED
    enter(first.scope)
    assert not RegionStanding.objects.exists()  # by the database
    enter(REGION)
    assert not RegionStanding.objects.visible_to(first)  # by the filter
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        RegionStanding.objects.update(state=AlertState.CLEARED)
    StateDecision.objects.filter(alert=alerts[0]).delete()
    assert not RegionStanding.objects.exists()


def copied(alert: Alert, rule: str) -> Alert:
    made = copy(alert)
    made.pk, made.rule = None, rule
    return made


def test_the_queue_reads_the_open_alerts_by_their_index(alerts: list[int], viewers: list[User], client: Client) -> None:
    decided = Alert.objects.get(pk=alerts[1])
    decided.state = AlertState.CLEARED
    Alert.objects.bulk_create(
        [copied(decided, f"X{at}") for at in range(500)]
    )  # nearly all are decided, as at the desks
    for viewer in viewers[:2]:
        enter(viewer.scope)
        with connection.cursor() as cursor:
            cursor.execute("set local enable_seqscan = off")
        for rows in (open_alerts_for(viewer), alerts_in_tab(AlertFilters(), viewer)):
            assert "alert_open_idx" in rows.explain()
        client.force_login(viewer)
        assert client.get("/alerts").status_code == 200
