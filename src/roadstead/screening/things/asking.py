"""Declared names through the kernel: which listed names reach the floor, and what each says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from roadstead.model import Entry, ListedName, Traveller
from roadstead.screening.asked import Query
from roadstead.screening.explained import Explainer, listed_tokens
from roadstead.screening.features.score import Score
from roadstead.screening.hashing import hash_of_name
from roadstead.screening.segment.dates import covered
from roadstead.screening.segment.nations import UNKNOWN
from roadstead.screening.segment.segment import Segment
from roadstead.screening.things.built import Names
from roadstead.screening.things.names import Written, is_acronym
from roadstead.screening.things.rows import written
from roadstead.screening.things.weighing import Weight, weigh_initials, weigh_names
from roadstead.screening.tokens import parts_and_joined
from roadstead.text.names import Readings, is_arabic_script

FLOOR: Final = 1.0  # bits by the weights of persons, which are harder on words left over than ours
WEAK: Final = Score(-3.0, "The list calls this a weak alias.")


class Named(NamedTuple):
    """A listed thing by that of its names that speaks most for it."""

    entry: Entry
    name: str
    weight: Weight


def query(parts: tuple[Readings, ...], text: str = "") -> Query:
    arabic = not text.isascii() and is_arabic_script(text)
    return Query(
        tokens=tuple((token, mask, arabic) for token, mask in parts_and_joined(parts)),
        parts=len(parts),
        whole=tuple(hash_of_name(parts)) if parts else (),
        born="",
        birth=covered(""),
        nation=UNKNOWN,
        sex=0,
    )


def named(texts: Sequence[str], ways: Sequence[Written], names: Names) -> list[dict[int, Named]]:
    """For each declared name the listed things it may name, by their number; never only the best."""
    found: list[dict[int, Named]] = [{} for _ in texts]
    initials = [place for place, way in enumerate(ways) if way.initials]
    _ask(range(len(texts)), [query(way.parts, text) for text, way in zip(texts, ways, strict=True)], ways, names, found)
    _ask(initials, [query(((ways[place].initials,),)) for place in initials],
         [Written(((ways[place].initials,),), frozenset(), "") for place in initials], names, found, texts)  # fmt: skip
    return found


def _ask(places: Sequence[int], queries: list[Query], ways: Sequence[Written], names: Names,
         found: list[dict[int, Named]], full: Sequence[str] = ()) -> None:  # fmt: skip
    """`full`: the declared names of which `queries` are the initials."""
    if not queries or not len(names.segment.entries):
        return
    worker, explainers = names.worker(), dict[int, Explainer]()
    for reached in worker.reached(queries, [FLOOR] * len(queries)):
        at = reached.traveller
        explainer = explainers.setdefault(at, Explainer(Traveller(), queries[at], worker))
        of = full[places[at]] if full else ""
        for one in _weighed(reached.name, ways[at], explainer, names.segment, of):
            best = found[places[at]].get(reached.entity)
            if best is None or (one.weight.whole, one.weight.bits) > (best.weight.whole, best.weight.bits):
                found[places[at]][reached.entity] = one


def _weighed(name: int, way: Written, explainer: Explainer, segment: Segment, full: str) -> Iterator[Named]:
    entry, listed = segment.entry(int(segment.names.entity[name])), segment.name(name)
    theirs = written(listed.text, entry.kind)
    if _by_initials(name, theirs, segment):
        if is_acronym(way) and way.plain[0] == theirs.initials and not full:
            yield Named(entry, listed.text, _aliased(weigh_initials(way.plain[0], listed.text), listed))
    elif full:
        if theirs.plain == way.plain and is_acronym(theirs):
            yield Named(entry, listed.text, _aliased(weigh_initials(theirs.plain[0], full), listed))
    else:
        yield Named(entry, listed.text, _aliased(weigh_names(way, theirs, explainer.possible(name)), listed))


def _by_initials(name: int, theirs: Written, segment: Segment) -> bool:
    """Whether this row of the segment is the initials of a longer name."""
    return len(theirs.parts) > 1 and len(listed_tokens(segment, name)) == 1


def _aliased(weight: Weight, listed: ListedName) -> Weight:
    return Weight((*weight.scores, WEAK), whole=False) if listed.weak else weight
