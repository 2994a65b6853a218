"""A typed or scanned text is searched as what it can be, and as nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.filings.intake.receive import new_receipt
from roadstead.web.search.recognise import SearchTerm, Shape, misread, recognise

ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
PASS = "M1DESMARAIS/LUC       EABC123 YULFRAAC 0834 226F001A0025 100"


def filled(asked: SearchTerm) -> set[str]:
    left_out = {"text", "shape", "wrong_digit"}
    return {name for name in SearchTerm.__dataclass_fields__ if name not in left_out and getattr(asked, name)}


@pytest.mark.parametrize(
    ("text", "shape", "fields"),
    [
        (ZONE, Shape.ZONE, {"documents"}),
        (ZONE.replace("\n", ""), Shape.ZONE, {"documents"}),  # as a box of one line takes it
        (PASS, Shape.BOARDING, {"booking", "flights"}),
        ("CSQU3054383", Shape.CONTAINER, {"container"}),
        ("csqu 305438-3", Shape.CONTAINER, {"container"}),
        ("CSQU3054384", Shape.CONTAINER, {"container"}),
        ("Joseph Kofi", Shape.NAME, {"name", "craft"}),
        ("Joseph", Shape.NAME, {"name", "craft", "booking", "bill"}),
        ("Joseph Kofi 1985-03", Shape.NAME, {"name", "born"}),
        ("alert 17", Shape.NUMBER, {"alert"}),
        ("Case #9", Shape.NUMBER, {"case"}),
        ("BW 601", Shape.NUMBER, {"flights", "voyage_number", "craft", "bill", "documents", "booking"}),
        ("OCEAN STAR 2", Shape.BOTH, {"name", "voyage_number", "craft", "bill"}),
        ("joseph B035882", Shape.BOTH, {"name", "documents", "voyage_number", "craft", "bill"}),
        ("17", Shape.NUMBER, {"alert", "case", "voyage_number", "craft"}),
    ],
)
def test_a_text_is_recognised(text: str, shape: Shape, fields: set[str]) -> None:
    found = recognise(text)
    assert found.shape is shape
    assert filled(found) == fields


def test_a_receipt_is_searched_alone_as_it_is_printed_and_with_other_numbers_without_its_hyphen() -> None:
    receipt = new_receipt()
    assert filled(recognise(receipt.lower())) == {"receipt"}
    assert recognise(receipt.replace("-", "")).receipt == receipt


def test_a_document_number_is_searched_with_those_that_are_misread_for_it() -> None:
    found = recognise("b035-882")
    assert found.documents[0] == "B035882"
    assert "BO3S882" in found.documents
    assert len(found.documents) <= 64
    assert misread("X1") == ("X1", "XI")


def test_a_container_with_a_wrong_check_digit_names_the_right_one() -> None:
    assert recognise("CSQU3054384").wrong_digit == "CSQU3054383"
    assert recognise("CSQU3054383").wrong_digit == ""


def test_a_flight_is_the_same_by_each_code_of_its_carrier_and_with_or_without_zeros() -> None:
    assert recognise("BW 0601").flights == recognise("bw601").flights
    assert recognise("BW601").flights[0] == "air/BW/601"


@given(st.text(max_size=220))
def test_any_text_is_recognised_as_something(text: str) -> None:
    found = recognise(text)
    assert found.text == text.strip()
    assert len(found.documents) <= 64
