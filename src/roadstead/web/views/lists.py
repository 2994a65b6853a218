"""The watchlists in force, and a new version of one put in force by a supervisor."""

from __future__ import annotations

from django.contrib import messages as banner
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from roadstead.accounts.models import User
from roadstead.accounts.permissions import may_load_lists, may_see_lists
from roadstead.audit.models import note
from roadstead.config import config
from roadstead.watchlists.models import REGION, Version, WatchList
from roadstead.watchlists.publish import ListRefused, publish, publish_documents
from roadstead.watchlists.sources import UnableToLoad, load_bytes, load_documents_bytes
from roadstead.web.views.guard import allowed, who


@allowed(may_see_lists)
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """The lists in force, with their versions, counts, age and what changed last."""
    note(who(request), "read", "lists", states=list(who(request).scope.states))
    return _page(request)


@allowed(may_load_lists)
@require_POST
def load(request: HttpRequest) -> HttpResponse:
    """Put a file in force as a list of the person's own state, or of the region. A damaged one is refused."""
    uploaded = request.FILES.get("file")
    if not isinstance(uploaded, UploadedFile):
        return _page(request, error="Choose the list's file first.", status=400)
    raw, filename = uploaded.read(config().max_body + 1), uploaded.name or "list"
    if len(raw) > config().max_body:
        return _page(request, error=_too_large(filename), status=413)
    try:
        version = _put_in_force(raw, filename, request, who(request))
    except (UnableToLoad, ListRefused) as refused:
        return _page(request, error=str(refused), doubtful=isinstance(refused, ListRefused), status=409)
    text = f"{version.watch_list}: {version.added} added, {version.amended} amended, {version.removed} removed."
    banner.success(request, text)
    return redirect("lists")


def _too_large(filename: str) -> str:
    size = f"{config().max_body // 2**20} MB"
    remedy = "the operator loads it with “roadstead lists load”"
    return f"{filename} is larger than {size}: nothing was loaded. Take out what is not needed, or ask: {remedy}."


def _put_in_force(raw: bytes, filename: str, request: HttpRequest, user: User) -> Version:
    owner, name = user.state_id or REGION, request.POST.get("name", "").strip()
    anyway = request.POST.get("anyway") == "yes"
    if request.POST.get("kind") != "documents":
        return publish(load_bytes(raw, filename), name=name, owner=owner, by=user, even_if_suspicious=anyway)
    loaded = load_documents_bytes(raw, filename)
    return publish_documents(
        loaded.documents,
        name=name or loaded.version.list,
        sha256=loaded.version.sha256,
        owner=owner,
        by=user,
        even_if_suspicious=anyway,
    )


def _page(request: HttpRequest, *, error: str = "", doubtful: bool = False, status: int = 200) -> HttpResponse:
    context = {
        "lists": WatchList.objects.visible_to(who(request)).prefetch_related("versions"),
        "may_load": may_load_lists(who(request)),
        "error": error,
        "doubtful": doubtful,
        "typed": request.POST,
        "now": timezone.now(),
    }
    return render(request, "lists.html", context, status=status)
