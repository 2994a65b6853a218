"""Processes outlive a database that is away."""

from __future__ import annotations

import time
from unittest.mock import Mock

import pytest
from django.db import InterfaceError, OperationalError

from roadstead.platform.database import outages
from roadstead.platform.database.outages import run_repeatedly


@pytest.fixture(autouse=True)
def connection(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """No database is asked."""
    made = Mock()
    monkeypatch.setattr(outages, "close_old_connections", made.close_old)
    monkeypatch.setattr(outages, "connection", made)
    return made


def test_passes_are_tried_again_after_growing_pauses_while_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch, connection: Mock
) -> None:
    failures = iter([OperationalError(), InterfaceError(), *[OperationalError()] * 4, None, OperationalError(), None])
    slept: list[float] = []
    rested: list[float] = []
    beats: list[int] = []
    monkeypatch.setattr(time, "sleep", slept.append)

    def run_pass() -> None:
        if failure := next(failures):
            raise failure

    run_repeatedly(
        run_pass,
        heartbeat=lambda: beats.append(1),
        is_stopping=lambda: len(beats) == 9,
        rest=rested.append,
    )
    assert slept == [1.0, 2.0, 4.0, 8.0, 10.0, 10.0, 1.0]
    assert rested == [1.0, 1.0]
    assert (connection.close_old.call_count, connection.close.call_count) == (9, 7)


def test_what_no_database_is_to_blame_for_ends_the_process() -> None:
    with pytest.raises(ValueError, match="of our own"):
        run_repeatedly(lambda: int("of our own"), heartbeat=lambda: None, is_stopping=lambda: False)
