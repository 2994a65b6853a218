"""The quieter pages: where a person starts, the audit, the accounts, and the health of the server."""

from __future__ import annotations

from django.contrib import messages as banner
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from roadstead.accounts.models import Carrier, Role, Token, User
from roadstead.accounts.permissions import may_manage_people, may_see_audit
from roadstead.audit.models import Record, note
from roadstead.web.tables import page_of
from roadstead.web.views.guard import allowed, who

# Where each role's work begins.
START = {
    Role.CARRIER: "inbox",
    Role.ANALYST: "queue",
    Role.OFFICER: "queue",
    Role.WATCHLIST_OWNER: "lists",
    Role.SUPERVISOR: "queue",
    Role.FOCAL_POINT: "queue",
    Role.AUDITOR: "audit",
    Role.DATA_PROTECTION: "audit",
    Role.OPERATOR: "healthy",
    Role.ADMINISTRATOR: "people",
}


@allowed(lambda user: True)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Straight to the work."""
    return redirect(START[Role(who(request).role)])


@allowed(may_see_audit)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Who saw and did what; reading this is written down as well (S28)."""
    rows = Record.objects.visible_to(who(request)).select_related("who")
    words = request.GET.get("q", "").strip()
    if words:
        rows = rows.filter(subject__icontains=words) | rows.filter(who__username__icontains=words)
    note(who(request), "searched" if words else "read", "audit", states=list(who(request).scope.states))
    return render(request, "audit.html", {"records": page_of(rows, request), "q": request.GET.get("q", "")})


@allowed(may_manage_people)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The accounts, and the carriers with their tokens."""
    accounts = User.objects.select_related("state", "carrier").order_by("role", "username")
    return render(request, "people.html", {"accounts": accounts, "carriers": _carriers()})


@allowed(may_manage_people)
@require_POST
def switch_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, or open it again."""
    account = get_object_or_404(User, pk=pk)
    if account == who(request):
        banner.error(request, "Your own account is closed by another administrator.")
        return redirect("people")
    account.is_active = not account.is_active
    account.save(update_fields=["is_active"])
    note(who(request), "account opened" if account.is_active else "account closed", f"user {account.pk}")
    return redirect("people")


@allowed(may_manage_people)
@require_POST
def issue_token(request: HttpRequest, code: str) -> HttpResponse:
    """A new token for a carrier's system, shown this once; those before it end."""
    carrier = get_object_or_404(Carrier, pk=code)
    carrier.tokens.filter(revoked_at=None).update(revoked_at=timezone.now())
    secret = Token.issue(carrier, f"issued by {who(request).username}")
    note(who(request), "token issued", f"carrier {carrier.pk}")
    accounts = User.objects.select_related("state", "carrier").order_by("role", "username")
    context = {"accounts": accounts, "carriers": _carriers(), "issued_for": carrier, "secret": secret}
    return render(request, "people.html", context)


def _carriers() -> list[Carrier]:
    return list(Carrier.objects.prefetch_related("tokens").order_by("code"))


@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """For whoever watches over the server: 200 when it answers and the database does."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok\n", content_type="text/plain")
