"""Positions of interchanges in the bytes as they arrived; the syntax layer finds them in bytes without line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from roadstead.engine.syntax.edifact import Separators, clean, scan

VERSION: Final = re.compile(rb"UNB[^\w\s][A-Z]{3}[A-Z0-9][^\w\s](\d)")
LOST_HEAD: Final = re.compile(rb"(?:SSR|IFT|LTS|TIF|RCI|FOP)[^\w\s]")  # segments before the first interchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One interchange, from the byte after its UNA to the beginning of the next one."""

    begin: int
    end: int
    separators: Separators
    dropped: bytes  # line ends and control characters without meaning in this interchange


def regions(raw: bytes) -> list[Region]:
    """Return every interchange in the bytes, in order; [] if there is none."""
    keep = scan.control_separators(raw)
    bare = clean.cleaned(raw, keep)
    starts = scan.starts(bare) or scan.starts(bare.upper())
    if not starts:
        return []
    dropped = bytes(set(clean.DROPPED) - set(keep))
    ends = [*(start.at for start in starts[1:]), len(bare)]
    bounds = [place for start in starts for place in (start.at, start.at + _una(start))]
    at = dict(zip(bounds, _in_raw(raw, bounds, dropped), strict=True))
    found = []
    for start, end in zip(starts, ends, strict=True):
        data = bare[start.at : end]
        used = scan.separators(data, start, version=_version(data), by_line=keep == b"\n")
        found.append(
            Region(begin=at[start.at + _una(start)], end=at.get(end, len(raw)), separators=used, dropped=dropped)
        )
    before = raw[: at[starts[0].at]]
    if LOST_HEAD.search(clean.cleaned(before, keep).upper()):
        found.insert(0, Region(begin=0, end=len(before), separators=found[0].separators, dropped=dropped))
    return found


def _una(start: scan.Start) -> int:
    return len("UNA") + len(start.una_sent) if start.una else 0


def _version(data: bytes) -> str:
    found = VERSION.search(data, 0, 200)
    return found.group(1).decode() if found else ""


def _in_raw(raw: bytes, places: list[int], dropped: bytes) -> Iterator[int]:
    """Yield the raw position of each position in the cleaned bytes (ascending)."""
    kept_before = at = 0
    runs = re.compile(b"[^" + re.escape(dropped) + b"]+").finditer(raw)
    run = next(runs, None)
    for place in places:
        while run is not None and kept_before + (run.end() - run.start()) <= place:
            kept_before += run.end() - run.start()
            at = run.end()
            run = next(runs, None)
        yield at if run is None else run.start() + place - kept_before
