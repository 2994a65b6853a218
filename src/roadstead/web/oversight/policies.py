"""Policy: the tables, their rows in force, what waits for a second person, and what was decided before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final, cast

from django import forms
from django.contrib import messages as banner
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roadstead.engine.reference.places import is_place_code
from roadstead.engine.reference.policy import (
    DATED,
    SOURCED,
    BadReference,
    Cell,
    OneOf,
    Table,
    a_day,
    a_day_or_nothing,
)
from roadstead.engine.reference.policy_tables import TABLES
from roadstead.engine.reference.source_ports import a_port
from roadstead.engine.reference.tables import Row
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.oversight.policies import acts
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_policies, may_set_policies
from roadstead.platform.approvals.models import WAITING
from roadstead.platform.audit.models import log
from roadstead.platform.policies.models import PolicyRow
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.tables import CSV, page_of, url_with
from roadstead.web.forms.fields import DayField, PlaceField
from roadstead.web.forms.page_form import LinesField, PageForm
from roadstead.web.oversight.acts import submit

MAX_FILE_BYTES: Final = 1_000_000
LINES: Final = 15  # rows in force on a page
LABELS: Final = {
    "valid_from": _("First day"),
    "valid_to": _("Last day"),
    "day": _("Day"),
    "verified": _("Checked against the text of the law"),
    "mark": _("Quality of the source"),
    "source": _("Source"),
    "text": _("What the source says"),
}
HINTS: Final = {
    "hours": _("Maximum hours until arrival. * means any arrival"),
    "valid_from": _("Leave empty if there is no first day"),
    "valid_to": _("Leave empty if there is no last day"),
    "mark": _("P: primary source, S: secondary source, D: our own choice"),
}
MINOR: Final = {*DATED, *SOURCED}  # columns shown in places of their own


class ReasonForm(PageForm):
    """Form of a proposal: with the reason for it."""

    reason = LinesField(label=_("Reason"), help_text=_("The approver reads this"))


class RowForm(ReasonForm):
    """A row of a table, with a field for each column but the state: `row_form` makes the class."""

    table: ClassVar[Table[Any]]

    def row(self, state: str) -> Row:
        cells = {name: str(self.cleaned_data.get(name) or "").strip() for name in self.table.cells}
        return cells | {"state": state} if "state" in cells else cells


def row_form(table: Table[Any]) -> type[RowForm]:
    fields = {name: _field(name, cell) for name, cell in table.cells.items() if name != "state"}
    members = {**fields, "table": table, "field_order": (*fields, "reason")}
    return cast(type[RowForm], type("RowForm", (RowForm,), members))


class FileForm(ReasonForm):
    """Rows of a csv file."""

    auto_id = "file-%s"
    field_order = ("file", "reason")

    file = forms.FileField(
        label=_("CSV file in UTF-8"),
        help_text=_("With the columns of the export. Rows that are already in force are left out"),
    )


def _field(name: str, cell: Cell) -> forms.Field:
    """Return the field of a column. It may be left empty if the table takes an empty cell."""
    label, hint = LABELS.get(name, _column(name).capitalize()), HINTS.get(name, "")
    required = bool(cell(""))
    if isinstance(cell, OneOf):
        return forms.ChoiceField(
            label=label, help_text=hint, required=required, choices=[(value, value) for value in cell.values]
        )
    if cell in (a_day, a_day_or_nothing):
        return DayField(label=label, help_text="" if required else hint, required=required)
    if cell is a_port:
        return PlaceField(label=label, required=required, accepts=is_place_code)
    if name == "text":
        return LinesField(label=label, help_text=hint, required=required)
    return forms.CharField(
        label=label, help_text=hint, required=required, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


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
    table, by = _table(name), current_user(request)
    is_file = "file" in request.FILES or request.POST.get("act") == "file"
    form = FileForm(request.POST, request.FILES) if is_file else row_form(table)(request.POST)
    if form.is_valid() and submit(form, lambda: _propose(table, form, by)):
        banner.success(request, _("Proposed. It takes effect when a second person approves it."))
        return redirect("policy", name)
    return _page(request, table, sent=form)


def _propose(table: Table[Any], form: PageForm, by: User) -> None:
    given, file = form.cleaned_data, ""
    if isinstance(form, RowForm):
        rows: Sequence[Row] = [form.row(acts.owner_of(by))]
    else:
        uploaded = given["file"]
        file = uploaded.name or str(_("the file"))
        rows = _imported_rows(table, uploaded, file)
    acts.propose(table, rows, reason=given["reason"], by=by, now=timezone.now(), file=file)


@allowed(may_see_policies)
@require_http_methods(["GET", "HEAD", "POST"])
def policy_row(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect to the table of a row; approve or reject all that were proposed together with it."""
    by = current_user(request)
    row = get_object_or_404(PolicyRow.objects.visible_to(by).filter(table__in=TABLES), pk=pk)
    if request.method == "POST":
        form = PageForm(request.POST)
        if not submit(form, lambda: _decide(row, by, approve=request.POST.get("act") == "approve")):
            return _page(request, TABLES[row.table], sent=form)
        banner.success(request, _("Decision recorded."))
    return redirect("policy", row.table)


def _decide(row: PolicyRow, by: User, *, approve: bool) -> None:
    if row.state != acts.owner_of(by):
        raise NotAllowed("you cannot decide this proposal: it belongs to another state or to the regional centre")
    acts.decide(row.pk, approve=approve, by=by, now=timezone.now())


def _table(name: str) -> Table[Any]:
    if name not in TABLES:
        raise Http404
    return TABLES[name]


def _imported_rows(table: Table[Any], uploaded: UploadedFile[Any], name: str) -> tuple[Row, ...]:
    if (uploaded.size or 0) > MAX_FILE_BYTES:
        raise FieldRefused("the file is larger than 1 MB: split it", field="file")
    try:
        return table.read(uploaded.read().decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        raise FieldRefused("the file is not UTF-8 text: save it as CSV in UTF-8", field="file") from None
    except BadReference as fault:
        raise FieldRefused("%(fault)s", field="file", fault=fault.sentence) from fault


def _page(request: HttpRequest, table: Table[Any], *, sent: PageForm | None = None) -> HttpResponse:
    """Show the table. `sent`: the form that was refused."""
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
    page = Paginator(lines, LINES).get_page(request.GET.get("rows"))
    context = {
        "table": table,
        "lines": page,
        "waiting": waiting,
        "history": history,
        "past": [line_of(table, row.row, today, row) for row in history],
        "may_set": may_set_policies(user) and ("state" in table.cells or user.state_id is None),
        "owner": acts.owner_of(user),
        "form": sent,
        "row_form": sent if isinstance(sent, RowForm) else row_form(table)(),
        "file_form": sent if isinstance(sent, FileForm) else FileForm(),
        "export": url_with(request, **{"as": "csv"}),
    }
    return render(request, "policy.html", context, status=409 if sent else 200)
