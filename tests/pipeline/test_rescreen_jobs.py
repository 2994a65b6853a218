"""A list changes: voyages on their way, and those just arrived, meet what it changed, once, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError

from roadstead.casework.alerts.logic.workflow import AlertState
from roadstead.casework.alerts.models import Alert, ClearedPair, Event
from roadstead.casework.alerts.pairs import withdraw
from roadstead.casework.alerts.raise_alerts import raise_alerts
from roadstead.config import config
from roadstead.engine.formats.lists import load_bytes, load_documents_bytes
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.screening.run import ScreeningSet
from roadstead.filings.intake import queue
from roadstead.filings.intake.receive import receive
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.pipeline import process as pipeline
from roadstead.pipeline.rescreen import Change, Rescreener, change_of
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.rescreens.models import RescreenJob
from roadstead.targeting.rescreens.queue import failed_rescreens, retry_failed
from roadstead.targeting.watchlists.models import WatchList
from roadstead.targeting.watchlists.publish import publish, publish_documents
from roadstead.targeting.watchlists.settings import Settings, propose
from roadstead.targeting.watchlists.settings import decide as decide_settings
from tests.conftest import make_user
from tests.pipeline.test_pipeline import ANNA, LISTED, NOW, TOBIAS, clear_the_only_alert, file
from tests.samples import Person, paxlst

pytestmark = pytest.mark.django_db
HEAD = b"id,surname,given,born,nationality,action,reason\n"
OTHER = HEAD + b"R-9,Zephyrine,Odalys,1980-01-02,GUY,refer,asked for by a court\n"
NOBODY_WE_KNOW = b"R-2,Vanterpool,Hesketh,1961-01-01,GUY,refer,asked for by a court\n"
ODALYS = Person(surname="ZEPHYRINE", given="ODALYS", born="800102", document="G5550001", nationality="GUY")


LIKE_TOBIAS = replace(TOBIAS, given="TOBIAZ", document="X1")


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.create(code=code, name=code)


def put(raw: bytes = LISTED, *, name: str = "Test list", owner: str = "REGION") -> None:
    publish(load_bytes(raw, "test.csv"), name=name, owner=owner)


def run_rescreens(now: datetime | None = None, *, most: int = 1000, live: ScreeningSetCache | None = None) -> int:
    """As a worker does, with the time in which a message may still be in hand gone by."""
    now = now or datetime.now(UTC) + timedelta(seconds=2 * config().lease + 1)
    done = Rescreener(config()).run(live or ScreeningSetCache(), now=now, limit=most)
    enter(REGION)
    return done


def acts() -> list[str]:
    return list(Event.objects.order_by("id").values_list("act", flat=True))


def test_a_person_listed_after_the_voyage_was_screened_becomes_a_possible_match() -> None:
    file(paxlst(ANNA, TOBIAS))
    put()
    assert not Alert.objects.exists()
    run_rescreens()
    alert = Alert.objects.get()
    assert (alert.entry_id, alert.state, alert.states) == ("R-1", "new", ["BRB"])
    assert acts() == ["raised"]


def test_scores_and_sentences_are_those_that_the_whole_lists_give() -> None:
    rows = [
        f"R-{at},Person{at % 7:03},Quillimane,19{at % 90 + 10}-01-02,GUY,refer,x\n".encode() for at in range(10, 90)
    ]
    put(HEAD + b"".join(rows), name="Long list")
    file(paxlst(ANNA, TOBIAS))
    put()
    run_rescreens()
    found = Alert.objects.get(list_name="Test list")
    file(paxlst(ANNA, TOBIAS, flight="2X205", reference="2"))
    whole = Alert.objects.exclude(voyage=found.voyage).get(list_name="Test list")
    assert (found.score, found.reasons, found.replay) == (whole.score, whole.reasons, whole.replay)


def test_a_second_rescreen_raises_nothing_twice_and_another_lists_alerts_stay() -> None:
    put(OTHER, name="Other list")
    file(paxlst(ANNA, TOBIAS, ODALYS))
    put()
    run_rescreens()
    RescreenJob.objects.update(passes=0, done_at=None)
    run_rescreens()
    assert sorted(Alert.objects.values_list("entry_id", "state")) == [("R-1", "new"), ("R-9", "new")]
    assert acts() == ["raised", "raised"]


def test_a_new_entry_leaves_the_alerts_of_entries_of_the_same_list_alone() -> None:
    put()
    file(paxlst(TOBIAS, ODALYS))
    put(LISTED + OTHER.removeprefix(HEAD))
    run_rescreens()
    assert sorted(Alert.objects.values_list("entry_id", "state")) == [("R-1", "new"), ("R-9", "new")]
    assert acts() == ["raised", "raised"]


def test_an_alert_lapses_when_its_entry_is_withdrawn() -> None:
    put(LISTED + NOBODY_WE_KNOW)
    file(paxlst(TOBIAS))
    put(HEAD + NOBODY_WE_KNOW)
    run_rescreens()
    assert Alert.objects.get().state == AlertState.EXPIRED
    assert acts() == ["raised", "lapsed"]


def test_an_amended_entry_draws_the_evidence_anew() -> None:
    put(LISTED)
    file(paxlst(TOBIAS))
    before = Alert.objects.get()
    put(LISTED.replace(b"1975-03-04", b"1975-03"))
    run_rescreens()
    after = Alert.objects.get()
    assert acts() == ["raised", "changed"]
    assert after.score < before.score
    assert after.replay["list_version"] != before.replay["list_version"]


def test_a_cleared_person_stays_cleared_when_something_else_of_the_list_changes(analyst: User) -> None:
    put()
    file(paxlst(TOBIAS))
    clear_the_only_alert(analyst)
    enter(REGION)
    put(LISTED + NOBODY_WE_KNOW)
    run_rescreens()
    assert Alert.objects.get().state == AlertState.CLEARED


def test_a_states_own_list_is_rescreened_for_that_state_alone() -> None:
    file(paxlst(TOBIAS))  # to Barbados
    file(paxlst(TOBIAS, route=("BGI", "SLU"), flight="2X102", reference="2"))
    put(owner="LCA")
    run_rescreens()
    alert = Alert.objects.get()
    assert (alert.states, alert.owner) == (["LCA"], "LCA")
    record = Record.objects.get(action="rescreened")
    assert record.states == ["LCA"]


@pytest.mark.parametrize(("days", "alerts"), [(6.9, 1), (7.1, 0)])
def test_voyages_of_the_last_days_are_rescreened_and_older_ones_are_not(days: float, alerts: int) -> None:
    file(paxlst(TOBIAS))
    put()
    now = datetime.now(UTC) + timedelta(seconds=2 * config().lease + 1)
    Voyage.objects.update(arrives_at=now - timedelta(days=days))
    RescreenJob.objects.update(queued_at=now - timedelta(days=1))
    run_rescreens(now)
    assert Alert.objects.count() == alerts


def test_a_worker_that_dies_is_followed_by_one_that_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 4):
        file(paxlst(TOBIAS, flight=f"2X10{number}", reference=str(number)))
    put()

    def dies(*given: Any, voyage: Voyage, **named: Any) -> Any:
        raised = raise_alerts(*given, voyage=voyage, **named)
        if voyage.number.endswith("102"):
            raise SystemExit("the worker dies")
        return raised

    with monkeypatch.context() as patched:
        patched.setattr("roadstead.pipeline.screen_voyage.raise_alerts", dies)
        with pytest.raises(SystemExit):
            run_rescreens()
    enter(REGION)
    first = Voyage.objects.order_by("pk")[0]
    assert (RescreenJob.objects.get().after, Alert.objects.count()) == (first.pk, 1)
    run_rescreens()
    assert Alert.objects.count() == 3
    assert acts() == ["raised"] * 3
    assert RescreenJob.objects.get().voyages == 3


@pytest.fixture
def broken() -> Traveller:
    """One of three voyages cannot be screened: a traveller's row holds what no release has written."""
    for number in range(1, 4):
        file(paxlst(TOBIAS, flight=f"2X10{number}", reference=str(number)))
    put()
    found = Traveller.objects.get(voyage__number__endswith="102")
    Traveller.objects.filter(pk=found.pk).update(declared={**found.declared, "surname": 7})
    return found


def later(**passed: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=2 * config().lease + 1) + timedelta(**passed)


def test_a_voyage_that_cannot_be_screened_is_stepped_over_and_screened_once_it_can(broken: Traveller) -> None:
    run_rescreens()
    job = RescreenJob.objects.get()
    assert (job.voyages, job.failed, job.done_at) == (2, [broken.voyage_id], None)
    assert job.error.startswith("ValidationError at ")
    assert Alert.objects.count() == 2
    assert run_rescreens(later(minutes=9)) == 0
    Traveller.objects.filter(pk=broken.pk).update(declared=broken.declared)
    run_rescreens(later(minutes=11))
    job.refresh_from_db()
    assert (job.voyages, job.failed, job.error, bool(job.done_at)) == (3, [], "", True)
    assert acts() == ["raised"] * 3


def test_a_voyage_that_fails_each_time_ends_with_the_job_which_says_so(broken: Traveller) -> None:
    for passed in (0.0, 0.2, 2.0, 30.0):
        run_rescreens(later(hours=passed))
    job = RescreenJob.objects.get()
    assert (job.failed, bool(job.done_at), job.retry_at) == ([broken.voyage_id], True, None)
    assert "1 voyages not screened" in Record.objects.get(action="rescreened").detail
    Traveller.objects.filter(pk=broken.pk).update(declared=broken.declared)
    retry_failed(job.pk, REGION)
    run_rescreens()
    assert Alert.objects.count() == 3
    with pytest.raises(NotAllowed):
        retry_failed(job.pk, REGION)


def test_a_voyage_that_failed_and_is_cancelled_is_not_tried_again(broken: Traveller) -> None:
    run_rescreens()
    Voyage.objects.filter(pk=broken.voyage_id).update(cancelled=True)
    run_rescreens(later(minutes=11))
    job = RescreenJob.objects.get()
    assert (job.failed, job.error, bool(job.done_at)) == ([], "", True)


def test_a_change_that_cannot_be_prepared_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    file(paxlst(TOBIAS, ODALYS))
    put(OTHER, name="Other list")
    put()

    def unprepared(job: RescreenJob, whole: ScreeningSet) -> Change:
        if job.watch_list and job.watch_list.name == "Other list":
            raise KeyError("something of the list")
        return change_of(job, whole)

    with monkeypatch.context() as patched:
        patched.setattr("roadstead.pipeline.rescreen.change_of", unprepared)
        run_rescreens()
    assert len(failed_rescreens(REGION)) == 1
    assert Alert.objects.get().entry_id == "R-1"
    first, second = RescreenJob.objects.order_by("pk")
    assert (first.error[:8], first.after, first.failed, bool(second.done_at)) == ("KeyError", 0, [], True)
    run_rescreens(later(minutes=11))
    assert sorted(Alert.objects.values_list("entry_id", flat=True)) == ["R-1", "R-9"]
    assert not RescreenJob.objects.exclude(error="").exists()


def test_a_rescreen_that_goes_on_again_is_no_longer_said_to_have_failed() -> None:
    file(paxlst(TOBIAS))
    file(paxlst(ODALYS, flight="2X102", reference="2"))
    put()
    RescreenJob.objects.update(error="KeyError at change_of")
    run_rescreens(datetime.now(UTC), most=1)
    assert RescreenJob.objects.get().done_at is None
    assert failed_rescreens(REGION) == []


def test_a_database_that_is_away_is_no_fault_of_a_voyage(monkeypatch: pytest.MonkeyPatch) -> None:
    file(paxlst(TOBIAS))
    put()

    def away(*given: Any, **named: Any) -> Any:
        raise OperationalError

    with monkeypatch.context() as patched:
        patched.setattr("roadstead.pipeline.screen_voyage.raise_alerts", away)
        with pytest.raises(OperationalError):
            run_rescreens()
    enter(REGION)
    job = RescreenJob.objects.get()
    assert (job.failed, job.error, job.after) == ([], "", 0)


def test_a_voyage_read_meanwhile_by_a_worker_that_did_not_know_the_version_is_met_by_the_second_pass() -> None:
    stale = ScreeningSetCache()
    stale.refresh()
    receive(paxlst(TOBIAS), carrier="2X", channel="api", now=datetime.now(UTC))
    (job,) = queue.lease_jobs(lease=30, limit=1)
    put()
    assert run_rescreens(datetime.now(UTC)) == 1  # nobody is on the way yet: the first pass ends
    pipeline.process(job, live=stale, now=datetime.now(UTC))
    enter(REGION)
    assert run_rescreens(datetime.now(UTC)) == 0  # it waits until no message can be in hand any more
    of_the_list = Alert.objects.exclude(kind="rule")  # the voyage of the sample may be over by today's clock
    assert not of_the_list.exists()
    run_rescreens()
    assert of_the_list.count() == 1
    assert RescreenJob.objects.get().done_at


def test_voyages_are_rescreened_for_documents_reported_lost() -> None:
    file(paxlst(ANNA, TOBIAS))
    documents = load_documents_bytes(b"issuer,type,number\nGUY,P,G7654321\n", "lost.csv")
    publish_documents(documents.documents, name="Lost", sha256="ab" * 32)
    run_rescreens()
    alert = Alert.objects.get()
    assert (alert.kind, alert.list_name) == ("document", "Lost")


def test_a_version_that_changes_nothing_asks_for_nothing() -> None:
    put()
    put()
    assert RescreenJob.objects.count() == 1


def agree_to(bits: float) -> None:
    """Two supervisors set another threshold."""
    wanted = Settings(threshold=bits, needs_second_approval=False, cleared_days=365)
    first, second = make_user(f"s-{bits}-1", Role.SUPERVISOR), make_user(f"s-{bits}-2", Role.SUPERVISOR)
    proposal = propose(WatchList.objects.get(), wanted, why="w", by=first, now=NOW)
    decide_settings(proposal.pk, True, by=second, now=NOW)


def test_a_lower_threshold_is_met_by_a_voyage_already_screened_and_a_higher_one_lets_the_alert_lapse() -> None:
    put()
    run_rescreens()
    WatchList.objects.update(threshold=60)
    file(paxlst(LIKE_TOBIAS))
    assert not Alert.objects.exists()
    agree_to(5.0)
    run_rescreens()
    alert = Alert.objects.get()
    assert (alert.state, alert.replay["threshold"]) == (AlertState.NEW, 5.0)
    agree_to(60.0)
    run_rescreens()
    assert Alert.objects.get().state == AlertState.EXPIRED


def test_other_settings_of_a_list_need_no_rescreen() -> None:
    put()
    before = RescreenJob.objects.count()
    first, second = make_user("s1", Role.SUPERVISOR), make_user("s2", Role.SUPERVISOR)
    wanted = Settings(threshold=None, needs_second_approval=True, cleared_days=30)
    decide_settings(propose(WatchList.objects.get(), wanted, why="w", by=first, now=NOW).pk, True, by=second, now=NOW)
    assert RescreenJob.objects.count() == before


def test_a_cleared_match_taken_back_is_raised_on_a_voyage_already_on_its_way(analyst: User) -> None:
    put()
    run_rescreens()
    file(paxlst(TOBIAS))
    clear_the_only_alert(analyst)
    file(paxlst(TOBIAS, flight="2X205", reference="2"))
    assert Alert.objects.count() == 1
    withdraw(ClearedPair.objects.get().pk, "wrong person", by=make_user("s", Role.SUPERVISOR), now=NOW)
    run_rescreens()
    assert sorted(Alert.objects.values_list("voyage__number", "state")) == [("2X101", "cleared"), ("2X205", "new")]
