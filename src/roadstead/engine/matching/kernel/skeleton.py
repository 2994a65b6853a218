"""Skeletons of name parts on bytes, as defined in `matching.keys` with its table of sounds, compiled."""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.engine.matching.kernel.compiled import U8, compiled
from roadstead.engine.matching.keys import SOUNDS

LONGEST_SOUND: Final = max(map(len, SOUNDS))
_ROWS: Final = list(SOUNDS.items())  # in the order in which they are tried
SOUND_BYTES: Final = np.array([list(sound.encode().ljust(LONGEST_SOUND, b"\0")) for sound, _ in _ROWS], np.uint8)
SOUND_LENGTHS: Final = np.array([len(sound) for sound, _ in _ROWS], np.int64)
FOLDED: Final = np.array([list(folded.encode().ljust(2, b"\0")) for _, folded in _ROWS], np.uint8)
FOLDED_LENGTHS: Final = np.array([len(folded) for _, folded in _ROWS], np.int64)
# Rows sorted by first letter, and where each letter begins among them.
BY_LETTER: Final = np.array(sorted(range(len(_ROWS)), key=lambda row: _ROWS[row][0][0]), np.int64)
BY_LETTER_FROM: Final = np.searchsorted(SOUND_BYTES[BY_LETTER, 0], np.arange(257))
A, B, D, E, H, I, J, L, O, U, W, Y = (ord(letter) for letter in "abdehijlouwy")  # noqa: E741
P, F, G = ord("p"), ord("f"), ord("g")
N, R, S, T, Z = (ord(letter) for letter in "nrstz")


@compiled
def is_vowel(letter: int) -> bool:
    return letter in (A, E, I, O, U, Y)


@compiled
def _without_article(part: U8, length: int, into: U8) -> int:
    """Replace abd with an article (Abdul, Abd al, also assimilated) by abd."""
    at = 0
    if length >= 3 and part[0] == A and part[1] == B and part[2] == D:
        at = 3
        if at < length and part[at] != Y and is_vowel(part[at]):
            at += 1
        at = _past_article(part, length, at)
    if at == 0:
        into[:length] = part[:length]
        return length
    into[0], into[1], into[2] = A, B, D
    for place in range(at, length):
        into[3 + place - at] = part[place]
    return 3 + length - at


@compiled
def _without_article_of_faith(part: U8, length: int) -> int:
    """Remove in place the l between a vowel and a final din, dine or deen: Saif al-Din equals Seif-Eddine."""
    end = length - 1 if length and part[length - 1] == E else length
    at = end - 2
    while at > 0 and part[at] in (I, E, Y) and end - at <= 4:
        at -= 1
    vowels = end - 2 - at
    if at < 4 or part[end - 1] != N or not 1 <= vowels <= 3 or part[at] != D or part[at - 1] != L:
        return length
    if part[at - 2] == Y or not is_vowel(part[at - 2]):
        return length
    for place in range(at - 1, length - 1):
        part[place] = part[place + 1]
    return length - 1


@compiled
def _past_article(part: U8, length: int, at: int) -> int:
    """Return the place behind "abd", an optional vowel and l or a doubled sun letter; 0 if there is no article."""
    for start in (at, 3):
        if start < length and part[start] == L:
            return start + 1
        if start + 1 < length and part[start] == part[start + 1] and _is_sun(part[start]):
            return start + 1
    return 0


@compiled
def _is_sun(letter: int) -> bool:
    return letter in (N, R, S, T, D, Z)


@compiled
def _sounds(part: U8, length: int, into: U8) -> int:
    """Replace each letter or group of letters by its sound, longest groups first."""
    place, made = 0, 0
    while place < length:
        row = _sound_at(part, length, place)
        if row < 0:
            into[made] = part[place]
            made += 1
            place += 1
        else:
            for each in range(FOLDED_LENGTHS[row]):
                into[made] = FOLDED[row, each]
                made += 1
            place += SOUND_LENGTHS[row]
    return made


@compiled
def _sound_at(part: U8, length: int, place: int) -> int:
    letter = np.int64(part[place])
    for at in range(BY_LETTER_FROM[letter], BY_LETTER_FROM[letter + 1]):
        row = BY_LETTER[at]
        size = SOUND_LENGTHS[row]
        if place + size <= length:
            same = True
            for each in range(1, size):
                if part[place + each] != SOUND_BYTES[row, each]:
                    same = False
                    break
            if same:
                return row
    return -1


@compiled
def _without_mute_h(part: U8, length: int, into: U8) -> int:
    """Drop h at the end and between a vowel and a consonant."""
    made = 0
    for place in range(length):
        is_mute = False
        if part[place] == H and place > 0:
            is_last = place == length - 1
            is_mute = is_last or (is_vowel(part[place - 1]) and not is_vowel(part[place + 1]))
        if not is_mute:
            into[made] = part[place]
            made += 1
    return made


@compiled
def _consonants(part: U8, length: int, into: U8) -> int:
    """Replace vowels at the beginning by one a, drop other vowels, and reduce equal neighbours to one."""
    place, made = 0, 0
    if length and is_vowel(part[0]):
        into[0] = A
        made = 1
        while place < length and is_vowel(part[place]):
            place += 1
    while place < length:
        if not is_vowel(part[place]) and not (made and into[made - 1] == part[place]):
            into[made] = part[place]
            made += 1
        place += 1
    return made


@compiled
def skeleton(part: U8, length: int, one: U8, other: U8) -> int:
    """Write the skeleton to `other` and return its length. Both buffers hold twice the longest part."""
    length = _without_article(part, length, one)
    length = _without_article_of_faith(one, length)
    length = _sounds(one, length, other)
    length = _without_mute_h(other, length, one)
    return _consonants(one, length, other)


@compiled
def coarse(part: U8, length: int, one: U8, other: U8, third: U8) -> int:
    """Write the key shared by Arabic script and Latin spellings: no long vowels, g for j, f for p and b, no h, no a."""
    made = 0
    for place in range(length):
        if place == 0 or (part[place] != W and part[place] != Y):
            third[made] = part[place]
            made += 1
    length = skeleton(third, made, one, other)
    made = 0
    for place in range(length):
        letter = other[place]
        if letter != H and letter != A:
            folded = G if letter == J else F if letter in (P, B) else letter
            if not (made and other[made - 1] == folded):
                other[made] = folded
                made += 1
    return made
