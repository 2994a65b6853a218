"""Names are compared part by part, in any order; exact ones come first."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roadstead.web.search.logic.compare_names import compare
from roadstead.web.search.recognise import name_parts


@pytest.mark.parametrize(
    ("typed", "stored", "exact", "missing", "further"),
    [
        ("Joseph Kofi", "KOFI JOSEPH", True, 0, 0),
        ("Joseph", "KOFI JOSEPH", True, 0, 1),
        ("Josef Kofi", "KOFI JOSEPH", False, 0, 0),
        ("Joseph Anna", "KOFI JOSEPH", False, 1, 1),
        ("Jean Pierre", "JEANPIERRE", False, 0, 0),
        ("Jeanpierre Marie", "MARIE JEAN PIERRE", False, 0, 0),
        ("Quillimane", "KOFI JOSEPH", False, 1, 2),
        ("A Å", "A A", True, 0, 0),
    ],
)
def test_names_agree(typed: str, stored: str, exact: bool, missing: int, further: int) -> None:
    found = compare(name_parts(typed), stored)
    assert (found.is_exact, len(found.missing), found.further) == (exact, missing, further)


def test_exact_names_come_first_then_those_with_all_parts() -> None:
    parts = name_parts("Joseph Kofi")
    stored = ["JOSEF KOFI", "JOSEPH KOFI ANNA", "JOSEPH ANNA", "JOSEPH KOFI"]
    ordered = sorted(stored, key=lambda name: compare(parts, name).rank)
    assert ordered == ["JOSEPH KOFI", "JOSEPH KOFI ANNA", "JOSEF KOFI", "JOSEPH ANNA"]


@given(st.text(max_size=60), st.text(max_size=60))
@example("A:Å", "")  # the second part may be read as both of them, joined
def test_any_two_names_can_be_compared(typed: str, stored: str) -> None:
    parts = name_parts(typed)
    found = compare(parts, stored)
    assert 0 <= found.score <= 1
    assert len(found.missing) <= len(parts)
    assert not parts or compare(parts, " ".join(part[0] for part in parts)).score > 0.9
