"""Quality beside the rows: of the person, the message and the voyage, and on the pages of officers and carriers."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roadstead.engine.reference.deadlines import DEADLINES
from roadstead.filings.intake import queue
from roadstead.filings.intake.models import Message
from roadstead.filings.intake.receive import receive
from roadstead.filings.voyages.declared import travellers_on
from roadstead.filings.voyages.models import Manifest, Traveller, Voyage
from roadstead.filings.voyages.record_quality import assess
from roadstead.pipeline import process as pipeline
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import State, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.carriers.receipt import receipt_view
from roadstead.web.templatetags.quality import aspects, worst
from tests.conftest import Approve
from tests.samples import Person, paxlst

pytestmark = pytest.mark.django_db
EARLY = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)  # the flight leaves on the 26th at 15:00 UTC
LATE = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
ANNA = Person(surname="TESTER", document="T0000001")
BAD = Person(surname="QUILLIMANE", given="TOBIAS", born="360304", document="TBA", nationality="QQQ")


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    State.objects.create(code="BRB", name="Barbados")


def file(raw: bytes, *, carrier: str = "2X", now: datetime = EARLY) -> Message:
    message = receive(raw, carrier=carrier, channel="api", now=now).message
    watch = ScreeningSetCache()
    watch.refresh()
    while jobs := queue.lease_jobs(lease=30, limit=10):
        for job in jobs:
            pipeline.process(job, live=watch, now=now)
        enter(REGION)
    return Message.objects.get(pk=message.pk)


def codes(quality: dict[str, list[dict[str, str]]]) -> set[str]:
    return {each["code"] for each in quality.get("findings", ())}


def test_each_person_has_what_was_found_of_that_person_and_nothing_else() -> None:
    file(paxlst(ANNA, BAD))
    anna, tobias = Traveller.objects.order_by("position")
    assert codes(anna.quality) <= {"residence-missing"}
    assert {"document-number-placeholder", "nationality-unknown"} <= codes(tobias.quality)
    assert "document-number-placeholder" not in codes(anna.quality)


def test_a_message_keeps_its_people_by_place_and_without_their_names() -> None:
    message = file(paxlst(ANNA, BAD))
    quality = Manifest.objects.get(message=message).quality
    assert [each["position"] for each in quality["travellers"]][:1] == [1]
    assert quality["concerned"]["plausible"] == 1
    assert "QUILLIMANE" not in str(quality)


def test_the_voyage_counts_whom_each_finding_concerns() -> None:
    file(paxlst(ANNA, BAD))
    quality = Voyage.objects.get().quality
    assert quality["people"] == 2
    assert quality["codes"]["nationality-unknown"] == {
        "aspect": "plausible",
        "severity": "warning",
        "field": "nationality",
        "people": 1,
    }
    assert quality["profile"] == "caricom 1"


def test_a_correction_takes_the_finding_away() -> None:
    file(paxlst(ANNA, BAD))
    right = Person(surname="QUILLIMANE", given="TOBIAS", born="360304", document="G7654321", nationality="GUY")
    file(paxlst(ANNA, right, sent="261125:1300", reference="2"))
    assert not codes(Traveller.objects.get(surname="QUILLIMANE").quality) - {"residence-missing"}
    assert "nationality-unknown" not in Voyage.objects.get().quality["codes"]


ELSEWHERE = paxlst(ANNA, route=("SYD", "HNL"), flight="ZZ123").replace(b"+++2X'", b"+++ZZ'")


def test_a_list_without_a_known_deadline_is_not_called_on_time(carrier_user: User, client: Client) -> None:
    message = file(ELSEWHERE.replace(b"2611261", b"0711261"), carrier=carrier_user.carrier_id or "")
    client.force_login(carrier_user)
    receipt = client.get(f"/messages/{message.receipt}").content.decode()
    row = receipt.partition("<strong>On time</strong>")[2].partition("</tr>")[0]
    assert "Not assessed" in row
    assert "No problems found" not in row
    assert "19 years before we received the list. Check the year" in receipt.partition("Quality of what was filed")[0]
    assert "Nothing to correct" not in receipt


def test_the_receipt_warns_of_a_voyage_that_is_old_anothers_and_calls_nowhere_here() -> None:
    message = file(ELSEWHERE.replace(b"2611261", b"1311261"))
    problems = receipt_view(message)["problems"]
    doubts = {each["code"]: each for each in problems}
    assert {"date-far-away", "another-carriers-flight", "no-participating-state"} <= set(doubts)
    assert {each["severity"] for each in doubts.values()} == {"warning"}
    assert all(each["text"].endswith(".") for each in problems)


def test_a_voyage_without_any_list_has_nothing_in_order_that_was_not_assessed() -> None:
    file(paxlst(ANNA))
    voyage = Voyage.objects.get()
    Manifest.objects.update(function="bookings")
    assess(voyage, [], travellers_on(voyage), {"BRB"}, now=EARLY)
    found = {each.name: each.worst for each in aspects(voyage.quality, voyage)}
    assert {name for name, worst_of in found.items() if worst_of == "good"} == {"plausible"}
    assert found["on_time"] == "unknown"
    assess(voyage, [], [], {"BRB"}, now=EARLY)
    assert "good" not in {each.worst for each in aspects(voyage.quality, voyage)}
    assert worst({"findings": [], "codes": {}, "assessed": []}) == "unknown"


def test_parts_are_counted_together() -> None:
    anna, ben = paxlst(ANNA, part="01:C"), paxlst(Person(surname="ROE", document="T0000002"), part="02:F")
    file(anna.replace(b"CNT+42:1", b"CNT+42:2"))
    assert "count-differs-for-voyage" in codes(Voyage.objects.get().quality)
    file(ben.replace(b"CNT+42:1", b"CNT+42:2"))
    assert "count-differs-for-voyage" not in codes(Voyage.objects.get().quality)


def test_a_late_list_is_said_to_carrier_and_officer_with_its_source_and_without_reproach() -> None:
    message = file(paxlst(ANNA), now=LATE)
    for quality in (Voyage.objects.get().quality, Manifest.objects.get(message=message).quality):
        (late,) = [each for each in quality["findings"] if each["aspect"] == "on_time" and "passenger" in each["code"]]
        assert (late["code"], late["severity"]) == ("passenger-list-perhaps-late", "warning")
        assert "15 minutes after departure" in late["text"]


def test_a_correction_after_the_deadline_is_no_late_filing() -> None:
    file(paxlst(ANNA))
    message = file(paxlst(ANNA, BAD, sent="261126:1600", reference="2"), now=LATE)
    assert "passenger-list-perhaps-late" not in codes(Manifest.objects.get(message=message).quality)


def test_a_private_flight_has_the_private_deadline() -> None:
    raw = paxlst(ANNA, flight="N123AB").replace(b"TDT+20+N123AB+++2X'", b"TDT+20+N123AB'")
    file(raw)
    voyage = Voyage.objects.get()
    assert voyage.category == "private"
    assert "30 minutes before" in voyage.due_source
    assert voyage.due_at == datetime(2026, 11, 26, 14, 30, tzinfo=UTC)


def test_the_states_own_deadline_is_the_one_that_counts(approved: Approve) -> None:
    approved(DEADLINES, "BRB,air,arrival,*,*,2026-01-01,,departure,-120,yes,P,Act 1 of 2026,two hours before")
    file(paxlst(ANNA), now=LATE)
    voyage = Voyage.objects.get()
    assert voyage.due_source == "two hours before (Act 1 of 2026)"
    (late,) = [each for each in voyage.quality["findings"] if each["code"] == "passenger-list-late"]
    assert late["severity"] == "error"


def test_the_number_of_queries_does_not_grow_with_the_people() -> None:
    counts = []
    for number, people in (("2X101", 3), ("2X102", 40)):
        everybody = [
            Person(surname=f"T{'ABCDEFGHIJ'[at // 10]}{'ABCDEFGHIJ'[at % 10]}", document="TBA") for at in range(people)
        ]
        with CaptureQueriesContext(connection) as queries:
            file(paxlst(*everybody, flight=number, reference=number))
        counts.append(len([each for each in queries if "quality" in each["sql"]]))
    assert counts[0] == counts[1]


def test_one_port_in_two_codes_is_one_voyage_and_an_old_country_code_no_change() -> None:
    first = Person(surname="POPA", document="R1234567", nationality="ROM")
    again = Person(surname="POPA", document="R1234567", nationality="ROU")
    file(paxlst(first, route=("KMIA", "TBPB")))
    file(paxlst(again, route=("MIA", "BGI"), sent="261125:1300", reference="2"))
    row = Traveller.objects.get()
    assert (Voyage.objects.get().origin, row.nationality) == ("MIA", "ROU")
    assert row.manifest == Manifest.objects.order_by("order").first()  # the second message said nothing new


# ── pages ───────────────────────────────────────────────────────────────────────────────────


def page(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


def test_the_officer_reads_the_quality_in_words(client: Client, officer_a: User) -> None:
    file(paxlst(ANNA, BAD))
    text = page(client, officer_a, f"/voyages/{Voyage.objects.get().pk}")
    assert "Data quality" in text
    assert "Nationality unknown: 1 person" in re.sub(r"\s+", " ", text)
    assert "before the deadline" in text
    assert "With warnings" in page(client, officer_a, "/arrivals?when=all")


def test_the_carrier_reads_what_to_correct_in_its_own_message_only(client: Client, carrier_user: User) -> None:
    other = file(paxlst(ANNA, BAD))
    own = file(paxlst(BAD, flight="X9101", reference="9").replace(b"+++2X'", b"+++X9'"), carrier="X9")
    text = page(client, carrier_user, f"/messages/{own.receipt}")
    assert "The number of the passport is a placeholder. Send the number" in text
    client.force_login(carrier_user)
    assert client.get(f"/messages/{other.receipt}").status_code == 404
