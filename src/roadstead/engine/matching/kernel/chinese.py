"""Spellings of a token of Chinese syllables, as in `matching.syllables`, compiled."""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.engine.matching.kernel.compiled import I64, U8, U64, compiled
from roadstead.engine.matching.kernel.crc import crc32
from roadstead.engine.matching.syllables import LONGEST_SYLLABLE, MAX_TOKEN_LETTERS, MOST_SPLITS, systems

LONGEST_SPELT: Final = 8
SLOTS: Final = 4096  # hash table; a power of two, several times the number of syllables
SYSTEMS: Final = len(systems())
MOST_SYLLABLES: Final = max(system.syllables for system in systems())
ROOM: Final = max(system.readings for system in systems())
MOST_FORMS: Final = MOST_SPLITS * sum(system.readings for system in systems())  # of one token
LINE: Final = MOST_SYLLABLES * LONGEST_SPELT


def _packed(text: str) -> int:
    """Return a syllable as a number, five bits per letter."""
    number = 0
    for letter in text:
        number = number << 5 | (ord(letter) - 96)
    return number


def _slots() -> tuple[I64, I64]:
    """Return by system the packed syllable of each slot (0: free), and its row."""
    packed, row = np.zeros((SYSTEMS, SLOTS), np.int64), np.zeros((SYSTEMS, SLOTS), np.int64)
    for of, system in enumerate(systems()):
        for number, syllable in enumerate(system.spellings):
            place = _packed(syllable) * 40503 >> 4 & (SLOTS - 1)
            while packed[of, place]:
                place = (place + 1) & (SLOTS - 1)
            packed[of, place], row[of, place] = _packed(syllable), number
    return packed, row


def _spellings() -> tuple[U8, I64, I64]:
    """Return by system, row and spelling the letters and their number; and the number of spellings of each row."""
    rows = max(len(system.spellings) for system in systems())
    most = max(len(spelt) for system in systems() for spelt in system.spellings.values())
    letters = np.zeros((SYSTEMS, rows, most, LONGEST_SPELT), np.uint8)
    length, number = np.zeros((SYSTEMS, rows, most), np.int64), np.zeros((SYSTEMS, rows), np.int64)
    for of, system in enumerate(systems()):
        for row, spelt in enumerate(system.spellings.values()):
            number[of, row] = len(spelt)
            for place, each in enumerate(spelt):
                letters[of, row, place, : len(each)] = np.frombuffer(each.encode(), np.uint8)
                length[of, row, place] = len(each)
    return letters, length, number


PACKED, ROW = _slots()
SPELT, SPELT_LENGTH, SPELT_NUMBER = _spellings()
READINGS: Final = np.array([system.readings for system in systems()], np.int64)
SYLLABLES: Final = np.array([system.syllables for system in systems()], np.int64)
BESIDE: Final = np.array([system.number_flag for system in systems()], np.uint64)


@compiled
def _row(of: int, packed: int) -> int:
    """Return the row of a syllable, or -1."""
    place = packed * 40503 >> 4 & (SLOTS - 1)
    while PACKED[of, place]:
        if PACKED[of, place] == packed:
            return ROW[of, place]
        place = (place + 1) & (SLOTS - 1)
    return -1


@compiled
def _rows_at(of: int, token: U8, length: int, start: int, rows: I64) -> None:
    """Write by number of letters the row of the syllable that begins at `start`, -1 if there is none."""
    packed = 0
    rows[:] = -1
    for size in range(1, min(LONGEST_SYLLABLE, length - start) + 1):
        letter = token[start + size - 1]
        if letter < 97 or letter > 122:
            return
        packed = packed << 5 | (int(letter) - 96)
        rows[size] = _row(of, packed)


@compiled
def _is_syllables(of: int, token: U8, length: int, rows: I64) -> bool:
    """Return True if the token consists of syllables. Fills `rows` of the places that syllables lead to."""
    reached = 1
    for place in range(length):
        if reached >> place & 1:
            _rows_at(of, token, length, place, rows[place])
            for size in range(1, LONGEST_SYLLABLE + 1):
                if rows[place, size] >= 0:
                    reached |= 1 << (place + size)
    return reached >> length & 1 != 0


@compiled
def chinese(token: U8, length: int, room: U8, into: U64) -> int:
    """Write the numbers of the spellings, each once, and return how many. `room` [2 * ROOM + 1, LINE]."""
    if length > MAX_TOKEN_LETTERS:
        return 0
    rows, found = np.empty((MAX_TOKEN_LETTERS + 1, LONGEST_SYLLABLE + 1), np.int64), 0
    for of in range(SYSTEMS):
        if _is_syllables(of, token, length, rows):
            found = _in_system(of, length, rows, room, into, found)
    return found


@compiled
def _in_system(of: int, length: int, rows: I64, room: U8, into: U64, found: int) -> int:
    """Add the spellings of each split of the token into syllables, longest syllables first."""
    size, start = np.zeros(MOST_SYLLABLES + 1, np.int64), np.zeros(MOST_SYLLABLES + 2, np.int64)
    depth, splits = 0, 0
    size[0] = LONGEST_SYLLABLE + 1
    while depth >= 0 and splits < MOST_SPLITS:
        size[depth] -= 1
        if size[depth] == 0:
            depth -= 1
        elif rows[start[depth], size[depth]] >= 0:
            end = start[depth] + size[depth]
            if end == length:
                found = _spelt(of, rows, start, size, depth + 1, room, into, found)
                splits += 1
            elif depth + 1 < SYLLABLES[of]:
                depth += 1
                start[depth], size[depth] = end, LONGEST_SYLLABLE + 1
    return found


@compiled
def _spelt(of: int, rows: I64, start: I64, size: I64, syllables: int, room: U8, into: U64, found: int) -> int:
    """Add the new spellings of one split: each spelling of a syllable after each prefix, up to the system's limit."""
    lengths, known = np.zeros(2 * ROOM, np.int64), 1
    for syllable in range(syllables):
        row, more = rows[start[syllable], size[syllable]], 0
        for before in range(known):
            for spelling in range(SPELT_NUMBER[of, row]):
                if more < READINGS[of]:
                    _appended(of, room, lengths, before, row, spelling, ROOM + more)
                    more += 1
        known = more
        room[:known], lengths[:known] = room[ROOM : ROOM + known], lengths[ROOM : ROOM + known]
    for each in range(known):
        found = _added(BESIDE[of] | crc32(room[each], lengths[each]), into, found)
    return found


@compiled
def _appended(of: int, room: U8, lengths: I64, before: int, row: int, spelling: int, to: int) -> None:
    size, more = lengths[before], SPELT_LENGTH[of, row, spelling]
    room[to, :size] = room[before, :size]
    room[to, size : size + more] = SPELT[of, row, spelling, :more]
    lengths[to] = size + more


@compiled
def _added(number: int, into: U64, found: int) -> int:
    for each in range(found):
        if into[each] == np.uint64(number):
            return found
    into[found] = np.uint64(number)
    return found + 1
