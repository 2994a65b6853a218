"""Craft against listed vessels: the number decides, a name only suggests."""

from __future__ import annotations

import pytest

from roadstead.engine.matching.entities.match import Means
from tests.engine.matching.entities.made import STAR, ship


def test_the_imo_number_decides_whatever_the_name() -> None:
    (found,) = ship(name="ENTIRELY OTHER", imo="IMO 9074729")
    assert (found.entry, found.means, found.score) == (STAR, Means.NUMBER, 25.0)
    assert ship(name="IMAGINARY QUILL", imo="9000001") == []


def test_a_name_that_agrees_beside_the_number_adds_to_it() -> None:
    assert ship(name="IMAGINARY QUILL", imo="9074729")[0].score > ship(imo="9074729")[0].score


def test_the_mmsi_is_a_number_too() -> None:
    assert [found.score for found in ship(name="OTHER", mmsi="351000001")] == [20.0]


@pytest.mark.parametrize("name", ["M/V IMAGINARY QUILL", "QUILL IMAGINARY", "Former Quagmire", "IMAGINERY QUILL"])
def test_a_name_former_or_nearly_equal_suggests(name: str) -> None:
    (found,) = ship(name=name)
    assert (found.means, found.score <= 10.0) == (Means.NAME, True)


@pytest.mark.parametrize("name", ["QUILL", "IMAGINARY", "IMAGINARY QUILL II", "IMAGINARY QUILL 7", "MV", "STAR"])
def test_part_of_a_name_or_a_digit_more_is_another_ship(name: str) -> None:
    assert ship(name=name) == []


def test_flag_and_type_move_a_suggestion_a_little() -> None:
    plain, flag, other, kind = (
        ship(name="IMAGINARY QUILL", **more)[0].score
        for more in ({}, {"flag": "PAN"}, {"flag": "BRB"}, {"kind": "BULK CARRIER"})
    )
    assert flag > plain > other >= plain - 2
    assert kind > plain


def test_a_ship_whose_whole_name_is_a_letter_off_gains_nothing_by_that() -> None:
    """Names of ships are given again and again."""
    (found,) = ship(name="IMAGINERY QUILL")
    assert not any("differ by only one or two letters" in str(score.reason) for _, score in found.evidence)
