"""Receiving a vetting sheet: read at once, stored with its people, due as the table of times says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

import msgspec
from django.db import transaction
from django.utils.translation import gettext_noop as _

from roadstead.casework.vetting.logic.sheet import Person, SheetRefused, read_sheet
from roadstead.casework.vetting.models import MAX_REASON_CHARS, VettingApplicant, VettingSheet
from roadstead.engine.deadlines.due import due
from roadstead.engine.reference.request_times import REQUEST_TIMES, time_for
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.engine.voyages.identity import person_key
from roadstead.platform.accounts.cooperation_permissions import may_send_vetting
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.audit.models import log
from roadstead.platform.handling.ceiling import check_ceiling, check_file
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.policies.calendars import calendar_of
from roadstead.platform.policies.in_force import in_force

MEASURE: Final = "vetting"  # in the table of times, and among the measures of the directory
MAX_NAME_CHARS: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class SentSheet:
    """File to be vetted. `reason`: why it is urgent."""

    name: str
    raw: bytes
    urgent: bool = False
    reason: str = ""


@transaction.atomic
def receive(sent: SentSheet, *, by: User, now: datetime) -> VettingSheet:
    """Store the sheet and its people; the worker screens them. Raises FieldRefused or NotAllowed.

    The same file of the same unit is stored once while it waits for its letter.
    """
    organisation = own_unit(by)
    reason = " ".join(sent.reason.split())
    if sent.urgent and not reason:
        raise FieldRefused(_("Write why this sheet is urgent."), field="reason")
    if len(reason) > MAX_REASON_CHARS:
        raise FieldRefused(_("Shorten the reason to %(most)d characters."), field="reason", most=MAX_REASON_CHARS)
    check_ceiling(reason)
    check_file(sent.name, sent.raw)
    try:
        read = read_sheet(sent.raw)
    except SheetRefused as refused:
        raise FieldRefused("%(why)s", field="file", why=refused.sentence) from None
    if not read.people:
        first = read.problems[0].wording
        raise FieldRefused(_("No row of this sheet can be searched. %(why)s"), field="file", why=first)
    digest = sha256(sent.raw).hexdigest()
    again = VettingSheet.objects.visible_to(by).filter(organisation=organisation, sha256=digest, replied_at=None)
    if found := again.first():
        return found
    readers = {"states": [by.state_id or ""], "organisations": [organisation.pk]}
    due_at, kind = _due(sent.urgent, by.state_id or "", now)
    sheet = VettingSheet.objects.create(
        organisation=organisation,
        sent_by=by,
        name=sent.name[:MAX_NAME_CHARS],
        file=sent.raw,
        sha256=digest,
        received_at=now,
        urgent=sent.urgent,
        reason=reason if sent.urgent else "",
        due_at=due_at,
        due_kind=kind,
        problems=[msgspec.to_builtins(each) for each in read.problems],
        people=len(read.people),
        **readers,
    )
    VettingApplicant.objects.bulk_create(_applicant(sheet, each, readers) for each in read.people)
    log(by, "received", f"vetting {sheet.pk}", states=sheet.states, detail=f"{len(read.people)} people, file {digest}")
    outbox.write(EventKind.VETTING, sheet.pk, of="received")
    return sheet


def own_unit(user: User) -> Organisation:
    """Return the organisation for which this person sends sheets. Raises NotAllowed if there is none."""
    if not may_send_vetting(user) or user.guest_of:
        raise NotAllowed(_("Officers, supervisors and focal points of a state send sheets. Ask one of them."))
    if user.organisation is None or user.organisation.state_id != user.state_id:
        raise NotAllowed(_("Your account belongs to no organisation of your state. Ask your administrator to set it."))
    return user.organisation


def _applicant(sheet: VettingSheet, person: Person, readers: dict[str, list[str]]) -> VettingApplicant:
    declared: dict[str, Any] = msgspec.to_builtins(person.traveller)
    key = person_key(person.traveller)
    return VettingApplicant(sheet=sheet, row=person.row, declared=declared, person_key=key, **readers)


def _due(urgent: bool, state: str, now: datetime) -> tuple[datetime | None, str]:
    """Return until when the centre replies, and the kind of that time: a target, unless a verified row says more."""
    row = time_for(
        in_force(REQUEST_TIMES),
        state=state,
        type=MEASURE,
        urgency="urgent" if urgent else "routine",
        code="reply",
        on=now.date(),
    )
    if row is None:
        return None, ""
    found = due(row.rule, now, (), calendar_of(""))  # working days of the centre, which replies
    return found.at, found.kind.value
