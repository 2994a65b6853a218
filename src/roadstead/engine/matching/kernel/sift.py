"""Rejection of candidates that cannot reach the floor, by their cards.

For a name reached by one declared part only, the bits of that pair are known. Its other declared parts can match only
by tokens that were skipped, and cannot be beginnings of parts that begin differently.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.engine.matching.features.evidence import BEGINNINGS, DECLARED_ALONE, MOST_SIMILAR
from roadstead.engine.matching.features.evidence import NATIONALITY_DIFFERS as OTHER_NATION
from roadstead.engine.matching.features.evidence import SEX_DIFFERENT as OTHER_SEX
from roadstead.engine.matching.features.evidence import SEX_EQUAL as SAME_SEX
from roadstead.engine.matching.kernel.arrays import Job
from roadstead.engine.matching.kernel.cards import (
    FIRST_NATION,
    SEVERAL_NATIONS,
    beginning,
    has_several,
    nation_of,
    parts_of,
    sex_of,
)
from roadstead.engine.matching.kernel.compiled import I32, U64, compiled, inlined
from roadstead.engine.matching.kernel.pairing import MOST_LEFT_OVER, damped, is_joined
from roadstead.engine.matching.kernel.ranges import AGREES

ROUNDING: Final = 1e-9
SAME: Final = 2  # index in `by_nation`: the same nationality
ANOTHER: Final = 3
# The most bits of two left-over parts that do not begin with the same two letters.
OTHERWISE: Final = max(MOST_SIMILAR, *(bits for letters, bits, _ in BEGINNINGS if letters < 2))


@inlined
def sift(job: Job, traveller: int, number: int, same: int) -> int:
    """Move the candidates that stay to the front, with the most bits that all but the name can add. Returns their
    number.

    The first `same` candidates have an equal whole name and always stay.
    """
    asked, desk, scratch = job.asked, job.desk, job.scratch
    name_of, class_of, via, links = desk.candidate, desk.candidate_class, desk.candidate_via, desk.candidate_links
    bits, most, card_of = desk.candidate_bits, desk.candidate_most, desk.candidate_card
    dated, begins, by_sex, by_nation = scratch.most, scratch.begins, scratch.by_sex, scratch.by_nation
    skips, skip_begin, skip_bits = scratch.skips, scratch.skip_begin, scratch.skip_bits
    floor, nation = asked.floor[traveller] - ROUNDING, np.int64(asked.nation[traveller])
    parts = asked.part_from[traveller + 1] - asked.part_from[traveller]
    mask = asked.mask[asked.token_from[traveller] : asked.token_from[traveller + 1]]
    _lay_out(job, traveller)
    _deal(job.names.card, name_of, number, card_of)
    kept = 0
    for place in range(number):
        card, met = card_of[place], mask[via[place]]
        of_class = AGREES if has_several(card) else class_of[place]
        beside = dated[of_class] + by_sex[sex_of(card)] + by_nation[_nationality_relation(nation_of(card), nation)]
        passed = 0.0
        for each in range(skips[of_class]):
            passed += skip_bits[of_class, each] if skip_begin[of_class, each] & card else 0.0
        begun = 0
        for part in range(parts):
            begun += (card & begins[part] != 0) & (met >> part & 1 == 0)
        left_over, alone = _left_over(parts - 1, parts_of(card) - 1, begun, passed > 0.0)
        could = damped(bits[place] + passed + left_over) + alone + beside
        stays = place < same or links[place] > 1 or is_joined(met) or has_several(card)
        stays = stays or could >= floor or (passed > 0.0 and bits[place] < MOST_LEFT_OVER)
        name_of[kept], most[kept] = name_of[place], beside
        kept += stays
    return kept


@inlined
def _lay_out(job: Job, traveller: int) -> None:
    """Prepare the values common to all candidates of a traveller."""
    asked, scratch, nation_bits = job.asked, job.scratch, job.asked.nation_bits[traveller]
    first, nation, sex = asked.part_from[traveller], asked.nation[traveller], asked.sex[traveller]
    for place in range(asked.part_from[traveller + 1] - first):
        scratch.begins[place] = beginning(job.pool.letters[asked.part[first + place]])
    for listed in range(scratch.by_sex.shape[0]):
        unknown = sex == 0 or listed == 0
        scratch.by_sex[listed] = 0.0 if unknown else SAME_SEX if listed == sex else OTHER_SEX
    scratch.by_nation[:] = 0.0
    if nation >= 0:
        scratch.by_nation[SAME] = nation_bits
        scratch.by_nation[ANOTHER] = OTHER_NATION
        scratch.by_nation[SEVERAL_NATIONS] = max(nation_bits, OTHER_NATION)


@compiled
def _deal(cards: U64, names: I32, number: int, into: U64) -> None:
    """Copy the cards of the candidates, in a loop of its own so that cache misses overlap."""
    for place in range(number):
        into[place] = cards[names[place]]


@compiled
def _nationality_relation(listed: int, declared: int) -> int:
    """Return the index in `by_nation` of a card's nationality compared with the declared one."""
    if listed < FIRST_NATION:
        return listed
    return SAME if listed - FIRST_NATION == declared else ANOTHER


@compiled
def _left_over(left: int, right: int, begun: int, any_partner: bool) -> tuple[float, float]:
    """Return the most bits of the other declared parts, and the cost of those that must stay alone.

    `begun`: number of those that may be a beginning. `any_partner`: some may match a skipped token; none need be alone.
    """
    pairs = left if any_partner else min(left, right)
    begun = min(begun, pairs)
    return begun * MOST_LEFT_OVER + (pairs - begun) * OTHERWISE, (left - pairs) * DECLARED_ALONE
