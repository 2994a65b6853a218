"""The body of a message comes out of the database as it went in, however many pieces it takes."""

from __future__ import annotations

import pytest

from roadstead.filings.intake import queue as body
from roadstead.filings.intake.models import Message
from roadstead.filings.intake.queue import body_of
from roadstead.filings.intake.receive import receive
from tests.filings.intake.test_receive import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

RAW = b"UNB+\x00\xff'UNZ"  # eleven bytes


def stored(raw: bytes = RAW) -> Message:
    receive(raw, carrier="CLMX", channel="api", now=NOW)
    return Message.objects.defer("raw").get()


@pytest.mark.parametrize("size", [1, 3, len(RAW) - 1, len(RAW), len(RAW) + 1])
def test_a_body_is_put_together_from_pieces_of_any_size(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "PIECE_BYTES", size)
    assert body_of(stored()) == RAW


def test_a_body_that_nobody_may_use_is_not_read() -> None:
    """S34."""
    message = stored()
    message.is_restricted = True
    assert body_of(message) == b""
