"""Middleware of every request: allowed methods and characters, caching, scope of rows, time limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from psycopg.errors import QueryCanceled

from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import NOBODY, enter
from roadstead.web.common.readiness import readyz
from roadstead.web.common.refusals import API, API_ERRORS, STATUS_KEY, refusal

GetResponse = Callable[[HttpRequest], HttpResponse]
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
READYZ = "/readyz"
NUL = "\0"  # the database cannot store it, and no honest form sends it


def known_methods(get_response: GetResponse) -> GetResponse:
    """Refuse unknown methods: a view that does not restrict them would answer TRACE and others like GET."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)

    return middleware


def api_errors(get_response: GetResponse) -> GetResponse:
    """Give every error of the API as JSON with a code, whatever part of the server found it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_ours = response.headers.get("Content-Type", "").startswith("application/json")
        if response.status_code not in API_ERRORS or is_ours or not request.path.startswith(API):
            return response
        made = refusal(request, response.status_code)
        if "Allow" in response.headers:
            made.headers["Allow"] = response.headers["Allow"]
        return made

    return middleware


def no_store(get_response: GetResponse) -> GetResponse:
    """Forbid browsers and proxies to store pages: the back button of a shared computer must not show travellers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def readiness(get_response: GetResponse) -> GetResponse:
    """Answer /readyz before anything that needs the database, which may be down."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return readyz(request) if request.path == READYZ else get_response(request)

    return middleware


def refuse_unreceived(get_response: GetResponse) -> GetResponse:
    """Refuse a request whose body came too slowly, incomplete or too large, before it costs a query."""

    def middleware(request: HttpRequest) -> HttpResponse:
        status = request.META.get(STATUS_KEY, 0)
        return refusal(request, status) if status else get_response(request)

    return middleware


class NoNul:
    """Answer a NUL in URL or form with 400, before a query fails on it; drop cookies with one, which are not ours.

    Bodies of the API are not checked: what carriers send is stored as it is.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in name + value}
        return refusal(request, 400) if NUL in request.path or _has_nul(request.GET) else self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Check the form only now: before, it is not known if the request was let through."""
        if request.method == "POST" and not request.path.startswith(API) and _has_nul(request.POST):
            return refusal(request, 400)
        return None


def _has_nul(given: Any) -> bool:
    return any(NUL in text for name, values in given.lists() for text in (name, *values))


class UserScope:
    """Run every request in one transaction that sees only what its user may see (S25).

    Without a signed-in user it sees no isolated row at all; the API enters its carrier's scope. No statement runs
    longer than STATEMENT_TIMEOUT, and PostgreSQL ends a transaction that has been idle for IDLE_TIMEOUT. A server error
    rolls back all changes.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            enter(request.user.scope if isinstance(request.user, User) else NOBODY)
            _limit_statements()
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        """Answer 503 if a statement took too long, instead of an error page without a reason."""
        slow = isinstance(failure, OperationalError) and isinstance(failure.__cause__, QueryCanceled)
        return refusal(request, 503) if slow else None


def _limit_statements() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('statement_timeout', %s, true),"
            " set_config('idle_in_transaction_session_timeout', %s, true)",
            [settings.STATEMENT_TIMEOUT, settings.IDLE_TIMEOUT],
        )
