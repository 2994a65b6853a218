"""Record of an examination as PDF: what was found, with exhibits and photographs, and the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext

from roadstead.casework.alerts.logic.outcomes import OUTCOME_LABELS, OutcomeType
from roadstead.casework.alerts.logic.seizure import SEIZURE_LABELS, Item
from roadstead.casework.alerts.models import ExaminationPhoto, Outcome, Selection
from roadstead.casework.cases.export.fonts import faces
from roadstead.casework.examinations.daily_list import list_rows, zone_for
from roadstead.casework.examinations.documents import Record, record_pdf
from roadstead.config import config
from roadstead.engine.reference import countries
from roadstead.platform.accounts.models import User
from roadstead.platform.handling.labels import tlp_line
from roadstead.web.common.pdf import pdf_response
from roadstead.web.examinations import words
from roadstead.web.templatetags.declared import quantity_text
from roadstead.web.templatetags.names import port


def record_response(selection: Selection, user: User, now: datetime) -> HttpResponse:
    """Return the record of one selection to save. The caller has checked and logged that it may leave."""
    events = list(selection.events.select_related("who"))
    outcomes = list(Outcome.objects.visible_to(user).filter(selection=selection).select_related("recorded_by"))
    found = words.items_found(events)
    zone = zone_for(user, selection.port)
    pictures = ExaminationPhoto.objects.visible_to(user).filter(selection=selection, taken_out_at=None)
    titles = (gettext("Seizure record %(number)d"), gettext("Record of examination %(number)d"))
    record = Record(
        title=titles[0 if found else 1] % {"number": selection.pk},
        facts=_facts(selection, outcomes, user, now),
        items=_items(found),
        history=[f"{event.number}. {words.moment(event.at, zone)}, {words.event_words(event)}" for event in events],
        photos=list(pictures),
        handling=tlp_line(selection.handling_code, gettext),
        author=str(user),
    )
    return pdf_response(record_pdf(record, faces(config().home / "fonts")), f"examination-{selection.pk}.pdf")


def _facts(selection: Selection, outcomes: Sequence[Outcome], user: User, now: datetime) -> list[tuple[str, str]]:
    row, zone = list_rows([selection], user)[0], zone_for(user, selection.port)
    facts = [
        (gettext("State"), countries.name(selection.owner) or selection.owner),
        (gettext("Container"), selection.container),
        (gettext("Bill"), selection.bill),
        (gettext("Vessel"), words.vessel_words(row)),
        (gettext("Arrival"), words.arrival_words(row.arrival)),
        (gettext("Port"), port(selection.port)),
        (gettext("Terminal or shed"), selection.place),
        (gettext("Consignor"), row.bill.consignor if row.bill else ""),
        (gettext("Consignee"), row.bill.consignee if row.bill else ""),
        (gettext("Goods as declared"), row.bill.goods if row.bill else ""),
        (gettext("Check"), words.kind_words(selection.kind)),
        (gettext("Reason"), words.reason_words(selection)),
        (gettext("Officer in charge"), str(selection.officer)),
        (gettext("Status"), words.state_words(selection.state)),
    ]
    for each in outcomes:
        what = gettext(OUTCOME_LABELS[OutcomeType(each.type)])
        facts.append((gettext("Result"), f"{what}, {words.moment(each.at, zone)}, {each.recorded_by}"))
        seized = each.seized
        facts.append((gettext("How it was hidden"), seized.hidden if seized else ""))
        facts.append((gettext("Where"), ", ".join(filter(None, (seized.where, seized.container))) if seized else ""))
        facts.append((gettext("Note"), each.note))
    facts.append((gettext("Printed"), f"{words.moment(now, zone)}, {user}"))
    return [(label, text) for label, text in facts if text]


def _items(found: Sequence[Item]) -> list[list[str]]:
    head = ["#", gettext("What"), gettext("Quantity"), gettext("Exhibit number"), gettext("Make and model")]
    head += [gettext("Calibre"), gettext("Serial number"), gettext("Markings")]
    rows = [
        [
            str(number),
            gettext(SEIZURE_LABELS[item.what]),
            quantity_text(item),
            item.exhibit,
            f"{item.make} {item.model}".strip(),
            item.calibre,
            item.serial,
            item.markings,
        ]
        for number, item in enumerate(found, 1)
    ]
    return [head, *rows] if rows else []
