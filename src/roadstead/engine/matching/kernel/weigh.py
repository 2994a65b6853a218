"""All evidence of one traveller and listed names in bits; names are kept if they reach the floor, or by policy."""

from __future__ import annotations

from typing import Final

from roadstead.engine.matching.features.evidence import CONTRADICTION
from roadstead.engine.matching.features.evidence import NATIONALITY_DIFFERS as OTHER_NATION
from roadstead.engine.matching.features.evidence import SEX_DIFFERENT as OTHER_SEX
from roadstead.engine.matching.features.evidence import SEX_EQUAL as SAME_SEX
from roadstead.engine.matching.kernel.arrays import Job
from roadstead.engine.matching.kernel.births import birth_bits
from roadstead.engine.matching.kernel.compiled import I16, I32, I64, U16, compiled, inlined
from roadstead.engine.matching.kernel.pairing import bound, greedy, leftovers, ones, open_places, pairs

ROUNDING: Final = 1e-9
OUT_OF_REACH: Final = -1e9


@inlined
def weigh(job: Job, traveller: int, number: int, same: int) -> None:
    """Weigh the candidates of one traveller. The first `same` candidates have an equal whole name.

    Arrays are taken out of their tuples once: a tuple of forty arrays is expensive to pass for every candidate.
    """
    asked, names, entities, found, desk, scratch = job.asked, job.names, job.entities, job.found, job.desk, job.scratch
    birth, nation, sex = asked.birth[traveller], asked.nation[traveller], asked.sex[traveller]
    floor, part, first = asked.floor[traveller], asked.part, asked.part_from[traveller]
    parts = asked.part_from[traveller + 1] - first
    births, birth_from = entities.birth, entities.birth_from
    nations, nation_from, nation_bits = entities.nation, entities.nation_from, asked.nation_bits[traveller]
    sexes, dead, entity_of, weak, parts_of = entities.sex, entities.dead, names.entity, names.weak, names.parts
    token, mask, token_from = names.token, names.mask, names.token_from
    slot, chain, chain_next, chain_bits, chain_mask = (
        desk.slot,
        desk.first,
        desk.chain_next,
        desk.chain_bits,
        desk.chain_mask,
    )
    bits, declared, listed, used = scratch.bits, scratch.declared, scratch.listed, scratch.used
    left_open, right_open, masks, matrix = scratch.open_declared, scratch.open_listed, scratch.masks, scratch.matrix
    letters, length = job.pool.letters, job.pool.length
    listed_letters, listed_length = job.words.letters, job.words.length
    candidate, most = desk.candidate, desk.candidate_most
    begin, kept = desk.candidate_from, job.number[0]
    _prefetch(number, candidate, token_from, token, mask, begin, used)
    for place in range(number):
        name, is_same = candidate[place], place < same
        needed = OUT_OF_REACH if is_same else floor - most[place] - ROUNDING
        start = begin[place]
        paired = pairs(
            slot,
            chain,
            chain_next,
            chain_bits,
            chain_mask,
            token,
            mask,
            start,
            token_from[name + 1],
            bits,
            declared,
            listed,
        )
        if paired == 1:  # as in most cases
            score, used[0], used[1] = bits[0], declared[0], listed[0]
        else:
            score = greedy(bits, declared, listed, paired, used)
        left, right = parts - ones(used[0]), parts_of[name] - ones(used[1])
        if bound(score, left, right) < needed:
            continue
        open_places(used[0], parts, left_open)
        open_places(used[1], parts_of[name], right_open)
        score = leftovers(
            letters,
            length,
            part,
            first,
            left_open,
            left,
            listed_letters,
            listed_length,
            token,
            start,
            right_open,
            right,
            masks,
            matrix,
            score,
            needed,
        )
        if score < needed:
            continue
        entity = entity_of[name]
        born = birth_bits(birth, birth_from[entity], birth_from[entity + 1], births)
        if dead[entity] or (weak[name] and born <= 0.0):
            continue  # policy: a weak alias needs a second identifier
        score += born + _sex(sex, sexes[entity])
        score += _nation(nation, nation_from[entity], nation_from[entity + 1], nations, nation_bits)
        always = is_same and born > CONTRADICTION  # policy: the whole name, and no contradiction
        if not always and score < floor - ROUNDING:
            continue
        if kept < found.entity.shape[0]:
            found.traveller[kept], found.entity[kept], found.name[kept] = traveller, entity, name
            found.score[kept], found.always[kept] = score, always
        kept += 1
    job.number[0] = kept


@compiled
def _prefetch(number: int, candidate: I32, token_from: I64, token: I32, mask: U16, begin: I64, used: I64) -> None:
    """Read the tokens of all candidates, so that their cache misses overlap instead of following one another."""
    touched = 0
    for place in range(number):
        begin[place] = token_from[candidate[place]]
    for place in range(number):
        touched += token[begin[place]] ^ mask[begin[place]]
    used[0] = touched


@compiled
def _nation(declared: int, first: int, last: int, nation: I16, bits: float) -> float:
    """Return `bits` if a nationality is equal; they are higher the rarer it is on the list and among such names."""
    if declared < 0 or first == last:
        return 0.0
    for at in range(first, last):
        if nation[at] == declared:
            return bits
    return OTHER_NATION


@compiled
def _sex(declared: int, listed: int) -> float:
    if declared == 0 or listed == 0:
        return 0.0
    return SAME_SEX if declared == listed else OTHER_SEX
