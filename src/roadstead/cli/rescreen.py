"""`roadstead rescreen --since DATE`: stored travellers against the lists in force, with all cores or a Dask cluster.

It reports; `--raise` makes alerts of it. Called again after it was cut off, it goes on where it was. Bills are not
asked; it says how many there are.
"""

from __future__ import annotations

import argparse
import getpass
import os
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import msgspec

from roadstead.cli.django_setup import set_up
from roadstead.cli.executors import cluster, processes
from roadstead.cli.failure import CannotDo, say
from roadstead.cli.progress import Progress
from roadstead.cli.screen import person_view
from roadstead.config import config
from roadstead.model import Traveller
from roadstead.screening.bulk import Found, hits_of
from roadstead.screening.papers.writing import alone
from roadstead.screening.spread import Kept, in_order

if TYPE_CHECKING:  # the tables can be imported only after set_up()
    from roadstead.again.plan import Plan
    from roadstead.again.stored import Aboard, Chunk

AHEAD = 3  # chunks for each who computes
NOT_BILLS = (
    "Bills follow a list by itself: `./roadstead work` asks those of voyages on their way, and of those that arrived"
    " within ROADSTEAD_LOOK_BACK_DAYS, when a version of it is put in force (`./roadstead lists load`)."
)
COUNTED = ("new", "changed", "lapsed", "suppressed")


def arguments(parser: argparse.ArgumentParser) -> None:
    cores, lists = os.cpu_count() or 1, "lists as `lists` names them; default: all, and of states' own only to raise"
    parser.epilog = f"Travellers only. {NOT_BILLS}"
    parser.add_argument("--since", required=True, type=_day, metavar="DATE", help="first day of arrival (YYYY-MM-DD)")
    parser.add_argument("--until", type=_day, metavar="DATE", help="last day of arrival; default: no end")
    parser.add_argument("--list", nargs="+", action="extend", default=[], metavar="NAME", help=lists)
    parser.add_argument("--scheduler", default="", metavar="ADDRESS", help="a Dask scheduler, as tcp://host:8786")
    parser.add_argument("--workers", type=int, default=cores, metavar="N", help="processes; default: one for each core")
    parser.add_argument("--raise", action="store_true", dest="raises", help="make alerts; otherwise it only reports")
    parser.add_argument("--json", action="store_true", help="one JSON object a hit, to standard output")


def _day(text: str) -> date:
    return date.fromisoformat(text)  # argparse says what is wrong with another


def run(arguments: argparse.Namespace) -> int:
    if arguments.workers < 1:
        raise CannotDo(f"--workers {arguments.workers}: at least one process is needed")
    set_up()
    from roadstead.again.plan import UnknownList, make_plan  # the tables can be imported only now
    from roadstead.again.raising import ListsChanged

    home = config().home / "rescreen"
    try:
        with alone(home):  # another waits: it may find the work done
            plan = make_plan(arguments.since, arguments.until or date.max, tuple(arguments.list), getpass.getuser(),
                             home, datetime.now(UTC), raises=arguments.raises)  # fmt: skip
            _all(plan, arguments)
    except UnknownList as unknown:
        raise CannotDo(f"--list {unknown}: `./roadstead lists` names those there are") from None
    except ListsChanged:
        raise CannotDo("a list was put in force meanwhile; call again to screen against what is in force now") from None
    except FileNotFoundError as missing:
        raise CannotDo(f"{missing.filename}: not found where it is computed; the workers must see {home}") from None
    except BrokenProcessPool:
        raise CannotDo("a process was killed (memory?); call again with fewer --workers, and it goes on") from None
    return 0


def _all(plan: Plan, arguments: argparse.Namespace) -> None:
    progress, counts, hits = Progress(plan.travellers, "travellers"), dict.fromkeys(COUNTED, 0), 0
    for chunk, found in _results(plan, arguments):
        for aboard, of_voyage in plan.by_voyage(chunk, found):
            hits += _show(plan, aboard, of_voyage, arguments.json)
            if arguments.raises:
                for name, number in plan.raise_alerts(aboard, of_voyage).items():
                    counts[name] = counts.get(name, 0) + number
        progress.add(chunk.travellers)
    progress.end()
    shutil.rmtree(plan.folder, ignore_errors=True)
    raised = ": " + ", ".join(f"{number} {name}" for name, number in counts.items()) if arguments.raises else ""
    say(f"{progress.done:,} travellers, {hits:,} possible matches{raised}")
    if plan.bills:
        say(f"{plan.bills:,} bills of these voyages were not asked. {NOT_BILLS}")


def _results(plan: Plan, arguments: argparse.Namespace) -> Iterator[tuple[Chunk, list[Found]]]:
    with _executor(arguments) as (executor, number):
        kept = Kept(plan.folder)
        done = in_order(plan.chunks(), hits_of, plan.lists, by=executor, ahead=AHEAD * number, kept=kept)
        for chunk, result in done:
            yield chunk, msgspec.json.decode(result, type=list[Found])


def _executor(arguments: argparse.Namespace) -> AbstractContextManager[tuple[Executor, int]]:
    return cluster(arguments.scheduler) if arguments.scheduler else processes(arguments.workers)


def _show(plan: Plan, aboard: Aboard, found: list[Found], as_json: bool) -> int:
    """On standard output; how many. What a state's own list says is not shown unless that list is asked for by name."""
    declared = {row.id: row.declared for row in aboard.rows}
    shown = [each for each in found if plan.is_shown(each.hit.list)]
    for each in shown:
        traveller = msgspec.json.decode(declared[each.traveller], type=Traveller)
        sys.stdout.write(_line(aboard, each, traveller) if as_json else _words(aboard, each, traveller))
    return len(shown)


def _line(aboard: Aboard, found: Found, traveller: Traveller) -> str:
    hit = found.hit
    view = {
        "voyage": aboard.voyage.pk,
        "traveller": found.traveller,
        "subject": {key: value for key, value in person_view(traveller).items() if value},
        "kind": hit.kind.value,
        "list": hit.list,
        "entry": hit.entry,
        "entry_name": hit.entry_name,
        "score": hit.score,
        "reasons": [reason.text for reason in hit.reasons],
        "action": hit.action.value,
        "replay": {key: value for key, value in msgspec.to_builtins(hit.replay).items() if value},
    }
    return msgspec.json.encode(view).decode() + "\n"


def _words(aboard: Aboard, found: Found, traveller: Traveller) -> str:
    who = f"{traveller.surname}, {traveller.given} {traveller.born}".strip(" ,")
    hit = found.hit
    first = f"{aboard.voyage!s:24} {who:40} {hit.score:6.1f}  {hit.entry_name} ({hit.list})\n"
    return first + "".join(f"        · {reason.text}\n" for reason in hit.reasons)
