"""A list that a carrier asks for by its receipt, filed or sent as a test, and everything that can be asked about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from roadstead.filings.intake.models import Message, SandboxMessage
from roadstead.filings.intake.receive import normalise_receipt
from roadstead.filings.intake.sandbox import is_test_receipt, normalise_test_receipt
from roadstead.outbound.responses import edifact
from roadstead.outbound.responses.sandbox import responses_of
from roadstead.web.carriers.answer_pages import Page
from roadstead.web.carriers.receipt import receipt_view, sandbox_receipt_view
from roadstead.web.carriers.response_views import answers_view, as_cusres, responses_view

Found = Message | SandboxMessage


def find(carrier: str, number: str) -> Found | None:
    """Return the carrier's own list with this receipt, as it may be typed; None if there is none."""
    if is_test_receipt(number):
        return SandboxMessage.objects.filter(carrier=carrier, receipt=normalise_test_receipt(number)).first()
    return Message.objects.filter(carrier=carrier, receipt=normalise_receipt(number)).first()


def receipt_of(found: Found) -> dict[str, Any]:
    return sandbox_receipt_view(found) if isinstance(found, SandboxMessage) else receipt_view(found)


def answers_of(found: Found, *, since: int, page: Page | None = None) -> dict[str, Any]:
    """Return the answers by list; with `since` those that changed. The answers to a test list never change."""
    if not isinstance(found, SandboxMessage):
        return responses_view(found, since=since, page=page)
    rows = [] if since else list(responses_of(found))
    rows, following = page.of(rows) if page else (rows, None)
    return answers_view(found, rows, newest=since, following=following) | {"test": True}


def cusres_of(found: Found, *, since: int, at: datetime) -> bytes:
    if isinstance(found, SandboxMessage):
        return b"" if since else _file(found, "cusres")
    return as_cusres(found, since=since, at=at)


def contrl_of(found: Found, *, at: datetime) -> bytes:
    return _file(found, "contrl") if isinstance(found, SandboxMessage) else edifact.contrl(found, at=at)


def aperak_of(found: Found, *, at: datetime) -> bytes:
    return _file(found, "aperak") if isinstance(found, SandboxMessage) else edifact.aperak(found, at=at)


def _file(test: SandboxMessage, name: str) -> bytes:
    return str(test.files.get(name, "")).encode("latin-1")
