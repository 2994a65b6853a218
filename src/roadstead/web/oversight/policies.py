"""Policy: the tables, their rows in force, what waits for a second person, and what was decided before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages as banner
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roadstead.engine.reference.policy import DATED, SOURCED, BadReference, OneOf, Table
from roadstead.engine.reference.policy_tables import TABLES
from roadstead.engine.reference.tables import Row
from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.policies import acts
from roadstead.platform.accounts.permissions import may_see_policies, may_set_policies
from roadstead.platform.approvals.models import WAITING
from roadstead.platform.audit.models import log
from roadstead.platform.policies.models import PolicyRow
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.refusals import refusal_text
from roadstead.web.common.tables import CSV, page_of, url_with

MAX_FILE_BYTES: Final = 1_000_000
DAY_HINT: Final = gettext_lazy("As 2027-01-31; empty: no limit.")
HINTS: Final = {
    "hours": gettext_lazy("Until arrival at most; *: any arrival."),
    "day": gettext_lazy("As 2027-01-31."),
    "valid_from": DAY_HINT,
    "valid_to": DAY_HINT,
    "mark": gettext_lazy("P: primary source, S: secondary source, D: our own choice."),
}
MINOR: Final = {*DATED, *SOURCED}  # columns shown in places of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLine:
    """A row as the page shows it: its case, its values, since when and why."""

    case: str
    values_text: str
    cells: Row
    row: PolicyRow | None = None  # None: shipped
    is_over: bool = False


def line_of(table: Table[Any], row: Row, today: date, kept: PolicyRow | None = None) -> PolicyLine:
    rest = [name for name in table.cells if name not in MINOR and name not in table.key]
    return PolicyLine(
        case=", ".join(row.get(name, "") for name in table.key),
        values_text=", ".join(f"{_column(name)}: {row.get(name, '')}" for name in rest) or row.get("text", ""),
        cells=row,
        row=kept,
        is_over="" < row.get("valid_to", "") < today.isoformat(),
    )


def _column(name: str) -> str:
    return name.replace("_", " ")


@allowed(may_see_policies)
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """List every table, what it decides, and how many of its proposals wait."""
    user = current_user(request)
    log(user, "read", "policies", states=own_states(user))
    waits = acts.waiting(PolicyRow.objects.visible_to(user))
    rows = [(table, sum(row.table == name for row, *_rest in waits)) for name, table in TABLES.items()]
    return render(request, "policies.html", {"rows": rows})


@allowed(may_see_policies)
@require_safe
def policy(request: HttpRequest, name: str) -> HttpResponse:
    """Show one table; with `as=csv` its rows in the format in which they are imported."""
    return _page(request, _table(name))


@allowed(may_set_policies)
@require_POST
def propose_policy(request: HttpRequest, name: str) -> HttpResponse:
    """Propose one row, or those of a csv file."""
    table, by, uploaded = _table(name), current_user(request), request.FILES.get("file")
    try:
        if uploaded is None:
            rows, file = [_typed(table, request.POST, acts.owner_of(by))], ""
        else:
            rows, file = list(_imported_rows(table, uploaded)), uploaded.name or _("the file")
        acts.propose(table, rows, reason=request.POST.get("reason", ""), by=by, now=timezone.now(), file=file)
    except (NotAllowed, BadReference) as refused:
        return _page(request, table, error=refusal_text(refused), status=409)
    banner.success(request, _("Proposed. It holds once a second person approves it."))
    return redirect("policy", name)


@allowed(may_see_policies)
@require_http_methods(["GET", "HEAD", "POST"])
def policy_row(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect to the table of a row; approve or reject all that were proposed together with it."""
    by = current_user(request)
    row = get_object_or_404(PolicyRow.objects.visible_to(by).filter(table__in=TABLES), pk=pk)
    if request.method == "POST":
        try:
            if row.state != acts.owner_of(by):
                raise NotAllowed("this row is not yours to decide")
            acts.decide(pk, approve=request.POST.get("act") == "approve", by=by, now=timezone.now())
        except NotAllowed as refused:
            return _page(request, TABLES[row.table], error=refusal_text(refused), status=409)
        banner.success(request, _("Done."))
    return redirect("policy", row.table)


def _table(name: str) -> Table[Any]:
    if name not in TABLES:
        raise Http404
    return TABLES[name]


def _typed(table: Table[Any], form: Mapping[str, str], state: str) -> Row:
    return {name: state if name == "state" else form.get(name, "").strip() for name in table.cells}


def _imported_rows(table: Table[Any], uploaded: UploadedFile[Any]) -> tuple[Row, ...]:
    if (uploaded.size or 0) > MAX_FILE_BYTES:
        raise NotAllowed("the file is larger than 1 MB: divide it")
    try:
        text = uploaded.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotAllowed("the file cannot be read as UTF-8 text: save it as csv in UTF-8") from None
    return table.read(text, uploaded.name or _("the file"))


def _page(request: HttpRequest, table: Table[Any], *, error: str = "", status: int = 200) -> HttpResponse:
    user, today = current_user(request), timezone.now().date()
    kept = PolicyRow.objects.visible_to(user).filter(table=table.name)
    own = acts.approved(table, kept)
    exported = request.GET.get("as") == "csv"
    log(user, "exported" if exported else "read", f"policy {table.name}", states=own_states(user))
    if exported:
        response = HttpResponse(table.write(acts.current(table, kept)), content_type=CSV)
        response["Content-Disposition"] = f'attachment; filename="{table.name}.csv"'
        return response
    lines = [line_of(table, row.row, today, row) for row in own]
    lines += [line_of(table, row, today) for row in table.unreplaced_shipped(row.row for row in own)]
    waiting = [(rows[0], [line_of(table, each.row, today) for each in rows]) for rows in acts.waiting(kept)]
    history = page_of(
        kept.exclude(WAITING).exclude(pk__in=[row.pk for row in own]).select_related("proposed_by", "decided_by"),
        request,
    )
    context = {
        "table": table,
        "lines": lines,
        "waiting": waiting,
        "history": history,
        "past": [line_of(table, row.row, today, row) for row in history],
        "may_set": may_set_policies(user) and ("state" in table.cells or user.state_id is None),
        "owner": acts.owner_of(user),
        "fields": [_field(name, cell, request) for name, cell in table.cells.items() if name != "state"],
        "reason": request.POST.get("reason", ""),
        "export": url_with(request, **{"as": "csv"}),
        "error": error,
    }
    return render(request, "policy.html", context, status=status)


def _field(name: str, cell: object, request: HttpRequest) -> dict[str, Any]:
    """Return one input of the form that proposes a row."""
    return {
        "name": name,
        "label": _column(name).capitalize(),
        "choices": cell.values if isinstance(cell, OneOf) else (),
        "value": request.POST.get(name, ""),
        "hint": HINTS.get(name, ""),
    }
