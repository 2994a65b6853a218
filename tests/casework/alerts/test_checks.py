"""Checks made elsewhere: recorded by officers of the state, kept in the history, seen by that state alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from roadstead.casework.alerts.checks import CheckStatement, checks_of, record_check, waiting_checks
from roadstead.casework.alerts.logic.checks import CheckedSystem, CheckResult
from roadstead.casework.alerts.models import Alert, Event, ExternalCheck
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.oversight.retention.mask import mask_alert
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.timeline.events import first_broken
from tests.casework.alerts.test_outcomes_close import alert as alert
from tests.pipeline.test_pipeline import NOW

pytestmark = pytest.mark.django_db
ASKED = CheckStatement(system=CheckedSystem.INTERPOL, result=CheckResult.WAITING, at=NOW, asked="NCB")


def recorded(alert: Alert, said: CheckStatement, by: User) -> ExternalCheck:
    enter(by.scope)
    made = record_check(alert.pk, said, by=by, now=NOW)
    enter(REGION)
    return made


def numbers(user: User) -> list[int]:
    enter(user.scope)
    found = [each.pk for each in waiting_checks(user)]
    enter(REGION)
    return found


def test_a_check_waits_for_its_state_alone_until_its_reply_is_recorded(
    alert: Alert, officer_a: User, officer_b: User
) -> None:
    asked = recorded(alert, ASKED, officer_a)
    assert (numbers(officer_a), numbers(officer_b)) == ([asked.pk], [])
    reply = CheckStatement(system=CheckedSystem.INTERPOL, result=CheckResult.NOTHING, at=NOW, reply_to=asked.pk)
    recorded(alert, reply, officer_a)
    assert numbers(officer_a) == []
    with pytest.raises(NotAllowed, match="does not wait"):
        recorded(alert, reply, officer_a)
    enter(REGION)


def test_the_history_holds_the_check_and_the_standing_of_the_alert_does_not_change(
    alert: Alert, officer_a: User
) -> None:
    said = CheckStatement(
        system=CheckedSystem.POLICE, result=CheckResult.FOUND, at=NOW, reference="P-1", words="Wanted for theft"
    )
    recorded(alert, said, officer_a)
    event = Event.objects.get(act="checked")
    assert event.note == (
        "National police: Record found. Reference P-1. Looked up 2026-11-25 12:00 UTC. Wanted for theft"
    )
    assert (event.by_state, event.who, event.after) == ("BRB", officer_a, "")
    alert.refresh_from_db()
    assert (alert.state, alert.dealt_at, first_broken(alert)) == ("new", None, 0)


def test_no_other_state_and_no_officer_off_the_route_sees_or_records_it(
    alert: Alert, officer_a: User, officer_b: User, analyst: User
) -> None:
    recorded(alert, ASKED, officer_a)
    enter(officer_b.scope)
    assert not checks_of(alert, officer_b).exists()
    assert not ExternalCheck.objects.exists()  # the database itself
    enter(REGION)
    for by in (analyst,):
        with pytest.raises(NotAllowed, match="on the route"):
            recorded(alert, ASKED, by)
        enter(REGION)


def test_a_check_is_never_changed_nor_deleted_by_the_application(alert: Alert, officer_a: User) -> None:
    made = recorded(alert, ASKED, officer_a)
    for act in (lambda: ExternalCheck.objects.update(result="found"), made.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"at": NOW + timedelta(hours=1)}, "future"),
        ({"at": NOW - timedelta(days=400)}, "year"),
        ({"result": CheckResult.FOUND}, "write what was found"),
        ({"system": CheckedSystem.OTHER, "asked": ""}, "which system"),
        ({"words": "x" * 2001}, "shorten"),
    ],
)
def test_a_wrong_check_is_refused_at_its_field(
    change: dict[str, object], said: str, alert: Alert, officer_a: User
) -> None:
    told: dict[str, object] = {"system": CheckedSystem.POLICE, "result": CheckResult.NOTHING, "at": NOW, **change}
    with pytest.raises(FieldRefused, match=said):
        recorded(alert, CheckStatement(**told), officer_a)  # type: ignore[arg-type]
    enter(REGION)


def test_the_page_takes_a_check_in_few_fields_and_shows_it(client: Client, alert: Alert, officer_a: User) -> None:
    client.force_login(officer_a)
    address = f"/alerts/{alert.pk}/checks"
    wrong = client.post(address, {"system": "", "result": "found"})
    assert wrong.status_code == 400
    assert "Choose where it was checked." in wrong.content.decode()
    refused = client.post(address, {"system": "police", "result": "found"})
    assert refused.status_code == 409
    assert "Write what was found" in refused.content.decode()
    assert client.post(address, {"system": "police", "result": "waiting", "asked": "Duty <desk>"}).status_code == 302
    page = client.get(f"/alerts/{alert.pk}").content.decode()
    assert "Asked, waiting for the reply" in page
    assert "Duty &lt;desk&gt;" in page
    assert "Is it the reply to a check that waits?" in page
    enter(REGION)
    number = ExternalCheck.objects.get().pk
    assert client.post(address, {"result": "nothing", "reply_to": number}).status_code == 302
    enter(REGION)
    assert ExternalCheck.objects.latest("pk").asked == "Duty <desk>"
    assert "(answered)" in client.get(f"/alerts/{alert.pk}").content.decode()


def test_retention_blanks_its_words_with_those_of_the_alert(alert: Alert, officer_a: User) -> None:
    said = CheckStatement(
        system=CheckedSystem.POLICE, result=CheckResult.FOUND, at=NOW, asked="NCB", reference="P-1", words="Wanted"
    )
    made = recorded(alert, said, officer_a)
    mask_alert(alert)
    made.refresh_from_db()
    assert (made.asked, made.reference, made.words, made.result) == ("", "", "", "found")
    assert Event.objects.get(act="checked").note == ""
