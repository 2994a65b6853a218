"""Connections of a bill, a firm, a voyage or the subject of an alert: as a chart, and the same as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from roadstead.casework.alerts.models import Alert
from roadstead.filings.cargo.links import ChartStart, build_graph, from_bill, from_firm, from_voyage
from roadstead.filings.cargo.logic.link_graph import MAX_NODES, Kind, Node, Tie
from roadstead.filings.cargo.models import Bill, Firm
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.permissions import may_see_alerts, may_see_cargo
from roadstead.platform.audit.models import log
from roadstead.web.cargo.link_chart import draw_chart
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.templatetags.names import code_label

KINDS: Final[Mapping[Kind, str | Promise]] = {
    Kind.FIRM: _("Party"), Kind.BILL: _("Bill"), Kind.CONTAINER: _("Container"), Kind.VOYAGE: _("Voyage"),
    Kind.TRAVELLER: _("Traveller"),
}  # fmt: skip
MORE: Final[Mapping[Kind, str | Promise]] = {
    Kind.FIRM: _("parties"), Kind.BILL: _("bills"), Kind.CONTAINER: _("containers"), Kind.VOYAGE: _("voyages"),
    Kind.TRAVELLER: _("travellers"),
}  # fmt: skip
TIES: Final[Mapping[str, str | Promise]] = {
    Tie.ON: _("on board"), Tie.IN: _("in"), Tie.HOUSE: _("house of"), Tie.TRAVELS: _("travels on"),
    Tie.SAME_NAME: _("same name, nothing more"), Tie.SAME_TELEPHONE: _("same telephone or mail, nothing more"),
}  # fmt: skip
PAGES: Final[Mapping[Kind, Callable[[Node], str]]] = {
    Kind.FIRM: lambda node: reverse("firm", args=[node.key.row]),
    Kind.BILL: lambda node: reverse("bill", args=[node.key.row]),
    Kind.VOYAGE: lambda node: reverse("voyage", args=[node.key.row]),
    Kind.CONTAINER: lambda node: f"{reverse('cargo', args=[node.voyage])}?q={node.label}",
    Kind.TRAVELLER: lambda node: f"{reverse('voyage', args=[node.voyage])}?people={node.key.row}#travellers",
}
FROM_HERE: Final[Mapping[Kind, str]] = {
    Kind.FIRM: "firm-links", Kind.BILL: "bill-links", Kind.VOYAGE: "voyage-links"
}  # fmt: skip


@allowed(may_see_cargo)
@require_safe
def bill_links(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the connections of a bill."""
    found = get_object_or_404(Bill.objects.visible_to(current_user(request)).select_related("voyage"), pk=pk)
    return _page(
        request, f"bill {pk}", found.states, from_bill(found, current_user(request)), reverse("bill", args=[pk])
    )


@allowed(may_see_cargo)
@require_safe
def firm_links(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the connections of a firm."""
    found = get_object_or_404(Firm.objects.visible_to(current_user(request)), pk=pk)
    return _page(
        request, f"firm {pk}", found.states, from_firm(found, current_user(request)), reverse("firm", args=[pk])
    )


@allowed(may_see_cargo)
@require_safe
def voyage_links(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the connections of a voyage."""
    found = get_object_or_404(Voyage.objects.visible_to(current_user(request)), pk=pk)
    return _page(
        request, f"voyage {pk}", found.states, from_voyage(found, current_user(request)), reverse("voyage", args=[pk])
    )


@allowed(may_see_alerts)
@require_safe
def alert_links(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the connections of the traveller an alert is about, or of its voyage."""
    rows = Alert.objects.visible_to(current_user(request)).select_related("voyage", "traveller")
    found = get_object_or_404(rows, pk=pk)
    begun = from_voyage(found.voyage, current_user(request), found.traveller)
    return _page(request, f"alert {pk}", found.states, begun, reverse("alert", args=[pk]))


def _page(request: HttpRequest, subject: str, states: list[str], start: ChartStart, back: str) -> HttpResponse:
    log(current_user(request), "read", f"links of {subject}", states=states)
    graph = build_graph(start, current_user(request))
    chart = draw_chart(graph)
    context = {
        "back": back,
        "chart": chart,
        "boxes": [(box, KINDS[box.node.key.kind], PAGES[box.node.key.kind](box.node)) for box in chart.boxes],
        "heads": [(KINDS[kind], x) for kind, x in chart.heads],
        "rows": [_row(node, graph.ties_of(node.key)) for node in graph.nodes],
        "left_out": [(number, MORE[kind]) for kind, number in graph.left_out.items()],
        "most": MAX_NODES,
        "start": next(node.label for node in graph.nodes if node.key == graph.start),
        "kind": KINDS[graph.start.kind],
    }
    return render(request, "links.html", context)


def _row(node: Node, ties: list[Any]) -> dict[str, Any]:
    kind = node.key.kind
    return {
        "kind": KINDS[kind],
        "label": node.label,
        "href": PAGES[kind](node),
        "from_here": reverse(FROM_HERE[kind], args=[node.key.row]) if kind in FROM_HERE else "",
        "ties": [
            (TIES.get(edge.tie) or code_label(edge.tie), KINDS[other.key.kind], other.label, edge.is_equal_text_only)
            for edge, other in ties
        ],
    }
