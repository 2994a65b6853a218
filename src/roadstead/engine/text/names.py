"""A name as it was written in, its parts as we compare them out: lower-case ASCII, titles left aside.

This is a view for comparing; what was sent is never changed. A part may have several readings: an umlaut is written
both plain and as in the machine-readable zone (ICAO 9303 part 3, section 6), some scripts are read in two ways
(`plainly`, `otherwise`), a Dutch ij is a y elsewhere, and a title may be stuck to a given name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from anyascii import anyascii

# ── What a table of letters cannot know of a script: spelled out before the letters are romanised one by one.
#
# `plainly` is how most romanise; `otherwise` is a second way of the same script: Arabic letters as Persian, Turkish and
# Urdu speakers say them (ISO 233-3, ALA-LC), Hebrew letters without their soft forms, Greek by sound (ELOT 743).


HEBREW: Final = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
GREEK: Final = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
Spelling = Sequence[tuple[re.Pattern[str], str]]


def _spelling(*rows: tuple[str, str]) -> Spelling:
    return tuple((re.compile(letters), latin) for letters, latin in rows)


# The name of God, the article, a vowel opening a word, Z̧ā'.
ARABIC_PLAINLY: Final = _spelling(
    ("الله", " allah "),
    (r"\bال(?=\w\w)", "al "),
    (r"\b[اعأإآٱ]", "a"),
    ("ظ", "z"),
)
# Persian and Urdu say s for Thā', z for Dhāl and Ḍād, many gh for Qāf, v for a Wāw that is no vowel, and write the
# final Yā' without dots. Nūruddīn, Saifurraḥmān: the article within a word is lost in the letter behind it.
ARABIC_OTHERWISE: Final = _spelling(
    ("ث", "س"),
    ("[ذض]", "ز"),
    ("و(?=[اآیيى])", "v"),
    (r"ى\b", "ی"),
    ("(?<=\\w\\w)ال(?=[تثدذرزسشصضطظن])", ""),
)
# Bet, Kaf and Pe opening a word are hard; a double Vav is a consonant, a single one within a word mostly a vowel.
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


def leaves_vowels_out(text: str) -> bool:
    """Whether the name was written without its short vowels, and is to be compared by its consonants."""
    return ARABIC.search(text) is not None or HEBREW.search(text) is not None


def plainly(text: str) -> str:
    """`text` in lower case, composed."""
    return _spelled(text, PLAINLY)


def otherwise(text: str) -> tuple[str, ...]:
    """The second ways; the text itself where its script is read in one."""
    return tuple(dict.fromkeys((_spelled(text, OTHERWISE), _spelled(text, WITH_GH))))


def _spelled(text: str, table: Table) -> str:
    for script, spelling in table:
        for letters, written in spelling if script.search(text) else ():
            text = letters.sub(written, text)
    return text


# ── Titles in a name field, which are no part of the name: "ANNA MRS", "JOHNMR". DREW, NASR and AMR stay whole.
#
# A title that stands by itself is one. A title that is glued to the given name is taken off only where the rest can
# hardly be read otherwise: WILLIAMS, BADR and AMR are names.


APART: Final = frozenset({"MR", "MRS", "MS", "MISS", "MSTR", "DR", "PROF", "CHD", "INF", "INFT"})
# Title, and how many letters of a name must stand before it: no name ends in MSTR or MRS, a few end in MR.
GLUED: Final = (("MSTR", 2), ("MISS", 3), ("MRS", 2), ("MR", 4))
NO_MR: Final = frozenset({"F"})  # a woman's name that ends in MR is a name
PERHAPS: Final = re.compile(r"(?:MR|MRS|MS|MISS|MSTR|DR|PROF|CHD|INFT?)\b", re.IGNORECASE)
SEX_OF: Final = {"MR": "M", "MSTR": "M", "MRS": "F", "MS": "F", "MISS": "F"}


def titles(name: str, sex: str = "") -> tuple[str, ...]:
    """The titles found in a name field, in capitals; () where the whole of it is name."""
    if PERHAPS.search(name) is None:
        return ()
    words = name.upper().replace(".", " ").split()
    apart = [word for word in words if word in APART] if not APART.issuperset(words) else []
    return (*apart, *(title for word in words if (title := _glued(word, sex))))


def without_titles(name: str, sex: str = "") -> str:
    """The name field without them, as it was written otherwise. Who is called by a title alone keeps it."""
    if not titles(name, sex):
        return name
    words = [word for word in name.split() if word.upper().strip(".") not in APART]
    return " ".join(word[: len(word) - len(_glued(word.upper(), sex))] for word in words)


def _glued(word: str, sex: str) -> str:
    """The title at the end of a word, "" if there is none or the word is one."""
    for title, letters in GLUED:
        if word.endswith(title) and word.isalpha() and len(word) - len(title) >= letters:
            return "" if title == "MR" and sex in NO_MR else title
    return ""


Readings = tuple[str, ...]  # one name part, its plain reading first

MOST_PARTS: Final = 9
LONGEST_PART: Final = 24  # characters; a longer one is no name
LONGEST_TEXT: Final = 400  # characters read of one name: nine parts of 24, with room for punctuation

# fmt: off
TITLES: Final = frozenset({
    "mr", "mrs", "ms", "miss", "mstr", "dr", "prof", "eng", "sir", "haji", "hajj", "alhaji", "sheikh", "shaikh",
    "mullah", "mawlawi", "doctor",
})
# What stands in a field whose name is not known: "first name unknown" of US visas, XXX of machine readable zones.
PLACEHOLDERS: Final = frozenset({"fnu", "lnu", "nfn", "nln", "xxx", "unknown"})
# What stands before a family name and tells nobody from another.
PARTICLES: Final = frozenset({
    "de", "da", "do", "dos", "del", "la", "las", "los", "le", "van", "von", "der", "den", "ter", "ten", "di", "du",
    "dela", "delos", "della", "des", "af", "av", "zu", "st", "st.", "saint", "bin", "ibn", "al", "el", "'t", "y", "mac",
})
# fmt: on
NO_NAMES: Final = TITLES | PLACEHOLDERS
STUCK_TITLES: Final = ("mstr", "miss", "mrs", "mr", "ms")
LAST_OF_STUCK: Final = frozenset(title[-1] for title in STUCK_TITLES)
IJ: Final = "ij"  # one letter to the Dutch, which the islands and America write as y (Kuijper, Kuyper)
LETTERS_LEFT: Final = 4  # of a given name once a stuck title is taken off; else OMAR would lose his name

APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘`´′ʼʿʾ"))
ICAO_9303: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "ß": "ss", "ñ": "nxx"}
)
# Hangul syllables and Chinese characters: romanised one by one, with blanks, never as one lump.
SYLLABLE: Final = re.compile("([\uac00-\ud7a3\u3400-\u9fff\uf900-\ufaff])")
WORD: Final = re.compile("[a-z0-9]+")


def parts(text: str) -> tuple[str, ...]:
    """The parts of a name in natural order: at most nine, of at most 24 letters; () for a name without letters."""
    return tuple(part[0] for part in readings(text))


@lru_cache(maxsize=65_536)
def readings(text: str) -> tuple[Readings, ...]:
    """Each part with its readings, the plain one first: "Müller" gives (("muller", "mueller"),)."""
    return readings_anew(text)


def readings_anew(text: str) -> tuple[Readings, ...]:
    """The same without remembering: for names that hardly come again."""
    turned = _given_names_first(unicodedata.normalize("NFKC", text[:LONGEST_TEXT])).lower()
    every = _every(turned)
    return tuple(
        [
            word if word[0][-1] not in LAST_OF_STUCK and len(word) == 1 and IJ not in word[0] else _with_others(word)
            for word in _without_titles(every)[:MOST_PARTS]
        ]
    )


def _every(turned: str) -> list[Readings]:
    """Each word in each of its readings; most names are in letters of one."""
    plain = _words(turned)
    if turned.isascii():
        return [(word,) for word in plain]
    others = map(_words, otherwise(turned.translate(ICAO_9303)))
    return list(zip(plain, *(other for other in others if len(other) == len(plain)), strict=True))


def _given_names_first(text: str) -> str:
    """ "SURNAME, Given" and the airlines' SURNAME/GIVENMR are turned round; anything else stays as it is."""
    for mark in (",", "/"):
        surname, found, given = text.partition(mark)
        if found and mark not in given:
            return f"{given} {surname}"
    return text


def _words(text: str) -> list[str]:
    if text.isascii():
        return [word[:LONGEST_PART] for word in WORD.findall(text.replace("'", "").replace("`", ""))]
    plain = text.translate(APOSTROPHES)
    if not plain.isascii():
        letters = plainly("".join(map(_letter_or_blank, plain)))
        plain = anyascii(SYLLABLE.sub(r" \1 ", letters)).lower().translate(APOSTROPHES)
    return [word[:LONGEST_PART] for word in WORD.findall(plain)]


def _letter_or_blank(character: str) -> str:
    """Letters, digits and vowel signs stay, invisible marks vanish, and the rest (emoji too) separates."""
    kind = unicodedata.category(character)
    if kind[0] in "LMN":
        return character
    return "" if kind == "Cf" else " "


def _without_titles(words: list[Readings]) -> list[Readings]:
    """Whole parts only (DREW keeps its Dr); somebody called by a title alone keeps it as a name."""
    kept = [word for word in words if word[0] not in NO_NAMES]
    return kept or words


def _with_others(word: Readings) -> Readings:
    """JOHNMR is also read JOHN, MEIJER also MEYER. Both readings stay, for Samir and Kumar are names."""
    plain = word[0]
    short = (plain.removesuffix(title) for title in STUCK_TITLES if plain.endswith(title))
    stripped = [name for name in short if len(name) >= LETTERS_LEFT][:1]
    return tuple(dict.fromkeys((*word, *stripped, plain.replace(IJ, "y"))))
