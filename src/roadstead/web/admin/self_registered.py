"""Accounts that registered themselves: the list, and one account, which an administrator closes with a reason."""

from __future__ import annotations

from typing import Final

from django import forms
from django.contrib import messages as banner
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.outbound.notifications.carrier_webhooks import switch_off_all
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_manage_people
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import region_scope
from roadstead.platform.registration.closing import close, reopen, self_registered_accounts
from roadstead.platform.registration.models import CraftKind, SelfRegistered
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import Column, as_csv, headings, page_of, sorted_by, url_with
from roadstead.web.forms.filter_form import FilterForm, search_field
from roadstead.web.forms.page_form import LinesField, PageForm
from roadstead.web.forms.posted_words import filters_of, posts_words

COLUMNS: Final = {
    "name": Column("Name", ("carrier__name",), lambda user: user.carrier.name),
    "code": Column("Code", ("carrier__code",), lambda user: user.carrier_id),
    "kind": Column("Files for", ("carrier__self_registered__kind",), lambda user: _row(user).get_kind_display()),
    "email": Column("E-mail address", ("email",), lambda user: user.email),
    "confirmed": Column(
        "Address confirmed", ("carrier__self_registered__confirmed_at",), lambda user: _row(user).confirmed_at
    ),
    "last": Column("Last sign-in", ("last_login",), lambda user: user.last_login),
    "state": Column("Account", ("is_active",), lambda user: "open" if user.is_active else "closed"),
}


def _row(user: User) -> SelfRegistered:
    assert user.carrier is not None
    row: SelfRegistered = user.carrier.self_registered
    return row


class AccountFilterForm(FilterForm):
    """Filters of the accounts."""

    q = search_field(gettext_lazy("Name, code or e-mail address"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Files for"), choices=[("", gettext_lazy("All")), *CraftKind.choices], required=False
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Account"),
        choices=[("", gettext_lazy("All")), ("open", gettext_lazy("Open")), ("closed", gettext_lazy("Closed"))],
        required=False,
    )


class ClosingForm(PageForm):
    """Reason for which an account is closed."""

    reason = LinesField(label=gettext_lazy("Reason"), max_length=1000)


@allowed(may_manage_people)
@posts_words
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts that registered themselves, to filter, sort and save."""
    form = AccountFilterForm(filters_of(request))
    rows = self_registered_accounts()
    if words := form.chosen("q"):
        rows = rows.filter(
            Q(carrier__name__icontains=words) | Q(email__icontains=words) | Q(carrier__code__iexact=words)
        )
    if kind := form.chosen("kind"):
        rows = rows.filter(carrier__self_registered__kind=kind)
    if state := form.chosen("state"):
        rows = rows.filter(is_active=state == "open")
    rows = sorted_by(rows, request, COLUMNS)
    exported = request.GET.get("as") == "csv"
    log(current_user(request), "exported" if exported else "read", "self-registered accounts")
    if exported:
        return as_csv("self-registered", COLUMNS.values(), rows)
    context = {
        "page": page_of(rows, request),
        "headings": headings(request, COLUMNS),
        "form": form,
        "export": url_with(request, **{"as": "csv"}),
    }
    return render(request, "self_registered.html", context)


@allowed(may_manage_people)
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one account; close it with a reason, or open it again."""
    user, by = get_object_or_404(self_registered_accounts(), pk=pk), current_user(request)
    form = ClosingForm(request.POST if request.method == "POST" and user.is_active else None)
    if request.method != "POST":
        log(by, "read", f"user {pk}")
    try:
        if request.method == "POST" and not user.is_active:
            reopen(user, by=by, now=timezone.now())
            banner.success(request, _("The account is open again."))
            return redirect("self-registered-account", pk)
        if form.is_valid():
            close(user, reason=form.cleaned_data["reason"], by=by, now=timezone.now())
            with region_scope(back=by.scope):
                switch_off_all(user.carrier_id or "")
            banner.success(request, _("The account is closed. Nothing more can be filed with it."))
            return redirect("self-registered-account", pk)
    except NotAllowed as refused:
        form.refuse(refused, refused.field if isinstance(refused, FieldRefused) else None)
    return render(request, "self_registered_account.html", {"account": user, "row": _row(user), "form": form})
