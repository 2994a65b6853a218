"""Organisations and vessels: `python -m bench.matching things`. Removed aliases of real entries, and innocents.

The list: UN, OFAC, the EU's journal, Ukraine's. Innocents: invented firms, and organisations of other lists that no
listed name resembles: not equal except for the legal form, and token-sort below 90, which favours the rapidfuzz system
compared with ours. Recall is of the entry meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from random import Random
from time import process_time
from typing import Any, Final, NamedTuple

from anyascii import anyascii
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from bench.matching.curve import NEVER, Outcome, Table, table
from bench.matching.engine import BuiltThings, Met, build_things, crafts, parties
from bench.matching.real import entries
from bench.matching.slips import LETTERS_NEEDED, slip
from bench.matching.tables import countries
from bench.matching.writing import is_latin
from roadstead.engine.records import Craft, Entry, Kind

ON_THE_LIST: Final = ("un/consolidated_2026", "us_ofac/2021-07/", "eu_journal/consolidated_", "other/ua_war")
ELSEWHERE: Final = ("us_other/", "other/cn_")
EACH, INVENTED, PARTIES_AT_ONCE = 200, 3_000, 500
ALIKE, PARTS, RESEMBLES = 0.85, 0.5, 90.0  # Jaro-Winkler of parts, share of the shorter name's parts, token-sort
TRADES: Final = ("TRADING", "SHIPPING", "IMPORT", "EXPORT", "LOGISTICS", "GENERAL", "MARINE", "SUPPLY", "FOODS",
                 "CONSTRUCTION", "ELECTRONICS", "MACHINERY", "FREIGHT", "AUTO PARTS", "HARDWARE", "INTERNATIONAL",
                 "ENTERPRISES", "BROTHERS", "INVESTMENTS", "HOLDINGS", "PHARMACY", "FURNITURE")  # fmt: skip
FORMS: Final = ("LTD", "LIMITED", "INC", "LLC", "CO LTD", "SA", "SRL", "GMBH", "CORP", "LTDA", "BV", "PTE LTD", "")


OWN_FORMS: Final = frozenset({
    "ltd", "limited", "inc", "incorporated", "llc", "co", "company", "sa", "srl", "gmbh", "corp", "corporation", "ltda",
    "bv", "pte", "jsc", "ojsc", "pjsc", "ooo", "oao", "ao", "pao", "zao", "liability", "joint", "stock", "public",
    "open", "private", "obshchestvo", "aktsionernoe", "ogranichennoy", "otvetstvennostyu",
})  # fmt: skip
SMALL: Final = frozenset(["of", "and", "the", "for", "de", "la", "s"])


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall("[a-z0-9]+", anyascii(text).lower()))


def _plain(text: str) -> tuple[str, ...]:
    """Drop the most frequent legal forms, by rules of the bench's own."""
    found = tuple(word for word in _words(text) if word not in OWN_FORMS and word not in SMALL)
    return found or _words(text)


def _initials(text: str) -> str:
    return "".join(word[0] for word in _plain(text))


class Wanted(NamedTuple):
    """A name screened, and the entry meant; without an entry: an innocent."""

    kind: str
    name: str
    meant: tuple[str, str] | None = None
    craft: Craft | None = None


class Gold(NamedTuple):
    entries: list[Entry]
    wanted: list[Wanted]


def gold() -> Gold:
    left = [each for each in entries() if each.kind is not Kind.PERSON and each.list.startswith(ON_THE_LIST)]
    wanted, touched = list[Wanted](), set[int]()
    for kind, take in TAKEN.items():
        random, order = Random(f"things {kind}"), list(range(len(left)))
        random.shuffle(order)
        tried = ((at, take(left[at], random)) for at in order if at not in touched)
        for at, (name, entry) in islice(((at, got) for at, got in tried if got is not None), EACH):
            wanted.append(Wanted(kind, name, (entry.list, entry.id)))
            left[at] = entry
            touched.add(at)
    return Gold(left, [*wanted, *innocents(left)])


Taken = tuple[str, Entry] | None


def _alias(entry: Entry, random: Random) -> Taken:
    """Return an alias that shares half its parts with another name and does not have the same parts."""
    return _held(entry, random, lambda alias, others: is_latin(alias) and any(_shares(alias, o) for o in others))


def _script(entry: Entry, random: Random) -> Taken:
    """Remove all Latin names; screen one that is no translation: it shares half its parts with the rest."""
    latin = [name for name in entry.names if is_latin(name.text)]
    others = tuple(name for name in entry.names if not is_latin(name.text))
    kept = [name for name in latin if any(_shares(name.text, other.text) for other in others)]
    if not kept or entry.kind is not Kind.ORGANISATION:
        return None
    return random.choice(kept).text, replace(entry, names=others)


def _acronym(entry: Entry, random: Random) -> Taken:
    """Return an alias that is the initials of another name."""
    return _held(
        entry, random, lambda alias, others: any(alias.replace(".", "").lower() == _initials(other) for other in others)
    )


def _held(entry: Entry, random: Random, fits: Callable[[str, list[str]], bool]) -> Taken:
    names = list(entry.names)
    random.shuffle(names)
    for alias in names if entry.kind is Kind.ORGANISATION else ():
        own = sorted(_plain(alias.text))
        others = tuple(each for each in entry.names if sorted(_plain(each.text)) != own)
        if not alias.weak and others and fits(alias.text, [each.text for each in others]):
            return alias.text, replace(entry, names=others)
    return None


def _shares(one: str, other: str) -> bool:
    mine, theirs = _plain(one), _plain(other)
    alike = sum(any(JaroWinkler.similarity(a, b) >= ALIKE for b in theirs) for a in mine)
    return alike >= max(1, PARTS * min(len(mine), len(theirs)))


def _planted(change: Callable[[list[str], Random], list[str]]) -> Callable[[Entry, Random], Taken]:
    def take(entry: Entry, random: Random) -> Taken:
        latin = [name.text for name in entry.names if is_latin(name.text) and len(_words(name.text)) > 1]
        if entry.kind is not Kind.ORGANISATION or not latin:
            return None
        return " ".join(change(list(_words(latin[0])), random)).upper(), entry

    return take


def _slip(words: list[str], random: Random) -> list[str]:
    at = max(range(len(words)), key=lambda place: len(words[place]))
    if len(words[at]) < LETTERS_NEEDED:
        return words
    return [*words[:at], slip(words[at].upper(), random), *words[at + 1 :]]


def _form(words: list[str], random: Random) -> list[str]:
    kept = _plain(" ".join(words))
    return [*kept, random.choice(FORMS[:-1])]


def _branch(words: list[str], random: Random) -> list[str]:
    return [*words, random.choice(("BRANCH", "KINGSTON", "INTERNATIONAL", "CARIBBEAN"))]


def _shuffled(words: list[str], random: Random) -> list[str]:
    kept = list(_plain(" ".join(words)))
    return random.sample(kept, len(kept))


TAKEN: Final[dict[str, Callable[[Entry, Random], Taken]]] = {
    "acronym": _acronym, "real alias, only another script left": _script, "real alias, Latin": _alias,
    "one slip": _planted(_slip), "another legal form": _planted(_form), "branch or place added": _planted(_branch),
    "another order": _planted(_shuffled),
}  # fmt: skip


def innocents(listed: Sequence[Entry]) -> Iterator[Wanted]:
    names = [_sorted(name.text) for entry in listed for name in entry.names]
    others = {e.name for e in entries() if e.kind is Kind.ORGANISATION and e.list.startswith(ELSEWHERE)}
    strange = sorted(each for each in others if is_latin(each))
    same = {frozenset(_plain(name.text)) for entry in listed for name in entry.names}
    strange = [each for each in strange if frozenset(_plain(each)) not in same]
    near = _best([_sorted(each) for each in strange], names)
    yield from (Wanted("innocent", name) for name, best in zip(strange, near, strict=True) if best < RESEMBLES)
    random, of = Random("invented firms"), countries()
    yield from (
        Wanted("innocent", _invented(random.choice(of).name("M", random).surname, random)) for _ in range(INVENTED)
    )


def _invented(surname: tuple[str, ...], random: Random) -> str:
    trades = random.sample(TRADES, random.choice((1, 1, 2)))
    return " ".join(filter(None, (*surname, *trades, random.choice(FORMS)))).upper()


def _sorted(text: str) -> str:
    return " ".join(sorted(_words(text)))


def _best(asked: Sequence[str], listed: Sequence[str]) -> list[float]:
    found: list[float] = []
    for at in range(0, len(asked), 500):
        found += process.cdist(asked[at : at + 500], listed, scorer=fuzz.ratio).max(axis=1).tolist()
    return found


def figures() -> dict[str, Any]:
    """Return recall by kind at 1, 5 and 10 of 1,000 innocents, of ours and rapidfuzz; vessels separately."""
    of = gold()
    began = process_time()
    things = build_things(of.entries)
    built = process_time()
    ours = _outcome(of.wanted, list(_met(of.wanted, things)))
    rate = len(of.wanted) / (process_time() - built)
    return {
        "things": {
            "listed": len(of.entries),
            "asked": len(of.wanted),
            "build, seconds": built - began,
            "parties a second": rate,
        },
        "organisations": _beside(table(ours), table(_outcome(of.wanted, _token_sort(of)))),
        "vessels": _vessels(of.entries, things),
    }


Best = dict[tuple[str, str], float]


def _beside(ours: Table, theirs: Table) -> Table:
    """Return one table of both; every kind has the same number, so that the total is the mean."""
    rows = ((name, row) for name, row in ours.items() if name != "all travellers")
    return {name: row | {f"token-sort {k}": v for k, v in theirs[name].items() if k != "asked"} for name, row in rows}


def _met(wanted: Sequence[Wanted], things: BuiltThings) -> Iterator[Best]:
    for at in range(0, len(wanted), PARTIES_AT_ONCE):
        yield from map(_scores, parties([each.name for each in wanted[at : at + PARTIES_AT_ONCE]], things, -20.0))


def _scores(found: Iterable[Met]) -> Best:
    """Return finely graded scores; an entry shown by policy counts by its score too."""
    return {(each.list, each.id): each.score + (100.0 if each.always else 0.0) for each in found}


def _token_sort(of: Gold) -> list[Best]:
    keys = [((entry.list, entry.id), _sorted(name.text)) for entry in of.entries for name in entry.names]
    place = defaultdict[tuple[str, str], list[int]](list)
    for at, (key, _) in enumerate(keys):
        place[key].append(at)
    found: list[Best] = []
    for at in range(0, len(of.wanted), 500):
        some = of.wanted[at : at + 500]
        all_of_them = process.cdist(
            [_sorted(each.name) for each in some], [text for _, text in keys], scorer=fuzz.ratio
        )
        for each, row in zip(some, all_of_them, strict=True):
            best = {("", ""): float(row.max())}
            found.append(best | ({each.meant: float(row[place[each.meant]].max())} if each.meant else {}))
    return found


def _outcome(wanted: Sequence[Wanted], met: Sequence[Best]) -> Outcome:
    found, innocent = defaultdict[str, list[float]](list), list[float]()
    for each, best in zip(wanted, met, strict=True):
        if each.meant:
            found[each.kind].append(best.get(each.meant, NEVER))
        else:
            innocent.append(max(best.values(), default=NEVER))
    return Outcome(found=dict(found), innocent=innocent, by_list={})


def _vessels(listed: Sequence[Entry], things: BuiltThings) -> dict[str, Any]:
    """Return listed vessels found by number under another name, and by name alone; other ships matched by name."""
    random = Random("vessels")
    ships = [each for each in listed if each.kind is Kind.VESSEL and each.identifiers.get("imo") and each.names]
    some = random.sample(ships, min(500, len(ships)))
    renamed = [Craft(name="IMAGINARY LADY", imo=each.identifiers["imo"]) for each in some]
    named = [Craft(name=random.choice(each.names).text.upper()) for each in some]
    slipped = [Craft(name=" ".join(_slip(list(_words(each.names[0].text)) or ["x"], random)).upper()) for each in some]
    strange = [
        Craft(name=f"{random.choice(of.name('F', random).given)} {random.choice(SHIPS)}", imo="9074729")
        for of in random.choices(countries(), k=1000)
    ]
    return {
        "found by IMO number, renamed": _share(some, renamed, things),
        "found by name alone": _share(some, named, things),
        "found by a name with a slip": _share(some, slipped, things),
        "strange ships with a number of their own, alerted": _alerted(strange, things),
        "strange ships without a number, alerted": _alerted([replace(each, imo="") for each in strange], things),
    }


SHIPS: Final = ("STAR", "I", "II", "EXPRESS", "SPIRIT", "OF THE SEA", "TRADER", "B", "7", "PRINCESS")


def _share(meant: Sequence[Entry], asked: Sequence[Craft], things: BuiltThings) -> float:
    met = [{(one.list, one.id) for one in found} for found in crafts(asked, things)]
    return sum((entry.list, entry.id) in found for entry, found in zip(meant, met, strict=True)) / len(meant)


def _alerted(asked: Sequence[Craft], things: BuiltThings) -> float:
    return sum(map(bool, crafts(asked, things))) / len(asked)
