"""The signed file, its validation by a second person, and putting the warrant in force: the entry on the list."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop as _

from roadstead.cooperation.warrants.draft import ONLY_CLERKS, as_written, faults
from roadstead.cooperation.warrants.history import check_possible, check_reason, lock, write
from roadstead.cooperation.warrants.logic.checks import needs_second_look
from roadstead.cooperation.warrants.logic.statuses import WarrantAct
from roadstead.cooperation.warrants.models import SignatureCheck, Warrant, WarrantFile, WarrantValidation
from roadstead.cooperation.warrants.signature import check_signature
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts import second_person
from roadstead.platform.accounts.cooperation_permissions import may_draft_warrants, may_validate_warrants
from roadstead.platform.accounts.courses import check_courses
from roadstead.platform.accounts.models import User
from roadstead.platform.approvals import acts as approvals
from roadstead.platform.directory.roster import zone_of
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.timeline.attachments import Upload, check_upload
from roadstead.targeting.watchlists import warrant_entries as entries
from roadstead.targeting.watchlists.models import Entry, Nomination

ONLY_AUTHORITY: Final = _("Only the central authority of the state decides on its warrants.")
OTHER_DAY: Final = _("The list does not allow this day of review. The nearest day that it allows is %(day)s.")
TOO_LATE: Final = _("The last day in force has passed. Draft a new warrant.")
BROKEN_FILE: Final = _("The signature does not match the file: it was changed after signing. Ask for the file again.")


@transaction.atomic
def add_signed_file(pk: int, name: str, raw: bytes, *, by: User, now: datetime) -> Warrant:
    """Store the signed file with the check of its signature, and wait for validation. Raises FieldRefused."""
    if not may_draft_warrants(by):
        raise NotAllowed(ONLY_CLERKS)
    row = lock(pk, by)
    check_possible(row, WarrantAct.SIGNED)
    for fault in faults(as_written(row), row.owner, now):
        raise FieldRefused("%(fault)s", field=fault.field, fault=fault.text)
    if not row.basis or not row.offences:
        raise NotAllowed(_("Write the legal basis and at least one offence before the signed file is uploaded."))
    told = check_upload(Upload(title="Signed warrant", what="document", name=name, raw=raw))
    checked = check_signature(raw, told["kind"])
    if checked.result is SignatureCheck.BROKEN:
        raise FieldRefused(BROKEN_FILE, field="file")
    file = WarrantFile.objects.create(
        warrant=row,
        content=raw,
        added_by=by,
        added_at=now,
        check_result=checked.result,
        signer=checked.signer,
        signed_at=checked.signed_at,
        **told,
    )
    validation = WarrantValidation(warrant=row, file=file, drafted_by=row.opened_by)
    approvals.propose(validation, reason=row.basis, by=by, now=now)
    validation.save()
    said = {"file": file.pk, "sha256": file.sha256, "check": checked.result.value, "signer": checked.signer}
    write(row, WarrantAct.SIGNED, said, by=by, now=now)
    outbox.write(EventKind.PROPOSAL, validation.pk, of="warrant")
    return row


@transaction.atomic
def decide(pk: int, approve: bool, why: str, *, by: User, now: datetime) -> Warrant:
    """Validate the signed warrant as the second person, or return it to its clerk.

    Validated, it is in force at once, unless the person was a child at the time: then somebody looks a second time.
    """
    row = lock(pk, by)
    check_courses(may_validate_warrants, by)
    validation = row.validations.select_for_update(of=("self",)).filter(decision="").first()
    may_return = may_validate_warrants(by) or (validation is not None and validation.proposed_by_id == by.pk)
    if not (may_validate_warrants(by) if approve else may_return):
        raise NotAllowed(ONLY_AUTHORITY)
    if validation is None:
        raise NotAllowed(approvals.ALREADY_DECIDED)
    why = check_reason(why)
    if not approve:
        check_possible(row, WarrantAct.RETURNED)
        second_person.reject(validation, by=by, now=now, reason=why)
        write(row, WarrantAct.RETURNED, {"why": why}, by=by, now=now)
        return row
    check_possible(row, WarrantAct.VALIDATED)
    is_child, others = needs_second_look(row.content), [validation.drafted_by_id]
    nomination = None if is_child else _nominate(row, by=by, now=now, review=_next_review(row, now))
    both = [each for each in (validation, nomination) if each is not None]
    second_person.approve(*both, by=by, may=may_validate_warrants, now=now, reason=why, others=others)
    write(row, WarrantAct.VALIDATED, {"why": why}, by=by, now=now)
    outbox.write(EventKind.WARRANT_ENDS, row.pk, due_at=entries.end_of_day(row.until, zone_of(row.owner)))
    if nomination is not None:
        _put_in_force(row, nomination, WarrantAct.PUBLISHED, "", by=by, now=now)
    return row


@transaction.atomic
def publish(pk: int, why: str, *, by: User, now: datetime) -> Warrant:
    """Put in force a validated warrant of a person who was a child at the time, after a second look."""
    return _publish(pk, WarrantAct.PUBLISHED, why, by=by, now=now)


@transaction.atomic
def resume(pk: int, why: str, *, by: User, now: datetime) -> Warrant:
    """Put a suspended warrant in force again: its entry is made again, by the clerk and this second person."""
    return _publish(pk, WarrantAct.RESUMED, why, by=by, now=now)


@transaction.atomic
def review(pk: int, next_day: date, why: str, *, by: User, now: datetime) -> Warrant:
    """Record that this second person reviewed a warrant in force: its entry stays, with the next day of review.

    Raises FieldRefused for a day that the list does not allow.
    """
    row = _for_authority(pk, WarrantAct.REVIEWED, by)
    why = check_reason(why)
    entry = entries.entry_of(row.owner, row.reference)
    nomination = _nominate(row, by=by, now=now, review=min(next_day, row.until), base=entry)
    if nomination.entry["review"] != next_day.isoformat():
        raise FieldRefused(OTHER_DAY, field="review_by", day=nomination.entry["review"])
    second_person.approve(nomination, by=by, may=may_validate_warrants, now=now, reason=why)
    _put_in_force(row, nomination, WarrantAct.REVIEWED, why, by=by, now=now)
    return row


def _publish(pk: int, act: WarrantAct, why: str, *, by: User, now: datetime) -> Warrant:
    row = _for_authority(pk, act, by)
    why = check_reason(why)
    nomination = _nominate(row, by=by, now=now, review=_next_review(row, now))
    second_person.approve(nomination, by=by, may=may_validate_warrants, now=now, reason=why)
    _put_in_force(row, nomination, act, why, by=by, now=now)
    return row


def _for_authority(pk: int, act: WarrantAct, by: User) -> Warrant:
    """Return the warrant, locked. Raises NotAllowed unless the person may validate and the status admits the act."""
    row = lock(pk, by)
    check_courses(may_validate_warrants, by)
    if not may_validate_warrants(by):
        raise NotAllowed(ONLY_AUTHORITY)
    check_possible(row, act)
    return row


def _nominate(row: Warrant, *, by: User, now: datetime, review: date, base: Entry | None = None) -> Nomination:
    """Return the nomination of the clerk, which the second person approves, so that no third is asked."""
    if row.until <= now.date():
        raise NotAllowed(TOO_LATE)
    return entries.nominate(
        row.owner,
        row.reference,
        row.cells,
        basis=entry_reason(row),
        ends=row.until,
        review=review,
        base=base,
        clerk=row.opened_by,
        by=by,
        now=now,
    )


def _next_review(row: Warrant, now: datetime) -> date:
    """Return the day of review. One that has passed is the latest that the list allows: it is reviewed now."""
    return row.review_by if row.review_by > now.date() else row.until


def _put_in_force(row: Warrant, nomination: Nomination, act: WarrantAct, why: str, *, by: User, now: datetime) -> None:
    """Make the entry of the approved nomination."""
    entries.put_entry_in_force(nomination, by=by)
    row.in_force_from = row.in_force_from or now
    row.review_by = date.fromisoformat(nomination.entry["review"])  # from then on the entry raises no alerts (S22)
    write(row, act, {"why": why}, by=by, now=now, saving=["in_force_from", "review_by"])


def entry_reason(row: Warrant) -> str:
    """Return what the entry says: the reference, the decision and the offences, for whoever reads an alert."""
    content = row.content
    offences = "; ".join(filter(None, (f"{each.what} ({each.law})".strip() for each in content.offences)))
    child = "Refer to child protection. " if needs_second_look(content) else ""
    marks = f" Marks: {content.cells['marks']}." if content.cells.get("marks") else ""
    said = f"{child}Warrant {row.reference}, {content.decision.court} {content.decision.reference}. {offences}.{marks}"
    return f"{said} {row.basis}"[: entries.MAX_REASON_CHARS]
