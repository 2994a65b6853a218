"""Agreements on what a partner may be sent: in force when a supervisor independent of the proposer approves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.engine.reference.caricom import REGION
from roadstead.engine.refusals import NotAllowed, refuse
from roadstead.platform.accounts import second_person
from roadstead.platform.accounts.cooperation_permissions import (
    may_approve_agreements,
    may_edit_directory,
    may_propose_agreements,
)
from roadstead.platform.accounts.courses import check_courses
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.approvals import acts
from roadstead.platform.approvals.models import WAITING, Decision
from roadstead.platform.audit.models import log
from roadstead.platform.directory.editing import in_force, states_of
from roadstead.platform.directory.models import AgreementEnd, SharingAgreement
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind

TLP: Final = ("clear", "green", "amber", "amber+strict")  # red is never sent to a partner


@transaction.atomic
def propose(partner: Organisation, *, reason: str, by: User, now: datetime, **terms: Any) -> SharingAgreement:
    """Propose an agreement. `terms`: categories, measures, purpose, strictest_tlp, fields, retention, onward_transfer,
    reference, valid_from, valid_to.
    """
    check_courses(may_propose_agreements, by)
    refuse(
        {_("Only supervisors and focal points can propose agreements. Ask one of them."): not may_edit_directory(by)}
    )
    made = _proposed(partner, terms, reason=reason, proposer=by, owner=by.state_id or REGION, now=now)
    outbox.write(EventKind.PROPOSAL, made.pk, of="agreement")
    _log(by, "proposed", made)
    return made


@transaction.atomic
def put_in_force(
    partner: Organisation, *, reason: str, proposer: User, by: User, now: datetime, **terms: Any
) -> SharingAgreement:
    """Put an agreement of the own state or centre in force that a body decided: `proposer` recorded the decision, `by`
    is the second person.
    """
    made = _proposed(partner, terms, reason=reason, proposer=proposer, owner=by.state_id or REGION, now=now)
    second_person.approve(made, by=by, may=may_approve_agreements, now=now, reason=reason)
    _log(by, made.decision, made)
    return made


def check_terms(partner: Organisation | None, terms: Mapping[str, Any]) -> None:
    """Raise NotAllowed if the terms of an agreement are not complete."""
    first, last = terms.get("valid_from"), terms.get("valid_to")
    refuse(
        {
            _("Choose a partner."): partner is None or partner.type != OrganisationType.PARTNER,
            _("Enter what may be shared, and the purpose."): not (terms.get("categories") and terms.get("purpose")),
            _("Enter the decision on which the agreement is based."): not terms.get("reference"),
            _("Choose the strictest TLP level: clear, green, amber or amber+strict."): terms.get("strictest_tlp")
            not in TLP,
            _("Enter how long the partner may keep the data, for example 6 months."): not terms.get("retention"),
            _("Enter the first day. The last day cannot be before it."): not first or (last or first) < first,
        }
    )


def _proposed(
    partner: Organisation, terms: dict[str, Any], *, reason: str, proposer: User, owner: str, now: datetime
) -> SharingAgreement:
    check_terms(partner, terms)
    made = SharingAgreement(partner=partner, owner=owner, **terms)
    acts.propose(made, reason=reason, by=proposer, now=now)
    made.save()
    return made


def own(user: User) -> QuerySet[SharingAgreement, SharingAgreement]:
    """Agreements of the own state, or of the centre."""
    rows = SharingAgreement.objects.visible_to(user).filter(owner=user.state_id or REGION)
    return rows.select_related("partner", "proposed_by")


def waiting(user: User) -> QuerySet[SharingAgreement, SharingAgreement]:
    """Agreements that the own state, or the centre, has still to decide."""
    return own(user).filter(WAITING)


def may_decide(user: User, row: SharingAgreement) -> bool:
    """Return True if this person may reject it: a supervisor, or the proposer."""
    return may_approve_agreements(user) or row.proposed_by_id == user.pk


@transaction.atomic
def decide(pk: int, approve: bool, *, by: User, now: datetime, reason: str = "") -> SharingAgreement:
    """Approve or reject as a supervisor; the proposer may withdraw.

    Raises SharingAgreement.DoesNotExist if it is not the own state's or centre's to decide, NotAllowed with the reason.
    """
    check_courses(may_approve_agreements, by)
    row = own(by).get(pk=pk)
    may = may_approve_agreements(by) if approve else may_decide(by, row)
    refuse({_("Only supervisors can decide agreements. Ask one of them."): not may})
    if not waiting(by).filter(pk=pk).select_for_update(of=("self",)).exists():
        raise NotAllowed(acts.ALREADY_DECIDED)
    if approve:
        second_person.approve(row, by=by, may=may_approve_agreements, now=now, reason=reason)
    else:
        second_person.reject(row, by=by, now=now, reason=reason)
    _log(by, row.decision, row)
    return row


def end_early(agreement: SharingAgreement, why: str, *, by: User, now: datetime) -> AgreementEnd:
    """End an agreement of the own state or centre at once. One supervisor may: less leaves then.

    Raises NotAllowed; IntegrityError if it has been ended already.
    """
    check_courses(may_approve_agreements, by)
    refuse({_("Only supervisors can decide agreements. Ask one of them."): not may_approve_agreements(by)})
    made = AgreementEnd.objects.create(
        agreement=agreement, owner=agreement.owner, reason=why, ended_by=by, ended_at=now
    )
    _log(by, "ended", agreement)
    return made


def agreements(user: User, today: date) -> QuerySet[SharingAgreement, SharingAgreement]:
    """Agreements in force on the day, of every party (a state, or REGION) with every partner."""
    rows = SharingAgreement.objects.visible_to(user).filter(in_force(today), decision=Decision.APPROVED, end=None)
    return rows.select_related("partner")


def _log(by: User, action: str, row: SharingAgreement) -> None:
    log(by, action, f"organisation {row.partner_id}", states=states_of(row.owner), detail=f"agreement {row.pk}")
