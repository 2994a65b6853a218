"""`roadstead rescreen --since DATE`: screen stored travellers, craft and parties of cargo against the lists in force.

It uses all cores or a Dask cluster and prints possible matches; `--raise` raises alerts. An interrupted run resumes.
"""

from __future__ import annotations

import argparse
import getpass
import importlib
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import msgspec

from roadstead.cli.console import CommandFailed, say
from roadstead.cli.days import parse_day
from roadstead.cli.django_setup import set_up
from roadstead.cli.progress import Progress
from roadstead.cli.rescreen_output import RescreenCounts, lines_of_cargo, lines_of_people, show
from roadstead.config import config
from roadstead.engine.matching.document_files.writing import alone
from roadstead.engine.matching.parallel import ResultCache, map_in_order
from roadstead.engine.screening.bulk import PersonHit, hits_of
from roadstead.engine.screening.bulk_cargo import CargoHit, cargo_hits_of

if TYPE_CHECKING:  # the tables can be imported only after set_up()
    from roadstead.pipeline.bulk.plan import Plan

Compute = Callable[..., Any]  # takes chunks and a function for them; yields each chunk with its result, in order
CHUNKS_AHEAD = 3  # chunks submitted ahead for each process or thread


def arguments(parser: argparse.ArgumentParser) -> None:
    cores, lists = os.cpu_count() or 1, "names of lists (default: all; states' own lists only with --raise)"
    parser.epilog = (
        "Screens travellers by name and document, craft, and the parties of bills and manifests. Does not apply rules"
        " or lists of lost documents."
    )
    parser.add_argument(
        "--since", required=True, type=parse_day, metavar="DATE", help="the first day of arrival (YYYY-MM-DD)"
    )
    parser.add_argument("--until", type=parse_day, metavar="DATE", help="the last day of arrival (default: no limit)")
    parser.add_argument("--list", nargs="+", action="extend", default=[], metavar="NAME", help=lists)
    parser.add_argument(
        "--scheduler", default="", metavar="ADDRESS", help="a Dask scheduler, for example tcp://host:8786"
    )
    parser.add_argument(
        "--workers", type=int, default=cores, metavar="N", help="the number of processes (default: one per core)"
    )
    parser.add_argument(
        "--raise", action="store_true", dest="raises", help="raise alerts (default: print possible matches only)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object per hit")


def run(arguments: argparse.Namespace) -> int:
    if arguments.workers < 1:
        raise CommandFailed(f"--workers {arguments.workers}: use at least 1")
    if arguments.until and arguments.until < arguments.since:
        raise CommandFailed(f"--until {arguments.until} is before --since {arguments.since}; swap the two dates")
    set_up()
    from roadstead.pipeline.bulk.plan import UnknownList, make_plan  # the tables can be imported only now
    from roadstead.pipeline.bulk.raising import ListsChanged

    home = config().home / "rescreen"
    try:
        with alone(home):  # another run waits: it may find the work done
            plan = make_plan(
                arguments.since,
                arguments.until or date.max,
                tuple(arguments.list),
                getpass.getuser(),
                home,
                datetime.now(UTC),
                raises=arguments.raises,
            )
            _rescreen_all(plan, arguments)
    except UnknownList as unknown:
        raise CommandFailed(
            f"--list {unknown}: no such list in force; `./roadstead lists` prints their names"
        ) from None
    except ListsChanged:
        raise CommandFailed("a new list version came into force during the run; run the command again") from None
    except FileNotFoundError as missing:
        raise CommandFailed(f"a worker cannot find {missing.filename}; give all workers access to {home}") from None
    except BrokenProcessPool:
        raise CommandFailed(
            "a process was killed, perhaps for lack of memory; run again with fewer --workers to resume"
        ) from None
    return 0


def _rescreen_all(plan: Plan, arguments: argparse.Namespace) -> None:
    with _executor(arguments) as (executor, number):
        computed = partial(
            map_in_order, lists=plan.lists, by=executor, ahead=CHUNKS_AHEAD * number, cache=ResultCache(plan.folder)
        )
        told = [_travellers(plan, computed, arguments), *_cargo(plan, computed, arguments)]
    shutil.rmtree(plan.folder, ignore_errors=True)
    for each in told:
        say(each.in_words)


def _travellers(plan: Plan, computed: Compute, arguments: argparse.Namespace) -> RescreenCounts:
    told, progress = RescreenCounts("travellers"), Progress(plan.travellers, "travellers")
    for chunk, result in computed(plan.chunks(), hits_of):
        for aboard, found in plan.by_voyage(chunk, msgspec.json.decode(result, type=list[PersonHit])):
            told.add(len(aboard.rows), show(lines_of_people(aboard, plan.shown(found)), as_json=arguments.json))
            if arguments.raises:
                told.raised.update(plan.raise_for_people(aboard, found))
        progress.add(chunk.travellers)
    progress.end()
    plan.end_people()
    return told


def _cargo(plan: Plan, computed: Compute, arguments: argparse.Namespace) -> tuple[RescreenCounts, RescreenCounts]:
    """Rescreen bills; and voyages, by their craft and the parties of their manifests."""
    bills, voyages, progress = (
        RescreenCounts("bills"),
        RescreenCounts("voyages (craft and parties of manifests)"),
        Progress(plan.bills, "bills"),
    )
    for load, result in computed(plan.cargo_batches(), cargo_hits_of):
        for part, met in plan.by_part(load, msgspec.json.decode(result, type=list[CargoHit])):
            told, number = (bills, len(part.rows)) if part.is_of_bills else (voyages, 1)
            told.add(number, show(lines_of_cargo(part, plan.shown(met)), as_json=arguments.json))
            if arguments.raises:
                told.raised.update(plan.raise_for_cargo(part, met))
        if load.bills:
            progress.add(load.bills)
    progress.end()
    plan.end_cargo()
    return bills, voyages


def _executor(arguments: argparse.Namespace) -> AbstractContextManager[tuple[Executor, int]]:
    return _cluster(arguments.scheduler) if arguments.scheduler else _processes(arguments.workers)


# Executors: processes of this machine, or a Dask cluster. Both take the same function and give the same results.


SCHEDULER_TIMEOUT_SECONDS = 10  # seconds for the scheduler to answer


class InProcessExecutor(Executor):
    """Executor that runs a function at once in this process."""

    def submit(self, function: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*given, **named))
        except Exception as failure:  # noqa: BLE001 passed on in the future, as by other executors
            future.set_exception(failure)
        return future


@contextmanager
def _processes(number: int) -> Iterator[tuple[Executor, int]]:
    """Yield a pool of `number` new processes: a fork would share the connection to the database. 1: this process."""
    if number == 1:
        yield InProcessExecutor(), 0
        return
    with ProcessPoolExecutor(number, mp_context=get_context("spawn")) as pool:
        try:
            yield pool, number
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """Yield all threads of the scheduler's workers, which must see the same folders and have the same release."""
    try:
        distributed = importlib.import_module("distributed")
    except ImportError:
        raise CommandFailed(
            "--scheduler needs the package distributed; install roadstead[cluster], or leave out --scheduler"
        ) from None
    try:
        client = distributed.Client(address, timeout=SCHEDULER_TIMEOUT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as failure:
        raise CommandFailed(
            f"--scheduler {address}: cannot connect ({type(failure).__name__}); check the address"
        ) from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise CommandFailed(
                f"--scheduler {address}: the scheduler has no workers; start one with `dask worker {address}`"
            )
        yield client.get_executor(pure=False), threads
