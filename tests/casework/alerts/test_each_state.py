"""An alert that concerns several states is decided by each for itself; the region's word binds none (decision 0022)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from roadstead.casework.alerts.decide import DecisionText, decide, possible_acts
from roadstead.casework.alerts.list_quality import qualities
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.workflow import Act, AlertState
from roadstead.casework.alerts.models import Alert, ClearedPair, Event, Outcome, StateDecision, Suppression
from roadstead.casework.alerts.outcomes import record
from roadstead.casework.alerts.queue import AlertFilters, count_by_assignee, load_rows, queue
from roadstead.casework.alerts.state_decisions import as_acted_on_by, decisions, is_open_somewhere, visible_alerts
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.voyages.models import Voyage
from roadstead.outbound.notifications.fan_out import update_notices
from roadstead.outbound.notifications.models import Notice
from roadstead.outbound.responses.issue import matches
from roadstead.outbound.responses.logic.policy import MatchStatus
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.models import WatchList
from tests.conftest import make_user
from tests.pipeline.test_pipeline import NOW, TOBIAS, file, put_in_force
from tests.samples import COMPARED, paxlst

pytestmark = pytest.mark.django_db
ON_BOTH = ["BRB", "LCA"]
WROTE = "seen by Barbados alone"


@pytest.fixture
def alert(region: None, officer_a: User, officer_b: User) -> Alert:
    """By the region's list, on a voyage that calls at Barbados and Saint Lucia."""
    put_in_force()
    file(paxlst(TOBIAS))
    Voyage.objects.update(states=ON_BOTH)
    Alert.objects.update(states=ON_BOTH)
    return Alert.objects.get()


def act(alert: Alert, *acts: Act, by: User, note: str = WROTE) -> Alert:
    """As the page does it, within what this person's transaction may see and write."""
    enter(by.scope)
    words = DecisionText(note=note, compared=COMPARED, reasons_for="f", reasons_against="a")
    for what in acts:
        done = decide(alert.pk, what, by=by, words=words, now=NOW)
    enter(REGION)
    return done


def in_the_queue(user: User, show: str = "open") -> list[str]:
    """How the rows of this person's queue stand."""
    enter(user.scope)
    rows = load_rows(queue(user, AlertFilters(show=show), NOW), user)
    assert count_by_assignee(user, AlertFilters(show=show), NOW)["all"] == len(rows)
    enter(REGION)
    return [row.state for row in rows]


def test_what_one_state_confirms_is_open_in_the_others_queue_and_confirmed_for_the_region(
    alert: Alert, officer_a: User, officer_b: User, analyst: User
) -> None:
    assert act(alert, Act.TAKE, Act.CONFIRM, by=officer_a).state == AlertState.CONFIRMED
    assert in_the_queue(officer_a) == []
    assert in_the_queue(officer_a, "confirmed") == ["confirmed"]
    assert in_the_queue(officer_b) == ["new"]
    assert in_the_queue(analyst, "confirmed") == ["confirmed"]


def test_one_state_holding_it_keeps_no_other_from_taking_it(alert: Alert, officer_a: User, officer_b: User) -> None:
    act(alert, Act.TAKE, by=officer_a)
    assert act(alert, Act.TAKE, by=officer_b).assignee == officer_b
    with pytest.raises(NotAllowed, match="has taken this alert already"):
        act(alert, Act.TAKE, by=make_user("another", Role.OFFICER, state="BRB"))


def test_the_queue_sorts_by_who_holds_it_and_how_it_stands_for_this_state(
    alert: Alert, officer_a: User, officer_b: User, client: Client
) -> None:
    first, second = alert, _another(alert)
    act(first, Act.TAKE, by=_called(officer_a, "Zeno"))
    act(second, Act.TAKE, by=_called(make_user("middle", Role.OFFICER, state="BRB"), "Mid"))
    act(second, Act.TAKE, by=_called(officer_b, "Abel"))
    act(first, Act.TAKE, by=_called(make_user("late", Role.OFFICER, state="LCA"), "Yule"))
    assert _sorted(client, officer_a, "holder") == [second.pk, first.pk]
    assert _sorted(client, officer_a, "-holder") == [first.pk, second.pk]
    act(second, Act.RELEASE, by=officer_b)  # nobody's in B, still Mid's in A
    assert _sorted(client, officer_b, "holder") == [first.pk, second.pk]
    assert _sorted(client, officer_a, "holder") == [second.pk, first.pk]
    assert _sorted(client, officer_b, "state") == [second.pk, first.pk]  # new before reviewing


def _called(user: User, last_name: str) -> User:
    User.objects.filter(pk=user.pk).update(last_name=last_name)
    return user


def _sorted(client: Client, user: User, sort: str) -> list[int]:
    client.force_login(user)
    return [row.pk for row in client.get(f"/alerts?sort={sort}").context["alerts"]]


def _another(alert: Alert) -> Alert:
    """The same meeting with another entry."""
    return Alert.objects.create(
        **{name: getattr(alert, name) for name in ("voyage", "traveller", "kind", "list_name", "states", "action")},
        entry_id="another",
    )


def test_what_one_state_did_and_wrote_is_not_in_the_others_database_scope(
    alert: Alert, officer_a: User, officer_b: User
) -> None:
    act(alert, Act.TAKE, Act.CONFIRM, by=officer_a)
    record_met(alert, officer_a)
    enter(officer_b.scope)
    assert not StateDecision.objects.exists()
    assert not Outcome.objects.exists()
    assert set(Event.objects.values_list("act", flat=True)) == {"raised"}
    enter(officer_a.scope)
    assert {"take", "confirm"} < set(Event.objects.values_list("act", flat=True))


def record_met(alert: Alert, by: User) -> None:
    enter(by.scope)
    record(alert.pk, OutcomeType.FOUND, at=NOW, text=WROTE, by=by, now=NOW, early_reason="on board")
    enter(REGION)


def test_the_page_of_the_other_state_says_that_each_decides_and_shows_nothing_of_the_first(
    alert: Alert, officer_a: User, officer_b: User, analyst: User, client: Client
) -> None:
    act(alert, Act.TAKE, Act.CONFIRM, by=officer_a)
    record_met(alert, officer_a)
    client.force_login(officer_b)
    page = client.get(reverse("alert", args=[alert.pk])).content.decode()
    assert "not reviewed yet" in page
    assert "Each state on the route decides for itself" in page
    assert WROTE not in page
    assert str(officer_a) not in page
    client.force_login(analyst)
    page = client.get(reverse("alert", args=[alert.pk])).content.decode()
    assert "Barbados" in page
    assert WROTE in page


def test_what_the_region_clears_leaves_every_queue_and_a_states_supervisor_opens_it_for_that_state(
    alert: Alert, supervisor_a: User, officer_b: User, analyst: User
) -> None:
    act(alert, Act.TAKE, Act.CLEAR, by=analyst, note="another birth date")
    assert in_the_queue(supervisor_a) == in_the_queue(officer_b) == []
    act(alert, Act.REOPEN, by=supervisor_a)
    assert in_the_queue(supervisor_a) == ["reviewing"]
    assert in_the_queue(officer_b) == []
    assert Alert.objects.get().state == AlertState.CLEARED
    assert ClearedPair.objects.get().except_states == ["BRB"]


def test_a_pair_that_a_state_took_back_for_itself_is_raised_for_it_again_and_for_no_other(
    alert: Alert, supervisor_a: User, analyst: User
) -> None:
    act(alert, Act.TAKE, Act.CLEAR, by=analyst)
    file(paxlst(TOBIAS, flight="2X205", reference="205"))
    assert Suppression.objects.get().states == ["BRB"]
    act(alert, Act.REOPEN, by=supervisor_a)
    file(paxlst(TOBIAS, flight="2X206", reference="206"))
    assert Alert.objects.exclude(pk=alert.pk).get().states == ["BRB"]


def test_the_regions_yes_decides_for_no_state(alert: Alert, officer_b: User, analyst: User) -> None:
    act(alert, Act.TAKE, Act.CONFIRM, by=analyst)
    assert in_the_queue(officer_b) == ["new"]
    assert in_the_queue(analyst, "confirmed") == ["confirmed"]
    enter(officer_b.scope)
    (of_the_region,) = decisions(alert, officer_b)
    assert (of_the_region.by_state, of_the_region.state) == ("", AlertState.CONFIRMED)


def test_the_region_is_done_when_every_state_has_cleared_it(
    alert: Alert, officer_a: User, officer_b: User, analyst: User
) -> None:
    act(alert, Act.TAKE, Act.CLEAR, by=officer_a)
    assert in_the_queue(analyst) == ["new"]
    act(alert, Act.TAKE, Act.CLEAR, by=officer_b)
    assert in_the_queue(analyst) == []
    assert in_the_queue(analyst, "cleared") == ["cleared"]
    assert {tuple(pair.states) for pair in ClearedPair.objects.all()} == {("BRB",), ("LCA",)}


def test_figures_count_for_each_who_reads_them_what_is_decided_for_them(
    alert: Alert, officer_a: User, officer_b: User, analyst: User
) -> None:
    act(alert, Act.TAKE, Act.CONFIRM, by=officer_a)
    act(alert, Act.TAKE, Act.CLEAR, by=officer_b)
    now = datetime.now(UTC)
    told = {}
    for user in (officer_a, officer_b, analyst):
        assert visible_alerts(user).values_list("effective_state", flat=True).get() == in_the_queue(user, "all")[0]
        (quality,) = qualities(WatchList.objects.all(), by=user, now=now)
        told[user.username] = (quality.confirmed, quality.cleared)
    assert told == {"officer-a": (None, 0), "officer-b": (0, None), "analyst": (1, 0)}


def test_a_carrier_is_answered_by_the_word_of_the_state_that_gave_it(
    alert: Alert, officer_a: User, officer_b: User
) -> None:
    act(alert, Act.TAKE, Act.CONFIRM, by=officer_a)
    act(alert, Act.TAKE, Act.CLEAR, by=officer_b)
    (met,) = matches(alert.voyage).by_row[alert.traveller_id or 0]
    assert (met.status, met.states) == (MatchStatus.CONFIRMED, ("BRB",))
    assert Event.objects.get(pk=met.decision or 0).who == officer_a


def test_only_the_state_that_confirmed_is_told_of_it(alert: Alert, officer_a: User) -> None:
    update_notices(now=NOW)
    act(alert, Act.TAKE, Act.CONFIRM, by=officer_a)
    update_notices(now=NOW)
    assert list(Notice.objects.filter(kind="confirmed").values_list("state", flat=True)) == ["BRB"]


def test_a_state_that_comes_onto_the_route_decides_for_itself_and_reads_nothing_of_before(
    alert: Alert, officer_a: User, officer_b: User
) -> None:
    Voyage.objects.update(states=["BRB"])
    Alert.objects.update(states=["BRB"])
    act(alert, Act.TAKE, Act.CONFIRM, by=officer_a)
    assert Alert.objects.get().state == AlertState.CONFIRMED
    Voyage.objects.update(states=ON_BOTH)
    file(paxlst(TOBIAS, sent="261125:1300", reference="2"))
    assert in_the_queue(officer_a, "confirmed") == ["confirmed"]
    assert in_the_queue(officer_b) == ["new"]
    enter(officer_b.scope)
    assert WROTE not in set(Event.objects.values_list("note", flat=True))


def test_other_identifiers_bring_a_cleared_one_back_to_the_state_that_had_cleared_it(
    alert: Alert, officer_a: User, officer_b: User
) -> None:
    act(alert, Act.TAKE, Act.CLEAR, by=officer_a)
    act(alert, Act.TAKE, by=officer_b)
    file(paxlst(replace(TOBIAS, document="G1111111"), sent="261125:1300", reference="2"))
    assert in_the_queue(officer_a) == ["new"]
    assert in_the_queue(officer_b) == ["reviewing"]


def test_it_is_kept_until_every_state_has_decided(alert: Alert, officer_a: User, officer_b: User) -> None:
    act(alert, Act.TAKE, Act.CONFIRM, by=officer_a)
    assert is_open_somewhere(Alert.objects.get())
    act(alert, Act.TAKE, Act.CLEAR, by=officer_b)
    assert not is_open_somewhere(Alert.objects.get())


def test_nobody_agrees_to_what_another_state_put_forward(alert: Alert, officer_a: User, officer_b: User) -> None:
    StateDecision.objects.create(
        alert=alert, by_state="BRB", state=AlertState.PROPOSED, assignee=officer_a, states=["BRB"]
    )
    assert possible_acts(as_acted_on_by(Alert.objects.get(), officer_b), officer_b) == [Act.TAKE]
