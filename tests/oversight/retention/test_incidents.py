"""A breach is recorded when it is known; each state's authority has its own deadline, draft and proof (S25, S32)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from roadstead.engine.reference.deadlines import TIMERS, timer_for
from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.retention.incidents import (
    UNKNOWN,
    NewIncident,
    add_to,
    close,
    draft,
    record,
    record_notification,
)
from roadstead.oversight.retention.models import Incident, NotificationDuty
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.policies.in_force import in_force
from tests.conftest import Approve, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
LOST = NewIncident(what="A laptop with a list went astray.", known_at="2026-11-24T09:00", states=("BRB", "JAM"))


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "JAM", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})


def test_each_state_has_its_deadline_from_when_it_was_known(supervisor: User) -> None:
    made = record(LOST, by=supervisor, now=NOW)
    due = {duty.state: duty for duty in made.duties.all()}
    assert set(due) == {"BRB", "JAM"}
    assert {duty.due_at for duty in due.values()} == {datetime(2026, 11, 27, 9, 0, tzinfo=UTC)}
    assert "Data Protection Act 2020" in due["JAM"].due_text
    assert "our own choice" in due["BRB"].due_text


def test_the_states_own_deadline_goes_before_ours(approved: Approve) -> None:
    approved(TIMERS, "LCA,breach,2026-01-01,,24 hours,yes,V,https://law.example/1,Our act")
    found = timer_for(in_force(TIMERS), state="LCA", matter="breach", on=NOW.date())
    assert (found.within, found.source) == ("24 hours", "https://law.example/1")


def test_the_draft_says_what_is_not_known_yet_and_what_became_known(supervisor: User) -> None:
    made = record(LOST, by=supervisor, now=NOW)
    duty = made.duties.get(state="JAM")
    said = dict(draft(made, duty))
    assert said["What happened"] == LOST.what
    assert said["Which people and data are affected, and how many"] == UNKNOWN
    add_to(made.pk, {"kinds": "300 passengers, names and papers"}, by=supervisor)
    add_to(made.pk, {"measures": "the disk is encrypted", "kinds": " "}, by=supervisor)
    said = dict(draft(Incident.objects.get(), duty))
    assert said["Which people and data are affected, and how many"] == "300 passengers, names and papers"
    assert "the disk is encrypted" in said.values()


def test_who_told_whom_is_kept_and_an_incident_closes_when_all_are_told(supervisor: User) -> None:
    made = record(LOST, by=supervisor, now=NOW)
    first, second = made.duties.order_by("state")
    record_notification(made.pk, first.pk, "the commissioner, by mail", by=supervisor, now=NOW)
    with pytest.raises(NotAllowed, match="already recorded"):
        record_notification(made.pk, first.pk, "again", by=supervisor, now=NOW)
    with pytest.raises(NotAllowed, match="not notified yet"):
        close(made.pk, by=supervisor, now=NOW)
    record_notification(made.pk, second.pk, "the commissioner", by=supervisor, now=NOW)
    close(made.pk, by=supervisor, now=NOW)
    with pytest.raises(NotAllowed, match="is closed"):
        add_to(made.pk, {"kinds": "more"}, by=supervisor)
    lines = Record.objects.filter(subject=f"incident {made.pk}").order_by("pk")
    assert [line.action for line in lines][0::3] == ["incident recorded", "incident closed"]
    assert not any("commissioner" in line.detail for line in lines)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"what": " "}, "write what happened"),
        ({"known_at": "yesterday"}, "for example 2026-11-25T14:30"),
        ({"known_at": "2026-11-26T00:00"}, "in the future"),
        ({"states": ()}, "choose the affected states"),
        ({"states": ("BRB", "XXX")}, "choose the affected states"),
        ({"measures": "x" * 4001}, "at most 4,000"),
    ],
)
def test_an_incident_without_what_when_or_whose_is_refused(
    supervisor: User, changed: dict[str, Any], says: str
) -> None:
    given = {"what": LOST.what, "known_at": LOST.known_at, "states": LOST.states} | changed
    with pytest.raises(NotAllowed, match=says):
        record(NewIncident(**given), by=supervisor, now=NOW)


def test_a_state_sees_its_own_duty_and_not_the_others(supervisor: User, supervisor_a: User) -> None:
    made = record(LOST, by=supervisor, now=NOW)
    enter(supervisor_a.scope)
    (own,) = NotificationDuty.objects.all()
    assert own.state == "BRB"
    assert Incident.objects.visible_to(supervisor_a).count() == 1
    record_notification(made.pk, own.pk, "our commissioner", by=supervisor_a, now=NOW)
    with pytest.raises(NotAllowed, match="that recorded an incident"):
        close(made.pk, by=supervisor_a, now=NOW)
    enter(REGION)
    other = make_user("lca", Role.SUPERVISOR, state="LCA")
    enter(other.scope)
    assert (Incident.objects.count(), NotificationDuty.objects.count()) == (0, 0)


def test_a_states_own_incident_is_not_the_centres(supervisor: User, supervisor_a: User) -> None:
    made = record(LOST, by=supervisor_a, now=NOW)
    assert (made.owner, made.states, made.duties.get().state) == ("BRB", ["BRB"], "BRB")
    assert not Incident.objects.visible_to(supervisor).exists()
    assert not Incident.objects.visible_to(make_user("watch", Role.DATA_PROTECTION)).exists()
    assert Incident.objects.visible_to(make_user("own", Role.DATA_PROTECTION, state="BRB")).exists()
    with pytest.raises(NotAllowed, match="tell yours at once"):
        record(LOST, by=make_user("officer", Role.OFFICER, state="BRB"), now=NOW)


def test_what_was_recorded_first_is_never_changed(supervisor: User) -> None:
    record(LOST, by=supervisor, now=NOW)
    for change in (
        lambda: Incident.objects.update(known_at=NOW),
        lambda: NotificationDuty.objects.update(due_at=NOW + timedelta(days=9)),
        lambda: NotificationDuty.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change()


def test_a_supervisor_records_tells_and_closes_on_the_pages(supervisor_a: User, client: Client) -> None:
    client.force_login(supervisor_a)
    refused = client.post("/incidents/new", {"what": "kept words", "known_at": "x"})
    assert (refused.status_code, "kept words" in refused.content.decode()) == (409, True)
    assert '<a href="#known_at">Write day and time in UTC' in refused.content.decode()
    ahead = {"what": "kept words", "known_at": f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%dT%H:%M}"}
    assert '<a href="#known_at">This time is in the future' in client.post("/incidents/new", ahead).content.decode()
    address = client.post("/incidents/new", {"what": LOST.what, "known_at": "2020-01-01T00:00"})["Location"]
    text = client.get(address).content.decode()
    assert ("overdue" in text, "authority: Barbados" in text, UNKNOWN in text) == (True, True, True)
    assert "overdue" in client.get("/incidents").content.decode()
    assert client.post(f"{address}/act", {"act": "close"}).status_code == 409
    client.post(
        f"{address}/act", {"act": "tell", "duty": NotificationDuty.objects.get().pk, "whom": "the commissioner"}
    )
    client.post(f"{address}/act", {"act": "close"})
    assert "late" in client.get(address).content.decode()
    assert Incident.objects.get().closed_at


def test_an_empty_record_of_a_notification_is_an_error_at_that_authority(supervisor: User, client: Client) -> None:
    made = record(LOST, by=supervisor, now=NOW)
    first, second = made.duties.order_by("state")
    client.force_login(supervisor)
    answer = client.post(f"/incidents/{made.pk}/act", {"act": "tell", "duty": second.pk, "whom": " "})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert f'<a href="#whom-{second.pk}">Fill in “Whom you notified, and how”.' in text
    assert f'id="whom-{second.pk}_error"' in text
    assert f'id="whom-{first.pk}_error"' not in text


def test_the_centre_chooses_the_states_and_a_state_records_for_itself(
    supervisor: User, supervisor_a: User, client: Client
) -> None:
    client.force_login(supervisor)
    answer = client.post("/incidents/new", {"what": "kept words", "known_at": "2020-01-01T00:00", "kinds": "names"})
    text = answer.content.decode()
    assert "Choose an answer to “States whose people are affected”." in text
    assert ">\nnames</textarea>" in text
    client.post("/incidents/new", {"what": "w", "known_at": "2020-01-01T00:00", "state": ["BRB", "LCA"]})
    enter(REGION)
    assert Incident.objects.get().states == ["BRB", "LCA"]
    client.force_login(supervisor_a)
    assert 'name="state"' not in client.get("/incidents").content.decode()
