"""Words of examinations for pages, csv files and documents: kinds, reasons, times, and the lines of a history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.logic.examination import KIND_LABELS, STATE_LABELS, CheckKind, SelectionState
from roadstead.casework.alerts.logic.outcomes import OUTCOME_LABELS, OutcomeType
from roadstead.casework.alerts.logic.seizure import Item, items_from_json
from roadstead.casework.alerts.models import Selection, SelectionEvent
from roadstead.casework.alerts.selection_events import SelectionAct
from roadstead.casework.examinations.daily_list import ListRow
from roadstead.engine.reference.places import to_local, utc_offset
from roadstead.filings.cargo.logic.merge import Arrival
from roadstead.filings.voyages.models import Voyage
from roadstead.web.templatetags.clock import zone as zone_name
from roadstead.web.templatetags.declared import item_text
from roadstead.web.templatetags.names import port

ACT_LABELS: Final[Mapping[str, str | Promise]] = {
    SelectionAct.SELECTED: _("Selected"),
    SelectionAct.CHANGED: _("Plan changed"),
    SelectionAct.STARTED: _("Examination begun"),
    SelectionAct.EXAMINED: _("Examined"),
    SelectionAct.CANCELLED: _("Cancelled"),
    SelectionAct.EXPIRED: _("Not examined"),
    SelectionAct.RETURNED: _("Opened again"),
    SelectionAct.DETAINED: _("Detained"),
    SelectionAct.RELEASED: _("Released"),
    SelectionAct.PHOTO: _("Photograph added"),
    SelectionAct.TAKEN_OUT: _("Photograph removed"),
    SelectionAct.TASK_SET: _("Task set"),
    SelectionAct.TASK_GIVEN: _("Task assigned"),
    SelectionAct.TASK_DONE: _("Task done"),
}
SYSTEM: Final = "Roadstead"  # who closes what nobody examined
RESULTS: Final = frozenset({SelectionAct.EXAMINED, SelectionAct.CANCELLED})
PLANS: Final = frozenset({SelectionAct.SELECTED, SelectionAct.CHANGED})
# Parts of an event's content that its line in the history gives, in order.
SAID: Final = ("bill", "container", "containers", "port", "place", "reason", "why", "result", "title", "task")


def kind_words(kind: str) -> str:
    return gettext(KIND_LABELS[CheckKind(kind)])


def state_words(state: str) -> str:
    return gettext(STATE_LABELS[SelectionState(state)])


def goods_words(selection: Selection) -> str:
    """Return container and bill: `MSCU1234566, bill MEDU7654321`."""
    bill = gettext("bill %(number)s") % {"number": selection.bill} if selection.bill else ""
    return ", ".join(filter(None, (selection.container, bill))) or gettext("goods of the voyage")


def reason_words(selection: Selection) -> str:
    """Return why the goods were selected: the rule or the list's match, and the officer's words."""
    alert = selection.alert
    if alert is not None and alert.rule:
        why = f"{alert.rule}: {gettext(alert.headline)}" if alert.headline != alert.rule else alert.rule
    elif alert is not None:
        why = gettext("Match on a list, alert %(number)d") % {"number": alert.pk}
    else:
        why = gettext("Officer’s own selection")
    return ". ".join(filter(None, (why.rstrip("."), selection.reason)))


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return `2026-11-28 14:30 AST`, for files and documents."""
    there = at.astimezone(zone)
    return f"{there:%Y-%m-%d %H:%M} {zone_name(there)}"


def arrival_words(arrival: Voyage | Arrival) -> str:
    """Return the arrival by the port's clock, for files and documents."""
    if arrival.arrives_at is None:
        return arrival.arrives_local
    there = to_local(arrival.arrives_at, arrival.destination)
    if there is None:
        return f"{arrival.arrives_at:%Y-%m-%d %H:%M} UTC"
    return f"{there:%Y-%m-%d %H:%M} {utc_offset(there)}"


def vessel_words(row: ListRow) -> str:
    voyage = row.selection.voyage
    name = " ".join(filter(None, (voyage.carrier, voyage.number.removeprefix(voyage.carrier).strip())))
    return ", ".join(filter(None, (voyage.craft_name, name)))


def history_line(event: SelectionEvent) -> str:
    """Return what an event says, without who and when: `Examined: something found. Firearms: 1 pieces, Glock …`."""
    content: Mapping[str, Any] = event.content
    said = []
    if event.act == SelectionAct.EXPIRED and content:
        text = gettext("Nobody recorded a result within %(days)d days after the planned time.")
        said.append(text % {"days": content["days"]})
    if event.act in RESULTS and content.get("what"):
        said.append(gettext(OUTCOME_LABELS[OutcomeType(content["what"])]))
    if event.act in PLANS and content.get("kind"):
        said.append(kind_words(content["kind"]))
    for name in SAID:
        value = content.get(name)
        if isinstance(value, list):
            said.append(", ".join(value))
        elif value:
            said.append(port(value) if name == "port" else str(value))
    said += [item_line(item) for item in items_from_json(content.get("items"))]
    return "; ".join(filter(None, said))


def event_words(event: SelectionEvent) -> str:
    """Return who did what: `Ann Officer: Selected. Physical examination; Bridgetown`."""
    return f"{event.who or SYSTEM}: {ACT_LABELS.get(event.act, event.act)}. {history_line(event)}"


def item_line(item: Item) -> str:
    """Return one item with what identifies it: `Firearms: 1 pieces, exhibit E1, Glock 19, 9 mm, serial ABC123`."""
    exhibit = gettext("exhibit %(number)s") % {"number": item.exhibit} if item.exhibit else ""
    serial = gettext("serial number %(number)s") % {"number": item.serial} if item.serial else ""
    make = f"{item.make} {item.model}".strip()
    return ", ".join(filter(None, (item_text(item), exhibit, make, item.calibre, serial, item.markings)))


def items_found(events: Sequence[SelectionEvent]) -> tuple[Item, ...]:
    """Return what the newest examination found, with all that identifies it; () if it found nothing or was returned."""
    for event in reversed(events):
        if event.act == SelectionAct.RETURNED:
            return ()
        if event.act == SelectionAct.EXAMINED:
            return items_from_json(event.content.get("items"))
    return ()
