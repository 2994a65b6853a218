"""Name parts of ten origins, each as written at home; its variants are other spellings and scripts.

One text file per origin, with a line each for surname, male and female: `Khoury=Khouri=خوري, Haddad=حداد`. Any two
parts make an invented person: a test ensures that no combination is on a public list.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

ORIGINS: Final = tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.txt")))


@dataclass(frozen=True, slots=True)
class Part:
    """One surname or given name, first as carriers send it, then in its other spellings and scripts."""

    written: str
    variants: tuple[str, ...] = ()

    @property
    def sent(self) -> str:
        return plain(self.written)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The name parts of one origin."""

    origin: str
    surname: tuple[Part, ...]
    male: tuple[Part, ...]
    female: tuple[Part, ...]


@cache
def plain(text: str) -> str:
    """Return letters A–Z and spaces only, as on a boarding pass: no accents and apostrophes, hyphens as spaces."""
    letters = unicodedata.normalize("NFKD", text.replace("-", " ")).upper()
    return "".join(letter for letter in letters if letter == " " or "A" <= letter <= "Z")


@cache
def names(origin: str) -> Names:
    text = (Path(__file__).parent / f"{origin}.txt").read_text(encoding="utf-8")
    lines = dict(line.split(": ", 1) for line in text.splitlines())
    return Names(
        origin=origin, surname=parts(lines["surname"]), male=parts(lines["male"]), female=parts(lines["female"])
    )


def parts(line: str) -> tuple[Part, ...]:
    spellings = (part.strip().split("=") for part in line.split(","))
    return tuple(Part(first, tuple(others)) for first, *others in spellings)
