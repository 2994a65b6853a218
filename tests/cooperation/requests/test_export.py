"""Either side proves an exported request with the small program, and any change shows."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from roadstead.cooperation.requests.export import export_request
from roadstead.cooperation.requests.files import add_file
from roadstead.cooperation.requests.models import Request
from roadstead.cooperation.requests.receipts import record_read
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.timeline.attachments import Upload
from tests.cooperation.requests.test_acts import HELD, NOW, answerer, asker, does, sent, states

pytestmark = pytest.mark.django_db
__all__ = ["answerer", "asker", "states"]


@pytest.fixture
def answered(asker: User, answerer: User) -> Request:
    request = sent(asker)
    enter(answerer.scope)
    record_read(request, request.events.all(), by=answerer, now=NOW)
    enter(REGION)
    does(answerer, request, "acknowledge")
    does(answerer, request, "reply", HELD)
    enter(answerer.scope)
    brought = Upload(title="Letter", what="document", name="letter.txt", raw="Nothing is held: déjà vu.".encode())
    add_file(request.pk, brought, by=answerer, now=NOW)
    enter(REGION)
    return Request.objects.get()


def unpacked(request: Request, by: User, folder: Path) -> Path:
    enter(by.scope)
    raw = export_request(request, by=by, now=NOW)
    enter(REGION)
    with ZipFile(io.BytesIO(raw)) as archive:
        archive.extractall(folder)
    return folder


def verify(*folders: Path) -> tuple[int, str]:
    """What the program of the first archive says, run outside the package, with Python's own library alone."""
    command = [sys.executable, "-I", "-S", "verify_request.py", *map(str, folders)]
    done = subprocess.run(command, cwd=folders[0], env={}, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_both_sides_verify_their_export_and_that_they_agree(
    answered: Request, asker: User, answerer: User, tmp_path: Path
) -> None:
    mine, theirs = unpacked(answered, asker, tmp_path / "a"), unpacked(answered, answerer, tmp_path / "b")
    code, said = verify(mine, theirs)
    assert code == 0, said
    assert f"OK: {answered.reference}, 4 messages, unchanged" in said
    assert "both exports agree on 4 messages" in said


def _text(whole: dict[str, Any]) -> None:
    whole["messages"][0]["content"]["title"] = "Another title"


def _order(whole: dict[str, Any]) -> None:
    whole["messages"][1:3] = reversed(whole["messages"][1:3])


def _cut(whole: dict[str, Any]) -> None:
    whole["messages"].pop()


def _sender(whole: dict[str, Any]) -> None:
    whole["messages"][1]["organisation"] = "GRD-BA"


def _seen(whole: dict[str, Any]) -> None:
    whole["messages"][1]["seen"] = "0" * 64


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_text, "message 1: the content was changed"),
        (_order, "message 2 is missing or was moved"),
        (_cut, "messages were deleted"),
        (_sender, "message 2 was changed or moved"),
        (_seen, "message 2 names a message that its sender cannot have read"),
    ],
)
def test_any_change_is_found(answered: Request, asker: User, tmp_path: Path, change: Any, said: str) -> None:
    folder = unpacked(answered, asker, tmp_path)
    path = folder / "request.json"
    whole = json.loads(path.read_text())
    change(whole)
    path.write_text(json.dumps(whole))
    assert verify(folder) == (1, f"FAULT: {verify(folder)[1].removeprefix('FAULT: ').strip()}\n")
    assert said in verify(folder)[1]


def test_a_changed_file_is_found(answered: Request, asker: User, tmp_path: Path) -> None:
    folder = unpacked(answered, asker, tmp_path)
    file = next((folder / "files").iterdir())
    file.write_text("changed")
    code, said = verify(folder)
    assert code == 1
    assert "is not the exported file" in said
