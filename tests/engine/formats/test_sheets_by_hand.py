"""Sheets as captains and agents fill them in: the answer beside a question, vague headings, dates as they are said."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as Value

from roadstead.engine.formats import registry
from roadstead.engine.formats.passengers.paxlst.write import write as write_paxlst
from roadstead.engine.formats.passengers.sheets import OFFERED, write_template
from roadstead.engine.formats.passengers.sheets.cells import Cell, Dates, Order, moment
from roadstead.engine.formats.passengers.sheets.headings import LANGUAGES
from roadstead.engine.formats.passengers.sheets.shapes import label
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Mode
from roadstead.engine.reference.place_names import codes_of
from tests.engine.formats.sheets_books import Rows, book_of, saved

ANSWERS = {"en": "Arrival", "es": "Llegada", "fr": "Arrivée", "nl": "Aankomst"}
FAMILY_NAME = {"en": "Family name", "es": "Apellidos", "fr": "Nom de famille", "nl": "Achternaam"}
HEADINGS = ("Family name", "Given names", "Date of birth", "Nationality", "Passport No.")
ANNA = ("TESTER", "Anna", "1980-11-03", "BRB", "AB123456")


def only(raw: bytes) -> Reading:
    (reading,) = registry.read(raw)
    return reading


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}


def sheet(*rows: tuple[str, ...]) -> Reading:
    return only(book_of(List=rows))


def test_a_list_without_port_of_arrival_says_what_to_write() -> None:
    above = (("Flight", "2X101"), ("From", "MIA"), ("Departure", "2026-11-25 10:00"))
    reading = sheet(*above, HEADINGS, ANNA)
    problem = next(each for each in reading.problems if each.code == "port-of-arrival-missing")
    assert problem.field == "port of arrival"
    assert "Write it above the table" in problem.text
    assert "port-of-arrival-missing" not in codes(sheet(*above, ("To", "BGI"), HEADINGS, ANNA))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_of_our_own_drop_down_is_read_as_an_answer(language: str) -> None:
    """ "Arrival" is also a label: the port, the day and the century of the birth hung on it."""
    book = load_workbook(io.BytesIO(write_template("fal5", language)))
    list_ = book.worksheets[0]
    asked = {
        str(cell.value).removesuffix(" *"): cell
        for row in list_.iter_rows()
        for cell in row
        if isinstance(cell, Value) and cell.value
    }
    said = {"direction": ANSWERS[language], "port": "Bridgetown", "date": "25/11/2026", "craft": "MV EXAMPLE TERN"}
    for key, answer in said.items():
        asked[label("fal5", key, language)].offset(column=1).value = answer
    for place, text in enumerate(("TESTER", "Anna", "Master", "BRB", "03-APR-85")):
        asked[FAMILY_NAME[language]].offset(row=1, column=place).value = text
    reading = only(saved(book))
    (leg,) = reading.manifest.voyage.legs
    assert (leg.destination, leg.arrival) == ("BBBGI", "2026-11-25")
    assert [person.born for person in reading.manifest.travellers] == ["1985-04-03"]
    assert not {code for code in codes(reading) if "arrival" in code or "century" in code}


def test_a_place_under_arriving_is_where_to_and_the_ship_stands_in_the_title() -> None:
    reading = sheet(
        ("S/Y BLUE HERON - crew and guests",),
        ("Arriving", "Castries, St Lucia", "ETA", "25 Nov 2026 14:00"),
        ("From:", "Bequia"),
        HEADINGS,
        ANNA,
    )
    voyage = reading.manifest.voyage
    (leg,) = voyage.legs
    assert voyage.craft.name == "S/Y BLUE HERON"
    assert (leg.origin, leg.destination, leg.arrival) == ("VCBQU", "LCCAS", "2026-11-25T14:00")


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (("Surname", "Name", "DOB", "Nat", "Passport"), ANNA),
        (("Name", "First name", "DOB", "Nat", "Passport"), ANNA),
        (("First name", "Name", "DOB", "Nat", "Passport"), ("Anna", "TESTER", *ANNA[2:])),
        (("Surname", "Name", "MI", "DOB", "Nat", "Passport"), ("TESTER", "Anna", "", *ANNA[2:])),
    ],
)
def test_name_is_whichever_of_the_two_the_other_columns_leave(headings: tuple[str, ...], row: tuple[str, ...]) -> None:
    reading = sheet(("To", "BBBGI"), ("Name of ship", "TERN"), headings, row)
    assert [(person.surname, person.given) for person in reading.manifest.travellers] == [("TESTER", "Anna")]


def test_a_column_headed_country_is_taken_as_the_nationality_and_that_is_said() -> None:
    reading = sheet(
        ("Name of ship", "TERN"),
        ("To", "BBBGI"),
        ("Name", "DOB", "Country", "Passport"),
        ("TESTER, Anna", "1980-11-03", "Barbados", "AB123456"),
    )
    assert [person.nationality for person in reading.manifest.travellers] == ["BRB"]
    assert "country-as-nationality" in codes(reading)


def test_the_country_of_an_address_is_no_nationality() -> None:
    reading = sheet(
        ("Name of ship", "TERN"),
        ("To", "BBBGI"),
        ("Name", "DOB", "City", "Country", "Passport"),
        ("TESTER, Anna", "1980-11-03", "Bridgetown", "Barbados", "AB123456"),
    )
    (person,) = reading.manifest.travellers
    assert (person.nationality, person.address.country) == ("", "BRB")


@pytest.mark.parametrize(
    "headings",
    [
        ("NAME", "S/BOOK NO", "PASSPORT NO", "PP EXPIRY", "S/BOOK EXPIRY"),
        ("NAME", "S/BOOK NO", "PASSPORT NO", "PASSPORT EXPIRY", "SEAMAN BOOK EXPIRY"),
    ],
)
def test_an_expiry_belongs_to_the_paper_that_its_heading_names(headings: tuple[str, ...]) -> None:
    rows: Rows = (
        ("CREW LIST",),
        ("Vessel", "TERN"),
        headings,
        ("TESTER, Ivan", "S12", "75123", "2030-02-01", "2027-05-06"),
    )
    (person,) = only(book_of(Crew=rows)).manifest.travellers
    found = {paper.type: (paper.number, paper.expires) for paper in person.documents}
    assert found == {"FMD": ("S12", "2027-05-06"), "P": ("75123", "2030-02-01")}


@pytest.mark.parametrize(
    "text",
    [
        "25/11/2026 2:30 PM",
        "25/11/2026 14h30",
        "25 Nov 2026 2:30pm",
        "25.11.2026 um 14:30",
        "Nov 25, 2026 2:30 PM",
        "25th November 2026 at 1430 hrs",
        "25-Nov-26 1430LT",
        "25NOV2026/1430",
        "2026-11-25T14:30",
        "25-11-2026, 14.30",
    ],
)
def test_a_day_of_travel_with_its_time_is_read_as_people_write_it(text: str) -> None:
    notes = Notebook()
    assert moment(Cell(text=text), Cell(), Dates(century="20"), "arrival", notes) == "2026-11-25T14:30"
    assert notes.finish()[0] == ()


def test_the_month_comes_first_in_the_time_of_travel_too() -> None:
    dates = Dates(order=Order(month_first=True, is_sure=True), century="20")
    assert moment(Cell(text="11/25/2026 2:30 PM"), Cell(), dates, "arrival", Notebook()) == "2026-11-25T14:30"


def test_a_zone_behind_the_time_is_said_not_to_be_used() -> None:
    notes = Notebook()
    assert moment(Cell(text="2026-11-25 14:30 UTC"), Cell(), Dates(), "arrival", notes) == "2026-11-25T14:30"
    assert [problem.code for problem in notes.finish()[0]] == ["arrival-zone-ignored"]


def test_what_cannot_be_a_day_of_travel_is_answered_with_one_that_can() -> None:
    notes = Notebook()
    assert moment(Cell(text="in 3 hours"), Cell(), Dates(), "arrival", notes) == ""
    assert "2026-11-25 16:20" in notes.finish()[0][0].text


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Road Town, Tortola, BVI", ("VGRAD",)),  # and not Birdsville in Australia
        ("Castries (LCA)", ("LCCAS",)),  # and not Larnaca
        ("Bridgetown Barbados", ("BBBGI",)),
        ("Portsmouth, Dominica", ("DMPOR",)),
        ("Fort-de-France, France", ("MQFDF",)),
        ("Georgetown, Cayman Islands", ("KYGEC",)),
        ("Kingstown, Jamaica", ()),  # hers is Kingston: nobody guesses
    ],
)
def test_a_town_is_looked_for_in_the_country_behind_it(text: str, codes: tuple[str, ...]) -> None:
    assert codes_of(text, Mode.SEA) == codes


def test_a_declaration_that_says_it_goes_by_sea_is_a_ships_with_nothing_but_a_registration() -> None:
    reading = sheet(
        ("IMO General Declaration",),
        ("Travels by", "sea"),
        ("Registration", "8P-ABC"),
        ("From", "BBBGI"),
        ("To", "MQFDF"),
    )
    assert reading.manifest.message.type == "FAL1"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", OFFERED)
def test_the_empty_sheet_marks_what_must_be_filled_in_and_says_what_the_mark_means(kind: str, language: str) -> None:
    sheet = load_workbook(io.BytesIO(write_template(kind, language))).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows(max_row=30) for cell in row if cell.value]
    marked = [text for text in cells if text.endswith(" *")]
    assert label(kind, "craft" if kind != "gendec" else "registration", language) + " *" in marked
    assert 3 <= len(marked) <= 16
    assert any("* " in text and not text.endswith("*") for text in cells)
    (reading,) = registry.read(write_template(kind, language))
    assert not {code for code in codes(reading) if "not-understood" in code or "not-known" in code}


def test_persons_on_board_are_a_declared_count() -> None:
    reading = sheet(("Name of vessel", "TERN"), ("Persons on board", "3"), (), HEADINGS, ANNA)
    assert reading.manifest.declared == {"persons": 3}


def test_a_list_with_persons_on_board_can_be_written_as_a_paxlst() -> None:
    manifest = sheet(("Name of vessel", "TERN"), ("Persons on board", "3"), (), HEADINGS, ANNA).manifest
    text = write_paxlst(manifest)
    assert b"TESTER" in text
    assert b"CNT+" not in text  # PAXLST has a total of passengers and one of crew, none of both
