"""The home page, and the health check of the server."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.menu import home_of


@allowed(lambda user: True)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Redirect to the first page of the user's menu."""
    return redirect(home_of(current_user(request)))


@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """Return 200 if the server and its database respond, for monitoring."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok\n", content_type="text/plain")
