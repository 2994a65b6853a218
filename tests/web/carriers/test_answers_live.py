"""Waiting for the answers on the real server, with a real worker: who waits blocks nobody else."""

from __future__ import annotations

import http.client
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from bench.live import ROOT, Live, until
from roadstead.engine.formats import registry
from tests.samples import Person, paxlst
from tests.shared import live_system


@pytest.fixture(scope="module")
def system() -> Iterator[Live]:
    """Its worker has mapped the lists and read a first message: on a busy machine that alone takes longer than the
    ten seconds that anybody may wait."""
    with live_system("roadstead_answers", workers=1) as system:
        post(system, question(300), 0, "*/*")
        until(lambda: system.count("select count(*) from intake_message where status = 'read'") > 0, "nothing is read")
        yield system


def question(flight: int) -> bytes:
    """The list of one traveller, whose reference is the flight's number."""
    return paxlst(Person(surname="TESTER", reference=f"P-{flight}"), flight=f"2X{flight}", reference=f"Q-{flight}")


def post(system: Live, body: bytes, wait: int, accept: str) -> tuple[int, float, bytes]:
    """Status, the seconds until it came, and the body of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", system.port, timeout=30)
    began = time.monotonic()
    headers = {"Authorization": f"Bearer {system.tokens['2X']}", "Accept": accept}
    connection.request("POST", f"/api/v1/manifests?wait={wait}", body=body, headers=headers)
    response = connection.getresponse()
    took = time.monotonic() - began
    answer = response.read()
    connection.close()
    return response.status, took, answer


@pytest.mark.long
def test_a_question_about_one_traveller_is_answered_while_the_line_is_open(system: Live) -> None:
    status, _, answer = post(system, question(301), 10, "application/edifact")
    (reading,) = registry.read(answer)
    assert status == 202
    assert reading.manifest.message.reference == "Q-301"
    assert [each.passenger for each in reading.manifest.answers] == ["P-301"]


@pytest.mark.long
def test_the_command_prints_receipt_and_answers(system: Live) -> None:
    command = [sys.executable, "-m", "roadstead.cli", "send", "-", "--url", system.url, "--token", system.tokens["2X"]]
    for _ in range(3):  # a busy machine may need longer than anybody may wait; the same list again is the same list
        done = subprocess.run(
            [*command, "--wait", "10"], input=question(302), capture_output=True, env=system.env, cwd=ROOT, check=False
        )
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stderr.decode()
    receipt, understood, answer, *_ = done.stdout.decode().splitlines()
    assert receipt.startswith("-: ")
    assert understood.endswith("travellers read: 1")
    assert answer.endswith(": 1 TESTER ANNA BOOK01 P-302")


@pytest.mark.long
def test_many_who_wait_in_vain_do_not_keep_the_others_waiting(system: Live) -> None:
    """Their 202 is there at once, and pages are served meanwhile; only the body of a few takes its time."""
    worker = system.workers.pop()
    worker.terminate()
    worker.wait()
    firsts: list[float] = []
    waiting = [
        threading.Thread(target=lambda flight=flight: firsts.append(post(system, question(flight), 4, "*/*")[1]))
        for flight in range(310, 320)
    ]
    for thread in waiting:
        thread.start()
    time.sleep(1)
    began = time.monotonic()
    assert system.answers()
    assert time.monotonic() - began < 2
    for thread in waiting:
        thread.join()
    assert len(firsts) == 10
    assert max(firsts) < 3
    system.start_worker()
