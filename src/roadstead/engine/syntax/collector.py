"""Reading makes many small lists and no cycles: the cyclic garbage collector looks at them for nothing.

With it, ten thousand travellers take twice as long as thirty times three hundred (bench/reading.py); so it rests.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Iterator[None]:
    """No cyclic collection inside. Of several threads, the one that stopped it starts it again.

    What was made meanwhile then counts as old without having been looked at: freezing and thawing move it there.
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
