"""Incident rooms: members by acceptance, entries behind a handling gate, tasks, end, restricted persons, deletion."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from roadstead.casework.cases.acts import NewCase, open_case
from roadstead.casework.items import Item
from roadstead.casework.log.append import NewEntry
from roadstead.casework.rooms import members, tasks
from roadstead.casework.rooms.entries import entries_of, write_entry
from roadstead.casework.rooms.files import add_file
from roadstead.casework.rooms.models import Room, RoomEntry, RoomFile, RoomLink, RoomMember, RoomTask, Status
from roadstead.casework.rooms.notify import notify_of_rooms
from roadstead.casework.rooms.roster import on_duty
from roadstead.cooperation.requests.models import Request
from roadstead.engine.reference.retention import RETENTION
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.outbound.notifications.reminders import notify_of_tasks
from roadstead.oversight.retention.rooms import blank_room_entries_about, delete_old
from roadstead.platform.accounts.models import AccountNotice, Role, User
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.audit.models import Purpose, Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.models import Duty
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.platform.policies.in_force import in_force
from roadstead.platform.timeline.attachments import Upload
from roadstead.platform.timeline.events import first_broken
from roadstead.platform.timeline.tasks import TaskEnd
from tests.casework.cases.test_acts import make_alert
from tests.casework.log.test_log import restrict, traveller
from tests.conftest import make_user
from tests.cooperation.requests.test_acts import member, other, states
from tests.oversight.retention.residue import residue

pytestmark = pytest.mark.django_db
__all__ = ["states", "traveller"]
TABLES = (Room, RoomMember, RoomEntry, RoomLink, RoomTask, RoomFile)


@contextmanager
def as_person(by: User) -> Iterator[None]:
    """The block in that person's scope, as a page runs it."""
    enter(by.scope)
    try:
        yield
    finally:
        enter(REGION)


@pytest.fixture
def opener(states: None) -> User:
    return member("opener", Role.SUPERVISOR, state="BRB")


@pytest.fixture
def guest(states: None) -> User:
    return member("guest", Role.FOCAL_POINT, state="LCA")


@pytest.fixture
def third(states: None) -> User:
    return member("third", Role.SUPERVISOR, state="GRD")


def code(by: User) -> str:
    """The code of that person's organisation."""
    assert by.organisation_id is not None
    return by.organisation_id


def ends_on(days: int = 3) -> date:
    return (datetime.now(UTC) + timedelta(days=days)).date()


def opened(by: User, *invited: User, **more: Any) -> Room:
    asked = {
        "title": "Storm Odalys",
        "incident": "storm",
        "purpose": "QZXPURPOSE shelters and ferries",
        "tlp": "amber",
        "ends_on": ends_on(),
        "invited": [each.organisation_id for each in invited],
    }
    with as_person(by):
        return members.open_room(members.NewRoom(**{**asked, **more}), by=by)


def joined(room: Room, by: User) -> None:
    with as_person(by):
        members.accept(members.invitations_for(by).get().pk, by=by)


def written(room: Room, by: User, text: str = "QZXENTRY the pier is closed", **more: Any) -> RoomEntry:
    with as_person(by):
        return write_entry(room.pk, NewEntry(**{"type": "message", "text": text, **more}), by=by)


def tasked(room: Room, by: User, to: User) -> RoomTask:
    asked = tasks.NewRoomTask(
        what="QZXTASK open the shelter",
        organisation=to.organisation_id or "",
        day=f"{ends_on(1)}",
        clock="12:00",
        zone="UTC",
    )
    with as_person(by):
        return tasks.set_task(room.pk, asked, by=by, now=datetime.now(UTC))


def filed(room: Room, by: User) -> RoomFile:
    brought = Upload(title="QZXFILE plan", what="document", name="plan.txt", raw=b"QZXBYTES of the plan\n")
    with as_person(by):
        return add_file(room.pk, brought, by=by, now=datetime.now(UTC))


def counts(by: User) -> dict[str, int]:
    """Rows of each table, without any filter of ours and with it."""
    with as_person(by):
        found = {table.__name__: table._default_manager.count() for table in TABLES}
        for table in TABLES:
            rows: Any = table._default_manager
            assert rows.visible_to(by).count() == found[table.__name__], (by.username, table)
    return found


NOTHING = {table.__name__: 0 for table in TABLES}


def test_an_invited_organisation_sees_the_invitation_alone_until_it_accepts(opener: User, guest: User) -> None:
    room = opened(opener, guest)
    written(room, opener)
    tasked(room, opener, opener)
    filed(room, opener)
    assert counts(guest) == NOTHING | {"RoomMember": 1}
    with as_person(guest):
        invitation = RoomMember.objects.get()
        assert (invitation.title, invitation.organisation_id) == ("Storm Odalys", guest.organisation_id)
    joined(room, guest)
    assert counts(guest) == counts(opener) == {
        "Room": 1, "RoomMember": 2, "RoomEntry": 6, "RoomLink": 0, "RoomTask": 1, "RoomFile": 1
    }  # fmt: skip
    room.refresh_from_db()
    assert (room.states, room.organisations) == (["BRB", "LCA"], ["BRB-BA", "LCA-BA"])
    assert first_broken(room) == 0


def test_who_has_not_accepted_who_left_and_others_see_nothing(opener: User, guest: User, third: User) -> None:
    room = opened(opener, guest, third)
    joined(room, third)
    written(room, third, items=[Item("alert", make_alert("GRD").pk)])
    tasked(room, opener, third)
    police = member("police", Role.SUPERVISOR, state="GRD", organisation=other("GRD-PO", "GRD"))
    centre = make_user("centre-r", Role.SUPERVISOR)
    centre.organisation = first_organisation(None)
    centre.save(update_fields=["organisation"])
    assert counts(police) == counts(centre) == NOTHING
    assert counts(third)["RoomLink"] == 1
    assert counts(opener)["RoomLink"] == 0  # a link is its writer's own
    with as_person(third):
        members.leave(room.pk, by=third)
    assert counts(third) == NOTHING
    with as_person(third), pytest.raises(NotAllowed, match="no member"):
        write_entry(room.pk, NewEntry(type="call", text="t"), by=third)
    room.refresh_from_db()
    assert room.states == ["BRB"]
    assert RoomEntry.objects.filter(room=room).latest("number").act == "left"
    assert first_broken(room) == 0


def test_nobody_accepts_for_another_and_the_application_cannot_widen_a_room(opener: User, guest: User) -> None:
    room = opened(opener, guest)
    row = RoomMember.objects.get(organisation=guest.organisation_id)
    with as_person(opener), pytest.raises(NotAllowed, match="answered or withdrawn"):
        members.accept(row.pk, by=opener)
    for statement, reason in (
        (f"update rooms_room set organisations = '{{LCA-BA,BRB-BA}}' where id = {room.pk}", "permission denied"),
        (f"update rooms_room set states = '{{LCA,BRB}}' where id = {room.pk}", "permission denied"),
        (f"delete from rooms_room where id = {room.pk}", "permission denied"),
        ("update rooms_roomentry set content = '{}'", "permission denied"),
        ("delete from rooms_roomlink", "permission denied"),
        ("delete from rooms_roomfile", "permission denied"),
        ("update rooms_roomtask set what = ''", "permission denied"),
        (
            f"update rooms_roommember set accepted_at = now(), accepted_by_id = {opener.pk} where id = {row.pk}",
            "row-level security",
        ),
    ):
        enter(opener.scope)
        with pytest.raises(DatabaseError, match=reason), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    enter(REGION)
    officer = member("officer-l", Role.OFFICER, state="LCA")
    with as_person(officer), pytest.raises(NotAllowed, match="supervisor or focal point"):
        members.accept(row.pk, by=officer)


def test_an_invitation_is_declined_or_withdrawn(opener: User, guest: User, third: User) -> None:
    room = opened(opener, guest, third)
    with as_person(guest):
        members.decline(members.invitations_for(guest).get().pk, by=guest)
    assert counts(guest) == NOTHING
    row = RoomMember.objects.get(organisation=third.organisation_id)
    with as_person(opener):
        members.withdraw_invitation(room.pk, row.pk, by=opener)
    assert counts(third) == NOTHING
    with as_person(third), pytest.raises(NotAllowed, match="answered or withdrawn"):
        members.accept(row.pk, by=third)
    with as_person(opener):  # both can be invited again
        members.invite(room.pk, [code(guest), code(third)], by=opener)
    joined(room, guest)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.FOCAL_POINT, Role.AUDITOR])
def test_only_a_supervisor_opens_extends_and_closes(opener: User, role: Role) -> None:
    room = opened(opener)
    person = member("person", role, state="BRB")
    with pytest.raises(NotAllowed, match="Only a supervisor"):
        opened(person)
    with as_person(person):
        with pytest.raises(NotAllowed, match="Only a supervisor"):
            members.extend(room.pk, ends_on(9), "why", by=person)
        with pytest.raises(NotAllowed, match="Only a supervisor"):
            members.close(room.pk, "done", by=person)
        with pytest.raises(NotAllowed, match="Only a supervisor"):
            members.invite(room.pk, ["LCA-BA"], by=person)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": " "}, "Fill in the title"),
        ({"purpose": "x" * 4001}, "Shorten the purpose"),
        ({"purpose": "SECRET//NOFORN"}, "marked"),
        ({"ends_on": ends_on(33)}, "30 days"),
        ({"ends_on": ends_on(-3)}, "from today"),
        ({"tlp": "red"}, "Choose the type of event"),
        ({"incident": "party"}, "Choose the type of event"),
        ({"invited": ["NOWHERE"]}, "cannot be invited"),
    ],
)
def test_what_is_wrong_with_a_new_room_is_said(opener: User, wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        opened(opener, **wrong)
    assert words in str(refused.value)
    enter(REGION)
    assert not Room.objects.exists()


def test_a_room_is_read_only_from_its_end_on_and_a_supervisor_extends_it(opener: User, guest: User) -> None:
    room = opened(opener, guest)
    joined(room, guest)
    task = tasked(room, opener, guest)
    past = datetime.now(UTC) - timedelta(minutes=1)
    Room.objects.update(ends_at=past)
    room.refresh_from_db()
    assert room.status_at(datetime.now(UTC)) is Status.ENDED
    assert counts(guest)["RoomEntry"] == 4
    with pytest.raises(NotAllowed, match="has ended"):
        written(room, guest)
    with as_person(guest), pytest.raises(NotAllowed, match="has ended"):
        tasks.end_task(room.pk, task.number, TaskEnd.DONE, "", by=guest, now=past)
    with as_person(guest), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        RoomEntry.objects.create(
            room=room, organisation_id="LCA-BA", number=99, at=past, who=guest, act="call", content={}
        )
    enter(REGION)
    with as_person(opener):
        with pytest.raises(FieldRefused, match="30 days"):
            members.extend(room.pk, ends_on(40), "more rain", by=opener)
        with pytest.raises(NotAllowed, match="Fill in the reason"):
            members.extend(room.pk, ends_on(9), " ", by=opener)
        members.extend(room.pk, ends_on(9), "more rain", by=opener)
    assert written(room, guest).number == 6
    room.refresh_from_db()
    assert first_broken(room) == 0


def test_a_closed_room_is_read_and_not_written(opener: User, guest: User) -> None:
    room = opened(opener, guest)
    joined(room, guest)
    task = tasked(room, guest, opener)
    with as_person(opener):
        with pytest.raises(NotAllowed, match="still open"):
            members.close(room.pk, "The storm has passed", by=opener)
        tasks.end_task(room.pk, task.number, TaskEnd.DONE, "opened", by=opener, now=datetime.now(UTC))
    boss = member("boss", Role.SUPERVISOR, state="LCA")
    with as_person(boss), pytest.raises(NotAllowed, match="that opened the room"):
        members.close(room.pk, "over", by=boss)
    with as_person(opener):
        members.close(room.pk, "The storm has passed", by=opener)
        with pytest.raises(NotAllowed, match="is closed"):
            members.extend(room.pk, ends_on(9), "more", by=opener)
    with pytest.raises(NotAllowed, match="is closed"):
        written(room, guest)
    assert counts(guest)["RoomEntry"] == 6
    with as_person(boss):  # leaving is possible at any time
        members.leave(room.pk, by=boss)
    assert counts(guest) == NOTHING
    with as_person(opener), pytest.raises(NotAllowed, match="opened this room"):
        members.leave(room.pk, by=opener)


def test_an_entry_is_corrected_by_another_of_its_organisation(opener: User, guest: User) -> None:
    room = opened(opener, guest)
    joined(room, guest)
    first = written(room, opener, items=[Item("alert", make_alert("BRB").pk)])
    second = written(room, opener, "The pier is open", corrects=first.pk)
    assert (second.corrects, RoomLink.objects.filter(entry=second).count()) == (first.pk, 1)
    with pytest.raises(NotAllowed, match="only an entry of your own"):
        written(room, guest, "No", corrects=first.pk)
    line = Record.objects.get(detail=f"event {first.hash}")
    assert (line.subject, line.action, line.purpose) == (f"room {room.pk}", "room message", Purpose.ROOM)
    assert line.basis == "room-of-authorities"


def test_a_link_to_something_stricter_than_the_room_is_refused(opener: User, guest: User, third: User) -> None:
    room = opened(opener, guest, tlp="green")
    joined(room, guest)
    amber = make_alert("BRB", owner="BRB", tlp="amber")
    with pytest.raises(FieldRefused, match="TLP:AMBER, stricter than this room"):
        written(room, opener, items=[Item("alert", amber.pk)])
    stricter = opened(opener, guest)
    joined(stricter, guest)
    written(stricter, opener, items=[Item("alert", amber.pk)])  # its owner may name the members
    strict = make_alert("BRB", owner="BRB", tlp="amber+strict")
    with pytest.raises(FieldRefused, match=r"TLP:AMBER\+STRICT"):
        written(stricter, opener, items=[Item("alert", strict.pk)])
    theirs = make_alert("BRB", owner="LCA", tlp="amber")
    with pytest.raises(FieldRefused, match=r"consent|owner"):
        written(stricter, opener, items=[Item("alert", theirs.pk)])
    case = open_case(NewCase(title="t", purpose="police", basis="b"), by=opener, now=datetime.now(UTC))
    case.links.create(owner="BRB", alert=strict, added_by=opener, added_at=datetime.now(UTC))
    with pytest.raises(FieldRefused, match=r"TLP:AMBER\+STRICT"):
        written(stricter, opener, items=[Item("case", case.pk)])
    assert not Request.objects.exists()


def test_whoever_is_invited_later_may_know_what_was_written_before(opener: User, guest: User, third: User) -> None:
    room = opened(opener, guest)
    joined(room, guest)
    owned = make_alert("BRB", owner="BRB", tlp="amber")
    written(room, opener, items=[Item("alert", owned.pk)])
    with as_person(opener):
        members.invite(room.pk, [code(third)], by=opener)  # the owner's own choice
    enter(REGION)
    type(owned).objects.filter(pk=owned.pk).update(tlp="red")
    police = member("police", Role.SUPERVISOR, state="GRD", organisation=other("GRD-PO", "GRD"))
    boss = member("boss", Role.SUPERVISOR, state="LCA")
    with as_person(boss), pytest.raises(FieldRefused, match="may not be told to"):
        members.invite(room.pk, [code(police)], by=boss)
    another = opened(opener)
    case = open_case(NewCase(title="t", purpose="police", basis="b"), by=opener, now=datetime.now(UTC))
    written(another, opener, items=[Item("case", case.pk)])
    case.links.create(owner="BRB", alert=owned, added_by=opener, added_at=datetime.now(UTC))  # red by now
    with as_person(opener), pytest.raises(FieldRefused, match="may not be told to"):
        members.invite(another.pk, [code(guest)], by=opener)


# ── tasks, roster, notifications


def test_a_task_is_done_by_the_organisation_that_has_it(opener: User, guest: User, third: User) -> None:
    room = opened(opener, guest, third)
    joined(room, guest)
    task = tasked(room, opener, guest)
    with as_person(guest):
        assert [row.pk for row in tasks.tasks_for(guest, datetime.now(UTC))] == [task.pk]
        with pytest.raises(NotAllowed, match="Fill in the reason"):
            tasks.end_task(room.pk, task.number, TaskEnd.DROPPED, " ", by=guest, now=datetime.now(UTC))
        tasks.end_task(room.pk, task.number, TaskEnd.DONE, "open since noon", by=guest, now=datetime.now(UTC))
        assert not tasks.tasks_for(guest, datetime.now(UTC))
    task.refresh_from_db()
    assert (task.ended_by, task.result) == (guest, "open since noon")
    with pytest.raises(FieldRefused, match="member of the room"):
        tasked(room, opener, third)
    other_task = tasked(room, guest, opener)
    joined(room, third)
    with as_person(third), pytest.raises(NotAllowed, match="Only the organisation that has this task"):
        tasks.end_task(room.pk, other_task.number, TaskEnd.DONE, "", by=third, now=datetime.now(UTC))


def test_members_see_who_is_on_duty_now_at_each_other(opener: User, guest: User, third: User) -> None:
    Duty.objects.create(
        state="LCA",
        person=member("night", Role.OFFICER, state="LCA"),
        days=list(range(7)),
        begins="00:00",
        ends="00:00",
        made_by=guest,
        made_at=datetime.now(UTC),
        states=["LCA"],
    )
    room = opened(opener, guest, third)
    now = datetime.now(UTC)
    with as_person(opener):
        assert on_duty(members.members_of(room, opener), opener, now) == {"BRB-BA": []}
    joined(room, guest)
    with as_person(opener):
        found = on_duty(members.members_of(room, opener), opener, now)
        assert not Duty.objects.exists()  # the roster itself stays the state's own
    assert (found["LCA-BA"], sorted(found)) == ([str(User.objects.get(username="night"))], ["BRB-BA", "LCA-BA"])


def notices() -> list[tuple[str, str]]:
    enter(REGION)
    for kind, handler in ((EventKind.ROOM, notify_of_rooms), (EventKind.TASK_DUE, notify_of_tasks)):
        events = list(OutboxEvent.objects.filter(kind=kind))
        handler(events, datetime.now(UTC))
        OutboxEvent.objects.filter(kind=kind).delete()
    return [(row.person.username, row.kind) for row in AccountNotice.objects.order_by("pk").select_related("person")]


def test_an_invitation_and_a_task_notify_and_name_nothing(opener: User, guest: User, third: User) -> None:
    clerk = member("clerk", Role.OFFICER, state="LCA")
    room = opened(opener, guest)
    assert notices() == [("guest", "room invited")]
    assert AccountNotice.objects.get().places == {}
    joined(room, guest)
    tasked(room, opener, guest)
    told = notices()[1:]
    assert sorted(told) == sorted(
        (name, kind) for name in (guest.username, clerk.username) for kind in ("room task", "task of room")
    )
    AccountNotice.objects.all().delete()
    tasked(room, opener, guest)
    with as_person(guest):
        members.leave(room.pk, by=guest)
    assert notices() == []  # who left is told nothing
    with as_person(opener):
        members.invite(room.pk, [code(third)], by=opener)
        row = RoomMember.objects.get(organisation=third.organisation_id)
        members.withdraw_invitation(room.pk, row.pk, by=opener)
    assert notices() == []


# ── restricted and erased persons, retention


def test_text_about_a_restricted_person_is_blank_for_every_member(opener: User, guest: User, traveller: Any) -> None:
    room = opened(opener, guest)
    joined(room, guest)
    entry = written(room, opener, "QZXROE is aboard", items=[Item("traveller", traveller.pk)])
    restrict(traveller)
    for person in (opener, guest):
        with as_person(person):
            row = entries_of(room, person).get(pk=entry.pk)
            assert (row.is_restricted, row.content) == (True, {})
            assert first_broken(room) == 0
    enter(REGION)
    assert RoomEntry.objects.get(pk=entry.pk).content["text"] == "QZXROE is aboard"


def test_text_about_an_erased_person_is_removed_and_the_chain_verifies(opener: User, traveller: Any) -> None:
    room = opened(opener)
    entry = written(room, opener, "QZXROE is aboard", items=[Item("traveller", traveller.pk)])
    blank_room_entries_about([traveller.pk])
    entry.refresh_from_db()
    assert entry.content == {}
    room.refresh_from_db()
    assert first_broken(room) == 0
    assert residue("QZXROE") == []


def test_a_room_is_deleted_twelve_months_after_its_end_unless_an_open_case_needs_it(opener: User, guest: User) -> None:
    period = next(row.keep for row in in_force(RETENTION) if row.category == "room")
    assert period == "12 months"
    room = opened(opener, guest)
    joined(room, guest)
    written(room, opener)
    tasked(room, opener, guest)
    filed(room, guest)
    kept, begun = opened(opener, title="QZXKEPT"), datetime.now(UTC)
    case = open_case(NewCase(title="t", purpose="police", basis="b"), by=opener, now=begun)
    written(kept, opener, "needed by a case", items=[Item("case", case.pk)])
    assert delete_old(period, begun + timedelta(days=364)) == 0
    assert delete_old(period, begun + timedelta(days=375)) == 1
    assert Room.objects.get() == kept
    for word in ("QZXENTRY", "QZXTASK", "QZXFILE", "QZXBYTES"):
        assert residue(word) == [], word
    type(case).objects.update(closed_at=begun)
    assert delete_old(period, begun + timedelta(days=375)) == 1
    assert not Room.objects.exists()
