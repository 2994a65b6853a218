"""What is unknown is left out of an object that is shown."""

from __future__ import annotations

from typing import Final

ABSENT: Final[tuple[object, ...]] = (None, "", [], {})


def lean(value: object) -> object:
    """Without what is unknown; zero and false are known."""
    if isinstance(value, dict):
        return {name: kept for name, each in value.items() if (kept := lean(each)) not in ABSENT}
    if isinstance(value, list | tuple):
        return [lean(each) for each in value]
    return value
