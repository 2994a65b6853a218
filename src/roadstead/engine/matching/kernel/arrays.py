"""What the compiled functions are given: named arrays. The same names stand in the files of a segment."""

from __future__ import annotations

from typing import NamedTuple

from roadstead.engine.matching.kernel.compiled import F64, I16, I32, I64, U8, U16, U64


class Words(NamedTuple):
    """The tokens of a segment, their keys, and how common they are."""

    letters: U8  # [token, 24]
    length: U8
    alone: U8  # 1 where it is a part of some name, 0 where it is only parts joined
    having: I32  # names that have it, by the frozen statistics
    known: F64  # share of travellers who have it, by the background table; 0 where it does not say
    key: U64  # sorted
    key_token: I32
    key_from: I32  # [first bits of a key + 1]: where those that begin so stand among them; see `keyed`


class Names(NamedTuple):
    """Rows (name × birth date) in order of birth, and what stands behind them."""

    row_code: I32  # yyyymmdd, 0 for what is not known; ascending
    row_name: I32
    posting_from: I64  # [token + 1]
    posting: I32  # rows, ascending
    entity: I32  # of a name
    weak: U8
    parts: U8  # how many
    card: U64  # see `cards`
    token_from: I64  # [name + 1]
    token: I32  # plain reading of each part first
    mask: U16  # the parts it covers, as bits
    whole: U64  # sorted; of the parts in order of the alphabet
    whole_name: I32


class Entities(NamedTuple):
    """What is known of an entry beside its names."""

    birth_from: I32  # [entity + 1]
    birth: I32  # [date, 4]: first and last day as ordinals, then as yyyymmdd
    nation_from: I32  # [entity + 1]
    nation: I16
    sex: U8  # 1 male, 2 female, 0 not known
    dead: U8  # withdrawn since the segment was written


class Pool(NamedTuple):
    """Declared tokens met so far, and the listed ones each may stand for, best first."""

    letters: U8  # [declared, 24]
    length: U8
    near_from: I64  # [declared + 1]
    near: I32
    bits: F64
    best: F64  # [declared]: most bits of any
    rows: I64  # [declared]: rows of all of them
    begin: U64  # [declared]: how any of them begins, see `cards`


class Asked(NamedTuple):
    """Travellers of one batch."""

    token_from: I64  # [traveller + 1]
    token: I32  # declared
    mask: U16
    part_from: I64  # [traveller + 1]
    part: I32  # declared token of the plain reading
    whole_from: I64  # [traveller + 1]
    whole: U64
    birth: I32  # [traveller, 4]; zeros where nothing is known
    nation: I16  # -1 where nothing is known
    nation_bits: F64  # what agreeing in it says, beside this name
    sex: U8
    floor: F64


class Found(NamedTuple):
    """Who reached the floor: a row of each for every name of every entry that did."""

    traveller: I32
    entity: I32
    name: I32
    score: F64
    always: U8


class Desk(NamedTuple):
    """Room to work in, of one thread: stamps for names, classes of rows, the tokens of the one who is asked for.

    Candidates are names, each once for a traveller. A stamp is the clock at the traveller's turn and the place of the
    name among the candidates, added up.
    """

    stamp: I32  # [name]
    clock: I32  # [1]
    row_class: U8  # [row]
    row: I32  # [row]: of a posting, those to be read, then their names
    of_row: U8  # the class of each
    row_bits: F64  # and what the token by which it was reached says
    slot: I32  # listed token + 1, by hash; 0 is free
    first: I32  # of the chain of a slot
    taken: I32  # slots in use
    chain_next: I32
    chain_bits: F64
    chain_mask: U16
    candidate: I32  # [name + 1], as the others: the last is written and not kept
    candidate_from: I64  # where its tokens begin
    candidate_class: U8  # of the row by which each was reached
    candidate_via: U8  # the token of the traveller by which it was reached first
    candidate_links: U8  # 1 where it was reached once, 2 where more often
    candidate_bits: F64  # of the first of them
    candidate_most: F64  # what everything but the name can add
    candidate_card: U64


class Scratch(NamedTuple):
    """Small arrays used over and over."""

    bits: F64
    declared: U16
    listed: U16
    used: I64  # [2]: parts taken on either side
    ranges: I32  # [range, 3]: first row, row after the last, class
    most: F64  # by class: what the birth date can add
    masks: U64  # [declared part, letter]
    matrix: F64
    open_declared: I64  # places of parts without partner
    open_listed: I64
    order: I64  # tokens of the traveller, commonest first
    readable: U8  # [class]: of the token at hand
    may_skip: U8  # [token of the traveller, class]
    skips: I64  # [class]: how many may be
    skip_begin: U64  # [class, one of them]: how its listed ones begin
    skip_bits: F64  # and the most bits of any
    begins: U64  # [declared part]
    by_nation: F64  # [listed none, several, the same, another]: the most it can add
    by_sex: F64  # [listed sex]


class Job(NamedTuple):
    """All that a walk needs. `number` [1]: found so far; more than `found` has room for means: ask again."""

    words: Words
    names: Names
    entities: Entities
    pool: Pool
    asked: Asked
    desk: Desk
    found: Found
    scratch: Scratch
    number: I64
