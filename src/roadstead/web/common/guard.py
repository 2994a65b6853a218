"""Access checks of views: a signed-in user who may do this, and a line in the audit log for what is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from roadstead.engine.reference.caricom import REGION
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Manifest
from roadstead.platform.accounts.courses import check_courses
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_export, may_see_silent
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import NOBODY, Scope
from roadstead.platform.handling.logic.gate import Medium, Recipient
from roadstead.web.common import unsent
from roadstead.web.common.refusals import refusal_text

# ── The message behind a row, if this user may open it.


def with_message(path: str) -> Prefetch[Any]:
    """Return a prefetch of the message at `path`, without its bytes.

    Never use a join: a body that also holds lists of other states is closed to this one, the database hides it, and a
    join would hide the traveller with it. Prefetched, only the message is missing.
    """
    return Prefetch(path, queryset=Message.objects.defer("raw"))


# ── Problems of several manifests for one page: the gravest first, and the number of all.


MAX_PROBLEMS = 100  # problems on a page; a damaged list of a cruise ship has thousands
GRAVITY = {"error": 0, "warning": 1, "note": 2}


# Findings about the voyage (engine.voyages.quality) that a sender has to see even if every value can be read.
DOUBTFUL: Final = frozenset({"date-far-away", "another-carriers-flight", "no-participating-state"})


def with_doubts(manifest: Manifest) -> list[dict[str, Any]]:
    """Return the problems of a receipt: those of reading the message, and findings that make its voyage doubtful."""
    doubts = (each for each in manifest.quality.get("findings", ()) if each["code"] in DOUBTFUL)
    return [*manifest.problems, *doubts]


def problems_of(
    manifests: Iterable[Manifest], *, doubts: bool = False, without: Collection[int] = ()
) -> dict[str, Any]:
    """Return the context for `partials/problems.html`: pairs of manifest and problem, and their number. `doubts`: as on
    a receipt; `without`: ids of problems (of these very objects) that are shown elsewhere.
    """
    found = [
        (each, problem)
        for each in manifests
        for problem in (with_doubts(each) if doubts else each.problems)
        if id(problem) not in without
    ]
    gravest = sorted(found, key=lambda pair: GRAVITY.get(pair[1]["severity"], 0))
    return {"problems": gravest[:MAX_PROBLEMS], "problem_count": len(found)}


P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def allowed(may: Callable[[User], bool]) -> Callable[[View[P]], View[P]]:
    """Allow a view only to signed-in users for whom `may` returns True; others sign in first, or read why not. A page
    that is requested as a file (`as` in the URL) is an export.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, User):
                unsent.keep(request)
                return redirect_to_login(request.get_full_path())
            exports = bool(request.user.missing_courses) and "as" in request.GET  # for other users the view checks it
            for asked in (may, may_export) if exports else (may,):
                if not asked(request.user):
                    log_refused(request, request.user)
                    raise PermissionDenied(_missing_course(asked, request.user))
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def _missing_course(may: Callable[[User], bool], user: User) -> str:
    """Return the missing course, and what to do; "" if the role does not include the page."""
    try:
        check_courses(may, user)
    except NotAllowed as refused:
        return refusal_text(refused)
    return ""


def log_refused(request: HttpRequest, user: User) -> None:
    """Log an attempt at a page that is not for this role; only the name of the URL, which holds no value."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    log(user, "refused", f"page {name}", states=own_states(user))


def own_states(user: User) -> list[str]:
    """Return the states whose auditor reads what this user did: the own state's, or the region's alone ([])."""
    return [user.state_id] if user.state_id else []


def scope_of(request: HttpRequest) -> Scope:
    """Return the scope of a request that needs no account: somebody else may be signed in with this browser."""
    return request.user.scope if isinstance(request.user, User) else NOBODY


def current_user(request: HttpRequest) -> User:
    """Return the signed-in user of a guarded view."""
    assert isinstance(request.user, User)
    return request.user


def page_recipient(user: User) -> Recipient:
    """Return this user as the recipient of a page, for the gate of handling."""
    state = user.state_id or REGION
    return Recipient(way=Medium.PAGE, state=state, holder=state, person=user.pk, may_know_silent=may_see_silent(user))
