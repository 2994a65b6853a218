"""From a possible match to what came of it: compared by all alike, two officers, together, at the border (S13, S14)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from roadstead.casework.alerts import alert_policies as policies
from roadstead.casework.alerts.bulk_clear import bulk_clear, find_similar_alerts
from roadstead.casework.alerts.compare import is_child, person_history, side_by_side
from roadstead.casework.alerts.decide import DecisionText, decide, possible_acts
from roadstead.casework.alerts.logic.compare import REQUIRED, suggested, usual_reasons
from roadstead.casework.alerts.logic.funnel import Funnel, FunnelAlert, funnel
from roadstead.casework.alerts.logic.outcomes import OUTCOME_LABELS, OutcomeType
from roadstead.casework.alerts.logic.workflow import Act, AlertState
from roadstead.casework.alerts.models import Alert, AlertPolicy, ClearedPair, Event, Outcome, Viewer
from roadstead.casework.alerts.outcomes import record
from roadstead.casework.alerts.presence import PRESENCE_TIMEOUT, other_viewers, record_presence
from roadstead.engine.reference.settings import SETTINGS
from roadstead.engine.refusals import NotAllowed
from roadstead.outbound.responses.issue import refresh_responses
from roadstead.outbound.responses.models import Response
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.timeline.events import first_broken
from roadstead.platform.timeline.tasks import TaskAct
from roadstead.targeting.watchlists.models import WatchList
from tests.conftest import Approve, make_user
from tests.pipeline.test_pipeline import LISTED, NOW, TOBIAS, file, put_in_force
from tests.samples import COMPARED, Person, paxlst

pytestmark = pytest.mark.django_db
WORDS_OF = DecisionText(compared=COMPARED, note="compared")
NAMESAKE = replace(TOBIAS, born="750304", document="G7654321", nationality="BRB")
ELSEWHERE = LISTED.replace(b"1975-03-04", b"1974-03-04")  # the same name, born a year before


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})


@pytest.fixture
def alert() -> Alert:
    put_in_force()
    file(paxlst(TOBIAS))
    return Alert.objects.get()


@pytest.fixture
def colleague(db: None) -> User:
    return make_user("colleague", Role.ANALYST)


def taken(alert: Alert, by: User) -> Alert:
    return decide(alert.pk, Act.TAKE, by=by, words=DecisionText(), now=NOW)


# ── the same criteria for everybody ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("left", REQUIRED)
@pytest.mark.parametrize("act", [Act.CLEAR, Act.CONFIRM])
def test_nothing_is_decided_before_each_attribute_was_compared(
    alert: Alert, analyst: User, act: Act, left: str
) -> None:
    taken(alert, analyst)
    ticked = {name: found for name, found in COMPARED.items() if name != left}
    for compared in (ticked, {**ticked, left: ""}, {**ticked, left: "invented"}):
        words = DecisionText(compared=compared, note="n", reasons_for="f", reasons_against="a")
        with pytest.raises(NotAllowed, match="compare these first"):
            decide(alert.pk, act, by=analyst, words=words, now=NOW)
    assert Alert.objects.get().state == AlertState.REVIEWING


def test_what_was_ticked_is_kept_with_the_officers_name_and_counts_as_reasons(alert: Alert, analyst: User) -> None:
    taken(alert, analyst)
    decide(alert.pk, Act.CLEAR, by=analyst, words=WORDS_OF, now=NOW)
    event = Event.objects.get(act="clear")
    assert (event.compared, event.who, event.reasons_for) == (COMPARED, analyst, "")


def test_one_side_alone_is_no_weighing(alert: Alert, analyst: User) -> None:
    taken(alert, analyst)
    words = DecisionText(compared=dict.fromkeys(REQUIRED, "same"), note="n")
    with pytest.raises(NotAllowed, match="evidence for a match and the evidence against"):
        decide(alert.pk, Act.CONFIRM, by=analyst, words=words, now=NOW)


def test_a_referral_needs_only_a_note(alert: Alert, analyst: User) -> None:
    taken(alert, analyst)
    assert decide(alert.pk, Act.REFER, by=analyst, words=DecisionText(note="n"), now=NOW).state == AlertState.REFERRED


def test_the_usual_reasons_are_offered_for_a_namesake_and_never_where_the_document_is_the_same() -> None:
    put_in_force(ELSEWHERE)
    file(paxlst(NAMESAKE))
    rows = side_by_side(Alert.objects.get())
    with pytest.raises(NotAllowed, match="no difference in birth date, sex"):
        usual_reasons(rows)  # a year apart agrees in part
    rows = [replace(row, agreement="different") if row.key == "born" else row for row in rows]
    usual = usual_reasons(rows)
    assert usual
    assert usual.compared["born"] == "different"
    assert "birth date" in usual.reasons_against
    for key, name in (("document", "document"), ("born", "birth date")):
        with pytest.raises(NotAllowed, match=f"the same {name}"):
            usual_reasons([replace(row, agreement="same") if row.key == key else row for row in rows])
    only = [replace(row, agreement="different" if row.key == "document" else "partly") for row in rows]
    with pytest.raises(NotAllowed, match="no difference"):
        usual_reasons(only)  # anybody may hold two passports
    with pytest.raises(NotAllowed, match="the same document, birth date"):
        usual_reasons([replace(row, agreement="same") for row in rows])


def test_a_finding_taken_over_unchanged_is_stored_as_compared_by_the_machine(alert: Alert, analyst: User) -> None:
    taken(alert, analyst)
    shown = suggested(side_by_side(alert))
    changed = next(name for name in REQUIRED if shown[name] != "partly")
    words = replace(WORDS_OF, compared={**shown, changed: "partly"}, reasons_for="f", reasons_against="a")
    decide(alert.pk, Act.CLEAR, by=analyst, words=replace(words, filled_in=list(shown)), now=NOW)
    compared = alert.events.get(act="clear").compared
    assert set(compared["as_compared"]) == set(shown) - {changed}
    assert compared[changed] == "partly"
    assert first_broken(Alert.objects.get(pk=alert.pk)) == 0


def test_a_finding_that_the_officer_chose_is_the_officers(alert: Alert, analyst: User) -> None:
    taken(alert, analyst)
    words = replace(WORDS_OF, compared=suggested(side_by_side(alert)), reasons_for="f", reasons_against="a")
    decide(alert.pk, Act.CLEAR, by=analyst, words=words, now=NOW)
    assert "as_compared" not in alert.events.get(act="clear").compared


def test_the_database_asks_for_a_name_with_every_act(alert: Alert) -> None:
    for act in (*Act, *TaskAct):
        with pytest.raises(DatabaseError, match="an_act_has_a_person"), transaction.atomic():
            Event.objects.create(alert=alert, number=9, act=act, after="confirmed", states=alert.states)


def test_whoever_comes_second_is_told_who_has_it(alert: Alert, analyst: User, colleague: User) -> None:
    taken(alert, analyst)
    with pytest.raises(NotAllowed, match=f"{analyst} has taken this alert"):
        taken(alert, colleague)


# ── two officers ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def two_officers(alert: Alert, supervisor: User) -> AlertPolicy:
    wanted = policies.ProposedPolicy(
        confirm_needs_second=True, instruction="Call the duty officer.", contact="+1 246 555 0100"
    )
    made = policies.propose(WatchList.objects.get(), wanted, why="w", by=supervisor, now=NOW)
    second = make_user("second-supervisor", Role.SUPERVISOR)
    return policies.decide(made.pk, True, by=second, now=NOW)


def put_forward(alert: Alert, by: User) -> None:
    taken(alert, by)
    decide(alert.pk, Act.PROPOSE, by=by, words=WORDS_OF, now=NOW)


@pytest.mark.usefixtures("two_officers")
def test_where_the_list_asks_for_it_one_puts_forward_and_another_agrees(
    alert: Alert, analyst: User, colleague: User
) -> None:
    taken(alert, analyst)
    with pytest.raises(NotAllowed, match="two officers confirm"):
        decide(alert.pk, Act.CONFIRM, by=analyst, words=WORDS_OF, now=NOW)
    assert Act.CONFIRM not in possible_acts(Alert.objects.get(), analyst)
    decide(alert.pk, Act.PROPOSE, by=analyst, words=WORDS_OF, now=NOW)
    assert possible_acts(Alert.objects.get(), analyst) == [Act.REJECT]
    with pytest.raises(NotAllowed, match="you cannot approve what you sent"):
        decide(alert.pk, Act.APPROVE, by=analyst, words=WORDS_OF, now=NOW)
    with pytest.raises(NotAllowed, match="compare these first"):
        decide(
            alert.pk,
            Act.APPROVE,
            by=colleague,
            words=DecisionText(note="n", reasons_for="f", reasons_against="a"),
            now=NOW,
        )
    assert decide(alert.pk, Act.APPROVE, by=colleague, words=WORDS_OF, now=NOW).state == AlertState.CONFIRMED


@pytest.mark.usefixtures("two_officers")
def test_what_is_put_forward_is_still_possible_and_goes_back_if_the_second_declines(
    alert: Alert, analyst: User, colleague: User
) -> None:
    put_forward(alert, analyst)
    assert Alert.objects.get().label.startswith("Possible match")
    back = decide(alert.pk, Act.REJECT, by=colleague, words=DecisionText(note="another photograph"), now=NOW)
    assert (back.state, back.assignee) == (AlertState.REVIEWING, analyst)


@pytest.mark.usefixtures("two_officers")
def test_changed_evidence_takes_back_what_was_put_forward(alert: Alert, analyst: User) -> None:
    put_forward(alert, analyst)
    put_in_force(LISTED.replace(b"Quillimane,Tobias", b"Quillimane,Tobiah"))
    file(paxlst(TOBIAS, sent="261125:1300", reference="2"), now=NOW + timedelta(hours=1))
    changed = Alert.objects.get()
    assert (changed.state, changed.assignee) == (AlertState.REVIEWING, analyst)


def test_a_carrier_is_told_not_ok_only_once_the_second_officer_has_agreed(
    analyst: User, colleague: User, supervisor: User
) -> None:
    put_in_force(LISTED.replace(b"refer", b"stop"))
    made = policies.propose(
        WatchList.objects.get(), policies.ProposedPolicy(confirm_needs_second=True), why="w", by=supervisor, now=NOW
    )
    policies.decide(made.pk, True, by=make_user("s2", Role.SUPERVISOR), now=NOW)
    file(paxlst(TOBIAS))
    alert = Alert.objects.get()

    def told() -> str:
        refresh_responses(alert.voyage, now=NOW)
        return Response.objects.current()[0].verdict

    put_forward(alert, analyst)
    assert told() == "ok"
    decide(alert.pk, Act.APPROVE, by=colleague, words=WORDS_OF, now=NOW)
    assert told() == "not_ok"


def test_a_state_may_ask_for_two_officers_always(alert: Alert, analyst: User, approved: Approve) -> None:
    taken(alert, analyst)
    with pytest.raises(NotAllowed, match="no second officer is needed"):
        decide(alert.pk, Act.PROPOSE, by=analyst, words=WORDS_OF, now=NOW)
    approved(SETTINGS, f"{alert.states[0]},confirm_second,always,,,yes,P,Order 1,")
    with pytest.raises(NotAllowed, match="two officers confirm"):
        decide(alert.pk, Act.CONFIRM, by=analyst, words=WORDS_OF, now=NOW)


def test_how_a_list_is_worked_is_set_by_two_supervisors_of_its_owner(
    alert: Alert, supervisor: User, analyst: User, supervisor_a: User
) -> None:
    watch_list = WatchList.objects.get()
    for who, words in ((analyst, "supervisors of its owner"), (supervisor_a, "supervisors of its owner")):
        with pytest.raises(NotAllowed, match=words):
            policies.propose(watch_list, policies.ProposedPolicy(), why="w", by=who, now=NOW)
    with pytest.raises(NotAllowed, match="give a reason"):
        policies.propose(watch_list, policies.ProposedPolicy(), why=" ", by=supervisor, now=NOW)
    with pytest.raises(NotAllowed, match="from 1 to 5"):
        policies.propose(watch_list, policies.ProposedPolicy(seriousness=9), why="w", by=supervisor, now=NOW)
    made = policies.propose(watch_list, policies.ProposedPolicy(seriousness=5), why="w", by=supervisor, now=NOW)
    with pytest.raises(NotAllowed, match="cannot approve your own proposal"):
        policies.decide(made.pk, True, by=supervisor, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        AlertPolicy.objects.filter(pk=made.pk).update(decision="approved", decided_by=supervisor)
    assert Alert.objects.get().seriousness == 3
    policies.decide(made.pk, True, by=make_user("s2", Role.SUPERVISOR), now=NOW)
    assert Alert.objects.get().seriousness == 5  # what waits moves in the queue at once
    file(paxlst(TOBIAS, flight="2X205", reference="2"))
    assert set(Alert.objects.values_list("seriousness", flat=True)) == {5}


# ── who looks ───────────────────────────────────────────────────────────────────────────────


def test_two_people_at_one_alert_see_each_other_until_one_has_gone(
    alert: Alert, analyst: User, officer_a: User, auditor: User
) -> None:
    for who in (analyst, officer_a, auditor):
        record_presence(alert, who, NOW)
    record_presence(alert, analyst, NOW + timedelta(seconds=15))
    assert other_viewers(alert, analyst, NOW) == [str(officer_a)]
    assert other_viewers(alert, officer_a, NOW) == [str(analyst)]  # an auditor is in nobody's way
    assert other_viewers(alert, analyst, NOW + PRESENCE_TIMEOUT + timedelta(seconds=1)) == []
    record_presence(alert, officer_a, NOW + timedelta(hours=1))
    assert Viewer.objects.filter(user=officer_a).count() == 1


# ── what came of it ─────────────────────────────────────────────────────────────────────────


def test_an_officer_of_the_state_says_what_came_of_it_and_the_centre_cannot(
    alert: Alert, officer_a: User, analyst: User
) -> None:
    made = record(alert.pk, OutcomeType.ADMITTED, at=NOW, text="", by=officer_a, now=NOW, early_reason="on board")
    assert (made.state, made.owner, made.states) == ("BRB", "REGION", alert.states)
    assert Record.objects.filter(action="outcome recorded", who=officer_a).exists()
    for who in (analyst, make_user("jam", Role.OFFICER, state="LCA")):
        with pytest.raises((NotAllowed, Alert.DoesNotExist)):
            record(alert.pk, OutcomeType.FOUND, at=NOW, text="", by=who, now=NOW, early_reason="on board")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Outcome.objects.update(type="found")


@pytest.mark.parametrize("what", [OutcomeType.REFUSED, OutcomeType.MISSED])
def test_refused_and_missed_need_words(alert: Alert, officer_a: User, what: OutcomeType) -> None:
    with pytest.raises(NotAllowed, match="needs a note"):
        record(alert.pk, what, at=NOW, text=" ", by=officer_a, now=NOW)


def test_what_has_not_happened_yet_is_not_recorded(alert: Alert, officer_a: User) -> None:
    with pytest.raises(NotAllowed, match="in the future"):
        record(alert.pk, OutcomeType.FOUND, at=NOW + timedelta(hours=1), text="", by=officer_a, now=NOW)


def test_the_funnel_counts_each_alert_once_in_a_step() -> None:
    cases = [FunnelAlert(state=state) for state in ("new", "proposed", "lapsed", "confirmed")]
    cases += [
        FunnelAlert(state="cleared", outcomes=["missed"]),
        FunnelAlert(state="closed", outcomes=["found", "refused", "refused"]),
        FunnelAlert(state="confirmed", outcomes=["not_found"]),
    ]
    assert funnel(cases) == Funnel(
        raised=7, reviewed=4, confirmed=3, encountered=1, acted=1, not_found=1, missed=1, without_outcome=1
    )
    assert set(OUTCOME_LABELS) == set(OutcomeType)


# ── together ────────────────────────────────────────────────────────────────────────────────


def several(*people: Person) -> list[Alert]:
    """The same listed name, met on as many voyages."""
    put_in_force(ELSEWHERE)
    for number, person in enumerate(people):
        file(paxlst(person, flight=f"2X30{number}", reference=str(number)))
    return list(Alert.objects.order_by("pk"))


def test_the_same_person_on_several_voyages_is_cleared_with_one_reason_and_an_event_each(analyst: User) -> None:
    rows = several(NAMESAKE, NAMESAKE, replace(NAMESAKE, document="G1111111"))  # the third: the name is the same
    assert [each.why_not for each in find_similar_alerts(rows[0], analyst, NOW.date())] == [None] * 3
    numbers = [row.pk for row in rows]
    done = bulk_clear(rows[0], numbers, by=analyst, words=WORDS_OF, now=NOW)
    assert (done.cleared, done.refused) == (numbers, {})
    events = Event.objects.filter(act="clear")
    assert [event.who for event in events] == [analyst] * 3
    assert all(f"alerts {', '.join(map(str, numbers))}" in event.note for event in events)
    assert ClearedPair.objects.count() == 3


def test_what_differs_materially_is_refused_with_its_reason_and_the_rest_is_cleared(
    analyst: User, officer_a: User
) -> None:
    rows = several(
        NAMESAKE,
        NAMESAKE,
        replace(NAMESAKE, born="740304"),  # as the entry says
        replace(NAMESAKE, given="TOBIAS JON"),
        NAMESAKE,
    )
    taken(rows[4], officer_a)
    why = {each.alert.pk: str(each.why_not) for each in find_similar_alerts(rows[0], analyst, NOW.date())}
    assert "birth date" in why[rows[2].pk]
    assert "another name" in why[rows[3].pk]
    assert f"{officer_a} holds it" in why[rows[4].pk]
    done = bulk_clear(rows[0], [row.pk for row in rows], by=analyst, words=WORDS_OF, now=NOW)
    assert done.cleared == [rows[0].pk, rows[1].pk]
    assert set(done.refused) == {row.pk for row in rows[2:]}
    assert set(Alert.objects.filter(state="cleared")) == {rows[0], rows[1]}


def test_a_child_is_decided_about_alone(analyst: User) -> None:
    put_in_force(LISTED.replace(b"1975-03-04", b"2015-03-04"))
    for number in range(2):
        file(paxlst(replace(NAMESAKE, born="150304"), flight=f"2X30{number}", reference=str(number)))
    rows = list(Alert.objects.all())
    assert len(rows) == 2
    assert all("under 18" in str(each.why_not) for each in find_similar_alerts(rows[0], analyst, NOW.date()))


def test_who_is_a_child() -> None:
    def of(born: str, group: str = "") -> bool:
        return is_child(Alert(declared={"born": born, "age_group": group}), NOW.date())

    assert [of("2008-11-25"), of("2008-11-26"), of("", "child"), of("1980"), of("", "")] == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_without_comparing_nothing_is_cleared_together(analyst: User) -> None:
    rows = several(NAMESAKE, NAMESAKE)
    done = bulk_clear(rows[0], [row.pk for row in rows], by=analyst, words=DecisionText(note="n"), now=NOW)
    assert not done.cleared
    assert all("compare these first" in str(why) for why in done.refused.values())
    assert not Alert.objects.exclude(state="new").exists()  # nothing stays half taken


def test_where_the_list_asks_for_a_second_person_each_waits_for_one(analyst: User) -> None:
    rows = several(NAMESAKE, NAMESAKE)
    WatchList.objects.update(needs_second_approval=True)
    bulk_clear(rows[0], [row.pk for row in rows], by=analyst, words=WORDS_OF, now=NOW)
    assert [pair.is_waiting for pair in ClearedPair.objects.all()] == [True, True]


# ── this person before ──────────────────────────────────────────────────────────────────────


def travelled() -> Alert:
    put_in_force()
    file(paxlst(TOBIAS, flight="2X100", reference="1"))
    file(paxlst(replace(TOBIAS, surname="QUILIMANE"), flight="2X101", reference="2"))  # the same passport
    file(paxlst(replace(TOBIAS, document="G0000001"), flight="2X102", reference="3"))
    return Alert.objects.filter(voyage__number="2X100").get()


def test_earlier_voyages_and_alerts_go_by_the_papers_not_by_the_name(analyst: User, officer_b: User) -> None:
    alert = travelled()
    found = person_history(alert, analyst)
    assert [row.voyage.number for row in found.travellers] == ["2X101"]
    assert {row.voyage.number for row in found.alerts} <= {"2X101"}
    assert person_history(alert, officer_b).travellers == []


def test_a_name_alone_has_no_history(analyst: User) -> None:
    put_in_force()
    nobody = replace(TOBIAS, document="", born="")
    file(paxlst(nobody, flight="2X100", reference="1"))
    file(paxlst(nobody, flight="2X101", reference="2"))
    for alert in Alert.objects.all():
        assert person_history(alert, analyst).travellers == []


# ── isolation ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rows", [lambda: Outcome.objects.all(), lambda: Viewer.objects.all()])
def test_another_state_sees_neither_outcome_nor_who_looks(
    alert: Alert, officer_a: User, rows: Callable[[], object]
) -> None:
    record(alert.pk, OutcomeType.FOUND, at=NOW, text="", by=officer_a, now=NOW, early_reason="on board")
    record_presence(alert, officer_a, NOW)
    enter(make_user("jam", Role.OFFICER, state="JAM").scope)
    assert not list(rows())  # type: ignore[call-overload]
    enter(REGION)
