"""Retries of a delivery: how often, after which pause, and how long a sender holds it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

LEASE: Final = timedelta(seconds=30)  # longer than any delivery: wire.DELIVERY_SECONDS, and time to settle it
MAX_ATTEMPTS: Final = 8
FAILING_TRIES: Final = 3  # attempts without success after which a delivery keeps failing
MAX_REASON_CHARS: Final = 200  # characters, as in the columns


def retry_after(attempts: int) -> timedelta:
    """Return the pause after so many attempts; it doubles with each."""
    return timedelta(seconds=2**attempts * 5)
