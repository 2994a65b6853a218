"""What captains declare is asked by the state of arrival alone, as its rows say."""

from __future__ import annotations

from datetime import date

import pytest

from roadstead.engine.reference.declarations import REQUIRED_DECLARATIONS, DeclarationKind, required_kinds
from roadstead.engine.reference.policy import BadReference

HEAD = ",".join(REQUIRED_DECLARATIONS.cells)
DAY = date(2026, 11, 25)


def asked(state: str, *own: str, on: date = DAY) -> list[DeclarationKind]:
    rows = REQUIRED_DECLARATIONS.read("\n".join([HEAD, *own]), "declarations.csv")
    return required_kinds(REQUIRED_DECLARATIONS.rows(rows), state=state, on=on)


def test_a_state_without_a_row_asks_for_nothing() -> None:
    assert asked("TTO") == []
    assert asked("") == []


def test_the_shipped_rows_ask_in_the_order_of_the_form_and_none_is_verified() -> None:
    assert asked("LCA") == ["weapons", "animals", "goods"]
    assert asked("BRB") == ["weapons", "goods"]
    assert {row.verified for row in REQUIRED_DECLARATIONS.rows()} == {"no"}


def test_an_approved_row_adds_a_kind_and_a_row_for_any_state_adds_it_everywhere() -> None:
    assert asked("BRB", "BRB,animals,,,yes,P,Order 3,dogs") == ["weapons", "animals", "goods"]
    assert asked("TTO", "*,weapons,,,yes,P,Agreement,all") == ["weapons"]


def test_an_approved_row_that_has_ended_ends_the_shipped_one() -> None:
    assert asked("LCA", "LCA,goods,2026-01-01,2026-10-31,yes,P,Circular,ended") == ["weapons", "animals"]
    assert asked("LCA", "LCA,goods,2027-01-01,,yes,P,Circular,later") == ["weapons", "animals", "goods"]


def test_a_kind_that_there_is_not_is_refused() -> None:
    with pytest.raises(BadReference, match="column kind"):
        asked("BRB", "BRB,crew,,,yes,P,Order,x")
