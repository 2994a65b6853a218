"""Names for codes: ports, carriers, countries, and the short words of our own tables."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Protocol

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.models import Alert
from roadstead.engine.reference import countries, places, tables
from roadstead.engine.reference.places import WITHOUT_CODE
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import Carrier
from roadstead.platform.registration.carrier_codes import is_self_registered

register = template.Library()
CACHE_SECONDS = 60  # seconds for which a carrier's name is cached

CODE_LABELS: dict[str, str | Promise] = {
    "air": _("By air"),
    "sea": _("By sea"),
    "road": _("By road"),
    "next-6": _("Next 6 hours"),
    "next-24": _("Next 24 hours"),
    "next-72": _("Next 72 hours"),
    "coming": _("All coming voyages"),
    "arrived": _("Arrived"),
    "all": _("All"),
    "arriving": _("Arriving"),
    "leaving": _("Leaving"),
    "open": _("Not decided"),
    "new": _("Not reviewed"),
    "to_write": _("Decision to be written"),
    "selected": _("Selected for examination"),
    "follow_up": _("Needs follow-up"),
    "dealt": _("Dealt with at the border"),
    "doc_check": _("Documentary check"),
    "scan": _("Scan"),
    "examine": _("Physical examination"),
    "free": _("Goods released"),
    "outcome": _("Outcome recorded: dealt with at the border"),
    "return": _("Put back in the queue"),
    "reviewing": _("In review"),
    "referred": _("Referred"),
    "cleared": _("Cleared"),
    "confirmed": _("Confirmed"),
    "closed": _("Closed"),
    "lapsed": _("No longer a match"),
    "changed": _("Evidence changed"),
    "met again": _("Matched again"),
    "mine": _("Mine"),
    "to-do": _("To do"),
    "overdue": _("Overdue"),
    "done": _("Done"),
    "dropped": _("Dropped"),
    "active": _("Active"),
    "proposed": _("Waits for second approval"),
    "draft": _("Draft"),
    "review": _("To be reviewed"),
    "ended": _("Ended"),
    "low": _("Low"),
    "medium": _("Medium"),
    "high": _("High"),
    "normal": _("Normal"),
    "unassigned": _("Unassigned"),
    "passenger": _("Passenger"),
    "crew": _("Crew"),
    "transit_passenger": _("Passenger in transit"),
    "transit_crew": _("Crew in transit"),
    "passengers": _("passengers"),
    "change": _("change"),
    "cancel": _("cancellation"),
    "bookings": _("bookings"),
    "close": _("close the list"),
    "closed_on_board": _("people on board"),
    "closed_not_on_board": _("people not on board"),
    "name": _("Similar name and dates"),
    "document": _("Document on a list"),
    "threshold": _("Alert threshold of the list, bits"),
    "list_version": _("List version"),
    "rule_version": _("Rule and version"),
    "policy_version": _("Policy version"),
    "matcher_version": _("Matcher version, and model if used"),
    "statistics_version": _("Version of the name statistics"),
    "rule": _("Rule"),
    "craft": _("Craft on a list"),
    "goods": _("Goods on a list"),
    "party": _("Party to a bill on a list"),
    "declarant": _("Declarant"),
    "cargo": _("cargo"),
    "travel": _("travel"),
    "stowage": _("stowage plan"),
    "terminal": _("terminal"),
    "gate": _("gate"),
    "bill": _("bill"),
    "conveyance": _("port call"),
    "movement": _("movement report"),
    "declaration": _("customs declaration"),
    "master": _("master"),
    "house": _("house"),
    "full": _("full"),
    "empty": _("empty"),
    "consignor": _("Consignor"),
    "consignee": _("Consignee"),
    "notify": _("Notify party"),
    "agent": _("Agent"),
    "forwarder": _("Forwarder"),
    "seller": _("Seller"),
    "buyer": _("Buyer"),
    "owner": _("Owner"),
    "import": _("import"),
    "export": _("export"),
    "transit": _("transit"),
    "transhipment": _("transhipment"),
    "gross mass": _("Gross mass, kg"),
    "gross_mass_kg": _("Gross mass, kg"),
    "load": _("Full or empty"),
    "seals": _("Seals"),
    "type": _("Size and type"),
    "loaded at": _("Loaded at"),
    "discharged at": _("Discharged at"),
    "bills": _("Bills"),
    "containers": _("Containers"),
    "packages": _("Packages"),
    "person": _("people"),
    "organisation": _("organisations"),
    "vessel": _("vessels"),
    "aircraft": _("aircraft"),
    "other": _("others"),
    "documents": _("documents"),
    "entries": _("entries"),
    "api": _("carrier's system"),
    "portal": _("web page"),
    "form": _("form"),
    "raised": _("Raised"),
    "take": _("Taken"),
    "release": _("Released"),
    "clear": _("Not a match: cleared"),
    "confirm": _("Match confirmed"),
    "refer": _("Referred to a colleague"),
    "reopen": _("Reopened"),
    "propose": _("Sent to a second officer"),
    "agree": _("A second officer approved"),
    "decline": _("A second officer rejected"),
    "task set": _("Task set"),
    "task given": _("Task assigned"),
    "task done": _("Task done"),
    "second": _("To approve"),
    "2h": _("2 hours"),
    "6h": _("6 hours"),
    "12h": _("12 hours"),
    "24h": _("24 hours"),
    "48h": _("48 hours"),
    "same": _("Same"),
    "partly": _("Partly the same"),
    "different": _("Different"),
    "unknown": _("Cannot be compared"),
    "holds": _("In force"),
    "waiting": _("Waits for second approval"),
    "held": _("In force"),
    "over": _("Lifted or ended"),
    "expired": _("Expired"),
    "withdrawn": _("Withdrawn"),
    "REGION": _("the region"),
}


class Named(Protocol):
    """A traveller as stored, or a person as declared in a message."""

    surname: str
    given: str


@register.filter
def code_label(code: str) -> str | Promise:
    """Return the words for a code of our own tables; an unknown code as it is."""
    return CODE_LABELS.get(str(code), str(code))


NOUNS: Final = {
    "passengers": ngettext_lazy("%(number)s passenger", "%(number)s passengers", "number"),
    "crew": ngettext_lazy("%(number)s crew member", "%(number)s crew members", "number"),
    "persons": ngettext_lazy("%(number)s person on board", "%(number)s persons on board", "number"),
    "person": ngettext_lazy("%(number)s person", "%(number)s people", "number"),
    "organisation": ngettext_lazy("%(number)s organisation", "%(number)s organisations", "number"),
    "vessel": ngettext_lazy("%(number)s vessel", "%(number)s vessels", "number"),
    "aircraft": ngettext_lazy("%(number)s aircraft", "%(number)s aircraft", "number"),
    "other": ngettext_lazy("%(number)s other", "%(number)s others", "number"),
    "documents": ngettext_lazy("%(number)s document", "%(number)s documents", "number"),
    "entries": ngettext_lazy("%(number)s entry", "%(number)s entries", "number"),
    "bookings": ngettext_lazy("%(number)s booking", "%(number)s bookings", "number"),
    "bills": ngettext_lazy("%(number)s bill", "%(number)s bills", "number"),
    "containers": ngettext_lazy("%(number)s container", "%(number)s containers", "number"),
}


@register.filter
def with_noun(kind: str, number: int) -> str:
    """Return a number with its noun ("1 passenger", "2 passengers"); of an unknown kind, its code."""
    words = NOUNS.get(kind)
    return str(words % {"number": number}) if words else f"{number} {code_label(kind)}"


@register.filter
def matched_name(alert: Alert) -> str:
    """Return what an alert matched: the entry's name as listed, else the title of the rule."""
    return alert.entry_name or (gettext(alert.headline) if alert.headline else "")


@register.filter
def port(code: str) -> str:
    """Return the port's name, as short as officers use it ("Piarco"); the code if it is unknown."""
    where = places.place(code)
    if where:
        return where.short_name
    country = countries.name(code[:2]) if code[2:] == WITHOUT_CODE else ""
    return gettext("a harbour in %s") % country if country else code


@register.filter
def port_and_country(code: str) -> str:
    """Return the port with its country ("Grantley Adams (Barbados)"): the name alone tells few people where it is."""
    where = places.place(code)
    name = port(code)
    country = countries.name(where.country) if where else ""
    return f"{name} ({country})" if country and country not in name else name


@register.filter
def voyage_title(voyage: Voyage) -> str:
    """Return the voyage with its route: `BW 401: Piarco (Trinidad and Tobago) to Grantley Adams (Barbados)`."""
    texts = {
        (True, True): gettext("%(voyage)s: %(origin)s to %(destination)s"),
        (True, False): gettext("%(voyage)s from %(origin)s"),
        (False, True): gettext("%(voyage)s to %(destination)s"),
    }
    values = {"origin": port_and_country(voyage.origin), "destination": port_and_country(voyage.destination)}
    text = texts.get((bool(voyage.origin), bool(voyage.destination)), "%(voyage)s")
    return text % {"voyage": voyage_name(voyage), **values}


@register.filter
def carrier(code: str) -> str:
    """Return the carrier's name as registered here, else as in the reference tables, else its code.

    The name of a carrier that registered itself is marked: nobody has checked it.
    """
    name = _registered(int(time.monotonic() // CACHE_SECONDS)).get(code)
    if not is_self_registered(code):
        return name or tables.carrier_name(code) or code
    own = name or Carrier.objects.filter(pk=code).values_list("name", flat=True).first()  # it may be a minute old
    return gettext("%(name)s (self-registered)") % {"name": own or code}


@lru_cache(maxsize=1)
def _registered(minute: int) -> dict[str, str]:
    """Return the carriers registered here; queried once a minute, not once a row."""
    return dict(Carrier.objects.values_list("code", "name"))


@register.filter
def country(code: str) -> str:
    """Return the country's name, or the code as sent."""
    return countries.name(code) or code


@register.filter
def voyage_name(voyage: Voyage) -> str:
    """Return the usual name of the voyage: `BW 401`; the craft's name and the number if no carrier is declared."""
    number = voyage.number.removeprefix(voyage.carrier).strip()
    return " ".join(part for part in (voyage.carrier or voyage.craft_name, number) if part) or str(voyage.key)


@register.filter
def person_name(person: Named) -> str:
    """Return `QUILLIMANE, TOBIAS`."""
    return ", ".join(filter(None, (person.surname or gettext("No surname declared"), person.given)))


@register.filter
def craft_name(voyage: Voyage) -> str:
    """Return `EXAMPLE STAR, IMO 9074729`; the registration of a craft without a name."""
    name = voyage.craft_name or voyage.craft_registration or gettext("a craft without a name")
    return f"{name}, IMO {voyage.craft_imo}" if voyage.craft_imo else str(name)


@register.filter
def craft_details(voyage: Voyage) -> str:
    """Return `By sea, EXAMPLE STAR, IMO 9074729, call sign 8PXY`, as far as declared."""
    numbers = (
        ("IMO", voyage.craft_imo),
        ("", voyage.craft_registration),
        (gettext("call sign"), voyage.craft_call_sign),
        ("MMSI", voyage.craft_mmsi),
    )
    parts = (
        str(code_label(voyage.mode)),
        voyage.craft_name,
        *(f"{kind} {text}".strip() for kind, text in numbers if text),
    )
    return ", ".join(filter(None, parts))


@register.filter
def declared_counts(declared: Mapping[str, int]) -> str:
    """Return `3 passengers, 1 crew member`; "" if no number was declared."""
    return ", ".join(with_noun(kind, number) for kind, number in declared.items())


@register.filter
def filing(voyage: Voyage) -> str:
    """Return on_time, late, missing or unknown, for the first list and its deadline."""
    if voyage.filed_at is None:
        return "missing"
    return {True: "on_time", False: "late", None: "unknown"}[voyage.on_time]


FILED_KINDS: Final[dict[str, str | Promise]] = {
    "passengers": _("Passenger list"),
    "crew": _("Crew list"),
    "cargo": _("Cargo"),
}


@register.filter
def filed_kind(kind: str) -> str | Promise:
    """Return the name of what a carrier files: "Passenger list"."""
    return FILED_KINDS.get(kind, kind)


@register.filter
def voyage_in_message(stated: Mapping[str, str]) -> str:
    """Return the usual name of a voyage as one message states it: `BW 401`, `EXAMPLE STAR 12N`."""
    code, number, craft = (stated.get(name, "") for name in ("carrier", "number", "craft"))
    own = number.removeprefix(code).strip() if code else number
    return " ".join(filter(None, (craft or code, own))) or gettext("A voyage without a name")


@register.filter
def name_in_message(voyage: dict[str, str]) -> str:
    """Return the name of the voyage in one message: the ship's name, the flight's number, else a dash."""
    return voyage.get("craft") or voyage.get("number") or "–"
