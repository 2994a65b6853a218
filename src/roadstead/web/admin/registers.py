"""The quieter pages: where a person starts, and the health of the server."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from roadstead.web.common.guard import allowed, who
from roadstead.web.common.menu import home_of


@allowed(lambda user: True)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Straight to the work."""
    return redirect(home_of(who(request)))


@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """For whoever watches over the server: 200 when it answers and the database does."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok\n", content_type="text/plain")
