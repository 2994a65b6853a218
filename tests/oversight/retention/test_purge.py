"""What is over goes, of each state by its own clock, with a proof; what is open or held stays (S6, S7, S8, S10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert, ClearedPair, Event, Redress
from roadstead.casework.alerts.pairs import issue_number
from roadstead.engine.reference.retention import RETENTION
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Document, Statement, Traveller, Voyage
from roadstead.oversight.retention.logic import journal
from roadstead.oversight.retention.logic.merkle import root, short
from roadstead.oversight.retention.models import Batch, Hold, RetentionSchedule, Run
from roadstead.oversight.retention.purge import Purge
from roadstead.platform.accounts.models import State, User
from roadstead.platform.audit.models import Record
from tests.conftest import Approve
from tests.pipeline.test_pipeline import ANNA, NOW, TOBIAS, file, put_in_force
from tests.samples import COMPARED, paxlst

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC)  # alerts and acts carry the time of the test run
LATER, MUCH_LATER = TODAY + timedelta(days=20), TODAY + timedelta(days=500)


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.create(code=code, name=code)


def purge(home: Path, *, at: object = LATER, dry: bool = False) -> Run:
    return Purge(home, at, NOW, dry).run()  # type: ignore[arg-type]


def keeps(state: str, category: str, keep: str, mask: str) -> str:
    return f"{state},{category},*,2000-01-01,,{keep},{mask},later,no,D,a law of the test,kept so long"


def test_every_voyage_message_and_alert_has_a_clock_from_its_first_moment() -> None:
    put_in_force()
    file(paxlst(ANNA, TOBIAS))
    for name, rows in {"voyage": Voyage, "message": Message, "alert": Alert}.items():
        assert set(RetentionSchedule.objects.exclude(**{name: None}).values_list(name, flat=True)) == set(
            rows.objects.values_list("pk", flat=True)  # type: ignore[attr-defined]
        )
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        RetentionSchedule.objects.all().delete()
    with pytest.raises(DatabaseError, match="a_clock_has_a_basis"), transaction.atomic():
        RetentionSchedule.objects.update(legal_basis="")


def test_nothing_goes_before_its_time(tmp_path: Path) -> None:
    file(paxlst(ANNA))
    assert purge(tmp_path, at=NOW + timedelta(hours=1)).counts == {}
    assert Traveller.objects.count() == 1


def test_a_voyage_goes_with_all_that_refers_to_it_and_its_messages(tmp_path: Path) -> None:
    file(paxlst(ANNA))
    done = purge(tmp_path)
    for rows in (Voyage, Traveller, Document, Statement, Message, RetentionSchedule):
        assert not rows.objects.exists()
    assert done.counts["voyages_voyage"] == done.counts["intake_message"] == 1


def test_a_run_is_proven_in_the_audit_and_the_journal_names_nobody(tmp_path: Path) -> None:
    file(paxlst(ANNA))
    done = purge(tmp_path)
    batches = sorted(journal.batches(tmp_path), key=lambda each: (each.at, each.batch))
    roots = [journal.root_of(journal.digests(tmp_path, each), each.proofs) for each in batches]
    assert done.root == root(roots)
    assert {"voyages_document", "responses_response"} <= {table for each in batches for table in each.proofs}
    written = Record.objects.get(subject__startswith=f"deletion {done.pk} ")
    assert written.subject.endswith(short(done.root))
    assert f" {sum(each.count for each in batches)} rows" in written.action
    kept = b"".join(path.read_bytes() for path in (tmp_path / "deletions").iterdir())
    assert b"TESTER" not in kept
    assert b"T0000001" not in kept


def test_a_dry_run_tells_the_same_and_changes_nothing(tmp_path: Path) -> None:
    file(paxlst(ANNA))
    dry = purge(tmp_path, dry=True)
    assert Traveller.objects.count() == 1
    assert not Run.objects.exists()
    assert not (tmp_path / "deletions").exists()
    really = purge(tmp_path)
    assert really.counts == dry.counts


def test_a_state_no_longer_sees_what_its_own_clock_has_ended(tmp_path: Path, approved: Approve) -> None:
    approved(RETENTION, keeps("LCA", "api", "30 years", "30 years"))
    file(paxlst(ANNA))
    Voyage.objects.update(states=["BRB", "LCA"])
    Traveller.objects.update(states=["BRB", "LCA"])
    Document.objects.update(states=["BRB", "LCA"])
    purge(tmp_path)
    assert (Voyage.objects.get().states, Traveller.objects.get().states) == (["LCA"], ["LCA"])
    assert Document.objects.get().states == ["LCA"]
    assert not Message.objects.exclude(raw=b"").exists()  # its own clock was over: the text names everybody
    purge(tmp_path, at=NOW + timedelta(days=40 * 365))
    assert not Voyage.objects.exists()


def test_masking_takes_the_person_and_leaves_the_count(tmp_path: Path, approved: Approve) -> None:
    approved(RETENTION, keeps("BRB", "api", "30 years", "6 days"), keeps("BRB", "message", "30 years", "6 days"))
    file(paxlst(ANNA))
    sex = Traveller.objects.get().sex
    purge(tmp_path)
    with connection.cursor() as cursor:  # whatever table: the name and the document are nowhere
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"select count(*) from {table} t where t::text ~ 'TESTER|T0000001'")
            assert cursor.fetchone() == (0,), table
    left = Traveller.objects.get()
    assert (left.surname, left.declared, left.sex) == ("", {"role": "passenger"}, sex)
    assert bytes(Message.objects.get().raw) == b""
    assert purge(tmp_path).counts.get("travellers masked", 0) == 0


def test_an_open_possible_match_keeps_its_traveller_and_no_other(tmp_path: Path) -> None:
    put_in_force()
    file(paxlst(ANNA, TOBIAS))
    purge(tmp_path, at=MUCH_LATER)
    assert Traveller.objects.get().surname == "QUILLIMANE"
    assert Document.objects.get().number == "G7654321"
    assert Alert.objects.get().declared


def test_a_cleared_match_and_its_redress_number_go_with_what_they_rest_on(tmp_path: Path, supervisor: User) -> None:
    put_in_force()
    file(paxlst(TOBIAS))
    alert = Alert.objects.get()
    decide(alert.pk, Act.TAKE, by=supervisor, words=DecisionText(), now=NOW)
    words = DecisionText(note="n", compared=COMPARED, reasons_for="f", reasons_against="a")
    decide(alert.pk, Act.CLEAR, by=supervisor, words=words, now=NOW)
    issue_number(ClearedPair.objects.get().pk, by=supervisor, now=NOW)
    purge(tmp_path)
    assert Alert.objects.get().declared  # decided: its own clock runs
    purge(tmp_path, at=TODAY + timedelta(days=200))
    assert (Alert.objects.get().declared, Event.objects.exclude(note="").count()) == ({}, 0)
    purge(tmp_path, at=MUCH_LATER)
    for rows in (Alert, Event, ClearedPair, Redress, Voyage):
        assert not rows.objects.exists()


def test_what_is_held_stays_as_it_is_until_the_day(tmp_path: Path, supervisor: User) -> None:
    file(paxlst(ANNA))
    held = {"reason": "a court asks", "until": LATER.date(), "placed_by": supervisor, "placed_at": NOW}
    Hold.objects.create(voyage=Voyage.objects.get(), states=["BRB"], **held)
    purge(tmp_path)
    assert Traveller.objects.get().surname == "TESTER"
    assert bytes(Message.objects.get().raw)
    purge(tmp_path, at=MUCH_LATER)
    assert not Traveller.objects.exists()


def test_a_run_that_was_cut_off_is_proven_with_the_next(tmp_path: Path) -> None:
    cut = Run.objects.create(kind="purge", as_of=NOW, started_at=NOW)
    Batch.objects.create(run=cut, at=NOW, count=3, root=root([]))
    purge(tmp_path)
    cut.refresh_from_db()
    assert (cut.ended_at is not None, cut.root) == (True, root([root([])]))


def test_the_functions_reach_neither_the_audit_nor_accounts() -> None:
    for table in ("audit_record", "accounts_user", "watchlists_entry"):
        with pytest.raises(DatabaseError, match="does not reach"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select retention_erase(%s, array[1]::bigint[])", [table])
