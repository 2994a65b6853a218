"""Test lists: received and answered like any other, but never a voyage, never screened, never seen by a state.

They are rows of a table of their own, so that nothing that reads messages can meet one, and are deleted after days.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, connection, transaction

from roadstead.engine.deadlines.spans import Span
from roadstead.engine.formats.redaction import redact
from roadstead.engine.reference.settings import SettingName
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.intake.limits import KILOBYTE, lock_filings
from roadstead.filings.intake.models import SandboxMessage
from roadstead.filings.intake.queue import CHANNEL
from roadstead.filings.intake.receive import (
    NothingReceived,
    counts_by_kind,
    new_receipt,
    normalise_receipt,
    sha256_of,
)
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.registration.carrier_codes import is_self_registered
from roadstead.platform.registration.limits import limit

PREFIX: Final = "TEST-"
MAX_BYTES: Final = 1024 * 1024  # of a test list; about three thousand people
MAX_IN_A_DAY: Final = 200  # of one carrier
MAX_KEPT: Final = timedelta(days=7)  # whatever the policy says
TOO_LARGE: Final = "A test list has %(most)s bytes at most. Send a part of it."
TOO_MANY: Final = "You have sent %(most)s test lists in 24 hours, which is the most. Wait, or file the list."


class TooLarge(NotAllowed):
    """The test list is too large."""


class TooMany(NotAllowed):
    """The carrier has sent too many test lists in a day."""


def is_test_receipt(text: str) -> bool:
    return text.strip().upper().startswith(PREFIX)


def normalise_test_receipt(text: str) -> str:
    """Return the typed number of a test list as we print it; "" if it cannot be one."""
    number = normalise_receipt(text.strip()[len(PREFIX) :]) if is_test_receipt(text) else ""
    return f"{PREFIX}{number}" if number else ""


@transaction.atomic
def receive_test(
    raw: bytes, *, carrier: str, channel: str, now: datetime, filename: str = "", by: User | None = None
) -> tuple[SandboxMessage, bool]:
    """Store a test list without content that may not be stored. Return it, and True if this very body was sent before.

    Raise NothingReceived, TooLarge or TooMany.
    """
    if not raw.strip():
        raise NothingReceived("the body is empty; send the message itself as the body of the request")
    most_bytes, most = _limits(carrier)
    if len(raw) > most_bytes:
        raise TooLarge(TOO_LARGE, most=most_bytes)
    digest, storable = sha256_of(raw), redact(raw)
    own = SandboxMessage.objects.filter(carrier=carrier)
    known = own.filter(sha256=digest).first()
    if known is not None:
        return known, True
    lock_filings(carrier)
    if own.filter(received_at__gt=now - timedelta(days=1)).count() >= most:
        raise TooMany(TOO_MANY, most=most)
    made = SandboxMessage(
        receipt=f"{PREFIX}{new_receipt()}",
        carrier=carrier,
        channel=channel,
        filename=filename[:120],
        received_at=now,
        raw=storable.raw,
        dropped=counts_by_kind(storable.counts),
        sha256=digest,
        size=len(raw),
        submitted_by=by,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # the same body came at the same time
        return own.get(sha256=digest), True
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, '')", [CHANNEL])
    log(by, "received", f"receipt {made.receipt}", detail=f"{channel}, test")
    return made, False


def _limits(carrier: str) -> tuple[int, int]:
    """Return the most bytes of a test list, and the most lists in a day: of a carrier that registered itself as of its
    lists, since anybody can be many of those, and each list takes a worker's time.
    """
    if not is_self_registered(carrier):
        return MAX_BYTES, MAX_IN_A_DAY
    return (
        min(MAX_BYTES, limit(SettingName.FILING_KILOBYTES) * KILOBYTE),
        min(MAX_IN_A_DAY, limit(SettingName.FILINGS_A_DAY)),
    )


def delete_old(period: str, now: datetime) -> int:
    """Delete test lists received longer ago than `period` ("7 days"), never kept longer than MAX_KEPT; return their
    number.
    """
    span = Span.parse(period)
    received = SandboxMessage.objects.order_by("received_at").values_list("pk", "received_at")
    over = [pk for pk, at in received if min(span.after(at), at + MAX_KEPT) <= now]
    return SandboxMessage.objects.filter(pk__in=over).delete()[0]
