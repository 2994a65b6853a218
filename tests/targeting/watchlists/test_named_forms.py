"""Published lists that were refused, or taken for another one: each is read as what it is, or refused by its name."""

import pytest

from roadstead.engine.formats.lists import LoadedList, UnableToLoad, load_bytes
from roadstead.engine.records import Document, Kind, ListedName
from tests.targeting.watchlists.home import codes, loaded, only
from tests.targeting.watchlists.test_ofac import END, row

# ── OFAC's plain XML ────────────────────────────────────────────────────────────────────────

SDN = (
    '<?xml version="1.0"?><sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation>'
    "<Publish_Date>08/28/2026</Publish_Date><Record_Count>{}</Record_Count></publshInformation>{}</sdnList>"
)
ZUBO = (
    "<sdnEntry><uid>9001</uid><firstName>Zubo</firstName><lastName>MARAN</lastName><title>Major General</title>"
    "<sdnType>Individual</sdnType><remarks>(Linked To: TERN 2 LTD.)</remarks>"
    "<programList><program>SDGT</program><program>IRAN</program></programList>"
    "<idList><id><uid>1</uid><idType>Passport</idType><idNumber>A0000001</idNumber><idCountry>Nicaragua</idCountry>"
    "<issueDate>02 Feb 2012</issueDate><expirationDate>02 Feb 2022</expirationDate></id>"
    "<id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id></idList>"
    "<akaList><aka><uid>3</uid><type>a.k.a.</type><category>strong</category><lastName>MARRAN</lastName>"
    "<firstName>Zubu</firstName></aka><aka><uid>4</uid><type>a.k.a.</type><category>weak</category>"
    "<lastName>HERON</lastName></aka></akaList>"
    "<addressList><address><uid>5</uid><address1>1 Road</address1><city>Kingston</city><country>Jamaica</country>"
    "</address></addressList>"
    "<nationalityList><nationality><uid>6</uid><country>Guyana</country><mainEntry>true</mainEntry></nationality>"
    "</nationalityList>"
    "<dateOfBirthList><dateOfBirthItem><uid>7</uid><dateOfBirth>14 Jun 1975</dateOfBirth><mainEntry>true</mainEntry>"
    "</dateOfBirthItem></dateOfBirthList>"
    "<placeOfBirthList><placeOfBirthItem><uid>8</uid><placeOfBirth>Example Town, Guyana</placeOfBirth>"
    "</placeOfBirthItem></placeOfBirthList></sdnEntry>"
)
TERN = (
    "<sdnEntry><uid>9002</uid><lastName>TERN</lastName><sdnType>Vessel</sdnType><programList><program>CUBA</program>"
    "</programList><idList><id><idType>Vessel Registration Identification</idType><idNumber>IMO 1234567</idNumber></id>"
    "</idList><vesselInfo><callSign>T2XX4</callSign><vesselType>Tanker</vesselType><vesselFlag>Panama</vesselFlag>"
    "</vesselInfo></sdnEntry>"
)
FIRM = "<sdnEntry><uid>9003</uid><lastName>TERN 2 LTD.</lastName><sdnType>Entity</sdnType></sdnEntry>"


def test_the_plain_xml_of_ofac_says_what_its_csv_says() -> None:
    told = "DOB 14 Jun 1975; POB Example Town, Guyana; nationality Guyana; Gender Male; Passport A0000001 (Nicaragua)"
    told += " issued 02 Feb 2012 expires 02 Feb 2022; a.k.a. 'HERON'; Linked To: TERN 2 LTD."
    ships = "Vessel Registration Identification IMO 1234567"
    of_csv = loaded(
        "\r\n".join(
            (
                row(told, number=9001).replace('IRAN",-0- ', 'IRAN","Major General"'),
                f'9002,"TERN",vessel,"CUBA",-0- ,"T2XX4","Tanker",-0- ,-0- ,"Panama",-0- ,"{ships}"',
                '9003,"TERN 2 LTD.",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ',
            )
        )
        + END,
        "sdn.csv",
        alt_csv='9001,3,"aka","MARRAN, Zubu",-0- \r\n',
        add_csv='9001,5,"1 Road","Kingston","Jamaica",-0- ',
    )
    of_xml = loaded(SDN.format(3, ZUBO + TERN + FIRM), "sdn.xml")
    zubo, tern, firm = of_xml.entries
    assert (zubo, tern, firm) == of_csv.entries
    assert zubo.names == (
        ListedName(text="MARAN, Zubo"),
        ListedName(text="MARRAN, Zubu"),
        ListedName(text="HERON", weak=True),
    )
    assert (zubo.born, zubo.sex, zubo.nationalities, firm.kind) == (("1975-06-14",), "M", ("GUY",), Kind.ORGANISATION)
    assert (of_xml.version.list, of_xml.version.published, codes(of_xml.problems)) == ("OFAC SDN", "2026-08-28", [])


def test_the_plain_xml_that_is_cut_keeps_what_it_has_and_says_so() -> None:
    raw = SDN.format(3, ZUBO + TERN + FIRM)
    found = loaded(raw[: raw.index("<vesselInfo>")], "sdn.xml")
    assert [entry.id for entry in found.entries] == ["9001"]
    assert codes(found.problems) == ["fewer-than-announced", "file-damaged"]


def test_the_plain_xml_of_the_consolidated_list_is_that_list_and_what_is_unknown_in_it_is_counted() -> None:
    firm = FIRM.replace(
        "</sdnEntry>", "<programList><program>CMIC-EO13959</program></programList><mood>x</mood></sdnEntry>"
    )
    found = loaded(SDN.format(1, firm), "consolidated.xml")
    assert (found.version.list, [problem.segment for problem in found.problems]) == (
        "OFAC Consolidated",
        ["sdnEntry/mood"],
    )


# ── the Swiss list ──────────────────────────────────────────────────────────────────────────

SECO = (
    '<?xml version="1.0" encoding="UTF-8"?><swiss-sanctions-list list-type="whole-list" date="2026-08-27">'
    '<sanctions-program ssid="20"><program-key lang="ger">Erfundenland</program-key>'
    '<program-key lang="eng">Invented Land</program-key>'
    '<sanctions-set ssid="4387" lang="eng">article 12</sanctions-set></sanctions-program>{}'
    '<place ssid="9"><location>Kingston</location><country iso-code="JM">Jamaica</country></place>'
    "</swiss-sanctions-list>"
)
LISTED = '<modification modification-type="listed" enactment-date="2021-01-01" effective-date="2021-01-01"/>'
OFF = (
    '<modification modification-type="de-listed" enactment-date="2024-02-28" effective-date="2024-03-01"><removed>'
    '<target ssid="1"><individual><identity ssid="2"><name><name-part order="1" name-part-type="whole-name">'
    "<value>Old Name</value></name-part></name></identity></individual></target></removed></modification>"
)
PERSON = (
    '<target ssid="1"><sanctions-set-id>4387</sanctions-set-id><individual sex="male"><identity ssid="2" main="true">'
    '<name ssid="3" name-type="primary-name" quality="good">'
    '<name-part order="1" name-part-type="family-name"><value>Maran</value>'
    '<spelling-variant lang="FRA" script="LATN">Marane</spelling-variant>'
    '<spelling-variant lang="RUS" script="CYRL">Маран</spelling-variant></name-part>'
    '<name-part order="2" name-part-type="given-name"><value>Zubo</value>'
    '<spelling-variant lang="RUS" script="CYRL">Зубо</spelling-variant></name-part>'
    '<name-part order="3" name-part-type="title"><value>Dr</value></name-part></name>'
    '<day-month-year ssid="4" day="5" month="6" year="1975" calendar="Gregorian" quality="good"/>'
    '<place-of-birth ssid="5" place-id="9"/><nationality><country iso-code="GY">Guyana</country></nationality>'
    '<identification-document document-type="passport"><number>A0000001</number><issuer code="GY">Guyana</issuer>'
    '<expiry-date><day-month-year day="1" month="2" year="2030"/></expiry-date></identification-document>'
    '<address ssid="6" place-id="9"><address-details>1 Road</address-details></address></identity>'
    '<identity ssid="7" main="false"><name quality="low"><name-part name-part-type="whole-name"><value>Heron</value>'
    "</name-part></name></identity><justification>Invented.</justification></individual>{}</target>"
)
VESSEL = (
    '<target ssid="11"><object object-type="vessel"><identity main="true"><name><name-part name-part-type="whole-name">'
    "<value>Tern</value></name-part></name></identity><other-information>IMO Number: 1234567</other-information>"
    f"</object>{LISTED}</target>"
)


def swiss(*targets: str) -> LoadedList:
    return loaded(SECO.format("".join(targets)), "consolidated-list.xml")


def test_a_person_of_the_swiss_list() -> None:
    found = swiss(PERSON.format(LISTED))
    entry = only(found)
    assert entry.names == (
        ListedName(text="Zubo Maran"),
        ListedName(text="Zubo Marane"),
        ListedName(text="Зубо Маран"),
        ListedName(text="Heron", weak=True),
    )
    assert (entry.kind, entry.id, entry.born, entry.sex) == (Kind.PERSON, "1", ("1975-06-05",), "M")
    assert (entry.birth_places, entry.nationalities) == (("Kingston, JM",), ("GUY",))
    assert entry.documents == (Document(type="P", number="A0000001", issuer="GUY", expires="2030-02-01"),)
    assert (entry.identifiers, entry.reason) == ({"address": "1 Road, Kingston, JM"}, "Invented Land; Invented.")
    assert (entry.expires, found.version.list, found.version.published) == ("", "SECO Sanctions", "2026-08-27")
    assert found.problems == ()


def test_who_was_taken_off_the_swiss_list_is_past_the_expiry_and_earlier_states_are_no_entries() -> None:
    assert only(swiss(PERSON.format(OFF + LISTED))).expires == "2024-03-01"
    again = LISTED.replace("2021", "2025")
    assert only(swiss(PERSON.format(again + OFF + LISTED))).expires == ""


def test_a_vessel_of_the_swiss_list_has_its_imo_number() -> None:
    entry = only(swiss(VESSEL))
    assert (entry.kind, entry.name, entry.identifiers) == (Kind.VESSEL, "Tern", {"imo": "1234567"})


# ── csv of the same headings, or of as many columns ─────────────────────────────────────────

BUSINESS = (
    "tracking_number,business_name,dba_name,number,number_type,incorporated,street,city,state,zip,country,phone\n"
)
INDIVIDUAL = (
    "tracking_number,last_name,first_name,middle_name,suffix,alias_last_name,alias_first_name,alias_middle_name,"
    "alias_suffix,number,number_type,dob,street,city,state,zip,country,phone\n"
)


def test_businesses_of_fincen_are_no_vessels_of_ofac() -> None:
    found = loaded(
        f"{BUSINESS}123,Tern Ltd,,99,EIN,,1 Road,Kingston,,,JM,1\n123,Tern Ltd,Heron Ltd,,,,,,,,,\n", "b.csv"
    )
    entry = only(found)
    assert (found.version.list, found.form) == ("FinCEN 314(a) Businesses", "FinCEN 314(a) list of businesses, csv")
    assert (entry.kind, [name.text for name in entry.names]) == (Kind.ORGANISATION, ["Tern Ltd", "Heron Ltd"])
    assert (entry.identifiers, found.problems) == ({"address": "1 Road, Kingston, JM"}, ())


def test_businesses_of_fincen_without_headings_are_not_taken_for_ofacs_list() -> None:
    with pytest.raises(UnableToLoad):
        loaded("123,Tern Ltd,,99,EIN,,1 Road,Kingston,,,JM,1\n", "b.csv")


def test_a_person_of_fincen_has_the_names_of_each_of_its_rows() -> None:
    rows = "7,Maran,Zubo,,,Heron,Zub,,,A0000001,PASSPORT,03/04/1975,,,,,,\n7,Maran,Zubo,,,Tern,,,,,,,,,,,,\n"
    found = loaded(INDIVIDUAL + rows, "p.csv")
    entry = only(found)
    assert [name.text for name in entry.names] == ["Zubo Maran", "Zub Heron", "Tern"]
    assert (entry.born, entry.documents) == (("1975-03-04",), (Document(type="P", number="A0000001"),))
    assert found.version.list == "FinCEN 314(a) Persons"


@pytest.mark.parametrize(
    ("program", "name"),
    [
        ("Section 353(b) of the Act", "US Section 353"),
        ("Nonproliferation Sanctions (ISN) - State Department", "US INKSNA"),
        ("Section 5949", "Section 5949"),
    ],
)
def test_lists_of_one_layout_are_told_apart_by_their_programme(program: str, name: str) -> None:
    headings = "schema,name,aliases,topics,program,authority,reason,report-date,start-date,end-date,country,notes\n"
    found = loaded(f"{headings}Person,Zubo Maran,Zub Maran,,{program},State,,2026-01-27,,,JM,\n")
    assert (found.version.list, only(found).list, only(found).nationalities) == (name, name, ("JAM",))
    assert found.problems == ()


BULGARIA = (
    "Section,Number,Type,Name,Name BG,Alias,Alias BG,Previous name,Previous name BG,DOB,POB,Country,Passport,ID Number,"
    "Address,Notes,Gazette,Listed,Delisted\n"
)


def test_a_name_in_cyrillic_alone_is_a_name() -> None:
    found = loaded(
        f"{BULGARIA}III,1,Person,,Зубо Маран,,Зуб Маран;Зубо Мар,,,06.01.1978,Sofia,,,,,,,2016-08-23,\n"
        "IV,1,Person,MARAN ADA,Ада Маран,,,,,22.03.1988,,Canada,A0000001,77,,,,,2020-01-01\n"
    )
    zubo, ada = found.entries
    assert [name.text for name in zubo.names] == ["Зубо Маран", "Зуб Маран", "Зубо Мар"]
    assert [name.text for name in ada.names] == ["MARAN ADA", "Ада Маран"]
    assert (zubo.born, ada.nationalities, ada.expires) == (("1978-01-06",), ("CAN",), "2020-01-01")
    assert [(paper.type, paper.number) for paper in ada.documents] == [("P", "A0000001"), ("I", "77")]
    assert (found.version.list, found.problems) == ("Bulgaria National", ())


def test_in_a_csv_of_ones_own_too_a_name_may_stand_in_a_column_of_its_language() -> None:
    found = loaded("id,Name BG,name_ar,born\n1,Зубо Маран,زوبو,1975\n2,,Zubo,1976\n")
    assert [[name.text for name in entry.names] for entry in found.entries] == [["Зубо Маран", "زوبو"], ["Zubo"]]


# ── what is refused ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "raw", [b"<?xml version='1.0'?>\n<record><number>1</number></record>", b"\xef\xbb\xbf<list>\n<no>12</no></list>"]
)
def test_xml_of_an_unknown_form_is_refused_as_xml(raw: bytes) -> None:
    with pytest.raises(
        UnableToLoad, match=r"x\.xml is a kind of XML that we do not read \(it begins with <\w+>\)"
    ) as refused:
        load_bytes(raw, "x.xml")
    assert "documents" not in str(refused.value)


# ── the files beside OFAC's ─────────────────────────────────────────────────────────────────


def test_a_file_of_another_list_in_the_folder_is_not_taken_and_named() -> None:
    found = loaded(row() + END, "cons_prim.csv", other_add_csv='77,5,"1 Example Road","Example Town","Guyana",-0- ')
    assert only(found).nationalities == ()
    assert codes(found.problems) == ["file-missing", "file-missing", "file-of-another-list"]
    (problem,) = [problem for problem in found.problems if problem.code == "file-of-another-list"]
    assert problem.text.startswith("other_add.csv belongs to another list, so we did not use it")


def test_a_file_named_otherwise_that_is_about_this_lists_entries_is_taken() -> None:
    found = loaded(row() + END, "mine.csv", addresses_add_csv='1,5,"1 Example Road","Example Town","Guyana",-0- ')
    assert "address Example Town, Guyana" in only(found).reason


def test_a_row_of_the_right_width_without_a_number_is_not_said_to_have_too_few_columns() -> None:
    found = loaded(row() + "\r\n" + row().replace("1,", "x1,", 1) + END, "sdn.csv")
    (problem,) = [problem for problem in found.problems if problem.code == "row-unreadable"]
    assert problem.text == "This row begins with “x1” instead of the number of an entry. We left it out. Correct it."
