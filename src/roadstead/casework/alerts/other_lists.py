"""On which other lists an entry stands: a cleared pair is looked at again when one more list names the same person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import Q

from roadstead.casework.alerts.models import ClearedPair
from roadstead.engine.records import Action
from roadstead.targeting.watchlists.models import REGION, Entry


class Place(NamedTuple):
    list: str
    owner: str


class OtherLists:
    """Of a few pairs, asked at once. The same entry: its matched content is equal, or its number and main name are."""

    def __init__(self, pairs: Sequence[ClearedPair]) -> None:
        self.places: defaultdict[tuple[str, str], set[Place]] = defaultdict(set)
        for row in _rows(pairs) if pairs else ():
            place = Place(row.watch_list.title, row.owner)
            self.places["", row.content_hash].add(place)
            self.places[row.entry_id, row.name].add(place)

    def of(self, pair: ClearedPair) -> list[str]:
        """Titles. Of a state's own list only that state may learn, so only its own pairs are touched by one (S25)."""
        owners = {REGION, pair.owner, *(() if pair.everywhere else pair.states)}
        found = self.places["", pair.entry_hash] | self.places[pair.entry_id, pair.entry_name]
        return sorted({place.list for place in found if place.owner in owners} - {pair.list_name})

    def new(self, pair: ClearedPair) -> list[str]:
        """Those that did not name it when the pair was cleared."""
        return [name for name in self.of(pair) if name not in pair.other_lists]


def _rows(pairs: Sequence[ClearedPair]) -> Iterable[Entry]:
    """But no silent ones: they raise their owner's own alert, and a match raised again would tell others of them."""
    same = Q(content_hash__in={pair.entry_hash for pair in pairs}) | Q(entry_id__in={pair.entry_id for pair in pairs})
    loud = Entry.objects.exclude(listed__action=Action.DISCREET)
    return loud.filter(same, removed_in=None).select_related("watch_list")
