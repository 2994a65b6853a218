"""Send a request, and act on it. Each act is one message, hashed with the one before, in one transaction (S29)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_noop as _

from roadstead.casework.items import Item
from roadstead.cooperation.requests import clocks
from roadstead.cooperation.requests.links import (
    check_disclosure,
    check_hit,
    check_may_tell_more,
    check_warrant,
    link_all,
)
from roadstead.cooperation.requests.models import MAX_REASON_CHARS, MAX_TITLE_CHARS, Draft, Message, Request
from roadstead.cooperation.requests.receipts import seen_by
from roadstead.cooperation.requests.references import new_reference
from roadstead.cooperation.requests.sides import allowed_actions, organisation_of
from roadstead.engine.deadlines.spans import Span
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.engine.requests.actions import ENDED, Action, Side, Status, next_status
from roadstead.engine.requests.fields import MAX_LINES, cleaned, faults
from roadstead.engine.requests.request_type import RequestType
from roadstead.engine.requests.surrender import is_surrender
from roadstead.engine.requests.types.registry import TYPES
from roadstead.platform.accounts.cooperation_permissions import may_draft_warrants, may_write_requests
from roadstead.platform.accounts.models import Organisation, Role, User
from roadstead.platform.directory.models import ContactPoint
from roadstead.platform.directory.visibility import organisations_of
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.handling.logic.codes import SHAREABLE
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.timeline import events

MAX_ADDRESSEES: Final = 25
ACTIONS: Final = {each.value: each for each in Action}
TELLS: Final = frozenset({Action.CLARIFY, Action.WRITE, Action.FEEDBACK, Action.REOPEN})  # the other side more
CHANGED: Final = (
    *("status", "asked", "turn", "due_at", "due_code", "due_kind", "officer", "ended_at"),
    *("states", "organisations", "contact_point"),
)
FILL_IN: Final = _("Fill in “%(what)s”.")
SHORTEN: Final = _("Shorten “%(what)s” to %(most)d characters. It has %(number)d.")


class RequestChanged(NotAllowed):
    """The request has moved on since the page was loaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Organisation that is asked, and its contact point, if the sender chose one."""

    organisation: Organisation
    contact_point: ContactPoint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """A request to be sent. `urgency`: why it is urgent, or "". `items`: what it is about, for the own side.
    `expected_at`: when the person or thing is expected at the border, before which nothing can be reported.
    """

    type: str
    to: Sequence[Addressee]
    title: str
    basis: str
    purpose: str
    content: Mapping[str, Any]
    measure: str = ""
    urgency: str = ""
    tlp: str = SHAREABLE[-1]
    items: Sequence[Item] = field(default_factory=tuple)
    earlier: Request | None = None
    expected_at: datetime | None = None


@transaction.atomic
def send(new: NewRequest, *, by: User, now: datetime, draft: Draft | None = None) -> list[Request]:
    """Send the request to each addressee, as requests of their own, and delete the draft.

    Raises FieldRefused at the field that is missing or wrong, NotAllowed for anything else.
    """
    asking = _own_organisation(by)
    of = _checked(new, asking, by)
    content = cleaned(of.asks, new.content)
    for each in new.to:
        check_disclosure(new.items, each.organisation, by=by)
    together = uuid.uuid4() if len(new.to) > 1 else None
    made = [_send_one(new, each, content, asking=asking, together=together, by=by, now=now) for each in new.to]
    if draft is not None:
        draft.delete()
    return made


def _send_one(
    new: NewRequest,
    to: Addressee,
    content: dict[str, str],
    *,
    asking: Organisation,
    together: uuid.UUID | None,
    by: User,
    now: datetime,
) -> Request:
    request = Request.objects.create(
        reference=new_reference(),
        type=new.type,
        title=new.title.strip(),
        asking=asking,
        asked=to.organisation,
        owner=asking.owner,
        contact_point=to.contact_point,
        together=together,
        earlier=new.earlier,
        measure=new.measure,
        basis=new.basis.strip(),
        purpose=new.purpose.strip(),
        urgency=new.urgency.strip(),
        tlp=new.tlp,
        opened_by=by,
        opened_at=now,
        **_readers(asking, to.organisation),
    )
    head = {name: getattr(request, name) for name in ("type", "title", "measure", "basis", "purpose", "urgency", "tlp")}
    told = {"to": to.organisation.pk, **head, "fields": content}
    _write(request, Action.SEND, told, sender=asking, by=by, now=now, until=new.expected_at)
    link_all(request, new.items, by=by, now=now)
    return request


@transaction.atomic
def act(
    pk: int,
    action: str,
    content: Mapping[str, Any],
    *,
    by: User,
    now: datetime,
    edition: int | None = None,
    to: Organisation | None = None,
) -> Request:
    """Do one thing on a request, by one message. `edition`: the one that the person had read; `to`: whom it is
    forwarded to, an organisation of the same state.
    """
    request, side = lock(pk, by, edition)
    of = TYPES[request.type]
    is_supervisor = by.role == Role.SUPERVISOR
    done = ACTIONS.get(action)
    if done is None or done not in allowed_actions(request, side, by, is_supervisor=is_supervisor):
        raise RequestChanged(_("This cannot be done now. Check what has changed, then use one of the buttons."))
    if done in TELLS and side is Side.ASKING:
        check_may_tell_more(request, by=by)
    fields = of.fields_of(done)
    _check_fields(fields, content)
    told: dict[str, Any] = {"fields": cleaned(fields, content)}
    sender = sender_of(request, by)
    until = _until(told["fields"], sender, now)
    request.status = next_status(of.steps, Status(request.status), done)
    request.ended_at = now if request.status in ENDED else None
    if done is Action.FORWARD:
        told["to"] = _forward(request, to, of)
    if done is Action.BRING and to is not None:
        told["to"] = _let_in(request, to)
    if sender.pk == request.asked_id and done is not Action.FORWARD and not by.guest_of:
        request.officer = by
    _write(request, done, told, sender=sender, by=by, now=now, until=until)
    return request


def lock(pk: int, by: User, edition: int | None = None) -> tuple[Request, Side]:
    """Return the request, locked until the transaction ends, and the side of this person."""
    if not may_write_requests(by):
        raise NotAllowed(_("Officers, supervisors and focal points answer requests. Ask one of them."))
    rows = Request.objects.visible_to(by).select_for_update(of=("self",)).select_related("asking", "asked")
    request = rows.get(pk=pk)
    side = request.side_of(organisations_of(by))
    if side is None:
        raise NotAllowed(_("Only the two organisations of a request act on it."))
    if edition is not None and edition != request.edition:
        raise RequestChanged(_("A message has come since you opened this request. Read it, then try again."))
    return request, side


def _own_organisation(by: User) -> Organisation:
    if not may_write_requests(by):
        raise NotAllowed(_("Officers, supervisors and focal points send requests. Ask one of them."))
    if by.guest_of:
        raise NotAllowed(_("A guest answers one request, and sends none."))
    if by.organisation is None:
        raise NotAllowed(_("Your account belongs to no organisation. Ask your administrator to set it."))
    return by.organisation


def _checked(new: NewRequest, asking: Organisation, by: User) -> RequestType:
    """Return the type. Raises FieldRefused or NotAllowed if the request cannot be sent as it is."""
    of = TYPES.get(new.type)
    if of is None:
        raise FieldRefused(_("Choose the type of request."), field="type")
    if not new.to:
        raise FieldRefused(_("Choose who is asked."), field="to")
    if len(new.to) > MAX_ADDRESSEES:
        raise FieldRefused(_("Choose %(most)d organisations at most."), field="to", most=MAX_ADDRESSEES)
    if of.is_of_justice and not may_draft_warrants(by):
        raise NotAllowed(_("The central authority or a court of your state sends this. Ask one of them."))
    if is_surrender(of):
        check_warrant(new.items, by=by)
    if of.is_sent_from_alert:
        check_hit(new.items, [each.organisation for each in new.to], by=by)
    if any(each.organisation.pk == asking.pk for each in new.to):
        raise FieldRefused(_("Your own organisation cannot be asked. Choose another one."), field="to")
    if new.tlp not in SHAREABLE:
        raise FieldRefused(_("Choose clear, green or amber: what is stricter stays with its owner."), field="tlp")
    needed = {
        "title": (_("Title"), new.title, MAX_TITLE_CHARS, True),
        "basis": (_("Legal basis"), new.basis, MAX_LINES, True),
        "purpose": (_("Purpose"), new.purpose, MAX_LINES, True),
        "urgency": (_("Why it is urgent"), new.urgency, MAX_REASON_CHARS, False),
    }
    for name, (what, text, most, is_required) in needed.items():
        _check_text(name, what, text, most, is_required=is_required)
    if of.measures and new.measure not in of.measures:
        raise FieldRefused(_("Choose the measure."), field="measure")
    _check_fields(of.asks, new.content)
    return of


def _check_text(name: str, what: str, text: str, most: int, *, is_required: bool) -> None:
    if is_required and not text.strip():
        raise FieldRefused(FILL_IN, field=name, what=what)
    if len(text) > most:
        raise FieldRefused(SHORTEN, field=name, what=what, most=most, number=len(text))
    check_ceiling(text)


def _check_fields(fields: Collection[Any], content: Mapping[str, Any]) -> None:
    for name, fault in faults(fields, content).items():
        raise FieldRefused("%(fault)s", field=name, fault=fault)
    for text in content.values():
        check_ceiling(str(text))


def _until(fields: Mapping[str, str], sender: Organisation, now: datetime) -> datetime | None:
    """Return the end of the time or day that the message promises or expects."""
    if "within" in fields:
        return Span.parse(fields["within"]).after(now)
    if "until" not in fields:
        return None
    try:
        at = clocks.end_of_day(date.fromisoformat(fields["until"]), sender)
    except ValueError:
        raise FieldRefused(_("There is no such day. Check the date."), field="until") from None
    if at <= now:
        raise FieldRefused(_("Choose a day that is not over yet."), field="until")
    return at


def sender_of(request: Request, by: User) -> Organisation:
    """Return the organisation for which this person writes."""
    code = organisation_of(request, by)
    sides = {request.asking_id: request.asking, request.asked_id: request.asked}
    return sides.get(code) or Organisation.objects.get(pk=code)


def _forward(request: Request, to: Organisation | None, of: RequestType) -> str:
    """Pass the request on within the asked state; its times keep running. A surrender stays with whoever was asked."""
    if of.is_of_justice:
        return _let_in(request, to)
    if to is None or to.state_id != request.asked.state_id or to.pk in (request.asked_id, request.asking_id):
        raise FieldRefused(_("Choose another organisation of your own state."), field="to")
    request.asked, request.contact_point, request.officer = to, None, None
    request.organisations = sorted({*request.organisations, to.pk})
    return to.pk


def _let_in(request: Request, to: Organisation | None) -> str:
    """Let another office of the asked state read and act as well."""
    if to is None or to.state_id != request.asked.state_id or to.pk == request.asking_id:
        raise FieldRefused(_("Choose another organisation of your own state."), field="to")
    request.organisations = sorted({*request.organisations, to.pk})
    if said := request.facts.first():  # what was stated so far, for this office as well; nothing of it is changed
        said.pk, said.organisations = None, sorted({*said.organisations, to.pk})
        said.save(force_insert=True)
    return to.pk


def _write(
    request: Request,
    action: Action,
    content: dict[str, Any],
    *,
    sender: Organisation,
    by: User,
    now: datetime,
    until: datetime | None = None,
) -> None:
    """Add the message, and work out the times anew."""
    add_message(request, action, content, sender=sender, by=by, now=now, until=until)
    clocks.update_times(request, now=now)
    request.save(update_fields=CHANGED)


def add_message(
    request: Request,
    act: str,
    content: dict[str, Any],
    *,
    sender: Organisation,
    by: User,
    now: datetime,
    until: datetime | None = None,
) -> None:
    """Add a message to a locked request, and let the other side be notified. It names a guest, who has no account."""
    message = Message(
        request=request,
        organisation=sender,
        at=now,
        who=None if by.guest_of else by,
        act=act,
        content={**content, "guest": str(by)} if by.guest_of else content,
        seen=seen_by(request, sender),
        until=until,
    )
    events.add(request, message, states=request.states, by=by)
    outbox.write(EventKind.REQUEST, message.pk)


def _readers(*parties: Organisation) -> dict[str, list[str]]:
    return {
        "states": sorted({each.state_id for each in parties if each.state_id}),
        "organisations": sorted({each.pk for each in parties}),
    }
