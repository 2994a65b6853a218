"""Pairs labelled by others: misspelt UN names, Arabic spellings, printed pairs of scripts.

Names that are on no published list are listed under `INVENTED`; matches of innocents with such entries are not counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from random import Random
from typing import Final

from bench.matching.asked import Asked, Key, asked, key
from bench.matching.harvest import SEXES
from bench.matching.library import pairs
from bench.matching.people import anybody
from bench.matching.writing import Name, capitals, latin_names
from roadstead.engine.records import Entry, ListedName, Traveller

INVENTED: Final = "pairs/"  # prefix of the lists that contain only the pairs
EACH: Final = 200
Made = tuple[list[Entry], list[Asked]]  # entries to be listed beside the others, and the travellers


def labelled(entries: Sequence[Entry]) -> Made:
    """Return every class, over the entries of the list (some of which may have lost an alias)."""
    listed, found = [], [*un_misspelt(entries), *arabic_spellings(entries)]
    for more, queries in (arabic_script(), printed_scripts()):
        listed += more
        found += queries
    return listed, found


# ── UN names misspelt by others


def un_misspelt(entries: Sequence[Entry]) -> Iterator[Asked]:
    """Return travellers with misspelt names. Meant is every entry of the UN list with the correct name."""
    meant: defaultdict[tuple[str, ...], set[Key]] = defaultdict(set)
    for entry in entries:
        for name in entry.names if entry.list.startswith("un/") else ():
            meant[_bag(name.text)].add(key(entry))
    before = {row["case"]: _bag(row["full_name"]) for row in pairs("yente_positives_un_untreated.csv")}
    for row in pairs("yente_positives_un_treated.csv"):
        if found := frozenset(meant[before.get(row["case"], ())]):
            yield Asked(kind="UN, misspelt by others", traveller=_filed(row), meant=found)
            yield Asked(kind="UN, misspelt, name only", traveller=replace(_filed(row), born=""), meant=found)


def _bag(text: str) -> tuple[str, ...]:
    return tuple(sorted(capitals(text.replace(",", " ")).split()))


def _filed(row: dict[str, str]) -> Traveller:
    return Traveller(
        surname=capitals(row["full_name"]),
        born=row["date_of_birth"],
        nationality=row["nationality"],
        sex=SEXES.get(row["gender"], ""),
    )


# ── Arabic: one form, many spellings


@cache
def _spellings() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return Latin spellings by Arabic form, and Arabic forms by spelling; capitals."""
    latin, arabic = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for row in pairs("arabic_english.csv"):
        spelling = capitals(row["english"])
        if spelling.isalpha():
            latin[row["arabic"]].append(spelling)
            arabic[spelling].append(row["arabic"])
    return dict(latin), dict(arabic)


def arabic_spellings(entries: Sequence[Entry]) -> Iterator[Asked]:
    """Return travellers with a listed name, two or more parts of which have another spelling of the Arabic word."""
    random = Random("Arabic spellings")
    order = random.sample(range(len(entries)), len(entries))
    return islice(filter(None, (_other_spelling(entries[at], random) for at in order)), EACH)


def _other_spelling(entry: Entry, random: Random) -> Asked | None:
    names = [name for name in latin_names(entry, random) if len(name.parts) >= 2]
    if not names:
        return None
    name = random.choice(names)
    given, surname = (tuple(_another(part, random) for part in of) for of in (name.given, name.surname))
    made = Name(given, surname)
    changed = sum(a != b for a, b in zip(made.parts, name.parts, strict=True))
    return asked("Arabic spelling, labelled", made, entry, random) if changed >= 2 else None


def _another(part: str, random: Random) -> str:
    latin, arabic = _spellings()
    others = sorted({spelling for form in arabic.get(part, ()) for spelling in latin[form]} - {part})
    return random.choice(others) if others else part


def arabic_script() -> Made:
    """Return persons listed in Arabic script only, of words with several spellings; one of these is screened."""
    latin, _ = _spellings()
    random, forms = Random("Arabic script"), sorted(form for form, found in _spellings()[0].items() if len(found) >= 3)
    listed, found = [], []
    for number in range(EACH if forms else 0):
        words = random.sample(forms, random.choice((2, 3, 3)))
        entry = _invented("arabic script", number, " ".join(words), random)
        parts = tuple(random.choice(latin[word]) for word in words)
        listed.append(entry)
        found.append(asked("Arabic script, labelled", Name(parts[:-1], parts[-1:]), entry, random))
    return listed, found


def _invented(of: str, number: int, text: str, random: Random) -> Entry:
    """Draw birth dates, nationalities and sexes, missing as often as on the published lists."""
    truth = anybody(random, nationality="")
    born = random.choices((truth.born.isoformat(), truth.born.isoformat()[:4], ""), (63, 13, 24))[0]
    return Entry(
        id=str(number),
        list=INVENTED + of,
        names=(ListedName(text=text),),
        born=(born,) if born else (),
        nationalities=(truth.nationality,) if random.random() < 0.8 else (),
        sex=truth.sex if random.random() < 0.22 else "",
    )


# ── printed pairs


def printed_scripts() -> Made:
    """Return watchman's pairs of one name in two scripts: the other script is listed, the Latin form travels."""
    random, listed, found = Random("printed pairs"), list[Entry](), list[Asked]()
    for number, (script, latin) in enumerate(_cross_script()):
        entry = _invented("scripts", number, script, random)
        parts = tuple(capitals(latin).split())
        listed.append(entry)
        found.append(asked("pairs of scripts", Name(parts[:-1], parts[-1:]), entry, random))
    return listed, found


def _cross_script() -> list[tuple[str, str]]:
    """Read the rows; the first line of this file is data, not headings."""
    rows = [list(row.values()) for row in pairs("watchman_cross_script_pairs.csv")]
    heading = list(pairs("watchman_cross_script_pairs.csv")[0]) if rows else []
    return [(str(row[0]), str(row[1])) for row in ([heading] if heading else []) + rows]


# ── single pairs: the same person or not


def single_pairs() -> tuple[list[Entry], list[Traveller], list[tuple[str, bool]]]:
    """Return the persons of nomenklatura's benchmark: entries, travellers, (entry's id, is the same) of each pair."""
    rows = [row for row in pairs("nk_name_bench_cases.csv") if row["schema"] == "Person"]
    ids = {text: str(number) for number, text in enumerate(dict.fromkeys(row["name2"] for row in rows))}
    listed = [Entry(id=id, list=INVENTED + "single", names=(ListedName(text=text),)) for text, id in ids.items()]
    truths = [(ids[row["name2"]], row["is_match"] == "true") for row in rows]
    return listed, [Traveller(surname=row["name1"]) for row in rows], truths


def frozen() -> tuple[list[float], list[bool]]:
    """Return the scores of logic-v2 for these pairs, as published by its project, and whether each is the same."""
    rows = [row for row in pairs("nk_name_bench_logicv2_frozen.csv") if row["schema"] == "Person"]
    return [float(row["score"]) for row in rows], [row["is_match"] == "true" for row in rows]


def best_f1(scores: Sequence[float], same: Sequence[bool]) -> tuple[float, float]:
    """Return the best F1 at any threshold, and that threshold. Scores of pairs without a match are -inf."""
    best = (0.0, 0.0)
    for threshold in sorted({score for score in scores if score > float("-inf")}):
        hit = [score >= threshold for score in scores]
        right = sum(a and b for a, b in zip(hit, same, strict=True))
        best = max(best, (2 * right / (sum(hit) + sum(same)), threshold))
    return best
