"""The two British lists, each as XML and as csv, with invented people."""

from csv import reader

import pytest

from roadstead.engine.formats.lists import LoadedList, load_bytes
from roadstead.engine.records import Document, Entry, Kind, ListedName
from tests.targeting.watchlists.home import codes, loaded, only

OFSI = (
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Non-Latin Script Type,DOB,Town of Birth,"
    "Country of Birth,Nationality,Passport Number,Passport Details,National Identification Number,"
    "National Identification Details,Position,Country,Other Information,Group Type,Alias Type,Alias Quality,Regime,"
    "Listed On,Last Updated,Group ID"
)
FCDO = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name type,Alias strength,"
    'Name non-latin script,Regime Name,"Individual, Entity, Ship",Sanctions Imposed,Date Designated,D.O.B,'
    "Nationality(/ies),Passport number,Passport additional information,IMO number,Type of ship,"
    "Current believed flag of ship,Town of birth,Country of birth"
)


def csv(head: str, above: str, *rows: dict[str, str]) -> LoadedList:
    columns = next(reader([head]))
    lines = [",".join(f'"{row.get(column, "")}"' for column in columns) for row in rows]
    return loaded("\n".join([above, head, *lines, ""]), "list.csv")


def ofsi(*rows: dict[str, str]) -> LoadedList:
    person = {"Group Type": "Individual", "Alias Type": "Primary name", "Group ID": "500", "Regime": "Invented"}
    return csv(OFSI, "Last Updated,03/06/2026", *(person | row for row in rows))


def designation(inside: str, kind: str = "Individual") -> LoadedList:
    return loaded(
        '<?xml version="1.0" encoding="utf-8"?><Designations><DateGenerated>21/09/2026</DateGenerated><Designation>'
        "<DateDesignated>25/01/2021</DateDesignated><UniqueID>INV0001</UniqueID><OFSIGroupID>500</OFSIGroupID>"
        f"<RegimeName>Invented</RegimeName><IndividualEntityShip>{kind}</IndividualEntityShip>{inside}"
        "</Designation></Designations>",
        "uk.xml",
    )


def individual(inside: str) -> Entry:
    name = "<Names><Name><Name6>MARAN</Name6><NameType>Primary Name</NameType></Name></Names>"
    return only(designation(f"{name}<IndividualDetails><Individual>{inside}</Individual></IndividualDetails>"))


def test_ofsi_rows_of_one_group_are_one_person_with_the_primary_name_first() -> None:
    found = ofsi(
        {"Name 6": "MARAN", "Name 1": "Zubu", "Alias Type": "AKA", "Alias Quality": "Good quality"},
        {
            "Name 6": "MARAN",
            "Name 1": "Zubo",
            "Name 2": "Petro",
            "Name Non-Latin Script": "Зубо Маран",
            "DOB": "00/00/1975",
        },
        {"Name 6": "Zed", "Alias Type": "AKA", "Alias Quality": "Low quality", "DOB": "14/06/1976"},
    )
    entry = only(found)
    assert entry.names == (
        ListedName(text="Zubo Petro MARAN"),
        ListedName(text="Зубо Маран"),
        ListedName(text="Zubu MARAN"),
        ListedName(text="Zed", weak=True),
    )
    assert (entry.id, entry.born, entry.reason) == ("500", ("1975", "1976-06-14"), "Invented")
    assert (found.version.list, found.version.published) == ("UK OFSI Consolidated List", "2026-06-03")
    assert found.problems == ()


def test_ofsi_numbered_cells_hold_several_values() -> None:
    entry = only(
        ofsi(
            {
                "Name 6": "MARAN",
                "Nationality": "(1) Jamaica (2) Guyana",
                "Passport Number": "(1) A000001 (2) B000002",
                "Passport Details": "(1) Jamaican. Issued in 2010 (2) Guyana",
                "National Identification Number": "77-1234",
            },
        )
    )
    assert entry.nationalities == ("JAM", "GUY")
    assert entry.documents == (
        Document(type="P", number="A000001", issuer="JAM"),
        Document(type="P", number="B000002", issuer="GUY"),
        Document(type="I", number="77-1234"),
    )


def test_ofsi_ships_have_their_imo_number_in_the_other_information() -> None:
    entry = only(ofsi({"Name 6": "TERN", "Group Type": "Ship", "Other Information": "(IMO number):1234567. Seized."}))
    assert (entry.kind, entry.identifiers) == (Kind.VESSEL, {"imo": "1234567"})


def ofsi_xml(*rows: str) -> str:
    inside = "".join(f"<FinancialSanctionsTarget>{row}</FinancialSanctionsTarget>" for row in rows)
    return (
        '<?xml version="1.0"?><ArrayOfFinancialSanctionsTarget '
        'xmlns="http://schemas.hmtreasury.gov.uk/ofsi/consolidatedlist" '
        f'xmlns:i="http://www.w3.org/2001/XMLSchema-instance">{inside}</ArrayOfFinancialSanctionsTarget>'
    )


ALIAS = "<Name6>MARAN</Name6><name1>Zubu</name1><AliasType>AKA</AliasType><GroupID>500</GroupID>"
PRIMARY = (
    "<Name6>MARAN</Name6><name1>Zubo</name1><AliasType>Primary name</AliasType><GroupID>500</GroupID>"
    '<GroupTypeDescription>Individual</GroupTypeDescription><Individual_DateOfBirth i:nil="true"/>'
    "<Individual_Nationality>Jamaica</Individual_Nationality><Individual_Gender>Male</Individual_Gender>"
)


def test_ofsi_xml_is_the_same_list() -> None:
    found = loaded(
        ofsi_xml(
            ALIAS,
            PRIMARY,
            "<Name6>TERN</Name6><GroupID>501</GroupID><GroupTypeDescription>Ship"
            "</GroupTypeDescription><AliasType>Primary name</AliasType><Ship_IMONumber>1234567"
            "</Ship_IMONumber><Mood>x</Mood>",
        ),
        "x.xml",
    )
    zubo, tern = found.entries
    assert [name.text for name in zubo.names] == ["Zubo MARAN", "Zubu MARAN"]
    assert (zubo.nationalities, zubo.sex, zubo.kind, zubo.born) == (("JAM",), "M", Kind.PERSON, ())
    assert (tern.kind, tern.identifiers) == (Kind.VESSEL, {"imo": "1234567"})
    assert [problem.segment for problem in found.problems] == ["Mood"]


def test_ofsi_xml_that_breaks_off_keeps_the_aliases_it_had() -> None:
    raw = ofsi_xml(ALIAS, PRIMARY, ALIAS.replace("500", "502")).encode()
    found = load_bytes(raw[: raw.index(b"502")], "x.xml")
    assert [name.text for name in only(found).names] == ["Zubo MARAN", "Zubu MARAN"]
    assert codes(found.problems) == ["file-damaged"]


def test_a_designation_with_all_its_names() -> None:
    found = designation(
        "<Names><Name><Name1>Zed</Name1><NameType>ALias</NameType>"
        "<AliasStrength>Low Quality a.k.a</AliasStrength></Name>"
        "<Name><Name1>Zubo</Name1><Name2>Petro</Name2><Name6>MARAN</Name6><NameType>Primary name</NameType></Name>"
        "<Name><Name6>MARRAN</Name6><NameType>Primary Name Variation</NameType></Name></Names>"
        "<NonLatinNames><NonLatinName><NameNonLatinScript>Зубо Маран</NameNonLatinScript>"
        "<NonLatinScriptType>Cyrillic</NonLatinScriptType></NonLatinName></NonLatinNames>"
        "<Addresses><Address><AddressCountry>Jamaica</AddressCountry></Address></Addresses>"
    )
    entry = only(found)
    assert entry.names == (
        ListedName(text="Zubo Petro MARAN"),
        ListedName(text="MARRAN"),
        ListedName(text="Зубо Маран"),
        ListedName(text="Zed", weak=True),
    )
    assert (entry.id, found.version.list, found.version.published) == ("INV0001", "UK Sanctions List", "2026-09-21")
    assert found.problems == ()


@pytest.mark.parametrize(
    ("written", "born"),
    [("dd/mm/1962", "1962"), ("dd/07/1978", "1978-07"), ("00/00/1975", "1975"), ("24/10/1972", "1972-10-24")],
)
def test_what_is_unknown_of_a_birth_is_spelled_out_and_stays_unknown(written: str, born: str) -> None:
    assert individual(f"<DOBs><DOB>{written}</DOB></DOBs>").born == (born,)


def test_an_individuals_details() -> None:
    entry = individual(
        "<DOBs><DOB>24/10/1972</DOB><DOB>dd/mm/1973</DOB></DOBs><Nationalities><Nationality>Jamaica</Nationality>"
        "</Nationalities><Genders><Gender>Male</Gender></Genders><PassportDetails><Passport><PassportNumber>A000001"
        "</PassportNumber><PassportAdditionalInformation>Jamaican, issued 2010</PassportAdditionalInformation>"
        "</Passport>"
        "</PassportDetails><BirthDetails><Location><TownOfBirth>Port Nowhere</TownOfBirth><CountryOfBirth>Jamaica"
        "</CountryOfBirth></Location></BirthDetails>"
    )
    assert (entry.born, entry.nationalities, entry.sex) == (("1972-10-24", "1973"), ("JAM",), "M")
    assert entry.documents == (Document(type="P", number="A000001", issuer="JAM"),)
    assert entry.birth_places == ("Port Nowhere, Jamaica",)


def test_a_designated_ship() -> None:
    entry = only(
        designation(
            "<Names><Name><Name6>TERN</Name6><NameType>Primary Name</NameType></Name></Names><ShipDetails><Ship>"
            "<IMONumbers><IMONumber>IMO1234567</IMONumber></IMONumbers><CurrentBelievedFlagOfShips>"
            "<CurrentBelievedFlagOfShip>Panama</CurrentBelievedFlagOfShip></CurrentBelievedFlagOfShips>"
            "</Ship></ShipDetails>",
            "Ship",
        )
    )
    assert (entry.kind, entry.identifiers, entry.nationalities) == (Kind.VESSEL, {"imo": "1234567"}, ("PAN",))


def test_elements_we_do_not_know_are_counted() -> None:
    found = designation("<Names><Name><Name6>MARAN</Name6><Mood>x</Mood></Name></Names><Aura>red</Aura>")
    assert sorted(problem.segment for problem in found.problems) == [
        "Designation/Aura",
        "Designation/Names/Name/Mood",
    ]


def test_the_csv_of_the_uk_sanctions_list() -> None:
    person = {"Unique ID": "INV0001", "Individual, Entity, Ship": "Individual", "Regime Name": "Invented"}
    found = csv(
        FCDO,
        "Report Date: 01/10/2026",
        person | {"Name 6": "Zed", "Name type": "Alias", "Alias strength": "Weak"},
        person
        | {
            "Name 6": "MARAN",
            "Name 1": "Zubo",
            "Name type": "Primary Name",
            "D.O.B": "dd/mm/1975",
            "Nationality(/ies)": "Jamaica",
            "Passport number": "A000001",
        },
        {
            "Unique ID": "INV0002",
            "Individual, Entity, Ship": "Ship",
            "Name 6": "TERN",
            "Name type": "Primary Name",
            "IMO number": "IMO1234567",
        },
    )
    zubo, tern = found.entries
    assert zubo.names == (ListedName(text="Zubo MARAN"), ListedName(text="Zed", weak=True))
    assert (zubo.born, zubo.nationalities, zubo.reason) == (("1975",), ("JAM",), "Invented")
    assert (tern.kind, tern.identifiers, found.version.published) == (Kind.VESSEL, {"imo": "1234567"}, "2026-10-01")
    assert found.problems == ()
