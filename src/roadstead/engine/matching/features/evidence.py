"""Evidence of one declared and one listed value: birth date, document, nationality, sex, name parts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import log2
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from roadstead.engine.reference import countries
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.dates import Relation, compare_dates, relation_words
from roadstead.engine.text.dates.relation import span

# ── Result of a feature


class Score(NamedTuple):
    """Evidence in bits, and the sentence for it. Each bit doubles the odds; negative bits are evidence against."""

    bits: float
    reason: Sentence


NO_EVIDENCE: Final = Score(0.0, Sentence(""))  # no sentence: missing data is no reason


# ── Birth date: equal, near, same year, or contradicting


# 14 bits: log₂ of the roughly 16,000 birth dates in use; the others by how much more often a stranger's date has the
# relation.
BITS: Final = {
    Relation.EQUAL: 14.0,
    Relation.SWAPPED: 8.0,
    Relation.MONTH_EQUAL: 7.0,
    Relation.NEAR: 6.0,
    Relation.YEAR_EQUAL: 5.5,
    Relation.CLOSE: -0.5,
    Relation.CONTRADICTS: -8.0,
}
NEW_YEAR: Final = -3.0  # 1 January often stands for the year alone: it has eight times its share of all dates
CONTRADICTION: Final = BITS[Relation.CONTRADICTS]
# An entry without a birth date matches every traveller of its name, of any age: half of the innocent travellers who
# alert on a long list match such an entry. Its name has proved to be weaker evidence than calculated.
UNDATED: Final = Score(-1.0, Sentence("No birth date is listed."))
UNREADABLE: Final = Score(UNDATED.bits, Sentence("The listed birth date cannot be read."))
MOST_YEARS: Final = 100  # of an interval that counts as a birth date: longer ones contain everyone alive
VAGUE: Final = Score(
    UNDATED.bits,
    Sentence("No single birth date is listed, only a range of more than %(years)s years.", {"years": MOST_YEARS}),
)


def birth_date(declared: str, listed: Sequence[str]) -> Score:
    """Return the best score over the dates of an entry (ISO, partial, or "1965/1967").

    NOTHING_KNOWN without a readable declared date. Listed dates that are unreadable or fit anyone count as none.
    """
    if not declared or span(declared) is None:
        return NO_EVIDENCE
    if not listed:
        return UNDATED
    if len(listed) == 1:
        return one_birth_date(declared, listed[0])
    return max((one_birth_date(declared, other) for other in listed), key=lambda score: score.bits)


@lru_cache(maxsize=131_072)
def one_birth_date(declared: str, listed: str) -> Score:
    """Compare a readable declared date with one listed date."""
    covered = span(listed)
    if covered is None:
        return UNREADABLE
    if covered[1].year - covered[0].year >= MOST_YEARS:
        return VAGUE
    relation = Relation.CONTRADICTS if _worlds_apart(declared, listed) else compare_dates(declared, listed)
    disguised = relation is Relation.EQUAL and declared.endswith("-01-01")
    return Score(BITS[relation] + disguised * NEW_YEAR, relation_words(relation, declared, listed))


def _worlds_apart(a: str, b: str) -> bool:
    """Return True for two full dates years apart, not by two swapped digits. A quick check, true for most pairs."""
    return len(a) == len(b) == 10 and a[6:] != b[6:] and abs(year(a) - year(b)) > 1


@lru_cache(maxsize=131_072)
def year(born: str) -> int:
    """Return the year of an ISO date, partial or not; 0 if there is none."""
    digits = born.partition("-")[0]
    return int(digits) if len(digits) == 4 and digits.isdecimal() else 0


# ── Nationality: the rarer on the list, the more an equal one adds


MAX_NATIONALITY_BITS = 5.0
NATIONALITY_DIFFERS = -2.0  # people change it and hold several: never a reason to rule out
KEYED_WRONG = 0.3  # bits deducted for matching persons whose nationality differs


@lru_cache(maxsize=65_536)
def nationality(declared: str, listed: tuple[str, ...], share: float) -> Score:
    """Compare nationalities as alpha-3 codes; () or "" is unknown. `share`: of entries with this nationality (0–1)."""
    if not declared or not listed:
        return NO_EVIDENCE
    if declared in listed:
        return Score(
            nationality_bits(share),
            Sentence("Nationality %(declared)s, as listed.", {"declared": _name(declared)}),
        )
    others = ", ".join(map(_name, listed))
    return Score(
        NATIONALITY_DIFFERS,
        Sentence(
            "Different nationality (%(declared)s, listed %(others)s).", {"declared": _name(declared), "others": others}
        ),
    )


def nationality_bits(share: float) -> float:
    """Return the bits of an equal nationality, by its share of the list."""
    return max(0.0, min(MAX_NATIONALITY_BITS, -log2(max(share, 1e-9)) - KEYED_WRONG))


@lru_cache(maxsize=4096)
def nationality_code(text: str) -> str:
    """Return the state named by a carrier or a list (D, GBD, Belizean) as alpha-3; "" if there is none."""
    state = countries.parent_state(text)
    return "" if countries.kind(state) in STATELESS_KINDS else state


# stateless persons and refugees; a holder of a UNO or XCC document is a national of some state
STATELESS_KINDS = frozenset({"special", "body"})


def _name(code: str) -> str:
    return countries.name(code) or code


# ── Sex. Never a hard exclusion: half a per cent are entered wrong.


SEX_WORDS = {"M": "male", "F": "female"}
SEX_EQUAL, SEX_DIFFERENT = 0.9, -5.0


def sex(declared: str, listed: str) -> Score:
    """Compare M and F; X and unknown are no evidence."""
    if declared not in SEX_WORDS or listed not in SEX_WORDS:
        return NO_EVIDENCE
    if declared == listed:
        return Score(
            SEX_EQUAL, Sentence("Declared %(declared)s, as listed.", {"declared": Sentence(SEX_WORDS[declared])})
        )
    return Score(
        SEX_DIFFERENT,
        Sentence(
            "Declared %(declared)s, listed %(listed)s.",
            {"declared": Sentence(SEX_WORDS[declared]), "listed": Sentence(SEX_WORDS[listed])},
        ),
    )


# ── One declared name part and one listed: the rarer the part, the stronger the evidence
#
# A closer spelling is stronger too. Other forms of a name and the consonants of Arabic script have steps of their own.


MAX_PART_BITS: Final = 20.0
MIN_PART_BITS: Final = 0.1  # a part that agrees is never evidence against
# Minimum likeness, and the share of true matches that have it. A form of the name (0.91) and the consonants of Arabic
# script (0.84) have their own steps: a traveller whose name the list spells so has no equal part there. Chosen on a
# million persons and on the published lists, and confirmed on others drawn afresh.
SHARE_OF_MATCHES: Final = (
    (1.0, 0.85),
    (0.93, 0.25),
    (0.911, 0.16),
    (0.91, 0.65),
    (0.89, 0.16),
    (0.8405, 0.10),
    (0.84, 0.40),
    (0.78, 0.02),
    (0.0, 0.01),
)


def evidence(likeness: float, share: float) -> float:
    """Return the bits of a part this similar, if `share` of other people (0–1) have a part at least as similar."""
    matches = next(of_matches for least, of_matches in SHARE_OF_MATCHES if likeness >= least)
    return max(MIN_PART_BITS, min(MAX_PART_BITS, log2(matches / share)))


# The parts of a name are not independent: peoples and families give them together. Only a share of the evidence for a
# whole name above ALONE counts. Evidence against, a part without partner, counts in full: it is no more expected for a
# rare name than for a common one. Chosen on the curves of the published lists and of 200,000 persons, and confirmed on
# others that were not used: most innocent travellers who alerted matched an entry without birth date by some parts
# common in one people, and had other parts that the entry lacked.
UNDAMPED_BITS: Final = 10.0  # bits
DAMPED_SHARE: Final = 0.4


def damping(bits: float) -> Score | None:
    """Return the reduction of the evidence for a whole name; None up to ALONE bits, which one part alone may reach."""
    if bits <= UNDAMPED_BITS:
        return None
    return Score(
        (DAMPED_SHARE - 1) * (bits - UNDAMPED_BITS),
        Sentence(
            "Parts of a name often occur together in one culture, so evidence beyond %(bits)s bits counts "
            "%(damped_share)s.",
            {"bits": f"{UNDAMPED_BITS:.0f}", "damped_share": f"{DAMPED_SHARE:.0%}"},
        ),
    )


def name_part(declared: str, listed: str, relation: str, bits: float, share: float) -> Score:
    """Return the score of one pair of parts, with its sentence. `bits`: as returned by `evidence`."""
    rarity = Sentence("1 in %(people)s people has this part in their name", {"people": f"{max(1, round(1 / share)):,}"})
    if declared == listed:
        return Score(
            bits,
            Sentence(
                "%(declared)s is in the listed name. %(rarity)s.", {"declared": declared.upper(), "rarity": rarity}
            ),
        )
    return Score(
        bits,
        Sentence(
            "%(declared)s is written %(listed)s on the list (%(relation)s). %(rarity)s.",
            {"declared": declared.upper(), "listed": listed.title(), "relation": Sentence(relation), "rarity": rarity},
        ),
    )


# ── Name parts without an equal partner: a beginning, an initial, a similar part, or none


DECLARED_ALONE: Final = -4.5
LISTED_ALONE: Final = -2.5  # less, since lists have patronymics and tribal names that travellers omit
BEGINNING: Final = "%(declared)s and the listed %(listed)s: one begins with the other."
INITIAL: Final = "%(declared)s and the listed %(listed)s: one is the initial of the other."
# Minimum letters of the shorter part, bits, sentence.
BEGINNINGS: Final = ((5, 5.0, BEGINNING), (3, 3.0, BEGINNING), (2, 1.0, BEGINNING), (1, 0.3, INITIAL))
MOST_SIMILAR: Final = 3.5
SIMILAR: Final = (
    (0.75, MOST_SIMILAR, "%(declared)s is very similar to the listed %(listed)s."),
    (0.65, 2.0, "%(declared)s is similar to the listed %(listed)s."),
    (0.50, -2.0, "%(declared)s is somewhat similar to the listed %(listed)s."),
)


@lru_cache(maxsize=262_144)
def open_pair(declared: str, listed: str) -> Score | None:
    """Return the score of two parts that differ, or None if they are no pair."""
    return _beginning(declared, listed) or _similar(declared, listed)


def _beginning(declared: str, listed: str) -> Score | None:
    shorter, longer = sorted((declared, listed), key=len)
    if not longer.startswith(shorter):
        return None
    bits, words = next((bits, words) for letters, bits, words in BEGINNINGS if len(shorter) >= letters)
    return Score(bits, Sentence(words, {"declared": declared.upper(), "listed": listed.title()}))


def _similar(declared: str, listed: str) -> Score | None:
    likeness = OSA.normalized_similarity(declared, listed)
    found = ((bits, words) for least, bits, words in SIMILAR if likeness >= least)
    return next(
        (Score(b, Sentence(words, {"declared": declared.upper(), "listed": listed.title()})) for b, words in found),
        None,
    )


def declared_alone(part: str) -> Score:
    return Score(DECLARED_ALONE, Sentence("%(part)s is not in the listed name.", {"part": part.upper()}))


def listed_alone(part: str) -> Score:
    return Score(LISTED_ALONE, Sentence("%(part)s in the listed name was not declared.", {"part": part.title()}))
