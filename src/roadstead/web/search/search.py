"""Search: the term is posted, and the page of results has a key in its address that says nothing of it."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from roadstead.platform.accounts.permissions import may_search, may_see_silent
from roadstead.web.common import search_purpose, stored_terms
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import one_of
from roadstead.web.search.forms import SearchForm
from roadstead.web.search.found import MAX_COUNTED, Group
from roadstead.web.search.recognise import SearchTerm, Shape, recognise
from roadstead.web.search.results import KINDS, TookTooLong, find, is_over_limit, record
from roadstead.web.search.retained import retained_since

TITLES: Final[dict[str, str | Promise]] = {
    "people": gettext_lazy("People"),
    "voyages": gettext_lazy("Flights and voyages"),
    "bookings": gettext_lazy("Bookings"),
    "containers": gettext_lazy("Containers"),
    "bills": gettext_lazy("Bills and waybills"),
    "alerts": gettext_lazy("Alerts"),
    "cases": gettext_lazy("Cases"),
    "notices": gettext_lazy("Notifications"),
    "messages": gettext_lazy("Messages"),
}
OVER: Final = gettext_lazy("These results are no longer kept. Search again.")
TOO_OFTEN: Final = gettext_lazy("You have searched 30 times within a minute. Wait a minute, then search again.")
TOO_SLOW: Final = gettext_lazy("The search took too long. Add a given name, a year of birth or a document number.")


@allowed(may_search)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Take a term, ask for the purpose of this session if none is chosen, and lead to the results."""
    user = current_user(request)
    known = search_purpose.chosen(request, user)
    if request.method != "POST":
        return _page(request, SearchForm(user=user, initial={"purpose": known}))
    form = SearchForm(request.POST, user=user, is_purpose_known=known is not None)
    if known is None and "purpose" not in request.POST:  # from the box in the header
        return _page(request, SearchForm(user=user, initial={"q": request.POST.get("q", "")}))
    if not form.is_valid():
        return _page(request, form, status=400)
    if sent := form.chosen_purpose():
        search_purpose.choose(request, sent)
    return redirect("search-results", key=stored_terms.keep(request, form.cleaned_data["q"]))


def _page(request: HttpRequest, form: SearchForm, status: int = 200) -> HttpResponse:
    return render(request, "search.html", {"form": form}, status=status)


@allowed(may_search)
@require_safe
def search_results(request: HttpRequest, key: str) -> HttpResponse:
    """Show what is found, by kind; `kind` in the address shows one kind alone."""
    user, now = current_user(request), timezone.now()
    text, purpose = stored_terms.term(request, key), search_purpose.chosen(request, user)
    if text is None or purpose is None:
        banner.info(request, OVER)
        return redirect("search")
    if is_over_limit(user, now):
        return _refused(request, text, TOO_OFTEN, 429)
    asked = recognise(text)
    try:
        groups = find(user, asked, now)
    except TookTooLong:
        record(user, asked, None, purpose)
        return _refused(request, text, TOO_SLOW, 400)  # a server error would undo the line of the audit
    record(user, asked, groups, purpose)
    only = one_of(request.GET.get("kind", ""), tuple(KINDS))
    return render(request, "search_results.html", _context(request, asked, groups, only))


def _context(request: HttpRequest, asked: SearchTerm, groups: list[Group], only: str) -> dict[str, Any]:
    user, now = current_user(request), timezone.now()
    return {
        "asked": asked,
        "searched": asked.text,
        "is_scanned": asked.shape in (Shape.ZONE, Shape.BOARDING),
        "groups": [(TITLES[group.kind], group) for group in groups if only in ("", group.kind)],
        "kinds": [(TITLES[group.kind], group) for group in groups],
        "only": only,
        "limit": MAX_COUNTED,
        "since": retained_since(user, now) if user.scope.states else None,
        "omits_silent": may_see_silent(user),
        "now": now,
    }


def _refused(request: HttpRequest, text: str, why: str | Promise, status: int) -> HttpResponse:
    form = SearchForm({"q": text}, user=current_user(request), is_purpose_known=True)
    form.add_error("q", str(why))
    return _page(request, form, status=status)
