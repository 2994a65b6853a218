"""Named arrays that the compiled functions work on. The files of a segment have the same names."""

from __future__ import annotations

from typing import NamedTuple

from roadstead.engine.matching.kernel.compiled import F64, I16, I32, I64, U8, U16, U64


class Words(NamedTuple):
    """Tokens of a segment, their keys, and their frequencies."""

    letters: U8  # [token, 24]
    length: U8
    alone: U8  # 1 for a part of some name, 0 for joined parts only
    having: I32  # number of names with the token, by the frozen statistics
    known: F64  # share of travellers with the token, by the background table; 0 if unknown
    key: U64  # sorted
    key_token: I32
    key_from: I32  # [first bits of a key + 1]: first key with these bits, see `keyed`


class Names(NamedTuple):
    """Rows (name × birth date) in order of birth, and the data of names."""

    row_code: I32  # yyyymmdd, 0 for unknown digits; ascending
    row_name: I32
    posting_from: I64  # [token + 1]
    posting: I32  # rows, ascending
    entity: I32  # of a name
    weak: U8
    parts: U8  # number of parts
    card: U64  # see `cards`
    token_from: I64  # [name + 1]
    token: I32  # plain reading of each part first
    mask: U16  # the parts it covers, as bits
    whole: U64  # sorted; hash of all parts, independent of their order
    whole_name: I32


class Entities(NamedTuple):
    """Data of an entry besides its names."""

    birth_from: I32  # [entity + 1]
    birth: I32  # [date, 4]: first and last day as ordinals, then as yyyymmdd
    nation_from: I32  # [entity + 1]
    nation: I16
    sex: U8  # 1 male, 2 female, 0 unknown
    dead: U8  # withdrawn since the segment was written


class Pool(NamedTuple):
    """Declared tokens so far, and their listed neighbours, best first."""

    letters: U8  # [declared, 24]
    length: U8
    near_from: I64  # [declared + 1]
    near: I32
    bits: F64
    best: F64  # [declared]: highest bits of a neighbour
    rows: I64  # [declared]: rows of all neighbours
    begin: U64  # [declared]: beginnings of all neighbours, see `cards`


class QueryArrays(NamedTuple):
    """Travellers of one batch."""

    token_from: I64  # [traveller + 1]
    token: I32  # declared
    mask: U16
    part_from: I64  # [traveller + 1]
    part: I32  # declared token of the plain reading
    whole_from: I64  # [traveller + 1]
    whole: U64
    birth: I32  # [traveller, 4]; zeros if unknown
    nation: I16  # -1 if unknown
    nation_bits: F64  # bits of an equal nationality, given this name
    sex: U8
    floor: F64


class Found(NamedTuple):
    """Names that reached the floor, one row each."""

    traveller: I32
    entity: I32
    name: I32
    score: F64
    always: U8


class Workspace(NamedTuple):
    """Workspace of one thread: stamps of names, classes of rows, table of the current traveller.

    Candidates are names, each once per traveller. A stamp is the clock at the beginning of the traveller plus the
    position of the name among the candidates.
    """

    stamp: I32  # [name]
    clock: I32  # [1]
    row_class: U8  # [row]
    row: I32  # [row]: rows of a posting to be read, then their names
    of_row: U8  # class of each
    row_bits: F64  # bits of the token by which it was reached
    slot: I32  # listed token + 1, by hash; 0 is free
    first: I32  # first link of the slot's chain
    taken: I32  # slots in use
    chain_next: I32
    chain_bits: F64
    chain_mask: U16
    candidate: I32  # [name + 1], as the others: the last is written and never read
    candidate_from: I64  # where its tokens begin
    candidate_class: U8  # class of the row by which it was reached
    candidate_via: U8  # first token of the traveller by which it was reached
    candidate_links: U8  # 1 if it was reached once, 2 if more often
    candidate_bits: F64  # of the first link
    candidate_most: F64  # the most bits that all but the name can add
    candidate_card: U64


class Scratch(NamedTuple):
    """Small arrays that are reused."""

    bits: F64
    declared: U16
    listed: U16
    used: I64  # [2]: parts taken on either side
    ranges: I32  # [range, 3]: first row, row after the last, class
    most: F64  # by class: the most bits of the birth date
    masks: U64  # [declared part, letter]
    matrix: F64
    open_declared: I64  # places of parts without partner
    open_listed: I64
    order: I64  # tokens of the traveller, commonest first
    readable: U8  # [class]: 1 if rows are read for the current token
    may_skip: U8  # [token of the traveller, class]
    skips: I64  # [class]: number of tokens that are skipped
    skip_begin: U64  # [class, skipped token]: beginnings of its neighbours
    skip_bits: F64  # [class, skipped token]: highest bits of a neighbour
    begins: U64  # [declared part]
    by_nation: F64  # [none listed, several, the same, another]: most bits
    by_sex: F64  # [listed sex]


class Job(NamedTuple):
    """Input and output of a walk. `number` [1]: names found; if `found` has less room, the walk must be repeated."""

    words: Words
    names: Names
    entities: Entities
    pool: Pool
    asked: QueryArrays
    desk: Workspace
    found: Found
    scratch: Scratch
    number: I64
