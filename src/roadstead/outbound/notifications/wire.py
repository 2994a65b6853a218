"""Network connections with a deadline and a size limit.

One deadline covers look-up, connect, TLS, request and response together; the limit is on the response.
"""

from __future__ import annotations

import contextlib
import io
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeVar

from django.utils.translation import gettext_noop as _

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Result = TypeVar("Result")

DELIVERY_SECONDS: Final = 10.0
TOO_LATE: Final = _("no complete answer in time")
MAX_RESPONSE_BYTES: Final = 64 * 1024
MAX_LOOKUPS: Final = 32  # at a time; a look-up without reply continues after its delivery was given up
# Global by their registry entry, but they lead into an IPv4 network, or are out of use: no public receiver is there.
NOT_PUBLIC: Final = tuple(
    ipaddress.ip_network(each)
    for each in (
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64, local
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "fec0::/10",  # site-local
    )
)
LOOKUPS: Final = threading.BoundedSemaphore(MAX_LOOKUPS)
# Of addresses that carriers entered: their name servers may be slow, and nothing that concerns a state waits for them.
CARRIERS_LOOKUPS: Final = threading.BoundedSemaphore(MAX_LOOKUPS)


class DeadlinePassed(TimeoutError):
    """The delivery took longer than it may."""


class ResponseTooLong(OSError):
    """The other side sent more than MAX_RESPONSE_BYTES."""


def is_public(address: str) -> bool:
    """Return True if a webhook may be sent to this IP address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in NOT_PUBLIC)


class Deadline:
    """Deadline of one delivery, used as a context manager.

    When the time is over the connection is shut down, which wakes a thread that reads or writes: bytes that arrive one
    by one prolong nothing.
    """

    def __init__(self, seconds: float = DELIVERY_SECONDS, *, lookups: threading.BoundedSemaphore = LOOKUPS) -> None:
        self.too_late = f"{TOO_LATE} ({seconds:g} s)"
        self.has_passed = False
        self._lookups = lookups
        self._ends = time.monotonic() + seconds
        self._twin: socket.socket | None = None  # the same connection; TLS takes over the socket itself
        self._timer: threading.Timer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
        if self._twin is not None:
            self._twin.close()

    def left(self) -> float:
        """Return the seconds left. Raises DeadlinePassed if there are none."""
        left = self._ends - time.monotonic()
        if left <= 0:
            self.has_passed = True
            raise DeadlinePassed
        return left

    def reason(self, error: Exception) -> str:
        """Return why the delivery failed, never in the other side's words."""
        if self.has_passed or isinstance(error, TimeoutError):
            return self.too_late
        return type(error).__name__

    def wait_for(self, work: Callable[[], Result]) -> Result:
        """Return the result of work that cannot be interrupted, such as a look-up, in a thread.

        The thread is left behind when the time is over.
        """
        if not self._lookups.acquire(timeout=self.left()):
            self.left()
            raise DeadlinePassed
        done: SimpleQueue[tuple[Result | None, Exception | None]] = SimpleQueue()

        def run() -> None:
            try:
                done.put((work(), None))
            except Exception as error:  # noqa: BLE001 it is raised again below
                done.put((None, error))
            finally:
                self._lookups.release()

        threading.Thread(target=run, daemon=True).start()
        try:
            result, error = done.get(timeout=self.left())
        except Empty:
            self.has_passed = True
            raise DeadlinePassed from None
        if error is not None:
            raise error
        return result  # type: ignore[return-value] # it was put without an error

    def addresses(self, host: str, port: int) -> list[str]:
        """Return the IP addresses of `host`, in the order in which they should be tried."""
        found = self.wait_for(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))

    def connect(self, addresses: Sequence[str], port: int) -> socket.socket:
        """Connect to the first address that accepts. None may use up the time of those after it."""
        failure: OSError = OSError("no address")
        for at, address in enumerate(addresses):
            try:
                connection = socket.create_connection((address, port), timeout=self.left() / (len(addresses) - at))
            except OSError as error:
                failure = error
                continue
            connection.settimeout(self.left())
            self._watch(connection)
            return connection
        raise failure

    def _watch(self, connection: socket.socket) -> None:
        self._twin = connection.dup()
        self._timer = threading.Timer(self.left(), self._shut_down, [self._twin])
        self._timer.daemon = True
        self._timer.start()

    def _shut_down(self, twin: socket.socket) -> None:
        self.has_passed = True
        with contextlib.suppress(OSError):
            twin.shutdown(socket.SHUT_RDWR)


class _Limited(io.RawIOBase):
    def __init__(self, raw: io.RawIOBase) -> None:
        super().__init__()
        self._raw, self._left = raw, MAX_RESPONSE_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        read: int | None = self._raw.readinto(buffer)
        self._left -= read or 0
        if self._left < 0:
            raise ResponseTooLong
        return read

    def close(self) -> None:
        self._raw.close()
        super().close()


def limited(connection: socket.socket) -> io.BufferedReader:
    """Return a file object for reading that raises ResponseTooLong."""
    return io.BufferedReader(_Limited(connection.makefile("rb", buffering=0)))
