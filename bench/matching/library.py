"""Where the published lists and labelled pairs lie (read there, never copied), and where the bench keeps its own."""

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
    """The rows of one file of labelled pairs; () where the library is not here."""
    path = PAIRS / name
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(line for line in file if not line.startswith("#")))


def kept(name: str) -> Path:
    """A file of the bench's own, under ROADSTEAD_HOME: nothing of it belongs in the repository."""
    folder = config().home / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name
