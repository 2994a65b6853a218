"""What every view begins with: a signed-in person who may do this, and a line in the audit for what is read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import note

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def allowed(may: Callable[[User], bool]) -> Callable[[View[P]], View[P]]:
    """Only for signed-in people for whom `may` says yes; others sign in first, or read why not."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path())
            if not may(request.user):
                note_refused(request, request.user)
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def note_refused(request: HttpRequest, user: User) -> None:
    """An attempt at a page that is not for this role; of the address only its name, which holds no value."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    note(user, "refused", f"page {name}", states=own_states(user))


def own_states(user: User) -> list[str]:
    """Whose auditor reads what this person did: the own state's, or the region's alone."""
    return [user.state_id] if user.state_id else []


def who(request: HttpRequest) -> User:
    """The signed-in person of a guarded view."""
    assert isinstance(request.user, User)
    return request.user
