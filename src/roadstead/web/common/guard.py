"""What every view begins with: a signed-in person who may do this, and a line in the audit for what is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from roadstead.engine.reference.caricom import REGION
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Manifest
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_know_of_silent
from roadstead.platform.audit.models import note
from roadstead.platform.handling.logic.gate import Recipient, Way

# ── The message behind a row, where this person may open it.


def with_message(path: str) -> Prefetch[Any]:
    """To prefetch the message at `path`, without its bytes.

    Never by a join: a body that also holds lists of other states is not open to this one, the database hides it, and
    a join would hide the traveller with it. Prefetched, the message is merely missing.
    """
    return Prefetch(path, queryset=Message.objects.defer("raw"))


# ── The problems of several manifests for one page: the gravest first, and how many there are in all.


MOST = 100  # shown on a page; a damaged list of a cruise ship has thousands
GRAVITY = {"error": 0, "warning": 1, "note": 2}


# Findings about the voyage (manifests.quality.voyages) that a sender has to see even where every value can be read.
DOUBTFUL: Final = frozenset({"date-far-away", "another-carriers-flight", "no-participating-state"})


def with_doubts(manifest: Manifest) -> list[dict[str, Any]]:
    """Return what was wrong in reading it, and what makes its voyage doubtful: the problems of a receipt."""
    doubts = (each for each in manifest.quality.get("findings", ()) if each["code"] in DOUBTFUL)
    return [*manifest.problems, *doubts]


def problems_of(manifests: Iterable[Manifest], *, doubts: bool = False) -> dict[str, Any]:
    """Context for `partials/problems.html`: pairs of manifest and problem, and their number. `doubts`: as a receipt."""
    found = [(each, problem) for each in manifests for problem in (with_doubts(each) if doubts else each.problems)]
    gravest = sorted(found, key=lambda pair: GRAVITY.get(pair[1]["severity"], 0))
    return {"problems": gravest[:MOST], "problem_count": len(found)}


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


def on_page(user: User) -> Recipient:
    """This person before a page, as the gate of handling asks who receives a row."""
    state = user.state_id or REGION
    return Recipient(way=Way.PAGE, state=state, holder=state, person=user.pk, may_know_silent=may_know_of_silent(user))
