"""Forms of the carriers' pages: filing by hand, repair, and the filter of messages. Errors are shown at their field."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.receive import new_receipt
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.carriers import messages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
RAW = "UNB+UNOA:1'\r\nUNH+1+PAXLST:D:05B:UN'"


def aside(status: Status = Status.SET_ASIDE) -> Message:
    enter(REGION)
    return Message.objects.create(
        receipt=new_receipt(),
        carrier="X9",
        channel="portal",
        received_at=NOW,
        raw=RAW.encode(),
        sha256="0",
        size=len(RAW),
        status=status,
        states=["BRB"],
        reason="the worker stopped twice",
    )


@pytest.mark.parametrize("given", [{}, {"text": " \n "}, {"file": SimpleUploadedFile("empty.txt", b"")}])
def test_a_list_without_content_is_refused_at_its_field(
    given: dict[str, object], client: Client, carrier_user: User
) -> None:
    client.force_login(carrier_user)
    response = client.post("/file", given)
    text = response.content.decode()
    assert response.status_code == 400
    assert '<a href="#file">Choose a file, or paste the text of the list.</a>' in text
    assert 'id="file_error"' in text
    assert "<title>Error:" in text
    assert not Message.objects.exists()


def test_a_list_that_is_too_large_is_refused_and_its_text_kept(
    client: Client, carrier_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "config", lambda: SimpleNamespace(max_body=10))
    client.force_login(carrier_user)
    response = client.post("/file", {"text": "more than ten characters"})
    assert response.status_code == 413
    assert "The list is too large. Send it in parts." in response.content.decode()
    assert "more than ten characters" in response.content.decode()


def test_a_pasted_text_is_stored_byte_for_byte(client: Client, carrier_user: User) -> None:
    client.force_login(carrier_user)
    assert client.post("/file", {"text": f" {RAW} \r\n"}).status_code == 302
    enter(REGION)
    assert bytes(Message.objects.get().raw) == f" {RAW} \r\n".encode()


def test_the_page_offers_a_file_or_an_empty_sheet(client: Client, carrier_user: User) -> None:
    client.force_login(carrier_user)
    text = client.get("/file").content.decode()
    assert "I have a file" in text
    assert "I have no file: fill in a form" in text
    assert 'href="/sheets"' in text


def test_a_repair_without_a_change_or_without_text_is_refused_at_the_text(client: Client, supervisor: User) -> None:
    message = aside()
    client.force_login(supervisor)
    same = client.post(f"/messages/{message.receipt}/repair", {"text": RAW.replace("\r\n", "\n")})
    assert same.status_code == 400
    assert '<a href="#text">The text has not changed.' in same.content.decode()
    empty = client.post(f"/messages/{message.receipt}/repair", {"text": " "})
    assert empty.status_code == 400
    assert "The text is empty. Enter the whole message." in empty.content.decode()


def test_a_message_that_was_read_is_neither_repaired_nor_read_again(client: Client, supervisor: User) -> None:
    message = aside(Status.READ)
    client.force_login(supervisor)
    for act, words in (("repair", "so it cannot be repaired"), ("retry", "so it cannot be read again")):
        response = client.post(f"/messages/{message.receipt}/{act}", {"text": "another"})
        assert response.status_code == 409
        assert words in response.content.decode()


def test_a_wrong_status_is_named_and_does_not_filter(client: Client, supervisor: User) -> None:
    message = aside()
    client.force_login(supervisor)
    assert message.receipt in client.get("/messages?status=set_aside").content.decode()
    assert message.receipt not in client.get("/messages?status=read").content.decode()
    text = client.get("/messages?status=lost").content.decode()
    assert 'href="#filter-status"' in text
    assert message.receipt in text
