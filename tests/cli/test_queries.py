"""The queries of `match`, as strangers save them: every delimiter, encoding and empty column; what is odd is told."""

from __future__ import annotations

import pytest

from roadstead.cli.console import CommandFailed
from roadstead.cli.match import MatchCounts, batch_size
from roadstead.cli.queries import Query, queries
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Document, Problem, Traveller

HEADINGS = "id,name,surname,given,born,sex,nationality,document_number"
ROWS = "1,,QUÍLL,ZUBEKA,1975-03-12,M,GUY,R0123456\n2,Ignatz Vandermoodle,,,,,D,\n"
EXPECTED = [
    Query("1", Traveller(surname="QUÍLL", given="ZUBEKA", born="1975-03-12", sex="M", nationality="GUY",
                         documents=(Document(number="R0123456"),))),
    Query("2", Traveller(surname="Ignatz Vandermoodle", nationality="D")),
]  # fmt: skip


def read(text: str | bytes) -> tuple[list[Query], tuple[Problem, ...]]:
    tally = Tally()
    found = list(queries(text.encode() if isinstance(text, str) else text, "q.csv", tally))
    return found, tally.problems


def only(text: str) -> Traveller:
    (found,), _ = read(text)
    return found.traveller


@pytest.mark.parametrize(
    "raw",
    [
        *(f"{HEADINGS}\n{ROWS}".replace(",", delimiter).encode() for delimiter in ",;\t|"),
        *(f"{HEADINGS}\n{ROWS}".encode(encoding) for encoding in ("utf-8-sig", "utf-16", "latin-1")),
        *(f"{HEADINGS}\n{ROWS}".replace("\n", end).encode() for end in ("\r\n", "\r", "\n\n")),
        f"{HEADINGS.upper().replace(',', ' , ')}\n{ROWS}".encode(),
        f"sep=;\n{HEADINGS}\n{ROWS}".replace(",", ";").encode(),
        f"\n,,,\n{HEADINGS}\n{ROWS}".encode(),
        f"{HEADINGS}\n{ROWS}".replace("QUÍLL", "QU\0ÍLL").encode(),
    ],
)
def test_queries_are_the_same_however_the_csv_was_saved(raw: bytes) -> None:
    assert read(raw) == (EXPECTED, ())


@pytest.mark.parametrize(
    ("row", "surname", "given"),
    [
        ("QUILL/ZUBEKAMR,,", "QUILL", "ZUBEKAMR"),
        ('"Quill, Zubeka",,', "Quill", "Zubeka"),
        ("Zubeka Quill,,", "Zubeka Quill", ""),
        ("Zubeka Quill,QUILL,", "Zubeka Quill", ""),
        ("Zubeka,QUILL,", "QUILL", "Zubeka"),
        ("Somebody Else,QUILL,ZUBEKA", "QUILL", "ZUBEKA"),
        (",,ZUBEKA", "", "ZUBEKA"),
        ("Jansen,,Piet", "Jansen", "Piet"),
        ("Piet Jansen,,Piet", "Piet Jansen", ""),
        ("Alice,LI,", "LI", "Alice"),
        ("Juan,AN,", "AN", "Juan"),
    ],
)
def test_no_part_of_a_name_is_lost_whichever_columns_hold_it(row: str, surname: str, given: str) -> None:
    found = only(f"name,surname,given\n{row}\n")
    assert (found.surname, found.given) == (surname, given)


def test_a_row_without_anything_is_a_query_for_nobody_and_keeps_the_numbers_of_the_others() -> None:
    found, _ = read("name,born\n,\nZubeka,1975\n")
    assert [(each.name, each.traveller.surname) for each in found] == [("1", ""), ("2", "Zubeka")]


def test_a_column_of_names_alone_keeps_the_commas_in_them() -> None:
    found = only("name\nQuill, Zubeka\n")
    assert (found.surname, found.given) == ("Quill", "Zubeka")


def test_one_may_ask_by_document_alone_and_headings_may_be_those_of_a_watch_list() -> None:
    assert only("Passport No\nR0123456\n") == Traveller(documents=(Document(number="R0123456"),))


@pytest.mark.parametrize("text", ["", "1,Zubeka Quill,1975\n", "id,born\n1,1975\n"])
def test_a_file_without_headings_is_refused_in_words(text: str) -> None:
    with pytest.raises(CommandFailed, match=r"q\.csv: the first row .* has no column name, surname or document_number"):
        read(text)


@pytest.mark.parametrize(
    ("sent", "born"),
    [
        ("1975", "1975"),
        ("1975-03", "1975-03"),
        ("12.03.1975", "1975-03-12"),
        ("1975-02-30", "1975-02"),
        ("30/02/1975", "1975-02"),
        ("1975-13-01", "1975"),
        ("0000-00-00", ""),
        ("9999-99-99", ""),
        ("born", ""),
    ],
)
def test_a_date_that_does_not_exist_is_told_and_used_as_far_as_it_goes(sent: str, born: str) -> None:
    (found,), problems = read(f"name,born\nZubeka,{sent}\n")
    assert found.traveller.born == born
    sound = (sent, born) in {("1975", "1975"), ("1975-03", "1975-03"), ("12.03.1975", "1975-03-12")}
    assert [(problem.number, problem.field) for problem in problems] == ([] if sound else [(2, "born")])


def test_what_is_no_sex_and_no_country_is_told_with_its_row() -> None:
    (found, sound), problems = read("name,sex,nationality\nZubeka,?,Atlantis\nZubeka,female,xk\n")
    assert (found.traveller.sex, sound.traveller.sex) == ("", "F")
    assert [(problem.number, problem.field) for problem in problems] == [(2, "sex"), (2, "nationality")]


@pytest.mark.parametrize("nothing", ["unknown", "N/A", "-", "none"])
def test_ways_to_say_nothing_are_neither_told_nor_used_and_never_lose_a_name(nothing: str) -> None:
    (found,), problems = read(f"surname,sex,nationality,document_number\n{nothing},{nothing},{nothing},{nothing}\n")
    assert (found.traveller, problems) == (Traveller(surname=nothing), ())


def test_namibia_is_a_country() -> None:
    assert only("name,nationality\nZubeka,NA\n").nationality == "NA"


def test_a_quotation_mark_that_is_not_closed_costs_no_other_row() -> None:
    found, problems = read('id,name\n1,"Zubeka Quill\n2,Ignatz Vandermoodle\n')
    assert [each.traveller.surname for each in found] == ["Zubeka Quill", "Ignatz Vandermoodle"]
    assert [problem.code for problem in problems] == ["quote-not-closed"]


def test_a_name_of_a_million_letters_costs_no_other_row() -> None:
    found, _ = read(f"id,name\n1,{'Q' * 1_000_000}\n2,Ignatz Vandermoodle\n")
    assert found[1].traveller.surname == "Ignatz Vandermoodle"


def test_cells_beyond_the_headings_are_told() -> None:
    found, problems = read("id,name,born\n1,Quill, Zubeka,1975\n")
    assert [each.traveller.surname for each in found] == ["Quill"]
    assert ("cells-beyond", 2) in {(problem.code, problem.number) for problem in problems}


def test_a_million_bad_dates_are_not_a_million_lines() -> None:
    _, problems = read("name,born\n" + "Zubeka,never\n" * 1000)
    assert len(problems) == 51
    assert "Further rows with this problem: 950" in problems[-1].text


@pytest.mark.parametrize(
    ("queries", "matches", "size"), [(0, 0, 1), (1, 0, 3), (400, 400, 1000), (400, 400 * 20_000, 5), (1, 1_000_000, 1)]
)
def test_as_many_are_asked_at_once_as_what_they_meet_can_be_held(queries: int, matches: int, size: int) -> None:
    assert batch_size(MatchCounts(queries=queries, matches=matches)) == size


def test_a_heading_that_is_not_used_is_told() -> None:
    found, (problem,) = read(f"{HEADINGS},birthdate (iso),aliases\n{ROWS}")
    assert found == EXPECTED
    assert problem.text.startswith("unknown columns, not used: birthdate (iso), aliases.")


def test_dutch_headings_give_surname_and_given_names() -> None:
    traveller = only("Naam,Voornaam\nJansen,Piet\n")
    assert (traveller.surname, traveller.given) == ("Jansen", "Piet")
