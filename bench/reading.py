"""Speed of reading passenger lists, compared with other readers in the same run: `python -m bench.reading`.

Compared with a plain split, which handles neither release characters nor deviations and is the lower bound for these
bytes; a split that handles release characters and groups persons, the least that is useful; and pydifact, which handles
no groups (UNG), no persons and no meaning.
"""

from __future__ import annotations

import gc
import json
import re
import time
import warnings
from collections.abc import Callable, Sequence
from typing import Final

from pydifact.segmentcollection import Interchange, RawSegmentCollection

from roadstead.engine.formats import registry
from roadstead.engine.syntax import edifact
from roadstead.engine.syntax.gc_pause import paused_gc

TRAVELLERS: Final = 300  # a full aircraft in the region
MANY: Final = 10_000
RUNS: Final = 15
Segment = list[str | list[str]]
RELEASED: Final = re.compile(r"\?(.)")
GROUP: Final = re.compile(r"UN[GE]\+[^']*'\n?")


def run() -> dict[str, float | int]:
    """Return milliseconds, travellers per second and ratios; processor time, the best of several runs."""
    small, large = passenger_list(TRAVELLERS), passenger_list(MANY)
    works = (plain_split, split_into_persons, edifact.read, registry.read, pydifact_tokens, pydifact_messages)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydifact lacks the directories for its checks
        plain, useful, tokens, read, raw, whole = in_turn(works, small)
    read_many = best(registry.read, large, runs=2)
    with paused_gc():
        plain_growth = best(plain_split, large, runs=2) / best(plain_split, small)
    return {
        "segments": small.count(b"'\n"),
        "bytes": len(small),
        "plain_split_ms": plain,
        "split_with_release_and_persons_ms": useful,
        "tokeniser_ms": tokens,
        "tokeniser_to_plain_ratio": round(tokens / plain, 2),
        "reading_ms": read,
        "reading_to_plain_ratio": round(read / plain, 2),
        "reading_to_split_with_release_ratio": round(read / useful, 2),
        "pydifact_tokens_ms": raw,
        "pydifact_messages_ms": whole,
        "faster_than_pydifact_tokens": round(raw / read, 1),
        "faster_than_pydifact_messages": round(whole / read, 1),
        "messages_per_second": round(1000 / read, 1),
        "travellers_per_second": round(1000 * TRAVELLERS / read),
        "hint_ms": best(registry.voyage_hint, small),
        "reading_10000_ms": read_many,
        "travellers_per_second_of_10000": round(1000 * MANY / read_many),
        "growth": round(read_many / read / (MANY / TRAVELLERS), 2),  # 1.0 is linear
        "growth_of_plain_split": round(plain_growth / (MANY / TRAVELLERS), 2),  # cost of memory alone
    }


def best(work: Callable[[bytes], object], raw: bytes, *, runs: int = RUNS) -> float:
    """Return milliseconds of processor time of the best run."""
    return round(min(_timed(work, raw) for _ in range(runs)) * 1000, 2)


def in_turn(works: Sequence[Callable[[bytes], object]], raw: bytes) -> list[float]:
    """Return the best times of several functions, run in turn in each round, so that other load affects all alike."""
    rounds = [[_timed(work, raw) for work in works] for _ in range(RUNS)]
    return [round(min(times) * 1000, 2) for times in zip(*rounds, strict=True)]


def _timed(work: Callable[[bytes], object], raw: bytes) -> float:
    gc.collect()
    started = time.process_time()
    result = work(raw)
    taken = time.process_time() - started
    del result
    return taken


def plain_split(raw: bytes) -> list[list[list[bytes]]]:
    return [[element.split(b":") for element in segment.split(b"+")] for segment in raw.split(b"'\n")]


def split_into_persons(raw: bytes) -> list[list[list[list[str]]]]:
    """Return every component without its release characters, with the segments of each person together."""
    text = RELEASED.sub(lambda pair: "\0" + chr(ord(pair[1]) + 0xE000), raw.decode())
    persons: list[list[list[list[str]]]] = [[]]
    for piece in text.split("'"):
        segment = [[_shown(each) for each in element.split(":")] for element in piece.strip().split("+")]
        if segment[0] == ["NAD"]:
            persons.append([])
        persons[-1].append(segment)
    return persons


def _shown(component: str) -> str:
    first, *released = component.split("\0")
    return first + "".join(chr(ord(each[0]) - 0xE000) + each[1:] for each in released)


def pydifact_tokens(raw: bytes) -> object:
    return RawSegmentCollection.from_str(raw.decode())


def pydifact_messages(raw: bytes) -> object:
    """Parse with pydifact. UNG is not supported there and is removed first, at negligible cost."""
    return list(Interchange.from_str(GROUP.sub("", raw.decode())).get_messages())


# ── the list


def passenger_list(count: int) -> bytes:
    """Return a list as sent by an airline, 19 segments per person; one family in twenty has a released apostrophe."""
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
