"""Trips for the reader: status, ports as typed, times by the ports' clocks, people and declared things in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.engine.records import Leg, Mode, Traveller
from roadstead.engine.reference.countries import fold_name
from roadstead.engine.reference.declarations import DeclarationKind
from roadstead.engine.reference.typed_places import label
from roadstead.engine.voyages.normalise import instant
from roadstead.filings.intake.models import Status
from roadstead.filings.trips.logic.notice import OnBoard
from roadstead.filings.trips.models import Trip, TripPerson
from roadstead.web.templatetags.clock import both_clocks

register = template.Library()
ITEM_WORDS: Final[dict[str, str | Promise]] = {
    "make": _("make %(value)s"),
    "calibre": _("calibre %(value)s"),
    "serial": _("serial number %(value)s"),
    "rounds": _("%(value)s rounds"),
}
TITLES: Final[dict[str, str | Promise]] = {
    DeclarationKind.WEAPONS: _("Weapons and ammunition"),
    DeclarationKind.ANIMALS: _("Animals"),
    DeclarationKind.GOODS: _("Stores and goods to declare"),
}
PILOT: Final = _("Pilot in command")
PARTS: Final[dict[OnBoard, str | Promise]] = {
    OnBoard.CAPTAIN: _("Captain"),
    OnBoard.CREW: _("Crew"),
    OnBoard.PASSENGER: _("Passenger"),
}
VACCINATED: Final = {"yes": _("with vaccination papers"), "no": _("without vaccination papers")}


@register.filter
def trip_status(trip: Trip) -> str:
    """Return a status of the kind "trip" by the messages that were sent."""
    if trip.cancelled_at:
        return "cancelled"
    if trip.sent_at is None:
        return "draft"
    statuses = {each.message.status for each in trip.messages.all()}
    if Status.RECEIVED in statuses:
        return "waiting"
    return "aside" if Status.SET_ASIDE in statuses else "read"


@register.filter
def departure(leg: Leg) -> SafeString | str:
    return both_clocks(instant(leg.departure, leg.origin), leg.origin, leg.departure.replace("T", " "))


@register.filter
def arrival_time(leg: Leg) -> SafeString | str:
    return both_clocks(instant(leg.arrival, leg.destination), leg.destination, leg.arrival.replace("T", " "))


@register.simple_tag
def typed_port(code: str, typed: str = "") -> str:
    """Return the port with its code, and before it the name that was typed if it is another one: "Rodney Bay: Castries,
    Saint Lucia (LCCAS)".
    """
    shown = label(code)
    is_other = typed and fold_name(typed) not in fold_name(shown) and typed.upper() != code
    return f"{typed}: {shown}" if is_other else shown


@register.filter
def full_name(person: Traveller) -> str:
    """Return given and family name, as people call themselves."""
    return f"{person.given} {person.surname}".strip()


@register.filter
def part(person: Traveller) -> str:
    """Return the person's part in the trip."""
    return gettext(person.employment or person.role.value.capitalize())


@register.simple_tag
def trip_part(place: TripPerson) -> str:
    """Return a person's part in a trip that is being filled in."""
    is_pilot = place.role == OnBoard.CAPTAIN and place.trip.craft is not None and place.trip.craft.mode == Mode.AIR
    return str(PILOT if is_pilot else PARTS[OnBoard(place.role)])


@register.filter
def paper(person: Traveller) -> SafeString | str:
    """Return the document: number, country, expiry."""
    first = person.documents[0] if person.documents else None
    if first is None:
        return "–"
    if not first.expires:
        return f"{first.number} {first.issuer}"
    until = gettext("expires %(day)s") % {"day": first.expires}
    return format_html('{} {}, <span class="rs-nowrap">{}</span>', first.number, first.issuer, until)


@register.filter
def declaration_title(kind: str) -> str | Promise:
    return TITLES[kind]


@register.filter
def item(values: Mapping[str, Any]) -> str:
    """Return one declared thing in a line: "Shotgun, make Mossberg, calibre 12"."""
    number = f"{values['number']} × " if "number" in values else ""
    first = f"{number}{values.get('kind') or values.get('what') or ''}"
    words = [first, str(values.get("quantity", ""))]
    words += [
        str(text) % {"value": values[name]} for name, text in ITEM_WORDS.items() if values.get(name) not in (None, "")
    ]
    words.append(str(VACCINATED.get(str(values.get("vaccinated", "")), "")))
    return ", ".join(filter(None, words))
