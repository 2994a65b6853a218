"""Parts of a name in the form used for comparison: lower-case ASCII, without titles.

The name as sent is never changed. A part may have several readings: an umlaut is written plain and as in the machine
readable zone (ICAO Doc 9303 part 3, section 6), some scripts are romanised in two ways (`apply_common_rules`,
`apply_second_rules`), a Dutch ij is a y elsewhere, and a title may be attached to a given name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from anyascii import anyascii

# ── Rules of scripts that a table of letters cannot express, applied before letters are romanised one by one
#
# `apply_common_rules` is the most common romanisation. `apply_second_rules` is a second one: Arabic letters as
# pronounced in Persian, Turkish and Urdu (ISO 233-3, ALA-LC), Hebrew letters without soft forms, Greek by sound (ELOT
# 743).


HEBREW: Final = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
GREEK: Final = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
Spelling = Sequence[tuple[re.Pattern[str], str]]


def _spelling(*rows: tuple[str, str]) -> Spelling:
    return tuple((re.compile(letters), latin) for letters, latin in rows)


# The name of God, the article, a vowel at the beginning of a word, Z̧ā'.
ARABIC_PLAINLY: Final = _spelling(
    ("الله", " allah "),
    (r"\bال(?=\w\w)", "al "),
    (r"\b[اعأإآٱ]", "a"),
    ("ظ", "z"),
)
# Persian and Urdu pronounce Thā' as s, Dhāl and Ḍād as z, often Qāf as gh, and a consonantal Wāw as v, and write the
# final Yā' without dots. In Nuruddin and Saifurrahman the article within a word is assimilated.
ARABIC_OTHERWISE: Final = _spelling(
    ("ث", "س"),
    ("[ذض]", "ز"),
    ("و(?=[اآیيى])", "v"),
    (r"ى\b", "ی"),
    ("(?<=\\w\\w)ال(?=[تثدذرزسشصضطظن])", ""),
)
# Bet, Kaf and Pe are hard at the beginning of a word. A double Vav is a consonant, a single inner one mostly a vowel.
HARD: Final = ((r"\bב", "b"), (r"\bכ", "k"), (r"\bפ", "p"))
HEBREW_PLAINLY: Final = _spelling(*HARD, ("וו", "v"), (r"\bו", "v"), ("ו", "w"))
HEBREW_OTHERWISE: Final = _spelling(*HARD, ("ו", "v"), ("ח", "ch"))
GREEK_OTHERWISE: Final = _spelling(
    ("μπ", "b"),
    (r"\bντ", "d"),
    ("γκ", "g"),
    ("γγ", "ng"),
    ("αυ|αύ", "av"),
    ("ευ|εύ", "ev"),
    ("χ", "h"),
    ("γ(?=[ειηυίέήύ])", "y"),
)
PLAINLY: Final = ((ARABIC, ARABIC_PLAINLY), (HEBREW, HEBREW_PLAINLY))
ARABIC_WITH_GH: Final = (*ARABIC_OTHERWISE, *_spelling(("ق", "غ")))
OTHERWISE: Final = ((ARABIC, ARABIC_OTHERWISE), (HEBREW, HEBREW_OTHERWISE), (GREEK, GREEK_OTHERWISE))
WITH_GH: Final = ((ARABIC, ARABIC_WITH_GH),)
Table = Sequence[tuple[re.Pattern[str], Spelling]]


def omits_vowels(text: str) -> bool:
    """Return True if the script omits short vowels, so that the name is compared by its consonants."""
    return ARABIC.search(text) is not None or HEBREW.search(text) is not None


def apply_common_rules(text: str) -> str:
    """Apply the common romanisation rules. `text`: lower case, composed."""
    return _spelled(text, PLAINLY)


def apply_second_rules(text: str) -> tuple[str, ...]:
    """Return the second romanisations; the text itself if its script has only one."""
    return tuple(dict.fromkeys((_spelled(text, OTHERWISE), _spelled(text, WITH_GH))))


def _spelled(text: str, table: Table) -> str:
    for script, spelling in table:
        for letters, written in spelling if script.search(text) else ():
            text = letters.sub(written, text)
    return text


# ── Titles in a name field: "ANNA MRS", "JOHNMR". DREW, NASR and AMR stay whole
#
# A separate title is always removed. A title attached to the given name is removed only if the rest can hardly be part
# of a name: WILLIAMS, BADR and AMR are names.


SEPARATE_TITLES: Final = frozenset({"MR", "MRS", "MS", "MISS", "MSTR", "DR", "PROF", "CHD", "INF", "INFT"})
# Title, and the letters of a name that must precede it: no name ends in MSTR or MRS, a few end in MR.
ATTACHED_TITLES: Final = (("MSTR", 2), ("MISS", 3), ("MRS", 2), ("MR", 4))
NO_MR: Final = frozenset({"F"})  # a woman's name that ends in MR is a name
TITLE_HINT: Final = re.compile(r"(?:MR|MRS|MS|MISS|MSTR|DR|PROF|CHD|INFT?)\b", re.IGNORECASE)
SEX_OF: Final = {"MR": "M", "MSTR": "M", "MRS": "F", "MS": "F", "MISS": "F"}


def titles(name: str, sex: str = "") -> tuple[str, ...]:
    """Return the titles in a name field, in capitals; () if there are none."""
    if TITLE_HINT.search(name) is None:
        return ()
    words = name.upper().replace(".", " ").split()
    apart = [word for word in words if word in SEPARATE_TITLES] if not SEPARATE_TITLES.issuperset(words) else []
    return (*apart, *(title for word in words if (title := _attached_title(word, sex))))


def without_titles(name: str, sex: str = "") -> str:
    """Return the name field without titles, otherwise as written. A name that is only a title is kept."""
    if not titles(name, sex):
        return name
    words = [word for word in name.split() if word.upper().strip(".") not in SEPARATE_TITLES]
    return " ".join(word[: len(word) - len(_attached_title(word.upper(), sex))] for word in words)


def _attached_title(word: str, sex: str) -> str:
    """Return the title at the end of a word; "" if there is none or the word is a title."""
    for title, letters in ATTACHED_TITLES:
        if word.endswith(title) and word.isalpha() and len(word) - len(title) >= letters:
            return "" if title == "MR" and sex in NO_MR else title
    return ""


Readings = tuple[str, ...]  # one name part, the plain reading first

MAX_PARTS: Final = 9
MAX_PART_CHARS: Final = 24  # characters; a longer one is no name
MAX_NAME_CHARS: Final = 400  # characters read of one name: nine parts of 24, with room for punctuation

# fmt: off
TITLES: Final = frozenset({
    "mr", "mrs", "ms", "miss", "mstr", "dr", "prof", "eng", "sir", "haji", "hajj", "alhaji", "sheikh", "shaikh",
    "mullah", "mawlawi", "doctor",
})
# Placeholders for an unknown name: "first name unknown" of US visas, XXX of machine readable zones.
PLACEHOLDERS: Final = frozenset({"fnu", "lnu", "nfn", "nln", "xxx", "unknown"})
# Particles before a family name, which do not distinguish persons.
PARTICLES: Final = frozenset({
    "de", "da", "do", "dos", "del", "la", "las", "los", "le", "van", "von", "der", "den", "ter", "ten", "di", "du",
    "dela", "delos", "della", "des", "af", "av", "zu", "st", "st.", "saint", "bin", "ibn", "al", "el", "'t", "y", "mac",
})
# fmt: on
NO_NAMES: Final = TITLES | PLACEHOLDERS
STUCK_TITLES: Final = ("mstr", "miss", "mrs", "mr", "ms")
LAST_OF_STUCK: Final = frozenset(title[-1] for title in STUCK_TITLES)
IJ: Final = "ij"  # one letter in Dutch, written y in the islands and America (Kuijper, Kuyper)
MIN_LETTERS_LEFT: Final = 4  # letters of a given name without the attached title; with fewer, OMAR would lose his name

APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘`´′ʼʿʾ"))
ICAO_9303: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "ß": "ss", "ñ": "nxx"}
)
# Hangul syllables and Chinese characters are romanised one by one, with blanks between.
SYLLABLE: Final = re.compile("([\uac00-\ud7a3\u3400-\u9fff\uf900-\ufaff])")
WORD: Final = re.compile("[a-z0-9]+")


def parts(text: str) -> tuple[str, ...]:
    """Return the parts of a name in natural order: at most nine, of at most 24 letters; () if it has no letters."""
    return tuple(part[0] for part in readings(text))


@lru_cache(maxsize=65_536)
def readings(text: str) -> tuple[Readings, ...]:
    """Return each part with its readings, the plain one first: "Müller" gives (("muller", "mueller"),)."""
    return compute_readings(text)


def compute_readings(text: str) -> tuple[Readings, ...]:
    """Compute `readings` without the cache, for names that hardly repeat."""
    turned = _given_names_first(unicodedata.normalize("NFKC", text[:MAX_NAME_CHARS])).lower()
    every = _every(turned)
    return tuple(
        [
            word if word[0][-1] not in LAST_OF_STUCK and len(word) == 1 and IJ not in word[0] else _with_others(word)
            for word in _without_titles(every)[:MAX_PARTS]
        ]
    )


def _every(turned: str) -> list[Readings]:
    """Return each word with its readings; ASCII names have one each."""
    plain = _words(turned)
    if turned.isascii():
        return [(word,) for word in plain]
    others = map(_words, apply_second_rules(turned.translate(ICAO_9303)))
    return list(zip(plain, *(other for other in others if len(other) == len(plain)), strict=True))


def _given_names_first(text: str) -> str:
    """Turn "SURNAME, Given" and the airlines' SURNAME/GIVENMR round; return anything else unchanged."""
    for mark in (",", "/"):
        surname, found, given = text.partition(mark)
        if found and mark not in given:
            return f"{given} {surname}"
    return text


def _words(text: str) -> list[str]:
    if text.isascii():
        return [word[:MAX_PART_CHARS] for word in WORD.findall(text.replace("'", "").replace("`", ""))]
    plain = text.translate(APOSTROPHES)
    if not plain.isascii():
        letters = apply_common_rules("".join(map(_letter_or_blank, plain)))
        plain = anyascii(SYLLABLE.sub(r" \1 ", letters)).lower().translate(APOSTROPHES)
    return [word[:MAX_PART_CHARS] for word in WORD.findall(plain)]


def _letter_or_blank(character: str) -> str:
    """Keep letters, digits and vowel signs, drop invisible marks, and return a blank for the rest (emoji too)."""
    kind = unicodedata.category(character)
    if kind[0] in "LMN":
        return character
    return "" if kind == "Cf" else " "


def _without_titles(words: list[Readings]) -> list[Readings]:
    """Drop whole parts only (DREW keeps its Dr); a name that is only a title is kept."""
    kept = [word for word in words if word[0] not in NO_NAMES]
    return kept or words


def _with_others(word: Readings) -> Readings:
    """Add readings: JOHNMR is also JOHN, MEIJER also MEYER. Both readings stay, because Samir and Kumar are names."""
    plain = word[0]
    short = (plain.removesuffix(title) for title in STUCK_TITLES if plain.endswith(title))
    stripped = [name for name in short if len(name) >= MIN_LETTERS_LEFT][:1]
    return tuple(dict.fromkeys((*word, *stripped, plain.replace(IJ, "y"))))
