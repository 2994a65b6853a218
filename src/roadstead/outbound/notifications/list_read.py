"""Notices to filers that their list was read, set aside or not understood: mailed, with the receipt's number only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Sum

from roadstead.filings.intake.models import Message, Status
from roadstead.filings.trips.sending import CHANNEL as FORM
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.platform.registration.models import FilerMail, wants_mail

BY_SYSTEM: Final = "api"  # channel of lists that no person has filed
WRONG: Final = frozenset({"error", "warning"})  # severities of problems that the filer can correct
KINDS: Final = {Status.SET_ASIDE: "list set aside", Status.NOT_UNDERSTOOD: "list not read"}


def announce(message: Message) -> None:
    """Have the filers mailed, once the transaction commits. Nothing is written if nobody wants to know."""
    by_system = message.channel == BY_SYSTEM and FilerMail.objects.filter(carrier=message.carrier, by_system=True)
    if message.submitted_by_id or (by_system and by_system.exists()):
        outbox.write(EventKind.LIST_READ, message.pk)


def notify_of_read_lists(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.LIST_READ`: mail the person who filed the list, or those who follow the carrier's system."""
    rows = Message.objects.filter(pk__in=[event.subject for event in events]).exclude(status=Status.RECEIVED)
    rows = rows.exclude(channel=FORM, status=Status.READ)  # `filings.trips` has its own sentence for what was read
    for message in rows.defer("raw").order_by("pk"):
        if people := _filers(message):
            kind, places = _said(message)
            account_notices.notify_by_mail(people, kind, now, receipt=message.receipt, **places)


def _filers(message: Message) -> list[User]:
    """Return who is mailed; of a repaired list the person who filed the original."""
    original = message.repairs or message
    filer = original.submitted_by
    if filer is None:
        chosen = FilerMail.objects.filter(carrier=message.carrier, by_system=True)
        return list(User.objects.filter(pk__in=chosen.values("person"), is_active=True))
    is_filer = filer.role == Role.CARRIER and filer.carrier_id == message.carrier and filer.is_active
    return [filer] if is_filer and wants_mail(filer) else []


def _said(message: Message) -> tuple[str, dict[str, int]]:
    """Return the kind of the notice and its numbers."""
    if kind := KINDS.get(Status(message.status)):
        return kind, {}
    people = message.manifests.aggregate(all=Sum("traveller_count"))["all"] or 0
    problems = [each for lists in message.manifests.values_list("problems", flat=True) for each in lists]
    wrong = sum(each.get("severity") in WRONG for each in problems)
    return ("list to correct", {"number": people, "wrong": wrong}) if wrong else ("list read", {"number": people})
