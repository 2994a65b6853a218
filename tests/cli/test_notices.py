"""An operator sees what nobody could be notified of, has it tried again, or gives it up by name."""

from __future__ import annotations

import argparse

import pytest

from roadstead.cli import notices
from roadstead.cli.console import CommandFailed
from roadstead.platform.audit.models import Record
from roadstead.platform.outbox.models import MAX_ATTEMPTS, EventKind, OutboxEvent
from roadstead.platform.outbox.queue import write

pytestmark = pytest.mark.django_db


def test_events_that_failed_each_time_are_shown_tried_again_or_given_up(
    region: None, capsys: pytest.CaptureFixture[str]
) -> None:
    write(EventKind.ALERT, 17, 18)
    first, second = OutboxEvent.objects.order_by("pk")
    OutboxEvent.objects.update(attempts=MAX_ATTEMPTS, error="KeyError at spread.py:7")
    notices.run(argparse.Namespace(what=None))
    assert f"event {first.pk}: alert 17, attempts 8 KeyError at spread.py:7" in capsys.readouterr().out
    notices.run(argparse.Namespace(what="drop", event=first.pk))
    assert Record.objects.get(action="dropped").subject == f"event {first.pk}"
    notices.run(argparse.Namespace(what="retry"))
    with pytest.raises(CommandFailed):
        notices.run(argparse.Namespace(what="drop", event=second.pk))
    assert OutboxEvent.objects.get().attempts == 0
