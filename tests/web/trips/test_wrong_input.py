"""What is typed wrongly: each with a sentence that says what to do, and nothing typed is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from roadstead.engine.text import mrz
from roadstead.filings.intake.models import Message
from roadstead.filings.trips.models import SavedPerson, Trip
from roadstead.filings.voyages.models import Document
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.trips.forms import RouteForm
from tests.web.trips.captain import ANNA, CRAFT, Captain, ahead, route

pytestmark = pytest.mark.django_db


def wrong(captain: Captain, page: str, data: dict[str, str]) -> str:
    answer = captain.post(page, data)
    assert answer.status_code == 400
    text = " ".join(answer.content.decode().split())
    assert "There is a problem" in text
    for value in data.values():
        assert value in text or value in ("add", "continue", "another")  # nothing typed is lost
    return text


@pytest.fixture
def draft(captain: Captain) -> str:
    """A trip with a craft, and no more; its address."""
    captain.post("/trips/new", {})
    begun = captain.at
    captain.post(f"{begun}?craft=another", CRAFT)
    return begun.removesuffix("/craft")


def test_a_craft_has_a_name_or_a_registration(captain: Captain, draft: str) -> None:
    page = wrong(
        captain, f"{draft}/craft?craft=another", {"mode": "sea", "name": "", "registration": "", "flag": "VCT"}
    )
    assert "Enter the name of the craft, its registration, or both." in page
    page = wrong(captain, f"{draft}/craft?craft=another", {**CRAFT, "mmsi": "12345", "imo": "1234568"})
    assert "which has nine digits" in page
    assert "its check digit is wrong" in page


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"arrives": "2020-01-02T10:00", "departs": "2020-01-01T10:00"}, "is in the past"),
        ({"departs": ahead(4), "arrives": ahead(3)}, "is not before the arrival"),
        ({"arrives": ahead(900)}, "more than a year away"),
        ({"destination": "Rodny Bay"}, "Did you mean Rodney Bay, Saint Lucia (LCCAS)"),
        ({"destination": "Xyzzy Cove"}, "is not a port or airport we know"),
        ({"arrives": "tomorrow"}, "Write the day and the time"),
        ({"origin": ""}, "Fill in “Where do you come from?”"),
    ],
)
def test_a_wrong_route_says_what_to_do(captain: Captain, draft: str, told: dict[str, str], said: str) -> None:
    assert said in wrong(captain, f"{draft}/voyage", route(**told))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Rodney Bay", "LCCAS"),
        ("rodney bay marina", "LCCAS"),
        ("Jolly Harbour", "AGSJO"),
        ("English Harbour", "AGSJO"),
        ("Clifton", "VCUNI"),
        ("Clifton, Union Island", "VCUNI"),
        ("Bequia", "VCBQU"),
        ("Mustique", "VCMQS"),
        ("Tyrrel Bay", "GDCRU"),
        ("Prickly Bay", "GDSTG"),
        ("Nanny Cay", "VGTOV"),
    ],
)
def test_yacht_harbours_are_found_by_the_names_that_sailors_use(typed: str, code: str) -> None:
    form = RouteForm(route(destination=typed), now=datetime.now(UTC))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["destination"] == code


def test_of_two_harbours_of_one_name_both_are_offered() -> None:
    form = RouteForm(route(destination="Soufriere"), now=datetime.now(UTC))
    said = " ".join(str(each) for each in form.errors["destination"])
    assert "Saint Lucia" in said
    assert "Dominica" in said


def test_a_harbour_far_away_is_taken_with_its_country(captain: Captain, draft: str) -> None:
    captain.post(f"{draft}/voyage", route(origin="Puerto de Mogán, Spain"))
    assert captain.at.endswith("/people")
    enter(REGION)
    assert Trip.objects.get().origin == "Puerto de Mogán, Spain"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"born": "2099-01-01"}, "is in the future"),
        ({"born": "1901-01-01"}, "more than 120 years ago"),
        ({"expires": "2020-05-31"}, "before you arrive"),
        ({"nationality": "Atlantis"}, "is not a country"),
        ({"surname": ""}, "Fill in “Family name”"),
        ({"document_number": ""}, "Fill in “Number of the passport"),
    ],
)
def test_a_wrong_person_says_what_to_do(captain: Captain, draft: str, told: dict[str, str], said: str) -> None:
    assert said in wrong(captain, f"{draft}/people/new", {**ANNA, **told, "act": "another"})


def test_an_expired_document_is_sent_once_it_is_confirmed(captain: Captain) -> None:
    trip = captain.fill_in(ANNA)
    expired = {**ANNA, "expires": "2020-05-31"}
    enter(REGION)
    address = f"/trips/{trip.pk}/people/{trip.people.get().person_id}"
    assert "Send it as it is" in wrong(captain, address, expired)
    captain.post(address, {**expired, "expired_confirmed": "on"})
    captain.send(trip)
    assert Document.objects.get().expires == "2020-05-31"


def test_a_document_that_expired_since_the_last_trip_is_named_on_the_check_page(captain: Captain) -> None:
    trip = captain.fill_in(ANNA)
    SavedPerson.objects.update(expires="2020-05-31")
    page = captain.page(f"/trips/{trip.pk}/check")
    assert "Anna María Brown: The document expires on 2020-05-31" in page
    assert '#expires">' in page
    assert captain.post(f"/trips/{trip.pk}/check", {}).status_code == 400


def test_a_person_twice_is_refused_with_the_name(captain: Captain) -> None:
    trip = captain.fill_in(ANNA)
    again = {**ANNA, "surname": "Browne", "act": "continue"}
    assert "Anna María Brown is saved already" in wrong(captain, f"/trips/{trip.pk}/people/new", again)


FOOT = mrz.write(
    mrz.Zone(
        kind="TD3", type="P", issuer="GBR", surname="BROWN", given="ANNA MARIA", number="512345678",
        nationality="GBR", born="1980-11-03", sex="F", expires="2031-05-31",
    )
)  # fmt: skip


def test_the_lines_at_the_foot_fill_in_the_person(captain: Captain, draft: str) -> None:
    captain.post(f"{draft}/people/new", {"role": "captain", "mrz": FOOT, "act": "continue"})
    enter(REGION)
    person = SavedPerson.objects.get()
    assert (person.surname, person.given, person.born, person.sex, person.nationality) == (
        "Brown", "Anna Maria", "1980-11-03", "F", "GBR",
    )  # fmt: skip
    assert (person.document_type, person.document_number, person.issuer, person.expires) == (
        "P", "512345678", "GBR", "2031-05-31",
    )  # fmt: skip


def test_a_wrong_check_digit_in_the_lines_is_named(captain: Captain, draft: str) -> None:
    told = {"role": "captain", "mrz": FOOT.replace("512345678", "512345677"), "act": "continue"}
    answer = captain.post(f"{draft}/people/new", told)
    assert answer.status_code == 400
    assert "typing error in the document number" in answer.content.decode()
    told["mrz"] = "anything"
    assert "We cannot read these lines" in captain.post(f"{draft}/people/new", told).content.decode()


def test_a_name_that_would_be_read_otherwise_is_not_sent(captain: Captain) -> None:
    trip = captain.fill_in(ANNA, craft={**CRAFT, "name": "Captain", "registration": ""})
    assert "We cannot send this exactly as it is written" in captain.page(f"/trips/{trip.pk}/check")
    assert captain.post(f"/trips/{trip.pk}/check", {}).status_code == 400
    enter(REGION)
    assert not Message.objects.exists()
