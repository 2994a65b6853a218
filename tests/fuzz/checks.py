"""What must hold whatever the bytes are: no exception, bounded time and memory, and a reading that can be shown."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Final

import msgspec

from roadstead.engine.formats import registry
from roadstead.engine.formats.common.view import summary_lines, view
from roadstead.engine.formats.reading import Reading
from roadstead.engine.formats.redaction import redact

Check = Callable[[bytes], None]

LONGEST: Final = 65_536  # bytes of one input
SLOWEST_SECONDS: Final = 5.0  # of processor, for an input of that size, with every branch counted
MEMORY_EACH: Final = 64  # inputs between two that are weighed: tracing every allocation costs four times as much
# Bytes of memory for each byte of input, and what may be needed whatever the input (tables are loaded on first use).
MEMORY_PER_BYTE: Final = 400
MEMORY_AT_LEAST: Final = 16_000_000

_runs = count(1)


class TooSlow(Exception):
    """An input took longer than any of its size may."""


class TooLarge(Exception):
    """An input took more memory than any of its size may."""


def reads(raw: bytes) -> None:
    """The registry reads it; every reading can be shown on a terminal and as JSON."""
    readings = registry.read(raw)
    assert readings
    for reading in readings:
        assert reading.is_understood or reading.problems
        summary_lines(reading)
        msgspec.json.encode(view(reading, "fuzz"))
        msgspec.json.encode(_unpacked(reading))
    registry.voyage_hint(raw)


def _unpacked(reading: Reading) -> Reading:
    """Each of its records is read out of what is kept packed."""
    told = reading.manifest
    plain = replace(told, consignments=tuple(told.consignments), containers=tuple(told.containers))
    return replace(reading, manifest=plain)


def redacts(raw: bytes) -> None:
    """Taking away what may not be kept a second time changes nothing, and what is left is read like anything else."""
    once = redact(raw)
    twice = redact(once.raw)
    assert twice.raw == once.raw, "what was redacted is redacted again"
    reads(once.raw)


def bounded(check: Check) -> Check:
    """The check, with its time taken each time and its memory each now and then."""

    def run(raw: bytes) -> None:
        raw = raw[:LONGEST]
        weighs = next(_runs) % MEMORY_EACH == 0
        if weighs:
            tracemalloc.start()
        began = time.process_time()
        try:
            check(raw)
        finally:
            took = time.process_time() - began
            peak = tracemalloc.get_traced_memory()[1] if weighs else 0
            tracemalloc.stop()
        if took > SLOWEST_SECONDS:
            raise TooSlow(f"{len(raw)} bytes took {took:.1f} s")
        if peak > MEMORY_AT_LEAST + MEMORY_PER_BYTE * len(raw):
            raise TooLarge(f"{len(raw)} bytes took {peak:,} bytes of memory")

    return run
