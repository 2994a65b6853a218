"""Actions on data subject requests: the person's rows are corrected beside the original, deleted, or restricted (S34).

Supervisors act, for the state that received the request; those who oversee the data read it and change nothing (S30).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.state_decisions import is_open_somewhere
from roadstead.config import config
from roadstead.engine.reference.rights import RIGHTS, Right, needs_second_approval, permitted_uses, refusal_grounds
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.oversight.retention import restrict
from roadstead.oversight.retention.due import is_held
from roadstead.oversight.retention.erasure import Erasure
from roadstead.oversight.retention.logic.merkle import short
from roadstead.oversight.retention.models import Correction, RequestType, SubjectAction, SubjectRequest
from roadstead.oversight.retention.redact_statements import blank_messages, redact_people
from roadstead.oversight.retention.restrict import last_day
from roadstead.oversight.retention.rooms import blank_room_entries_about
from roadstead.oversight.retention.subject_match import matching_rows, similar_rows
from roadstead.oversight.retention.subject_requests import answer
from roadstead.oversight.retention.trusted_clock import database_now
from roadstead.oversight.retention.watch_log import blank_entries_about
from roadstead.platform.accounts import second_person
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_execute_requests
from roadstead.platform.approvals import acts as approvals
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import region_scope
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.policies.in_force import in_force

CARRIED_OUT: Final = frozenset({RequestType.RECTIFY, RequestType.ERASE, RequestType.RESTRICT})
MAX_STATEMENT_CHARS: Final = 2000  # characters of a statement
ENDED: Final = timedelta(days=2)  # after arrival: until then a message may still rebuild the voyage
MUST_BE_KEPT: Final = (
    "one of these rows must be kept for now: it concerns another state as well, its voyage has not ended or is on hold,"
    " or an alert is kept with it or open on that voyage. Leave that row out, or refuse the request on one of the"
    " grounds"
)


@transaction.atomic
def ask(pk: int, rows: Collection[int], statement: str, *, by: User, now: datetime, until: str = "") -> SubjectAction:
    """Propose an action on the chosen rows. It is carried out at once or, with a four-eyes policy, once another
    supervisor approves. `until`: last day of a restriction, "" without one.
    """
    request = _open(pk, by)
    statement = statement.replace("\r\n", "\n").strip()
    chosen = sorted({row.pk for row in (*matching_rows(request, by=by), *similar_rows(request, by=by))} & set(rows))
    _complete(request, chosen, statement)
    made = SubjectAction.objects.create(
        request=request,
        travellers=chosen,
        statement=statement,
        until=last_day(until, now=now),
        proposed_by=by,
        proposed_at=now,
        states=request.states,
        needs_second=needs_second_approval(in_force(RIGHTS), state=request.state, kind=request.kind, on=now.date()),
    )
    log(by, "measure asked for", f"request {pk}", states=request.states, detail=f"{request.kind}, {len(chosen)} rows")
    if made.needs_second:
        outbox.write(EventKind.PROPOSAL, pk, of="measure")
        return made
    approvals.approve_alone(made, by=by, now=now)
    return _carried_out(made, by=by, now=now)


@transaction.atomic
def decide(pk: int, *, approve: bool, by: User, now: datetime) -> SubjectAction:
    """Approve the proposed action as another supervisor, or reject it; its proposer may withdraw it."""
    request = _open(pk, by, waiting=True)
    measure = request.actions.select_for_update().get(decision="")
    if approve:
        second_person.approve(measure, by=by, may=may_execute_requests, now=now)
        return _carried_out(measure, by=by, now=now)
    second_person.reject(measure, by=by, now=now)
    measure.statement = ""
    measure.save(update_fields=["statement"])
    word = "measure taken back" if measure.proposed_by_id == by.pk else "measure declined"
    log(by, word, f"request {pk}", states=request.states)
    return measure


@transaction.atomic
def refuse(pk: int, code: str, words: str, *, by: User, now: datetime) -> SubjectRequest:
    """Refuse the request on a ground that the state's law gives. The response is the same as everybody receives."""
    request = _open(pk, by)
    ground = grounds_of(request, on=now).get(code)
    if ground is None:
        raise FieldRefused("choose one of the grounds for refusal", field="ground")
    return answer(pk, " ".join(filter(None, (f"{ground.text} ({ground.source}).", words.strip()))), by=by, now=now)


def grounds_of(request: SubjectRequest, *, on: datetime) -> dict[str, Right]:
    """Return the grounds for refusal by code; {} if there is nothing to refuse."""
    if request.kind not in CARRIED_OUT:
        return {}
    return refusal_grounds(in_force(RIGHTS), state=request.state, kind=request.kind, on=on.date())


def used_all_the_same(request: SubjectRequest, *, on: datetime) -> list[Right]:
    """Return the uses of restricted data that the law still allows, with their grounds; [] for other requests."""
    if request.kind != RequestType.RESTRICT:
        return []
    return list(permitted_uses(in_force(RIGHTS), state=request.state, on=on.date()).values())


def _open(pk: int, by: User, *, waiting: bool = False) -> SubjectRequest:
    if not may_execute_requests(by):
        raise NotAllowed("only supervisors carry out and refuse data subject requests")
    request = SubjectRequest.objects.visible_to(by).select_for_update().get(pk=pk)
    if request.kind not in CARRIED_OUT or request.answered_at:
        raise NotAllowed("there is nothing to carry out: the request asks for something else, or has been answered")
    if request.actions.filter(decision="").exists() != waiting:
        if waiting:
            raise NotAllowed("no action waits for second approval: load the page again")
        raise NotAllowed("another supervisor must first approve or reject the waiting action")
    return request


def _complete(request: SubjectRequest, chosen: Collection[int], statement: str) -> None:
    if not chosen:
        raise FieldRefused("choose the rows that are this person's", field="row")
    if request.kind == RequestType.ERASE and not request.states:
        raise NotAllowed(
            "only a state decides about a deletion: refer the person to the state whose border they crossed"
        )
    if request.kind == RequestType.RECTIFY and not 0 < len(statement) <= MAX_STATEMENT_CHARS:
        raise FieldRefused(
            "write what the person says is correct, in at most %(most)s characters",
            field="statement",
            most=f"{MAX_STATEMENT_CHARS:,}",
        )


def _carried_out(measure: SubjectAction, *, by: User, now: datetime) -> SubjectAction:
    """Carry out the action, and answer the request with it."""
    request = measure.request
    if request.kind == RequestType.ERASE:
        with region_scope(by.scope):  # silent matches keep a row too, without revealing which
            measure.root = _erased(measure, now)
    elif request.kind == RequestType.RESTRICT:
        measure.root = restrict.begin(measure, by=by, now=now)
    else:
        _corrected(measure, now)
    measure.done_at, measure.statement = now, ""
    measure.save(update_fields=["done_at", "root", "statement"])
    proof = f", root {short(measure.root)}" if measure.root else ""
    said = f"{request.kind}, {len(measure.travellers)} rows{proof}"
    log(by, "measure carried out", f"request {request.pk}", states=request.states, detail=said)
    answer(request.pk, "", by=by, now=now)
    return measure


def _corrected(measure: SubjectAction, now: datetime) -> None:
    Correction.objects.bulk_create(
        Correction(traveller_id=each, request=measure.request, text=measure.statement, at=now, states=measure.states)
        for each in measure.travellers
    )


def _erased(measure: SubjectAction, now: datetime) -> str:
    """Return the root of what was deleted. Statements of messages about these people are redacted with them."""
    rows = list(Traveller.objects.filter(pk__in=measure.travellers).select_related("voyage"))
    if len(rows) != len(measure.travellers) or any(_is_kept(row, measure, now) for row in rows):
        raise NotAllowed(MUST_BE_KEPT)
    erased = Erasure()
    messages = redact_people(measure.travellers)
    if any(_has_to_stay(each, now) for each in Voyage.objects.filter(manifests__message__in=messages).distinct()):
        raise NotAllowed(MUST_BE_KEPT)  # the text is deleted as a whole; the transaction undoes what was begun
    blank_messages(messages)
    erased.record_blanked(messages)
    blank_entries_about(measure.travellers)
    blank_room_entries_about(measure.travellers)
    erased.erase_rows("voyages_traveller", measure.travellers)
    return erased.commit(config().home, None, at=now)


def _is_kept(row: Traveller, measure: SubjectAction, now: datetime) -> bool:
    shared = set(row.states) != set(measure.states) or set(row.voyage.states) != set(measure.states)
    is_evidence = Alert.objects.filter(traveller=row).exists()
    return shared or is_evidence or _has_to_stay(row.voyage, now)


def _has_to_stay(voyage: Voyage, now: datetime) -> bool:
    """Return True if the voyage has not ended, is held, or has an open possible match of anybody on board."""
    ends = voyage.arrives_at or voyage.departs_at or voyage.filed_at
    over = ends is not None and ends + ENDED <= min(now, database_now())  # a clock that runs ahead ends no voyage
    alerts = Alert.objects.filter(voyage=voyage).prefetch_related("state_decisions")
    return not over or is_held(voyage, now=now) or any(is_open_somewhere(each) for each in alerts)
