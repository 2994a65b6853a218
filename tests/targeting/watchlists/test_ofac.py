"""OFAC's csv files: remarks, weak aliases, craft, and the files beside the list."""

import pytest

from roadstead.engine.formats.lists import LoadedList, UnableToLoad
from roadstead.engine.records import Document, Entry, Kind, ListedName
from tests.targeting.watchlists.home import codes, loaded, only

END = "\r\n\x1a"


def row(
    remarks: str = "-0- ",
    *,
    number: int = 1,
    kind: str = "individual",
    name: str = "MARAN, Zubo",
    flag: str = "-0- ",
    call_sign: str = "-0- ",
) -> str:
    told = remarks if remarks == "-0- " else f'"{remarks}"'
    return f'{number},"{name}",{kind},"SDGT] [IRAN",-0- ,{call_sign},-0- ,-0- ,-0- ,{flag},-0- ,{told}'


def ofac(*rows: str, **beside: str) -> LoadedList:
    return loaded("\r\n".join(rows) + END, "sdn.csv", **beside)


def entry(remarks: str) -> Entry:
    return only(ofac(row(remarks)))


def test_an_empty_value_is_empty_and_the_last_byte_is_no_row() -> None:
    found = ofac(row())
    assert (only(found).name, only(found).born, only(found).reason) == ("MARAN, Zubo", (), "SDGT, IRAN")
    assert codes(found.problems) == ["file-missing", "file-missing"]


@pytest.mark.parametrize(
    ("remark", "born"),
    [
        ("DOB 14 Jun 1975.", ("1975-06-14",)),
        ("DOB 14 Jun 1975; alt. DOB 1976; alt. DOB Mar 1977.", ("1975-06-14", "1976", "1977-03")),
        ("DOB circa 1951.", ("1951",)),
        ("DOB circa 01 Jan 1961.", ("1961",)),
        ("DOB 1965 to 1967.", ("1965/1967",)),
        ("DOB circa 1979-1982.", ("1979/1982",)),
        ("DOB 01 Jan 1947 to 01 Jan 1949.", ("1947/1949",)),
        ("DOB 01 Jan 1973 to 31 Dec 1973.", ("1973",)),
    ],
)
def test_births_of_every_kind(remark: str, born: tuple[str, ...]) -> None:
    assert entry(remark).born == born


def test_places_countries_and_sex_come_out_of_the_remarks() -> None:
    found = entry("POB Example Town, Guyana; nationality Guyana; citizen Korea, North; Gender Male; Major General.")
    assert (found.birth_places, found.nationalities, found.sex) == (("Example Town, Guyana",), ("GUY", "PRK"), "M")
    assert found.reason == "SDGT, IRAN; Major General"


@pytest.mark.parametrize(
    ("remark", "document"),
    [
        (
            "Passport A0000001 (Nicaragua) issued 02 Feb 2012 expires 02 Feb 2022",
            Document(type="P", number="A0000001", issuer="NIC", issued="2012-02-02", expires="2022-02-02"),
        ),
        ("alt. Passport 10000001", Document(type="P", number="10000001")),
        (
            "Passport E300001 (Thailand) expires Jan 2007",
            Document(type="P", number="E300001", issuer="THA", expires="2007-01"),
        ),
        ("Passport Booklet: A5000001 (Pakistan)", Document(type="P", number="A5000001", issuer="PAK")),
        ("Cedula No. 10000001 (Colombia)", Document(type="I", number="10000001", issuer="COL")),
        ("National ID No. 20000001 (Haiti)", Document(type="I", number="20000001", issuer="HTI")),
        ("Tazkira National ID Card 1 200 3 (Afghanistan)", Document(type="I", number="1 200 3", issuer="AFG")),
    ],
)
def test_documents_come_out_of_the_remarks(remark: str, document: Document) -> None:
    assert entry(remark + ".").documents == (document,)


def test_numbers_that_are_no_travel_documents_are_counted_and_still_told() -> None:
    found = ofac(row("Tax ID No. 100001 (Russia); Linked To: TERN 2 LTD."))
    assert "Tax ID No" in only(found).reason
    assert [problem.segment for problem in found.problems if problem.code == "field-unread"] == ["Tax ID"]


def test_quoted_aliases_of_a_person_are_weak_and_of_a_vessel_not() -> None:
    both = ofac(row("a.k.a. 'ABU 'ALI'; f.k.a. 'ZED'."), row("f.k.a. 'GLORY'.", number=2, kind="vessel", name="TERN"))
    assert both.entries[0].names[1:] == (ListedName(text="ABU 'ALI", weak=True), ListedName(text="ZED", weak=True))
    assert both.entries[1].names[1:] == (ListedName(text="GLORY"),)


def test_a_vessel_has_its_numbers_and_its_flag() -> None:
    remark = "Former Vessel Flag Malta; Vessel Registration Identification IMO 1234567; MMSI 572000000."
    vessel = only(ofac(row(remark, kind="vessel", flag='"Panama"', call_sign='"T2XX4"')))
    assert (vessel.kind, vessel.nationalities) == (Kind.VESSEL, ("PAN",))
    assert vessel.identifiers == {"imo": "1234567", "mmsi": "572000000", "call_sign": "T2XX4"}


def test_an_aircraft_is_listed_under_its_tail_number() -> None:
    aircraft = only(ofac(row(kind="aircraft", name="ZZ-EXA")))
    assert (aircraft.kind, aircraft.identifiers) == (Kind.AIRCRAFT, {"tail_number": "ZZ-EXA"})


def test_the_files_beside_the_list_belong_to_it() -> None:
    found = ofac(
        row("DOB 14 Ju"),
        sdn_comments_csv='1,"n 1975; nationality Guyana."' + END,
        alt_csv='1,7,"aka","ZUBU, Maran",-0- \r\n9,8,"aka","NOBODY",-0- ' + END,
        add_csv='1,5,"1 Example Road","Example Town","Guyana",-0- ' + END,
    )
    assert only(found).names == (ListedName(text="MARAN, Zubo"), ListedName(text="ZUBU, Maran"))
    assert (only(found).born, only(found).nationalities) == (("1975-06-14",), ("GUY",))
    assert "address Example Town, Guyana" in only(found).reason
    assert codes(found.problems) == ["entry-missing"]


def test_of_two_lists_in_one_folder_each_finds_its_own_aliases() -> None:
    found = ofac(row(), alt_csv='1,7,"aka","RIGHT",-0- ', cons_alt_csv='1,7,"aka","WRONG",-0- ')
    assert [name.text for name in only(found).names] == ["MARAN, Zubo", "RIGHT"]


def test_the_version_changes_with_the_aliases() -> None:
    one, other = (ofac(row(), alt_csv=f'1,7,"aka","{name}",-0- ') for name in ("ONE", "OTHER"))
    assert one.version.version != other.version.version
    assert one.version.version == one.version.sha256[:12]


def test_a_broken_row_is_a_problem_and_the_others_survive() -> None:
    found = ofac(row(), '2,"BROKEN"', row(number=3, name="TERN, Ada"))
    assert [entry.id for entry in found.entries] == ["1", "3"]
    assert [problem.number for problem in found.problems if problem.code == "row-unreadable"] == [2]


def test_the_alias_file_alone_is_refused_with_a_remedy() -> None:
    with pytest.raises(UnableToLoad, match="Choose the main file"):
        loaded('36,12,"aka","TERN",-0- \r\n', "alt.csv")
