"""Building of a segment: entries are parsed one by one, then sorted by numpy. Memory grows with the names."""

from __future__ import annotations

import numpy as np

from roadstead.engine.matching.document_files.keys import folded, hashed
from roadstead.engine.matching.forms import keys_of_forms
from roadstead.engine.matching.frequencies import background
from roadstead.engine.matching.kernel.all_keys import count_keys, place_keys
from roadstead.engine.matching.kernel.arrays import Entities, Names, Words
from roadstead.engine.matching.kernel.cards import cards
from roadstead.engine.matching.kernel.compiled import I32, I64, U8, U64
from roadstead.engine.matching.kernel.keyed import directory
from roadstead.engine.matching.kernel.ordering import MOST_BITS, counted, posted, sorted_within
from roadstead.engine.matching.segment.by_birth import Array, flat
from roadstead.engine.matching.segment.rows import Rows
from roadstead.engine.matching.segment.vocabulary import UNDATED, Vocabulary


def words(vocabulary: Vocabulary, having: I32) -> Words:
    """Return the token arrays. `having`: number of names with each token."""
    letters, length, alone, arabic = vocabulary.arrays()
    key, key_token = _keys(vocabulary, letters, length, alone, arabic)
    return Words(letters, length, alone, having, _background_shares(vocabulary), key, key_token, _directory(key))


def _directory(key: U64) -> I32:
    """Return a directory of the sorted keys, with one pattern per four to eight keys."""
    bits = max(1, len(key).bit_length() - 3)
    found = np.empty((1 << bits) + 1, np.int32)
    directory(key, bits, found)
    return found


def _background_shares(vocabulary: Vocabulary) -> Array:
    known, shares = np.zeros(len(vocabulary)), background()
    for number, text in enumerate(vocabulary.texts()):
        if text in shares:
            known[number] = shares[text]
    return known


def _keys(vocabulary: Vocabulary, letters: U8, length: U8, alone: U8, arabic: U8) -> tuple[U64, I32]:
    """Return the keys sorted, with their tokens and including keys of forms. Partitions by the first bits first."""
    form_from, form = keys_of_forms(vocabulary.texts(), letters, length)
    form_token = np.repeat(np.arange(len(length), dtype=np.int32), np.diff(form_from))
    bits = min(MOST_BITS, len(length).bit_length())
    counts = np.zeros(1 << bits, np.int64)
    count_keys(letters, length, alone, arabic, form, bits, counts)
    bounds = np.concatenate([[0], np.cumsum(counts)])
    key, token = np.empty(bounds[-1], np.uint64), np.empty(bounds[-1], np.int32)
    place_keys(letters, length, alone, arabic, form, form_token, bits, bounds[:-1].copy(), key, token)
    sorted_within(bounds, key, token)
    return key, token


def names(rows: Rows) -> tuple[Names, I32]:
    """Return the name arrays, and the number of names with each token."""
    code, row_name = flat(rows.code, np.int32), flat(rows.row_name, np.int32)
    by_birth = np.argsort(code, kind="stable")
    row_name = row_name[by_birth]
    token_from, token = flat(rows.vocabulary.token_from, np.int64), flat(rows.vocabulary.token, np.int32)
    posting_from, posting, having = _postings(token_from, token, row_name, len(rows.vocabulary))
    whole = flat(rows.vocabulary.whole, np.uint64)
    by_whole = np.argsort(whole, kind="stable")
    return Names(
        row_code=code[by_birth],
        row_name=row_name,
        posting_from=posting_from,
        posting=posting,
        entity=flat(rows.entity, np.int32),
        weak=flat(rows.weak, np.uint8),
        parts=flat(rows.parts, np.uint8),
        card=np.zeros(len(rows.entity), np.uint64),
        token_from=token_from,
        token=token,
        mask=flat(rows.vocabulary.mask, np.uint16),
        whole=whole[by_whole],
        whole_name=flat(rows.vocabulary.whole_name, np.int32)[by_whole],
    ), having


def _postings(token_from: I64, token: I32, row_name: I32, tokens: int) -> tuple[I64, I32, I32]:
    """Return for each token the rows of the names that have it, ascending, and the number of these names."""
    rows = np.bincount(row_name, minlength=len(token_from) - 1)
    having, posting_from = np.zeros(tokens, np.int32), np.zeros(tokens + 1, np.int64)
    counted(token_from, token, rows, having, posting_from)
    np.cumsum(posting_from, out=posting_from)
    posting = np.empty(posting_from[-1], np.int32)
    posted(token_from, token, row_name, posting_from[:-1].copy(), posting)
    return posting_from, posting, having


def with_cards(of: Names, of_words: Words, beside: Entities) -> Names:
    """Fill in the card of each name."""
    several = _several(of, beside)
    cards(
        of_words.letters,
        of.token_from,
        of.token,
        of.parts,
        several,
        of.entity,
        beside.sex,
        beside.nation_from,
        beside.nation,
        of.card,
    )
    return of


def _several(of: Names, beside: Entities) -> U8:
    """Return by name: 1 if it has several rows, or one whose code does not hold all that is known of the birth."""
    several = np.bincount(of.row_name, minlength=len(of.entity)) > 1
    undated = of.row_name[: np.searchsorted(of.row_code, np.int32(UNDATED), side="right")]
    several[undated] |= np.diff(beside.birth_from)[of.entity[undated]] > 0
    return several.astype(np.uint8)


def entities(rows: Rows) -> Entities:
    return Entities(
        birth_from=flat(rows.birth_from, np.int32),
        birth=flat(rows.birth, np.int32).reshape(-1, 4),
        nation_from=flat(rows.nation_from, np.int32),
        nation=flat(rows.nation, np.int16),
        sex=flat(rows.sex, np.uint8),
        dead=np.zeros(len(rows.sex), np.uint8),
    )


def sorted_with_places(keys: U64) -> tuple[U64, I32]:
    """Return the sorted keys, and the former position of each."""
    order = np.argsort(keys, kind="stable")
    return keys[order], order.astype(np.int32)


def papers(rows: Rows) -> tuple[U64, I32]:
    """Return the sorted keys of document numbers, and their owners. Numbers without letters or digits are left out."""
    texts = folded(rows.paper)
    paper, is_any = hashed(texts), np.array([bool(text) for text in texts], np.bool_)
    order = np.argsort(paper[is_any], kind="stable")
    return paper[is_any][order], flat(rows.paper_entity, np.int32)[is_any][order]
