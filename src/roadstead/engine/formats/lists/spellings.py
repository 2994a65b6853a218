"""Persons' names as laws write them: spellings of one part among whole names, brackets, several scripts in a cell.

"Ahmad (a.k.a. Ahmed) DIBE" gives two names. In the alias cell "Qadour, Qaddour" each is the spelling of one part, and
becomes a name only in its place in the main name. "Dib Street (Governor of Nangarhar)" contains a remark. A single part
that is no spelling becomes a weak alias, because alone it would raise too many alerts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Final

from roadstead.engine.formats.lists.cells import BORN, REMARK
from roadstead.engine.reference.countries import alpha3

MIN_SIMILARITY: Final = 0.5
MAX_CELL_CHARS: Final = 3000  # characters; the longest cell of a real list has 1,153
MAX_WORD_CHARS: Final = 40
MAX_SPELLINGS: Final = 20  # per part of a name
MAX_NAME_WORDS: Final = 15  # words of a name; a longer text is no name
OUTSIDE: Final = r"(?![^()]*\))"  # not within brackets
# Facts that were pasted after a name.
FACT: Final = re.compile(
    r"[,.]?\s*\b(?:date of birth|place of birth|dob|pob|nationality|national identification|passport no)\b.*",
    re.I | re.S,
)
SYLLABLES: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")  # each character is a part of the name
BRACKET: Final = re.compile(r"\(([^()]*)\)")
LANGUAGES: Final = (
    r"russian|ukrainian|belarusian|arabic|persian|farsi|chinese|georgian|serbian|turkish|korean|dari|pashto|tigrinya|"
    r"original|cyrillic|english|latin"
)
LABEL: Final = re.compile(
    rf"(?:\b(?:in\s+)?(?:{LANGUAGES})(?:\s+(?:spelling|name|script|transliteration))?|\b(?:stage|birth|maiden|married|full)\s+name"
    r"|\bnickname)\s*:",
    re.I,
)
ALSO_KNOWN_AS: Final = re.compile(
    r"\b(?:also\s+known\s+as|also\s+spelled|a\.\s?k\.\s?a\.?|f\.\s?k\.\s?a\.?|aka(?=\s)|alias(?=\s)|n[ée]e(?=\s)|born(?=\s[^\d]))\s*",
    re.I,
)
ITEM: Final = re.compile(r"(?:^|(?<=[\s;,]))\(?(?:[a-h]|i{1,3}|iv|[1-9])\)\s*", re.I)
PARTING: Final = re.compile(rf";{OUTSIDE}|[\r\n]+|\s[–—]\s{OUTSIDE}|\s/\s{OUTSIDE}")
QUOTES: Final = "‘’“”«»\"'`"
SUFFIX: Final = re.compile(r"^(?:jr|sr|i{2,3}|iv|junior|senior)\b\.?(?:\s*\(.*)?$", re.I)
LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


@dataclass(slots=True)
class CellNames:
    """Names of one cell: `whole` names, `nicknames`, and `spellings` of one part."""

    whole: list[str] = field(default_factory=list)
    nicknames: list[str] = field(default_factory=list)
    spellings: list[str] = field(default_factory=list)

    def add(self, other: CellNames) -> None:
        self.whole += other.whole
        self.nicknames += other.nicknames
        self.spellings += other.spellings


@dataclass(slots=True)
class PersonNames:
    """Names of one person."""

    strong: tuple[str, ...]
    weak: tuple[str, ...]


def names(main: str, aliases: Iterable[str], weak: Iterable[str] = ()) -> PersonNames:
    """Return the names of the main cell first, then those of the alias cells and of the weak alias cells."""
    own = read(main, is_main=True)
    others, poor = CellNames(), CellNames()
    for cell in aliases:
        others.add(read(cell))
    for cell in weak:
        poor.add(read(cell))
    base = own.whole[0] if own.whole else ""
    spelled = [(text, _in_place(text, base)) for text in (*own.spellings, *others.spellings)]
    told = [text for text in (*own.whole[1:], *others.whole) if not (_is_alone(text, base) and alpha3(text))]
    alone = dict.fromkeys(text for text in told if _is_alone(text, base))
    placed = [name for text in alone for name in _in_place(text, base)]
    lone = [text for text in alone if not _in_place(text, base)] + [text for text, found in spelled if not found]
    strong = (
        *own.whole[:1],
        *(text for text in told if text not in alone),
        *placed,
        *(name for _, found in spelled for name in found),
    )
    nicknames = (*own.nicknames, *others.nicknames, *lone)
    return PersonNames(_each(strong), _each((*nicknames, *poor.whole, *poor.nicknames, *poor.spellings)))


def expand_brackets(texts: Iterable[str]) -> tuple[str, ...]:
    """Expand persons' names with brackets: names that stand for several, nicknames with and without brackets."""
    return _each(name for text in texts for name in (_expand_brackets(text) if "(" in text else (text,)))


def _expand_brackets(text: str) -> tuple[str, ...]:
    strong = names(text, ()).strong
    return strong if len(strong) > 1 else (*strong, tidy(text.replace("(", " ").replace(")", " ")))


def read(cell: str, *, is_main: bool = False) -> CellNames:
    """Parse the names of one cell."""
    text = ITEM.sub(";", BORN.sub("", cell[:MAX_CELL_CHARS].replace('"', "").replace("((", "(").replace("))", ")")))
    found = CellNames()
    for piece in PARTING.split(_labels_as_parting(text)):
        found.add(_piece(FACT.sub("", piece).strip(), is_main))
    return found


def _labels_as_parting(text: str) -> str:
    """Replace "also known as" and "Russian:" outside brackets by a separator, because they begin another name."""
    for pattern in (ALSO_KNOWN_AS, LABEL):
        text = re.sub(pattern.pattern + OUTSIDE, ";", text, flags=re.I)
    return text


def _piece(text: str, is_main: bool) -> CellNames:
    if len(text) > 2 and text[0] in QUOTES and text[-1] in QUOTES and not any(sign in QUOTES for sign in text[1:-1]):
        return CellNames(nicknames=list(filter(None, [tidy(text)])))
    inside = CellNames()
    whole, places = _out_of_brackets(text, inside)
    base, *also = filter(None, map(str.strip, ALSO_KNOWN_AS.split(whole))) if whole else [""]
    found = CellNames(spellings=inside.spellings)
    for name in _by_comma(base, found, is_main):
        found.whole += _variants(name, places)
    found.whole += (*filter(None, map(tidy, also)), *inside.whole)
    found.whole = [part for name in found.whole for part in split_by_script(name)]
    return found


# ── Brackets


def _out_of_brackets(text: str, found: CellNames) -> tuple[str, list[tuple[str, str]]]:
    """Return the text without its brackets, and spellings with the word that each follows."""
    places: list[tuple[str, str]] = []
    while bracket := BRACKET.search(text):
        before, after = text[: bracket.start()].strip(), text[bracket.end() :].strip()
        _bracket(bracket[1], before, f"{before} {after}", found, places)
        text = f"{before} {after}".strip()
    return next(filter(None, (tidy(part) for part in re.split(r"[;()]", text))), ""), places


def _bracket(inside: str, before: str, outside: str, found: CellNames, places: list[tuple[str, str]]) -> None:
    """Sort the text in a bracket: a whole name, a spelling of the word before it, or a remark, which is dropped."""
    is_named = bool(ALSO_KNOWN_AS.search(inside) or LABEL.search(inside))
    plain = LABEL.sub(";", ALSO_KNOWN_AS.sub(";", inside))
    last = _words(before)[-1:] or [""]
    if REMARK.search(plain) or re.search(r"\d", plain):
        return
    for text in filter(None, (tidy(part) for part in re.split(r"[;,/]|\bor\b", plain))):
        several = len(_words(text)) > 1
        if several and (is_named or is_latin(text) != is_latin(outside) or _share_part(text, outside)):
            found.whole.append(text)
        elif not several and is_latin(text) == is_latin(outside) and _is_spelling_of(text, last[0], is_named):
            places.append((last[0], text))


def _is_spelling_of(text: str, word: str, is_named: bool) -> bool:
    """Return True if the text is a spelling of the word: labelled so, similar, or both in capitals (a surname)."""
    return bool(word) and (is_named or is_similar(text, word) or (text.isupper() and word.isupper() and len(text) > 2))


def _variants(name: str, places: list[tuple[str, str]]) -> list[str]:
    """Return the name, and again with each spelling in the place of its word; "Artyom/ Artem" are spellings too."""
    words = name.split()
    slashed = [word for word in re.split(r"/\s*", re.sub(r"/\s+", "/", name)) if word]
    if len(slashed) > 1:
        return _slashed(re.sub(r"/\s+", "/", name).split())
    others = [
        " ".join(by if word.strip(",") == old else word for word in words)
        for old, by in places[:MAX_SPELLINGS]
        if old in words
    ]
    return list(filter(None, map(tidy, (name, *others))))


def _slashed(words: list[str]) -> list[str]:
    most = min(max(word.count("/") for word in words) + 1, MAX_SPELLINGS)
    if most == 2 and sum("/" in word for word in words) == 1 and len(words) > 3:
        first, second = " ".join(words).split("/")
        if len(first.split()) > 1 and len(second.split()) > 1:  # "Kirill MAKAROV/Kyrylo MAKAROV"
            return list(filter(None, map(tidy, (first, second))))
    picked = [[(options := word.split("/"))[min(at, len(options) - 1)] for word in words] for at in range(most)]
    return list(filter(None, (tidy(" ".join(each)) for each in picked)))


# ── Commas


def _by_comma(text: str, found: CellNames, is_main: bool) -> list[str]:
    """Return whole names: "Surname, Given" is one. Spellings of a part are added to `found`."""
    parts = [part for part in (tidy(part) for part in re.split(r"[,،]", text)) if part]
    if len(parts) < 2 or any(SUFFIX.match(part) for part in parts[1:]):
        return [text]
    whole = [part for part in parts if len(_words(part)) > 1]
    if len(whole) == len(parts) and (len(parts) > 2 or _two_names(*parts[:2], is_main=is_main)):
        return whole
    if _are_spellings(parts, len(whole)):
        found.spellings += parts
        return []
    if len(parts) > 2 and whole and not is_main and is_latin(text):
        found.spellings += [part for part in parts if part not in whole]
        return whole
    return [text if len(parts) == 2 else " ".join(parts)]


def _two_names(first: str, second: str, *, is_main: bool) -> bool:
    """Return True if both are names: they resemble each other, or the first is complete ("Jules MULUMBA")."""
    begin, *_, last = _words(first)
    is_whole = last.isupper() and not begin.isupper()
    return _share_part(first, second) or (is_whole and not is_main)


def _are_spellings(parts: list[str], whole: int) -> bool:
    """Return True if all single parts are similar, or some of more than two, or there are too many for one name."""
    if whole:
        return False
    pairs = sum(is_similar(a, b) for a, b in pairwise(parts))
    return pairs == len(parts) - 1 or (len(parts) > 2 and pairs > 0) or len(parts) > 3


# ── Similarity


@lru_cache(maxsize=1 << 14)
def is_similar(a: str, b: str) -> bool:
    """Return True if two words may be spellings of the same word."""
    one, other = (re.sub(r"^(?:al|el|as|ad|an|ar|at)[-\s]|[\W_]", "", word.casefold()) for word in (a, b))
    sound = 0 < len(one) <= MAX_WORD_CHARS and 0 < len(other) <= MAX_WORD_CHARS
    return sound and SequenceMatcher(None, one, other).ratio() >= MIN_SIMILARITY


def _share_part(a: str, b: str) -> bool:
    """Return True if two names share a part or a spelling of one."""
    return any(is_similar(word, other) for word in _words(a) for other in _words(b) if len(word) > 2 and len(other) > 2)


def _in_place(text: str, base: str) -> list[str]:
    """Return the main name with the spelling in place of the most similar part; [] if no part is similar."""
    words = base.split()
    if not 2 <= len(words) <= MAX_NAME_WORDS:
        return []
    fitting = [at for at, word in enumerate(words) if is_similar(text, word) and is_latin(text) == is_latin(word)]
    if not fitting:
        return []
    best = max(fitting, key=lambda at: SequenceMatcher(None, text.casefold(), words[at].casefold()).ratio())
    return [" ".join((*words[:best], text, *words[best + 1 :]))]


def _is_alone(text: str, base: str) -> bool:
    return len(_words(text)) == 1 and len(_words(base)) > 1


# ── Scripts and characters


def is_latin(text: str) -> bool:
    """Return True if most letters are Latin: Cyrillic names sometimes contain a Latin i or A."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(bool(LATIN.match(letter)) for letter in letters) > len(letters)


def split_by_script(name: str) -> list[str]:
    """Return one name per script. A single part in another script is a note on its neighbour and is dropped."""
    runs: list[list[str]] = []
    for word in name.split():
        if runs and (is_latin(word) == is_latin(runs[-1][0]) or not any(map(str.isalpha, word))):
            runs[-1].append(word)
        else:
            runs.append([word])
    if len(runs) == 1:
        return [name]
    main = [word for run in runs if is_latin(run[0]) for word in run]
    others = [run for run in runs if not is_latin(run[0]) and len(run) > 1]
    return [text for text in map(tidy, map(" ".join, (main, *others))) if text]


def tidy(text: str) -> str:
    """Strip surrounding blanks, punctuation and unpaired quotation marks; return "" if no letter is left."""
    plain = " ".join(text.split()).strip(" ,;:.-–/")
    if len(plain) > 1 and plain[0] in "‘“«" and plain[-1] in "’”»":
        plain = plain[1:-1]
    if plain[:1] in QUOTES and plain.count(plain[:1]) == 1:
        plain = plain[1:]
    return plain.strip() if any(map(str.isalpha, plain)) else ""


def _words(text: str) -> list[str]:
    """Return the parts of a name; in Chinese, Japanese and Korean each character is one."""
    apart = SYLLABLES.sub(r" \g<0> ", text)
    return [word for word in re.split(r"[\s,]+", apart) if any(map(str.isalnum, word))]


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def split_cells(cells: Iterable[str]) -> Iterator[str]:
    """Yield names of organisations and craft, in which brackets and commas belong to the name."""
    for cell in cells:
        yield from filter(None, (" ".join(part.split()).strip('" ') for part in re.split(rf";{OUTSIDE}|[\r\n]+", cell)))
