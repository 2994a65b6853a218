"""The drill of the hit confirmation does every step for real, about nobody real, and leaves nothing open."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta

import pytest

from roadstead.casework.alerts.models import Alert, ExternalCheck
from roadstead.cli import drill as command
from roadstead.cli.console import CommandFailed
from roadstead.cooperation.requests.models import Request
from roadstead.filings.intake import queue
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.oversight.health.models import Heartbeat
from roadstead.pipeline import process as pipeline
from roadstead.pipeline.drills import hit_confirmation
from roadstead.pipeline.drills.cast import CannotRun, Cast, cast_of, check_processes
from roadstead.pipeline.drills.closing import close_all, left_open
from roadstead.pipeline.drills.hit_confirmation import Drill, Step
from roadstead.pipeline.handlers import HANDLERS
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import AccountNotice, Role, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.timeline.events import first_broken
from roadstead.targeting.watchlists.models import Entry, Nomination
from roadstead.web.home.home import open_items
from tests.casework.cases.test_acts import make_alert
from tests.cooperation.requests.test_acts import member, states

pytestmark = pytest.mark.django_db
__all__ = ["states"]
NOW = datetime.now(UTC)
SEEN = NOW + timedelta(days=1)  # late enough, however long the tests take


@pytest.fixture
def cast(states: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(hit_confirmation, "PATIENCE_SECONDS", 3600.0)  # no test depends on how fast a machine is
    member("brb.officer", Role.OFFICER, state="BRB")
    member("lca.officer", Role.OFFICER, state="LCA")
    member("lca.supervisor", Role.SUPERVISOR, state="LCA")
    User.objects.update(demo=True)
    found = cast_of("BRB", "LCA", NOW)
    enter(REGION)
    return found


def others_work(live: ScreeningSetCache | None = None) -> None:
    """Work as worker and sender do beside the drill."""
    watch, now = live or ScreeningSetCache(), datetime.now(UTC)
    enter(REGION)
    watch.refresh()
    while jobs := queue.lease_jobs(lease=30, limit=10):
        for job in jobs:
            pipeline.process(job, live=watch, now=now)
        enter(REGION)
    outbox.handle(HANDLERS, now=now)
    enter(REGION)


def drilled(cast: Cast) -> tuple[list[Step], dict[str, int]]:
    shown: list[Step] = []
    live = ScreeningSetCache()
    left = Drill(cast=cast, show=shown.append, meanwhile=lambda: others_work(live)).run()
    enter(REGION)
    return shown, left


def test_it_asks_and_replies_twice_with_a_time_for_each_step_and_the_targets_beside_them(cast: Cast) -> None:
    shown, left = drilled(cast)
    assert left == {}
    assert all(step.seconds > 0 for step in shown)
    assert [step.target for step in shown if step.target] == [timedelta(minutes=10), timedelta(hours=1)]
    since = [step.text for step in shown if step.since_send][:3]
    assert since == ["on the list of the other desk", "notification queued", "people of the other desk notified"]
    assert (
        sorted(Request.objects.values_list("status", "asking__state", "asked__state")) == [("closed", "BRB", "LCA")] * 2
    )
    assert list(ExternalCheck.objects.order_by("pk").values_list("result", flat=True)) == ["in_force", "not_same"]
    assert all(first_broken(row) == 0 for row in [*Request.objects.all(), Alert.objects.get()])


def test_everything_says_drill_and_two_people_made_the_entry(cast: Cast) -> None:
    drilled(cast)
    alert, person = Alert.objects.get(), Traveller.objects.get()
    assert (person.surname, person.nationality) == ("DRILL", "UTO")
    assert alert.list_name.startswith("DRILL")
    assert all("DRILL" in row.title for row in Request.objects.all())
    assert Voyage.objects.get().craft_name.startswith("DRILL")
    added = Nomination.objects.get(act=Nomination.Act.ADD)
    assert (added.proposed_by, added.decided_by) == (cast.answerer, cast.head)


def test_nothing_waits_for_anybody_afterwards(cast: Cast) -> None:
    drilled(cast)
    assert (Alert.objects.get().state, Voyage.objects.get().cancelled) == ("cleared", True)
    assert not Entry.objects.filter(removed_in=None).exists()
    assert not AccountNotice.objects.filter(seen_at=None).exists()
    for user in cast.people:
        enter(user.scope)
        assert [(str(each.name), each.count) for each in open_items(user, NOW)] == []
        enter(REGION)


def test_a_second_drill_is_about_another_person_on_the_same_list(cast: Cast) -> None:
    drilled(cast)
    _shown, left = drilled(cast)
    assert left == {}
    assert (Alert.objects.count(), Request.objects.count()) == (2, 4)


def test_what_a_killed_drill_has_left_is_closed_by_the_next(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hit_confirmation, "close_all", lambda *_: None)
    monkeypatch.setattr(Drill, "_act", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        drilled(cast)
    enter(REGION)
    assert left_open(cast).keys() == {"alerts", "requests", "entries in force", "voyages", "notifications"}
    monkeypatch.undo()
    close_all(cast, datetime.now(UTC))
    others_work()
    assert left_open(cast).keys() <= {"notifications"}
    assert Request.objects.get().status == "withdrawn"
    assert drilled(cast)[1] == {}


def test_a_system_that_does_not_work_is_named_and_what_was_made_is_closed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hit_confirmation, "PATIENCE_SECONDS", 0.0)
    with pytest.raises(CannotRun, match="did not raise the alert"):
        Drill(cast=cast, show=lambda _step: None, meanwhile=lambda: None).run()
    enter(REGION)
    assert not Entry.objects.filter(removed_in=None).exists()


def test_an_alert_of_a_rule_about_its_yacht_is_cleared_as_well(cast: Cast) -> None:
    drilled(cast)
    said = {"kind": "rule", "rule": "W27", "action": "refer", "owner": "REGION", "states": ["BRB"]}
    Alert.objects.create(voyage=Voyage.objects.get(), **said)
    assert left_open(cast) == {"alerts": 1}
    enter(REGION)
    assert drilled(cast)[1] == {}


def test_it_touches_no_alert_but_its_own(cast: Cast) -> None:
    other = make_alert("BRB")
    before = Alert.objects.filter(pk=other.pk).values().get()
    drilled(cast)
    assert Alert.objects.filter(pk=other.pk).values().get() == before


@pytest.mark.parametrize(
    ("asking", "owner", "why"),
    [
        ("BRB", "BRB", "does not ask itself"),
        ("GRD", "LCA", "no officer in GRD"),
        ("BRB", "GRD", "no supervisor in GRD"),
    ],
)
def test_states_without_people_of_the_demo_are_refused_with_what_to_do(
    cast: Cast, asking: str, owner: str, why: str
) -> None:
    with pytest.raises(CannotRun, match=why):
        cast_of(asking, owner, NOW)


def test_it_refuses_a_system_without_a_demo_region_and_one_that_does_not_run(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "refuse_restored_database", lambda _home: None)
    asked = argparse.Namespace(what="hit-confirmation", asking="brb", owner="lca")
    with pytest.raises(CommandFailed, match=r"worker and the sender did not report .* \./roadstead up"):
        command.run(asked)
    enter(REGION)
    for kind in ("worker", "sender"):
        Heartbeat.objects.create(kind=kind, host="h", pid=1, seen_at=SEEN, pass_at=SEEN)
    check_processes(datetime.now(UTC))
    User.objects.update(demo=False)
    with pytest.raises(CommandFailed, match=r"has not\. Start a demo region"):
        command.run(asked)
    assert not Request.objects.exists()


def test_the_command_prints_seconds_and_targets(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "refuse_restored_database", lambda _home: None)
    for kind in ("worker", "sender"):
        Heartbeat.objects.create(kind=kind, host="h", pid=1, seen_at=SEEN, pass_at=SEEN)
    monkeypatch.setattr("time.sleep", lambda _seconds: others_work())
    assert command.run(argparse.Namespace(what="hit-confirmation", asking="BRB", owner="LCA")) == 0
    said = capsys.readouterr().out
    assert "since Send: notification queued" in said
    assert "(target for people: 10 minutes)" in said
    assert "(target for people: 1 hour)" in said
    assert "deadline" not in said
    assert "Nothing is left open." in said
