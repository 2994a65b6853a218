"""What stands beside a name: birth date, nationality, sex, paper. Drawn by one hand for listed and innocent.

If only the listed ever lacked a birth date, or always agreed with the list, a matcher could learn the gap instead of
the person. So there is a truth about each traveller, and `declared` loses and garbles all truths alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from bench.matching.writing import Name
from roadstead.engine.records import Document, Entry, Traveller
from roadstead.engine.reference import countries

FIRST, LAST = date(1940, 1, 1), date(2006, 12, 31)
NEW_YEAR: Final = 0.023  # of birth dates on published lists are 1 January: a year in disguise
LOST: Final = {"born": 0.01, "day": 0.02, "nationality": 0.03, "sex": 0.08}
SEX_KEYED_WRONG: Final = 0.005
OTHER_PASSPORT: Final = 0.12  # of travellers use one of a nationality that a list would not give
MEN: Final = 0.85  # of listed persons whose sex the list does not give
PASSPORT: Final = "BCDFGHJKLMNPQRSTVWXYZ0123456789"
# Who travels in the region, by nationality: how many of a hundred.
GATE: Final = {
    "JAM": 12, "TTO": 10, "BRB": 7, "GUY": 8, "SUR": 5, "HTI": 6, "DOM": 4, "BHS": 3, "LCA": 3, "ATG": 2, "GRD": 2,
    "VCT": 2, "DMA": 2, "KNA": 1, "BLZ": 1, "USA": 10, "CAN": 5, "GBR": 6, "FRA": 2, "NLD": 2, "DEU": 1, "VEN": 2,
    "COL": 1, "CUB": 1, "IND": 1, "CHN": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Who a traveller is, before anybody has keyed anything."""

    born: date
    nationality: str
    sex: str


def anybody(random: Random, nationality: str = "", sex: str = "") -> Truth:
    """An innocent; or what a list does not say of a listed one."""
    return Truth(born=birth(random), nationality=nationality or gate(random), sex=sex or random.choice("MF"))


def behind(entry: Entry, random: Random) -> Truth:
    """The person behind an entry: as listed where the list says something, as anybody else where it does not."""
    other = anybody(random, sex=entry.sex if entry.sex in ("M", "F") else "MF"[random.random() >= MEN])
    own = entry.nationalities and random.random() >= OTHER_PASSPORT
    return Truth(
        born=_born(random.choice(entry.born), random) if entry.born else other.born,
        nationality=random.choice(entry.nationalities) if own else other.nationality,
        sex=other.sex,
    )


def birth(random: Random) -> date:
    day = FIRST + timedelta(days=int(random.triangular(0, (LAST - FIRST).days, 0.55 * (LAST - FIRST).days)))
    return day.replace(month=1, day=1) if random.random() < NEW_YEAR else day


def gate(random: Random) -> str:
    return random.choices(tuple(GATE), tuple(GATE.values()))[0]


def _born(listed: str, random: Random) -> date:
    """A day within what the list says: a day, a month, a year, or a range ("1965/1967")."""
    first, _, last = listed.partition("/")
    start, end = _edge(first, "-01-01"), _edge(last or first, "-12-31")
    return start + timedelta(days=random.randint(0, max(0, (end - start).days)))


def _edge(text: str, rest: str) -> date:
    """The first or last day of a partial date; every month ends on the 28th here."""
    whole = text + rest[len(text) - 4 :] if len(text) < 10 else text
    return date.fromisoformat(whole[:8] + min(whole[8:], "28") if len(text) < 10 else whole)


def declared(name: Name, truth: Truth, random: Random) -> Traveller:
    """What is filed of a traveller: each field may be missing, partial or wrong, for the listed as for the innocent."""
    filed = Traveller(
        surname=" ".join(name.surname),
        given=" ".join(name.given),
        born=truth.born.isoformat(),
        nationality=truth.nationality,
        sex=truth.sex,
        documents=(paper(truth.nationality, random),),
    )
    return _with_losses(filed, random)


def paper(nationality: str, random: Random) -> Document:
    return Document(type="P", number="".join(random.choices(PASSPORT, k=9)), issuer=nationality)


def _with_losses(filed: Traveller, random: Random) -> Traveller:
    lost = {field for field, share in LOST.items() if random.random() < share}
    sex = "FM"[filed.sex == "F"] if random.random() < SEX_KEYED_WRONG else filed.sex
    born = filed.born[:4] if "day" in lost else filed.born
    return replace(
        filed,
        born="" if "born" in lost else born,
        nationality="" if "nationality" in lost else filed.nationality,
        sex="" if "sex" in lost else sex,
    )


def alpha3(text: str) -> str:
    """A country as other sets write it, as carriers do; "" where it is none."""
    return countries.family(text)
