"""Export of a case, recorded as an event of its timeline and as a disclosure in the audit log (S29)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_noop as _

from roadstead.casework.cases.acts import checked_text
from roadstead.casework.cases.export.archive import archive
from roadstead.casework.cases.export.certificate import CannotSign, identity
from roadstead.casework.cases.export.parts import part, person
from roadstead.casework.cases.export.record import (
    MAX_RECIPIENT_CHARS,
    Attachment,
    Export,
    ExportedEvent,
    ExportRequest,
    Heading,
    attachment,
)
from roadstead.casework.cases.export.release_check import check, leaves, strictest_code, under_agreement, verdicts
from roadstead.casework.cases.links import visible_case_events, visible_links
from roadstead.casework.cases.models import Case, CaseEvent, CaseFile
from roadstead.casework.cases.timeline import Act, add, states_of
from roadstead.config import Config
from roadstead.engine.chain import line_digest
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_export_cases
from roadstead.platform.audit.models import log
from roadstead.platform.handling.logic.codes import Tlp, is_freer
from roadstead.platform.handling.logic.gate import Verdict
from roadstead.platform.timeline.events import first_broken
from roadstead.targeting.watchlists.handling import PURPOSES


def export_case(pk: int, asked: ExportRequest, *, by: User, now: datetime, settings: Config) -> bytes:
    """Return the archive (zip) of an open or closed case. Raise NotAllowed with the reason."""
    if not may_export_cases(by):
        raise NotAllowed(_("Only officers and supervisors of the case's owner can export it. Ask one of them."))
    case = Case.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pk)
    asked = _checked(case, under_agreement(asked, case.owner, by=by, today=now.date()), by)
    try:
        who = identity(settings, now=now)
    except CannotSign as cannot:
        raise NotAllowed("%(why)s", why=cannot.sentence) from None
    names = ("reason", "recipient", "receiver", "use", "agreement", "handling")
    content = {name: value for name in names if (value := getattr(asked, name))}
    add(case, Act.EXPORTED, content, by=by, now=now)
    made, data_hash = archive(collected(case, asked, by=by, now=now), who, settings.home)
    log(by, "disclosed", f"case {pk}", states=states_of(case), detail=f"event {case.edition}, data {data_hash}")
    return made


def _checked(case: Case, asked: ExportRequest, by: User) -> ExportRequest:
    reason, recipient = (
        checked_text(asked.reason, _("the reason for the export")),
        checked_text(asked.recipient, _("the recipient"), MAX_RECIPIENT_CHARS),
    )
    if asked.handling not in list(Tlp):
        raise NotAllowed(_("Choose how the recipient must handle it."))
    found = verdicts(case, asked)
    held = {link.alert.pk: link.alert for link in visible_links(by).filter(case=case) if link.alert}
    check(held, found, leave_out=asked.leave_out)
    if is_freer(asked.handling, floor := strictest_code(held, found)):
        raise NotAllowed(
            _("The case contains an alert marked TLP:%(code)s. Choose TLP:%(code)s or a stricter code."),
            code=floor.upper(),
        )
    if asked.strictest and is_freer(asked.strictest, asked.handling):
        raise NotAllowed(
            _("The agreement allows up to TLP:%(code)s. Choose this code or a less strict one."),
            code=asked.strictest.upper(),
        )
    if broken := first_broken(case):
        raise NotAllowed(
            _(
                "The timeline was changed outside Roadstead from event %(number)d on, so it is not evidence. Tell your "
                "auditor and the operator."
            ),
            number=broken,
        )
    return replace(asked, reason=reason, recipient=recipient)


def collected(case: Case, asked: ExportRequest, *, by: User, now: datetime) -> Export:
    """Return the content of the export as it is now, without what may not leave."""
    found = verdicts(case, asked)
    return Export(
        case=_heading(case),
        request=asked,
        by=f"{person(by)}, {by.get_role_display()}",
        at=now,
        parts=[part(link, case.owner) for link in visible_links(by).filter(case=case) if leaves(found, link.alert_id)],
        events=list(_events(case, by, found)),
        files=attachments(case, by),
    )


def attachments(case: Case, by: User) -> Sequence[Attachment]:
    """Return the files that are in the case now, unchanged. Each name begins with the id, so no two are equal."""
    rows = CaseFile.objects.visible_to(by).filter(case=case, taken_out_at=None).order_by("pk")
    return [attachment(f"{row.pk}-{row.name}", bytes(row.content)) for row in rows]


def _heading(case: Case) -> Heading:
    return Heading(
        number=case.pk,
        title=case.title,
        purpose=PURPOSES.get(case.purpose, case.purpose),
        basis=case.basis,
        owner=case.owner,
        lead=person(case.lead),
        opened_at=case.opened_at,
        opened_by=person(case.opened_by),
        closed_at=case.closed_at,
        outcome=case.outcome,
        edition=case.edition,
        head=case.head,
    )


def _events(case: Case, by: User, found: Mapping[int, Verdict]) -> Iterator[ExportedEvent]:
    """Yield all events; those that may not leave as their digest only."""
    told = {event.pk for event in visible_case_events(case, by) if leaves(found, event.alert_id)}
    for event in CaseEvent.objects.filter(case=case).select_related("who").order_by("number"):
        line, left_out = event.line(), event.pk not in told
        yield ExportedEvent(line=line, name=person(event.who), digest=line_digest(line).hex() if left_out else "")
