"""Responses to refused requests: a page for people, JSON for carriers' systems."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext

from roadstead.engine.refusals import NotAllowed
from roadstead.engine.sentences import Sentence

# ── Reason of a refusal as a sentence, in the reader's language.


MAX_TEXT_CHARS = 4000  # characters of a reason or a note


def refusal_text(refused: Exception) -> str:
    """Return the sentence of a refusal in the reader's language; the text of an error without one stays English."""
    if refused.args and isinstance(refused.args[0], Sentence):
        return as_sentence(refused.args[0].render(gettext))
    if not isinstance(refused, NotAllowed):
        return as_sentence(str(refused))
    said = refused.translated(gettext)
    # a name at the beginning keeps its case
    return _ended(said) if refused.text.startswith("%(") else as_sentence(said)


def as_sentence(text: str) -> str:
    """Return the text with a capital and a full stop; the name of a file at its beginning stays as it is."""
    first = text.partition(" ")[0].rstrip(".,:;")
    return _ended(text if "." in first else text[:1].upper() + text[1:])


def _ended(text: str) -> str:
    return text if not text or text[-1] in ".!?" else f"{text}."


API: Final = "/api/"
STATE_API: Final = "/api/v1/state/"
# in the WSGI environment: the status with which to refuse a request whose body failed
STATUS_KEY: Final = "roadstead.refused"
# by status: the API's code and text; people read the page of that number
API_ERRORS: Final[dict[int, tuple[str, str]]] = {
    400: ("nul-in-address", "the address contains a NUL character; correct it and try again"),
    404: ("no-such-address", "the API has no such address; /api/v1/openapi.json lists all of them"),
    405: ("method-not-allowed", "this address takes another method: send lists with POST, and use GET for the rest"),
    408: (
        "body-not-received",
        "the body did not arrive completely in time (10 seconds, and one more for each 64 kB received); send it again",
    ),
    413: ("body-too-large", "the body is larger than this address accepts; send it in parts"),
    500: ("our-fault", "an error on our side; the list may or may not be stored, so send it again: it counts once"),
    503: ("took-too-long", "the server is too busy to finish this now and has stored nothing; send it again later"),
}
STATE_API_ERRORS: Final[dict[int, tuple[str, str]]] = {
    **API_ERRORS,
    404: ("no-such-address", "the API has no such address; /api/v1/state/openapi.json lists all of them"),
    405: ("method-not-allowed", "this address takes another method; /api/v1/state/openapi.json names it"),
    500: ("our-fault", "an error on our side; send the call again with the same Idempotency-Key: it counts once"),
}


def refusal(request: HttpRequest, status: int) -> HttpResponse:
    """Return the page `{status}.html`, which needs neither user nor database, or its JSON."""
    if request.path.startswith(API):
        errors = STATE_API_ERRORS if request.path.startswith(STATE_API) else API_ERRORS
        code, text = errors[status]
        return JsonResponse({"code": code, "text": text}, status=status)
    return HttpResponse(render_to_string(f"{status}.html"), status=status)
