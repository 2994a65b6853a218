"""Data subject requests: received, searched, answered in the same words for everybody, reviewed by another (S34, S36).

Enclosed is what carriers declared of the person, and nothing of lists, possible matches or decisions. The letter is the
same whether or not anything is withheld, so that nobody learns from it whether they are listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from roadstead.engine.reference.deadlines import TIMERS, timer_for
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.filings.voyages.models import Traveller
from roadstead.oversight.retention.due_notices import write_request
from roadstead.oversight.retention.models import Correction, RequestType, SubjectRequest
from roadstead.oversight.retention.subject_match import matching_rows
from roadstead.platform.accounts import second_person
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_answer_subject_requests
from roadstead.platform.audit.models import log
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.policies.calendars import calendar_of
from roadstead.platform.policies.in_force import in_force

FULL_DATE: Final = 10
REST: Final = {4: "-01-01", 7: "-01"}  # completes a partial date for validation
LETTER: Final = (
    "We have searched the stored data with the name, birth date and document number you gave.",
    "What the law allows us to give you is enclosed. Where nothing is enclosed, there is nothing that may be given.",
    "Everybody receives this answer in these words. It does not say that anything else is stored, or that nothing is.",
    "If you think that the answer is wrong, ask for a review: somebody else will decide about it. You may also turn to"
    " the data protection authority.",
    "If you are stopped again and again because you are mistaken for somebody else, ask us for a redress number.",
)
FIELDS: Final[Mapping[str, str]] = {  # column: field of the form
    "kind": "kind", "surname": "surname", "given": "given", "born": "born", "document": "document",
    "identity_document": "identity_by",
}  # fmt: skip
MAX_CHARS: Final = {"surname": 100, "given": 150, "document": 40, "identity_document": 40}
ENCLOSED: Final = (
    "surname", "given", "sex", "born", "birth_place", "nationality", "residence", "embark", "disembark",
    "booking", "seat",
)  # fmt: skip


@transaction.atomic
def receive_request(given: Mapping[str, str], *, by: User, now: datetime) -> SubjectRequest:
    """Store a new request with its statutory deadline. Raise NotAllowed with what is missing."""
    _may(by)
    clean = {column: given.get(field, "").strip() for column, field in FIELDS.items()}
    _complete(clean)
    state = by.state_id or ""
    timer = timer_for(in_force(TIMERS), state=state, matter="request", on=now.date())
    made = SubjectRequest.objects.create(
        **clean,
        received_at=now,
        due_at=timer.ends(now, calendar_of(state)),
        due_source=timer.source,
        taken_by=by,
        states=[state] if state else [],
    )
    write_request(made, now)
    log(by, "request taken in", f"request {made.pk}", states=made.states)
    return made


def enclosed(request: SubjectRequest, *, by: User) -> list[dict[str, Any]]:
    """Return what may be given, as JSON types: by voyage what its carrier declared. [] if it is withheld."""
    return [] if request.withheld else [_given(row, by) for row in matching_rows(request, by=by)]


def letter(request: SubjectRequest) -> tuple[str, ...]:
    """Return the sentences of the response, the same for everybody except for reference and day."""
    return (f"Your request {request.reference} of {request.received_at:%Y-%m-%d}.", *LETTER)


@transaction.atomic
def answer(pk: int, withheld: str, *, by: User, now: datetime) -> SubjectRequest:
    """Answer the request. `withheld`: why nothing is enclosed, "" otherwise; read by oversight, never by the person."""
    request = _locked(pk, by)
    if request.answered_at:
        raise NotAllowed("this request has been answered: the person may ask for a review")
    if request.actions.filter(decision="").exists():
        raise NotAllowed("another supervisor must approve or reject the proposed action before you answer")
    request.answered_by, request.answered_at, request.withheld = by, now, withheld.strip()
    request.save(update_fields=["answered_by", "answered_at", "withheld"])
    log(by, "request answered", f"request {pk}", states=request.states)
    return request


@transaction.atomic
def ask_review(pk: int, *, by: User, now: datetime) -> SubjectRequest:
    request = _locked(pk, by)
    if not request.answered_at or request.review_asked_at:
        raise NotAllowed("a review can be requested once, after the answer")
    timer = timer_for(in_force(TIMERS), state=request.state, matter="review", on=now.date())
    request.review_asked_at, request.review_due_at = now, timer.ends(now, calendar_of(request.state))
    request.save(update_fields=["review_asked_at", "review_due_at"])
    outbox.write(EventKind.PROPOSAL, pk, of="review")
    write_request(request, now)
    log(by, "review asked for", f"request {pk}", states=request.states)
    return request


@transaction.atomic
def review(pk: int, *, upheld: bool, by: User, now: datetime) -> SubjectRequest:
    """Decide the review, as another person than who answered. If not upheld, nothing is withheld from now on."""
    request = _locked(pk, by)
    if not request.review_asked_at or request.reviewed_at:
        raise NotAllowed("there is no review to decide: load the page again")
    if request.answered_by_id == by.pk:
        raise NotAllowed("you answered this request: somebody else decides the review")
    second_person.check_independent(by, [request.answered_by_id], may=may_answer_subject_requests, now=now)
    request.reviewed_by, request.reviewed_at, request.upheld = by, now, upheld
    request.withheld = request.withheld if upheld else ""
    request.save(update_fields=["reviewed_by", "reviewed_at", "upheld", "withheld"])
    log(by, "request reviewed", f"request {pk}", states=request.states)
    return request


def _locked(pk: int, by: User) -> SubjectRequest:
    _may(by)
    return SubjectRequest.objects.visible_to(by).select_for_update().get(pk=pk)


def _may(by: User) -> None:
    if not may_answer_subject_requests(by):
        raise NotAllowed("only officers and supervisors record and answer data subject requests")


def _complete(clean: Mapping[str, str]) -> None:
    if clean["kind"] not in RequestType.values:
        raise FieldRefused("choose what the person asks for", field="kind")
    if not clean["surname"]:
        raise FieldRefused("write the surname", field="surname")
    if not _is_date(clean["born"]):
        raise FieldRefused("write the birth date as 1980-01-31, or as 1980 if only the year is known", field="born")
    if not clean["identity_document"]:
        raise FieldRefused("write which document was shown, and keep no copy of it", field="identity_by")
    for name, most in MAX_CHARS.items():
        if len(clean[name]) > most:
            raise FieldRefused("shorten this to at most %(most)s characters", field=FIELDS[name], most=most)


def _is_date(text: str) -> bool:
    """Return True for a day, or for a year or month if no more was declared."""
    whole = text + REST.get(len(text), "")
    try:
        return len(whole) == FULL_DATE and date.fromisoformat(whole).isoformat() == whole
    except ValueError:
        return False


def _given(row: Traveller, by: User) -> dict[str, Any]:
    voyage, papers = row.voyage, [{"type": paper.type, "number": paper.number} for paper in row.documents.all()]
    return {
        "voyage": str(voyage),
        "arrives": voyage.arrives_local,
        "declared_by": row.manifest.carrier,
        **{name: value for name in ENCLOSED if (value := getattr(row, name))},
        "documents": papers,
        "you_say": list(Correction.objects.visible_to(by).filter(traveller=row).values_list("text", flat=True)),
    }
