"""Stored bills, parties of manifests and craft are screened again in the run that screens travellers, whoever computes.

Everybody and every firm here is invented.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from roadstead.casework.alerts.models import Alert
from roadstead.cli.__main__ import main
from roadstead.config import config
from roadstead.engine.formats.cargo.asycuda.write import write_awmds
from roadstead.engine.matching.parallel import ResultCache, map_in_order
from roadstead.engine.records import Party, PartyRole
from roadstead.engine.screening.bulk_cargo import CargoHit, cargo_hits_of
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Voyage
from roadstead.pipeline.bulk.cargo import Part
from roadstead.pipeline.bulk.plan import Plan, folder_of_lists, make_plan
from roadstead.platform.accounts.models import State
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from tests.filings.cargo.told import bill, cargo
from tests.pipeline.test_bill_alerts import LISTED, listed, manifest
from tests.pipeline.test_bulk import DAY, Counting, ask, scheduler
from tests.pipeline.test_pipeline import ANNA, NOW, file
from tests.pipeline.test_rescreen_jobs import put, run_rescreens
from tests.samples import paxlst

__all__ = ["scheduler"]
pytestmark = pytest.mark.django_db
HEADER = b"id,type,surname,nationality,action,reason,imo\n"
FIRM = b"F-1,organisation,Zephyrine Quandor Trading Ltd,BRB,refer,a court,\n"
AGENCY = b"F-2,organisation,Oldewinkel Harbour Agency Ltd,BRB,refer,a court,\n"
CRAFT = b"V-1,vessel,Some Other Name,PAN,refer,a court,9074729\n"
AGENT = Party(role=PartyRole.AGENT, name="OLDEWINKEL HARBOUR AGENCY LTD", code="A77")
LISTS = HEADER + FIRM + AGENCY + CRAFT


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.create(code=code, name=code)


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """One listed ship of seven bills, in parts of two: B1, B3, B5 are a listed firm's, from B3 on they go on to Saint
    Lucia; the agent of B7, which is for Barbados, is listed."""
    monkeypatch.setattr("roadstead.pipeline.bulk.cargo.BILLS_PER_PART", 2)
    bills = [(listed if at % 2 else bill)(f"B{at}", **to(at)) for at in range(1, 7)]
    file(manifest(*bills), carrier="CLMX")
    file(write_awmds(replace(cargo(bill("B7")), parties=(AGENT,))), carrier="CLMX")
    put(LISTS)


def to(at: int) -> dict[str, Any]:
    return {"discharge": "LCCAS"} if at > 2 else {}


@pytest.mark.usefixtures("stored")
def test_bills_manifests_and_craft_are_told_in_the_form_of_travellers(capsys: pytest.CaptureFixture[str]) -> None:
    lines = ask(capsys, "--workers", "1")
    craft, agent, *bills = lines
    assert (craft["kind"], craft["entry"], craft["subject"]) == (
        "craft",
        "V-1",
        {"craft": "CARIB EXAMPLE", "imo": "9074729"},
    )
    assert (agent["kind"], agent["entry"], agent["subject"]) == ("party", "F-2", {"parties": [AGENT.name]})
    assert [(each["subject"]["bill"], each["entry"]) for each in bills] == [("B1", "F-1"), ("B3", "F-1"), ("B5", "F-1")]
    assert {each["subject"]["parties"][0] for each in bills} == {LISTED.name}
    assert [each["bill"] for each in bills] == list(
        Bill.objects.filter(number__in=["B1", "B3", "B5"]).order_by("pk").values_list("pk", flat=True)
    )
    assert {each["voyage"] for each in lines} == {Voyage.objects.get().pk}
    assert bills[0]["reasons"][0] == f"{LISTED.name} is the consignee of the bill."
    assert bills[0]["replay"]["list_version"]


@pytest.mark.long
@pytest.mark.usefixtures("stored")
def test_one_process_and_two_give_the_same_lines(capsys: pytest.CaptureFixture[str]) -> None:
    one = ask(capsys, "--workers", "1")
    assert len(one) == 5
    assert ask(capsys, "--workers", "2") == one


@pytest.mark.long
@pytest.mark.usefixtures("stored")
def test_a_cluster_gives_the_same_lines(scheduler: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, "--scheduler", scheduler) == ask(capsys, "--workers", "1")


@pytest.mark.usefixtures("stored")
def test_travellers_bills_and_voyages_are_counted_apart(capsys: pytest.CaptureFixture[str]) -> None:
    file(paxlst(ANNA))
    capsys.readouterr()
    assert main(["rescreen", "--since", DAY, "--workers", "1", "--raise"]) == 0
    told = capsys.readouterr()
    assert told.err.splitlines()[-3:] == [
        "travellers screened: 1; possible matches: 0 (0 new, 0 changed, 0 expired, 0 suppressed)",
        "bills screened: 7; possible matches: 3 (3 new, 0 changed, 0 expired, 0 suppressed)",
        "voyages (craft and parties of manifests) screened: 2; possible matches: 2"
        " (2 new, 0 changed, 0 expired, 0 suppressed)",
    ]
    assert f"bill B1: {LISTED.name}" in told.out
    assert f"the manifest: {AGENT.name}" in told.out
    enter(REGION)
    assert "1 travellers and 7 bills against all lists" in Record.objects.get(action="rescreened").detail


def kept() -> list[tuple[Any, ...]]:
    """What alerts there are, but for the state on which names were counted: a worker's names its base too."""
    rows = Alert.objects.exclude(state="lapsed").select_related("bill").order_by("entry_id", "bill__number")
    return [
        (
            row.kind,
            row.entry_id,
            row.bill and row.bill.number,
            row.states,
            row.score,
            row.reasons,
            row.declared,
            row.party_key,
            row.entry_hash,
            row.replay["list_version"],
            row.replay["matcher_version"],
        )
        for row in rows
    ]


@pytest.mark.usefixtures("stored")
def test_what_is_raised_is_what_a_rescreen_job_raises_and_never_twice(capsys: pytest.CaptureFixture[str]) -> None:
    ask(capsys, "--raise", "--workers", "2")
    raised = kept()
    assert [(each[0], each[1], each[2], each[3]) for each in raised] == [
        ("party", "F-1", "B1", ["BRB"]),
        ("party", "F-1", "B3", ["BRB", "LCA"]),
        ("party", "F-1", "B5", ["BRB", "LCA"]),
        ("party", "F-2", None, ["BRB"]),
        ("craft", "V-1", None, ["BRB", "LCA"]),
    ]
    ask(capsys, "--raise", "--workers", "1")
    run_rescreens(NOW)
    run_rescreens()
    assert kept() == raised
    assert Alert.objects.count() == 5


@pytest.mark.usefixtures("stored")
def test_only_what_the_named_list_says_is_raised_or_lapses(capsys: pytest.CaptureFixture[str]) -> None:
    put(HEADER + FIRM.replace(b"F-1", b"F-9"), name="Other list")
    ask(capsys, "--raise", "--list", "Other list", "--workers", "1")
    assert {alert.entry_id for alert in Alert.objects.all()} == {"F-9"}
    put(HEADER + b"F-8,organisation,Nobody Whatever Exports,GUY,refer,a court,\n", name="Other list")
    put(HEADER + b"F-8,organisation,Nobody Whatever Exports,GUY,refer,a court,\n")
    ask(capsys, "--raise", "--list", "Test list", "--workers", "1")
    assert set(Alert.objects.values_list("state", flat=True)) == {"new"}
    ask(capsys, "--raise", "--workers", "1")
    assert set(Alert.objects.values_list("state", flat=True)) == {"lapsed"}


def test_a_states_own_list_meets_only_bills_that_concern_it(capsys: pytest.CaptureFixture[str]) -> None:
    """S25: the ship goes on to Saint Lucia; what leaves it in Barbados is not Saint Lucia's to know."""
    file(manifest(listed("B1"), listed("B2", discharge="LCCAS")), carrier="CLMX")
    put(HEADER + FIRM + CRAFT, owner="LCA")
    assert ask(capsys, "--workers", "1") == []
    named = ask(capsys, "--list", "Test list (LCA)", "--workers", "1")
    assert [each["subject"].get("bill") for each in named] == [None, "B2"]
    ask(capsys, "--raise", "--workers", "1")
    alerts = Alert.objects.exclude(bill=None)
    assert [(alert.bill and alert.bill.number, alert.states) for alert in alerts] == [("B2", ["LCA"])]


def test_a_bill_that_is_declared_no_more_is_not_asked(capsys: pytest.CaptureFixture[str]) -> None:
    file(manifest(listed("B1"), listed("B2")), carrier="CLMX")
    file(manifest(listed("B1"), action="3", reference="M9", sent_at="2026-11-24T12:00"), carrier="CLMX")
    put(HEADER + FIRM)
    assert [each["subject"]["bill"] for each in ask(capsys, "--workers", "1")] == ["B2"]


def planned(home: Path) -> Plan:
    return make_plan(date.fromisoformat(DAY), date.max, (), "tester", home, datetime.now(UTC), raises=True)


def results(plan: Plan, executor: Executor) -> Iterator[bytes]:
    for _, result in map_in_order(
        plan.cargo_batches(), cargo_hits_of, plan.lists, by=executor, ahead=0, cache=ResultCache(plan.folder)
    ):
        yield result


@pytest.mark.usefixtures("stored")
def test_what_was_computed_before_it_was_cut_off_is_not_computed_again(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="cut off"):
        list(results(planned(tmp_path), Counting(2)))
    second = Counting(99)
    assert len(list(results(planned(tmp_path), second))) == 2 + second.done
    third = Counting(99)
    list(results(planned(tmp_path), third))
    assert third.done == 0
    Bill.objects.filter(number="B1").update(declared=Bill.objects.get(number="B2").declared)
    fourth = Counting(99)
    list(results(planned(tmp_path), fourth))
    assert fourth.done == 1  # another question: whom it names has changed


def asked_and_met(plan: Plan) -> list[tuple[Part, list[CargoHit]]]:
    computed = [msgspec.json.decode(each, type=list[CargoHit]) for each in results(plan, Counting(99))]
    return [pair for load, met in zip(plan.cargo_batches(), computed, strict=True) for pair in plan.by_part(load, met)]


def raised(plan: Plan, parts: list[tuple[Part, list[CargoHit]]]) -> Counter[str]:
    told = Counter[str]()
    for part, met in parts:
        told.update(plan.raise_for_cargo(part, met))
    enter(REGION)
    return told


@pytest.mark.usefixtures("stored")
def test_bills_and_voyages_that_changed_meanwhile_are_left_to_their_own_message(tmp_path: Path) -> None:
    plan = planned(tmp_path)
    parts = asked_and_met(plan)
    Voyage.objects.update(craft_imo="9000003")
    other = Bill.objects.get(number="B2")
    Bill.objects.filter(number="B1").update(declared=other.declared)
    told = raised(plan, parts)
    assert (told["voyages changed meanwhile"], told["bills changed meanwhile"], told["new"]) == (1, 2, 2)
    assert {alert.bill and alert.bill.number for alert in Alert.objects.all()} == {"B3", "B5"}


@pytest.mark.usefixtures("stored")
def test_nothing_is_raised_for_bills_that_another_voyage_carries_meanwhile(tmp_path: Path) -> None:
    plan = planned(tmp_path)
    parts = asked_and_met(plan)
    other = Voyage.objects.create(key="another ship", mode="sea", states=["BRB"])
    Bill.objects.filter(number="B3").update(voyage=other)
    told = raised(plan, parts)
    assert told["bills changed meanwhile"] == 2
    assert {alert.bill.number for alert in Alert.objects.all() if alert.bill} == {"B1", "B5"}


@pytest.mark.usefixtures("stored")
def test_nothing_is_raised_on_a_voyage_that_is_cancelled_meanwhile(tmp_path: Path) -> None:
    plan = planned(tmp_path)
    parts = asked_and_met(plan)
    Voyage.objects.update(cancelled=True)
    told = raised(plan, parts)
    assert (told["voyages changed meanwhile"], told["bills changed meanwhile"], told["new"]) == (1, 7, 0)
    assert not Alert.objects.exists()


@pytest.mark.usefixtures("region")
@pytest.mark.parametrize("maker", ["MATCHER_VERSION", "ENTITY_MATCHER_VERSION", "BACKGROUND_VERSION", "POLICY_VERSION"])
def test_nothing_is_kept_of_what_another_version_of_the_screening_said(
    maker: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = folder_of_lists(tmp_path, "state")
    monkeypatch.setattr(f"roadstead.pipeline.bulk.plan.{maker}", "another")
    assert folder_of_lists(tmp_path, "state") != before
    assert not before.exists()


@pytest.mark.parametrize(
    ("stated", "kind", "column", "number"),
    [("registration", "aircraft", "tail_number", "8PXYZ"), ("call_sign", "vessel", "call_sign", "8PZZ9")],
)
def test_a_craft_without_a_name_is_shown_by_the_numbers_that_it_states(
    stated: str, kind: str, column: str, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file(manifest(bill("B1")), carrier="CLMX")
    Voyage.objects.update(craft_name="", craft_imo="", craft_mmsi="314999001", **{f"craft_{stated}": number})
    head = f"id,type,surname,nationality,action,reason,{column}"
    put(f"{head}\nV-1,{kind},Some Other Name,PAN,refer,a court,{number}\n".encode())
    (line,) = ask(capsys, "--workers", "1")
    assert line["subject"] == {stated: number, "mmsi": "314999001"}
    assert main(["rescreen", "--since", DAY, "--workers", "1"]) == 0
    enter(REGION)
    shown = number if stated == "registration" else "314999001"
    assert f" {shown} " in capsys.readouterr().out.splitlines()[0]


@pytest.mark.usefixtures("stored")
def test_nothing_that_was_declared_is_left_in_files_when_it_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    ask(capsys, "--workers", "1")
    assert list((config().home / "rescreen").glob("*/*")) == []


@pytest.mark.usefixtures("stored")
def test_lines_and_alerts_about_the_craft_and_about_parties_are_replayed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    found = ask(capsys, "--workers", "1")
    lines = tmp_path / "hits.jsonl"
    lines.write_text("\n".join(map(json.dumps, found)))
    assert main(["replay", str(lines)]) == 0
    assert capsys.readouterr().out.count("identical") == len(found)
    ask(capsys, "--raise", "--workers", "1")
    alerts = [str(pk) for pk in Alert.objects.values_list("pk", flat=True)]
    assert main(["replay", *alerts]) == 0
    assert capsys.readouterr().out.count("identical") == len(alerts)
    enter(REGION)
