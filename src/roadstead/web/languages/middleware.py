"""Language of a page: `?lang=` for this one page, else the user's choice, else the browser's."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override

from roadstead.web.common.refusals import API


def select_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that sets the language. Carriers' systems always get English: responses to them are kept as
    evidence.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    return middleware


def language_of(request: HttpRequest) -> str:
    """Return the code of the language, one of LANGUAGES."""
    if request.path.startswith(API):
        return settings.LANGUAGE_CODE
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language_from_request(request)
