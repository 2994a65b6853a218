"""`roadstead match --list LIST… --queries FILE.csv`: names straight into the matcher; needs no database."""

from __future__ import annotations

import argparse
import csv
import io
import resource
import sys
import time
from collections.abc import Iterator
from itertools import islice

import msgspec

from roadstead.cli.failure import CannotDo, read_file, say
from roadstead.cli.kept_index import index_of
from roadstead.model import Document, Traveller
from roadstead.screening.hits import reasons as reasons_of
from roadstead.screening.persons import Match, match_all
from roadstead.screening.policy import DEFAULT_THRESHOLD
from roadstead.screening.second.stage import second_stage
from roadstead.text import dates

BATCH = 1000  # queries matched at once
COLUMNS = ("id", "name", "surname", "given", "born", "sex", "nationality", "document_number")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", nargs="+", action="extend", required=True, metavar="LIST", help="list files")
    parser.add_argument("--queries", required=True, metavar="FILE", help=f"csv: {','.join(COLUMNS)}; any may be empty")
    parser.add_argument("--threshold", type=float, default=DEFAULT_THRESHOLD, help="bits; 0 gives every candidate")
    parser.add_argument("--index", default="", metavar="DIR", help="keep the built index there for the next call")
    parser.add_argument("--second-stage", action="store_true", help="let the frozen model add to the evidence")
    parser.add_argument(
        "--evidence-alone", nargs="+", action="extend", default=[], metavar="NAME", help="lists on which it stays off"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a match, a summary last")


def run(arguments: argparse.Namespace) -> int:
    began = time.perf_counter()
    queries = _queries(read_file(arguments.queries))
    second = second_stage(frozenset(arguments.evidence_alone)) if arguments.second_stage else None
    with index_of(arguments.list, arguments.index) as built:
        ready = time.perf_counter()
        asked = matches = 0
        for names, travellers in _batches(queries):
            every = match_all(travellers, built.index, arguments.threshold, second)
            for name, found in zip(names, every, strict=True):
                asked += 1
                matches += len(found)
                for one in found:
                    _show(name, one, arguments.json)
        taken = time.perf_counter() - ready
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


def _batches(queries: Iterator[tuple[str, Traveller]]) -> Iterator[tuple[tuple[str, ...], tuple[Traveller, ...]]]:
    """Parts of names are shared within a batch."""
    while some := list(islice(queries, BATCH)):
        names, travellers = zip(*some, strict=True)
        yield names, travellers


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


def _queries(raw: bytes) -> Iterator[tuple[str, Traveller]]:
    rows = csv.DictReader(io.StringIO(raw.decode("utf-8-sig", errors="replace")))
    if not {"name", "surname"} & set(rows.fieldnames or ()):
        raise CannotDo(f"the queries have no column `name` or `surname`; the columns are {','.join(COLUMNS)}")
    for number, row in enumerate(rows, 1):
        cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
        yield cells["id"] or str(number), _traveller(cells)


def _traveller(cells: dict[str, str]) -> Traveller:
    surname, given = (cells["surname"], cells["given"]) if cells["surname"] else _split(cells["name"])
    number = cells["document_number"]
    return Traveller(
        surname=surname,
        given=given,
        born=_born(cells["id"], cells["born"]),
        sex=cells["sex"][:1].upper(),
        nationality=cells["nationality"].upper(),
        documents=(Document(number=number),) if number else (),
    )


def _split(name: str) -> tuple[str, str]:
    """`SURNAME/GIVEN` as airlines write it, `Surname, Given`, or the whole name as it is."""
    for mark in ("/", ","):
        if mark in name:
            surname, _, given = name.partition(mark)
            return surname.strip(), given.strip()
    return name, ""


def _born(query: str, sent: str) -> str:
    parsed = dates.parse(sent) if sent else None
    if parsed and parsed.problem:
        say(f"query {query}: birth date {sent!r}: {parsed.problem}; used as far as it goes")
    return parsed.iso if parsed else ""
