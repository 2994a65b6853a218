"""A state has one notice of a voyage: later alerts and steps change it, and nobody is called for their own act (U7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from roadstead.casework.alerts.models import Alert, Event
from roadstead.config import Config, config
from roadstead.outbound.notifications.acknowledgement import (
    acknowledge,
    acknowledge_all,
    acknowledge_by_opening,
    count_calling,
    notices_calling,
    own_notices,
    with_alerts,
)
from roadstead.outbound.notifications.fan_out import update_notices
from roadstead.outbound.notifications.logic.escalation import Level
from roadstead.outbound.notifications.models import Delivery, Notice, NoticeAlert
from roadstead.outbound.notifications.send import deliver_due
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.roster import add_turn
from tests.conftest import make_user
from tests.outbound.notifications.receivers import Got, receivers
from tests.outbound.notifications.test_dissemination import NOW, channel, raised

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def got() -> Iterator[Got]:
    with receivers() as got:
        yield got


@pytest.fixture
def ours(got: Got) -> Config:
    return replace(config(), smtp_url=got.smtp, webhook_private=True, mail_from="duty@roadstead.example")


@pytest.fixture
def colleague(db: None) -> User:
    return make_user("colleague-a", Role.OFFICER, state="BRB")


def another(first: Alert, *, states: tuple[str, ...] = ("BRB",), **columns: object) -> Alert:
    """A second alert on the voyage of the first."""
    made = {"kind": "name", "list_name": "Persons sought", "action": "stop", "score": 30, **columns}
    entry = f"e{Alert.objects.count() + 1}"
    alert = Alert.objects.create(voyage=first.voyage, entry_id=entry, states=list(states), **made)
    step(alert, "raised")
    return alert


def step(alert: Alert, act: str, who: User | None = None, of: str = "") -> None:
    Event.objects.create(
        alert=alert,
        number=alert.events.count() + 1,
        act=act,
        after="new",
        who=who,
        by_state=of,
        states=[of] if of else alert.states,
    )


def subjects(got: Got) -> list[str]:
    return [raw.replace(b"\r\n ", b" ").split(b"Subject: ")[1].split(b"\r\n")[0].decode() for raw in got.mails]


def test_the_alerts_of_one_voyage_are_one_notice_and_one_mail_for_each_state(
    region: None, got: Got, ours: Config, officer_a: User, officer_b: User
) -> None:
    channel("BRB", "mail", "duty@brb.example")
    first = raised("BRB", "LCA")
    for _ in range(3):
        another(first, states=("BRB", "LCA"))
    deliver_due(ours, now=NOW)
    assert (count_calling(officer_a), count_calling(officer_b), Notice.objects.count()) == (1, 1, 2)
    assert len(got.mails) == 1
    assert "4 new alerts on a voyage" in subjects(got)[0]
    (notice,) = with_alerts(own_notices(officer_a), officer_a)
    assert [item.alert_id for item in notice.named] == list(Alert.objects.order_by("pk").values_list("pk", flat=True))


def test_a_later_alert_and_a_later_step_change_the_notice_until_it_is_acknowledged(
    region: None, got: Got, ours: Config, officer_a: User, colleague: User
) -> None:
    channel("BRB", "mail", "duty@brb.example")
    first = raised("BRB")
    deliver_due(ours, now=NOW)
    another(first)
    deliver_due(ours, now=LATER)
    assert (count_calling(officer_a), len(got.mails)) == (1, 1)
    step(first, "propose", officer_a, "BRB")
    deliver_due(ours, now=LATER)
    notice = Notice.objects.get()
    assert (notice.kind, notice.alert, notice.version) == ("to agree to", first, 3)
    assert "1 match waits for a second officer, 1 new alert" in subjects(got)[1]
    assert acknowledge(notice, by=colleague, now=LATER)
    another(first)
    deliver_due(ours, now=LATER)
    assert (Notice.objects.count(), count_calling(officer_a), len(got.mails)) == (2, 1, 3)
    assert Notice.objects.get(pk=notice.pk).acknowledged_by == colleague


def test_nobody_is_called_for_their_own_act_and_nobody_answers_it_themselves(
    region: None, ours: Config, officer_a: User, colleague: User
) -> None:
    first = raised("BRB")
    step(first, "propose", officer_a, "BRB")
    deliver_due(ours, now=NOW)
    assert (count_calling(officer_a), count_calling(colleague)) == (0, 1)
    notice = Notice.objects.get()
    assert not acknowledge(notice, by=officer_a, now=NOW)
    assert not acknowledge_by_opening(notice.reference, first, by=officer_a, now=NOW)
    another(first)
    deliver_due(ours, now=NOW)
    assert (count_calling(officer_a), count_calling(colleague)) == (1, 1), "the other alert is nobody's act"
    assert acknowledge(notice, by=officer_a, now=NOW)


def test_where_the_person_who_acted_is_alone_on_duty_the_others_are_called(
    region: None, ours: Config, officer_a: User, supervisor_a: User, colleague: User
) -> None:
    add_turn(str(officer_a.pk), range(7), "00:00", "00:00", by=supervisor_a, now=NOW)
    step(raised("BRB"), "confirm", officer_a, "BRB")
    deliver_due(ours, now=NOW)
    assert (count_calling(officer_a), count_calling(colleague)) == (0, 1)


def test_a_more_urgent_alert_is_sent_again_and_the_time_to_answer_does_not_begin_anew(
    region: None, got: Got, ours: Config
) -> None:
    channel("BRB", "mail", "duty@brb.example")
    channel("BRB", "mail", "chief@brb.example", level=1)
    first = raised("BRB", action="refer")
    Alert.objects.filter(pk=first.pk).update(score=4, seriousness=1)
    deliver_due(ours, now=NOW)
    due = Notice.objects.get().escalates_at
    another(first, seriousness=5, score=60)
    deliver_due(ours, now=LATER)
    assert len(got.mails) == 2
    assert Notice.objects.get().escalates_at == due
    assert due
    deliver_due(ours, now=due)
    assert Notice.objects.get().level == Level.SUPERVISOR
    assert b"chief@brb.example" in got.mails[2]


def test_what_waits_to_be_sent_says_what_the_notice_says_by_then(region: None, got: Got, ours: Config) -> None:
    channel("BRB", "mail", "duty@brb.example")
    first = raised("BRB")
    update_notices(now=NOW)
    step(first, "confirm", make_user("who", Role.OFFICER, state="BRB"), "BRB")
    deliver_due(ours, now=NOW)
    assert Delivery.objects.count() == 1
    assert "1 match confirmed" in subjects(got)[0]


def test_what_a_states_own_list_raised_has_a_notice_of_its_own_that_the_centre_never_sees(
    region: None, ours: Config, officer_a: User, analyst: User
) -> None:
    own = another(raised("BRB"), owner="BRB")
    for minutes in (0, 16, 32, 64):
        deliver_due(ours, now=NOW + timedelta(minutes=minutes))
    assert Notice.objects.count() == 2
    (seen,) = with_alerts(own_notices(analyst), analyst)
    assert own.pk not in [item.alert_id for item in seen.named]
    assert acknowledge(seen, by=analyst, now=NOW)
    assert [notice.alert for notice in notices_calling(officer_a)] == [own]


def test_a_silent_entry_joins_no_notice_of_the_officers(
    region: None, got: Got, ours: Config, officer_a: User, supervisor_a: User
) -> None:
    channel("BRB", "mail", "duty@brb.example")
    silent = another(raised("BRB"), action="discreet")
    red = another(silent, named=[supervisor_a.pk])
    deliver_due(ours, now=NOW)
    (notice,) = with_alerts(own_notices(officer_a), officer_a)
    assert not {silent.pk, red.pk} & {item.alert_id for item in notice.named}
    assert "1 new alert" in subjects(got)[0]
    assert Notice.objects.count() == 3


def test_an_alert_that_becomes_red_takes_no_other_out_of_sight(region: None, ours: Config, officer_a: User) -> None:
    first = raised("BRB")
    second = another(first)
    deliver_due(ours, now=NOW)
    Alert.objects.filter(pk=Notice.objects.get().alert_id).update(named=[987_654])
    for scope in (REGION, officer_a.scope):
        enter(scope)
        (notice,) = with_alerts(own_notices(officer_a), officer_a)
        assert len(notice.named) == 1
        assert {notice.named[0].alert_id} < {first.pk, second.pk}


def test_a_mail_tells_nothing_of_an_alert_that_has_become_silent(region: None, got: Got, ours: Config) -> None:
    channel("BRB", "mail", "duty@brb.example")
    first = raised("BRB")
    another(first)
    update_notices(now=NOW)
    Alert.objects.filter(pk=first.pk).update(action="discreet")
    deliver_due(ours, now=NOW)
    assert "1 new alert" in subjects(got)[0]


def test_a_notice_of_which_all_alerts_are_cleared_is_answered_by_whoever_cleared_the_last(
    region: None, ours: Config, officer_a: User, colleague: User
) -> None:
    first = raised("BRB")
    second = another(first)
    deliver_due(ours, now=NOW)
    step(first, "clear", officer_a)
    deliver_due(ours, now=LATER)
    assert count_calling(colleague) == 1
    step(second, "clear", officer_a)
    deliver_due(ours, now=LATER)
    notice = Notice.objects.get()
    assert (notice.acknowledged_by, notice.escalates_at) == (officer_a, None)
    assert Record.objects.filter(action="acknowledged", subject=f"notice {notice.reference}").exists()
    assert count_calling(colleague) == 0


def test_a_step_that_lapses_one_alert_leaves_the_notice_of_the_other(region: None, ours: Config) -> None:
    first = raised("BRB")
    second = another(first)
    deliver_due(ours, now=NOW)
    step(first, "lapsed")
    deliver_due(ours, now=LATER)
    notice = Notice.objects.get()
    assert (notice.alert, notice.kind) == (second, "new")
    assert notice.escalates_at
    step(second, "lapsed")
    deliver_due(ours, now=LATER)
    assert Notice.objects.get().escalates_at is None


def test_what_has_changed_since_it_was_seen_is_not_acknowledged(
    region: None, ours: Config, officer_a: User, colleague: User
) -> None:
    first, other = raised("BRB"), raised("BRB")
    deliver_due(ours, now=NOW)
    seen = dict(notices_calling(officer_a).values_list("pk", "version"))
    assert len(seen) == 2
    another(first)
    deliver_due(ours, now=LATER)
    assert acknowledge_all(seen, by=officer_a, now=LATER) == (1, 1)
    assert [notice.alert.voyage for notice in notices_calling(colleague)] == [first.voyage]
    assert Notice.objects.get(alert=other).acknowledged_by == officer_a


def test_a_look_at_one_of_several_alerts_does_not_answer_for_the_others(
    region: None, ours: Config, officer_a: User
) -> None:
    first = raised("BRB")
    another(first)
    deliver_due(ours, now=NOW)
    assert not acknowledge_by_opening(Notice.objects.get().reference, first, by=officer_a, now=NOW)
    alone = raised("BRB")
    deliver_due(ours, now=NOW)
    assert acknowledge_by_opening(Notice.objects.get(alert=alone).reference, alone, by=officer_a, now=NOW)


def test_which_alerts_a_notice_names_is_seen_in_its_own_state_only(region: None, ours: Config, officer_b: User) -> None:
    another(raised("BRB"))
    deliver_due(ours, now=NOW)
    assert NoticeAlert.objects.count() == 2
    enter(officer_b.scope)
    assert not NoticeAlert.objects.exists()
    enter(REGION)
