"""Two messages that name one new firm at the same moment: the second waits for the first, and finds its firm.

Else the firm would stand twice, and a shipper of many years would pass for a new one. The wait is bounded: a message
goes on without its turn rather than stand still, and two firms where there is one cost a glance (0024).
"""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Final
from zlib import crc32

from django.db import connection

SPACE: Final = 7_210_025  # of the locks; a number of our own, used for nothing else
DRAWERS: Final = 64  # firms are told apart by drawer, so that a message holds few locks
FEW: Final = 500  # firms; a message that names more would keep all others waiting for minutes
PATIENCE: Final = 2.0  # seconds
STEP: Final = 0.02
TRY: Final = "select bool_and(pg_try_advisory_xact_lock(%s, drawer)) from unnest(%s::int[]) drawer"


def take_turns(keys: Collection[str]) -> bool:
    """Until this transaction ends nobody else with few firms tells firms of these keys; False: it goes without."""
    drawers = sorted({crc32(key.encode()) % DRAWERS for key in keys if key})
    if not drawers or len(keys) > FEW:
        return False
    give_up = time.monotonic() + PATIENCE
    while not _taken(drawers):
        if time.monotonic() > give_up:
            return False
        time.sleep(STEP)
    return True


def _taken(drawers: list[int]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(TRY, [SPACE, drawers])
        return bool(cursor.fetchone()[0])
