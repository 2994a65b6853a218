"""Lists of lost and stolen documents."""

from pathlib import Path

import pytest

from roadstead.engine.formats.lists import LoadedDocuments, UnableToLoad, load, load_documents, load_documents_bytes
from roadstead.engine.records import ListedDocument
from tests.targeting.watchlists.home import codes


def read(text: str) -> LoadedDocuments:
    return load_documents_bytes(text.encode(), "lost.csv")


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("issuer,type,number\nJAM,P,A0000001", ListedDocument(number="A0000001", issuer="JAM", type="P", list="lost")),
        ("JAM,P,A0000001", ListedDocument(number="A0000001", issuer="JAM", type="P", list="lost")),
        (",,A0000001", ListedDocument(number="A0000001", list="lost")),
        ("A0000001", ListedDocument(number="A0000001", list="lost")),
        (
            "Number;Reason;Country\n A0000001 ;stolen;Jamaica",
            ListedDocument(number="A0000001", issuer="JAM", list="lost", reason="stolen"),
        ),
    ],
)
def test_a_document_with_or_without_headings_issuer_and_type(text: str, document: ListedDocument) -> None:
    found = read(text)
    assert (found.documents, found.problems) == ((document,), ())


def test_bad_rows_are_problems_and_the_rest_survives() -> None:
    found = read("issuer,type,number\nJAM,P,\nAtlantis,P,B0000002\n\n,,C0000003\n,,X\n")
    assert [document.number for document in found.documents] == ["B0000002", "C0000003"]
    assert [(problem.code, problem.number) for problem in found.problems] == [
        ("number-missing", 2),
        ("country-unknown", 3),
        ("number-missing", 6),
    ]


def test_the_version_is_the_content(tmp_path: Path) -> None:
    path = tmp_path / "lost.csv"
    path.write_text(",,A0000001\n")
    assert load_documents(path) == read(",,A0000001\n")
    assert load_documents(path).version.counts == {"documents": 1}


def test_an_empty_file_is_an_empty_list_and_a_text_is_none() -> None:
    assert (read("").documents, codes(read("issuer,type,number\n").problems)) == ((), [])
    with pytest.raises(UnableToLoad, match=r"lost\.csv is not a list of documents.*issuer,type,number"):
        read("Dear colleague,\nplease find enclosed\n")


def test_documents_given_as_a_list_of_persons_are_refused_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "lost.csv"
    path.write_text("issuer,type,number\nJAM,P,A0000001\n")
    with pytest.raises(UnableToLoad, match="--documents"):
        load(path)
