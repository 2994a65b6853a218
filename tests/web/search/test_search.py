"""One box finds people, voyages, cargo and references, and only what its user may see (S25, S28)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from roadstead.casework.alerts.logic.workflow import AlertState
from roadstead.casework.alerts.models import Alert, StateDecision
from roadstead.filings.cargo.models import Bill, VoyageContainer
from roadstead.filings.intake.models import Message
from roadstead.filings.intake.receive import new_receipt
from roadstead.filings.voyages.models import Booking, Document, Manifest, Traveller, Voyage
from roadstead.oversight.retention.mask import mask_alert, mask_people
from roadstead.oversight.retention.models import Restriction, RetentionSchedule
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.common import stored_terms
from roadstead.web.search import people, results
from tests.conftest import make_user
from tests.oversight.statistics.test_figures import NOW, alert, voyage
from tests.oversight.statistics.test_figures import people as made_people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
SOON = timedelta(hours=6)


@pytest.fixture
def person() -> Traveller:
    """Somebody who arrives in Barbados in six hours, with a passport and a booking."""
    on = voyage("BRB", origin="MIA", destination="BGI", arrives_at=timezone.now() + SOON, flight_key="air/2X/601")
    (row,) = made_people(on, 1, surname="JOSEPH", given="KOFI EMMANUEL", booking="QWE123")
    Document.objects.create(
        traveller=row, manifest_id=row.manifest_id, type="P", number="B035-882", key="B035882", states=["BRB"]
    )
    return row


def search(client: Client, user: User, text: str, **more: str) -> Any:
    """The page of results, from the box in the header of a session that has its purpose."""
    client.force_login(user)
    response = client.post("/search", {"q": text, "purpose": "border", **more}, follow=True)
    enter(REGION)
    return response


def found(client: Client, user: User, text: str) -> dict[str, list[str]]:
    """Titles by kind."""
    response = search(client, user, text)
    assert response.status_code == 200
    return {group.kind: [row.title for row in group.rows] for _, group in response.context["groups"]}


# ── what is found


@pytest.mark.parametrize(
    "text",
    ["b035 882", "BO35882", "QWE123", "kofi joseph", "Joseph, Kofi", "Josef Koffi", "joseph 1980", "joseph b035882"],
)
def test_a_person_is_found_by_document_booking_and_name(
    text: str, client: Client, officer_a: User, person: Traveller
) -> None:
    response = search(client, officer_a, text)
    (group,) = [group for _, group in response.context["groups"] if group.kind == "people"]
    (row,) = group.rows
    page = response.content.decode()
    assert row.title == "JOSEPH, KOFI EMMANUEL"
    assert row.href == f"/voyages/{person.voyage_id}?people={person.pk}#travellers"
    assert "No alert" in page
    assert "Grantley Adams" in page
    assert " AST" in page
    assert client.get(row.href.partition("#")[0]).status_code == 200


def test_an_alert_of_the_person_stands_beside_it_and_opens(client: Client, officer_a: User, person: Traveller) -> None:
    raised = alert(person)
    page = search(client, officer_a, "B035882").content.decode()
    assert f'href="/alerts/{raised.pk}"' in page
    assert "Possible: not reviewed" in page
    assert "No alert" not in page


def test_an_alert_that_the_own_state_has_decided_is_not_open_because_another_has_not(
    client: Client, officer_a: User, person: Traveller
) -> None:
    raised, later = alert(person), alert(person, entry_id="later")
    Alert.objects.filter(pk__in=[raised.pk, later.pk]).update(states=["BRB", "TTO"])
    Alert.objects.filter(pk=raised.pk).update(score=0.99)
    StateDecision.objects.create(alert=raised, by_state="BRB", state=AlertState.CLEARED, states=["BRB"])
    response = search(client, officer_a, "2X 601")
    (group,) = [group for _, group in response.context["groups"] if group.kind == "voyages"]
    assert "1 open alert" in group.rows[0].details
    (of_person,) = search(client, officer_a, "B035882").context["groups"]
    assert [each.pk for each in of_person[1].rows[0].alerts] == [later.pk, raised.pk]
    StateDecision.objects.create(alert=later, by_state="BRB", state=AlertState.CLEARED, states=["BRB"])
    response = search(client, officer_a, "2X 601")
    (group,) = [group for _, group in response.context["groups"] if group.kind == "voyages"]
    assert "No open alert" in group.rows[0].details


def test_nothing_found_says_how_far_the_search_reaches_and_what_to_try(client: Client, officer_a: User) -> None:
    page = re.sub(r"\s+", " ", search(client, officer_a, "X9999999").content.decode())
    assert "Results for “X9999999”" in page
    assert "Nothing found for “X9999999”." in page
    assert "that your state may see, kept since" in page
    assert "Compare the number with the document." in page


def test_voyages_cargo_and_references_are_found(client: Client, officer_a: User, person: Traveller) -> None:
    on = Voyage.objects.get(pk=person.voyage_id)
    Voyage.objects.filter(pk=on.pk).update(craft_name="EXAMPLE STAR", craft_imo="9074729", craft_registration="9Y-TAB")
    Bill.objects.create(
        voyage=on, manifest_id=person.manifest_id, level="house", number="MEDU123", first_at=NOW, changed_at=NOW,
        states=["BRB"], containers=["CSQU3054383"],
    )  # fmt: skip
    VoyageContainer.objects.create(voyage=on, number="CSQU3054383", states=["BRB"])
    raised = alert(person)
    for text in ("2x 0601", "0601", "IMO 9074729", "9074729", "example star", "9y-tab"):
        assert found(client, officer_a, text).get("voyages"), text
    assert found(client, officer_a, "csqu 305438 3") == {"containers": ["CSQU3054383"]}
    assert found(client, officer_a, "medu-123")["bills"] == ["MEDU123"]
    assert found(client, officer_a, f"alert {raised.pk}") == {"alerts": [f"Alert {raised.pk}: JOSEPH, KOFI EMMANUEL"]}
    receipt = new_receipt()
    Message.objects.create(
        receipt=receipt, carrier="2X", channel="api", received_at=NOW, raw=b"x", sha256="x", size=1, states=["BRB"]
    )
    assert found(client, officer_a, receipt.lower()) == {"messages": [receipt]}


def test_a_wrong_check_digit_of_a_container_is_named(client: Client, officer_a: User) -> None:
    assert "CSQU3054383" in search(client, officer_a, "CSQU3054384").content.decode()


def test_a_booking_of_record_is_found_by_its_reference(client: Client, officer_a: User, person: Traveller) -> None:
    Booking.objects.create(
        voyage_id=person.voyage_id, manifest_id=person.manifest_id, position=0, carrier="2X", locator="QWE123",
        order="1", states=["BRB"], travellers=[person.pk],
    )  # fmt: skip
    assert found(client, officer_a, "qwe123")["bookings"] == ["QWE123"]


def test_exact_names_come_first_and_a_group_shows_twenty_with_a_bounded_number(client: Client, officer_a: User) -> None:
    on = voyage("BRB", arrives_at=timezone.now() + SOON)
    made_people(on, 101, surname="YUSUF", given="ANNA")
    made_people(on, 1, surname="JOSEPH", given="ANNA")
    response = search(client, officer_a, "Joseph Anna")
    (group,) = [group for _, group in response.context["groups"]]
    assert group.rows[0].title == "JOSEPH, ANNA"
    assert len(group.rows) == 20
    assert group.has_more
    assert "the first 20 of more than 100" in re.sub(r"\s+", " ", response.content.decode())


def test_one_kind_can_be_shown_alone(client: Client, officer_a: User, person: Traveller) -> None:
    Voyage.objects.filter(pk=person.voyage_id).update(craft_name="JOSEPH")
    response = search(client, officer_a, "joseph")
    assert {group.kind for _, group in response.context["groups"]} == {"people", "voyages"}
    address = response.redirect_chain[-1][0]
    alone = client.get(f"{address}?kind=voyages")
    assert {group.kind for _, group in alone.context["groups"]} == {"voyages"}


# ── what is not found


def test_another_state_finds_nothing_and_reads_the_same_as_if_nothing_was_there(
    client: Client, officer_b: User, person: Traveller
) -> None:
    raised = alert(person)
    texts = ("B035882", "QWE123", "kofi joseph", "2X601", f"alert {raised.pk}")
    there = [search(client, officer_b, text).content.decode() for text in texts]
    with connection.cursor() as cursor:
        cursor.execute("select retention_erase('alerts_alert', %s)", [[raised.pk]])
        for table, pk in (("voyages_document", person.documents.get().pk), ("voyages_traveller", person.pk)):
            cursor.execute("select retention_erase(%s, %s)", [table, [pk]])
    Voyage.objects.filter(pk=person.voyage_id).update(flight_key="", number="")
    gone = [search(client, officer_b, text).content.decode() for text in texts]
    plain = re.compile(r'/search/[\w-]+|csrfmiddlewaretoken" value="\w+"')
    assert [plain.sub("", each) for each in there] == [plain.sub("", each) for each in gone]
    assert all("Nothing found for" in each for each in there)


def test_the_region_finds_people_of_all_states_once(client: Client, analyst: User) -> None:
    made_people(voyage("BRB", "LCA", arrives_at=timezone.now() + SOON), 1, surname="JOSEPH", given="KOFI")
    for code in ("BRB", "LCA"):
        make_user(f"officer-of-{code}", Role.OFFICER, state=code)
    assert found(client, analyst, "kofi joseph")["people"] == ["JOSEPH, KOFI"]


def test_who_is_masked_restricted_or_over_is_no_candidate(
    client: Client, officer_a: User, person: Traveller, supervisor_a: User
) -> None:
    on, auditor_a = person.voyage, make_user("auditor-a", Role.AUDITOR, state="BRB")
    Restriction.objects.create(traveller=person, voyage=on, owner="BRB", at=NOW, states=["BRB"])
    for text in ("B035882", "QWE123", "kofi joseph"):
        assert found(client, officer_a, text) == {}, text
        assert found(client, supervisor_a, text) == {}, text
        assert found(client, auditor_a, text) == {}, text  # who reads restricted rows on other pages
    Restriction.objects.update(lifted_at=NOW)
    assert found(client, officer_a, "B035882")["people"]
    late = {"state": "BRB", "category": "api", "legal_basis": "l", "purpose": "p", "policy": "p", "rows": "r"}
    clock = RetentionSchedule.objects.create(
        voyage=on, mask_at=timezone.now() - SOON, expires_at=timezone.now() + 2 * SOON, scheduled_at=NOW, **late
    )
    assert found(client, officer_a, "B035882") == {}  # due for masking, though the purge of today has not run
    RetentionSchedule.objects.filter(pk=clock.pk).update(mask_at=timezone.now() + SOON)
    assert found(client, officer_a, "B035882")["people"]
    mask_people(on, crew=False)
    for text in ("B035882", "QWE123", "kofi joseph", "joseph"):
        assert found(client, officer_a, text) == {}, text


def test_an_alert_of_a_silent_entry_is_shown_to_nobody_and_changes_nothing(
    client: Client, officer_a: User, analyst: User, person: Traveller
) -> None:
    silent = alert(person, action="discreet")
    for user in (officer_a, analyst):
        page = search(client, user, "B035882").content.decode()
        assert "No alert" in page
        assert f"/alerts/{silent.pk}" not in page
        assert found(client, user, f"alert {silent.pk}") == {}
    assert "Alerts of silent entries are not searched" in search(client, analyst, "B035882").content.decode()
    assert "silent" not in search(client, officer_a, "B035882").content.decode()


def test_a_masked_alert_is_not_found_by_its_number(client: Client, officer_a: User, person: Traveller) -> None:
    raised = alert(person, declared={"surname": "JOSEPH"})
    assert found(client, officer_a, f"alert {raised.pk}")
    mask_alert(Alert.objects.get(pk=raised.pk))
    assert found(client, officer_a, f"alert {raised.pk}") == {}


def test_a_carrier_finds_its_own_receipts_and_flights_and_nobody(
    client: Client, carrier_user: User, person: Traveller
) -> None:
    Manifest.objects.filter(pk=person.manifest_id).update(flight_key="air/2X/601")
    own = make_user("own-carrier", Role.CARRIER, carrier="2X")
    assert found(client, own, "2X601") == {"messages": [person.manifest.message.receipt]}
    for text in ("B035882", "kofi joseph", "QWE123"):
        assert found(client, own, text) == {}
    assert found(client, carrier_user, "2X601") == {}


# ── purpose, audit, limits


def test_the_first_search_asks_for_its_purpose_and_then_goes_on(
    client: Client, officer_a: User, person: Traveller
) -> None:
    client.force_login(officer_a)
    asked = client.post("/search", {"q": "B035882"})
    assert "What is the search for?" in asked.content.decode()
    assert 'value="B035882"' in asked.content.decode()
    assert client.post("/search", {"q": "B035882", "purpose": ""}).status_code == 400
    done = client.post("/search", {"q": "B035882", "purpose": "redress"}, follow=True)
    assert "JOSEPH" in done.content.decode()
    again = client.post("/search", {"q": "B035882"}, follow=True)
    assert "JOSEPH" in again.content.decode()
    assert "Request of the person concerned" in again.content.decode()  # beside the box
    enter(REGION)
    assert set(Record.objects.filter(action="searched").values_list("purpose", flat=True)) == {"redress"}


def test_each_search_is_recorded_without_its_term(client: Client, officer_a: User, person: Traveller) -> None:
    response = search(client, officer_a, "B035882")
    line = Record.objects.get(action="searched")
    assert line.subject == f"search {stored_terms.reference('b035-882')}"
    assert line.purpose == "border"
    assert line.basis
    assert line.detail == f"number; people 1; traveller {person.pk}"
    assert "B035882" not in f"{line.subject}{line.detail}{response.redirect_chain}"
    search(client, officer_a, "NOBODY1")
    assert Record.objects.filter(detail="number; nothing").exists()


def test_the_term_is_in_no_address_and_a_stored_session_does_not_hold_it(client: Client, officer_a: User) -> None:
    response = search(client, officer_a, "QUILLIMANE B035882")
    assert "QUILLIMANE" not in str(response.redirect_chain)
    stored = str(dict(client.session))
    assert "QUILLIMANE" not in stored
    assert stored_terms.SESSION_KEY in stored


def test_results_belong_to_one_session_and_end_after_a_quarter_of_an_hour(
    client: Client, officer_a: User, supervisor_a: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = search(client, officer_a, "B035882").redirect_chain[-1][0]
    assert client.get(address).status_code == 200
    other = Client()
    other.force_login(supervisor_a)
    assert other.get(address).status_code == 302
    monkeypatch.setattr(stored_terms, "SECONDS", -1)
    assert client.get(address).headers["Location"] == "/search"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Enter a name, a number or a reference."),
        ("-", "Enter at least two letters or digits."),
        ("JOS*", "Leave out *, %, ? and _."),
        ("JO%", "Leave out *, %, ? and _."),
        ("A" * 201, "Shorten it to 200"),
    ],
)
def test_a_term_that_cannot_be_searched_is_refused_with_what_to_do(
    text: str, why: str, client: Client, officer_a: User
) -> None:
    response = search(client, officer_a, text)
    assert response.status_code == 400
    assert why in response.content.decode()
    assert not Record.objects.filter(action="searched").exists()


def test_who_searches_too_often_waits_in_every_session(
    client: Client, officer_a: User, carrier_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "MAX_SEARCHES", 2)
    for user in (officer_a, carrier_user):
        assert [search(Client(), user, "NOBODY1").status_code for _ in range(3)] == [200, 200, 429]
    assert "Wait a minute" in search(client, officer_a, "NOBODY1").content.decode()


def test_a_search_that_takes_too_long_says_so_and_is_recorded(
    client: Client, officer_a: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("select pg_sleep(5)")

    monkeypatch.setattr(results, "STATEMENT_TIMEOUT", "50ms")
    monkeypatch.setitem(results.KINDS, "people", (lambda user: True, slow))
    response = search(client, officer_a, "JOSEPH")
    assert response.status_code == 400
    assert "took too long" in response.content.decode()
    assert Record.objects.get(action="searched").detail == "name; took too long"


def test_a_search_reads_a_bounded_number_of_names_and_asks_as_often_for_many_as_for_one(
    client: Client, officer_a: User, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    on = voyage("BRB", arrives_at=timezone.now() + SOON)
    made_people(on, 60, surname="JOSEPH", given="KOFI")
    monkeypatch.setattr(people, "MAX_COMPARED", 30)
    address = search(client, officer_a, "kofi joseph").redirect_chain[-1][0]
    with django_assert_max_num_queries(60):
        response = client.get(address)
    (group,) = [group for _, group in response.context["groups"]]
    assert group.count == 30


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OPERATOR, Role.WATCHLIST_OWNER])
def test_a_role_that_sees_nothing_to_search_has_no_box(role: Role, client: Client) -> None:
    client.force_login(make_user("has-none", role, state="BRB" if role is Role.WATCHLIST_OWNER else ""))
    assert 'id="site-search"' not in client.get("/account/second-factor", follow=True).content.decode()
    assert client.post("/search", {"q": "JOSEPH"}).status_code == 403
