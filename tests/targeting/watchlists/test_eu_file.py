"""The EU's consolidated file, XML and csv: the same invented people in both."""

import pytest

from roadstead.engine.formats.lists import LoadedList
from roadstead.engine.records import Document, Kind, ListedName
from tests.targeting.watchlists.home import codes, loaded, only

START = (
    '<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-07-28T11:43:32+02:00" globalFileId="1">'
)
REGULATION = (
    '<regulation regulationType="regulation" publicationDate="2022-02-25" numberTitle="2022/1 (OJ L1)" programme="INV" '
    'logicalId="7"><publicationUrl>https://example.org</publicationUrl></regulation>'
)
HEAD = (
    "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType;"
    "Entity_SubjectType_ClassificationCode;Entity_Regulation_Programme;NameAlias_LastName;NameAlias_FirstName;"
    "NameAlias_WholeName;NameAlias_Gender;BirthDate_BirthDate;BirthDate_Day;BirthDate_Month;BirthDate_Year;"
    "BirthDate_YearRangeFrom;BirthDate_YearRangeTo;BirthDate_Circa;BirthDate_City;BirthDate_CountryDescription;"
    "Identification_Number;Identification_TypeCode;Identification_TypeDescription;Identification_CountryIso2Code;"
    "Citizenship_CountryIso2Code"
)
COLUMNS = HEAD.split(";")


def xml(inside: str, subject: str = "person") -> LoadedList:
    return loaded(
        f'<?xml version="1.0" encoding="UTF-8"?>{START}<sanctionEntity designationDate="" unitedNationId="" '
        f'euReferenceNumber="EU.1.1" logicalId="13"><remark>told</remark>{REGULATION}'
        f'<subjectType code="{subject}" classificationCode="P"/>{inside}</sanctionEntity></export>',
        "eu.xml",
    )


def csv(*rows: dict[str, str]) -> LoadedList:
    lines = [";".join({"Entity_LogicalId": "13", **row}.get(column, "") for column in COLUMNS) for row in rows]
    return loaded("\n".join([HEAD, *lines, ""]), "eu.csv")


def name(text: str, *, strong: bool = True, gender: str = "") -> str:
    is_strong = str(strong).lower()
    return f'<nameAlias wholeName="{text}" gender="{gender}" strong="{is_strong}" nameLanguage="EN" logicalId="1"/>'


def birth(**attributes: str) -> str:
    said = " ".join(f'{key}="{text}"' for key, text in attributes.items())
    return f'{name("Zubo MARAN")}<birthdate calendarType="GREGORIAN" {said}/>'


def test_a_person_with_all_names_weak_ones_marked() -> None:
    found = xml(
        name("Zubo MARAN", gender="M")
        + name("Зубо МАРАН")
        + name("Zub", strong=False)
        + '<citizenship countryIso2Code="JM" countryDescription="JAMAICA"/>'
        '<citizenship countryIso2Code="00" countryDescription="UNKNOWN"/>'
        '<identification number="A 1" latinNumber="A000001" identificationTypeCode="passport" knownFalse="false" '
        'identificationTypeDescription="National passport" countryIso2Code="JM"/>'
        '<address city="Nowhere" countryIso2Code="JM"/>'
    )
    entry = only(found)
    assert (found.version.list, found.version.published) == ("EU Financial Sanctions", "2026-07-28")
    assert entry.names == (
        ListedName(text="Zubo MARAN"),
        ListedName(text="Зубо МАРАН"),
        ListedName(text="Zub", weak=True),
    )
    assert (entry.id, entry.kind, entry.sex, entry.nationalities) == ("EU.1.1", Kind.PERSON, "M", ("JAM",))
    assert entry.documents == (Document(type="I", number="A000001", issuer="JAM"),)
    assert entry.reason == "INV; 2022/1 (OJ L1); told"
    assert found.problems == ()


@pytest.mark.parametrize(
    ("attributes", "born"),
    [
        ({"birthdate": "1975-06-14", "year": "1975", "monthOfYear": "6", "dayOfMonth": "14"}, ("1975-06-14",)),
        ({"year": "1975", "monthOfYear": "6"}, ("1975-06",)),
        ({"year": "1975"}, ("1975",)),
        ({"circa": "true", "birthdate": "1975-01-01", "year": "1975"}, ("1975",)),
        ({"yearRangeFrom": "1970", "yearRangeTo": "1974"}, ("1970/1974",)),
        ({"calendarType": "HIJRI", "year": "1354"}, ()),
    ],
)
def test_a_birth_is_as_exact_as_the_list_says(attributes: dict[str, str], born: tuple[str, ...]) -> None:
    inside = birth(**attributes)
    if "calendarType" in attributes:
        inside = inside.replace('calendarType="GREGORIAN" ', "")
    assert only(xml(inside)).born == born


def test_a_place_of_birth_leaves_out_what_is_unknown() -> None:
    entry = only(xml(birth(city="Port Nowhere", countryDescription="UNKNOWN", countryIso2Code="00")))
    assert entry.birth_places == ("Port Nowhere",)


def test_an_enterprise_with_an_imo_number_is_a_vessel() -> None:
    imo = '<identification number="1234567" identificationTypeCode="imo" identificationTypeDescription="IMO number"/>'
    entry = only(xml(name("TERN") + imo, "enterprise"))
    assert (entry.kind, entry.identifiers, entry.documents) == (Kind.VESSEL, {"imo": "1234567"}, ())


def test_attributes_and_elements_we_do_not_know_are_counted() -> None:
    found = xml('<nameAlias wholeName="Zubo MARAN" strong="true" mood="x"/><aura colour="red"/>')
    assert sorted(problem.segment for problem in found.problems) == [
        "sanctionEntity/aura",
        "sanctionEntity/nameAlias/@mood",
    ]


def test_the_rows_of_the_csv_are_gathered_by_entity_wherever_they_stand() -> None:
    person = {"Entity_EU_ReferenceNumber": "EU.1.1", "Entity_SubjectType": "P", "fileGenerationDate": "28/07/2026"}
    other = {"Entity_LogicalId": "14", "Entity_SubjectType": "E", "NameAlias_WholeName": "TERN"}
    found = csv(
        person | {"NameAlias_WholeName": "Zubo MARAN", "NameAlias_Gender": "M", "Entity_Regulation_Programme": "INV"},
        other,
        person | {"NameAlias_FirstName": "Zubu", "NameAlias_LastName": "MARAN"},
        person | {"BirthDate_Year": "1975", "BirthDate_City": "Port Nowhere"},
        person | {"BirthDate_BirthDate": "1976-02-03", "BirthDate_Circa": "false"},
        person | {"Citizenship_CountryIso2Code": "JM"},
        person
        | {
            "Identification_Number": "A000001",
            "Identification_TypeDescription": "Passport",
            "Identification_CountryIso2Code": "JM",
        },
        other | {"Identification_Number": "1234567", "Identification_TypeCode": "imo"},
    )
    zubo, tern = found.entries
    assert [text.text for text in zubo.names] == ["Zubo MARAN", "Zubu MARAN"]
    assert (zubo.born, zubo.birth_places, zubo.nationalities) == (("1975", "1976-02-03"), ("Port Nowhere",), ("JAM",))
    assert (zubo.id, zubo.sex, zubo.reason) == ("EU.1.1", "M", "INV")
    assert zubo.documents == (Document(type="P", number="A000001", issuer="JAM"),)
    assert (tern.id, tern.kind, tern.identifiers) == ("14", Kind.VESSEL, {"imo": "1234567"})
    assert (found.version.published, found.problems) == ("2026-07-28", ())


def test_an_entity_whose_name_is_missing_is_said() -> None:
    found = csv({"Entity_SubjectType": "P", "BirthDate_Year": "1975"})
    assert (found.entries, codes(found.problems)) == ((), ["row-unreadable"])
