"""Handover of a shift: the outgoing person signs, and another person takes over. Until then it stays open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.casework.items import Item
from roadstead.casework.log.append import NewEntry, database_now, own_organisation, write
from roadstead.casework.log.models import MAX_NOTE_CHARS, OPEN, EntryType, ShiftHandover
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.cooperation_permissions import LOG_WRITERS
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.handling.ceiling import check_ceiling

SHIFT: Final = timedelta(hours=12)  # where nothing says how long one lasts
MAX_BACK: Final = timedelta(days=7)  # whoever was away longer reads the log
MAX_ITEMS: Final = 100
# Stored text is not translated: English, as in every timeline.
SIGNED_OUT: Final = "%(outgoing)s hands over to %(incoming)s."
SIGNED_IN: Final = "%(incoming)s has taken over from %(outgoing)s."
WITHDRAWN: Final = "%(outgoing)s has withdrawn the handover to %(incoming)s."

Handovers = QuerySet[ShiftHandover, ShiftHandover]


def handovers_of(user: User) -> Handovers:
    rows = ShiftHandover.objects.visible_to(user).filter(organisation=user.organisation_id)
    return rows.select_related("outgoing", "incoming")


def open_handovers(user: User) -> Handovers:
    """Return the handovers of the own organisation that nobody has taken over, the oldest first."""
    return handovers_of(user).filter(OPEN).order_by("signed_out_at", "pk")


def possible_successors(user: User) -> QuerySet[User, User]:
    """Return those to whom this person may hand over: others of the organisation who write in its log."""
    if user.organisation_id is None:  # else everybody without one, of whatever state, would be a colleague
        return User.objects.none()
    people = User.objects.filter(
        organisation=user.organisation_id, state=user.state_id, is_active=True, role__in=LOG_WRITERS
    )
    return people.exclude(pk=user.pk).order_by("last_name", "first_name", "pk")


def shift_began(user: User, now: datetime) -> datetime:
    """Return the moment from which a summary for this person begins: when they last took over or handed over, else one
    shift ago.
    """
    own = (
        handovers_of(user)
        .filter(withdrawn_at=None)
        .filter(Q(outgoing=user) | Q(incoming=user, signed_in_at__isnull=False))
    )
    row = own.order_by("-signed_out_at", "-pk").first()
    at = None if row is None else row.signed_out_at if row.outgoing_id == user.pk else row.signed_in_at
    return max(at, now - MAX_BACK) if at else now - SHIFT


@transaction.atomic
def hand_over(incoming: int, note: str, items: Sequence[Item], *, by: User) -> ShiftHandover:
    """Sign as the outgoing person, with what is open now. Raises FieldRefused or NotAllowed."""
    organisation, now = own_organisation(by), database_now()
    successor = possible_successors(by).filter(pk=incoming).first()
    if successor is None:
        raise FieldRefused(_("Choose another person of your organisation, who takes over."), field="incoming")
    if len(note) > MAX_NOTE_CHARS:
        raise FieldRefused(
            _("Shorten the note to %(most)d characters. It has %(number)d."),
            field="note",
            most=MAX_NOTE_CHARS,
            number=len(note),
        )
    check_ceiling(note)
    if ShiftHandover.objects.filter(OPEN, outgoing=by).exists():
        raise NotAllowed(_("You have handed over already, and nobody has taken over yet. Withdraw that one first."))
    row = ShiftHandover.objects.create(
        organisation=organisation,
        states=[organisation.state_id] if organisation.state_id else [],
        organisations=[organisation.pk],
        since=shift_began(by, now),
        until=now + SHIFT,
        outgoing=by,
        incoming=successor,
        note=note.strip(),
        items=[[item.kind, item.number] for item in items[:MAX_ITEMS]],
        signed_out_at=now,
    )
    _write(row, SIGNED_OUT, "signed out", by=by)
    return row


@transaction.atomic
def take_over(pk: int, *, by: User) -> None:
    """Sign as the incoming person."""
    row = _lock(pk, by)
    if row.incoming_id != by.pk:
        raise NotAllowed(_("Only the person to whom the shift is handed over takes over."))
    row.signed_in_at = database_now()
    row.save(update_fields=["signed_in_at"])
    _write(row, SIGNED_IN, "signed in", by=by)


@transaction.atomic
def withdraw(pk: int, *, by: User) -> None:
    """Take a handover back that nobody has taken over, to hand over to somebody else."""
    row = _lock(pk, by)
    if row.outgoing_id != by.pk:
        raise NotAllowed(_("Only the person who handed over can withdraw it."))
    row.withdrawn_at = database_now()
    row.save(update_fields=["withdrawn_at"])
    _write(row, WITHDRAWN, "withdrawn", by=by)


def _lock(pk: int, by: User) -> ShiftHandover:
    own_organisation(by)
    rows = ShiftHandover.objects.visible_to(by).filter(OPEN, organisation=by.organisation_id)
    row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotAllowed(_("This handover has ended. Check what has changed."))
    return row


def _write(row: ShiftHandover, said: str, act: str, *, by: User) -> None:
    """Add the entry of this signature, and a line to the audit log."""
    text = said % {"outgoing": row.outgoing, "incoming": row.incoming}
    write(NewEntry(type=EntryType.HANDOVER, text=text), row.organisation, by=by)
    log(by, f"handover {act}", f"handover {row.pk}", states=row.states)
