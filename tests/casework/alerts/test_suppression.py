"""What an officer cleared is not raised again, as long as it holds, and nothing of it is hidden (S35)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert, ClearedPair, Redress, Suppression
from roadstead.casework.alerts.pairs import approve, issue_number, withdraw, withdraw_number
from roadstead.casework.alerts.suppression import SIGNS, check_sign, new_number, plain
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, Scope, enter
from roadstead.targeting.watchlists.models import Entry, WatchList
from tests.conftest import make_user
from tests.pipeline.test_pipeline import LISTED, NOW, TOBIAS, file, put_in_force
from tests.samples import COMPARED, Person, paxlst

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=400)
FIRM_COMPARED = {"name": "same", "address": "different", "country": "same", "number": "unknown"}


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.create(code=code, name=code)


def clear(by: User) -> ClearedPair:
    alert = Alert.objects.get(state="new")
    decide(alert.pk, Act.TAKE, by=by, words=DecisionText(), now=NOW)
    decide(
        alert.pk,
        Act.CLEAR,
        by=by,
        words=DecisionText(compared=COMPARED, note="n", reasons_for="f", reasons_against="a"),
        now=NOW,
    )
    return ClearedPair.objects.get(alert=alert)


def travel(person: Person = TOBIAS, *, flight: str = "2X205", number: str = "", now: datetime = NOW) -> None:
    """On another voyage; `number`: a redress number as the carrier's customer reference."""
    raw = paxlst(person, flight=flight, reference=flight[2:])
    if number:
        segment = f"NAT+2+{person.nationality}'".encode()
        raw = raw.replace(segment, segment + f"RFF+CR:{number}'".encode())
    file(raw, now=now)


@pytest.fixture
def pair(analyst: User) -> ClearedPair:
    put_in_force()
    file(paxlst(TOBIAS))
    return clear(analyst)


def new_alerts() -> int:
    return Alert.objects.filter(state="new").count()


def test_a_suppressed_meeting_is_written_down_with_its_reasons_and_counted_once_however_often_screened(
    pair: ClearedPair,
) -> None:
    travel()
    travel()
    row = Suppression.objects.get()
    assert (row.pair, row.list_name, row.entry_id, row.states) == (pair, "Test list", "R-1", ["BRB"])
    assert row.reasons
    assert row.replay["list_version"]
    assert ClearedPair.objects.get().times_applied == 1
    assert new_alerts() == 0


def test_it_ends_on_its_day_and_the_new_alert_says_so(pair: ClearedPair) -> None:
    assert pair.expires == (NOW + timedelta(days=365)).date()
    travel(now=LATER)
    alert = Alert.objects.get(state="new", list_name="Test list")
    assert "the clearance has expired" in alert.events.get().note


def test_how_long_it_holds_is_the_lists(analyst: User) -> None:
    put_in_force()
    WatchList.objects.update(cleared_days=30)
    file(paxlst(TOBIAS))
    assert clear(analyst).expires == (NOW + timedelta(days=30)).date()


@pytest.mark.parametrize(
    "changed",
    [
        replace(TOBIAS, given="TOBIAS JON"),
        replace(TOBIAS, born="750305"),
        replace(TOBIAS, nationality="SUR"),
        replace(TOBIAS, document="G1111111"),
    ],
    ids=["name", "birth date", "nationality", "document"],
)
def test_it_ends_when_what_is_declared_changes(pair: ClearedPair, changed: Person) -> None:
    travel(changed)
    assert new_alerts() == 1


def test_the_officer_reads_that_the_person_was_cleared_before_and_what_has_changed(pair: ClearedPair) -> None:
    travel(replace(TOBIAS, given="TOBIAS JON"))
    note = Alert.objects.get(state="new").events.get().note
    assert "Cleared before, on" in note
    assert "the declared data of the person has changed" in note


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"Quillimane,Tobias", b"Quillimane,Tobiah"), (b"1975-03-04", b"1975-03-05"), (b",GUY,", b",SUR,")],
    ids=["name", "birth date", "nationality"],
)
def test_it_ends_when_the_entry_changes(pair: ClearedPair, before: bytes, after: bytes) -> None:
    put_in_force(LISTED.replace(before, after))
    travel()
    assert "the entry has changed" in Alert.objects.get(state="new").events.get().note


def test_it_ends_when_the_entry_comes_onto_another_list(pair: ClearedPair) -> None:
    put_in_force(name="Second list")
    travel()
    assert sorted(Alert.objects.filter(state="new").values_list("list_name", flat=True)) == ["Second list", "Test list"]
    note = Alert.objects.get(state="new", list_name="Test list").events.get().note
    assert "is now on another list as well" in note


def test_a_list_that_named_the_entry_before_ends_nothing(analyst: User) -> None:
    put_in_force()
    put_in_force(name="Second list")
    file(paxlst(TOBIAS))
    for alert in Alert.objects.filter(state="new"):
        decide(alert.pk, Act.TAKE, by=analyst, words=DecisionText(), now=NOW)
        words = DecisionText(compared=COMPARED, note="n", reasons_for="f", reasons_against="a")
        decide(alert.pk, Act.CLEAR, by=analyst, words=words, now=NOW)
    travel()
    assert new_alerts() == 0
    assert Suppression.objects.count() == 2


def test_another_states_own_list_ends_nothing_here_as_it_would_tell_of_itself(officer_a: User) -> None:
    put_in_force()
    file(paxlst(TOBIAS))
    clear(officer_a)
    put_in_force(name="Own list", owner="LCA")
    travel()
    assert not Alert.objects.filter(state="new", list_name="Test list").exists()


def test_where_the_list_asks_for_it_a_second_supervisor_has_to_agree(analyst: User, supervisor: User) -> None:
    put_in_force()
    WatchList.objects.update(needs_second_approval=True)
    file(paxlst(TOBIAS))
    pair = clear(analyst)
    travel()
    assert "the second approval is missing" in Alert.objects.get(state="new").events.get().note
    approve(pair.pk, by=supervisor, now=NOW)
    travel(flight="2X206")
    assert new_alerts() == 1
    assert Record.objects.filter(action="cleared match approved", who=supervisor).exists()


def test_nobody_agrees_to_what_they_cleared_themselves(supervisor: User) -> None:
    put_in_force()
    WatchList.objects.update(needs_second_approval=True)
    file(paxlst(TOBIAS))
    pair = clear(supervisor)
    with pytest.raises(NotAllowed, match="second person"):
        approve(pair.pk, by=supervisor, now=NOW)


def test_a_supervisor_takes_it_back_with_a_reason(pair: ClearedPair, supervisor: User, analyst: User) -> None:
    with pytest.raises(NotAllowed, match="supervisor"):
        withdraw(pair.pk, "wrong", by=analyst, now=NOW)
    with pytest.raises(NotAllowed, match="write down why"):
        withdraw(pair.pk, " ", by=supervisor, now=NOW)
    withdraw(pair.pk, "the photograph agrees after all", by=supervisor, now=NOW)
    travel()
    assert new_alerts() == 1
    assert Record.objects.filter(action="cleared match withdrawn", who=supervisor).exists()


def test_a_states_supervisor_does_not_take_back_what_the_centre_cleared(pair: ClearedPair, supervisor_a: User) -> None:
    with pytest.raises(NotAllowed, match="of those who cleared it"):
        withdraw(pair.pk, "wrong", by=supervisor_a, now=NOW)


# ── redress numbers ─────────────────────────────────────────────────────────────────────────

NEW_PASSPORT = replace(TOBIAS, document="G9999999")


def test_the_number_has_a_check_sign_that_finds_every_wrong_sign_and_every_two_exchanged() -> None:
    number = plain(new_number())
    for at, sign in enumerate(number):
        assert not any(plain(number[:at] + other + number[at + 1 :]) for other in SIGNS if other != sign)
        if at and number[at - 1] != sign:
            assert not plain(number[: at - 1] + sign + number[at - 1] + number[at + 1 :])
    assert plain(f" {number[:4]}-{number[4:8]}-{number[8:].lower()} ") == number
    assert check_sign(number[:-1]) == number[-1]


def test_a_person_with_a_new_passport_who_sends_the_number_is_not_raised_again(
    pair: ClearedPair, supervisor: User
) -> None:
    number, _ = issue_number(pair.pk, by=supervisor, now=NOW)
    travel(NEW_PASSPORT, number=number)
    assert new_alerts() == 0
    assert Suppression.objects.get().by_redress
    travel(NEW_PASSPORT, flight="2X206")
    assert new_alerts() == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(NEW_PASSPORT, given="TOBIAH"),
        replace(NEW_PASSPORT, born="750305"),
        replace(NEW_PASSPORT, nationality="SUR"),
    ],
    ids=["name", "birth date", "nationality"],
)
def test_the_number_alone_says_nothing(pair: ClearedPair, supervisor: User, other: Person) -> None:
    number, _ = issue_number(pair.pk, by=supervisor, now=NOW)
    travel(other, number=number)
    assert new_alerts() == 1


def test_the_number_recalls_no_pair_with_an_entry_that_changed(pair: ClearedPair, supervisor: User) -> None:
    number, _ = issue_number(pair.pk, by=supervisor, now=NOW)
    put_in_force(LISTED.replace(b"1975-03-04", b"1975-03-05"))
    travel(NEW_PASSPORT, number=number)
    assert new_alerts() == 1


def test_the_number_never_speaks_against_a_listed_document(pair: ClearedPair, supervisor: User) -> None:
    number, _ = issue_number(pair.pk, by=supervisor, now=NOW)
    Alert.objects.update(state="closed")
    with_paper = (
        b"id,surname,given,born,nationality,action,document_number,document_issuer\n"
        b"R-1,Quillimane,Tobias,1975-03-04,GUY,refer,G9999999,GUY\n"
    )
    put_in_force(with_paper)
    ClearedPair.objects.update(entry_hash=_hash_in_force())
    travel(NEW_PASSPORT, number=number)
    alert = Alert.objects.get(state="new")
    assert any(reason["feature"] == "document" for reason in alert.reasons)


def _hash_in_force() -> str:
    return Entry.objects.get(removed_in=None).content_hash


def test_a_number_is_given_by_a_supervisor_kept_as_a_hash_and_withdrawn_with_a_reason(
    pair: ClearedPair, supervisor: User, analyst: User
) -> None:
    with pytest.raises(NotAllowed, match="only a supervisor"):
        issue_number(pair.pk, by=analyst, now=NOW)
    number, made = issue_number(pair.pk, by=supervisor, now=NOW)
    assert plain(number) not in str(Redress.objects.values())
    with pytest.raises(NotAllowed, match="has a number"):
        issue_number(pair.pk, by=supervisor, now=NOW)
    withdraw_number(made.pk, "lost, a new one is made", by=supervisor, now=NOW)
    travel(NEW_PASSPORT, number=number)
    assert new_alerts() == 1
    actions = set(Record.objects.filter(who=supervisor).values_list("action", flat=True))
    assert {"redress number issued", "redress number withdrawn"} <= actions


def test_what_is_cleared_while_the_number_is_sent_is_recalled_by_it_as_well(
    pair: ClearedPair, supervisor: User, analyst: User
) -> None:
    number, made = issue_number(pair.pk, by=supervisor, now=NOW)
    put_in_force(b"id,surname,given,born,nationality\nS-9,Quillimane,Tobias,1975-03-04,GUY\n", name="Second list")
    travel(NEW_PASSPORT, number=number)
    alert = Alert.objects.filter(state="new", list_name="Second list").get()
    decide(alert.pk, Act.TAKE, by=analyst, words=DecisionText(), now=NOW)
    decide(
        alert.pk,
        Act.CLEAR,
        by=analyst,
        words=DecisionText(compared=COMPARED, note="n", reasons_for="f", reasons_against="a"),
        now=NOW,
    )
    assert ClearedPair.objects.get(alert=alert).redress == made


# ── isolation ───────────────────────────────────────────────────────────────────────────────


def test_another_state_sees_neither_pair_nor_number_nor_meeting(officer_a: User) -> None:
    put_in_force()
    file(paxlst(TOBIAS))
    pair = clear(officer_a)
    issue_number(pair.pk, by=make_user("chief-a", Role.SUPERVISOR, state="BRB"), now=NOW)
    travel()
    for scope, number in ((Scope(states=("BRB",)), 1), (Scope(states=("LCA",)), 0), (Scope(carrier="2X"), 0)):
        enter(scope)
        assert [model.objects.count() for model in (ClearedPair, Redress, Suppression)] == [number] * 3
    enter(REGION)


def test_what_a_states_own_list_kept_back_is_not_the_centres_to_read(officer_a: User, analyst: User) -> None:
    put_in_force(owner="BRB")
    file(paxlst(TOBIAS))
    clear(officer_a)
    travel()
    assert Suppression.objects.visible_to(officer_a).count() == 1
    assert not Suppression.objects.visible_to(analyst).exists()
    assert not ClearedPair.objects.visible_to(analyst).exists()
