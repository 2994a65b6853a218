"""Voyages, bookings, containers and bills by their numbers and names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roadstead.casework.alerts.logic.workflow import OPEN
from roadstead.casework.alerts.state_decisions import in_states
from roadstead.engine.reference.retention import Category
from roadstead.filings.cargo.logic.merge import printed
from roadstead.filings.cargo.models import Bill, VoyageContainer
from roadstead.filings.voyages.models import Booking, Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import restricted_ids
from roadstead.web.search.found import (
    MAX_COUNTED,
    MAX_SHOWN,
    Group,
    Row,
    alerts_by,
    findable_alerts,
    limited,
    shown_alerts,
)
from roadstead.web.search.recognise import SearchTerm, imo_of
from roadstead.web.search.retained import arrival_order, retained
from roadstead.web.templatetags.names import craft_details, voyage_name

FLIGHT_NUMBER: Final = re.compile("[0-9]{1,4}")
MIN_CRAFT_CHARS: Final = 3  # of a craft's name; fewer letters are in every second one
ROUTE: Final = ("declared", "quality")


def voyages(user: User, asked: SearchTerm, now: datetime) -> Group:
    """Return flights and voyages by number, and those of a craft by name, IMO number, registration or call sign."""
    condition = _named(asked)
    found = Voyage.objects.visible_to(user).filter(condition).defer(*ROUTE) if condition else Voyage.objects.none()
    newest = list(found.order_by("-arrives_at", "-pk")[: MAX_COUNTED + 1])
    nearest = sorted(newest, key=lambda voyage: (not _is_exact(voyage, asked), arrival_order(voyage.arrives_at, now)))
    shown = nearest[:MAX_SHOWN]
    waiting = findable_alerts(user).filter(in_states(OPEN), voyage__in=shown)
    counts = waiting.order_by().values("voyage")
    alerts = {row["voyage"]: row["number"] for row in counts.annotate(number=Count("pk"))}
    rows = [
        Row(
            title=voyage_name(voyage),
            href=reverse("voyage", args=[voyage.pk]),
            reference=f"voyage {voyage.pk}",
            details=[str(craft_details(voyage)), _open_alerts(alerts.get(voyage.pk, 0))],
            voyage=voyage,
        )
        for voyage in shown
    ]
    return Group(kind="voyages", rows=rows, count=len(newest))


def _named(asked: SearchTerm) -> Q:
    craft, number = asked.craft, asked.voyage_number
    condition = Q(flight_key__in=asked.flights) if asked.flights else Q()
    if number:
        condition |= Q(number__iexact=number)
    if FLIGHT_NUMBER.fullmatch(number):  # without its carrier
        condition |= Q(flight_key__endswith=f"/{number.lstrip('0')}")
    if craft:
        condition |= Q(craft_call_sign__iexact=craft) | Q(craft_registration__iexact=craft)
    if len(craft) >= MIN_CRAFT_CHARS:
        condition |= Q(craft_name__icontains=craft)
    if code := imo_of(craft):
        condition |= Q(craft_imo=code)
    return condition


def _is_exact(voyage: Voyage, asked: SearchTerm) -> bool:
    return voyage.flight_key in asked.flights or asked.craft.upper() in {
        voyage.number.upper(),
        voyage.craft_name.upper(),
        voyage.craft_registration.upper(),
        voyage.craft_call_sign.upper(),
        voyage.craft_imo,
    }


def _open_alerts(number: int) -> str:
    if not number:
        return _("No open alert")
    return ngettext("%(number)s open alert", "%(number)s open alerts", number) % {"number": number}


def bookings(user: User, asked: SearchTerm, now: datetime) -> Group:
    """Return the current version of bookings with this reference."""
    found = Booking.objects.visible_to(user).filter(locator=asked.booking, is_current=True)
    found = found.filter(retained(user, Category.PNR, now), ~Q(travellers__overlap=restricted_ids()))
    found = found.defer("detail", *(f"voyage__{name}" for name in ROUTE))
    rows = _newest(found, asked.booking)
    shown = [
        Row(
            title=each.locator,
            href=reverse("booking", args=[each.voyage_id, each.pk]),
            reference=f"booking {each.pk}",
            details=[_people(len(each.travellers))],
            voyage=each.voyage,
        )
        for each in rows[:MAX_SHOWN]
    ]
    return Group(kind="bookings", rows=shown, count=len(rows))


def _people(number: int) -> str:
    return ngettext("%(number)s person", "%(number)s people", number) % {"number": number}


def containers(user: User, asked: SearchTerm, now: datetime) -> Group:
    """Return the voyages of a container, with the alerts on the bills that list it."""
    found = VoyageContainer.objects.visible_to(user).filter(number=asked.container)
    rows = _newest(found.filter(retained(user, Category.CARGO, now)).defer("declared"), asked.container)
    shown = rows[:MAX_SHOWN]
    of_them = Bill.objects.visible_to(user).filter(voyage__in=[each.voyage_id for each in shown])
    bills = dict(of_them.filter(containers__contains=[asked.container]).values_list("pk", "voyage_id"))
    alerts: dict[int, list[Any]] = {each.voyage_id: [] for each in shown}
    for bill, of_bill in alerts_by(user, "bill", list(bills)).items():
        alerts[bills[bill]] += of_bill
    return Group(
        kind="containers",
        rows=[
            Row(
                title=each.number,
                href=f"{reverse('cargo', args=[each.voyage_id])}?show=containers#cargo",
                reference=f"cargo of voyage {each.voyage_id}",
                details=[" ".join(filter(None, (each.kind, each.size_type)))],
                voyage=each.voyage,
                **shown_alerts(alerts[each.voyage_id]),
            )
            for each in shown
        ],
        count=len(rows),
    )


def bills(user: User, asked: SearchTerm, now: datetime) -> Group:
    """Return bills and waybills with this number."""
    found = Bill.objects.visible_to(user).filter(number=asked.bill).filter(retained(user, Category.CARGO, now))
    rows = _newest(found.defer("declared", "party_names"), asked.bill)
    shown = rows[:MAX_SHOWN]
    alerts = alerts_by(user, "bill", [each.pk for each in shown])
    return Group(
        kind="bills",
        rows=[
            Row(
                title=printed(each.number, each.voyage.mode),
                href=reverse("bill", args=[each.pk]),
                reference=f"bill {each.pk}",
                details=[each.goods[:120]],
                voyage=each.voyage,
                **shown_alerts(alerts.get(each.pk, ())),
            )
            for each in shown
        ],
        count=len(rows),
    )


def _newest(rows: QuerySet[Any, Any], wanted: str) -> Sequence[Any]:
    """Return the newest rows, with their voyages; none if nothing is wanted."""
    return limited(rows.select_related("voyage").order_by("-pk")[: MAX_COUNTED + 1]) if wanted else ()
