"""Parsed entries: attributes, names, and the tokens of each name, collected entry by entry in flat arrays."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from roadstead.engine.matching.segment import vocabulary as dates
from roadstead.engine.matching.segment import vocabulary as nations
from roadstead.engine.matching.segment.vocabulary import Vocabulary
from roadstead.engine.records import Entry
from roadstead.engine.text.names import compute_readings, omits_vowels

SEXES = {"M": 1, "F": 2}


def entry_key(of_list: str, entry: str) -> int:
    """Return the key by which an entry is found when it is amended or withdrawn."""
    return _hash_of(f"{of_list}\x1f{entry}")


def _distinct_names(entry: Entry) -> dict[str, int]:
    """Return the names with their positions. A name listed both as a weak and as a strong alias counts as strong."""
    found: dict[str, int] = {}
    for place, name in enumerate(entry.names):
        if name.text not in found or not name.weak:
            found[name.text] = place
    return found


@dataclass(slots=True)
class Rows:
    """Data of a segment before sorting. Each `…_from` begins with 0 and has one number more."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    birth_from: array[int] = field(default_factory=lambda: array("i", [0]))
    birth: array[int] = field(default_factory=lambda: array("i"))
    nation_from: array[int] = field(default_factory=lambda: array("i", [0]))
    nation: array[int] = field(default_factory=lambda: array("h"))
    sex: bytearray = field(default_factory=bytearray)
    entry_code: array[int] = field(default_factory=lambda: array("i"))  # code of the first birth date
    code: array[int] = field(default_factory=lambda: array("i"))  # of a row
    row_name: array[int] = field(default_factory=lambda: array("i"))
    entity: array[int] = field(default_factory=lambda: array("i"))  # of a name
    name_place: array[int] = field(default_factory=lambda: array("i"))  # of a name among those of its entry
    weak: bytearray = field(default_factory=bytearray)
    parts: bytearray = field(default_factory=bytearray)
    paper: list[str] = field(default_factory=list)  # document numbers as listed
    paper_entity: array[int] = field(default_factory=lambda: array("i"))
    key: array[int] = field(default_factory=lambda: array("Q"))  # of an entity: hash of its list and id

    def add(self, entry: Entry) -> None:
        """Append an entry; its number is the number of entries before it."""
        number = len(self.sex)
        self._beside(entry)
        self.key.append(entry_key(entry.list, entry.id))
        codes = dates.codes(entry.born)
        self.entry_code.append(codes[0])
        for text, place in _distinct_names(entry).items():
            self._name(number, place, text, entry.names[place].weak, codes)
        for document in entry.documents:
            self.paper.append(document.number)
            self.paper_entity.append(number)

    def _beside(self, entry: Entry) -> None:
        for born in entry.born:
            self.birth.extend(dates.covered(born))
        self.birth_from.append(len(self.birth) // 4)
        self.nation.extend(nations.known_numbers(entry.nationalities))
        self.nation_from.append(len(self.nation))
        self.sex.append(SEXES.get(entry.sex, 0))

    def _name(self, entity: int, place: int, text: str, weak: bool, codes: Sequence[int]) -> None:
        """Append a name; a name without letters is skipped."""
        found = compute_readings(text)
        if not found:
            return
        name = len(self.entity)
        self.entity.append(entity)
        self.name_place.append(place)
        self.weak.append(weak)
        self.parts.append(len(found))
        self.vocabulary.add(found, arabic=not text.isascii() and omits_vowels(text))
        for code in codes:
            self.code.append(code)
            self.row_name.append(name)


# ── Hashes of texts that are looked up whole, such as keys of entries: 64 bits of BLAKE2b


def _hash_of(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")
