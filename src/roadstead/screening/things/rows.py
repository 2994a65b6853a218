"""Listed things taken apart for a segment: undated, each name by its parts and once more by its initials."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from roadstead.model import Entry, Kind
from roadstead.screening.hashing import hash_of_name
from roadstead.screening.segment.rows import Rows
from roadstead.screening.segment.segment import Segment, put_in_order
from roadstead.screening.things.names import Written, craft, organisation
from roadstead.screening.tokens import parts_and_joined
from roadstead.text.names import Readings, is_arabic_script

CRAFT = frozenset({Kind.VESSEL, Kind.AIRCRAFT})


def written(text: str, kind: Kind) -> Written:
    return craft(text) if kind in CRAFT else organisation(text)


@dataclass(slots=True)
class ThingRows(Rows):
    """What speaks beside the name is weighed apart, so the rows hold names only; a weak alias costs, and is kept."""

    def add(self, entry: Entry) -> None:
        number = len(self.sex)
        self.birth_from.append(0)
        self.nation_from.append(0)
        self.sex.append(0)
        self.entry_code.append(0)
        for text, place in {name.text: place for place, name in enumerate(entry.names)}.items():
            name, arabic = written(text, entry.kind), not text.isascii() and is_arabic_script(text)
            self._thing(number, place, name.parts, arabic)
            if name.initials:
                self._thing(number, place, ((name.initials,),), arabic=False)

    def _thing(self, entity: int, place: int, parts: tuple[Readings, ...], arabic: bool) -> None:
        """A name without letters is none."""
        if not parts:
            return
        name = len(self.entity)
        self.entity.append(entity)
        self.name_place.append(place)
        self.weak.append(0)
        self.parts.append(len(parts))
        for token, mask in parts_and_joined(parts):
            self.token.append(self.vocabulary.add(token, alone=mask & (mask - 1) == 0, arabic=arabic))
            self.mask.append(mask)
        self.token_from.append(len(self.token))
        for whole in hash_of_name(parts):
            self.whole.append(whole)
            self.whole_name.append(name)
        self.code.append(0)
        self.row_name.append(name)


def thing_segment(entries: Iterable[Entry]) -> Segment:
    rows, kept = ThingRows(), list(entries)
    for entry in kept:
        rows.add(entry)
    return put_in_order(rows, kept)
