"""What `bench.agreement` counts: every field of the corpus is read as expected, or it is said why not."""

from __future__ import annotations

import pytest

from bench import agreement

FOUND = agreement.run()


@pytest.mark.parametrize("folder", agreement.FOLDERS)
def test_every_expectation_we_do_not_share_has_its_cause(folder: str) -> None:
    assert [field for field, shown in FOUND[folder]["disagreements"].items() if "questioned" not in shown] == []
    assert FOUND[folder]["share"] > 0.97


def test_every_questioned_expectation_is_still_met() -> None:
    met = {shown.get("questioned") for each in FOUND.values() for shown in each["disagreements"].values()}
    assert {why for _, _, why in agreement.QUESTIONED} == met


def test_what_is_compared_is_most_of_what_is_expected() -> None:
    in_words = {"note", "must", "meaning", "flights_readable_by_eye"}
    left_out = {field for each in FOUND.values() for field in each["not_compared"]} - in_words
    assert left_out <= {"interactive", "legs", "segments_say", "creator", "ssr", "deviations", "root"}
    assert sum(each["fields"] for each in FOUND.values()) > 2_000


def test_a_reader_that_breaks_is_a_disagreement_and_not_the_end() -> None:
    rows = list(agreement._rows(lambda *_: iter([].pop()), "paxlst", "x", {}))
    assert rows == [("(the rest of the message)", "read", "IndexError: pop from empty list")]
