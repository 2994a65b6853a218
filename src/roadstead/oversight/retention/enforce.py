"""Enforcement of retention on one voyage or message: delete, hide from states, and mask what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import F

from roadstead.casework.alerts.models import Alert, Selection
from roadstead.engine.reference.retention import Category
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.declared import CARGO_FUNCTIONS
from roadstead.filings.voyages.models import Manifest, Statement, Voyage
from roadstead.outbound.responses.models import Response
from roadstead.oversight.retention.cargo import enforce_cargo, is_carried, limit_states, mask_waybills
from roadstead.oversight.retention.due import PEOPLE, Due, due_of, is_held
from roadstead.oversight.retention.erasure import Erasure
from roadstead.oversight.retention.graph import blank, erase
from roadstead.oversight.retention.mask import (
    MANIFEST,
    mask_alert,
    mask_bookings,
    mask_message,
    mask_people,
    mask_selection,
    of_kind,
)
from roadstead.oversight.retention.models import Correction, RetentionSchedule
from roadstead.oversight.retention.not_arrived import any_not_arrived, voyages_not_arrived
from roadstead.oversight.retention.pending import mark_enforced

FOLLOW: Final = """
update {table} of_it set states = t.states from voyages_traveller t
where t.voyage_id = %s and of_it.traveller_id = t.id and of_it.states <> t.states
"""


def enforce_on_voyages(voyages: Sequence[Voyage], erased: Erasure, *, now: datetime, present: datetime) -> None:
    """Enforce what is due on voyages, except those that are held or have not arrived by `present`, the database's time.

    If only alerts keep a voyage, only their travellers stay. Open alerts are considered again every time.
    """
    due = due_of(voyages, now=now)
    to_come = set(voyages_not_arrived(present).filter(pk__in=due).values_list("pk", flat=True))
    ready = [each for each in voyages if each.pk not in to_come and not due[each.pk].held]
    erased.erase_rows("voyages_voyage", [each.pk for each in ready if due[each.pk].is_over])
    left = [each for each in ready if not due[each.pk].is_over]
    erased.erase_rows("alerts_selection", [row.pk for each in left for row in due[each.pk].gone_selections])
    erased.erase_rows("alerts_alert", [alert.pk for each in left for alert in due[each.pk].gone])
    for voyage in left:
        _enforce_on_voyage(voyage, due[voyage.pk], erased, now)
    mark_enforced(now, voyage__in=left)
    mark_enforced(now, alert__in=[alert.pk for each in left for alert in due[each.pk].closed])
    mark_enforced(now, selection__in=[row.pk for each in left for row in due[each.pk].selections if not row.is_open])


def _enforce_on_voyage(voyage: Voyage, due: Due, erased: Erasure, now: datetime) -> None:
    _people_and_bookings(voyage, due, erased)
    _declarations(voyage, due, erased)
    _mask(voyage, due, erased, now)  # before states change: the keys of a masked name are not made anew
    if due.has_ended:
        _hide_from_states(voyage, due)
    enforce_cargo(voyage, due, erased)


def enforce_on_message(message: Message, erased: Erasure, *, now: datetime, present: datetime) -> None:
    """Delete a message of which nothing is left; blank the text of one whose schedule has expired."""
    voyages = Voyage.objects.filter(manifests__message=message)
    if any(is_held(voyage, now=now) for voyage in voyages) or any_not_arrived(voyages, present):
        return
    of_it = RetentionSchedule.objects.filter(message=message)
    runs = of_it.filter(expires_at__gt=now).exists()
    if not runs and not _is_used(message):
        erased.erase_rows("intake_message", [message.pk])
        return
    if of_it.filter(category=Category.CARGO, mask_at__lte=now).exists() and not is_carried(message):
        erased.counts["bills masked"] += mask_waybills(message)
    of_text = of_it.filter(category=Category.MESSAGE)
    due = of_text.filter(mask_at__lte=now).exists()
    if due and of_text.filter(masked_at=None).exists():
        erased.counts["messages masked"] += mask_message(message)
        of_text.update(masked_at=now)
    mark_enforced(now, message__in=[message.pk])


def _is_used(message: Message) -> bool:
    """Return True if a voyage of the message is left, or carries its waybills, or a repair of the message is kept."""
    repaired = Message.objects.filter(repairs=message).exists()
    of_a_voyage = Manifest.objects.filter(message=message).exclude(voyage=None).exists()
    return repaired or of_a_voyage or is_carried(message)


def _people_and_bookings(voyage: Voyage, due: Due, erased: Erasure) -> None:
    """Delete people and bookings of each category that no state may keep any more."""
    for category, crew in PEOPLE.items():
        if category in due.running and not due.running[category]:
            gone = of_kind(voyage, crew=crew).exclude(pk__in=due.needed).values_list("pk", flat=True)
            erased.erase_rows("voyages_traveller", gone)
    if any(category in due.running and not due.running[category] for category in PEOPLE):
        _delete_orphaned_responses(voyage, erased)
        _delete_statements(voyage, erased)
    if Category.PNR in due.running and not due.running[Category.PNR]:
        erased.erase_rows("voyages_booking", voyage.bookings.values_list("pk", flat=True))


def _declarations(voyage: Voyage, due: Due, erased: Erasure) -> None:
    """Delete what captains declared to a state that may not keep the passengers any more, or has to mask them: a serial
    number names its owner.
    """
    found = voyage.declarations.all()
    if Category.API not in due.masked:
        found = found.exclude(states__overlap=list(due.running.get(Category.API, ())))
    erased.erase_rows("trips_declaration", found.values_list("pk", flat=True))


def _delete_statements(voyage: Voyage, erased: Erasure) -> None:
    """Delete statements, which name everybody in the message, and the problems of the message, which quote it."""
    erased.erase_rows("voyages_statement", Statement.objects.filter(voyage=voyage).values_list("pk", flat=True))
    of_people = Manifest.objects.filter(voyage=voyage).exclude(function__in=CARGO_FUNCTIONS).exclude(**MANIFEST)
    numbers = list(of_people.values_list("pk", flat=True))
    Manifest.objects.filter(pk__in=numbers).update(**MANIFEST)
    blank("responses_answeredlist", numbers)


def _delete_orphaned_responses(voyage: Voyage, erased: Erasure) -> None:
    """Delete responses about people without a row, since they contain a name. Earlier versions left them behind.

    They are deleted rather than blanked: without the person a response proves no more than the audit log does, that a
    list was answered.
    """
    people = voyage.travellers.order_by().values("pk")
    left = Response.objects.filter(answered_list__voyage=voyage).exclude(traveller__in=people)
    erased.erase_rows("responses_response", left.order_by().values_list("pk", flat=True))


def _hide_from_states(voyage: Voyage, due: Due) -> None:
    """Hide from each state what its own schedule has ended. An alert's states keep its traveller."""
    running = {name: sorted(states) for name, states in due.running.items()}
    for category, crew in PEOPLE.items():
        _states(of_kind(voyage, crew=crew).exclude(pk__in=due.needed), running.get(category, []))
    for alert in due.kept:
        if alert.traveller_id:
            also = {state for crew in PEOPLE for state in due.running.get(crew, ())} | set(alert.states)
            _states(voyage.travellers.filter(pk=alert.traveller_id), sorted(also & {*voyage.states, *alert.states}))
    _states(voyage.bookings.all(), running.get(Category.PNR, []))
    whole = sorted(due.states - {""})
    for rows in (voyage.legs.all(), voyage.manifests.all(), voyage.statements.all()):
        limit_states(rows, whole)
    Voyage.objects.filter(pk=voyage.pk).exclude(states=whole).update(states=whole)
    with connection.cursor() as cursor:  # rows about a traveller follow the traveller
        for table in ("voyages_document", "retention_restriction"):
            cursor.execute(FOLLOW.format(table=table), [voyage.pk])
    said = Correction.objects.filter(traveller__voyage=voyage).exclude(states=[])
    unseen = said.exclude(states__overlap=F("traveller__states"))
    erase("retention_correction", list(unseen.order_by().values_list("pk", flat=True)))


def _states(rows: Any, states: list[str]) -> None:
    known = [state for state in states if state]
    rows.exclude(states=known).update(states=known)


def _mask(voyage: Voyage, due: Due, erased: Erasure, now: datetime) -> None:
    """Mask as soon as one state that may still keep the data requires it: a row cannot be masked for one state only."""
    for category, crew in PEOPLE.items():
        if category in due.masked:
            erased.counts["travellers masked"] += mask_people(voyage, crew=crew, but=due.needed)
    if Category.PNR in due.masked:
        erased.counts["bookings masked"] += mask_bookings(voyage)
    for alert in due.closed:
        if _is_masking_due(now, alert=alert):
            erased.counts["alerts masked"] += mask_alert(alert)
            RetentionSchedule.objects.filter(alert=alert).update(masked_at=now)
    for selection in due.selections:
        if not selection.is_open and _is_masking_due(now, selection=selection):
            erased.erase_rows("alerts_examinationphoto", selection.photos.values_list("pk", flat=True))
            erased.counts["selections masked"] += mask_selection(selection)
            RetentionSchedule.objects.filter(selection=selection).update(masked_at=now)


def _is_masking_due(now: datetime, **of: Alert | Selection) -> bool:
    return RetentionSchedule.objects.filter(**of, mask_at__lte=now, masked_at=None).exists()
