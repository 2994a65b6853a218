"""Preparing, saving, issuing, correcting and discarding a situation report.

A person issues it, never the system. What has been issued is not changed: a correction is a new version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_noop as _

from roadstead.casework.log.append import database_now
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.oversight.situation.distribution import check_recipients, readers_of
from roadstead.oversight.situation.document import content_digest, report_pdf
from roadstead.oversight.situation.figures import DAY, count_figures
from roadstead.oversight.situation.lines import chosen, offered
from roadstead.oversight.situation.models import MAX_HEADLINE_CHARS, OPEN, SituationHour, SituationReport
from roadstead.platform.accounts.cooperation_permissions import (
    may_issue_situation_reports,
    may_prepare_situation_reports,
)
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.audit.models import log
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.handling.logic.codes import OF_ORGANISATIONS, default_code
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind

MAX_PERIOD: Final = timedelta(days=31)
MAX_SINCE_LAST: Final = timedelta(days=7)  # of a period that is proposed
MAX_TEXT_CHARS: Final = 4000
MAX_RECIPIENTS: Final = 100
MAX_DRAFTS: Final = 50  # of an organisation
COPIED: Final = (
    *("begins", "ends", "headline", "situation", "events", "lines", "figures", "note", "coming", "needs"),
    *("recipients", "tlp"),
)
EMPTY: Final[dict[str, Any]] = {
    **dict.fromkeys(("headline", "situation", "events", "note", "coming", "needs"), ""),
    "lines": [],
    "recipients": [],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Text of the authors. `entries`: ids of the log's entries that are quoted; `recipients`: codes."""

    headline: str
    situation: str
    events: str
    note: str
    coming: str
    needs: str
    tlp: str
    entries: Sequence[int]
    recipients: Sequence[str]


def next_period(organisation: Organisation, now: datetime) -> tuple[datetime, datetime]:
    """Return the period that a new report is about: since the end of the last issued one, else 24 hours."""
    rows = SituationReport.objects.filter(organisation=organisation, issued_at__isnull=False)
    last = rows.order_by("-ends").values_list("ends", flat=True).first()
    begins = max(last, now - MAX_SINCE_LAST) if last and last < now else now - DAY
    return begins, now


@transaction.atomic
def prepare(begins: datetime, ends: datetime, *, by: User) -> SituationReport:
    """Make a draft about a period of the past, with its figures. Raises FieldRefused or NotAllowed."""
    organisation = _organisation_of(by, can_prepare=True)
    now = database_now()
    if ends > now + timedelta(minutes=1):
        raise FieldRefused(_("The period must end in the past. Enter an earlier end."), field="ends")
    if ends + timedelta(minutes=1) > now:  # times are given in whole minutes: the present one counts up to now
        ends = now
    if not begins < ends:
        raise FieldRefused(_("The period must begin before it ends. Enter an earlier beginning."), field="begins")
    if ends - begins > MAX_PERIOD:
        raise FieldRefused(
            _("A report covers %(most)d days at most. Enter a later beginning."), field="begins", most=MAX_PERIOD.days
        )
    if SituationReport.objects.visible_to(by).filter(OPEN, organisation=organisation).count() >= MAX_DRAFTS:
        raise NotAllowed(_("There are %(most)d drafts. Discard one first."), most=MAX_DRAFTS)
    return make_draft(organisation, begins, ends, now=now, by=by)


def make_draft(
    organisation: Organisation, begins: datetime, ends: datetime, *, now: datetime, by: User | None
) -> SituationReport:
    """Store a draft with the figures of the period; by nobody if the system prepares it."""
    row = SituationReport.objects.create(
        **_readers(organisation),
        begins=begins,
        ends=ends,
        figures=count_figures(organisation, begins, ends),
        tlp=default_code(organisation.owner),
        prepared_at=now,
        prepared_by=by,
    )
    log(by, "prepared", f"situation {row.pk}", states=row.states)
    return row


@transaction.atomic
def save(pk: int, edition: int, words: Words, *, by: User) -> SituationReport:
    """Store what was written in a draft. `edition`: that which the person saw."""
    _organisation_of(by, can_prepare=True)
    row = _lock(pk, edition, by)
    _fill(row, words, by)
    row.edition += 1
    row.save()
    log(by, "written", f"situation {row.pk}", states=row.states)
    return row


@transaction.atomic
def issue(pk: int, edition: int, words: Words, *, names_nobody: bool, by: User) -> SituationReport:
    """Issue a draft with these words to its recipients, in the name of this person."""
    if not may_issue_situation_reports(by):
        raise NotAllowed(_("Supervisors and focal points issue situation reports. Save the draft and ask one of them."))
    _organisation_of(by, can_prepare=True)
    row = _lock(pk, edition, by)
    _fill(row, words, by)
    if not row.headline:
        raise FieldRefused(_("Write a headline: what a reader must know if they read nothing else."), field="headline")
    if not names_nobody:
        raise FieldRefused(
            _("Read the report and confirm that it names no traveller. Remove each name first."), field="names_nobody"
        )
    check_recipients(row)
    readers = readers_of(row)
    row.issued_at, row.issued_by, row.edition = database_now(), by, row.edition + 1
    row.states, row.organisations = readers.states, readers.organisations
    row.digest = content_digest(row)
    row.pdf, row.sha256 = report_pdf(row)
    row.save()
    log(by, "issued", f"situation {row.pk}", states=row.states, detail=" ".join(row.recipients))
    outbox.write(EventKind.SITUATION, row.pk)
    return row


@transaction.atomic
def correct(pk: int, *, by: User) -> SituationReport:
    """Make a draft of the next version of a report of the own organisation, and return it."""
    organisation = _organisation_of(by, can_prepare=True)
    rows = SituationReport.objects.visible_to(by).filter(organisation=organisation, issued_at__isnull=False)
    old = rows.filter(pk=pk).first()
    if old is None:
        raise NotAllowed(_("You can correct only reports of your own organisation. Load the page again."))
    if SituationReport.objects.visible_to(by).filter(replaces=pk, discarded_at=None).exists():
        raise NotAllowed(_("There is a newer version of this report already. Open that one."))
    copied = {name: getattr(old, name) for name in COPIED}
    row = SituationReport.objects.create(
        **_readers(organisation),
        **copied,
        version=old.version + 1,
        replaces=old.pk,
        prepared_at=database_now(),
        prepared_by=by,
    )
    log(by, "prepared", f"situation {row.pk}", states=row.states, detail=f"replaces {old.pk}")
    return row


@transaction.atomic
def discard(pk: int, edition: int, *, by: User) -> None:
    """Discard a draft: its words go at once, the row by retention."""
    _organisation_of(by, can_prepare=True)
    row = _lock(pk, edition, by)
    discard_row(row, now=database_now())
    log(by, "discarded", f"situation {row.pk}", states=row.states)


def discard_row(row: SituationReport, *, now: datetime) -> None:
    for name, empty in EMPTY.items():
        setattr(row, name, empty)
    row.discarded_at = now
    row.save()


@transaction.atomic
def set_hour(hour: int | None, *, by: User) -> None:
    """Set the hour at which a draft is prepared each day; None: none is."""
    if not may_issue_situation_reports(by):
        raise NotAllowed(_("Supervisors and focal points set the hour. Ask one of them."))
    organisation = _organisation_of(by, can_prepare=False)
    rows = SituationHour.objects.filter(organisation=organisation)
    if hour is None:
        rows.delete()
    elif not rows.update(hour=hour):
        own = _readers(organisation)
        SituationHour.objects.create(
            organisation=organisation, hour=hour, states=own["states"], organisations=own["organisations"]
        )
    log(by, "hour set", "situation reports", states=_readers(organisation)["states"])


def _organisation_of(by: User, *, can_prepare: bool) -> Organisation:
    if can_prepare and not may_prepare_situation_reports(by):
        raise NotAllowed(_("Officers, supervisors and focal points prepare situation reports. Ask one of them."))
    if by.organisation is None or by.organisation.state_id != by.state_id:
        raise NotAllowed(
            _("Your account belongs to no organisation of your state or centre. Ask your administrator to set it.")
        )
    return by.organisation


def _readers(organisation: Organisation) -> dict[str, Any]:
    return {
        "organisation": organisation,
        "owner": organisation.owner,
        "states": [organisation.state_id] if organisation.state_id else [],
        "organisations": [organisation.pk],
    }


def _lock(pk: int, edition: int, by: User) -> SituationReport:
    rows = SituationReport.objects.visible_to(by).filter(OPEN, organisation=by.organisation_id)
    row = rows.select_related("organisation").select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotAllowed(_("This draft has been issued or discarded. Load the page again."))
    if row.edition != edition:
        raise NotAllowed(_("Somebody else has saved this draft meanwhile. Copy your changes and load the page again."))
    return row


def _fill(row: SituationReport, words: Words, by: User) -> None:
    """Write the words into the row. Entries that are no longer offered are left out."""
    texts = {name: text for name, text in asdict(words).items() if isinstance(text, str) and name != "tlp"}
    for name, text in texts.items():
        most = MAX_HEADLINE_CHARS if name == "headline" else MAX_TEXT_CHARS
        if len(text) > most:
            raise FieldRefused(_("Shorten this text to %(most)d characters."), field=name, most=most)
        setattr(row, name, text.strip())
    check_ceiling(*texts.values())
    if words.tlp not in OF_ORGANISATIONS:
        raise FieldRefused(_("Choose the handling of the report."), field="tlp")
    kept = {line["entry"]: line for line in row.lines if row.replaces}
    offer = offered(by, row.begins, row.ends)
    lines = {line["entry"]: line for line in chosen(offer, words.entries)}
    # A correction keeps lines of the version before, as their entries may have been deleted since.
    lines |= {pk: line for pk, line in kept.items() if pk in words.entries and pk not in lines}
    row.lines = sorted(lines.values(), key=lambda line: (line["at"], line["entry"]))
    row.tlp, row.recipients = words.tlp, sorted(set(words.recipients))[:MAX_RECIPIENTS]
