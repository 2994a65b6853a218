"""The carriers' interface against a real server: receipts, and every kind of bad body (issue: bad input)."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import socket
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psutil
import pytest

from bench.live import Live, until
from roadstead.cli.send import post
from tests.shared import live_system

MB = 1024 * 1024


@pytest.fixture(scope="module")
def system() -> Iterator[Live]:
    with live_system("roadstead_api", workers=1) as system:
        yield system


def call(
    system: Live,
    method: str,
    path: str,
    body: bytes | Iterator[bytes] | None = None,
    *,
    carrier: str = "2X",
    **headers: str,
) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection("127.0.0.1", system.port, timeout=60)
    headers = {"Authorization": f"Bearer {system.tokens[carrier]}", **headers}
    try:
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def file(system: Live, body: bytes, **headers: str) -> tuple[int, dict[str, Any]]:
    return call(system, "POST", "/api/v1/manifests", body, **headers)


def settled(system: Live, receipt: object, carrier: str = "2X") -> dict[str, Any]:
    """The receipt once the message was read."""
    answer: dict[str, Any] = {}

    def read() -> bool:
        nonlocal answer
        answer = call(system, "GET", f"/api/v1/receipts/{receipt}", carrier=carrier)[1]
        return bool(answer["status"] != "received")

    until(read, "the message is not read")
    return answer


def only_message(receipt: dict[str, Any]) -> dict[str, Any]:
    (message,) = receipt["messages"]
    return dict(message)


def paxlst(travellers: int) -> bytes:
    """An invented list of that many people."""
    people = "".join(
        f"NAD+FL+++TESTER{at}:ANNA'ATT+2++F'DTM+329:800101'NAT+2+BRB'DOC+P:110:111+T{at:07}'LOC+91+BRB'DTM+36:300101'"
        for at in range(travellers)
    )
    count = travellers * 7 + 10
    return (
        "UNA:+.? 'UNB+UNOA:4+2X+APIS+261125:1200+1'UNH+1+PAXLST:D:05B:UN:IATA+2X1'BGM+745'NAD+MS+++DESK'"
        "TDT+20+2X101+++2X'LOC+125+MIA'DTM+189:2611261000:201'LOC+87+BGI'DTM+232:2611261400:201'"
        f"{people}CNT+42:{travellers}'UNT+{count}+1'UNZ+1+1'"
    ).encode()


def test_a_list_is_acknowledged_read_and_accounted_for(system: Live) -> None:
    status, answer = file(system, paxlst(3))
    assert (status, answer["status"], answer["repeated"]) == (202, "received", False)
    receipt = settled(system, answer["receipt"])
    assert receipt["status"] == "read"
    message = only_message(receipt)
    assert (message["type"], message["travellers"], message["voyage"]["to"]) == ("PAXLST", 3, "BGI")


def test_the_same_body_again_gets_the_same_receipt(system: Live) -> None:
    first, again = file(system, paxlst(4))[1], file(system, paxlst(4))[1]
    assert again["receipt"] == first["receipt"]
    assert again["repeated"] is True


def test_a_carrier_is_told_problems_and_never_a_list_a_score_or_a_reason(system: Live) -> None:
    receipt = settled(system, file(system, paxlst(3).replace(b"800101", b"809901"))[1]["receipt"])
    assert receipt["problems"]
    assert not {"score", "list", "alerts", "hits", "reasons", "entry", "rule", "action"} & keys_of(receipt)


def keys_of(answer: object) -> set[str]:
    """Every key at any depth."""
    if isinstance(answer, dict):
        return set(answer).union(*(keys_of(value) for value in answer.values()))
    return set().union(*(keys_of(each) for each in answer)) if isinstance(answer, list) else set()


def test_another_carriers_receipt_does_not_exist(system: Live) -> None:
    receipt = file(system, paxlst(5))[1]["receipt"]
    assert call(system, "GET", f"/api/v1/receipts/{receipt}", carrier="3X")[0] == 404


@pytest.mark.parametrize("token", ["", "wrong", "x" * 5000])
def test_without_a_good_token_nothing_is_taken(system: Live, token: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", system.port)
    connection.request("POST", "/api/v1/manifests", body=b"UNB+", headers={"Authorization": f"Bearer {token}"})
    assert connection.getresponse().status == 401


def test_an_empty_body_is_refused_with_what_to_do(system: Live) -> None:
    status, answer = file(system, b"")
    assert (status, answer["code"]) == (400, "empty-body")


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><html><body>502 Bad Gateway</body></html>",
        os.urandom(100_000),
        b"UNB+UNOA:4+2X+APIS+261125:1200+1'UNH+1+ORDERS:D:96A:UN'BGM+220'UNT+3+1'UNZ+1+1'",
        b"UNA:+.? 'UNB+" + b"\xff\xfe\xc3(" * 50,
        gzip.compress(b"UNB+"),
        b"\x00" * 5000,
    ],
    ids=["html", "random", "unknown-type", "invalid-utf8", "gzip-undeclared", "zeros"],
)
def test_what_is_no_list_is_kept_and_answered_with_problems(system: Live, body: bytes) -> None:
    status, answer = file(system, body)
    assert status == 202
    receipt = settled(system, answer["receipt"])
    assert receipt["status"] in {"not_understood", "read"}
    assert all(problem["text"] for problem in receipt["problems"])
    assert receipt["problems"]


@pytest.mark.long
def test_ten_thousand_travellers_in_one_message_are_all_kept(system: Live) -> None:
    receipt = settled(system, file(system, paxlst(10_000))[1]["receipt"])
    message = only_message(receipt)
    assert message["travellers"] == 10_000


def web_memory(system: Live) -> int:
    assert system.web
    server = psutil.Process(system.web.pid)
    return sum(each.memory_info().rss for each in [server, *server.children(recursive=True)])


def pieces(number: int, size: int = MB) -> Iterator[bytes]:
    yield from (b"X" * size for _ in range(number))


@pytest.mark.parametrize("length", [{"Content-Length": str(200 * MB)}, {}], ids=["with-length", "chunked"])
def test_a_body_of_200_mb_is_refused_in_words_and_bounded_memory(system: Live, length: dict[str, str]) -> None:
    before = web_memory(system)
    status, answer = call(system, "POST", "/api/v1/manifests", pieces(200), **length)
    assert (status, answer["code"]) == (413, "body-too-large")
    assert "send the list in parts" in answer["text"]
    assert web_memory(system) - before < 100 * MB
    assert system.answers()


def test_a_list_sent_in_chunks_without_a_length_is_taken(system: Live) -> None:
    body = paxlst(7)
    status, answer = call(system, "POST", "/api/v1/manifests", iter([body[:500], body[500:]]))
    assert status == 202
    assert only_message(settled(system, answer["receipt"]))["travellers"] == 7
    assert file(system, body)[1]["receipt"] == answer["receipt"]


def test_an_empty_chunked_body_is_refused_with_what_to_do(system: Live) -> None:
    assert call(system, "POST", "/api/v1/manifests", iter([]))[1]["code"] == "empty-body"


def test_a_body_shorter_than_its_length_gets_no_receipt(system: Live) -> None:
    head = f"POST /api/v1/manifests HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {system.tokens['2X']}\r\n"
    filed = system.count("select count(*) from intake_message")
    with socket.create_connection(("127.0.0.1", system.port)) as line:
        line.sendall(head.encode() + b"Content-Length: 5000\r\n\r\n" + paxlst(8)[:900])
        line.shutdown(socket.SHUT_WR)
        line.settimeout(10)
        answer = line.recv(4096)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert file(system, paxlst(8))[0] == 202
    assert system.count("select count(*) from intake_message") == filed + 1


def test_send_says_what_the_server_said_when_it_closes_the_line(system: Live) -> None:
    status, answer = post(system.url, "no-such-token", b"X" * (60 * MB), "large")
    assert (status, answer["code"]) == (401, "token-not-accepted")
    assert post(system.url, system.tokens["2X"], b"X" * (60 * MB), "large")[1]["code"] == "body-too-large"


def test_a_gzip_bomb_is_refused_in_bounded_memory(system: Live) -> None:
    before = web_memory(system)
    bomb = gzip.compress(b"0" * (300 * MB))
    status, answer = file(system, bomb, **{"Content-Encoding": "gzip"})
    assert (status, answer["code"]) == (413, "body-too-large")
    assert web_memory(system) - before < 150 * MB


def test_a_gzipped_list_is_unpacked_and_read(system: Live) -> None:
    status, answer = file(system, gzip.compress(paxlst(6)), **{"Content-Encoding": "gzip"})
    assert status == 202
    assert settled(system, answer["receipt"])["status"] == "read"


def test_a_gzip_of_several_members_is_one_body(system: Live) -> None:
    body = paxlst(9)
    packed = gzip.compress(body[:700]) + gzip.compress(b"") + gzip.compress(body[700:]) + b"\0" * 8
    answer = file(system, packed, **{"Content-Encoding": "GZip"})[1]
    assert only_message(settled(system, answer["receipt"]))["travellers"] == 9
    assert file(system, body)[1]["receipt"] == answer["receipt"]


@pytest.mark.parametrize("kept", [0.5, 0.98], ids=["half", "without-its-end"])
def test_a_gzip_that_was_cut_short_gets_no_receipt(system: Live, kept: float) -> None:
    packed = gzip.compress(os.urandom(4000))
    status, answer = file(system, packed[: int(len(packed) * kept)], **{"Content-Encoding": "gzip"})
    assert (status, answer["code"]) == (400, "gzip-cut-short")


PACKED = gzip.compress(b"UNB+", mtime=0)


@pytest.mark.parametrize("body", [b"UNB+", PACKED + b"more", PACKED[:-8] + b"12345678"])
def test_a_body_that_only_claims_to_be_gzip_is_refused(system: Live, body: bytes) -> None:
    status, answer = file(system, body, **{"Content-Encoding": "gzip"})
    assert (status, answer["code"]) == (400, "not-gzip")


@pytest.mark.parametrize("encoding", ["deflate", "br", "zstd", "gzip, gzip"])
def test_a_body_packed_otherwise_is_refused_and_not_kept_packed(system: Live, encoding: str) -> None:
    status, answer = file(system, zlib.compress(paxlst(3)), **{"Content-Encoding": encoding})
    assert (status, answer["code"]) == (415, "encoding-not-read")


@pytest.mark.long
def test_a_segment_of_20_mb_is_answered_in_bounded_time(system: Live) -> None:
    body = b"UNA:+.? 'UNB+UNOA:4+2X+APIS+261125:1200+1'UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'FTX+" + b"A" * (20 * MB)
    receipt = settled(system, file(system, body)[1]["receipt"])
    assert receipt["problems"]


def test_the_description_of_the_interface_is_served(system: Live) -> None:
    description = call(system, "GET", "/api/v1/openapi.json")[1]
    receipt = "/api/v1/receipts/{number}"
    answers = {f"{receipt}/{each}" for each in ("answers", "answers.edi", "aperak", "contrl")}
    assert set(description["paths"]) == {"/api/v1/manifests", receipt} | answers


def get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def test_a_server_for_filings_takes_a_list_and_shows_no_page(system: Live) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    alone = replace(
        system, port=port, env={**system.env, "ROADSTEAD_PORT": str(system.port), "ROADSTEAD_INTAKE_PORT": str(port)}
    )
    process = alone.run("intake")
    try:
        until(alone.answers, "the server for filings does not answer")
        status, receipt = file(alone, paxlst(11))
        assert (status, settled(alone, receipt["receipt"])["status"]) == (202, "read")
        for path in ("/", "/sign-in", "/alerts", "/static/style.css"):
            assert get(port, path) == (
                404,
                "This server takes carriers' filings alone, below /api/v1. Pages are shown by the web server.\n",
            )
        assert get(port, "/readyz")[0] in {200, 503}
        assert get(system.port, "/sign-in")[0] == 200
    finally:
        process.terminate()
        process.wait(20)
