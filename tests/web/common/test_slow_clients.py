"""Slow, silent and oversized clients against the real server: they keep nobody else waiting, and hold nothing for long.

Real sockets against a real `serve` process with its own database.
"""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection

import pytest

from bench.live import Live
from roadstead.web.common.receiving import GRACE_SECONDS, MAX_BODIES_PER_ADDRESS, SMALL_BYTES
from tests.samples import Person, paxlst
from tests.shared import live_system

MB = 1024 * 1024
STALLED = 200
OF_THIS_SYSTEM = "select count(*) from pg_stat_activity where datname = current_database()"


@pytest.fixture(scope="module")
def system() -> Iterator[Live]:
    with live_system("roadstead_slow", workers=0) as system:
        yield system


def manifest(flight: int) -> bytes:
    return paxlst(Person(surname="TESTER", reference=f"S-{flight}"), flight=f"2X{flight}", reference=f"S-{flight}")


def file(system: Live, body: bytes, *, carrier: str = "2X") -> tuple[int, float]:
    """Status of a list filed, and the seconds until it came."""
    with closing(HTTPConnection("127.0.0.1", system.port, timeout=30)) as connection:
        began = time.monotonic()
        headers = {"Authorization": f"Bearer {system.tokens[carrier]}"}
        connection.request("POST", "/api/v1/manifests", body=body, headers=headers)
        status = connection.getresponse().status
        return status, time.monotonic() - began


def healthy(system: Live) -> float:
    """Seconds until /healthy answered 200."""
    began = time.monotonic()
    assert system.answers()
    return time.monotonic() - began


def begin(system: Live, path: str, length: int, token: str = "") -> socket.socket:
    """A connection that has sent the head of a POST and one byte of its body."""
    line = socket.create_connection(("127.0.0.1", system.port), timeout=30)
    authorization = f"Authorization: Bearer {token}\r\n" if token else ""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{authorization}Content-Length: {length}\r\n"
    line.sendall(head.encode() + b"Content-Type: application/x-www-form-urlencoded\r\n\r\nx")
    return line


@contextmanager
def stalled(system: Live, number: int) -> Iterator[list[socket.socket]]:
    """Half of them strangers at the sign-in page, a quarter each with a token for a small and for a large list."""
    token = system.tokens["3X"]
    kinds = [("/sign-in", 99, ""), ("/sign-in", 99, ""), ("/api/v1/manifests", 5000, token)]
    kinds.append(("/api/v1/manifests", 20 * MB, token))
    with ExitStack() as lines:
        yield [lines.enter_context(begin(system, *kinds[each % 4])) for each in range(number)]


def status_line(line: socket.socket, *, timeout: float) -> bytes:
    """The first line of the response, b"" where the server closed the connection, "…" where it said nothing."""
    line.settimeout(timeout)
    try:
        return line.recv(4096).partition(b"\r\n")[0]
    except TimeoutError:
        return b"nothing"


@pytest.mark.long
def test_stalled_bodies_keep_neither_pages_nor_intake_waiting_and_open_no_transaction(system: Live) -> None:
    file(system, manifest(1))
    with stalled(system, STALLED) as lines:
        time.sleep(1)
        for flight in range(2, 12):
            assert healthy(system) < 1
            status, seconds = file(system, manifest(flight))
            assert status == 202
            assert seconds < 1
        assert system.count(f"{OF_THIS_SYSTEM} and state like 'idle in transaction%'") == 0
        time.sleep(GRACE_SECONDS)
        small = [line for number, line in enumerate(lines) if number % 4 != 3]
        answers = [status_line(line, timeout=10) for line in small]
    assert set(answers) == {b"HTTP/1.1 408 Request Timeout"}
    assert system.count("select count(*) from intake_message where carrier = '3X'") == 0


@pytest.mark.long
def test_bodies_that_trickle_are_ended_however_often_a_byte_comes(system: Live) -> None:
    with stalled(system, 20) as lines:
        until = time.monotonic() + GRACE_SECONDS + 2
        while time.monotonic() < until:
            time.sleep(0.5)
            for line in lines:
                try:
                    line.sendall(b"x")
                except OSError:
                    continue
            assert healthy(system) < 1
        assert status_line(lines[0], timeout=5) in {b"HTTP/1.1 408 Request Timeout", b""}


def test_more_bodies_at_once_than_one_address_may_send_end_the_slowest_of_them(system: Live) -> None:
    began = time.monotonic()
    with ExitStack() as opened:
        lines = [opened.enter_context(begin(system, "/sign-in", 99)) for _ in range(MAX_BODIES_PER_ADDRESS + 10)]
        time.sleep(2)
        ended, _, _ = select.select(lines, [], [], 0)
        has_time_left = time.monotonic() - began < GRACE_SECONDS  # of the first; a busy machine may have used it up
        assert len(ended) == 10 if has_time_left else 10 <= len(ended) < len(lines)
        assert {status_line(line, timeout=1) for line in ended} == {b"HTTP/1.1 408 Request Timeout"}
        assert lines[-1] not in ended


def test_large_lists_of_one_carrier_that_stall_do_not_keep_those_of_others_waiting(system: Live) -> None:
    with ExitStack() as opened:
        for _ in range(40):
            opened.enter_context(begin(system, "/api/v1/manifests", 20 * MB, system.tokens["3X"]))
        time.sleep(1)
        assert file(system, manifest(20) + b"\n" * (5 * MB))[0] == 202
        assert healthy(system) < 1


def test_silent_and_slow_headers_are_harmless(system: Live) -> None:
    with ExitStack() as opened:
        for number in range(1500):
            line = opened.enter_context(socket.create_connection(("127.0.0.1", system.port), timeout=30))
            if number % 2:
                line.sendall(b"GET /healthy HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        for flight in range(30, 33):
            assert healthy(system) < 1
            status, seconds = file(system, manifest(flight))
            assert status == 202
            assert seconds < 1


def test_responses_that_nobody_reads_keep_nobody_waiting(system: Live) -> None:
    with ExitStack() as opened:
        for _ in range(20):
            line = opened.enter_context(socket.socket())
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.connect(("127.0.0.1", system.port))
            line.sendall(b"GET /static/roadstead/roadstead.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20)
        time.sleep(1)
        assert healthy(system) < 1


@pytest.mark.long
def test_a_list_of_30_mb_that_comes_at_an_honest_pace_is_stored(system: Live) -> None:
    body = manifest(40) + b"\n" * (30 * MB)
    with begin(system, "/api/v1/manifests", len(body) + 1, system.tokens["2X"]) as line:
        for at in range(0, len(body), MB):
            line.sendall(body[at : at + MB])
            time.sleep(0.4)  # 12 seconds in all: more than the grace, which a moving body does not need
        assert status_line(line, timeout=60) == b"HTTP/1.1 202 Accepted"
    assert system.count("select count(*) from intake_message where size > 30000000") == 1


def form(system: Live, size: int) -> bytes:
    """Status line of a form that a stranger sends to the sign-in page."""
    with begin(system, "/sign-in", size) as line:
        line.sendall(b"x" * (size - 1))
        return status_line(line, timeout=30)


def test_strangers_may_send_small_bodies_only(system: Live) -> None:
    assert form(system, SMALL_BYTES) == b"HTTP/1.1 403 Forbidden"  # it was read: its CSRF token is missing
    assert form(system, SMALL_BYTES + 1) == b"HTTP/1.1 413 Payload Too Large"
    with begin(system, "/api/v1/manifests", 20 * MB, "no-such-token") as line:
        assert status_line(line, timeout=5) == b"HTTP/1.1 401 Unauthorized"
    with begin(system, "/api/v1/manifests", 50) as line:
        assert status_line(line, timeout=5) == b"HTTP/1.1 401 Unauthorized"


def test_a_session_cookie_that_nobody_was_given_makes_no_stranger_known(system: Live) -> None:
    with closing(HTTPConnection("127.0.0.1", system.port, timeout=30)) as connection:
        for cookie in ("sessionid=" + "a" * 32, 'sessionid="' + "\\000" * 10 + '"'):
            connection.request("POST", "/sign-in", body=b"x" * MB, headers={"Cookie": cookie})
            response = connection.getresponse()
            response.read()
            assert response.status == 413


def test_a_chunked_list_that_breaks_off_is_not_stored(system: Live) -> None:
    before = system.count("select count(*) from intake_message")
    body = manifest(50)
    head = f"POST /api/v1/manifests HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {system.tokens['2X']}\r\n"
    with socket.create_connection(("127.0.0.1", system.port), timeout=30) as line:
        line.sendall(head.encode() + b"Transfer-Encoding: chunked\r\n\r\n" + f"{len(body):x}\r\n".encode() + body)
        line.shutdown(socket.SHUT_WR)
        assert b" 202 " not in status_line(line, timeout=10)
    assert system.count("select count(*) from intake_message") == before


def test_a_header_with_an_underscore_does_not_pass_for_the_proxys(system: Live) -> None:
    """`X_Forwarded_For` would be X-Forwarded-For to the application, whatever the proxy in front wrote."""
    with socket.create_connection(("127.0.0.1", system.port), timeout=30) as line:
        line.sendall(b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept_Language: fr\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert b"content-language: en" in answer.lower()


def test_many_at_once_are_all_answered(system: Live) -> None:
    slow: list[float] = []
    threads = [threading.Thread(target=lambda: slow.append(healthy(system))) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(slow) == 40
