"""`?wait=SECONDS`: send the response when the message has been read, or when the time is over.

What was filed is committed first: the status (202) is sent at once, the body follows. Only a few of the server's
threads may wait; further requests get their response at once, as without `wait`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.http import HttpRequest, StreamingHttpResponse

from roadstead.filings.intake.models import Message, SandboxMessage, Status
from roadstead.platform.database.scope import Scope, scoped
from roadstead.web.api.refused import Refused
from roadstead.web.carriers.found import Found

MAX_WAIT_SECONDS: Final = 10  # seconds
POLL_SECONDS: Final = 0.1  # seconds between two checks; also hides how much longer one list takes than another
MAX_WAITERS: Final = 3  # of the 8 threads of a web process
WAITERS: Final = threading.BoundedSemaphore(MAX_WAITERS)

Table = type[Message] | type[SandboxMessage]
Body = Callable[[Any], bytes]


def requested_wait(request: HttpRequest) -> int:
    """Return how long the sender wants to wait: 0 to 10 seconds. Raise Refused if it is not a number."""
    text = request.GET.get("wait", "") or "0"
    if not (text.isascii() and text.isdecimal()):
        raise Refused(
            400, "wait-not-a-number", f"wait={text[:20]} is not a number of seconds from 0 to {MAX_WAIT_SECONDS}"
        )
    return min(int(text[:4]), MAX_WAIT_SECONDS)


def respond_when_read(
    message: Found, seconds: int, body: Body, *, content_type: str, status: int
) -> StreamingHttpResponse:
    """Return a response whose body is made once the message has been read, in transactions of its own with the
    carrier's scope.
    """
    pieces = _pieces(type(message), message.pk, message.carrier, seconds, body)
    return StreamingHttpResponse(pieces, content_type=content_type, status=status)


def _pieces(table: Table, pk: int, carrier: str, seconds: int, body: Body) -> Iterator[bytes]:
    if WAITERS.acquire(blocking=False):
        try:
            _wait(table, pk, carrier, time.monotonic() + seconds)
        finally:
            WAITERS.release()
    with scoped(Scope(carrier=carrier)):
        yield body(table.objects.get(pk=pk))


def _wait(table: Table, pk: int, carrier: str, until: float) -> None:
    while time.monotonic() < until:
        with scoped(Scope(carrier=carrier)):
            waits = table.objects.filter(pk=pk, status=Status.RECEIVED).exists()
        if not waits:
            return
        time.sleep(POLL_SECONDS)
