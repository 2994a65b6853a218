"""Distinct tokens of a segment, numbered. Names are collected as text and tokenised in batches by compiled code."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Final

import numpy as np

from roadstead.engine.matching.features.evidence import KEYED_WRONG, MAX_NATIONALITY_BITS, MOST_YEARS, nationality_code
from roadstead.engine.matching.kernel.compiled import F64, I16, I32, U8
from roadstead.engine.matching.kernel.letters import MAX_LETTERS
from roadstead.engine.matching.kernel.vocabulary import MAX_TOKENS_PER_NAME, STROKE, Lines, TokenTable, rehash, tokenise
from roadstead.engine.reference.tables import table
from roadstead.engine.text.dates.relation import span
from roadstead.engine.text.names import Readings

# ── Birth dates as numbers: the days they cover, and the codes by which rows are sorted


UNDATED: Final = 0  # code of a row without a birth date
NOT_KNOWN: Final = (0, 0, 0, 0)
FULL_DATE_CHARS: Final = len("2000-01-01")

Covered = tuple[int, int, int, int]  # first and last day as ordinals, then as yyyymmdd


@lru_cache(maxsize=131_072)
def covered(born: str) -> Covered:
    """Return the days that an ISO date, partial date or interval covers; NOT_KNOWN for any other text. Cached."""
    return covered_uncached(born)


def covered_uncached(born: str) -> Covered:
    """Return the same without a cache, for dates that hardly repeat."""
    if len(born) == FULL_DATE_CHARS and born[4] == born[7] == "-":  # as most are
        return _whole(born)
    found = span(born)
    if found is None:
        return NOT_KNOWN
    first, last = found
    return (
        first.toordinal(),
        last.toordinal(),
        _code(first.year, first.month, first.day),
        _code(last.year, last.month, last.day),
    )


def _whole(born: str) -> Covered:
    try:
        day = date.fromisoformat(born)
    except ValueError:
        return NOT_KNOWN
    ordinal, code = day.toordinal(), _code(day.year, day.month, day.day)
    return ordinal, ordinal, code, code


def codes(born: tuple[str, ...]) -> tuple[int, ...]:
    """Return a code for each row of an entry: yyyymmdd, yyyymm00, yyyy0000, or UNDATED."""
    if len(born) == 1:
        return _codes(born[0])
    found = dict.fromkeys(code for each in born for code in _codes(each))
    return tuple(found) or (UNDATED,)


@lru_cache(maxsize=131_072)
def _codes(born: str) -> tuple[int, ...]:
    first_day, last_day, first, last = covered(born)
    if first_day == last_day:
        return (first,)
    if first // 100 == last // 100:
        return (first // 100 * 100,)
    years = range(first // 10_000, last // 10_000 + 1)
    return tuple(year * 10_000 for year in years) if len(years) <= MOST_YEARS else (UNDATED,)


def _code(year: int, month: int, day: int) -> int:
    return year * 10_000 + month * 100 + day


# ── Nationalities as small numbers, and the bits of an equal one: the rarer on the list, the more


UNKNOWN: Final = -1
LEAST_SHARE: Final = 1e-9
FEWEST_ENTRIES: Final = 50  # added to every count, so that ten warrants do not make a nationality rare or common


@cache
def numbers() -> Mapping[str, int]:
    """Return the number of each alpha-3 code, including those of ICAO Doc 9303."""
    return {each: place for place, each in enumerate(sorted(row["code"] for row in table("countries")))}


def number(text: str) -> int:
    """Return the number of the state that a carrier or a list names; UNKNOWN if there is none."""
    return numbers().get(nationality_code(text), UNKNOWN)


@lru_cache(maxsize=65_536)
def known_numbers(texts: tuple[str, ...]) -> tuple[int, ...]:
    """Return the numbers of the known states, each once."""
    return tuple(dict.fromkeys(found for text in texts if (found := number(text)) != UNKNOWN))


def shares(nation_from: I32, nation: I16) -> F64:
    """Return by number the share (0–1) of the nationality among entries whose nationality is known."""
    counts = np.bincount(nation, minlength=len(numbers()))
    return (counts + 1) / (np.count_nonzero(np.diff(nation_from)) + FEWEST_ENTRIES)


def bits_of(of_shares: F64) -> F64:
    """Return `features.evidence.nationality_bits` of many shares; 0 where the share is 0 (no nationality declared)."""
    found = np.clip(-np.log2(np.maximum(of_shares, LEAST_SHARE)) - KEYED_WRONG, 0.0, MAX_NATIONALITY_BITS)
    return np.where(of_shares > 0.0, found, 0.0)


NAMES_PER_BATCH: Final = 4096  # names
FIRST_ROOM: Final = 1 << 12  # tokens


class Tokens:
    """Tokens in the order of their first appearance. `of_kinds`: tokens of travellers, see `kernel.vocabulary`."""

    def __init__(self, *, of_kinds: bool = False) -> None:
        self._table = _token_table(FIRST_ROOM, of_kinds)

    def tokenise(self, lines: Sequence[str], arabic: bytes | bytearray) -> Lines:
        """Tokenise names given as lines (`line_of`), adding new tokens. Returns tokens and hashes of whole names."""
        if not lines:
            return _lines(0, 0, 0)
        text = np.frombuffer(("\n".join(lines) + "\n").encode(), np.uint8)
        # a token has at least one letter, and each letter is in at most three tokens
        room = min(len(lines) * MAX_TOKENS_PER_NAME, 3 * len(text))
        self._make_room(room)
        into = _lines(room, len(lines), len(lines) + int(np.count_nonzero(text == STROKE)))
        number, wholes = tokenise(self._table, text, np.frombuffer(arabic, np.uint8), into)
        return into._replace(token=into.token[:number], mask=into.mask[:number], whole=into.whole[:wholes])

    def _make_room(self, more: int) -> None:
        told, known = self._table, len(self)
        if known + more <= len(told.length):
            return
        larger = _token_table(max(known + more, len(told.length) * 3 // 2), told.of_kinds)
        for new, old in zip(larger[:4], told[:4], strict=True):
            new[:known] = old[:known]
        larger.number[0] = known
        rehash(larger)
        self._table = larger

    def __len__(self) -> int:
        return int(self._table.number[0])

    def arrays(self, first: int = 0) -> tuple[U8, U8, U8, U8]:
        """Return letters, length, alone and Arabic flags of the tokens from number `first` on."""
        known = len(self)
        letters, length, alone, arabic = (np.ascontiguousarray(each[first:known]) for each in self._table[:4])
        return letters, length, alone, arabic

    def texts(self, begin: int = 0) -> Iterator[str]:
        """Yield the texts in order of their numbers, from `begin` on."""
        letters, length = self._table.letters, self._table.length
        for first in range(begin, len(self), NAMES_PER_BATCH):
            last = min(first + NAMES_PER_BATCH, len(self))
            lines = letters[first:last].tobytes().decode("ascii")
            for place, size in enumerate(length[first:last].tolist()):
                yield lines[place * MAX_LETTERS : place * MAX_LETTERS + size]

    def text(self, number: int) -> str:
        return bytes(self._table.letters[number, : self._table.length[number]]).decode("ascii")


class Vocabulary(Tokens):
    """Tokens of the names of a list, and the tokens of each name."""

    def __init__(self) -> None:
        super().__init__()
        self.token_from: array[int] = array("q", [0])
        self.token: array[int] = array("i")
        self.mask: array[int] = array("H")
        self.whole: array[int] = array("Q")
        self.whole_name: array[int] = array("i")
        self._waiting: list[str] = []
        self._arabic = bytearray()

    def add(self, name: tuple[Readings, ...], *, arabic: bool) -> None:
        """Add the next name, which must have parts."""
        self._waiting.append(line_of(name))
        self._arabic.append(arabic)
        if len(self._waiting) == NAMES_PER_BATCH:
            self.finish()

    def finish(self) -> None:
        """Tokenise the names that are still waiting."""
        found, before = self.tokenise(self._waiting, self._arabic), len(self.token_from) - 1
        each = np.repeat(np.arange(len(self._waiting), dtype=np.int32), np.diff(found.whole_ends, prepend=0))
        self.token_from.frombytes((found.ends + len(self.token)).tobytes())
        self.token.frombytes(found.token.tobytes())
        self.mask.frombytes(found.mask.tobytes())
        self.whole.frombytes(found.whole.tobytes())
        self.whole_name.frombytes((each + np.int32(before)).tobytes())
        self._waiting, self._arabic = [], bytearray()


def line_of(name: tuple[Readings, ...]) -> str:
    """Return a name as text for the compiled code."""
    return " ".join([part[0] if len(part) == 1 else "/".join(part) for part in name])


def _lines(tokens: int, names: int, wholes: int) -> Lines:
    return Lines(
        token=np.empty(tokens, np.int32),
        mask=np.empty(tokens, np.uint16),
        ends=np.empty(names, np.int64),
        whole=np.empty(wholes, np.uint64),
        whole_ends=np.empty(names, np.int64),
    )


def _token_table(room: int, of_kinds: bool) -> TokenTable:
    """Allocate a token table. Pages that are never written cost no memory."""
    return TokenTable(
        letters=np.zeros((room, MAX_LETTERS), np.uint8),
        length=np.zeros(room, np.uint8),
        alone=np.zeros(room, np.uint8),
        arabic=np.zeros(room, np.uint8),
        slot=np.zeros(1 << (3 * room // 2).bit_length(), np.int32),
        number=np.zeros(1, np.int64),
        of_kinds=of_kinds,
    )
