"""A timeline tells of every event that was edited, taken out, put elsewhere or cut off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.chain import ChainedEvent, content_hash, first_broken_number, line_hash

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TEXTS = st.lists(st.text(max_size=20), min_size=2, max_size=6)


def timeline(texts: list[str]) -> list[ChainedEvent]:
    lines: list[ChainedEvent] = []
    for number, text in enumerate(texts, start=1):
        content, previous = {"text": text}, lines[-1].hash if lines else ""
        bare = ChainedEvent(kind="case", pk=7, number=number, at=NOW, who="ada", act="noted", content=content)
        lines.append(replace(bare, sha256=content_hash(content), previous=previous, hash=line_hash(bare, previous)))
    return lines


def first_broken(lines: list[ChainedEvent], whole: list[ChainedEvent]) -> int:
    return first_broken_number(lines, last_number=len(whole), last_hash=whole[-1].hash)


@given(TEXTS)
def test_a_timeline_as_it_was_written_holds(texts: list[str]) -> None:
    assert first_broken(timeline(texts), timeline(texts)) == 0


@given(TEXTS, st.data())
def test_what_is_edited_is_found_at_its_number(texts: list[str], data: st.DataObject) -> None:
    lines = timeline(texts)
    at = data.draw(st.integers(0, len(lines) - 1))
    changes: dict[str, Any] = {
        "content": {"text": texts[at] + "!"},
        "who": "eve",
        "act": "amended",
        "at": NOW + timedelta(seconds=1),
        "pk": 8,
        "kind": "alert",
        "facts": {"after": "cleared"},
        "hash": "0" * 64,
        "previous": "1" * 64,
        "sha256": "2" * 64,
    }
    for field, value in changes.items():
        edited = [*lines[:at], replace(lines[at], **{field: value}), *lines[at + 1 :]]
        assert first_broken(edited, lines) == at + 1, field


@given(TEXTS, st.data())
def test_an_edit_that_is_hashed_anew_is_found_by_what_follows_or_by_the_head(
    texts: list[str], data: st.DataObject
) -> None:
    lines = timeline(texts)
    at = data.draw(st.integers(0, len(lines) - 1))
    content = {"text": texts[at] + "!"}
    forged = replace(lines[at], content=content, sha256=content_hash(content))
    forged = replace(forged, hash=line_hash(forged, forged.previous))
    assert first_broken([*lines[:at], forged, *lines[at + 1 :]], lines) == at + 2


@given(TEXTS, st.data())
def test_what_is_taken_out_or_cut_off_is_found(texts: list[str], data: st.DataObject) -> None:
    lines = timeline(texts)
    at = data.draw(st.integers(0, len(lines) - 1))
    assert first_broken(lines[:at] + lines[at + 1 :], lines) == at + 1
    assert first_broken(lines[:at], lines) == at + 1


@given(TEXTS, st.data())
def test_what_is_put_elsewhere_is_found(texts: list[str], data: st.DataObject) -> None:
    lines = timeline(texts)
    at = data.draw(st.integers(0, len(lines) - 2))
    moved = [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]
    assert first_broken(moved, lines) == at + 1


def test_the_same_moment_in_another_zone_is_the_same_line() -> None:
    line = timeline(["a"])[0]
    there = replace(line, at=line.at.astimezone(timezone(timedelta(hours=-4))))
    assert first_broken([there], [line]) == 0
