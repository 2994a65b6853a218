"""A warrant as a PDF for a court: what it says, its signed file, who decided, and the digest of its history.

Facts alone: no target, no check of a person who drafts, and no state with an alert.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roadstead.casework.cases.export.fonts import faces
from roadstead.casework.examinations.documents import Part, Sheet, sheet_pdf
from roadstead.config import config
from roadstead.cooperation.warrants.logic.content import Offence
from roadstead.cooperation.warrants.models import Warrant, WarrantEvent, WarrantFile, WarrantValidation
from roadstead.platform.accounts.models import User
from roadstead.platform.directory.roster import zone_of_officer
from roadstead.platform.handling.labels import handling_line
from roadstead.web.common.pdf import proof_of_history
from roadstead.web.common.status_tags import TAGS
from roadstead.web.warrants.forms import TYPE_CHOICES
from roadstead.web.warrants.shown import ACT_LABELS, person_facts

WIDTHS: Final = (0.28, 0.72)  # shares of the page


def warrant_as_pdf(row: Warrant, user: User, now: datetime) -> bytes:
    """Return the warrant as a PDF in portrait, with times in the zone of the reader."""
    zone = zone_of_officer(user)

    def moment(at: datetime | None) -> str:
        return date_format(at.astimezone(zone), "Y-m-d H:i") if at else ""

    made = {"when": date_format(now.astimezone(zone), "j F Y, H:i"), "zone": zone.key, "who": user}
    sheet = Sheet(
        title=_("Warrant %(reference)s") % {"reference": row.reference},
        lines=[
            handling_line(row, _),
            _("Made %(when)s by %(who)s. Times are in %(zone)s.") % made,
            *proof_of_history(row),
        ],
        headings=[_("Wanted person"), row.name],
        widths=WIDTHS,
        rows=[[str(label), text] for label, text in _facts(row, moment) if text],
        handling=f"TLP:{row.handling_code.upper()}",
        author=str(user),
        empty="",
        parts=[part for part in _parts(row, user, moment) if part.rows],
        is_portrait=True,
    )
    return sheet_pdf(sheet, faces(config().home / "fonts"))


def _facts(row: Warrant, moment: Any) -> Iterator[tuple[object, str]]:
    content = row.content
    decision = content.decision
    absent = {True: _("Yes"), False: _("No"), None: ""}[decision.in_absentia]
    yield _("Status"), " ".join([str(TAGS["warrant"][row.status].words), moment(row.ended_at)]).strip()
    yield _("Purpose"), _(row.get_purpose_display())
    yield from person_facts(row)
    named = str(dict(TYPE_CHOICES)[decision.type.value])
    yield _("Judicial decision"), ", ".join(filter(None, (named, decision.court, decision.reference, decision.date)))
    yield _("Was the judgment given in the person’s absence?"), absent
    yield _("What was served"), decision.served
    yield _("Legal basis"), row.basis
    yield _("Property to seize and hand over"), row.property_text
    yield _("Guarantees"), row.guarantees
    yield _("In force from"), moment(row.in_force_from)
    yield _("Last day in force"), row.until.isoformat()
    yield _("Reason of the end"), row.end_reason
    yield _("Drafted by"), f"{row.opened_by}, {row.organisation}, {moment(row.opened_at)}"


def _parts(row: Warrant, user: User, moment: Any) -> Iterator[Part]:
    offences = [_offence(each) for each in row.content.offences]
    named = [_("What happened"), _("Law and section"), _("When"), _("Where"), _("Imprisonment")]
    yield Part(heading=_("Offences"), headings=named, rows=offences)
    files = WarrantFile.objects.visible_to(user).filter(warrant=row).defer("content").order_by("pk")
    yield Part(
        heading=_("Signed files"),
        headings=[_("File"), _("Signature"), _("Signed by"), "SHA-256"],
        rows=[
            [each.name, _(each.get_check_result_display()), f"{each.signer} {moment(each.signed_at)}", each.sha256]
            for each in files
        ],
    )
    decided = WarrantValidation.objects.visible_to(user).filter(warrant=row)
    yield Part(
        heading=_("Validation"),
        headings=[_("Proposed by"), _("Decision"), _("Decided by"), _("Reason")],
        rows=[
            [
                f"{each.proposed_by}\n{moment(each.proposed_at)}",
                _(each.get_decision_display()) or _("Waits for validation"),
                f"{each.decided_by or ''}\n{moment(each.decided_at)}".strip(),
                each.decision_reason,
            ]
            for each in decided.select_related("proposed_by", "decided_by")
        ],
    )
    events = WarrantEvent.objects.visible_to(user).filter(warrant=row).select_related("who").order_by("number")
    yield Part(
        heading=_("History"),
        headings=[_("Event"), _("Time"), _("Person"), "SHA-256"],
        rows=[
            [f"{each.number}. {ACT_LABELS[each.act]}", moment(each.at), str(each.who or "Roadstead"), each.hash]
            for each in events
        ],
    )


def _offence(each: Offence) -> Sequence[str]:
    months = [
        _("at most %(months)s months") % {"months": each.maximum_months} if each.maximum_months is not None else "",
        _("%(months)s months remain") % {"months": each.remaining_months} if each.remaining_months is not None else "",
    ]
    done = f"{each.what} ({each.part})" if each.part else each.what
    return [done, each.law, each.when, each.where, ", ".join(filter(None, months))]
