"""What `bench.agreement` counts: every field of the corpus is read as expected, or it is said why not."""

from __future__ import annotations

from typing import Any

import pytest

from bench import agreement


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return agreement.run()


@pytest.mark.library
@pytest.mark.parametrize("folder", agreement.FOLDERS)
def test_every_expectation_we_do_not_share_has_its_cause(folder: str, found: dict[str, Any]) -> None:
    assert [field for field, shown in found[folder]["disagreements"].items() if "questioned" not in shown] == []
    assert found[folder]["share"] > 0.97


@pytest.mark.library
def test_every_questioned_expectation_is_still_met(found: dict[str, Any]) -> None:
    met = {shown.get("questioned") for each in found.values() for shown in each["disagreements"].values()}
    assert {why for _, _, why in agreement.QUESTIONED} == met


@pytest.mark.library
def test_what_is_compared_is_most_of_what_is_expected(found: dict[str, Any]) -> None:
    in_words = {"note", "must", "meaning", "flights_readable_by_eye"}
    left_out = {field for each in found.values() for field in each["not_compared"]} - in_words
    assert left_out <= {"interactive", "legs", "segments_say", "creator", "ssr", "deviations", "root"}
    assert sum(each["fields"] for each in found.values()) > 2_000


def test_a_reader_that_breaks_is_a_disagreement_and_not_the_end() -> None:
    rows = list(agreement._rows(lambda *_: iter([].pop()), "paxlst", "x", {}))
    assert rows == [("(the rest of the message)", "read", "IndexError: pop from empty list")]
