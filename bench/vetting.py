"""Vetting: a sheet of 500 applicants against a million listed persons, from the bytes of the sheet to the hits.

Listed persons are those of `matching.big`. Half of the applicants are listed, the others are not. Seconds are those of
the clock in one process, without storing; `python -m bench.vetting` prints them.
"""

from __future__ import annotations

import time
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bench.matching.big import LIST, MANY, invented
from roadstead.casework.vetting.logic.sheet import MAX_PEOPLE, read_sheet, sheet_of
from roadstead.engine.matching.index import open_index, write_index
from roadstead.engine.matching.policy import Thresholds
from roadstead.engine.records import Entry, ListVersion
from roadstead.engine.screening.run import Basis, people_hits

PART: Final = 100  # people at a time, as `pipeline.vetting` takes them
GOAL_SECONDS: Final = 60


def run(entries: int = MANY) -> dict[str, Any]:
    """Return seconds by step, and the number of hits."""
    with TemporaryDirectory() as folder:
        began = time.perf_counter()
        write_index(invented(entries), Path(folder) / "index")
        built = time.perf_counter() - began
        raw = sheet_of(map(_row, _applicants(entries)))
        index = open_index(Path(folder) / "index")
        basis = Basis(versions={LIST: ListVersion(list=LIST, version="bench")}, thresholds=Thresholds())
        began = time.perf_counter()
        people = [each.traveller for each in read_sheet(raw).people]
        read = time.perf_counter() - began
        today, found, parts = date(2026, 11, 30), 0, list[float]()
        for at in range(0, len(people), PART):
            began = time.perf_counter()
            some = people[at : at + PART]
            found += len(list(people_hits(some, [today] * len(some), index, basis)))
            parts.append(time.perf_counter() - began)
    return {
        "listed": entries,
        "applicants": len(people),
        "index_seconds": built,
        "read_seconds": read,
        "screen_seconds": sum(parts),
        "slowest_part_seconds": max(parts),
        "sheet_seconds": read + sum(parts),
        "goal_seconds": GOAL_SECONDS,
        "hits": found,
    }


def _applicants(entries: int) -> list[Entry]:
    half = MAX_PEOPLE // 2
    return [*islice(invented(entries), half), *islice(invented(half, seed="not listed"), half)]


def _row(entry: Entry) -> dict[str, str]:
    surname, _, given = entry.names[0].text.replace(",", "").partition(" ")
    return {
        "surname": surname,
        "given": given,
        "born": entry.born[0] if entry.born else "",
        "nationality": next(iter(entry.nationalities), ""),
        "sex": entry.sex,
        "document_number": entry.documents[0].number if entry.documents else "",
        "address": "Main Road",  # so that a row of a name alone is a row
    }


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name}: {value}")
