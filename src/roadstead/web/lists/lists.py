"""Watchlists in force, and loading a new version, which a supervisor puts in force."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_POST, require_safe

from roadstead.config import config
from roadstead.engine.formats.lists import (
    LoadedDocuments,
    LoadedList,
    UnableToLoad,
    load_documents_bytes,
    load_files,
)
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_load_lists, may_see_lists
from roadstead.platform.audit.models import log
from roadstead.targeting.watchlists.differences import Preview
from roadstead.targeting.watchlists.in_force import ManualListRefused
from roadstead.targeting.watchlists.manual_lists import known_in_force, owns_manual_list
from roadstead.targeting.watchlists.models import REGION, Version, WatchList
from roadstead.targeting.watchlists.overdue import overdue
from roadstead.targeting.watchlists.publish import ListRefused, preview, preview_documents, publish, publish_documents
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text

IN_FORCE = gettext_noop(
    "%(name)s: %(added)s added, %(amended)s amended, %(removed)s removed. In force. Voyages on their way are being"
    " screened: the result is under Versions."
)


@allowed(may_see_lists)
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """List the lists in force, with their versions, counts, age and last changes."""
    log(current_user(request), "read", "lists", states=list(current_user(request).scope.states))
    return _page(request)


@allowed(may_load_lists)
@require_POST
def load(request: HttpRequest) -> HttpResponse:
    """Compare a file with the list in force; put it in force once the user has seen what that changes.

    The list belongs to the user's own state, or to the region. A damaged file has to be confirmed.
    """
    chosen = request.FILES.getlist("file")
    if not chosen:
        return _page(request, error="Choose the list's file first.", status=400)
    if sum(each.size or 0 for each in chosen) > config().max_body:
        return _page(request, error=_too_large(", ".join(each.name or "list" for each in chosen)), status=413)
    files = {each.name or "list": each.read() for each in chosen}
    if len(files) < len(chosen):
        return _page(request, error="Two of the files have the same name. Choose each file once.", status=400)
    try:
        found = _read(files, request)
        compared = _compared(found, request, current_user(request))
        if request.POST.get("seen") != compared.key:
            return _page(request, preview=compared, doubtful=bool(compared.doubt))
        version = _put_in_force(found, request, current_user(request))
    except (UnableToLoad, ManualListRefused) as refused:
        return _page(request, error=refusal_text(refused), status=409)
    except ListRefused as refused:
        return _page(request, error=refusal_text(refused), doubtful=True, status=409)
    changed = {name: getattr(version, name) for name in ("added", "amended", "removed")}
    banner.success(request, gettext(IN_FORCE) % {"name": version.watch_list.title, **changed})
    return redirect("list", pk=version.watch_list_id)


def _too_large(filename: str) -> str:
    size = f"{config().max_body // 2**20} MB"
    remedy = "the operator loads it with “roadstead lists load”"
    return f"{filename} is larger than {size}: nothing was loaded. Take out what is not needed, or ask: {remedy}."


def _read(files: dict[str, bytes], request: HttpRequest) -> LoadedList | LoadedDocuments:
    if request.POST.get("kind") != "documents":
        return load_files(files, datetime.now(UTC).date())
    if len(files) > 1:
        raise UnableToLoad(f"{' and '.join(files)}: documents are loaded from one file. Choose one at a time.")
    return next(load_documents_bytes(raw, name) for name, raw in files.items())


def _compared(found: LoadedList | LoadedDocuments, request: HttpRequest, user: User) -> Preview:
    of = _of_list(found, request, user)
    return preview(found, **of) if isinstance(found, LoadedList) else preview_documents(found.documents, **of)


def _put_in_force(found: LoadedList | LoadedDocuments, request: HttpRequest, user: User) -> Version:
    how = _of_list(found, request, user) | {"by": user, "even_if_suspicious": request.POST.get("anyway") == "yes"}
    return publish(found, **how) if isinstance(found, LoadedList) else publish_documents(found.documents, **how)


def _of_list(found: LoadedList | LoadedDocuments, request: HttpRequest, user: User) -> dict[str, Any]:
    """Return the list that the file becomes a version of, and what of the file is not among its documents."""
    of = {"name": request.POST.get("name", "").strip(), "owner": _owner(user)}
    if isinstance(found, LoadedList):
        return of
    name = of["name"] or found.version.list
    return of | {"name": name, "sha256": found.version.sha256, "problems": lambda: found.problems}


def _owner(user: User) -> str:
    return user.state_id or REGION


def _page(
    request: HttpRequest,
    *,
    error: str = "",
    doubtful: bool = False,
    preview: Preview | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = WatchList.objects.visible_to(current_user(request)).prefetch_related("versions")
    context = {
        "lists": shown,
        "overdue": {
            row.pk: _overdue(row, current_user(request))
            for row in shown
            if owns_manual_list(current_user(request), row)
        },
        "may_load": may_load_lists(current_user(request)),
        "error": error,
        "doubtful": doubtful,
        "preview": preview,
        "known": [row.name for row in shown if row.owner == _owner(current_user(request)) and not row.is_manual],
        "typed": request.POST,
        "now": timezone.now(),
    }
    return render(request, "lists.html", context, status=status)


def _overdue(kept: WatchList, user: User) -> int:
    """Return the number of entries of a manual list that alert nobody because their review is overdue."""
    return len(overdue(known_in_force(kept, user), timezone.now().date()))
