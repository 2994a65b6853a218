"""A rule for cargo from its first draft to alerts on bills: asked of bills and of nobody else, counted, taken back.

Everybody and every firm here is invented.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadstead.casework.alerts.logic.workflow import AlertState
from roadstead.casework.alerts.models import Alert
from roadstead.cli.__main__ import main
from roadstead.config import config
from roadstead.engine import records as model
from roadstead.engine.formats.cargo.edifact.write import write as as_message
from roadstead.engine.matching.documents import build_document_index
from roadstead.engine.records import Consignment, Container, GoodsLine, InContainer, Load, PartyRole
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.rules.cargo_facts.bill_facts import ALL_FAMILIES
from roadstead.engine.rules.evaluation import Tally, evaluate_travel_rules
from roadstead.engine.rules.files import RuleText
from roadstead.engine.rules.rule import Facts
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Voyage
from roadstead.pipeline.dry_run.rules import dry_run_rule
from roadstead.pipeline.rescreen import Rescreener
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.pipeline.worker import Worker
from roadstead.platform.accounts.models import State, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.rescreens.models import RescreenJob
from roadstead.targeting.rulebook.acts import withdraw, write
from roadstead.targeting.rulebook.counts import add_counts
from roadstead.targeting.rulebook.in_force import rules_in_force
from roadstead.targeting.rulebook.logic.rates import DryRunResult
from roadstead.targeting.rulebook.models import DailyCount, Rule, rule_hash
from roadstead.targeting.rulebook.stored_facts import bill_facts, carriage_of, stored_facts_of_bills
from tests.filings.cargo.told import bill, cargo, party, take
from tests.pipeline.test_pipeline import NOW, file
from tests.samples import Person, paxlst
from tests.targeting.rulebook.test_acts import TEXT, in_force, tried

pytestmark = [pytest.mark.django_db]
GUNS = msgspec.structs.replace(TEXT, key="guns", subject="cargo", title="Arms by their words",
                               sentence="The description names arms.", condition="goods.names_arms")  # fmt: skip
BARE = Person(surname="BARE", given="BO", document="")


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA", "TTO"):
        State.objects.get_or_create(code=code, defaults={"name": code})


def of(description: str, number: str = "B1", **rest: Any) -> Consignment:
    return bill(number, goods=(GoodsLine(description=description),), **rest)


def sent(*bills: Consignment, **head: Any) -> None:
    file(as_message(cargo(*bills, **head)), carrier="CLMX")


def boxed(number: str, **rest: Any) -> Consignment:
    """In a container that the message ties to its goods."""
    inside = (InContainer(container="CSQU3054383"),)
    return bill(number, goods=(GoodsLine(description="CANNED FRUIT", hs="2008", containers=inside),), **rest)


def about(condition: str) -> RuleText:
    return msgspec.structs.replace(GUNS, condition=condition)


def run_rescreens() -> int:
    """A worker's rounds until nothing waits."""
    live = ScreeningSetCache()
    later = NOW + timedelta(hours=3)
    return sum(Rescreener(config()).run(live, now=moment, limit=50) for moment in (NOW, later))


# ── the life of a rule ──────────────────────────────────────────────────────────────────────


def test_what_a_rule_is_about_is_part_of_what_is_approved_and_stays(analyst: User, supervisor: User) -> None:
    version = in_force(analyst, supervisor, GUNS)
    assert version.rule.subject == "cargo"
    assert rule_hash(GUNS) == version.approved_sha256 != rule_hash(msgspec.structs.replace(GUNS, subject="travel"))
    assert [rule.about_bills for rule in rules_in_force(NOW.date())] == [True]
    travel = msgspec.structs.replace(TEXT, key="guns")
    with pytest.raises(NotAllowed, match="about cargo: write a new rule about travel"):
        write(travel, why="w", by=analyst, now=NOW, rule=version.rule)


def test_a_rule_for_travel_has_the_hash_that_was_approved_before_there_were_others() -> None:
    assert rule_hash(TEXT) == "41e26a29814fdf7a90ac54613aa1c005ca157726ec6f675ef9211f284ecaa4d2"


def test_facts_of_travellers_are_none_of_a_bill_and_the_other_way_round(analyst: User) -> None:
    with pytest.raises(NotAllowed, match=r"Unknown fact “document\.missing”"):
        write(about("document.missing"), why="", by=analyst, now=NOW)
    with pytest.raises(NotAllowed, match=r"Unknown fact “goods\.vague”"):
        write(msgspec.structs.replace(TEXT, condition="goods.vague"), why="", by=analyst, now=NOW)
    with pytest.raises(NotAllowed, match="S17"):
        write(about('consignee.nationality == "X"'), why="", by=analyst, now=NOW)


# ── asked ───────────────────────────────────────────────────────────────────────────────────


def test_a_bill_that_meets_a_rule_is_an_alert_on_the_bill_with_the_words_that_made_it(
    analyst: User, supervisor: User, capsys: pytest.CaptureFixture[str]
) -> None:
    version = in_force(analyst, supervisor, GUNS)
    sent(of("SHOTGUN AND RIFLE"), of("CANNED FRUIT", "B2"))
    alert = Alert.objects.get()
    assert alert.bill
    assert (alert.bill.number, alert.rule, alert.kind, alert.traveller) == ("B1", version.rule.code, "rule", None)
    assert [reason["text"] for reason in alert.reasons][:2] == [
        "The description names arms.",
        "The description names arms: yes; the listed words that were found: shotgun, rifle.",
    ]
    assert alert.replay["facts"] == {"goods.names_arms": True, "goods.words": ["shotgun", "rifle"]}
    assert set(alert.states) == {"BRB"}
    assert alert.action == "refer"
    capsys.readouterr()
    assert main(["replay", str(alert.pk), "--json"]) == 0
    enter(REGION)


@pytest.mark.parametrize(("severity", "serious"), [("high", 4), ("medium", 3), ("low", 2)])
def test_what_its_authors_call_grave_comes_first(severity: str, serious: int, analyst: User, supervisor: User) -> None:
    in_force(analyst, supervisor, msgspec.structs.replace(GUNS, severity=severity))
    sent(of("9MM PISTOLS"))
    assert Alert.objects.get().seriousness == serious


def test_rules_for_cargo_are_asked_of_no_traveller_and_those_for_travel_of_no_bill(
    analyst: User, supervisor: User
) -> None:
    cargo_rule, travel = in_force(analyst, supervisor, GUNS), in_force(analyst, supervisor)
    file(paxlst(BARE))
    sent(of("SHOTGUN"))
    found = {(row.rule, row.bill_id is None) for row in Alert.objects.all()}
    assert found == {(travel.rule.code, True), (cargo_rule.rule.code, False)}
    tally, manifest = Tally(), model.Manifest(travellers=(model.Traveller(surname="BARE"),))
    facts = Facts(manifest=manifest, documents=build_document_index(()), today=NOW.date(), filing=None)
    rules = rules_in_force(NOW.date())
    assert [met.rule.code for met in evaluate_travel_rules(rules, facts, (), tally)] == [travel.rule.code]
    assert (tally.travellers, tally.bills) == (1, 0)


def test_an_amendment_that_takes_the_words_away_takes_the_alert_away(analyst: User, supervisor: User) -> None:
    in_force(analyst, supervisor, GUNS)
    sent(of("SHOTGUN"))
    sent(of("GARDEN TOOLS OF STEEL"), sent_at="2026-11-24T12:00", action="4")
    assert Alert.objects.get().state == AlertState.EXPIRED


def test_a_rule_that_holds_for_most_of_a_ship_is_raised_once_and_people_do_not_take_it_back(
    analyst: User, supervisor: User, capsys: pytest.CaptureFixture[str]
) -> None:
    in_force(analyst, supervisor, GUNS)
    sent(*(of("SHOTGUN", f"B{at}") for at in range(25)))
    alert = Alert.objects.get()
    assert (alert.bill, alert.voyage.bills.count()) == (None, 25)
    assert "The rule matches 25 bills on this voyage" in alert.reasons[1]["text"]
    assert main(["replay", str(alert.pk)]) == 0
    assert "identical" in capsys.readouterr().out
    enter(REGION)
    sent(of("SHOTGUN", "B3"), sent_at="2026-11-24T12:00", reference="M2")
    assert [row.state for row in Alert.objects.all()] == [AlertState.NEW]
    sent(*(of("SHOTGUN", f"B{at}", packages=9) for at in range(22)), sent_at="2026-11-24T13:00", reference="M2")
    assert "The rule matches 25 bills on this voyage" in Alert.objects.get().reasons[1]["text"]  # others still meet it
    sent(*(of("GARDEN TOOLS", f"B{at}") for at in range(25)), sent_at="2026-11-24T14:00", reference="M3")
    assert Alert.objects.get().state == AlertState.EXPIRED


def test_bills_screened_before_meet_a_new_rule_and_are_rid_of_it_when_it_is_withdrawn(
    analyst: User, supervisor: User
) -> None:
    sent(of("SHOTGUN"), of("CANNED FRUIT", "B2"))
    version = in_force(analyst, supervisor, GUNS)
    run_rescreens()
    assert Alert.objects.get().state == AlertState.NEW
    done = RescreenJob.objects.get()
    assert (done.bills, done.travellers, done.new) == (4, 0, 1)  # two passes
    withdraw(version.pk, why="w", by=supervisor, now=NOW)
    run_rescreens()
    assert Alert.objects.get().state == AlertState.EXPIRED


def test_how_a_rule_for_cargo_answered_is_counted_over_bills(analyst: User, supervisor: User) -> None:
    version = in_force(analyst, supervisor, about("goods.names_arms || value.per_kg > 90"))
    live = ScreeningSetCache()
    live.refresh(NOW.date())
    live.tally.bills, live.tally.met[version.rule.code] = 7, 2
    add_counts(live.tally, live.current().written_rules, NOW.date())
    row = DailyCount.objects.get()
    assert (row.evaluated, row.matched) == (7, 2)
    assert live.tally.bills == 0


# ── tried ───────────────────────────────────────────────────────────────────────────────────


def test_a_dry_run_tells_how_many_bills_which_and_on_what_lanes(analyst: User) -> None:
    sent(*(of("SHOTGUN" if at < 3 else "CANNED FRUIT", f"B{at}") for at in range(8)))
    run = dry_run_rule(tried(analyst, GUNS), by=analyst, now=NOW)
    result = DryRunResult.of(run.result)
    assert (result.all, result.bills, result.matched_bills, result.about_bills) == (8, 8, 3, True)
    assert [(group.attribute, group.name, group.people, group.matched) for group in result.groups] == [
        ("lane", "USMIA–BBBGI", 8, 3),
        ("country", "USA", 8, 3),
    ]
    assert set(Bill.objects.filter(pk__in=run.bills).values_list("number", flat=True)) == {"B0", "B1", "B2"}
    assert not Alert.objects.exists()


def test_a_dry_run_of_a_state_is_over_the_bills_that_concern_it(analyst: User, officer_b: User) -> None:
    """S25: the bill for Bridgetown is none of the next port's business."""
    sent(of("SHOTGUN"), of("SHOTGUN", "B2", discharge="LCCAS", destination="LCCAS"))
    version = write(GUNS, why="", by=analyst, now=NOW)
    enter(officer_b.scope)
    run = dry_run_rule(version, by=officer_b, now=NOW)
    assert (DryRunResult.of(run.result).all, DryRunResult.of(run.result).matched_bills) == (1, 1)
    assert list(Bill.objects.filter(pk__in=run.bills).values_list("number", flat=True)) == ["B2"]


# ── what stored bills tell (S25) ────────────────────────────────────────────────────────────


def values(number: str, voyage: Voyage | None = None) -> dict[str, Any]:
    row = Bill.objects.filter(number=number).order_by("-pk").first()
    assert row is not None
    return next(iter(bill_facts(row.voyage, [row], carriage_of(row.voyage), ALL_FAMILIES, now=NOW)))


def test_earlier_voyages_of_a_firm_count_only_where_every_state_of_the_bill_may_see_them() -> None:
    take(cargo(of("CANNED FRUIT", "OLD1"), voyage=_ship("1", "2026-09-01")), now=NOW - timedelta(days=80))
    take(
        cargo(of("CANNED FRUIT", "OLD2", discharge="LCCAS", destination="LCCAS"), voyage=_ship("2", "2026-10-01")),
        now=NOW - timedelta(days=50),
    )
    take(cargo(of("CANNED FRUIT", "NEW1"), of("CANNED FRUIT", "NEW2", discharge="LCCAS", destination="LCCAS")))
    first, second = values("NEW1"), values("NEW2")
    old = {row.number: set(row.states) for row in Bill.objects.all()}
    both = sum(old["NEW2"] <= old[number] for number in ("OLD1", "OLD2"))
    one = sum(old["NEW1"] <= old[number] for number in ("OLD1", "OLD2"))
    assert (first["parties.earlier_together"], second["parties.earlier_together"]) == (one, both)
    assert both < one == 2
    assert first["history.days_kept"] == 80
    assert values("OLD1")["consignor.earlier_voyages"] == 0


def _ship(number: str, day: str) -> model.Voyage:
    leg = model.Leg(origin="USMIA", destination="BBBGI", departure=f"{day}T08:00", arrival=f"{day}T20:00")
    on = model.Leg(origin="BBBGI", destination="LCCAS", departure=f"{day}T22:00", arrival=f"{day}T23:00")
    return model.Voyage(
        mode=model.Mode.SEA, carrier="CLMX", number=number, legs=(leg, on), craft=model.Craft(name=f"EXAMPLE {number}")
    )


def test_one_container_on_two_ships_at_once_is_seen_and_one_after_the_other_is_not() -> None:
    take(cargo(of("CANNED FRUIT", "A1"), voyage=_ship("7", "2026-11-23")))
    take(cargo(of("CANNED FRUIT", "A2")))
    take(cargo(of("CANNED FRUIT", "A3"), voyage=_ship("9", "2026-12-23")))
    assert [values(number)["containers.elsewhere"] for number in ("A1", "A2", "A3")] == [1, 1, 0]


def test_what_terminal_and_gate_say_and_what_was_changed_stand_beside_the_bill() -> None:
    box = Container(number="CSQU3054383", load=Load.FULL)
    take(cargo(of("CANNED FRUIT"), boxes=(box,)))
    seen = Container(number="CSQU3054383", load=Load.EMPTY)
    take(cargo(boxes=(seen,), type="COARRI", reference="T1"))
    take(
        cargo(of("SHOTGUN"), of("SHOTGUN", "H1", master="B1"), reference="M9", sent_at="2026-11-24T15:00"),
        now=NOW + timedelta(hours=1),
    )
    told = values("B1")
    assert (told["containers.full_reported_empty"], told["filing.amendments"], told["bill.houses"]) == (1, 1, 1)
    assert told["filing.amended_after_departure"] is True
    assert told["goods.same_text_others"] == 0


def test_the_same_bill_sent_twice_has_not_been_changed() -> None:
    take(cargo(of("CANNED FRUIT")))
    take(cargo(of("CANNED FRUIT"), reference="M2", sent_at="2026-11-24T15:00"), now=NOW + timedelta(hours=1))
    told = values("B1")
    assert (told["filing.amendments"], told["filing.amended_after_departure"]) == (0, False)


@pytest.mark.parametrize("sent", ["USMIA", "MIA"])
@pytest.mark.parametrize("mode", [model.Mode.AIR, model.Mode.SEA])
def test_a_source_port_is_known_by_air_and_by_sea_by_either_of_its_codes(mode: model.Mode, sent: str) -> None:
    legs = (model.Leg(origin=sent, destination="BGI", departure="2026-11-25T08:00", arrival="2026-11-25T12:00"),)
    take(cargo(of("CANNED FRUIT", load=sent), voyage=model.Voyage(mode=mode, carrier="CLMX", number="12", legs=legs)))
    assert values("B1")["route.source_of"] == ["firearms"]


def test_the_number_of_queries_does_not_grow_with_the_bills() -> None:
    take(cargo(*(of("GENERAL CARGO", f"B{at}", containers=(f"CSQU30{at:05}",)) for at in range(60))))
    voyage = Bill.objects.all()[0].voyage

    def queries(bills: list[Bill]) -> int:
        with CaptureQueriesContext(connection) as found:
            stored_facts_of_bills(voyage, bills, ALL_FAMILIES, now=NOW)
        return len(found)

    rows = list(voyage.bills.all())
    assert queries(rows[:3]) == queries(rows) <= 14


def test_a_firm_that_is_named_once_more_in_capitals_is_no_new_one() -> None:
    old = party(PartyRole.CONSIGNOR, "ACME EXPORT, INC.", "US")
    taker = party(PartyRole.CONSIGNEE, "ISLAND IMPORTS LIMITED")
    take(cargo(of("FRUIT", "O1", parties=(old, taker)), voyage=_ship("1", "2026-09-01")), now=NOW - timedelta(days=80))
    take(cargo(of("FRUIT", "N1")))
    assert values("N1")["parties.earlier_together"] == 1
    assert Rule.objects.count() == 0


def test_a_stowage_plan_that_contradicts_the_bills_raises_what_they_did_not(analyst: User, supervisor: User) -> None:
    """The plan comes after the manifest, names no bill, and weighs a container that was declared empty."""
    in_force(analyst, supervisor, about("containers.empty_but_heavy > 0 || containers.empty_reported_full > 0"))
    box = Container(number="CSQU3054383", size_type="22G1", load=Load.EMPTY, gross_mass_kg=2200.0, bills=("B1",))
    file(as_message(cargo(boxed("B1", gross_mass_kg=1.0), boxes=(box,))), carrier="CLMX")
    assert not Alert.objects.exists()
    file(plan("CSQU3054383", 17_850), carrier="CLMX")
    assert [alert.bill.number for alert in Alert.objects.all() if alert.bill] == ["B1"]


def plan(number: str, mass: int) -> bytes:
    """A stowage plan of one full container (BAPLIE D.95B)."""
    return "\n".join(
        (
            "UNB+UNOA:2+CLMX+CARICOMACIS+261125:1200+B1'",
            "UNH+1+BAPLIE:D:95B:UN:SMDG22'",
            "BGM++B1+9'",
            "DTM+137:261125:101'",
            "TDT+20+0426N+++CLMX:172:20+++9074729:146:11:CARIB EXAMPLE'",
            "LOC+5+USMIA:139:6'",
            "LOC+61+BBBGI:139:6'",
            "DTM+133:2611220800:201'",
            "DTM+132:2611260630:201'",
            "LOC+147+0010182::5'",
            f"MEA+WT++KGM:{mass}'",
            "LOC+9+USMIA:139:6'",
            "LOC+11+BBBGI:139:6'",
            "RFF+BM:1'",
            f"EQD+CN+{number}+22G1+++5'",
            "NAD+CA+CLMX:172:20'",
            "UNT+16+1'",
            "UNZ+1+B1'",
        )
    ).encode()


def test_a_container_that_comes_up_on_a_second_ship_is_raised_for_the_first_ones_bill(
    analyst: User, supervisor: User
) -> None:
    in_force(analyst, supervisor, about("containers.elsewhere > 0"))
    sent(boxed("B1"), voyage=_ship("7", "2026-11-26"))
    assert not Alert.objects.exists()
    sent(boxed("B2"), voyage=_ship("8", "2026-11-26"))
    assert {alert.bill.number for alert in Alert.objects.all() if alert.bill} == {"B1", "B2"}


def test_a_rule_raised_for_a_ship_is_told_to_the_states_that_its_bills_concern(analyst: User, supervisor: User) -> None:
    """S25: the ship goes on to Saint Lucia, the goods leave it in Barbados."""
    in_force(analyst, supervisor, GUNS)
    sent(*(of("SHOTGUN", f"B{at}") for at in range(25)))
    alert = Alert.objects.get()
    assert (alert.states, alert.voyage.states) == (["BRB"], ["BRB", "LCA"])


def test_answers_of_rules_for_cargo_are_kept_where_no_rule_for_travel_was_asked(
    analyst: User, supervisor: User
) -> None:
    in_force(analyst, supervisor, GUNS)
    hand = Worker(config())
    file(as_message(cargo(of("SHOTGUN"))), carrier="CLMX", live=hand.live)
    hand._count()
    assert [(each.evaluated, each.matched) for each in DailyCount.objects.all()] == [(1, 1)]


def test_a_voyage_that_was_cancelled_makes_nobody_known() -> None:
    take(cargo(of("CANNED FRUIT", "A1"), voyage=_ship("7", "2026-10-01")), now=NOW - timedelta(days=30))
    take(cargo(of("CANNED FRUIT", "A2")))
    assert values("A2")["consignee.earlier_voyages"] == 1
    Voyage.objects.filter(bills__number="A1").update(cancelled=True)
    assert values("A2")["consignee.earlier_voyages"] == 0
