"""Exclusive use of a core during a measurement, where permitted: real-time priority, for seconds at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

PRIORITY: Final = 50


@contextmanager
def quiet(core: int = -1) -> Iterator[None]:
    """Run on this core (-1: the last one) with priority over all others; unchanged where that is not permitted."""
    cores, policy = os.sched_getaffinity(0), (os.sched_getscheduler(0), os.sched_getparam(0))
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(PRIORITY))
        os.sched_setaffinity(0, {sorted(cores)[core]})
    except (OSError, IndexError):
        pass
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
        os.sched_setscheduler(0, *policy)


def is_allowed() -> bool:
    with quiet():
        return os.sched_getscheduler(0) == os.SCHED_FIFO
