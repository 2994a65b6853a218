"""Speed, size, and the growth of both with the list. Each measurement in a separate process, medians of three.

Seconds are processor time, at real-time priority where permitted, so that other load counts as little as possible. None
of the travellers is listed, as is usual at a border, and name parts repeat as they do there.
"""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import Final, NamedTuple, TypeVar

from bench.matching import engine, stored
from bench.matching.library import kept
from bench.matching.quiet import is_allowed, quiet
from roadstead.engine.records import Traveller

RUNS: Final = 3
FLIGHT: Final = 300
ALONE: Final = 400  # travellers screened one at a time, with name parts not seen before
RATE: Final = "travellers a second"
Figures = dict[str, float]
Result = TypeVar("Result")


class Listed(NamedTuple):
    """A list to be measured: see `stored.KINDS`."""

    kind: str
    size: int

    @property
    def words(self) -> str:
        return f"{self.size:,} persons of {self.kind}" if self.size else f"the {self.kind} lists"


PUBLISHED: Final = Listed("published", 0)
GROWTH: Final = tuple(Listed("few words", size) for size in (10_000, 100_000, 1_000_000))
MILLION: Final = Listed("51 countries", 1_000_000)
LISTS: Final = (PUBLISHED, MILLION, *GROWTH)


def speed(lists: tuple[Listed, ...] = LISTS, runs: int = RUNS) -> dict[str, Figures]:
    """Return by list the median of each figure, and the spread of the rate."""
    return {each.words: measured(each, runs) for each in lists}


def conditions() -> dict[str, str]:
    return {"real-time priority while measuring": "yes" if is_allowed() else "not allowed here: neighbours count"}


def measured(of: Listed, runs: int) -> Figures:
    entries, asked = stored.stored(of.kind, of.size), stored.stored_travellers(of.kind)
    with tempfile.TemporaryDirectory(dir=kept("")) as folder:
        built = [apart(partial(built_once, entries, Path(folder) / "index")) for _ in range(runs)]
        found = [apart(partial(asked_once, Path(folder) / "index", asked)) for _ in range(runs)]
    rates = [figures[RATE] for figures in found]
    spread = {"slowest run, travellers a second": min(rates), "fastest": max(rates)}
    return _medians(built) | _medians(found) | spread


def _medians(runs: list[Figures]) -> Figures:
    return {name: median(figures[name] for figures in runs) for name in runs[0]}


def built_once(entries: Path, folder: Path) -> Figures:
    """Build an index in files from the entries, in this process, and return its figures."""
    before = _peak()
    with quiet():
        built, _ = seconds(lambda: engine.write(stored.entries(entries), folder))
    return {
        "index, seconds": built,
        "peak memory, MB": _peak(),
        "of it before the list was read": before,
        "kept index, MB": sum(path.stat().st_size for path in folder.rglob("*")) / 1e6,
    }


def asked_once(folder: Path, asked: Path) -> Figures:
    """Return all figures of an index in files, measured by this process."""
    travellers = stored.travellers(asked)
    flight, alone, many = travellers[:FLIGHT], travellers[FLIGHT : FLIGHT + ALONE], travellers[FLIGHT + ALONE :]
    engine.score(engine.build(stored.SOMEBODY), flight[:1], engine.THRESHOLD)  # loads compiled code
    with quiet():
        opened, index = seconds(lambda: engine.reopen(folder))
        opened += _seconds(index, alone[:1])
        first, again = _seconds(index, flight), _seconds(index, flight)
        singly = [_seconds(index, [one]) for one in alone]
    two = _two(index, many)  # before one process has seen these parts
    with quiet():
        rate, repeated = len(many) / _seconds(index, many), len(many) / _seconds(index, many)
    return {
        "opened, with the first answer, seconds": opened,
        "first flight of 300, seconds": first,
        "the same flight again": again,
        "one traveller, ms, median": 1000 * median(singly),
        "one traveller, ms, p99": 1000 * quantiles(singly, n=100)[98],
        RATE: rate,
        "the same travellers again": repeated,
        "travellers a second, two processes": two,
        "ms a traveller": 1000 / rate,
    }


def seconds(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the processor time, and the result of the work."""
    began = process_time()
    result = work()
    return process_time() - began, result


def _seconds(index: engine.Built, travellers: list[Traveller]) -> float:
    """Return the seconds for the travellers, a flight at a time."""
    flights = [travellers[at : at + FLIGHT] for at in range(0, len(travellers), FLIGHT)]
    return seconds(lambda: [engine.score(index, flight, engine.THRESHOLD) for flight in flights])[0]


def _two(index: engine.Built, travellers: list[Traveller]) -> float:
    """Match half of the travellers each in two processes forked from this one, which share the index.

    Return the seconds of the slower one: contention for caches counts, other load does not.
    """
    halves = travellers[::2], travellers[1::2]
    pipes = [forked(partial(_quietly, core, index, half)) for core, half in enumerate(halves)]
    return len(travellers) / max(float(pipe.recv()) for pipe in pipes)


def _quietly(core: int, index: engine.Built, travellers: list[Traveller]) -> float:
    with quiet(core):
        return _seconds(index, travellers)


def forked(work: Callable[[], float]) -> Connection:
    """Start the work in a forked process; the pipe returns its result."""
    ours, theirs = get_context("fork").Pipe(duplex=False)
    get_context("fork").Process(target=_send, args=(theirs, work)).start()
    theirs.close()
    return ours


def _peak() -> float:
    """Return the peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# ── a separate process


def apart(measure: Callable[[], Figures]) -> Figures:
    """Run in a new interpreter, since peak memory is per process, and so that no run uses another's caches."""
    ours, theirs = get_context("spawn").Pipe(duplex=False)
    process = get_context("spawn").Process(target=_send, args=(theirs, measure))
    process.start()
    theirs.close()
    figures: Figures = ours.recv()
    process.join()
    return figures


def _send(pipe: Connection, measure: Callable[[], object]) -> None:
    pipe.send(measure())
