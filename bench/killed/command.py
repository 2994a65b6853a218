"""Write messages by two national systems while the processes are killed again and again: `./roadstead bench killed`.

Each side has several threads that post acts over HTTP on many requests: on a third of them both sides write, on the
others one side alone, and the other never reads, so that it is notified of every message.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from bench.killed.inside import FIRST, SIDES, inside
from bench.killed.national_system import NationalSystem, Side
from bench.killed.processes import VICTIMS, kill, start_again
from bench.live import Live, live, until
from roadstead.config import Config, config
from roadstead.platform.database.cluster import Cluster, cluster, stop

MESSAGES: Final = 10_000
MESSAGES_PER_KILL: Final = 1000  # of each kind of process
SECONDS: Final = 3600.0  # after which it fails
THREADS: Final = 4  # of each side
OF_A_REQUEST: Final = 40  # messages of each side that writes, at most
SEED: Final = 11
LEFT: Final = "select count(*) from outbox_event where due_at <= clock_timestamp()"
WRITE, REPLY = "write", "reply"
ASKING, ASKED = SIDES


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was done, and the faults that were found: numbers by kind, those that are not 0."""

    messages: int
    requests: int
    kills: dict[str, int]
    unanswered: int  # calls that the systems repeated
    stored_without_answer: int  # messages whose first call was stored, and whose answer was lost
    too_late: int  # acts refused, because the other side had written meanwhile
    ended_by_themselves: int  # processes that found no database when they started
    seconds: float
    load: float
    faults: dict[str, int]
    sides: list[Side]  # the first two are of one request, the next two alone on theirs


def run() -> dict[str, Any]:
    """Return the figures of ten thousand messages."""
    return figures(MESSAGES)


def figures(messages: int) -> dict[str, Any]:
    """Return what was done and the faults, from a system that is made for it and deleted afterwards."""
    own = replace(config(), home=config().home / "killed")
    try:
        with written_under_kills(own, messages, kills=max(messages // MESSAGES_PER_KILL, 1)) as (_, found):
            told = asdict(found)
    finally:
        shutil.rmtree(own.home, ignore_errors=True)
    del told["sides"]
    return {**told, "faults": found.faults or "none"}


@contextmanager
def written_under_kills(
    own: Config, messages: int, *, kills: int, seconds: float = SECONDS
) -> Iterator[tuple[Live, Result]]:
    """Yield the running system when everything is written, with the result. `own`: settings with a home of its own,
    since its database server is killed; `kills`: of each kind of process.
    """
    try:
        with live(own, "roadstead_killed", workers=0, web=False) as system:
            yield system, _written(system, own, messages, kills, time.monotonic() + seconds)
    finally:
        stop(cluster(own.home))


def _written(system: Live, own: Config, messages: int, kills: int, give_up: float) -> Result:
    dice, database = random.Random(SEED), cluster(own.home)
    wanted = max(messages // OF_A_REQUEST, 2 * THREADS)  # sides that write: four on three requests
    opened = inside(system, "open_requests", -(-wanted * 3 // 4))
    sides = _sides(opened["references"], messages)
    systems = [
        NationalSystem(system.url, token, each, random.Random(dice.random()), give_up)
        for code, token in opened["tokens"].items()
        for each in _dealt([side for side in sides if side.organisation == code])
    ]
    system.start_worker()
    start_again(system, database)
    began, load = time.monotonic(), os.getloadavg()[0]
    ended = _write(system, database, systems, _plan(messages, kills, dice), dice, give_up)
    took = time.monotonic() - began

    def is_empty() -> bool:
        return not start_again(system, database) and not system.count(LEFT)

    until(is_empty, "the outbox does not empty", give_up - time.monotonic())
    found = inside(system, "faults", [asdict(side) for side in sides])
    found["audit log"] = system.run("audit", "verify").wait()
    return Result(
        messages=messages,
        requests=len(opened["references"]),
        kills=dict.fromkeys(VICTIMS, kills),
        unanswered=sum(each.unanswered for each in systems),
        stored_without_answer=sum(each.replayed for each in systems),
        too_late=sum(each.too_late for each in systems),
        ended_by_themselves=ended,
        seconds=took,
        load=load,
        faults={name: number for name, number in found.items() if number},
        sides=sides,
    )


def _write(
    system: Live,
    database: Cluster,
    systems: Sequence[NationalSystem],
    plan: Sequence[tuple[int, str]],
    dice: random.Random,
    give_up: float,
) -> int:
    """Let the systems write everything, and kill by plan; return how many processes ended by themselves."""
    ended = 0
    with ThreadPoolExecutor(len(systems)) as threads:
        calls = [threads.submit(each.write_all) for each in systems]

        def has_written(number: int) -> bool:
            nonlocal ended
            ended += start_again(system, database)
            for call in calls:
                if call.done():
                    call.result()  # raises what it has raised
            return sum(side.done for each in systems for side in each.sides) >= number

        try:
            for moment, victim in plan:
                until(lambda moment=moment: has_written(moment), "nothing is written", give_up - time.monotonic())
                time.sleep(dice.uniform(0, 0.1))  # anywhere in the calls of the moment
                kill(system, database, victim)
                start_again(system, database)
            whole = sum(len(side.messages) for each in systems for side in each.sides)
            until(lambda: has_written(whole), "messages are not written", give_up - time.monotonic())
        finally:
            for each in systems:
                each.stopping = True
    return ended


def _plan(messages: int, kills: int, dice: random.Random) -> list[tuple[int, str]]:
    """Return when whom to kill: after how many messages."""
    victims = [*VICTIMS] * kills
    dice.shuffle(victims)
    return [*zip(sorted(dice.randrange(1, messages) for _ in victims), victims, strict=True)]


def _sides(references: list[str], messages: int) -> list[Side]:
    """Return who writes what. The asked side's last message is its reply."""
    writers = [
        (reference, code)
        for place, reference in enumerate(references)
        for code in ((ASKING, ASKED), (ASKING,), (ASKED,))[place % 3]
    ]
    numbers = Counter(place % len(writers) for place in range(messages))
    return [
        Side(reference, code, SIDES[code], FIRST, _said(code, numbers[place]))
        for place, (reference, code) in enumerate(writers)
    ]


def _said(code: str, number: int) -> list[tuple[str, dict[str, str]]]:
    said = [(WRITE, {"text": f"{code} {place}"}) for place in range(number)]
    if code == ASKED and said:
        said[-1] = (REPLY, {"held": "nothing", "text": said[-1][1]["text"]})
    return said


def _dealt(sides: list[Side]) -> list[list[Side]]:
    return [sides[first::THREADS] for first in range(THREADS)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.killed.command", description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    print(json.dumps(figures(parser.parse_args().messages), indent=1))
