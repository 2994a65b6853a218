"""Carrier, agent, declarant and master of whole manifests become possible matches on the voyage: once, for the states
that a bill of theirs concerns, and no longer than a message names them.

Everybody and every firm here is invented.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from roadstead.casework.alerts.compare import side_by_side
from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.compare import stored_bill
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.workflow import Act, AlertState
from roadstead.casework.alerts.models import Alert, ClearedPair, Event, Suppression
from roadstead.casework.alerts.outcomes import possible_outcomes
from roadstead.casework.alerts.queue import AlertFilters, load_rows, queue
from roadstead.engine.formats.cargo.asycuda.write import write_awmds
from roadstead.engine.records import Consignment, HitKind, Party, PartyRole
from roadstead.filings.cargo.models import CargoReport
from roadstead.pipeline.replay.cases import case_of_alert
from roadstead.pipeline.replay.replayer import Replayer
from roadstead.platform.accounts.models import Carrier, State, User
from roadstead.web.templatetags.declared import declared_details
from tests.casework.alerts.test_suppression import FIRM_COMPARED
from tests.engine.formats.cargo_samples import message
from tests.filings.cargo.told import SHIP, bill, cargo, party, take
from tests.pipeline.test_pipeline import ANNA, NOW, file, put_in_force
from tests.pipeline.test_rescreen_jobs import run_rescreens
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
HEADER = b"id,type,surname,nationality,action,reason\n"
FIRMS = HEADER + b"F-1,organisation,Zephyrine Quandor Shipping Ltd,BRB,refer,a court\n"
EMPTY = HEADER + b"F-9,organisation,Nobody Whatever Exports,GUY,refer,a court\n"
AGENT = Party(role=PartyRole.AGENT, name="ZEPHYRINE QUANDOR SHIPPING LTD", code="A77")
CARRIER = replace(AGENT, role=PartyRole.CARRIER)
HONEST = Party(role=PartyRole.AGENT, name="Honest Harbour Agencies", code="A12")


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.create(code=code, name=code)


def said(*parties: Party, bills: tuple[Consignment, ...] = (), number: str = "0426N") -> bytes:
    """An Awmds of one leg to Bridgetown with these parties of the whole."""
    day = "2026-11-26" if number == "0426N" else f"2026-12-{number[2:4]}"  # another call is another day's
    leg = replace(SHIP.legs[0], departure="2026-11-22T08:00", arrival=f"{day}T06:30")
    voyage = replace(SHIP, number=number, legs=(leg,))
    manifest = cargo(*(bills or (bill("B1"), bill("B2"))), voyage=voyage)
    return write_awmds(replace(manifest, parties=parties, references=(("Reference_number", "R1"),)))


def test_a_listed_agent_of_a_whole_manifest_is_a_possible_match_on_the_voyage() -> None:
    put_in_force(FIRMS)
    file(said(AGENT), carrier="CLMX")
    alert = Alert.objects.get()
    assert (alert.bill, alert.traveller, alert.kind, alert.entry_id) == (None, None, HitKind.PARTY, "F-1")
    assert alert.reasons[0]["text"] == f"{AGENT.name} is the agent of the manifest."
    assert declared_details(alert) == f"Agent of the manifest: {AGENT.name}"
    assert [(row.key, row.agreement) for row in side_by_side(alert) if row.key == "name"] == [("name", "same")]
    assert CargoReport.objects.get().parties[0]["name"] == AGENT.name


def test_in_two_roles_and_several_messages_it_is_one_alert() -> None:
    put_in_force(FIRMS)
    file(said(AGENT, CARRIER), carrier="CLMX")
    file(said(AGENT, bills=(bill("B3"),)), carrier="CLMX")
    alert = Alert.objects.get()
    told = stored_bill(alert.declared)
    assert told
    assert [each.role for each in told.matched_parties] == [PartyRole.CARRIER, PartyRole.AGENT]
    assert list(Event.objects.values_list("act", flat=True)) == ["raised"]


def test_it_lapses_when_no_message_names_it_any_more_and_not_before() -> None:
    put_in_force(FIRMS)
    file(said(AGENT), carrier="CLMX")
    file(said(HONEST, bills=(bill("B1"),)), carrier="CLMX")
    assert Alert.objects.get().state == AlertState.NEW  # it is the agent of B2 still
    file(said(HONEST), carrier="CLMX")
    assert Alert.objects.get().state == AlertState.EXPIRED


def test_another_account_does_not_take_it_off() -> None:
    """A token that was lost must not hide whom a carrier names."""
    put_in_force(FIRMS)
    file(said(AGENT), carrier="CLMX")
    file(said(HONEST), carrier="OTHR")
    assert Alert.objects.get().state == AlertState.NEW


def test_people_and_rules_of_the_voyage_leave_it_and_it_leaves_theirs() -> None:
    people = HEADER + b"P-1,person,Quillimane,LCA,refer,a court\n"
    put_in_force(FIRMS + people.removeprefix(HEADER))
    file(said(AGENT), carrier="CLMX")
    agent = Alert.objects.get()
    file(paxlst(ANNA))
    run_rescreens(NOW)
    run_rescreens()
    agent.refresh_from_db()
    assert agent.state == AlertState.NEW
    assert list(agent.events.values_list("act", flat=True)) == ["raised"]


def test_a_list_that_changes_meets_it_and_lets_go_of_it() -> None:
    file(said(AGENT), carrier="CLMX")
    put_in_force(FIRMS)
    assert not Alert.objects.exists()
    run_rescreens(NOW)
    run_rescreens()
    assert Alert.objects.get().is_about_manifest
    put_in_force(EMPTY)
    run_rescreens(NOW)
    run_rescreens()
    assert Alert.objects.get().state == AlertState.EXPIRED


def test_the_voyages_carrier_is_asked_by_its_registered_name() -> None:
    Carrier.objects.update_or_create(code="CLMX", defaults={"name": "Zephyrine Quandor Shipping"})
    put_in_force(FIRMS)
    file(said(replace(HONEST, role=PartyRole.CARRIER, code="CLMX")), carrier="CLMX")
    assert declared_details(Alert.objects.get()) == "Carrier of the manifest: Zephyrine Quandor Shipping"


def test_a_master_on_a_list_of_persons_is_met_by_the_whole_name() -> None:
    put_in_force(HEADER.replace(b"surname", b"surname,given") + b"P-1,person,Quillimane,Tobias Aurelio,LCA,refer,x\n")
    file(said(Party(role=PartyRole.MASTER, name="Tobias Aurelio Quillimane")), carrier="CLMX")
    alert = Alert.objects.get()
    assert (alert.kind, alert.is_about_manifest) == (HitKind.NAME, True)
    file(paxlst(ANNA))
    assert Alert.objects.get().state == AlertState.NEW


def test_whoever_sent_the_bills_is_their_declarant_where_nobody_else_names_them() -> None:
    sender = replace(cargo().reporting_party, id="D1", name="Dockside Declarations")
    declared = replace(cargo(bill("B1")), reporting_party=sender)
    assert take(declared).manifest.cargo_report.parties[0]["role"] == "declarant"
    consignor = party(PartyRole.CONSIGNOR, "Dockside Declarations")
    named = replace(declared, consignments=(bill("B1", parties=(consignor,)),))
    assert take(named).manifest.cargo_report.parties == []


def test_those_are_told_whom_a_bill_of_that_manifest_concerns() -> None:
    """S25: another agent's bills go on to Saint Lucia; what the first one lands in Barbados is not its to know."""
    put_in_force(FIRMS)
    file(said(AGENT), carrier="CLMX")
    onward = replace(cargo(bill("B3", discharge="LCCAS"), voyage=SHIP), parties=(HONEST,))
    file(write_awmds(onward), carrier="CLMX")
    assert Alert.objects.get().states == ["BRB"]


def test_what_an_officer_cleared_is_not_raised_by_the_next_days_manifest(supervisor_a: User) -> None:
    """S35; the four particulars of a party are ticked as those of a bill's (S14)."""
    put_in_force(FIRMS)
    file(said(AGENT), carrier="CLMX")
    alert = Alert.objects.get()
    decide(alert.pk, Act.TAKE, by=supervisor_a, words=DecisionText(), now=NOW)
    words = DecisionText(
        note="A namesake", compared=FIRM_COMPARED, reasons_for="The name", reasons_against="The address"
    )
    decide(alert.pk, Act.CLEAR, by=supervisor_a, words=words, now=NOW)
    assert ClearedPair.objects.get().person_key == alert.party_key
    file(said(AGENT, bills=(bill("C1"),), number="0403N"), carrier="CLMX")
    assert Alert.objects.count() == 1
    assert Suppression.objects.get().voyage.number == "0403N"
    renamed = replace(AGENT, name="Zephyrine Quandor Shipping Company")
    file(said(renamed, bills=(bill("D1"),), number="0407N"), carrier="CLMX")
    assert Alert.objects.filter(state="new").get().voyage.number == "0407N"


def test_the_queue_has_it_under_cargo_and_customs_outcomes_fit_it(officer_a: User) -> None:
    put_in_force(FIRMS)
    file(said(AGENT), carrier="CLMX")
    found = {about: queue(officer_a, AlertFilters(about=about), NOW).count() for about in ("people", "cargo", "craft")}
    assert found == {"people": 0, "cargo": 1, "craft": 0}
    row = load_rows(queue(officer_a, AlertFilters(about="cargo"), NOW), officer_a)[0]
    assert declared_details(row) == f"Agent of the manifest: {AGENT.name}"
    assert OutcomeType.SEIZED in possible_outcomes(Alert.objects.get())


def test_it_is_replayed_as_the_parties_that_the_alert_keeps() -> None:
    put_in_force(FIRMS)
    file(said(AGENT, CARRIER), carrier="CLMX")
    alert = Alert.objects.get()
    assert Replayer().replay(case_of_alert(alert)).differences == ()
    alert.declared["bill"]["parties"][0]["name"] = "Zephyrine Quandor"
    assert Replayer().replay(case_of_alert(alert)).differences


@pytest.mark.parametrize("type", ["COPRAR", "CODECO", "COPARN"])
@pytest.mark.parametrize(
    "nad", ["NAD+SH++ZEPHYRINE QUANDOR SHIPPING LTD+12 KEPPEL ROAD", "NAD+SH+++ZEPHYRINE QUANDOR SHIPPING LTD"]
)
@pytest.mark.parametrize("before", [True, False])
def test_a_listed_party_of_a_container_message_is_met_before_and_behind_its_container(
    type: str, nad: str, before: bool
) -> None:
    put_in_force(FIRMS)
    box = ("EQD+CN+SMPU1000007+22G1+++5",)
    sent = (nad, *box) if before else (*box, nad)
    file(
        message(
            "BGM+45+1+9",
            "TDT+20+0426N+1++CLMX:172:20+++9074729:146::SAMPLE BAY",
            "LOC+9+JMKIN",
            "LOC+11+BBBGI",
            "DTM+132:202611260630:203",
            *sent,
            type=type,
        ),
        carrier="CLMX",
    )
    alert = Alert.objects.get()
    assert (alert.kind, alert.entry_id) == (HitKind.PARTY, "F-1")
    assert alert.reasons[0]["text"] == f"{AGENT.name} is the consignor of the manifest."


def test_a_street_in_the_place_of_a_name_is_not_screened_as_a_firm() -> None:
    put_in_force(HEADER + b"F-2,organisation,12 Keppel Road,BRB,refer,a court\n")
    file(
        message(
            "BGM+45+1+9",
            "TDT+20+0426N+1++CLMX:172:20+++9074729:146::SAMPLE BAY",
            "LOC+9+JMKIN",
            "LOC+11+BBBGI",
            "DTM+132:202611260630:203",
            "NAD+SH++KELVIN SHIPPING PTE LTD+12 KEPPEL ROAD",
            "NAD+FW+X++12 KEPPEL ROAD",
            "EQD+CN+SMPU1000007+22G1+++5",
            type="COPRAR",
        ),
        carrier="CLMX",
    )
    assert CargoReport.objects.get().parties[0]["name"] == "KELVIN SHIPPING PTE LTD"
    assert not Alert.objects.exists()
