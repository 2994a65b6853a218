"""Desks that are to watch: who has acknowledged, what each has seen, and whom the centre has telephoned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop as _

from roadstead.cooperation.lookouts.history import LookoutAct, lock, write
from roadstead.cooperation.lookouts.models import Lookout, LookoutDesk, Status
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.cooperation_permissions import may_answer_lookouts, may_record_contact
from roadstead.platform.accounts.models import Organisation, State, User
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.accounts.permissions import OFFICERS
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind

MAX_TEXT_CHARS: Final = 1000
CLOCKS_DIFFER: Final = timedelta(minutes=5)
NOT_LIVE: Final = _("This lookout is not live.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Reply of a desk. `where`, `at` and `done` belong to a subject that was seen."""

    is_seen: bool
    where: str = ""
    at: datetime | None = None
    done: str = ""


def add_desks(row: Lookout) -> None:
    """Store the desks of the chosen states: each organisation with officers, or the border agency where none has."""
    officers = User.objects.filter(state__in=row.chosen, role__in=OFFICERS, is_active=True).order_by()
    found = set(officers.values_list("state", "organisation").distinct())
    states = State.objects.in_bulk(row.chosen)
    desks = {(code, of or first_organisation(states[code]).pk) for code, of in found}
    desks |= {(code, first_organisation(state).pk) for code, state in states.items() if code not in dict(desks)}
    LookoutDesk.objects.bulk_create(
        [LookoutDesk(lookout=row, organisation_id=of, state=code) for code, of in sorted(desks)]
    )


def desk_of(user: User) -> Organisation | None:
    """Return the organisation at whose desk this person works; None for people of the centre."""
    if user.state is None:
        return None
    return user.organisation or first_organisation(user.state)


@transaction.atomic
def acknowledge(pk: int, *, by: User, now: datetime) -> None:
    """Record that the desk has read the lookout and watches. The first of its people counts."""
    row, of = _watching(pk, by, now)
    desk, _made = LookoutDesk.objects.get_or_create(lookout=row, organisation=of, defaults={"state": by.state_id or ""})
    if desk.acknowledged_at is not None:
        raise NotAllowed(_("Your desk has acknowledged this lookout already."))
    desk.acknowledged_at, desk.acknowledged_by = now, by
    desk.save(update_fields=["acknowledged_at", "acknowledged_by"])
    write(row, LookoutAct.ACKNOWLEDGED, {}, by=by, now=now, organisation=of)


@transaction.atomic
def reply(pk: int, said: Reply, *, by: User, now: datetime) -> None:
    """Store a desk's reply, which every desk of the lookout reads, and notify the issuing state."""
    row, of = _watching(pk, by, now)
    if said.is_seen:
        _check_sighting(said, now)
    check_ceiling(said.where, said.done)
    seen = {"where": said.where.strip(), "at": said.at.isoformat() if said.at else "", "done": said.done.strip()}
    act, content = (LookoutAct.SEEN, seen) if said.is_seen else (LookoutAct.NOT_SEEN, {"done": said.done.strip()})
    write(row, act, content, by=by, now=now, organisation=of)
    if said.is_seen:
        outbox.write(EventKind.LOOKOUT, row.pk, of="answered")


@transaction.atomic
def record_call(pk: int, desk: int, answered: bool, note: str, *, by: User, now: datetime) -> None:
    """Record that the centre telephoned a desk that has not acknowledged."""
    row = lock(pk, by)
    _check_is_live(row, now)
    if not may_record_contact(by) or by.state_id is not None:
        raise NotAllowed(_("Only people of the regional centre record these calls."))
    if len(note) > MAX_TEXT_CHARS:
        raise FieldRefused(_("Shorten this to %(most)d characters at most."), field="note", most=MAX_TEXT_CHARS)
    check_ceiling(note)
    found = row.desks.filter(pk=desk).select_related("organisation").first()
    if found is None:
        raise FieldRefused(_("Choose the desk that you called."), field="desk")
    write(
        row,
        LookoutAct.CALLED,
        {"answered": "yes" if answered else "no", "note": note.strip()},
        by=by,
        now=now,
        organisation=found.organisation,
    )


def _watching(pk: int, by: User, now: datetime) -> tuple[Lookout, Organisation]:
    row, of = lock(pk, by), desk_of(by)
    _check_is_live(row, now)
    if not may_answer_lookouts(by) or of is None or by.state_id not in row.chosen:
        raise NotAllowed(_("Only officers and focal points of the states that are to watch answer a lookout."))
    return row, of


def _check_is_live(row: Lookout, now: datetime) -> None:
    if row.status_at(now) != Status.LIVE:
        raise NotAllowed(NOT_LIVE)


def _check_sighting(said: Reply, now: datetime) -> None:
    if not said.where.strip():
        raise FieldRefused(_("Write where it was seen."), field="where")
    if said.at is None or said.at > now + CLOCKS_DIFFER:
        raise FieldRefused(_("Enter when it was seen. The time must be in the past."), field="at")
    if not said.done.strip():
        raise FieldRefused(_("Write what was done."), field="done")
    for field, text in (("where", said.where), ("done", said.done)):
        if len(text) > MAX_TEXT_CHARS:
            raise FieldRefused(_("Shorten this to %(most)d characters at most."), field=field, most=MAX_TEXT_CHARS)
