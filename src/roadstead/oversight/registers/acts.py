"""Recording a decision of a body, its approval by a second person, and putting its effects into effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.engine.reference.caricom import REGION
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.oversight.registers.models import BodyDecision, DecisionEffect, EffectEnd, EffectKind, EffectStart
from roadstead.platform.accounts import second_person
from roadstead.platform.accounts.cooperation_permissions import (
    may_approve_decisions,
    may_enter_decisions,
    may_put_into_effect,
)
from roadstead.platform.accounts.courses import check_courses
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.approvals import acts
from roadstead.platform.approvals.models import WAITING, Decision
from roadstead.platform.audit.models import log
from roadstead.platform.directory import sharing
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.timeline.attachments import Upload, check_upload

BODIES: Final = (
    OrganisationType.CONFERENCE,
    OrganisationType.COUNCIL,
    OrganisationType.BUREAU,
    OrganisationType.COMMITTEE,
    OrganisationType.CENTRE,
)
MAX_EFFECTS: Final = 50  # of a decision
CENTRE_ONLY: Final = _("Supervisors and focal points of the regional centre record decisions. Ask one of them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """Decision as it is recorded. `name` and `raw`: of the signed file; "" and b"": there is none."""

    body: Organisation
    reference: str
    decided_on: date
    title: str
    text: str
    name: str = ""
    raw: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEffect:
    """Effect of a decision. `terms`: of an agreement without reference and days, or `what` is to be done."""

    kind: str
    owner: str
    starts: date
    ends: date | None
    partner: Organisation | None = None
    terms: dict[str, Any]


@transaction.atomic
def record(new: NewDecision, *, by: User, now: datetime) -> BodyDecision:
    """Store a draft of the record. Raises FieldRefused or NotAllowed."""
    _check_centre(by)
    if new.decided_on > now.date():
        raise FieldRefused(
            _("The decision lies in the future. Enter the day on which it was taken."), field="decided_on"
        )
    if new.body.type not in BODIES:
        raise FieldRefused(_("Choose the body that decided."), field="body")
    check_ceiling(new.title, new.text)
    same = BodyDecision.objects.filter(body=new.body, reference=new.reference, decision__in=["", Decision.APPROVED])
    if same.exists():
        raise FieldRefused(_("This decision is recorded already. Open it in the list."), field="reference")
    row = BodyDecision.objects.create(
        body=new.body,
        reference=new.reference,
        decided_on=new.decided_on,
        title=new.title,
        text=new.text,
        entered_by=by,
        entered_at=now,
        **(_file(new.name, new.raw) if new.raw else {}),
    )
    log(by, "recorded", f"decision {row.pk}")
    return row


@transaction.atomic
def add_effect(pk: int, new: NewEffect, *, by: User) -> DecisionEffect:
    """Add an effect to a draft. Raises NotAllowed if its terms are not complete."""
    _check_centre(by)
    row = _draft(pk, by)
    if row.effects.count() >= MAX_EFFECTS:
        raise NotAllowed(_("A decision has %(most)d effects at most."), most=MAX_EFFECTS)
    if new.kind == EffectKind.AGREEMENT:
        sharing.check_terms(new.partner, {**new.terms, **_days(new.starts, new.ends), "reference": reference_of(row)})
    elif not new.terms.get("what"):
        raise FieldRefused(_("Enter what the owner is to do."), field="what")
    elif (new.ends or new.starts) < new.starts:
        raise FieldRefused(_("The last day cannot be before the first day."), field="ends")
    made = DecisionEffect.objects.create(
        decision=row,
        kind=new.kind,
        owner=new.owner,
        partner=new.partner if new.kind == EffectKind.AGREEMENT else None,
        terms=new.terms,
        starts=new.starts,
        ends=new.ends,
    )
    log(by, "effect added", f"decision {row.pk}", detail=f"effect {made.pk} of {made.owner}")
    return made


@transaction.atomic
def remove_effect(pk: int, effect: int, *, by: User) -> None:
    """Remove an effect from a draft."""
    _check_centre(by)
    row = _draft(pk, by)
    if row.effects.filter(pk=effect).delete()[0]:
        log(by, "effect removed", f"decision {row.pk}", detail=f"effect {effect}")


@transaction.atomic
def send(pk: int, *, by: User, now: datetime) -> BodyDecision:
    """Send a draft for second approval."""
    _check_centre(by)
    row = _draft(pk, by)
    acts.propose(row, reason="", by=by, now=now)
    row.save(update_fields=["proposed_by", "proposed_at", "reason"])
    outbox.write(EventKind.PROPOSAL, row.pk, of="decision")
    log(by, "proposed", f"decision {row.pk}")
    return row


def waiting(user: User) -> QuerySet[BodyDecision, BodyDecision]:
    """Records that wait for a second person of the centre."""
    rows = BodyDecision.objects.visible_to(user).filter(WAITING)
    return rows.select_related("body", "proposed_by").defer("file_content")


@transaction.atomic
def decide(pk: int, approve: bool, *, by: User, now: datetime, reason: str = "") -> BodyDecision:
    """Approve or reject the record as another supervisor of the centre; its proposer withdraws it."""
    if not (row := waiting(by).filter(pk=pk).select_for_update(of=("self",)).first()):
        raise NotAllowed(acts.ALREADY_DECIDED)
    is_own = not approve and row.proposed_by_id == by.pk
    if not (is_own or may_approve_decisions(by)):
        raise NotAllowed(_("Supervisors of the regional centre decide on records. Ask one of them."))
    if approve:
        second_person.approve(row, by=by, may=may_approve_decisions, now=now, reason=reason, others=[row.entered_by_id])
    else:
        second_person.reject(row, by=by, now=now, reason=reason)
    log(by, row.decision, f"decision {row.pk}")
    return row


def waiting_effects(user: User, today: date) -> QuerySet[DecisionEffect, DecisionEffect]:
    """Effects of approved decisions that the user may put into effect, and that have not ended."""
    rows = DecisionEffect.objects.visible_to(user).filter(
        Q(ends=None) | Q(ends__gte=today),
        decision__decision=Decision.APPROVED,
        owner=user.state_id or REGION,
        start=None,
    )
    return (rows if may_put_into_effect(user) else rows.none()).select_related("decision__body", "partner")


@transaction.atomic
def put_into_effect(effect: int, *, by: User, now: datetime) -> EffectStart:
    """Put an effect of the own state or centre into effect. An agreement is in force by this, from its first day.

    Raises DecisionEffect.DoesNotExist if it is not theirs or does not wait, NotAllowed if they cannot be the second
    person.
    """
    check_courses(may_put_into_effect, by)
    row, agreement = waiting_effects(by, now.date()).get(pk=effect), None
    if row.kind == EffectKind.AGREEMENT and row.partner is not None:
        agreement = sharing.put_in_force(
            row.partner,
            reason=row.decision.title,
            proposer=row.decision.entered_by,
            by=by,
            now=now,
            **row.terms,
            **_days(row.starts, row.ends),
            reference=reference_of(row.decision),
        )
    try:
        made = EffectStart.objects.create(effect=row, owner=row.owner, agreement=agreement, put_by=by, put_at=now)
    except IntegrityError:  # by somebody else at the same moment
        raise NotAllowed(acts.ALREADY_DECIDED) from None
    states = [] if row.owner == REGION else [row.owner]
    log(by, "put into effect", f"decision {row.decision_id}", states=states, detail=f"effect {row.pk}")
    return made


def effects_to_end(user: User, today: date) -> QuerySet[DecisionEffect, DecisionEffect]:
    """Effects of the own state or centre that the user may end before their last day."""
    rows = DecisionEffect.objects.visible_to(user).filter(
        Q(ends=None) | Q(ends__gte=today), owner=user.state_id or REGION, start__isnull=False, end=None
    )
    return rows if may_put_into_effect(user) else rows.none()


@transaction.atomic
def end_effect(effect: int, why: str, *, by: User, now: datetime) -> EffectEnd:
    """End an effect of the own state or centre at once. One person may: less is open then.

    Raises DecisionEffect.DoesNotExist if it is not theirs or is not in effect.
    """
    check_courses(may_put_into_effect, by)
    row = effects_to_end(by, now.date()).select_related("start__agreement__partner").get(pk=effect)
    if not why.strip():
        raise FieldRefused(_("Write the reason."), field="why")
    try:
        made = EffectEnd.objects.create(effect=row, owner=row.owner, reason=why.strip(), ended_by=by, ended_at=now)
    except IntegrityError:  # by somebody else at the same moment
        raise NotAllowed(acts.ALREADY_DECIDED) from None
    if row.start.agreement is not None:
        sharing.end_early(row.start.agreement, why.strip(), by=by, now=now)
    states = [] if row.owner == REGION else [row.owner]
    log(by, "effect ended", f"decision {row.decision_id}", states=states, detail=f"effect {row.pk}")
    return made


def reference_of(row: BodyDecision) -> str:
    """Return how an agreement names the decision: by its text, since agreements know no decisions."""
    return f"{row.body}, {row.reference}, {row.decided_on.isoformat()}"


def _days(starts: date, ends: date | None) -> dict[str, Any]:
    return {"valid_from": starts, "valid_to": ends}


def _check_centre(by: User) -> None:
    check_courses(may_enter_decisions, by)
    if not may_enter_decisions(by):
        raise NotAllowed(CENTRE_ONLY)


def _draft(pk: int, by: User) -> BodyDecision:
    rows = BodyDecision.objects.visible_to(by).filter(proposed_at=None, decision="")
    row = rows.select_for_update(of=("self",)).select_related("body").filter(pk=pk).first()
    if row is None:
        raise NotAllowed(_("This record is no longer a draft. Load the page again."))
    return row


def _file(name: str, raw: bytes) -> dict[str, Any]:
    """Return the columns of the signed file, which is checked like an attachment. Raises NotAllowed."""
    told = check_upload(Upload(title="", what="document", name=name, raw=raw))
    return {
        "file_name": told["name"],
        "file_kind": told["kind"],
        "file_sha256": told["sha256"],
        "file_content": raw,
    }
