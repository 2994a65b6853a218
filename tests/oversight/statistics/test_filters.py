"""Filters of the statistics as they stand in the query string."""

from __future__ import annotations

from datetime import date

import pytest

from roadstead.oversight.statistics.logic.filters import StatisticsFilters

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(("typed", "state"), [("BRB", "BRB"), ("BRB and LCA", ""), ("BR", ""), ("", "")])
def test_a_state_that_is_no_alpha_3_code_is_ignored_and_never_cut_to_one(typed: str, state: str) -> None:
    assert StatisticsFilters.parse({"state": typed}, TODAY).state == state
