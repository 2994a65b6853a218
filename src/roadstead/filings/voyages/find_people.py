"""Travellers by name or booking, from the keys that one state, or the region, may read (decision 0042).

Each step is one statement over indexes that begin with the state, and reads at most MAX_KEYS rows: a name that many
people have costs no more than that. The steps go from the name as typed to likely mistakes; the first that finds
anybody ends the search.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, partial
from heapq import nlargest
from itertools import pairwise
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet

from roadstead.engine.matching.keys import skeletons
from roadstead.engine.reference.tables import word_table
from roadstead.engine.text.names import PARTICLES, Readings
from roadstead.filings.voyages.search_keys import NAMES, SearchKeys, sounds
from roadstead.platform.accounts.models import State, User

MAX_KEYS: Final = 10_000  # rows read in one step
HAS_IT: Final = "exists (select 1 from voyages_searchkeys where state = any (%(states)s) and {} = key)"
EXISTING: Final = f"select key from unnest(%(keys)s::text[]) key where {' or '.join(map(HAS_IT.format, NAMES))}"  # noqa: S608
MIN_SPLIT: Final = 4  # consonants of a part that may be two parts written together
CONSONANTS: Final = "abdfghjklmnprstx"  # symbols of a sound; a is a vowel at the beginning
MIN_SLIP, MAX_SLIP = 3, 8  # consonants of a part in which one may be wrong
Keys = tuple[str, ...]  # of one part, the sound of its plain reading first


def own_keys(user: User) -> QuerySet[SearchKeys, SearchKeys]:
    """Return the keys that this user may read, by state, so that the indexes serve."""
    return SearchKeys.objects.visible_to(user).filter(state__in=_states(user))


def _states(user: User) -> list[str]:
    return [user.state_id] if user.state_id else list(State.objects.values_list("code", flat=True))


def _existing(states: Sequence[str], keys: Collection[str]) -> set[str]:
    """Return those of these keys that some name has: one look into each index, and no row is read."""
    with connection.cursor() as cursor:
        cursor.execute(EXISTING, {"keys": sorted(keys), "states": list(states)})
        return {key for (key,) in cursor.fetchall()}


def with_booking(user: User, locator: str) -> list[int]:
    """Return ids of travellers with this booking reference, the newest first."""
    return _newest(own_keys(user).filter(booking=locator))


def named(user: User, text: str, parts: Sequence[Readings]) -> Iterator[list[int]]:
    """Yield for each step the ids of travellers who may have this name, the newest first. `parts`: of `text`."""
    rows, keys = own_keys(user), part_keys(text, without_particles(parts))
    for condition in _steps(keys, partial(_existing, _states(user))) if keys else ():
        if found := _newest(rows.filter(condition)):
            yield found


def _newest(rows: QuerySet[SearchKeys, SearchKeys]) -> list[int]:
    """Return ids of at most MAX_KEYS rows. An order in the statement would make the planner walk through a whole index
    for a rare name.
    """
    found = set(rows.values_list("traveller_id", flat=True)[:MAX_KEYS])
    return nlargest(len(found), found)


def without_particles(parts: Sequence[Readings]) -> Sequence[Readings]:
    """Return the parts that distinguish persons; all of them if the name has only particles."""
    return [part for part in parts if part[0] not in PARTICLES] or parts


def part_keys(text: str, parts: Sequence[Readings]) -> list[Keys]:
    """Return the keys of each part: those of its readings, of other forms of the name, and of spellings with j or c."""
    words = [(*part, *(form for each in part for form in sorted(_other_forms(each)))) for part in parts]
    read, found = sounds(text, sorted({word for each in words for word in each}))
    keys = [
        (*(found[word] for word in each), *(key for reading in part for key in skeletons(reading)))
        for each, part in zip(words, parts, strict=True)
    ]
    if not text.isascii() and len(read) == len(keys):  # another script, as the database reads it
        _, others = sounds("", read)
        keys = [(*each, others[word]) for each, word in zip(keys, read, strict=True)]
    return [tuple(dict.fromkeys(each)) for each in keys]


@cache
def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for group in word_table("equals"):
        for part in group:
            found[part] = found.get(part, frozenset()) | set(group)
    return found


def _other_forms(part: str) -> frozenset[str]:
    return _groups().get(part, frozenset())


def _steps(keys: Sequence[Keys], existing: Callable[[Collection[str]], set[str]]) -> Iterator[Q]:
    """Yield the conditions, from the name as typed to one consonant wrong. `existing`: which keys some name has."""
    yield _all(keys)
    if joined := _any(map(_all, _with_existing(keys, list(_joined_or_split(keys)), existing))):
        yield joined
    if len(keys) > 2:
        yield _any(_all([*keys[:at], *keys[at + 1 :]]) for at in range(len(keys)))
    slips: list[Sequence[Keys]] = [
        [*keys[:at], _slips(each), *keys[at + 1 :]] for at, each in enumerate(keys) if _slips(each)
    ]
    if len(keys) == 1:  # no other part narrows it
        slips = list(_with_existing(keys, slips, existing))
    if wrong := _any(map(_all, slips)):
        yield wrong


def _all(keys: Sequence[Keys]) -> Q:
    condition = Q()
    for each in keys:
        condition &= _any(Q(**{f"{column}__in": each}) for column in NAMES)
    return condition


def _any(conditions: Iterator[Q]) -> Q:
    condition = Q()
    for each in conditions:
        condition |= each
    return condition


def _joined_or_split(keys: Sequence[Keys]) -> Iterator[Sequence[Keys]]:
    """Yield the keys with neighbouring parts written as one (JEANPIERRE), or with one that is stored as two."""
    for at, (one, two) in enumerate(pairwise(keys)):
        joined = tuple({_joined(first, second) for first in one for second in two})
        yield [*keys[:at], joined, *keys[at + 2 :]]
    for at, each in enumerate(keys):
        for key in each:
            for cut in range(2, len(key) - 1) if len(key) >= MIN_SPLIT else ():
                two_parts = (key[:cut],), (key[cut:], f"a{key[cut:]}")
                yield [*keys[:at], *two_parts, *keys[at + 1 :]]


def _with_existing(
    typed: Sequence[Keys], variants: Sequence[Sequence[Keys]], existing: Callable[[Collection[str]], set[str]]
) -> Iterator[Sequence[Keys]]:
    """Yield the variants of which every part exists, without the keys that no name has.

    Most parts written together or apart, or with a wrong consonant, are nobody's name. The planner takes an unknown key
    for as frequent as any: it would read all the people who have the other, typed part, or walk through the table.
    """
    known = {key for part in typed for key in part}
    new = {key for variant in variants for part in variant for key in part} - known
    known |= existing(new) if new else set()
    for variant in variants:
        left = [tuple(key for key in part if key in known) for part in variant]
        if all(left):
            yield left


def _joined(first: str, second: str) -> str:
    """Return the sound of two parts written as one: a vowel between them is no longer the first."""
    rest = second.removeprefix("a")
    return first + (rest[1:] if rest[:1] == first[-1:] else rest)


def _slips(keys: Keys) -> Keys:
    """Return the first key with one consonant changed, added, left out, or swapped with the next."""
    key = keys[0]
    if not MIN_SLIP <= len(key) <= MAX_SLIP:
        return ()
    cuts = [(key[:at], key[at:]) for at in range(len(key) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    found |= {left + char + right[1:] for left, right in cuts if right for char in CONSONANTS}
    found |= {left + char + right for left, right in cuts for char in CONSONANTS}
    return tuple(sorted(found - {*keys}))
