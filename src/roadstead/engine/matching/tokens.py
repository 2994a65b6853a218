"""Tokens of a name: its parts, and neighbouring parts joined (Abd Rahman → abdrahman)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from roadstead.engine.text.names import MAX_PART_CHARS, Readings

LONGEST_TRIPLE: Final = 14  # letters; three parts are joined only if they are syllables (Kim Jong Un, Tjon A Tsien)


class Token(NamedTuple):
    """One token of a name. `place` has a bit set for each part it covers, so that no part counts twice."""

    text: str
    place: int
    joined: bool


def tokens(name: tuple[Readings, ...]) -> Iterator[Token]:
    """Yield each reading of each part, then each pair of neighbours, then short triples."""
    for i, part in enumerate(name):
        yield from (Token(reading, 1 << i, joined=False) for reading in part)
    yield from _joined(name, 2, MAX_PART_CHARS)
    yield from _joined(name, 3, LONGEST_TRIPLE)


def parts_and_joined(name: tuple[Readings, ...]) -> list[tuple[str, int]]:
    """Return all tokens as (text, places): the plain reading of each part, then other readings, then joined parts."""
    plain = [part[0] for part in name]
    found = [(part, 1 << i) for i, part in enumerate(plain)]
    found += [(reading, 1 << i) for i, part in enumerate(name) if len(part) > 1 for reading in part[1:]]
    for i in range(len(plain) - 1):
        pair = plain[i] + plain[i + 1]
        if len(pair) <= MAX_PART_CHARS:
            found.append((pair, 3 << i))
            if i + 2 < len(plain) and len(pair) + len(plain[i + 2]) <= LONGEST_TRIPLE:
                found.append((pair + plain[i + 2], 7 << i))
    return found


def whole_names(name: tuple[Readings, ...]) -> frozenset[tuple[str, ...]]:
    """Return the sorted parts of each reading of the name: plain, ICAO 9303, without a title joined to it."""
    most = max(map(len, name), default=0)
    return frozenset(tuple(sorted(part[min(i, len(part) - 1)] for part in name)) for i in range(most))


def _joined(name: tuple[Readings, ...], span: int, longest: int) -> Iterator[Token]:
    for i in range(len(name) - span + 1):
        text = "".join(part[0] for part in name[i : i + span])
        if len(text) <= longest:
            yield Token(text, ((1 << span) - 1) << i, joined=True)
