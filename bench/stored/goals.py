"""Goals for a system of any size, and the results as lines of `docs/reference/performance.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "performance.md"
# Path of a figure in the results (`*`: every key of that level), and its maximum.
GOALS: Final[Mapping[tuple[str, ...], float]] = {
    ("retention", "masking a voyage of 300", "seconds"): 0.2,
    ("retention", "deleting a voyage of 300", "seconds"): 0.2,
    ("retention", "masking a day's worth", "seconds"): 300,
    ("retention", "deleting a day's worth", "seconds"): 300,
    ("scans", "*", "region_ratio"): 2,
    ("scans", "*", "state_ratio"): 2,
    ("statistics", "90 days, REGION", "first_s"): 1,
    ("statistics", "90 days, BRB", "first_s"): 1,
    ("pages", "/alerts as brb.officer", "p50_ms"): 200,
    ("pages", "/alerts as region.analyst", "p50_ms"): 200,
    ("pages", "/audit as region.auditor", "p50_ms"): 200,
    ("pages", "/audit as brb.auditor", "p50_ms"): 200,
    ("pages", "/audit, of a voyage as region.auditor", "p50_ms"): 200,
    ("pages", "/audit, of a voyage as brb.auditor", "p50_ms"): 200,
    ("pages", "/data-protection as region.privacy", "p50_ms"): 200,
    ("requests", "*", "p95_ms"): 200,
    ("search", "*", "p50_ms"): 300,
    ("log", "*", "p50_ms"): 300,
    ("alerts", "post_to_alert_ms", "p50"): 1_000,
    ("alerts", "up", "settled_s"): 10,
}
HEAD: Final = """# Performance with a million stored travellers

Written by `./roadstead bench stored --write`, which fills a system of its own and measures it. Milliseconds and seconds
are of one machine; statements, and blocks of 8 kB that the database touched, are of any. Bytes are of one traveller.
A load above the number of cores says that others used the machine: seconds are then too many.

"""


def judged(results: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return by figure the goal, the measurement, and whether it is met."""
    return {
        ": ".join(path): {"wanted": most, "measured": value, "within": value <= most}
        for wanted, most in GOALS.items()
        for path, value in _found(results, wanted, ())
    }


def _found(results: Any, wanted: tuple[str, ...], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    if not wanted:
        yield path, float(results)
        return
    for name in results if wanted[0] == "*" else [wanted[0]]:
        if isinstance(results, Mapping) and name in results:
            yield from _found(results[name], wanted[1:], (*path, name))


def page(results: Mapping[str, Any]) -> str:
    """Return `performance.md`, one line per figure."""
    of = results["stored"]
    lines = [
        f"{results['at'][:10]}, commit {results['commit']}, {results['machine']['processor']},"
        f" {results['machine']['cores']} cores, {results['machine']['memory_gb']} GB, load {results['load']:.1f};"
        f" {of['travellers']:,} travellers on {of['voyages']:,} voyages.",
        "",
        "| What | Measured | Wanted at most |",
        "|---|---|---|",
    ]
    wanted = _wanted(judged(results))
    for path, figures in _lines({name: results[name] for name in results if name not in NOT_SHOWN}, ()):
        name = ": ".join(path)
        told = ", ".join(f"{each} {_shown(value)}" if each else _shown(value) for each, value in figures.items())
        lines.append(f"| {name} | {told} | {wanted.get(name, '')} |")
    return HEAD + "\n".join(lines) + "\n"


def _wanted(goals: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the goals by line of the page."""
    found: dict[str, str] = {}
    for name, goal in goals.items():
        line, _, figure = name.rpartition(": ")
        found[line] = ", ".join(filter(None, (found.get(line, ""), f"{figure} {goal['wanted']:g}")))
    return found


MOST_CHARS: Final = 100
NOT_SHOWN: Final = frozenset({"at", "machine", "commit", "load", "stored", "goals"})


def _lines(value: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Yield the figures measured together, with their path; long texts are left out."""
    figures = {name: each for name, each in value.items() if not isinstance(each, Mapping | list)}
    if figures:
        yield path, figures
    for name, each in value.items():
        if isinstance(each, Mapping):
            yield from _lines(each, (*path, name))


def _shown(value: Any) -> str:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value).replace("|", "\\|")[:MOST_CHARS]
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
