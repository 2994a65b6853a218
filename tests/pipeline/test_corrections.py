"""What later messages do to people, voyages and alerts: nothing is lost, nothing is silent, nobody is mixed up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.workflow import Act, AlertState
from roadstead.casework.alerts.models import Alert, ClearedPair
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.receive import retry
from roadstead.filings.voyages.models import Leg, Manifest, Presence, Traveller, Voyage
from roadstead.platform.accounts.models import State, User
from tests.pipeline.test_pipeline import LISTED, NOW, TOBIAS, file, put_in_force
from tests.samples import COMPARED, Person, paxlst

pytestmark = pytest.mark.django_db
ANNA = Person(surname="TESTER", given="ANNA", document="T0000001", reference="P7")


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.create(code=code, name=code)


def say(
    function: str, segments: str, *, sent: str = "261125:1300", reference: str = "9", flight: str = "2X101"
) -> Message:
    """A message about known people, by whatever segments the test says."""
    raw = paxlst(sent=sent, reference=reference, function=function).decode()
    return file(raw.replace("CNT+42:0'", segments).encode())


def take_and(act: Act, by: User) -> Alert:
    alert = Alert.objects.get(kind="name")
    decide(alert.pk, Act.TAKE, by=by, words=DecisionText(), now=NOW)
    words = DecisionText(compared=COMPARED, note="compared", reasons_for="the name", reasons_against="the birth date")
    return decide(alert.pk, act, by=by, words=words, now=NOW)


# ── people ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("function", "named", "others"),
    [
        ("266+CLOB", Presence.ON_BOARD, Presence.NOT_ON_BOARD),
        ("266+CLNB", Presence.NOT_ON_BOARD, Presence.ON_BOARD),
    ],
)
def test_a_close_out_by_reference_says_who_is_on_board_and_erases_nobody(
    function: str, named: str, others: str
) -> None:
    file(paxlst(ANNA, Person(surname="OTHER", document="T2", reference="P8")))
    say(function, "NAD+FL'RFF+AVF:BOOK01'RFF+ABO:P7'")
    anna = Traveller.objects.get(passenger_reference="P7")
    assert (anna.surname, anna.born, anna.presence) == ("TESTER", "1980-01-01", named)
    assert anna.documents.get().number == "T0000001"
    assert Traveller.objects.get(surname="OTHER").presence == others


def test_a_change_sets_what_it_names_and_leaves_the_rest() -> None:
    file(paxlst(ANNA))
    say("745+CP", "NAD+FL'NAT+2+GUY'RFF+AVF:BOOK01'RFF+ABO:P7'")
    anna = Traveller.objects.get()
    assert (anna.surname, anna.nationality, anna.documents.get().number) == ("TESTER", "GUY", "T0000001")


def test_namesakes_in_two_parts_of_a_list_stay_two() -> None:
    file(paxlst(Person(surname="LI", given="WEI", born="800101", document="E1"), part="01:C", reference="1"))
    file(paxlst(Person(surname="LI", given="WEI", born="910202", document="E2"), part="02:F", reference="2"))
    assert sorted(Traveller.objects.values_list("born", flat=True)) == ["1980-01-01", "1991-02-02"]


def test_an_identical_list_sent_again_writes_nobody_anew() -> None:
    file(paxlst(ANNA))
    first = Traveller.objects.values("manifest", "segment").get()
    file(paxlst(ANNA, sent="261125:1400", reference="2"))
    assert Traveller.objects.values("manifest", "segment").get() == first


def test_a_correction_that_comes_too_late_is_told_that_it_changed_nothing() -> None:
    file(paxlst(ANNA, sent="261125:1300", reference="2"))
    late = file(paxlst(Person(surname="TESTER", born="800102", document="T0000001"), sent="261125:1200", reference="1"))
    assert "older-than-what-is-known" in [problem["code"] for problem in late.manifests.get().problems]


def test_a_sender_whose_clock_is_ahead_freezes_nobody() -> None:
    ahead = file(paxlst(ANNA, sent="291126:1300", reference="1"))
    assert "sent-in-the-future" in [problem["code"] for problem in ahead.manifests.get().problems]
    file(paxlst(Person(surname="TESTER", born="750505", document="T0000001"), sent="261125:1300", reference="2"))
    assert Traveller.objects.get().born == "1975-05-05"


# ── voyages ─────────────────────────────────────────────────────────────────────────────────


def test_a_cancelled_voyage_comes_back_with_a_newer_list_and_a_late_cancellation_counts_for_nothing() -> None:
    file(paxlst(ANNA, sent="261125:1000", reference="1"))
    say("266+XF", "", sent="261125:1100", reference="2")
    assert Voyage.objects.get().cancelled
    assert Traveller.objects.get().presence == Presence.WITHDRAWN
    file(paxlst(ANNA, sent="261125:1200", reference="3"))
    assert not Voyage.objects.get().cancelled
    assert Traveller.objects.get().presence == Presence.EXPECTED
    say("266+XF", "", sent="261125:1130", reference="4")
    assert not Voyage.objects.get().cancelled


def test_an_older_message_does_not_turn_the_timetable_back() -> None:
    newer = paxlst(ANNA, sent="261125:1300", reference="2").replace(b"2611261400", b"2611261800")
    file(newer)
    file(paxlst(ANNA, sent="261125:1200", reference="1"))
    assert Voyage.objects.get().arrives_local == "2026-11-26T18:00"


def test_counts_of_a_change_or_a_close_out_are_not_the_voyages() -> None:
    file(paxlst(ANNA, TOBIAS))
    say("266+CLOB", "NAD+FL'RFF+AVF:BOOK01'RFF+ABO:P7'CNT+42:1'")
    assert Voyage.objects.get().declared == {"passengers": 2}


LATE_FLIGHT = paxlst(ANNA).replace(b"2611261000", b"2611262330").replace(b"2611261400", b"2611270330")


@pytest.mark.parametrize(
    ("sent", "instead"),
    [
        (b"2611262330", b"2611270030"),  # a delay past midnight
        (b"2X101", b"2X0101"),
        (b"DTM+189:2611262330:201'", b""),  # no departure
        (b"2611270330", b"2611270430"),
    ],
)
def test_one_flight_stays_one_voyage_however_it_is_told(sent: bytes, instead: bytes) -> None:
    file(LATE_FLIGHT)
    file(LATE_FLIGHT.replace(b"261125:1200", b"261125:1300").replace(sent, instead))
    assert Voyage.objects.count() == 1


def test_the_flight_of_the_next_day_is_another_voyage() -> None:
    file(paxlst(ANNA))
    file(paxlst(ANNA, reference="2").replace(b"261126", b"261127"))
    assert Voyage.objects.count() == 2


def test_when_the_route_grows_the_new_state_sees_everybody_and_every_alert() -> None:
    put_in_force()
    file(paxlst(TOBIAS, ANNA))
    onward = "TDT+20+2X101+++2X'LOC+92+BGI'DTM+189:2611261500:201'LOC+92+SLU'DTM+232:2611261540:201'"
    longer = paxlst(ANNA, sent="261125:1300", reference="2").decode().replace("NAD+FL", onward + "NAD+FL", 1)
    file(longer.encode())
    assert Voyage.objects.get().states == ["BRB", "LCA"]
    assert Leg.objects.count() == 2
    for rows in (Traveller.objects, Manifest.objects, Alert.objects, Message.objects):
        assert all(each.states == ["BRB", "LCA"] for each in rows.all()), rows.model


def test_anothers_carriers_message_is_laid_before_a_supervisor_and_changes_nothing(supervisor: User) -> None:
    file(paxlst(ANNA))
    stranger = Message.objects.get()
    stranger_raw = paxlst(sent="261125:1300", reference="7", function="266+XF")
    message = file(stranger_raw, carrier="3X")
    assert message.status == Status.SET_ASIDE
    assert "3X has not filed" in message.reason
    assert not Voyage.objects.get().cancelled
    retry(message, by=supervisor)
    file(b"UNB+nothing", carrier="3X")
    assert Voyage.objects.get().cancelled
    assert stranger.status == Status.READ


def test_a_message_that_was_not_understood_can_be_read_again(supervisor: User) -> None:
    message = file(b"<html>")
    retry(message, by=supervisor)
    file(b"another body")
    message.refresh_from_db()
    assert message.status == Status.NOT_UNDERSTOOD
    assert message.manifests.count() == 1


# ── alerts ──────────────────────────────────────────────────────────────────────────────────

NAMESAKE = Person(surname="QUILLIMANE", given="TOBIAS", born="", document="Z1", nationality="GUY", reference="P1")
EXACT = Person(surname="QUILLIMANE", given="TOBIAS", born="750304", document="Z1", nationality="GUY", reference="P1")


def test_a_cleared_namesake_corrected_into_the_listed_person_is_raised_again(analyst: User) -> None:
    put_in_force()
    file(paxlst(NAMESAKE))
    take_and(Act.CLEAR, analyst)
    file(paxlst(EXACT, sent="261125:1300", reference="2"))
    alert = Alert.objects.get(kind="name")
    assert (alert.state, alert.assignee, alert.declared["born"]) == (AlertState.NEW, None, "1975-03-04")
    assert list(alert.events.values_list("act", flat=True))[-1] == "met again"


def test_a_confirmed_alert_stays_confirmed_with_a_line_in_its_history(analyst: User) -> None:
    put_in_force()
    file(paxlst(NAMESAKE))
    take_and(Act.CONFIRM, analyst)
    file(paxlst(EXACT, sent="261125:1300", reference="2"))
    alert = Alert.objects.get(kind="name")
    assert alert.state == AlertState.CONFIRMED
    assert list(alert.events.values_list("act", flat=True)) == ["raised", "take", "confirm", "changed"]


def test_an_alert_that_is_met_no_longer_lapses_and_returns_when_it_is_met_again() -> None:
    put_in_force()
    file(paxlst(EXACT))
    say("266+XR", "NAD+FL'RFF+AVF:BOOK01'RFF+ABO:P1'", sent="261125:1400", reference="3")
    assert Alert.objects.get().state == AlertState.EXPIRED
    file(paxlst(EXACT, sent="261125:1500", reference="4"))
    assert Alert.objects.get().state == AlertState.NEW


def test_two_findings_of_one_rule_are_one_alert_with_both_reasons() -> None:
    old = "DOC+P:110:111+E2'DTM+36:200101'LOC+91+BRB'DOC+I:110:111+E3'DTM+36:210101'LOC+91+BRB'"
    say("745", f"NAD+FL+++TWICE:EXPIRED'DTM+329:800101'NAT+2+BRB'{old}")
    alert = Alert.objects.get(rule="T02")
    assert sum("E2" in reason["text"] or "E3" in reason["text"] for reason in alert.reasons) == 2


def test_a_fault_of_the_whole_list_is_one_alert_not_hundreds() -> None:
    file(paxlst(*(Person(surname=f"NOBIRTH{at}", born="", document=f"D{at:05}") for at in range(60))))
    alert = Alert.objects.get(rule="T03")
    assert alert.traveller is None
    assert "60 travellers" in alert.reasons[-1]["text"]


def test_what_one_state_cleared_is_still_shown_to_another(officer_a: User) -> None:
    put_in_force()
    file(paxlst(EXACT))
    take_and(Act.CLEAR, officer_a)
    assert ClearedPair.objects.get().states == ["BRB"]
    file(paxlst(EXACT, flight="2X102", route=("BGI", "SLU"), reference="2"))
    assert Alert.objects.filter(state=AlertState.NEW).get().states == ["LCA"]


def test_a_person_of_whom_only_a_name_is_known_is_never_remembered_as_cleared(analyst: User) -> None:
    put_in_force(LISTED.replace(b"1975-03-04", b""))
    nameless = Person(surname="QUILLIMANE", given="TOBIAS", born="", document="", nationality="")
    file(paxlst(nameless))
    alert = Alert.objects.get(kind="name")
    decide(alert.pk, Act.TAKE, by=analyst, words=DecisionText(), now=NOW)
    words = DecisionText(compared=COMPARED, note="n", reasons_for="a", reasons_against="b")
    decide(alert.pk, Act.CLEAR, by=analyst, words=words, now=NOW)
    file(paxlst(nameless, flight="2X900", reference="2"))
    assert Alert.objects.filter(kind="name", state=AlertState.NEW).exists()


def test_the_first_passenger_list_is_the_filing_not_the_crew_list() -> None:
    file(paxlst(Person(surname="PILOT"), function="250", reference="1").replace(b"NAD+FL", b"NAD+FM"))
    crew_only = Voyage.objects.get().filed_at
    assert crew_only == NOW
    late = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
    file(paxlst(ANNA, reference="2"), now=late)
    assert Voyage.objects.get().filed_at == late
