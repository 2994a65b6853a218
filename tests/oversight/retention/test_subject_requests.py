"""A person's request: one wording for everybody, the true reason for few, a review by another (S30, S34, S36, S38)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from roadstead.casework.alerts.models import Alert
from roadstead.engine.reference.deadlines import TIMERS
from roadstead.engine.reference.holidays import HOLIDAYS
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.voyages.models import Traveller
from roadstead.oversight.retention import subject_match, subject_requests
from roadstead.oversight.retention.models import SubjectRequest
from roadstead.oversight.retention.overview import suppressed
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from tests.conftest import Approve, make_user
from tests.pipeline.test_pipeline import NOW, TOBIAS, file, put_in_force
from tests.samples import Person, paxlst

pytestmark = pytest.mark.django_db
NAMESAKE = Person(surname="QUILLIMOND", given="TOMAS", born="750304", document="G7654322", nationality="GUY")
WHY = "a proceeding would be endangered"


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})


def ask_for(person: Person, by: User, **changed: str) -> SubjectRequest:
    born = f"19{person.born[:2]}-{person.born[2:4]}-{person.born[4:]}"
    given = {
        "kind": "access",
        "surname": person.surname,
        "given": person.given,
        "born": born,
        "identity_by": "passport",
    }
    return subject_requests.receive_request(given | changed, by=by, now=NOW)


def words(request: SubjectRequest) -> list[str]:
    return [sentence.replace(request.reference, "R-?") for sentence in subject_requests.letter(request)]


def test_the_answer_is_the_same_whether_or_not_the_person_is_listed(officer_a: User) -> None:
    put_in_force()
    file(paxlst(TOBIAS, NAMESAKE))
    assert Alert.objects.get().traveller.surname == "QUILLIMANE"  # type: ignore[union-attr]
    listed, other = ask_for(TOBIAS, officer_a), ask_for(NAMESAKE, officer_a)
    first, second = (subject_requests.enclosed(each, by=officer_a) for each in (listed, other))
    assert words(listed) == words(other)
    assert [set(row) for row in first] == [set(row) for row in second]
    assert "list" not in str(first).lower()
    nobody = ask_for(Person(surname="NEVER", given="SEEN", born="800101", document="X"), officer_a)
    subject_requests.answer(listed.pk, WHY, by=officer_a, now=NOW)
    listed.refresh_from_db()
    assert words(listed) == words(nobody)  # withheld, or never seen: nobody can tell which
    assert subject_requests.enclosed(listed, by=officer_a) == subject_requests.enclosed(nobody, by=officer_a) == []


def test_a_person_is_found_by_document_where_the_name_was_declared_otherwise(officer_a: User) -> None:
    file(paxlst(TOBIAS))
    asked = ask_for(TOBIAS, officer_a, surname="Kilimane", document="g-765 4321")
    (row,) = subject_requests.enclosed(asked, by=officer_a)
    assert (row["surname"], row["documents"][0]["number"]) == ("QUILLIMANE", "G7654321")


def test_who_was_declared_with_another_given_name_or_the_year_alone_is_shown_and_not_enclosed(officer_a: User) -> None:
    """S34: what is given without a further look is that person's and nobody else's; an officer says who else it is."""
    file(paxlst(replace(TOBIAS, given="TOBIAS ANDERS"), replace(TOBIAS, surname="QUILLIMOND", document="G7650000")))
    Traveller.objects.filter(surname="QUILLIMANE").update(born="1975")
    asked = ask_for(TOBIAS, officer_a)
    assert subject_requests.enclosed(asked, by=officer_a) == []
    assert [row.given for row in subject_match.similar_rows(asked, by=officer_a)] == ["TOBIAS ANDERS"]
    assert ask_for(TOBIAS, officer_a, given="Tobias Anders", born="1975").born == "1975"
    other = ask_for(TOBIAS, officer_a, born="1976-03-04")
    assert subject_match.similar_rows(other, by=officer_a) == []


def test_another_states_travellers_are_not_found(officer_b: User) -> None:
    file(paxlst(TOBIAS))
    enter(officer_b.scope)
    assert subject_requests.enclosed(ask_for(TOBIAS, officer_b), by=officer_b) == []


def test_only_who_watches_over_the_data_reads_the_true_reason(officer_a: User, client: Client) -> None:
    asked = ask_for(TOBIAS, officer_a)
    subject_requests.answer(asked.pk, WHY, by=officer_a, now=NOW)
    seen = {}
    for user in (make_user("dpo", Role.DATA_PROTECTION, state="BRB"), make_user("s", Role.SUPERVISOR, state="BRB")):
        client.force_login(user)
        seen[user.role] = WHY in client.get(f"/subject-requests/{asked.pk}").content.decode()
        assert WHY not in client.get(f"/subject-requests/{asked.pk}/enclosed.json").content.decode()
    assert seen == {Role.DATA_PROTECTION: True, Role.SUPERVISOR: False}


def test_a_review_is_decided_by_another_and_opens_what_was_withheld(officer_a: User, supervisor_a: User) -> None:
    file(paxlst(TOBIAS))
    asked = ask_for(TOBIAS, officer_a)
    subject_requests.answer(asked.pk, WHY, by=officer_a, now=NOW)
    subject_requests.ask_review(asked.pk, by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="somebody else"):
        subject_requests.review(asked.pk, upheld=True, by=officer_a, now=NOW)
    with pytest.raises(IntegrityError, match="who_answered"), transaction.atomic():
        SubjectRequest.objects.update(reviewed_by=officer_a)
    done = subject_requests.review(asked.pk, upheld=False, by=supervisor_a, now=NOW)
    assert len(subject_requests.enclosed(done, by=supervisor_a)) == 1


def test_the_timer_is_the_states_and_names_its_source(officer_a: User) -> None:
    asked = ask_for(TOBIAS, officer_a)
    assert asked.due_at == NOW + timedelta(days=30)
    assert asked.due_source
    assert "QUILLIMANE" not in str(list(Record.objects.values_list("action", "subject")))


def test_a_period_in_working_days_goes_by_the_holidays_that_the_state_has_corrected(
    officer_a: User, supervisor_a: User, approved: Approve
) -> None:
    approved(
        TIMERS,
        "BRB,request,2026-01-01,,10 working days,yes,P,Act 1,ten",
        "BRB,review,2026-01-01,,2 days,yes,P,Act 1,two",
    )
    plain = ask_for(TOBIAS, officer_a)
    day = plain.due_at.date()
    approved(HOLIDAYS, f"BRB,{day},added,Day of mourning,yes,P,Proclamation 2,")
    later = ask_for(TOBIAS, officer_a)
    assert later.due_at > plain.due_at
    assert later.due_at.date() != day
    subject_requests.answer(later.pk, "", by=officer_a, now=NOW)
    assert subject_requests.ask_review(later.pk, by=officer_a, now=NOW).review_due_at == NOW + timedelta(days=2)


def test_an_intake_without_what_is_needed_says_what(officer_a: User, client: Client) -> None:
    client.force_login(officer_a)
    response = client.post("/subject-requests/new", {"kind": "access", "surname": "TESTER", "born": "1980-13"})
    text = response.content.decode()
    assert response.status_code == 409
    assert '<a href="#born">“1980-13” is not a date.' in text
    assert '<a href="#identity_by">Fill in “Identity document shown”.' in text
    assert 'value="TESTER"' in text
    whole = {"kind": "access", "surname": "X" * 101, "born": "March 1980", "identity_by": "passport"}
    refused = client.post("/subject-requests/new", whole)
    assert '<a href="#surname">Shorten this to at most 100 characters.' in refused.content.decode()
    client.post("/subject-requests/new", whole | {"surname": "TESTER"})
    enter(REGION)
    assert SubjectRequest.objects.get().born == "1980-03"


@pytest.mark.parametrize("role", [Role.DATA_PROTECTION, Role.AUDITOR])
def test_who_watches_over_the_data_changes_nothing(role: Role, officer_a: User, client: Client) -> None:
    asked = ask_for(TOBIAS, officer_a)
    client.force_login(make_user("watcher", role, state="BRB"))
    assert client.get("/data-protection").status_code == 200
    for address in (
        "/data-protection",
        "/subject-requests/new",
        "/subject-requests",
        f"/subject-requests/{asked.pk}",
        f"/subject-requests/{asked.pk}/act",
    ):
        assert client.post(address, {"act": "answer"}).status_code in {403, 405}, address
    enter(REGION)
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_small_numbers_are_not_told() -> None:
    assert [suppressed(number) for number in (1, 4, 5)] == ["fewer than 5", "fewer than 5", "5"]
