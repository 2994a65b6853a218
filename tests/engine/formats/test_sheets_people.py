"""What is a list of people and what only looks like one, and columns that their values tell."""

from __future__ import annotations

import pytest

from roadstead.engine.formats import registry
from roadstead.engine.records import Role
from tests.engine.formats.sheets_books import book_of
from tests.engine.formats.test_sheets_by_hand import ANNA, HEADINGS, codes, only, sheet

README = """# Samples

Each of the 30 files. `first_person` has the fields of the first traveller; `persons` lists all as [family name, given
names, birth date, sex, nationality, first document number]. See ../README.md, and passenger list.

| file | lines | source, from | licence, to | notes, role, transit |
|---|---|---|---|---|
| a.edi | CRLF, D.05B | no line ends, 12 | no UNA, 2026 | Apache-2.0, crew, yes |
| b.edi | LF, D.02B | two lines, 14 | a UNA, 2025 | MIT, crew, no |
| c.edi | LF, D.02B | two lines, 14 | a UNA, 2025 | MIT, crew, no |
"""
TABLE = (
    "<table><tr><th>Family name</th><th>Date of birth</th><th>Passport number</th></tr>"
    "<tr><td>DOE</td><td>1980-01-01</td><td>AB1234567</td></tr></table>"
)


def answer(text: str) -> str:
    (reading,) = registry.read(text.encode())
    assert reading.manifest.travellers == ()
    return reading.problems[0].text


def test_a_text_with_our_words_in_a_line_is_no_list() -> None:
    assert answer(README) == (
        "This is a text document with headings and tables (Markdown). Send PAXLST, or"
        " a sheet with headings as in the template."
    )


@pytest.mark.timeout(60)
@pytest.mark.parametrize("filler", ["\n", " \n", "](", "---", "|\n \t"])
def test_a_text_of_blank_lines_or_brackets_is_read_within_bounds(filler: str) -> None:
    """Fifty thousand blank lines took hours before each part of the pattern had a limit."""
    assert answer(f"notes of the bishop{filler * 50_000}").startswith("We do not recognise this format.")


@pytest.mark.parametrize(
    "page",
    [
        f"<!DOCTYPE html><html><body>{TABLE}</body></html>",
        f"\n\ufeff<!-- saved --><HTML>{TABLE}",
        TABLE,
        f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body>{TABLE}</body></html>",
        f"Content-Type: text/html\r\n\r\n<html>{TABLE}</html>",
        "<div>\nFamily name,Given names,Date of birth,Passport number\nDOE,Jane,1980-01-01,AB1234567\n</div>",
    ],
    ids=["whole", "comment", "table", "xhtml", "headers", "csv-within"],
)
def test_a_web_page_is_named_as_one_with_what_to_send_instead(page: str) -> None:
    text = answer(page)
    assert text.startswith("This is a web page (HTML), not a message.")
    assert "copy it into a spreadsheet with headings as in the template" in text


def test_names_without_birth_date_and_document_are_no_list_and_the_answer_says_what_is_missing() -> None:
    rows = "Family name,Given names,Nationality,Seat\nDOE,Jane,BRB,1A\nROE,John,GUY,1B\n"
    text = answer(rows)
    assert text.startswith("This table has names, but no birth date or document beside any family name.")
    assert "add the columns Date of birth and Passport number" in text
    (titled,) = registry.read(f"PASSENGER LIST\nFlight,2X101\n{rows}".encode())
    assert len(titled.manifest.travellers) == 2
    assert {"column-birth-date-missing", "column-document-missing"} <= codes(titled)


@pytest.mark.parametrize("name", ["| a.edi", "see ../README.md", "`first_person`", "https://example.org", "f(x) = 2"])
def test_a_cell_of_marked_up_text_is_no_name(name: str) -> None:
    rows = ("Family name,Date of birth,Role,Transit", *(f"{name},crew,,yes" for _ in range(3)))
    answer("\n".join(rows) + "\n")


@pytest.mark.parametrize("name", ["O'NEIL", "de la Cruz-Pérez", "ŻÓŁĆ", "王", "Smith Jr.", "DOE, Jane (Mrs)"])
def test_a_person_with_any_name_is_one(name: str) -> None:
    reading = sheet(
        ("Name of ship", "TERN"),
        ("To", "BBBGI"),
        ("Name", "Date of birth", "Nationality", "Passport"),
        (name, "1980-11-03", "BRB", "AB123456"),
    )
    assert len(reading.manifest.travellers) == 1


def test_a_list_in_which_all_birth_dates_were_left_out_is_read_and_each_person_answered() -> None:
    reading = sheet(("Name of ship", "TERN"), ("To", "BBBGI"), HEADINGS, ("TESTER", "Anna", "", "BRB", ""))
    assert len(reading.manifest.travellers) == 1
    assert {"birth-date-missing", "document-missing"} <= codes(reading)


# ── columns that their values tell ──────────────────────────────────────────────────────────

ABOVE = (("Yacht", "BLUE HERON"), ("To", "BBBGI"), ("Arrival", "2026-11-25 10:00"))


def test_captain_and_crew_under_type_are_crew() -> None:
    headings = ("Surname", "First name", "Type", "DOB", "Nationality", "Passport")
    people = (("DOE", "Jane", "Captain"), ("ROE", "John", "Crew"), ("POE", "Ed", "Passenger"), ("FOE", "Al", "Guest"))
    rows = tuple((*names, "1980-11-03", "BRB", f"AB12345{at}") for at, names in enumerate(people))
    reading = sheet(*ABOVE, headings, *rows)
    assert [one.role for one in reading.manifest.travellers] == [Role.CREW, Role.CREW, Role.PASSENGER, Role.PASSENGER]
    assert reading.manifest.travellers[0].employment == "Captain"
    assert "column-not-understood" not in codes(reading)
    (csv,) = registry.read("\n".join(map(",".join, (*ABOVE, headings, *rows))).encode())
    assert [one.role for one in csv.manifest.travellers][:2] == [Role.CREW, Role.CREW]


def test_a_column_type_that_says_something_else_stays_unread() -> None:
    headings = ("Surname", "First name", "Type", "DOB", "Nationality", "Passport")
    reading = sheet(*ABOVE, headings, ("DOE", "Jane", "red", "1980-11-03", "BRB", "AB123456"))
    assert "column-not-understood" in codes(reading)


@pytest.mark.parametrize(
    ("heading", "cell", "paper"),
    [
        ("Document", "AB123456", ("", "AB123456")),
        ("Documento", "1234567", ("", "1234567")),
        ("Document", "Passport AB123456", ("P", "AB123456")),
        ("Document type", "AB123456", ("", "AB123456")),
    ],
)
def test_a_column_document_holds_the_number_where_its_values_are_numbers(
    heading: str, cell: str, paper: tuple[str, str]
) -> None:
    reading = sheet(*ABOVE, ("Surname", "First name", "DOB", "Nationality", heading), (*ANNA[:4], cell))
    (person,) = reading.manifest.travellers
    assert [(each.type, each.number) for each in person.documents] == [paper]


def test_a_column_document_beside_a_number_is_its_type() -> None:
    headings = ("Surname", "First name", "DOB", "Nationality", "Document", "Number of document", "Document number")
    reading = sheet(*ABOVE, (*headings[:5], headings[6]), (*ANNA[:4], "Passport", "AB123456"))
    (person,) = reading.manifest.travellers
    assert [(each.type, each.number) for each in person.documents] == [("P", "AB123456")]


def test_a_workbook_without_people_says_what_was_looked_for() -> None:
    rows = (("passenger list",), ("Family name", "see ../a.md", "role"), ("| x |", "2", "`crew`"))
    reading = only(book_of(Notes=rows))
    assert reading.manifest.travellers == ()
    assert "We found no list of people in this spreadsheet." in reading.problems[-1].text


def test_control_characters_in_a_csv_are_taken_out_of_names_and_reported_with_their_line() -> None:
    head = "Family name,Given names,Date of birth,Document number"
    rows = f"{head}\nDOE,Jane,1980-01-01,P1\nROE,JO\x07HN,1981-01-01,P2\n\x1a"
    (reading,) = registry.read(rows.encode())
    assert [each.given for each in reading.manifest.travellers] == ["Jane", "JOHN"]
    (text,) = [each.text for each in reading.problems if each.code == "control-characters"]
    assert "the first in line 3" in text
    (clean,) = registry.read(rows.replace("\x07", "").encode())
    assert "control-characters" not in codes(clean)
