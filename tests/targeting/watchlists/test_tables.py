"""Csv whose quotation marks are out of order: a swallowed row is a missing person, so the file is refused."""

import pytest

from roadstead.engine.formats.lists import UnableToLoad, load_bytes, load_documents_bytes
from roadstead.engine.formats.lists.tables import rows
from tests.targeting.watchlists.home import loaded

PEOPLE = [f"R-{at},Person{at},Test\n" for at in range(1, 400)]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ('R-0,"Doe,John\n', r"a quotation mark in row 7 is not closed"),
        ('R-0,"' + "x" * 140_000 + '",John\n', r"row 7 has a cell with more than 131,072 characters"),
    ],
    ids=["not-closed", "too-long"],
)
def test_a_cell_that_swallows_the_rows_after_it_is_refused_with_its_row(broken: str, says: str) -> None:
    text = "".join(["id,surname,given\n", *PEOPLE[:5], broken, *PEOPLE[5:]])
    with pytest.raises(UnableToLoad, match=rf"own\.csv cannot be read: {says}.*[Ll]oad the file again"):
        load_bytes(text.encode(), "own.csv")


def test_a_list_of_documents_is_refused_likewise() -> None:
    text = 'issuer,type,number\nBRB,P,"T0000001\n' + "BRB,P,T0000002\n" * 200
    with pytest.raises(UnableToLoad, match=r"lost\.csv cannot be read: a quotation mark in row 2 "):
        load_documents_bytes(text.encode(), "lost.csv")


LONG = "\n".join(f"{at}. count of it, and of others" for at in range(300))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_valid_cell_of_many_lines_and_thousands_of_characters_is_read(delimiter: str) -> None:
    text = delimiter.join(("id", "name", "born", "reason")) + "\n"
    text += delimiter.join(("1", "Ada Doe", "1990", f'"{LONG}"')) + "\n" + delimiter.join(("2", "Kim Roe", "1991", ""))
    found = loaded(text + "\n")
    assert [entry.name for entry in found.entries] == ["Ada Doe", "Kim Roe"]
    assert found.entries[0].reason.endswith("299. count of it, and of others")
    assert found.problems == ()


def test_a_long_cell_of_the_simplified_form_is_read() -> None:
    headings = "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,dataset\n"
    row = f'"X-1","Person","ANNA EXAMPLE","","1992-06-28","ru","","","{LONG}","T"\n'
    assert len(loaded(headings + row + row.replace("X-1", "X-2")).entries) == 2


def test_a_mark_that_the_next_quoted_cell_happens_to_close_is_found_by_the_rows_within() -> None:
    quoted = 'R-400,Person400,","\n'
    text = "".join(["id,surname,given\n", 'R-0,Doe,"John\n', *PEOPLE, quoted, *PEOPLE])
    with pytest.raises(UnableToLoad, match=r"row 2 is not closed, so the row continues over 800 lines"):
        loaded(text)


def test_a_cell_that_is_only_too_long_is_not_said_to_be_left_open() -> None:
    with pytest.raises(UnableToLoad, match=r"row 2 has a cell with more than 131,072 characters.*shorten the cell"):
        loaded(f'id,name\n1,"{"x" * 140_000}"\n')


def test_a_remark_of_several_lines_is_one_cell() -> None:
    found = loaded('id,name,reason\n1,Ada Doe,"seen\nin\nport"\n2,Kim Roe,x\n')
    assert [entry.reason for entry in found.entries] == ["seen in port", "x"]
    assert [number for number, _ in rows('a\n"b\nc"\nd\n')] == [1, 2, 3]
