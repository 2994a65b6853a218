"""On a database that was filled before there were reminders, what is open has the events that it would have had."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection

from roadstead.casework.alerts.decide import record as record_outcome
from roadstead.casework.alerts.logic.outcome_words import What
from roadstead.casework.alerts.models import FollowUp
from roadstead.casework.cases.tasks import end_task, set_task
from roadstead.casework.cases.work import NewCase, open_case
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.retention import rights
from roadstead.oversight.retention.incidents import Known, record
from roadstead.oversight.retention.models import Duty
from roadstead.platform.accounts.models import Carrier, Token
from roadstead.platform.outbox.models import AT_ONCE, EventKind, OutboxEvent
from roadstead.platform.timeline.tasks import Ended
from roadstead.targeting.watchlists import settings
from tests.approvals import test_second_approvals as second_approvals
from tests.approvals.test_second_approvals import MADE, World, an_alert
from tests.casework.cases.test_tasks import ASKED
from tests.pipeline.test_pipeline import NOW

people = second_approvals.world
MIGRATION = import_module("roadstead.oversight.approvals.migrations.0004_already_open")
REQUESTS = import_module("roadstead.oversight.retention.migrations.0017_requests_fall_due")
pytestmark = pytest.mark.django_db
Events = set[tuple[object, ...]]


def events() -> Events:
    """Kind, subject, code and due time of what reminds of something."""
    rows = OutboxEvent.objects.exclude(kind__in=[EventKind.ALERT, EventKind.ACCOUNT_NOTICE])
    found = list(rows.values_list("kind", "subject", "codes__of", "due_at"))
    assert len(found) == len(set(found))
    return set(found)


def proposals(found: Events) -> Events:
    return {each for each in found if each[0] == EventKind.PROPOSAL}


def written_anew() -> Events:
    """The same, as the migration writes them."""
    OutboxEvent.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(MIGRATION.FALLS_DUE)
        cursor.execute(MIGRATION.WAITS)
        cursor.execute(REQUESTS.FALLS_DUE)
    return events()


# Confirmations have notices of their own, and agreements and liftings came later. A measure is asked for alone.
OTHERS = {*MADE} - {"confirmation", "agreement", "hold", "measure"}


@pytest.mark.parametrize("kinds", [OTHERS, {"measure"}], ids=["all others", "measure"])
def test_proposals_that_wait_have_their_events_and_decided_ones_have_none(kinds: set[str], people: World) -> None:
    OutboxEvent.objects.all().delete()  # of links that are over
    for kind in sorted(kinds):
        MADE[kind][0](people, people.officer)
    Token.issue(Carrier.objects.create(code="X9", name="X"), "t", by=people.centre)
    wanted = proposals(events())
    assert {code for _, _, code, _ in wanted} == {*kinds, "token"}
    if "list-settings" in kinds:
        pk = MADE["list-settings"][0](people, people.officer)
        settings.decide(pk, False, by=people.supervisor, now=people.now)
        wanted = {each for each in wanted if each[2] != "list-settings"}
    assert proposals(written_anew()) == wanted


def test_open_tasks_missing_lists_breaches_and_requests_have_their_events_and_what_is_over_has_none(
    people: World,
) -> None:
    by, now = people.officer, people.now
    soon = now + timedelta(hours=1)
    alert = an_alert()
    Voyage.objects.update(arrives_at=now - timedelta(hours=1))
    record_outcome(alert.pk, What.MISSED, at=now, text="was through", by=by, now=now)
    Voyage.objects.update(filed_at=None, due_at=soon)
    case = open_case(NewCase(title="Papers", purpose="police", basis="s. 1"), by=by, now=NOW)
    task, ended = (set_task(case.pk, ASKED, by=by, now=NOW) for _ in range(2))
    end_task(case.pk, ended.number, Ended.DONE, "", by=by, now=NOW)
    record(
        Known(what="A laptop went astray.", known_at=f"{now:%Y-%m-%dT%H:%M}", states=["BRB"]), by=people.centre, now=now
    )
    given = {"kind": "access", "surname": "TESTER", "born": "1980-01-31", "identity_by": "passport"}
    asked, answered = (rights.take_in(given, by=by, now=now) for _ in range(2))
    rights.answer(answered.pk, "", by=by, now=now)
    review = rights.ask_review(answered.pk, by=by, now=now).review_due_at
    assert review
    follow_up, duty = FollowUp.objects.get(), Duty.objects.get()
    assert written_anew() == {
        ("task due", task.pk, "case", task.due_at),
        ("task due", follow_up.pk, "alert", follow_up.due_at),
        ("missing list", alert.voyage_id, None, soon),
        ("breach", duty.pk, "due", duty.due_at - timedelta(days=1)),
        ("breach", duty.pk, "overdue", duty.due_at),
        ("subject request", asked.pk, "request due", asked.due_at - timedelta(days=7)),
        ("subject request", asked.pk, "request overdue", asked.due_at),
        ("subject request", answered.pk, "review due", review - timedelta(days=7)),
        ("subject request", answered.pk, "review overdue", review),
        ("proposal", answered.pk, "review", AT_ONCE),
    }
    end_task(case.pk, task.number, Ended.DONE, "", by=by, now=NOW)
    FollowUp.objects.update(ended_at=now, ended_by=by)
    Voyage.objects.update(cancelled=True)
    Duty.objects.update(told_at=now)
    rights.answer(asked.pk, "", by=by, now=now)
    rights.review(answered.pk, upheld=True, by=people.other, now=now)
    assert not written_anew()
