"""Pages of a big voyage's cargo: as many statements and as long a page for sixty bills as for six hundred."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roadstead.engine.records import Container, Craft, PartyRole
from roadstead.filings.cargo.models import Bill, Firm
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import State, User
from tests.filings.cargo.told import SHIP, bill, cargo, party, take

pytestmark = pytest.mark.django_db
LONGEST = 200_000  # bytes
BROKER = party(PartyRole.NOTIFY, "Bay Street Brokers Ltd", street="12 Bay Street")


@pytest.fixture
def ships(region: None, officer_a: User) -> list[Voyage]:
    """A voyage of sixty bills, and one of six hundred; one broker in every bill."""
    State.objects.get_or_create(code="LCA", defaults={"name": "LCA"})
    return [_filled(60), _filled(600)]


def _filled(number: int) -> Voyage:
    ship = replace(SHIP, number=f"{number}N", craft=Craft(name=f"EXAMPLE {number}"))
    bills = [
        bill(
            f"S{number}B{at:04}",
            containers=(f"BOXU{at:07}",),
            parties=(party(PartyRole.CONSIGNEE, f"Consignee {chr(65 + at % 26)}{at} Ltd"), BROKER),
        )
        for at in range(number)
    ]
    boxes = tuple(Container(number=f"BOXU{at:07}", gross_mass_kg=9000) for at in range(number))
    voyage = take(cargo(*bills, boxes=boxes, voyage=ship)).voyage
    assert voyage is not None
    return voyage


def asked(client: Client, path: str) -> tuple[int, bytes]:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
        body = response.getvalue()
    assert response.status_code == 200
    return len(queries), body


@pytest.mark.parametrize(
    "query",
    ["", "?q=brokers", "?q=S6", "?sort=-consignee", "?withdrawn=1&page=2", "?show=containers&boxes=2", "?show=checks"],
)
def test_the_cargo_of_a_big_voyage_takes_no_more_statements(
    ships: list[Voyage], officer_a: User, client: Client, query: str
) -> None:
    client.force_login(officer_a)
    (few, _), (many, body) = (asked(client, f"/voyages/{voyage.pk}/cargo{query}") for voyage in ships)
    assert many <= few + 1
    assert len(body) < LONGEST


def test_a_bill_and_a_firm_in_every_bill_are_pages(ships: list[Voyage], officer_a: User, client: Client) -> None:
    client.force_login(officer_a)
    firm = Firm.objects.get(mentions__role="notify", mentions__bill__number="S60B0000")
    for path in (f"/firms/{firm.pk}", f"/firms/{firm.pk}?page=9", f"/bills/{Bill.objects.latest('pk').pk}"):
        number, body = asked(client, path)
        assert number < 30
        assert len(body) < LONGEST


def test_the_export_has_every_bill_of_the_reader_line_by_line(
    ships: list[Voyage], officer_a: User, officer_b: User, client: Client
) -> None:
    client.force_login(officer_a)
    _, body = asked(client, f"/voyages/{ships[1].pk}/cargo?as=csv")
    assert body.decode("utf-8-sig").count("S600B") == 600
    client.force_login(officer_b)
    _, body = asked(client, f"/voyages/{ships[1].pk}/cargo?as=csv")
    assert body.decode("utf-8-sig").count("S600B") == 0  # bound for another state
