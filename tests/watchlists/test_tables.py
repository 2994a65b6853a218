"""Csv whose quotation marks are out of order: a swallowed row is a missing person, so the file is refused."""

import pytest

from roadstead.watchlists.sources import UnableToLoad, load_bytes, load_documents_bytes
from roadstead.watchlists.sources.tables import rows
from tests.watchlists.home import loaded

PEOPLE = [f"R-{at},Person{at},Test\n" for at in range(1, 400)]


@pytest.mark.parametrize(
    "broken", ['R-0,"Doe,John\n', 'R-0,"' + "x" * 140_000 + '",John\n'], ids=["not-closed", "too-long"]
)
def test_a_cell_that_swallows_the_rows_after_it_is_refused_with_its_row(broken: str) -> None:
    text = "".join(["id,surname,given\n", *PEOPLE[:5], broken, *PEOPLE[5:]])
    with pytest.raises(UnableToLoad, match=r"own\.csv cannot be read: row 7 .*quotation mark.*load the file again"):
        load_bytes(text.encode(), "own.csv")


def test_a_list_of_documents_is_refused_likewise() -> None:
    text = 'issuer,type,number\nBRB,P,"T0000001\n' + "BRB,P,T0000002\n" * 200
    with pytest.raises(UnableToLoad, match=r"lost\.csv cannot be read: row 2 "):
        load_documents_bytes(text.encode(), "lost.csv")


def test_a_remark_of_several_lines_is_one_cell() -> None:
    found = loaded('id,name,reason\n1,Ada Doe,"seen\nin\nport"\n2,Kim Roe,x\n')
    assert [entry.reason for entry in found.entries] == ["seen in port", "x"]
    assert [number for number, _ in rows('a\n"b\nc"\nd\n')] == [1, 2, 3]
