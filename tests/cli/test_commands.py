"""The command line as a contract: exit codes, JSON Lines, nothing else on standard output, no database needed."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.command import BENCHES
from tests.everyday import daily
from tests.samples import Person, paxlst

ROOT = Path(__file__).parents[2]
ENV = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "ROADSTEAD_HOME": "/nonexistent/never-made"}
LIST = "id,surname,given,born,nationality,action,reason\nR-1,Quillimane,Tobias,1975-03-04,GUY,refer,asked for\n"
TOBIAS = Person(surname="QUILLIMANE", given="TOBIAS", born="750304", nationality="GUY")


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "roadstead.cli", *arguments]
    return subprocess.run(command, cwd=ROOT, env=ENV, input=stdin, capture_output=True, timeout=60)


def objects(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "message").write_bytes(paxlst(TOBIAS, Person(surname="TESTER", born="809901")))
    (tmp_path / "list").write_text(LIST)
    (tmp_path / "lost").write_text("BRB,P,T0000001\n")
    (tmp_path / "queries").write_text("id,name,born\nq1,QUILLIMANE/TOBIASMR,1975-03-04\nq2,Nobody Atall,\n")
    return tmp_path


def test_read_gives_one_object_a_message_and_problems_are_its_result(files: Path) -> None:
    done = run("read", str(files / "message"), "--json")
    (message,) = objects(done)
    assert done.returncode == 0
    assert message["message"]["type"] == "PAXLST"  # type: ignore[index]
    assert [person["surname"] for person in message["travellers"]] == ["QUILLIMANE", "TESTER"]  # type: ignore[attr-defined]
    assert any(problem["severity"] == "error" for problem in message["problems"])  # type: ignore[attr-defined]


def test_read_takes_standard_input_and_says_what_a_thing_is_that_it_does_not_know() -> None:
    (message,) = objects(run("read", "-", "--json", stdin=b"<html>"))
    assert message["problems"]
    assert "travellers" not in message


def test_screen_gives_one_object_a_hit_with_sentences(files: Path) -> None:
    done = run(
        "screen", str(files / "message"), "--list", str(files / "list"), "--documents", str(files / "lost"), "--json"
    )
    hits = objects(done)
    by_name = next(hit for hit in hits if hit["kind"] == "name")
    assert (by_name["entry"], by_name["subject"]["surname"]) == ("R-1", "QUILLIMANE")  # type: ignore[index]
    assert all(isinstance(reason, str) for reason in by_name["reasons"])  # type: ignore[attr-defined]
    assert any(hit.get("rule") == "T01" for hit in hits)


@pytest.mark.long
def test_a_long_list_of_documents_is_built_once_kept_and_gives_the_same_hits(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("screen", str(files / "message"), "--documents", str(files / "lost"), "--json")
    in_memory = run(*arguments)
    monkeypatch.setitem(ENV, "ROADSTEAD_HOME", str(files / "home"))
    (files / "lost").write_text("BRB,P,T0000001\n" + "".join(f"GUY,P,X{n:07}\n" for n in range(100_000)))
    first, again = run(*arguments), run(*arguments)
    assert objects(first) == objects(again)
    assert [hit | {"replay": ""} for hit in objects(first)] == [hit | {"replay": ""} for hit in objects(in_memory)]
    assert any(hit.get("rule") == "T01" for hit in objects(first))
    assert (b"indexed earlier" in first.stderr, b"indexed earlier" in again.stderr) == (False, True)
    rows = next((files / "home" / "papers").rglob("rows-*"))
    rows.write_bytes(rows.read_bytes()[:-1])
    repaired = run(*arguments)
    assert b"is truncated" in repaired.stderr
    assert objects(repaired) == objects(first)


@pytest.mark.long
def test_screen_prints_a_table_people_can_read(files: Path) -> None:
    text = run("screen", str(files / "message"), "--list", str(files / "list")).stdout.decode()
    assert "QUILLIMANE, TOBIAS" in text
    assert "possible" in text


def test_match_ends_with_a_summary_and_is_finely_graded(files: Path) -> None:
    found = objects(run("match", "--list", str(files / "list"), "--queries", str(files / "queries"), "--json"))
    assert found[0]["query"] == "q1"
    assert set(found[-1]["summary"]) >= {"queries", "matches", "queries_per_second", "index_seconds", "entries"}  # type: ignore[call-overload]


@pytest.mark.long
def test_match_says_what_it_could_not_use_with_file_and_row(files: Path) -> None:
    (files / "queries").write_text("name;born;nationality\nQUILLIMANE/TOBIASMR;1975-02-31;Atlantis\n")
    done = run("match", "--list", str(files / "list"), "--queries", str(files / "queries"), "--json")
    (found, _) = objects(done)
    assert (found["query"], found["entry"]) == ("1", "R-1")
    said, row = done.stderr.decode(), f"{files / 'queries'}: row 2: warning:"
    assert f"{row} birth date '1975-02-31': this date does not exist; we used 1975-02" in said
    assert f"{row} unknown nationality 'Atlantis', not used" in said


@pytest.mark.long
def test_of_what_is_not_used_of_a_list_the_commonest_are_told_with_their_count(tmp_path: Path) -> None:
    for name, text in (
        ("list", '{"id": "1", "schema": "Person", "properties": {"name": ["Zubo"], "hair": ["red", "grey"]}}\n'),
        ("queries", "name\nZubo\n"),
    ):
        (tmp_path / name).write_text(text)
    (tmp_path / "list").open("a").write('{"id": "2", "schema": "Wizard", "properties": {}}\n')
    said = run("match", "--list", str(tmp_path / "list"), "--queries", str(tmp_path / "queries")).stderr.decode()
    assert "fields and record types not used for matching: 2" in said
    assert "Records of the type Wizard" in said
    assert "We do not use hair for matching" in said


@pytest.mark.long
def test_a_kept_index_gives_the_same_matches_and_a_changed_list_another_index(files: Path) -> None:
    arguments: tuple[str, ...] = ("match", "--list", str(files / "list"), "--queries", str(files / "queries"), "--json")
    arguments += ("--index", str(files / "kept"))
    first, again = objects(run(*arguments)), objects(run(*arguments))
    assert first[:-1] == again[:-1]
    assert len(list((files / "kept").iterdir())) == 1
    (files / "list").write_text(LIST + "R-2,Quillimane,Toby,1975-03-04,GUY,refer,x\n")
    changed = objects(run(*arguments))
    assert {match["entry"] for match in changed[:-1]} == {"R-1", "R-2"}


EXITS: list[tuple[tuple[str, ...], int]] = [
    ((), 2),
    (("bogus",), 2),
    (("read",), 2),
    (("match", "--list", "README.md", "--queries", "README.md", "--threshold", "nan"), 2),
    (("match", "--list", "README.md", "--queries", "README.md"), 1),
    (("read", "/no/such/file"), 1),
    (("screen", "README.md", "--list", "/no/such/list"), 1),
    (("screen", "README.md", "--list", "README.md", "--today", "soon"), 2),
    (("--version",), 0),
]


@pytest.mark.parametrize("case", daily(EXITS, (EXITS[0], EXITS[3], EXITS[5])))
def test_exit_codes_tell_done_from_cannot_from_wrong_usage(case: tuple[tuple[str, ...], int]) -> None:
    arguments, code = case
    done = run(*arguments)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    if code:
        assert done.stdout == b""
        assert done.stderr


@pytest.mark.parametrize("command", ["screen", "match"])
def test_a_list_that_gives_no_entry_is_an_error_with_what_to_do(files: Path, command: str) -> None:
    (files / "empty").write_text("id,surname,given\n1,,\n")
    about = [str(files / "message")] if command == "screen" else ["--queries", str(files / "queries")]
    done = run(command, *about, "--list", str(files / "list"), str(files / "empty"))
    assert (done.returncode, done.stdout) == (1, b"")
    said = done.stderr.decode()
    assert "empty: The file has no entries, so it would match nobody. We read it as Roadstead's own csv" in said
    assert "This row has no name" in said
    assert "Check that this is the complete list" in said


def test_a_list_of_no_document_is_an_error(files: Path) -> None:
    (files / "lost").write_text("issuer,type,number\n")
    done = run("screen", str(files / "message"), "--documents", str(files / "lost"))
    assert done.returncode == 1
    assert "lost lists no documents. Check that" in done.stderr.decode()


def test_every_bench_has_modules_that_run() -> None:
    modules = [importlib.import_module(f"bench.{name}") for names in BENCHES.values() for name in names]
    assert all(callable(module.run) for module in modules)
    assert BENCHES["reading"] == ("reading", "reading_pnrgov")


def test_a_mistyped_command_is_answered_with_the_one_that_was_probably_meant() -> None:
    done = run("rescren")
    assert done.returncode == 2
    assert b"Did you mean 'rescreen'?" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Did you mean" not in run("zzzzz").stderr


@pytest.mark.long
def test_the_help_names_the_defaults_and_what_a_name_is() -> None:
    assert b"(default: " in b" ".join(run("match", "--help").stdout.split())
    assert b"default: today" in b" ".join(run("screen", "--help").stdout.split())
    assert b"the user name for signing in" in b" ".join(run("accounts", "add", "--help").stdout.split())


def test_match_says_of_a_name_without_a_match_that_it_has_none_and_not_in_json(files: Path) -> None:
    asked = ("match", "--list", str(files / "list"), "--queries", str(files / "queries"))
    lines = run(*asked).stdout.decode().splitlines()
    assert [line.split() for line in lines if line.startswith("q2")] == [["q2", "–", "no", "match"]]
    rows = objects(run(*asked, "--json"))
    assert [row["query"] for row in rows[:-1]] == ["q1"]
    assert set(rows[-1]) == {"summary"}


@pytest.mark.long
def test_screen_tells_its_progress_over_several_files_on_standard_error(files: Path) -> None:
    message = str(files / "message")
    done = run("screen", message, message, "--list", str(files / "list"), "--json")
    assert b"2 of 2 files" in done.stderr
    assert all("kind" in hit for hit in objects(done))
