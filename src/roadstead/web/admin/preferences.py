"""Preferences for every page: its language, and a light or dark theme. Kept in two cookies.

Open to everybody, so that a user who cannot read the sign-in page can change its language there.
"""

from __future__ import annotations

from typing import Final

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from roadstead.web.common.context import THEMES
from roadstead.web.forms.page_form import PageForm

COOKIE_SECONDS: Final = 365 * 24 * 3600  # seconds
COOKIES: Final = (settings.LANGUAGE_COOKIE_NAME, "look")  # named as the fields


class PreferencesForm(PageForm):
    """One choice at a time: each is a button. `next`: the page to go back to."""

    next = forms.CharField(required=False)
    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
    look = forms.ChoiceField(choices=[(each, each) for each in ("", *THEMES)], required=False)


@require_POST
def save_preferences(request: HttpRequest) -> HttpResponse:
    """Store the choice and go back; an unknown choice changes nothing."""
    form = PreferencesForm(request.POST)
    form.is_valid()
    back = form.cleaned_data.get("next", "")
    response = redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "home")
    for name in COOKIES:
        if name in form.data and name in form.cleaned_data:
            _set_cookie(response, name, form.cleaned_data[name])
    return response


def _set_cookie(response: HttpResponse, name: str, value: str) -> None:
    if not value:
        response.delete_cookie(name, samesite="Lax")
        return
    response.set_cookie(
        name, value, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE)
    )
