"""The page docs/reference/matching.md: how matching is measured, and the figures of the last run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bench.matching.fast import section
from bench.matching.tabled import part

HEAD: Final = """# How well listed people are found

Written by `python -m bench.matching real --docs`; the figures are of the machine and the lists of that run.

![Share found against innocents alerted, by list](../pictures/found-against-alerted.svg)

A threshold is drawn from the innocents, so that at most 1, 5 or 10 of 1,000 are alerted, and recall is read there.
Found means: the entry that is meant is alerted. Alerted means: one alert or more, on any entry. A difference below a
point is noise. Thresholds move with the list; carry no number over to another one.

## Who is asked

| | |
|---|---|
| the list | every published list we read, each file under its own name; things that are no persons stand among them |
| innocents | 14,000: half from name tables of 51 countries, half from published sets of invented persons |
| real aliases | a Latin alias is taken off its entry and asked for; or all Latin names are, and another script stays |
| planted variants | listed persons under a changed name, by rules that know nothing of the matcher's keys |
| labelled pairs | UN persons misspelt by others, Arabic spellings, names in two scripts |

Names of invented people come from the demo's own tables, from parts that several people have, gathered from the lists
and labelled sets while the bench runs, and from syllables. Birth date, nationality and sex are lost or wrong for listed
and innocent alike. Nothing of a real list is written into the repository.
"""
COMMANDS: Final = """
## To measure again

| Command | Measures |
|---|---|
| `python -m bench.matching real` | recall by kind; `--undated` without birth dates |
| `python -m bench.matching big --size 1000000` | the same beside a million invented persons |
| `python -m bench.matching speed` | rates, memory, growth, others beside us; `--sizes 5000000 --runs 1`: longer lists |
| `python -m bench.matching others` | rapidfuzz, TF-IDF and nomenklatura beside us, if `pip install .[bench]` was done |
| `python -m bench.matching things` | firms and vessels of UN, OFAC, EU journal and Ukraine, beside rapidfuzz |
| `python -m bench.matching files --size 1000000` | nothing: writes list and travellers for `./roadstead match` |

Figures and the curve of each list lie under `$ROADSTEAD_HOME/bench`.
"""
HEADINGS: Final = {
    "list": "The list", "recall": "Recall by kind",
    "recall by score alone": "The same, without what policy shows whatever the score",
    "single pairs": "Single pairs of names (nomenklatura's bench, persons)",
}  # fmt: skip


BESIDE: Final = {
    "big": "With invented persons on the list", "others": "Beside other matchers",
    "things": "Organisations and vessels, beside rapidfuzz token-sort",
}  # fmt: skip


def page(figures: Mapping[str, Any], beside: Mapping[str, Mapping[str, Any]] = {}, fast: str = "") -> str:
    """`beside`: figures of other measurements, by their command; each part of them is a table. `fast`: the part on
    speed, where they have none of it."""
    parts = [f"\n## {words}\n\n{part(figures[name])}" for name, words in HEADINGS.items() if name in figures]
    others = [f"\n## {words}\n\n{_tables(beside[name])}" for name, words in BESIDE.items() if name in beside]
    speed = section(beside["speed"]) if "speed" in beside else fast
    return HEAD + "".join((*parts, *others)) + speed + COMMANDS


def _tables(figures: Mapping[str, Any]) -> str:
    return "\n".join(map(part, figures.values()))
