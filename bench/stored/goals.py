"""What is wanted of a system of any size, and the results as lines of `docs/reference/performance.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "performance.md"
# The figure, by its path in the results (`*`: each of that level), and the most that it may be.
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
    ("alerts", "post_to_alert_ms", "p50"): 1_000,
    ("alerts", "up", "settled_s"): 10,
}
HEAD: Final = """# Performance with a million stored travellers

Written by `./roadstead bench stored --write`, which fills a system of its own and measures it. Milliseconds and seconds
are of one machine; statements, and blocks of 8 kB that the database touched, are of any. "wanted" is the most that a
figure may be.

"""


def judged(results: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """By figure what is wanted, what was measured, and whether it is within."""
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
    """`performance.md`: one line a figure."""
    of = results["stored"]
    lines = [
        f"{results['at'][:10]}, commit {results['commit']}, {results['machine']['processor']},"
        f" {results['machine']['cores']} cores, {results['machine']['memory_gb']} GB;"
        f" {of['travellers']:,} travellers on {of['voyages']:,} voyages.",
        "",
        "| Figure | Measured | Wanted |",
        "|---|---:|---:|",
    ]
    goals = judged(results)
    for path, value in _flat({name: results[name] for name in results if name not in NOT_SHOWN}, ()):
        name = ": ".join(path)
        wanted = f"{goals[name]['wanted']:g}" if name in goals else ""
        lines.append(f"| {name} | {_shown(value)} | {wanted} |")
    return HEAD + "\n".join(lines) + "\n"


NOT_SHOWN: Final = frozenset({"at", "machine", "commit", "stored", "goals"})


def _flat(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _flat(each, (*path, name))
    elif not isinstance(value, list):
        yield path, value


def _shown(value: Any) -> str:
    return f"{value:,.3f}".rstrip("0").rstrip(".") if isinstance(value, int | float) else str(value).replace("|", "\\|")
