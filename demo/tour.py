"""Filing of the demo's messages through the API, by its carriers; workers then screen them."""

from __future__ import annotations

import time

from demo.settle import Settled
from roadstead.cli.console import CommandFailed, counted, say
from roadstead.cli.send import post
from roadstead.filings.intake import queue
from roadstead.platform.database.scope import REGION, scoped


def send_all(settled: Settled, port: int) -> None:
    """File every message of the demo with its carrier's token, in the order of sending."""
    for message in settled.to_send:
        token = settled.tokens[message.carrier]
        status, answer = post(f"http://127.0.0.1:{port}", token, message.raw, message.file_name)
        if status != 202:
            raise CommandFailed(f"the server refused {message.file_name}: {answer.get('text')}")


def wait_until_screened(patience: float) -> None:
    """Return when the queue is empty; print a message if it is not after `patience` seconds."""
    give_up = time.monotonic() + patience
    while time.monotonic() < give_up:
        with scoped(REGION):
            if queue.length() == 0:
                return
        time.sleep(0.1)
    say(f"{counted(queue.length(), 'message')} still queued after {patience:.0f} s; the workers continue")
