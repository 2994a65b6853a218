"""Codes of handling: their order, and source gradings that are kept as they are."""

from __future__ import annotations

import pytest

from roadstead.platform.handling.logic.codes import STRICTEST_FIRST, Tlp, is_freer, is_grading, strictest


def test_the_order_of_tlp_is_that_of_the_protocol() -> None:
    assert STRICTEST_FIRST == ("red", "amber+strict", "amber", "green", "clear")
    assert is_freer("clear", "red")
    assert not is_freer("amber", "amber")


def test_of_several_codes_the_strictest_holds_and_of_none_clear() -> None:
    assert strictest(["green", "amber+strict", "amber"]) is Tlp.STRICT
    assert strictest([]) is Tlp.CLEAR


@pytest.mark.parametrize(
    ("scheme", "source", "information", "fits"),
    [
        ("5x5x5", "B", "2", True),
        ("3x5x2", "1", "E", True),
        ("4x4", "X", "4", True),
        ("6x6", "F", "6", True),
        ("", "", "", True),
        ("4x4", "D", "1", False),
        ("3x5x2", "A", "1", False),
        ("4x4", "AB", "1", False),
        ("6x6", "A", "", False),
        ("", "A", "", False),
        ("7x7", "A", "1", False),
    ],
)
def test_a_grading_has_both_codes_of_its_own_scheme(scheme: str, source: str, information: str, fits: bool) -> None:
    assert is_grading(scheme, source, information) is fits
