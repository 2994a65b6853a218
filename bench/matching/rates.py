"""Speed of other systems: the same list, the same flight, the same run, each in a separate process.

Seconds are processor time of all threads.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Final

from bench.matching import engine, stored
from bench.matching.library import kept
from bench.matching.others import SYSTEMS, Answer, missing, runner
from bench.matching.quiet import quiet
from bench.matching.speed import FLIGHT, MILLION, PUBLISHED, Figures, Listed, apart, seconds

OURS: Final = "Roadstead"
# words in the names of systems that can hold a million persons in the memory of our machine
LEAN: Final = ("rapidfuzz", "TF-IDF")
BESIDE: Final[tuple[tuple[Listed, tuple[str, ...]], ...]] = (
    (PUBLISHED, ("",)),
    (Listed("51 countries", 100_000), ("",)),
    (MILLION, LEAN),
)


def beside(
    lists: tuple[tuple[Listed, tuple[str, ...]], ...] = BESIDE,
) -> dict[str, dict[str, Figures | dict[str, str]]]:
    """Return by list and system: seconds to build, a flight of 300, and the ratio to our time."""
    return {f"{FLIGHT} travellers, {of.words}": _of_list(of, words) for of, words in lists}


def _of_list(of: Listed, words: tuple[str, ...]) -> dict[str, Figures | dict[str, str]]:
    entries, asked = stored.stored(of.kind, of.size), stored.stored_travellers(of.kind)
    ours = apart(partial(_ours, entries, asked))
    rows: dict[str, Figures | dict[str, str]] = {OURS: _row(ours, ours)}
    for name, system in SYSTEMS.items():
        if any(word in name for word in words):
            lacking = missing(system)
            rows[name] = (
                {"not installed": ", ".join(lacking)}
                if lacking
                else _row(apart(partial(_theirs, name, entries, asked)), ours)
            )
    return rows


def _row(theirs: Figures, ours: Figures) -> Figures:
    return theirs | {
        "travellers a second": FLIGHT / theirs["flight, seconds"],
        "times our time": theirs["flight, seconds"] / ours["flight, seconds"],
    }


def _ours(entries: Path, asked: Path) -> Figures:
    travellers = stored.travellers(asked)[:FLIGHT]
    engine.score(engine.build(stored.SOMEBODY), travellers[:1], engine.THRESHOLD)  # loads compiled code
    with tempfile.TemporaryDirectory(dir=kept("")) as folder, quiet():
        built, index = seconds(lambda: engine.write(stored.entries(entries), Path(folder) / "index"))
        flight, _ = seconds(lambda: engine.score(index, travellers, engine.THRESHOLD))
    return {"build, seconds": built, "flight, seconds": flight}


def _theirs(name: str, entries: Path, asked: Path) -> Figures:
    listed, travellers = list(stored.entries(entries)), stored.travellers(asked)[:FLIGHT]
    # Not at real-time priority: threads that wait for each other in a loop would block the core for each other.
    answer: Answer = runner(SYSTEMS[name])(listed, travellers)
    return {"build, seconds": answer.build_seconds, "flight, seconds": answer.score_seconds}
