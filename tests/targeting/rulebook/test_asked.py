"""An active rule meets a message: an alert with reasons and replay, counted, for nobody else, gone when withdrawn."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from hashlib import md5
from typing import Any
from uuid import UUID

import msgspec
import pytest

from roadstead.casework.alerts.logic.workflow import AlertState
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.precision import Precision, by_version, precisions
from roadstead.cli.__main__ import main
from roadstead.config import config
from roadstead.engine.formats.lists import load_bytes
from roadstead.engine.rules.evaluation import Tally
from roadstead.engine.rules.files import RuleText
from roadstead.engine.rules.language import MINORS
from roadstead.engine.screening.run import MINOR
from roadstead.engine.voyages.identity import hashed_key
from roadstead.filings.voyages.models import Manifest, Traveller, Voyage
from roadstead.pipeline import worker
from roadstead.pipeline.dry_run.rules import dry_run_rule
from roadstead.pipeline.rescreen import Rescreener
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.rescreens.models import RescreenJob
from roadstead.targeting.rulebook.acts import withdraw
from roadstead.targeting.rulebook.counts import add_counts
from roadstead.targeting.rulebook.logic.rates import (
    ONLY_GROUP_RATIO,
    DryRunResult,
    EvaluatedTraveller,
    disparate_groups,
    groups,
)
from roadstead.targeting.rulebook.models import DailyCount
from roadstead.targeting.rulebook.stored_facts import _on_other_voyages, past_voyages
from roadstead.targeting.watchlists.publish import publish
from tests.pipeline.test_pipeline import LISTED, NOW, TOBIAS, file
from tests.platform.database.many import many_voyages
from tests.samples import Person, paxlst
from tests.targeting.rulebook.test_acts import TEXT, in_force, tried

pytestmark = [pytest.mark.django_db]
ANNA = Person(surname="TESTER", given="ANNA", document="T0000001")
BARE = Person(surname="BARE", given="BO", document="")
CHILD = Person(surname="SMALL", given="KIM", born="150101", document="T9")


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})


def changed(**values: str) -> RuleText:
    return msgspec.structs.replace(TEXT, **values)


def test_a_rule_that_is_met_is_an_alert_with_its_reasons_and_its_version(analyst: User, supervisor: User) -> None:
    version = in_force(analyst, supervisor)
    file(paxlst(ANNA, BARE))
    alert = Alert.objects.get()
    assert alert.traveller is not None
    assert (alert.traveller.surname, alert.rule, alert.kind, alert.state) == ("BARE", version.rule.code, "rule", "new")
    assert [reason["text"] for reason in alert.reasons] == [
        "No document was declared.",
        "No document number was declared: yes.",
        "Severity set by the authors of the rule: medium.",
        "Ask for it.",
    ]
    assert alert.replay["rule_version"] == f"{version.rule.code}/{version.replay_name}"
    assert alert.replay["facts"] == {"document.missing": True}
    assert alert.action == "refer"
    assert alert.headline == "No document was declared."


def test_what_a_rule_raised_is_made_again_from_its_version_and_its_facts(
    analyst: User, supervisor: User, capsys: pytest.CaptureFixture[str]
) -> None:
    version = in_force(analyst, supervisor)
    file(paxlst(BARE))
    withdraw(version.pk, why="w", by=supervisor, now=NOW)
    alert = Alert.objects.get()
    capsys.readouterr()
    assert main(["replay", str(alert.pk), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["identical"]
    enter(REGION)
    Alert.objects.filter(pk=alert.pk).update(replay={**alert.replay, "facts": {"document.missing": False}})
    assert main(["replay", str(alert.pk), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["differences"] == ["no longer a match"]


def test_an_alert_of_a_rule_that_is_withdrawn_lapses_with_the_next_message(analyst: User, supervisor: User) -> None:
    version = in_force(analyst, supervisor)
    file(paxlst(BARE))
    withdraw(version.pk, why="w", by=supervisor, now=NOW)
    file(paxlst(BARE, ANNA, sent="261125:1300", reference="2"))
    assert Alert.objects.get().state == AlertState.EXPIRED


def test_a_states_rule_alerts_that_state_alone(officer_a: User, supervisor_a: User, supervisor: User) -> None:
    in_force(officer_a, supervisor_a)
    file(paxlst(BARE))
    alert = Alert.objects.get()
    assert (alert.owner, alert.states) == ("BRB", ["BRB"])
    assert not Alert.objects.visible_to(supervisor).exists()
    file(paxlst(BARE, route=("MIA", "SLU"), flight="2X202", reference="9"))
    assert Alert.objects.count() == 1


def test_a_child_is_met_with_the_procedure_for_children(analyst: User, supervisor: User) -> None:
    in_force(analyst, supervisor, changed(condition="traveller.age_at_arrival < 18", protects=MINORS, source="S18"))
    file(paxlst(ANNA, CHILD))
    alert = Alert.objects.get()
    assert alert.reasons[-1]["text"] == str(MINOR)


def test_a_rule_met_by_many_is_one_alert_without_anybodys_facts(analyst: User, supervisor: User) -> None:
    in_force(analyst, supervisor, changed(condition="document.count >= 1"))
    file(paxlst(*(Person(surname=f"P{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[n]}", document=f"T{n:07}") for n in range(25))))
    alert = Alert.objects.get()
    assert alert.traveller is None
    assert alert.replay["facts"] is None


def test_a_rule_about_the_voyage_is_raised_once(analyst: User, supervisor: User) -> None:
    in_force(analyst, supervisor, changed(condition="voyage.without_document >= 1"))
    file(paxlst(BARE, ANNA))
    assert Alert.objects.get().traveller is None


def test_workers_count_how_rules_answered(analyst: User, supervisor: User) -> None:
    version = in_force(analyst, supervisor, changed(condition="document.missing || bags.count > 5"))
    live = ScreeningSetCache()
    live.refresh(NOW.date())
    tally = Tally(voyages=1, travellers=4)
    tally.met[version.rule.code], tally.unknown[version.rule.code] = 1, 3
    add_counts(tally, live.current().written_rules, NOW.date())
    assert tally.travellers == 0
    add_counts(Tally(voyages=1, travellers=2), live.current().written_rules, NOW.date())
    counted = DailyCount.objects.get()
    assert (counted.evaluated, counted.matched, counted.unknown, counted.failed) == (6, 1, 3, 0)


def test_a_worker_counts_what_its_messages_came_to(analyst: User, supervisor: User) -> None:
    in_force(analyst, supervisor, changed(condition="document.missing || bags.count > 5"))
    one = worker.Worker(config())
    one.live.refresh(NOW.date())
    one.live.tally.voyages, one.live.tally.travellers = 1, 2
    one._count()
    enter(REGION)
    assert DailyCount.objects.get().evaluated == 2


# ── earlier voyages ─────────────────────────────────────────────────────────────────────────


def sail(key: str, day: int, *states: str, hours: int = 4, person: str = "p", presence: str = "on_board") -> Voyage:
    departs = datetime(2026, 11, day, 10, tzinfo=UTC)
    voyage = Voyage.objects.create(
        key=key, mode="air", states=list(states), departs_at=departs, arrives_at=departs + timedelta(hours=hours)
    )
    manifest = Manifest.objects.get()
    Traveller.objects.create(
        voyage=voyage,
        manifest=manifest,
        role="passenger",
        person_key=hashed_key(person) if person else None,
        presence=presence,
        declared={},
        states=list(states),
    )
    return voyage


def past(voyage: Voyage) -> list[tuple[int, bool, bool]]:
    (found,) = past_voyages(voyage, list(voyage.travellers.all()))
    return [(each.day.day, each.boarded, each.overlaps) for each in found.voyages]


def test_earlier_voyages_are_found_by_the_same_identifiers_and_later_ones_are_not_known() -> None:
    file(paxlst(ANNA))
    sail("a", 1, "BRB")
    sail("b", 5, "BRB", presence="not_on_board")
    sail("c", 6, "BRB", presence="withdrawn")
    sail("d", 9, "BRB", person="q")
    sail("e", 20, "BRB")
    assert past(sail("now", 10, "BRB")) == [(1, True, False), (5, False, False)]


def test_of_voyages_in_another_state_no_state_is_told_by_a_count() -> None:
    file(paxlst(ANNA))
    sail("a", 1, "LCA")
    sail("b", 2, "BRB", "LCA")
    assert past(sail("now", 10, "BRB")) == [(2, True, False)]
    assert past(sail("both", 10, "BRB", "LCA", person="p")) == [(2, True, False)]


def test_a_voyage_at_the_same_time_overlaps() -> None:
    file(paxlst(ANNA))
    sail("a", 10, "BRB", hours=2)
    assert past(sail("now", 10, "BRB")) == [(10, True, True)]


def test_who_has_no_identifiers_has_no_known_past() -> None:
    file(paxlst(ANNA))
    voyage = sail("now", 10, "BRB", person="")
    assert not past_voyages(voyage, list(voyage.travellers.all()))[0].is_known


def test_people_are_looked_for_by_their_identifiers_and_not_on_every_voyage_of_a_year(region: None) -> None:
    voyage = Voyage(pk=1, states=["BRB"])
    asked = _on_other_voyages({UUID(md5(str(place).encode()).hexdigest()) for place in range(1, 301)}, voyage)
    with many_voyages() as many:
        plan = many.plan(*asked.values("voyage").query.sql_with_params())
    assert plan["Actual Rows"] == 300
    (by_key,) = indexes(plan)
    assert by_key == "traveller_person_idx"


def indexes(plan: dict[str, Any]) -> list[str]:
    """Those that it used; anything else that it read is no index."""
    below = [index for each in plan.get("Plans", ()) for index in indexes(each)]
    read = plan.get("Index Name") or (plan["Relation Name"] if plan["Node Type"] == "Seq Scan" else None)
    return [*below, *([read] if read else [])]


# ── the dry run ─────────────────────────────────────────────────────────────────────────────


def test_a_dry_run_says_how_many_and_whom_and_raises_nothing(analyst: User, officer_b: User) -> None:
    file(paxlst(ANNA, BARE))
    version = tried(analyst)
    result = DryRunResult.of(version.dry_runs.get().result)
    assert (result.people, result.all, result.matched, result.unknown, result.days) == (2, 2, 1, 0, 30)
    assert [Traveller.objects.get(pk=pk).surname for pk in version.dry_runs.get().travellers] == ["BARE"]
    assert not Alert.objects.exists()
    run = dry_run_rule(version, by=officer_b, now=NOW)  # the voyage does not concern Saint Lucia
    assert DryRunResult.of(run.result).people == 0
    assert run.owner == "LCA"


def test_a_dry_run_counts_who_could_not_be_asked(analyst: User) -> None:
    file(paxlst(ANNA, BARE))
    version = tried(analyst, changed(condition="bags.count > 3"))
    result = DryRunResult.of(version.dry_runs.get().result)
    assert (result.matched, result.unknown) == (0, 2)


def test_rates_compare_each_group_with_everybody_else_and_small_groups_say_nothing() -> None:
    people = [EvaluatedTraveller("F", 30, "BRB", n < 30) for n in range(100)] + [
        EvaluatedTraveller("M", 30, "GUY", n < 10) for n in range(100)
    ]
    people += [EvaluatedTraveller("X", 10, "JAM", True)] * 3
    found = {(each.attribute, each.name): each for each in groups(people)}
    assert round(found["sex", "F"].ratio or 0, 2) == round(0.3 / (13 / 103), 2)
    assert found["sex", "M"].ratio is not None
    assert found["sex", "M"].ratio < 1
    assert ("sex", "X") not in found  # three people are not shown
    assert ("age", "under 18") not in found
    result = DryRunResult(groups=groups(people))
    assert {(each.attribute, each.name) for each in disparate_groups(result, 1.25)} == {
        ("sex", "F"),
        ("nationality", "BRB"),
    }
    assert DryRunResult.of(json.loads(json.dumps(result.as_json()))) == result


def test_a_group_that_alone_is_met_is_over_any_limit_and_one_or_two_are_chance() -> None:
    alone = [EvaluatedTraveller("F", 30, "", n < 5) for n in range(50)] + [EvaluatedTraveller("M", 30, "", False)] * 50
    assert groups(alone)[0].ratio == ONLY_GROUP_RATIO
    chance = [EvaluatedTraveller("F", 30, "", n < 2) for n in range(50)] + [EvaluatedTraveller("M", 30, "", False)] * 50
    assert {each.ratio for each in groups(chance)} == {None}
    assert disparate_groups(DryRunResult(groups=groups(chance)), 1.25) == []


# ── precision ───────────────────────────────────────────────────────────────────────────────


def test_precision_is_of_what_officers_decided(analyst: User, supervisor: User, officer_b: User) -> None:
    version = in_force(analyst, supervisor)
    file(paxlst(*(Person(surname=f"P{'ABCDEFG'[n]}", document="") for n in range(5))))
    alerts = list(Alert.objects.order_by("pk"))
    assert len(alerts) == 5
    for alert, state in zip(alerts, ("confirmed", "closed", "cleared", "new"), strict=False):
        Alert.objects.filter(pk=alert.pk).update(state=state)
    code = version.rule.code
    assert precisions(analyst, [code])[code] == Precision(alerts=5, confirmed=2, cleared=1, open=2)
    assert by_version(analyst, code)[version.replay_name].decided == 3
    assert precisions(officer_b, [code]) == {}
    low, high = precisions(analyst, [code])[code].share.interval or (0, 0)
    assert low < 2 / 3 < high
    assert Precision().share.value is None


# ── voyages that were screened before ───────────────────────────────────────────────────────


def looked(days: int = 0) -> int:
    live = ScreeningSetCache()
    done = Rescreener(config()).run(live, now=NOW + timedelta(days=days), limit=50)
    enter(REGION)
    return done


def test_a_voyage_screened_before_meets_a_rule_that_is_put_in_force(analyst: User, supervisor: User) -> None:
    file(paxlst(ANNA, BARE))
    version = in_force(analyst, supervisor)
    assert not Alert.objects.exists()
    looked()
    assert Alert.objects.get().rule == version.rule.code
    job = RescreenJob.objects.get()
    assert (job.voyages, job.travellers, job.new, job.passes) == (1, 2, 1, 1)
    looked(days=1)
    assert RescreenJob.objects.get().done_at
    assert Alert.objects.count() == 1
    assert Record.objects.filter(action="rescreened").exists()


def test_a_rescreen_counts_the_rule_that_has_changed_and_no_other(analyst: User, supervisor: User) -> None:
    other = in_force(analyst, supervisor, changed(key="other", condition="document.count == 0"))
    looked(days=1)
    DailyCount.objects.all().delete()
    file(paxlst(ANNA, BARE))
    file(paxlst(ANNA, BARE, flight="2X205", reference="2"))
    version = in_force(analyst, supervisor)
    looked()
    row = DailyCount.objects.get()
    assert (row.version, row.evaluated, row.matched) == (version, 4, 2)
    assert other.pk != version.pk


def test_a_rescreen_for_a_list_counts_no_rule(analyst: User, supervisor: User) -> None:
    in_force(analyst, supervisor)
    looked(days=1)
    DailyCount.objects.all().delete()
    file(paxlst(ANNA, TOBIAS))
    publish(load_bytes(LISTED, "test.csv"), name="Test list", owner="REGION")
    looked()
    assert Alert.objects.filter(list_name="Test list").exists()
    assert not DailyCount.objects.exists()


def test_what_a_withdrawn_rule_raised_lapses_and_nothing_else_does(analyst: User, supervisor: User) -> None:
    other = in_force(analyst, supervisor, changed(key="other", condition="document.count == 0"))
    version = in_force(analyst, supervisor)
    file(paxlst(ANNA, BARE))
    assert Alert.objects.filter(state=AlertState.NEW).count() == 2
    withdraw(version.pk, why="w", by=supervisor, now=NOW)
    looked()
    states = dict(Alert.objects.values_list("rule", "state"))
    assert states == {other.rule.code: AlertState.NEW, version.rule.code: AlertState.EXPIRED}
