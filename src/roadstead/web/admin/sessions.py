"""Open sessions of the user's account, and signing out of them."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_manage_own_account
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user, own_states

BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")  # in this order: each also names those after it
BROWSER_NAMES = {"Edg": "Edge", "OPR": "Opera"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


@allowed(may_manage_own_account)
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """List the open sessions of this account, the newest first."""
    rows = sorted(
        UserSession.objects.purge_and_list(current_user(request)), key=lambda one: one.created_at, reverse=True
    )
    shown = [{"session": one, "device": device(one.user_agent), "here": one.is_current()} for one in rows]
    return render(request, "account/sessions.html", {"sessions": shown})


@allowed(may_manage_own_account)
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out of one session."""
    one = get_object_or_404(UserSession, pk=pk, user=current_user(request))
    return _end(request, [one])


@allowed(may_manage_own_account)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out of all other sessions."""
    rows = UserSession.objects.filter(user=current_user(request)).exclude(session_key=request.session.session_key)
    return _end(request, list(rows))


def device(agent: str) -> str:
    """Return the device, such as "Firefox on Windows", as far as its user agent names it."""
    browser = next((BROWSER_NAMES.get(name, name) for name in BROWSERS if name in agent), _("A browser"))
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser


def _end(request: HttpRequest, rows: list[UserSession]) -> HttpResponse:
    user: User = current_user(request)
    for one in rows:
        one.end()
    log(user, "sessions ended", f"user {user.pk}", states=own_states(user), detail=str(len(rows)))
    said = ngettext("Signed out of %(number)d session.", "Signed out of %(number)d sessions.", len(rows))
    banner.success(request, said % {"number": len(rows)})
    return redirect("sessions")
