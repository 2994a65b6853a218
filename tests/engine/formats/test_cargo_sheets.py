"""Cargo by hand: a sheet with the voyage above and goods row by row, in four languages, forgiving."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from roadstead.engine.formats import registry
from roadstead.engine.formats.common.view import view
from roadstead.engine.formats.passengers.sheets import write_template
from roadstead.engine.formats.passengers.sheets.headings import LANGUAGES, captions, cargo_column
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Function, Level, PartyRole
from roadstead.engine.syntax import table

SCHOONER = Path(__file__).parent / "data/cargo_sheets/schooner.csv"
HEAD = ["Bill number", "Shipper", "Consignee", "Goods", "Packages", "Gross mass"]


def told(rows: list[list[str]], delimiter: str = ",") -> Reading:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return registry.read(stream.getvalue().encode())[0]


def one(heading: str, value: str) -> Reading:
    """One row of goods with one column more."""
    return told([[*HEAD, heading], ["B1", "A", "B", "Rice", "4", "10", value]])


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}


def test_a_schooners_sheet_is_read_as_it_was_typed() -> None:
    (reading,) = registry.read(SCHOONER.read_bytes())
    made = reading.manifest
    assert (made.message.type, made.message.function) == ("CARGO SHEET", Function.CARGO)
    assert (made.voyage.craft.imo, made.voyage.number) == ("9074729", "V012")
    assert (made.voyage.legs[0].origin, made.voyage.legs[0].destination) == ("GYGEO", "BBBGI")
    rice, effects = made.consignments
    assert [line.description for line in rice.goods] == ["White rice in bags", "Plantains, fresh"]
    assert (rice.packages, rice.gross_mass_kg, rice.volume_m3) == (420, 20453.3872, 30.5)
    assert [line.package_type for line in rice.goods] == ["BG", "CR"]
    assert rice.parties_as(PartyRole.CONSIGNOR)[0].address.country == "GUY"
    assert (rice.goods[0].values[0].amount, rice.goods[0].values[0].currency) == (9000.5, "USD")
    assert effects.gross_mass_kg == 300.0
    (box,) = made.containers
    assert (box.number, box.seals, box.bills) == ("MSCU1234566", ("ML-1",), ("GT-01",))
    assert made.totals.packages == 423


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_template_is_recognised_and_its_example_is_no_cargo(language: str, form: str) -> None:
    (reading,) = registry.read(write_template("cargo", language, "csv" if form == "csv" else "xlsx"))
    assert reading.manifest.message.type == "CARGO SHEET"
    assert reading.manifest.consignments == ()
    assert "example-left-in" in codes(reading)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_is_read_in_each_language(language: str) -> None:
    book = load_workbook(io.BytesIO(write_template("cargo", language)))
    sheet = book.worksheets[0]
    top = next(row for row in range(1, 40) if cargo_column(str(sheet.cell(row=row, column=1).value or "")) == "bill")
    filled: dict[int, str | float] = {1: "GT-9", 3: "A", 6: "B", 12: "Rum", 15: 12, 17: 300.5, 22: "GYGEO"}
    for place, value in filled.items():
        sheet.cell(row=top + 1, column=place, value=value)
    stream = io.BytesIO()
    book.save(stream)
    (bill,) = registry.read(stream.getvalue())[0].manifest.consignments
    assert (bill.number, bill.packages, bill.gross_mass_kg, bill.load) == ("GT-9", 12, 300.5, "GYGEO")
    assert bill.goods[0].description == "Rum"


def test_a_workbook_of_cargo_and_people_is_parsed_once_to_be_read_and_once_for_its_voyage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book, stream = Workbook(), io.BytesIO()
    cargo = book.worksheets[0]
    for row in (["Vessel", "Amelia"], ["Voyage number", "V012"], HEAD, ["B1", "A", "B", "Rice", 4, 10]):
        cargo.append(row)
    people = book.create_sheet("Crew")
    people.append(["Family name", "Given names", "Date of birth", "Nationality", "Passport number"])
    people.append(["Roe", "Jane", "1980-11-03", "GUY", "X1"])
    book.save(stream)
    parsed: list[dict[str, int]] = []

    def counting(raw: bytes, **bounds: int) -> table.Workbook:
        parsed.append(bounds)
        return table.parse_workbook(raw, **bounds)

    monkeypatch.setattr(registry, "parse_workbook", counting)
    cargo_read, people_read = registry.read(stream.getvalue())
    assert [bill.number for bill in cargo_read.manifest.consignments] == ["B1"]
    assert [person.surname for person in people_read.manifest.travellers] == ["Roe"]
    assert registry.voyage_hint(stream.getvalue())
    assert parsed == [{}, {"max_rows": 60}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_means_its_own_field(language: str) -> None:
    wrong = [field for field, row in captions("cargo_columns").items() if cargo_column(row[language]) != field]
    assert wrong == []


def test_the_order_of_columns_and_their_case_do_not_matter() -> None:
    rows = [HEAD, ["B1", "A", "B", "Rice", "4", "10"]]
    turned = [[cell.upper() for cell in reversed(row)] for row in rows]
    assert [bill.packages for bill in told(turned, ";").manifest.consignments] == [4]
    assert told(turned).manifest.consignments[0].goods[0].description == "RICE"


def test_a_column_that_is_not_known_is_said_and_kept() -> None:
    reading = one("Inspector", "1")
    assert "columns-not-used" in codes(reading)
    assert "Inspector" in reading.unread
    assert reading.manifest.consignments[0].gross_mass_kg == 10.0


@pytest.mark.parametrize(
    ("sent", "kilograms"),
    [
        ("1,250.5", 1250.5),
        ("1.250,5", 1250.5),
        ("1 250,5", 1250.5),
        ("1,250", 1250.0),
        ("12,5", 12.5),
        ("500 lb", 226.7962),
        ("2 t", 2000.0),
        ("1.250.000", 1250000.0),
        ("1'200 kg", 1200.0),
    ],
)
def test_masses_are_read_however_they_are_written(sent: str, kilograms: float) -> None:
    reading = told([HEAD, ["B1", "A", "B", "Rice", "4", sent]])
    assert reading.manifest.consignments[0].gross_mass_kg == kilograms


def test_a_number_that_may_be_thousands_is_said() -> None:
    assert "number-in-doubt" in codes(told([HEAD, ["B1", "A", "B", "Rice", "4", "1.250"]]))


@pytest.mark.parametrize(
    ("heading", "value", "code"),
    [
        ("HS code", "771200", "hs-code"),
        ("UN number", "9999", "un-number"),
        ("Container", "MSCU1234567", "container-check-digit"),
        ("Country of origin", "Atlantis", "country-unknown"),
        ("Volume", "much", "volume-not-a-number"),
        ("Volume", "3 barrels", "volume-unit-unknown"),
    ],
)
def test_a_bad_cell_is_said_with_its_row_and_the_bill_survives(heading: str, value: str, code: str) -> None:
    reading = one(heading, value)
    (problem,) = [problem for problem in reading.problems if problem.code == code]
    assert (problem.number, problem.segment) == (2, heading)
    assert len(reading.manifest.consignments) == 1


def test_what_every_bill_needs_is_asked_for() -> None:
    reading = told([HEAD, ["", "", "", "", "4", "10"]])
    assert {"bill-number-missing", "goods-missing", "consignor-missing", "consignee-missing"} <= codes(reading)
    assert reading.manifest.consignments[0].packages == 4


def test_a_bill_with_a_master_is_a_house() -> None:
    bill = one("Master bill", "M77").manifest.consignments[0]
    assert (bill.level, bill.master) == (Level.HOUSE, "M77")


def test_several_containers_in_one_cell_have_each_its_seal() -> None:
    rows = [[*HEAD, "Container", "Seal"], ["B1", "A", "B", "Rice", "4", "10", "MSCU1234566 / CSQU3054383", "S1, S2"]]
    boxes = told(rows).manifest.containers
    assert [(box.number, box.seals) for box in boxes] == [("MSCU1234566", ("S1",)), ("CSQU3054383", ("S2",))]


def test_a_list_of_people_is_never_cargo() -> None:
    rows = [
        ["Family name", "Given names", "Date of birth", "Nationality", "Passport number"],
        ["OKONDO", "BARNABY", "1979-03-01", "BRB", "A123456"],
    ]
    assert told(rows).manifest.message.type == "SHEET"


def test_people_and_cargo_in_one_workbook_are_both_read() -> None:
    book = Workbook()
    people, cargo = book.worksheets[0], book.create_sheet("Cargo")
    for row in (
        ["Family name", "Given names", "Date of birth", "Nationality", "Passport number"],
        ["OKONDO", "BARNABY", "1979-03-01", "BRB", "A123456"],
    ):
        people.append(row)
    for row in (HEAD, ["B1", "A", "B", "Rice", "4", "10"]):
        cargo.append(row)
    stream = io.BytesIO()
    book.save(stream)
    readings = registry.read(stream.getvalue())
    assert sorted(reading.manifest.message.type for reading in readings) == ["CARGO SHEET", "SHEET"]
    assert not any(problem.code == "sheet-not-used" for reading in readings for problem in reading.problems)


@given(st.lists(st.lists(st.text(max_size=20), min_size=6, max_size=6), max_size=6))
def test_anything_in_the_cells_gives_a_reading_that_can_be_shown(rows: list[list[str]]) -> None:
    reading = told([HEAD, *rows])
    assert view(reading, "x")
