"""Names of organisations and craft as comparable parts: legal forms and small words separated, digits kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from anyascii import anyascii

from roadstead.engine.reference import countries
from roadstead.engine.reference.tables import word_table
from roadstead.engine.text.names import MAX_NAME_CHARS, MAX_PART_CHARS, MAX_PARTS, Readings

# ── Legal forms: separated from the name, so that they count little or nothing
#
# The name as sent is not changed; this is a view for comparison. A name that consists of legal forms keeps them.


COMPANY: Final = "company"  # the kind that is no evidence
Words = tuple[str, ...]


@cache
def _legal_forms() -> tuple[dict[Words, str], frozenset[Words], int]:
    """Return kinds by words; the words that are forms only at the ends; the maximum number of words."""
    kinds: dict[Words, str] = {}
    ends = set[Words]()
    for kind, where, cell in word_table("legal_forms"):
        for words in _of(cell):
            kinds.setdefault(words, kind)
            ends |= {words} if where == "ends" else set()
    return kinds, frozenset(ends), max(map(len, kinds))


def _of(cell: str) -> Iterator[Words]:
    phrases = cell.split("|") if "|" in cell else cell.split()
    return (tuple(phrase.split()) for phrase in phrases)


def without_forms(words: Words) -> tuple[tuple[int, ...], frozenset[str]]:
    """Return the places of the words that are not part of a legal form, and the kinds of the forms found."""
    found = _anywhere(words)
    found |= _at_ends(words, set(found))
    left = tuple(place for place in range(len(words)) if place not in found)
    if not left:
        return tuple(range(len(words))), frozenset()
    return left, frozenset(found.values()) - {COMPANY}


def _anywhere(words: Words) -> dict[int, str]:
    """Find forms anywhere in the name, the longest first: a limited liability company is one form."""
    kinds, ends, longest = _legal_forms()
    found: dict[int, str] = {}
    for length in range(longest, 0, -1):
        for start in range(len(words) - length + 1):
            these = words[start : start + length]
            if these in kinds and these not in ends and start not in found:
                found |= dict.fromkeys(range(start, start + length), kinds[these])
    return found


def _at_ends(words: Words, taken: set[int]) -> dict[int, str]:
    """Find one short form at the beginning and one at the end of what is left."""
    kinds, ends, _ = _legal_forms()
    left = [place for place in range(len(words)) if place not in taken]
    return {place: kinds[(words[place],)] for place in (*left[:1], *left[-1:]) if (words[place],) in ends}


SMALL_WORDS: Final = frozenset({
    "and", "of", "the", "for", "de", "la", "le", "el", "les", "los", "des", "du", "del", "und", "et", "y", "i", "e",
    "der", "die", "das", "di", "da", "do", "dos", "im", "imeni",
})  # fmt: skip
PREFIXES: Final = frozenset({"mv", "mt", "ms", "ss", "my", "sv", "mfv", "fv"})  # type of ship, not part of its name
ORDINALS: Final = {
    "first": "1",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "fifth": "5",
    "sixth": "6",
    "seventh": "7",
    "eighth": "8",
    "ninth": "9",
    "tenth": "10",
}
ROMAN: Final = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
ORDINAL: Final = re.compile(r"\b0*(\d+)(?:st|nd|rd|th)\b")
ZEROS: Final = re.compile(r"\b0+(?=\d)")
# S.R.L., C.A., S/A, S. A., M/V: letters separated by marks or blanks are one word.
SPELT: Final = re.compile(r"(?<!\w)(?:[^\W\d][./\s]+)+[^\W\d](?!\w)")
BETWEEN: Final = re.compile(r"[./\s]+")
APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘`´′ʼʿʾ"))
SYLLABLE: Final = re.compile("([\uac00-\ud7a3\u3400-\u9fff\uf900-\ufaff])")
WORD: Final = re.compile("[a-z0-9]+")
SHORTEST_ACRONYM, LONGEST_ACRONYM = 3, 8  # letters


BRACKETS: Final = re.compile(r"\(([^()]*)\)")
CAPITALS: Final = re.compile(r"\s*[^\W\d_]{3,8}\s*")
MAX_READINGS: Final = 4  # ways in which one name is read
# Names and addresses cached: those of a few thousand bills, or of a thousand compared in one batch. Twenty thousand
# firms that hardly repeat would need a hundred megabytes per worker.
REMEMBERED: Final = 8_192


class EntityName(NamedTuple):
    """Parts with their readings, the plain one first; kinds of legal form; initials, () if they name nothing."""

    parts: tuple[Readings, ...]
    forms: frozenset[str]
    initials: tuple[str, ...]

    @property
    def plain(self) -> tuple[str, ...]:
        return tuple(part[0] for part in self.parts)


@lru_cache(maxsize=REMEMBERED)
def organisation(text: str) -> EntityName:
    words = words_of(text)
    left, forms = without_forms(words)
    telling = tuple(words[place] for place in left if words[place] not in SMALL_WORDS)
    kept = tuple(dict.fromkeys(telling or (words[place] for place in left)))[:MAX_PARTS]
    return EntityName(tuple(map(_readings, kept)), forms, _initials(kept, words, left))


@lru_cache(maxsize=REMEMBERED)
def organisations(text: str) -> tuple[EntityName, ...]:
    """Return the readings of a name: as it stands, without its brackets, and their text if that is a name itself."""
    inside = [each for each in BRACKETS.findall(text[:MAX_NAME_CHARS]) if _is_name(each)]
    texts = (text, BRACKETS.sub(" ", text[:MAX_NAME_CHARS]), *inside) if "(" in text else (text,)
    found = dict.fromkeys(organisation(each) for each in texts)
    return tuple(each for each in found if each.parts)[:MAX_READINGS]


def _is_name(text: str) -> bool:
    """Return True for an acronym in capitals or a text with a legal form: not for (Hong Kong)."""
    acronym = CAPITALS.fullmatch(text) is not None and text.isupper() and not countries.candidates(text)
    return acronym or bool(organisation(text).forms)


def crafts(text: str) -> tuple[EntityName, ...]:
    found = craft(text)
    return (found,) if found.parts else ()


def by_initials(of: EntityName) -> Iterator[EntityName]:
    return (EntityName(((initials,),), frozenset(), ()) for initials in of.initials)


@lru_cache(maxsize=REMEMBERED)
def craft(text: str) -> EntityName:
    """Return the name without the type of ship; a ship named by such a word alone keeps it."""
    words = words_of(text)
    kept = tuple(word for word in words if word not in PREFIXES) or words
    return EntityName(tuple(map(_readings, kept[:MAX_PARTS])), frozenset(), ())


def words_of(text: str) -> tuple[str, ...]:
    """Return the words in lower-case ASCII, in order; ordinals as digits, "&" and slash as separators."""
    clean = unicodedata.normalize("NFKC", text[:MAX_NAME_CHARS]).translate(APOSTROPHES).lower()
    spelt = SPELT.sub(lambda found: BETWEEN.sub("", found[0]), clean)
    plain = spelt if spelt.isascii() else anyascii(SYLLABLE.sub(r" \1 ", _letters(spelt))).lower()
    numbered = ZEROS.sub("", ORDINAL.sub(r"\1", plain.translate(APOSTROPHES)))
    return tuple(ORDINALS.get(word, word)[:MAX_PART_CHARS] for word in WORD.findall(numbered))


def _letters(text: str) -> str:
    """Keep letters, digits and vowel signs, drop invisible marks, and replace everything else (emoji too) by blanks."""
    kinds = ((letter, unicodedata.category(letter)) for letter in text)
    return "".join(letter if kind[0] in "LMN" else "" if kind == "Cf" else " " for letter, kind in kinds)


def _readings(word: str) -> Readings:
    return (word, ROMAN[word]) if word in ROMAN else (word,)


def _initials(telling: tuple[str, ...], words: tuple[str, ...], left: Collection[int]) -> tuple[str, ...]:
    """Return the initials of the significant words, and those of all words with two-letter legal forms kept: PDVSA."""
    every = "".join(word if len(word) == 2 and at not in left else word[0] for at, word in enumerate(words))
    found = dict.fromkeys(("".join(word[0] for word in telling), every)) if len(telling) > 1 else {}
    return tuple(each for each in found if SHORTEST_ACRONYM <= len(each) <= LONGEST_ACRONYM and each.isalpha())


class NameReading(NamedTuple):
    """One way in which a name is read.

    `full`: the name, if these are its initials. `aside`: the name without its brackets, or the text in them, which is
    not the whole name.
    """

    written: EntityName
    full: str = ""
    aside: bool = False


def name_readings(text: str, read: Callable[[str], Sequence[EntityName]]) -> Iterator[NameReading]:
    """Yield the name in every way it is read, and as its initials."""
    for place, written in enumerate(read(text)):
        yield NameReading(written, aside=place > 0)
        yield from (NameReading(initials, text) for initials in by_initials(written))
