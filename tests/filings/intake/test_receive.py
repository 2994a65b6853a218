"""Nothing that was acknowledged is lost; nothing that was sent twice is doubled."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadstead.filings.intake import queue
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.receive import NothingReceived, receive, repair, retry
from roadstead.platform.accounts.models import User
from tests.everyday import examples

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def test_a_message_and_its_place_in_the_queue_come_together(region: None) -> None:
    message = receive(b"UNB+", carrier="X9", channel="api", now=NOW).message
    assert bytes(Message.objects.get().raw) == b"UNB+"
    assert [job.message for job in queue.lease_jobs(lease=10, limit=5)] == [message.pk]


def test_the_same_body_again_gets_the_same_receipt_and_no_second_place(region: None) -> None:
    first = receive(b"UNB+", carrier="X9", channel="api", now=NOW)
    again = receive(b"UNB+", carrier="X9", channel="api", now=NOW)
    assert (first.repeated, again.repeated) == (False, True)
    assert again.message == first.message
    assert queue.length() == 1


def test_the_same_body_from_another_carrier_is_another_message(region: None) -> None:
    receive(b"UNB+", carrier="X9", channel="api", now=NOW)
    assert not receive(b"UNB+", carrier="Y8", channel="api", now=NOW).repeated


@pytest.mark.parametrize("body", [b"", b" \r\n\t"])
def test_an_empty_body_is_refused_in_words(region: None, body: bytes) -> None:
    with pytest.raises(NothingReceived, match="empty"):
        receive(body, carrier="X9", channel="api", now=NOW)


@settings(max_examples=examples(50), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(min_size=1).filter(bytes.strip))
def test_whatever_bytes_come_they_are_kept_as_they_came(region: None, body: bytes) -> None:
    message = receive(body, carrier="X9", channel="api", now=NOW).message
    assert bytes(Message.objects.get(pk=message.pk).raw) == body


def test_a_repaired_message_stands_in_the_place_of_the_original_which_is_kept(region: None, supervisor: User) -> None:
    original = receive(b"UNB broken", carrier="X9", channel="api", now=NOW).message
    repaired = repair(original, b"UNB+ whole", by=supervisor, now=NOW).message
    assert repaired.repairs == original
    assert Message.objects.get(pk=original.pk).status == Status.REPAIRED
    assert bytes(Message.objects.get(pk=original.pk).raw) == b"UNB broken"


def test_a_message_set_aside_can_be_tried_again(region: None, supervisor: User) -> None:
    message = receive(b"UNB+", carrier="X9", channel="api", now=NOW).message
    (job,) = queue.lease_jobs(lease=10, limit=1)
    queue.remove(job)
    Message.objects.filter(pk=message.pk).update(status=Status.SET_ASIDE)
    retry(message, by=supervisor)
    assert queue.length() == 1
    assert Message.objects.get().status == Status.RECEIVED


def test_messages_of_one_voyage_are_taken_one_after_the_other_and_voyages_side_by_side(region: None) -> None:
    queue.enqueue(1, "voyage a")
    queue.enqueue(2, "voyage a")
    queue.enqueue(3, "voyage b")
    first = queue.lease_jobs(lease=30, limit=10)
    assert [job.message for job in first] == [1, 3]
    assert queue.lease_jobs(lease=30, limit=10) == []
    queue.remove(first[0])
    assert [job.message for job in queue.lease_jobs(lease=30, limit=10)] == [2]


def test_a_lease_that_runs_out_gives_the_message_to_another(region: None) -> None:
    queue.enqueue(1, "voyage a")
    (job,) = queue.lease_jobs(lease=30, limit=1)
    queue.release(job, seconds=0)
    (again,) = queue.lease_jobs(lease=30, limit=1)
    assert (again.message, again.attempt) == (1, 2)


def test_what_was_sent_cannot_be_changed_or_deleted_by_the_application(region: None) -> None:
    receive(b"UNB+", carrier="X9", channel="api", now=NOW)
    for change in (lambda: Message.objects.update(raw=b"other"), lambda: Message.objects.all().delete()):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change()
