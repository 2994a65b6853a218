"""Parties of consignments against listed organisations: names, forms, digits, numbers, addresses."""

from __future__ import annotations

import random
from dataclasses import replace
from time import process_time

import pytest

from roadstead.engine.matching.entities.index import build_entity_index
from roadstead.engine.matching.entities.match import (
    DEFAULT_THRESHOLD,
    ENTITY_MATCHER_VERSION,
    Means,
    PartyQuery,
    match_parties,
)
from roadstead.engine.records import Address, ListedName
from tests.engine.matching.entities.made import LISTED, NINTH, ZEPHYRINE, party, score, ship


@pytest.mark.parametrize("entry", LISTED[:3])
def test_a_name_that_is_equal_is_always_found(entry: object) -> None:
    for name in entry.names:  # type: ignore[attr-defined]
        (found, *_) = party(name.text, threshold=90.0)
        assert (found.entry, found.means, found.shown_by_policy) == (entry, Means.NAME, True)


@pytest.mark.parametrize(
    "name",
    [
        "ZEPHYRINE QUANDOR GENERAL TRADING S.A.R.L.",
        "Zephyrine Quandor Gen Trading Limited Liability Company",
        "QUANDOR ZEPHYRINE TRADING",
        "ZEPHIRINE QUANDOR TRADING CO., LTD",
        "ZEPHYRINEQUANDOR TRADING GMBH",
        "OOO ZEFIRIN KVANDOR",
        "Zephyrine Quandor (Caribbean Branch) Ltd",
    ],
)
def test_another_form_order_spelling_script_or_branch_is_the_same_firm(name: str) -> None:
    assert [found.entry for found in party(name)] == [ZEPHYRINE]


@pytest.mark.parametrize("name", ["GENERAL TRADING LTD", "CORP", "LIMITED", "TRADING", "OOO", "& CO", "International"])
def test_words_that_many_firms_bear_meet_nobody(name: str) -> None:
    assert party(name) == []


def test_whoever_changes_what_is_scored_raises_the_version_of_things() -> None:
    """Versions stand in hits and replays: two of one name must not say different bits."""
    said = [
        round(score(name), 2)
        for name in ("ZEPHYRINE QUANDOR GMBH", "ZEFIRINE TRADING LTD", "QUORVANE INSTITUT", "BQXL")
    ]
    ships = [round(each.score, 2) for name in ("IMAGINERY QUILL", "FORMER QUAGMIRE") for each in ship(name=name)]
    assert (ENTITY_MATCHER_VERSION, said, ships) == ("things-5", [23.53, 10.03, 10.37, 14.61], [7.5, 10.0])


def test_the_order_of_the_parts_does_not_change_the_score() -> None:
    words, mixed = "QUANDOR WIDGETS ZEPHYRINE GENERAL", random.Random(4)
    scores = {round(score(" ".join(mixed.sample(words.split(), 4))), 6) for _ in range(6)}
    assert len(scores) == 1


def test_digits_are_never_stripped_and_never_a_letter_off() -> None:
    right, without, wrong = (score(f"QUORVANE INSTITUTE{more}") for more in (" 9", "", " 7"))
    assert right > without > wrong
    assert score("QUORVANE 9TH INSTITUTE") == score("Ninth Quorvane Institute") > wrong
    assert not any(found.shown_by_policy for found in party("QUORVANE INSTITUTE NO 7", threshold=-50.0))


def test_long_numbers_that_differ_by_a_digit_do_not_pair() -> None:
    plant = replace(NINTH, names=(ListedName(text="Quorvane Plant 482913"),))
    near = score("QUORVANE PLANT 482914", entries=(plant,))
    assert near < score("QUORVANE PLANT", entries=(plant,)) < score("QUORVANE PLANT 482913", entries=(plant,))


def test_an_acronym_meets_the_long_name_from_either_side() -> None:
    short = replace(NINTH, id="o4", names=(ListedName(text="ZQXV"),))
    (found,) = party("BQXL", threshold=5.0)
    assert (found.entry.id, str(found.evidence[0][1].reason)) == (
        "o2",
        "BQXL are the initials of Bureau for Quicksand Xylophone Logistics.",
    )
    assert [each.entry for each in party("Zonal Quartz Xenon Vault", threshold=5.0, entries=(short,))] == [short]


def test_an_acronym_may_have_little_words_and_the_legal_form_in_it() -> None:
    oil = replace(NINTH, id="o5", names=(ListedName(text="Quorvanes de Zephyria, S.A."),))
    assert [each.entry for each in party("QDZSA", entries=(oil,))] == [oil]


def test_three_or_four_letters_alone_never_alert_for_whose_initials_they_are() -> None:
    for acronym, listed in (("QXL", "Quicksand Xylophone Logistics"), ("BQXL", "Bureau Quicksand Xylophone Logistics")):
        entry = replace(NINTH, id="o6", names=(ListedName(text=listed),))
        assert party(acronym, entries=(entry,), threshold=DEFAULT_THRESHOLD) == []
        assert party(acronym, entries=(entry,), threshold=10.0)


def test_words_written_together_and_apart_are_one_name() -> None:
    apart = replace(NINTH, id="o7", names=(ListedName(text="Quor Vane Shipping Ltd"),))
    joined = replace(NINTH, id="o8", names=(ListedName(text="Quorvane Shipping Ltd"),))
    for listed, asked in ((apart, "QUORVANE SHIPPING"), (joined, "QUOR VANE SHIPPING")):
        assert [each.entry for each in party(asked, entries=(listed,))] == [listed]


def test_a_legal_form_of_another_kind_costs_next_to_nothing() -> None:
    same, other = (score(f"ZEPHYRINE QUANDOR GENERAL TRADING {form}") for form in ("GMBH", "PJSC"))
    assert 0 < same - other <= 1.5


def test_a_country_that_agrees_raises_and_one_that_differs_costs_little() -> None:
    alone, same, other = (score("ZEPHYRINE QUANDOR TRADING", country=code) for code in ("", "CYP", "BRB"))
    assert same > alone > other > alone - 2


def test_a_number_in_identifiers_or_remarks_decides_under_another_name() -> None:
    (found,) = party("SOMEBODY ELSE IMPORTS", numbers=("20-13800375",))
    assert (found.entry, found.means, found.score >= 20) == (ZEPHYRINE, Means.NUMBER, True)
    assert party("SOMEBODY ELSE IMPORTS", numbers=("375",)) == []


def test_an_identifier_that_agrees_never_lowers_the_score() -> None:
    for name in ("ZEPHYRINE QUANDOR", "ZEPHYRINE", "QUANDOR TRADING WIDGETS"):
        assert score(name, numbers=("2013800375",)) >= score(name)


def test_a_listed_address_is_further_evidence_for_a_name() -> None:
    there = (Address(street="RUE DES ALIZES 14", city="BRIDGEPORT", postcode="97150"),)
    plain, met = score("ZEPHYRINE WIDGETS"), score("ZEPHYRINE WIDGETS", addresses=there)
    assert met > plain + 4


def test_a_listed_address_alone_is_met_as_the_lower_kind() -> None:
    there = (Address(street="Str. Imaginary Wharf 9", city="CASTRIES"),)
    (found,) = party("OTHERWISE UNKNOWN", addresses=there)
    assert (found.entry, found.means, found.shown_by_policy) == (ZEPHYRINE, Means.ADDRESS, False)
    assert "IMAGINARY" in str(found.evidence[0][1].reason)


def test_the_same_street_at_another_number_is_nobodys_address() -> None:
    assert party("OTHERWISE UNKNOWN", addresses=(Address(street="11 IMAGINARY WHARF STREET", city="CASTRIES"),)) == []


def test_the_sum_of_the_reasons_is_the_score_and_each_is_a_sentence() -> None:
    for found in party("ZEPHIRINE QUANDOR WIDGETS PJSC", country="BRB", threshold=-50.0):
        assert found.score == pytest.approx(sum(score.bits for _, score in found.evidence))
        assert all(str(score.reason).endswith(".") for _, score in found.evidence)


def test_a_weak_alias_costs_and_does_not_alert_by_policy() -> None:
    weak = replace(NINTH, names=(ListedName(text="Quorvane Institute No. 9", weak=True),))
    (found,) = party("QUORVANE INSTITUTE 9", entries=(weak,), threshold=-50.0)
    assert not found.shown_by_policy
    assert found.score < score("QUORVANE INSTITUTE 9")


def test_parties_asked_together_are_met_as_each_alone() -> None:
    names = ["ZEPHYRINE QUANDOR LTD", "", "QUORVANE INSTITUTE 9", "BQXL"]
    together = match_parties([PartyQuery(name=name) for name in names], build_entity_index(LISTED), 5.0)
    assert together == [party(name, threshold=5.0) for name in names]


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "A" * 10_000,
        "A " * 5_000,
        "((((" * 2_500,
        "s.r.l." * 2_000,
        "\u202eDTL\u202c",
        "🚢🚢",
        "1",
        "'" * 9_000,
        "LTD " * 3_000,
        "( LTD)" * 2_000,
        "9" * 5_000,
    ],
)
def test_no_name_is_slow_or_fatal(name: str) -> None:
    things = build_entity_index([*LISTED, replace(NINTH, id="h", names=(ListedName(text=name),))])
    began = process_time()
    match_parties([PartyQuery(name=name, numbers=(name,), addresses=(Address(street=name),))], things)
    assert process_time() - began < 10


def test_nothing_listed_meets_nobody() -> None:
    assert party("ZEPHYRINE QUANDOR", entries=()) == []


def test_a_firm_whose_whole_name_is_a_letter_off_gains_by_that() -> None:
    (found,) = party("ZEPHIRINE QUANDOR GENERAL TRADING LTD")
    assert any("differ by only one or two letters" in str(score.reason) for _, score in found.evidence)
