"""From entries to a segment: taken apart one by one, then put in order by numpy. Memory grows with names, not text."""

from __future__ import annotations

from array import array

import numpy as np

from roadstead.screening.frequencies import background
from roadstead.screening.kernel.all_keys import all_keys
from roadstead.screening.kernel.arrays import Entities, Names, Words
from roadstead.screening.kernel.cards import cards
from roadstead.screening.kernel.compiled import I32, I64, U8, U64
from roadstead.screening.kernel.letters import LONGEST
from roadstead.screening.kernel.token_keys import form_keys
from roadstead.screening.keys import forms_anew
from roadstead.screening.segment import nations
from roadstead.screening.segment.by_birth import Array, flat
from roadstead.screening.segment.dates import UNDATED
from roadstead.screening.segment.rows import Rows, Vocabulary, texts


def words(rows: Rows, count: I32) -> Words:
    """`count`: names that have each token."""
    vocabulary = rows.vocabulary
    length = np.fromiter(map(len, vocabulary.number), np.uint8, len(vocabulary.number))
    letters = np.zeros((len(length), LONGEST), np.uint8)
    for place, text in enumerate(texts(vocabulary)):
        letters[place, : len(text)] = np.frombuffer(text, np.uint8)
    alone, arabic = flat(vocabulary.alone, np.uint8), flat(vocabulary.arabic, np.uint8)
    key, key_token = _keys(vocabulary, letters, length, alone, arabic)
    return Words(letters, length, alone, count, _known(vocabulary), key, key_token)


def _known(vocabulary: Vocabulary) -> Array:
    known = np.zeros(len(vocabulary.number))
    for text, share in background().items():
        if text in vocabulary.number:
            known[vocabulary.number[text]] = share
    return known


def _keys(vocabulary: Vocabulary, letters: U8, length: U8, alone: U8, arabic: U8) -> tuple[U64, I32]:
    """Sorted, with those of the groups of forms of one name."""
    nothing = np.empty(0, np.uint64), np.empty(0, np.int32)
    number = all_keys(letters, length, alone, arabic, *nothing)
    key, token = np.empty(number, np.uint64), np.empty(number, np.int32)
    all_keys(letters, length, alone, arabic, key, token)
    of_forms, forms_token = _forms(vocabulary)
    key, token = np.concatenate([key, of_forms]), np.concatenate([token, forms_token])
    order = np.argsort(key, kind="stable")
    return key[order], token[order]


def _forms(vocabulary: Vocabulary) -> tuple[U64, I32]:
    """Keys of the groups of forms of one name, and the tokens that have them."""
    groups, tokens = array("Q"), array("i")
    for text, number in vocabulary.number.items():
        for group in forms_anew(text):
            groups.append(group)
            tokens.append(number)
    return form_keys(flat(groups, np.uint64)), flat(tokens, np.int32)


def names(rows: Rows, tokens: int) -> tuple[Names, I32]:
    """And how many names have each token."""
    code, row_name = flat(rows.code, np.int32), flat(rows.row_name, np.int32)
    by_birth = np.argsort(code, kind="stable")
    token_from, token = flat(rows.token_from, np.int64), flat(rows.token, np.int32)
    pairs = _pairs(token_from, token)
    posting_from, posting = _postings(pairs, row_name[by_birth], len(rows.entity), tokens)
    whole = flat(rows.whole, np.uint64)
    by_whole = np.argsort(whole, kind="stable")
    count = np.bincount(pairs >> 32, minlength=tokens).astype(np.int32)
    return Names(
        row_code=code[by_birth],
        row_name=row_name[by_birth],
        posting_from=posting_from,
        posting=posting,
        entity=flat(rows.entity, np.int32),
        weak=flat(rows.weak, np.uint8),
        parts=flat(rows.parts, np.uint8),
        card=np.zeros(len(rows.entity), np.uint64),
        token_from=token_from,
        token=token,
        mask=flat(rows.mask, np.uint16),
        whole=whole[by_whole],
        whole_name=flat(rows.whole_name, np.int32)[by_whole],
    ), count


def with_cards(of: Names, of_words: Words, beside: Entities) -> Names:
    """With a card of each name."""
    several = _several(of, beside)
    cards(of_words.letters, of.token_from, of.token, of.parts, several, of.entity, beside.sex, beside.nation_from,
          beside.nation, of.card)  # fmt: skip
    return of


def _several(of: Names, beside: Entities) -> U8:
    """By name: whether it has several rows, or one whose code does not say all that is known of the birth."""
    several = np.bincount(of.row_name, minlength=len(of.entity)) > 1
    undated = of.row_name[: np.searchsorted(of.row_code, np.int32(UNDATED), side="right")]
    several[undated] |= np.diff(beside.birth_from)[of.entity[undated]] > 0
    return several.astype(np.uint8)


def _pairs(token_from: I64, token: I32) -> I64:
    """Token and name in one number, each pair once, in order."""
    name = np.repeat(np.arange(len(token_from) - 1, dtype=np.int64), np.diff(token_from))
    pairs = (token.astype(np.int64) << 32) | name
    pairs.sort()
    return pairs[np.concatenate([[True], pairs[1:] != pairs[:-1]])] if len(pairs) else pairs


def _postings(pairs: I64, row_name: I32, number: int, tokens: int) -> tuple[I64, I32]:
    """Of each token: the rows of the names that have it, ascending."""
    of_name = np.argsort(row_name, kind="stable").astype(np.int32)  # rows, name by name
    many = np.bincount(row_name, minlength=number)
    first = np.concatenate([[0], np.cumsum(many)])
    token, name = pairs >> 32, pairs & 0xFFFFFFFF
    repeats = many[name]
    starts = np.repeat(first[name], repeats)
    within = np.arange(len(starts)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    found = (np.repeat(token, repeats) << 32) | of_name[starts + within]
    found.sort()
    posting_from = np.searchsorted(found, np.arange(tokens + 1, dtype=np.int64) << 32)
    return posting_from.astype(np.int64), (found & 0xFFFFFFFF).astype(np.int32)


def entities(rows: Rows) -> Entities:
    nation_from, nation = flat(rows.nation_from, np.int32), flat(rows.nation, np.int16)
    return Entities(
        birth_from=flat(rows.birth_from, np.int32),
        birth=flat(rows.birth, np.int32).reshape(-1, 4),
        nation_from=nation_from,
        nation=nation,
        sex=flat(rows.sex, np.uint8),
        dead=np.zeros(len(rows.sex), np.uint8),
        nation_bits=nations.bits_of(nations.shares(nation_from, nation)),
    )


def sorted_with_places(keys: U64) -> tuple[U64, I32]:
    """Keys in order, and where each stood."""
    order = np.argsort(keys, kind="stable")
    return keys[order], order.astype(np.int32)


def papers(rows: Rows) -> tuple[U64, I32]:
    """Hashes of the numbers of documents, sorted, and whose they are."""
    paper = flat(rows.paper, np.uint64)
    order = np.argsort(paper, kind="stable")
    return paper[order], flat(rows.paper_entity, np.int32)[order]
