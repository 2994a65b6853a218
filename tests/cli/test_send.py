"""What `./roadstead send` prints of an answer: enough to correct the list without opening the page."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import pytest

from roadstead.cli import send

READ = {
    "receipt": "AAAAA-BBBBB",
    "status": "read",
    "messages": [{"type": "PAXLST", "travellers": 2, "voyage": {"number": "XQ123", "from": "MIA", "to": "BGI"}}],
    "answers": [{"person": 1, "verdict": "insufficient", "missing": ["birth date"], "name": "TESTER ANNA"}],
    "problems": [
        {"severity": "note", "text": "Nothing to do."},
        {"severity": "warning", "where": {"segment": "NAD", "number": 21}, "text": "Person 2 has no birth date."},
        {"severity": "error", "where": {"segment": "ETA", "number": 5}, "text": "Row 5, ETA: soon is no date."},
    ],
}
PAGE = {
    "receipt": "AAAAA-CCCCC",
    "status": "not_understood",
    "problems": [{"severity": "error", "text": "A web page."}],
}


def sent(answer: Mapping[str, object], monkeypatch: pytest.MonkeyPatch, folder: Path) -> int:
    list_ = folder / "list.txt"
    list_.write_text("UNB")
    monkeypatch.setattr(send, "post", lambda *given, **named: (202, answer))
    return send.run(argparse.Namespace(files=[str(list_)], url="", token="", wait=5, test=False, json=False))


def test_a_list_that_was_read_says_what_to_compare_and_what_to_correct(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sent(READ, monkeypatch, tmp_path) == 0
    assert [line.strip() for line in capsys.readouterr().out.splitlines()[1:]] == [
        "PAXLST, XQ123 MIA to BGI: travellers read: 2",
        "insufficient (birth date): 1 TESTER ANNA",
        "error: Row 5, ETA: soon is no date.",
        "warning: NAD 21: Person 2 has no birth date.",
    ]


def test_a_list_from_which_nobody_was_read_fails_and_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sent(PAGE, monkeypatch, tmp_path) == 1
    printed = capsys.readouterr().out
    assert "not understood: we could not read any travellers or cargo" in printed
    assert "error: A web page." in printed


def test_a_test_list_is_said_to_be_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sent({**READ, "receipt": "TEST-AAAAA-BBBBB", "test": True}, monkeypatch, tmp_path) == 0
    assert "test, not filed: TEST-AAAAA-BBBBB" in capsys.readouterr().out
