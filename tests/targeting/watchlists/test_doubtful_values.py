"""What a list says that cannot be, or in signs nobody can read: said each time, and never met as if it were so."""

from __future__ import annotations

from datetime import date

import pytest

from roadstead.engine.formats.lists import UnableToLoad, load_bytes, load_documents_bytes, load_files
from roadstead.engine.formats.lists.loading import report_missing_entries
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Severity
from roadstead.targeting.watchlists.logic.changes import is_damaged
from tests.targeting.watchlists.home import codes, loaded, only

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize("born", ["1900-01-01", "1899", "2026-11-29", "2027", "1880/1900"])
def test_a_birth_date_that_no_traveller_has_is_left_out_as_it_would_hide_the_entry(born: str) -> None:
    found = load_bytes(f"id,name,born\n1,Zubo Maran,{born}\n".encode(), "own.csv", today=TODAY)
    assert (only(found).born, codes(found.problems)) == ((), ["birth-date-of-nobody"])
    assert "Entry 1" in found.problems[0].text


@pytest.mark.parametrize("born", ["1901-01-02", "2026-11-28", "2026", "1890/1920", "1905"])
def test_a_birth_date_that_somebody_may_have_stays(born: str) -> None:
    found = load_bytes(f"id,name,born\n1,Zubo Maran,{born}\n".encode(), "own.csv", today=TODAY)
    assert (len(only(found).born), found.problems) == (1, ())


def test_marks_that_turn_a_line_around_are_taken_out_of_names_and_joiners_stay() -> None:
    found = loaded("id,name,born\n1,\u202eMARAN\u202c Zu\u200bbo,1970\n2,مه\u200cدی کاوه\u200f,1971\n")
    assert [entry.name for entry in found.entries] == ["MARAN Zubo", "مه\u200cدی کاوه"]


def test_a_name_without_a_letter_is_kept_and_said() -> None:
    found = loaded("id,name,born\n1,\U0001f600\U0001f600,1970\n")
    assert (only(found).name, codes(found.problems)) == ("\U0001f600\U0001f600", ["name-without-letter"])


def test_what_is_in_no_encoding_we_know_is_doubted_with_an_example() -> None:
    found = load_bytes("id,name\n1,\u7f8e\u56fd\u56fd\u5bb6\n".encode("gb18030"), "own.csv")
    assert codes(found.problems) == ["encoding-unknown"]
    assert "save it as UTF-8" in str(is_damaged(found.problems, len(found.entries)))


def test_windows_letters_are_read_and_their_reading_is_said() -> None:
    found = load_bytes("id,name\n1,José Muñoz\n".encode("cp1252"), "own.csv")
    assert only(found).name == "José Muñoz"
    assert [(each.code, each.severity) for each in found.problems] == [("encoding-guessed", Severity.WARNING)]
    assert "“José”" in found.problems[0].text


@pytest.mark.parametrize("before", ["", "x" * 60_000])
def test_of_a_long_word_in_no_encoding_what_is_near_the_sign_is_shown(before: str) -> None:
    """Looked for from every letter of it, sixty thousand would take half a minute."""
    found = load_bytes(f"id,name\n1,{before}é{'y' * 60_000}\n".encode("cp1252"), "own.csv")
    (told,) = (each for each in found.problems if each.code == "encoding-guessed")
    assert f"“{'x' * 20 if before else ''}é{'y' * 19}”" in told.text


def test_a_name_of_nothing_but_marks_is_told() -> None:
    assert "name-without-letter" in codes(loaded("id,name\n1,\u202e\u200b\n").problems)


def test_a_file_that_breaks_off_within_a_letter_is_read_in_its_own_encoding() -> None:
    found = load_bytes("id,name\n1,Zoë Maran\n2,Ana Zoë".encode()[:-1], "own.csv")
    assert [entry.name for entry in found.entries] == ["Zoë Maran", "Ana Zo\ufffd"]
    assert "encoding-unknown" not in codes(found.problems)


def test_fields_beyond_those_told_by_name_are_told_as_a_number() -> None:
    row = {f"field {n}": "x" for n in range(250)}
    found = loaded(",".join(["id", "name", *row]) + "\n" + ",".join(["1", "Zubo", *row.values()]) + "\n")
    assert len(found.problems) == 201
    assert found.problems[-1].text.endswith("less frequent than these: 50.")


def test_rows_beyond_those_told_one_by_one_keep_their_weight_and_their_words() -> None:
    rows = "".join(f"{n},Zubo{n},1970-02-31\n" for n in range(60))
    found = loaded("id,name,born\n" + rows)
    assert (found.problems[-1].severity, len(found.problems)) == (Severity.WARNING, 51)
    assert found.problems[-1].text.startswith(
        "Further rows with this problem: 10. The first was: '1970-02-31' is not a valid date"
    )


ALT = b'36,12,"aka","TERN AIR",-0- \r\n'
SDN = b'36,"TERN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'


def test_the_files_of_one_list_are_read_together_in_any_order() -> None:
    found = load_files({"alt.csv": ALT, "sdn.csv": SDN})
    assert [name.text for name in only(found).names] == ["TERN AIRLINES", "TERN AIR"]
    assert found.form == "OFAC SDN or consolidated list, csv"


def test_without_its_alias_file_a_list_says_that_names_are_lost() -> None:
    problem = next(each for each in load_files({"sdn.csv": SDN}).problems if "alias" in each.text)
    assert problem.severity is Severity.ERROR
    assert "Choose all files of the list together" in problem.text


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"sdn.csv": SDN, "own.csv": b"id,name\n1,Zubo\n"}, "sdn.csv, own.csv are separate lists"),
        ({"sdn.csv": SDN, "note.txt": b"hello"}, "note.txt does not belong to a list we know"),
        ({"alt.csv": ALT}, "Choose the main file"),
    ],
)
def test_files_that_do_not_belong_together_are_refused_by_name(files: dict[str, bytes], says: str) -> None:
    with pytest.raises(UnableToLoad, match=says):
        load_files(files)


def test_a_list_of_documents_of_which_most_rows_cannot_be_read_is_doubted() -> None:
    found = load_documents_bytes(b"issuer,type,number\nBRB,P,T0000001\n" + b"BRB,P,?\n" * 30, "lost.csv")
    assert "30 rows cannot be read" in str(is_damaged(found.problems, len(found.documents)))


PERSON = "<INDIVIDUAL><DATAID>{}</DATAID><FIRST_NAME>Zubo</FIRST_NAME></INDIVIDUAL>"


@pytest.mark.parametrize(("said", "sent", "doubted"), [(1000, 2, True), (2, 2, False), (1, 2, False)])
def test_a_list_that_announces_more_than_it_sends_is_doubted(said: int, sent: int, doubted: bool) -> None:
    people = "".join(map(PERSON.format, range(sent)))
    xml = f'<CONSOLIDATED_LIST dateGenerated="2026-01-01" count="{said}">{people}</CONSOLIDATED_LIST>'
    found = load_bytes(xml.encode(), "un.xml")
    assert len(found.entries) == sent
    damage = str(is_damaged(found.problems, sent))
    assert ("Entries announced by the file: 1,000. Entries we could read: 2." in damage) is doubted


def test_what_was_told_of_as_unreadable_is_not_missing_beside_that() -> None:
    tally = Tally()
    tally.add("row-unreadable", "not read", number=2)
    report_missing_entries(b'<L count="3">', 2, tally)
    assert codes(tally.problems) == ["row-unreadable"]
    report_missing_entries(b'<L count="4">', 2, tally)
    assert "fewer-than-announced" in codes(tally.problems)
