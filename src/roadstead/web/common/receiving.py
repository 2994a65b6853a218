"""Receive the body of a request whole and within limits, before it takes a thread or a transaction.

- A body has GRACE_SECONDS, and one second more for every BYTES_PER_SECOND received.
- Anonymous senders may send SMALL_BYTES.
- Beyond PER_ADDRESS bodies from one address, or AT_ONCE in all, the one nearest to its deadline, the slowest, ends.
- An account may send LARGE_AT_ONCE larger bodies; its next ones are not read until it is their turn.
- A body larger than MEMORY_BYTES is in a file without a name until its request ends; HELD_BYTES in all.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, MutableMapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, Final

GRACE_SECONDS: Final = 10.0
BYTES_PER_SECOND: Final = 64 * 1024
SMALL_BYTES: Final = 64 * 1024
MEMORY_BYTES: Final = 1024 * 1024
HELD_BYTES: Final = 1024**3
DRAINED_BYTES: Final = 256 * 1024 * 1024  # of a body that is too large: discarded, so that its sender reads why
MAX_BODIES_PER_ADDRESS: Final = 64
MAX_BODIES: Final = 512
MAX_LARGE_PER_ACCOUNT: Final = 4
TURN_SECONDS: Final = 60.0

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class NotReceived(Exception):
    """The body was not received. HTTP status: 408 too slow or cut short, 413 too large, 503 too busy."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Sender of a body. `identify` returns the account that the request's credentials belong to, "" for none."""

    address: str
    declared: int  # Content-Length in bytes, -1 if there is none
    limit: int  # bytes that an account may send
    identify: Callable[[], Awaitable[str]]


@dataclass(slots=True, eq=False)
class Body:
    """Body as received so far. Of a body larger than `limit` one byte more is kept, and the rest only counted."""

    file: SpooledTemporaryFile[bytes]
    limit: int
    received: int = 0
    stored: int = 0
    is_whole: bool = False
    is_cut_short: bool = False

    def add(self, message: MutableMapping[str, Any]) -> int:
        """Add the content of one message of the server; return its length in bytes."""
        piece: bytes = message.get("body", b"")
        self.stored += self.file.write(piece[: max(self.limit + 1 - self.stored, 0)])
        self.received += len(piece)
        self.is_cut_short = message["type"] == "http.disconnect"
        self.is_whole = not (self.is_cut_short or message.get("more_body", False))
        return len(piece)


@dataclass(slots=True)
class Receiver:
    """Bodies that one web process is receiving, and those whose requests have no response yet."""

    folder: Path  # for bodies larger than MEMORY_BYTES
    _clocks: dict[str, list[asyncio.Timeout]] = field(default_factory=dict)  # by address
    _turns: dict[str, asyncio.Semaphore] = field(default_factory=dict)  # by account
    _held: int = 0  # bytes

    @asynccontextmanager
    async def body(self, receive: Receive, sender: Sender) -> AsyncIterator[Body]:
        """Yield the body at its beginning, kept until the block ends. Raise NotReceived."""
        with SpooledTemporaryFile(max_size=MEMORY_BYTES, dir=str(self.folder)) as file:
            body = Body(file, sender.limit)
            try:
                await self._receive(body, receive, sender)
                file.seek(0)
                yield body
            finally:
                self._held -= body.stored

    async def _receive(self, body: Body, receive: Receive, sender: Sender) -> None:
        if sender.declared <= SMALL_BYTES:
            await self._read(body, receive, sender, most=SMALL_BYTES)
        if body.is_whole or body.is_cut_short:
            return
        account = await sender.identify()
        if not account:
            raise NotReceived(413)
        async with self._turn(account):
            await self._read(body, receive, sender, most=DRAINED_BYTES)

    async def _read(self, body: Body, receive: Receive, sender: Sender, *, most: int) -> None:
        async with self._clock(sender.address) as clock:
            while not (body.is_whole or body.is_cut_short) and body.received <= most:
                message = await receive()
                before = body.stored
                try:
                    length = body.add(message)
                except OSError:  # the disk is full
                    raise NotReceived(503) from None
                self._held += body.stored - before
                if self._held > HELD_BYTES and body.stored > SMALL_BYTES:
                    raise NotReceived(503)
                clock.reschedule((clock.when() or 0) + length / BYTES_PER_SECOND)

    @asynccontextmanager
    async def _clock(self, address: str) -> AsyncIterator[asyncio.Timeout]:
        clocks = self._clocks.setdefault(address, [])
        _end_slowest(clocks, most=MAX_BODIES_PER_ADDRESS)
        _end_slowest((clock for each in self._clocks.values() for clock in each), most=MAX_BODIES)
        try:
            async with asyncio.timeout(GRACE_SECONDS) as clock:
                clocks.append(clock)
                yield clock
        except TimeoutError:
            raise NotReceived(408) from None
        finally:
            clocks.remove(clock)
            if not clocks:
                self._clocks.pop(address, None)

    @asynccontextmanager
    async def _turn(self, account: str) -> AsyncIterator[None]:
        turns = self._turns.setdefault(account, asyncio.Semaphore(MAX_LARGE_PER_ACCOUNT))
        try:
            await asyncio.wait_for(turns.acquire(), TURN_SECONDS)
        except TimeoutError:
            raise NotReceived(503) from None
        try:
            yield
        finally:
            turns.release()


def _end_slowest(clocks: Iterable[asyncio.Timeout], *, most: int) -> None:
    """End the body nearest to its deadline if there are `most`, to make room for one more."""
    now = asyncio.get_running_loop().time()
    running = [clock for clock in clocks if (clock.when() or 0) > now]
    if len(running) >= most:
        min(running, key=lambda clock: clock.when() or 0).reschedule(now)


async def drain(receive: Receive) -> None:
    """Read the rest of a refused body and discard it, for GRACE_SECONDS at most."""
    left = DRAINED_BYTES
    with suppress(TimeoutError):
        async with asyncio.timeout(GRACE_SECONDS):
            while left > 0:
                message = await receive()
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return
                left -= len(message.get("body", b""))
