"""Declared names through the kernel: which listed names reach the floor, and what each says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from roadstead.engine.matching.asked import Query, apart
from roadstead.engine.matching.explained import Explainer
from roadstead.engine.matching.features.score import Score
from roadstead.engine.matching.segment.dates import covered
from roadstead.engine.matching.segment.nations import UNKNOWN
from roadstead.engine.matching.things.built import Names
from roadstead.engine.matching.things.names import Written
from roadstead.engine.matching.things.rows import CRAFT, Way, ways_of
from roadstead.engine.matching.things.weighing import Weight, weigh_initials, weigh_names
from roadstead.engine.records import Entry, ListedName, Traveller
from roadstead.engine.text.scripts import leaves_vowels_out

FLOOR: Final = 1.0  # bits by the weights of persons, which are harder on words left over than ours
WEAK: Final = Score(-3.0, "The list calls this a weak alias.")


class Named(NamedTuple):
    """A listed thing by that of its names that speaks most for it."""

    entry: Entry
    name: str
    weight: Weight


class Asked(NamedTuple):
    """One way of reading the declared name of that place."""

    place: int
    way: Way
    arabic: bool


def named(texts: Sequence[str], read: Callable[[str], Sequence[Written]], names: Names) -> list[dict[int, Named]]:
    """For each declared name the listed things it may name, by their number; never only the best."""
    found: list[dict[int, Named]] = [{} for _ in texts]
    asked = list(_asked(texts, read))
    if asked and len(names.ways):
        _ask(asked, names, found)
    return found


def _asked(texts: Sequence[str], read: Callable[[str], Sequence[Written]]) -> Iterator[Asked]:
    for place, text in enumerate(texts):
        arabic = not text.isascii() and leaves_vowels_out(text)
        yield from (Asked(place, way, arabic and not way.full) for way in ways_of(text, read))


def _ask(asked: Sequence[Asked], names: Names, found: list[dict[int, Named]]) -> None:
    worker, explainers, queries = names.worker(), dict[int, Explainer](), [_query(each) for each in asked]
    ((desk, met),) = worker.reached(queries, [FLOOR] * len(queries), [names.segment])
    for reached in met:
        at = reached.traveller
        if at not in explainers:
            explainers[at] = Explainer(Traveller(), worker.tokens(at), desk)
        explainer = explainers[at]
        one, best = _weighed(reached.name, asked[at].way, explainer, names), found[asked[at].place]
        other = best.get(reached.entity)
        if one is not None and (other is None or _worth(one) > _worth(other)):
            best[reached.entity] = one


def _worth(one: Named) -> tuple[bool, float, str]:
    return (one.weight.whole, one.weight.bits, one.name)


def _query(each: Asked) -> Query:
    name = apart(each.way.written.parts, arabic=each.arabic)
    return Query(name, born="", birth=covered(""), nation=UNKNOWN, sex=0)


def _weighed(name: int, way: Way, explainer: Explainer, names: Names) -> Named | None:
    """Initials meet whole words only, and never other initials: those say nothing of either name."""
    entry, listed = names.segment.entry(int(names.segment.names.entity[name])), names.segment.name(name)
    theirs = names.ways[name]
    full = way.full or theirs.full
    if not full:
        weight = weigh_names(way.written, theirs.written, explainer.possible(name), craft=entry.kind in CRAFT)
    elif (way.full and theirs.full) or way.written.plain != theirs.written.plain:
        return None
    else:
        weight = weigh_initials(way.written.plain[0], full)
    whole = weight.whole and not (way.aside or theirs.aside)
    return Named(entry, listed.text, _aliased(weight._replace(whole=whole), listed))


def _aliased(weight: Weight, listed: ListedName) -> Weight:
    return Weight((*weight.scores, WEAK), whole=False) if listed.weak else weight
