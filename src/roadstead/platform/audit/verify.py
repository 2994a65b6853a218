"""The chain recomputed from the rows, and compared with what was signed before: nothing changed, missing or set back.

Whoever may write everything in the database can also compute the chain anew; only a checkpoint held outside shows that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from roadstead.engine.chain import BEGINNING, digest, link
from roadstead.platform.audit.models import HASHED, Checkpoint, Record, line_of
from roadstead.platform.audit.seal import head, seal
from roadstead.platform.audit.signing import FORM, is_signed, signed, signing_key
from roadstead.platform.database.scope import REGION, scoped

CHUNK: Final = 5000  # rows read at a time


class Broken(Exception):
    """The record is not what it was; the message says from which line on, and what that means."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the chain that must hold: after line `size` stands `hash`. `whose`: as the message calls it."""

    size: int
    hash: str
    whose: str


def verified(points: Iterable[Point] = ()) -> tuple[int, str]:
    """The chain's length and last hash. Raises Broken. `points`: besides those kept in the database."""
    kept = Checkpoint.objects.filter(fault="").values_list("size", "hash", "at")
    due = [*points, *(Point(size, of_line, f"the checkpoint of {at:%Y-%m-%d %H:%M} UTC") for size, of_line, at in kept)]
    expected: dict[int, list[Point]] = {}
    for point in due:
        expected.setdefault(point.size, []).append(point)
    number, before = 0, BEGINNING
    rows = Record.objects.exclude(sequence=None).order_by("sequence").values_list("sequence", "hash", *HASHED)
    for row in rows.iterator(chunk_size=CHUNK):
        number, before = number + 1, _next(number, before, row)
        _meets(expected.pop(number, ()), before)
    if expected:
        _too_short(number, [point for points in expected.values() for point in points if point.size])
    return number, before.hex()


def _next(number: int, before: bytes, row: Sequence[Any]) -> bytes:
    if row[0] != number + 1:
        raise Broken(f"line {number + 1} is missing: lines were deleted or moved")
    found = link(before, digest(line_of(tuple(row[2:]))))
    if found.hex() != row[1]:
        raise Broken(f"line {number + 1} is not what was sealed: it was edited, or lines were put in another order")
    return found


def _meets(points: Iterable[Point], found: bytes) -> None:
    for point in points:
        if point.hash != found.hex():
            raise Broken(f"line {point.size} is another than {point.whose} says: the chain was computed anew")


def _too_short(number: int, missing: Sequence[Point]) -> None:
    if missing:
        longest = max(missing, key=lambda point: point.size)
        raise Broken(
            f"the chain ends at line {number}, but {longest.whose} covers {longest.size} lines:"
            " lines were cut off, or the database was set back"
        )


def point_of(checkpoint: Mapping[str, Any], name: str, home: Path) -> Point:
    """A checkpoint that somebody kept. Raises Broken where it was not signed by our key."""
    if checkpoint.get(FORM) != 1 or not is_signed(checkpoint, signing_key(home).public_key()):
        raise Broken(f"{name} is no checkpoint signed with this machine's key")
    return Point(int(checkpoint["size"]), str(checkpoint["hash"]), f"the checkpoint in {name}")


def make_checkpoint(home: Path, *, now: datetime, points: Iterable[Point] = ()) -> dict[str, Any]:
    """Seal, verify everything, sign. Raises Broken, after noting the fault for the audit page. Own transactions."""
    seal(wait=True)
    try:
        with scoped(REGION):
            size, of_line = verified(points)
    except Broken as fault:
        with scoped(REGION):
            size, last = head()
            Checkpoint.objects.create(at=now, size=size, hash=last.hex(), fault=str(fault))
        raise
    made = signed(signing_key(home), size=size, of_line=of_line, at=now.astimezone(UTC).isoformat(timespec="seconds"))
    with scoped(REGION):
        kept = {name: made[name] for name in ("size", "hash", "key", "signature")}
        Checkpoint.objects.create(at=datetime.fromisoformat(made["at"]), **kept)
    return made
