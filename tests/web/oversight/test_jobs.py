"""An operator sees what periodic jobs do, and has one run now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from roadstead import __version__
from roadstead.filings.intake import queue
from roadstead.oversight.health.checks import Check, CheckCache
from roadstead.platform.accounts.models import Role
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.jobs.models import Job
from roadstead.targeting.rescreens.models import RescreenJob
from roadstead.targeting.watchlists.models import Version, WatchList
from roadstead.web.oversight import jobs
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def operator(client: Client) -> Client:
    rows: dict[str, dict[str, Any]] = {
        "Sign audit": {"ended_at": NOW, "began_at": NOW, "took": timedelta(seconds=0.14)},
        "Seal audit": {"ended_at": NOW, "began_at": NOW, "failures": 3, "error": "ValueError at seal.py:7"},
        "Mask and delete": {"began_at": NOW},
    }
    for name, more in rows.items():
        Job.objects.create(name=name, every=timedelta(minutes=10), next_at=NOW + timedelta(hours=1), **more)
    client.force_login(make_user("operator", Role.OPERATOR))
    return client


def test_a_job_that_failed_stands_first_with_its_reason(operator: Client) -> None:
    page = operator.get("/jobs").content.decode()
    assert page.index("Seal audit") < page.index("Mask and delete") < page.index("Sign audit")
    assert "3 failures in a row: ValueError at seal.py:7" in page
    assert "Running" in page
    assert "0.14 s" in page
    assert "10 min" in page


def test_jobs_sort_by_their_heads(operator: Client) -> None:
    page = operator.get("/jobs?sort=-job").content.decode()
    assert page.index("Sign audit") < page.index("Seal audit") < page.index("Mask and delete")
    assert 'aria-sort="descending"' in page


def test_a_job_is_run_now_on_an_operators_word_which_the_audit_holds(operator: Client) -> None:
    page = operator.post("/jobs/run", {"job": "Sign audit"}, follow=True).content.decode()
    assert "The scheduler is running the job" in page
    assert Job.objects.get(name="Sign audit").next_at <= datetime.now(UTC)
    enter(REGION)
    assert Record.objects.filter(user="operator", subject="job Sign audit").exists()


def test_a_job_that_there_is_not_is_refused_with_what_to_do(operator: Client) -> None:
    answer = operator.post("/jobs/run", {"job": "Launder"})
    assert answer.status_code == 409
    assert "choose one of those below" in answer.content.decode()
    assert not Job.objects.filter(next_at__lte=datetime.now(UTC)).exists()


@pytest.fixture
def failed(region: None) -> RescreenJob:
    """A rescreen for a state's own list, of which nothing but the failure is the operator's business."""
    owned = WatchList.objects.create(name="Wanted in Barbados", owner="BRB", threshold=None)
    return RescreenJob.objects.create(
        reason="threshold", owner="BRB", watch_list=owned, failed=[4711, 4712], error="ValueError at run.py:7",
        passes=5, done_at=NOW,
    )  # fmt: skip


def test_voyages_that_could_not_be_rescreened_are_shown_with_their_reason(
    failed: RescreenJob, operator: Client
) -> None:
    page = operator.get("/jobs").content.decode()
    assert "Voyages that could not be rescreened" in page
    assert "ValueError at run.py:7" in page
    assert "<span>2</span>" in page
    assert "Wanted in Barbados" not in page


def test_a_change_for_which_nothing_could_be_screened_says_so(failed: RescreenJob, operator: Client) -> None:
    enter(REGION)
    RescreenJob.objects.update(failed=[], passes=0, done_at=None, retry_at=NOW)
    assert "all of them" in operator.get("/jobs").content.decode()


def test_what_failed_in_a_rescreen_is_tried_again_on_an_operators_word(failed: RescreenJob, operator: Client) -> None:
    page = operator.post("/jobs/retry-rescreen", {"rescreen": str(failed.pk)}, follow=True).content.decode()
    assert "A worker is trying again" in page
    enter(REGION)
    failed.refresh_from_db()
    assert (failed.done_at, failed.passes, failed.failed) == (None, 1, [4711, 4712])
    assert Record.objects.filter(user="operator", subject=f"rescreen {failed.pk}").exists()


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 40])
def test_a_rescreen_in_which_nothing_failed_is_not_tried_again(operator: Client, number: str) -> None:
    answer = operator.post("/jobs/retry-rescreen", {"rescreen": number})
    assert answer.status_code == 409
    assert "load the page again" in answer.content.decode()


def test_the_board_shows_the_queue_the_processes_the_lists_and_the_version(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = [
        Check(
            name="queue", value=3700, limit=300, unit="seconds", ok=False, text="Waits too long.", stood_seconds=3700
        ),
        Check(name="workers", value=2, limit=1, unit="processes", ok=True, text="Two run."),
        Check(name="disk_home", value=41_000, limit=500, unit="MB", ok=True, text="Enough."),
    ]
    monkeypatch.setattr(jobs, "_cached", CheckCache(run=lambda _config: checks))
    enter(REGION)
    wanted = WatchList.objects.create(name="Wanted")
    Version.objects.create(watch_list=wanted, owner="REGION", version="1", sha256="1")
    Version.objects.update(loaded_at=NOW - timedelta(days=3, hours=2))
    queue.enqueue(17, "v1")
    text = " ".join(operator.get("/jobs").content.decode().split())
    for label, value in (
        ("Messages in the queue", "1"),
        ("Oldest waiting message", "1 h 1 min"),
        ("Screening workers", "2"),
        ("Free disk space: data folder", "41 GB"),
        ("Messages set aside", "0"),
        ("Age of the oldest list", "3 d 2 h ago"),
        ("Last signature of the audit log", "none yet"),
        ("Version", __version__),
    ):
        assert f"<dt>{label}</dt> <dd> {value} " in text, label
    assert '<small lang="en">Waits too long.</small>' in text
    assert "Two run." not in text


def test_an_operators_work_begins_with_the_jobs(operator: Client) -> None:
    assert operator.get("/", follow=True).redirect_chain[-1][0] == "/jobs"
