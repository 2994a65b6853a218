"""The cycles that a test leaves behind, without those of everything else in a long-lived test process."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def only_new_objects_collected() -> Iterator[None]:
    """Leave what exists now out of every collection within, and collect only when asked.

    A collection of a whole test process takes seconds, in which other threads leave cycles of their own.
    """
    gc.collect()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.enable()
