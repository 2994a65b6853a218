"""Weighing travellers against a list: what is found, in which order of surety, and what no input can do."""

from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadstead.engine.matching.matcher import MATCHER_VERSION, match, match_all
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD
from roadstead.engine.records import Document, Entry, HitKind, Kind, ListedName, Traveller
from roadstead.engine.screening.run import build_index
from tests.engine.matching.people import LISTED, LOPEZ, QUENTIN, TRAVELLING, bits, listed, met
from tests.everyday import examples

SLIPS: Final = ("1975-03-04", "1975-04-03", "1975-03-05", "1976-03-04", "1975-03", "1975", "", "1957-03-04")
HOSTILE: Final = (
    "",
    " ",
    "X",
    "?" * 50,
    "x" * 10_000,
    "ANN " * 10_000,
    "😀🚢",
    "\u202eANN\u200f",
    "\x00",
    "🏴\u200d☠️",
    "'",
)


@pytest.mark.parametrize(
    ("surname", "given"),
    [
        ("QUENTIN MADDOX", "TOBIAH ABDUL RAHMAN"),
        ("TOBIAH ABDUL RAHMAN", "QUENTIN MADDOX"),  # in the wrong boxes
        ("QUENTINMADDOX", "TOBIAH ABDULRAHMAN"),  # run together
        ("QUENTIN MADDOX", "TOBIAHMR ABDUL RAHMAN"),  # a title stuck on
        ("QUENTIN MADDOX", "TOBIA ABDURRAHMAN"),  # other spellings
        ("QUENTIN MADOX", "TOBIHA"),  # two slips, and a name left out
        ("MADDOX", "T A R"),  # initials
        ("QUENTIN MADDOX/TOBIAH ABDUL RAHMANMR", ""),  # as airlines write it
        ("QUENTIN MADDOX, TOBIAH", ""),
        ("QUENTIN MADD", "TOBIAH ABDUL RAHMAN"),  # cut by the width of a field
    ],
)
def test_a_listed_person_is_found_however_the_name_is_written(surname: str, given: str) -> None:
    found = met(replace(TRAVELLING, surname=surname, given=given), threshold=15.0)
    assert [one.entry for one in found] == [QUENTIN]


@pytest.mark.parametrize("born", SLIPS)
def test_a_listed_person_is_found_under_a_birth_date_that_is_partial_or_a_slip(born: str) -> None:
    assert bits(replace(TRAVELLING, born=born)) > DEFAULT_THRESHOLD


def test_a_contradicting_birth_date_costs_bits_and_is_no_hard_reject() -> None:
    contradicted = bits(replace(TRAVELLING, born="1950-11-20"))
    assert DEFAULT_THRESHOLD < contradicted < bits(replace(TRAVELLING, born=""))


@pytest.mark.parametrize(
    ("listed_name", "declared"),
    [
        ("박새별", "PARK SAEBYEOL"),
        ("王小明", "WANG XIAOMING"),
        ("Дмитрий Тестовщиков", "TESTOVSHCHIKOV DMITRII"),
        ("طارق منصوري", "TARIQ MANSOURI"),
        ("Jürgen Müllerov", "MUELLEROV JUERGEN"),
    ],
)
def test_names_in_other_scripts_meet_their_romanisation(listed_name: str, declared: str) -> None:
    entry = listed(listed_name)
    assert bits(Traveller(surname=declared, born="1975-03-04"), entry) > 15


def test_every_part_agreeing_adds_and_every_fact_moves_the_score() -> None:
    name_only = Traveller(surname="MADDOX", given="TOBIAH")
    steps = [
        Traveller(surname="MADDOX"),
        name_only,
        replace(name_only, sex="M"),
        replace(name_only, sex="M", nationality="BRB"),
        replace(name_only, sex="M", nationality="BRB", born="1975"),
        replace(name_only, sex="M", nationality="BRB", born="1975-03"),
        replace(name_only, sex="M", nationality="BRB", born="1975-03-04"),
    ]
    scores = [bits(step) for step in steps]
    assert scores == sorted(set(scores))


@pytest.mark.parametrize("change", [{"sex": "F"}, {"nationality": "GUY"}, {"born": "1950-11-20"}])
def test_an_identifier_that_contradicts_never_raises_the_score(change: dict[str, Any]) -> None:
    nothing: dict[str, Any] = dict.fromkeys(change, "")
    silent = replace(TRAVELLING, **nothing)
    assert bits(replace(TRAVELLING, **change)) < bits(silent)


@settings(max_examples=examples(40), deadline=None)
@given(st.permutations(["TOBIAH", "ABDUL", "RAHMAN", "QUENTIN", "MADDOX"]))
def test_the_order_of_parts_does_not_matter(order: list[str]) -> None:
    straight = Traveller(surname="TOBIAH ABDUL RAHMAN QUENTIN MADDOX")
    assert bits(Traveller(surname=" ".join(order))) == pytest.approx(bits(straight))


def test_reasons_add_up_to_the_score() -> None:
    (found, *_) = met(TRAVELLING)
    assert sum(score.bits for _, score in found.evidence) == pytest.approx(found.score)
    assert all(str(score.reason).endswith(".") for _, score in found.evidence)


def test_whoever_changes_what_is_scored_raises_the_version_of_the_matcher() -> None:
    """Versions stand in hits and replays: two matchers of one name must not say different bits."""
    travellers = (
        TRAVELLING,
        replace(TRAVELLING, surname="MADOX", given="TOBIA", born="1975"),
        replace(TRAVELLING, given="T JAMES", born="1976", nationality="GUY"),
    )
    undated = replace(QUENTIN, born=())
    said = [round(bits(each, entry), 2) for each in travellers for entry in (QUENTIN, undated)]
    assert (MATCHER_VERSION, said) == ("bits-7", [37.99, 22.99, 15.26, 8.76, 0.08, -0.42])


def test_a_rare_name_weighs_more_than_a_common_one() -> None:
    rare, common = listed("Zephaniah Okwudibor"), listed("John Smith")
    assert bits(Traveller(surname="OKWUDIBOR", given="ZEPHANIAH"), rare) > bits(
        Traveller(surname="SMITH", given="JOHN"), common
    )


def test_ten_warrants_have_no_frequencies_of_their_own() -> None:
    ten = [replace(listed(f"Zephaniah Okwudibor {n}"), id=str(n)) for n in range(10)]
    found = match(Traveller(surname="OKWUDIBOR", given="ZEPHANIAH"), build_index(ten), DEFAULT_THRESHOLD)
    assert len(found) == 10


def test_adding_an_alias_never_loses_a_match() -> None:
    more = replace(QUENTIN, names=(*QUENTIN.names, ListedName(text="Tobiah Q"), ListedName(text="Somebody Else")))
    assert met(TRAVELLING, more)[0].score >= met(TRAVELLING, QUENTIN)[0].score - 1  # statistics count the aliases too


def test_a_higher_threshold_only_leaves_matches_out() -> None:
    entries = [replace(listed(name), id=name) for name in ("Tobiah Maddox", "Tobi Madd", "Quentin Abdul", "T Rahman")]
    index = build_index([*entries, *LISTED])
    everything = match(TRAVELLING, index, -100.0)
    for threshold in (0.0, 10.0, 20.0, 30.0):
        kept = [found for found in everything if found.score >= threshold]
        assert match(TRAVELLING, index, threshold) == kept


def test_only_persons_are_matched_for_a_person() -> None:
    others = [replace(QUENTIN, kind=kind) for kind in Kind if kind is not Kind.PERSON]
    assert met(TRAVELLING, *others, LOPEZ) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_is_slow_or_fatal_on_either_side(name: str) -> None:
    traveller = Traveller(surname=name, given=name, born=name, nationality=name, sex=name)
    odd = Entry(id="odd", list="x", names=(ListedName(text=name),), born=(name,), nationalities=(name,), sex=name)
    assert all(found.entry in (odd, *LISTED) for found in met(traveller, odd, *LISTED))
    assert met(TRAVELLING, odd, *LISTED)[0].entry == QUENTIN


@pytest.mark.parametrize(
    "born", ["0000-00-00", "0000", "9999-99-99", "1975-13-45", "1975-02-30", "/", "1975/", "٣٣٣٣", "-"]
)
def test_no_birth_date_is_fatal_and_one_that_does_not_exist_goes_as_far_as_it_can(born: str) -> None:
    assert bits(replace(TRAVELLING, born=born)) > DEFAULT_THRESHOLD
    assert bits(TRAVELLING, listed(QUENTIN.name, born=(born,))) > DEFAULT_THRESHOLD


def test_thirtieth_of_february_still_agrees_with_february() -> None:
    february = listed(QUENTIN.name, born=("1975-02",))
    assert bits(replace(TRAVELLING, born="1975-02-30"), february) == bits(replace(TRAVELLING, born="1975-02"), february)


@settings(max_examples=examples(60), deadline=None)
@given(st.text(max_size=80), st.text(max_size=12))
def test_any_text_can_be_asked(name: str, born: str) -> None:
    assert isinstance(met(Traveller(surname=name, born=born)), list)


class TestDocuments:
    def test_a_listed_document_under_another_name_is_a_match_by_document(self) -> None:
        carried = replace(QUENTIN, documents=(Document(number="TX1234567", issuer="BRB"),))
        stranger = Traveller(surname="OTHERWISE", given="ANN", documents=(Document(number="TX1234567", issuer="BRB"),))
        (found,) = met(stranger, carried)
        assert (found.kind, found.score, found.entry) == (HitKind.DOCUMENT, 25.0, carried)
        assert "someone else may be carrying this document" in str(found.evidence[-1][1].reason)

    def test_an_agreeing_document_adds_to_the_name(self) -> None:
        carried = replace(QUENTIN, documents=(Document(number="TX1234567", issuer="BRB"),))
        with_document = replace(TRAVELLING, documents=carried.documents)
        (found,) = met(with_document, carried)
        assert found.kind is HitKind.NAME
        assert found.score == pytest.approx(met(TRAVELLING, carried)[0].score + 25.0)

    @pytest.mark.parametrize(
        ("traveller", "matches"),
        [
            (Traveller(surname="OTHERWISE"), 0),
            (Traveller(surname="TOBIAH"), 1),
            (Traveller(surname="OTHERWISE", born="1975-03-04"), 1),
            (Traveller(surname="OTHERWISE", born="1975-03-20"), 0),  # only close: no second identifier
        ],
    )
    def test_a_short_bare_number_needs_a_second_identifier(self, traveller: Traveller, matches: int) -> None:
        carried = replace(QUENTIN, documents=(Document(number="12345"),))
        asked = replace(traveller, documents=(Document(number="12345"),))
        assert len(met(asked, carried, threshold=0.0)) == matches


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_traveller_without_a_name_anywhere_in_a_list_keeps_nobody_from_being_found(place: int) -> None:
    travellers = [TRAVELLING, TRAVELLING]
    travellers.insert(place, Traveller(born="1975-03-04"))
    found = match_all(travellers, build_index(LISTED), 10.0)
    assert [len(each) for each in found] == [0 if at == place else 1 for at in range(3)]
