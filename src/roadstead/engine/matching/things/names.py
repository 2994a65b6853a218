"""The name of an organisation or craft as parts that can be compared: forms and little words apart, digits kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from anyascii import anyascii

from roadstead.engine.matching.things.forms import without_forms
from roadstead.engine.reference import countries
from roadstead.engine.text.names import LONGEST_PART, LONGEST_TEXT, MOST_PARTS, Readings

LITTLE: Final = frozenset({
    "and", "of", "the", "for", "de", "la", "le", "el", "les", "los", "des", "du", "del", "und", "et", "y", "i", "e",
    "der", "die", "das", "di", "da", "do", "dos", "im", "imeni",
})  # fmt: skip
PREFIXES: Final = frozenset({"mv", "mt", "ms", "ss", "my", "sv", "mfv", "fv"})  # what kind of ship, not its name
ORDINALS: Final = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6",
                   "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10"}  # fmt: skip
ROMAN: Final = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
ORDINAL: Final = re.compile(r"\b0*(\d+)(?:st|nd|rd|th)\b")
ZEROS: Final = re.compile(r"\b0+(?=\d)")
# S.R.L., C.A., S/A, S. A., M/V: letters with marks or blanks between them are one word.
SPELT: Final = re.compile(r"(?<!\w)(?:[^\W\d][./\s]+)+[^\W\d](?!\w)")
BETWEEN: Final = re.compile(r"[./\s]+")
APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘`´′ʼʿʾ"))
SYLLABLE: Final = re.compile("([\uac00-\ud7a3\u3400-\u9fff\uf900-\ufaff])")
WORD: Final = re.compile("[a-z0-9]+")
SHORTEST_ACRONYM, LONGEST_ACRONYM = 3, 8  # letters


BRACKETS: Final = re.compile(r"\(([^()]*)\)")
CAPITALS: Final = re.compile(r"\s*[^\W\d_]{3,8}\s*")
MOST_WAYS: Final = 4  # in which one name is read
# Names and addresses: those of a few thousand bills, or all of a thousand that are told and weighed at once. Twenty
# thousand firms that hardly ever come again would be a hundred megabytes in every worker.
REMEMBERED: Final = 8_192


class Written(NamedTuple):
    """Parts with their readings, the plain one first; kinds of legal form; initials, () where they name nothing."""

    parts: tuple[Readings, ...]
    forms: frozenset[str]
    initials: tuple[str, ...]

    @property
    def plain(self) -> tuple[str, ...]:
        return tuple(part[0] for part in self.parts)


@lru_cache(maxsize=REMEMBERED)
def organisation(text: str) -> Written:
    words = words_of(text)
    left, forms = without_forms(words)
    telling = tuple(words[place] for place in left if words[place] not in LITTLE)
    kept = tuple(dict.fromkeys(telling or (words[place] for place in left)))[:MOST_PARTS]
    return Written(tuple(map(_readings, kept)), forms, _initials(kept, words, left))


@lru_cache(maxsize=REMEMBERED)
def organisations(text: str) -> tuple[Written, ...]:
    """The name as it stands; without its brackets; and what stands in them, where that is a name of its own."""
    inside = [each for each in BRACKETS.findall(text[:LONGEST_TEXT]) if _is_name(each)]
    texts = (text, BRACKETS.sub(" ", text[:LONGEST_TEXT]), *inside) if "(" in text else (text,)
    found = dict.fromkeys(organisation(each) for each in texts)
    return tuple(each for each in found if each.parts)[:MOST_WAYS]


def _is_name(text: str) -> bool:
    """An acronym in capitals, or something with a legal form: (Hong Kong) is none."""
    acronym = CAPITALS.fullmatch(text) is not None and text.isupper() and not countries.candidates(text)
    return acronym or bool(organisation(text).forms)


def crafts(text: str) -> tuple[Written, ...]:
    found = craft(text)
    return (found,) if found.parts else ()


def by_initials(of: Written) -> Iterator[Written]:
    return (Written(((initials,),), frozenset(), ()) for initials in of.initials)


@lru_cache(maxsize=REMEMBERED)
def craft(text: str) -> Written:
    """Without what kind of ship it is; a ship called by such a word alone keeps it."""
    words = words_of(text)
    kept = tuple(word for word in words if word not in PREFIXES) or words
    return Written(tuple(map(_readings, kept[:MOST_PARTS])), frozenset(), ())


def words_of(text: str) -> tuple[str, ...]:
    """In lower-case ASCII, in their order; ordinals as digits, "&" and a slash as separators."""
    clean = unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).translate(APOSTROPHES).lower()
    spelt = SPELT.sub(lambda found: BETWEEN.sub("", found[0]), clean)
    plain = spelt if spelt.isascii() else anyascii(SYLLABLE.sub(r" \1 ", _letters(spelt))).lower()
    numbered = ZEROS.sub("", ORDINAL.sub(r"\1", plain.translate(APOSTROPHES)))
    return tuple(ORDINALS.get(word, word)[:LONGEST_PART] for word in WORD.findall(numbered))


def _letters(text: str) -> str:
    """Letters, digits and vowel signs stay, invisible marks vanish, and the rest (emoji too) separates."""
    kinds = ((letter, unicodedata.category(letter)) for letter in text)
    return "".join(letter if kind[0] in "LMN" else "" if kind == "Cf" else " " for letter, kind in kinds)


def _readings(word: str) -> Readings:
    return (word, ROMAN[word]) if word in ROMAN else (word,)


def _initials(telling: tuple[str, ...], words: tuple[str, ...], left: Collection[int]) -> tuple[str, ...]:
    """Of the words that tell something; and of all, with a legal form of two letters as it is: PDVSA."""
    every = "".join(word if len(word) == 2 and at not in left else word[0] for at, word in enumerate(words))
    found = dict.fromkeys(("".join(word[0] for word in telling), every)) if len(telling) > 1 else {}
    return tuple(each for each in found if SHORTEST_ACRONYM <= len(each) <= LONGEST_ACRONYM and each.isalpha())
