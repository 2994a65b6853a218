"""The bench of notices reads what it writes, and its people are found."""

from __future__ import annotations

from datetime import date

from bench.notices import FILE, page_of
from roadstead.engine.formats.lists import load_bytes


def test_every_notice_of_the_page_is_an_entry() -> None:
    loaded = load_bytes(page_of(50), FILE, today=date(2026, 12, 1))
    assert (len(loaded.entries), loaded.is_notices) == (50, True)
    assert not loaded.problems
    assert {each.action.value for each in loaded.entries} == {"refer"}
