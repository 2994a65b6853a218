"""A way of contact is fresh for ninety days, to confirm for fourteen more, and then stale."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from roadstead.platform.directory.logic.freshness import (
    MAX_UNANSWERED,
    ContactRecord,
    Freshness,
    after_contact,
    best_freshness,
    freshness,
)

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "is_now"),
    [
        (0, Freshness.FRESH),
        (90, Freshness.FRESH),
        (91, Freshness.TO_CONFIRM),
        (104, Freshness.TO_CONFIRM),
        (105, Freshness.STALE),
    ],
)
def test_it_wears_out_with_the_days_since_somebody_answered(days: int, is_now: Freshness) -> None:
    assert freshness(ContactRecord(confirmed_at=NOW - timedelta(days=days)), NOW) == is_now


def test_what_nobody_ever_confirmed_is_stale() -> None:
    assert freshness(ContactRecord(), NOW) == Freshness.STALE


def test_three_calls_in_a_row_that_nobody_answers_make_it_stale_at_once() -> None:
    reached, found = ContactRecord(confirmed_at=NOW), []
    for _ in range(MAX_UNANSWERED):
        found.append(freshness(reached, NOW))
        reached = after_contact(reached, answered=False, at=NOW, alone=False)
    assert found == [Freshness.FRESH] * 3
    assert freshness(reached, NOW) == Freshness.STALE


@given(some.integers(1, 9))
def test_one_caller_from_outside_alone_never_makes_it_stale(calls: int) -> None:
    reached = ContactRecord(confirmed_at=NOW)
    for _ in range(calls):
        reached = after_contact(reached, answered=False, at=NOW, alone=True)
    assert freshness(reached, NOW) == Freshness.FRESH
    for _ in range(MAX_UNANSWERED):
        reached = after_contact(reached, answered=False, at=NOW, alone=False)
    assert freshness(after_contact(reached, answered=False, at=NOW, alone=True), NOW) == Freshness.STALE


def test_one_answer_makes_it_fresh_again_and_the_count_begins_anew() -> None:
    reached = after_contact(ContactRecord(unanswered=7), answered=True, at=NOW, alone=True)
    assert freshness(reached, NOW) == Freshness.FRESH
    assert freshness(after_contact(reached, answered=False, at=NOW, alone=False), NOW) == Freshness.FRESH


def test_a_contact_point_is_as_fresh_as_its_best_way_and_stale_without_any() -> None:
    assert best_freshness([Freshness.STALE, Freshness.TO_CONFIRM]) == Freshness.TO_CONFIRM
    assert best_freshness([]) == Freshness.STALE


@given(some.integers(0, 400), some.integers(0, 400), some.integers(0, 5))
def test_time_alone_never_makes_it_fresher(days: int, more: int, unanswered: int) -> None:
    reached = ContactRecord(confirmed_at=NOW - timedelta(days=days), unanswered=unanswered)
    assert freshness(reached, NOW + timedelta(days=more)) <= freshness(reached, NOW)
