"""Masking: names, contact, payment, frequent flyer, remarks, all API data and travel companions are removed (S8).

Role, sex, nationality and voyage stay, so that numbers, times and routes can be counted. Masking is final: no copy is
kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Q

from roadstead.casework.alerts.models import Alert, Event, FollowUp, Selection, Suppression
from roadstead.engine.records import Role
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Document, Manifest, Statement, Traveller, Voyage
from roadstead.outbound.responses.models import Response
from roadstead.oversight.retention.graph import blank, erase
from roadstead.oversight.retention.models import Correction
from roadstead.platform.database.ids import among

CREW: Final = (Role.CREW.value, Role.TRANSIT_CREW.value)
TRAVELLER: Final[dict[str, Any]] = {
    "surname": "", "given": "", "born": "", "birth_place": "", "residence": "", "booking": "",
    "passenger_reference": "", "seat": "", "person_key": None, "layers": None, "quality": {},
}  # fmt: skip
# Of the declaration only the role is left.
MASKED: Final = Q(person_key=None, surname="", declared__in=[{"role": role.value} for role in Role])
BOOKING: Final[dict[str, Any]] = {"locator": "", "made_at": "", "detail": {}, "travellers": []}
MANIFEST: Final[dict[str, Any]] = {
    "problems": [], "unread": [], "quality": {}, "stated": {}, "voyage_record": {}, "sender": "",
}  # fmt: skip
ALERT: Final[dict[str, Any]] = {"declared": {}, "reasons": [], "person_key": None, "party_key": None}


def mask_people(voyage: Voyage, *, crew: bool, but: Sequence[int] = ()) -> int:
    """Mask passengers or crew of a voyage, except those in `but`, whom an alert needs. Return the number masked."""
    people = of_kind(voyage, crew=crew).exclude(pk__in=but)
    if people.exists():
        _delete_message_text(voyage)  # also if a message repeats nobody's name
    rows = people.exclude(MASKED)
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        return 0
    them = among(ids)
    erase("voyages_document", list(Document.objects.filter(traveller__in=them).values_list("pk", flat=True)))
    erase("retention_correction", list(Correction.objects.filter(traveller__in=them).values_list("pk", flat=True)))
    for role in list(rows.order_by().values_list("role", flat=True).distinct()):
        Traveller.objects.filter(pk__in=them, role=role).update(**TRAVELLER, declared={"role": role})
    Suppression.objects.filter(traveller__in=them).update(reasons=[])
    spared = voyage.travellers.order_by().exclude(pk__in=them)
    responses = Response.objects.filter(answered_list__voyage=voyage)  # of earlier rows too
    others = responses.exclude(traveller__in=spared.values("pk"))
    blank("responses_response", list(others.order_by().values_list("pk", flat=True)))
    return len(ids)


def mask_bookings(voyage: Voyage) -> int:
    return voyage.bookings.exclude(locator="", detail={}).update(**BOOKING)


def mask_message(message: Message) -> int:
    """Blank the text of a message; receipt, size and hash stay as evidence that it came."""
    blank("intake_message", [message.pk])
    return 1


def mask_alert(alert: Alert) -> int:
    """Mask what was declared and all free text. The decision stays, with its officer and the entry."""
    blank("alerts_event", list(Event.objects.filter(alert=alert).values_list("pk", flat=True)))
    blank("alerts_followup", list(FollowUp.objects.filter(alert=alert).values_list("pk", flat=True)))
    blank("alerts_outcome", list(alert.outcomes.values_list("pk", flat=True)))
    blank("alerts_externalcheck", list(alert.checks.values_list("pk", flat=True)))
    blank("alerts_protectionanswer", list(alert.protection_answers.values_list("pk", flat=True)))
    blank("alerts_powerused", list(alert.powers_used.values_list("pk", flat=True)))
    return Alert.objects.filter(pk=alert.pk).update(**ALERT)


def mask_selection(selection: Selection) -> int:
    """Mask all free text, and what identifies one piece that was found. Class and quantity stay, with the officers."""
    blank("alerts_selection", [selection.pk])
    blank("alerts_selectionevent", list(selection.events.values_list("pk", flat=True)))
    blank("alerts_detention", list(selection.detentions.values_list("pk", flat=True)))
    blank("alerts_outcome", list(selection.outcomes.values_list("pk", flat=True)))
    blank("alerts_followup", list(selection.follow_ups.values_list("pk", flat=True)))
    return 1


def of_kind(voyage: Voyage, *, crew: bool) -> Any:
    return voyage.travellers.filter(role__in=CREW) if crew else voyage.travellers.exclude(role__in=CREW)


def _delete_message_text(voyage: Voyage) -> None:
    """Delete the statements and problems of messages about the voyage: each names everybody on board."""
    erase("voyages_statement", list(Statement.objects.filter(voyage=voyage).values_list("pk", flat=True)))
    numbers = list(Manifest.objects.filter(voyage=voyage).exclude(**MANIFEST).values_list("pk", flat=True))
    Manifest.objects.filter(pk__in=numbers).update(**MANIFEST)
    blank("responses_answeredlist", numbers)
