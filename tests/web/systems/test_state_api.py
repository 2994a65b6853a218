"""A national system fetches alerts and posts what officers did: once, for its own state, by the rules of the pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from roadstead.casework.alerts.models import Alert, Event, ExternalCheck, Outcome, Selection
from roadstead.casework.alerts.state_decisions import as_seen_by
from roadstead.filings.voyages.models import Voyage
from roadstead.outbound.notifications.models import Notice
from roadstead.platform.accounts.answered_calls import delete_old
from roadstead.platform.accounts.models import AnsweredCall, Role, TokenScope, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.common.refusals import refusal
from roadstead.web.systems import alerts as alert_calls
from tests.casework.examinations.cargo import OTHER, SHARED, rule_alert, ship
from tests.web.systems.national import System, employed, flight_of_both, organisation, read, token

pytestmark = pytest.mark.django_db
LATER = (timezone.now() + timedelta(days=3)).isoformat(timespec="minutes")
GOODS: dict[str, Any] = {"kind": "examine", "port": "BBBGI", "planned_at": LATER, "reason": "the weights differ"}


@pytest.fixture
def officer(region: None) -> User:
    return employed("officer.one", Role.OFFICER, "BRB", "BRB-IMM")


@pytest.fixture
def system(officer: User, client: Client) -> System:
    return System(client, token("BRB", "BRB-IMM"))


@pytest.fixture
def theirs(region: None) -> System:
    employed("officer.two", Role.OFFICER, "LCA", "LCA-IMM")
    return System(Client(), token("LCA", "LCA-IMM"))


@pytest.fixture
def alert(region: None) -> Alert:
    return flight_of_both()


def landed() -> None:
    enter(REGION)
    Voyage.objects.update(arrives_at=timezone.now() - timedelta(hours=1))


# ── reading


def test_the_alerts_of_a_flight_come_by_its_number_and_day_or_by_its_key(alert: Alert, system: System) -> None:
    voyage = Voyage.objects.get()
    day = voyage.arrives_local[:10]
    answers = [read(system.get(f"/voyages/{key}/alerts")) for key in (voyage.pk, f"2X101.{day}", f"2X 0101.{day}")]
    for answer in answers:
        (found,) = answer["voyages"]
        assert found["voyage"]["key"] == voyage.pk
        (row,) = found["alerts"]
        assert (row["ref"], row["status"]["code"]) == (alert.pk, "new")
        assert row["subject"]["name"] == "QUILLIMANE, TOBIAS"
        assert row["action"]["text"]
    enter(REGION)
    said = Record.objects.filter(subject=f"alert {alert.pk}", action="read")
    assert {(each.user, each.as_whom, each.who_id, each.purpose) for each in said} == {
        ("token Border system", "token BRB", None, "match")
    }
    assert said.count() == 3


@pytest.mark.parametrize("key", ["2X101", "2X101.2026-02-31", "2X101.2020-01-01", "99999999", "x" * 99])
def test_a_key_that_names_no_voyage_says_how_to_write_one(key: str, alert: Alert, system: System) -> None:
    answer = system.get(f"/voyages/{key}/alerts")
    assert answer.status_code == 404
    assert read(answer)["code"] == "no-such-voyage"
    assert "2X101.2026-11-26" in read(answer)["text"]


def test_one_alert_has_its_reasons_in_words_and_codes_and_both_sides(alert: Alert, system: System) -> None:
    found = read(system.get(f"/alerts/{alert.pk}"))
    assert found["reasons"]
    assert all(each["text"] and isinstance(each["value"], float) for each in found["reasons"])
    names = next(each for each in found["comparison"] if each["code"] == "name")
    assert names["declared"] == ["QUILLIMANE, TOBIAS"]
    assert {each["code"] for each in found["possible_outcomes"]} >= {"admitted", "refused"}


def test_changes_come_page_by_page_and_the_newest_are_given_again(
    alert: Alert, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read(system.get("/alerts"))
    assert [each["ref"] for each in first["alerts"]] == [alert.pk]
    again = read(system.get(f"/alerts?since={first['cursor']}"))
    assert [each["version"] for each in again["alerts"]] == [first["alerts"][0]["version"]]
    monkeypatch.setattr(alert_calls, "SETTLED", timedelta(0))
    settled = read(system.get(f"/alerts?since={first['cursor']}"))
    assert read(system.get(f"/alerts?since={settled['cursor']}"))["alerts"] == []
    monkeypatch.setattr(alert_calls, "FIRST_CHANGES", 1)
    assert read(system.get("/alerts?limit=1"))["more"] is False


def test_many_changes_come_in_pages_each_alert_once(alert: Alert, system: System) -> None:
    enter(REGION)
    for number in range(5):
        made = Alert.objects.create(voyage=alert.voyage, kind="rule", rule=f"T{number}", action="refer", states=["BRB"])
        Event.objects.create(alert=made, act="raised", number=1, states=["BRB"], sha256="", hash="")
    seen: list[int] = []
    cursor, more = 0, True
    while more:
        page = read(system.get(f"/alerts?limit=2&since={cursor}"))
        assert len(page["alerts"]) <= 2
        seen += [each["ref"] for each in page["alerts"]]
        cursor, more = page["cursor"], page["more"]
    assert len(seen) == len(set(seen)) == 6


def test_what_a_page_would_not_show_an_officer_no_system_reads_nor_acts_on(alert: Alert, system: System) -> None:
    for hidden in ({"action": "discreet"}, {"tlp": "red", "named": [1]}, {"states": ["LCA"]}):
        enter(REGION)
        Alert.objects.update(action="stop", tlp="amber", named=[], states=["BRB"])
        assert system.get(f"/alerts/{alert.pk}").status_code == 200
        enter(REGION)
        Alert.objects.update(**hidden)
        assert read(system.get(f"/voyages/{alert.voyage_id}/alerts"))["voyages"][0]["alerts"] == []
        assert read(system.get("/alerts"))["alerts"] == []
        assert system.get(f"/alerts/{alert.pk}").status_code == 404
        body = {"officer": "officer.one", "what": "admitted"}
        assert system.post(f"/alerts/{alert.pk}/outcome", body).status_code == 404
        check = {"officer": "officer.one", "system": "police", "result": "nothing"}
        assert system.post(f"/alerts/{alert.pk}/checks", check).status_code == 404


# ── posting


def test_an_outcome_closes_the_alert_for_its_own_state_and_names_officer_and_system(
    alert: Alert, system: System, theirs: System, officer: User
) -> None:
    landed()
    body = {"officer": "officer.one", "what": "refused", "note": "False visa"}
    done = system.post(f"/alerts/{alert.pk}/outcome", body)
    assert done.status_code == 201, read(done)
    enter(REGION)
    made = Outcome.objects.get()
    assert read(done)["outcome"] == made.pk
    assert (made.recorded_by, made.through, made.state, made.note) == (officer, "Border system", "BRB", "False visa")
    mine, other = read(system.get(f"/alerts/{alert.pk}")), read(theirs.get(f"/alerts/{alert.pk}"))
    assert mine["dealt_at"]
    assert mine["outcomes"][0]["system"] == "Border system"
    assert other["dealt_at"] is None
    assert other["outcomes"] == []
    enter(REGION)
    line = Record.objects.get(action="outcome recorded")
    assert (line.user, line.as_whom) == ("officer.one", "officer BRB by token Border system")
    client = Client()
    client.force_login(officer)
    page = client.get(f"/alerts/{alert.pk}").content.decode()
    assert "through Border system" in page
    assert "False visa" in page


def test_the_same_call_twice_is_done_once_and_another_under_its_key_is_refused(alert: Alert, system: System) -> None:
    landed()
    body = {"officer": "officer.one", "what": "admitted"}
    first, second = (system.post(f"/alerts/{alert.pk}/outcome", body, key="k-1") for _ in range(2))
    assert read(first) == read(second)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    other = system.post(f"/alerts/{alert.pk}/outcome", {**body, "what": "referred"}, key="k-1")
    assert (other.status_code, read(other)["code"]) == (409, "key-used")
    missing = system.post(f"/alerts/{alert.pk}/outcome", body, key="")
    assert (missing.status_code, read(missing)["code"]) == (400, "key-missing")
    enter(REGION)
    assert Outcome.objects.count() == 1
    assert AnsweredCall.objects.count() == 1
    delete_old(timezone.now() + timedelta(days=8))
    assert not AnsweredCall.objects.exists()


def test_a_refused_call_keeps_no_key_and_says_what_the_page_says(alert: Alert, system: System) -> None:
    early = {"officer": "officer.one", "what": "admitted"}
    enter(REGION)
    Voyage.objects.update(arrives_at=timezone.now() + timedelta(hours=5))
    answer = system.post(f"/alerts/{alert.pk}/outcome", early, key="k-1")
    assert (answer.status_code, read(answer)["code"]) == (409, "not-allowed")
    assert "has not arrived" in read(answer)["text"]
    again = system.post(f"/alerts/{alert.pk}/outcome", {**early, "early_reason": "landed early"}, key="k-1")
    assert again.status_code == 201
    enter(REGION)
    assert Outcome.objects.get().is_early


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"what": "admitted"}, 400, "officer: Field required"),
        ({"officer": "officer.one", "what": "eaten"}, 400, "what: Input should be"),
        ({"officer": "officer.one", "what": "admitted", "at": "2026-11-25T10:00:00"}, 400, "at: write the time with"),
        ({"officer": "officer.one", "what": "admitted", "at": "2099-01-01T10:00:00Z"}, 409, "future"),
        ({"officer": "officer.one", "what": "refused"}, 409, "needs a note"),
        ({"officer": "officer.one", "what": "admitted", "remark": "x"}, 400, "remark: Extra inputs"),
        ({"officer": "officer.one", "what": "admitted", "note": "x" * 4001}, 400, "note: String should have at most"),
        ({"officer": "officer.two", "what": "admitted"}, 409, "is not the user name of an officer"),
        ({"officer": "officer.one", "what": "seized"}, 409, "cannot happen to this alert"),
        ({"officer": "officer.one", "what": "seized", "found": {"items": []}}, 400, "Choose what was found"),
        ([], 400, "body"),
        ("{", 400, "the body is not JSON"),
        ("[" * 60_000, 400, "the body is not JSON"),
        ({"officer": "officer.one", "what": "admitted", "note": "a\0"}, 400, "a text holds a NUL"),
        ({"officer": "officer.one", "what": "admitted", "at": "0001-01-01T00:00:00+14:00"}, 400, "at: check the year"),
        ('{"officer": "officer.one", "what": "admitted", "note": "\\ud800"}', 400, "note: "),
        (
            '{"officer": "officer.one", "what": "seized", "found": {"items": [{"what": "cash", "quantity": NaN,'
            ' "unit": "USD"}]}}',
            400,
            "found.",
        ),
    ],
)
def test_bad_input_is_refused_with_a_sentence_and_nothing_is_stored(
    body: Any, status: int, said: str, alert: Alert, system: System
) -> None:
    landed()
    answer = system.post(f"/alerts/{alert.pk}/outcome", body)
    assert answer.status_code == status, read(answer)
    assert said in read(answer)["text"]
    enter(REGION)
    assert not Outcome.objects.exists()
    assert not AnsweredCall.objects.exists()


def test_an_error_on_our_side_and_an_unknown_address_speak_of_calls_and_not_of_lists(system: System) -> None:
    failed = read(refusal(RequestFactory().post("/api/v1/state/requests/RQ-7KQ4-2FWX/acts"), 500))
    assert failed["code"] == "our-fault"
    assert "the same Idempotency-Key" in failed["text"]
    unknown = system.get("/nowhere")
    assert (unknown.status_code, read(unknown)["code"]) == (404, "no-such-address")
    assert "/api/v1/state/openapi.json" in read(unknown)["text"]


def test_a_body_above_the_limit_is_not_read(alert: Alert, system: System) -> None:
    answer = system.post(f"/alerts/{alert.pk}/outcome", {"officer": "x" * 70_000})
    assert (answer.status_code, read(answer)["code"]) == (413, "body-too-large")


def test_another_state_meets_nothing_of_it(alert: Alert, theirs: System) -> None:
    enter(REGION)
    Alert.objects.update(states=["BRB"])
    Voyage.objects.update(states=["BRB"])
    for path in (f"/alerts/{alert.pk}", f"/voyages/{alert.voyage_id}/alerts"):
        assert theirs.get(path).status_code == 404
    assert read(theirs.get("/alerts"))["alerts"] == []
    body = {"officer": "officer.two", "what": "admitted"}
    mine = theirs.post(f"/alerts/{alert.pk}/outcome", body)
    none = theirs.post("/alerts/99999999/outcome", body)
    assert (mine.status_code, read(mine)) == (none.status_code, read(none))


def test_a_check_is_recorded_waits_and_is_answered(alert: Alert, system: System, theirs: System) -> None:
    body = {"officer": "officer.one", "system": "interpol", "result": "waiting", "asked": "NCB Bridgetown"}
    asked = read(system.post(f"/alerts/{alert.pk}/checks", body))
    reply = {**body, "result": "nothing", "reference": "NCB-7", "reply_to": asked["check"]}
    done = system.post(f"/alerts/{alert.pk}/checks", reply)
    assert done.status_code == 201
    twice = system.post(f"/alerts/{alert.pk}/checks", reply)
    assert (twice.status_code, read(twice)["code"]) == (409, "not-allowed")
    shown = read(system.get(f"/alerts/{alert.pk}"))["checks"]
    assert [(each["result"]["code"], each["through"]) for each in shown] == [
        ("waiting", "Border system"),
        ("nothing", "Border system"),
    ]
    assert read(theirs.get(f"/alerts/{alert.pk}"))["checks"] == []
    enter(REGION)
    assert ExternalCheck.objects.count() == 2


# ── goods


@pytest.fixture
def customs(region: None) -> System:
    employed("customs.one", Role.OFFICER, "BRB", "BRB-CUS")
    return System(Client(), token("BRB", "BRB-CUS", name="ASYCUDA"))


def test_goods_are_selected_and_the_result_is_posted_and_the_page_names_the_system(customs: System) -> None:
    voyage = ship()
    body = {**GOODS, "officer": "customs.one", "voyage": voyage.pk, "container": OTHER, "detain": True}
    done = customs.post("/selections", body, key="s-1")
    assert done.status_code == 201, read(done)
    number = read(done)["selection"]
    assert read(customs.post("/selections", body, key="s-1")) == read(done)
    shown = read(customs.get(f"/selections/{number}"))
    assert (shown["container"], shown["status"]["code"], shown["detained"]) == (OTHER, "selected", True)
    result = {"officer": "customs.one", "what": "nothing", "release": True, "early_reason": "unloaded early"}
    closed = customs.post(f"/selections/{number}/result", result)
    assert closed.status_code == 201, read(closed)
    assert read(customs.get(f"/selections/{number}"))["detained"] is False
    enter(REGION)
    made = Selection.objects.get()
    assert made.state == "examined"
    assert {event.content["through"] for event in made.events.all()} == {"ASYCUDA"}
    assert Outcome.objects.get().through == "ASYCUDA"


def test_an_alert_about_goods_is_decided_by_the_selection(customs: System) -> None:
    voyage = ship()
    alert = rule_alert(voyage)
    body = {**GOODS, "officer": "customs.one", "voyage": voyage.pk, "alert": alert.pk, "container": SHARED}
    done = customs.post("/selections", body)
    assert done.status_code == 201, read(done)
    enter(REGION)
    assert Selection.objects.get().alert_id == alert.pk
    assert as_seen_by([Alert.objects.get()], User.objects.get(username="customs.one"))[0].state == "examine"


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"port": "LCCAS"}, 409, "port: "),
        ({"container": "ABCU1234567"}, 409, "container: "),
        ({"container": ""}, 409, "container: Send the number of a bill or of a container"),
        ({"bill": "NONE"}, 409, "bill: No bill of this voyage"),
        ({"in_charge": "nobody"}, 409, "in_charge: "),
        ({"reason": " "}, 409, "reason: "),
        ({"planned_at": "2020-01-01T10:00:00Z"}, 409, "planned_at: "),
        ({"kind": "taste"}, 400, "kind: Input should be"),
        ({"voyage": 99999999}, 404, "no voyage"),
    ],
)
def test_a_wrong_selection_is_refused_with_the_sentence_of_the_page(
    change: dict[str, Any], status: int, said: str, customs: System
) -> None:
    body = {**GOODS, "officer": "customs.one", "voyage": ship().pk, "container": OTHER, **change}
    answer = customs.post("/selections", body)
    assert answer.status_code == status, read(answer)
    assert said in read(answer)["text"]
    enter(REGION)
    assert not Selection.objects.exists()


def test_the_selection_of_one_state_is_nobody_elses(customs: System, theirs: System) -> None:
    body = {**GOODS, "officer": "customs.one", "voyage": ship().pk, "container": OTHER}
    number = read(customs.post("/selections", body))["selection"]
    assert theirs.get(f"/selections/{number}").status_code == 404
    result = theirs.post(f"/selections/{number}/result", {"officer": "officer.two", "what": "nothing"})
    assert result.status_code == 404


def test_held_and_released_containers_come_as_json_and_csv_without_reasons(customs: System, theirs: System) -> None:
    body = {**GOODS, "officer": "customs.one", "voyage": ship().pk, "detain": True}
    first = read(customs.post("/selections", {**body, "container": OTHER}))["selection"]
    customs.post("/selections", {**body, "container": SHARED})
    second = read(customs.post("/selections", {**body, "bill": "B3", "container": OTHER}))["selection"]
    held = read(customs.get("/containers?status=held"))
    assert {each["container"] for each in held["containers"]} == {OTHER, SHARED}
    assert "weights" not in str(held)
    done = {"officer": "customs.one", "what": "nothing", "release": True, "early_reason": "unloaded"}
    customs.post(f"/selections/{first}/result", done)
    assert read(customs.get("/containers?status=released"))["containers"] == []  # the other selection holds it
    customs.post(f"/selections/{second}/result", done)
    (free,) = read(customs.get("/containers?status=released&port=bbbgi"))["containers"]
    assert (free["container"], free["port"], free["status"]) == (OTHER, "BBBGI", "released")
    assert read(customs.get("/containers?port=BBXXX"))["containers"] == []
    assert read(customs.get("/containers?since=2099-01-01T00:00:00Z"))["containers"] == []
    file = customs.get("/containers?format=csv")
    assert file.headers["Content-Type"].startswith("text/csv")
    lines = getattr(file, "content", b"").decode("utf-8-sig").splitlines()
    assert lines[0] == "Container,Bill,Port,Vessel,Voyage,Status,At"
    assert sorted(line.split(",")[5] for line in lines[1:]) == ["held", "released"]
    assert read(theirs.get("/containers"))["containers"] == []
    wrong = customs.get("/containers?status=lost&since=2026-01-01T00:00:00")
    assert (wrong.status_code, read(wrong)["code"]) == (400, "not-understood")


def test_a_system_without_the_scope_posts_nothing(alert: Alert, officer: User, client: Client) -> None:
    reads = System(client, token("BRB", "BRB-IMM", TokenScope.ALERTS, name="Reader"))
    body = {"officer": "officer.one", "what": "admitted"}
    answer = reads.post(f"/alerts/{alert.pk}/outcome", body)
    assert (answer.status_code, read(answer)["code"]) == (403, "not-opened")
    assert organisation("BRB", "BRB-IMM").tokens.count() == 1
    enter(REGION)
    assert not Notice.objects.filter(acknowledged_by=officer).exists()
