"""A surrender as a PDF for a court: what was asked and done, what the law says about time, and the digest.

Deadlines of a law alone: no target, whoever makes the file, since a court could read one as law (decision 0061).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.casework.cases.export.fonts import faces
from roadstead.casework.examinations.documents import Part, Sheet, sheet_pdf
from roadstead.config import config
from roadstead.cooperation.requests.export import check_export
from roadstead.cooperation.requests.models import Message, Request, RequestFile
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.requests.actions import Action
from roadstead.engine.requests.surrender import is_surrender
from roadstead.engine.requests.types.registry import TYPES
from roadstead.platform.accounts.cooperation_permissions import may_export_requests
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.directory.roster import zone_of_officer
from roadstead.platform.handling.labels import handling_line
from roadstead.platform.timeline.attachments import ADDED_ACT
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.pdf import pdf_response, proof_of_history
from roadstead.web.common.refusals import refusal_text
from roadstead.web.common.status_tags import TAGS
from roadstead.web.forms.acts import refused as refused_form
from roadstead.web.requests.message_views import message_title, parts_of
from roadstead.web.requests.request_page import own_request, render_request
from roadstead.web.requests.surrender_case import ShownTime, shown_times
from roadstead.web.requests.type_forms import type_name

WIDTHS: Final = (0.28, 0.72)  # shares of the page


@allowed(may_export_requests)
@require_POST
def surrender_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """Return the record of a surrender as a PDF, for either side to give to a court."""
    found, user = own_request(request, reference), current_user(request)
    try:
        check_export(found, by=user)
        if not is_surrender(TYPES[found.type]):
            raise NotAllowed(_("Only a surrender has a record for a court."))
    except NotAllowed as refused:
        return render_request(request, found, sent=refused_form(refusal_text(refused)), status=409)
    log(user, "exported", f"exchange {found.pk}", states=found.states, detail=f"pdf, message {found.head}")
    return pdf_response(surrender_as_pdf(found, user, timezone.now()), f"surrender-{reference}.pdf")


def surrender_as_pdf(row: Request, user: User, now: datetime) -> bytes:
    """Return the record as a PDF in portrait, with times in the zone of the reader."""
    zone = zone_of_officer(user)
    of = TYPES[row.type]
    rows = list(
        Message.objects.visible_to(user).filter(request=row).select_related("who", "organisation").order_by("number")
    )
    sent = next((each for each in rows if each.act == Action.SEND), None)
    made = {"when": date_format(now.astimezone(zone), "j F Y, H:i"), "zone": zone.key, "who": user}
    facts = [
        (_("Status"), str(TAGS["exchange"][row.status].words)),
        (_("From"), str(row.asking)),
        (_("To"), str(row.asked)),
        *(parts_of(sent, of) if sent else ()),
    ]
    sheet = Sheet(
        title=f"{type_name(of)} {row.reference}",
        lines=[
            handling_line(row, _),
            _("Made %(when)s by %(who)s. Times are in %(zone)s.") % made,
            *proof_of_history(row),
        ],
        headings=[_("Request"), row.title],
        widths=WIDTHS,
        rows=[[label, text] for label, text in facts],
        handling=f"TLP:{row.handling_code.upper()}",
        author=str(user),
        empty="",
        parts=[part for part in _parts(row, user, rows) if part.rows],
        is_portrait=True,
    )
    return sheet_pdf(sheet, faces(config().home / "fonts"))


def _parts(row: Request, user: User, rows: list[Message]) -> Iterator[Part]:
    of, zone = TYPES[row.type], zone_of_officer(user)
    yield Part(
        heading=_("What was done"),
        headings=[_("Step"), _("Time"), _("Person"), _("Content")],
        rows=[
            [
                f"{each.number}. {message_title(each.act, of)}",
                date_format(each.at.astimezone(zone), "Y-m-d H:i"),
                f"{each.who or ''}\n{each.organisation}".strip(),
                "\n".join(f"{label}: {text}" for label, text in parts_of(each, of)),
            ]
            for each in rows
            if each.act not in (Action.SEND, ADDED_ACT)
        ],
    )
    yield Part(
        heading=_("How long each step may take"),
        headings=[_("Step"), _("Time"), _("Due"), _("Source")],
        rows=[
            [
                str(each.label),
                each.span or _("Not found. Your act decides."),
                date_format(each.due_at.astimezone(zone), "Y-m-d H:i") if each.due_at and not each.is_done else "",
                f"{each.text}\n{each.source}",
            ]
            for each in _of_the_law(row, user)
        ],
    )
    files = RequestFile.objects.visible_to(user).filter(request=row).defer("content").order_by("pk")
    yield Part(
        heading=_("Files"),
        headings=[_("File"), "SHA-256"],
        rows=[[f"{each.title} ({each.name})", each.sha256] for each in files],
    )


def _of_the_law(row: Request, user: User) -> list[ShownTime]:
    return [each for each in shown_times(row, user) if not each.is_target]
