"""Arrival brief as a PDF to print. At the foot of each page it says until when it is valid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from roadstead.casework.alerts.models import ExternalCheck
from roadstead.casework.cases.export.fonts import Faces
from roadstead.casework.examinations.daily_list import ListRow, zone_for
from roadstead.casework.examinations.documents import Part, Sheet, sheet_pdf
from roadstead.platform.accounts.models import User
from roadstead.platform.handling.labels import tlp_line
from roadstead.web.arrivals.brief_content import Brief, BriefAlert, BriefLookout, DutyPoint
from roadstead.web.templatetags import declared, names
from roadstead.web.templatetags.clock import zone as zone_name

MAX_CELL_CHARS: Final = 400  # a row must fit a page; the page of the alert has it whole
PEOPLE: Final = (0.08, 0.24, 0.28, 0.26, 0.14)


def brief_pdf(brief: Brief, user: User, fonts: Faces) -> bytes:
    """Return the PDF, by the clock of the port where the voyage ends."""
    zone = zone_for(user, brief.voyage.destination)
    until = _("Valid until %(when)s") % {"when": moment(brief.valid_until, zone)}
    sheet = Sheet(
        title=_("Arrival brief: %(voyage)s") % {"voyage": names.voyage_title(brief.voyage)},
        lines=[
            until,
            _("Made %(when)s by %(who)s.") % {"when": moment(brief.made_at, zone), "who": user},
            *_facts(brief, zone),
            tlp_line(brief.tlp, _),
            _("Destroy this copy when it is no longer valid."),
        ],
        headings=[_("Seat or cabin"), _("Declared"), _("Reason"), _("Action to be taken"), _("Status")],
        widths=PEOPLE,
        rows=[_alert(each, each.place or "–") for each in brief.people],
        handling=f"TLP:{brief.tlp.upper()} · {until}",
        author=str(user),
        empty=_("No alert about people or the craft asks for anything at your desk."),
        parts=list(_parts(brief, zone)),
    )
    return sheet_pdf(sheet, fonts)


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return `2026-11-28 14:30 AST`."""
    there = at.astimezone(zone)
    return f"{there:%Y-%m-%d %H:%M} {zone_name(there)}"


def _facts(brief: Brief, zone: ZoneInfo) -> list[str]:
    voyage = brief.voyage
    arrives = moment(voyage.arrives_at, zone) if voyage.arrives_at else voyage.arrives_local or _("Not declared")
    aboard = ", ".join(f"{names.code_label(role)}: {number}" for role, number in brief.roles.items())
    return [
        names.craft_details(voyage),
        _("Arrives: %(when)s, %(port)s") % {"when": arrives, "port": names.port(voyage.destination)},
        _("On board: %(number)d (%(roles)s)") % {"number": brief.aboard, "roles": aboard or "–"},
    ]


def _parts(brief: Brief, zone: ZoneInfo) -> Sequence[Part]:
    """Return the tables after that of people; one that would be empty is left out, but not that of the contacts."""
    checks = [(each, check) for each in (*brief.people, *brief.goods) for check in each.checks]
    parts = (
        Part(
            heading=_("Checks made elsewhere without a reply"),
            headings=[_("Alert"), _("System"), _("Asked")],
            rows=[_check(each, check, zone) for each, check in checks],
        ),
        Part(
            heading=_("Alerts about goods"),
            headings=[_("Bill"), _("Declared"), _("Reason"), _("Action to be taken"), _("Status")],
            rows=[_alert(each, each.alert.bill.number if each.alert.bill else "–") for each in brief.goods],
        ),
        Part(
            heading=_("Goods selected for examination"),
            headings=[_("Container or bill"), _("Check"), _("Planned time"), _("Place"), _("Status")],
            rows=[_selection(each, zone) for each in brief.selections],
        ),
        Part(
            heading=_("Live lookouts"),
            headings=[_("Lookout"), _("Details"), _("Ends")],
            rows=[_lookout(each, zone) for each in brief.lookouts],
        ),
    )
    contacts = Part(
        heading=_("Whom to call"),
        headings=[_("Contact point"), _("Telephone or radio"), _("Now")],
        rows=[[_("On duty"), "\n".join(brief.on_duty) or "–", ""], *map(_point, brief.points)],
    )
    return [*(each for each in parts if each.rows), contacts]


def _alert(row: BriefAlert, place: str) -> list[str]:
    alert = row.alert
    called = _("Call: %(contact)s") % {"contact": row.wants.contact} if row.wants.contact else ""
    return [
        place,
        _short("\n".join(filter(None, (declared.declared_as(alert), declared.declared_details(alert))))),
        _short(row.why),
        _short("\n".join(filter(None, (str(row.wants.instruction), called)))),
        _(alert.label),
    ]


def _check(row: BriefAlert, check: ExternalCheck, zone: ZoneInfo) -> list[str]:
    asked = ", ".join(filter(None, (check.asked, moment(check.at, zone))))
    return [_short(declared.declared_as(row.alert)), _(check.system_label), asked]


def _selection(row: ListRow, zone: ZoneInfo) -> list[str]:
    selected = row.selection
    goods = ", ".join(filter(None, (selected.container, selected.bill)))
    state = str(names.code_label(selected.state))
    return [
        goods or "–",
        str(names.code_label(selected.kind)),
        moment(selected.planned_at, zone),
        _short(selected.place or names.port(selected.port)),
        f"{state}. " + _("Detained: do not release") if getattr(selected, "is_detained", False) else state,
    ]


def _lookout(watched: BriefLookout, zone: ZoneInfo) -> list[str]:
    row = watched.lookout
    ends = moment(row.until, zone) if row.until else ""
    return [_short(f"{row.name}\n{row.reference}"), _short("\n".join((watched.details, watched.action))), ends]


def _point(row: DutyPoint) -> list[str]:
    now = {True: _("Open"), False: _("Closed"), None: "–"}[row.is_open]
    return [_short(f"{row.title}\n{row.organisation}"), "\n".join(row.targets), now]


def _short(words: str) -> str:
    return Truncator(words).chars(MAX_CELL_CHARS)
