"""The arrivals board and the voyage page with many travellers and many alerts: right numbers, in bounded time."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from roadstead.casework.alerts.logic.workflow import AlertState
from roadstead.casework.alerts.models import Alert
from roadstead.engine.voyages.identity import hashed_key
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Document, Manifest, Traveller, Voyage
from roadstead.platform.accounts.models import User

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def voyage(number: str, travellers: int, alerts: int, *, state: AlertState = AlertState.NEW) -> Voyage:
    """An invented voyage to Barbados; everybody has two documents, the alerts are shared out among them."""
    made = Voyage.objects.create(
        key=f"air/X9/{number}",
        mode="air",
        carrier="X9",
        number=f"X9{number}",
        origin="MIA",
        destination="BGI",
        states=["BRB"],
        arrives_at=timezone.now() + timedelta(hours=5),
    )
    message = Message.objects.create(
        receipt=f"R{number}", carrier="X9", received_at=NOW, raw=b"x", sha256=number, size=1
    )
    manifest = Manifest.objects.create(
        message=message, position=0, voyage=made, carrier="X9", order="1", states=["BRB"]
    )
    people = Traveller.objects.bulk_create(
        Traveller(
            voyage=made,
            manifest=manifest,
            role="passenger",
            surname=f"DOE{at:04}",
            person_key=hashed_key(str(at)),
            states=["BRB"],
        )
        for at in range(travellers)
    )
    Document.objects.bulk_create(
        Document(traveller=person, manifest=manifest, type="P", number=f"{kind}{at:04}", states=["BRB"])
        for at, person in enumerate(people)
        for kind in ("T1", "T2")
    )
    Alert.objects.bulk_create(
        Alert(
            voyage=made,
            traveller=people[at % travellers],
            kind="name",
            list_name="Test",
            entry_id=f"e{at}",
            entry_name=f"Listed {at:04}",
            action="refer",
            score=30 - at / 1000,
            state=state,
            states=["BRB"],
        )
        for at in range(alerts)
    )
    return made


def page(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


@pytest.mark.usefixtures("region")
def test_the_board_counts_travellers_and_alerts_each_for_itself(client: Client, officer_a: User) -> None:
    voyage("901", 7, 3)
    voyage("902", 2, 5)
    voyage("903", 4, 6, state=AlertState.CLEARED)
    client.force_login(officer_a)
    rows = client.get("/arrivals?sort=-alerts").context["voyages"]
    assert [(row.number, row.traveller_count, row.open_alerts) for row in rows] == [
        ("X9902", 2, 5),
        ("X9901", 7, 3),
        ("X9903", 4, 0),
    ]
    rows = client.get("/arrivals?sort=travellers&alerts=1").context["voyages"]
    assert [row.number for row in rows] == ["X9902", "X9901"]


@pytest.mark.long
@pytest.mark.usefixtures("region")
def test_two_thousand_travellers_with_two_thousand_alerts_are_shown_at_once(client: Client, officer_a: User) -> None:
    made = voyage("900", 2000, 2000)
    began = time.monotonic()
    assert "2000 to decide" in page(client, officer_a, "/arrivals?sort=-alerts")
    assert "2000 travellers" in page(client, officer_a, f"/voyages/{made.pk}")
    assert time.monotonic() - began < 4  # twelve seconds and more when the counts multiplied each other


@pytest.mark.usefixtures("region")
def test_alerts_and_travellers_of_a_voyage_have_pages_of_their_own(client: Client, officer_a: User) -> None:
    made = voyage("900", 60, 60)
    first = page(client, officer_a, f"/voyages/{made.pk}?page=2")
    assert "Listed 0014" in first
    assert "Listed 0015" not in first
    client.force_login(officer_a)
    second = client.get(f"/voyages/{made.pk}?page=2&alerts=2")
    assert [alert.entry_id for alert in second.context["alerts"]] == [f"e{at}" for at in range(15, 30)]
    assert second.context["travellers"].number == 2
    assert f'href="/voyages/{made.pk}?page=2&amp;alerts=3#alerts"' in second.content.decode()
    assert f'href="/voyages/{made.pk}?alerts=2&amp;page=1#travellers"' in second.content.decode()


@pytest.mark.usefixtures("region")
def test_a_search_that_is_too_long_says_so_at_its_field_and_finds_everybody(client: Client, officer_a: User) -> None:
    made = voyage("900", 3, 0)
    client.force_login(officer_a)
    response = client.get(f"/voyages/{made.pk}?q={'x' * 101}")
    assert "Shorten it to 100 at most." in response.content.decode()
    assert len(response.context["travellers"]) == 3


@pytest.mark.usefixtures("region")
def test_the_voyage_page_has_travellers_before_everything_that_is_folded(client: Client, officer_a: User) -> None:
    made = voyage("900", 3, 0)
    Voyage.objects.filter(pk=made.pk).update(
        quality={"findings": [], "codes": {}, "people": 3, "assessed": ["complete"]}
    )
    text = page(client, officer_a, f"/voyages/{made.pk}")
    assert "Data quality: no problems found" in text
    assert text.index("3 travellers") < text.index("1 message about this voyage")


@pytest.mark.usefixtures("region")
def test_a_traveller_found_by_a_document_is_shown_once_with_the_right_count(client: Client, officer_a: User) -> None:
    made = voyage("900", 3, 6)
    client.force_login(officer_a)
    people = client.get(f"/voyages/{made.pk}?q=0001").context["travellers"]
    assert [(person.surname, person.open_alerts) for person in people] == [("DOE0001", 2)]


@pytest.mark.usefixtures("region")
def test_a_name_searched_on_a_voyage_stands_in_no_address_and_paging_keeps_it(client: Client, officer_a: User) -> None:
    made = voyage("900", 60, 0)
    client.force_login(officer_a)
    posted = client.post(f"/voyages/{made.pk}", {"q": " doe000 ", "csrfmiddlewaretoken": "x"})
    address = posted.headers["Location"]
    assert re.fullmatch(rf"/voyages/{made.pk}\?words=[\w-]{{32}}", address)
    shown = client.get(address)
    assert [person.surname for person in shown.context["travellers"]] == [f"DOE{at:04}" for at in range(10)]
    assert 'value="doe000"' in shown.content.decode()
    wide = client.post(f"/voyages/{made.pk}", {"q": "doe00"}, follow=True)
    assert f"{wide.redirect_chain[0][0].replace('&', '&amp;')}&amp;page=2#travellers" in wide.content.decode()
    assert "q=" not in "".join(re.findall(r'href="([^"]*)"', wide.content.decode()))
    stored = str(dict(client.session.items()))
    assert "doe00" not in stored


@pytest.mark.usefixtures("region")
def test_words_that_are_no_longer_kept_are_asked_for_again(client: Client, officer_a: User, officer_b: User) -> None:
    made = voyage("900", 3, 0)
    client.force_login(officer_a)
    address = client.post(f"/voyages/{made.pk}", {"q": "doe0001"}).headers["Location"]
    other = Client()
    other.force_login(officer_b)
    for asked, of in ((f"{address}&page=2", other), (f"/voyages/{made.pk}?words=none", client)):
        answer = of.get(asked)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/voyages/{made.pk}")
    assert "The words you filtered by are no longer kept." in client.get(f"/voyages/{made.pk}").content.decode()
