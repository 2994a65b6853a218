"""Two workers that tell one firm at the same moment, each with a connection of its own."""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

import psycopg
import pytest

from roadstead.config import config
from roadstead.filings.cargo import firm_resolver as turns
from roadstead.filings.cargo.firm_resolver import LOCK_BUCKETS, LOCK_SPACE, MAX_LOCKED_FIRMS, lock_firm_keys
from roadstead.platform.database.connect import app_url

pytestmark = pytest.mark.django_db
OURS = "ACME EXPORT"


@pytest.fixture
def another() -> Iterator[psycopg.Connection]:
    """A worker that is telling the same firm."""
    with psycopg.connect(app_url(config()), autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s, %s)", [LOCK_SPACE, crc32(OURS.encode()) % LOCK_BUCKETS])
        yield connection


def test_a_message_waits_for_the_other_and_in_the_end_goes_without(
    another: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LOCK_TIMEOUT_SECONDS", 0.05)
    assert not lock_firm_keys({OURS})
    another.execute("select pg_advisory_unlock_all()")
    assert lock_firm_keys({OURS})


def test_other_firms_are_told_meanwhile(another: psycopg.Connection) -> None:
    assert lock_firm_keys({"ISLAND IMPORTS"})


def test_a_message_of_very_many_firms_keeps_nobody_waiting(another: psycopg.Connection) -> None:
    assert not lock_firm_keys({f"FIRM {at}" for at in range(MAX_LOCKED_FIRMS + 1)})
