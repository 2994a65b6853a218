"""The craft of the voyage against listed vessels and aircraft.

Names of vessels have one or two parts and are used again, so the IMO number (or call sign, or registration) decides;
a name alone only suggests, and says nothing once the numbers differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from roadstead.model import Craft, Entry, Kind
from roadstead.screening.features.score import Score
from roadstead.text.identifiers import document_key
from roadstead.text.names import parts

CRAFT: Final = frozenset({Kind.VESSEL, Kind.AIRCRAFT})
PREFIXES: Final = frozenset({"mv", "mt", "ms", "ss", "my", "sv", "mfv", "fv"})  # what kind of ship, not its name
# Our field, the key in an entry's identifiers, bits, what an officer calls it. The first known on both sides decides.
NUMBERS: Final = (
    ("imo", "imo", 25.0, "IMO number"),
    ("registration", "tail_number", 25.0, "registration"),
    ("call_sign", "call_sign", 20.0, "call sign"),
)
SAME_NAME: Final = 10.0

Crafts = Mapping[str, tuple[Entry, ...]]  # by each number and by name


def build_crafts(entries: Iterable[Entry]) -> Crafts:
    found: defaultdict[str, dict[int, Entry]] = defaultdict(dict)
    for entry in entries:
        for key in _keys_listed(entry) if entry.kind in CRAFT else ():
            found[key][id(entry)] = entry
    return {key: tuple(of_key.values()) for key, of_key in found.items()}


def craft_matches(craft: Craft, crafts: Crafts) -> list[tuple[Entry, Score]]:
    """Each listed craft this may be, best first."""
    met = {id(entry): entry for key in _keys_declared(craft) for entry in crafts.get(key, ())}
    scored = [(entry, score) for entry in met.values() if (score := _score(craft, entry)) is not None]
    return sorted(scored, key=lambda found: (-found[1].bits, found[0].list, found[0].id))


def _score(craft: Craft, entry: Entry) -> Score | None:
    for field, identifier, bits, words in NUMBERS:
        mine, theirs = _plain(getattr(craft, field)), _plain(entry.identifiers.get(identifier, ""))
        if mine and theirs:
            return Score(bits, f"The {words} {mine} is the one listed for {entry.name}.") if mine == theirs else None
    words = "no number to compare, and names of vessels are used again"
    return Score(SAME_NAME, f"{craft.name} bears the name of {entry.name}; {words}.")


def _keys_declared(craft: Craft) -> Iterator[str]:
    for field, identifier, _, _ in NUMBERS:
        if number := _plain(getattr(craft, field)):
            yield f"{identifier}:{number}"
    if name := _name(craft.name):
        yield f"name:{name}"


def _keys_listed(entry: Entry) -> Iterator[str]:
    for identifier, value in entry.identifiers.items():
        if number := _plain(value):
            yield f"{identifier}:{number}"
    yield from (f"name:{name}" for name in (_name(listed.text) for listed in entry.names) if name)


def _name(text: str) -> str:
    """In order and without prefix. A slash is no turn of name and surname here: M/V is MV."""
    return " ".join(part for part in parts(text.replace("/", "").replace(",", " ")) if part not in PREFIXES)


def _plain(number: str) -> str:
    return document_key(number).removeprefix("IMO")
