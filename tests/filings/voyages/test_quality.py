"""The checks of a traveller: each fault is found, and ordinary people are left in peace. All people are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.records import (
    Address,
    Bags,
    Document,
    Leg,
    Manifest,
    Mode,
    References,
    Role,
    Sent,
    Severity,
    Traveller,
    Voyage,
)
from roadstead.engine.reference.sufficiency import Profile, Profiles
from roadstead.engine.text import mrz
from roadstead.engine.voyages.quality import assess_manifest, assess_traveller

ON = date(2026, 11, 25)
FLIGHT = Voyage(
    carrier="2X",
    number="2X101",
    legs=(Leg(origin="MIA", destination="BGI", departure="2026-11-25T10:00", arrival="2026-11-25T14:40"),),
)
PASSPORT = Document(type="P", number="R0123457", issuer="GUY", expires="2031-02-01", issued="2021-02-02")
ANNA = Traveller(
    surname="TESTER",
    given="ANNA",
    sex="F",
    born="1980-04-16",
    nationality="GUY",
    residence="GUY",
    embark="MIA",
    disembark="BGI",
    documents=(PASSPORT,),
)
PROFILE = Profiles().profile_for(["BRB"], mode="air", category="commercial", on=ON)


def codes(traveller: Traveller, voyage: Voyage = FLIGHT) -> set[str]:
    return {finding.code for finding in assess_traveller(traveller, voyage, ON, PROFILE).findings}


def with_paper(**changed: str) -> Traveller:
    return replace(ANNA, documents=(replace(PASSPORT, **changed),))  # type: ignore[arg-type]


def test_nothing_speaks_against_an_ordinary_traveller() -> None:
    weighed = assess_traveller(ANNA, FLIGHT, ON, PROFILE)
    assert (weighed.findings, weighed.missing, weighed.profile) == ((), (), "caricom 1")


@pytest.mark.parametrize(
    ("traveller", "code"),
    [
        (replace(ANNA, surname="", given=""), "name-missing"),
        (replace(ANNA, given=""), "one-name-only"),
        (replace(ANNA, born=""), "birth-date-missing"),
        (replace(ANNA, born="1980"), "birth-date-partial"),
        (replace(ANNA, sex=""), "sex-missing"),
        (replace(ANNA, nationality=""), "nationality-missing"),
        (replace(ANNA, residence=""), "residence-missing"),
        (replace(ANNA, documents=()), "document-missing"),
        (with_paper(type=""), "document-type-missing"),
        (with_paper(number=""), "document-number-missing"),
        (with_paper(issuer=""), "document-issuer-missing"),
        (with_paper(expires=""), "document-expiry-missing"),
        (replace(ANNA, surname="UNKNOWN"), "name-placeholder"),
        (replace(ANNA, surname="FNU", given="LNU"), "name-placeholder"),
        (replace(ANNA, given="ANN4"), "name-with-digits"),
        (replace(ANNA, given="ANNA MRS"), "title-in-name"),
        (replace(ANNA, given="ANNAMRS"), "title-in-name"),
        (replace(ANNA, sent=(Sent(field="given names", value="ANNAMRS", segment=4),)), "title-in-name"),
        (replace(ANNA, given="ANNA MR"), "sex-against-title"),
        (replace(ANNA, sex="2"), "sex-unknown"),
        (replace(ANNA, born="1980-13-40"), "birth-date-impossible"),
        (replace(ANNA, born="2026-12-01"), "birth-date-in-future"),
        (replace(ANNA, born="2026-11-25"), "born-on-day-of-travel"),
        (replace(ANNA, born="1912-04-16"), "older-than-110"),
        (replace(ANNA, age_group="infant"), "age-group-differs"),
        (replace(ANNA, age_group="adult", born="2020-04-16"), "age-group-differs"),
        (replace(ANNA, nationality="QQQ"), "nationality-unknown"),
        (replace(ANNA, nationality="YUG"), "nationality-old"),
        (replace(ANNA, nationality="ROM"), "nationality-old"),
        (replace(ANNA, nationality="UTO"), "nationality-specimen"),
        (replace(ANNA, residence="QQQ"), "residence-unknown"),
        (with_paper(issuer="QQQ"), "document-issuer-unknown"),
        (with_paper(issuer="ANT"), "document-issuer-old"),
        (with_paper(issuer="UTO"), "document-issuer-specimen"),
        (with_paper(issuer="SUR"), "issuer-differs-from-nationality"),
        (with_paper(type="ZQ"), "document-type-unknown"),
        (with_paper(expires="2026-11-24"), "document-expired"),
        (with_paper(issued="2026-11-26"), "document-issued-after-travel"),
        (with_paper(issued="1979-01-01"), "document-issued-before-birth"),
        (with_paper(issued="2031-02-02"), "document-expires-before-issue"),
        (with_paper(expires="1975-02-02"), "document-expires-before-birth"),
        (with_paper(expires="2040-02-02"), "document-valid-too-long"),
        (with_paper(issued="2010-02-02", expires="2030-02-02"), "document-valid-too-long"),
        (replace(with_paper(issued="", expires="2035-02-01"), born="2020-04-16"), "childs-document-valid-too-long"),
        (with_paper(number="TBA"), "document-number-placeholder"),
        (with_paper(number="000000000"), "document-number-placeholder"),
        (with_paper(number="A1B"), "document-number-too-short"),
        (with_paper(number="A123456789B"), "document-number-too-long"),
        (with_paper(number="R0123*457"), "document-number-odd-character"),
        (with_paper(number="L898902C36"), "document-number-with-check-digit"),
        (with_paper(number="AB123456<9"), "document-check-digit-wrong"),
        (replace(with_paper(issuer="GBR"), nationality="GBR"), "document-number-unlike-issuer"),
        (replace(ANNA, embark="LHR"), "embark-off-route"),
        (replace(ANNA, disembark="POS"), "disembark-off-route"),
        (replace(ANNA, embark="BGI"), "same-port-twice"),
    ],
)
def test_each_fault_is_found(traveller: Traveller, code: str) -> None:
    assert code in codes(traveller)


@pytest.mark.parametrize(
    "traveller",
    [
        replace(ANNA, surname="DREW", given="NASR AMR"),
        replace(ANNA, surname="WILLIAMS", given="OMR", sex="M"),
        replace(ANNA, surname="TESTER", given="FNU"),
        replace(ANNA, nationality="XXA"),
        replace(ANNA, nationality="GBD", documents=(replace(PASSPORT, issuer="GBR", number="512345678"),)),
        with_paper(expires="2026-11-25"),
        with_paper(number="r0 123-457"),
        replace(ANNA, embark="KMIA", disembark="BBBGI"),
        replace(ANNA, born="1920-01-01"),
        replace(ANNA, documents=(PASSPORT, Document(type="B", number="B-77123", issuer="GUY"))),
        with_paper(issuer="D", number="C01X00T47"),
        with_paper(type="PX"),
        replace(ANNA, documents=(PASSPORT, Document(type="VN", number="V7712345", expires="2027-01-01"))),
    ],
)
def test_what_is_right_and_unusual_is_not_warned_about(traveller: Traveller) -> None:
    found = assess_traveller(traveller, FLIGHT, ON, PROFILE).findings
    assert [finding for finding in found if finding.severity is not Severity.NOTE] == []


def test_a_short_document_of_a_child_from_an_issuer_of_five_years_is_fine() -> None:
    child = replace(with_paper(issued="2024-02-01", expires="2029-02-01"), born="2020-04-16")
    assert codes(child) == set()


def test_every_issuers_pattern_fits_its_own_shape() -> None:
    samples = {
        "GBR": "512345678",
        "USA": "A12345678",
        "CAN": "AB123456",
        "FRA": "09AB12345",
        "DEU": "C01X00T47",
        "ITA": "YA1234567",
        "ESP": "PAB123456",
        "NLD": "NX12A4560",
        "IND": "K1234567",
        "CHN": "EA1234567",
        "BRA": "FZ123456",
    }
    for issuer, number in samples.items():
        right = replace(with_paper(issuer=issuer, number=number), nationality=issuer)
        assert codes(right) == set(), issuer
        wrong = replace(with_paper(issuer=issuer, number=f"{number[:4]}-{number[:4]}"), nationality=issuer)
        assert codes(wrong) == {"document-number-unlike-issuer"}, issuer


def test_ports_are_asked_for_where_the_voyage_calls_at_several() -> None:
    two = replace(FLIGHT, legs=(*FLIGHT.legs, Leg(origin="BGI", destination="POS")))
    assert "ports-missing" in codes(replace(ANNA, embark=""), two)
    assert "ports-missing" not in codes(replace(ANNA, embark=""))


def test_every_finding_tells_what_to_do_and_nothing_of_screening() -> None:
    for field in ("surname", "given", "born", "sex", "nationality", "documents"):
        for finding in assess_traveller(
            replace(ANNA, **{field: type(getattr(ANNA, field))()}), FLIGHT, ON, PROFILE
        ).findings:
            assert "Send" in finding.text or "send" in finding.text
            assert not any(word in finding.text.lower() for word in ("watch", "list of", "hit", "score", "match"))


def test_the_zone_that_came_with_a_person_is_compared_with_what_is_declared() -> None:
    zone = mrz.Zone(
        kind="TD3",
        type="P",
        issuer="GUY",
        surname="TESTER",
        given="ANNA",
        number="R0123457",
        nationality="GUY",
        born="1980-04-16",
        sex="F",
        expires="2031-02-01",
    )
    lines = tuple(Sent(field="zone", value=line, segment=1) for line in mrz.write(zone).splitlines())
    assert codes(replace(ANNA, sent=lines)) == set()
    other = assess_traveller(replace(ANNA, sent=lines, sex="M", born="1980-04-17"), FLIGHT, ON, PROFILE)
    assert [finding.code for finding in other.findings] == ["differs-from-zone"]
    assert "sex, birth date." in other.findings[0].text


# ── what only the list shows ────────────────────────────────────────────────────────────────


def listed(*people: Traveller, **changed: object) -> dict[int, set[str]]:
    manifest = replace(Manifest(voyage=FLIGHT, travellers=people), **changed)  # type: ignore[arg-type]
    weighed = assess_manifest(manifest, ON, PROFILE)
    return {at: {finding.code for finding in each.findings} for at, each in enumerate(weighed.people)}


def whole(*people: Traveller, **changed: object) -> set[str]:
    manifest = replace(Manifest(voyage=FLIGHT, travellers=people), **changed)  # type: ignore[arg-type]
    return {finding.code for finding in assess_manifest(manifest, ON, PROFILE).whole.findings}


BRUNO = replace(ANNA, given="BRUNO", sex="M", born="1979-05-05", documents=(replace(PASSPORT, number="R7654322"),))


def test_one_document_for_two_people_is_said_of_both_by_their_place() -> None:
    manifest = Manifest(voyage=FLIGHT, travellers=(ANNA, replace(BRUNO, documents=(PASSPORT,))))
    texts = [[finding.text for finding in each.findings] for each in assess_manifest(manifest, ON, PROFILE).people]
    assert "person 2 in the list" in texts[0][0]
    assert "person 1 in the list" in texts[1][0]


def test_two_namesakes_with_papers_of_their_own_are_two_people() -> None:
    namesake = replace(ANNA, documents=(replace(PASSPORT, number="R7654322"),))
    assert listed(ANNA, namesake) == {0: set(), 1: set()}
    assert "same-person-twice" in listed(ANNA, ANNA)[1]


def test_an_infant_alone_in_its_booking_is_found_and_one_with_an_adult_is_not() -> None:
    infant = replace(
        BRUNO,
        born="2025-10-01",
        references=References(booking="AB12CD"),
        documents=(replace(PASSPORT, number="R7654322", issued="2025-12-01", expires="2030-11-30"),),
    )
    parent = replace(ANNA, references=References(booking="AB12CD"))
    assert "infant-alone" in listed(ANNA, infant)[1]
    assert listed(parent, infant)[1] == set()


def test_a_part_of_a_list_is_not_blamed_for_what_may_stand_in_the_others() -> None:
    part = Manifest(voyage=FLIGHT).message
    found = whole(ANNA, declared={"passengers": 300}, message=replace(part, part="01", last_part=False))
    assert "count-differs" not in found
    assert "count-differs" in whole(ANNA, declared={"passengers": 300})


@pytest.mark.parametrize(("born", "code"), [("1990-06-07", "born-on-one-day"), ("{year}-01-01", "born-on-new-year")])
def test_birth_dates_that_are_defaults_are_said_of_the_list(born: str, code: str) -> None:
    people = [
        replace(ANNA, given=f"P{'ABCDEFGH'[at]}", born=born.format(year=1960 + at), documents=()) for at in range(8)
    ]
    assert code in whole(*people)


def test_a_close_out_is_not_asked_for_documents() -> None:
    from_reference = Traveller(surname="TESTER", references=References(booking="AB12CD"))
    head = replace(Manifest().message, function="closed_on_board")  # type: ignore[arg-type]
    assert listed(from_reference, message=head) == {0: set()}


text = st.text(max_size=14)
documents = st.builds(Document, type=text, number=text, issuer=text, expires=text, issued=text)
travellers = st.builds(
    Traveller,
    role=st.sampled_from(Role),
    surname=text,
    given=text,
    sex=text,
    born=text,
    nationality=text,
    residence=text,
    embark=text,
    disembark=text,
    documents=st.lists(documents, max_size=2).map(tuple),
    references=st.builds(References, booking=text),
    bags=st.just(Bags()),
    address=st.just(Address()),
    age_group=text,
)
legs = st.builds(Leg, origin=text, destination=text, departure=text, arrival=text)
voyages = st.builds(
    Voyage,
    mode=st.sampled_from(Mode),
    carrier=text,
    number=text,
    legs=st.lists(legs, max_size=3).map(tuple),
    category=text,
)


@given(st.lists(travellers, max_size=4), voyages)
def test_nothing_that_was_sent_makes_a_check_fail(people: list[Traveller], voyage: Voyage) -> None:
    weighed = assess_manifest(Manifest(voyage=voyage, travellers=tuple(people)), ON, PROFILE)
    assert len(weighed.people) == len(people)


def test_without_a_profile_nothing_is_required() -> None:
    assert assess_traveller(Traveller(), FLIGHT, ON, Profile()).missing == ()
