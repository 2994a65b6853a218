"""`PYTHONPATH=src:. python -m tests.fuzz.smaller TARGET FILE`: cuts an input down to what still breaks the same way."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tests.fuzz.targets import TARGETS


def how_it_breaks(target: str, raw: bytes) -> str:
    """The kind of the failure and the line it came from; "" where there is none."""
    try:
        TARGETS[target].check(raw)
    except Exception as failure:  # noqa: BLE001  (whatever a reader raises is what is looked for)
        last = failure.__traceback__
        while last is not None and last.tb_next is not None:
            last = last.tb_next
        return f"{type(failure).__name__} in line {last.tb_lineno if last else 0}"
    return ""


def smaller(raw: bytes, still_breaks: Callable[[bytes], bool]) -> bytes:
    """Without each piece that is not needed, the pieces half as large each time."""
    size = max(len(raw) // 2, 1)
    while size:
        at = 0
        while at < len(raw):
            shorter = raw[:at] + raw[at + size :]
            if still_breaks(shorter):
                raw = shorter
            else:
                at += size
        size //= 2
    return raw


def main(target: str, path: Path) -> None:
    raw = path.read_bytes()
    wanted = how_it_breaks(target, raw)
    if not wanted:
        sys.exit(f"{path} does not break {target}")
    small = smaller(raw, lambda each: how_it_breaks(target, each) == wanted)
    path.with_suffix(".small").write_bytes(small)
    sys.stdout.write(f"{wanted}\n{len(raw)} bytes to {len(small)}: {path.with_suffix('.small')}\n{small!r}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
