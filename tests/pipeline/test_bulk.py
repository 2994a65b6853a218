"""Stored travellers are screened again by one function, whoever computes, and it goes on where it was cut off."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.raise_alerts import raise_alerts
from roadstead.cli import rescreen
from roadstead.cli.__main__ import main
from roadstead.cli.rescreen import InProcessExecutor
from roadstead.config import config
from roadstead.engine.matching.parallel import ResultCache, map_in_order
from roadstead.engine.screening.bulk import PersonHit, hits_of
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.pipeline.bulk.plan import make_plan
from roadstead.platform.accounts.models import Role, State
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, REGIONS_PEOPLE, Scope, enter
from roadstead.targeting.rescreens.models import RescreenJob
from tests.conftest import make_user
from tests.pipeline.test_pipeline import ANNA, TOBIAS, file
from tests.pipeline.test_rescreen_jobs import ODALYS, OTHER, acts, put
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
DAY = "2026-11-26"  # of arrival, in all samples


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.create(code=code, name=code)


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six voyages, of two people each who are met, in chunks of three travellers."""
    monkeypatch.setattr("roadstead.pipeline.bulk.people.PEOPLE_PER_CHUNK", 3)
    for number in range(1, 7):
        file(paxlst(ANNA, TOBIAS, ODALYS, flight=f"2X20{number}", reference=str(number)))
    put()
    put(OTHER, name="Other list")


def ask(capsys: pytest.CaptureFixture[str], *more: str, since: str = DAY) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main(["rescreen", "--since", since, "--json", *more]) == 0
    enter(REGION)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.long
@pytest.mark.usefixtures("stored")
def test_one_process_and_two_give_the_same_lines(capsys: pytest.CaptureFixture[str]) -> None:
    one = ask(capsys, "--workers", "1")
    assert [(hit["subject"]["surname"], hit["entry"]) for hit in one] == [
        ("QUILLIMANE", "R-1"),
        ("ZEPHYRINE", "R-9"),
    ] * 6
    assert all(hit["reasons"] and hit["replay"]["list_version"] for hit in one)
    assert ask(capsys, "--workers", "2") == one
    assert not Alert.objects.exists()  # it only reports


@pytest.fixture
def scheduler() -> Iterator[str]:
    """The address of a Dask cluster of two."""
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


@pytest.mark.long
@pytest.mark.usefixtures("stored")
def test_a_cluster_gives_the_same_lines(scheduler: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, "--scheduler", scheduler) == ask(capsys, "--workers", "1")


@pytest.mark.usefixtures("stored")
def test_the_lines_say_what_a_screening_of_the_voyage_says(capsys: pytest.CaptureFixture[str]) -> None:
    (hit, _) = ask(capsys, "--workers", "1")[-2:]
    file(paxlst(ANNA, TOBIAS, ODALYS, flight="2X206", reference="7", sent="261125:1300"))
    alert = Alert.objects.get(entry_id="R-1")
    assert (hit["score"], hit["reasons"]) == (alert.score, [reason["text"] for reason in alert.reasons])
    assert hit["traveller"] == alert.traveller_id


@pytest.mark.long
@pytest.mark.usefixtures("stored")
def test_only_the_lists_asked_for_and_only_the_days_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert {hit["entry"] for hit in ask(capsys, "--list", "Other list", "--workers", "1")} == {"R-9"}
    assert ask(capsys, "--workers", "1", since="2026-11-27") == []
    assert ask(capsys, "--until", "2026-11-25", "--workers", "1", since="2026-11-01") == []


@pytest.mark.usefixtures("stored")
def test_alerts_are_raised_only_when_it_is_asked_and_never_twice(capsys: pytest.CaptureFixture[str]) -> None:
    ask(capsys, "--raise", "--workers", "1")
    ask(capsys, "--raise", "--workers", "1")
    assert Alert.objects.count() == 12
    assert acts() == ["raised"] * 12


def test_a_states_own_list_is_neither_shown_nor_raised_for_another(capsys: pytest.CaptureFixture[str]) -> None:
    file(paxlst(TOBIAS))  # to Barbados
    file(paxlst(TOBIAS, route=("BGI", "SLU"), flight="2X102", reference="2"))
    put(owner="LCA")
    assert ask(capsys, "--workers", "1") == []
    assert len(ask(capsys, "--list", "Test list (LCA)", "--workers", "1")) == 1
    assert ask(capsys, "--raise", "--workers", "1") == []
    assert Alert.objects.get().states == ["LCA"]


@pytest.mark.usefixtures("stored")
def test_its_reading_of_people_is_in_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    ask(capsys, "--list", "Other list", "--workers", "1")
    record = Record.objects.get(action="rescreened")
    assert record.states == ["BRB", "LCA"]
    assert "18 travellers and 0 bills against Other list" in record.detail


class Counting(InProcessExecutor):
    """Dies after some chunks."""

    def __init__(self, most: int) -> None:
        self.most, self.done = most, 0

    def submit(self, function: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        if self.done == self.most:
            raise RuntimeError("cut off")
        self.done += 1
        return super().submit(function, *given, **named)


@pytest.mark.usefixtures("stored")
def test_what_was_computed_before_it_was_cut_off_is_not_computed_again(tmp_path: Path) -> None:
    def run(executor: Executor) -> Iterator[bytes]:
        plan = make_plan(date.fromisoformat(DAY), date.max, (), "tester", tmp_path, datetime.now(UTC), raises=False)
        for _, result in map_in_order(
            plan.chunks(), hits_of, plan.lists, by=executor, ahead=0, cache=ResultCache(plan.folder)
        ):
            yield result

    with pytest.raises(RuntimeError, match="cut off"):
        list(run(Counting(4)))
    second = Counting(99)
    results = list(run(second))
    assert (second.done, len(results)) == (2, 6)
    tester = Traveller.objects.filter(surname="TESTER")[0]
    Traveller.objects.filter(surname="TESTER").update(declared={**tester.declared, "born": "1999-01-01"})
    third = Counting(99)
    list(run(third))
    assert third.done == 6  # another question: what was declared has changed


@pytest.mark.long
@pytest.mark.usefixtures("stored")
def test_raising_that_was_cut_off_goes_on_with_the_same_job(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    raised = 0

    def dies(*given: Any, **named: Any) -> Any:
        nonlocal raised
        raised += 1
        if raised == 4:
            raise RuntimeError("killed")
        return raise_alerts(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr("roadstead.pipeline.bulk.raising.raise_alerts", dies)
        with pytest.raises(RuntimeError, match="killed"):
            main(["rescreen", "--since", DAY, "--raise", "--workers", "1"])
    enter(REGION)
    job = RescreenJob.objects.get(reason="manual")
    assert (job.voyages, job.travellers, job.new, job.done_at) == (3, 9, 6, None)
    ask(capsys, "--raise", "--workers", "1")
    job.refresh_from_db()
    assert (job.voyages, job.travellers, job.new, bool(job.done_at)) == (6, 18, 12, True)
    assert acts() == ["raised"] * 12
    put(OTHER.replace(b"R-9", b"R-8"), name="Third list")
    ask(capsys, "--raise", "--workers", "1")
    assert RescreenJob.objects.filter(reason="manual").count() == 2  # other lists, another job


def test_which_lists_a_rescreen_by_hand_names_is_no_persons_to_read(capsys: pytest.CaptureFixture[str]) -> None:
    file(paxlst(TOBIAS))
    put(owner="LCA")
    ask(capsys, "--raise", "--list", "Test list (LCA)", "--workers", "1")
    for scope, seen in ((REGION, 1), (REGIONS_PEOPLE, 0), (Scope(states=("BRB",)), 0), (Scope(states=("LCA",)), 0)):
        enter(scope)
        assert RescreenJob.objects.filter(reason="manual").count() == seen
    enter(REGION)
    assert not RescreenJob.objects.filter(reason="manual").visible_to(make_user("s", Role.SUPERVISOR)).exists()


@pytest.mark.usefixtures("stored")
def test_nothing_is_raised_on_a_voyage_that_is_cancelled_meanwhile(tmp_path: Path) -> None:
    plan = make_plan(date.fromisoformat(DAY), date.max, (), "tester", tmp_path, datetime.now(UTC), raises=True)
    computed = [
        msgspec.json.decode(hits_of(chunk.payload, str(plan.lists)), type=list[PersonHit]) for chunk in plan.chunks()
    ]
    voyages = [
        pair for chunk, found in zip(plan.chunks(), computed, strict=True) for pair in plan.by_voyage(chunk, found)
    ]
    cancelled = voyages[0][0].voyage
    Voyage.objects.filter(pk=cancelled.pk).update(cancelled=True)
    told = Counter[str]()
    for aboard, found in voyages:
        told.update(plan.raise_for_people(aboard, found))
    enter(REGION)
    assert (told["voyages changed meanwhile"], told["new"]) == (1, 10)
    assert not Alert.objects.filter(voyage=cancelled).exists()


@pytest.mark.usefixtures("stored")
def test_nothing_of_the_travellers_is_left_in_files_when_it_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    ask(capsys, "--workers", "1")
    assert list((config().home / "rescreen").glob("*/*")) == []


def test_an_unknown_list_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rescreen", "--since", DAY, "--list", "No such list"]) == 1
    assert "No such list" in capsys.readouterr().err


def test_a_list_that_changes_meanwhile_stops_the_raising(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file(paxlst(TOBIAS))
    put()
    monkeypatch.setattr("roadstead.pipeline.bulk.raising.state_of_lists", lambda: "another")
    assert main(["rescreen", "--since", DAY, "--raise", "--workers", "1"]) == 1
    assert "came into force during the run" in capsys.readouterr().err
    enter(REGION)
    assert not Alert.objects.exists()


def test_workers_that_do_not_see_the_lists_are_named_as_the_fault(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file(paxlst(TOBIAS))
    monkeypatch.setattr(rescreen, "hits_of", lambda people, lists: hits_of(people, f"{lists}-elsewhere"))
    assert main(["rescreen", "--since", DAY, "--workers", "1"]) == 1
    assert "give all workers access to" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (["--since", "nonsense"], "write it as 2026-11-24"),
        (["--since", "2026-11-26", "--until", "2026-11-20"], "swap the two dates"),
    ],
)
def test_days_that_hold_no_voyage_are_refused_in_words(
    capsys: pytest.CaptureFixture[str], days: list[str], says: str
) -> None:
    with contextlib.suppress(SystemExit):
        assert main(["rescreen", *days]) == 1
    assert says in capsys.readouterr().err
