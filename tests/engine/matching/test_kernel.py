"""What is compiled says the same as its slow twin in plain Python."""

from __future__ import annotations

import itertools
import string
from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from roadstead.engine.matching import keys
from roadstead.engine.matching.features.evidence import DECLARED_ALONE, LISTED_ALONE, birth_date
from roadstead.engine.matching.kernel import births, letters, ordering, pairing, ranges, skeleton, token_keys
from roadstead.engine.matching.kernel.compiled import I32, U8
from roadstead.engine.matching.segment import vocabulary as dates
from roadstead.engine.matching.segment.vocabulary import Tokens, Vocabulary, line_of
from roadstead.engine.matching.tokens import parts_and_joined, whole_names
from roadstead.engine.text.names import Readings

UNTIMED = settings(deadline=None)  # the first call compiles
LETTERS = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=24)
SOUNDS = st.lists(
    st.sampled_from(
        [
            *keys.SOUNDS,
            "abd",
            "abdul",
            "abdurr",
            "aldin",
            "eldeen",
            "uldine",
            "h",
            "a",
            "y",
            "w",
            "j",
            "nn",
            "l",
            "r",
            "o",
        ]
    ),
    min_size=1,
    max_size=8,
).map(lambda sounds: "".join(sounds)[:24])
DAYS = st.dates(date(1900, 1, 1), date(2026, 12, 31))


def as_bytes(text: str) -> U8:
    return np.frombuffer(text.encode().ljust(24, b"\0"), np.uint8).copy()


def buffers() -> U8:
    return np.zeros((3, token_keys.BUFFER), np.uint8)


@UNTIMED
@given(st.one_of(LETTERS, SOUNDS))
def test_a_skeleton_is_that_of_the_rules_of_sound(part: str) -> None:
    room = buffers()
    size = skeleton.skeleton(as_bytes(part), len(part), room[0], room[1])
    found = bytes(room[1, :size]).decode()
    assert (found,) == keys.skeletons(part)[:1] or len(found) < keys.SHORTEST_SKELETON


@UNTIMED
@given(st.one_of(LETTERS, SOUNDS))
def test_a_coarse_key_is_that_of_the_rules_for_arabic_script(part: str) -> None:
    room = buffers()
    size = skeleton.coarse(as_bytes(part), len(part), room[0], room[1], room[2])
    found = bytes(room[1, :size]).decode()
    assert (found if size >= keys.SHORTEST_COARSE else "") == keys.coarse(part)


@UNTIMED
@given(st.one_of(LETTERS, SOUNDS), st.one_of(LETTERS, SOUNDS))
def test_a_distance_is_that_of_optimal_string_alignment(one: str, other: str) -> None:
    of = np.zeros(37, np.uint64)
    letters.masks(as_bytes(one), len(one), of)
    assert letters.distance(of, len(one), as_bytes(other), len(other)) == OSA.distance(one, other)


@UNTIMED
@given(LETTERS)
def test_a_token_has_keys_for_itself_its_skeletons_and_each_letter_left_out(part: str) -> None:
    hashes = np.zeros(token_keys.MOST_KEYS, np.uint64)
    kinds, sizes = np.zeros(token_keys.MOST_KEYS, np.int64), np.zeros(token_keys.MOST_KEYS, np.int64)
    number = token_keys.keys_of(as_bytes(part), len(part), True, hashes, kinds, sizes, buffers())
    of_kind = [int(np.count_nonzero(kinds[:number] == kind)) for kind in (1, 2, 3)]
    assert of_kind == [1, len(keys.skeletons(part)), len(keys.deletions(part))]


def partial(day: date, kind: int) -> str:
    return (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4], f"{day.year - 2}/{day.year}", "")[kind]


BORN = st.builds(partial, DAYS, st.sampled_from([0, 0, 0, 1, 2, 3, 4]))
NEAR_DAYS = st.builds(lambda day, apart: (day, day + timedelta(days=apart)), DAYS, st.integers(-400, 400))


def bits(declared: str, *listed: str) -> float:
    birth: I32 = np.array([dates.covered(each) for each in listed], np.int32).reshape(-1, 4)
    return births.birth_bits(np.array(dates.covered(declared), np.int32), 0, len(listed), birth)


@UNTIMED
@given(BORN, BORN)
def test_birth_dates_say_the_same_bits(declared: str, listed: str) -> None:
    assert bits(declared, listed) == birth_date(declared, (listed,)).bits


@UNTIMED
@given(
    st.one_of(BORN, st.just("born")),
    st.lists(
        st.one_of(
            BORN, st.sampled_from(["unknown", "0000-00-00", "1975-02-30", "1850/2020", "1900/1999", "1900/2000"])
        ),
        max_size=3,
    ),
)
def test_birth_dates_that_cannot_be_read_say_the_same_bits(declared: str, listed: list[str]) -> None:
    assert bits(declared, *listed) == birth_date(declared, listed).bits


@UNTIMED
@given(NEAR_DAYS, st.sampled_from([0, 1, 2, 3]), st.sampled_from([0, 1, 2, 3]))
def test_birth_dates_near_each_other_say_the_same_bits(days: tuple[date, date], one: int, other: int) -> None:
    declared, listed = partial(days[0], one), partial(days[1], other)
    assert bits(declared, listed) == birth_date(declared, (listed,)).bits


@UNTIMED
@given(NEAR_DAYS, st.sampled_from([0, 1, 2, 3]), st.sampled_from([0, 1, 2, 3]))
def test_rows_whose_birth_date_does_not_contradict_are_in_the_ranges(
    days: tuple[date, date], one: int, other: int
) -> None:
    declared, listed = partial(days[0], one), partial(days[1], other)
    codes = np.array(sorted(dates.codes((listed,))), np.int32)
    into = np.zeros((ranges.MOST_RANGES, 3), np.int32)
    number = ranges.ranges(np.array(dates.covered(declared), np.int32), codes, into)
    reached = {row for first, last, _ in into[:number].tolist() for row in range(first, last)}
    if birth_date(declared, (listed,)).bits > births.CONTRADICTS:
        assert reached, (declared, listed)
        best = max(into[:number, 2].tolist())
        assert ranges.MOST_BY_CLASS[best] >= birth_date(declared, (listed,)).bits


@UNTIMED
@given(st.lists(st.lists(st.floats(-99, 5, width=32), min_size=3, max_size=3), min_size=3, max_size=3))
def test_leftovers_pair_best_first(rows: list[list[float]]) -> None:
    matrix = np.array(rows)
    total = pairing._greedily(matrix.copy(), 3, 3, 6.0)
    speaking, against, left = 6.0, 0.0, [(row, column) for row in range(3) for column in range(3)]
    paired = 0
    while left:
        row, column = max(left, key=lambda at: (matrix[at], -at[0], -at[1]))
        if matrix[row, column] <= pairing.NO_PAIR:
            break
        speaking, against = speaking + max(matrix[row, column], 0.0), against + min(matrix[row, column], 0.0)
        paired += 1
        left = [at for at in left if at[0] != row and at[1] != column]
    wanted = pairing.damped(speaking) + against + (3 - paired) * (DECLARED_ALONE + LISTED_ALONE)
    assert abs(total - wanted) < 1e-6


@UNTIMED
@given(st.one_of(LETTERS, SOUNDS), st.one_of(LETTERS, SOUNDS))
def test_two_parts_are_at_least_as_far_apart_as_their_strange_letters_say(one: str, other: str) -> None:
    of = np.zeros(37, np.uint64)
    letters.masks(as_bytes(one), len(one), of)
    size: Any = np.array([len(one), len(other)], np.uint8)  # as the arrays hold them
    least = letters.distance_at_least(of, size[0], as_bytes(other), size[1])
    assert 0 <= least <= OSA.distance(one, other)


PARTS = st.lists(
    st.lists(st.text("abmn", min_size=1, max_size=12), min_size=1, max_size=3, unique=True).map(tuple),
    min_size=1,
    max_size=9,
).map(tuple)


@UNTIMED
@given(st.lists(PARTS, min_size=1, max_size=6))
def test_the_tokens_of_a_name_are_those_of_the_rules_numbered_as_they_are_met(
    names: list[tuple[Readings, ...]],
) -> None:
    vocabulary, numbers = Vocabulary(), dict[str, int]()
    for name in names:
        vocabulary.add(name, arabic=False)
    vocabulary.finish()
    wanted = [(numbers.setdefault(text, len(numbers)), mask) for name in names for text, mask in parts_and_joined(name)]
    assert list(zip(vocabulary.token, vocabulary.mask, strict=True)) == wanted
    assert list(vocabulary.texts()) == list(numbers)
    assert vocabulary.token_from.tolist() == [
        sum(len(parts_and_joined(name)) for name in names[:end]) for end in range(len(names) + 1)
    ]


@UNTIMED
@given(st.lists(st.one_of(PARTS, st.just(())), min_size=1, max_size=6))
def test_what_is_told_of_travellers_keeps_what_is_joined_or_arabic_apart(names: list[tuple[Readings, ...]]) -> None:
    """Somebody without a name has no token, and is nobody else."""
    declared, arabic = Tokens(of_kinds=True), bytes(place % 2 for place in range(len(names)))
    told, numbers = declared.tokenise(list(map(line_of, names)), arabic), dict[tuple[str, bool, int], int]()
    wanted = [
        (numbers.setdefault((text, mask & (mask - 1) != 0, of_arabic), len(numbers)), mask)
        for name, of_arabic in zip(names, arabic, strict=True)
        for text, mask in parts_and_joined(name)
    ]
    assert list(zip(told.token.tolist(), told.mask.tolist(), strict=True)) == wanted
    _, _, alone, from_arabic = declared.arrays()
    kept = zip(declared.texts(), alone.tolist(), from_arabic.tolist(), strict=True)
    assert list(kept) == [(text, int(not joined), of_arabic) for text, joined, of_arabic in numbers]
    assert [declared.text(number) for number in range(len(declared))] == [text for text, _, _ in numbers]


@UNTIMED
@given(st.lists(PARTS, min_size=1, max_size=6))
def test_two_names_share_a_hash_of_the_whole_where_a_reading_has_the_same_parts(
    names: list[tuple[Readings, ...]],
) -> None:
    told = Tokens().tokenise([line_of(name) for name in names], bytes(len(names)))
    ends = [0, *told.whole_ends.tolist()]
    hashes = [set(told.whole[first:last].tolist()) for first, last in itertools.pairwise(ends)]
    assert [len(of_name) for of_name in hashes] == [len(whole_names(name)) for name in names]
    for one, other in itertools.combinations(range(len(names)), 2):
        assert len(hashes[one] & hashes[other]) == len(whole_names(names[one]) & whole_names(names[other]))


def test_a_vocabulary_grows_and_knows_what_it_knew() -> None:
    vocabulary = Vocabulary()
    for number in range(20_000):
        vocabulary.add(((f"a{number % 9_000}",), ("b",)), arabic=number == 3)
    vocabulary.finish()
    letters_of, length, alone, arabic = vocabulary.arrays()
    assert len(vocabulary) == 9_000 * 2 + 1 == len(set(vocabulary.texts())) == len(letters_of)
    assert vocabulary.token.tolist()[27_000:27_003] == [0, 1, 2]
    assert alone.sum() == 9_001
    assert arabic.sum() == 3
    assert length.max() == 6


@UNTIMED
@given(st.lists(st.integers(0, 2**64 - 1), max_size=60), st.integers(0, 60))
def test_keys_are_sorted_with_the_lower_token_first(some: list[int], cut: int) -> None:
    key, token = (
        np.array([*some, *some[:9]], np.uint64),
        np.arange(len(some) + len(some[:9]), dtype=np.int32)[::-1].copy(),
    )
    wanted = sorted(zip(key.tolist()[:cut], token.tolist()[:cut], strict=True))
    ordering.sorted_within(np.array([0, min(cut, len(key))]), key, token)
    assert list(zip(key.tolist()[:cut], token.tolist()[:cut], strict=True)) == wanted
