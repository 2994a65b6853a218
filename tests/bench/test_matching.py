"""The generators of the matching bench, on invented people: what they make, and what they must never use."""

from __future__ import annotations

import ast
import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bench.matching import (
    asked,
    big,
    curve,
    document,
    drawing,
    engine,
    fast,
    files,
    held_out,
    innocents,
    labelled,
    people,
    planted,
    report,
    sounds,
    speed,
    stored,
    tabled,
    tables,
    variants,
)
from bench.matching.origins import arabic, chinese, creole, cyrillic, korean
from bench.matching.others import dates
from bench.matching.writing import Name, capitals, listed_name
from roadstead.engine.formats import lists as sources
from roadstead.engine.records import Entry, ListedName, Traveller
from tests.everyday import examples

HERE = Path(__file__).parents[2] / "bench" / "matching"
PARTS = some.lists(some.text("ABCDEFGHIKLMNOPRSTUVYZ", min_size=1, max_size=12), min_size=1, max_size=3).map(tuple)
NAMES = some.builds(Name, PARTS, PARTS)
BEEKMAN = Entry(
    id="1",
    list="invented",
    names=(
        ListedName(text="BEEKMAN, Tobiah Cornelis"),
        ListedName(text="BEECKMANN, Tobia Cornelis"),
        ListedName(text="БЕКМАН Тобиас Корнелис"),
        ListedName(text="El Zorro", weak=True),
    ),
    born=("1971-05-04",),
    nationalities=("SUR",),
    sex="M",
)


# ── independence ────────────────────────────────────────────────────────────────────────────

TRAINING = ("lessons", "training")  # of the second stage: these have to see what it sees, and measure nothing


@pytest.mark.parametrize("path", sorted([*HERE.rglob("*.py")]), ids=lambda path: path.stem)
def test_only_what_runs_the_matcher_knows_it(path: Path) -> None:
    imported = {
        name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported(node)
        if name.startswith(("roadstead.engine.matching", "roadstead.engine.text"))
    }
    assert not imported or path.stem in ("engine", *TRAINING)


@pytest.mark.parametrize("path", sorted([*HERE.rglob("*.py")]), ids=lambda path: path.stem)
def test_what_measures_knows_nothing_of_what_trains(path: Path) -> None:
    imported = {name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for name in _imported(node)}
    of_training = imported & {f"bench.matching.{each}" for each in TRAINING}
    assert not of_training or path.stem in ("__main__", *TRAINING)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


# ── variants ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", variants.VARIANTS)
@settings(max_examples=examples(30))
@given(name=NAMES, seed=some.integers(0, 9))
def test_a_variant_is_the_same_for_the_same_seed_and_can_be_filed(kind: str, name: Name, seed: int) -> None:
    around = variants.Around(nationalities=("IRQ",), sex="F")
    once, again = (variants.VARIANTS[kind](name, around, Random(seed)) for _ in range(2))
    assert once == again
    assert once is None or (any(once.surname) and "".join(once.parts).isalnum())


@pytest.mark.parametrize(
    "kind", [kind for kind in variants.VARIANTS if kind not in ("exact", "another order", "joined")]
)
@given(name=NAMES, seed=some.integers(0, 9))
def test_every_variant_but_the_exact_one_differs_from_the_name(kind: str, name: Name, seed: int) -> None:
    assert variants.VARIANTS[kind](name, variants.Around(nationalities=("RUS",), sex="F"), Random(seed)) != name


@given(name=NAMES, seed=some.integers(0, 9))
def test_another_order_keeps_every_part(name: Name, seed: int) -> None:
    made = variants.another_order(name, variants.Around(), Random(seed))
    assert made is not None
    assert sorted(made.parts) == sorted(name.parts)


def test_a_man_never_travels_under_another_surname() -> None:
    name = Name(("TOBIAH",), ("BEEKMAN",))
    assert variants.other_surname(name, variants.Around(sex="M"), Random(1)) is None
    assert variants.other_surname(name, variants.Around(sex=""), Random(1)) is None


def test_cutting_leaves_two_letters_of_a_given_name_at_least() -> None:
    long = Name(("MAXIMILIAN", "ALEXANDER"), ("VAN", "DER", "QUENTINMADDOXBEEKMANHALVERSON", "ROZENDAAL"))
    for seed in range(50):
        made = variants.cut(long, variants.Around(), Random(seed))
        assert made is not None
        assert len(" ".join(made.given)) >= 2
        assert len(" ".join(made.parts)) < len(" ".join(long.parts))


# ── romanisation, as published ──────────────────────────────────────────────────────────────


def test_cyrillic_follows_each_published_table() -> None:
    made = {cyrillic.romanised("Юрий Щукин", Random(seed)) for seed in range(60)}
    assert made == {"URIJ SUKIN", "YURIY SHCHUKIN", "IURII SHCHUKIN", "IOURII CHTCHOUKIN", "JURIJ SCHTSCHUKIN"}


def test_a_name_in_another_script_is_not_romanised_as_cyrillic() -> None:
    assert cyrillic.romanised("Юрий Smith", Random(1)) == ""


@pytest.mark.parametrize(
    ("pinyin", "wade_giles"),
    [
        ("ZHANG", "CHANG"),
        ("XIAO", "HSIAO"),
        ("QIN", "CHIN"),
        ("GUO", "KUO"),
        ("TIAN", "TIEN"),
        ("RONG", "JUNG"),
        ("SI", "SZU"),
    ],
)
def test_pinyin_becomes_wade_giles(pinyin: str, wade_giles: str) -> None:
    assert chinese.wade_giles(pinyin) == wade_giles


def test_pinyin_is_cut_into_syllables_and_what_is_none_is_not() -> None:
    assert chinese.syllables("XIAOPING") == ("XIAO", "PING")
    assert chinese.syllables("BEEKMAN") == ()


def test_origins_spell_whole_parts_as_print_does() -> None:
    assert {arabic.respelling(("OTHMAN",), Random(seed)) for seed in range(40)} == {
        ("UTHMAN",),
        ("OSMAN",),
        ("USMAN",),
        ("OTMAN",),
    }
    assert {korean.respelling(("UN",), ("KANG",), Random(seed))[1] for seed in range(9)} == {("GANG",)}
    assert {creole.respelling(("SAINT",), Random(seed)) for seed in range(9)} == {("ST",), ("SEN",)}


# ── names ───────────────────────────────────────────────────────────────────────────────────


def test_names_are_written_as_a_passport_prints_them() -> None:
    assert {capitals("Çelik-Özgür O’Brien ß", Random(seed)) for seed in range(9)} == {
        "CELIK OZGUR OBRIEN SS",
        "CELIK OEZGUER OBRIEN SS",
    }
    assert capitals("Юрий") == ""


@pytest.mark.parametrize(
    ("text", "given", "surname"),
    [
        ("BEEKMAN, Tobiah Cornelis", "TOBIAH CORNELIS", "BEEKMAN"),
        ("Tobiah Cornelis BEEKMAN (alias Zorro)", "TOBIAH CORNELIS", "BEEKMAN"),
        ("Tobiah Beekman", "TOBIAH", "BEEKMAN"),
    ],
)
def test_a_listed_name_is_taken_apart(text: str, given: str, surname: str) -> None:
    assert listed_name(text, ("SUR",), Random(1)) == Name(tuple(given.split()), tuple(surname.split()))


@pytest.mark.parametrize(
    "text", ["Zorro", "Beekman; Beeckman Tobia", "formerly Beekman", "Юрий Щукин", "H4mid Beekman"]
)
def test_what_is_no_single_name_is_not_asked_for(text: str) -> None:
    assert listed_name(text, (), Random(1)) is None


# ── people ──────────────────────────────────────────────────────────────────────────────────


def test_fields_go_missing_for_the_listed_as_often_as_for_the_innocent() -> None:
    random, name = Random(1), Name(("TOBIAH",), ("BEEKMAN",))
    listed = [people.declared(name, people.behind(BEEKMAN, random), random) for _ in range(4000)]
    innocent = [people.declared(name, people.anybody(random), random) for _ in range(4000)]
    for field in ("born", "nationality", "sex"):
        missing = [sum(not getattr(one, field) for one in of) / 4000 for of in (listed, innocent)]
        assert missing[0] == pytest.approx(missing[1], abs=0.02)
        assert missing[0] == pytest.approx(people.LOST[field], abs=0.02)


@given(
    born=some.sampled_from(["1971", "1971-02", "1971-02-28", "1965/1967", "1965-03/1966"]), seed=some.integers(0, 50)
)
def test_a_listed_person_is_born_within_what_the_list_says(born: str, seed: int) -> None:
    truth = people.behind(Entry(id="1", list="x", born=(born,)), Random(seed))
    first, _, last = born.partition("/")
    assert first <= truth.born.isoformat()[: len(first)]
    assert truth.born.isoformat()[: len(last or first)] <= (last or first)


def test_planted_travellers_mean_their_entry_and_come_out_the_same_twice() -> None:
    once, again = (list(planted.planted([BEEKMAN], each=5)) for _ in range(2))
    assert once == again
    assert {one.meant for one in once} == {frozenset({("invented", "1")})}
    assert Counter(one.kind for one in once)["one slip"] == 5
    assert not [one for one in once if one.kind in ("other surname", planted.PAPER)]  # a man, without papers


def test_a_wrong_birth_date_is_wrong() -> None:
    name, random = Name(("TOBIAH",), ("BEEKMAN",)), Random(1)
    off = [planted.birth_date_off(BEEKMAN, name, random) for _ in range(200)]
    born = {one.traveller.born for one in off if one is not None}
    assert {"1971-04-05", "1971-05-03", "1971-05-05", "1970-05-04", "1972-05-04", "1971-05-14"} <= born
    assert "1971-05-04" not in born


# ── held out ────────────────────────────────────────────────────────────────────────────────


def test_a_held_out_alias_is_taken_off_and_asked_for() -> None:
    found = held_out.held_out([BEEKMAN] * (held_out.MANY[held_out.SCRIPT] + 1))
    by_kind = {one.kind: one for one in found.asked}
    script = next(entry for entry in found.entries if len(entry.names) == 1)
    latin = next(entry for entry in found.entries if len(entry.names) > 1)
    assert [name.text for name in script.names] == ["БЕКМАН Тобиас Корнелис"]
    assert {name.text for name in latin.names} in (
        {"BEEKMAN, Tobiah Cornelis", "БЕКМАН Тобиас Корнелис", "El Zorro"},
        {"BEECKMANN, Tobia Cornelis", "БЕКМАН Тобиас Корнелис", "El Zorro"},
    )
    asked_for = by_kind[held_out.LATIN].traveller
    assert f"{asked_for.surname}, {asked_for.given}" not in {name.text.upper() for name in latin.names}


def test_a_pseudonym_is_never_held_out() -> None:
    names = (ListedName(text="BEEKMAN, Tobiah"), ListedName(text="The Old Captain"))
    assert held_out.held_out([Entry(id="1", list="x", names=names)]).asked == []


# ── recall ──────────────────────────────────────────────────────────────────────────────────


def one_of(kind: str, listed: str) -> asked.Asked:
    return asked.Asked(kind=kind, traveller=Traveller(), meant=frozenset({(listed, "1")}))


def test_only_the_entry_meant_counts_as_found_and_any_entry_as_an_alert() -> None:
    queries = [one_of("slip", "x"), one_of("slip", "x"), asked.Asked(kind="innocent", traveller=Traveller())]
    met = [
        [engine.Met("x", "1", 20.0, False)],
        [engine.Met("x", "2", 30.0, False)],
        [engine.Met("y", "7", 10.0, False), engine.Met(labelled.INVENTED + "single", "1", 99.0, False)],
    ]
    found = curve.outcome(queries, met)
    assert found.found == {"slip": [20.0, float("-inf")]}
    assert found.innocent == [10.0]
    assert found.by_list == {"x": ([20.0, float("-inf")], [float("-inf")])}


@given(some.lists(some.integers(0, 30).map(float), min_size=1, max_size=300), some.sampled_from([1, 5, 10, 100, 500]))
def test_a_threshold_never_alerts_more_innocents_than_it_says(scores: list[float], rate: int) -> None:
    limit = curve.threshold(scores, rate)
    assert curve.alerted(scores, limit) <= rate
    lower = [score for score in scores if score < limit]
    assert not lower or curve.alerted(scores, max(lower)) > rate


def test_what_policy_shows_is_found_at_any_threshold_unless_scores_alone_are_asked() -> None:
    queries, met = [one_of("slip", "x")], [[engine.Met("x", "1", 3.0, True)]]
    assert curve.outcome(queries, met).found == {"slip": [float("inf")]}
    assert curve.outcome(queries, met, policy=False).found == {"slip": [3.0]}


def test_best_f1_is_that_of_the_best_threshold() -> None:
    assert labelled.best_f1([9.0, 5.0, 4.0, float("-inf")], [True, True, False, True]) == (0.8, 5.0)


# ── tables ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", sounds.sounds())
def test_invented_words_are_the_same_each_time_and_in_capitals(language: str) -> None:
    words = sounds.words(language, 50, "seed", surnames=True)
    assert words == sounds.words(language, 50, "seed", surnames=True)
    assert len(set(words)) == len(words) >= 40
    assert "".join(words).isalpha()
    assert "".join(words).isupper()


def test_the_first_words_of_a_table_are_common_and_the_last_rare() -> None:
    random, drawn = Random(1), tables.Drawn(["A", *map(str, range(500)), "Z"])
    counts = Counter(drawn(random) for _ in range(20_000))
    assert counts["A"] > 10 * counts["Z"]
    assert counts["A"] / 20_000 == pytest.approx(0.1 / sum(1 / (n + 10) for n in range(502)), rel=0.2)


@pytest.mark.long
@pytest.mark.usefixtures("without_library")
def test_innocents_come_from_many_countries_with_birth_dates_of_their_own() -> None:
    people_ = [one.traveller for one in innocents.innocents(400)]
    assert len(people_) == 400
    assert len({one.nationality for one in people_}) > 20
    assert len({one.born for one in people_}) > 350
    assert all(one.surname.replace(" ", "").isalpha() for one in people_)
    assert all(date(1935, 1, 1) < date.fromisoformat(one.born) for one in people_ if len(one.born) == 10)


# ── the million ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def without_library(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Name tables as they are where the library of lists is not: from the demo and from syllables alone."""
    monkeypatch.setattr(tables, "by_country", dict)
    tables.countries.cache_clear()
    yield
    tables.countries.cache_clear()


@pytest.mark.long
@pytest.mark.usefixtures("without_library")
def test_invented_persons_know_as_much_of_themselves_as_published_ones() -> None:
    entries = list(big.invented(3000))
    assert len({entry.id for entry in entries}) == 3000
    share = Counter(len((entry.born or ("",))[0]) for entry in entries)
    assert [share[length] / 3000 for length in (10, 4, 0)] == pytest.approx([0.72, 0.15, 0.13], abs=0.03)
    assert sum(len(entry.names) > 1 for entry in entries) / 3000 == pytest.approx(0.30, abs=0.03)
    assert sum(bool(entry.nationalities) for entry in entries) / 3000 == pytest.approx(0.80, abs=0.03)
    assert len({code for entry in entries for code in entry.nationalities}) > 40


@pytest.mark.long
@pytest.mark.usefixtures("without_library")
def test_a_shorter_list_is_the_beginning_of_a_longer_one() -> None:
    assert list(big.invented(50)) == list(big.invented(80))[:50] == big.sample(50, 1000)


@pytest.mark.usefixtures("without_library")
def test_a_written_list_is_read_as_it_was(tmp_path: Path) -> None:
    entries = [*big.invented(200), replace(BEEKMAN, list="invented", id="b")]
    assert files.write_list(tmp_path / "list.jsonl", entries, "bench") == 201
    read = sources.load(tmp_path / "list.jsonl")
    assert read.problems == ()
    assert [each.id for each in read.entries] == [f"{entry.list}:{entry.id}" for entry in entries]
    for was, now in zip(entries, read.entries, strict=True):
        assert (now.names, now.born, now.nationalities, now.sex) == (was.names, was.born, was.nationalities, was.sex)
        assert [paper.number for paper in now.documents] == [paper.number for paper in was.documents]


def test_written_travellers_are_the_queries_of_match(tmp_path: Path) -> None:
    queries = list(planted.planted([BEEKMAN], each=2))
    assert files.write_travellers(tmp_path / "travellers.csv", queries) == len(queries)
    with (tmp_path / "travellers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["surname"] for row in rows] == [one.traveller.surname for one in queries]
    assert rows[0]["id"] == "1 exact invented:1"


# ── others, pages ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("declared", "listed", "may_be"),
    [
        ("1971-05-04", "1971-05-04", True),
        ("1971-05-04", "1971-04-05", True),
        ("1971-05-04", "1972-05-04", True),
        ("1971-05-04", "1971-06-03", True),
        ("1971-05-04", "1972", True),
        ("1971-05-04", "1973", False),
        ("1971-05-04", "1971-08-04", False),
        ("1971", "1971-08-04", True),
        ("1971-05-04", "1965/1970", True),
        ("1971-05-04", "1965/1969", False),
        ("1971-02-31", "1971-08-04", True),
    ],
)
def test_the_birth_date_filter_of_those_who_have_none(declared: str, listed: str, may_be: bool) -> None:
    assert dates.near(declared, listed) is may_be


def test_a_table_says_words_where_a_figure_would_mislead() -> None:
    assert tabled.markdown({"slip": {"asked": 1200, "@1": 0.5, "@5": float("inf"), "note": "not installed"}}) == (
        "|  | asked | @1 | @5 | note |\n|---|--:|--:|--:|--:|\n| slip | 1,200 | 0.500 | policy | not installed |\n"
    )


def test_a_picture_has_a_line_for_each_list_and_is_well_formed() -> None:
    points = curve.points([20.0, 10.0], [float(n) for n in range(1000)])
    drawn = ElementTree.fromstring(drawing.picture({"all lists": points, "a <list>": points}))
    assert len(drawn.findall("{*}polyline")) == 2
    assert "a <list>" in {text.text for text in drawn.findall("{*}text")}


def test_alerts_on_what_is_no_person_are_counted() -> None:
    found = curve.outcome([one_of("slip", "x")], [[engine.Met("x", "9", 9.0, False)]], things={("x", "9")})
    assert found.things == 1


def test_other_spellings_are_a_kind_for_each_origin() -> None:
    names = (ListedName(text="ЩУКИН Юрий Жданович"), ListedName(text="SHCHUKIN, Yuriy Zhdanovich"))
    listed = Entry(id="7", list="invented", names=names, nationalities=("RUS",))
    made = [one.traveller for one in planted.planted([listed], each=3) if one.kind == "transliterated, cyrillic"]
    assert len(made) == 3
    assert {one.surname for one in made} <= {"SUKIN", "SHCHUKIN", "CHTCHOUKIN", "SCHTSCHUKIN"}
    assert all(len(one.given.split()) == 2 for one in made)


PAGE = """# Words

## The list

More words.

| | |
|---|--:|
| persons | 1 |

Still more.

## Recall by kind

None.

## Speed and memory

Old.

## To measure again
"""


def test_a_new_measurement_changes_its_table_in_the_page_and_not_a_word_of_people() -> None:
    shown = document.anew(PAGE, {"list": {"persons": 7}})
    assert shown == PAGE.replace("| persons | 1 |", "| persons | 7 |").replace("| | |", "|  |  |")


def test_a_page_without_the_table_that_was_measured_is_told_of() -> None:
    with pytest.raises(LookupError, match="Recall by kind"):
        document.anew(PAGE, {"recall": {"one slip": {"asked": 150, "@1": 0.5}}})


@pytest.mark.parametrize("headings", [document.HEADINGS, document.WITH_SECOND])
def test_the_page_has_a_table_for_all_that_is_measured_for_it(headings: dict[str, str]) -> None:
    figures = {name: {"one slip": {"asked": 150, "@1": 0.5}} for name in headings}
    shown = document.anew(report.PAGE.read_text(encoding="utf-8"), figures, headings)
    assert shown.count("| one slip | 150 | 0.500 |") == len(headings)


# ── speed ───────────────────────────────────────────────────────────────────────────────────


def test_the_first_of_a_longer_list_of_few_words_are_the_whole_of_a_shorter_one() -> None:
    ten, twenty = ([*stored.KINDS["few words"](size)] for size in (10, 20))
    assert twenty[:10] == ten


def test_a_small_list_is_measured_from_file_to_rates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "kept", lambda name: tmp_path / name)
    listed, travellers = stored.stored("few words", 200), stored.stored_travellers("few words")
    built = speed.built_once(listed, tmp_path / "index")
    found = speed.asked_once(tmp_path / "index", travellers)
    assert [*stored.entries(listed)] == [*stored.KINDS["few words"](200)]
    assert built["kept index, MB"] > 0.01
    assert found[speed.RATE] > 0
    assert found["one traveller, ms, p99"] >= found["one traveller, ms, median"]


def test_the_part_of_the_page_on_speed_is_written_anew_and_the_rest_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fast, "PAGE", tmp_path / "page.md")
    fast.PAGE.write_text(PAGE)
    figures = {"medians": {"index, seconds": {"a list": 2.0}}}
    fast.into_documents(figures)
    assert fast.PAGE.read_text() == PAGE.replace("\n## Speed and memory\n\nOld.\n", fast.section(figures))
