"""Facts of a surrender, stated by the asked side for itself, and the grounds for refusal that they raise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop as _

from roadstead.casework.alerts.follow_ups import ARREST_TASKS
from roadstead.cooperation.requests.acts import lock
from roadstead.cooperation.requests.models import CaseFacts, Message, Request
from roadstead.cooperation.requests.sides import actions_of, own_side
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.engine.requests.actions import Action, Side
from roadstead.engine.requests.case import INSTRUMENTS, stated
from roadstead.engine.requests.surrender import MEASURE, is_held
from roadstead.engine.rules.law.bases import LegalBasis, bases_for
from roadstead.engine.rules.law.grounds import Ground, UnknownFact, grounds
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.directory.visibility import organisations_of
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.policies.law import facts_in_force

MAX_NOTE_CHARS: Final = 2000
DONE: Final = ("done", "not needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A surrender as the asked side sees it. `basis`: under the instrument of the request; None if the tables have
    none. `facts`: what the request states, and over it what the asked side states; `said`: the newest statement;
    `to_do`: codes of what an arrest needs and nobody has stated as done or not needed.
    """

    basis: LegalBasis | None
    facts: Mapping[str, bool | int]
    grounds: tuple[Ground, ...]
    said: CaseFacts | None
    to_do: tuple[str, ...] = ()


@transaction.atomic
def state_facts(
    pk: int,
    facts: Mapping[str, bool | int],
    note: str,
    *,
    by: User,
    now: datetime,
    done: Mapping[str, str] | None = None,
) -> CaseFacts:
    """Store what is known of the case now, and what was done after an arrest. It takes the place of what was stated
    before, which stays stored.
    """
    request, side = lock(pk, by)
    if side is not Side.ASKED or request.type not in INSTRUMENTS:
        raise NotAllowed(_("Only the state that is asked for a surrender states the facts of the case."))
    if not note.strip():
        raise FieldRefused(_("Write where these facts come from."), field="note")
    if len(note) > MAX_NOTE_CHARS:
        raise FieldRefused(_("Shorten this to %(most)d characters at most."), field="note", most=MAX_NOTE_CHARS)
    check_ceiling(note)
    try:
        _grounds(request, facts, now.date())
    except UnknownFact as unknown:
        raise NotAllowed(_("There is no such field.")) from unknown
    row = CaseFacts.objects.create(
        request=request,
        states=[by.state_id] if by.state_id else [],
        organisations=sorted(own_side(request, request.asked_id)),
        facts=dict(facts),
        done={code: text for code, text in (done or {}).items() if code in ARREST_TASKS and text in DONE},
        note=note.strip(),
        added_by=by,
        added_at=now,
    )
    log(by, "facts stated", f"exchange {request.pk}", states=row.states)
    return row


def case_of(request: Request, user: User, on: date) -> Case:
    """Return the case as this person of the asked side sees it."""
    said = _said(request, user)
    facts = {**stated(sent_fields(request).get(request.pk, {})), **(said.facts if said else {})}
    basis, found = _grounds(request, facts, on)
    return Case(basis=basis, facts=facts, grounds=found, said=said, to_do=_to_do(request, said))


def to_do_of(request: Request, user: User) -> tuple[str, ...]:
    """Return the codes of what the arrest needs and nobody has stated as done or not needed."""
    return _to_do(request, _said(request, user))


def _said(request: Request, user: User) -> CaseFacts | None:
    return CaseFacts.objects.visible_to(user).filter(request=request).select_related("added_by").first()


def _to_do(request: Request, said: CaseFacts | None) -> tuple[str, ...]:
    if not is_held(actions_of(request)):
        return ()
    return tuple(each for each in ARREST_TASKS if not (said and said.done.get(each)))


def sent_fields(*requests: Request) -> dict[int, dict[str, str]]:
    """Return the fields with which each of these requests was sent, by its number, in one query."""
    rows = Message.objects.filter(request__in=[each.pk for each in requests], act=Action.SEND)
    return {pk: dict(content.get("fields", {})) for pk, content in rows.values_list("request", "content")}


def _grounds(
    request: Request, facts: Mapping[str, bool | int], on: date
) -> tuple[LegalBasis | None, tuple[Ground, ...]]:
    code = INSTRUMENTS[request.type]
    found = bases_for(request.asking.state_id or "", request.asked.state_id or "", MEASURE, on, facts_in_force())
    basis = next((each for each in found if each.instrument.code == code), None)
    return basis, grounds(basis, facts) if basis else ()


def may_see_case(request: Request, user: User) -> bool:
    """Return True for members of the asked side of a surrender."""
    return request.type in INSTRUMENTS and request.side_of(organisations_of(user)) is Side.ASKED
