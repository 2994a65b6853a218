"""Which of two messages is the newer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from roadstead.engine.records import MessageHeader
from roadstead.engine.voyages.versions.merge import Sending, final_order, order_key

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HEAD = MessageHeader(sent_at="2026-11-25T10:00", interchange="7")


def rank(header: MessageHeader, *, at: datetime = NOON, position: int = 0, sha256: str = "ab", message: int = 1) -> str:
    return order_key(header, at, position=position, sha256=sha256, message=message)


def test_what_was_sent_later_is_newer_whenever_it_came() -> None:
    later = replace(HEAD, sent_at="2026-11-25T10:01")
    assert rank(later, at=NOON) > rank(HEAD, at=NOON + timedelta(hours=1), message=2)


def test_within_a_minute_the_interchange_number_and_the_place_in_the_body_count() -> None:
    assert rank(replace(HEAD, interchange="10")) > rank(HEAD)
    assert rank(HEAD, position=1) > rank(HEAD)


def test_no_two_bodies_are_equal_and_the_receipt_is_not_what_tells_them_apart() -> None:
    assert rank(HEAD, sha256="b0", message=1) > rank(HEAD, sha256="a0", message=2)


def test_without_a_time_of_sending_the_receipt_counts_to_the_microsecond() -> None:
    undated = replace(HEAD, sent_at="")
    assert rank(undated, at=NOON + timedelta(microseconds=1)) > rank(undated)
    assert rank(undated, message=2) > rank(undated)


def test_every_order_fits_its_column() -> None:
    long = replace(HEAD, revision="9" * 40, interchange="8" * 40, sent_at="2026-11-25T10:00:33")
    assert len(rank(long)) <= 60
    assert len(rank(replace(long, sent_at=""), message=10**9)) <= 60


def sending(number: int, minute: int, revision: str, transaction: str = "T") -> Sending:
    own = f"2026-11-25T10:{minute:02}/{revision.rjust(12, '0')}/x"
    return Sending(number=number, order=own, transaction=(transaction,), revision=revision)


def newest_first(*sendings: Sending) -> list[int]:
    orders = final_order(sendings)
    return sorted(orders, key=lambda number: orders[number], reverse=True)


def test_of_one_transaction_the_higher_revision_is_newer_whatever_the_clocks_say() -> None:
    assert newest_first(sending(1, 5, "1"), sending(2, 0, "2")) == [2, 1]
    assert newest_first(sending(1, 0, "9"), sending(2, 0, "10")) == [2, 1]


def test_a_repeated_old_revision_does_not_overtake_what_came_between() -> None:
    assert newest_first(sending(1, 9, "1"), sending(2, 0, "2"), sending(3, 3, "", "other")) == [3, 2, 1]


def test_other_transactions_keep_their_clocks() -> None:
    assert newest_first(sending(1, 5, "1", "A"), sending(2, 0, "2", "B")) == [1, 2]
