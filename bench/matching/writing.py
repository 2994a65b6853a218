"""Names as travellers have them: capitals A–Z, as printed in a passport. Independent of `roadstead.engine.text`.

Tables of ICAO Doc 9303 part 3, section 6: letters with two usual transcriptions are drawn, since states differ.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from roadstead.engine.records import Entry

# fmt: off
LETTERS: Final = str.maketrans({
    "ß": "SS", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Æ": "AE", "Œ": "OE", "Þ": "TH", "ı": "I", "Ħ": "H", "Ŋ": "N",
    "Ə": "A", "ʼ": "", "'": "", "’": "", "‘": "", "`": "", "´": "", "ʻ": "", "ʿ": "", "ʾ": "", ".": "",
})
TRANSCRIBED: Final = str.maketrans({"Ä": "AE", "Ö": "OE", "Ü": "UE", "Å": "AA", "Ø": "OE", "Ñ": "NXX"})
SURNAME_FIRST: Final = frozenset({"CHN", "TWN", "HKG", "MAC", "PRK", "KOR", "VNM", "JPN"})
# fmt: on
REMARK: Final = re.compile(r"[(\[].*?[)\]]")
LATIN: Final = re.compile(r"[^\W\d_]")
Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A name in capitals A–Z, separated as filed: parts of the given names, parts of the surname."""

    given: Parts
    surname: Parts

    @property
    def parts(self) -> Parts:
        return (*self.given, *self.surname)


def capitals(text: str, random: Random | None = None) -> str:
    """Return letters A–Z and spaces; "" for another script. With `random`, every second umlaut is transcribed."""
    upper = unicodedata.normalize("NFC", text).upper()
    if random is not None and random.random() < 0.5:
        upper = upper.translate(TRANSCRIBED)
    plain = unicodedata.normalize("NFKD", upper.translate(LETTERS))
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    if any(not each.isascii() and LATIN.match(each) for each in letters):
        return ""
    return " ".join("".join(each if "A" <= each <= "Z" else " " for each in letters).split())


def is_latin(text: str) -> bool:
    return bool(capitals(text))


def listed_name(text: str, nationalities: Sequence[str], random: Random) -> Name | None:
    """Split a listed name; None for another script, a single part, a remark, or more than six parts."""
    clean = REMARK.sub(" ", text)
    given, surname = _apart(clean, surname_first=bool(SURNAME_FIRST & set(nationalities)))
    made = Name(tuple(capitals(given, random).split()), tuple(capitals(surname, random).split()))
    fits = made.given and made.surname and len(made.parts) <= MOST_PARTS and not any(map(str.isdigit, clean))
    return made if fits and not SEVERAL.search(clean) else None


MOST_PARTS: Final = 6
SEVERAL: Final = re.compile(r'[;:/"]|\b(?:born|formerly|alias|aka|or)\b')  # several names, or a remark, in one cell


def _apart(text: str, *, surname_first: bool) -> tuple[str, str]:
    """Return given names and surname: by the comma, by the part in capitals, or by position."""
    surname, comma, given = text.partition(",")
    if comma:
        return given, surname
    words = text.split()
    shouted = [word for word in words if len(word) > 1 and word.isupper()]
    if shouted and len(shouted) < len(words):
        return " ".join(word for word in words if word not in shouted), " ".join(shouted)
    cut = words[:1], words[1:]
    return (" ".join(cut[1]), " ".join(cut[0])) if surname_first else (" ".join(words[:-1]), " ".join(words[-1:]))


def latin_names(entry: Entry, random: Random) -> list[Name]:
    """Return the names of an entry that a traveller could have: strong ones of two or more parts."""
    sound = (name.text for name in entry.names if not name.weak)
    return [name for text in sound if (name := listed_name(text, entry.nationalities, random)) is not None]
