"""Guard process: ends the process groups that a killed supervisor left running.

Run as a script with a pipe as standard input: `+N` says that process group N began, `-N` that it ended. The pipe closes
when the supervisor is gone, whatever the reason. Unlike a parent-death signal this reaches grandchildren too, and does
not depend on which thread started them. Uses only the standard library, so that it starts at once.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterable

GRACE_SECONDS = 10  # seconds between SIGTERM and SIGKILL


def main() -> None:
    for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, signal.SIG_IGN)
    groups = read_groups(sys.stdin)
    signal_groups(groups, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < deadline and any(is_alive(group) for group in groups):
        time.sleep(0.1)
    signal_groups(groups, signal.SIGKILL)


def read_groups(lines: Iterable[str]) -> set[int]:
    """Return the groups that had begun and not ended when the pipe closed."""
    groups: set[int] = set()
    for line in lines:
        change = groups.add if line.startswith("+") else groups.discard
        change(int(line[1:]))
    return groups


def signal_groups(groups: set[int], how: signal.Signals) -> None:
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, how)


def is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()
