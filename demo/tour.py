"""The demo's carriers really file their lists through the API, and the workers screen them."""

from __future__ import annotations

import time

from demo.settle import Settled
from roadstead.cli.failure import CannotDo, counted, say
from roadstead.cli.send import post
from roadstead.filings.intake import queue
from roadstead.platform.database.scope import REGION, scoped


def send_all(settled: Settled, port: int) -> None:
    """File every message of the demo, each with its carrier's token, in the order of their being sent."""
    for message in settled.to_send:
        token = settled.tokens[message.carrier]
        status, answer = post(f"http://127.0.0.1:{port}", token, message.raw, message.file_name)
        if status != 202:
            raise CannotDo(f"{message.file_name} was refused: {answer.get('text')}")


def wait_until_screened(patience: float) -> None:
    """Return when the queue is empty, or say so when it is not after `patience` seconds."""
    give_up = time.monotonic() + patience
    while time.monotonic() < give_up:
        with scoped(REGION):
            if queue.length() == 0:
                return
        time.sleep(0.1)
    say(f"still {counted(queue.length(), 'message')} to read after {patience:.0f} s; the workers go on")
