"""Lock that allows one `up` for each home. The system releases it with the process that holds it, however that ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another `up` holds this home; the message gives its address."""


@contextmanager
def hold_home(home: Path, address: str) -> Iterator[None]:
    """Hold `home` while the block runs, and record `address`. Raises AlreadyRunning if another process holds it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(
                f"Roadstead is already running at {_recorded_address(home)}, with its data in {home}"
            ) from None
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        yield


def _recorded_address(home: Path) -> str:
    return (home / "up.lock").read_text().strip() or "an address not yet known"
