"""Cases of the user's own state or centre, and a new one."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages as banner
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from roadstead.casework.cases.acts import MAX_TEXT_CHARS, MAX_TITLE_CHARS, NewCase, open_case
from roadstead.casework.cases.links import put_in, visible_links
from roadstead.casework.cases.models import Case
from roadstead.casework.cases.search import mine, with_tasks, with_words
from roadstead.casework.cases.tasks import waiting_for
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_cases, may_work_on_cases
from roadstead.platform.audit.models import log
from roadstead.targeting.watchlists.handling import PURPOSES
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.refusals import refusal_text
from roadstead.web.common.tables import Column, as_csv, headings, page_of, sorted_by
from roadstead.web.forms.acts import MAX_NUMBER, ActForm, shown
from roadstead.web.forms.page_form import LinesField, PageForm
from roadstead.web.forms.posted_words import filters_of, posts_words

CASES_PER_PAGE: Final = 20
MAX_OPEN_CASES: Final = 200  # offered to add an item to, the newest first
ITEMS: Final = ("alert", "voyage")  # what the address of a new case may name
EXPORTED = {
    "number": Column("Number", (), lambda row: row.pk),
    "case": Column("Case", ("title",), lambda row: row.title),
    "lead": Column("Lead officer", ("lead__username",), lambda row: row.lead),
    "opened": Column("Opened", ("opened_at",), lambda row: f"{row.opened_at:%Y-%m-%dT%H:%MZ}"),
    "closed": Column("Closed", ("closed_at",), lambda row: f"{row.closed_at:%Y-%m-%dT%H:%MZ}" if row.closed_at else ""),
    "tasks": Column("Open tasks", ("to_do",), lambda row: row.to_do),
    "overdue": Column("Overdue tasks", (), lambda row: row.overdue),
}
COLUMNS = {name: EXPORTED[name] for name in ("case", "lead", "opened", "closed", "tasks")}


class HiddenId(forms.IntegerField):
    """The number of an item in the address of a page; left out, there is none."""

    def __init__(self) -> None:
        super().__init__(min_value=1, max_value=MAX_NUMBER, required=False, widget=forms.HiddenInput)


class CaseFilter(PageForm):
    """Filters of the list of cases."""

    auto_id, marks_optional = "filter-%s", False
    q = forms.CharField(
        label=gettext_lazy("Search"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    show = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[("open", gettext_lazy("Open")), ("closed", gettext_lazy("Closed")), ("all", gettext_lazy("All"))],
        required=False,
    )
    whose = forms.ChoiceField(
        label=gettext_lazy("Assigned to"),
        choices=[("all", gettext_lazy("Anyone")), ("mine", gettext_lazy("Me"))],
        required=False,
    )
    tasks = forms.ChoiceField(
        label=gettext_lazy("Tasks"),
        choices=[
            ("", gettext_lazy("All")),
            ("overdue", gettext_lazy("Overdue")),
            ("to-do", gettext_lazy("To do")),
        ],
        required=False,
    )
    alert = HiddenId()


class ItemForm(ActForm):
    """The item that is added to a case: an alert or a voyage, as the address of the page names it."""

    alert = HiddenId()
    voyage = HiddenId()


class NewCaseForm(ItemForm):
    """A new case, and the item that is added to it at once."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy(
            "Do not name a person. All officers of your state or centre see the title in the list of cases."
        ),
        max_length=MAX_TITLE_CHARS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"), choices=PURPOSES.items, widget=forms.RadioSelect)
    basis = LinesField(
        label=gettext_lazy("Legal basis"),
        help_text=gettext_lazy("The act and section, the warrant or the order under which your state works on it"),
        max_length=MAX_TEXT_CHARS,
        rows=2,
    )


class AddToCaseForm(ItemForm):
    """An open case to which an item is added."""

    auto_id = "add-%s"
    case = forms.ChoiceField(label=gettext_lazy("Open case"))

    def __init__(self, *args: Any, cases: QuerySet[Case, Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["case"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.pk, f"{each.pk}: {each.title}") for each in cases]


@allowed(may_see_cases)
@posts_words
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """List the cases of the own state or centre, newest first: open or closed, mine or all, by words of their
    contents.
    """
    user, form = current_user(request), CaseFilter(filters_of(request))
    form.is_valid()
    rows = sorted_by(_found(user, form.cleaned_data), request, COLUMNS)
    log(user, "read", "cases", states=own_states(user))
    if request.GET.get("as") == "csv":
        log(user, "exported", "cases", states=own_states(user))
        return as_csv("cases", EXPORTED.values(), rows)
    context = {
        "cases": page_of(rows, request, size=CASES_PER_PAGE),
        "headings": headings(request, COLUMNS),
        "may_work": may_work_on_cases(user),
        "form": form,
        "alert": form.cleaned_data.get("alert") or "",
        "my_tasks": waiting_for(user, timezone.now()),
    }
    return render(request, "cases.html", context)


def _found(user: User, asked: dict[str, Any]) -> QuerySet[Case, Case]:
    rows = with_tasks(Case.objects.visible_to(user).select_related("lead"), timezone.now())
    if asked.get("show") != "all":
        rows = rows.filter(closed_at__isnull=asked.get("show") != "closed")
    if asked.get("whose") == "mine":
        rows = mine(rows, user)
    if tasks := asked.get("tasks"):
        rows = rows.filter(**{"overdue__gt" if tasks == "overdue" else "to_do__gt": 0})
    if alert := asked.get("alert"):
        with_it = visible_links(user).filter(alert_id=alert)
        rows = rows.filter(pk__in=with_it.order_by().values("case_id"))
    return with_words(rows, asked.get("q", ""), user)


@allowed(may_work_on_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    """Open a case, or add an item to an open one; `?alert=17` or `?voyage=3` names the item."""
    if request.method != "POST":
        return _new_page(request)
    if request.POST.get("act") == "add":
        return _add_to_case(request)
    return _open_case(request)


def _open_case(request: HttpRequest) -> HttpResponse:
    form, by, now = NewCaseForm(request.POST), current_user(request), timezone.now()
    if not form.is_valid():
        return _new_page(request, sent=form, status=400)
    given = form.cleaned_data
    try:
        case = open_case(NewCase(**{name: given[name] for name in ("title", "purpose", "basis")}), by=by, now=now)
    except NotAllowed as refused:
        form.refuse(refused)
        return _new_page(request, sent=form, status=400)
    try:
        for kind, number in _items(given):
            put_in(case.pk, kind, number, by=by, now=now)
    except NotAllowed as refused:
        why = refusal_text(refused)
        banner.warning(request, _("The case is open, but the item was not added. %(why)s") % {"why": why})
    return redirect("case", pk=case.pk)


def _add_to_case(request: HttpRequest) -> HttpResponse:
    by = current_user(request)
    form = AddToCaseForm(request.POST, cases=_open_cases(by))
    if not form.is_valid():
        return _new_page(request, sent=form, status=400)
    case = int(form.cleaned_data["case"])
    try:
        for kind, number in _items(form.cleaned_data):
            put_in(case, kind, number, by=by, now=timezone.now())
    except NotAllowed as refused:
        form.refuse(refused, "case")
        return _new_page(request, sent=form, status=400)
    banner.success(request, _("Saved. The timeline shows the change."))
    return redirect("case", pk=case)


def _items(given: dict[str, Any]) -> list[tuple[str, str]]:
    """Return kind and number of each item that the form names."""
    return [(kind, str(given[kind])) for kind in ITEMS if given.get(kind)]


def _open_cases(user: User) -> QuerySet[Case, Case]:
    return Case.objects.visible_to(user).filter(closed_at=None).order_by("-pk")[:MAX_OPEN_CASES]


def _new_page(request: HttpRequest, *, sent: PageForm | None = None, status: int = 200) -> HttpResponse:
    named = ItemForm(request.POST or request.GET)
    named.is_valid()
    items = dict(_items(named.cleaned_data))
    context = {
        "form": sent,
        "new": shown(sent, NewCaseForm, initial=items),
        "add": shown(sent, AddToCaseForm, cases=_open_cases(current_user(request)), initial=items) if items else None,
        **items,
    }
    return render(request, "case_new.html", context, status=status)
