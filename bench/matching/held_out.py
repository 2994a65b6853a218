"""Variants that are not invented: a real alias is removed from its entry and screened.

Latin: one alias that shares two similar parts with another name of the entry; any other is a pseudonym, which cannot be
found. Another script: all Latin names are removed, and one of them is screened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Final, NamedTuple

from rapidfuzz.distance import JaroWinkler

from bench.matching.asked import Asked, asked
from bench.matching.writing import Name, is_latin, latin_names, listed_name
from roadstead.engine.records import Entry, ListedName

LATIN, SCRIPT = "real alias, Latin", "real alias, only another script left"
MANY: Final = {LATIN: 600, SCRIPT: 300}
ALIKE: Final = 0.85  # Jaro-Winkler similarity of two parts
PARTS: Final = 2  # number of parts that must resemble parts of another name


class HeldOut(NamedTuple):
    """The list without the removed names, the travellers, and the entries that have lost a name."""

    entries: list[Entry]
    asked: list[Asked]
    touched: frozenset[int]  # positions in `entries`


def held_out(entries: Sequence[Entry]) -> HeldOut:
    """Choose from persons in any order; first those with another script, which are few."""
    left, found, order = list(entries), list[Asked](), list(range(len(entries)))
    touched: set[int] = set()
    for kind, take in ((SCRIPT, _script_only), (LATIN, _without_alias)):
        random = Random(f"held out {kind}")
        random.shuffle(order)
        tried = ((at, take(entries[at], random)) for at in order if at not in touched)
        for at, (name, entry) in _first(MANY[kind], tried):
            found.append(asked(kind, name, entries[at], random))
            left[at] = entry
            touched.add(at)
    return HeldOut(left, found, frozenset(touched))


Taken = tuple[Name, Entry]  # the name screened, and the entry without it


def _first(count: int, tried: Iterator[tuple[int, Taken | None]]) -> list[tuple[int, Taken]]:
    found: list[tuple[int, Taken]] = []
    for at, taken in tried:
        if taken is not None:
            found.append((at, taken))
        if len(found) == count:
            break
    return found


def _without_alias(entry: Entry, random: Random) -> Taken | None:
    """Remove one strong Latin alias, and every other spelling of the same parts, if another name resembles it."""
    sound = [name for name in entry.names if not name.weak]
    random.shuffle(sound)
    for alias in sound:
        name = listed_name(alias.text, entry.nationalities, random)
        others = _others(entry.names, name, random) if name else ()
        if name and others and any(_resembles(name, other, entry, random) for other in others if not other.weak):
            return name, replace(entry, names=others)
    return None


def _others(names: Sequence[ListedName], name: Name, random: Random) -> tuple[ListedName, ...]:
    """Return names that are not the same parts in another order."""
    same = sorted(name.parts)
    read = ((each, listed_name(each.text, (), random)) for each in names)
    return tuple(each for each, other in read if other is None or sorted(other.parts) != same)


def _resembles(name: Name, other: ListedName, entry: Entry, random: Random) -> bool:
    taken = listed_name(other.text, entry.nationalities, random)
    return taken is not None and sum(any(_alike(a, b) for b in taken.parts) for a in name.parts) >= PARTS


def _alike(one: str, other: str) -> bool:
    return len(one) > 2 and len(other) > 2 and JaroWinkler.similarity(one, other) >= ALIKE


def _script_only(entry: Entry, random: Random) -> Taken | None:
    """Remove all Latin names and screen one of the strong ones. Needs a name of two words in the other script."""
    scripts = tuple(name for name in entry.names if not is_latin(name.text))
    latin = latin_names(entry, random)
    full = any(_is_full(name) for name in scripts)
    return (latin[0], replace(entry, names=scripts)) if full and latin else None


def _is_full(name: ListedName) -> bool:
    """Return True for two words, or two characters that are a syllable each."""
    letters = name.text.strip()
    return not name.weak and (" " in letters or (len(letters) >= 2 and letters[0] > "\u3000"))
