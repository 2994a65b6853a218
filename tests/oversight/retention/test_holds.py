"""A hold is placed with a reason and an end, looked at again, lifted, and its state's alone (S6, S25, S29)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from roadstead.engine.refusals import NotAllowed
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.oversight.retention.holds import NewHold, confirm_hold, decide_to_lift, place, propose_to_lift
from roadstead.oversight.retention.models import Hold, HoldLifting
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from tests.conftest import make_user
from tests.oversight.retention.test_purge import MUCH_LATER, purge
from tests.pipeline.test_pipeline import ANNA, NOW, file
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
COURT = NewHold(reason="Order 9/2026 of the High Court", until="2030-01-31")


@pytest.fixture
def voyage(region: None) -> Voyage:
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})
    file(paxlst(ANNA))
    return Voyage.objects.get()


@pytest.fixture
def second(voyage: Voyage) -> User:
    return make_user("second", Role.SUPERVISOR, state="BRB")


def lift(pk: int, why: str, *, by: User, second: User, now: datetime) -> Hold:
    propose_to_lift(pk, why, by=by, now=now)
    return decide_to_lift(pk, approve=True, by=second, now=now)


def test_what_a_supervisor_holds_is_kept_until_two_have_lifted_it(
    voyage: Voyage, supervisor_a: User, second: User, tmp_path: Path
) -> None:
    hold = place(voyage, COURT, by=supervisor_a, now=NOW)
    purge(tmp_path, at=MUCH_LATER)
    assert Traveller.objects.get().surname == "TESTER"
    propose_to_lift(hold.pk, "the case is over", by=supervisor_a, now=MUCH_LATER)
    with pytest.raises(NotAllowed, match="cannot approve your own proposal"):
        decide_to_lift(hold.pk, approve=True, by=supervisor_a, now=MUCH_LATER)
    purge(tmp_path, at=MUCH_LATER)
    assert Traveller.objects.exists()
    decide_to_lift(hold.pk, approve=True, by=second, now=MUCH_LATER)
    purge(tmp_path, at=MUCH_LATER)
    assert not Traveller.objects.exists()


def test_the_database_lets_nobody_approve_the_lifting_that_they_proposed(voyage: Voyage, supervisor_a: User) -> None:
    hold = place(voyage, COURT, by=supervisor_a, now=NOW)
    propose_to_lift(hold.pk, "w", by=supervisor_a, now=NOW)
    decided = {"decision": "approved", "decided_by": supervisor_a, "decided_at": NOW}
    with pytest.raises(IntegrityError, match="who_proposes_to_lift"), transaction.atomic():
        HoldLifting.objects.update(**decided)
    for changed in ({"needs_second": False}, {"proposed_by": None}, {"reason": "x"}):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            HoldLifting.objects.update(**changed)


def test_a_lifting_that_is_rejected_or_taken_back_leaves_the_hold_and_can_be_proposed_again(
    voyage: Voyage, supervisor_a: User, second: User
) -> None:
    hold = place(voyage, COURT, by=supervisor_a, now=NOW)
    for by, word in ((second, "rejected"), (supervisor_a, "withdrawn")):
        propose_to_lift(hold.pk, "w", by=supervisor_a, now=NOW)
        with pytest.raises(NotAllowed, match="already proposed"):
            propose_to_lift(hold.pk, "again", by=second, now=NOW)
        decide_to_lift(hold.pk, approve=False, by=by, now=NOW)
        assert HoldLifting.objects.latest("pk").decision == word
    with pytest.raises(NotAllowed, match="already been decided"):
        decide_to_lift(hold.pk, approve=True, by=second, now=NOW)
    hold.refresh_from_db()
    assert hold.lifted_at is None
    assert lift(hold.pk, "over", by=supervisor_a, second=second, now=NOW).lifted_why == "over"


def test_nothing_is_held_without_a_look_within_half_a_year(voyage: Voyage, supervisor_a: User) -> None:
    hold = place(voyage, COURT, by=supervisor_a, now=NOW)
    assert hold.review_on == NOW.date() + timedelta(days=183)
    short = place(voyage, NewHold(reason="r", until=str(NOW.date() + timedelta(days=9))), by=supervisor_a, now=NOW)
    assert short.review_on == short.until
    later = NOW + timedelta(days=180)
    again = confirm_hold(hold.pk, str(later.date() + timedelta(days=90)), by=supervisor_a, now=later)
    assert again.review_on == later.date() + timedelta(days=90)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"reason": "  "}, "write a reason"),
        ({"reason": "x" * 2001}, "at most 2,000"),
        ({"until": ""}, "write a day"),
        ({"until": "31.1.2027"}, "2027-01-31"),
        ({"until": "2026-01-01"}, "after today"),
        ({"until": "2040-01-01"}, "place a new hold later"),
        ({"review_on": "2029-01-01"}, "after today and not after"),
    ],
)
def test_a_hold_without_reason_or_end_is_refused(
    voyage: Voyage, supervisor_a: User, changed: dict[str, Any], says: str
) -> None:
    given = {"reason": COURT.reason, "until": COURT.until} | changed
    with pytest.raises(NotAllowed, match=says):
        place(voyage, NewHold(**given), by=supervisor_a, now=NOW)


def test_only_supervisors_of_who_placed_it_keep_it(voyage: Voyage, supervisor_a: User, officer_a: User) -> None:
    hold = place(voyage, COURT, by=supervisor_a, now=NOW)
    with pytest.raises(NotAllowed, match="supervisors"):
        propose_to_lift(hold.pk, "w", by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="supervisors"):
        place(voyage, COURT, by=officer_a, now=NOW)
    for other in (make_user("lca", Role.SUPERVISOR, state="LCA"), make_user("centre", Role.SUPERVISOR)):
        with pytest.raises(Hold.DoesNotExist):
            propose_to_lift(hold.pk, "w", by=other, now=NOW)
        with pytest.raises(Hold.DoesNotExist):
            decide_to_lift(hold.pk, approve=True, by=other, now=NOW)


def test_a_hold_that_is_over_is_over(voyage: Voyage, supervisor_a: User, second: User) -> None:
    hold = place(voyage, COURT, by=supervisor_a, now=NOW)
    with pytest.raises(NotAllowed, match="write a reason"):
        propose_to_lift(hold.pk, " ", by=supervisor_a, now=NOW)
    lift(hold.pk, "w", by=supervisor_a, second=second, now=NOW)
    with pytest.raises(NotAllowed, match="has ended"):
        confirm_hold(hold.pk, "2026-12-31", by=supervisor_a, now=NOW)
    late = place(voyage, COURT, by=supervisor_a, now=NOW)
    propose_to_lift(late.pk, "w", by=supervisor_a, now=NOW)
    with pytest.raises(NotAllowed, match="has ended"):
        decide_to_lift(late.pk, approve=True, by=second, now=MUCH_LATER + timedelta(days=3650))


def test_a_states_hold_is_seen_by_its_own_people_and_nobody_else(voyage: Voyage, supervisor_a: User) -> None:
    hold = place(voyage, COURT, by=supervisor_a, now=NOW)
    sees = {
        "lca": (Role.SUPERVISOR, "LCA", 0),
        "centre": (Role.SUPERVISOR, "", 0),
        "watch": (Role.AUDITOR, "", 0),
        "dpo": (Role.DATA_PROTECTION, "BRB", 1),
        "colleague": (Role.OFFICER, "BRB", 1),
    }
    for name, (role, state, count) in sees.items():
        person = make_user(name, role, state=state)
        enter(person.scope)
        assert Hold.objects.visible_to(person).count() == count, name
        enter(REGION)
    assert Hold.objects.get() == hold


def test_what_a_hold_was_set_for_is_never_changed(voyage: Voyage, supervisor_a: User) -> None:
    place(voyage, COURT, by=supervisor_a, now=NOW)
    for change in (
        lambda: Hold.objects.update(reason="x"),
        lambda: Hold.objects.update(until=date(2099, 1, 1)),
        lambda: Hold.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change()


def test_each_act_is_in_the_audit_without_its_reason(voyage: Voyage, supervisor_a: User, second: User) -> None:
    hold = place(voyage, COURT, by=supervisor_a, now=NOW)
    confirm_hold(hold.pk, str(NOW.date() + timedelta(days=20)), by=supervisor_a, now=NOW)
    lift(hold.pk, "SECRET", by=supervisor_a, second=second, now=NOW)
    lines = Record.objects.filter(subject=f"hold {hold.pk}").order_by("pk")
    assert [line.action for line in lines] == ["hold placed", "hold looked at", "hold lift proposed", "hold lifted"]
    assert {line.purpose for line in lines} == {"oversight"}
    assert not any("SECRET" in line.detail or "High Court" in line.detail for line in lines)


def test_a_supervisor_holds_and_keeps_on_the_page_and_another_approves_the_lifting(
    voyage: Voyage, supervisor_a: User, second: User, client: Client
) -> None:
    client.force_login(supervisor_a)
    assert f"/holds?voyage={voyage.pk}" in client.get(f"/voyages/{voyage.pk}").content.decode()
    assert f'value="{voyage.pk}"' in client.get(f"/holds?voyage={voyage.pk}").content.decode()
    until = str(datetime.now(UTC).date() + timedelta(days=60))
    refused = client.post("/holds/new", {"voyage": "999999", "reason": "kept words", "until": until})
    assert (refused.status_code, "kept words" in refused.content.decode()) == (409, True)
    assert '<a href="#voyage">You cannot see a voyage with this number' in refused.content.decode()
    sent = client.post("/holds/new", {"voyage": voyage.pk, "reason": "Order 9", "until": until}, follow=True)
    assert "Order 9" in sent.content.decode()
    hold = Hold.objects.get()
    again = str(datetime.now(UTC).date() + timedelta(days=30))
    client.post(f"/holds/{hold.pk}/act", {"act": "look", "review_on": again})
    client.post(f"/holds/{hold.pk}/act", {"act": "lift", "why": "over and done"})
    mine = client.get("/holds").content.decode()
    assert ("proposes to lift it: over and done" in mine, "Withdraw" in mine, ">Approve<" in mine) == (
        True,
        True,
        False,
    )
    client.force_login(second)
    assert "Lifting of a hold" in client.get("/second-approvals").content.decode()
    assert ">Approve<" in client.get("/holds").content.decode()
    client.post(f"/holds/{hold.pk}/act", {"act": "approve"})
    assert "over and done" not in client.get("/holds").content.decode()
    assert "over and done" in client.get("/holds?show=over").content.decode()


def test_an_officer_reads_holds_and_has_no_button(voyage: Voyage, supervisor_a: User, client: Client) -> None:
    place(voyage, COURT, by=supervisor_a, now=NOW)
    client.force_login(make_user("reader", Role.OFFICER, state="BRB"))
    text = client.get("/holds").content.decode()
    assert ("High Court" in text, "Review or lift" in text, "Place hold" in text) == (True, False, False)


def test_a_refused_day_is_shown_at_the_field_of_that_hold_with_what_was_typed(
    voyage: Voyage, supervisor_a: User, client: Client
) -> None:
    first, second = (place(voyage, COURT, by=supervisor_a, now=NOW) for _ in range(2))
    client.force_login(supervisor_a)
    answer = client.post(f"/holds/{second.pk}/act", {"act": "look", "review_on": "2099-01-31"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert f'<a href="#review_on-{second.pk}">Choose a day after today' in text
    assert f'id="review_on-{second.pk}_error"' in text
    assert f'id="review_on-{first.pk}_error"' not in text
    assert text.count('value="2099-01-31"') == 1
    assert "Error: Holds" in text
    unknown = client.post(f"/holds/{first.pk}/act", {"act": "burn"})
    assert (unknown.status_code, "Choose one of the buttons" in unknown.content.decode()) == (409, True)


def test_a_filter_value_that_is_not_offered_is_an_error_at_the_filter(supervisor_a: User, client: Client) -> None:
    client.force_login(supervisor_a)
    answer = client.get("/holds?show=none")
    assert answer.status_code == 400
    assert '<a href="#filter-show">Choose one of the answers offered for “Holds”.' in answer.content.decode()
