"""Notify the people of an organisation that a message has come, or that something is due. No content leaves by mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from roadstead.cooperation.requests.clocks import CHASES, chased_at
from roadstead.cooperation.requests.models import Message, Request, RequestTimer, open_links
from roadstead.engine.deadlines.due import Kind
from roadstead.engine.reference.caricom import REGION
from roadstead.engine.requests.actions import Action
from roadstead.engine.requests.timing import RIGHTS, Code
from roadstead.engine.requests.types.registry import TYPES
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import Organisation, Role, User
from roadstead.platform.accounts.permissions import JUSTICE, OFFICERS
from roadstead.platform.directory.roster import roster_of
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind, OutboxEvent

WRITERS = OFFICERS | JUSTICE | {Role.FOCAL_POINT}


def notify_of_messages(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.REQUEST`: notify the other side's people or guest, but not of what they have read already. Of a
    surrender every office that acts on it is notified, and of what is passed on whoever gets it.
    """
    rows = Message.objects.filter(pk__in=[event.subject for event in events])
    for message in rows.select_related("request__asking", "request__asked").order_by("pk"):
        request = message.request
        kind = "urgent request" if request.urgency else "request message"
        for to in _readers(message):
            if message.receipts.filter(organisation=to).exists():
                continue
            if to == request.asked:
                links = open_links(now).filter(request=request)
                outbox.write(EventKind.GUEST_LINK, *links.values_list("pk", flat=True))
            people = people_for(request, to, now).exclude(pk=message.who_id or 0)
            account_notices.notify(people, kind, now, number=request.reference, sender=message.organisation)


def _readers(message: Message) -> list[Organisation]:
    """Return the organisations that are notified of a message."""
    request = message.request
    if TYPES[request.type].is_of_justice:
        codes = set(request.organisations) - {message.organisation_id}
        return list(Organisation.objects.filter(pk__in=codes).order_by("pk"))
    other = request.asking if message.organisation_id != request.asking_id else request.asked
    passed_on = message.content.get("to") if message.act == Action.FORWARD else None
    return [other, *Organisation.objects.filter(pk=passed_on)]


def notify_of_due_times(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.REQUEST_DUE`: notify whoever has to act, and the heads of their office, once it is late."""
    late = [event.subject for event in events if "percent" not in event.codes]
    rows = RequestTimer.objects.filter(pk__in=late, stopped_at=None, due_at__lte=now)
    for timer in rows.select_related("request", "organisation__state").order_by("pk"):
        if timer.code in RIGHTS:  # of the person: nobody is late
            continue
        people = people_for(timer.request, timer.organisation, now)
        if timer.kind == Kind.TARGET:
            people = people.exclude(role=Role.COURT)
        heads = account_notices.office_heads(timer.organisation.state_id) if timer.organisation.state_id else people
        kind = "report late" if timer.code == Code.REPORT else "request late"
        account_notices.notify([*people, *heads], kind, now, number=timer.request.reference)


def chase_replies(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.REQUEST_DUE` with a share of the time: notify the deputies, then the heads of the office, then
    the regional centre, which chases the reply by telephone and never gives one in a state's place.
    """
    shares = [(event.subject, int(event.codes["percent"])) for event in events if "percent" in event.codes]
    rows = RequestTimer.objects.filter(stopped_at=None, due_at__isnull=False)
    timers = rows.select_related("request", "organisation__state").in_bulk([pk for pk, _percent in shares])
    for pk, percent in shares:
        timer = timers.get(pk)
        if timer is None or chased_at(timer, percent) > now or _is_promised(timer, now):  # done, or given more time
            continue
        kind, people = _chased(timer, percent, now)
        account_notices.notify(people, kind, now, number=timer.request.reference, asked=timer.organisation)


def _is_promised(timer: RequestTimer, now: datetime) -> bool:
    """Return True if the reply is promised for a time that has not come: until then nobody is chased."""
    promises = timer.request.timers.filter(code=Code.PROMISE, stopped_at=None, due_at__gt=now)
    return timer.code == Code.REPLY and promises.exists()


def _chased(timer: RequestTimer, percent: int, now: datetime) -> tuple[str, QuerySet[User]]:
    if percent == CHASES[0]:
        today = Q(posts__valid_to=None) | Q(posts__valid_to__gte=now.date())
        holds = Q(posts__accepted_at__isnull=False, posts__contact_point=timer.request.contact_point_id) & today
        able = User.objects.filter(holds, is_active=True, role__in=WRITERS).distinct()
        return "hit unanswered", able
    if percent == CHASES[1]:
        return "hit unanswered", account_notices.office_heads(timer.organisation.state_id or "")
    centre = User.objects.filter(state=None, role__in=WRITERS, is_active=True)
    on_duty = centre.filter(pk__in=roster_of(REGION, since=now).on_duty(now))
    return "hit to chase", on_duty if on_duty.exists() else centre


def people_for(request: Request, organisation: Organisation, now: datetime) -> QuerySet[User]:
    """Return who is notified: the officer who works on it, else the holders of the contact point, else the people of
    the organisation on duty, else all who may answer for it.
    """
    able = User.objects.filter(is_active=True, role__in=WRITERS)
    holds = Q(posts__accepted_at__isnull=False) & (Q(posts__valid_to=None) | Q(posts__valid_to__gte=now.date()))
    own = able.filter(organisation=organisation)
    is_asked = organisation.pk == request.asked_id
    choices = (
        own.filter(pk=(request.officer_id if is_asked else request.opened_by_id) or 0),
        able.filter(holds, posts__contact_point=request.contact_point_id if is_asked else None),
        own.filter(pk__in=roster_of(organisation.state_id or organisation.pk, since=now).on_duty(now)),
        able.filter(holds, posts__contact_point__organisation=organisation),
    )
    return next((found.distinct() for found in choices if found.exists()), own)
