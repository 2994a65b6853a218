"""Tokenisation of many names: the tokens of `tokens.parts_and_joined`, numbered as they first appear.

Names come as text: one line per name, blanks between parts, slashes between the readings of a part, the plain one
first. On a list, tokens with equal letters are one token. For travellers, joined parts and parts from Arabic script are
separate tokens, since they are searched differently (`of_kinds`).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from roadstead.engine.matching.kernel.compiled import I32, I64, U8, U16, U64, compiled
from roadstead.engine.matching.kernel.letters import MAX_LETTERS, hash_end, hashed
from roadstead.engine.matching.tokens import LONGEST_TRIPLE

END, BLANK, STROKE = ord("\n"), ord(" "), ord("/")
MOST_READINGS: Final = 64  # of all parts of a name
MAX_TOKENS_PER_NAME: Final = 3 * MOST_READINGS  # tokens
WHOLE_NAME_SALT: Final = 17  # salt of a part in hashes of whole names


class TokenTable(NamedTuple):
    """Tokens by number, with spare room. `number` [1]: how many there are."""

    letters: U8  # [token, 24]
    length: U8
    alone: U8  # 1 if it is a part of some name by itself
    arabic: U8  # 1 if it was written in Arabic script
    slot: I32  # number + 1, by hash; 0 is free; length a power of two, above the room for tokens
    number: I64
    of_kinds: bool  # True if joined parts and parts from Arabic script are separate tokens


class Lines(NamedTuple):
    """Tokens of names. There must be room for all."""

    token: I32
    mask: U16
    ends: I64  # [name]: number of tokens up to its end
    whole: U64  # hashes of the whole name in each reading, independent of the order of parts
    whole_ends: I64  # [name]


@compiled
def tokenise(told: TokenTable, text: U8, arabic: U8, into: Lines) -> tuple[int, int]:
    """Tokenise the names. Returns the number of tokens and of hashes; a name without parts has neither."""
    start, length = np.empty(MOST_READINGS, np.int64), np.empty(MOST_READINGS, np.int64)
    place = np.empty(MOST_READINGS, np.int64)
    room, number, wholes, at = np.empty(MAX_LETTERS, np.uint8), 0, 0, 0
    for name in range(arabic.shape[0]):
        if text[at] == END:
            at += 1
        else:
            readings, at = _readings(text, at, start, length, place)
            number = _parts(told, text, arabic[name], start, length, place, readings, into.token, into.mask, number)
            number = _joined(
                told, text, arabic[name], start, length, place, readings, room, into.token, into.mask, number
            )
            wholes = _whole(text, start, length, place, readings, into.whole, wholes)
        into.ends[name], into.whole_ends[name] = number, wholes
    return number, wholes


@compiled
def _readings(text: U8, at: int, start: I64, length: I64, place: I64) -> tuple[int, int]:
    """Find the readings of a name and their parts, plain ones first. Returns their number and the next name's start."""
    readings, part, begun, is_plain = 0, 0, at, True
    others = 0
    while True:
        sign = text[at]
        if sign in (END, BLANK, STROKE):
            if is_plain:  # move up the other readings of earlier parts
                for each in range(readings, readings - others, -1):
                    start[each], length[each], place[each] = start[each - 1], length[each - 1], place[each - 1]
                where = readings - others
            else:
                where, others = readings, others + 1
            start[where], length[where], place[where] = begun, at - begun, part
            readings += 1
            begun, is_plain = at + 1, sign != STROKE
            part += 1 if sign == BLANK else 0
            if sign == END:
                return readings, at + 1
        at += 1


@compiled
def _parts(
    told: TokenTable,
    text: U8,
    arabic: int,
    start: I64,
    length: I64,
    place: I64,
    readings: int,
    token: I32,
    mask: U16,
    number: int,
) -> int:
    for each in range(readings):
        found = _number(told, text[start[each] : start[each] + length[each]], 1, arabic)
        told.alone[found] = 1
        token[number], mask[number] = found, 1 << place[each]
        number += 1
    return number


@compiled
def _joined(
    told: TokenTable,
    text: U8,
    arabic: int,
    start: I64,
    length: I64,
    place: I64,
    readings: int,
    room: U8,
    token: I32,
    mask: U16,
    number: int,
) -> int:
    """Add neighbours joined in pairs, and in threes if short."""
    parts = _plain(place, readings)
    for part in range(parts - 1):
        pair = length[part] + length[part + 1]
        if pair > MAX_LETTERS:
            continue
        room[: length[part]] = text[start[part] : start[part] + length[part]]
        room[length[part] : pair] = text[start[part + 1] : start[part + 1] + length[part + 1]]
        token[number], mask[number] = _number(told, room[:pair], 0, arabic), 3 << part
        number += 1
        if part + 2 < parts and pair + length[part + 2] <= LONGEST_TRIPLE:
            triple = pair + length[part + 2]
            room[pair:triple] = text[start[part + 2] : start[part + 2] + length[part + 2]]
            token[number], mask[number] = _number(told, room[:triple], 0, arabic), 7 << part
            number += 1
    return number


@compiled
def _whole(text: U8, start: I64, length: I64, place: I64, readings: int, whole: U64, number: int) -> int:
    """Hash the name as `tokens.whole_names`: all plain readings, then the second readings if any part has one, etc."""
    parts, first = _plain(place, readings), number
    for reading in range(readings - parts + 1):
        sum_of_parts, is_other, other = np.uint64(0), reading == 0, parts
        for part in range(parts):
            taken, nth = part, 0
            while other < readings and place[other] == part:
                nth += 1
                if nth <= reading:
                    taken = other
                is_other = is_other or nth == reading
                other += 1
            sum_of_parts += np.uint64(hashed(text[start[taken] :], length[taken], WHOLE_NAME_SALT))
        if not is_other:
            break
        whole[number] = hash_end(sum_of_parts)
        if reading == 0 or not (whole[first:number] == whole[number]).any():
            number += 1
    return number


@compiled
def _plain(place: I64, readings: int) -> int:
    """Return the number of parts: their plain readings come first."""
    parts = 1
    while parts < readings and place[parts] == parts:
        parts += 1
    return parts


@compiled
def _salt(told: TokenTable, alone: int, arabic: int) -> int:
    return 1 + alone + 2 * arabic if told.of_kinds else 0


@compiled
def _number(told: TokenTable, text: U8, alone: int, arabic: int) -> int:
    """Return the number of a token; adds it if it is new."""
    last, size = told.slot.shape[0] - 1, text.shape[0]
    place = np.int64(hashed(text, size, _salt(told, alone, arabic)) >> np.uint64(1)) & last
    while told.slot[place] != 0 and not _is(told, told.slot[place] - 1, text, alone, arabic):
        place = (place + 1) & last
    if told.slot[place] == 0:
        new = told.number[0]
        told.letters[new, :size] = text
        told.letters[new, size:] = 0
        told.length[new], told.alone[new], told.arabic[new] = size, 0, 0
        told.slot[place] = new + 1
        told.number[0] += 1
    found = told.slot[place] - 1
    if arabic:
        told.arabic[found] = 1
    return found


@compiled
def _is(told: TokenTable, token: int, text: U8, alone: int, arabic: int) -> bool:
    if told.of_kinds and (told.alone[token] != alone or told.arabic[token] != arabic):
        return False
    size, place = text.shape[0], 0
    while place < size and told.letters[token, place] == text[place]:
        place += 1
    return place == size == told.length[token]


@compiled
def rehash(told: TokenTable) -> None:
    """Put all tokens into a larger, empty table."""
    last = told.slot.shape[0] - 1
    for token in range(told.number[0]):
        salt = _salt(told, told.alone[token], told.arabic[token])
        place = np.int64(hashed(told.letters[token], told.length[token], salt) >> np.uint64(1)) & last
        while told.slot[place] != 0:
            place = (place + 1) & last
        told.slot[place] = token + 1
