"""What holds of matching whatever the names: the properties of docs/requirements.md, matching 5.16."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadstead.engine.matching.index import Index, build_index, open_index, write_index
from roadstead.engine.matching.matcher import Match, alerts, alerts_all, match_all, weigh_all
from roadstead.engine.matching.segment.files import Damaged
from roadstead.engine.records import Document, Entry, ListedName, Traveller
from roadstead.engine.text.dates import Relation, compare_dates
from tests.everyday import examples

NAMES = (
    "Mohammad", "Muhamed", "Abdul", "Rahman", "Abdurrahman", "al", "Said", "Kim", "Jong", "Un", "Jean", "Jn", "Pierre",
    "Saint", "Olu", "Oluwaseun", "Seun", "Persaud", "Prasad", "Müller", "Mueller", "Li", "Lee", "Ivanov", "Iwanow",
    "Иванов", "محمد", "金", "Anne", "Marie", "AnnaMarie", "O'Brien", "Obrien", "X", "JohnMr", "Kumar", "Gonzalez",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map(" ".join)
BORN = st.sampled_from(
    ["", "1970", "1971", "1970-02", "1970-02-03", "1970-03-02", "1971-02-03", "1970-01-01", "1988-09-09"]
)
NATIONS = st.sampled_from(["", "BRB", "GUY", "HTI"])
SEXES = st.sampled_from(["", "M", "F"])
ENTRIES = st.lists(
    st.builds(
        lambda names, born, nations, sex: Entry(
            id="", list="made-up", names=tuple(ListedName(text=name) for name in names), born=tuple(filter(None, born)),
            nationalities=tuple(filter(None, nations)), sex=sex,
        ),
        st.lists(WORDS, min_size=1, max_size=2), st.lists(BORN, max_size=2), st.lists(NATIONS, max_size=2), SEXES,
    ),
    min_size=1, max_size=12,
).map(lambda entries: [replace(entry, id=str(place)) for place, entry in enumerate(entries)])  # fmt: skip
TRAVELLERS = st.builds(Traveller, surname=WORDS, given=WORDS, born=BORN, nationality=NATIONS, sex=SEXES)
PROPERTY = settings(deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
EVERYBODY = -100.0


def scores(index: Index, traveller: Traveller, floor: float = EVERYBODY) -> dict[str, float]:
    return {found.entry.id: found.score for found in alerts(traveller, index, floor)}


def with_one(traveller: Traveller, field: str, value: str) -> Traveller:
    """The traveller with another birth date, nationality or sex."""
    changed: dict[str, Any] = {field: value}
    return replace(traveller, **changed)


def by_name(found: list[Match]) -> list[tuple[str, float, str]]:
    return [(one.entry.id, one.score, one.name) for one in found]


@PROPERTY
@given(ENTRIES, st.lists(TRAVELLERS, min_size=1, max_size=4))
def test_the_reasons_add_up_to_the_score(entries: list[Entry], travellers: list[Traveller]) -> None:
    for found in weigh_all(travellers, build_index(entries), [EVERYBODY] * len(travellers)):
        for one in found:
            assert abs(sum(score.bits for _, score in one.evidence) - one.score) < 0.01


@PROPERTY
@given(ENTRIES, TRAVELLERS, st.sampled_from([3.0, 8.0, 13.0, 18.0]))
def test_a_floor_leaves_out_only_who_is_below_it(entries: list[Entry], traveller: Traveller, floor: float) -> None:
    index = build_index(entries)
    everybody = {key for key, score in scores(index, traveller).items() if score >= floor}
    assert everybody <= scores(index, traveller, floor).keys()


@PROPERTY
@given(ENTRIES)
def test_everybody_on_the_list_is_found_by_name_and_date(entries: list[Entry]) -> None:
    index = build_index(entries)
    for entry in entries:
        traveller = Traveller(surname=entry.name, born=entry.born[0] if entry.born else "")
        assert entry.id in {found.entry.id for found in alerts(traveller, index, 13.0)}


@PROPERTY
@given(ENTRIES, st.lists(TRAVELLERS, min_size=2, max_size=5), st.randoms())
def test_neither_batch_nor_order_changes_a_score(
    entries: list[Entry], travellers: list[Traveller], random: object
) -> None:
    index = build_index(entries)
    together = [by_name(found) for found in match_all(travellers, index, 0.0)]
    alone = [by_name(match_all([traveller], build_index(entries[::-1]), 0.0)[0]) for traveller in travellers]
    assert [sorted(found) for found in together] == [sorted(found) for found in alone]


@PROPERTY
@given(ENTRIES, TRAVELLERS)
def test_the_order_of_names_does_not_matter(entries: list[Entry], traveller: Traveller) -> None:
    index = build_index(entries)
    exchanged = replace(traveller, surname=traveller.given, given=traveller.surname)
    if not {"Abdul", "Kim"} & set(f"{traveller.given} {traveller.surname}".split()):  # joined parts follow their order
        alone = {key for key, score in scores(index, traveller, 20.0).items() if score > 25}
        assert alone <= scores(index, exchanged, 5.0).keys()


@PROPERTY
@given(ENTRIES, TRAVELLERS, st.sampled_from(["born", "nationality", "sex"]))
def test_an_identifier_that_agrees_never_lowers_a_score(entries: list[Entry], traveller: Traveller, field: str) -> None:
    index, without = build_index(entries), with_one(traveller, field, "")
    before = scores(index, without)
    for entry in entries:
        listed = {"born": entry.born[:1], "nationality": entry.nationalities[:1], "sex": (entry.sex,)}[field]
        value = listed[0] if listed else ""
        if value and entry.id in before:
            assert scores(index, with_one(without, field, value))[entry.id] >= before[entry.id] - 1e-9


@PROPERTY
@given(
    ENTRIES, TRAVELLERS, st.sampled_from([("born", "1931-10-30"), ("nationality", "JPN"), ("sex", "M"), ("sex", "F")])
)
def test_an_identifier_that_contradicts_never_raises_a_score(
    entries: list[Entry], traveller: Traveller, fact: tuple[str, str]
) -> None:
    field, value = fact
    index, without = build_index(entries), with_one(traveller, field, "")
    before, after = scores(index, without), scores(index, with_one(without, field, value))
    for entry in entries:
        if not (field == "sex" and entry.sex in ("", value)) and entry.id in after:
            assert after[entry.id] <= before[entry.id] + 1e-9


@PROPERTY
@given(ENTRIES, st.sampled_from(["1931-10-30", "1970-02", "1999", ""]), st.sampled_from(["", "JPN", "BRB"]), SEXES)
def test_no_identifier_is_a_hard_no_to_rare_names(entries: list[Entry], born: str, nation: str, sex: str) -> None:
    rare = Entry(
        id="rare",
        list="made-up",
        names=(ListedName(text="Xerxadriel Quibblethorne Zanzamoth"),),
        born=("1950-05-05",),
        nationalities=("GUY",),
        sex="M",
    )
    traveller = Traveller(surname="QUIBBLETHORNE", given="XERXADRIEL ZANZAMOTH", born=born, nationality=nation, sex=sex)
    assert scores(build_index([*entries, rare]), traveller, 4.0)["rare"] > 4.0


@PROPERTY
@given(ENTRIES, TRAVELLERS, WORDS, BORN)
def test_an_alias_or_a_date_more_never_loses_a_hit(
    entries: list[Entry], traveller: Traveller, alias: str, born: str
) -> None:
    before = {found.entry.id for found in alerts(traveller, build_index(entries), 13.0) if found.score > 16}
    first = entries[0]
    more = replace(
        first,
        names=(*first.names, ListedName(text=alias)),
        born=(*first.born, *filter(None, [born])) if first.born else (),
    )
    after = scores(build_index([more, *entries[1:]]), traveller, 10.0)
    assert before <= after.keys()


@PROPERTY
@given(ENTRIES, TRAVELLERS, BORN)
def test_a_date_that_does_not_contradict_never_lowers_an_entry_that_had_none(
    entries: list[Entry], traveller: Traveller, born: str
) -> None:
    undated, dated = (replace(entries[0], born=given) for given in ((), (born,)))
    before, after = (scores(build_index([one, *entries[1:]]), traveller).get("0") for one in (undated, dated))
    if before is not None and compare_dates(traveller.born, born) is not Relation.CONTRADICTS:
        assert after is not None
        assert after >= before - 1e-9


@PROPERTY
@given(ENTRIES, TRAVELLERS)
def test_a_listed_document_under_another_name_alerts(entries: list[Entry], traveller: Traveller) -> None:
    paper = Document(number="AB1234567", issuer="GUY")
    index = build_index([replace(entries[0], documents=(paper,)), *entries[1:]])
    found = alerts(replace(traveller, documents=(Document(number="AB 1234567", issuer="GUY"),)), index, 99.0)
    assert "0" in {one.entry.id for one in found}


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "\u202e\u200f",
        "🚢🚢",
        "x",
        "a" * 10_000,
        " ".join(["word"] * 10_000),
        "\0\1\2",
        "ـ",
        "ﷺ",
        "0000",
        "'’`",
    ],
)
@pytest.mark.parametrize("born", ["", "0000-00-00", "1900-01-01", "9999-99-99", "1975-02-30", "born"])
def test_no_name_or_date_is_fatal_on_either_side(name: str, born: str) -> None:
    entry = Entry(id="1", list="made-up", names=(ListedName(text=name), ListedName(text="Ann Example")), born=(born,))
    found = alerts_all(
        [Traveller(surname=name, born=born), Traveller(surname="EXAMPLE", given="ANN")], build_index([entry]), 13.0
    )
    assert [one.entry.id for one in found[1]] == ["1"]


def test_a_flight_of_the_oddest_names_takes_seconds_and_not_minutes() -> None:
    odd = ("a" * 10_000, "word " * 2_000, "\u202e🚢" * 5_000, "x", "ﷺ" * 5_000, "AB " * 3_000, "김" * 10_000, "Ö" * 400)
    index = build_index(
        [
            Entry(id=str(place), list="made-up", names=(ListedName(text=name),))
            for place, name in enumerate((*odd, "Ann Example"))
        ]
    )
    flight = [Traveller(surname=f"{name}{place}", given=name, born="1900-01-01") for place in range(38) for name in odd]
    alerts_all(flight[:8], index, 13.0)  # loads what is compiled
    began = process_time()
    assert len(alerts_all(flight, index, 13.0)) == 304
    assert process_time() - began < 10


def test_an_entry_with_five_thousand_aliases_is_found_by_each_of_some() -> None:
    names = tuple(ListedName(text=f"Alias{place:04} Example{place % 7}") for place in range(5_000))
    index = build_index([Entry(id="1", list="made-up", names=names, born=("1970-02-03",))])
    for place in (0, 2_500, 4_999):
        assert alerts(Traveller(surname=names[place].text, born="1970-02-03"), index, 13.0)


def test_a_list_without_anybody_finds_nobody(tmp_path: Path) -> None:
    for index in (build_index([]), write_index([], tmp_path / "empty")):
        assert alerts_all([Traveller(surname="EXAMPLE", born="1970")], index, 0.0) == [[]]


@PROPERTY
@given(ENTRIES, TRAVELLERS)
def test_an_index_in_files_says_what_the_one_in_memory_says(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Entry], traveller: Traveller
) -> None:
    folder = tmp_path_factory.mktemp("index") / "segment"
    write_index(entries, folder)
    assert alerts(traveller, open_index(folder), 0.0) == alerts(traveller, build_index(entries), 0.0)


@pytest.mark.parametrize("damage", ["cut", "gone", "header", "format"])
def test_a_damaged_index_is_refused_in_words(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "segment"
    write_index([Entry(id="1", list="made-up", names=(ListedName(text="Ann Example"),))], folder)
    name = "header.json" if damage in {"header", "format"} else "names.posting.npy"
    path = folder / name
    broken = {"cut": path.read_bytes()[:-3], "header": b"{", "format": b'{"format":99,"entries":1,"sizes":{}}'}
    path.unlink() if damage == "gone" else path.write_bytes(broken[damage])
    with pytest.raises(Damaged, match="rebuild the index"):
        open_index(folder)


def test_who_declares_more_parts_than_are_listed_is_found_from_any_floor_below_the_score() -> None:
    index = build_index([Entry(id="0", list="made-up", names=(ListedName(text="Mohammad " * 3 + "Abdurrahman"),))])
    traveller = Traveller(surname="MOHAMMAD MOHAMMAD", given="MOHAMMAD MOHAMMAD MOHAMMAD MOHAMMAD")
    ((one,),) = weigh_all([traveller], index, [EVERYBODY])
    assert -3 < one.score < 0
    assert [len(weigh_all([traveller], index, [float(floor)])[0]) for floor in range(-8, -2)] == [1] * 6


def test_whoever_is_listed_with_more_than_a_hundred_years_for_a_birth_date_is_found_at_the_score() -> None:
    names = [ListedName(text=f"Ann Smith Zq{place}ubert") for place in range(60)]
    many = [Entry(id=name.text, list="made-up", names=(name,), born=("1850/2020",)) for name in names]
    index, traveller = build_index(many), Traveller(surname="SMITH", given="ANN ZQ3UBERT", born="1975-03-04")
    everybody = scores(index, traveller)
    for floor in (8.0, 11.0, 14.0, 20.0):
        assert scores(index, traveller, floor).keys() >= {one for one, score in everybody.items() if score >= floor}


@settings(PROPERTY, max_examples=examples(200))
@given(ENTRIES, TRAVELLERS, st.sampled_from([-3.0, 4.0, 9.0, 13.0, 18.0]))
def test_whoever_reaches_a_floor_is_found_at_it(entries: list[Entry], traveller: Traveller, floor: float) -> None:
    """Nobody is turned away before being weighed who would have reached it."""
    index = build_index(entries)
    wanted = {entry: score for entry, score in scores(index, traveller).items() if score >= floor}
    assert wanted == {entry: score for entry, score in scores(index, traveller, floor).items() if score >= floor}
