"""Descriptions of goods, made comparable; and the words that an officer looks for in them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.reference.goods import DangerousGoods, GoodsWords
from roadstead.engine.text.goods import PackageCount, normalise_goods
from roadstead.engine.text.goods_words import find_phrases, is_known_word, is_vague
from roadstead.engine.text.unwrap import rejoin


def kinds(text: str) -> set[str]:
    return {found.row.kind for found in find_phrases(text) if isinstance(found.row, GoodsWords)}


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("2 PALLETS STC 40 CTNS OF SHOES", "SHOES"),
        ("S.T.C.: used auto pts w/ accessories", "USED AUTO PARTS WITH ACCESSORIES"),
        ("1 x 40'HC container said to contain household goods", "HOUSEHOLD GOODS"),
        ("Shipper's load and count: white  rice,", "WHITE RICE"),
        ("3,000 BAGS WHITE RICE 50KG", "WHITE RICE 50KG"),
        ("*** bolts & nuts ***", "BOLTS NUTS"),
        ("ZAPATOS, 12 CAJAS", "ZAPATOS"),
        ("MACHINE MODEL 12 BOXER", "MACHINE MODEL 12 BOXER"),
        ("", ""),
    ],
)
def test_goods_stand_alone_without_packing_and_quantities(sent: str, text: str) -> None:
    assert normalise_goods(sent).text == text


def test_what_is_taken_out_stands_beside_the_goods() -> None:
    found = normalise_goods("2 PALLETS STC 1,200 CTNS OF SHOES H.S. CODE 6403.99, 6404.11")
    assert found.packages == (PackageCount(count=2, code="PX"), PackageCount(count=1200, code="CT"))
    assert found.hs == ("640399", "640411")
    assert found.is_said_to_contain


@pytest.mark.parametrize(
    ("sent", "codes"),
    [
        ("HS CODES  880529 DIMS 260X140", ("880529",)),
        ("tariff no. 8703.23.10 car", ("87032310",)),
        ("PHONE 246 555 0100", ()),
        ("HS CODE 7712.00", ()),
        ("PART 123456", ()),
    ],
)
def test_codes_are_found_where_they_are_called_so(sent: str, codes: tuple[str, ...]) -> None:
    assert normalise_goods(sent).hs == codes


VAGUE = ("General cargo", "PARTS AND ACCESSORIES", "used personal effects", "Efectos personales", "pièces détachées",
         "huisraad", "mercadorias diversas", "FREIGHT ALL KINDS")  # fmt: skip


@pytest.mark.parametrize("text", VAGUE)
def test_terms_that_say_nothing_are_vague_in_each_language(text: str) -> None:
    assert is_vague(text)


@pytest.mark.parametrize("text", ["brake discs for cars", "parts of a water pump", "", "frozen chicken legs"])
def test_goods_that_are_named_are_not_vague(text: str) -> None:
    assert not is_vague(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("9MM PISTOL SLIDE", "arms_part"),
        ("cargadores y percutor", "arms_part"),
        ("munition de chasse", "ammunition"),
        ("vuurwapens", "arms"),
        ("armas de fogo", "arms"),
        ("anhídrido acético", "precursor"),
        ("Thermal scopes", "dual_use"),
        ("detonating cord", "explosive"),
    ],
)
def test_words_an_officer_looks_for_are_met_in_each_language(text: str, kind: str) -> None:
    assert kind in kinds(text)


def test_a_word_within_another_is_not_met() -> None:
    assert kinds("gunny sacks of begun rifled paper") & {"arms"} == set()


def test_dangerous_goods_are_known_by_their_words() -> None:
    numbers = {
        found.row.un_number
        for found in find_phrases("500 lithium batteries, petrol")
        if isinstance(found.row, DangerousGoods)
    }
    assert numbers == {"3480", "1203"}


def test_every_word_has_its_source_and_its_languages() -> None:
    found = {
        (each.row.kind, each.row.language) for each in find_phrases("arma pistola") if isinstance(each.row, GoodsWords)
    }
    assert found == {("arms", "es"), ("arms", "pt")}


@pytest.mark.parametrize(
    ("lines", "width", "text"),
    [
        (
            ["CONSOLIDATED SHIPMEN", "T AS PER ATTACHED MA", "NIFEST"],
            20,
            "CONSOLIDATED SHIPMENT AS PER ATTACHED MANIFEST",
        ),
        (["FEED SUPPLEMENTS FOR", "HORSES"], 20, "FEED SUPPLEMENTS FOR HORSES"),
        (["HOUSEHOLD GOODS AND ", "TOOLS"], 20, "HOUSEHOLD GOODS AND TOOLS"),
        (["SHORT", "LINE"], 20, "SHORT LINE"),
        (["CODES 88052", "9"], 11, "CODES 880529"),
        ([], 20, ""),
    ],
)
def test_a_text_cut_into_lines_is_one_again(lines: list[str], width: int, text: str) -> None:
    assert rejoin(lines, width) == text


def test_a_word_is_known_in_any_spelling_of_case_and_accent() -> None:
    assert is_known_word("MANIFEST")
    assert is_known_word("pièces")
    assert not is_known_word("QXZT")


@given(st.text(max_size=300))
def test_anything_at_all_is_made_comparable_and_once_is_enough(text: str) -> None:
    once = normalise_goods(text)
    assert isinstance(once.text, str)
    assert is_vague(once.text) in (True, False)


@pytest.mark.parametrize("part", ["1 ", "S. T. C. ", "HS CODE 6403.99 ", "A, ", "((", "1,000,", "PISTOL "])
def test_time_is_bounded_whatever_is_repeated(part: str) -> None:
    start = time.process_time()
    normalise_goods(part * 200_000)
    find_phrases(part * 200_000)
    assert time.process_time() - start < 10
