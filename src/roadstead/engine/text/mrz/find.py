"""Search for zones in a text: scanners send several, with blank lines, lower case, lost fillers, or lines joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from roadstead.engine.text.mrz.layout import IDFRA, LAYOUTS, MRVA, MRVB, TD1, TD2, TD3, Layout
from roadstead.engine.text.mrz.parse_zone import parse_zone
from roadstead.engine.text.mrz.shapes import (
    FRENCH_DATA,
    FRENCH_HEAD,
    LONG_DATA,
    LONG_HEAD,
    NAME,
    SHORT_DATA,
    SHORT_HEAD,
    STRIPPED,
    Line,
    fit_length,
    line,
    split_joined,
)
from roadstead.engine.text.mrz.zone import Oddity, Zone

MAX_ZONES: Final = 2_000  # zones per text: more than the passengers of any ship at one scanner
MAX_OTHER_LINES: Final = 1_000  # other lines that are kept
MAX_LINE_CHARS: Final = 200  # characters kept of such a line
CHANGE_TEXTS: Final = {
    "lower-case": "The machine readable zone is in lower case. We read it as capitals.",
    "blanks-in-zone": "The machine readable zone has spaces. We removed them or read them as fillers.",
    "other-marks": "The machine readable zone has other characters in place of the filler <. We read them as fillers.",
    "lines-joined": "The lines of the machine readable zone are joined. We separated them.",
    "line-length-wrong": "A line is too short or too long. We added or removed fillers. Scan the document again if a "
    "check digit is wrong.",
    "line-missing": "The second line is missing, so we could read only the name. Scan the document again.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundZones:
    """Zones of a text. `other_lines`: lines that belong to no zone, as sent; `further_count`: number of zones
    and lines over the limits.
    """

    zones: tuple[Zone, ...] = ()
    other_lines: tuple[str, ...] = ()
    further_count: int = 0


def read(text: str, *, not_after: str = "") -> Zone | None:
    """Return the first zone in the text; None if there is none. `not_after`: ISO date, upper limit of births."""
    return next((each for each in _walk(text, not_after) if isinstance(each, Zone)), None)


def find(text: str, *, not_after: str = "") -> FoundZones:
    """Return every zone in the text, in order."""
    zones: list[Zone] = []
    left: list[str] = []
    more = 0
    for each in _walk(text, not_after):
        if isinstance(each, Zone) and len(zones) < MAX_ZONES:
            zones.append(each)
        elif isinstance(each, str) and len(left) < MAX_OTHER_LINES:
            left.append(each[:MAX_LINE_CHARS])
        else:
            more += 1
    return FoundZones(zones=tuple(zones), other_lines=tuple(left), further_count=more)


def looks_like(text: str) -> bool:
    """Return True if there is a zone among the first lines."""
    return read("\n".join(islice(_lines(text), 400))) is not None


def _lines(text: str) -> Iterator[str]:
    return iter(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _walk(text: str, not_after: str) -> Iterator[Zone | str]:
    """Yield zones and other lines, in order. Looks ahead two lines at most."""
    sent = [each for each in enumerate(_lines(text), 1) if each[1].strip(STRIPPED)]
    at = 0
    while at < len(sent):
        zone, used = _zone_at(sent[at : at + 3], not_after)
        yield zone if zone is not None else sent[at][1]
        at += used


def _zone_at(sent: list[tuple[int, str]], not_after: str) -> tuple[Zone | None, int]:
    """Return the zone that begins with the first of these lines, and the number of lines it takes (at least 1)."""
    first = line(sent[0][1], sent[0][0])
    if first is None:
        return None, 1
    joined = split_joined(first)
    lines = joined if len(joined) > 1 else [first, *_following(sent[1:])]
    layout = _layout(lines)
    if layout is None:
        return None, 1
    used = lines[: layout.lines]
    if layout.lines == 2 and len(used) > 1 and not _is_data(used[1].text):
        used = used[:1]
    return _zone(used, layout, not_after), 1 if len(joined) > 1 else len(used)


def _following(sent: list[tuple[int, str]]) -> Iterator[Line]:
    for number, text in sent:
        one = line(text, number)
        if one is None:
            return
        yield one


def _layout(lines: list[Line]) -> Layout | None:
    """Return the kind of zone by the head, shape and length of the lines."""
    head = lines[0].text
    second = lines[1].text if len(lines) > 1 else ""
    if len(lines) > 2 and SHORT_HEAD.fullmatch(head) and SHORT_DATA.fullmatch(second) and len(second) <= TD1.length + 2:
        return TD1 if NAME.fullmatch(lines[2].text) else None
    if not LONG_HEAD.fullmatch(head) and not _is_filled(head):
        return None
    if FRENCH_HEAD.fullmatch(head) and FRENCH_DATA.fullmatch(second):
        return IDFRA
    if LONG_DATA.fullmatch(second):
        return _by_length(head, max(len(head), len(second)))
    return _by_length(head, len(head)) if _is_single_line(head) else None


def _is_filled(head: str) -> bool:
    """Return True for a first line filled by the name, without any filler by which to recognise it."""
    return head[0] in "PVACI" and head[5:].isalnum() and len(head) in (TD3.length, TD2.length)


def _by_length(head: str, longest: int) -> Layout:
    if head[0] == "V":
        return MRVA if longest > MRVB.length else MRVB
    if head[0] == "P":
        return TD2 if longest == TD2.length else TD3
    return TD3 if longest == TD3.length else TD2


def _is_single_line(head: str) -> bool:
    """Return True for a first line of exact length, with surname and two fillers, whose second line is lost."""
    sizes = {"P": (TD3.length,), "V": (MRVA.length, MRVB.length)}.get(head[0], (TD2.length,))
    return len(head) in sizes and "<<" in head[5:] and head[5:6].isalpha()


def _is_data(text: str) -> bool:
    return LONG_DATA.fullmatch(text) is not None or FRENCH_DATA.fullmatch(text) is not None


def _zone(lines: list[Line], layout: Layout, not_after: str) -> Zone:
    texts = [
        fit_length(one.text, layout.length, ends_in_a_digit=_ends_in_a_digit(layout, place))
        for place, one in enumerate(lines, 1)
    ]
    changes = {change: None for one in lines for change in one.changes}
    if any(text != one.text for text, one in zip(texts, lines, strict=True)):
        changes["line-length-wrong"] = None
    if len(texts) < layout.lines:
        changes["line-missing"] = None
        texts += ["<" * layout.length] * (layout.lines - len(texts))
    odd = [
        Oddity(code=change, text=CHANGE_TEXTS[change], sent=" ".join(one.text for one in lines)) for change in changes
    ]
    return parse_zone(tuple(texts), LAYOUTS[layout.kind], lines[0].number, not_after, odd)


def _ends_in_a_digit(layout: Layout, line: int) -> bool:
    return any(check.at[:2] == (line, layout.length) for check in layout.checks)
