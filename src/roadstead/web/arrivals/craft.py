"""History of a craft: its voyages, its names, and alerts about it."""

from __future__ import annotations

from typing import Final

from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.state_decisions import as_seen_by
from roadstead.engine.records import HitKind
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.craft import craft_names, identifying_column, voyages_of_craft
from roadstead.filings.voyages.models import Presence, Traveller, Voyage
from roadstead.platform.accounts.permissions import may_see_arrivals
from roadstead.platform.audit.models import log
from roadstead.web.common.board import count_of
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import Column, as_csv, headings, page_of, sorted_by, url_with

MAX_VOYAGES: Final = 500  # voyages from which names are taken
ROWS_PER_PAGE: Final = 30
ALERTS_PER_PAGE: Final = 15
COLUMNS: Final = {
    "arrives": Column("Arrives", ("arrives_at",), lambda voyage: voyage.arrives_at),
    "voyage": Column("Voyage", ("carrier", "number"), lambda voyage: f"{voyage.carrier} {voyage.number}"),
    "name": Column("Name at that time", ("craft_name",), lambda voyage: voyage.craft_name),
    "from": Column("From", ("origin",), lambda voyage: voyage.origin),
    "to": Column("To", ("destination",), lambda voyage: voyage.destination),
    "people": Column("People", ("people",), lambda voyage: voyage.people),
    "bills": Column("Bills", ("bill_count",), lambda voyage: voyage.bill_count),
}

IDENTIFIED_BY: Final = {
    "craft_imo": gettext_lazy("Identified by IMO number, which stays with the hull when the name changes."),
    "craft_registration": gettext_lazy("Identified by registration."),
    "craft_mmsi": gettext_lazy("Identified by MMSI, which changes with the flag."),
    "craft_call_sign": gettext_lazy("Identified by call sign, which changes with the flag."),
    "craft_name": gettext_lazy("Identified by name alone: voyages of other craft with this name may be included."),
}


@allowed(may_see_arrivals)
@require_safe
def craft(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every voyage of this voyage's craft that concerns the user's state."""
    user = current_user(request)
    voyage = get_object_or_404(Voyage.objects.visible_to(user), pk=pk)
    mine = voyages_of_craft(voyage, user)
    counted = mine.annotate(
        people=count_of(Traveller.objects.filter(voyage=OuterRef("pk")).exclude(presence=Presence.WITHDRAWN), "voyage"),
        bill_count=count_of(Bill.objects.visible_to(user).filter(voyage=OuterRef("pk"), is_declared=True), "voyage"),
    )
    rows = sorted_by(counted, request, COLUMNS)
    if request.GET.get("as") == "csv":
        log(user, "exported", f"voyages of the craft of voyage {voyage.pk}", states=voyage.states)
        return as_csv("craft", COLUMNS.values(), rows)
    log(user, "read", f"voyages of the craft of voyage {voyage.pk}", states=voyage.states)
    met = Alert.objects.visible_to(user).filter(voyage__in=mine, kind=HitKind.CRAFT.value)
    alerts = page_of(
        met.order_by("-pk").select_related("voyage", "assignee"), request, parameter="alerts", size=ALERTS_PER_PAGE
    )
    alerts.object_list = as_seen_by(alerts.object_list, user)
    context = {
        "voyage": voyage,
        "by": IDENTIFIED_BY[identifying_column(voyage) or "craft_name"],
        "voyages": page_of(rows, request, size=ROWS_PER_PAGE),
        "headings": headings(request, COLUMNS),
        "export": url_with(request, **{"as": "csv"}),
        "names": craft_names(mine[:MAX_VOYAGES]),
        "met": alerts,
    }
    return render(request, "craft.html", context)
