"""The UN's XML: what each of its habits becomes."""

import pytest

from roadstead.engine.formats.lists import LoadedList
from roadstead.engine.records import Entry, Kind
from tests.targeting.watchlists.home import codes, loaded, only


def un(inside: str, kind: str = "INDIVIDUAL") -> LoadedList:
    return loaded(
        '<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2026-01-02T03:04:05Z"><INDIVIDUALS>'
        f"<{kind}><DATAID>1</DATAID><FIRST_NAME>Invented</FIRST_NAME>{inside}</{kind}>"
        "</INDIVIDUALS></CONSOLIDATED_LIST>",
        "list.xml",
    )


def person(inside: str) -> Entry:
    return only(un(inside))


def names(inside: str, *, weak: bool = False) -> list[str]:
    return [name.text for name in person(inside).names[1:] if name.weak is weak]


def alias(name: str, quality: str = "Good") -> str:
    return f"<INDIVIDUAL_ALIAS><QUALITY>{quality}</QUALITY><ALIAS_NAME>{name}</ALIAS_NAME></INDIVIDUAL_ALIAS>"


def test_the_parts_of_a_name_are_joined_without_their_blanks() -> None:
    entry = person("<SECOND_NAME> TOBIAS </SECOND_NAME><THIRD_NAME/><FOURTH_NAME>\n  BLANK\n  </FOURTH_NAME>")
    assert (entry.name, entry.kind, entry.list) == ("Invented TOBIAS BLANK", Kind.PERSON, "UN Security Council")


def test_an_alias_of_low_quality_is_weak() -> None:
    assert names(alias("Zubo", "Low"), weak=True) == ["Zubo"]
    assert names(alias("Zubo Maran")) == ["Zubo Maran"]
    assert names(alias("Zubo", "Low") + alias("Zubo", "Good")) == ["Zubo"]


@pytest.mark.parametrize(
    ("cell", "becomes"),
    [
        ("Zubo Maran; Zubu Maran;\n Zubo Marran", ["Zubo Maran", "Zubu Maran", "Zubo Marran"]),
        ("зубо маран (Zubo Maran; Zubu Maran)", ["зубо маран", "Zubo Maran", "Zubu Maran"]),
        ("Zubo Maran (original script: Зубо Маран)", ["Zubo Maran", "Зубо Маран"]),
        ("Zubo Maran (birth name)", ["Zubo Maran"]),
        ("(Sheikh) Zubo Maran", ["Zubo Maran"]),
        ("Zubo Maran (previously listed as)", ["Zubo Maran"]),
        ("Zubo Maran, born 12 Dec. 1965 in Example Town (Nowhere\npassport no. 1)", ["Zubo Maran"]),
        ("Zubo Maran (unfinished", ["Zubo Maran", "unfinished"]),
        (" - ", []),
    ],
)
def test_several_names_and_remarks_in_one_cell(cell: str, becomes: list[str]) -> None:
    assert names(alias(cell)) == becomes


def test_the_name_in_its_own_script_is_a_name_like_any_other() -> None:
    assert names("<NAME_ORIGINAL_SCRIPT>ዙቦ ማራን (Tigrinya)</NAME_ORIGINAL_SCRIPT>") == ["ዙቦ ማራን"]


@pytest.mark.parametrize(
    ("inside", "born"),
    [
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1961-07-04</DATE>", ("1961-07-04",)),
        ("<DATE>1961-07-04-05:00</DATE>", ("1961-07-04",)),
        ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1961</YEAR>", ("1961",)),
        ("<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1965</FROM_YEAR><TO_YEAR>1969</TO_YEAR>", ("1965/1969",)),
        ("<NOTE>Nov. 1973</NOTE>", ("1973-11",)),
        ("<NOTE>Between Aug. and Sep. 1977</NOTE>", ("1977",)),
        ("<NOTE>30-35 years old</NOTE>", ()),
        ("<DATE/>", ()),
    ],
)
def test_a_birth_is_a_day_a_year_a_range_or_what_a_note_says(inside: str, born: tuple[str, ...]) -> None:
    assert person(f"<INDIVIDUAL_DATE_OF_BIRTH>{inside}</INDIVIDUAL_DATE_OF_BIRTH>").born == born


@pytest.mark.parametrize(
    "empty",
    [
        "",
        "<NATIONALITY/>",
        "<NATIONALITY><VALUE/></NATIONALITY>",
        "<NATIONALITY><VALUE> \n </VALUE></NATIONALITY>",
        "<NATIONALITY><VALUE>na</VALUE></NATIONALITY>",
    ],
)
def test_every_spelling_of_empty_is_empty(empty: str) -> None:
    found = un(empty)
    assert (only(found).nationalities, found.problems) == ((), ())


def test_a_nationality_is_a_code_and_one_we_do_not_know_is_said() -> None:
    found = un("<NATIONALITY><VALUE>Trinidad and Tobago</VALUE><VALUE>Atlantis</VALUE></NATIONALITY>")
    assert (only(found).nationalities, codes(found.problems)) == (("TTO",), ["country-unknown"])


@pytest.mark.parametrize(
    ("inside", "paper"),
    [
        (
            "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>Qatari passport number 00000774</NUMBER>"
            "<NOTE>expired on 27 Apr. 2014</NOTE>",
            ("P", "QAT", "00000774", "2014-04-27"),
        ),
        (
            "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>R00000001, South Sudan</NUMBER>",
            ("P", "SSD", "R00000001", ""),
        ),
        (
            "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>D 000001</NUMBER>"
            "<ISSUING_COUNTRY>Barbados</ISSUING_COUNTRY>",
            ("P", "BRB", "D 000001", ""),
        ),
        (
            "<TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT>"
            "<TYPE_OF_DOCUMENT2>Afghan national identification card (tazkira) number 44300</TYPE_OF_DOCUMENT2>",
            ("I", "AFG", "44300", ""),
        ),
        (
            "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NOTE>Tunisian passport number L 100001 issued on 28 Feb. "
            "1996, expired on 27\nFeb. 2001</NOTE>",
            ("P", "TUN", "L 100001", "2001-02-27"),
        ),
        (
            "<TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT>"
            "<TYPE_OF_DOCUMENT2>Driver's Permit</TYPE_OF_DOCUMENT2><NUMBER>800001B</NUMBER>",
            ("", "", "800001B", ""),
        ),
    ],
)
def test_a_document_is_freed_of_the_words_around_it(inside: str, paper: tuple[str, ...]) -> None:
    (document,) = person(f"<INDIVIDUAL_DOCUMENT>{inside}</INDIVIDUAL_DOCUMENT>").documents
    assert (document.type, document.issuer, document.number, document.expires) == paper


def test_what_is_not_used_is_counted_by_its_name() -> None:
    found = un(
        "<SHOE_SIZE>44</SHOE_SIZE><INDIVIDUAL_ALIAS><ALIAS_NAME>Zubo</ALIAS_NAME><MOOD>x</MOOD></INDIVIDUAL_ALIAS>"
    )
    assert sorted(problem.segment for problem in found.problems) == [
        "INDIVIDUAL/INDIVIDUAL_ALIAS/MOOD",
        "INDIVIDUAL/SHOE_SIZE",
    ]


def test_an_entity_keeps_the_brackets_of_its_name() -> None:
    found = un(
        "<ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>Tern (Hong Kong) Ltd</ALIAS_NAME></ENTITY_ALIAS>", "ENTITY"
    )
    assert [name.text for name in only(found).names] == ["Invented", "Tern (Hong Kong) Ltd"]


def test_a_list_that_points_to_other_files_reads_none_of_them() -> None:
    text = (
        '<!DOCTYPE CONSOLIDATED_LIST [<!ENTITY x SYSTEM "file:///etc/hostname">]><CONSOLIDATED_LIST><INDIVIDUALS>'
        "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>Zubo&x;</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"
    )
    assert only(loaded(text)).name == "Zubo"
