"""From the wire to the safe: the bytes and their place in the queue are committed together, then acknowledged.

Nothing is read or judged here beyond a glance at the head of the message to find its voyage, and one look for what
must not be stored: what tells faith, health or opinions is taken out before the first byte is written (S1, S2).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from roadstead.engine.formats.redaction import redact
from roadstead.engine.formats.redaction.kinds import ASSISTANCE, MEAL, OTHER_SERVICE, SERVICE
from roadstead.engine.formats.registry import voyage_hint
from roadstead.filings.intake import queue
from roadstead.filings.intake.models import Message, Status
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import note

# ── Receipt numbers: short enough to read over the telephone, with a check character against slips of the pen.


# Crockford's base 32: no I, L, O, U to mistake.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 9


def new_receipt() -> str:
    """A fresh number such as `7K3M9-QX2AH`: nine random characters and one that checks them."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return _format(body + check(body))


def check(body: str) -> str:
    """The check character: a weighted sum modulo 31, so that a wrong or a swapped character shows."""
    return ALPHABET[sum((at + 1) * ALPHABET.index(char) for at, char in enumerate(body)) % 31]


def normalise(text: str) -> str:
    """What was typed, in the form we print; "" where it cannot be one of our numbers."""
    plain = text.strip().upper().replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))
    if len(plain) != LENGTH + 1 or any(char not in ALPHABET for char in plain):
        return ""
    return _format(plain) if check(plain[:-1]) == plain[-1] else ""


def _format(plain: str) -> str:
    return f"{plain[:5]}-{plain[5:]}"


SERVICES = frozenset({MEAL, ASSISTANCE, OTHER_SERVICE})


class NothingReceived(Exception):
    """The body was empty: there is nothing to keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The stored message, and whether this very body had been sent before."""

    message: Message
    repeated: bool


@transaction.atomic
def receive(
    raw: bytes,
    *,
    carrier: str,
    channel: str,
    now: datetime,
    filename: str = "",
    by: User | None = None,
    repairs: Message | None = None,
) -> Received:
    """Keep `raw`, but for what may not be kept, and queue it.

    The same body from the same carrier is answered with the receipt it already has."""
    if not raw.strip():
        raise NothingReceived("the body is empty; send the message itself as the body of the request")
    digest = hashlib.sha256(raw).hexdigest()  # of what was sent: by it the same body is known again
    storable = redact(raw)
    message = Message(
        receipt=new_receipt(),
        carrier=carrier,
        channel=channel,
        filename=filename[:120],
        received_at=now,
        raw=storable.raw,
        dropped=_counted(storable.counts),
        sha256=digest,
        size=len(raw),
        voyage_hint=voyage_hint(storable.raw)[:120],
        submitted_by=by,
        repairs=repairs,
        approved_by=by if repairs else None,
    )
    if not _save(message):
        return Received(message=Message.objects.get(carrier=carrier, sha256=digest), repeated=True)
    queue.put(message.pk, message.voyage_hint or f"message/{message.pk}")
    note(by, "received", f"receipt {message.receipt}", detail=channel)
    return Received(message=message, repeated=False)


def _counted(counts: Mapping[str, int]) -> dict[str, int]:
    """By kind, services alike: a body may be one traveller's, of whom a meal or assistance would already tell (S2)."""
    told: dict[str, int] = {}
    for kind, number in counts.items():
        name = SERVICE if kind in SERVICES else kind
        told[name] = told.get(name, 0) + number
    return told


@transaction.atomic
def repair(original: Message, raw: bytes, *, by: User, now: datetime) -> Received:
    """Send a repaired text in the place of a message that was set aside; the original stays as it was sent."""
    received = receive(
        raw, carrier=original.carrier, channel="repair", now=now, filename=original.filename, by=by, repairs=original
    )
    original.status = Status.REPAIRED
    original.save(update_fields=["status"])
    note(by, "repaired", f"receipt {original.receipt}", detail=f"as receipt {received.message.receipt}")
    return received


def retry(message: Message, *, by: User) -> None:
    """Queue a message that was set aside once more, unchanged: what was in its way is gone, or its sender approved."""
    Message.objects.filter(pk=message.pk).update(status=Status.RECEIVED, reason="", attempts=0, approved_by=by)
    queue.put(message.pk, message.voyage_hint or f"message/{message.pk}")
    note(by, "retried", f"receipt {message.receipt}")


def _save(message: Message) -> bool:
    """Whether the row was new. A savepoint keeps the transaction usable when it was not."""
    try:
        with transaction.atomic():
            message.save()
    except IntegrityError as error:
        if "one_message_per_body" not in str(error):
            raise
        return False
    return True
