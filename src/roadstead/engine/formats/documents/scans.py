"""Text of a scanner: machine readable zones and boarding passes in any order, one reading each."""

from __future__ import annotations

import codecs
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.documents import passes, zones
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.text import mrz

MAX_PASSES: Final = 2_000  # passes per text: more than the passengers of any ship at one scanner


def looks_like(raw: bytes) -> bool:
    text = _beginning(raw)
    return passes.looks_like(text) or mrz.looks_like(text)


def read(raw: bytes, *, near: str = "") -> list[Reading]:
    """Return one reading per document, in order; [] if there is none. Other lines are reported with the first reading.

    `near`: ISO date of the scan. It settles the year of flights and the century of births.
    """
    lines = _decoded(raw).split("\n")
    of_passes = [place for place, line in enumerate(lines) if passes.is_pass(line)]
    taken, too_many = of_passes[:MAX_PASSES], of_passes[MAX_PASSES:]
    found = [(place + 1, passes.read(lines[place], place + 1, near=near)) for place in taken]
    for place in of_passes:
        lines[place] = ""
    rest = mrz.find("\n".join(lines), not_after=near)
    found += [(zone.place, zones.reading(zone)) for zone in rest.zones]
    readings = [reading for _, reading in sorted(found, key=lambda each: each[0])]
    return _with_the_rest(readings, rest, len(too_many))


def voyage_of(raw: bytes) -> Voyage | None:
    """Return the flight of the first boarding pass."""
    return passes.voyage_of(_beginning(raw))


def _with_the_rest(readings: list[Reading], rest: mrz.FoundZones, too_many: int) -> list[Reading]:
    """Report the lines that were not used, with the first document."""
    notes = Notebook()
    for line in rest.other_lines:
        notes.keep_unread(line)
    if rest.other_lines:
        text = Sentence(
            "Lines that are not documents: %(count)s. We did not use them. If one is a document, scan it again.",
            {"count": f"{len(rest.other_lines):,}"},
        )
        notes.warning("lines-left", text, sent=rest.other_lines[0])
    if rest.further_count or too_many:
        text = Sentence(
            "There are too many lines. We did not read the last %(further_count)s. Send at most %(limit)s "
            "documents at once.",
            {"further_count": f"{rest.further_count + too_many:,}", "limit": f"{MAX_PASSES:,}"},
        )
        notes.error("too-many-documents", text)
    problems, unread = notes.finish()
    if not readings or not (problems or unread):
        return readings
    first = readings[0]
    return [
        replace(first, problems=(*first.problems, *problems), unread=(*first.unread, *unread)),
        *readings[1:],
    ]


# ── Decoding: UTF-8, UTF-16 with its mark, else Latin-1; every line ends in a line feed


HEAD_BYTES: Final = 65_536  # bytes in which the first zone or pass must begin
MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _decoded(raw: bytes) -> str:
    return _text(raw).replace("\r\n", "\n").replace("\r", "\n")


def _beginning(raw: bytes) -> str:
    """Decode enough of the text to recognise it."""
    return _decoded(raw[:HEAD_BYTES])


def _text(raw: bytes) -> str:
    if raw.startswith(MARKS):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
