"""Thresholds of a list, and how long a cleared match holds: two supervisors of its owner decide, and all is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roadstead.casework.alerts.models import Alert
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD
from roadstead.engine.matching.rerank.model import shipped_model
from roadstead.engine.refusals import NotAllowed
from roadstead.pipeline.replay.cases import case_of_alert
from roadstead.pipeline.replay.replayer import Replayer
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, Scope, enter
from roadstead.targeting.watchlists.manual_lists import create_list
from roadstead.targeting.watchlists.models import Proposal, WatchList
from roadstead.targeting.watchlists.settings import Settings, decide, propose, thresholds
from tests.conftest import make_user
from tests.pipeline.test_pipeline import NOW, TOBIAS, file, put_in_force
from tests.samples import Person, paxlst

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
WANTED = Settings(threshold=20.0, needs_second_approval=True, cleared_days=90)
LIKE = Person(surname="QUILLIMANE", given="TOBYAS", born="750304", document="G7654321", nationality="GUY")


@pytest.fixture
def watch_list() -> WatchList:
    State.objects.create(code="BRB", name="Barbados")
    put_in_force()
    return WatchList.objects.get()


def test_one_supervisor_proposes_another_agrees_and_it_is_in_force(watch_list: WatchList, supervisor: User) -> None:
    made = propose(watch_list, WANTED, why="too many namesakes", by=supervisor, now=NOW)
    assert WatchList.objects.get().threshold is None
    with pytest.raises(NotAllowed, match="cannot approve your own proposal"):
        decide(made.pk, True, by=supervisor, now=NOW)
    decide(made.pk, True, by=make_user("second", Role.SUPERVISOR), now=NOW)
    found = WatchList.objects.get()
    assert (found.threshold, found.needs_second_approval, found.cleared_days) == (20.0, True, 90)
    assert thresholds().of(found.title) == 20.0
    assert Record.objects.filter(action="list settings approved").exists()


def test_what_is_declined_or_overtaken_changes_nothing_and_is_kept(watch_list: WatchList, supervisor: User) -> None:
    first = propose(watch_list, WANTED, why="w", by=supervisor, now=NOW)
    second = propose(watch_list, WANTED, why="w", by=supervisor, now=NOW)
    other = make_user("second", Role.SUPERVISOR)
    with pytest.raises(NotAllowed, match="already been decided"):
        decide(first.pk, True, by=other, now=NOW)
    decide(second.pk, False, by=other, now=NOW)
    assert WatchList.objects.get().threshold is None
    assert list(Proposal.objects.values_list("decision", flat=True)) == ["rejected", "replaced"]


@pytest.mark.parametrize("bits", [-1.0, 61.0, float("nan"), float("inf")])
def test_a_threshold_that_is_none_is_refused(watch_list: WatchList, supervisor: User, bits: float) -> None:
    with pytest.raises(NotAllowed, match="bits"):
        propose(
            watch_list,
            Settings(threshold=bits, needs_second_approval=False, cleared_days=9),
            why="w",
            by=supervisor,
            now=NOW,
        )


def test_only_supervisors_of_the_owner_set_it(watch_list: WatchList, supervisor_a: User, analyst: User) -> None:
    for user in (supervisor_a, analyst):
        with pytest.raises(NotAllowed, match="of its owner"):
            propose(watch_list, WANTED, why="w", by=user, now=NOW)


def test_of_a_states_own_list_no_other_state_reads_what_is_proposed(supervisor_a: User) -> None:
    put_in_force(owner="BRB")
    propose(WatchList.objects.get(), WANTED, why="w", by=supervisor_a, now=NOW)
    enter(Scope(states=("LCA",)))
    assert not Proposal.objects.exists()
    enter(Scope(states=("BRB",)))
    assert Proposal.objects.count() == 1
    enter(REGION)


def test_a_threshold_decides_what_is_raised_and_stands_in_the_alert(watch_list: WatchList) -> None:
    file(paxlst(LIKE))
    score = Alert.objects.get().score
    assert Alert.objects.get().replay["threshold"] == DEFAULT_THRESHOLD
    WatchList.objects.update(threshold=score + 1)
    file(paxlst(LIKE, flight="2X205", reference="2"))
    assert Alert.objects.count() == 1
    WatchList.objects.update(threshold=score - 1)
    file(paxlst(LIKE, flight="2X206", reference="3"))
    assert Alert.objects.latest("id").replay["threshold"] == score - 1


def test_who_is_shown_by_policy_is_shown_at_any_threshold(watch_list: WatchList) -> None:
    WatchList.objects.update(threshold=60.0)
    file(paxlst(TOBIAS))
    assert Alert.objects.count() == 1


def test_a_worker_takes_a_new_threshold_without_a_new_index(watch_list: WatchList) -> None:
    live = ScreeningSetCache()
    live.refresh()
    index = live.current().index
    WatchList.objects.update(threshold=17.5)
    assert not live.refresh()
    assert live.current().index is index
    assert live.current().thresholds.of("Test list") == 17.5


def test_the_frozen_model_speaks_only_on_a_list_where_two_supervisors_switched_it_on_and_is_replayed(
    watch_list: WatchList, supervisor: User
) -> None:
    file(paxlst(LIKE))
    alone = Alert.objects.get()
    wanted = Settings(threshold=5.0, needs_second_approval=False, cleared_days=365, use_reranking=True)
    made = propose(watch_list, wanted, why="w", by=supervisor, now=NOW)
    decide(made.pk, True, by=make_user("second", Role.SUPERVISOR), now=NOW)
    file(paxlst(LIKE, flight="2X205", reference="2"))
    with_model = Alert.objects.latest("id")
    assert with_model.replay["matcher_version"] == f"{alone.replay['matcher_version']}/{shipped_model().version}"
    assert with_model.score != alone.score
    assert not Replayer().replay(case_of_alert(with_model)).differences
    assert not Replayer().replay(case_of_alert(alone)).differences


def test_the_frozen_model_is_off_by_itself(watch_list: WatchList) -> None:
    live = ScreeningSetCache()
    live.refresh()
    assert live.current().reranker is None
    WatchList.objects.update(use_reranking=True)
    live.refresh()
    second = live.current().reranker
    assert second is not None
    assert second.applies_to("Test list")


def test_the_months_of_review_of_a_list_kept_by_hand_are_changed_by_two_people(supervisor: User) -> None:
    kept = create_list("Kept", 12, 6, by=supervisor)
    wanted = replace(WANTED, review_months=9, review_months_of_minors=3)
    made = propose(kept, wanted, why="looked at too seldom", by=supervisor, now=NOW)
    assert WatchList.objects.get(pk=kept.pk).review_months == 12
    decide(made.pk, True, by=make_user("second", Role.SUPERVISOR), now=NOW)
    kept.refresh_from_db()
    assert (kept.review_months, kept.review_months_of_minors) == (9, 3)
    propose(kept, WANTED, why="only the threshold", by=supervisor, now=NOW)
    assert Proposal.objects.latest("pk").review_months is None


@pytest.mark.parametrize(("months", "of_minors"), [(61, 6), (3, None), (12, 0)])
def test_months_that_are_none_are_refused(supervisor: User, months: int, of_minors: int | None) -> None:
    kept = create_list("Kept", 12, 6, by=supervisor)
    wanted = replace(WANTED, review_months=months, review_months_of_minors=of_minors)
    with pytest.raises(NotAllowed, match="for minors no more"):
        propose(kept, wanted, why="w", by=supervisor, now=NOW)


def test_a_list_from_a_file_has_no_months_of_review(watch_list: WatchList, supervisor: User) -> None:
    with pytest.raises(NotAllowed, match="loaded from a file"):
        propose(watch_list, replace(WANTED, review_months=9), why="w", by=supervisor, now=NOW)
