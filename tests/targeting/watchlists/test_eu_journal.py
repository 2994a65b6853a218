"""The EU's journal: every published file, and invented rows for each of its habits."""

from collections import Counter

import pytest

from roadstead.engine.formats.lists import LoadedList, load
from roadstead.engine.records import Document, Entry, Kind, Severity
from tests.targeting.watchlists.home import LISTS, codes, loaded, only

FILES = sorted((LISTS / "eu_journal").glob("*.csv"))
HEAD = (
    "celex,recordId,programKey,annex,measure,startDate,reason,schema,name,alias,weakAlias,previousName,nationality,"
    "birthDate,gender,passportNumber,idNumber,imoNumber,notes"
)
REMARKS = ("born", "formerly", "previously", "a.k.a", "(", ")", ";", ":", "nationality", "date of birth")


def row(**cells: str) -> str:
    said = {"celex": "32099R0001", "recordId": "1", "annex": "I", "schema": "Person", "name": "Zubo MARAN"} | cells
    return ",".join(f'"{said.get(column, "")}"' for column in HEAD.split(","))


def journal(*rows: str) -> LoadedList:
    return loaded("\n".join((HEAD, *rows, "")), "eu.csv")


def person(**cells: str) -> Entry:
    return only(journal(row(**cells)))


@pytest.fixture(scope="module")
def lists() -> list[LoadedList]:
    return [load(path) for path in FILES]


@pytest.mark.library
def test_all_rows_of_all_acts_are_read_and_each_file_is_a_list_of_its_own(lists: list[LoadedList]) -> None:
    counts = sum((Counter(each.version.counts) for each in lists), Counter[str]())
    assert (len(FILES), counts) == (56, {"person": 4576, "organisation": 3070, "vessel": 752, "other": 36})
    assert sum(not each.entries for each in lists) == 8
    assert len({each.version.list for each in lists}) == 56
    assert all(len({entry.id for entry in each.entries}) == len(each.entries) for each in lists)


def test_no_row_of_a_published_act_is_an_error(lists: list[LoadedList]) -> None:
    assert [problem for each in lists for problem in each.problems if problem.severity is Severity.ERROR] == []


@pytest.mark.library
def test_no_remark_is_taken_for_a_persons_name(lists: list[LoadedList]) -> None:
    persons = [entry for each in lists for entry in each.entries if entry.kind is Kind.PERSON]
    names = [name.text for entry in persons for name in entry.names]
    assert len(names) > 12_000
    assert [name for name in names if any(sign in name.casefold().split() for sign in ("born", "formerly"))] == []
    assert [name for name in names if any(sign in name.casefold() for sign in REMARKS[2:])] == []
    # Handles that the list itself gives: Q7x, Daugn0, shutd0wn, l3n6m0, 1-P.
    assert sum(any(map(str.isdigit, name)) for name in names) == 5


@pytest.mark.library
def test_most_listed_persons_have_a_birth_date_and_all_vessels_but_a_few_a_number(lists: list[LoadedList]) -> None:
    entries = [entry for each in lists for entry in each.entries]
    persons = [entry for entry in entries if entry.kind is Kind.PERSON]
    vessels = [entry for entry in entries if entry.kind is Kind.VESSEL]
    assert sum(bool(entry.born) for entry in persons) / len(persons) > 0.85
    assert sum("imo" in entry.identifiers for entry in vessels) > 740


def test_an_entry_is_told_by_act_annex_and_number() -> None:
    found = journal(row(), row(annex="II"), row(recordId=""), row(recordId="", name="Petro HERON"))
    ids = [entry.id for entry in found.entries]
    assert ids[:2] == ["32099R0001:I:1", "32099R0001:II:1"]
    assert len(set(ids)) == 4
    assert found.problems == ()


def test_what_an_amending_act_adds_has_the_id_it_will_have_in_the_amended_one() -> None:
    head = HEAD.replace("celex", "amendedCelex,amendmentCelex")
    text = f'{head}\n"32099R0001","32099R0002",{row().partition(",")[2]}\n'
    found = loaded(text, "eu.csv")
    assert (only(found).id, found.version.list) == ("32099R0001:I:1", "EU amendment 32099R0002")


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("13.7.1976", ("1976-07-13",)),
        ("1965 or 1966", ("1965", "1966")),
        ("(i) 11.4.1963, (ii) 11.4.1960", ("1963-04-11", "1960-04-11")),
        ("6.12.1980 (6.6.1980 for alias Petro Heron)", ("1980-12-06", "1980-06-06")),
        ("7.10.1952 POB: Nowhere", ("1952-10-07",)),
        ("7.8.1965 / 20.2.1972", ("1965-08-07", "1972-02-20")),
        ("Between 1966 and 1967 (Approximately)", ("1966/1967",)),
    ],
)
def test_births_as_the_journal_writes_them(written: str, born: tuple[str, ...]) -> None:
    assert person(birthDate=written).born == born


@pytest.mark.parametrize(
    ("written", "number", "issuer", "expires"),
    [
        ("A000001 (British passport issued on 27.6.2012, expires on 27.6.2022)", "A000001", "GBR", "2022-06-27"),
        ("A000001, Jamaica", "A000001", "JAM", ""),
        ("35000001 (valid until 25.10.2031)", "35000001", "", "2031-10-25"),
    ],
)
def test_a_passport_is_freed_of_what_is_said_of_it(written: str, number: str, issuer: str, expires: str) -> None:
    assert person(passportNumber=written).documents == (
        Document(type="P", number=number, issuer=issuer, expires=expires),
    )


def test_several_papers_in_one_cell() -> None:
    entry = person(passportNumber="(a) A000001; (b) B000002", idNumber="7000001, 7000002")
    assert [paper.number for paper in entry.documents] == ["A000001", "B000002", "7000001", "7000002"]


def test_nationalities_and_sex() -> None:
    entry = person(nationality="Jamaican, Guyanese", gender="male.")
    assert (entry.nationalities, entry.sex) == (("JAM", "GUY"), "M")
    assert person(nationality="Bosnia and Herzegovina").nationalities == ("BIH",)


def test_an_organisation_keeps_brackets_and_commas_and_a_vessel_its_number() -> None:
    tern = person(schema="LegalEntity", name="TERN (Holding), Ltd", alias="Tern; Terna, S.A.")
    assert [name.text for name in tern.names] == ["TERN (Holding), Ltd", "Tern", "Terna, S.A."]
    assert person(schema="Vessel", name="TERN", imoNumber="1234567").identifiers == {"imo": "1234567"}


def test_columns_we_do_not_use_are_counted_and_those_known_to_be_of_no_use_are_not() -> None:
    text = f"{HEAD},mood\n{row(notes='x')},glad\n"
    assert [(problem.code, problem.segment) for problem in loaded(text, "eu.csv").problems] == [
        ("field-unread", "mood")
    ]


def test_a_file_that_breaks_off_in_its_last_row_says_so_and_leaves_half_a_person_out() -> None:
    whole = "\n".join((HEAD, row(), row(recordId="2")))
    found = loaded(whole[:-80], "eu.csv")
    assert ([entry.id for entry in found.entries], codes(found.problems)) == (["32099R0001:I:1"], ["file-damaged"])
