"""How fast passenger lists are read, beside a plain split of the same bytes in the same run: `python -m bench.reading`.

The plain split knows neither release characters nor deviations: it is what no reader of these bytes can beat.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable
from typing import Final

from roadstead.messages import registry
from roadstead.syntax import edifact

TRAVELLERS: Final = 300  # a full aircraft of the region
MANY: Final = 10_000
RUNS: Final = 9
Segment = list[str | list[str]]


def run() -> dict[str, float | int]:
    """Milliseconds, travellers a second and ratios; times are of this process, the best of several runs."""
    small, large = passenger_list(TRAVELLERS), passenger_list(MANY)
    plain, tokens, read = (best(each, small) for each in (plain_split, edifact.read, registry.read))
    read_many = best(registry.read, large, runs=2)
    return {
        "segments": small.count(b"'\n"),
        "bytes": len(small),
        "plain_split_ms": plain,
        "tokeniser_ms": tokens,
        "tokeniser_to_plain_ratio": round(tokens / plain, 2),
        "reading_ms": read,
        "reading_to_plain_ratio": round(read / plain, 2),
        "messages_per_second": round(1000 / read, 1),
        "travellers_per_second": round(1000 * TRAVELLERS / read),
        "hint_ms": best(registry.voyage_hint, small),
        "reading_10000_ms": read_many,
        "travellers_per_second_of_10000": round(1000 * MANY / read_many),
        "growth": round(read_many / read / (MANY / TRAVELLERS), 2),  # 1.0 is linear
    }


def best(work: Callable[[bytes], object], raw: bytes, *, runs: int = RUNS) -> float:
    """Milliseconds of processor time of the best run."""
    return round(min(_timed(work, raw) for _ in range(runs)) * 1000, 2)


def _timed(work: Callable[[bytes], object], raw: bytes) -> float:
    gc.collect()
    started = time.process_time()
    result = work(raw)
    taken = time.process_time() - started
    del result
    return taken


def plain_split(raw: bytes) -> list[list[list[bytes]]]:
    return [[element.split(b":") for element in segment.split(b"+")] for segment in raw.split(b"'\n")]


# ── the list ────────────────────────────────────────────────────────────────────────────────


def passenger_list(count: int) -> bytes:
    """A list as an airline sends it, 19 segments a person; one family in twenty has a released apostrophe."""
    head: list[Segment] = [
        ["UNH", "PAX01", ["PAXLST", "D", "05B", "UN", "IATA"], "XA123/261125/0900", ["01", "F"]],
        ["BGM", "745"],
        ["RFF", ["TN", "BENCH1"]],
        ["NAD", "MS", "", "", "OPERATIONS DESK"],
        ["COM", ["2465550100", "TE"]],
        ["TDT", "20", "XA123", "", "", "XA"],
        ["LOC", "125", "LGW"],
        ["DTM", ["189", "2611250900", "201"]],
        ["LOC", "87", "BGI"],
        ["DTM", ["232", "2611251300", "201"]],
    ]
    people = [segment for place in range(count) for segment in person(place)]
    total: list[Segment] = [["CNT", ["42", str(count)]]]
    body = [*head, *people, *total]
    envelope: list[str | list[str]] = ["XA", "APIS", ["261125", "0830"], "1"]
    return edifact.write(
        [
            ["UNB", ["UNOA", "4"], *envelope, "", "APIS"],
            ["UNG", "PAXLST", *envelope, "UN", ["D", "05B"]],
            *body,
            ["UNT", str(len(body) + 1), "PAX01"],
            ["UNE", "1", "1"],
            ["UNZ", "1", "1"],
        ]
    )


def person(place: int) -> list[Segment]:
    surname = f"O'FAMILY{place}" if place % 20 == 0 else f"FAMILY{place}"
    return [
        ["NAD", "FL", "", "", [surname, "GIVEN", "SECOND"]],
        ["ATT", "2", "", "MF"[place % 2]],
        ["DTM", ["329", f"{50 + place % 50}{1 + place % 12:02}{1 + place % 28:02}"]],
        ["MEA", "CT", "", ["", "1"]],
        ["GEI", "4", "173"],
        ["FTX", "BAG", "", "", [f"XA{place:06}", "1"]],
        *places(),
        ["COM", ["2465550199", "TE"]],
        ["NAT", "2", "GBR"],
        ["RFF", ["AVF", f"R{place:05}"]],
        ["RFF", ["ABO", f"XA{place:05}"]],
        ["RFF", ["SEA", f"{1 + place // 6}A"]],
        ["DOC", ["P", "110", "111"], f"9{place:08}"],
        ["DTM", ["36", "310630"]],
        ["LOC", "91", "GBR"],
    ]


def places() -> list[Segment]:
    return [["LOC", code, where] for code, where in LOCATIONS]


LOCATIONS: Final = (("22", "BGI"), ("174", "GBR"), ("178", "LGW"), ("179", "BGI"), ("180", "LONDON"))

if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
