"""A port is one port by whichever of its codes it was sent, and stays visible as sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roadstead.engine.records import Consignment, Container, Function, Leg, Mode, OnwardLeg, Voyage
from roadstead.engine.reference.places import call_code, normalise_places
from roadstead.filings.cargo.lanes import LaneFilters, lanes
from roadstead.filings.cargo.logic.firms import Source, differences
from roadstead.filings.cargo.logic.lane_statistics import Grouping
from roadstead.filings.cargo.logic.merge import states_of_bill
from roadstead.filings.cargo.models import Bill, VoyageContainer
from roadstead.filings.voyages.models import Voyage as Row
from roadstead.platform.accounts.models import Role
from tests.conftest import make_user
from tests.filings.cargo.told import NOW, SHIP, STATES, bill, cargo, take

FLIGHT = Voyage(
    mode=Mode.AIR, legs=(Leg(origin="MIA", destination="BGI"), Leg(origin="BGI", destination="SLU")),
)  # fmt: skip


@pytest.mark.parametrize("sent", ["BBBGI", "BGI", "bgi", "BB BGI"])
@pytest.mark.parametrize("loaded", ["USMIA", "MIA", ""])
def test_a_bill_concerns_one_state_by_whichever_code_its_port_is_sent(sent: str, loaded: str) -> None:
    """S25: Saint Lucia, where the ship goes on to, is told nothing of what leaves it in Barbados."""
    for voyage in (SHIP, FLIGHT):
        assert states_of_bill(Consignment(load=loaded, discharge=sent), voyage, STATES) == ["BRB"]


def test_what_is_loaded_on_the_way_is_not_told_to_those_before() -> None:
    onward = Consignment(load="BGI", discharge="LCCAS", destination="POS")
    ship = Voyage(mode=Mode.SEA, legs=(Leg(origin="GYGEO", destination="BBBGI"), SHIP.legs[1]))
    assert states_of_bill(onward, ship, STATES | {"GUY"}) == ["BRB", "LCA", "TTO"]


def test_letters_of_an_airport_elsewhere_are_the_port_where_the_ship_calls() -> None:
    """SJO is San José in Costa Rica, where no ship goes."""
    legs = (Leg(origin="USMIA", destination="AGSJO"), Leg(origin="AGSJO", destination="BBBGI"))
    ship = Voyage(mode=Mode.SEA, legs=legs)
    assert states_of_bill(Consignment(load="MIA", discharge="SJO"), ship, {"ATG", "BRB"}) == ["ATG"]
    assert call_code("SJO", Mode.SEA, ["BBBGI"]) == "SJO"
    assert call_code("BGI", Mode.AIR, ["BGI"]) == "BGI"


def test_what_is_in_no_table_stays_as_sent() -> None:
    told = Consignment(load="ZZQQQ", discharge="QQQ", transhipment="Little Bay, Montserrat")
    assert normalise_places(told, Mode.SEA).load == "ZZQQQ"
    assert normalise_places(told, Mode.SEA).discharge == "QQQ"
    plain = Consignment(load="USMIA", discharge="BBBGI", onward=(OnwardLeg(origin="BBBGI", destination="LCCAS"),))
    assert normalise_places(plain, Mode.SEA) is plain


def test_two_sources_that_name_one_port_by_two_codes_agree() -> None:
    plan, terminal = Container(number="A", discharged_at="BBBGI"), Container(number="A", discharged_at="BGI")
    assert differences([(Source.STOWAGE, plan), (Source.TERMINAL, terminal)], Mode.SEA) == []
    other = Container(number="A", discharged_at="LCCAS")
    (found,) = differences([(Source.STOWAGE, plan), (Source.TERMINAL, other)], Mode.SEA)
    assert found.stated == ((Source.STOWAGE, "BBBGI"), (Source.TERMINAL, "LCCAS"))


# ── what is kept ────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
@pytest.mark.usefixtures("region")
class TestKept:
    def test_one_lane_is_one_however_its_ports_are_spelt(self) -> None:
        take(cargo(bill("B1"), bill("B2", load="MIA", discharge="BGI"), bill("B3", load="mia", discharge="bb bgi")))
        (lane,) = lanes(make_user("lane", Role.OFFICER, state="BRB"), now=NOW, filters=LaneFilters(by=Grouping.ALL))
        assert (lane.load, lane.discharge, lane.bills) == ("USMIA", "BBBGI", 3)
        assert {tuple(row.states) for row in Bill.objects.all()} == {("BRB",)}

    def test_a_bill_keeps_its_ports_as_sent_beside_their_codes(self) -> None:
        take(cargo(bill("B2", load="MIA", discharge="BGI", destination="Bridgetown")))
        row = Bill.objects.get()
        assert (row.load, row.discharge, row.destination) == ("USMIA", "BBBGI", "BRIDGETOWN")
        assert [row.declared[name] for name in ("load", "discharge", "destination")] == ["MIA", "BGI", "Bridgetown"]

    @pytest.mark.parametrize(("sent", "is_told"), [("LCCAS", True), ("lc cas", True), ("CAS", False), ("cas", False)])
    def test_a_short_code_that_may_be_another_port_makes_no_state_one_of_the_voyage(
        self, sent: str, is_told: bool
    ) -> None:
        """S25: CAS may be Casablanca, and who is of a voyage sees its travellers. The bill itself is told to either."""
        direct = replace(SHIP, legs=(Leg(origin="USMIA", destination="BBBGI", departure="2026-11-22T08:00"),))
        take(cargo(bill("B1", discharge=sent), voyage=direct))
        assert Row.objects.get().states == ["BRB", *(["LCA"] if is_told else [])]
        assert "LCA" in Bill.objects.get().states

    def test_a_plan_and_a_report_by_two_codes_are_no_difference(self) -> None:
        box = Container(number="CSQU3054383", discharged_at="BBBGI")
        take(cargo(bill("B1"), boxes=(box,), type="BAPLIE", function=Function.STOWAGE))
        seen = Container(number="CSQU3054383", discharged_at="BGI")
        take(cargo(boxes=(seen,), type="COARRI", function=Function.STOWAGE))
        assert VoyageContainer.objects.get().differences == []

    def test_letters_of_an_airport_elsewhere_are_kept_as_the_port_where_the_ship_calls(self) -> None:
        ship = replace(SHIP, legs=(Leg(origin="USMIA", destination="AGSJO", departure="2026-11-22T08:00"),))
        take(cargo(bill("B1", discharge="SJO"), voyage=ship))
        row = Bill.objects.get()
        assert (row.discharge, row.arrives_in, row.declared["discharge"]) == ("AGSJO", "AGSJO", "SJO")
