"""Legal forms: told apart from the name they belong to, so that they count as equals or next to nothing.

What was sent stays as it is; this is a view for comparing. A name of nothing but forms keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from roadstead.engine.matching.tables import table

COMPANY: Final = "company"  # the kind that says nothing
Words = tuple[str, ...]


@cache
def _known() -> tuple[dict[Words, str], frozenset[Words], int]:
    """Kind by words; those that stand at the ends only; the most words of one."""
    kinds: dict[Words, str] = {}
    ends = set[Words]()
    for kind, where, cell in table("legal_forms"):
        for words in _of(cell):
            kinds.setdefault(words, kind)
            ends |= {words} if where == "ends" else set()
    return kinds, frozenset(ends), max(map(len, kinds))


def _of(cell: str) -> Iterator[Words]:
    phrases = cell.split("|") if "|" in cell else cell.split()
    return (tuple(phrase.split()) for phrase in phrases)


def without_forms(words: Words) -> tuple[tuple[int, ...], frozenset[str]]:
    """Places of the words that are no form, and the kinds of the forms there were."""
    found = _anywhere(words)
    found |= _at_ends(words, set(found))
    left = tuple(place for place in range(len(words)) if place not in found)
    if not left:
        return tuple(range(len(words))), frozenset()
    return left, frozenset(found.values()) - {COMPANY}


def _anywhere(words: Words) -> dict[int, str]:
    """The longest first: a limited liability company is one form."""
    kinds, ends, longest = _known()
    found: dict[int, str] = {}
    for length in range(longest, 0, -1):
        for start in range(len(words) - length + 1):
            these = words[start : start + length]
            if these in kinds and these not in ends and start not in found:
                found |= dict.fromkeys(range(start, start + length), kinds[these])
    return found


def _at_ends(words: Words, taken: set[int]) -> dict[int, str]:
    """One short form before, one after what is left."""
    kinds, ends, _ = _known()
    left = [place for place in range(len(words)) if place not in taken]
    return {place: kinds[(words[place],)] for place in (*left[:1], *left[-1:]) if (words[place],) in ends}
