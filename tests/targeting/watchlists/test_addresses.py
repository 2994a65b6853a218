"""Where listed persons and organisations sit is kept with them, whatever the list: parties to cargo are met by it."""

from collections.abc import Callable

import pytest

from roadstead.engine.formats.lists.merge_rows import merge_entries
from roadstead.engine.matching.entities.evidence import addresses_listed
from roadstead.engine.records import ADDRESS, Entry, Kind, ListedName
from roadstead.targeting.watchlists.logic.changes import changed_fields, content_hash
from tests.targeting.watchlists import (
    test_eu_file,
    test_eu_journal,
    test_ftm,
    test_ofac,
    test_ofac_advanced,
    test_uk,
    test_un,
)
from tests.targeting.watchlists.home import loaded, only

STREET = "1 Example Road"
WHOLE = "1 Example Road, Example Town, Jamaica"


def un() -> Entry:
    street = f"<STREET>{STREET}</STREET><CITY>Example Town</CITY><COUNTRY>Jamaica</COUNTRY><NOTE>Seat</NOTE>"
    elsewhere = "<ENTITY_ADDRESS><COUNTRY>Guyana</COUNTRY></ENTITY_ADDRESS>"
    return only(test_un.un(f"<ENTITY_ADDRESS>{street}</ENTITY_ADDRESS>{elsewhere}", "ENTITY"))


def ofac() -> Entry:
    beside = f'1,5,"{STREET}","Example Town","Jamaica",-0- ' + test_ofac.END
    return only(test_ofac.ofac(test_ofac.row(kind="-0- "), add_csv=beside))


def eu() -> Entry:
    address = (
        f'<address street="{STREET}" city="Example Town" countryDescription="Jamaica" countryIso2Code="JM"'
        ' asAtListingTime="false"/>'
    )
    return only(test_eu_file.xml(test_eu_file.name("TERN Ltd") + address, "enterprise"))


def uk() -> Entry:
    names = "<Names><Name><Name6>TERN Ltd</Name6><NameType>Primary Name</NameType></Name></Names>"
    lines = f"<AddressLine1>{STREET}</AddressLine1><AddressLine5>Example Town</AddressLine5>"
    address = f"<Addresses><Address>{lines}<AddressCountry>Jamaica</AddressCountry></Address></Addresses>"
    return only(test_uk.designation(names + address, "Entity"))


def ofsi() -> Entry:
    row = f"<name6>TERN</name6><Address1>{STREET}</Address1><Address4>Example Town</Address4><Country>Jamaica</Country>"
    return only(loaded(test_uk.ofsi_xml(row), "list.xml"))


def journal() -> Entry:
    head = test_eu_journal.HEAD + ",address\n"
    row = test_eu_journal.row(schema="Organization", name="TERN Ltd") + f',"{WHOLE}"\n'
    return only(loaded(head + row, "eu.csv"))


def ftm() -> Entry:
    return only(test_ftm.ftm(test_ftm.line("Company", name=["TERN Ltd"], address=[WHOLE])))


@pytest.mark.parametrize("read", [un, ofac, eu, uk, ofsi, journal, ftm])
def test_an_address_is_kept_in_one_line(read: Callable[[], Entry]) -> None:
    entry = read()
    assert entry.identifiers[ADDRESS] == WHOLE
    assert WHOLE in addresses_listed(entry)


def test_an_address_of_the_advanced_form_is_kept_as_it_stands_there() -> None:
    module = test_ofac_advanced
    features = module.feature(25, '<VersionLocation LocationID="502"/>')
    entry = only(module.read(module.party(module.alias((4, "TERN S.A."), primary=True), features, sub_type=3)))
    assert entry.identifiers[ADDRESS]


def test_the_csv_of_the_eu_and_of_the_uk_keep_it_too() -> None:
    columns = ";Address_Street;Address_City;Address_CountryDescription\n"
    cells = {"Entity_LogicalId": "13", "NameAlias_WholeName": "TERN Ltd", "Entity_SubjectType_ClassificationCode": "E"}
    row = ";".join(cells.get(column, "") for column in test_eu_file.COLUMNS) + f";{STREET};Example Town;Jamaica\n"
    assert only(loaded(test_eu_file.HEAD + columns + row, "eu.csv")).identifiers[ADDRESS] == WHOLE
    head = test_uk.FCDO + ",Address Line 1,Address Line 6,Address Country"
    told = {
        "Unique ID": "INV1",
        "Individual, Entity, Ship": "Entity",
        "Name 6": "TERN",
        "Name type": "Primary Name",
        "Address Line 1": STREET,
        "Address Line 6": "Example Town",
        "Address Country": "Jamaica",
    }
    assert only(test_uk.csv(head, "Report Date: 01/10/2026", told)).identifiers[ADDRESS] == WHOLE


def listed(kind: Kind, *addresses: str) -> Entry:
    return Entry(
        id="1",
        list="x",
        kind=kind,
        names=(ListedName(text="Tern"),),
        identifiers={ADDRESS: "; ".join(addresses)} if addresses else {},
    )


def test_the_addresses_of_several_rows_stand_beside_each_other_once() -> None:
    rows = [
        listed(Kind.ORGANISATION, WHOLE),
        listed(Kind.ORGANISATION, "2 Example Road"),
        listed(Kind.ORGANISATION, WHOLE),
    ]
    (entry,) = merge_entries(rows)
    assert entry.identifiers[ADDRESS] == f"{WHOLE}; 2 Example Road"


def test_a_removal_of_a_person_is_an_amendment_and_undoes_no_cleared_match() -> None:
    here, there = listed(Kind.PERSON, WHOLE), listed(Kind.PERSON, "2 Example Road")
    assert content_hash(here) == content_hash(there) == content_hash(listed(Kind.PERSON))
    assert changed_fields(here, there) == ("identifiers",)
    assert content_hash(listed(Kind.ORGANISATION, WHOLE)) != content_hash(listed(Kind.ORGANISATION))
