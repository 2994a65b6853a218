"""Subject of an alert as declared: a person, a bill with the party that matched, or the voyage."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from roadstead.casework.alerts.logic.compare import stored_bill
from roadstead.casework.alerts.logic.seizure import SEIZURE_LABELS, Item
from roadstead.casework.alerts.models import Alert, Suppression
from roadstead.filings.cargo.logic.merge import printed
from roadstead.web.templatetags.names import code_label, country, voyage_name

register = template.Library()
register.filter("printed", printed)
MAX_GOODS_CHARS = 120  # characters of goods in a row
# Units of which there is one.
ONE = {
    "pieces": gettext_noop("piece"),
    "rounds": gettext_noop("round"),
    "litres": gettext_noop("litre"),
    "packages": gettext_noop("package"),
}


@register.filter
def declared_as(row: Alert | Suppression) -> str:
    """Return `QUILLIMANE, TOBIAS`, or that it may not be shown; `Bill MEDU1234567`; `The voyage BW 401`."""
    if row.is_restricted:
        return _("Restricted")
    if row.traveller:
        name = row.traveller.surname or _("No surname declared")
        return ", ".join(filter(None, (name, row.traveller.given)))
    if row.bill:
        return _("Bill %(number)s") % {"number": printed(row.bill.number, row.voyage.mode)}
    return _("The voyage %(voyage)s") % {"voyage": voyage_name(row.voyage)}


@register.filter
def declared_details(alert: Alert) -> str:
    """Return what distinguishes it: birth date and nationality, the party that matched and its role, or the bill's
    goods.
    """
    if person := alert.traveller:
        born = person.born or _("no birth date")
        return ", ".join(filter(None, (str(born), country(person.nationality) if person.nationality else "")))
    if not alert.is_about_cargo:
        return ""
    return ", ".join(_parties(alert)) or (alert.bill.goods[:MAX_GOODS_CHARS] if alert.bill else "")


def _parties(alert: Alert) -> list[str]:
    """Return the parties that matched. In the queue the database has selected the first one (`queue.load_rows`)."""
    if hasattr(alert, "party_name"):
        first = [(getattr(alert, "party_role", ""), alert.party_name)]
    else:
        told = stored_bill(alert.declared)
        first = [(each.role, each.name) for each in told.matched_parties] if told else []
    if alert.is_about_manifest:
        return [
            _("%(role)s of the manifest: %(name)s") % {"role": str(code_label(role)).capitalize(), "name": name}
            for role, name in first
            if name
        ]
    return [f"{code_label(role)}: {name}" for role, name in first if name]


@register.filter
def item_text(item: Item) -> str:
    """Return `Firearms: 12 pieces`."""
    return f"{_(SEIZURE_LABELS[item.what])}: {quantity_text(item)}"


def quantity_text(item: Item) -> str:
    """Return `12 pieces`, `1 piece`, `500 USD`."""
    unit = ONE.get(item.unit, item.unit) if item.quantity == 1 else item.unit
    return f"{item.quantity:g} {_(unit)}"


@register.filter
def field_value(typed: Mapping[str, str], name: str) -> str:
    """Return what was typed into a field whose name is made in the template."""
    return typed.get(name, "")
