"""Pause of the cyclic garbage collector while messages are read.

Reading makes many small lists and no cycles, so collection is wasted work: with it, ten thousand travellers take twice
as long as thirty times three hundred (bench/reading.py).
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_gc() -> Iterator[None]:
    """Pause cyclic collection inside the block. With several threads, the one that stopped it starts it again.

    Freezing and thawing afterwards moves the new objects to the oldest generation without examining them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
