"""`roadstead match --list LIST… --queries FILE.csv`: match names directly; needs no database."""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from math import isfinite
from typing import Any

import msgspec

from roadstead.cli.console import counted, read_file, say
from roadstead.cli.list_index import index_of
from roadstead.cli.queries import Query, queries
from roadstead.cli.query_rows import COLUMNS
from roadstead.cli.screening_set import say_problems
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.matching.matcher import Match, match_all
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD
from roadstead.engine.matching.rerank.reranker import shipped_reranker
from roadstead.engine.records import ListVersion, Traveller
from roadstead.engine.screening.run import reasons as reasons_of

MAX_BATCH_SIZE = 1000  # most queries matched at once
PROGRESS_SECONDS = 5.0  # seconds of matching between two progress messages
MAX_MATCHES_HELD = 100_000  # matches held at once: some 100 MB


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", nargs="+", action="extend", required=True, metavar="LIST", help="watchlist files")
    parser.add_argument(
        "--queries",
        required=True,
        metavar="FILE",
        help=f"csv file with the columns {','.join(COLUMNS)}; any may be empty",
    )
    parser.add_argument(
        "--threshold",
        type=_bits,
        default=DEFAULT_THRESHOLD,
        help="the lowest score (bits) of a match; 0 returns every candidate (default: %(default)g)",
    )
    parser.add_argument("--index", default="", metavar="DIR", help="store the index in this folder and reuse it")
    parser.add_argument("--second-stage", action="store_true", help="rerank matches with the reranking model")
    parser.add_argument(
        "--evidence-alone",
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME",
        help="lists whose matches are not reranked",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object per match, and a summary last")


def _bits(text: str) -> float:
    """Parse a threshold; NaN and infinity would silently exclude everybody."""
    found = float(text)
    if not isfinite(found):
        raise ValueError(text)
    return found


@dataclass(slots=True)
class MatchCounts:
    """Number of queries and matches so far, and `seconds` spent on matching, explaining and writing."""

    queries: int = 0
    matches: int = 0
    seconds: float = 0.0


def run(arguments: argparse.Namespace) -> int:
    began, tally = time.perf_counter(), Tally()
    every = queries(read_file(arguments.queries), arguments.queries, tally)
    second = shipped_reranker(frozenset(arguments.evidence_alone)) if arguments.second_stage else None
    with index_of(arguments.list, arguments.index) as built:
        taken = time.perf_counter() - began
        ask = partial(match_all, index=built.index, threshold=arguments.threshold, reranker=second)
        done = _answer(every, ask, arguments.json)
    say_problems(arguments.queries, tally.problems)
    print(msgspec.json.encode({"summary": _summary(done, built.versions, taken)}).decode())
    return 0


def _answer(every: Iterator[Query], ask: Callable[[list[Traveller]], list[list[Match]]], as_json: bool) -> MatchCounts:
    """Answer in batches, which share work on parts of names; small batches where a query matches half the list."""
    done, told = MatchCounts(), 0.0
    while batch := list(islice(every, batch_size(done))):
        began = time.perf_counter()
        for query, found in zip(batch, ask([one.traveller for one in batch]), strict=True):
            done.matches += _show_all(query.name, found, as_json)
        done.queries += len(batch)
        done.seconds += time.perf_counter() - began
        if done.seconds - told >= PROGRESS_SECONDS:
            told = done.seconds
            say(f"{counted(done.queries, 'query', 'queries')} done, {counted(done.matches, 'match', 'matches')}")
    return done


def batch_size(done: MatchCounts) -> int:
    """Return the size of the next batch: growing from one, as far as the matches per query so far leave memory."""
    meets = max(done.matches // max(done.queries, 1), 1)
    return max(1, min(MAX_BATCH_SIZE, 3 * done.queries, MAX_MATCHES_HELD // meets))


def _summary(done: MatchCounts, lists: Sequence[ListVersion], index_seconds: float) -> dict[str, Any]:
    return {
        "queries": done.queries,
        "matches": done.matches,
        "queries_per_second": round(done.queries / max(done.seconds, 1e-9), 1),
        "index_seconds": round(index_seconds, 3),
        "entries": sum(count for each in lists for count in each.counts.values()),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "list_versions": {each.list: each.version for each in lists},
    }


def _show_all(query: str, found: Sequence[Match], as_json: bool) -> int:
    for one in found:
        _show(query, one, as_json)
    if not found and not as_json:
        print(f"{query:12} {'–':>6}  no match")
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
        } | _model_scores(found)
        sys.stdout.write(msgspec.json.encode(view).decode() + "\n")
    else:
        print(f"{query:12} {found.score:6.1f}  {found.entry.name} ({found.entry.list} {found.entry.id})")
        print("\n".join(f"{'':20} · {text}" for text in reasons))


def _model_scores(found: Match) -> dict[str, float]:
    """Return name score (0–100) and probability, where the reranking model was used."""
    if found.probability is None:
        return {}
    alike = {} if found.name_score is None else {"name_score": round(found.name_score, 1)}
    return alike | {"probability": found.probability}
