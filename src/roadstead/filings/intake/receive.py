"""Receive messages: commit the bytes and their place in the queue together, then acknowledge.

Nothing is parsed or judged here, except that the head of the message is read for its voyage and content that may not be
stored is removed: what discloses faith, health or opinions is gone before the first byte is written (S1, S2).
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
from roadstead.filings.intake.limits import OverLimit as OverLimit
from roadstead.filings.intake.limits import check_filing
from roadstead.filings.intake.models import Message, Status
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.registration.carrier_codes import is_self_registered

# ── Receipt numbers: short enough to read over the telephone, with a check character against typing errors.


# Crockford's base 32, without I, L, O and U, which are easily mistaken.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARS = 9


def new_receipt() -> str:
    """Return a new number such as `7K3M9-QX2AH`: nine random characters and a check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARS))
    return _format(body + check_character(body))


def check_character(body: str) -> str:
    """Return the check character: a weighted sum modulo 31, which detects a wrong or swapped character."""
    return ALPHABET[sum((at + 1) * ALPHABET.index(char) for at, char in enumerate(body)) % 31]


def normalise_receipt(text: str) -> str:
    """Return the typed number as we print it; "" if it cannot be a receipt number."""
    plain = _plain(text)
    return _format(plain) if plain and check_character(plain[:-1]) == plain[-1] else ""


def has_wrong_check_character(text: str) -> bool:
    """Return True if the typed number is one but for its check character: it was misread or mistyped."""
    return bool(_plain(text)) and not normalise_receipt(text)


def _plain(text: str) -> str:
    """Return the ten characters without separators; "" if they are not ten, or not ours."""
    plain = text.strip().upper().replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))
    return plain if len(plain) == RANDOM_CHARS + 1 and all(char in ALPHABET for char in plain) else ""


def _format(plain: str) -> str:
    return f"{plain[:5]}-{plain[5:]}"


SERVICES = frozenset({MEAL, ASSISTANCE, OTHER_SERVICE})


class NothingReceived(Exception):
    """The body was empty: there is nothing to store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The stored message. `repeated`: this very body had been sent before."""

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
    """Store `raw` without content that may not be stored, and queue it.

    The same body from the same carrier gets the receipt it already has. Raise NothingReceived if the body is empty, and
    OverLimit if a carrier that registered itself may not file it.
    """
    if not raw.strip():
        raise NothingReceived("the body is empty; send the message itself as the body of the request")
    if is_self_registered(carrier):
        check_filing(carrier, raw, now)
    digest = sha256_of(raw)
    storable = redact(raw)
    message = Message(
        receipt=new_receipt(),
        carrier=carrier,
        channel=channel,
        filename=filename[:120],
        received_at=now,
        raw=storable.raw,
        dropped=counts_by_kind(storable.counts),
        sha256=digest,
        size=len(raw),
        voyage_hint=voyage_hint(storable.raw)[:120],
        submitted_by=by,
        repairs=repairs,
        approved_by=by if repairs else None,
    )
    if not _save(message):
        return Received(message=Message.objects.get(carrier=carrier, sha256=digest), repeated=True)
    queue.enqueue(message.pk, message.voyage_hint or f"message/{message.pk}")
    log(by, "received", f"receipt {message.receipt}", detail=channel)
    return Received(message=message, repeated=False)


def sha256_of(raw: bytes) -> str:
    """Return the hash of a body as it was sent, by which a repeated one is recognised."""
    return hashlib.sha256(raw).hexdigest()


def counts_by_kind(counts: Mapping[str, int]) -> dict[str, int]:
    """Return counts by kind, all services as one: a body may be about one traveller, and the kind of service would
    disclose too much (S2).
    """
    told: dict[str, int] = {}
    for kind, number in counts.items():
        name = SERVICE if kind in SERVICES else kind
        told[name] = told.get(name, 0) + number
    return told


@transaction.atomic
def repair(original: Message, raw: bytes, *, by: User, now: datetime) -> Received:
    """Receive a repaired text in place of a message that was set aside; the original stays as it was sent."""
    received = receive(
        raw, carrier=original.carrier, channel="repair", now=now, filename=original.filename, by=by, repairs=original
    )
    original.status = Status.REPAIRED
    original.save(update_fields=["status"])
    log(by, "repaired", f"receipt {original.receipt}", detail=f"as receipt {received.message.receipt}")
    return received


def retry(message: Message, *, by: User) -> None:
    """Queue a message that was set aside again, unchanged: its obstacle is gone, or its sender was approved."""
    Message.objects.filter(pk=message.pk).update(status=Status.RECEIVED, reason="", attempts=0, approved_by=by)
    queue.enqueue(message.pk, message.voyage_hint or f"message/{message.pk}")
    log(by, "retried", f"receipt {message.receipt}")


def _save(message: Message) -> bool:
    """Save the message; return False if it exists already. A savepoint keeps the transaction usable then."""
    try:
        with transaction.atomic():
            message.save()
    except IntegrityError as error:
        if "one_message_per_body" not in str(error):
            raise
        return False
    return True
