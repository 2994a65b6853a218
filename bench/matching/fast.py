"""`./roadstead bench speed`: rates, memory and growth, with other systems in one run; and its section of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from bench.matching import rates, speed
from bench.matching.library import ROOT
from bench.matching.tabled import part

PAGE: Final = ROOT / "docs" / "reference" / "matching.md"
HEADING: Final = "Speed and memory"
SECTION: Final = re.compile(rf"\n## {HEADING}\n.*?(?=\n## )", re.DOTALL)
LAST: Final = "\n## To measure again\n"  # heading before which the section is
SAID: Final = """Written by `python -m bench.matching speed --docs`. Seconds are the processor's. While something is
measured it has a core to itself at real-time priority (`SCHED_FIFO`, as `chrt -f 50 taskset -c 1` gives) where that is
allowed, two processes both cores; other work on the machine still shares caches and memory with it. An index is built
from entries in a file, in a process of its own. Others run at ordinary priority. Persons "of few words" are called by
15,000 words, so that a word has more bearers than in life.
"""


def run(
    lists: tuple[speed.Listed, ...] = speed.LISTS, runs: int = speed.RUNS, *, others: bool = True
) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {
        "conditions": speed.conditions(),
        "medians": turned(speed.speed(lists, runs)),
    }
    return found | rates.beside() if others else found


def turned(rows: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Transpose, since there are more figures than lists."""
    figures = next(iter(rows.values()))
    return {name: {of: row[name] for of, row in rows.items()} for name in figures}


def section(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the section of the page, each table under its name."""
    tables = (f"\n### {name[0].upper()}{name[1:]}\n\n{part(of)}" for name, of in figures.items())
    return f"\n## {HEADING}\n\n{SAID}" + "".join(tables)


def into_documents(figures: Mapping[str, Mapping[str, Any]]) -> None:
    """Replace the section of the page; the rest is unchanged."""
    page = SECTION.sub("", PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(page.replace(LAST, section(figures) + LAST), encoding="utf-8")
