"""The craft of a voyage against listed vessels and aircraft.

Names of vessels have one or two parts and are used again, so the IMO number (or call sign, or registration) decides;
name, flag and type only suggest, and say nothing once the numbers differ. A former name is an alias.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from roadstead.engine.matching.features.nationality import code
from roadstead.engine.matching.features.score import NOTHING_KNOWN, Score
from roadstead.engine.matching.things.asking import Named, named
from roadstead.engine.matching.things.built import Things
from roadstead.engine.matching.things.match import Match, Means, best_first
from roadstead.engine.matching.things.names import crafts as written
from roadstead.engine.matching.things.names import words_of
from roadstead.engine.matching.things.numbers import plain
from roadstead.engine.matching.things.rows import CRAFT
from roadstead.engine.records import Craft, Entry
from roadstead.engine.reference import countries

# Our field, the key in an entry's identifiers, bits, what an officer calls it. The first known on both sides decides.
NUMBERS: Final = (
    ("imo", "imo", 25.0, "IMO number"),
    ("registration", "tail_number", 25.0, "registration"),
    ("call_sign", "call_sign", 20.0, "call sign"),
    ("mmsi", "mmsi", 20.0, "MMSI"),
)
NAME: Final = 10.0  # bits of a name that is equal, and the most of one that is nearly so
NEARLY: Final = 0.75  # of the bits, where a part is written otherwise
SUGGESTS: Final = 6.0  # bits of a name, of 10, from which it is shown
SAME_FLAG, OTHER_FLAG, SAME_TYPE = 1.0, -1.0, 0.5


def met_crafts(crafts: Sequence[Craft], things: Things) -> list[list[Match]]:
    """For each craft every listed one it may be, best first."""
    names = [craft.name for craft in crafts]
    by_name = named(names, written, things.crafts)
    return [_of_craft(craft, list(each.values()), things) for craft, each in zip(crafts, by_name, strict=True)]


def _of_craft(craft: Craft, by_name: list[Named], things: Things) -> list[Match]:
    names = {id(one.entry): one for one in by_name}
    entries = {id(entry): entry for entry in _numbered(craft, things)} | {k: one.entry for k, one in names.items()}
    found = (_match(craft, entry, names.get(key)) for key, entry in entries.items())
    return sorted((one for one in found if one is not None), key=best_first)


def _numbered(craft: Craft, things: Things) -> list[Entry]:
    keys = (f"{key}:{number}" for field, key, *_ in NUMBERS if (number := plain(getattr(craft, field))))
    return [entry for key in keys for entry in things.numbers.get(key, ()) if entry.kind in CRAFT]


def _match(craft: Craft, entry: Entry, by_name: Named | None) -> Match | None:
    """By the first number known on both sides; by name where there is none to compare."""
    for field, key, bits, words in NUMBERS:
        mine, theirs = plain(getattr(craft, field)), plain(entry.identifiers.get(key, ""))
        if mine and theirs:
            score = Score(bits, f"The {words} {mine} is the one listed for {entry.name}.")
            return _by_number(entry, score, by_name) if mine == theirs else None
    return _by_name(craft, entry, by_name) if by_name else None


def _by_number(entry: Entry, score: Score, by_name: Named | None) -> Match:
    name = _name(by_name) if by_name else NOTHING_KNOWN
    beside = (("craft", name),) if name.bits > 0 else ()
    return Match(entry=entry, name=entry.name, means=Means.NUMBER, evidence=(("craft", score), *beside), always=True)


def _by_name(craft: Craft, entry: Entry, by_name: Named) -> Match | None:
    name = _name(by_name)
    if name.bits < SUGGESTS:
        return None
    words = f"{craft.name}: {name.reason} No number to compare, and names of vessels are used again."
    beside = [score for score in (_flag(craft, entry), _type(craft, entry)) if score.reason]
    evidence = (("craft", Score(name.bits, words)), *(("craft", score) for score in beside))
    return Match(entry=entry, name=by_name.name, means=Means.NAME, evidence=evidence)


def _name(found: Named) -> Score:
    """A name is equal in all its parts, or nearly; a part or a digit too many is another ship."""
    if found.weight.whole:
        return Score(NAME, f"the name is that of {found.name}.")
    nearly = all(score.bits > 0 for score in found.weight.scores)
    bits = min(NAME, found.weight.bits) * NEARLY if nearly else 0.0
    return Score(bits, f"the name resembles that of {found.name}.")


def _flag(craft: Craft, entry: Entry) -> Score:
    """Ships change it for a day's fee: it costs little."""
    mine, listed = code(craft.flag), [code(each) for each in entry.nationalities]
    if not mine or not any(listed):
        return NOTHING_KNOWN
    flag = countries.name(mine) or mine
    if mine in listed:
        return Score(SAME_FLAG, f"The flag is that of {flag}, as listed.")
    return Score(OTHER_FLAG, f"The flag differs ({flag}).")


def _type(craft: Craft, entry: Entry) -> Score:
    both = set(words_of(craft.kind)) & set(words_of(entry.identifiers.get("vessel_type", "")))
    return Score(SAME_TYPE, f"The type agrees ({' '.join(sorted(both))}).") if both else NOTHING_KNOWN
