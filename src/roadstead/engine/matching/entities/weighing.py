"""Evidence of two names of organisations or craft, part by part, in bits with sentences.

The pairs come from the kernel's neighbours. Digits must be equal; words common among organisations count little whether
they agree or are missing, and legal forms next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from math import log2
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from roadstead.engine.matching.entities.index import CRAFT, NameIndex
from roadstead.engine.matching.entities.names import EntityName, NameReading, name_readings
from roadstead.engine.matching.explain import Explainer, Pair
from roadstead.engine.matching.features.evidence import MIN_PART_BITS, Score, open_pair
from roadstead.engine.matching.frequencies import MIN_SHARE_BY_LENGTH, UNKNOWN_PART_SHARE
from roadstead.engine.matching.likeness import SAME
from roadstead.engine.matching.queries import Query, name_line
from roadstead.engine.matching.segment.vocabulary import UNKNOWN, covered
from roadstead.engine.records import Entry, ListedName, Traveller
from roadstead.engine.reference import countries
from roadstead.engine.reference.tables import table as reference
from roadstead.engine.reference.tables import word_table
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.names import omits_vowels

DECLARED_ALONE, LISTED_ALONE = 0.36, 0.26  # factor on the bits that the part would have given
MOST_ALONE: Final = 5.0
OTHER_DIGITS: Final = -5.0
SAME_FORM, OTHER_FORM = (
    Score(0.5, Sentence("Same kind of legal form.")),
    Score(-0.5, Sentence("Different kind of legal form.")),
)
SIMILAR_NAMES: Final = ((0.94, 10.0), (0.88, 7.0))  # similarity of whole names, letter by letter; bits
SHORTEST_NEARLY: Final = 7  # letters
# An acronym that may be the initials of a long name: the bits of each letter, and how much more often initials occur
# for a match (one in twenty are written so) than an acronym for a stranger (one in fifty). Initials carry as much
# information as if there were a dozen equally frequent letters, and some occur together; ten is used, so that four
# letters, which a long list has twice over, stay below the threshold and five reach it.
BITS_OF_INITIAL: Final = log2(10)
BY_ACRONYM: Final = log2((1 / 20) / (1 / 50))
MOST_OPEN: Final = 3.0  # for a beginning or a similar part
MOST_PART: Final = 13.0
PLACE: Final = 1 / 250  # share of names that contain a given country or port
SHORTEST_PLACE: Final = 4  # letters; shorter words are codes


class Weight(NamedTuple):
    """Evidence of a name; `whole`: True if every part of both names is the same."""

    scores: tuple[Score, ...]
    whole: bool

    @property
    def bits(self) -> float:
        return sum(score.bits for score in self.scores)


@cache
def trade_words() -> Mapping[str, float]:
    """Return the share of organisations with each word in their name."""
    return {word: int(in_ten_thousand) / 10_000 for word, in_ten_thousand in word_table("trade_words")}


@lru_cache(maxsize=65_536)
def common(word: str) -> float:
    """Return the share of names (0–1) with this word, by the tables of trade words and places; 0 if unknown."""
    return max(trade_words().get(word, 0.0), PLACE if _is_place(word) else 0.0)


def _is_place(word: str) -> bool:
    return len(word) >= SHORTEST_PLACE and (word in _ports() or bool(countries.candidates(word)))


@cache
def _ports() -> frozenset[str]:
    return frozenset(row["name"].lower() for row in reference("seaports"))


def weigh_names(declared: EntityName, listed: EntityName, possible: Iterable[Pair], *, craft: bool = False) -> Weight:
    """Weigh two names: the strongest pairs first, every part used once, ties broken by place.

    `craft`: names of ships and aircraft are reused, so one that differs by a letter adds no more than its words.
    """
    found, same = list[Score](), True
    here = there = 0
    for pair in sorted(filter(_digits_agree, possible), key=lambda each: (-_bits(each), each.here, each.there)):
        if not (here & pair.here or there & pair.there):
            found.append(_sentence(pair))
            same = same and pair.relation == SAME
            here |= pair.here
            there |= pair.there
    alone = _leftovers(_open(declared.plain, here), _open(listed.plain, there))
    forms = _forms(declared, listed) if found else ()
    whole = bool(found) and same and not alone
    close = _letter_by_letter(declared, listed) if found and not (whole or craft) else ()
    return Weight((*found, *alone, *close, *forms), whole=whole)


def _digits_agree(pair: Pair) -> bool:
    """Return True unless the pair has digits and differs: numbers are equal or not, never similar."""
    return pair.declared == pair.listed or not any(map(str.isdigit, pair.declared + pair.listed))


def _share(pair: Pair) -> float:
    return max(pair.share, common(pair.declared), common(pair.listed))


def _bits(pair: Pair) -> float:
    return min(MOST_PART, max(MIN_PART_BITS, pair.bits - log2(_share(pair) / pair.share)))


def _sentence(pair: Pair) -> Score:
    rarity = Sentence("1 in %(names)s names has this part", {"names": f"{max(1, round(1 / _share(pair))):,}"})
    if pair.declared == pair.listed:
        return Score(
            _bits(pair),
            Sentence(
                "%(declared)s is in the listed name. %(rarity)s.", {"declared": pair.declared.upper(), "rarity": rarity}
            ),
        )
    words = Sentence(
        "%(declared)s is written %(listed)s on the list (%(relation)s). %(rarity)s.",
        {
            "declared": pair.declared.upper(),
            "listed": pair.listed.title(),
            "relation": Sentence(pair.relation),
            "rarity": rarity,
        },
    )
    return Score(_bits(pair), words)


def _open(parts: tuple[str, ...], used: int) -> list[str]:
    return [part for place, part in enumerate(parts) if not used >> place & 1]


def _leftovers(declared: list[str], listed: list[str]) -> tuple[Score, ...]:
    """Pair similar parts first. Every part that is then alone is evidence against, the more the rarer it is."""
    found = list[Score]()
    for score, part, other in sorted(_similar(declared, listed), key=lambda each: -each[0].bits):
        if part in declared and other in listed:
            declared.remove(part)
            listed.remove(other)
            found.append(score)
    found += (
        Score(-_cost(part, DECLARED_ALONE), Sentence("%(part)s is not in the listed name.", {"part": part.upper()}))
        for part in declared
    )
    found += (
        Score(
            -_cost(part, LISTED_ALONE),
            Sentence("%(part)s in the listed name was not declared.", {"part": part.title()}),
        )
        for part in listed
    )
    return tuple(found)


def _similar(declared: list[str], listed: list[str]) -> Iterator[tuple[Score, str, str]]:
    """Yield the similar pairs. Parts with digits that differ are never one."""
    for part in declared:
        for other in listed:
            score = open_pair(part, other)
            if score is not None and not any(map(str.isdigit, part + other)):
                yield Score(min(score.bits, MOST_OPEN), score.reason), part, other


def _cost(part: str, factor: float) -> float:
    """Return the cost of a part alone. Digits cost most: an owner's ninth ship is not the seventh."""
    if part.isdigit():
        return -OTHER_DIGITS
    share = max(common(part), MIN_SHARE_BY_LENGTH.get(len(part), UNKNOWN_PART_SHARE))
    return min(MOST_ALONE, factor * log2(1 / share))


def _letter_by_letter(declared: EntityName, listed: EntityName) -> tuple[Score, ...]:
    """Score two names that are almost equal as a whole, in addition to their words.

    Many firms share one rare word; hardly any have whole names that differ by a slip.
    """
    if any(map(str.isdigit, "".join((*declared.plain, *listed.plain)))):
        return ()
    mine, theirs = (" ".join(sorted(each.plain)) for each in (declared, listed))
    bits = next(
        (
            bits
            for least, bits in SIMILAR_NAMES
            if len(mine) >= SHORTEST_NEARLY and OSA.normalized_similarity(mine, theirs) >= least
        ),
        0.0,
    )
    return (Score(bits, Sentence("The whole names differ by only one or two letters.")),) if bits else ()


def _forms(declared: EntityName, listed: EntityName) -> tuple[Score, ...]:
    """Compare legal forms; nothing if either name has none."""
    if not declared.forms or not listed.forms:
        return ()
    return (SAME_FORM,) if declared.forms & listed.forms else (OTHER_FORM,)


def weigh_initials(acronym: str, full: str) -> Weight:
    """Weigh an acronym on one side against the initials of a long name on the other."""
    bits = BITS_OF_INITIAL * len(acronym) + BY_ACRONYM
    return Weight(
        (
            Score(
                bits, Sentence("%(acronym)s are the initials of %(full)s.", {"acronym": acronym.upper(), "full": full})
            ),
        ),
        whole=False,
    )


# ── Search of declared names with the kernel: listed names that reach the floor, and their evidence


FLOOR: Final = 1.0  # in the bits of persons, which are stricter on parts left over
WEAK: Final = Score(-3.0, Sentence("The list marks this as a weak alias."))


class EntityCandidate(NamedTuple):
    """A listed entity, with the one of its names that has the most evidence."""

    entry: Entry
    name: str
    weight: Weight


class NameQuery(NamedTuple):
    """One way of reading the declared name at position `place`."""

    place: int
    way: NameReading
    arabic: bool


def search_names(
    texts: Sequence[str], read: Callable[[str], Sequence[EntityName]], names: NameIndex
) -> list[dict[int, EntityCandidate]]:
    """Return for each declared name the listed entities that it may name, by their number."""
    found: list[dict[int, EntityCandidate]] = [{} for _ in texts]
    asked = list(_name_queries(texts, read))
    if asked and len(names.ways):
        _search(asked, names, found)
    return found


def _name_queries(texts: Sequence[str], read: Callable[[str], Sequence[EntityName]]) -> Iterator[NameQuery]:
    for place, text in enumerate(texts):
        arabic = not text.isascii() and omits_vowels(text)
        yield from (NameQuery(place, way, arabic and not way.full) for way in name_readings(text, read))


def _search(asked: Sequence[NameQuery], names: NameIndex, found: list[dict[int, EntityCandidate]]) -> None:
    worker, explainers, queries = names.worker(), dict[int, Explainer](), [_query(each) for each in asked]
    ((desk, met),) = worker.search(queries, [FLOOR] * len(queries), [names.segment])
    for reached in met:
        at = reached.traveller
        if at not in explainers:
            explainers[at] = Explainer(Traveller(), worker.tokens(at), desk)
        explainer = explainers[at]
        one, best = _weighed(reached.name, asked[at].way, explainer, names), found[asked[at].place]
        other = best.get(reached.entity)
        if one is not None and (other is None or _worth(one) > _worth(other)):
            best[reached.entity] = one


def _worth(one: EntityCandidate) -> tuple[bool, float, str]:
    return (one.weight.whole, one.weight.bits, one.name)


def _query(each: NameQuery) -> Query:
    name = name_line(each.way.written.parts, arabic=each.arabic)
    return Query(name, born="", birth=covered(""), nation=UNKNOWN, sex=0)


def _weighed(name: int, way: NameReading, explainer: Explainer, names: NameIndex) -> EntityCandidate | None:
    """Weigh one listed name. Initials match whole words only: two equal acronyms are no evidence for either name."""
    entry, listed = names.segment.entry(int(names.segment.names.entity[name])), names.segment.name(name)
    theirs = names.ways[name]
    full = way.full or theirs.full
    if not full:
        weight = weigh_names(way.written, theirs.written, explainer.possible(name), craft=entry.kind in CRAFT)
    elif (way.full and theirs.full) or way.written.plain != theirs.written.plain:
        return None
    else:
        weight = weigh_initials(way.written.plain[0], full)
    whole = weight.whole and not (way.aside or theirs.aside)
    return EntityCandidate(entry, listed.text, _aliased(weight._replace(whole=whole), listed))


def _aliased(weight: Weight, listed: ListedName) -> Weight:
    return Weight((*weight.scores, WEAK), whole=False) if listed.weak else weight
