"""A carrier sees its own voyages as it filed them, with what is due and our answer to each traveller, and no more."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from roadstead.casework.alerts.models import Alert
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages import own_voyage
from roadstead.filings.voyages.history import replay_versions
from roadstead.filings.voyages.models import Statement, Voyage
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, Scope, enter
from tests.conftest import make_user
from tests.outbound.responses.test_issue import decided, listed
from tests.pipeline.test_pipeline import file
from tests.pipeline.test_pipeline import states as states
from tests.samples import Person, paxlst

pytestmark = pytest.mark.django_db
ANNA = Person(surname="TESTER", given="ANNA", document="T0000001", reference="P-1")
TOBIAS = Person(
    surname="QUILLIMANE", given="TOBIAS", born="750304", document="G7654321", nationality="GUY", reference="P-2"
)
NAMELESS_DAY = Person(surname="LATER", given="EVE", born="809901", document="E0000003", reference="P-3")


def coming(raw: bytes, *, days: int = 2) -> bytes:
    """The list for a flight so many days from now, sent now."""
    now = timezone.now()
    return raw.replace(b"261126", f"{now + timedelta(days=days):%y%m%d}".encode()).replace(
        b"261125:1200", f"{now:%y%m%d:%H%M}".encode()
    )


def filed(*people: Person, days: int = 2, carrier: str = "2X", **more: Any) -> Message:
    return file(coming(paxlst(*people, **more), days=days), carrier=carrier, now=timezone.now())


@pytest.fixture
def ours(region: None) -> User:
    return make_user("desk", Role.CARRIER, carrier="2X")


def page(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    return " ".join(client.get(address).content.decode().split())


def rows(client: Client, user: User, address: str) -> list[dict[str, str]]:
    client.force_login(user)
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_list_of_voyages_says_what_is_filed_and_what_is_due(client: Client, ours: User) -> None:
    message = filed(ANNA, TOBIAS)
    shown = page(client, ours, "/my-voyages")
    assert f"/my-voyages/{message.receipt}/1" in shown
    for words in ("2X 101", "Passenger list, Barbados", "Crew list, Barbados", "On time", "Not filed yet", "1 voyage"):
        assert words in shown
    (row,) = rows(client, ours, "/my-voyages?as=csv")
    assert (row["From"], row["To"]) == ("MIA", "BGI")
    assert row["Your filings"] == "passengers BRB on_time, crew BRB due"
    assert row["Next deadline"]


def test_a_long_list_is_computed_once_and_anew_after_whatever_changes_it(
    client: Client, ours: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    replayed: list[int] = []

    def replaying(rows: Any) -> Any:
        found = list(rows)
        replayed.append(len(found))
        return replay_versions(found)

    monkeypatch.setattr(own_voyage, "MIN_PEOPLE", 1)
    monkeypatch.setattr(own_voyage, "replay_versions", replaying)
    first = filed(ANNA, TOBIAS, reference="1")
    address = f"/my-voyages/{first.receipt}/1"
    for _ in range(2):
        assert "QUILLIMANE" in page(client, ours, address)
    assert "QUILLIMANE" in page(client, ours, f"{address}/people/2")
    assert replayed == [1]
    enter(REGION)
    statement = Statement.objects.get()
    statement.payload = statement.payload.replace("QUILLIMANE", "REDACTED")
    statement.save()
    shown = page(client, ours, address)
    assert "REDACTED" in shown
    assert "QUILLIMANE" not in shown
    filed(ANNA, TOBIAS, NAMELESS_DAY, reference="2")
    assert "LATER" in page(client, ours, address)
    assert replayed == [1, 1, 2]
    enter(REGION)
    Statement.objects.all().delete()
    assert "TESTER" not in page(client, ours, address)
    client.force_login(make_user("other", Role.CARRIER, carrier="Y8"))
    assert client.get(address).status_code == 404


def test_past_voyages_are_apart_and_each_list_is_sorted_and_searched(client: Client, ours: User) -> None:
    filed(ANNA)
    filed(ANNA, days=-30, flight="2X202", reference="2")
    filed(ANNA, days=9, flight="2X303", reference="3")
    numbers = [row["Voyage"] for row in rows(client, ours, "/my-voyages?as=csv")]
    assert numbers == ["2X101", "2X303"]
    assert [row["Voyage"] for row in rows(client, ours, "/my-voyages?as=csv&sort=-voyage")] == ["2X303", "2X101"]
    assert [row["Voyage"] for row in rows(client, ours, "/my-voyages?as=csv&show=past")] == ["2X202"]
    assert [row["Voyage"] for row in rows(client, ours, "/my-voyages?as=csv&show=all&q=303")] == ["2X303"]
    assert "No voyage matches these filters." in page(client, ours, "/my-voyages?q=zz")


def test_the_page_of_a_voyage_shows_messages_deadlines_and_people_with_their_answers(
    client: Client, ours: User
) -> None:
    first = filed(ANNA, TOBIAS, NAMELESS_DAY, reference="1")
    shown = page(client, ours, f"/my-voyages/{first.receipt}/1")
    for words in (
        "2X 101: ", "3 on your list", "1 to correct", "Crew list", "Not filed yet", "TESTER, ANNA", "No problems",
        "LATER, EVE", "Insufficient data", "birth date", "1 message, newest first", first.receipt, "3 added",
    ):  # fmt: skip
        assert words in shown
    found = {row["Traveller"]: row for row in rows(client, ours, f"/my-voyages/{first.receipt}/1?as=csv")}
    assert found["TESTER, ANNA"]["Our response"] == "ok"
    assert found["LATER, EVE"]["What to correct"] == "correct"
    assert "809901" in page(client, ours, f"/my-voyages/{first.receipt}/1?state=correct")
    assert "TESTER" not in page(client, ours, f"/my-voyages/{first.receipt}/1?state=correct")
    filtered = client.post(f"/my-voyages/{first.receipt}/1", {"q": "g7654321", "state": "all"}).headers["Location"]
    assert "g7654321" not in filtered
    assert "?state=all&words=" in filtered
    assert len(rows(client, ours, f"{filtered}&as=csv")) == 1
    assert client.get(f"/my-voyages/{first.receipt}/1?as=csv&words=x").headers["Location"].endswith("/1")


def test_another_carriers_people_on_the_same_voyage_are_never_shown(client: Client, ours: User) -> None:
    own = filed(ANNA)
    enter(REGION)
    agent = make_user("agent", Role.CARRIER, carrier="AG")
    theirs = filed(TOBIAS, carrier="AG", reference="9", flight="2X101")
    enter(REGION)
    Message.objects.filter(pk=theirs.pk).update(status="received", approved_by=agent)
    voyage = Voyage.objects.get(number="2X101")
    assert Statement.objects.filter(voyage=voyage).count() == 1  # set aside until a supervisor approves it
    shown = page(client, ours, f"/my-voyages/{own.receipt}/1")
    assert "QUILLIMANE" not in shown
    assert theirs.receipt not in shown
    client.force_login(ours)
    assert client.get(f"/my-voyages/{theirs.receipt}/1").status_code == 404
    client.force_login(agent)
    assert client.get(f"/my-voyages/{own.receipt}/1").status_code == 404
    assert client.get(f"/my-voyages/{own.receipt}/1/people/1").status_code == 404


def test_the_database_shows_a_carrier_its_own_statements_alone(ours: User) -> None:
    filed(ANNA)
    for carrier, number in (("2X", 1), ("AG", 0), ("", 0)):
        enter(Scope(carrier=carrier))
        assert Statement.objects.count() == number
        assert Statement.objects.update(payload="{}") == 0
    enter(REGION)


def test_a_listed_traveller_looks_like_any_other_until_an_officer_decides(
    client: Client, ours: User, officer_a: User
) -> None:
    listed("stop")
    message = filed(ANNA, TOBIAS)
    assert Alert.objects.exists()
    address = f"/my-voyages/{message.receipt}/1"
    before = {row["Traveller"]: row["Our response"] for row in rows(client, ours, f"{address}?as=csv")}
    assert before == {"TESTER, ANNA": "ok", "QUILLIMANE, TOBIAS": "ok"}
    enter(REGION)
    decided(officer_a)
    after = {row["Traveller"]: row["Our response"] for row in rows(client, ours, f"{address}?as=csv")}
    assert after == {"TESTER, ANNA": "ok", "QUILLIMANE, TOBIAS": "not_ok"}
    shown = page(client, ours, address) + page(client, ours, f"{address}/people/2")
    for words in ("alert", "Test list", "court", officer_a.username):
        assert words not in shown


def test_only_carriers_open_the_pages_and_each_reading_is_written_down(
    client: Client, ours: User, officer_a: User
) -> None:
    message = filed(ANNA)
    page(client, ours, f"/my-voyages/{message.receipt}/1")
    page(client, ours, f"/my-voyages/{message.receipt}/1?as=csv")
    enter(REGION)
    lines = Record.objects.filter(who=ours, subject=f"receipt {message.receipt}").values_list("action", "detail")
    assert sorted(lines) == [("exported", "voyage"), ("read", "voyage")]
    assert not Record.objects.filter(subject__contains="TESTER").exists()
    client.force_login(officer_a)
    for address in ("/my-voyages", f"/my-voyages/{message.receipt}/1", f"/my-voyages/{message.receipt}/1/add"):
        assert client.get(address).status_code == 403


def test_a_list_in_parts_is_shown_as_incomplete_until_the_last_part_comes(client: Client, ours: User) -> None:
    message = filed(ANNA, part="02:F", reference="77")
    assert "Parts missing" in page(client, ours, "/my-voyages")
    assert "Parts missing" in page(client, ours, f"/my-voyages/{message.receipt}/1")
    filed(TOBIAS, part="01:C", reference="78")
    assert "Parts missing" not in page(client, ours, "/my-voyages")


def test_an_address_that_is_no_receipt_is_not_found(client: Client, ours: User) -> None:
    filed(ANNA)
    client.force_login(ours)
    for address in ("NOTHING/1", "7K3M9-QX2AH/1", "7K3M9-QX2AH/0", "7K3M9-QX2AH/99999999999999999999"):
        assert client.get(f"/my-voyages/{address}").status_code == 404


def test_a_carrier_without_a_voyage_reads_what_to_do(client: Client, ours: User) -> None:
    assert "You have filed no list for a coming voyage." in page(client, ours, "/my-voyages")
