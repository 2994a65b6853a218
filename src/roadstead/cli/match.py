"""`roadstead match --list LIST… --queries FILE.csv`: names straight into the matcher; needs no database."""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from math import isnan

import msgspec

from roadstead.cli.failure import read_file
from roadstead.cli.kept_index import index_of
from roadstead.cli.queries import COLUMNS, Asked, queries
from roadstead.cli.watching import say_problems
from roadstead.screening.hits import reasons as reasons_of
from roadstead.screening.persons import Match, match_all
from roadstead.screening.policy import DEFAULT_THRESHOLD
from roadstead.screening.second.stage import second_stage
from roadstead.watchlists.sources.tally import Tally

BATCH = 1000  # queries matched at once


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", nargs="+", action="extend", required=True, metavar="LIST", help="list files")
    parser.add_argument("--queries", required=True, metavar="FILE", help=f"csv: {','.join(COLUMNS)}; any may be empty")
    parser.add_argument("--threshold", type=_bits, default=DEFAULT_THRESHOLD, help="bits; 0 gives every candidate")
    parser.add_argument("--index", default="", metavar="DIR", help="keep the built index there for the next call")
    parser.add_argument("--second-stage", action="store_true", help="let the frozen model add to the evidence")
    parser.add_argument(
        "--evidence-alone", nargs="+", action="extend", default=[], metavar="NAME", help="lists on which it stays off"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a match, a summary last")


def _bits(text: str) -> float:
    """NaN would leave everybody out without a word."""
    found = float(text)
    if isnan(found):
        raise ValueError(text)
    return found


def run(arguments: argparse.Namespace) -> int:
    began, tally = time.perf_counter(), Tally()
    asked_for = queries(read_file(arguments.queries), arguments.queries, tally)
    second = second_stage(frozenset(arguments.evidence_alone)) if arguments.second_stage else None
    with index_of(arguments.list, arguments.index) as built:
        ready = time.perf_counter()
        asked, matches, taken = 0, 0, 0.0
        for batch in _batches(asked_for):
            start = time.perf_counter()
            every = match_all([one.traveller for one in batch], built.index, arguments.threshold, second)
            for query, found in zip(batch, every, strict=True):
                matches += _show_all(query.name, found, arguments.json)
            asked, taken = asked + len(batch), taken + time.perf_counter() - start
    say_problems(arguments.queries, tally.problems)
    summary = {
        "queries": asked,
        "matches": matches,
        "queries_per_second": round(asked / max(taken, 1e-9), 1),
        "index_seconds": round(ready - began, 3),
        "entries": sum(count for each in built.versions for count in each.counts.values()),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "list_versions": {each.list: each.version for each in built.versions},
    }
    print(msgspec.json.encode({"summary": summary}).decode())
    return 0


def _batches(every: Iterator[Asked]) -> Iterator[list[Asked]]:
    """Parts of names are shared within a batch."""
    while some := list(islice(every, BATCH)):
        yield some


def _show_all(query: str, found: Sequence[Match], as_json: bool) -> int:
    for one in found:
        _show(query, one, as_json)
    return len(found)


def _show(query: str, found: Match, as_json: bool) -> None:
    reasons = [reason.text for reason in reasons_of(found.evidence)]
    if as_json:
        view = {
            "query": query,
            "entry": found.entry.id,
            "list": found.entry.list,
            "score": round(found.score, 2),
            "reasons": reasons,
        } | _as_a_whole(found)
        sys.stdout.write(msgspec.json.encode(view).decode() + "\n")
    else:
        print(f"{query:12} {found.score:6.1f}  {found.entry.name} ({found.entry.list} {found.entry.id})")
        print("\n".join(f"{'':20} · {text}" for text in reasons))


def _as_a_whole(found: Match) -> dict[str, float]:
    """Two numbers more where the second stage was asked: how alike the names read (0–100), and the probability."""
    if found.probability is None:
        return {}
    alike = {} if found.name_score is None else {"name_score": round(found.name_score, 1)}
    return alike | {"probability": found.probability}
