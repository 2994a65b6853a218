"""Fields other than the name: birth date, nationality, sex, document. Drawn by the same function for listed and
innocent.

If only listed persons lacked a birth date, or always agreed with the list, a matcher could learn the gap instead of the
person. So each traveller has true values, and `declared` drops and garbles all of them alike.
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
NEW_YEAR: Final = 0.023  # share of birth dates on published lists that are 1 January, which stands for an unknown day
LOST: Final = {"born": 0.01, "day": 0.02, "nationality": 0.03, "sex": 0.08}
SEX_KEYED_WRONG: Final = 0.005
OTHER_PASSPORT: Final = 0.12  # share of travellers with a passport of a nationality that a list would not give
MEN: Final = 0.85  # share of men among listed persons without a sex on the list
PASSPORT: Final = "BCDFGHJKLMNPQRSTVWXYZ0123456789"
# Travellers in the region by nationality, in percent.
GATE: Final = {
    "JAM": 12, "TTO": 10, "BRB": 7, "GUY": 8, "SUR": 5, "HTI": 6, "DOM": 4, "BHS": 3, "LCA": 3, "ATG": 2, "GRD": 2,
    "VCT": 2, "DMA": 2, "KNA": 1, "BLZ": 1, "USA": 10, "CAN": 5, "GBR": 6, "FRA": 2, "NLD": 2, "DEU": 1, "VEN": 2,
    "COL": 1, "CUB": 1, "IND": 1, "CHN": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """True values of a traveller, before data entry."""

    born: date
    nationality: str
    sex: str


def anybody(random: Random, nationality: str = "", sex: str = "") -> Truth:
    """Return an innocent, or the values of a listed person that a list does not state."""
    return Truth(born=birth(random), nationality=nationality or gate(random), sex=sex or random.choice("MF"))


def behind(entry: Entry, random: Random) -> Truth:
    """Return the person of an entry: as listed where the list states a value, otherwise random."""
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
    """Return a day within a listed date: a day, a month, a year, or a range ("1965/1967")."""
    first, _, last = listed.partition("/")
    start, end = _edge(first, "-01-01"), _edge(last or first, "-12-31")
    return start + timedelta(days=random.randint(0, max(0, (end - start).days)))


def _edge(text: str, rest: str) -> date:
    """Return the first or last day of a partial date; every month ends on the 28th here."""
    whole = text + rest[len(text) - 4 :] if len(text) < 10 else text
    return date.fromisoformat(whole[:8] + min(whole[8:], "28") if len(text) < 10 else whole)


def declared(name: Name, truth: Truth, random: Random) -> Traveller:
    """Return the filed values: each may be missing, partial or wrong, for listed and innocent alike."""
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
    """Return the code as carriers write it, from the spelling of other sets; "" if it is no country."""
    return countries.parent_state(text)
