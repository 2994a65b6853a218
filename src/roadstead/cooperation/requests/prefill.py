"""Values that a request takes over from an alert, a voyage or a bill, so that nothing is typed again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from roadstead.casework.alerts.models import Alert
from roadstead.casework.items import Item, find
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.accounts.models import User


def prefill(item: Item, user: User) -> dict[str, str]:
    """Return values by what a field is `about`, with `title` and `purpose`; {} if the person may not see the item."""
    row = find(item, user)
    if isinstance(row, Alert):
        return _of_alert(row)
    if isinstance(row, Traveller):
        return _of_traveller(row)
    if isinstance(row, Bill):
        return _of_bill(row)
    return _of_voyage(row) if isinstance(row, Voyage) else {}


def _of_alert(alert: Alert) -> dict[str, str]:
    found = _of_traveller(alert.traveller) if alert.traveller else {}
    found = _of_voyage(alert.voyage) | _of_bill(alert.bill) if alert.bill else found or _of_voyage(alert.voyage)
    entry = ", ".join(filter(None, [alert.list_name, alert.entry_id]))
    return {**found, "what": _("Alert %(number)d") % {"number": alert.pk}, "entry": entry}


def _of_traveller(person: Traveller) -> dict[str, str]:
    document = person.documents.order_by("pk").first()
    return {
        **_of_voyage(person.voyage),
        "about": "person",
        "name": f"{person.surname} {person.given}".strip(),
        "born": person.born,
        "nationality": person.nationality,
        "document": " ".join(filter(None, [document.type, document.number, document.issuer])) if document else "",
    }


def _of_bill(bill: Bill) -> dict[str, str]:
    return {
        **(_of_voyage(bill.voyage) if bill.voyage else {}),
        "about": "goods",
        "name": bill.number,
    }


def _of_voyage(voyage: Voyage) -> dict[str, Any]:
    name = voyage.number or voyage.craft_name
    when = f"{voyage.arrives_at:%Y-%m-%d}" if voyage.arrives_at else ""
    route = f"{voyage.origin} – {voyage.destination}"
    return {
        "about": "craft",
        "name": name,
        "title": _("Voyage %(name)s of %(day)s") % {"name": name, "day": when} if when else name,
        "why": _("Travels on voyage %(name)s, %(route)s, arrival %(day)s.")
        % {"name": name, "route": route, "day": when or "?"},
        "purpose": _("Control at the border"),
    }
