"""Connections of a bill, a firm, a voyage or the subject of an alert: what is shared, a chart that opens step by step,
and the same as a table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_safe

from roadstead.casework.alerts.models import Alert
from roadstead.filings.cargo.links import ChartStart, build_graph, from_bill, from_firm, from_voyage
from roadstead.filings.cargo.logic.link_graph import MAX_NODES, Graph, Kind, Node, Tie
from roadstead.filings.cargo.models import Bill, Firm
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.permissions import may_see_alerts, may_see_cargo
from roadstead.platform.audit.models import log
from roadstead.web.cargo.link_chart import draw_chart
from roadstead.web.cargo.link_steps import (
    SharedNode,
    first_steps,
    open_text,
    opened_keys,
    shared_nodes,
    without_common_voyage,
)
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.templatetags.names import code_label

KINDS: Final[Mapping[Kind, str | Promise]] = {
    Kind.FIRM: _("Party"), Kind.BILL: _("Bill"), Kind.CONTAINER: _("Container"), Kind.VOYAGE: _("Voyage"),
    Kind.TRAVELLER: _("Traveller"),
}  # fmt: skip
LEFT_OUT: Final = {
    Kind.FIRM: ngettext_lazy("%(number)s party", "%(number)s parties", "number"),
    Kind.BILL: ngettext_lazy("%(number)s bill", "%(number)s bills", "number"),
    Kind.CONTAINER: ngettext_lazy("%(number)s container", "%(number)s containers", "number"),
    Kind.VOYAGE: ngettext_lazy("%(number)s voyage", "%(number)s voyages", "number"),
    Kind.TRAVELLER: ngettext_lazy("%(number)s traveller", "%(number)s travellers", "number"),
}
TIES: Final[Mapping[str, str | Promise]] = {
    Tie.ON: _("on board"), Tie.IN: _("in"), Tie.HOUSE: _("house of"), Tie.TRAVELS: _("travels on"),
    Tie.SAME_NAME: _("same name only"), Tie.SAME_TELEPHONE: _("same telephone or email only"),
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
    """Show the connections. `open` in the URL names the nodes that were opened."""
    log(current_user(request), "read", f"links of {subject}", states=states)
    graph = without_common_voyage(build_graph(start, current_user(request)))
    opened = opened_keys(request.GET.get("open", ""))
    steps = first_steps(graph, opened)
    more = {key: (number, f"?open={quote(open_text(opened, key))}#chart") for key, number in steps.hidden.items()}
    chart = draw_chart(steps.graph)
    context = {
        "back": back,
        "shared": [_shared_row(each) for each in shared_nodes(graph)],
        "alike": _alike(graph),
        "chart": chart,
        "boxes": [(box, KINDS[box.node.key.kind], page_of(box.node), more.get(box.node.key)) for box in chart.boxes],
        "heads": [(KINDS[kind], x) for kind, x in chart.heads],
        "rows": [_row(node, steps.graph.ties_of(node.key), more.get(node.key)) for node in steps.graph.nodes],
        "is_opened": bool(opened),
        "left_out": [LEFT_OUT[kind] % {"number": number} for kind, number in graph.left_out.items()],
        "most": MAX_NODES,
        "start": next(node.label for node in graph.nodes if node.key == graph.start),
        "kind": KINDS[graph.start.kind],
    }
    return render(request, "links.html", context)


def page_of(node: Node) -> str:
    """Return the URL of the page about a node."""
    return PAGES[node.key.kind](node)


def _shared_row(shared: SharedNode) -> dict[str, Any]:
    """Return a line of the list: what several bills share, and the bills."""
    is_firm = shared.node.key.kind is Kind.FIRM
    return {
        "kind": KINDS[shared.node.key.kind],
        "label": shared.node.label,
        "href": page_of(shared.node),
        "roles": [code_label(tie) for tie in shared.ties] if is_firm else [],
        "bills": [(bill.label, page_of(bill)) for bill in shared.bills],
        "more": shared.more,
    }


def _alike(graph: Graph) -> list[tuple[str | Promise, dict[str, Any], dict[str, Any]]]:
    """Return the ties by equal text only: what is equal, and both ends."""
    by_key = {node.key: node for node in graph.nodes}
    return [
        (TIES[edge.tie], _end(by_key[edge.one]), _end(by_key[edge.other]))
        for edge in graph.edges
        if edge.is_equal_text_only
    ]


def _end(node: Node) -> dict[str, Any]:
    return {"kind": KINDS[node.key.kind], "label": node.label, "href": page_of(node)}


def _row(node: Node, ties: list[Any], more: tuple[int, str] | None) -> dict[str, Any]:
    kind = node.key.kind
    return {
        "kind": KINDS[kind],
        "label": node.label,
        "href": page_of(node),
        "from_here": reverse(FROM_HERE[kind], args=[node.key.row]) if kind in FROM_HERE else "",
        "more": more,
        "ties": [
            (TIES.get(edge.tie) or code_label(edge.tie), KINDS[other.key.kind], other.label, edge.is_equal_text_only)
            for edge, other in ties
        ],
    }
