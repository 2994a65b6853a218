"""Preferences for every page: its language, and a light or dark theme. Kept in two cookies.

Open to everybody, so that a user who cannot read the sign-in page can change its language there.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from roadstead.web.common.context import THEMES

COOKIE_SECONDS: Final = 365 * 24 * 3600  # seconds
CHOICES: Final = {
    settings.LANGUAGE_COOKIE_NAME: tuple(code for code, _name in settings.LANGUAGES),
    "look": ("", *THEMES),
}


@require_POST
def save_preferences(request: HttpRequest) -> HttpResponse:
    """Store the choice and go back; an unknown choice changes nothing."""
    back = request.POST.get("next", "")
    response = redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "home")
    for name, may_be in CHOICES.items():
        if request.POST.get(name) in may_be:
            _set_cookie(response, name, request.POST[name])
    return response


def _set_cookie(response: HttpResponse, name: str, value: str) -> None:
    if not value:
        response.delete_cookie(name, samesite="Lax")
        return
    response.set_cookie(
        name, value, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE)
    )
