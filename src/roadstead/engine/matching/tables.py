"""The tables of this room, read once: csv beside the code, with remarks in lines that begin with #."""

from __future__ import annotations

import csv
from importlib.resources import files


def table(name: str) -> list[list[str]]:
    text = files("roadstead.engine.matching").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))
