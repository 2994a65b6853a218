"""Typed values that survive an expired sign-in: kept in the browser's session until the same person signs in again.

A form that includes `{% unsent_token %}` is kept if it is posted after the sign-in has ended, or with the token of an
earlier sign-in. The token is signed for one person and one page, so that nobody else can have anything kept.
"""

from __future__ import annotations

import time
from typing import Any, Final

from django.contrib import messages as banner
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure

FIELD: Final = "unsent"  # of the form
KEY: Final = "unsent"  # of the session
SIGNER: Final = Signer(salt="roadstead.unsent")
MAX_CHARS: Final = 16_000
KEEP_SECONDS: Final = 3600


def token_for(request: HttpRequest) -> str:
    """Return the token of this page for its signed-in user."""
    return SIGNER.sign_object({"user": request.user.pk, "path": request.path})


def keep(request: HttpRequest) -> bool:
    """Keep what was posted, if it has the page's token; return True if it is kept."""
    meant = _meant(request.POST.get(FIELD, "")) if request.method == "POST" else {}
    signed_in = request.user.pk if getattr(request, "user", None) and request.user.is_authenticated else None
    if meant.get("path") != request.path or signed_in not in (None, meant.get("user")):
        return False
    text = request.POST.urlencode()
    if len(text) > MAX_CHARS:
        return False
    request.session[KEY] = {**meant, "at": int(time.time()), "text": text}
    if signed_in is None:
        request.session.set_expiry(KEEP_SECONDS)  # signing in sets it anew
    banner.info(request, _("Your sign-in has ended. Sign in again: what you typed is kept for an hour."))
    return True


def take(request: HttpRequest) -> QueryDict | None:
    """Return what was kept of this page for this person, once; None if nothing was."""
    kept = request.session.get(KEY)
    if not kept or (kept["path"] != request.path and kept["user"] == request.user.pk):
        return None
    del request.session[KEY]  # it is another person's, too old, or shown now
    if kept["user"] != request.user.pk or time.time() - kept["at"] > KEEP_SECONDS:
        return None
    banner.info(request, _("Nothing was lost. Check what you typed, then press the button again."))
    return QueryDict(kept["text"])


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Keep what was posted with the token of an earlier sign-in, and show the page again; refuse anything else."""
    return redirect(request.get_full_path()) if keep(request) else csrf_failure(request, reason=reason)


def _meant(token: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = SIGNER.unsign_object(token)
    except (BadSignature, ValueError):
        return {}
    return found
