"""Home page of each role, and the page with every place that the menu has no room for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.menu import HOME, NAMES, home_of, other_places
from roadstead.web.home.roles import sections_of
from roadstead.web.home.sections import build


@allowed(lambda user: True)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the work that waits for this user; roles that work on one page are sent there."""
    user, now = current_user(request), timezone.now()
    first = home_of(user)
    if first != HOME:
        return redirect(first)
    log(user, "read", "home page", states=own_states(user))
    return render(request, "home.html", {"sections": build(sections_of(user), user, now), "now": now})


@allowed(lambda user: True)
@require_safe
def all_places(request: HttpRequest) -> HttpResponse:
    """List the places that this user may open and that are not in the menu."""
    places = [(gettext(NAMES[view]), reverse(view)) for view in other_places(current_user(request))]
    return render(request, "more.html", {"places": places})
