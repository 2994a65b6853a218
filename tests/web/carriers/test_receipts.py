"""The receipt of a carrier, and the numbers on it: what was declared and read, each with the right word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation

from roadstead.engine.sentences import Sentence
from roadstead.engine.voyages.quality.lists import count_differences
from roadstead.filings.cargo.models import CargoReport
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.receive import new_receipt
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.templatetags.clock import arrives, until
from roadstead.web.templatetags.names import with_noun

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def receipt(client: Client, user: User, **told: object) -> str:
    """The page of a message of this carrier's."""
    enter(REGION)
    message = Message.objects.create(
        receipt=new_receipt(),
        carrier="X9",
        channel="portal",
        received_at=NOW,
        processed_at=NOW,
        raw=b"x",
        sha256="0",
        size=1,
        status=Status.READ,
        states=["BRB"],
    )
    manifest = Manifest.objects.create(
        message=message, position=0, carrier="X9", type="FWB", order="1", states=["BRB"], **told
    )
    if told.get("function") == "cargo":
        CargoReport.objects.create(manifest=manifest, source="bill", bills=1, containers=2, states=["BRB"])
    client.force_login(user)
    return " ".join(client.get(f"/messages/{message.receipt}").content.decode().split())


def test_a_receipt_shows_the_persons_on_board_that_were_declared(client: Client, carrier_user: User) -> None:
    page = receipt(client, carrier_user, function="submit", declared={"persons": 3, "crew": 1})
    assert "1 crew member, 3 persons on board" in page


def test_persons_on_board_are_held_against_all_who_were_read() -> None:
    assert count_differences({"persons": 3}, {"passengers": 1, "crew": 2}) == []
    assert count_differences({"persons": 3}, {"passengers": 1}) == [
        {"kind": Sentence("persons"), "declared": 3, "read": 1}
    ]


def test_a_cargo_receipt_shows_its_carrier_how_many_bills_and_containers_were_read(
    client: Client, carrier_user: User
) -> None:
    page = receipt(client, carrier_user, function="cargo")
    assert "1 bill, 2 containers" in page
    assert "Bills or travellers read" in page


@pytest.mark.parametrize(
    ("language", "kind", "number", "words"),
    [
        ("en", "passengers", 1, "1 passenger"),
        ("en", "person", 1, "1 person"),
        ("en", "person", 2, "2 people"),
        ("en", "vessel", 1, "1 vessel"),
        ("fr", "person", 1, "1 personne"),
        ("fr", "passengers", 0, "0 passager"),
        ("es", "crew", 2, "2 tripulantes"),
        ("en", "something new", 3, "3 something new"),
    ],
)
def test_one_of_a_kind_is_said_in_the_singular(language: str, kind: str, number: int, words: str) -> None:
    with translation.override(language):
        assert with_noun(kind, number) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-20, "less than a minute ago"),
        (20, "in less than a minute"),
        (-60, "1 min ago"),
        (3600, "in 1 h"),
        (3660, "in 1 h 1 min"),
        (86400, "in 1 d"),
        (90000, "in 1 d 1 h"),
    ],
)
def test_no_time_is_nought_minutes_ago(seconds: int, words: str) -> None:
    assert until(NOW + timedelta(seconds=seconds), NOW) == words


def test_an_arrival_names_utc_once() -> None:
    known = Voyage(destination="BGI", arrives_at=NOW, arrives_local="2026-11-28T08:00")
    assert str(arrives(known)).count("UTC") == 1
    unknown = Voyage(destination="XXNOW", arrives_at=NOW, arrives_local="2026-11-28T08:00")
    assert str(arrives(unknown)).count("UTC") == 1
    assert arrives(Voyage(destination="XXNOW", arrives_local="2026-11-28T08:00")) == "2026-11-28T08:00"


def test_the_page_of_a_voyage_says_each_time_once(client: Client, officer_a: User) -> None:
    enter(REGION)
    voyage = Voyage.objects.create(
        key="air/X9/1",
        mode="air",
        carrier="X9",
        number="X91",
        origin="MIA",
        destination="BGI",
        states=["BRB"],
        departs_at=NOW,
        arrives_at=NOW + timedelta(hours=4),
        due_at=NOW,
        filed_at=NOW - timedelta(hours=33),
    )
    client.force_login(officer_a)
    page = client.get(f"/voyages/{voyage.pk}").content.decode()
    assert page.count("16:00 UTC") == 1
    assert page.count("12:00 UTC") == 2  # departure, and the deadline
    assert "1 d 9 h before the deadline" in page
