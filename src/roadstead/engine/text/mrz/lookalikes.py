"""Letters where only digits can stand, and the other way round: what a camera confuses is read, and said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roadstead.engine.reference.countries import is_code
from roadstead.engine.text.mrz.layout import DIGITS_ONLY, FILLER, NAMES, Layout, Span, cut
from roadstead.engine.text.mrz.zone import Oddity

TO_DIGITS: Final = str.maketrans("OQDILZSGB", "000112568")
TO_LETTERS: Final = str.maketrans("01258", "OIZSB")
COUNTRIES: Final = ("issuer", "nationality")


def mended(lines: tuple[str, ...], layout: Layout) -> tuple[tuple[str, ...], list[Oddity]]:
    """The lines with digits in the places of digits and letters in codes and names, and a word on each change."""
    said: list[Oddity] = []
    for name, span in _digits(layout):
        printed = cut(lines, span)
        better = printed.translate(TO_DIGITS)
        if better != printed:
            lines = _put(lines, span, better)
            text = f"A letter stands where only digits can. It was read as {better}. Compare it with the document."
            said.append(Oddity(code="letter-for-digit", text=text, field=name, sent=printed))
    for name in (*COUNTRIES, *NAMES):
        printed = layout.cut(lines, name)
        better = _country(printed) if name in COUNTRIES else _name(printed)
        if better != printed:
            lines = _put(lines, layout.fields[name], better)
            text = "A digit stands where only letters can. It was read as a letter. Compare it with the document."
            said.append(Oddity(code="digit-for-letter", text=text, field=name, sent=printed.rstrip(FILLER)))
    return lines, said


def _digits(layout: Layout) -> Iterator[tuple[str, Span]]:
    yield from ((name, layout.fields[name]) for name in DIGITS_ONLY if name in layout.fields)
    yield from ((f"check digit of {check.of}", check.at) for check in layout.checks)


def _country(printed: str) -> str:
    """Only where a code comes of it."""
    better = printed.translate(TO_LETTERS)
    return better if is_code(better.rstrip(FILLER)) else printed


def _name(printed: str) -> str:
    """Digits with a letter behind them in the same word; others are left: they are no letters misread."""
    letters = list(printed)
    for place in range(len(letters) - 2, -1, -1):
        if letters[place].isdigit() and letters[place + 1].isalpha():
            letters[place] = letters[place].translate(TO_LETTERS)
    return "".join(letters)


def _put(lines: tuple[str, ...], span: Span, text: str) -> tuple[str, ...]:
    line, first, last = span
    old = lines[line - 1]
    return (*lines[: line - 1], old[: first - 1] + text + old[last:], *lines[line:])
