"""Who is on duty when, when nobody is, and who is told then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from roadstead.config import config, mail_folder
from roadstead.engine.refusals import NotAllowed
from roadstead.outbound.notifications.acknowledgement import count_calling, own_notices
from roadstead.outbound.notifications.models import Channel, Delivery, DeliveryStatus, Notice
from roadstead.outbound.notifications.send import deliver_due
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, Scope, enter
from roadstead.platform.directory.logic.roster import Change, Roster, Turn
from roadstead.platform.directory.models import ContactPoint, Duty
from roadstead.platform.directory.roster import add_change, add_turn, remove_duty, roster_of
from tests.conftest import make_user
from tests.outbound.notifications.test_dissemination import NOW, channel, raised

EVERY_DAY = frozenset(range(7))
BARBADOS = ZoneInfo("America/Barbados")  # UTC−4
DAYS = Turn(person=1, days=EVERY_DAY, begins=time(6), ends=time(18))
NIGHTS = Turn(person=2, days=frozenset({2}), begins=time(18), ends=time(6))  # Wednesdays
ROSTER = Roster(turns=(DAYS, NIGHTS), zone=BARBADOS)


def at(day: int, hour: int) -> datetime:
    """In November 2026, by the clock of Barbados; the 25th is a Wednesday."""
    return datetime(2026, 11, day, hour, tzinfo=BARBADOS)


@pytest.mark.parametrize(
    ("moment", "people"),
    [(at(25, 6), {1}), (at(25, 17), {1}), (at(25, 18), {2}), (at(26, 5), {2}), (at(26, 6), {1}), (at(26, 18), set())],
)
def test_a_turn_holds_by_the_states_own_clock_and_past_midnight(moment: datetime, people: set[int]) -> None:
    assert ROSTER.on_duty(moment.astimezone(UTC)) == people


def test_a_change_stands_in_the_place_of_the_week_while_it_lasts() -> None:
    leave = Change(person=3, begins=at(25, 12), ends=at(25, 14))
    changed = replace(ROSTER, changes=(leave,))
    assert [changed.on_duty(at(25, hour)) for hour in (11, 12, 14)] == [{1}, {3}, {1}]
    nobody = replace(ROSTER, changes=(replace(leave, person=None),))
    assert nobody.gaps(at(25, 6), at(25, 18)) == [(at(25, 12), at(25, 14))]


def test_the_shifts_of_a_person_are_theirs_alone_and_follow_a_change() -> None:
    assert ROSTER.shifts(2, at(25, 0), at(28, 0)) == [(at(25, 18), at(26, 6))]
    leave = replace(ROSTER, changes=(Change(person=3, begins=at(25, 12), ends=at(25, 20)),))
    assert leave.shifts(1, at(25, 0), at(26, 0)) == [(at(25, 6), at(25, 12))]
    assert leave.shifts(2, at(25, 0), at(28, 0)) == [(at(25, 20), at(26, 6))]
    assert leave.shifts(3, at(25, 0), at(28, 0)) == [(at(25, 12), at(25, 20))]
    assert ROSTER.shifts(9, at(25, 0), at(28, 0)) == []


def test_gaps_are_said_from_when_to_when_and_touching_ones_are_one() -> None:
    assert ROSTER.gaps(at(25, 7), at(27, 7)) == [(at(26, 18), at(27, 6))]
    two = Roster(
        turns=(replace(DAYS, ends=time(7)),),
        changes=(Change(person=None, begins=at(25, 7), ends=at(25, 9)),),
        zone=BARBADOS,
    )
    assert two.gaps(at(25, 6), at(25, 12)) == [(at(25, 7), at(25, 12))]


def test_where_no_roster_is_kept_there_is_no_gap() -> None:
    assert Roster().gaps(at(25, 0), at(30, 0)) == []


@pytest.fixture
def colleague(db: None) -> User:
    return make_user("colleague-a", Role.OFFICER, state="BRB")


@pytest.mark.django_db
def test_whoever_is_on_duty_is_called_by_their_own_channel_and_no_other_is(
    region: None, officer_a: User, colleague: User, supervisor_a: User
) -> None:
    add_turn(str(officer_a.pk), range(7), "00:00", "00:00", by=supervisor_a, now=NOW)
    channel("BRB", "mail", "desk@brb.example")
    own = channel("BRB", "mail", "a@brb.example")
    Channel.objects.filter(pk=own.pk).update(person=officer_a)
    raised("BRB")
    deliver_due(replace(config(), smtp_url=""), now=NOW)
    assert (count_calling(officer_a), count_calling(colleague)) == (1, 0)
    assert own_notices(colleague).count() == 1
    assert Notice.objects.get().on_duty == [officer_a.pk]
    assert list(Delivery.objects.values_list("channel__target", flat=True)) == ["a@brb.example"]


@pytest.mark.django_db
def test_where_the_roster_names_nobody_all_are_called_and_the_desk_is_told(
    region: None, officer_a: User, colleague: User, supervisor_a: User
) -> None:
    turn = add_turn(str(officer_a.pk), range(7), "00:00", "00:00", by=supervisor_a, now=NOW)
    add_change("", "2026-11-25T00:00", "2026-11-26T00:00", "holiday", by=supervisor_a, now=NOW)
    channel("BRB", "mail", "desk@brb.example")
    raised("BRB")
    deliver_due(replace(config(), smtp_url=""), now=NOW)
    assert (count_calling(officer_a), count_calling(colleague)) == (1, 1)
    assert list(Delivery.objects.values_list("channel__target", flat=True)) == ["desk@brb.example"]
    remove_duty(turn, by=supervisor_a, now=NOW)
    assert Duty.objects.filter(taken_off_at=NOW).count() == 1
    assert Record.objects.filter(action="taken off the roster").exists()


@pytest.mark.django_db
def test_who_has_left_is_on_no_roster(region: None, officer_a: User, supervisor_a: User) -> None:
    add_turn(str(officer_a.pk), range(7), "00:00", "00:00", by=supervisor_a, now=NOW)
    assert roster_of("BRB", since=NOW).on_duty(NOW) == {officer_a.pk}
    User.objects.filter(pk=officer_a.pk).update(is_active=False)
    assert roster_of("BRB", since=NOW).on_duty(NOW) == frozenset()


@pytest.mark.django_db
def test_nobody_of_another_state_is_put_on_duty(region: None, officer_b: User, supervisor_a: User) -> None:
    with pytest.raises(NotAllowed, match="own state"):
        add_turn(str(officer_b.pk), [0], "06:00", "18:00", by=supervisor_a, now=NOW)


@pytest.mark.django_db
def test_a_roster_is_its_states_alone_in_the_database_too(
    region: None, officer_a: User, officer_b: User, supervisor_a: User
) -> None:
    add_turn(str(officer_a.pk), [0], "06:00", "18:00", by=supervisor_a, now=NOW)
    enter(officer_b.scope)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from directory_duty")
        assert cursor.fetchone() == (0,)
    enter(REGION)


@pytest.mark.django_db
def test_the_page_says_when_nobody_is_on_duty_and_keeps_what_was_typed_wrong(
    officer_a: User, supervisor_a: User, client: Client
) -> None:
    client.force_login(supervisor_a)
    wrong = {"kind": "turn", "person": str(officer_a.pk), "day": ["1"], "begins": "six", "ends": "18:00"}
    page = client.post(reverse("add-duty"), wrong)
    assert page.status_code == 400
    assert b"for example 06:00" in page.content
    assert b'id="turn-begins_error"' in page.content
    client.post(reverse("add-duty"), wrong | {"begins": "06:00", "day": [*"0123456"]})
    page = client.get(reverse("duty"))
    assert b"nobody is on duty" in page.content
    assert b"06:00" in page.content
    client.force_login(officer_a)
    assert b"Add turn" not in client.get(reverse("duty")).content


@pytest.mark.django_db
def test_a_mail_may_be_put_down_in_a_folder_with_a_receipt(region: None, tmp_path: Path) -> None:
    channel("BRB", "mail", "desk@brb.example")
    raised("BRB")
    settings = replace(config(), smtp_url=mail_folder(tmp_path))
    deliver_due(settings, now=NOW)
    (delivery,) = Delivery.objects.all()
    (file,) = (tmp_path / "mail").iterdir()
    assert (delivery.status, delivery.receipt) == (DeliveryStatus.SENT, f"stored ({file.name})")
    assert b"To: desk@brb.example" in file.read_bytes()
    deliver_due(settings, now=NOW + timedelta(minutes=1))
    assert len(list((tmp_path / "mail").iterdir())) == 1


def test_a_turn_at_a_contact_point_of_the_own_state_is_no_duty_for_the_alerts_of_the_whole_state(
    supervisor_a: User, officer_a: User
) -> None:
    ours, theirs = (point_of(code) for code in ("BRB", "LCA"))
    enter(supervisor_a.scope)
    add_turn(str(officer_a.pk), range(7), "06:00", "18:00", by=supervisor_a, now=NOW, point=str(ours.pk))
    assert not roster_of("BRB", since=NOW).exists
    add_turn(str(officer_a.pk), range(7), "06:00", "18:00", by=supervisor_a, now=NOW, point=str(theirs.pk))
    assert [each.contact_point for each in Duty.objects.order_by("pk")] == [ours, None]
    assert roster_of("BRB", since=NOW).on_duty(at(25, 12)) == {officer_a.pk}


def point_of(state: str) -> ContactPoint:
    enter(REGION)
    State.objects.get_or_create(code=state, defaults={"name": state})
    organisation = first_organisation(State.objects.get(pk=state))
    enter(Scope(states=(state,)))
    return ContactPoint.objects.create(organisation=organisation, owner=state, title="Desk", since=NOW.date())
