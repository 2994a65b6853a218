"""Numbers of documents, ships, containers and waybills."""

import json
import re
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.text.identifiers import (
    container,
    document_key,
    hs,
    imo,
    lookalike_key,
    mrz_check_digit,
    seal,
    un_number,
    waybill,
)
from tests.library import CORPUS


def corpus_text(folder: str) -> str:
    return "\n".join(path.read_text("latin-1") for path in sorted((CORPUS / folder).glob("*")) if path.suffix != ".md")


@pytest.mark.parametrize("written", ["AB123456", "ab-123 456", "AB123456<<", " A.B/123456 ", "ＡＢ１２３４５６"])
def test_one_document_has_one_key_however_it_is_written(written: str) -> None:
    assert document_key(written) == "AB123456"


def test_nothing_has_no_key() -> None:
    assert document_key("") == document_key(" -< ") == ""


@pytest.mark.parametrize(("one", "other"), [("O1S8Z", "0I5B2"), ("12О456", "12O456"), ("ΑΒ1", "A8I")])
def test_numbers_that_look_alike_share_a_key(one: str, other: str) -> None:
    assert document_key(one) != document_key(other)
    assert lookalike_key(one) == lookalike_key(other)


@given(st.text(max_size=30))
def test_a_key_is_its_own_key(text: str) -> None:
    assert document_key(document_key(text)) == document_key(text)
    assert lookalike_key(lookalike_key(text)) == lookalike_key(text)


@pytest.mark.parametrize(("field", "digit"), [("L898902C3", "6"), ("740812", "2"), ("120415", "9"), ("<<<", "0")])
def test_the_check_digits_of_the_icao_specimen(field: str, digit: str) -> None:
    assert mrz_check_digit(field) == digit


def test_a_character_that_cannot_stand_in_the_zone_has_no_check_digit() -> None:
    assert mrz_check_digit("ab") == mrz_check_digit("Ä") == ""


@pytest.mark.library
def test_the_printed_check_digits_of_real_passports_are_ours() -> None:
    judged = json.loads((CORPUS / "mrz/expected.json").read_text())
    for file, expected in judged.items():
        lines = (CORPUS / "mrz" / file).read_text().split()
        if len(lines) == 2:
            born, check = lines[1][13:19], lines[1][19]
            assert (mrz_check_digit(born) == check) is expected["check_digits"]["dob"], file


@pytest.mark.parametrize(
    ("written", "valid"),
    [
        ("IMO 9074729", True),
        ("9074729", True),
        ("imo:9074729", True),
        ("9074728", False),
        ("907472", False),
        ("", False),
    ],
)
def test_an_imo_number_checks_itself(written: str, valid: bool) -> None:
    assert imo.is_valid(written) is valid


def test_an_imo_number_is_written_as_on_the_hull() -> None:
    assert imo.normalise(" IMO-9074729") == "9074729"
    assert imo.format("9074729") == "IMO 9074729"
    assert imo.format("") == ""


@pytest.mark.library
def test_nearly_every_container_of_the_real_lists_is_valid() -> None:
    numbers = set(re.findall(r"\b[A-Z]{3}[UJZR][0-9]{7}\b", corpus_text("edifact_other") + corpus_text("cuscar")))
    assert len(numbers) > 500
    assert sum(container.is_valid(number) for number in numbers) > 0.99 * len(numbers)


@pytest.mark.library
def test_a_remainder_of_ten_counts_as_nought() -> None:
    numbers = set(re.findall(r"\b[A-Z]{3}U[0-9]{6}0\b", corpus_text("edifact_other")))
    sums = {
        number: sum(container.VALUES[char] << place for place, char in enumerate(number[:10])) for number in numbers
    }
    tens = [number for number in numbers if sums[number] % 11 == 10]
    assert len(tens) > 10
    assert all(container.is_valid(number) for number in tens)


def test_a_container_is_written_as_on_the_door() -> None:
    assert container.normalise("csqu 305438-3") == "CSQU3054383"
    assert container.is_valid("CSQU 305438 3")
    assert not container.is_valid("CSQU 305438 4")
    assert container.format("csqu3054383") == "CSQU 305438 3"
    assert container.format("none") == "NONE"


@pytest.mark.parametrize(
    ("written", "valid"),
    [("057-51987552", True), ("05751987552", True), ("057 5198 7552", True), ("057-12345678", False), ("", False)],
)
def test_a_waybill_checks_itself(written: str, valid: bool) -> None:
    assert waybill.is_valid(written) is valid


def test_a_waybill_is_written_as_it_is_printed() -> None:
    assert waybill.normalise("057 5198 7552") == "057-51987552"
    assert waybill.format("05751987552") == "057-5198 7552"


@given(st.text(max_size=20) | st.from_regex(r"[A-Z]{3}U[0-9]{7}|[0-9]{11}|IMO ?[0-9]{7}", fullmatch=True))
def test_no_text_makes_them_stumble_and_writing_keeps_the_number(text: str) -> None:
    for kind in (imo, container, waybill):
        assert kind.is_valid(kind.format(text)) is kind.is_valid(text)
        assert kind.normalise(kind.normalise(text)) == kind.normalise(text) or not kind.is_valid(text)


# ── goods: dangerous goods, harmonised system, seals, size and type ─────────────────────────


@pytest.mark.parametrize(
    ("written", "number", "valid"),
    [
        ("UN 1203", "1203", True),
        ("un1203", "1203", True),
        ("UN-0003", "0003", False),
        ("ID 8000", "8000", True),
        ("1203A", "1203A", False),
        ("", "", False),
        ("4999", "4999", False),
    ],
)
def test_numbers_of_dangerous_goods_are_known(written: str, number: str, valid: bool) -> None:
    assert un_number.normalise(written) == number
    assert un_number.is_valid(written) is valid


@pytest.mark.parametrize(
    ("written", "valid"),
    [
        ("8529.10.20", True),
        ("87", True),
        ("8703", True),
        ("870323", True),
        ("77", False),
        ("00", False),
        ("770100", False),
        ("99", True),
        ("87032", False),
        ("870", False),
        ("1234567890123", False),
        ("SHOES", False),
    ],
)
def test_codes_of_the_harmonised_system_have_their_chapters(written: str, valid: bool) -> None:
    assert hs.is_valid(written) is valid


def test_a_code_has_chapter_heading_subheading_and_national_chapters() -> None:
    code = "8529.10.20"
    assert (hs.chapter(code), hs.heading(code), hs.subheading(code)) == ("85", "8529", "852910")
    assert hs.format("85291020") == code
    assert hs.heading("85") == hs.chapter("SHOES") == ""
    assert [hs.is_national(each) for each in ("9801", "8529")] == [True, False]


@pytest.mark.parametrize(("written", "valid"), [("ML-CN 123", True), ("NIL", False), ("AB", False), ("SEAL", False)])
def test_a_seal_has_digits_and_is_not_nil(written: str, valid: bool) -> None:
    assert seal.is_valid(written) is valid


@pytest.mark.parametrize("kind", [un_number, hs, seal, container, imo, waybill])
@given(text=st.text(max_size=40))
def test_no_identifier_raises_and_each_is_its_own_form(kind: ModuleType, text: str) -> None:
    number = kind.normalise(text)
    assert kind.normalise(number) == number
    assert kind.is_valid(text) in (True, False)
    assert isinstance(kind.format(text), str)
    if kind.is_valid(text):
        assert kind.is_valid(kind.format(text))
