"""A test list is read and answered like any other, and counts for nothing anywhere."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps

from roadstead.casework.alerts.models import Alert
from roadstead.engine.formats import registry
from roadstead.engine.records import Verdict
from roadstead.filings.intake import queue
from roadstead.filings.intake.models import Message, SandboxMessage, Status
from roadstead.filings.intake.receive import NothingReceived
from roadstead.filings.intake.sandbox import (
    MAX_BYTES,
    MAX_IN_A_DAY,
    TooLarge,
    TooMany,
    delete_old,
    normalise_test_receipt,
    receive_test,
)
from roadstead.filings.voyages.models import Manifest, Traveller, Voyage
from roadstead.outbound.responses.models import Response
from roadstead.outbound.responses.sandbox import manifests_of, responses_of
from roadstead.pipeline import sandbox
from roadstead.pipeline.sandbox import MAX_ATTEMPTS, read_tests
from roadstead.platform.database.scope import REGION, REGIONS_PEOPLE, Scope, enter
from tests.pipeline.test_pipeline import ANNA, NOW, TOBIAS, file, put_in_force
from tests.pipeline.test_pipeline import states as states
from tests.samples import Person, paxlst

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "engine" / "formats" / "data"
DOUBTFUL = Person(surname="LATER", given="EVE", born="809901", document="E0000003")


def tried(raw: bytes, carrier: str = "2X") -> SandboxMessage:
    test, _ = receive_test(raw, carrier=carrier, channel="api", now=NOW)
    read_tests(limit=10, now=NOW)
    enter(REGION)
    return SandboxMessage.objects.get(pk=test.pk)


def test_a_test_list_is_read_and_answered_and_nobody_is_screened() -> None:
    put_in_force()
    test = tried(paxlst(ANNA, TOBIAS, DOUBTFUL))
    assert test.status == Status.READ
    (manifest,) = manifests_of(test)
    assert (manifest.type, manifest.traveller_count, manifest.stated["to"]) == ("PAXLST", 3, "BGI")
    assert "birth-date-impossible" in {problem["code"] for problem in manifest.problems}
    answers = {each.name: (each.verdict, each.missing) for each in responses_of(test)}
    assert answers["QUILLIMANE TOBIAS"] == (Verdict.OK, [])
    assert answers["LATER EVE"][0] == Verdict.INSUFFICIENT
    for table in (Message, Manifest, Voyage, Traveller, Alert, Response):
        assert not table.objects.exists()
    assert queue.length() == 0


def test_a_test_list_leaves_no_row_in_any_table_but_its_own_and_the_audit() -> None:
    def counts() -> dict[str, int]:
        enter(REGION)
        return {model.__name__: model._base_manager.count() for model in apps.get_models()}

    before = counts()
    tried(paxlst(ANNA, TOBIAS))
    after = counts()
    assert {name for name in after if after[name] != before[name]} == {"SandboxMessage", "Record"}


def test_the_same_list_filed_afterwards_is_filed() -> None:
    put_in_force()
    raw = paxlst(ANNA, TOBIAS)
    tried(raw)
    assert file(raw).status == Status.READ
    assert Alert.objects.count() == 1


def test_answers_come_in_edifact_marked_as_a_test() -> None:
    test = tried(paxlst(ANNA, TOBIAS, reference="T-1"))
    assert set(test.files) == {"contrl", "aperak", "cusres"}
    for name in test.files:
        raw = test.files[name].encode("latin-1")
        assert raw.split(b"'")[1].endswith(b"+1")  # UNB 0035
        assert test.receipt.removeprefix("TEST-").replace("-", "").encode() in raw
    (reading,) = registry.read(test.files["cusres"].encode("latin-1"))
    assert [each.verdict for each in reading.manifest.answers if each.level == "2"] == [Verdict.OK, Verdict.OK]


@pytest.mark.parametrize(
    "name",
    ["cargo_edifact/cuscar_d95b_houses.edi", "sea_crew.edi", "asycuda/awmds_everything.xml", "bcbp/mandatory_only.txt"],
)
def test_every_kind_of_list_can_be_tried(name: str) -> None:
    test = tried((DATA / name).read_bytes())
    assert test.status == Status.READ
    assert test.result


def test_what_is_no_list_is_not_understood() -> None:
    test = tried(b"<html>an error page</html>")
    assert test.status == Status.NOT_UNDERSTOOD


def test_what_may_not_be_stored_is_removed_from_a_test_list_too() -> None:
    test = tried((DATA / "pnrgov" / "sensitive_everywhere.edi").read_bytes())
    assert test.dropped
    assert b"VGML" not in bytes(test.raw)


def test_a_list_that_ends_the_worker_is_set_aside_after_a_few_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    test, _ = receive_test(paxlst(ANNA), carrier="2X", channel="api", now=NOW)
    monkeypatch.setattr(sandbox, "_read", lambda pk, now: None)  # the process is gone before it writes anything
    read_tests(limit=MAX_ATTEMPTS + 2, now=NOW)
    enter(REGION)
    test.refresh_from_db()
    assert test.status == Status.SET_ASIDE


def test_a_fault_of_ours_sets_the_list_aside_and_the_next_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    real = registry.read

    def read(raw: bytes, **more: str) -> object:
        if b"TESTER" in raw:
            raise ValueError("a fault of ours")
        return real(raw, **more)

    monkeypatch.setattr(registry, "read", read)
    broken, _ = receive_test(paxlst(ANNA), carrier="2X", channel="api", now=NOW)
    good = tried(paxlst(TOBIAS))
    broken.refresh_from_db()
    assert (broken.status, good.status) == (Status.SET_ASIDE, Status.READ)


def test_the_same_body_has_the_number_that_it_has_and_another_carriers_its_own() -> None:
    raw = paxlst(ANNA)
    first, known = receive_test(raw, carrier="2X", channel="api", now=NOW)
    again, repeated = receive_test(raw, carrier="2X", channel="api", now=NOW)
    other, _ = receive_test(raw, carrier="Y8", channel="api", now=NOW)
    assert (known, repeated) == (False, True)
    assert first.receipt == again.receipt != other.receipt
    assert normalise_test_receipt(first.receipt.lower().replace("-", "", 2).replace("test", "test-")) == first.receipt
    assert normalise_test_receipt("7K3M9-QX2A6") == ""
    assert normalise_test_receipt("TEST-nothing") == ""


def test_test_lists_are_small_and_few() -> None:
    with pytest.raises(TooLarge, match=str(MAX_BYTES)):
        receive_test(b"x" * (MAX_BYTES + 1), carrier="2X", channel="api", now=NOW)
    with pytest.raises(NothingReceived):
        receive_test(b" ", carrier="2X", channel="api", now=NOW)
    SandboxMessage.objects.bulk_create(
        SandboxMessage(
            receipt=f"TEST-{at}", carrier="2X", channel="api", received_at=NOW, sha256=str(at), size=1, raw=b"x"
        )
        for at in range(MAX_IN_A_DAY)
    )
    with pytest.raises(TooMany, match=str(MAX_IN_A_DAY)):
        receive_test(paxlst(ANNA), carrier="2X", channel="api", now=NOW)
    receive_test(paxlst(ANNA), carrier="Y8", channel="api", now=NOW)
    receive_test(paxlst(ANNA), carrier="2X", channel="api", now=NOW + timedelta(days=1, minutes=1))


@pytest.mark.parametrize(("period", "days"), [("7 days", 7), ("2 days", 2), ("12 months", 7)])
def test_a_test_list_is_deleted_after_seven_days_at_the_latest(period: str, days: int) -> None:
    tried(paxlst(ANNA))
    assert delete_old(period, NOW + timedelta(days=days, seconds=-1)) == 0
    assert delete_old(period, NOW + timedelta(days=days)) == 1


def test_only_its_carrier_and_the_machine_see_a_test_list() -> None:
    tried(paxlst(ANNA))
    for scope, number in (
        (Scope(carrier="2X"), 1),
        (Scope(carrier="Y8"), 0),
        (Scope(states=("BRB",)), 0),
        (REGIONS_PEOPLE, 0),
        (Scope(), 0),
        (REGION, 1),
    ):
        enter(scope)
        assert SandboxMessage.objects.count() == number
    enter(REGION)
