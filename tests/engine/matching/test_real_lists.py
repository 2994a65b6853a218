"""On the public lists: everybody on them is found, others' typing errors are, and innocents mostly are not."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping

import pytest

from roadstead.engine.formats.lists import load
from roadstead.engine.matching.matcher import alerts
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD
from roadstead.engine.records import Entry, Kind, Traveller
from roadstead.engine.screening.run import Index, build_index
from roadstead.engine.text.names import parts
from tests.library import LISTS, PAIRS

UN_TODAY, UN_BEFORE = LISTS / "un/consolidated_2026-02-27.xml", LISTS / "un/consolidated_2020-11-30.xml"
OFAC = LISTS / "us_ofac/2021-07/sdn.csv"
SEXES = {"male": "M", "female": "F"}

pytestmark = pytest.mark.library


@pytest.fixture(scope="module")
def persons() -> tuple[Entry, ...]:
    """The UN list as it is and, of an older one, who has been taken off since; and OFAC's."""
    today = load(UN_TODAY).entries
    known = {entry.id for entry in today}
    gone = tuple(entry for entry in load(UN_BEFORE).entries if entry.id not in known)
    return tuple(entry for entry in (*today, *gone, *load(OFAC).entries) if entry.kind is Kind.PERSON)


@pytest.fixture(scope="module")
def index(persons: tuple[Entry, ...]) -> Index:
    return build_index(persons)


def rows(name: str) -> list[dict[str, str]]:
    with (PAIRS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def traveller(row: Mapping[str, str], *, dated: bool = True) -> Traveller:
    return Traveller(
        surname=row["full_name"],
        born=row["date_of_birth"] if dated else "",
        nationality=row["nationality"],
        sex=SEXES.get(row["gender"], ""),
    )


def found(asked: Traveller, index: Index) -> set[str]:
    return {match.entry.id for match in alerts(asked, index, DEFAULT_THRESHOLD)}


def test_everybody_on_a_list_is_found_by_every_sound_name_and_birth_date(
    persons: tuple[Entry, ...], index: Index
) -> None:
    lost = [
        (entry.id, name.text, born)
        for entry in persons[::4]
        for name in entry.names
        if not name.weak and parts(name.text)
        for born in (entry.born or ("",))[:2]
        if entry.id not in found(Traveller(surname=name.text, born=born.partition("/")[0], sex=entry.sex), index)
    ]
    assert lost == []


@pytest.mark.parametrize("dated", [True, False], ids=["with birth date", "name only"])
def test_persons_of_the_un_list_are_found_through_typing_errors_of_others(
    persons: tuple[Entry, ...], index: Index, dated: bool
) -> None:
    meant: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for entry in persons:
        for name in entry.names:
            meant[tuple(sorted(parts(name.text)))].add(entry.id)
    names = {row["case"]: tuple(sorted(parts(row["full_name"]))) for row in rows("yente_positives_un_untreated.csv")}
    asked = [row for row in rows("yente_positives_un_treated.csv") if names[row["case"]] in meant]
    recalled = [bool(found(traveller(row, dated=dated), index) & meant[names[row["case"]]]) for row in asked]
    assert len(asked) > 300
    assert sum(recalled) / len(recalled) >= 0.99


@pytest.mark.parametrize("name", ["yente_negatives_global.csv", "yente_negatives_us.csv"])
def test_of_a_thousand_innocents_few_are_alerted(name: str, index: Index) -> None:
    innocents = rows(name)[::25]
    alerted = [row["full_name"] for row in innocents if found(traveller(row), index)]
    assert len(alerted) / len(innocents) <= 0.005, alerted
