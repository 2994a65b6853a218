"""Cases as officers work on them: whose they are, who is first, what stays, and what the database refuses."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from roadstead.casework.alerts.models import Alert
from roadstead.casework.cases.acts import NewCase, amend_note, close, open_case, reopen, write_note
from roadstead.casework.cases.links import put_in, take_out, visible_case_events, visible_links
from roadstead.casework.cases.models import Case, CaseEvent, CaseLink
from roadstead.casework.cases.officers import hand_over
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.timeline.events import first_broken
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
ASKED = NewCase(title="Papers of one printer", purpose="police", basis="Immigration Act, s. 1")


def make_alert(*states: str, **given: Any) -> Alert:
    voyage = Voyage.objects.create(key=f"air/{Voyage.objects.count()}", mode="air", states=list(states))
    told = {"action": "refer", "list_name": "Test", "entry_id": "e", "states": list(states), **given}
    row: Alert = Alert.objects.create(voyage=voyage, kind="name", **told)
    return row


@pytest.fixture
def case(region: None, officer_a: User) -> Case:
    return open_case(ASKED, by=officer_a, now=NOW)


def edition(case: Case) -> int:
    case.refresh_from_db()
    return case.edition


def test_a_case_is_its_owners_alone_in_the_database_too(case: Case, officer_a: User, officer_b: User) -> None:
    centre = make_user("centre", Role.ANALYST)
    for user, count in ((officer_a, 1), (officer_b, 0), (centre, 0)):
        enter(user.scope)
        assert (Case.objects.count(), CaseEvent.objects.count()) == (count, count), user.username


def test_a_case_of_the_centre_is_not_a_states_to_read(region: None, officer_a: User) -> None:
    open_case(ASKED, by=make_user("centre", Role.ANALYST), now=NOW)
    enter(officer_a.scope)
    assert not Case.objects.exists()


def test_nobody_links_an_alert_they_may_not_see(case: Case, officer_a: User) -> None:
    theirs = make_alert("LCA")
    with pytest.raises(NotAllowed, match="that you may see"):
        put_in(case.pk, "alert", str(theirs.pk), by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="that you may see"):
        put_in(case.pk, "voyage", str(theirs.voyage_id), by=officer_a, now=NOW)


def test_an_alert_for_few_eyes_stays_out_of_a_case(case: Case, officer_a: User, supervisor_a: User) -> None:
    silent, red = make_alert("BRB", action="discreet"), make_alert("BRB", "JAM", named=[supervisor_a.pk])
    for alert in (silent, red):
        with pytest.raises(NotAllowed, match="Only some officers"):
            put_in(case.pk, "alert", str(alert.pk), by=supervisor_a, now=NOW)


def test_an_alert_that_is_for_few_eyes_later_is_not_shown_to_the_others(
    case: Case, officer_a: User, supervisor_a: User
) -> None:
    alert = make_alert("BRB")
    put_in(case.pk, "alert", str(alert.pk), by=officer_a, now=NOW)
    Alert.objects.filter(pk=alert.pk).update(action="discreet")
    assert not visible_links(officer_a).exists()
    assert [event.act for event in visible_case_events(case, officer_a)] == ["opened"]
    assert [event.act for event in visible_case_events(case, supervisor_a)] == ["opened", "linked"]


def test_alerts_voyages_and_people_are_put_in_once_and_taken_out_with_a_reason(case: Case, officer_a: User) -> None:
    alert = make_alert("BRB")
    put_in(case.pk, "alert", str(alert.pk), by=officer_a, now=NOW)
    put_in(case.pk, "voyage", str(alert.voyage_id), by=officer_a, now=NOW)
    put_in(case.pk, "words", "the man at the counter", by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="already"):
        put_in(case.pk, "alert", str(alert.pk), by=officer_a, now=NOW)
    first = str(visible_links(officer_a).order_by("pk")[0].pk)
    take_out(case.pk, first, "another person", by=officer_a, now=NOW, edition=edition(case))
    assert visible_links(officer_a).count() == 2
    put_in(case.pk, "alert", str(alert.pk), by=officer_a, now=NOW)
    last = CaseEvent.objects.order_by("-number")[1]
    assert (last.act, last.content) == ("taken out", {"alert": alert.pk, "why": "another person"})


def test_a_note_is_amended_by_its_writer_and_the_earlier_one_stays(
    case: Case, officer_a: User, supervisor_a: User
) -> None:
    write_note(case.pk, " seen\r\ntwice ", by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="Only the author"):
        amend_note(case.pk, 2, "never", by=supervisor_a, now=NOW, edition=edition(case))
    amend_note(case.pk, 2, "seen once", by=officer_a, now=NOW, edition=edition(case))
    contents = [event.content for event in visible_case_events(case, officer_a)][1:]
    assert contents == [{"text": "seen\ntwice"}, {"text": "seen once", "of": 2}]


def test_the_second_of_two_people_at_once_is_told(case: Case, officer_a: User, supervisor_a: User) -> None:
    before = edition(case)
    write_note(case.pk, "n", by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="since you opened it"):
        close(case.pk, "nothing came of it", by=supervisor_a, now=NOW, edition=before)


def test_a_closed_case_is_written_in_no_more_until_a_supervisor_reopens_it(
    case: Case, officer_a: User, supervisor_a: User
) -> None:
    close(case.pk, "charged", by=officer_a, now=NOW, edition=edition(case))
    with pytest.raises(NotAllowed, match="closed"):
        write_note(case.pk, "n", by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="supervisor"):
        reopen(case.pk, "w", by=officer_a, now=NOW, edition=edition(case))
    reopen(case.pk, "an appeal", by=supervisor_a, now=NOW, edition=edition(case))
    write_note(case.pk, "n", by=officer_a, now=NOW)


def test_a_case_is_handed_over_within_its_owner_only(
    case: Case, officer_a: User, officer_b: User, supervisor_a: User
) -> None:
    with pytest.raises(NotAllowed, match="own state"):
        hand_over(case.pk, officer_b.username, by=officer_a, now=NOW, edition=edition(case))
    hand_over(case.pk, supervisor_a.username, by=officer_a, now=NOW, edition=edition(case))
    assert Case.objects.get(pk=case.pk).lead == supervisor_a


def test_the_timeline_can_be_added_to_and_never_changed(case: Case, officer_a: User) -> None:
    enter(officer_a.scope)
    for change in (
        lambda: CaseEvent.objects.update(act="x"),
        lambda: CaseEvent.objects.all().delete(),
        lambda: Case.objects.update(title="x"),
        lambda: CaseLink.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change()


def test_every_event_stands_in_the_audit_with_its_hash(case: Case, officer_a: User) -> None:
    write_note(case.pk, "seen at the quay", by=officer_a, now=NOW)
    lines = Record.objects.filter(subject=f"case {case.pk}").order_by("pk").values_list("action", "detail")
    events = CaseEvent.objects.order_by("number")
    assert list(lines) == [(f"case {each.act}", f"event {each.hash}") for each in events]


def test_a_timeline_read_back_from_the_database_holds_and_shows_when_it_does_not(case: Case, officer_a: User) -> None:
    write_note(case.pk, "Ünïcode 東京 1.0", by=officer_a, now=datetime.now(UTC))
    assert first_broken(Case.objects.get(pk=case.pk)) == 0
    Case.objects.update(edition=3)  # as if the last event had been taken away
    assert first_broken(case) == 3


def test_an_officer_opens_a_case_from_an_alert_and_writes_in_it(region: None, officer_a: User, client: Client) -> None:
    alert = make_alert("BRB")
    client.force_login(officer_a)
    assert f"/cases/new?alert={alert.pk}" in client.get(f"/alerts/{alert.pk}").content.decode()
    sent = {"title": "Printer", "purpose": "police", "basis": "s. 1", "alert": str(alert.pk)}
    address = client.post("/cases/new", sent)["Location"]
    assert f'href="/alerts/{alert.pk}"' in client.get(address).content.decode()
    client.post(f"{address}/act", {"act": "note", "note": "<b>bold</b>"})
    text = client.get(address).content.decode()
    assert "&lt;b&gt;bold" in text
    assert "Verified just now" in text
    assert "Printer" in client.get(f"/cases?alert={alert.pk}").content.decode()
    assert "Printer" not in client.get("/cases?show=closed").content.decode()
    refused = client.post(f"{address}/act", {"act": "close", "outcome": "kept words", "edition": "1"})
    assert refused.status_code == 409
    assert "kept words" in refused.content.decode()
    assert "since you opened it" in refused.content.decode()
    newest = re.findall(r'name="edition" value="(\d+)"', refused.content.decode().split('value="close"')[0])[-1]
    assert client.post(f"{address}/act", {"act": "close", "outcome": "o", "edition": newest}).status_code == 302


def test_a_page_of_a_case_takes_as_many_queries_with_many_things_as_with_few(
    case: Case, officer_a: User, client: Client
) -> None:
    client.force_login(officer_a)

    def queries() -> int:
        connection.force_debug_cursor = True
        connection.queries_log.clear()
        client.get(f"/cases/{case.pk}")
        return len(connection.queries)

    for _ in range(2):
        _fill(case, officer_a)
    few = queries()
    for _ in range(6):
        _fill(case, officer_a)
    assert queries() == few


def _fill(case: Case, by: User) -> None:
    enter(REGION)
    alert = make_alert("BRB", entry_id=str(Alert.objects.count()))
    put_in(case.pk, "alert", str(alert.pk), by=by, now=NOW)
    put_in(case.pk, "voyage", str(alert.voyage_id), by=by, now=NOW)


def test_an_error_is_shown_at_its_field_and_what_was_typed_stays(case: Case, officer_a: User, client: Client) -> None:
    client.force_login(officer_a)
    alert = make_alert("BRB")
    put_in(case.pk, "alert", str(alert.pk), by=officer_a, now=NOW)
    link, now = visible_links(officer_a).get().pk, edition(case)
    address = f"/cases/{case.pk}/act"
    for sent, field in (
        ({"act": "note", "note": " "}, "note"),
        ({"act": "put-in", "kind": "voyage", "what": "999999"}, "what"),
        ({"act": "take-out", "link": link, "edition": now, "why": ""}, f"link-why-{link}"),
        ({"act": "join", "officer": "nobody"}, "officer"),
        ({"act": "close", "outcome": "x" * 4001, "edition": now}, "outcome"),
    ):
        answer = client.post(address, sent)
        assert (answer.status_code, f'id="{field}_error"' in answer.content.decode()) == (409, True), sent
    assert "999999" in client.post(address, {"act": "put-in", "kind": "voyage", "what": "999999"}).content.decode()
    for sent in ({"act": "x"}, {}, {"act": "close", "outcome": "kept words", "edition": "x"}):
        assert client.post(address, sent).status_code == 409


def test_an_item_is_added_by_the_address_of_its_page(case: Case, officer_a: User, client: Client) -> None:
    alert = make_alert("BRB")
    client.force_login(officer_a)
    for what in (f"https://apis.example/alerts/{alert.pk}?notice=ABC", f"/voyages/{alert.voyage_id}"):
        sent = {"act": "put-in", "kind": "traveller", "what": what}
        assert client.post(f"/cases/{case.pk}/act", sent).status_code == 302
    enter(REGION)
    assert {(link.alert_id, link.voyage_id) for link in CaseLink.objects.all()} == {
        (alert.pk, None),
        (None, alert.voyage_id),
    }


def test_an_alert_or_a_voyage_is_added_to_an_open_case(
    case: Case, officer_a: User, officer_b: User, client: Client
) -> None:
    alert = make_alert("BRB")
    client.force_login(officer_a)
    page = client.get(f"/cases/new?alert={alert.pk}").content.decode()
    assert case.title in page
    assert "open case" not in client.get("/cases/new").content.decode()
    sent = {"act": "add", "case": str(case.pk), "alert": str(alert.pk)}
    assert client.post("/cases/new", sent)["Location"] == f"/cases/{case.pk}"
    again = client.post("/cases/new", sent)
    assert (again.status_code, 'id="add-case_error"' in again.content.decode()) == (400, True)
    client.post("/cases/new", {"act": "add", "case": str(case.pk), "voyage": str(alert.voyage_id)})
    enter(REGION)
    assert CaseLink.objects.count() == 2
    client.force_login(officer_b)
    assert client.post("/cases/new", sent).status_code == 400


def test_a_new_case_without_legal_basis_says_so_at_the_field(region: None, officer_a: User, client: Client) -> None:
    client.force_login(officer_a)
    answer = client.post("/cases/new", {"title": "Kept title", "purpose": "police"})
    assert (answer.status_code, 'id="basis_error"' in answer.content.decode()) == (400, True)
    assert 'value="Kept title"' in answer.content.decode()
