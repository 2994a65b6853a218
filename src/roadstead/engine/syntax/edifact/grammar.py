"""Segment tables of the UN/EDIFACT directories: order of a message's segments and their maximum repetitions.

Used to note deviations, never to reject: real messages leave the order without loss.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

OUT_OF_ORDER: Final = "segment-out-of-order"
TOO_MANY: Final = "segment-too-often"
NOT_IN_DIRECTORY: Final = "segment-not-in-directory"
GROUP: Final = re.compile(r"SG[0-9]+")
RELEASE: Final = re.compile(r"D:?([0-9]{2}[AB])")
FIRST_YEAR: Final = 90  # the directories of UN/EDIFACT begin with D.93A


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of a segment table: a segment, or a group with its own rows, of which the first opens it."""

    name: str
    maximum: int
    rows: tuple[Rule, ...] = ()

    @property
    def opening_tag(self) -> str:
        """Tag that begins this row."""
        return self.rows[0].name if self.rows else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """One message in one directory ("D05B"); `groups` by name, "" for the message as a whole."""

    directory: str
    groups: Mapping[str, Rule]


class Deviation(NamedTuple):
    """Deviation of the segment at place `at` of the tags (from 0); `allowed`: its maximum repetitions."""

    code: str
    tag: str
    at: int
    allowed: int = 0


def grammar(message: str, release: str) -> Grammar | None:
    """Return the newest known directory not newer than the release ("D:05B"); None for a message without table."""
    found = RELEASE.fullmatch(release.strip().upper())
    known = [directory for name, directory in _lines() if name == message]
    if found is None or not known:
        return None
    older = [each for each in known if _age(each[1:]) <= _age(found[1])]
    return _grammar(message, max(older or known[:1], key=lambda directory: _age(directory[1:])))


def codes(element: str) -> frozenset[str]:
    """Return the codes of a data element ("3227") in directory D.21B; empty if there is no list."""
    return _codes().get(element, frozenset())


# ── Walk through the segments


@dataclass(slots=True)
class _Place:
    """Position in a group: its row, and the number of repetitions of that row."""

    group: Rule
    row: int = 0
    count: int = 0


def deviations(group: Rule, tags: Sequence[str]) -> tuple[Deviation, ...]:
    """Return the deviations in one repetition of a group. A segment out of order is skipped and the walk goes on."""
    open_groups = [_Place(group)]
    found = (_step(open_groups, tag, at) for at, tag in enumerate(tags))
    return tuple(oddity for oddity in found if oddity)


def _step(open_groups: list[_Place], tag: str, at: int) -> Deviation | None:
    """Assign the segment to the innermost open group that still has room for it."""
    for depth in range(len(open_groups) - 1, -1, -1):
        place = open_groups[depth]
        row = _row_from(place, tag)
        if row is not None:
            del open_groups[depth + 1 :]
            return _taken(open_groups, place, row, tag, at)
    return Deviation(OUT_OF_ORDER if _knows(open_groups[0].group, tag) else NOT_IN_DIRECTORY, tag, at)


def _row_from(place: _Place, tag: str) -> int | None:
    rows = place.group.rows
    return next((row for row in range(place.row, len(rows)) if rows[row].opening_tag == tag), None)


def _taken(open_groups: list[_Place], place: _Place, row: int, tag: str, at: int) -> Deviation | None:
    place.row, place.count = row, place.count + 1 if row == place.row else 1
    rule = place.group.rows[row]
    if rule.rows:
        open_groups.append(_Place(rule, row=1))
    return Deviation(TOO_MANY, tag, at, rule.maximum) if place.count > rule.maximum else None


def _knows(group: Rule, tag: str) -> bool:
    return any(rule.name == tag or _knows(rule, tag) for rule in group.rows)


# ── Tables


@cache
def _grammar(message: str, directory: str) -> Grammar:
    text = _lines()[message, directory]
    if text.startswith("="):
        text = _lines()[message, text[1:]]
    groups: dict[str, Rule] = {}
    rows = [row.split(":") for row in text.split()]
    _group(rows, "", 1, 0, groups)
    return Grammar(directory=directory, groups=groups)


def _group(rows: list[list[str]], name: str, maximum: int, depth: int, groups: dict[str, Rule]) -> Rule:
    """Take the rows of one group off the front; it ends before a smaller depth or the next group of the same depth."""
    inside: list[Rule] = []
    while rows and int(rows[0][3]) >= depth and not (inside and name and _is_group(rows[0], depth)):
        tag, _, most, own_depth = rows.pop(0)
        if GROUP.fullmatch(tag):
            inside.append(_group(rows, tag, int(most), int(own_depth), groups))
        else:
            inside.append(Rule(name=tag, maximum=int(most)))
    groups[name] = Rule(name=name, maximum=maximum, rows=tuple(inside))
    return groups[name]


def _is_group(row: list[str], depth: int) -> bool:
    return GROUP.fullmatch(row[0]) is not None and int(row[3]) == depth


def _age(directory: str) -> tuple[int, str]:
    year = int(directory[:2])
    return (year if year >= FIRST_YEAR else year + 100), directory[2:]


@cache
def _lines() -> Mapping[tuple[str, str], str]:
    parts = (line.split(" ", 2) for line in _text("grammars.txt").splitlines())
    return {(message, directory): rows for message, directory, rows in parts}


@cache
def _codes() -> Mapping[str, frozenset[str]]:
    lines = (line.split() for line in _text("codes_d21b.txt").splitlines())
    return {element: frozenset(found) for element, *found in lines}


def _text(name: str) -> str:
    return files("roadstead.engine.syntax.edifact").joinpath("data", name).read_text(encoding="utf-8")
