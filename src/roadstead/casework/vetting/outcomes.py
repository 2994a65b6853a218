"""Decision of the state about an applicant: it ends watching, and retention counts from then."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from roadstead.casework.vetting.models import SheetStatus, StateOutcome, VettingApplicant, VettingSheet
from roadstead.casework.vetting.receive import own_unit
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log


@transaction.atomic
def record_outcome(pk: int, outcome: str, applicants: Collection[int], *, by: User, now: datetime) -> VettingSheet:
    """Record one decision for these applicants of a sheet of the own unit. Raises FieldRefused or NotAllowed."""
    organisation = own_unit(by)
    rows = VettingSheet.objects.visible_to(by).filter(organisation=organisation).defer("file", "letter")
    sheet = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if sheet is None:
        raise NotAllowed(_("Only the unit that sent this sheet records what the state has decided."))
    if sheet.replied_at is None and outcome != StateOutcome.WITHDRAWN:
        raise NotAllowed(_("Wait for the letter, or record that the application was withdrawn."))
    if outcome not in list(StateOutcome):
        raise FieldRefused(_("Choose what the state has decided."), field="outcome")
    asked = VettingApplicant.objects.filter(sheet=sheet, pk__in=applicants, outcome="")
    number = asked.update(outcome=outcome, outcome_at=now, outcome_by=by)
    if not number:
        raise FieldRefused(_("Choose at least one applicant without a decision."), field="applicants")
    if sheet.replied_at is not None and not sheet.applicants.filter(outcome="").exists():
        sheet.status = SheetStatus.CLOSED
        sheet.save(update_fields=["status"])
    log(by, "decision recorded", f"vetting {sheet.pk}", states=sheet.states, detail=f"{outcome}, {number} applicants")
    return sheet


def applied_elsewhere(sheet: VettingSheet, by: User) -> dict[int, list[VettingApplicant]]:
    """Return by applicant the same person's rows in sheets of other states. Only the centre may ask.

    The same: equal name, birth date, nationality and documents (`identity.person_key`).
    """
    if by.state_id is not None:
        return {}
    own = {row.person_key: row.pk for row in sheet.applicants.exclude(person_key=None)}
    others = VettingApplicant.objects.visible_to(by).filter(person_key__in=list(own)).exclude(sheet=sheet)
    found: dict[int, list[VettingApplicant]] = {}
    for row in others.select_related("sheet__organisation").defer("sheet__file", "sheet__letter"):
        if row.states != sheet.states:
            found.setdefault(own[row.person_key], []).append(row)
    return found
