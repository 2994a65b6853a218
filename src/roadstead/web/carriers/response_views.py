"""Answers to a carrier about each person, as JSON and as a file: verdict, missing fields, its own references (C13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from roadstead.engine.formats.responses import Kind
from roadstead.filings.intake.models import Message, SandboxMessage
from roadstead.outbound.responses import edifact
from roadstead.outbound.responses.models import Response, ResponseQuerySet
from roadstead.web.carriers.answer_pages import Cursor, Page

EDIFACT = "application/edifact"
MAX_ON_RECEIPT = 500  # on a receipt; all are at its /answers


def current_responses(message: Message) -> ResponseQuerySet:
    """Return the answers in force, in the order of the message's lists."""
    return Response.objects.filter(answered_list__message=message).current()


def response_view(row: Response) -> dict[str, Any]:
    """Return one answer as JSON. `order` grows with each answer: ask with `since` for those after the greatest
    known.
    """
    view = {
        "person": row.place,
        "segment": row.segment,
        "name": row.name,
        "booking": row.booking,
        "passenger": row.passenger,
        "verdict": row.verdict,
        "missing": row.missing,
        "given_at": row.given_at.isoformat(timespec="seconds"),
        "revision": row.revision,
        "order": row.pk,
    }
    return {name: value for name, value in view.items() if value not in ("", None, [])}


def responses_view(message: Message, *, since: int = 0, page: Page | None = None) -> dict[str, Any]:
    """Return the answers by list; with `since`, those with a greater order: what changed. `page`: a part of them."""
    if page is None:
        rows = changed_responses(message, since)
        return answers_view(message, rows, newest=max((row.pk for row in rows), default=since))
    # Before the newest of each person is chosen: an answer that changed has a newer one with a greater order.
    asked = current_responses(message).filter(page.rest, pk__gt=since).select_related("answered_list__manifest")
    rows, following = page.of(asked[: page.limit + 1])
    return answers_view(message, rows, newest=page.newest or _newest(message, since), following=following)


def answers_view(
    found: Message | SandboxMessage, rows: Sequence[Response], *, newest: int, following: Cursor | None = None
) -> dict[str, Any]:
    """Return answers as JSON. `newest` is the same on every page, so that what changes meanwhile is asked for later."""
    lists: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        lists.setdefault(row.answered_list.manifest.position, []).append(response_view(row))
    view = {
        "receipt": found.receipt,
        "status": found.status,
        "newest": newest,
        "lists": [{"message": position, "answers": answers} for position, answers in lists.items()],
    }
    return view | ({"next": following.text(newest)} if following else {})


def changed_responses(message: Message, since: int) -> list[Response]:
    rows = current_responses(message).select_related("answered_list__manifest")
    return [row for row in rows if row.pk > since]


def _newest(message: Message, since: int) -> int:
    """Return the order of the newest answer; `since` if none is newer."""
    newest = Response.objects.filter(answered_list__message=message).aggregate(newest=Max("pk"))["newest"]
    return max(newest or 0, since)


def as_cusres(message: Message, *, since: int, at: datetime) -> bytes:
    """Return the answers in force as a response, or what changed since as the notice of a change (BGM 132), as in
    China.
    """
    kind = Kind.CHANGED if since else Kind.RESPONSE
    return edifact.cusres(message, changed_responses(message, since), at=at, kind=kind)
