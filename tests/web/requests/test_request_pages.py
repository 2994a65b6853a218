"""Pages of requests: written from an alert with nothing typed twice, answered, refused, kept as drafts."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from roadstead.cooperation.requests.models import Draft, Message, Receipt, Request, RequestFile
from roadstead.cooperation.requests.waiting import requests_of, requests_waiting_for, requests_waiting_for_others
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from tests.casework.cases.test_acts import make_alert
from tests.cooperation.requests.test_acts import CONTENT, answerer, asker, does, sent, states

pytestmark = pytest.mark.django_db
__all__ = ["answerer", "asker", "states"]
FORM = {
    **CONTENT,
    "type": "information_request",
    "to": "LCA-BA",
    "title": "Address of one traveller",
    "basis": "Immigration Act, s. 1",
    "purpose": "Control at the border",
    "tlp": "amber",
    "act": "send",
}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(user: User, path: str, data: dict[str, Any], **more: Any) -> Any:
    found = client_of(user).post(path, data, **more)
    enter(REGION)
    return found


def get(user: User, path: str) -> str:
    found = client_of(user).get(path)
    enter(REGION)
    assert found.status_code == 200, found.status_code
    return found.content.decode()


def test_a_request_is_sent_from_the_form_and_shown_to_both_sides(asker: User, answerer: User) -> None:
    answer = post(asker, "/requests/new", FORM, follow=True)
    request = Request.objects.get()
    assert request.reference in answer.content.decode()
    page = get(answerer, f"/requests/{request.reference}")
    for text in (*CONTENT.values(), FORM["basis"], FORM["purpose"], "Receipt to be confirmed by", "Confirm receipt"):
        if text not in ("person",):
            assert text in page, text
    assert "a person" in page
    assert Receipt.objects.filter(organisation="LCA-BA").count() == 1
    assert "Read by answerer" in get(asker, f"/requests/{request.reference}")


def test_nothing_held_is_two_presses_after_the_page_is_open(asker: User, answerer: User) -> None:
    request = sent(asker)
    path = f"/requests/{request.reference}"
    answer = post(answerer, f"{path}/act", {"act": "reply", "edition": request.edition, "held": "nothing"}, follow=True)
    assert "Sent. The other side is notified." in answer.content.decode()
    assert Request.objects.get().status == "replied"
    assert "nothing held" in get(asker, path)


def test_what_is_missing_is_named_at_its_field_and_what_was_typed_stays(asker: User) -> None:
    answer = post(asker, "/requests/new", {**FORM, "basis": "", "question": ""})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Fill in “Legal basis”." in page
    assert "Fill in “What do you want to know?”." in page
    assert CONTENT["why"] in page
    assert not Request.objects.exists()


def test_a_request_from_an_alert_is_filled_in_with_what_was_declared(asker: User, answerer: User) -> None:
    alert = make_alert("BRB", owner="REGION")
    voyage = alert.voyage
    voyage.number, voyage.origin, voyage.destination = "2X101", "TTPOS", "BBBGI"
    voyage.save()
    page = get(asker, f"/requests/new?about=alert-{alert.pk}")
    assert "Travels on voyage 2X101, TTPOS – BBBGI" in page
    assert f'name="item_number" value="{alert.pk}"' in page.replace('type="hidden" ', "")
    form = {**FORM, "item_kind": "alert", "item_number": alert.pk}
    post(asker, "/requests/new", form)
    request = Request.objects.get()
    assert f"/alerts/{alert.pk}" in get(asker, f"/requests/{request.reference}")


def test_nothing_is_filled_in_from_what_the_person_may_not_see(asker: User) -> None:
    theirs = make_alert("LCA", owner="LCA")
    theirs.voyage.number = "QZX9"
    theirs.voyage.save()
    assert "QZX9" not in get(asker, f"/requests/new?about=alert-{theirs.pk}")


def test_a_draft_keeps_everything_and_is_opened_by_a_colleague(asker: User, answerer: User) -> None:
    answer = post(asker, "/requests/new", {**FORM, "basis": "", "act": "draft"})
    draft = Draft.objects.get()
    assert answer.url == f"/requests/new?draft={draft.pk}"
    page = get(asker, answer.url)
    assert CONTENT["question"] in page
    assert 'value="LCA-BA"' in page
    assert FORM["title"] in get(asker, "/requests")
    assert CONTENT["question"] not in get(answerer, answer.url)
    post(asker, "/requests/new", {**FORM, "draft": draft.pk})
    assert not Draft.objects.exists()
    assert Request.objects.count() == 1


def test_a_request_of_others_is_not_found(asker: User, answerer: User, officer_b: User, analyst: User) -> None:
    request = sent(asker)
    for user in (officer_b, analyst):  # of the same state without the organisation, and of the centre
        for path in (f"/requests/{request.reference}", f"/requests/{request.reference}/files/1"):
            assert client_of(user).get(path).status_code == 404
            enter(REGION)
        assert request.title not in get(user, "/requests?show=all")


def test_an_outdated_page_sends_nothing_and_keeps_what_was_typed(asker: User, answerer: User) -> None:
    request = sent(asker)
    path = f"/requests/{request.reference}/act"
    old = request.edition
    post(asker, path, {"act": "write", "edition": old, "text": "He used another name too."})
    answer = post(answerer, path, {"act": "refuse", "edition": old, "code": "not_here", "text": "Not in our state."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "A message has come since you opened this request." in page
    assert "Not in our state." in page
    assert Message.objects.filter(act="refuse").count() == 0


def test_a_file_reaches_the_other_side_unchanged_and_a_program_is_refused(asker: User, answerer: User) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    request = sent(asker)
    path = f"/requests/{request.reference}/files"
    told = {"title": "The visa page", "evidence": "document"}
    refused = post(asker, path, {**told, "file": SimpleUploadedFile("a.exe", b"MZ\x90\x00")})
    assert refused.status_code == 409
    assert "a program" in refused.content.decode()
    post(asker, path, {**told, "file": SimpleUploadedFile("visa.pdf", b"%PDF-1.4 visa")})
    row = RequestFile.objects.get()
    answer = client_of(answerer).get(f"{path}/{row.pk}")
    assert answer.content == b"%PDF-1.4 visa"
    assert answer["Content-Disposition"].startswith("attachment")
    enter(REGION)
    assert "File added" in get(answerer, f"/requests/{request.reference}")


def test_the_list_shows_next_side_it_is_and_a_reference_leads_to_its_request(asker: User, answerer: User) -> None:
    request = sent(asker)
    assert request.title in get(answerer, "/requests")
    assert request.title not in get(asker, "/requests")
    assert request.title in get(asker, "/requests?show=theirs")
    found = client_of(asker).get("/requests", {"reference": request.reference.lower()})
    assert found.headers["Location"] == reverse("request", args=[request.reference])
    enter(REGION)
    assert client_of(asker).get("/requests?as=csv").status_code == 200


def test_no_list_joins_anything_before_it_sorts_and_each_uses_an_index(asker: User, answerer: User) -> None:
    sent(asker)
    for user in (asker, answerer):
        enter(user.scope)
        with connection.cursor() as cursor:
            cursor.execute("set local enable_seqscan = off")
        for rows in (requests_of(user), requests_waiting_for(user), requests_waiting_for_others(user)):
            plan = rows[:20].explain()
            assert "accounts_organisation" not in plan
            assert "Seq Scan on requests_request" not in plan
    enter(REGION)


def test_the_asking_side_sees_what_it_sent_together_and_no_asked_side_sees_another(asker: User, answerer: User) -> None:
    sent(asker, "LCA", "GRD")
    alone = sent(asker)
    first, second = Request.objects.exclude(pk=alone.pk).order_by("asked__code")  # Grenada, Saint Lucia
    assert (first.asked_id, second.asked_id) == ("GRD-BA", "LCA-BA")
    does(answerer, second, "acknowledge")
    page = get(asker, f"/requests/{first.reference}")
    for text in ("Sent together with this one", f'href="/requests/{second.reference}"', str(second.asked)):
        assert text in page, text
    assert "Sent together" not in get(asker, f"/requests/{alone.reference}")
    assert get(asker, "/requests?show=all").count("sent together with others") == 2
    theirs, listed = get(answerer, f"/requests/{second.reference}"), get(answerer, "/requests?show=all")
    for text in (theirs, listed):
        assert first.reference not in text
        assert "ent together" not in text
