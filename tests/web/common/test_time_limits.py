"""What takes too long is ended and said. No world is shared here: its open transaction would hold the tables."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from roadstead.config import config
from roadstead.platform.accounts.models import Token, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.cluster import cluster
from roadstead.platform.database.roles import DATABASE
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.common.middleware import UserScope

pytestmark = pytest.mark.django_db


@contextmanager
def locked(table: str) -> Iterator[None]:
    """Nobody reads or writes the table. An open transaction of ours that has read it would be waited for: not long."""
    admin = config().database_url or cluster(config().home).url(DATABASE, "postgres")
    with psycopg.connect(admin) as other:
        other.execute("set lock_timeout = '10s'")
        other.execute(f"lock table {table} in access exclusive mode".encode())
        yield


@override_settings(STATEMENT_TIMEOUT="300ms")
def test_a_statement_that_takes_too_long_is_ended_and_said(client: Client, officer_a: User) -> None:
    client.force_login(officer_a)
    with locked("voyages_voyage"):
        response = client.get("/arrivals")
    assert response.status_code == 503
    assert "This page took too long" in response.content.decode()
    assert "Wait a minute and try again" in response.content.decode()
    enter(REGION)
    assert not Record.objects.exists()  # what was begun is undone: nothing was shown
    assert client.get("/arrivals").status_code == 200


@override_settings(IDLE_TIMEOUT="300ms")
def test_a_transaction_in_which_nothing_is_asked_is_ended() -> None:
    """In a thread, which has a connection of its own."""

    def view(request: HttpRequest) -> HttpResponse:
        time.sleep(1)
        User.objects.exists()
        return HttpResponse()

    def ask() -> None:
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        try:
            UserScope(view)(request)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread, pytest.raises(DatabaseError, match="idle-in-transaction timeout"):
        thread.submit(ask).result()


@override_settings(STATEMENT_TIMEOUT="300ms")
def test_a_filing_that_takes_too_long_is_answered_in_json_and_may_be_sent_again(
    client: Client, carrier_user: User
) -> None:
    assert carrier_user.carrier
    headers = {"Authorization": f"Bearer {Token.issue(carrier_user.carrier, 'test')}"}

    def file() -> tuple[int, dict[str, object]]:
        response = client.post("/api/v1/manifests", b"UNB+", content_type="text/plain", headers=headers)
        return response.status_code, response.json()

    with locked("intake_message"):
        status, answer = file()
    assert (status, answer["code"]) == (503, "took-too-long")
    assert file()[0] == 202
