"""Locations of the published lists and labelled pairs (only read, never copied), and of the bench's own files."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Final

from roadstead.config import config

ROOT: Final = Path(__file__).parents[2]
SHARED: Final = ROOT.parent / "shared"
LISTS: Final = SHARED / "lists"
PAIRS: Final = SHARED / "pairs"


@cache
def pairs(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a file of labelled pairs; () if the library is not present."""
    path = PAIRS / name
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(line for line in file if not line.startswith("#")))


def kept(name: str) -> Path:
    """Return the path of a file of the bench under ROADSTEAD_HOME, outside the repository."""
    folder = config().home / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name
