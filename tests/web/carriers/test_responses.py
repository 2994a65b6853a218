"""What a carrier is told, on the page, in its files and through the API: only that, and only to it (C1, C13, S24)."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import Client

from roadstead.casework.alerts.models import Alert
from roadstead.engine.formats import registry
from roadstead.engine.formats.reading import Reading
from roadstead.filings.intake.models import Message
from roadstead.outbound.responses.models import Response
from roadstead.outbound.responses.refresh_queue import run_due_refreshes
from roadstead.platform.accounts.models import Carrier, Role, Token, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.carriers import waiting
from tests.conftest import make_user
from tests.outbound.responses.test_issue import decided, listed
from tests.pipeline.test_pipeline import ANNA, TOBIAS, file
from tests.pipeline.test_pipeline import states as states
from tests.samples import COMPARED_FORM, paxlst

pytestmark = pytest.mark.django_db
ANNA_1, TOBIAS_2 = replace(ANNA, reference="P-1"), replace(TOBIAS, reference="P-2")
EDIFACT = "application/edifact"


@pytest.fixture
def ours(region: None) -> User:
    return make_user("desk", Role.CARRIER, carrier="2X")


@pytest.fixture
def token(region: None) -> str:
    carrier, _ = Carrier.objects.get_or_create(code="2X", defaults={"name": "2X Line"})
    return Token.issue(carrier, "test")


@pytest.fixture
def refused(region: None, officer_a: User) -> Message:
    """A list of two of which the second is not to board, as an officer has decided."""
    listed("stop")
    message = file(paxlst(ANNA_1, TOBIAS_2, reference="T-1"))
    decided(officer_a)
    return message


def ask(client: Client, path: str, token: str, accept: str = "application/json") -> HttpResponseBase:
    return client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}", "Accept": accept})


def post(client: Client, body: bytes, token: str, query: str = "", accept: str = "*/*") -> HttpResponseBase:
    headers = {"Authorization": f"Bearer {token}", "Accept": accept}
    return client.post(f"/api/v1/manifests{query}", body, content_type="application/octet-stream", headers=headers)


def content(response: HttpResponseBase) -> bytes:
    if isinstance(response, StreamingHttpResponse):
        return b"".join(response)
    return bytes(getattr(response, "content", b""))


def read(response: HttpResponseBase) -> Reading:
    assert response.headers["Content-Type"] == EDIFACT
    (reading,) = registry.read(content(response))
    return reading


def told(reading: Reading) -> dict[str, str]:
    return {each.passenger: each.verdict.value for each in reading.manifest.answers if each.verdict}


# ── the API ─────────────────────────────────────────────────────────────────────────────────


def test_a_receipt_says_what_was_understood_and_the_answer_about_each_person(
    refused: Message, token: str, client: Client
) -> None:
    receipt = json.loads(content(ask(client, f"/receipts/{refused.receipt}", token)))
    assert receipt["understood"][0]["voyage"]["number"] == "2X101"
    assert receipt["understood"][0]["counts"] == {"declared": {"passengers": 2}, "read": {"travellers": 2}}
    assert [each["passenger"] for each in receipt["answers"]] == ["P-1", "P-2"]
    assert receipt["answers"][1]["verdict"] == "not_ok"
    assert receipt["answered"]["not_ok"] == 1


def test_no_answer_of_the_api_says_why(refused: Message, token: str, client: Client, officer_a: User) -> None:
    kinds = ("", "/answers", "/answers.edi", "/contrl", "/aperak")
    text = "".join(content(ask(client, f"/receipts/{refused.receipt}{kind}", token)).decode() for kind in kinds)
    for secret in ("R-1", "Test list", "score", "decision", officer_a.username, "alert", "stop", 'traveller"'):
        assert secret.lower() not in text.lower()


@pytest.mark.parametrize(("path", "accept"), [("/answers.edi", "*/*"), ("/answers", EDIFACT)])
def test_the_answers_come_as_cusres_where_asked_for(
    path: str, accept: str, refused: Message, token: str, client: Client
) -> None:
    reading = read(ask(client, f"/receipts/{refused.receipt}{path}", token, accept))
    assert (reading.manifest.message.code, reading.manifest.message.reference) == ("962", "T-1")
    assert told(reading)["P-2"] == "not_ok"


@pytest.mark.long
def test_five_thousand_answers_come_page_by_page_and_what_changes_meanwhile_comes_after(
    region: None, token: str, client: Client, django_assert_max_num_queries: Any
) -> None:
    message = file(paxlst(ANNA_1))
    given = Response.objects.get()
    later = [replaced(given, place=place, name=f"PERSON {place}") for place in range(2, 5001)]
    Response.objects.bulk_create(later)
    path, seen, pages, newest = f"/receipts/{message.receipt}/answers", [], 0, set()
    page = {"next": ""}
    while "next" in page:
        after = f"&after={page['next']}" if page["next"] else ""
        with django_assert_max_num_queries(12):
            page = json.loads(content(ask(client, f"{path}?limit=900{after}", token)))
        seen += [each["person"] for one in page["lists"] for each in one["answers"]]
        newest.add(page["newest"])
        pages += 1
        enter(REGION)
        if pages == 2:  # the first person's answer changes after its page was sent
            replaced(given, revision=2, name="CHANGED").save()
    assert seen == list(range(1, 5001))
    assert pages == 6
    assert len(newest) == 1
    changed = json.loads(content(ask(client, f"{path}?since={newest.pop()}&limit=900", token)))
    assert [each["name"] for each in changed["lists"][0]["answers"]] == ["CHANGED"]
    assert "next" not in changed


def replaced(given: Response, **values: Any) -> Response:
    fields = {
        each.attname: getattr(given, each.attname) for each in Response._meta.concrete_fields if each.name != "id"
    }
    return Response(**{**fields, **values})


def test_what_changed_since_is_pushed_as_a_change(region: None, officer_a: User, token: str, client: Client) -> None:
    listed("stop")
    message = file(paxlst(ANNA_1, TOBIAS_2))
    first = json.loads(content(ask(client, f"/receipts/{message.receipt}/answers", token)))
    enter(REGION)
    decided(officer_a)
    since = f"?since={first['newest']}"
    later = json.loads(content(ask(client, f"/receipts/{message.receipt}/answers{since}", token)))
    assert [each["passenger"] for each in later["lists"][0]["answers"]] == ["P-2"]
    change = read(ask(client, f"/receipts/{message.receipt}/answers.edi{since}", token))
    assert change.manifest.message.code == "132"
    assert told(change) == {"P-2": "not_ok"}
    nothing = ask(client, f"/receipts/{message.receipt}/answers.edi?since={later['newest']}", token)
    assert nothing.status_code == 404


def test_contrl_and_aperak_answer_the_receipt(refused: Message, token: str, client: Client) -> None:
    acknowledged = read(ask(client, f"/receipts/{refused.receipt}/contrl", token))
    assert [each.code for each in acknowledged.manifest.answers] == ["7", "7"]
    assert read(ask(client, f"/receipts/{refused.receipt}/aperak", token)).manifest.message.type == "APERAK"


@pytest.mark.parametrize("kind", ["", "/answers", "/answers.edi", "/contrl", "/aperak"])
def test_another_carrier_finds_no_such_receipt(kind: str, refused: Message, client: Client) -> None:
    other = Token.issue(Carrier.objects.create(code="9Z", name="Other"), "test")
    assert ask(client, f"/receipts/{refused.receipt}{kind}", other).status_code == 404


def test_a_filing_is_acknowledged_at_once_as_a_contrl(token: str, client: Client) -> None:
    response = post(client, paxlst(ANNA, reference="T-1"), token, accept=EDIFACT)
    reading = read(response)
    assert response.status_code == 202
    assert response.headers["X-Receipt"]
    assert [(each.level, each.code) for each in reading.manifest.answers] == [("UCI", "8")]
    assert reading.manifest.message.reference == "T-1"
    assert reading.manifest.message.recipient == "2X"


def test_a_filing_that_is_no_edifact_is_acknowledged_as_json(token: str, client: Client) -> None:
    response = post(client, b"surname;given\nTESTER;ANNA\n", token, accept=EDIFACT)
    assert response.headers["Content-Type"].startswith("application/json")
    assert json.loads(content(response))["receipt"] == response.headers["X-Receipt"]


def test_who_waits_gets_the_answers_with_the_receipt(token: str, client: Client) -> None:
    """The body of the answer is made after the commit: what a worker does meanwhile is in it."""
    body = paxlst(ANNA_1)
    response = post(client, body, token, "?wait=5")
    enter(REGION)
    file(body)
    answer = json.loads(content(response))
    assert response.status_code == 202
    assert (answer["status"], answer["repeated"]) == ("read", False)
    assert [each["passenger"] for each in answer["answers"]] == ["P-1"]


def test_the_interactive_question_is_answered_by_a_cusres_with_its_transaction(token: str, client: Client) -> None:
    body = paxlst(ANNA_1, reference="Q-1")
    response = post(client, body, token, "?wait=5", EDIFACT)
    enter(REGION)
    file(body)
    reading = read(response)
    assert (reading.manifest.message.type, reading.manifest.message.reference) == ("CUSRES", "Q-1")
    assert list(told(reading)) == ["P-1"]


def test_who_waits_in_vain_is_told_that_it_came(token: str, client: Client) -> None:
    reading = read(post(client, paxlst(ANNA_1), token, "?wait=1", EDIFACT))
    assert [(each.level, each.code) for each in reading.manifest.answers] == [("UCI", "8")]


def test_only_a_few_may_wait_and_the_others_are_answered_at_once(
    token: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MAX_WAIT_SECONDS", 9)
    taken = [waiting.WAITERS.acquire(blocking=False) for _ in range(3)]
    try:
        assert all(taken)
        assert json.loads(content(post(client, paxlst(ANNA_1), token, "?wait=9")))["status"] == "received"
    finally:
        for _ in taken:
            waiting.WAITERS.release()


@pytest.mark.parametrize("wait", ["soon", "-1", "1.5", "²"])
def test_nonsense_to_wait_for_is_refused_and_nothing_kept(wait: str, token: str, client: Client) -> None:
    response = post(client, paxlst(ANNA_1), token, f"?wait={wait}")
    assert (response.status_code, json.loads(content(response))["code"]) == (400, "wait-not-a-number")
    assert not Message.objects.exists()


# ── the pages ───────────────────────────────────────────────────────────────────────────────


def page(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_carriers_page_shows_each_answer_and_not_why(refused: Message, ours: User, client: Client) -> None:
    text = page(client, ours, f"/messages/{refused.receipt}/responses")
    assert "Not OK" in text
    assert "P-2" in text
    assert "officer-a" not in text
    assert "decided by" not in text
    assert f"/messages/{refused.receipt}/responses?verdict=not_ok" in page(client, ours, f"/messages/{refused.receipt}")


def test_the_answers_begin_with_how_many_are_not_to_board(refused: Message, ours: User, client: Client) -> None:
    """The one of two hundred who is not to board may stand on the last page of the list."""
    base = f"/messages/{refused.receipt}/responses"
    before, _, _ = page(client, ours, base).partition('<form method="get"')
    found = re.findall(rf'href="{base}\?verdict=(\w+)">([^<]+)<', before)
    assert [number.strip() for _, number in found] == ["1 person", "1 person"]
    assert found[0][0] == "not_ok"


def test_where_all_are_answered_alike_nothing_is_counted(region: None, ours: User, client: Client) -> None:
    message = file(paxlst(ANNA_1, TOBIAS_2, reference="T-1"))
    enter(REGION)
    assert "?verdict=" not in page(client, ours, f"/messages/{message.receipt}/responses")


def test_an_officer_sees_what_the_carrier_was_told_when_and_by_whose_decision(
    refused: Message, officer_a: User, client: Client
) -> None:
    text = page(client, officer_a, f"/messages/{refused.receipt}/responses")
    assert "Responses to the carrier" in text
    assert "decided by officer-a" in text
    assert "response no. 2" in text


def test_the_page_says_that_a_states_own_refusals_are_not_on_it_for_others(
    region: None, officer_a: User, analyst: User, ours: User, client: Client
) -> None:
    """The regional centre reads OK of whom Barbados refused by its own list: it must not take that for all there is."""
    listed("stop", owner="BRB")
    message = file(paxlst(ANNA_1, TOBIAS_2))
    decided(officer_a)
    address, said = f"/messages/{message.receipt}/responses", "shown to that state and the carrier only"
    elsewhere, at_home, carrier = (page(client, each, address) for each in (analyst, officer_a, ours))
    assert "decided by officer-a" in at_home
    assert "decided by" not in elsewhere
    assert (said in elsewhere, said in at_home, said in carrier) == (True, True, False)
    assert "?verdict=not_ok" in carrier
    assert "?verdict=not_ok" not in elsewhere


def rows_of(text: str) -> list[str]:
    return [reference for reference in ("P-2", "P-1") if f">{reference}</span>" in text]


def test_the_answers_are_filtered_and_sorted_by_the_address(refused: Message, ours: User, client: Client) -> None:
    base = f"/messages/{refused.receipt}/responses"
    assert rows_of(page(client, ours, f"{base}?verdict=not_ok")) == ["P-2"]
    assert rows_of(page(client, ours, f"{base}?q=tester")) == ["P-1"]
    wrong = page(client, ours, f"{base}?verdict=perhaps&q=tester")
    assert 'href="#filter-verdict"' in wrong
    assert rows_of(wrong) == ["P-1"]
    text = page(client, ours, f"{base}?sort=-place")
    assert text.index(">P-2<") < text.index(">P-1<")


@pytest.mark.parametrize("form", ["cusres", "contrl", "aperak"])
def test_the_files_are_what_the_api_gives(form: str, refused: Message, ours: User, client: Client) -> None:
    client.force_login(ours)
    response = client.get(f"/messages/{refused.receipt}/responses?as={form}")
    assert read(response).manifest.message.type == form.upper()
    assert f"{form}-{refused.receipt}.edi" in response.headers["Content-Disposition"]
    enter(REGION)
    assert Record.objects.filter(who=ours, action="exported", subject=f"answers {refused.receipt}").exists()


def test_a_file_there_is_none_of_leads_back_to_the_page_that_says_so(region: None, ours: User, client: Client) -> None:
    message = file(b"dear sirs, please find the list attached")
    client.force_login(ours)
    text = client.get(f"/messages/{message.receipt}/responses?as=contrl", follow=True).content.decode()
    assert "not an EDIFACT message" in text


def test_a_decision_on_the_page_reaches_the_carrier(region: None, officer_a: User, client: Client) -> None:
    listed("stop")
    message = file(paxlst(TOBIAS_2))
    alert = Alert.objects.get(kind="name")
    client.force_login(officer_a)
    client.post(f"/alerts/{alert.pk}/act", {"act": "take"})
    given = {
        "act": "confirm",
        "note": "compared",
        "reasons_for": "same born",
        "reasons_against": "none",
        **COMPARED_FORM,
    }
    assert client.post(f"/alerts/{alert.pk}/act", given).status_code == 302
    run_due_refreshes()
    enter(REGION)
    assert Response.objects.filter(answered_list__message=message).current()[0].verdict == "not_ok"


def test_a_list_nobody_was_read_from_is_no_list_and_the_receipt_says_what_to_do(ours: User, client: Client) -> None:
    message = file(b"<html><body>Session expired</body></html>", carrier="2X")
    run_due_refreshes()
    client.force_login(ours)
    page = client.get(f"/messages/{message.receipt}").content.decode()
    assert "this does not count as a filing" in page
    assert "export the list again" in page


def test_a_carriers_own_list_of_messages_needs_no_column_for_the_carrier(ours: User, client: Client) -> None:
    file(paxlst(ANNA_1))
    client.force_login(ours)
    page = client.get("/messages").content.decode()
    assert "Receipt" in page
    assert 'data-label="Carrier"' not in page
    assert "sort=carrier" not in page
