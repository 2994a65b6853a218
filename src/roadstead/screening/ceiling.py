"""The most a candidate can come to, told before the work is done: whoever cannot reach the floor is passed over."""

from __future__ import annotations

from roadstead.screening.features.leftovers import DECLARED_ALONE
from roadstead.screening.index import Index
from roadstead.screening.listed import ListedRow
from roadstead.screening.query import Query


class Ceiling:
    """For one traveller: what the declared parts that meet nothing in a listed name can still add or must cost."""

    def __init__(self, asked: Query, index: Index) -> None:
        self._most = [index.vocabulary.most_left_over(part) for part in asked.parts]
        self._known: dict[tuple[int, int], float] = {}

    def left_over(self, places: int, row: ListedRow) -> float:
        """`places`: the declared parts that meet the listed name. At least one listed part is theirs."""
        asked = (places, len(row.parts))
        found = self._known.get(asked)
        if found is None:
            found = self._known[asked] = self._reckoned(*asked)
        return found

    def _reckoned(self, places: int, listed: int) -> float:
        """As many as there are other listed parts may be beginnings of those; the rest stay alone."""
        still_open = sorted((most for place, most in enumerate(self._most) if not places >> place & 1), reverse=True)
        partners = max(0, listed - bool(places))
        return sum(still_open[:partners]) + DECLARED_ALONE * len(still_open[partners:])
