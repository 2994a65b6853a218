"""How fast, how large, and how both grow with the list. Each measurement in a process of its own, medians of three.

Seconds are the processor's, so that busy neighbours do not count. Nobody who is asked for is listed, as at a gate, and
the parts of names repeat as they do there.
"""

from __future__ import annotations

import gc
import resource
import tempfile
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import Final

from bench.matching import big, engine, real
from bench.matching.innocents import innocents
from roadstead.model import Traveller
from roadstead.screening.policy import DEFAULT_THRESHOLD

SIZES: Final = (10_000, 100_000)
RUNS: Final = 3
TRAVELLERS: Final = 2_000
FLIGHT: Final = 300
ALONE: Final = 400  # travellers asked one at a time, whose parts nobody has had before
Figures = dict[str, float]


def growth(sizes: tuple[int, ...] = SIZES, runs: int = RUNS) -> dict[str, Figures]:
    """By size of the invented list: medians of each figure, and the spread of the rate."""
    return {f"{size:,} persons": medians(partial(one_size, size), runs) for size in sizes}


def on_real_list(runs: int = RUNS) -> Figures:
    return medians(partial(one_size, 0), runs)


def medians(measure: Callable[[], Figures], runs: int) -> Figures:
    found = [apart(measure) for _ in range(runs)]
    rates = [figures["travellers a second"] for figures in found]
    spread = {"slowest run, travellers a second": min(rates), "fastest": max(rates)}
    return {name: median(figures[name] for figures in found) for name in found[0]} | spread


def one_size(size: int) -> Figures:
    """All figures of one list, measured in this process; size 0 is the real list."""
    travellers = [one.traveller for one in innocents(TRAVELLERS + FLIGHT + ALONE)]
    entries = big.invented(size) if size else real.entries()
    before, began = _peak(), process_time()
    index = engine.build(entries)
    built = process_time() - began - (_generation(size) if size else 0.0)
    peak = _peak()
    gc.collect()
    gc.freeze()
    flight, alone, many = travellers[:FLIGHT], travellers[FLIGHT : FLIGHT + ALONE], travellers[FLIGHT + ALONE :]
    first = _seconds(index, flight)
    singly = [_seconds(index, [one]) for one in alone]
    two = _two(index, many)  # before one process has met these parts
    rate = len(many) / _seconds(index, many)
    return {
        "index, seconds": built,
        "peak memory, MB": peak,
        "of it before the list was read": before,
        "kept index, MB": _on_disk(index),
        "first flight of 300, seconds": first,
        "the same flight again": _seconds(index, flight),
        "one traveller, ms, median": 1000 * median(singly),
        "one traveller, ms, p99": 1000 * quantiles(singly, n=100)[98],
        "travellers a second": rate,
        "travellers a second, two processes": two,
        "ms a traveller": 1000 / rate,
    }


def _seconds(index: engine.Built, travellers: list[Traveller]) -> float:
    began = process_time()
    engine.score(index, travellers, DEFAULT_THRESHOLD)
    return process_time() - began


def _generation(size: int) -> float:
    """What it takes to make up the entries, which is none of the index's business."""
    began = process_time()
    for _ in big.invented(size):
        pass
    return process_time() - began


def _two(index: engine.Built, travellers: list[Traveller]) -> float:
    """Two processes forked from this one, so that they share the index; half of the travellers each, at once.

    Seconds of the slower one: what they take from each other's caches counts, and busy neighbours do not.
    """
    halves = travellers[::2], travellers[1::2]
    pipes = [forked(partial(_seconds, index, half)) for half in halves]
    return len(travellers) / max(float(pipe.recv()) for pipe in pipes)


def forked(work: Callable[[], float]) -> Connection:
    """Begun at once in a process of its own; the pipe gives its result."""
    ours, theirs = get_context("fork").Pipe(duplex=False)
    get_context("fork").Process(target=_send, args=(theirs, work)).start()
    theirs.close()
    return ours


def _on_disk(index: engine.Built) -> float:
    with tempfile.TemporaryDirectory() as folder:
        engine.keep(index, Path(folder))
        return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6


def _peak() -> float:
    """MB that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# ── a process of its own ────────────────────────────────────────────────────────────────────


def apart(measure: Callable[[], Figures]) -> Figures:
    """In a fresh interpreter: peak memory is a process's own, and no run finds what another has warmed."""
    ours, theirs = get_context("spawn").Pipe(duplex=False)
    process = get_context("spawn").Process(target=_send, args=(theirs, measure))
    process.start()
    theirs.close()
    figures: Figures = ours.recv()
    process.join()
    return figures


def _send(pipe: Connection, measure: Callable[[], object]) -> None:
    pipe.send(measure())
