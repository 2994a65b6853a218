"""Routing: 15 states × 40 measures from loaded contact points, the best of nine. Processor time, in milliseconds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Any, Final

from roadstead.engine.reference.caricom import CARICOM, REGION
from roadstead.engine.reference.measures import measures
from roadstead.engine.rules.routing import Competence, Freshness, Point, route_table

STATES: Final = 15
MEASURES: Final = 40
POINTS: Final = 7  # of each state
COMPETENCES: Final = 12  # of each contact point
TIMES: Final = 9
GOAL_MS: Final = 50


def run() -> dict[str, Any]:
    """Return the time of the whole table, and whether it is within the goal."""
    states, wanted, now = list(CARICOM)[:STATES], list(measures())[:MEASURES], datetime.now(UTC)
    points = list(_points(states, wanted, now))
    taken = []
    for _time in range(TIMES):
        begun = time.process_time()
        table = route_table(points, states, wanted, now)
        taken.append((time.process_time() - begun) * 1000)
    best = min(taken)
    return {"contact points": len(points), "cells": len(table), "best ms": best, "within the goal": best <= GOAL_MS}


def _points(states: list[str], wanted: list[str], now: datetime) -> Iterator[Point]:
    chance, numbers = Random(1), count()
    for state in [*states, REGION]:
        for number in range(POINTS):
            yield Point(
                pk=next(numbers),
                state=state,
                organisation=f"{state}-{number}",
                type="centre" if state == REGION else "police",
                title=f"Desk {number}",
                functions=frozenset({"head"} if not number else {"duty_desk"}),
                competences=tuple(
                    Competence(measure=each, valid_from=now.date(), verified_on=now.date())
                    for each in chance.sample(wanted, COMPETENCES)
                ),
                freshness=chance.choice(list(Freshness)),
                holders=frozenset({"holder"}),
            )


if __name__ == "__main__":
    print(run())
