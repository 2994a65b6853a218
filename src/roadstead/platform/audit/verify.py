"""Verification of the audit log: the chain is recomputed from the rows and compared with signed checkpoints.

It finds lines that were changed or are missing, and a log that was set back. A person who may write everything in the
database can also recompute the chain; only a checkpoint kept outside shows that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from roadstead.engine.chain import ZERO_HASH, digest, link
from roadstead.platform.audit.models import HASHED_COLUMNS, Checkpoint, Record, hashed_line
from roadstead.platform.audit.seal import head, seal
from roadstead.platform.audit.signing import FORMAT_KEY, is_signed, sign_checkpoint, signing_key
from roadstead.platform.database.scope import REGION, scoped

BATCH_SIZE: Final = 5000  # lines read in one transaction: a long one would keep the database from cleaning up


class ChainBroken(Exception):
    """The audit log was changed; the message says from which line on, and how."""


@dataclass(frozen=True, slots=True)
class ChainPoint:
    """Point in the chain to verify: line `size` has this `hash`.

    `source`: its name in messages. `month`: month in which our key signed it.
    """

    size: int
    hash: str
    source: str
    month: str = ""


CHAIN_START: Final = ChainPoint(0, ZERO_HASH.hex(), "")


def verify_chain(points: Iterable[ChainPoint] = (), *, since: ChainPoint = CHAIN_START) -> tuple[int, str]:
    """Return the chain's length and last hash, verified from `since` on, in own transactions. Raises ChainBroken.

    `points`: further points to verify besides the checkpoints in the database.
    """
    expected: dict[int, list[ChainPoint]] = {}
    for point in [*points, *_stored_points()]:
        if point.size >= since.size:
            expected.setdefault(point.size, []).append(point)
    number, before = since.size, bytes.fromhex(since.hash)
    if number:
        _check_start(since)
        _check_points(expected.pop(number, ()), before)
    while rows := _rows_after(number):
        for row in rows:
            number, before = number + 1, _next_hash(number, before, row)
            _check_points(expected.pop(number, ()), before)
    if expected:
        _check_length(number, [point for points in expected.values() for point in points if point.size])
    return number, before.hex()


def _stored_points() -> list[ChainPoint]:
    with scoped(REGION):
        rows = list(Checkpoint.objects.filter(fault="").values_list("size", "hash", "at"))
    return [ChainPoint(size, of_line, f"the checkpoint of {at:%Y-%m-%d %H:%M} UTC") for size, of_line, at in rows]


def _rows_after(number: int) -> list[tuple[Any, ...]]:
    with scoped(REGION):
        rows = Record.objects.filter(sequence__gt=number).order_by("sequence")
        return list(rows.values_list("sequence", "hash", *HASHED_COLUMNS)[:BATCH_SIZE])


def _check_start(since: ChainPoint) -> None:
    """Raise ChainBroken unless the line at which verification begins exists as it was signed."""
    with scoped(REGION):
        found = Record.objects.filter(sequence=since.size).values_list("hash", flat=True).first()
        last, _ = head()
    if last < since.size:
        _check_length(last, [since])
    if found != since.hash:
        raise ChainBroken(f"line {since.size} differs from the signed line: it was edited or deleted")


def _next_hash(number: int, before: bytes, row: Sequence[Any]) -> bytes:
    if row[0] != number + 1:
        raise ChainBroken(f"line {number + 1} is missing: lines were deleted or moved")
    found = link(before, digest(hashed_line(tuple(row[2:]))))
    if found.hex() != row[1]:
        raise ChainBroken(f"line {number + 1} was changed after it was sealed: it was edited, or lines were reordered")
    return found


def _check_points(points: Iterable[ChainPoint], found: bytes) -> None:
    for point in points:
        if point.hash != found.hex():
            raise ChainBroken(f"line {point.size} differs from {point.source}: the chain was recomputed")


def _check_length(number: int, missing: Sequence[ChainPoint]) -> None:
    if missing:
        longest = max(missing, key=lambda point: point.size)
        raise ChainBroken(
            f"the chain ends at line {number}, but {longest.source} covers {longest.size} lines:"
            " lines were deleted, or an older database was restored"
        )


def point_of(checkpoint: Mapping[str, Any], name: str, home: Path) -> ChainPoint:
    """Return the point of a checkpoint kept outside. Raises ChainBroken if our key did not sign it."""
    if checkpoint.get(FORMAT_KEY) != 1 or not is_signed(checkpoint, signing_key(home).public_key()):
        raise ChainBroken(f"{name} is not a checkpoint signed with this machine's key")
    return ChainPoint(int(checkpoint["size"]), str(checkpoint["hash"]), f"the checkpoint in {name}")


def last_signed(home: Path) -> ChainPoint:
    """Return the newest checkpoint in the database that our key signed; write access alone cannot forge one."""
    key = signing_key(home).public_key()
    with scoped(REGION):
        for row in Checkpoint.objects.filter(fault=""):
            at = row.at.astimezone(UTC)
            said = {
                FORMAT_KEY: 1,
                "size": row.size,
                "hash": row.hash,
                "at": at.isoformat(timespec="seconds"),
                "key": row.key,
            }
            if is_signed(said | {"signature": row.signature}, key):
                return ChainPoint(row.size, row.hash, f"the checkpoint of {at:%Y-%m-%d %H:%M} UTC", f"{at:%Y-%m}")
    return CHAIN_START


def make_daily_checkpoint(home: Path, *, now: datetime) -> dict[str, Any]:
    """Make a checkpoint, verified from the last one on; the first of each month verifies the whole chain."""
    last = last_signed(home)
    return make_checkpoint(home, now=now, since=last if last.month == f"{now.astimezone(UTC):%Y-%m}" else CHAIN_START)


def make_checkpoint(
    home: Path, *, now: datetime, points: Iterable[ChainPoint] = (), since: ChainPoint = CHAIN_START
) -> dict[str, Any]:
    """Seal, verify and sign, in own transactions. Raises ChainBroken, after recording the fault for the audit page."""
    seal(wait=True)
    try:
        size, of_line = verify_chain(points, since=since)
    except ChainBroken as fault:
        with scoped(REGION):
            size, last = head()
            Checkpoint.objects.create(at=now, size=size, hash=last.hex(), fault=str(fault))
        raise
    made = sign_checkpoint(
        signing_key(home), size=size, of_line=of_line, at=now.astimezone(UTC).isoformat(timespec="seconds")
    )
    with scoped(REGION):
        kept = {name: made[name] for name in ("size", "hash", "key", "signature")}
        Checkpoint.objects.create(at=datetime.fromisoformat(made["at"]), **kept)
    return made
