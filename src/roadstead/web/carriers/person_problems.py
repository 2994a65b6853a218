"""Problems of a message by the person whom they concern, so that they stand in that person's row."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

# Segments after the last person that belong to nobody.
AFTER_PEOPLE: Final = frozenset({"CNT", "UNT", "UNE", "UNZ", "UNB", "UNG"})


def by_person(
    problems: Sequence[Mapping[str, Any]], begins: Sequence[int | None]
) -> dict[int, list[Mapping[str, Any]]]:
    """Return the problems by the number of the person in the message, from 1.

    `begins`: where each person begins in the message. People of several sheets begin at the same rows: then only
    problems that name the person themselves are assigned.
    """
    starts = [begin or 0 for begin in begins]
    is_one_list = all(one < other for one, other in pairwise(starts)) and bool(starts) and starts[0] > 0
    found = defaultdict[int, list[Mapping[str, Any]]](list)
    for problem in problems:
        number = _stated(problem, len(starts))
        if not number and is_one_list and problem.get("segment") not in AFTER_PEOPLE:
            number = bisect_right(starts, problem.get("number") or 0)
        if number:
            found[number].append(problem)
    return dict(found)


def _stated(problem: Mapping[str, Any], most: int) -> int:
    """Return the person that the sentence names ("Person 3 has no name."), 0 if none."""
    sentence = problem.get("sentence")
    values = sentence.get("values", {}) if isinstance(sentence, Mapping) else {}
    place = values.get("place")
    return place if isinstance(place, int) and 0 < place <= most else 0
