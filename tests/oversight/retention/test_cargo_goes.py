"""Bills, boxes and names of their parties go by each state's clock; waybills that no voyage has as well (S6-S10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from roadstead.casework.alerts.logic.compare import parties_as_json
from roadstead.casework.alerts.models import Alert
from roadstead.engine.records import Container, Craft, HitKind, Level, Party, PartyRole
from roadstead.engine.reference.retention import RETENTION
from roadstead.filings.cargo.models import (
    Bill,
    BillStatement,
    CargoReport,
    ContainerStatement,
    Firm,
    FirmPlace,
    Mention,
    VoyageContainer,
)
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.retention.erasure import leaves
from roadstead.oversight.retention.logic import journal
from roadstead.oversight.retention.models import RetentionSchedule
from roadstead.oversight.retention.replay import missing, replay
from roadstead.platform.accounts.models import State
from tests.conftest import Approve
from tests.filings.cargo.told import NOW, SHIP, bill, cargo, party, take
from tests.oversight.retention.test_journal import batch_of
from tests.oversight.retention.test_purge import keeps, purge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("states")]
LONG = "30 years"
LATER = NOW + timedelta(days=20)
OTHER_SHIP = replace(SHIP, number="77", craft=Craft(name="OTHER", imo="9395044"))
OF_CARGO = (Bill, BillStatement, VoyageContainer, ContainerStatement, CargoReport, Firm, FirmPlace, Mention)
DOE = party(PartyRole.CONSIGNEE, "Marigold Quillimane", street="12 Harbour Road", city="Bridgetown")


@pytest.fixture
def states(region: None) -> None:
    for code in ("BRB", "LCA", "TTO"):
        State.objects.create(code=code, name=code)


def found(words: str) -> list[str]:
    """Tables in which these words stand."""
    with connection.cursor() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public'")
        tables = [table for (table,) in cursor.fetchall()]
        met = []
        for table in tables:
            cursor.execute(f"select count(*) from {table} t where t::text ~* %s", [words])
            met += [table] if cursor.fetchone() != (0,) else []
        return met


def test_cargo_goes_with_its_voyage_and_leaves_a_proof(tmp_path: Path) -> None:
    take(cargo(bill("B1", parties=(DOE,)), boxes=(Container(number="CSQU3054383"),)))
    done = purge(tmp_path, at=LATER)
    for rows in (*OF_CARGO, Voyage, Message):
        assert not rows.objects.exists(), rows
    assert {
        done.counts[f"cargo_{table}"] for table in ("bill", "voyagecontainer", "mention", "billstatement", "firm")
    } == {1}
    assert done.root


def test_cargo_goes_by_a_clock_of_its_own_before_the_people(tmp_path: Path, approved: Approve) -> None:
    approved(RETENTION, keeps("BRB", "api", LONG, LONG), keeps("LCA", "api", LONG, LONG))
    take(cargo(bill("B1", parties=(DOE,)), boxes=(Container(number="CSQU3054383"),)))
    assert purge(tmp_path, at=NOW + timedelta(days=3)).counts == {}
    purge(tmp_path, at=LATER)
    assert Voyage.objects.exists()
    for rows in OF_CARGO:
        assert not rows.objects.exists(), rows
    assert found("Quillimane") == []


def test_a_state_whose_clock_is_over_sees_the_bill_no_more_and_none_sees_more_than_before(
    tmp_path: Path, approved: Approve
) -> None:
    approved(RETENTION, *(keeps("BRB", each, LONG, LONG) for each in ("api", "cargo", "message")))
    recorded = take(cargo(bill("B1"), bill("B2", discharge="LCCAS")))
    assert recorded.manifest.states == ["BRB"]  # LCA is not concerned by B1
    purge(tmp_path, at=LATER)
    assert list(Bill.objects.order_by("number").values_list("states", flat=True)) == [["BRB"], ["BRB"]]
    assert set(map(tuple, Mention.objects.values_list("states", flat=True))) == {("BRB",)}
    recorded.manifest.refresh_from_db()
    assert recorded.manifest.states == ["BRB"]


def test_masking_takes_every_party_and_leaves_goods_and_weights(tmp_path: Path, approved: Approve) -> None:
    approved(
        RETENTION,
        *(keeps(state, each, LONG, "6 days") for state in ("BRB", "LCA") for each in ("api", "cargo", "message")),
    )
    take(cargo(bill("B1", parties=(DOE,), marks=("QUILLIMANE BARREL 1",))))
    done = purge(tmp_path, at=LATER)
    assert found("Quillimane|Harbour") == []
    left = Bill.objects.get()
    assert (left.consignee, left.goods, left.gross_mass_kg) == ("", "CANNED FRUIT", 1000.0)
    assert left.declared["parties"][0]["role"] == "consignee"
    assert (Mention.objects.get().role, Firm.objects.get().key) == ("consignee", "")
    assert done.counts["bills masked"] > 0
    assert "bills masked" not in {name for name, number in purge(tmp_path, at=LATER).counts.items() if number}


AGENT = Party(role=PartyRole.AGENT, name="Marigold Quillimane Agencies", code="A77")


def test_parties_of_whole_manifests_are_masked_to_role_and_country(tmp_path: Path, approved: Approve) -> None:
    approved(
        RETENTION,
        *(keeps(state, each, LONG, "6 days") for state in ("BRB", "LCA") for each in ("api", "cargo", "message")),
    )
    recorded = take(replace(cargo(bill("B1")), parties=(AGENT,)))
    assert "cargo_cargoreport" in found("Quillimane")
    purge(tmp_path, at=LATER)
    recorded.manifest.cargo_report.refresh_from_db()
    (left,) = recorded.manifest.cargo_report.parties
    assert (left["role"], left["name"], left["code"]) == ("agent", "", "")
    assert found("Quillimane") == []


@pytest.mark.parametrize("mask_after", [LONG, "6 days"])
def test_they_stay_as_long_as_nobody_has_decided_about_the_match(
    tmp_path: Path, approved: Approve, mask_after: str
) -> None:
    """S35: a later screening must still meet them, or the open match would lapse unseen."""
    if mask_after != LONG:
        approved(RETENTION, *(keeps(state, "cargo", LONG, mask_after) for state in ("BRB", "LCA")))
    recorded = take(replace(cargo(bill("B1")), parties=(AGENT,)))
    assert recorded.voyage
    Alert.objects.create(
        voyage=recorded.voyage,
        kind=HitKind.PARTY,
        entry_id="F-1",
        list_name="L",
        action="refer",
        states=["BRB"],
        declared=parties_as_json([AGENT]),
    )
    purge(tmp_path, at=LATER)
    assert CargoReport.objects.get().parties[0]["name"] == AGENT.name


def test_a_waybill_that_never_joined_a_voyage_has_a_clock_by_the_day_it_came(tmp_path: Path) -> None:
    recorded = take(cargo(bill("157-67568642", parties=(DOE,)), voyage=None, type="FWB"))
    purge(tmp_path, at=NOW + timedelta(days=3))
    kinds = RetentionSchedule.objects.filter(message=recorded.manifest.message).values_list("category", flat=True)
    assert sorted(kinds) == ["cargo", "message"]
    assert BillStatement.objects.count() == 1
    purge(tmp_path, at=NOW + timedelta(days=5))
    assert not BillStatement.objects.exists()
    assert found("Quillimane") == []


def test_a_waybill_whose_flight_is_still_kept_stays_as_it_was_said(tmp_path: Path, approved: Approve) -> None:
    approved(RETENTION, *(keeps(state, "cargo", LONG, LONG) for state in ("BRB", "LCA")))
    house = bill("H1", master="157-67568642", level=Level.HOUSE, parties=(DOE,), load="", discharge="")
    take(cargo(house, voyage=None, type="FHL"), account="FWDR")
    take(cargo(bill("15767568642", parties=()), type="FFM"))
    purge(tmp_path, at=LATER)
    assert Bill.objects.get(number="H1").consignee == "Marigold Quillimane"
    assert "Quillimane" in BillStatement.objects.get(number="H1").payload


def test_what_cannot_be_settled_is_stepped_over_and_tried_again(
    tmp_path: Path, approved: Approve, caplog: pytest.LogCaptureFixture
) -> None:
    approved(RETENTION, *(keeps(state, "cargo", LONG, "6 days") for state in ("BRB", "LCA")))
    first = take(cargo(bill("B1", parties=(DOE,)))).voyage
    take(cargo(bill("B2", parties=(DOE,)), voyage=OTHER_SHIP, reference="M2"))
    assert first
    said = BillStatement.objects.get(number="B1").payload
    BillStatement.objects.filter(number="B1").update(payload="{")
    done = purge(tmp_path, at=LATER)
    assert dict(Bill.objects.values_list("number", "consignee")) == {"B1": DOE.name, "B2": ""}
    assert (done.counts["not processed"], bool(done.ended_at)) == (1, True)
    assert f"voyages [{first.pk}]: not processed: DecodeError" in caplog.text
    BillStatement.objects.filter(number="B1").update(payload=said)
    purge(tmp_path, at=LATER)
    assert found("Quillimane") == []


def test_cargo_that_was_deleted_is_deleted_again_after_a_restore(tmp_path: Path) -> None:
    take(cargo(bill("B1", parties=(DOE,)), boxes=(Container(number="CSQU3054383"),)))
    tables = {
        "bill": Bill,
        "billstatement": BillStatement,
        "containerstatement": ContainerStatement,
        "cargoreport": CargoReport,
        "firm": Firm,
    }
    digests = {
        f"cargo_{name}": leaves(f"cargo_{name}", rows.objects.values_list("pk", flat=True))  # type: ignore[attr-defined]
        for name, rows in tables.items()
    }
    journal.write(tmp_path, batch_of(digests, at=NOW), digests)
    assert missing(tmp_path)
    replay(tmp_path, now=NOW)
    for rows in (Bill, BillStatement, ContainerStatement, CargoReport, Firm, Mention):
        assert not rows.objects.exists(), rows
    assert Voyage.objects.exists()
