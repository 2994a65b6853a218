"""Parties of bills become possible matches: for the states a bill concerns, once, and no longer than they are declared.

Everybody and every firm here is invented.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from roadstead.casework.alerts.compare import declared_of
from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.compare import MAX_GOODS, stored_bill
from roadstead.casework.alerts.logic.urgency import urgency
from roadstead.casework.alerts.logic.workflow import Act, AlertState
from roadstead.casework.alerts.models import Alert, ClearedPair, Suppression
from roadstead.casework.alerts.queue import AlertFilters, load_rows, queue
from roadstead.casework.alerts.queue_overview import overview
from roadstead.engine.formats.cargo.edifact.write import write
from roadstead.engine.formats.passengers.paxlst.write import write as write_list
from roadstead.engine.records import (
    Consignment,
    Function,
    GoodsLine,
    HitKind,
    Leg,
    Manifest,
    MessageHeader,
    Party,
    PartyRole,
    Traveller,
)
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Voyage
from roadstead.pipeline import screen_voyage
from roadstead.platform.accounts.models import State, User
from tests.casework.alerts.test_suppression import FIRM_COMPARED
from tests.filings.cargo.told import SHIP, bill, cargo, party
from tests.pipeline.test_pipeline import ANNA, NOW, file, put_in_force
from tests.pipeline.test_rescreen_jobs import run_rescreens
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
FIRMS = b"id,type,surname,nationality,action,reason\nF-1,organisation,Zephyrine Quandor Trading Ltd,BRB,refer,a court\n"
EMPTY = b"id,type,surname,nationality,action,reason\nF-9,organisation,Nobody Whatever Exports,GUY,refer,a court\n"
LISTED = party(PartyRole.CONSIGNEE, "ZEPHYRINE QUANDOR TRADING LTD")
HONEST = party(PartyRole.CONSIGNOR, "Acme Export Inc", "US")


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.create(code=code, name=code)


def manifest(*bills: Consignment, **head: Any) -> bytes:
    return write(cargo(*bills, **head))


def listed(number: str = "B1", *, buyer: Party = LISTED, **rest: Any) -> Consignment:
    return bill(number, parties=(HONEST, buyer), **rest)


def test_a_listed_party_becomes_a_possible_match_on_its_bill() -> None:
    put_in_force(FIRMS)
    file(manifest(listed(), bill("B2")), carrier="CLMX")
    alert = Alert.objects.get()
    assert alert.bill
    assert (alert.bill.number, alert.kind, alert.entry_id, alert.traveller) == ("B1", HitKind.PARTY, "F-1", None)
    assert alert.reasons[0]["text"] == "ZEPHYRINE QUANDOR TRADING LTD is the consignee of the bill."
    told = stored_bill(alert.declared)
    assert told
    assert [(each.name, each.role) for each in told.matched_parties] == [(LISTED.name, PartyRole.CONSIGNEE)]
    assert told.bill.goods[0].description == "CANNED FRUIT"
    assert declared_of(alert) is None


def test_it_is_told_to_the_states_of_the_bill_and_not_to_others_on_the_voyage() -> None:
    """S25: the ship goes on to Saint Lucia; what leaves it in Barbados is not Saint Lucia's to know."""
    put_in_force(FIRMS)
    file(manifest(listed("B1"), listed("B2", discharge="LCCAS")), carrier="CLMX")
    states = {alert.bill.number: alert.states for alert in Alert.objects.all() if alert.bill}
    assert states == {"B1": ["BRB"], "B2": ["BRB", "LCA"]}
    assert Alert.objects.first().voyage.states == ["BRB", "LCA"]  # type: ignore[union-attr]


def arrivals() -> dict[str, tuple[str, str]]:
    rows = Bill.objects.order_by("number")
    return {row.number: (f"{row.arrives_at:%d %H:%M}", row.arrives_in) for row in rows if row.arrives_at}


def test_a_bill_arrives_where_it_is_discharged_and_moves_with_the_ship() -> None:
    """26 Nov 06:30 in Bridgetown, 27 Nov 20:00 in Castries, both four hours behind UTC."""
    put_in_force(FIRMS)
    file(manifest(listed("B1"), listed("B2", discharge="LCCAS"), listed("B3", discharge="TTPOS")), carrier="CLMX")
    castries = ("28 00:00", "LCCAS")
    assert arrivals() == {"B1": ("26 10:30", "BBBGI"), "B2": castries, "B3": castries}
    late = replace(SHIP, legs=(replace(SHIP.legs[0], arrival="2026-11-26T18:30"), SHIP.legs[1]))
    people = Manifest(
        message=MessageHeader(type="PAXLST", function=Function.CREW, sent_at="2026-11-24T12:00"),
        voyage=late,
        travellers=(Traveller(surname="QUILLIMANE", given="ANNA"),),
        declared={"crew": 1},
    )
    file(write_list(people), carrier="CLMX")
    assert Voyage.objects.get().legs.first().arrives_local == "2026-11-26T18:30"  # type: ignore[union-attr]
    assert arrivals() == {"B1": ("26 22:30", "BBBGI"), "B2": castries, "B3": castries}


def test_the_queue_goes_by_where_the_bill_arrives(officer_a: User) -> None:
    put_in_force(FIRMS)
    file(manifest(listed("B1"), listed("B2", discharge="LCCAS")), carrier="CLMX")
    now = datetime(2026, 11, 26, 6, 30, tzinfo=UTC)  # four hours before Bridgetown, 41½ before Castries

    def numbers(**asked: str) -> list[str]:
        return [row.bill.number for row in load_rows(queue(officer_a, AlertFilters(**asked), now), officer_a)]

    assert (numbers(), numbers(within="6h"), numbers(within="48h")) == (["B1", "B2"], ["B1"], ["B1", "B2"])
    assert (numbers(port="BBBGI"), numbers(port="LCCAS")) == (["B1"], ["B2"])
    assert overview(officer_a, AlertFilters(), now).ports == ["BBBGI", "LCCAS"]
    for row in queue(officer_a, AlertFilters(), now):
        alert = Alert.objects.get(pk=row.pk)
        arrives, serious = alert.arrival.arrives_at, int(alert.seriousness)
        assert row.reached_at == arrives
        said = urgency(serious, alert.kind, alert.score, arrives, now, cargo=True)
        assert row.urgency == pytest.approx(said.number, rel=1e-9)


def test_one_firm_in_two_roles_is_one_alert_with_both() -> None:
    put_in_force(FIRMS)
    also = replace(LISTED, role=PartyRole.NOTIFY)
    file(manifest(bill("B1", parties=(HONEST, LISTED, also))), carrier="CLMX")
    alert = Alert.objects.get()
    told = stored_bill(alert.declared)
    assert told
    assert [each.role for each in told.matched_parties] == [PartyRole.CONSIGNEE, PartyRole.NOTIFY]
    assert sum("of the bill" in reason["text"] for reason in alert.reasons) == 2


def test_the_same_manifest_again_and_the_people_of_the_voyage_leave_it_as_it_is() -> None:
    put_in_force(FIRMS)
    for reference in ("1", "2"):
        file(manifest(listed(), reference=reference), carrier="CLMX")
    file(paxlst(ANNA))
    assert list(Alert.objects.values_list("state", flat=True)) == ["new"]
    assert list(Alert.objects.get().events.values_list("act", flat=True)) == ["raised"]


def test_a_bill_that_is_taken_off_lets_its_alert_lapse_and_its_neighbours_stay() -> None:
    put_in_force(FIRMS)
    file(manifest(listed("B1"), listed("B2")), carrier="CLMX")
    file(manifest(listed("B1"), action="3", reference="M9", sent_at="2026-11-24T12:00"), carrier="CLMX")
    states = {alert.bill.number: alert.state for alert in Alert.objects.all() if alert.bill}
    assert states == {"B1": AlertState.EXPIRED, "B2": AlertState.NEW}


def test_a_correction_of_the_party_draws_the_evidence_anew_or_lets_it_lapse() -> None:
    put_in_force(FIRMS)
    file(manifest(listed()), carrier="CLMX")
    renamed = replace(LISTED, name="Zephyrine Quandor Trading")
    file(manifest(listed(buyer=renamed), action="4", sent_at="2026-11-24T12:00"), carrier="CLMX")
    told = stored_bill(Alert.objects.get().declared)
    assert told
    assert told.matched_parties[0].name == renamed.name
    file(manifest(bill("B1"), action="4", sent_at="2026-11-24T13:00"), carrier="CLMX")
    assert Alert.objects.get().state == AlertState.EXPIRED


def test_a_firm_listed_after_the_ship_was_screened_is_met_and_lapses_with_its_entry() -> None:
    file(manifest(listed(), bill("B2")), carrier="CLMX")
    put_in_force(FIRMS)
    assert not Alert.objects.exists()
    run_rescreens(NOW)
    run_rescreens()
    assert Alert.objects.get().bill
    put_in_force(EMPTY)
    run_rescreens(NOW)
    run_rescreens()
    assert Alert.objects.get().state == AlertState.EXPIRED


def test_chunks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_voyage, "BILLS_PER_CHUNK", 2)
    put_in_force(FIRMS)
    file(manifest(*(listed(f"B{at}") for at in range(5))), carrier="CLMX")
    assert sorted(alert.bill.number for alert in Alert.objects.all() if alert.bill) == [f"B{at}" for at in range(5)]


def test_a_party_that_was_cleared_is_not_raised_again_for_the_same_spelling(supervisor_a: User) -> None:
    """S35: of the pair, not of the firm; another address that speaks for the entry is another matter."""
    put_in_force(FIRMS)
    file(manifest(listed("B1")), carrier="CLMX")
    clear(supervisor_a)
    file(manifest(listed("B2"), reference="M2", sent_at="2026-11-24T12:00"), carrier="CLMX")
    assert Alert.objects.count() == 1
    kept_back = Suppression.objects.get()
    assert kept_back.bill
    assert kept_back.bill.number == "B2"
    other = replace(LISTED, name="Zephyrine Quandor Trading Company")
    file(manifest(listed("B3", buyer=other), reference="M3", sent_at="2026-11-24T13:00"), carrier="CLMX")
    assert Alert.objects.filter(bill__number="B3", state="new").exists()


def test_an_alert_keeps_a_long_bill_bounded_and_says_what_it_left_out() -> None:
    put_in_force(FIRMS)
    lines = tuple(GoodsLine(description=f"LINE {at} " + "X" * 300) for at in range(MAX_GOODS + 7))
    file(manifest(listed(goods=lines)), carrier="CLMX")
    told = stored_bill(Alert.objects.get().declared)
    assert told
    assert (len(told.bill.goods), told.more_goods) == (MAX_GOODS, 7)


def test_goods_stay_urgent_while_they_lie_in_the_port(officer_a: User) -> None:
    """The sum in SQL and the one that is explained are one, of bills too."""
    put_in_force(FIRMS)
    file(manifest(listed()), carrier="CLMX")
    arrives = Alert.objects.get().arrival.arrives_at
    assert arrives
    for hours in (-9, 7, 71, 73):
        now = arrives + timedelta(hours=hours)
        (row,) = load_rows(queue(officer_a, AlertFilters(), now), officer_a)
        said = urgency(int(row.seriousness), row.kind, row.score, arrives, now, cargo=True)
        assert row.urgency == pytest.approx(said.number, rel=1e-9)
        assert ("has arrived" in said.sentence()) == (0 < hours < 72)


def clear(by: User) -> ClearedPair:
    alert = Alert.objects.get(state="new")
    decide(alert.pk, Act.TAKE, by=by, words=DecisionText(), now=NOW)
    words = DecisionText(
        note="A namesake", compared=FIRM_COMPARED, reasons_for="The name", reasons_against="The address"
    )
    decide(alert.pk, Act.CLEAR, by=by, words=words, now=NOW)
    return ClearedPair.objects.get()


def test_two_manifests_of_one_body_give_a_voyage_the_states_of_both() -> None:
    """S25: neither takes away what the other has found out."""
    direct = replace(SHIP, legs=(Leg(origin="USMIA", destination="USJAX", departure="2026-11-22T08:00"),))
    one, other = (
        write(cargo(bill(number, discharge=port), voyage=direct, reference=number)).decode()
        for number, port in (("B1", "BBBGI"), ("B2", "LCCAS"))
    )
    head, _, tail = one.partition("UNZ+")
    second = other[other.index("UNH+") : other.index("UNZ+")].replace("CUS01", "CUS02")
    file((head + second + "UNZ+2" + tail[1:]).encode(), carrier="CLMX")
    assert set(Bill.objects.values_list("number", flat=True)) == {"B1", "B2"}
    assert set(Bill.objects.all()[0].voyage.states) == {"BRB", "LCA"}
