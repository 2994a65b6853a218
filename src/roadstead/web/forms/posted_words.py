"""Filters by words that may name a person: posted, and kept as the term of a search is: no address names anybody.

The address holds a key in place of the words; sorting, paging and the export keep it like every other filter.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.contrib import messages as banner
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from roadstead.web.common import stored_terms
from roadstead.web.forms.filter_form import MAX_SEARCH_CHARS

WORDS, KEY = "q", "words"  # the field of the form, and what stands in the address for it
CSRF: Final = "csrfmiddlewaretoken"
MAX_VALUE_CHARS: Final = 100  # of another filter
OVER: Final = gettext_lazy("The words you filtered by are no longer kept. Enter them again.")

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def posts_words(view: View[P]) -> View[P]:
    """Take the posted filters of a page, and lead to its address without the words. Words that are no longer kept are
    asked for again, before anything is shown or exported as if there were no filter.
    """

    @wraps(view)
    def taken(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST":
            return redirect(_address(request, _filters(request)))
        if KEY in request.GET and stored_terms.term(request, request.GET[KEY]) is None:
            banner.info(request, OVER)
            left = request.GET.copy()
            for name in (KEY, "as", "page"):
                left.pop(name, None)
            return redirect(_address(request, left))
        return view(request, *args, **kwargs)

    return taken


def filters_of(request: HttpRequest) -> QueryDict:
    """Return the filters in the address, with the words for which its key stands."""
    found = request.GET.copy()
    key = found.get(KEY)
    if key is not None:
        found[WORDS] = stored_terms.term(request, key) or ""
    return found


def _filters(request: HttpRequest) -> QueryDict:
    """Return the posted filters as they stand in the address."""
    found = QueryDict(mutable=True)
    for name, value in request.POST.items():
        if value and name not in (CSRF, WORDS, KEY):
            found[name[:MAX_VALUE_CHARS]] = str(value)[:MAX_VALUE_CHARS]
    if words := request.POST.get(WORDS, "").strip():
        found[KEY] = stored_terms.keep(request, words[: MAX_SEARCH_CHARS + 1])  # one too many shows the form's error
    return found


def _address(request: HttpRequest, filters: QueryDict) -> str:
    return f"{request.path}?{filters.urlencode()}" if filters else request.path
