"""The demo's list files are read back by the real readers to exactly what was meant."""

from __future__ import annotations

import pytest

from demo.records import DemoList
from roadstead.engine.formats.lists import load_bytes, load_documents_bytes
from tests.demo.test_demo_region import region

LISTS = region(1).lists
watchlist = pytest.mark.parametrize("listed", LISTS[:3], ids=[listed.owner for listed in LISTS[:3]])


@watchlist
def test_a_watchlist_is_read_back_as_it_was_meant(listed: DemoList) -> None:
    loaded = load_bytes(listed.raw, listed.file_name)
    assert loaded.entries == listed.entries
    assert loaded.problems == ()
    assert loaded.version.list == listed.name


def test_the_lost_documents_are_read_back_as_they_were_meant() -> None:
    loaded = load_documents_bytes(LISTS[3].raw, LISTS[3].file_name)
    assert loaded.documents == LISTS[3].documents
    assert loaded.problems == ()


@watchlist
def test_every_entry_says_what_to_do_and_why_until_when_and_who_owns_it(listed: DemoList) -> None:
    assert all(entry.action and entry.reason and entry.expires for entry in listed.entries)
    assert {entry.owner for entry in listed.entries} == {listed.owner}
    assert {entry.action.value for entry in listed.entries} == {"stop", "refer", "discreet"}


@watchlist
def test_most_entries_are_in_force(listed: DemoList) -> None:
    expired = [entry.id for entry in listed.entries if entry.expires < "2026-11-25"]
    assert len(expired) <= 1
