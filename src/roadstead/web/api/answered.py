"""Calls that are done once: the same call under the same key gets the same answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from roadstead.platform.accounts.answered_calls import KEPT
from roadstead.platform.accounts.models import AnsweredCall, Token, User
from roadstead.web.api.refused import Refused

HEADER: Final = "Idempotency-Key"
REPEATED: Final = "Idempotent-Replayed"
MAX_KEY_CHARS: Final = 100
NO_KEY: Final = (
    "send the header Idempotency-Key: a text of 1 to 100 characters that your system chooses for this act, and sends "
    "again if it repeats the call"
)
OTHER_CALL: Final = (
    f"this Idempotency-Key was used for another call in the last {KEPT.days} days; choose a new key for a new act"
)
POSTED: Final = 201


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Sender of calls with keys: a system by its token, or a person, whose device sends. `state`: alpha-3."""

    state: str
    token: Token | None = None
    user: User | None = None


def once(
    request: HttpRequest, of: Sender, act: Callable[[], Mapping[str, Any]], *, said: bytes | None = None
) -> HttpResponse:
    """Do the act and answer 201 with what it returns; of the same call under the same key give the same answer, and do
    nothing. A refused call keeps no key. The caller has entered the scope of the acting officer. `said`: content of the
    call, if the body has been read as a form.
    """
    key = request.headers.get(HEADER, "").strip()
    if not 0 < len(key) <= MAX_KEY_CHARS or not key.isprintable():
        raise Refused(400, "key-missing", NO_KEY)
    digest = _digest(request, request.body if said is None else said)
    with transaction.atomic():
        row = _new(of, key, digest)
        if row is None:
            return _again(of, key, digest)
        answer = dict(act())
        AnsweredCall.objects.filter(pk=row.pk).update(status=POSTED, answer=answer)
    return JsonResponse(answer, status=POSTED)


def _digest(request: HttpRequest, said: bytes) -> str:
    call = f"{request.method} {request.path}\n".encode() + said
    return salted_hmac("roadstead.web.systems.answered", call, algorithm="sha256").hexdigest()


def _new(of: Sender, key: str, digest: str) -> AnsweredCall | None:
    """Return the row of a new call; None if the key is known. Of two calls at once the second waits for the first."""
    try:
        with transaction.atomic():
            return AnsweredCall.objects.create(
                token=of.token, user=of.user, key=key, digest=digest, owner=of.state, at=timezone.now()
            )
    except IntegrityError:
        return None


def _again(of: Sender, key: str, digest: str) -> HttpResponse:
    found = AnsweredCall.objects.filter(token=of.token, user=of.user, key=key).first()
    if found is None or found.digest != digest:
        raise Refused(409, "key-used", OTHER_CALL)
    return JsonResponse(found.answer, status=found.status, headers={REPEATED: "true"})
