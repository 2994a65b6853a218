"""Words of a routing search ("ballistics Grenada night") in English, Spanish, French and Dutch, in any order. Pure.

Words that mean nothing here are named, with the nearest word that does; only small filler words are passed over.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Final, NamedTuple

from roadstead.engine.reference.caricom import REGION, participants
from roadstead.engine.reference.countries import alpha2
from roadstead.engine.reference.measures import Term, crimes, measures
from roadstead.engine.reference.tables import table

MAX_CHARS: Final = 200  # of a search
MAX_UNKNOWN: Final = 5
MAX_PHRASE_WORDS: Final = 6
MIN_LIKE: Final = 0.8  # of the nearest word, by difflib
WORD: Final = re.compile(r"[^\W_]+")
URGENT: Final = "urgent urgently emergency urgente urgencia emergencia urgence urgent spoed dringend noodgeval"
NIGHT: Final = "night tonight noche nuit nacht vannacht"
NOW: Final = "now ahora maintenant nu"
# The region's own: asked like a state.
CENTRE_WORDS: Final = "region regional centre center región centro région regio centrum jrcc"
FILLER_WORDS: Final = (
    "a al an and at by call can contact de del der des du el en et for from het how i in is la las le les los me need "
    "of on or para person point por pour que qui quien the to un una une van voor waar we wer when where which whom "
    "who wie with y aux"
)
FILLERS: Final = frozenset(FILLER_WORDS.split())
SAINTS: Final = {"st": "saint", "ste": "sainte"}
# Parts by which a state is called, besides its names in the tables of countries.
PARTS: Final = {
    "ATG": "antigua|barbuda", "KNA": "saint kitts|nevis|kitts", "VCT": "saint vincent|grenadines",
    "TTO": "trinidad|tobago", "TCA": "turks|caicos", "CYM": "cayman",
}  # fmt: skip


class Kind(NamedTuple):
    """One meaning of a word: of a state, a measure, a crime, or of the moment."""

    kind: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """Search as it is understood. `unknown`: words as typed, each with the nearest known word ("" if none is near).

    `night`: asked about the hours of night, which is urgent.
    """

    states: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    crimes: tuple[str, ...] = ()
    urgent: bool = False
    night: bool = False
    unknown: tuple[tuple[str, str], ...] = ()


def understand(text: str) -> Understood:
    """Return what the words mean. A word for both a measure and a crime is the crime beside another measure."""
    found: list[frozenset[Kind]] = []
    unknown: dict[str, str] = {}
    for typed, meanings in _read(WORD.findall(text[:MAX_CHARS])):
        if meanings:
            found.append(meanings)
        elif _fold(typed) not in FILLERS and typed not in unknown and len(unknown) < MAX_UNKNOWN:
            near = get_close_matches(_fold(typed), _words(), n=1, cutoff=MIN_LIKE)
            unknown[typed] = near[0] if near else ""
    clear = any({each.kind for each in meanings} == {"measure"} for meanings in found)
    kinds: dict[str, dict[str, None]] = defaultdict(dict)
    for meanings in found:
        is_crime = clear and any(each.kind == "crime" for each in meanings)
        for each in sorted(meanings):
            if not (is_crime and each.kind == "measure"):
                kinds[each.kind][each.code] = None
    moment = kinds["moment"]
    return Understood(
        states=tuple(kinds["state"]),
        measures=tuple(kinds["measure"]),
        crimes=tuple(kinds["crime"]),
        urgent="urgent" in moment or "night" in moment,
        night="night" in moment,
        unknown=tuple(unknown.items()),
    )


def _read(typed: list[str]) -> Iterator[tuple[str, frozenset[Kind]]]:
    """Yield each phrase, the longest that is known first, with its meanings; an unknown word has none."""
    folded, at = [SAINTS.get(word, word) for word in map(_fold, typed)], 0
    while at < len(typed):
        length = min(MAX_PHRASE_WORDS, len(typed) - at)
        while length > 1 and " ".join(folded[at : at + length]) not in _phrases():
            length -= 1
        phrase = " ".join(folded[at : at + length])
        capitals = typed[at] if length == 1 and typed[at].isupper() else ""
        yield " ".join(typed[at : at + length]), _phrases().get(phrase) or _short_codes().get(capitals, frozenset())
        at += length


@cache
def _phrases() -> Mapping[str, frozenset[Kind]]:
    found: dict[str, set[Kind]] = defaultdict(set)
    for code, names in _state_names().items():
        for name in names:
            found[_phrase(name)].add(Kind("state", code))
    for kind, terms in (("measure", measures()), ("crime", crimes())):
        for term in terms.values():
            for words in _term_words(term):
                found[_phrase(words)].add(Kind(kind, term.code))
    for code, several in (("urgent", URGENT), ("night", NIGHT), ("now", NOW)):
        for word in several.split():
            found[_phrase(word)].add(Kind("moment", code))
    return {phrase: frozenset(kinds) for phrase, kinds in found.items() if phrase}


def _term_words(term: Term) -> Iterator[str]:
    yield from (term.name, term.code.replace("_", " "))
    for words in term.words.values():
        yield from words


def _state_names() -> Mapping[str, set[str]]:
    """Return the names and codes of each participating state, and the words for the region."""
    names = {each.code: {each.name, each.code, *PARTS.get(each.code, "").split("|")} for each in participants()}
    for row in table("countries"):
        if row["code"] in names:
            names[row["code"]] |= {row["name"], *row["also"].split(";")}
    for row in table("country_names"):
        if row["code"] in names:
            names[row["code"]] |= {row["es"], row["fr"], row["nl"], *row["people"].split(";")}
    return names | {REGION: set(CENTRE_WORDS.split())}


@cache
def _short_codes() -> Mapping[str, frozenset[Kind]]:
    """Return the codes of two letters, which are read in capitals only."""
    return {alpha2(each.code): frozenset({Kind("state", each.code)}) for each in participants()}


@cache
def _words() -> tuple[str, ...]:
    return tuple(phrase for phrase in _phrases() if " " not in phrase)


def _phrase(text: str) -> str:
    words = [_fold(word) for word in WORD.findall(text)]
    return " ".join(SAINTS.get(word, word) for word in words)


def _fold(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
