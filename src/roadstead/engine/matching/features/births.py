"""The birth date declared against those listed: equal, nearly, only the year, or contradicting."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from roadstead.engine.matching.features.score import NOTHING_KNOWN, Score
from roadstead.engine.text.dates import Relation, compatible, relation_words
from roadstead.engine.text.dates.spans import span

# 14 bits: log₂ of the some 16,000 birth dates in use; the others by how much oftener a stranger's date stands so.
BITS: Final = {
    Relation.EQUAL: 14.0,
    Relation.SWAPPED: 8.0,
    Relation.MONTH_EQUAL: 7.0,
    Relation.NEAR: 6.0,
    Relation.YEAR_EQUAL: 5.5,
    Relation.CLOSE: -0.5,
    Relation.CONTRADICTS: -8.0,
}
NEW_YEAR: Final = -3.0  # 1 January often stands for the year alone: eight times its share of all dates
CONTRADICTION: Final = BITS[Relation.CONTRADICTS]
# An entry without birth date is met by every traveller of its name, of any age: by half of the innocents who alert on a
# long list. What its name says has proved less than reckoned.
UNDATED: Final = Score(-1.0, "The list gives no birth date for this person.")
UNREADABLE: Final = Score(UNDATED.bits, "The birth date that the list gives for this person cannot be read.")
MOST_YEARS: Final = 100  # of a range that is still a birth date: everybody alive was born in a longer one
VAGUE: Final = Score(UNDATED.bits, f"The list gives no birth date for this person, only more than {MOST_YEARS} years.")


def birth_date(declared: str, listed: Sequence[str]) -> Score:
    """The best of the dates of an entry (ISO, partial, or "1965/1967"); nothing where none was declared that can be
    read. A listed one that cannot be read, or is anybody's, is as if there were none."""
    if not declared or span(declared) is None:
        return NOTHING_KNOWN
    if not listed:
        return UNDATED
    if len(listed) == 1:
        return one_birth_date(declared, listed[0])
    return max((one_birth_date(declared, other) for other in listed), key=lambda score: score.bits)


@lru_cache(maxsize=131_072)
def one_birth_date(declared: str, listed: str) -> Score:
    """One date declared, which can be read, against one listed."""
    covered = span(listed)
    if covered is None:
        return UNREADABLE
    if covered[1].year - covered[0].year >= MOST_YEARS:
        return VAGUE
    relation = Relation.CONTRADICTS if _worlds_apart(declared, listed) else compatible(declared, listed)
    disguised = relation is Relation.EQUAL and declared.endswith("-01-01")
    words = relation_words(relation, declared, listed)
    return Score(BITS[relation] + disguised * NEW_YEAR, f"{words[0].upper()}{words[1:]}.")


def _worlds_apart(a: str, b: str) -> bool:
    """Two whole dates years apart, and not by two digits that changed places: most pairs, and quick to tell."""
    return len(a) == len(b) == 10 and a[6:] != b[6:] and abs(year(a) - year(b)) > 1


@lru_cache(maxsize=131_072)
def year(born: str) -> int:
    """The year of an ISO date, however partial; 0 where there is none."""
    digits = born.partition("-")[0]
    return int(digits) if len(digits) == 4 and digits.isdecimal() else 0
