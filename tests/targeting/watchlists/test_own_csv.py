"""Roadstead's own csv, as people really save it."""

import csv

import pytest

from roadstead.engine.formats.lists import load, load_bytes
from roadstead.engine.formats.lists.columns import BY_HEADING, HEADINGS
from roadstead.engine.formats.lists.tables import fold_heading
from roadstead.engine.records import Action, Document, Kind, ListedName
from tests.targeting.watchlists.home import PROJECT, loaded, only

TEMPLATE = PROJECT / "src/roadstead/engine/formats/lists/template.csv"
GUIDE = PROJECT / "docs/guide/watchlist-csv.md"


def test_the_template_is_read_without_a_problem() -> None:
    found = load(TEMPLATE)
    assert (found.version.list, found.problems) == ("template", ())
    first = found.entries[0]
    assert first.names == (
        ListedName(text="Barnaby Tobias QUILLFEATHER"),
        ListedName(text="Barney Quillfeather"),
        ListedName(text="Feather", weak=True),
    )
    assert first.documents == (
        Document(type="P", issuer="BRB", number="X0000001"),
        Document(type="I", issuer="BRB", number="790314-0000"),
    )
    assert (first.action, first.owner, first.expires, first.sex) == (Action.STOP, "BRB", "2027-03-31", "M")


def test_the_template_says_what_it_says_in_every_field() -> None:
    _, second, third, vessel = load(TEMPLATE).entries
    assert (second.born, second.nationalities, second.action) == (("1988", "1989-07"), ("SUR", "GUY"), Action.REFER)
    assert (third.name, third.born, third.action) == ("Zephyrine d'Aubelon", ("1965/1967",), Action.DISCREET)
    assert (vessel.kind, vessel.identifiers) == (Kind.VESSEL, {"imo": "1234567", "call_sign": "HEXX9"})


def test_template_guide_and_reader_know_the_same_columns() -> None:
    with TEMPLATE.open(newline="") as file:
        headings = next(csv.reader(file))
    assert set(headings) == set(HEADINGS) - {"list"}
    assert [name for name in HEADINGS if f"`{name}`" not in GUIDE.read_text()] == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    rows = [["DOB", "Last Name", "First Names", "Ref"], ["14/06/1975", "MÜLLEROV", "Zoë", "1"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    entry = only(load_bytes(text.encode(encoding), "list.csv"))
    assert (entry.id, entry.name, entry.born) == ("1", "Zoë MÜLLEROV", ("1975-06-14",))


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("14/06/1975", "1975-06-14"),
        ("06/14/1975", "1975-06-14"),
        ("14.6.1975", "1975-06-14"),
        ("1975-06", "1975-06"),
        ("14 June 1975", "1975-06-14"),
        ("June 14, 1975", "1975-06-14"),
        ("19750614", "1975-06-14"),
        ("1975", "1975"),
        ("1965-1967", "1965/1967"),
        ("06/1975", "1975-06"),
    ],
)
def test_dates_as_people_write_them(written: str, born: str) -> None:
    found = loaded(f'id,name,born\n1,A B,"{written}"')
    assert (only(found).born, found.problems) == ((born,), ())


def test_bad_rows_are_problems_with_their_number_and_the_rest_survives() -> None:
    found = loaded(
        "id,name,born,action,kind,nationality\n"
        "1,,1975,refer,person,JAM\n"
        "2,A B,30/02/1975,arrest,robot,Atlantis\n"
        "\n"
        ",C D,,,,\n"
        "2,E F\n"
    )
    assert [entry.name for entry in found.entries] == ["A B", "C D", "E F"]
    numbers = {problem.code: problem.number for problem in found.problems}
    assert numbers == {
        "row-without-name": 2,
        "date-unclear": 3,
        "action-unknown": 3,
        "kind-unknown": 3,
        "id-missing": 5,
        "id-twice": 3,
        "country-unknown": None,
    }
    assert (found.entries[0].born, found.entries[0].action) == (("1975-02",), Action.REFER)


def test_a_row_without_id_keeps_the_same_id_while_it_says_the_same() -> None:
    first, again = (only(loaded("id,name,born\n,A B,1975")).id for _ in range(2))
    changed = only(loaded("id,name,born\n,A B,1976")).id
    assert first == again != changed


@pytest.mark.parametrize(
    ("cell", "document"),
    [
        ("P:BRB:X1234567", Document(type="P", issuer="BRB", number="X1234567")),
        ("p:Barbados:X1234567", Document(type="P", issuer="BRB", number="X1234567")),
        (":GUY:R22", Document(issuer="GUY", number="R22")),
        ("GUY:R22", Document(issuer="GUY", number="R22")),
        ("P:R22", Document(type="P", number="R22")),
        ("P::R22:7", Document(type="P", number="R22:7")),
        ("R22", Document(number="R22")),
    ],
)
def test_a_document_is_type_issuer_and_number_or_less(cell: str, document: Document) -> None:
    assert only(loaded(f"id,name,documents\n1,A B,{cell}")).documents == (document,)


def test_two_columns_of_one_meaning_are_joined_and_unknown_ones_said() -> None:
    found = loaded("id,name,Passport No.,ID number,Shoe size\n1,A B,X1,I:BRB:Y2,44\n")
    assert [document.number for document in only(found).documents] == ["X1", "Y2"]
    assert [(problem.code, problem.segment) for problem in found.problems] == [("field-unread", "Shoe size")]


def test_a_person_known_by_a_document_alone_is_kept() -> None:
    entry = only(loaded("id,name,documents\nD-1,,P:BRB:X1"))
    assert (entry.name, entry.documents[0].number) == ("D-1", "X1")


def test_the_list_may_name_itself() -> None:
    found = loaded("id,name,list\n1,A B,Invented warrants\n2,C D,")
    assert (found.version.list, {entry.list for entry in found.entries}) == ("Invented warrants", {"Invented warrants"})


def test_no_heading_means_two_things() -> None:
    every = [fold_heading(text) for ours, others in HEADINGS.items() for text in {ours, *others}]
    assert len(BY_HEADING) == len(set(every))
    assert all(BY_HEADING[fold_heading(text)] == ours for ours, others in HEADINGS.items() for text in (ours, *others))
