"""Which of two messages is the newer: by when they were sent, never by when they came.

Of one transaction the higher revision (RFF+TN) is the newer, whatever the clocks say. The order is a text that sorts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from roadstead.engine.records import MessageHeader

AHEAD: Final = timedelta(hours=26)  # no zone is further from ours; a message dated later than that has a wrong clock
MINUTE: Final = 16  # characters of "2026-11-25T13:00"


def order(header: MessageHeader, received_at: datetime, *, position: int, sha256: str, message: int) -> str:
    """Sent time, revision, interchange number, place in the body; then the body itself, so that no two are equal.

    Where no time of sending is known (or it lies ahead), the time of receipt stands in, to the microsecond.
    """
    revision = header.revision[:12].rjust(12, "0")
    if header.sent_at and not is_ahead(header, received_at):
        tie = f"{header.interchange[-14:].rjust(14, '0')}/{position:04}/{sha256[:8]}"
        return f"{header.sent_at[:MINUTE]:{MINUTE}}/{revision}/{tie}"
    came = received_at.astimezone(UTC)
    return f"{came:%Y-%m-%dT%H:%M}/{revision}/00{came:%H%M%S}{came:%f}/{position:04}/{message:08}"


def is_ahead(header: MessageHeader, received_at: datetime) -> bool:
    return header.sent_at > (received_at.astimezone(UTC) + AHEAD).strftime("%Y-%m-%dT%H:%M")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A message as far as its order goes: `order` by its own clock, and the transaction it belongs to."""

    number: int
    order: str
    transaction: tuple[str, ...] = ()
    revision: str = ""


def settled(sendings: Iterable[Sending]) -> dict[int, str]:
    """The order that counts, by number: no revision is later than a higher one of its transaction.

    A gateway that repeats revision 1 after revision 2 has not made it new.
    """
    result: dict[int, str] = {}
    by_transaction = defaultdict[tuple[str, ...], list[Sending]](list)
    for sending in sendings:
        by_transaction[sending.transaction].append(sending)
    for transaction, group in by_transaction.items():
        result |= _settled(group) if transaction else {each.number: each.order for each in group}
    return result


def _settled(group: list[Sending]) -> dict[int, str]:
    latest, result = "9999", dict[int, str]()
    by_revision = sorted({each.revision.rjust(12, "0") for each in group}, reverse=True)
    for revision in by_revision:
        of_it = [each for each in group if each.revision.rjust(12, "0") == revision]
        for each in of_it:
            result[each.number] = min(each.order[:MINUTE], latest).ljust(MINUTE) + each.order[MINUTE:]
        latest = min(latest, *(each.order[:MINUTE] for each in of_it))
    return result
