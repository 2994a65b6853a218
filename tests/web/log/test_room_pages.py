"""The pages of incident rooms: opened, joined, written in, exported; and nothing of them for anybody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from roadstead.casework.items import Item
from roadstead.casework.rooms import members
from roadstead.casework.rooms.models import Room, RoomEntry, RoomFile, RoomMember, RoomTask
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from tests.casework.cases.test_acts import make_alert
from tests.casework.log.test_log import restrict, traveller
from tests.casework.rooms.test_rooms import (
    as_person,
    code,
    ends_on,
    filed,
    guest,
    joined,
    opened,
    opener,
    tasked,
    third,
    written,
)
from tests.cooperation.requests.test_acts import member, other, states
from tests.web.log.test_log_pages import get, post

pytestmark = pytest.mark.django_db
__all__ = ["guest", "opener", "states", "third", "traveller"]
NEW = {"type": "message", "text": "The pier is closed"}


def test_a_supervisor_opens_a_room_and_another_organisation_accepts(client: Client, opener: User, guest: User) -> None:
    assert "Open a room" in get(client, opener, "/rooms")
    assert "Open a room" not in get(client, guest, "/rooms")
    data = {"title": "Storm Odalys", "incident": "storm", "purpose": "Shelters", "tlp": "amber", "place": "Bridgetown"}
    wrong = post(client, opener, "/rooms/new", {**data, "ends_on": f"{ends_on(60)}", "invited": [code(guest)]}, 400)
    assert "Choose a day from today to 30 days ahead" in wrong
    address = post(client, opener, "/rooms/new", {**data, "ends_on": f"{ends_on()}", "invited": [code(guest)]})
    room = Room.objects.get()
    assert address == f"/rooms/{room.pk}"
    page = get(client, guest, "/rooms")
    assert "Storm Odalys" in page
    assert "Bridgetown" not in page
    get(client, guest, f"/rooms/{room.pk}", 404)
    pk = RoomMember.objects.get(organisation=code(guest)).pk
    assert post(client, guest, f"/rooms/invitations/{pk}", {"act": "accept"}) == f"/rooms/{room.pk}"
    page = get(client, guest, f"/rooms/{room.pk}")
    for words in ("Storm Odalys", "Bridgetown", "TLP:AMBER", "Joined", "The roster names nobody on duty now"):
        assert words in page


def test_a_line_is_stored_corrected_and_read_by_members(client: Client, opener: User, guest: User) -> None:
    room = opened(opener, guest)
    joined(room, guest)
    address = f"/rooms/{room.pk}"
    assert "Write what happened." in post(client, guest, address, {**NEW, "text": " "}, 400)
    post(client, guest, address, {**NEW, "counterpart": "Harbour master"})
    entry = RoomEntry.objects.get(act="message")
    page = get(client, opener, address)
    assert "The pier is closed" in page
    assert "With Harbour master" in page
    assert f"?corrects={entry.pk}" not in page
    assert f"?corrects={entry.pk}" in get(client, guest, address)
    assert "You correct: The pier is closed" in get(client, guest, f"{address}?corrects={entry.pk}")
    post(client, guest, address, {**NEW, "text": "The pier is open", "corrects": str(entry.pk)})
    assert "Corrected by a later entry" in get(client, opener, address)
    assert Record.objects.filter(action="read", subject=f"room {room.pk}", who=opener).exists()


def test_a_link_is_shown_to_its_own_organisation_and_a_stricter_item_is_refused(
    client: Client, opener: User, guest: User
) -> None:
    room = opened(opener, guest)
    joined(room, guest)
    alert, strict = make_alert("BRB"), make_alert("BRB", owner="BRB", tlp="amber+strict")
    address = f"/rooms/{room.pk}"
    refused = post(client, opener, address, {**NEW, "links": f"alert {strict.pk}"}, 400)
    assert f"alert {strict.pk} is TLP:AMBER+STRICT, stricter than this room (TLP:AMBER)" in refused
    post(client, opener, address, {**NEW, "links": f"alert {alert.pk}"})
    assert f"/alerts/{alert.pk}" in get(client, opener, address)
    assert f"/alerts/{alert.pk}" not in get(client, guest, address)


def test_tasks_files_and_members_are_on_the_page_and_the_task_on_the_first_page(
    client: Client, opener: User, guest: User, third: User
) -> None:
    room = opened(opener, guest)
    joined(room, guest)
    act = f"/rooms/{room.pk}/act"
    asked = {"act": "set-task", "task": "Open the shelter", "organisation": code(guest), "day": f"{ends_on(1)}"}
    assert "Fill in “Due time”" in post(client, opener, act, asked, 409)
    post(client, opener, act, {**asked, "clock": "12:00", "zone": "UTC"})
    task = RoomTask.objects.get()
    assert "Open the shelter" in get(client, guest, "/")
    assert "Open the shelter" not in get(client, opener, "/")
    brought = {"title": "Plan", "evidence": "document", "file": SimpleUploadedFile("plan.txt", b"Plan of shelters\n")}
    post(client, guest, f"/rooms/{room.pk}/files", brought)
    file = RoomFile.objects.get()
    client.force_login(opener)
    answer = client.get(f"/rooms/{room.pk}/files/{file.pk}")
    assert (answer.content, answer["Content-Disposition"]) == (b"Plan of shelters\n", 'attachment; filename="plan.txt"')
    enter(REGION)
    assert "Fill in the reason" in post(client, guest, act, {"act": "task-dropped", "task": task.number}, 409)
    post(client, guest, act, {"act": "task-done", "task": task.number, "said": "Open since noon"})
    page = get(client, opener, f"/rooms/{room.pk}")
    for words in ("Open the shelter", "Open since noon", "Plan", "Task done", "File added", "The roster names nobody"):
        assert words in page
    post(client, opener, act, {"act": "invite", "invited": [code(third)]})
    assert "Invited, has not accepted yet" in get(client, guest, f"/rooms/{room.pk}")
    assert "Accept or decline" in get(client, third, "/")
    post(client, opener, act, {"act": "withdraw", "member": RoomMember.objects.get(organisation=code(third)).pk})
    assert "Accept or decline" not in get(client, third, "/")


def test_a_room_is_extended_left_and_closed(client: Client, opener: User, guest: User) -> None:
    room = opened(opener, guest)
    joined(room, guest)
    address, act = f"/rooms/{room.pk}", f"/rooms/{room.pk}/act"
    Room.objects.update(ends_at=datetime.now(UTC) - timedelta(minutes=1))
    assert "Ended: read only" in get(client, guest, address)
    assert "has ended" in post(client, guest, address, NEW, 400)
    post(client, opener, act, {"act": "extend", "ends_on": f"{ends_on(9)}", "why": "More rain"})
    assert "More rain" in get(client, guest, address)
    assert post(client, guest, act, {"act": "leave"}) == "/rooms"
    get(client, guest, address, 404)
    post(client, opener, act, {"act": "close", "outcome": "The storm has passed"})
    assert "Closed: read only" in get(client, opener, address)
    assert "Storm Odalys" not in get(client, opener, "/rooms")
    assert "Storm Odalys" in get(client, opener, "/rooms?show=over")


def test_a_room_is_saved_as_csv_and_pdf_and_the_audit_log_says_so(client: Client, opener: User, guest: User) -> None:
    room = opened(opener, guest)
    joined(room, guest)
    written(room, guest, items=[Item("alert", make_alert("LCA").pk)])
    table = get(client, opener, f"/rooms/{room.pk}?as=csv")
    assert "QZXENTRY the pier is closed" in table
    assert "alert" not in table
    client.force_login(opener)
    raw = client.get(f"/rooms/{room.pk}?as=pdf").content
    enter(REGION)
    assert raw.startswith(b"%PDF")
    lines = Record.objects.filter(action="exported", subject=f"room {room.pk}").order_by("pk")
    assert [line.detail.partition(",")[0] for line in lines] == ["csv", "pdf"]


def test_who_has_not_accepted_who_left_and_others_find_nothing_on_any_page(
    client: Client, opener: User, guest: User, third: User
) -> None:
    fourth = member("fourth", Role.SUPERVISOR, state="BRB", organisation=other("BRB-PO", "BRB"))
    room = opened(opener, guest, third, title="QZXTITLE", place="QZXPLACE")
    joined(room, third)
    entry = written(room, opener)
    task, mine = tasked(room, opener, opener), tasked(room, opener, third)
    file = filed(room, opener)
    with as_person(third):
        members.leave(room.pk, by=third)
    theirs = RoomMember.objects.get(organisation=code(guest)).pk
    pages = ("/", "/rooms?show=all", "/log", "/search?q=pier", "/more", "/cases/tasks", "/requests", "/directory")
    words = {"QZXTITLE", "QZXPURPOSE", "QZXPLACE", "QZXENTRY", "QZXTASK", "QZXFILE"}
    for person in (guest, third, fourth):
        for page in pages:
            client.force_login(person)
            said = client.get(page, follow=True).content.decode()
            enter(REGION)
            allowed = {"QZXTITLE", "QZXPURPOSE"} if person == guest else set()
            assert {word for word in words if word in said} <= allowed, (person, page)
        for address in ("", "?as=csv", "?as=pdf", f"?corrects={entry.pk}", f"/files/{file.pk}"):
            get(client, person, f"/rooms/{room.pk}{address}", 404)
        for act in (
            {"act": "task-done", "task": str(task.number)},
            {"act": "task-done", "task": str(mine.number)},
            {"act": "invite", "invited": [code(fourth)]},
            {"act": "leave"},
        ):
            post(client, person, f"/rooms/{room.pk}/act", act, 404)
        post(client, person, f"/rooms/{room.pk}", NEW, 404)
        brought = {"title": "t", "evidence": "document", "file": SimpleUploadedFile("a.txt", b"text\n")}
        post(client, person, f"/rooms/{room.pk}/files", brought, 404)
        if person != guest:
            post(client, person, f"/rooms/invitations/{theirs}", {"act": "accept"}, 404)
    assert RoomTask.objects.filter(ended_at=None).count() == 2


def test_restricted_text_is_blank_on_the_page_and_in_files(
    client: Client, opener: User, guest: User, traveller: object
) -> None:
    room = opened(opener, guest)
    joined(room, guest)
    written(room, opener, "QZXROE is aboard", items=[Item("traveller", traveller.pk)])  # type: ignore[attr-defined]
    for person in (opener, guest):
        assert "QZXROE" in get(client, person, f"/rooms/{room.pk}")
    assert Record.objects.filter(action="read", who=opener, subject=f"traveller {traveller.pk}").exists()  # type: ignore[attr-defined]
    restrict(traveller)  # type: ignore[arg-type]
    for person in (opener, guest):
        for address in ("", "?as=csv"):
            page = get(client, person, f"/rooms/{room.pk}{address}")
            assert "QZXROE" not in page
            assert "asked to restrict the use of their data" in page


def test_an_auditor_of_a_member_reads_and_writes_nothing(client: Client, opener: User) -> None:
    room = opened(opener)
    auditor = member("auditor-r", Role.AUDITOR, state="BRB")
    page = get(client, auditor, f"/rooms/{room.pk}")
    assert 'id="entry-text"' not in page
    assert "Extend the room" not in page
    post(client, auditor, f"/rooms/{room.pk}/act", {"act": "leave"}, 403)
    assert "Officers, supervisors and focal points" in post(client, auditor, f"/rooms/{room.pk}", NEW, 400)
