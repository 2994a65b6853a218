"""Tasks of a case: for whom, until when by which clock, how they end, and that everybody sees which are late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from roadstead.casework.cases.acts import NewCase, close, open_case
from roadstead.casework.cases.models import Case, CaseEvent, CaseTask
from roadstead.casework.cases.tasks import NewTask, end_task, set_task
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import enter
from roadstead.platform.timeline.events import first_broken
from roadstead.platform.timeline.tasks import TaskEnd, zones_for
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
ASKED = NewTask(what="Ask for the passport's maker", officer="", day="2026-11-26", clock="14:30", zone="UTC")


@pytest.fixture
def case(region: None, officer_a: User) -> Case:
    return open_case(NewCase(title="Papers", purpose="police", basis="s. 1"), by=officer_a, now=NOW)


def edition(case: Case) -> int:
    case.refresh_from_db()
    return case.edition


def test_a_task_is_due_by_the_clock_it_was_set_by_and_stands_in_the_timeline(
    case: Case, officer_a: User, supervisor_a: User
) -> None:
    assert zones_for(officer_a) == ["America/Barbados", "UTC"]
    asked = replace(ASKED, officer=supervisor_a.username, zone="America/Barbados")
    row = set_task(case.pk, asked, by=officer_a, now=NOW)
    assert row.due_at == datetime(2026, 11, 26, 18, 30, tzinfo=UTC)
    event = CaseEvent.objects.get(number=row.number)
    assert (event.act, event.content) == (
        "task set",
        {"task": ASKED.what, "for": "supervisor-a", "due": "2026-11-26T18:30:00+00:00", "zone": "America/Barbados"},
    )


def test_a_task_is_overdue_from_its_moment_on_until_it_ends(case: Case, officer_a: User) -> None:
    row = set_task(case.pk, ASKED, by=officer_a, now=NOW)
    due = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
    moments = (due, due + timedelta(seconds=1))
    assert [row.status_at(moment) for moment in moments] == ["open", "overdue"]
    end_task(case.pk, row.number, TaskEnd.DONE, "", by=officer_a, now=NOW)
    row.refresh_from_db()
    assert row.status_at(moments[1]) == "done"


def test_a_task_ends_once_in_the_name_of_whoever_ends_it_and_a_dropped_one_says_why(
    case: Case, officer_a: User, supervisor_a: User
) -> None:
    first, second = (set_task(case.pk, ASKED, by=officer_a, now=NOW).number for _ in range(2))
    with pytest.raises(NotAllowed, match="the reason for dropping"):
        end_task(case.pk, first, TaskEnd.DROPPED, " ", by=supervisor_a, now=NOW)
    end_task(case.pk, first, TaskEnd.DROPPED, "the maker is known", by=supervisor_a, now=NOW)
    end_task(case.pk, second, TaskEnd.DONE, "in Bridgetown", by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="already"):
        end_task(case.pk, first, TaskEnd.DONE, "", by=officer_a, now=NOW)
    said = [(event.act, event.who, event.content) for event in CaseEvent.objects.order_by("number")[3:]]
    assert said == [
        ("task dropped", supervisor_a, {"of": first, "task": ASKED.what, "why": "the maker is known"}),
        ("task done", officer_a, {"of": second, "task": ASKED.what, "outcome": "in Bridgetown"}),
    ]
    assert first_broken(Case.objects.get(pk=case.pk)) == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"what": " "}, "the task"),
        ({"what": "x" * 301}, "300 characters"),
        ({"day": ""}, "date and time"),
        ({"day": "26.11.2026"}, "date and time"),
        ({"clock": "25:00"}, "date and time"),
        ({"zone": "Asia/Tokyo"}, "time zone"),
        ({"zone": "../../etc/passwd"}, "time zone"),
        ({"day": "2026-11-25", "clock": "11:59"}, "in the past"),
        ({"officer": "officer-b"}, "own state"),
        ({"officer": "nobody"}, "own state"),
    ],
)
def test_a_task_that_makes_no_sense_is_refused_in_words(
    case: Case, officer_a: User, officer_b: User, wrong: dict[str, str], words: str
) -> None:
    with pytest.raises(NotAllowed, match=words):
        set_task(case.pk, replace(ASKED, **wrong), by=officer_a, now=NOW)
    assert not CaseTask.objects.exists()


def test_a_case_with_an_open_task_is_not_closed(case: Case, officer_a: User) -> None:
    row = set_task(case.pk, ASKED, by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="still open"):
        close(case.pk, "charged", by=officer_a, now=NOW, edition=edition(case))
    end_task(case.pk, row.number, TaskEnd.DONE, "", by=officer_a, now=NOW)
    close(case.pk, "charged", by=officer_a, now=NOW, edition=edition(case))
    with pytest.raises(NotAllowed, match="closed"):
        set_task(case.pk, ASKED, by=officer_a, now=NOW)


def test_tasks_are_their_owners_alone_and_of_one_only_its_end_is_written(
    case: Case, officer_a: User, officer_b: User
) -> None:
    set_task(case.pk, ASKED, by=officer_a, now=NOW)
    enter(officer_b.scope)
    assert not CaseTask.objects.exists()
    enter(officer_a.scope)
    for change in (lambda: CaseTask.objects.update(due_at=NOW), lambda: CaseTask.objects.all().delete()):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change()


def test_the_page_of_tasks_shows_mine_and_anybodys_sorted_and_says_which_are_late(
    case: Case, officer_a: User, supervisor_a: User, officer_b: User, client: Client
) -> None:
    now = timezone.now()
    for what, officer, days in (("LATE", "", -1), ("OWN", "officer-a", 3), ("THEIRS", "supervisor-a", 2)):
        day = f"{now + timedelta(days=days):%Y-%m-%d}"
        asked = replace(ASKED, what=what, officer=officer, day=day)
        set_task(case.pk, asked, by=officer_a, now=now - timedelta(days=9))
    client.force_login(officer_a)
    text = client.get("/cases/tasks").content.decode()
    assert text.index("LATE") < text.index("OWN")
    assert "THEIRS" not in text
    assert "Overdue" in text.partition("LATE")[2].partition("</tr>")[0]
    assert "Overdue" not in text.partition("OWN")[2].partition("</tr>")[0]
    assert "LATE" in client.get("/cases/tasks?show=overdue").content.decode()
    assert "OWN" not in client.get("/cases/tasks?show=overdue").content.decode()
    all_of_them = client.get("/cases/tasks?whose=all&sort=-task").content.decode()
    assert all_of_them.index("THEIRS") < all_of_them.index("OWN") < all_of_them.index("LATE")
    table = client.get("/cases/tasks?whose=all&as=csv").content.decode()
    assert "overdue" in table
    assert table.count("\n") == 4
    assert "1 overdue" in client.get("/cases").content.decode()
    client.force_login(officer_b)
    assert "No tasks match" in client.get("/cases/tasks?whose=all&show=all").content.decode()


def test_a_task_is_set_and_done_on_the_page_of_its_case(case: Case, officer_a: User, client: Client) -> None:
    client.force_login(officer_a)
    address, day = f"/cases/{case.pk}/act", f"{timezone.now() + timedelta(days=1):%Y-%m-%d}"
    sent = {"act": "set-task", "task": "Call <b>", "for": "", "day": "", "clock": "09:00", "zone": "America/Barbados"}
    refused = client.post(address, sent)
    assert refused.status_code == 409
    assert "Call &lt;b&gt;" in refused.content.decode()
    assert 'id="day_error"' in refused.content.decode()
    client.post(address, sent | {"day": day})
    text = client.get(f"/cases/{case.pk}").content.decode()
    assert "09:00 AST" in text
    assert "13:00 UTC" in text
    row = CaseTask.objects.get()
    client.post(address, {"act": "task-done", "task": str(row.number), "said": "reached at ten"})
    assert "reached at ten" in client.get(f"/cases/{case.pk}").content.decode()
    assert Record.objects.filter(action="case task done").count() == 1


def test_the_centre_says_deadlines_in_utc() -> None:
    assert zones_for(make_user("centre", Role.ANALYST)) == ["UTC"]
