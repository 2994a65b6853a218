"""What a request is answered that goes no further: a page for people, JSON for carriers' systems."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext

from roadstead.engine.refusals import NotAllowed

# ── Why something was refused, as a sentence, in the language of whoever reads the page.


LONGEST = 4000  # characters of a reason or a note


def why_not(refused: Exception) -> str:
    """The sentence of a refusal; of another error its own text, which stays English."""
    if not isinstance(refused, NotAllowed):
        return as_sentence(str(refused))
    said = refused.said(gettext)
    return _ended(said) if refused.text.startswith("%(") else as_sentence(said)  # a name is as its bearer writes it


def as_sentence(text: str) -> str:
    """The text with a capital and a full stop, unless it begins with the name of a file, which stays as it is."""
    first = text.partition(" ")[0].rstrip(".,:;")
    return _ended(text if "." in first else text[:1].upper() + text[1:])


def _ended(text: str) -> str:
    return text if not text or text[-1] in ".!?" else f"{text}."


API: Final = "/api/"
REFUSED: Final = "roadstead.refused"  # in the WSGI environment: the status to refuse a request with whose body failed
# status: the API's code and text; people read the page of that number
WORDS: Final[dict[int, tuple[str, str]]] = {
    400: ("nul-in-address", "the address holds a NUL character; correct it and ask again"),
    408: (
        "body-not-received",
        "the body did not arrive whole in time (10 seconds, and one more for each 64 kB received); send it again",
    ),
    413: ("body-too-large", "the body is larger than this address takes; send it in parts"),
    503: ("took-too-long", "the server is too busy to finish this now and has kept nothing of it; send it again later"),
}


def refusal(request: HttpRequest, status: int) -> HttpResponse:
    """The page `{status}.html`, which needs neither user nor database, or its JSON."""
    if request.path.startswith(API):
        code, text = WORDS[status]
        return JsonResponse({"code": code, "text": text}, status=status)
    return HttpResponse(render_to_string(f"{status}.html"), status=status)
