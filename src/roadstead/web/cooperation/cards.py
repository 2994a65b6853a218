"""The directory to take along: the duty card of a state as PDF, and a contact point as vCard (RFC 6350)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from roadstead.casework.cases.export.fonts import faces
from roadstead.casework.examinations.documents import Sheet, sheet_pdf
from roadstead.config import config
from roadstead.engine.rules.routing import Mark, Point
from roadstead.engine.syntax.content_lines import text, write
from roadstead.platform.accounts.cooperation_permissions import may_see_directory
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_export
from roadstead.platform.audit.models import log
from roadstead.platform.directory.models import ContactMethod, Function
from roadstead.platform.directory.roster import zone_of_officer
from roadstead.platform.directory.routing import load_rows
from roadstead.platform.handling.labels import tlp_line
from roadstead.platform.handling.logic.codes import Tlp
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.cooperation.directory import current_points
from roadstead.web.cooperation.routing import state_names, tag_of
from roadstead.web.templatetags.measures import measures
from roadstead.web.templatetags.telephone import tel

WIDTHS: Final = (0.24, 0.32, 0.16, 0.18, 0.10)
MAX_POINTS: Final = 12  # on a card; fewer if they are long
MAX_METHODS: Final = 4
MAX_CELL_CHARS: Final = 160
Method: Final = ContactMethod.Method


@allowed(may_see_directory)
@allowed(may_export)
@require_safe
def duty_card(request: HttpRequest, state: str) -> HttpResponse:
    """Return the contact points of a state, or of the region, on one page."""
    user, now, names = current_user(request), timezone.now(), state_names()
    if state not in names:
        raise Http404
    log(user, "exported", "directory", states=list(user.scope.states), detail=f"duty card of {state}")
    rows = [(row, point) for row, point in load_rows(user, now, states=[state]) if row.owner == state]
    raw = _one_page(names[state], sorted(rows, key=_first), user, now)
    headers = {"Content-Disposition": f'attachment; filename="duty-card-{state}.pdf"'}
    return HttpResponse(raw, content_type="application/pdf", headers=headers)


def _first(pair: tuple[Any, Point]) -> tuple[object, ...]:
    """Order contact points: those that can be reached, the fresher ones, then duty desks."""
    _row, point = pair
    is_desk = Function.DUTY_DESK in point.functions
    return (point.mark != Mark.NONE, -point.freshness, not is_desk, point.organisation, point.title, point.pk)


def _one_page(state: str, rows: Sequence[tuple[Any, Point]], user: User, now: datetime) -> bytes:
    """Return the card with as many contact points as one page holds."""
    for most in range(min(len(rows), MAX_POINTS), -1, -1):
        raw = sheet_pdf(_sheet(state, rows[:most], len(rows) - most, user, now), faces(config().home / "fonts"))
        if raw.count(b"/Type /Page") - raw.count(b"/Type /Pages") == 1:
            break
    return raw


def _sheet(state: str, rows: Sequence[tuple[Any, Point]], left_out: int, user: User, now: datetime) -> Sheet:
    zone = zone_of_officer(user)
    when = f"{date_format(now.astimezone(zone), 'j F Y, H:i')} {zone.key}"
    lines = [_("As of %(when)s. Numbers change: print a new card each month.") % {"when": when}, tlp_line(Tlp.GREEN, _)]
    if left_out:
        said = ngettext(
            "%(number)d more contact point is in the directory.",
            "%(number)d more contact points are in the directory.",
            left_out,
        )
        lines.append(said % {"number": left_out})
    return Sheet(
        title=_("Duty card: %(state)s") % {"state": state},
        lines=lines,
        headings=[_("Contact point"), _("Contact methods"), _("Holders"), _("Measures"), _("Contact status")],
        widths=WIDTHS,
        rows=[_printed(row, point) for row, point in rows],
        handling=f"TLP:{Tlp.GREEN.upper()}",
        author=str(user),
        empty=_("No contact points yet"),
    )


def _printed(row: Any, point: Point) -> list[str]:
    methods = [
        f"{_(each.get_method_display())} {each.target}" + (f" ({each.hours})" if each.hours else "")
        for each in row.methods.all()
    ]
    return [
        f"{row.title}\n{row.organisation}",
        "\n".join(map(_short, methods[:MAX_METHODS])),
        _short(", ".join(map(str, row.held_by))),
        _short(measures(row.competent_for)),
        str(tag_of(point).words),
    ]


def _short(words: str) -> str:
    return Truncator(words).chars(MAX_CELL_CHARS)


# ── vCard


@allowed(may_see_directory)
@allowed(may_export)
@require_safe
def vcard(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a contact point as vCard: the post and how to reach it, without the people who hold it."""
    user = current_user(request)
    row = get_object_or_404(current_points(user), pk=pk)
    log(user, "exported", f"organisation {row.organisation_id}", states=list(user.scope.states), detail=f"point {pk}")
    headers = {"Content-Disposition": f'attachment; filename="contact-{pk}.vcf"'}
    return HttpResponse(write(_card(row)), content_type="text/vcard; charset=utf-8", headers=headers)


def _card(row: Any) -> Iterator[tuple[str, str]]:
    place = str(row.organisation)
    yield from (("BEGIN", "VCARD"), ("VERSION", "4.0"), ("KIND", "org"))
    yield from (("FN", text(f"{row.title}, {place}")), ("ORG", text(place)))
    for each in row.methods.all():
        if each.method == Method.TELEPHONE:
            address = tel(each.target)
            yield ("TEL;VALUE=uri;TYPE=work,voice", address) if address else ("TEL;VALUE=text", text(each.target))
        elif each.method == Method.MAIL:
            yield "EMAIL", text(each.target)
    yield "NOTE", text("\n".join(filter(None, (measures(row.competent_for), *_hours(row), tlp_line(Tlp.GREEN, _)))))
    yield "END", "VCARD"


def _hours(row: Any) -> list[str]:
    return [f"{_(each.get_method_display())} {each.target}: {each.hours}" for each in row.methods.all() if each.hours]
