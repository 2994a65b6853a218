"""Outcomes that a device recorded without a connection: once for each key, for its officer, or refused with why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.models import Alert, Outcome
from roadstead.casework.alerts.outcomes import record
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import AnsweredCall, Role, User
from roadstead.platform.database.scope import REGION, enter
from tests.conftest import make_user
from tests.pipeline.test_pipeline import NOW
from tests.web.arrivals.test_brief import alert as alert
from tests.web.arrivals.test_brief import clock as clock

pytestmark = pytest.mark.django_db
AT = NOW - timedelta(minutes=20)  # on the device


@pytest.fixture
def landed(alert: Alert) -> Alert:
    Voyage.objects.update(arrives_at=NOW - timedelta(hours=1))
    return alert


def send(client: Client, user: User, of: Alert, key: str = "k1", **given: Any) -> tuple[int, dict[str, Any]]:
    client.force_login(user)
    said = {"alert": of.pk, "officer": user.pk, "at": AT.isoformat(), "what": "admitted", **given}
    response = client.post(f"/voyages/{of.voyage_id}/brief/outcomes", said, headers={"Idempotency-Key": key})
    enter(REGION)
    return response.status_code, response.json()


def test_an_outcome_is_recorded_once_however_often_the_device_sends_it(
    landed: Alert, officer_a: User, client: Client
) -> None:
    first, again = send(client, officer_a, landed), send(client, officer_a, landed)
    assert first == again
    assert first[0] == 201
    made = Outcome.objects.get()
    assert (made.type, made.at, made.recorded_at, made.recorded_by) == ("admitted", AT, NOW, officer_a)
    landed.refresh_from_db()
    assert landed.dealt_at == AT
    assert AnsweredCall.objects.get().user == officer_a


def test_the_same_key_of_another_outcome_is_refused(landed: Alert, officer_a: User, client: Client) -> None:
    send(client, officer_a, landed)
    status, said = send(client, officer_a, landed, what="referred")
    assert (status, "Idempotency-Key" in said["why"]) == (409, True)
    assert Outcome.objects.count() == 1


def test_what_a_colleague_did_meanwhile_is_said_and_nothing_is_recorded(
    landed: Alert, officer_a: User, client: Client
) -> None:
    colleague = make_user("colleague", Role.OFFICER, state="BRB")
    enter(colleague.scope)
    record(landed.pk, OutcomeType.REFERRED, at=NOW, text="", by=colleague, now=NOW)
    enter(REGION)
    status, said = send(client, officer_a, landed)
    assert status == 409
    assert "dealt with at the border" in said["why"]
    assert Outcome.objects.count() == 1
    assert not AnsweredCall.objects.exists()  # so that the same key may be sent again


@pytest.mark.parametrize(
    ("given", "status", "why"),
    [
        ({"what": "refused"}, 409, "needs a note"),
        ({"what": "seized"}, 409, ""),
        ({"what": "x"}, 400, "What happened"),
        ({"at": "yesterday"}, 400, ""),
        ({"at": (NOW + timedelta(hours=1)).isoformat()}, 409, "in the future"),
        ({"at": (NOW - timedelta(days=8)).isoformat()}, 409, "seven days"),
        ({"officer": 1_000_000}, 403, "Another officer"),
        ({"alert": 1_000_000}, 404, "cannot be opened"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_recorded_is_refused_in_a_sentence(
    landed: Alert, officer_a: User, client: Client, given: dict[str, Any], status: int, why: str
) -> None:
    found, said = send(client, officer_a, landed, **given)
    assert found == status
    assert why in said["why"]
    assert not Outcome.objects.exists()


def test_before_the_arrival_it_needs_a_reason(alert: Alert, officer_a: User, client: Client) -> None:
    assert send(client, officer_a, alert)[0] == 409
    assert send(client, officer_a, alert, early_reason="It landed early")[0] == 201
    assert Outcome.objects.get().is_early


@pytest.mark.parametrize("changes", [{"action": "discreet"}, {"tlp": "red"}])
def test_an_alert_that_no_brief_holds_takes_no_outcome_from_one(
    landed: Alert, officer_a: User, client: Client, changes: dict[str, str]
) -> None:
    named = {"named": [officer_a.pk]} if "tlp" in changes else {}
    Alert.objects.update(**changes, **named)
    assert send(client, officer_a, landed)[0] == 404


def test_an_officer_of_another_state_and_a_reader_record_nothing(landed: Alert, client: Client, auditor: User) -> None:
    other = make_user("grd.officer", Role.OFFICER, state="GRD")
    assert send(client, other, landed)[0] == 404
    client.force_login(auditor)
    assert client.post(f"/voyages/{landed.voyage_id}/brief/outcomes", {}).status_code == 403


def test_the_kept_page_has_a_form_for_each_alert_and_says_until_when(
    landed: Alert, officer_a: User, client: Client, auditor: User
) -> None:
    client.force_login(officer_a)
    response = client.get(f"/voyages/{landed.voyage_id}/brief?as=kept")
    shown = response.content.decode()
    assert f'data-outcome="{landed.pk}"' in shown
    assert "seized" not in shown
    assert response.headers["Cache-Control"] == "no-store"
    until = datetime.fromtimestamp(int(response.headers["X-Brief-Until"]) / 1000, tz=NOW.tzinfo)
    assert until == NOW + timedelta(hours=1)
    assert "csrfmiddlewaretoken" not in shown
    client.force_login(auditor)
    assert "data-outcome=" not in client.get(f"/voyages/{landed.voyage_id}/brief?as=kept").content.decode()
    enter(REGION)


def test_the_worker_may_open_pages_of_voyages_and_no_other_script_may(client: Client) -> None:
    worker = client.get("/static/roadstead/brief-worker.js")
    assert worker.headers["Service-Worker-Allowed"] == "/voyages/"
    assert "Service-Worker-Allowed" not in client.get("/static/roadstead/kept.js").headers
    assert timezone.now() == NOW
