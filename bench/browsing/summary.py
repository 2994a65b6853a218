"""Tables of what was counted, to read in a terminal and to keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from bench.browsing.review import REVIEWED, REVIEWED_ON
from bench.browsing.walk import MAX_BYTES, MAX_HEIGHT, WIDTHS, Visit, Walk

WORST: Final = 10


def job_lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Return the jobs side by side with the review's figures."""
    head = f"{'':3} {'job':40} {'review of ' + REVIEWED_ON:54} now"
    return [head, *(_job_line(row) for row in sorted(rows, key=lambda row: row["code"]))]


def _job_line(row: dict[str, Any]) -> str:
    before = REVIEWED.get(row["code"], "–")
    ended = "done" if row["ended"] else "NOT DONE"
    now = "; ".join(filter(None, (counted(row), ended, row["note"])))
    return f"{row['code']:3} {row['title']:40} {before:54} {now}"


def counted(row: dict[str, Any]) -> str:
    """Return `3 keys, 2 fields, 1 press, 4 pages`, without what is none."""
    words = {
        "keys": ("key", "keys"), "fields": ("field", "fields"), "letters": ("letter", "letters"),
        "presses": ("press", "presses"), "pages": ("page", "pages"),
    }  # fmt: skip
    return ", ".join(f"{row[name]} {words[name][row[name] != 1]}" for name in words if row[name]) or "nothing"


def totals(walk: Walk) -> dict[str, Any]:
    """Return numbers of the whole walk, and of what is too much."""
    faults = {width: sum(len(each.faults.get(width, ())) for each in walk.visits) for width in WIDTHS}
    return {
        "pages": len({each.page for each in walk.visits}),
        "visits": len(walk.visits),
        "axe_runs": walk.axe_runs,
        "axe_violations": {str(width): number for width, number in faults.items()},
        "overflows": {str(width): sum(width in each.overflows for each in walk.visits) for width in WIDTHS},
        "taller": sum(each.height > MAX_HEIGHT for each in walk.visits),
        "heavier": sum(each.whole > MAX_BYTES for each in walk.visits),
        "refused": walk.refused,
    }


def worst(walk: Walk, size: Callable[[Visit], int]) -> dict[str, int]:
    """Return the ten greatest, each page once."""
    greatest: dict[str, int] = {}
    for each in sorted(walk.visits, key=size, reverse=True):
        greatest.setdefault(each.page, size(each))
    return dict([*greatest.items()][:WORST])


def page_lines(pages: dict[str, Any]) -> list[str]:
    """Return totals, the ten highest and heaviest pages, and each fault."""
    shown = [f"{name:16} {value}" for name, value in pages["totals"].items() if name != "refused"]
    for title, unit in (
        ("highest", "px at 390"),
        ("heaviest", "bytes, first visit"),
        ("documents", "bytes, page alone"),
    ):
        shown += ["", f"{title} ({unit})", *(f"  {value:8,} {page}" for page, value in pages[title].items())]
    shown += ["", *(f"refused: {line}" for line in pages["totals"]["refused"])]
    for name, row in pages["visits"].items():
        shown += [f"{name} at {width}: {fault}" for width, found in row.get("axe", {}).items() for fault in found]
        shown += [f"{name} overflows at {width}" for width in row.get("overflows", ())]
    return shown


def page_results(walk: Walk) -> dict[str, Any]:
    """Return what is kept of a walk."""
    return {
        "totals": totals(walk),
        "highest": worst(walk, lambda each: each.height),
        "heaviest": worst(walk, lambda each: each.whole),
        "documents": worst(walk, lambda each: each.document),
        "visits": {f"{each.who} {each.page}": each.as_dict() for each in walk.visits},
    }
