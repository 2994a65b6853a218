"""An alert on a bill, as customs of the port meet it: queue, page, bill, cargo; and what came of it. All invented."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.list_quality import qualities
from roadstead.casework.alerts.logic.outcomes import OUTCOMES_OF_CARGO, OutcomeType
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert, Outcome
from roadstead.casework.alerts.outcomes import possible_outcomes, record
from roadstead.engine.records import Leg, Mode
from roadstead.engine.records import Voyage as Declared
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.cargo.logic.merge import printed
from roadstead.filings.cargo.models import Bill
from roadstead.oversight.statistics.logic.filters import StatisticsFilters
from roadstead.oversight.statistics.report import report
from roadstead.pipeline.screen_voyage import CARGO, screen_voyage
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.models import WatchList
from tests.casework.alerts.test_suppression import FIRM_COMPARED
from tests.conftest import make_user
from tests.filings.cargo.told import cargo, take
from tests.pipeline.test_bill_alerts import FIRMS, listed, manifest
from tests.pipeline.test_pipeline import ANNA, NOW, TOBIAS, file, put_in_force
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
EARLY = {"early": "yes", "early_reason": "the ship was boarded at anchor"}
B1 = re.compile(r"\bB1\b")  # a form's token has the two letters by chance now and then
FOUND = {
    "what": "seized", "at": "2026-11-25T10:30", **EARLY, "seized-1": "firearms", "quantity-1": "3", "unit-1": "pieces",
    "seized-2": "ammunition", "quantity-2": "1 200", "unit-2": "rounds", "hidden": "in a false floor",
    "where": "behind the front wall", "container": "csqu3054383",
}  # fmt: skip


@pytest.fixture
def alerts(region: None) -> dict[str, Alert]:
    """B1 is Barbados' alone, B2 goes on to Saint Lucia; one person on another voyage."""
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})
    put_in_force(FIRMS)
    put_in_force(name="People")
    file(manifest(listed("B1"), listed("B2", discharge="LCCAS")), carrier="CLMX")
    file(paxlst(ANNA, TOBIAS))
    return {alert.bill.number if alert.bill else "person": alert for alert in Alert.objects.all()}


def get(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def test_the_queue_shows_the_bill_and_its_party_and_narrows_to_cargo(
    alerts: dict[str, Alert], officer_a: User, client: Client
) -> None:
    text = get(client, officer_a, "/alerts")
    assert all(words in text for words in ("Bill B1", "Consignee: ZEPHYRINE QUANDOR TRADING LTD", "QUILLIMANE"))
    cargo, people = (get(client, officer_a, f"/alerts?about={about}") for about in ("cargo", "people"))
    assert ("Bill B1" in cargo, "QUILLIMANE" in cargo) == (True, False)
    assert ("Bill B1" in people, "QUILLIMANE" in people) == (False, True)
    assert "No alerts found" in get(client, officer_a, "/alerts?about=craft")
    assert get(client, officer_a, "/alerts?sort=who")


def test_the_page_lays_party_and_entry_side_by_side_and_tells_what_the_bill_carries(
    alerts: dict[str, Alert], officer_a: User, client: Client
) -> None:
    alert = alerts["B1"]
    assert alert.bill
    client.force_login(officer_a)
    client.post(f"/alerts/{alert.pk}/act", {"act": "take"})
    text = get(client, officer_a, f"/alerts/{alert.pk}")
    assert f'href="/bills/{alert.bill_id}"' in text
    assert all(words in text for words in ("Zephyrine Quandor Trading Ltd", "CANNED FRUIT", "Country", "Address"))
    assert 'name="compared-address"' in text
    assert 'name="compared-born"' not in text
    assert "History of this firm" in text
    assert "Bill B2" in text  # its other bill, which this officer may see


def test_queue_page_and_bill_say_when_the_ship_reaches_the_bills_port(
    alerts: dict[str, Alert], officer_a: User, client: Client
) -> None:
    """26 Nov in Bridgetown, 27 Nov in Castries, where the voyage ends."""
    bridgetown, castries = "Thu 26 Nov 2026, 06:30", "Fri 27 Nov 2026, 20:00"
    for number, day, port in (("B1", bridgetown, "Bridgetown"), ("B2", castries, "Castries")):
        alert = alerts[number]
        page = get(client, officer_a, f"/alerts/{alert.pk}")
        arrives = page[page.index("<dt>Arrives</dt>") :].split("</div>")[0]
        assert day in arrives
        assert port in arrives
        assert day in get(client, officer_a, f"/bills/{alert.bill_id}")
    queue = get(client, officer_a, "/alerts?about=cargo&sort=arrives")
    assert queue.index("Thu 26 Nov") < queue.index("Fri 27 Nov")
    there = get(client, officer_a, "/alerts?port=LCCAS")
    assert ("Bill B2" in there, "Bill B1" in there) == (True, False)
    assert '<option value="LCCAS" selected>' in there


def test_a_waybill_is_shown_as_it_is_printed_and_kept_as_it_is_compared(
    alerts: dict[str, Alert], officer_a: User, client: Client
) -> None:
    flight = Declared(
        mode=Mode.AIR,
        carrier="BW",
        number="0401",
        legs=(Leg(origin="MIA", destination="BGI", arrival="2026-11-26T06:30"),),
    )
    number, shown = "00041003336", "000-41003336"
    take(cargo(listed("000-4100 3336", load="MIA", discharge="BGI"), voyage=flight), account="BW")
    waybill = Bill.objects.get(number=number)
    screen_voyage(waybill.voyage, ScreeningSetCache().current(), targets=CARGO, now=NOW)
    alert = Alert.objects.get(bill=waybill)
    for address in (
        "/alerts",
        f"/alerts/{alert.pk}",
        f"/bills/{waybill.pk}",
        f"/voyages/{waybill.voyage_id}/cargo",
        f"/bills/{waybill.pk}/links",
    ):
        assert shown in get(client, officer_a, address), address
    found = get(client, officer_a, f"/voyages/{waybill.voyage_id}/cargo?q=000-41003336")
    assert shown in found


def test_a_number_of_eleven_figures_that_is_no_waybill_stays_as_it_is() -> None:
    assert printed("00041003336", "sea") == "00041003336"
    assert printed("H-41003336", "air") == "H-41003336"


def test_it_is_decided_by_comparing_what_a_firm_has(alerts: dict[str, Alert], officer_a: User, client: Client) -> None:
    alert = alerts["B1"]
    client.force_login(officer_a)
    client.post(f"/alerts/{alert.pk}/act", {"act": "take"})
    words = {"note": "n", "reasons_for": "a", "reasons_against": "b"}
    refused = client.post(f"/alerts/{alert.pk}/act", {"act": "clear", **words})
    assert "address, country, number" in refused.content.decode()
    ticked = {f"compared-{name}": found for name, found in FIRM_COMPARED.items()}
    assert client.post(f"/alerts/{alert.pk}/act", {"act": "clear", **words, **ticked}).status_code == 302
    enter(REGION)
    assert Alert.objects.get(pk=alert.pk).state == "cleared"
    text = get(client, officer_a, "/cleared")
    assert "Bill B1" in text


def test_another_state_on_the_voyage_sees_only_the_bill_that_concerns_it(
    alerts: dict[str, Alert], officer_b: User, client: Client
) -> None:
    """S25."""
    text = get(client, officer_b, "/alerts")
    assert ("Bill B2" in text, B1.search(text)) == (True, None)
    assert client.get(f"/alerts/{alerts['B1'].pk}").status_code == 404
    page = get(client, officer_b, f"/alerts/{alerts['B2'].pk}")
    assert not B1.search(page)  # nor among the firm's other bills
    cargo = get(client, officer_b, f"/voyages/{alerts['B2'].voyage_id}/cargo")
    assert ("Bill B2" in cargo, B1.search(cargo)) == (True, None)


def test_bill_cargo_and_voyage_tell_of_the_alerts_apart_from_people(
    alerts: dict[str, Alert], officer_a: User, client: Client
) -> None:
    voyage = alerts["B1"].voyage_id
    assert "Alerts on this cargo" in get(client, officer_a, f"/bills/{alerts['B1'].bill_id}")
    assert "Alerts on this cargo" in get(client, officer_a, f"/voyages/{voyage}/cargo")
    text = get(client, officer_a, f"/voyages/{voyage}")
    assert "2 alerts on the cargo to decide" in text
    assert "Alerts on this voyage" not in text
    csv = client.get(f"/voyages/{voyage}/cargo?as=csv").getvalue().decode()
    assert csv.splitlines()[0].endswith("Alerts")


def test_alerts_of_one_namesake_firm_are_cleared_together(
    alerts: dict[str, Alert], officer_a: User, client: Client
) -> None:
    text = get(client, officer_a, f"/alerts/{alerts['B1'].pk}/similar")
    assert f'value="{alerts["B2"].pk}"' in text


def test_a_seizure_is_recorded_as_data_and_shown_where_it_is_read(
    alerts: dict[str, Alert], officer_a: User, client: Client
) -> None:
    alert = alerts["B1"]
    client.force_login(officer_a)
    assert client.post(f"/alerts/{alert.pk}/outcome", FOUND).status_code == 302
    enter(REGION)
    seized = Outcome.objects.get().seized
    assert seized
    assert [(each.what, each.quantity, each.unit) for each in seized.items] == [
        ("firearms", 3.0, "pieces"),
        ("ammunition", 1200.0, "rounds"),
    ]
    assert (seized.hidden, seized.container) == ("in a false floor", "CSQU3054383")
    text = get(client, officer_a, f"/alerts/{alert.pk}")
    assert all(words in text for words in ("Firearms: 3 pieces", "Ammunition: 1200 rounds", "in a false floor"))
    enter(REGION)
    of_list = WatchList.objects.get(name="Test list")
    reader = make_user("reader", Role.SUPERVISOR)
    assert "Firearms: 3 pieces" in get(client, reader, f"/lists/{of_list.pk}?show=outcomes")


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"what": ""}, "what", "Choose what happened"),
        ({"what": "nothing"}, "what", "You entered what was found"),
        ({"seized-1": "", "quantity-1": "", "seized-2": "", "quantity-2": ""}, "seized-1", "Choose what was found"),
        ({"quantity-1": "many"}, "quantity-1", "as a number above 0"),
        ({"quantity-1": "nan"}, "quantity-1", "as a number above 0"),
        ({"quantity-2": "inf"}, "quantity-2", "as a number above 0"),
        ({"unit-1": ""}, "unit-1", "Choose the unit"),
        ({"unit-1": "USD"}, "unit-1", "Choose a currency for cash"),
        ({"seized-3": "", "quantity-3": "4"}, "seized-3", "Choose what this quantity is of"),
        ({"hidden": ""}, "hidden", "Write how it was hidden"),
        ({"hidden": "x" * 501}, "hidden", "has 501 characters. Shorten it to 500 at most."),
        ({"at": "yesterday"}, "at", "Enter the local time"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    alerts: dict[str, Alert], officer_a: User, client: Client, changed: dict[str, str], field: str, words: str
) -> None:
    client.force_login(officer_a)
    response = client.post(f"/alerts/{alerts['B1'].pk}/outcome", FOUND | changed)
    text = unescape(response.content.decode())
    assert response.status_code == 400
    assert words in text.partition(f'id="{field}_error"')[2][:300]
    assert f'<a href="#{field}">' in text
    assert 'value="behind the front wall"' in text
    enter(REGION)
    assert not Outcome.objects.exists()


def test_only_what_fits_can_come_of_an_alert(alerts: dict[str, Alert], officer_a: User, client: Client) -> None:
    enter(REGION)
    assert possible_outcomes(alerts["B1"]) == OUTCOMES_OF_CARGO
    for number, what in (("B1", OutcomeType.ADMITTED), ("person", OutcomeType.SEIZED), ("person", OutcomeType.NOTHING)):
        with pytest.raises(NotAllowed, match="cannot happen to this alert"):
            record(alerts[number].pk, what, at=NOW, text="", by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="what was found"):
        record(alerts["B1"].pk, OutcomeType.SEIZED, at=NOW, text="", by=officer_a, now=NOW)
    text = get(client, officer_a, f"/alerts/{alerts['person'].pk}")
    assert 'value="admitted"' in text
    assert "seized-1" not in text


def test_a_state_that_the_bill_does_not_concern_records_nothing_of_it(
    alerts: dict[str, Alert], officer_b: User
) -> None:
    with pytest.raises(Alert.DoesNotExist):
        record(alerts["B1"].pk, OutcomeType.NOTHING, at=NOW, text="", by=officer_b, now=NOW)


def test_what_customs_found_counts_for_the_precision_of_list_and_figures(
    alerts: dict[str, Alert], officer_a: User, analyst: User, client: Client
) -> None:
    """A1: found is right; nothing found is wrong, whatever the desk had thought."""
    client.force_login(officer_a)
    client.post(f"/alerts/{alerts['B1'].pk}/outcome", FOUND)
    client.post(f"/alerts/{alerts['B2'].pk}/outcome", {"what": "nothing", **EARLY})
    enter(REGION)
    of_list = WatchList.objects.get(name="Test list")
    (quality,) = qualities([of_list], by=analyst, now=NOW + timedelta(days=1))
    assert (quality.confirmed, quality.cleared) == (1, 1)
    tables = {
        table.key: table for table in report(analyst, StatisticsFilters(since=DAY, until=DAY), now=NOW, small=1).tables
    }
    numbers = {row.name: row.cells[0] for row in tables["cargo"].rows}
    assert numbers["Examined: something found"] == 1
    assert numbers["Examined: nothing found"] == 1
    assert (numbers["Found: firearms"], numbers["Found: drugs"]) == (1, 0)


def test_a_decision_at_the_desk_is_overruled_by_the_examination(
    alerts: dict[str, Alert], officer_a: User, analyst: User, client: Client
) -> None:
    decide(alerts["B1"].pk, Act.TAKE, by=officer_a, words=DecisionText(), now=NOW)
    words = DecisionText(note="n", compared=FIRM_COMPARED, reasons_for="a", reasons_against="b")
    decide(alerts["B1"].pk, Act.CONFIRM, by=officer_a, words=words, now=NOW)
    client.force_login(officer_a)
    client.post(f"/alerts/{alerts['B1'].pk}/outcome", {"what": "nothing", **EARLY})
    enter(REGION)
    (quality,) = qualities([WatchList.objects.get(name="Test list")], by=analyst, now=NOW + timedelta(days=1))
    assert (quality.confirmed, quality.cleared) == (0, 1)


DAY = date(2026, 11, 25)
