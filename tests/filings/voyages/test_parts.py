"""Lists in parts: what has come, what is missing, and when the whole is there."""

from __future__ import annotations

import pytest

from roadstead.engine.voyages.versions.parts import AssembledList, Part, assemble

LAST = {"C": False, "F": True, "": None}


def part(text: str, *, read: int = 2, declared: int | None = None, content: str = "") -> Part:
    """`01:C`, `02:F`, or `06` where the sender flags nothing."""
    number, _, flag = text.partition(":")
    said = {} if declared is None else {"passengers": declared}
    return Part(
        step=1,
        number=number.lstrip("0"),
        is_last=LAST[flag],
        content=content or text,
        read={"passengers": read},
        declared=said,
    )


def of(*texts: str, declared: int | None = None) -> AssembledList:
    return assemble([part(text, declared=declared) for text in texts])


@pytest.mark.parametrize(
    ("texts", "declared", "missing", "complete"),
    [
        (("01:C", "02:C", "03:F"), 6, (), True),
        (("03:F", "01:C", "02:C"), 6, (), True),  # any order
        (("01:C", "02:F"), None, (), True),
        (("02:F", "01:C", "02:F"), None, (), True),  # one sent twice
        (("01:C", "02:C", "04:F"), 8, (3,), False),
        (("03:F",), 6, (1, 2), False),
        (("01:C", "02:C"), 6, (), False),  # how many there will be is not known
        (("06", "08", "10"), 6, (), True),  # never flagged: as many as declared are there
        (("06", "08", "10"), 7, (), False),
        (("06", "08", "10"), None, (), False),
        (("01:C", "02", "03:F"), 6, (), True),
    ],
)
def test_what_is_missing(
    texts: tuple[str, ...], declared: int | None, missing: tuple[int, ...], complete: bool
) -> None:
    whole = of(*texts, declared=declared)
    assert (whole.missing, whole.is_complete("passengers")) == (missing, complete)


def test_the_count_is_judged_over_all_parts() -> None:
    assert of("01:C", "02:F", declared=4).agrees("passengers") is True
    assert of("01:C", "02:F", declared=5).agrees("passengers") is False
    assert of("01:C", "02:F").agrees("passengers") is None


def test_a_part_of_an_older_sending_does_not_complete_a_newer_one() -> None:
    old = [part("01:C", content="a"), part("02:F", content="b")]
    newer = part("01:C", content="c")
    whole = assemble([*old, newer])
    assert [each.content for each in whole.parts] == ["c"]
    assert assemble([*old, newer, part("02:F", content="d")]).is_complete("passengers")


def test_a_part_sent_again_unchanged_is_no_new_sending() -> None:
    old = [part("01:C", content="a"), part("02:F", content="b")]
    assert assemble([*old, part("02:F", content="b")]).parts == tuple(old)


def test_a_new_sending_that_repeats_some_parts_is_whole_when_all_have_come() -> None:
    old = [part("01:C", content="a"), part("02:C", content="b"), part("03:F", content="c")]
    new = [part("01:C", content="a"), part("02:C", content="B"), part("03:F", content="c")]
    assert not assemble([*old, *new[:2]]).is_complete("passengers")
    assert [each.content for each in assemble([*old, *new]).parts] == ["a", "B", "c"]


def test_a_number_that_is_none_and_a_number_beyond_reason_are_only_parts() -> None:
    assert of("A", "B").missing == ()
    assert of("999999999:F").missing == ()
