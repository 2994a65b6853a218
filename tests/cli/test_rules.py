"""`roadstead rules`: a file is checked without a database, and what is wrong stands at its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roadstead.cli.__main__ import main
from roadstead.engine.rules.files import library, read_file


def test_the_library_is_printed_as_a_file_that_is_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "library"]) == 0
    path = tmp_path / "rules.json"
    path.write_text(capsys.readouterr().out)
    assert read_file(path.read_bytes()) == library()
    assert main(["rules", "check", str(path)]) == 0
    assert f"{len(library())} rules checked, 0 with faults" in capsys.readouterr().err


def test_the_library_for_cargo_is_a_file_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "library", "--subject", "cargo"]) == 0
    path = tmp_path / "rules.json"
    path.write_text(capsys.readouterr().out)
    assert read_file(path.read_bytes()) == library("cargo")
    assert main(["rules", "check", str(path)]) == 0


def test_each_fault_stands_on_a_line_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = {
        "key": "own",
        "title": "t",
        "sentence": "s",
        "source": "",
        "officers_do": "d",
        "condition": 'booking.alone &&\ntraveller.sex == "F"',
    }
    path = tmp_path / "rules.json"
    path.write_text(json.dumps({"subject": "travel", "language": "1", "rules": [rule]}))
    assert main(["rules", "check", str(path)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("own:2:1: “traveller.sex” is about a forbidden subject: sex.")
    assert told[-1] == "own: source: Write the source."


@pytest.mark.parametrize("content", ["", "{}", "no json"])
def test_a_file_of_something_else_is_refused_in_words(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rules.json"
    path.write_text(content)
    assert main(["rules", "check", str(path)]) == 1
    assert "This is not a rule file" in capsys.readouterr().err
