"""Countries as carriers and lists really write them."""

import csv
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.reference import countries
from roadstead.engine.reference.caricom import participants
from roadstead.engine.reference.tables import table
from tests.library import LISTS


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("D", "DEU"),
        ("de", "DEU"),
        ("DEU", "DEU"),
        (" German ", "DEU"),
        ("Burma", "MMR"),
        ("Myanmar/ Burma", "MMR"),
        ("Ivory Coast", "CIV"),
        ("CÔTE D’IVOIRE", "CIV"),
        ("Zaire", "COD"),
        ("Congo, Democratic Republic of the", "COD"),
        ("Congo", "COG"),
        ("Russian Federation", "RUS"),
        ("DPRK", "PRK"),
        ("Korea, North", "PRK"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("Bahamas, The", "BHS"),
        ("St. Vincent & the Grenadines", "VCT"),
        ("Dominican Republic", "DOM"),
        ("Türkiye", "TUR"),
        ("(a) German", "DEU"),
        ("Pakistani (presumed)", "PAK"),
        ("Possibly Ethiopian", "ETH"),
        ("USSR (until 1991)", "SUN"),
        ("RKS", "XKX"),
        ("stateless", "XXA"),
        ("", ""),
        ("Atlantis", ""),
    ],
)
def test_a_country_is_known_however_it_is_written(written: str, code: str) -> None:
    assert countries.alpha3(written) == code


def test_a_word_of_two_countries_is_not_decided_for_the_officer() -> None:
    assert countries.alpha3("Dominican") == ""
    assert countries.candidates("Dominican") == ("DMA", "DOM")
    assert countries.candidates("Congolese") == ("COG", "COD")


SPECIAL = "XXA XXB XXC XXX XOM XPO XCC XCE XBA XIM XCO XEC XMP UNO UNA UNK EUE UTO"


@pytest.mark.parametrize("code", SPECIAL.split())
def test_codes_of_icao_9303_are_codes_of_their_own(code: str) -> None:
    assert countries.alpha3(code) == code
    assert countries.name(code)
    assert countries.kind(code) in {"special", "body", "specimen"}


def test_a_british_overseas_citizen_is_not_the_same_as_a_british_citizen_but_of_the_family() -> None:
    assert not countries.is_same("GBO", "GBR")
    assert countries.parent_state("GBO") == countries.parent_state("British") == "GBR"
    assert countries.is_same("D", "Germany")
    assert not countries.is_same("", "")


def test_words_come_back_from_a_code() -> None:
    assert countries.name("D") == "Germany"
    assert countries.name("tt") == "Trinidad and Tobago"
    assert countries.name("QQ") == ""
    assert countries.is_code("RKS")
    assert not countries.is_code("ABC")
    assert "BRB" in countries.all_codes()
    assert "XXA" not in countries.all_codes()


def test_no_two_rows_claim_one_code() -> None:
    for column in ("code", "alpha2", "name"):
        values = [row[column] for row in table("countries") if row[column]]
        assert len(values) == len(set(values)), column
    assert all(row["family"] in {"", *(other["code"] for other in table("countries"))} for row in table("countries"))


@given(st.text(max_size=40))
def test_no_text_makes_it_stumble(text: str) -> None:
    known = countries.alpha3(text)
    assert known == "" or countries.alpha3(known) == known


# What the lists say that is no single country: said aloud here, so that nothing new slips in.
NOT_ONE_COUNTRY = {
    "na",
    "Sudan/South Sudan",
    "Sudan/or South Sudan",
    "United States. Also believed to hold Syrian nationality",
    "Kuwaiti citizenship withdrawn in 2002",
    "Sudanese by birth",
}


@pytest.mark.library
def test_every_nationality_of_the_un_list_is_a_country() -> None:
    for path in (LISTS / "un").glob("*.xml"):
        values = [value.text or "" for each in ET.parse(path).iter("NATIONALITY") for value in each.iter("VALUE")]
        assert len(values) > 500
        lost = {value.strip() for value in values if value.strip() and not countries.alpha3(value)}
        assert lost <= NOT_ONE_COUNTRY


@pytest.mark.library
def test_nearly_every_country_of_ofac_addresses_is_known() -> None:
    rows = csv.reader((LISTS / "us_ofac/2021-07/add.csv").read_text("latin-1").splitlines())
    written = [row[4].strip() for row in rows if len(row) > 4 and row[4].strip() != "-0-"]
    known = [text for text in written if countries.alpha3(text)]
    assert len(known) > 0.99 * len(written)


def test_seventeen_states_take_part_and_the_disputed_one_is_marked() -> None:
    assert len(countries.CARICOM) == 17
    assert countries.CARICOM["BRB"].name == "Barbados"
    assert [state.code for state in participants() if state.disputed] == ["CUW"]
    assert sum(state.in_domestic_space for state in participants()) == 10
    assert all(countries.name(state.code) == state.name and state.source for state in participants())
