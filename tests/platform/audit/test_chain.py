"""The record holds against somebody who may do everything in the database: each way of tampering is found (S29)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from roadstead.config import config
from roadstead.platform.accounts.models import User
from roadstead.platform.audit import verify
from roadstead.platform.audit.export import export_lines
from roadstead.platform.audit.models import Checkpoint, Record, log
from roadstead.platform.audit.seal import seal
from roadstead.platform.audit.signing import public_pem, signing_key
from roadstead.platform.audit.verify import (
    ChainBroken,
    last_signed,
    make_checkpoint,
    make_daily_checkpoint,
    point_of,
    verify_chain,
)
from roadstead.platform.database.cluster import cluster
from roadstead.platform.database.roles import DATABASE
from roadstead.platform.database.scope import REGION, REGIONS_PEOPLE, enter, scoped

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def lines(number: int, *states: str) -> None:
    for each in range(number):
        log(None, "read", f"voyage {each}", states=list(states))


# ── in the test's own transaction ───────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_lines_are_sealed_once_in_order_and_the_chain_verifies(region: None, officer_a: User) -> None:
    log(officer_a, "read", "alert 1", states=["BRB"], detail="Größe – “x”")
    lines(5)
    assert seal() == 6
    assert seal() == 0
    lines(1)
    assert seal() == 1
    assert list(Record.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
    assert verify_chain()[0] == 7


@pytest.mark.django_db
def test_the_application_cannot_change_a_sealed_line_nor_write_one_that_claims_to_be(region: None) -> None:
    lines(1)
    seal()
    assert Record.objects.exclude(sequence=None).update(hash="0" * 64) == 0  # the policy hides it from changes
    for claim in ("sequence", "hash"):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Record.objects.create(as_whom="system", action="read", subject="x", **{claim: 9})
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Record.objects.update(subject="voyage 2")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Checkpoint.objects.update(size=1)


@pytest.mark.django_db
def test_a_person_does_not_seal(region: None) -> None:
    lines(1)
    enter(REGIONS_PEOPLE)
    assert Record.objects.filter(sequence=None).update(sequence=1, hash="0" * 64) == 0


@pytest.mark.django_db
def test_the_key_is_its_owners_alone_and_made_once(tmp_path: Path) -> None:
    first = public_pem(signing_key(tmp_path).public_key())
    assert public_pem(signing_key(tmp_path).public_key()) == first
    assert (tmp_path / "audit.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["audit.key"]


@pytest.mark.django_db
def test_a_checkpoint_of_another_key_is_refused(region: None, tmp_path: Path) -> None:
    theirs = make_checkpoint(tmp_path / "other", now=NOW)
    with pytest.raises(ChainBroken, match="not a checkpoint signed with this machine's key"):
        point_of(theirs, "theirs.json", tmp_path / "ours")
    changed = make_checkpoint(tmp_path / "ours", now=NOW) | {"size": 99}
    with pytest.raises(ChainBroken, match="not a checkpoint signed"):
        point_of(changed, "changed.json", tmp_path / "ours")


@pytest.mark.django_db
def test_a_state_is_given_the_others_lines_as_digests_and_can_still_verify_all(region: None, tmp_path: Path) -> None:
    lines(2, "BRB")
    lines(3, "LCA")
    made = make_checkpoint(tmp_path, now=NOW)
    enter(REGION)
    export = list(export_lines("LCA"))
    assert sum('"line":' in line for line in export) == 3
    assert "BRB" not in "".join(export)
    assert standalone(tmp_path, export, made)[0] == 0


def standalone(folder: Path, export: list[str], *checkpoints: dict[str, object]) -> tuple[int, str]:
    """Exit code and words of the program that an outsider runs, which knows nothing of Roadstead."""
    (folder / "export.jsonl").write_text("\n".join(export) + "\n")
    names = []
    for number, checkpoint in enumerate(checkpoints):
        names.append(str(folder / f"checkpoint-{number}.json"))
        Path(names[-1]).write_text(json.dumps(checkpoint))
    (folder / "audit.pub").write_text(public_pem(signing_key(folder).public_key()))
    program = [sys.executable, "-I", str(ROOT / "docs/verify_audit.py"), "--key", str(folder / "audit.pub")]
    done = subprocess.run(
        [*program, str(folder / "export.jsonl"), *names], capture_output=True, text=True, timeout=60, env={}
    )
    return done.returncode, done.stdout + done.stderr


def test_the_program_for_outsiders_is_short_and_needs_nothing_of_ours() -> None:
    text = (ROOT / "docs/verify_audit.py").read_text()
    assert len(text.splitlines()) < 100
    assert "roadstead." not in "".join(line for line in text.splitlines() if "import" in line)


# ── a superuser tampers; everything is committed, so it is a database of its own ────────────


@pytest.fixture
def apart(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[Path]:
    """The record emptied, committed work allowed, and everything put back as it was afterwards."""
    if config().database_url:
        pytest.skip("needs our own server: its superuser tampers")
    with django_db_blocker.unblock():
        as_superuser(
            "create table if not exists audit_put_by as table audit_record; truncate audit_record, audit_checkpoint"
        )
        try:
            with scoped(REGION):
                lines(10)
            yield tmp_path
        finally:
            as_superuser(
                "truncate audit_record, audit_checkpoint; "
                f"insert into audit_record ({COLUMNS}) select {COLUMNS} from audit_put_by; drop table audit_put_by"
            )
            connection.close()


COLUMNS = ", ".join(f'"{field.column}"' for field in Record._meta.concrete_fields if not field.generated)


def as_superuser(statement: str) -> None:
    with psycopg.connect(cluster(config().home).url(DATABASE, "postgres"), autocommit=True) as database:
        database.execute(statement)


def chained_anew(change: str) -> str:
    """What somebody does who has read this code: change a line, then compute the whole chain anew, in SQL."""
    return f"""
    {change};
    update audit_record set sequence = null, hash = '';
    """


TAMPERING = {
    "edit": ("update audit_record set subject = 'voyage 99' where sequence = 4", "line 4 was changed"),
    "who did it": ("update audit_record set \"user\" = 'somebody' where sequence = 4", "line 4 was changed"),
    "delete": ("delete from audit_record where sequence = 4", "line 4 is missing"),
    "reorder": (
        "update audit_record set sequence = -sequence where sequence in (4, 5);"
        "update audit_record set sequence = 9 + sequence where sequence < 0",
        "line 4 was changed after it was sealed",
    ),
    "truncation": ("delete from audit_record where sequence > 7", "the chain ends at line 7"),
    "truncation and new lines": (
        "delete from audit_record where sequence > 7; insert into audit_record (at, as_whom, action, subject, purpose,"
        " basis, detail, \"user\", states, hash) select now(), 'system', 'read', 'x', '', '', '', '', '{}', ''"
        " from generate_series(1, 5)",
        "line 10 differs from",
    ),
    "everything computed anew": (
        chained_anew("update audit_record set subject = 'voyage 99' where sequence = 4"), "line 10 differs from"
    ),
    "emptied": ("truncate audit_record", "the chain ends at line 0"),
}  # fmt: skip


@pytest.mark.parametrize("way", TAMPERING)
def test_tampering_by_a_superuser_is_found(way: str, apart: Path) -> None:
    statement, said = TAMPERING[way]
    kept = make_checkpoint(apart, now=NOW)
    as_superuser(statement)
    as_superuser("truncate audit_checkpoint")  # the checkpoints of the database are gone as well: only ours is left
    seal()
    with scoped(REGION), pytest.raises(ChainBroken, match=said):
        verify_chain([point_of(kept, "kept.json", apart)])
    with scoped(REGION):
        export = list(export_lines())
    code, words = standalone(apart, export, kept)
    assert (code, "FAULT" in words) == (1, True)


def test_what_was_not_touched_verifies_in_the_program_for_outsiders(apart: Path) -> None:
    earlier = make_checkpoint(apart, now=NOW)
    with scoped(REGION):
        lines(3)
    later = make_checkpoint(apart, now=NOW)
    with scoped(REGION):
        export = list(export_lines())
    assert standalone(apart, export, earlier, later)[0] == 0
    assert standalone(apart, export[:-1], earlier)[0] == 0
    code, words = standalone(apart, export[:-1], earlier, later)  # an export that is cut off
    assert (code, "the export ends at 12" in words) == (1, True)
    code, words = standalone(apart, [*export[:5], *export[6:]], earlier)
    assert (code, "line 5 is missing" in words) == (1, True)


def test_a_database_set_back_to_yesterday_is_found(apart: Path) -> None:
    yesterday = make_checkpoint(apart, now=NOW)
    as_superuser("create table audit_yesterday as table audit_record")
    try:
        with scoped(REGION):
            lines(5)
        today = make_checkpoint(apart, now=NOW)
        back = f"insert into audit_record ({COLUMNS}) select {COLUMNS} from audit_yesterday"
        as_superuser(f"truncate audit_record, audit_checkpoint; {back}")
        with scoped(REGION):
            assert verify_chain([point_of(yesterday, "yesterday", apart)])[0] == 10  # in itself it is flawless
            with pytest.raises(
                ChainBroken, match="covers 15 lines: lines were deleted, or an older database was restored"
            ):
                verify_chain([point_of(today, "today", apart)])
    finally:
        as_superuser("drop table audit_yesterday")


def test_a_record_that_does_not_hold_is_not_signed_and_the_fault_is_kept(apart: Path) -> None:
    make_checkpoint(apart, now=NOW)
    as_superuser("update audit_record set action = 'nothing' where sequence = 3")
    with pytest.raises(ChainBroken, match="line 3"):
        make_checkpoint(apart, now=NOW)
    with scoped(REGION):
        newest = Checkpoint.objects.first()
    assert newest is not None
    assert "line 3 was changed after it was sealed" in newest.fault
    assert not newest.signature


@pytest.mark.long
def test_the_command_signs_exports_and_verifies_and_its_exit_code_says_when_not(apart: Path) -> None:
    shutil.rmtree(apart, ignore_errors=True)
    apart.mkdir()
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}

    def audit(*arguments: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "roadstead.cli", "audit", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout, done.stderr

    (apart / "kept.json").write_text(audit("checkpoint")[1])
    (apart / "export.jsonl").write_text(audit("export")[1])
    (apart / "audit.pub").write_text(audit("key")[1])
    given = ["--key", str(apart / "audit.pub"), str(apart / "export.jsonl"), str(apart / "kept.json")]
    outsiders = [sys.executable, "-I", str(ROOT / "docs/verify_audit.py"), *given]
    done = subprocess.run(outsiders, capture_output=True, text=True, timeout=60)
    assert (done.returncode, "verified: 11 lines" in done.stdout) == (0, True), done.stdout + done.stderr
    assert audit("verify", str(apart / "kept.json"))[0] == 0
    as_superuser("delete from audit_record where sequence = 2")
    code, _, words = audit("verify", str(apart / "kept.json"))
    assert (code, "line 2 is missing" in words) == (1, True)
    assert audit("verify", str(apart / "audit.pub"))[0] == 1


def test_writers_at_the_same_time_are_all_sealed_and_nobody_waits_for_the_chain(apart: Path) -> None:
    """Eight write while two seal. The slowest of the writers shows that no lock is held while a page is made."""
    took: list[float] = []

    def write() -> None:
        for each in range(25):
            began = time.perf_counter()
            with scoped(REGION):
                log(None, "read", f"voyage {each}")
                time.sleep(0.002)  # the page is made
            took.append(time.perf_counter() - began)
        connection.close()

    stop = threading.Event()

    def keep_sealing() -> None:
        while not stop.is_set():
            seal()
        connection.close()

    writers, sealers = (
        [threading.Thread(target=write) for _ in range(8)],
        [threading.Thread(target=keep_sealing) for _ in range(2)],
    )
    for thread in (*sealers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    seal(wait=True)
    with scoped(REGION):
        assert verify_chain()[0] == 10 + 8 * 25
        assert not Record.objects.filter(sequence=None).exists()
    assert len(took) == 200
    assert sorted(took)[190] < 1.0


def test_each_day_what_is_new_is_verified_and_everything_with_the_first_of_a_month(
    apart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "BATCH_SIZE", 3)  # over the borders of chunks as well
    days = [datetime(2026, 11, day, 6, 0, tzinfo=UTC) for day in (28, 29, 30)]
    assert make_daily_checkpoint(apart, now=days[0])["size"] == 10
    as_superuser("update audit_record set subject = 'voyage 99' where sequence = 4")
    with scoped(REGION):
        lines(5)
    assert make_daily_checkpoint(apart, now=days[1])["size"] == 15
    assert last_signed(apart).size == 15
    assert make_daily_checkpoint(apart, now=days[2])["size"] == 15  # nothing new
    with pytest.raises(ChainBroken, match="line 4 was changed after it was sealed"):
        make_daily_checkpoint(apart, now=datetime(2026, 12, 1, 0, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            "update audit_record set subject = 'voyage 99' where sequence = 12",
            "line 12 was changed after it was sealed",
        ),
        ("delete from audit_record where sequence = 11", "line 11 is missing"),
        ("delete from audit_record where sequence > 9", "the chain ends at line 9, but the checkpoint"),
        ("update audit_record set hash = repeat('0', 64) where sequence = 10", "line 10 differs from the signed line"),
    ],
)
def test_what_was_changed_since_the_last_checkpoint_is_found_the_next_day(change: str, said: str, apart: Path) -> None:
    make_daily_checkpoint(apart, now=NOW)
    with scoped(REGION):
        lines(5)
    seal(wait=True)
    as_superuser(change)
    with pytest.raises(ChainBroken, match=said):
        make_daily_checkpoint(apart, now=NOW + timedelta(hours=1))


def test_a_checkpoint_that_was_only_written_into_the_database_spares_no_line(apart: Path) -> None:
    make_daily_checkpoint(apart, now=NOW)
    as_superuser("update audit_record set subject = 'voyage 99' where sequence = 4")
    as_superuser("update audit_checkpoint set at = now()")
    with scoped(REGION):
        last = Record.objects.exclude(sequence=None).order_by("-sequence")[0]
        Checkpoint.objects.create(at=NOW, size=last.sequence or 0, hash=last.hash, key="k", signature="c2lnbmVk")
    with pytest.raises(ChainBroken, match="line 4 was changed after it was sealed"):
        make_daily_checkpoint(apart, now=NOW + timedelta(hours=1))
