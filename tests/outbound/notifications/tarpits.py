"""Receivers that accept a connection and then keep the sender waiting: real sockets on this machine."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Behaviour = Callable[[socket.socket], None]


@dataclass
class Tarpit:
    """`times`: when each connection was accepted (time.monotonic)."""

    port: int
    times: list[float] = field(default_factory=list)

    @property
    def webhook(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def mail(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


def silent(connection: socket.socket) -> None:
    """Accept and say nothing."""
    while connection.recv(65536):
        pass


def dribble(answer: bytes, seconds: float) -> Behaviour:
    """Answer one byte at a time."""

    def send(connection: socket.socket) -> None:
        for at in range(len(answer)):
            connection.sendall(answer[at : at + 1])
            time.sleep(seconds)

    return send


def endless(chunk: bytes) -> Behaviour:
    """Answer the same chunk without end, as fast as it is read."""

    def send(connection: socket.socket) -> None:
        while True:
            connection.sendall(chunk)

    return send


@contextmanager
def tarpit(behaviour: Behaviour) -> Iterator[Tarpit]:
    listener = socket.create_server(("127.0.0.1", 0))
    pit = Tarpit(port=listener.getsockname()[1])

    def answer(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):  # the sender has given up, as it should
            behaviour(connection)

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            pit.times.append(time.monotonic())
            threading.Thread(target=answer, args=[connection], daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield pit
    finally:
        listener.close()
