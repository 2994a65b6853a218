"""Invented name parts that sound like a language, all different and most of them rare (`sounds.csv`).

Each language has onsets, vowels, closings and endings; a part is a few syllables and, for a surname, an ending.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple


class Sounds(NamedTuple):
    onsets: tuple[str, ...]
    vowels: tuple[str, ...]
    codas: tuple[str, ...]
    endings: tuple[str, ...]  # of surnames
    syllables: tuple[int, ...]  # possible numbers, drawn


@cache
def sounds() -> dict[str, Sounds]:
    with (Path(__file__).parent / "sounds.csv").open(encoding="utf-8", newline="") as file:
        return {row["language"]: _sounds(row) for row in csv.DictReader(file)}


def _sounds(row: dict[str, str]) -> Sounds:
    """Read the table. Cells separate words by spaces; "-" is none."""
    onsets, vowels, codas, endings = (
        tuple(word.strip("-") for word in row[cell].split()) for cell in ("onsets", "vowels", "codas", "endings")
    )
    return Sounds(onsets, vowels, codas, endings, tuple(map(int, row["syllables"].split())))


def words(language: str, count: int, seed: str, *, surnames: bool = False) -> list[str]:
    """Return so many different parts; fewer if the language has too few sounds. Deterministic for a seed."""
    random, spoken = Random(f"{language} {seed}"), sounds()[language]
    found: dict[str, None] = {}
    for _ in range(count * 4):
        found[_word(spoken, random, surnames)] = None
        if len(found) == count:
            break
    return list(found)


def _word(spoken: Sounds, random: Random, surname: bool) -> str:
    word = "".join(
        random.choice(spoken.onsets) + random.choice(spoken.vowels) + random.choice(spoken.codas)
        for _ in range(random.choice(spoken.syllables))
    )
    return word + random.choice(spoken.endings) if surname else word
