"""Receipt numbers survive being read over the telephone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.filings.intake.receive import ALPHABET, RANDOM_CHARS, check_character, new_receipt, normalise_receipt

bodies = st.text(ALPHABET, min_size=RANDOM_CHARS, max_size=RANDOM_CHARS)


def test_a_new_receipt_is_valid_and_unlike_the_one_before() -> None:
    first, second = new_receipt(), new_receipt()
    assert normalise_receipt(first) == first
    assert first != second


@pytest.mark.parametrize("typed", ["", "7K3M9", "7K3M9-QX2A!", "7K3M9-QX2AHH"])
def test_what_cannot_be_a_receipt_is_not_taken_for_one(typed: str) -> None:
    assert normalise_receipt(typed) == ""


@given(bodies)
def test_small_letters_blanks_and_look_alikes_are_forgiven(body: str) -> None:
    printed = f"{body[:5]}-{body[5:]}{check_character(body)}"
    typed = printed.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert normalise_receipt(typed) == printed


@given(bodies, st.integers(0, RANDOM_CHARS - 1), st.sampled_from(ALPHABET[:31]))
def test_one_wrong_character_shows(body: str, at: int, wrong: str) -> None:
    changed = body[:at] + wrong + body[at + 1 :]
    difference = (ALPHABET.index(wrong) - ALPHABET.index(body[at])) * (at + 1) % 31
    assert (normalise_receipt(changed + check_character(body)) == "") == (difference != 0)
