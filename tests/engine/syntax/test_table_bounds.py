"""Workbooks that ask for more work or memory than a list is worth: what one reading may cost is counted as a whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from roadstead.engine.syntax.table import archive, parse_workbook
from tests.engine.syntax.test_table_xlsx import raw_book

RELATIONS = "_rels/.rels"


@dataclass(slots=True)
class Counting:
    """A handler that counts how often text is handed to it."""

    calls: int = 0
    characters: int = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None:
        self.calls += 1
        self.characters += len(text)


def _with_compression(raw: bytes, kind: int) -> bytes:
    """The member `_rels/.rels` said to be packed another way, in its own head and in the index."""
    changed = bytearray(raw)
    for mark, before, at in ((b"PK\x03\x04", 30, 8), (b"PK\x01\x02", 46, 10)):
        place = raw.index(RELATIONS.encode(), raw.index(mark)) - before
        while raw[place : place + 4] != mark:
            place = raw.index(RELATIONS.encode(), place + before + 1) - before
        changed[place + at] = kind
    return bytes(changed)


@pytest.mark.parametrize("kind", [9, 12, 14, 93, 99])
def test_a_member_packed_as_no_spreadsheet_does_is_refused_before_it_is_unpacked(kind: int) -> None:
    raw = _with_compression(raw_book("<s/>", **{RELATIONS: "\x09\x14\xff\xff" * 20}), kind)
    assert zipfile.ZipFile(io.BytesIO(raw)).getinfo(RELATIONS).compress_type == kind
    (problem,) = parse_workbook(raw).problems
    assert problem.code == "workbook-not-read"
    assert "save it anew and send it again" in problem.text


def test_a_member_that_begins_beyond_the_file_is_damage() -> None:
    raw = raw_book("<s/>", **{RELATIONS: "<a/>"})
    place = raw.index(RELATIONS.encode(), raw.index(b"PK\x01\x02")) - 46
    (problem,) = parse_workbook(raw[: place + 42] + b"\xff\xff\xff\x7f" + raw[place + 46 :]).problems
    assert problem.code == "workbook-not-read"


@pytest.mark.parametrize("text", ["\n" * 200_000, "&#10;" * 200_000, "a\n" * 100_000])
def test_line_breaks_are_handed_over_many_at_a_time(text: str) -> None:
    counting = Counting()
    archive.opened(raw_book(f"<s>{text}</s>")).parse("xl/worksheets/a.xml", counting)
    assert counting.characters == 200_000
    assert counting.calls < 200


def test_unpacked_bytes_are_counted_over_all_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 1_000_000)
    opened = archive.opened(raw_book(f"<s>{' ' * 700_000}</s>"))
    opened.parse("xl/worksheets/a.xml", Counting())
    with pytest.raises(archive.Refused, match="more than a list can be"):
        opened.parse("xl/worksheets/a.xml", Counting())
    assert opened.unpacked < 1_100_000
