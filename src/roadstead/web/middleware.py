"""Every request runs in one transaction that sees what its user may see, and nothing else (S25)."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from roadstead.accounts.models import User
from roadstead.database.scope import NOBODY, enter


def nothing_is_kept(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """No browser and no proxy keeps a page: a shared computer's back button must not show travellers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def scope_of_the_user(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Without a signed-in user the transaction sees no isolated row at all; the API enters its carrier's scope."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            enter(request.user.scope if isinstance(request.user, User) else NOBODY)
            return get_response(request)

    return middleware
