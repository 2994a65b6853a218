"""The lists of US departments, the small lists of other states and Senzing's form: one invented row for each habit."""

import json

import pytest

from roadstead.engine.formats.lists import LoadedList, load_bytes
from roadstead.engine.formats.lists.kinds import kind
from roadstead.engine.records import Document, Kind
from tests.targeting.watchlists.home import codes, loaded, only

BIS = ("Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date",
       "Standard_Order", "Last_Update", "Action", "FR_Citation")  # fmt: skip
CSL = ("source", "entity_number", "type", "programs", "name", "end_date", "alt_names", "nationalities",
       "dates_of_birth",
       "source_list_url", "ids")  # fmt: skip


def bis(*rows: tuple[str, ...]) -> LoadedList:
    lines = ["\t".join(f'"{cell}"' for cell in row) for row in (BIS, *rows)]
    return loaded("\n".join([*lines, ""]), "dpl.txt")


def denied(name: str, street: str = "1 Road") -> tuple[str, ...]:
    return (name, street, "NOWHERE", "", "JM", "", "06/09/2023", "02/03/2030", "Y", "2023-06-10", "ADDED", "88 F.R. 1")


def csl(**cells: str) -> LoadedList:
    said = {"source": "Entity List (EL) - Bureau", "name": "MARAN, Zubo"} | cells
    return loaded(",".join(CSL) + "\n" + ",".join(f'"{said.get(column, "")}"' for column in CSL) + "\n", "csl.csv")


def test_the_addresses_of_one_order_are_one_entry_and_its_dates_are_read_month_first() -> None:
    found = bis(denied("ZUBO MARAN"), denied("ZUBO MARAN", "2 Road"), denied("TERN TRADING LLC"))
    zubo, tern = found.entries
    assert (zubo.kind, zubo.expires, tern.kind) == (Kind.PERSON, "2030-02-03", Kind.ORGANISATION)
    assert zubo.reason.startswith("export privileges denied since 2023-06-09, 88 F.R. 1, 1 Road, NOWHERE, JM; export")
    assert found.problems == ()


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("ZUBO MARAN A/K/A PETRO HERON", ["ZUBO MARAN", "PETRO HERON"]),
        ("ZUBO (A.K.A. PETRO HERON) MARAN", ["ZUBO MARAN", "PETRO HERON"]),
        ("(ZUBO) MARAN", ["ZUBO MARAN", "MARAN"]),
        (" ZUBO MARAN, JR.", ["ZUBO MARAN, JR."]),
    ],
)
def test_what_stands_in_the_one_name_cell(written: str, names: list[str]) -> None:
    assert [name.text for name in only(bis(denied(written))).names] == names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ZUBO MARAN", Kind.PERSON),
        ("MARAN, Zubo", Kind.PERSON),
        ("TERN CO., LTD.", Kind.ORGANISATION),
        ("183rd Invented Regiment", Kind.ORGANISATION),
        ("Heron & Sons", Kind.ORGANISATION),
    ],
)
def test_a_name_without_a_kind_is_a_person_unless_it_says_otherwise(name: str, expected: Kind) -> None:
    assert kind("", name) is expected


def test_a_screening_list_entry_with_lists_in_its_cells() -> None:
    entry = only(
        csl(
            entity_number="12",
            type="Individual",
            alt_names="MARRAN, Zubu; Heron",
            nationalities="JM",
            dates_of_birth="1974; 1975-02-03",
            ids="JM, A000001, Passport; 77, Tax ID No.",
        )
    )
    assert (entry.id, [name.text for name in entry.names]) == ("EL:12", ["MARAN, Zubo", "MARRAN, Zubu", "Heron"])
    assert (entry.born, entry.nationalities) == (("1974", "1975-02-03"), ("JAM",))
    assert entry.documents == (Document(type="P", number="A000001", issuer="JAM"),)


def test_a_screening_list_vessel_and_an_entry_without_a_number() -> None:
    vessel = only(csl(type="Vessel", ids="IMO 1234567, Vessel Registration Identification"))
    assert (vessel.kind, vessel.identifiers) == (Kind.VESSEL, {"imo": "1234567"})
    assert vessel.id == only(csl(type="Vessel")).id
    assert vessel.id != only(csl(type="Vessel", name="HERON")).id


CHINA = "Type,QID,Name,Alias,Chinese name,Country,Body,List,Date,End date,Source URL\n"
SWISS = "Name,Alias,Previous name,Birth date,Nationality,Passport numbers,Notes,Country,Program,Listed,Delisted\n"
MILITARY = "Name,Clean Name,Alias,Previous Name,Parent Name,Note,Start date,End date,Source Url\n"


def test_a_list_names_one_person_in_several_measures() -> None:
    found = loaded(
        f"{CHINA}Person,Q1,Zubo Maran,Zub Maran;Zed Maran,朱博,JM,Body,,02.12.2019,13.07.23,x\n"
        "Person,Q1,Zubo Maran,,朱博,JM,Body,Other,10.08.20,13.08.2026,x\n"
    )
    entry = only(found)
    assert [name.text for name in entry.names] == ["Zubo Maran", "Zub Maran", "Zed Maran", "朱博"]
    assert (entry.expires, entry.nationalities, found.version.list) == ("2026-08-13", ("JAM",), "China Sanctions")


def test_a_measure_without_an_end_keeps_the_entry_in_force() -> None:
    rows = "Person,,Zubo Maran,,,JM,B,,1.1.2020,1.1.2021,x\nPerson,,Zubo Maran,,,JM,B,,1.1.2022,,x\n"
    assert only(loaded(CHINA + rows)).expires == ""


def test_who_is_delisted_is_past_its_expiry() -> None:
    entry = only(loaded(f"{SWISS}MARAN Zubo,,,1975-06-14,,A000001;B2,x,jm,CH-INV,2016-07-01,2018-02-28\n"))
    assert (entry.expires, entry.born, entry.nationalities) == ("2018-02-28", ("1975-06-14",), ("JAM",))
    assert [paper.number for paper in entry.documents] == ["A000001", "B2"]


def test_a_company_keeps_its_commas_and_loses_the_star_of_a_footnote() -> None:
    entry = only(
        loaded(f'{MILITARY}Tern Co. (T)*,"Tern Co., Ltd.","Tern,Terna Ltd","Heron Co., Ltd.",,,2021-06-03,,\n')
    )
    names = [name.text for name in entry.names]
    assert names == ["Tern Co., Ltd.", "Tern Co. (T)", "Tern", "Terna Ltd", "Heron Co., Ltd."]


def test_a_row_without_a_name_is_a_problem() -> None:
    found = loaded(f"{CHINA}Person,Q1,,,,JM,,,,,\nPerson,,Zubo Maran,,,JM,,,,,\n")
    assert (len(found.entries), codes(found.problems)) == (1, ["row-unreadable"])


SENZING = (
    b'{"DATA_SOURCE":"INV","RECORD_ID":"1","RECORD_TYPE":"PERSON","NAMES":'
    b'[{"NAME_TYPE":"PRIMARY","NAME_FULL":"Zubo Maran"},'
    b'{"NAME_TYPE":"ALIAS","NAME_FIRST":"Zub","NAME_LAST":"Maran"}],"DATES":[{"DATE_OF_BIRTH":"1975-06"}],'
    b'"COUNTRIES":[{"NATIONALITY":"jm"}],"IDENTIFIERS":[{"PASSPORT_NUMBER":"A000001","PASSPORT_COUNTRY":"jm"}],'
    b'"RISKS":[{"TOPIC":"role.pep"}],"MOOD":"x"}\n'
)


def test_a_senzing_record() -> None:
    found = load_bytes(SENZING, "x.jsonl")
    entry = only(found)
    assert [name.text for name in entry.names] == ["Zubo Maran", "Zub Maran"]
    assert (entry.born, entry.nationalities, entry.topics) == (("1975-06",), ("JAM",), ("role.pep",))
    assert entry.documents == (Document(type="P", number="A000001", issuer="JAM"),)
    assert [(problem.code, problem.segment) for problem in found.problems] == [("field-unread", "MOOD")]


def test_a_senzing_line_that_is_none_and_one_that_breaks_off() -> None:
    found = load_bytes(SENZING + b"{}\n" + SENZING[:60], "x.jsonl")
    assert (len(found.entries), codes(found.problems)) == (1, ["field-unread", "file-damaged", "line-unreadable"])


def senzing(**attributes: object) -> bytes:
    return json.dumps({"DATA_SOURCE": "INV", "RECORD_ID": "1"} | attributes).encode() + b"\n"


PERSON = {
    "names": ["Zubo Maran", "Zub Maran", "The Heron"], "weak": ["The Heron"], "born": ("1975-06-14",),
    "countries": ("JAM",), "sex": "M", "papers": (Document(type="P", number="A000001", issuer="JAM"),),
    "address": {"address": "1 Road, Kingston, JM"},
}  # fmt: skip
FLAT = {
    "NAME_FIRST": "Zubo", "NAME_LAST": "Maran", "ALIAS_NAME_FIRST": "Zub", "ALIAS_NAME_LAST": "Maran",
    "WEAK_NAME_FULL": "The Heron", "DATE_OF_BIRTH": "1975-06-14", "NATIONALITY": "JM", "GENDER": "M",
    "PASSPORT_NUMBER": "A000001", "PASSPORT_COUNTRY": "JM", "HOME_ADDR_LINE1": "1 Road", "HOME_ADDR_CITY": "Kingston",
    "HOME_ADDR_COUNTRY": "JM",
}  # fmt: skip
FEATURES = [
    {"RECORD_TYPE": "PERSON"}, {"NAME_TYPE": "ALIAS", "NAME_FULL": "Zub Maran"},
    {"NAME_TYPE": "PRIMARY", "NAME_FIRST": "Zubo", "NAME_LAST": "Maran"},
    {"NAME_TYPE": "WEAK", "NAME_FULL": "The Heron"}, {"DATE_OF_BIRTH": "1975-06-14"}, {"NATIONALITY": "JM"},
    {"GENDER": "M"}, {"PASSPORT_NUMBER": "A000001", "PASSPORT_COUNTRY": "JM"},
    {"ADDR_TYPE": "HOME", "ADDR_FULL": "1 Road, Kingston, JM"}, {"REL_ANCHOR_DOMAIN": "X", "REL_ANCHOR_KEY": "1"},
]  # fmt: skip


@pytest.mark.parametrize(
    "raw",
    [
        senzing(RECORD_TYPE="PERSON", **FLAT),
        senzing(**FLAT),
        senzing(FEATURES=FEATURES),
        senzing(
            RECORD_TYPE="PERSON",
            PRIMARY_NAME_FULL="Zubo Maran",
            AKA_NAME_FULL="Zub Maran",
            OTHER=[{"WEAK_NAME_FULL": "The Heron"}, {"DATE_OF_BIRTH": "1975-06-14", "GENDER": "M"}],
            NATIONALITY="JM",
            PASSPORT_NUMBER="A000001",
            PASSPORT_COUNTRY="JM",
            ADDR_FULL="1 Road, Kingston, JM",
        ),
    ],
    ids=["flat", "flat-without-a-type", "features", "prefixes-and-a-list"],
)
def test_a_senzing_record_says_the_same_in_each_of_its_forms(raw: bytes) -> None:
    found = load_bytes(raw, "x.jsonl")
    entry = only(found)
    assert {
        "names": [name.text for name in entry.names],
        "weak": [name.text for name in entry.names if name.weak],
        "born": entry.born,
        "countries": entry.nationalities,
        "sex": entry.sex,
        "papers": entry.documents,
        "address": dict(entry.identifiers),
    } == PERSON
    assert (entry.kind, found.version.list, found.problems) == (Kind.PERSON, "INV", ())


@pytest.mark.parametrize("record_type", [{}, {"RECORD_TYPE": "ORGANIZATION"}])
def test_a_senzing_record_of_a_firm(record_type: dict[str, str]) -> None:
    entry = only(load_bytes(senzing(PRIMARY_NAME_ORG="Tern Heron", **record_type), "x.jsonl"))
    assert (entry.kind, entry.name) == (Kind.ORGANISATION, "Tern Heron")


def test_a_senzing_record_with_numbers_as_numbers_and_something_unknown() -> None:
    found = load_bytes(senzing(NAME_FULL="Zubo Maran", PASSPORT_NUMBER=1234567, SHOE_SIZE=44, EMPTY=""), "x.jsonl")
    assert only(found).documents == (Document(type="P", number="1234567"),)
    assert [(problem.code, problem.segment) for problem in found.problems] == [("field-unread", "SHOE_SIZE")]


def test_a_senzing_record_without_a_name_is_a_problem_that_says_what_is_missing() -> None:
    found = load_bytes(senzing(DATE_OF_BIRTH="1975-06-14") + senzing(NAME_FULL="Zubo Maran"), "x.jsonl")
    assert (len(found.entries), codes(found.problems)) == (1, ["line-unreadable"])
    assert "a name, NAME_FULL or NAME_LAST" in found.problems[0].text
