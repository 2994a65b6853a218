"""Time to build a list of lost documents in mapped files, its size, and the time to look up a flight.

`python -m bench.papers [DOCUMENTS…]`: invented documents, by default 1 and 10 million; a hundred million temporarily
need 5 GB of disk in `TMPDIR`. Each size is built in a separate process, so that peak memory is its own.
"""

from __future__ import annotations

import resource
import sys
from collections import deque
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Final

from roadstead.engine.matching.document_files import DocumentFiles, build, open_document_files
from roadstead.engine.records import Document, ListedDocument

SIZES: Final = (1_000_000, 10_000_000)
FLIGHT: Final = 300  # documents
FLIGHTS: Final = 500
LISTED_SHARE: Final = 0.01  # share of listed documents among those looked up
ISSUERS: Final = ("ATG", "BHS", "BRB", "BLZ", "GUY", "HTI", "JAM", "SUR", "TTO", "USA", "GBR", "VEN", "COL", "IND", "")
REASONS: Final = ("lost", "stolen", "revoked", "")
STEP: Final = 7_368_787  # coprime to the range of numbers, so that every document has another number, in no order
RANGE: Final = 10**9

Figures = dict[str, float]


def run(sizes: tuple[int, ...] = SIZES) -> dict[str, Figures]:
    """Return by list size: seconds to build and to open, memory, bytes per document, milliseconds per flight."""
    context = get_context("spawn")
    found = {}
    for size in sizes:
        with TemporaryDirectory(prefix="roadstead-papers-") as folder, context.Pool(1, maxtasksperchild=1) as pool:
            built = pool.apply(_build, (size, folder))
            asked = pool.apply(_ask, (size, folder))
            found[f"{size:,}"] = built | asked
    return found


def listed(number: int) -> ListedDocument:
    """Return the invented document of a number: nine digits, half of them behind a letter."""
    digits = f"{number * STEP % RANGE:09}"
    letter = "" if number % 2 else "ABCEGHKLMNPRTX"[number % 14]
    return ListedDocument(
        number=letter + digits[len(letter) :] if letter else digits,
        issuer=ISSUERS[number % len(ISSUERS)],
        type="P" if number % 5 else "",
        list="bench",
        reason=REASONS[number % len(REASONS)],
    )


def _build(size: int, folder: str) -> Figures:
    began, worked = perf_counter(), process_time()
    manifest = build(map(listed, range(size)), Path(folder), progress=_say)
    took, used = perf_counter() - began, process_time() - worked
    stored = sum(file.size for file in manifest.files)
    return {
        "build seconds": took,
        "build seconds of the processor": used,
        "of these, making the documents up": _seconds_to_make(size),
        "peak memory while building, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "files, MB": stored / 1e6,
        "bytes a document": stored / size,
    }


def _seconds_to_make(size: int) -> float:
    sample = min(size, 100_000)
    began = process_time()
    deque(map(listed, range(sample)), maxlen=0)
    return (process_time() - began) * size / sample


def _ask(size: int, folder: str) -> Figures:
    began = perf_counter()
    papers = open_document_files(Path(folder))
    opened = perf_counter() - began
    random = Random(1)
    flights = [_flight(random, size) for _ in range(FLIGHTS)]
    asked = [_milliseconds(papers, flight) for flight in flights]
    passed, worked = [wall for wall, _ in asked], [processor for _, processor in asked]
    return {
        "open seconds, every byte checked": opened,
        "flight of 300, ms, median": median(passed),
        "flight of 300, ms, p99": quantiles(passed, n=100)[-1],
        "flight of 300, ms of the processor, median": median(worked),
        "flight of 300, ms of the processor, p99": quantiles(worked, n=100)[-1],
        "documents a second of the processor": FLIGHT * 1000 / median(worked),
        "memory of its own while asking, MB": _own_memory() / 1e6,
    }


def _flight(random: Random, size: int) -> list[Document]:
    """Return documents, few of them listed; one in ten of those is misread or without its issuer."""
    return [_declared(random, size) for _ in range(FLIGHT)]


def _declared(random: Random, size: int) -> Document:
    if random.random() >= LISTED_SHARE:
        return Document(number=f"{random.choice('DFJQUVWY')}{random.randrange(10**8):08}", issuer="BRB", type="P")
    found = listed(random.randrange(size))
    number = found.number.replace("0", "O") if random.random() < 0.1 else found.number
    return Document(number=number, issuer=found.issuer if random.random() < 0.9 else "", type="P")


def _milliseconds(papers: DocumentFiles, flight: list[Document]) -> tuple[float, float]:
    """Return wall-clock and processor time; on a busy machine wall-clock time includes other load."""
    began, worked = perf_counter(), process_time()
    papers.matches_of_each(flight)
    return 1000 * (perf_counter() - began), 1000 * (process_time() - worked)


def _own_memory() -> int:
    """Return the bytes of this process that are not mapped files, which all workers share."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Anonymous:"))


def _say(doing: str, documents: int) -> None:
    if sys.stderr.isatty():
        print(f"\r  {doing} {documents:,}   ", end="", file=sys.stderr, flush=True)


def main() -> None:
    for size, figures in run(tuple(map(int, sys.argv[1:])) or SIZES).items():
        print(f"{size} documents")
        for words, value in figures.items():
            print(f"  {words:42}{value:14,.3f}")


if __name__ == "__main__":
    main()
