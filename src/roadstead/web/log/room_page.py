"""One incident room: the line to write in, what happened, tasks, members with their telephones, files, its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages as banner
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from roadstead.casework.log.append import NewEntry
from roadstead.casework.rooms import members
from roadstead.casework.rooms.entries import entries_of, write_entry
from roadstead.casework.rooms.files import files_of
from roadstead.casework.rooms.models import Room, RoomEntry, RoomMember, Status
from roadstead.casework.rooms.roster import on_duty, room_points
from roadstead.casework.rooms.tasks import NewRoomTask, end_task, set_task, tasks_of
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.cooperation_permissions import (
    may_accept_room_invitations,
    may_export_rooms,
    may_open_rooms,
    may_see_rooms,
    may_write_in_rooms,
)
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.handling.labels import handling_line
from roadstead.platform.timeline.tasks import TaskEnd, zones_for
from roadstead.web.common import unsent
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.tables import page_of
from roadstead.web.forms.acts import ActForm, ChosenAct, shown
from roadstead.web.forms.page_form import PageForm
from roadstead.web.log import room_forms
from roadstead.web.log.room_export import EXPORTS, export
from roadstead.web.log.room_shown import shown_events
from roadstead.web.log.shown import people_named

ENTRIES_PER_PAGE: Final = 50
Given = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RoomButton:
    """A button: its form, its action, and what is confirmed."""

    form: type[ActForm]
    run: Callable[[int, Given, User], object]
    said: Promise


def _set_task(pk: int, given: Given, by: User) -> object:
    asked = NewRoomTask(
        what=given["task"],
        organisation=given["organisation"],
        day=given["day"].isoformat(),
        clock=f"{given['clock']:%H:%M}",
        zone=given["zone"],
    )
    return set_task(pk, asked, by=by, now=timezone.now())


def _end_task(ended: TaskEnd) -> Callable[[int, Given, User], object]:
    return lambda pk, given, by: end_task(pk, given["task"], ended, given["said"], by=by, now=timezone.now())


ACTS: Final[Mapping[str, RoomButton]] = {
    "invite": RoomButton(
        room_forms.InviteForm,
        lambda pk, given, by: members.invite(pk, given["invited"], by=by),
        _("Invited. Their supervisors and focal points are notified."),
    ),
    "withdraw": RoomButton(
        room_forms.WithdrawForm,
        lambda pk, given, by: members.withdraw_invitation(pk, given["member"], by=by),
        _("The invitation is withdrawn."),
    ),
    "extend": RoomButton(
        room_forms.ExtendForm,
        lambda pk, given, by: members.extend(pk, given["ends_on"], given["why"], by=by),
        _("The room is extended."),
    ),
    "close": RoomButton(
        room_forms.CloseForm,
        lambda pk, given, by: members.close(pk, given["outcome"], by=by),
        _("The room is closed. Its members can still read it."),
    ),
    "leave": RoomButton(
        room_forms.LeaveForm,
        lambda pk, _given, by: members.leave(pk, by=by),
        _("Your organisation has left the room and no longer sees it."),
    ),
    "set-task": RoomButton(room_forms.TaskForm, _set_task, _("The task is set. The organisation is notified.")),
    "task-done": RoomButton(room_forms.EndTaskForm, _end_task(TaskEnd.DONE), _("The task is done.")),
    "task-dropped": RoomButton(room_forms.EndTaskForm, _end_task(TaskEnd.DROPPED), _("The task is dropped.")),
}


@allowed(may_see_rooms)
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the room, or add an entry to it."""
    found, user = own_room(request, pk), current_user(request)
    if request.method == "POST":
        return _write(request, found)
    if request.GET.get("as", "") in EXPORTS and may_export_rooms(user):
        return export(request, found)
    return room_page(request, found)


@allowed(may_write_in_rooms)
@require_POST
def room_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Do one thing. Each act checks who may; a refusal says why at the form that was sent, and keeps what was typed."""
    found, user = own_room(request, pk), current_user(request)
    chosen = ChosenAct(request.POST, ACTS)
    if not chosen.is_valid():
        return room_page(request, found, sent=chosen, status=409)
    act = ACTS[chosen.cleaned_data["act"]]
    form = act.form(request.POST, **_choices(act.form, found, user, list(members.members_of(found, user))))
    if not form.is_valid():
        return room_page(request, found, sent=form, status=409)
    try:
        act.run(pk, form.cleaned_data, user)
    except NotAllowed as refused:
        form.refuse(refused, getattr(refused, "field", None))
        return room_page(request, own_room(request, pk), sent=form, status=409)
    banner.success(request, str(act.said))
    return redirect("rooms") if chosen.cleaned_data["act"] == "leave" else redirect("room", pk=pk)


def _write(request: HttpRequest, found: Room) -> HttpResponse:
    user = current_user(request)
    form = room_forms.RoomEntryForm(request.POST, user=user)
    if form.is_valid():
        given = form.cleaned_data
        new = NewEntry(
            items=given["links"], **{name: given[name] for name in ("type", "text", "counterpart", "corrects")}
        )
        try:
            write_entry(found.pk, new, by=user)
        except NotAllowed as refused:
            field = getattr(refused, "field", None)
            form.refuse(refused, "links" if field == "number" else field)
        else:
            banner.success(request, gettext("The entry is in the room. All its members read it."))
            return redirect("room", pk=found.pk)
    return room_page(request, own_room(request, found.pk), entry=form, status=400)


def own_room(request: HttpRequest, pk: int) -> Room:
    rows = Room.objects.visible_to(current_user(request)).select_related("organisation", "opened_by")
    found: Room = get_object_or_404(rows, pk=pk)
    return found


def room_page(
    request: HttpRequest,
    found: Room,
    *,
    entry: PageForm | None = None,
    sent: PageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the room; after a refusal with the form that was sent, its errors and what was typed."""
    user, now = current_user(request), timezone.now()
    its_members = list(members.members_of(found, user))
    names = {each.organisation_id: str(each.organisation) for each in its_members}
    page = page_of(entries_of(found, user), request, size=ENTRIES_PER_PAGE, count=found.edition)
    _record_read(user, found, page.object_list)
    now_is = found.status_at(now)
    may_write = now_is is Status.OPEN and may_write_in_rooms(user) and user.organisation_id in found.organisations
    leads = may_open_rooms(user) and user.organisation_id in found.organisations
    corrected = _corrected(request, found, user) if may_write else None
    context: dict[str, Any] = {
        "room": found,
        "status": now_is.value,
        "handling": handling_line(found, gettext),
        "entry": _entry_form(request, user, entry, corrected) if may_write else None,
        "corrected": corrected,
        "page": page,
        "entries": shown_events(page.object_list, user, names),
        "own_entries": {
            row.pk for row in page if row.organisation_id == user.organisation_id and "text" in row.content
        },
        "tasks": [
            (row, row.status_at(now), shown(sent, room_forms.EndTaskForm, row=row.number))
            for row in tasks_of(found, user).order_by(F("ended_at").asc(nulls_first=True), "due_at")
        ],
        "files": list(files_of(found, user)),
        "may_write": may_write,
        "may_export": may_export_rooms(user),
        "may_lead": leads and now_is is Status.OPEN,
        "may_extend": leads and now_is is not Status.CLOSED,
        "may_close": leads and now_is is Status.OPEN and found.organisation_id == user.organisation_id,
        "may_leave": may_accept_room_invitations(user)
        and user.organisation_id in found.organisations
        and found.organisation_id != user.organisation_id,
        "form": entry or sent,
        "forms": {
            name.replace("-", "_"): shown(sent, ACTS[name].form, **_choices(ACTS[name].form, found, user, its_members))
            for name in _offered(may_write=may_write, leads=leads)
        }
        | {"file": shown(sent, room_forms.RoomFileForm)},
        # Last: what is known of the person's scope is asked again after it.
        "members": _members(found, its_members, user, now, sent),
        "now": now,
    }
    return render(request, "room.html", context, status=status)


def _record_read(user: User, found: Room, rows: Iterable[RoomEntry]) -> None:
    """Write who read which entries, and a line for each traveller to whom the own side has linked one."""
    numbers = [row.number for row in rows]
    span = f"entries {min(numbers)} to {max(numbers)}" if numbers else "no entry"
    log(user, "read", f"room {found.pk}", states=own_states(user), detail=span)
    for number in sorted(people_named(rows)):
        log(user, "read", f"traveller {number}", states=own_states(user), detail=f"in room {found.pk}")


def _offered(*, may_write: bool, leads: bool) -> list[str]:
    return [*(["set-task"] if may_write else []), *(["invite", "extend", "close"] if leads else [])]


def _choices(form: type[ActForm], found: Room, user: User, its_members: Sequence[RoomMember]) -> dict[str, Any]:
    """Return the further arguments of a form of the page."""
    if form is room_forms.InviteForm:
        return {"offered": members.possible_members(found, user)}
    if form is room_forms.TaskForm:
        there = [each.organisation for each in its_members if each.accepted_at and not each.left_at]
        return {"offered": there, "zones": zones_for(user)}
    return {}


def _members(found: Room, rows: Sequence[RoomMember], user: User, now: Any, sent: PageForm | None) -> list[Any]:
    """Return the members and invitations, each with its people on duty, contact points and form to withdraw it."""
    points, duty = room_points(found, user, now), on_duty(rows, user, now)
    return [
        {
            "row": row,
            "on_duty": duty.get(row.organisation_id, []),
            "points": points.get(row.organisation_id, []) if row.accepted_at and not row.left_at else [],
            "withdraw": shown(sent, room_forms.WithdrawForm, row=row.pk)
            if row.inviting_id == user.organisation_id and not row.accepted_at and not row.left_at
            else None,
        }
        for row in rows
    ]


def _entry_form(request: HttpRequest, user: User, entry: PageForm | None, corrected: RoomEntry | None) -> PageForm:
    if entry is not None:
        return entry
    initial = {"corrects": corrected.pk, "type": corrected.act} if corrected else {}
    form = room_forms.RoomEntryForm(unsent.take(request), user=user, initial=initial)
    if corrected:
        form.fields["text"].widget.attrs["autofocus"] = True
    return form


def _corrected(request: HttpRequest, found: Room, user: User) -> RoomEntry | None:
    """Return the entry of the own organisation that the address, or the form that was sent, wants to correct."""
    number = request.GET.get("corrects") or request.POST.get("corrects", "")
    fits = number.isascii() and number.isdecimal() and len(number) < 18
    rows = entries_of(found, user).filter(organisation=user.organisation_id)
    row = rows.filter(pk=number).first() if fits else None
    return row if row is not None and "text" in row.content else None
