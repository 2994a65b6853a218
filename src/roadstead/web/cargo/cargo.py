"""Cargo of a voyage: bills, containers with their sources compared, totals; a bill; a firm with all its spellings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roadstead.casework.alerts.models import ABOUT_CARGO, Alert
from roadstead.casework.alerts.state_decisions import as_seen_by
from roadstead.casework.examinations.daily_list import checks_of
from roadstead.filings.cargo.bills import consignment_of
from roadstead.filings.cargo.models import Bill, Firm, Mention, VoyageContainer
from roadstead.filings.cargo.parties import parties_of_report
from roadstead.filings.cargo.record import house_totals, report_totals
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.cooperation_permissions import may_write_requests
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_examine_goods, may_see_cargo
from roadstead.platform.audit.models import log
from roadstead.web.cargo.forms import BillForm
from roadstead.web.cargo.goods_summary import summarise_goods
from roadstead.web.cargo.lane_summary import usual_for
from roadstead.web.common.board import count_of, open_alerts
from roadstead.web.common.guard import allowed, current_user, with_message
from roadstead.web.common.tables import Column, as_csv_stream, headings, one_of, page_of, sorted_by, url_with
from roadstead.web.forms.posted_words import filters_of, posts_words

ALERTS_PER_PAGE: Final = 15
ROWS_PER_PAGE: Final = 25  # bills, containers and mentions
TABS: Final = ("bills", "containers", "checks")
MAX_MESSAGES: Final = 20  # messages
DEFERRED_COLUMNS: Final = ("bill__declared", "bill__party_names", "bill__voyage__declared", "bill__voyage__quality")
COLUMNS: Final = {
    "number": Column("Bill", ("number",), lambda bill: bill.number),
    "level": Column("Level", ("level", "master"), lambda bill: bill.master or bill.level),
    "from": Column("From", ("load",), lambda bill: bill.load),
    "to": Column("To", ("discharge",), lambda bill: bill.discharge),
    "consignor": Column("Consignor", ("consignor",), lambda bill: bill.consignor),
    "consignee": Column("Consignee", ("consignee",), lambda bill: bill.consignee),
    "goods": Column("Goods", ("goods",), lambda bill: bill.goods),
    "packages": Column("Packages", ("packages",), lambda bill: bill.packages),
    "mass": Column("Gross mass, kg", ("gross_mass_kg",), lambda bill: bill.gross_mass_kg),
    "containers": Column("Containers", (), lambda bill: " ".join(bill.containers)),
    "alerts": Column("Alerts", ("open_alerts",), lambda bill: bill.open_alerts),
}
# Columns of the page, the widest near the front. The csv file keeps its own order.
PAGE_COLUMNS: Final = {
    **{name: COLUMNS[name] for name in ("number", "goods", "consignor", "consignee", "from", "to")},
    **{name: COLUMNS[name] for name in ("packages", "mass", "containers", "alerts")},
}
ROUTE_COLUMNS: Final = frozenset({"from", "to"})


@allowed(may_see_cargo)
@posts_words
@require_safe
def voyage_cargo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the alerts on the voyage's cargo, and a tab (`show`): bills, containers, or checks of totals."""
    user = current_user(request)
    voyage = get_object_or_404(Voyage.objects.visible_to(user), pk=pk)
    form = BillForm(filters_of(request))
    words, exported = form.chosen("q"), request.GET.get("as") == "csv"
    bills = sorted_by(
        _bills(voyage, user, words, with_withdrawn=bool(form.chosen("withdrawn")), in_file=exported), request, COLUMNS
    )
    if exported:
        log(user, "exported", f"cargo of voyage {voyage.pk}", states=voyage.states)
        return as_csv_stream("cargo", COLUMNS.values(), bills, user.scope)
    log(user, "searched" if words else "read", f"cargo of voyage {voyage.pk}", states=voyage.states)
    tab = one_of(request.GET.get("show", ""), TABS, TABS[0])
    context = {
        "voyage": voyage,
        "form": form,
        "tab": tab,
        "alerts": _alerts(voyage.alerts.filter(ABOUT_CARGO), request),
        "bill_count": voyage.bills.visible_to(user).filter(is_declared=True).count(),
        "container_count": voyage.containers.visible_to(user).count(),
        "differ": voyage.containers.visible_to(user).exclude(differences=[]).count(),
        "may_select": may_examine_goods(user),
        "report_count": voyage.cargo_reports.visible_to(user).count(),
        **CONTENTS[tab](request, voyage, bills),
    }
    return render(request, "cargo.html", context)


def _bill_tab(request: HttpRequest, voyage: Voyage, bills: QuerySet[Any, Any]) -> dict[str, Any]:
    """Return the page of bills. Ports that all of them share are shown once, above the table."""
    routes = set(bills.order_by().values_list("load", "discharge").distinct()[:2])
    route = next(iter(routes)) if len(routes) == 1 else None
    shown = {name: column for name, column in PAGE_COLUMNS.items() if not route or name not in ROUTE_COLUMNS}
    page = page_of(bills, request, size=ROWS_PER_PAGE)
    find = checks_of(voyage, current_user(request))
    page.object_list = list(page.object_list)
    for row in page.object_list:
        row.checks = find(row.number, row.containers)
    return {
        "bills": page,
        "route": route,
        "headings": headings(request, shown),
        "export": url_with(request, **{"as": "csv"}),
    }


def _container_tab(request: HttpRequest, voyage: Voyage, bills: QuerySet[Any, Any]) -> dict[str, Any]:
    """Return the page of containers with what their sources say."""
    boxes = voyage.containers.visible_to(current_user(request)).order_by("number")
    page = page_of(boxes, request, parameter="boxes", size=ROWS_PER_PAGE)
    page.object_list = _with_checks(page.object_list, voyage, current_user(request))
    return {"boxes": page}


def _with_checks(boxes: Iterable[VoyageContainer], voyage: Voyage, user: User) -> list[Any]:
    """Return containers, each with what customs of the own state do with it."""
    find, rows = checks_of(voyage, user), list[Any](boxes)
    for row in rows:
        row.checks = find("", [row.number])
    return rows


def _check_tab(request: HttpRequest, voyage: Voyage, bills: QuerySet[Any, Any]) -> dict[str, Any]:
    """Return each message with its parties, and its totals beside the sums of its bills."""
    rows = voyage.cargo_reports.visible_to(current_user(request)).select_related("manifest").order_by("-manifest_id")
    rows = rows.defer("manifest__problems", "manifest__unread")  # one for each bill, and not shown here
    return {"reports": [(report, parties_of_report(report), report_totals(report)) for report in rows[:MAX_MESSAGES]]}


CONTENTS: Final = {"bills": _bill_tab, "containers": _container_tab, "checks": _check_tab}


def _alerts(rows: QuerySet[Alert, Alert], request: HttpRequest) -> Page[Alert]:
    """Return a page of alerts, each in its state for this user."""
    page = page_of(_of_bills(rows, current_user(request)), request, parameter="alerts", size=ALERTS_PER_PAGE)
    page.object_list = as_seen_by(page.object_list, current_user(request))
    return page


def _of_bills(rows: Any, user: User) -> QuerySet[Alert, Alert]:
    found: QuerySet[Alert, Alert] = rows.visible_to(user).select_related("bill", "voyage", "traveller", "assignee")
    return found.defer("bill__declared", "voyage__declared", "voyage__quality", "listed").order_by("-score", "pk")


def _bills(voyage: Voyage, user: User, words: str, *, with_withdrawn: bool, in_file: bool) -> QuerySet[Any, Any]:
    """Return the declared bills, or all; with `words`, those that have them in a number, a party, a container
    or goods.
    """
    rows = (
        voyage.bills.visible_to(user)
        .defer("declared", "party_names")
        .filter(**({} if with_withdrawn else {"is_declared": True}))
    )
    to_decide = open_alerts(user, "bill", in_file=in_file)
    counted: QuerySet[Any, Any] = rows.annotate(open_alerts=count_of(to_decide, "bill"))
    if not words:
        return counted
    plain = words.upper().replace(" ", "").replace("-", "")
    return counted.filter(
        Q(number__icontains=plain)
        | Q(master__icontains=plain)
        | Q(goods__icontains=words)
        | Q(party_names__icontains=words)
        | Q(containers__contains=[plain])
    )


@allowed(may_see_cargo)
@require_safe
def bill(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one bill: parties with the firms they are taken for, goods, containers, houses, and each message's
    statement.
    """
    user = current_user(request)
    found = get_object_or_404(Bill.objects.visible_to(user).select_related("voyage"), pk=pk)
    log(user, "read", f"bill {found.pk}", states=found.states)
    houses = found.voyage.bills.visible_to(user).filter(master=found.number).order_by("number")
    consignment = consignment_of(found)
    context = {
        "bill": found,
        "voyage": found.voyage,
        "consignment": consignment,
        "as_sent": {
            "load": consignment.load or consignment.origin,
            "discharge": consignment.discharge or consignment.destination,
        },
        "goods": summarise_goods(consignment.goods),
        "usual": usual_for(found, user, now=timezone.now()),
        "mentions": found.mentions.visible_to(user).select_related("firm"),
        "alerts": as_seen_by(_of_bills(found.alerts.all(), user), user),
        "houses": page_of(houses, request, size=ROWS_PER_PAGE),
        "house_sums": house_totals(found, houses),
        "masters": found.voyage.bills.visible_to(user).filter(number=found.master) if found.master else [],
        "boxes": _with_checks(
            found.voyage.containers.visible_to(user).filter(number__in=found.containers), found.voyage, user
        ),
        "checks": checks_of(found.voyage, user)(found.number, found.containers),
        "may_ask": may_write_requests(user),
        "may_select": may_examine_goods(user),
        "statements": _statements(found),
    }
    return render(request, "bill.html", context)


def _statements(found: Bill) -> list[dict[str, Any]]:
    """Return the statements about the bill, the newest first. Those of the waybill's own messages are only in the
    merged bill.
    """
    rows = found.voyage.billstatements.filter(number=found.number).order_by("-order")
    rows = rows.prefetch_related("manifest", with_message("manifest__message"))
    return [{"manifest": row.manifest, "stated": msgspec.json.decode(row.payload)} for row in rows[:MAX_MESSAGES]]


@allowed(may_see_cargo)
@require_safe
def firm(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a firm with all its spellings, each with the reasons why it is this firm, and the bills that name it."""
    user = current_user(request)
    found = get_object_or_404(Firm.objects.visible_to(user), pk=pk)
    mentions = Mention.objects.visible_to(user).filter(firm=found)
    log(user, "read", f"firm {found.pk}", states=found.states)
    first = mentions.order_by("pk").values_list("name", flat=True).first()
    if first is None:
        return render(request, "404.html", status=404)
    rows = mentions.select_related("bill__voyage").defer(*DEFERRED_COLUMNS).order_by("-pk")
    context = {
        "firm": found,
        "name": first,
        "mentions": page_of(rows, request, size=ROWS_PER_PAGE, count=mentions.count()),
    }
    return render(request, "firm.html", context)
