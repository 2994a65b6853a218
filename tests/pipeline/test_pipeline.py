"""receive → read → record → screen → alert, message by message, on the real database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.workflow import Act, AlertState
from roadstead.casework.alerts.models import Alert, ClearedPair
from roadstead.config import config
from roadstead.engine.formats.lists import load_bytes, load_documents_bytes
from roadstead.filings.intake import queue
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.queue import Job
from roadstead.filings.intake.receive import receive
from roadstead.filings.voyages.models import Presence, Traveller, Voyage
from roadstead.pipeline import process as pipeline
from roadstead.pipeline import worker
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import State, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.publish import publish, publish_documents
from tests.samples import COMPARED, Person, paxlst

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
LISTED = (
    b"id,surname,given,born,nationality,action,reason\n"
    b"R-1,Quillimane,Tobias,1975-03-04,GUY,refer,asked for by a court\n"
)
TOBIAS = Person(surname="QUILLIMANE", given="TOBIAS", born="750304", document="G7654321", nationality="GUY")
ANNA = Person(surname="TESTER", given="ANNA", document="T0000001")


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.create(code=code, name=code)


def put_in_force(raw: bytes = LISTED, *, name: str = "Test list", owner: str = "REGION") -> None:
    publish(load_bytes(raw, "test.csv"), name=name, owner=owner)


def file(raw: bytes, *, carrier: str = "2X", now: datetime = NOW, live: ScreeningSetCache | None = None) -> Message:
    """Receive and process one message (and whatever else waits), as the API and a worker do."""
    message = receive(raw, carrier=carrier, channel="api", now=now).message
    watch = live or ScreeningSetCache()
    watch.refresh()
    while jobs := queue.lease_jobs(lease=30, limit=10):
        for job in jobs:
            pipeline.process(job, live=watch, now=now)
        enter(REGION)
    return Message.objects.get(pk=message.pk)


def test_a_listed_person_becomes_a_possible_match_with_its_reasons_and_versions() -> None:
    put_in_force()
    message = file(paxlst(ANNA, TOBIAS))
    alert = Alert.objects.get()
    assert (message.status, message.states) == (Status.READ, ["BRB"])
    assert (alert.traveller and alert.traveller.surname, alert.entry_id, alert.state) == ("QUILLIMANE", "R-1", "new")
    assert alert.reasons
    assert all(reason["text"] for reason in alert.reasons)
    assert alert.replay["list_version"]
    assert alert.states == ["BRB"]


def test_every_row_says_which_message_and_segment_it_came_from() -> None:
    file(paxlst(ANNA, TOBIAS))
    for row in Traveller.objects.all():
        segments = bytes(row.manifest.message.raw).decode().split("'")
        assert row.segment
        unh = next(at for at, text in enumerate(segments) if text.startswith("UNH"))
        assert row.surname in segments[unh + row.segment - 1]
        assert {"field", "value", "segment"} <= set(row.declared["sent"][0])


def test_a_later_message_changes_the_person_and_screens_again() -> None:
    put_in_force()
    file(paxlst(ANNA, Person(surname="QUILLIMANE", given="T", born="610304", document="G7654321")))
    assert not Alert.objects.exists()
    file(paxlst(ANNA, TOBIAS, sent="261125:1300", reference="2"))
    assert Traveller.objects.count() == 2
    assert Alert.objects.get().entry_id == "R-1"


def test_an_older_message_that_comes_late_changes_nothing_a_newer_one_said() -> None:
    file(paxlst(Person(surname="TESTER", document="NEW00002"), sent="261125:1300", reference="2"))
    file(paxlst(Person(surname="TESTER", document="OLD00001"), ANNA, sent="261125:1200", reference="1"))
    assert Traveller.objects.get(documents__number="NEW00002").surname == "TESTER"
    assert not Traveller.objects.filter(documents__number="OLD00001").exists()


def test_parts_of_a_list_join_and_a_list_sent_again_doubles_nobody() -> None:
    file(paxlst(ANNA, part="01:C", reference="1"))
    file(paxlst(TOBIAS, part="02:F", reference="2"))
    file(paxlst(ANNA, TOBIAS, sent="261125:1400", reference="3"))
    assert Voyage.objects.count() == 1
    assert sorted(Traveller.objects.values_list("surname", flat=True)) == ["QUILLIMANE", "TESTER"]


def test_people_taken_off_a_list_are_withdrawn_and_not_screened() -> None:
    put_in_force()
    file(paxlst(ANNA, reference="1"))
    file(paxlst(TOBIAS, function="266+XR", sent="261125:1300", reference="2"))
    assert Traveller.objects.get(surname="QUILLIMANE").presence == Presence.WITHDRAWN
    assert not Alert.objects.exists()


def test_a_states_own_list_alerts_that_state_alone() -> None:
    put_in_force(owner="LCA")
    file(paxlst(TOBIAS))  # to Barbados: Saint Lucia is not concerned
    assert not Alert.objects.exists()
    file(paxlst(TOBIAS, route=("BGI", "SLU"), flight="2X102", reference="2"))
    assert Alert.objects.get().states == ["LCA"]


def test_the_same_meeting_never_makes_a_second_alert() -> None:
    put_in_force()
    file(paxlst(TOBIAS))
    file(paxlst(TOBIAS, ANNA, sent="261125:1300", reference="2"))
    assert Alert.objects.count() == 1


def clear_the_only_alert(by: User) -> None:
    alert = Alert.objects.get()
    decide(alert.pk, Act.TAKE, by=by, words=DecisionText(), now=NOW)
    words = DecisionText(
        compared=COMPARED,
        note="another person",
        reasons_for="the name",
        reasons_against="document and photograph differ",
    )
    decide(alert.pk, Act.CLEAR, by=by, words=words, now=NOW)


def test_a_cleared_pair_is_not_raised_again_on_the_next_voyage_and_the_suppression_is_counted(analyst: User) -> None:
    put_in_force()
    file(paxlst(TOBIAS))
    clear_the_only_alert(analyst)
    file(paxlst(TOBIAS, flight="2X205", reference="2"))
    assert Voyage.objects.count() == 2
    assert Alert.objects.count() == 1
    assert ClearedPair.objects.get().times_applied == 1


def test_a_cleared_person_is_raised_again_when_an_identifier_changes_on_either_side(analyst: User) -> None:
    put_in_force()
    file(paxlst(TOBIAS))
    clear_the_only_alert(analyst)
    other_document = Person(surname="QUILLIMANE", given="TOBIAS", born="750304", document="G1111111", nationality="GUY")
    file(paxlst(other_document, flight="2X205", reference="2"))
    assert Alert.objects.filter(state=AlertState.NEW).count() == 1
    put_in_force(LISTED.replace(b"GUY,refer", b"SUR,refer"))
    file(paxlst(TOBIAS, flight="2X206", reference="3"))
    assert Alert.objects.filter(state=AlertState.NEW).count() == 2


def test_a_document_reported_lost_is_a_possible_match_by_rule() -> None:
    loaded = load_documents_bytes(b"issuer,type,number\nBRB,P,T0000001\n", "lost.csv")
    publish_documents(loaded.documents, name="Lost and stolen", sha256=loaded.version.sha256)
    file(paxlst(ANNA, TOBIAS))
    alert = Alert.objects.get()
    assert (alert.rule, alert.traveller and alert.traveller.surname) == ("T01", "TESTER")


def test_a_late_list_is_a_finding_on_the_voyage() -> None:
    late = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
    receive(paxlst(ANNA), carrier="2X", channel="api", now=late)
    (job,) = queue.lease_jobs(lease=30, limit=1)
    pipeline.process(job, live=ScreeningSetCache(), now=late)
    enter(REGION)
    alert = Alert.objects.get()
    assert (alert.rule, alert.traveller) == ("T05", None)
    assert Voyage.objects.get().on_time is False


def test_a_body_that_is_no_list_is_kept_with_its_reason() -> None:
    message = file(b"<html><body>Bad gateway</body></html>")
    assert message.status == Status.NOT_UNDERSTOOD
    (manifest,) = message.manifests.all()
    assert manifest.problems[0]["severity"] == "error"
    assert bytes(message.raw) == b"<html><body>Bad gateway</body></html>"


def test_one_list_in_a_body_never_opens_the_other_to_the_wrong_state() -> None:
    both = paxlst(ANNA) + b"\n" + paxlst(TOBIAS, route=("MIA", "SLU"), flight="2X300", reference="2")
    message = file(both)
    assert Voyage.objects.count() == 2
    assert message.states == []  # only the region may read the whole body


class Explodes(ScreeningSetCache):
    """Stands for any fault of ours while a message is processed."""

    def current(self):  # type: ignore[no-untyped-def]
        raise RuntimeError("ZEPHYRINE must not be in the log")


def fail_until_set_aside(attempts: int) -> Message:
    message = receive(paxlst(ANNA), carrier="2X", channel="api", now=NOW).message
    hand = worker.Worker(config(), live=Explodes())
    for attempt in range(1, attempts + 1):
        (job,) = queue.lease_jobs(lease=30, limit=1)
        assert job.attempt == attempt
        hand._one(job)
        enter(REGION)
        if attempt < attempts:
            queue.release(job, seconds=0)
    return Message.objects.get(pk=message.pk)


def test_a_message_that_fails_is_tried_again_then_set_aside_with_its_reason_and_without_personal_data() -> None:
    message = fail_until_set_aside(config().max_attempts)
    assert (message.status, message.attempts) == (Status.SET_ASIDE, config().max_attempts)
    assert message.reason.startswith("RuntimeError at ")
    assert "ZEPHYRINE" not in message.reason
    assert not Traveller.objects.exists()  # nothing half-done is left
    assert queue.length() == 0


def test_a_message_that_kills_its_workers_is_set_aside_too() -> None:
    message = receive(paxlst(ANNA), carrier="2X", channel="api", now=NOW).message
    (job,) = queue.lease_jobs(lease=30, limit=1)
    worker.Worker(config())._one(Job(id=job.id, message=job.message, attempt=config().max_attempts + 1))
    enter(REGION)
    assert Message.objects.get(pk=message.pk).status == Status.SET_ASIDE


def test_a_damaged_new_version_of_a_list_never_replaces_the_good_one() -> None:
    rows = [f"R-{at},Person{at:03},Test,19{at % 90 + 10}-01-02,GUY,refer,x" for at in range(50)]
    head = "id,surname,given,born,nationality,action,reason"
    put_in_force("\n".join([head, *rows]).encode())
    with pytest.raises(Exception, match="stays at version"):
        put_in_force("\n".join([head, *rows[:5]]).encode())


def test_a_message_that_others_only_refer_to_is_not_passed_over(region: None) -> None:
    """Retention often refers to messages: a lock that waits for it would leave the message until its lease ends."""
    with CaptureQueriesContext(connection) as captured:
        file(paxlst(TOBIAS))
    locks = [query["sql"] for query in captured if "SKIP LOCKED" in query["sql"] and "intake_message" in query["sql"]]
    assert locks
    assert all(sql.endswith("FOR NO KEY UPDATE SKIP LOCKED") for sql in locks)
