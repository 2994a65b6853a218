"""Responses to one message for its sender's system: CONTRL, APERAK and CUSRES, in the sender's envelope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Protocol

import msgspec
from django.db.models import BinaryField, F, Func, Value

from roadstead.config import NotConfigured, config
from roadstead.engine import records as model
from roadstead.engine.formats.responses import (
    Envelope,
    Kind,
    acknowledge_interchange,
    acknowledge_receipt,
    envelope_of,
    reply_to,
    with_codes,
    write_aperak,
    write_contrl,
    write_cusres,
)
from roadstead.engine.formats.responses.envelope import HEAD_BYTES
from roadstead.engine.reference.response_profiles import profiles
from roadstead.engine.syntax import edifact
from roadstead.engine.syntax.edifact import Interchange
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.sandbox import PREFIX, is_test_receipt
from roadstead.filings.voyages.models import Manifest
from roadstead.outbound.responses.models import Response

UNREAD_STATUSES = frozenset({Status.RECEIVED, Status.SET_ASIDE})


def profile_of(carrier: str) -> str:
    """Return the response profile of this carrier. Raises NotConfigured if the configured profile does not exist."""
    chosen = config().response_profiles
    profile = chosen.get(carrier.upper(), chosen[""])
    if profile not in profiles():
        raise NotConfigured(
            f"ROADSTEAD_ANSWER_PROFILE: unknown profile {profile!r}; use one of {', '.join(sorted(profiles()))}"
        )
    return profile


def receipt_contrl(message: Sent, raw: bytes, *, at: datetime) -> bytes:
    """Return a CONTRL that the interchange was received, from its UNB alone; b"" if the body is not EDIFACT."""
    found = envelope_of(raw)
    return write_contrl(acknowledge_receipt(found), envelope=_envelope(message, "C", 0, at, found)) if found else b""


class Sent(Protocol):
    """Subject of a response: a message, or a test list."""

    receipt: str
    carrier: str


def contrl(message: Message, *, at: datetime) -> bytes:
    """Return a CONTRL for each interchange: acknowledged or not, with the places of faults; b"" if not EDIFACT."""
    if message.status in UNREAD_STATUSES:
        return receipt_contrl(message, bytes(message.raw), at=at)
    return contrl_of(message, bytes(message.raw), message.manifests.all(), at=at)


def contrl_of(sent: Sent, raw: bytes, rows: Iterable[Manifest], *, at: datetime) -> bytes:
    """Return the CONTRL of a body that was read; `rows`: its messages."""
    manifests = {row.position: row for row in rows}
    written, position = [], 0
    for number, interchange in enumerate(edifact.read(raw)):
        own = [manifests.get(position + at_) for at_ in range(len(interchange.messages))]
        position += len(own)
        said = acknowledge_interchange(
            interchange, [_problems(row) for row in own], [row is None or bool(row.type) for row in own]
        )
        written.append(write_contrl(said, envelope=_envelope(sent, "C", number, at, interchange)))
    return b"".join(written)


def aperak(message: Message, *, at: datetime) -> bytes:
    """Return an APERAK for each message in the body, and what to do; b"" until it was read."""
    return aperak_of(message, _head(message), message.manifests.order_by("position"), at=at)


def aperak_of(sent: Sent, head: bytes, rows: Iterable[Manifest], *, at: datetime) -> bytes:
    """Return the APERAK of these messages. `head`: the first bytes of the body."""
    unb = envelope_of(head)
    return b"".join(
        write_aperak(_problems(row), envelope=_envelope(sent, "A", row.position, at, unb), reference=row.reference)
        for row in rows
    )


def cusres(message: Message, rows: Iterable[Response], *, at: datetime, kind: Kind = Kind.RESPONSE) -> bytes:
    """Return the rows as one CUSRES for each list that they are about; b"" if there is none.

    `rows`: in the order of the lists, with their lists (`select_related("answered_list")`).
    """
    return cusres_of(message, _head(message), rows, at=at, kind=kind)


def cusres_of(sent: Sent, head: bytes, rows: Iterable[Response], *, at: datetime, kind: Kind = Kind.RESPONSE) -> bytes:
    """Return the CUSRES of these responses. `head`: the first bytes of the body."""
    unb, profile = envelope_of(head), profile_of(sent.carrier)
    letter = "R" if kind is Kind.RESPONSE else "P"
    written = []
    for number, (asked, answers) in enumerate(groupby(rows, key=lambda row: row.answered_list)):
        written.append(
            write_cusres(
                [with_codes(_formatted(row), profile=profile, on=at.date()) for row in answers],
                envelope=_envelope(sent, letter, number, at, unb),
                voyage=msgspec.convert(asked.stated, model.Voyage),
                profile=profile,
                transaction=asked.reference,
                access_reference=asked.access_reference,
                kind=kind,
            )
        )
    return b"".join(written)


def _formatted(row: Response) -> model.Response:
    """Return the response for one person. Without a number of the carrier's the place in the list identifies them."""
    return model.Response(
        booking=row.booking,
        passenger=row.passenger or ("" if row.booking else f"PERSON {row.place}"),
        verdict=model.Verdict(row.verdict),
        missing=tuple(row.missing),
        level="2",
    )


def _envelope(sent: Sent, letter: str, number: int, at: datetime, unb: Interchange | None) -> Envelope:
    """Return our envelope. Control reference: the receipt, a letter for the kind, a number in the body. That of a test
    list is marked as a test.
    """
    is_test = is_test_receipt(sent.receipt)
    receipt = sent.receipt.removeprefix(PREFIX) if is_test else sent.receipt
    reference = f"{receipt.replace('-', '')}{letter}{number % 1000}"
    made = (
        reply_to(unb, reference=reference, at=at, to=sent.carrier)
        if unb
        else Envelope(reference=reference, at=at, recipient=(sent.carrier,))
    )
    return replace(made, is_test=True) if is_test else made


def _head(message: Message) -> bytes:
    """Return the first bytes of the body, without loading the rest: a body may have 32 MB."""
    part = Func(F("raw"), Value(1), Value(HEAD_BYTES), function="substring", output_field=BinaryField())
    return bytes(Message.objects.filter(pk=message.pk).values_list(part, flat=True).get())


def _problems(row: Manifest | None) -> Sequence[model.Problem]:
    return msgspec.convert(row.problems, list[model.Problem]) if row else ()
