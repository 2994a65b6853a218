"""OFAC's advanced XML, written down by hand: nobody in it exists."""

import pytest

from roadstead.engine.formats.lists import LoadedList, load_bytes
from roadstead.engine.records import Document, Entry, Kind, ListedName
from tests.targeting.watchlists.home import codes, loaded, only

WORDS = """
<ReferenceValueSets>
 <AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
 <AreaCodeValues><AreaCode ID="77" CountryID="30" Description="Jamaica">JM</AreaCode></AreaCodeValues>
 <CountryValues><Country ID="30" ISO2="JM">Jamaica</Country><Country ID="31" ISO2="PA">Panama</Country></CountryValues>
 <DetailReferenceValues><DetailReference ID="91526">Male</DetailReference></DetailReferenceValues>
 <FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="9">Place of Birth</FeatureType>
  <FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="224">Gender</FeatureType>
  <FeatureType ID="25">Location</FeatureType><FeatureType ID="1">Vessel Call Sign</FeatureType>
  <FeatureType ID="3">Vessel Flag</FeatureType><FeatureType ID="26">Title</FeatureType>
  <FeatureType ID="344">Digital Currency Address - XBT</FeatureType></FeatureTypeValues>
 <IDRegDocDateTypeValues><IDRegDocDateType ID="1481">Expiration Date</IDRegDocDateType></IDRegDocDateTypeValues>
 <IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType>
  <IDRegDocType ID="1584">National ID No.</IDRegDocType>
  <IDRegDocType ID="1626">Vessel Registration Identification</IDRegDocType>
  <IDRegDocType ID="1596">Tax ID No.</IDRegDocType>
 </IDRegDocTypeValues>
 <ListValues><List ID="1550">SDN List</List><List ID="91507">Consolidated List</List></ListValues>
 <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType>
  <NamePartType ID="1525">Entity Name</NamePartType><NamePartType ID="1526">Vessel Name</NamePartType>
  <NamePartType ID="1528">Nickname</NamePartType><NamePartType ID="91708">Patronymic</NamePartType></NamePartTypeValues>
 <PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>
  <PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType>
 </PartySubTypeValues>
 <PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType></PartyTypeValues>
</ReferenceValueSets>"""
PLACES = """<Locations>
 <Location ID="500"><LocationCountry CountryID="30"/><LocationPart LocPartTypeID="1454"><LocationPartValue>
  <Value>Port Nowhere</Value></LocationPartValue></LocationPart></Location>
 <Location ID="501"><LocationAreaCode AreaCodeID="77"/></Location>
 <Location ID="502"><LocationCountry CountryID="31"/></Location></Locations>"""


def date(start: str, end: str, *, approximate: bool = False) -> str:
    """A DatePeriod between two days."""
    sides = [(name, *day.split("-")) for name, day in (("Start", start), ("End", end))]
    inside = "".join(
        f'<{name} Approximate="{str(approximate).lower()}">'
        + "".join(f"<{at}><Year>{y}</Year><Month>{int(m)}</Month><Day>{int(d)}</Day></{at}>" for at in ("From", "To"))
        + f"</{name}>"
        for name, y, m, d in sides
    )
    return f"<DatePeriod>{inside}</DatePeriod>"


def feature(kind: int, inside: str) -> str:
    return f'<Feature FeatureTypeID="{kind}"><FeatureVersion ReliabilityID="1">{inside}</FeatureVersion></Feature>'


def alias(*parts: tuple[int, str], primary: bool = False, low: bool = False) -> str:
    values = "".join(
        f'<DocumentedNamePart><NamePartValue NamePartGroupID="{group}" ScriptID="215">{text}</NamePartValue>'
        "</DocumentedNamePart>"
        for group, text in parts
    )
    return (
        f'<Alias AliasTypeID="1400" Primary="{str(primary).lower()}" LowQuality="{str(low).lower()}">'
        f'<DocumentedName DocNameStatusID="1">{values}</DocumentedName></Alias>'
    )


def party(aliases: str, features: str = "", *, sub_type: int = 4) -> str:
    groups = "".join(
        f'<MasterNamePartGroup><NamePartGroup ID="{group}" NamePartTypeID="{kind}"/></MasterNamePartGroup>'
        for group, kind in enumerate((1520, 1521, 91708, 1528, 1525, 1526))
    )
    return (
        f'<DistinctParty FixedRef="9001"><Profile ID="9001" PartySubTypeID="{sub_type}">'
        f'<Identity ID="70" Primary="true">'
        f"{aliases}<NamePartGroups>{groups}</NamePartGroups></Identity>{features}</Profile></DistinctParty>"
    )


SPACE = "http://www.un.org/sanctions/1.0"


def document(parties: str, papers: str = "", *, list_id: int = 1550, space: str = SPACE) -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><Sanctions xmlns="{space}"><DateOfIssue CalendarTypeID="1">'
        f"<Year>2026</Year><Month>7</Month><Day>9</Day></DateOfIssue>{WORDS}{PLACES}<IDRegDocuments>{papers}</IDRegDocuments>"
        f"<DistinctParties>{parties}</DistinctParties><SanctionsEntries>"
        f'<SanctionsEntry ID="1" ProfileID="9001" ListID="{list_id}"><EntryEvent/>'
        '<SanctionsMeasure SanctionsTypeID="1">'
        "<Comment>INVENTED</Comment></SanctionsMeasure></SanctionsEntry></SanctionsEntries></Sanctions>"
    )


ZUBO = alias((0, "MARAN"), (1, "Zubo"), (2, "Petrovich"), primary=True)


def read(parties: str, papers: str = "") -> LoadedList:
    return loaded(document(parties, papers), "SDN_ADVANCED.XML")


def person(aliases: str = ZUBO, features: str = "", papers: str = "") -> Entry:
    return only(read(party(aliases, features), papers))


def test_the_list_its_date_and_the_programme_that_stands_behind_the_parties() -> None:
    found = read(party(ZUBO))
    entry = only(found)
    assert (found.version.list, found.version.published, found.version.counts) == (
        "OFAC SDN",
        "2026-07-09",
        {"person": 1},
    )
    assert (entry.id, entry.kind, entry.reason, entry.list) == ("9001", Kind.PERSON, "INVENTED", "OFAC SDN")
    assert found.problems == ()


def test_the_consolidated_list_is_known_by_the_lists_it_names_and_another_namespace_is_the_same_list() -> None:
    raw = document(party(ZUBO), list_id=91507, space="https://example.org/other")
    assert loaded(raw, "x").version.list == "OFAC Consolidated"


def test_a_name_is_put_together_in_the_order_it_is_said_and_the_primary_one_is_first() -> None:
    weak, nick = alias((1, "Zubito"), (0, "M"), low=True), alias((3, "El Zubo"))
    entry = person(alias((0, "МАРАН"), (1, "Зубо")) + weak + nick + ZUBO)
    assert entry.names == (
        ListedName(text="Zubo Petrovich MARAN"),
        ListedName(text="Зубо МАРАН"),
        ListedName(text="Zubito M", weak=True),
        ListedName(text="El Zubo", weak=True),
    )


@pytest.mark.parametrize(
    ("period", "born"),
    [
        (date("1975-06-14", "1975-06-14"), "1975-06-14"),
        (date("1975-06-01", "1975-06-30"), "1975-06"),
        (date("1975-01-01", "1975-12-31"), "1975"),
        (date("1975-06-14", "1975-06-14", approximate=True), "1975"),
        (date("1970-01-01", "1974-12-31"), "1970/1974"),
    ],
)
def test_a_birth_is_as_exact_as_its_period(period: str, born: str) -> None:
    assert person(features=feature(8, period)).born == (born,)


def test_several_births_are_all_kept() -> None:
    both = feature(8, date("1975-06-14", "1975-06-14")) + feature(8, date("1976-01-01", "1976-12-31"))
    assert person(features=both).born == ("1975-06-14", "1976")


def test_nationality_birth_place_and_sex_come_from_their_features_and_an_address_is_no_nationality() -> None:
    entry = person(
        features=feature(9, '<VersionLocation LocationID="500"/>')
        + feature(10, '<VersionLocation LocationID="501"/>')
        + feature(25, '<VersionLocation LocationID="502"/>')
        + feature(224, '<VersionDetail DetailTypeID="1431" DetailReferenceID="91526"/>')
        + feature(26, '<VersionDetail DetailTypeID="1432">Governor of Nowhere</VersionDetail>')
    )
    assert (entry.birth_places, entry.nationalities, entry.sex) == (("Port Nowhere, Jamaica",), ("JAM",), "M")
    assert entry.reason == "INVENTED; Governor of Nowhere"


def paper(kind: int, number: str, inside: str = "") -> str:
    return (
        f'<IDRegDocument ID="1" IDRegDocTypeID="{kind}" IdentityID="70" IssuedBy-CountryID="30">'
        f"<IDRegistrationNo>{number}</IDRegistrationNo>{inside}</IDRegDocument>"
    )


def test_papers_belong_to_their_identity_and_what_is_no_paper_is_counted() -> None:
    expiry = f'<DocumentDate IDRegDocDateTypeID="1481">{date("2030-01-31", "2030-01-31")}</DocumentDate>'
    found = read(party(ZUBO), paper(1571, "A000001", expiry) + paper(1584, "77-1") + paper(1596, "T1"))
    assert only(found).documents == (
        Document(type="P", number="A000001", issuer="JAM", expires="2030-01-31"),
        Document(type="I", number="77-1", issuer="JAM"),
    )
    assert [(problem.code, problem.segment) for problem in found.problems] == [
        ("field-unread", "IDRegDocument Tax ID No.")
    ]


def test_a_vessel_has_imo_call_sign_and_flag() -> None:
    features = feature(1, '<VersionDetail DetailTypeID="1432">T2XX4</VersionDetail>') + feature(
        3, '<VersionDetail DetailTypeID="1431">Panama</VersionDetail>'
    )
    found = read(party(alias((5, "TERN"), primary=True), features, sub_type=1), paper(1626, "IMO 1234567"))
    entry = only(found)
    assert (entry.kind, entry.name, entry.nationalities) == (Kind.VESSEL, "TERN", ("PAN",))
    assert entry.identifiers == {"imo": "1234567", "call_sign": "T2XX4"}


def test_an_organisation_sits_where_its_address_is() -> None:
    features = feature(25, '<VersionLocation LocationID="502"/>')
    entry = only(read(party(alias((4, "TERN (HOLDING) S.A."), primary=True), features, sub_type=3)))
    assert (entry.kind, entry.name, entry.nationalities) == (Kind.ORGANISATION, "TERN (HOLDING) S.A.", ("PAN",))


def test_features_and_elements_without_a_place_are_counted_by_name() -> None:
    wallet = feature(344, '<VersionDetail DetailTypeID="1432">1xyz</VersionDetail>')
    found = read(party(ZUBO, wallet).replace("<Profile ", "<Mood>x</Mood><Profile "))
    assert sorted(problem.segment for problem in found.problems) == [
        "DistinctParty/Mood",
        "Feature digital currency address - xbt",
    ]


def test_a_file_that_breaks_off_keeps_what_came_before_and_names_the_damage() -> None:
    whole = document(party(ZUBO) + party(ZUBO).replace("9001", "9002")).encode()
    cut = load_bytes(whole[: whole.index(b"9002") + 40], "sdn.xml")
    assert [entry.id for entry in cut.entries] == ["9001"]
    assert codes(cut.problems) == ["file-damaged"]
    assert "damaged after entry 1" in cut.problems[0].text
