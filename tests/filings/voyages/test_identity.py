"""The same person in two messages, and two people who are not the same."""

from dataclasses import replace

import pytest

from roadstead.engine.records import Document, References, Role, Traveller
from roadstead.engine.voyages.identity import match_travellers, person_key

ANN = Traveller(
    surname="BAPTISTE", given="ANN", born="1984-02-03", documents=(Document(number="R012345", issuer="LCA"),)
)
TWIN = Traveller(
    surname="BAPTISTE", given="ANN", born="1984-02-03", documents=(Document(number="R999999", issuer="LCA"),)
)
BOB = Traveller(surname="BOVELL", given="BOB", born="1990", references=References(booking="ABC123", passenger="7"))


def found(known: list[Traveller], declared: list[Traveller]) -> list[int | None]:
    return match_travellers(known, declared)


def test_a_list_sent_again_finds_everybody_again_in_any_order() -> None:
    assert found([ANN, TWIN, BOB], [BOB, TWIN, ANN]) == [2, 1, 0]


def test_a_corrected_document_leaves_the_person_one_person() -> None:
    corrected = Traveller(surname="BAPTISTE", given="ANN", born="1984-02-03", documents=(Document(number="R012346"),))
    assert found([ANN, BOB], [corrected]) == [0]


def test_a_corrected_spelling_is_found_by_booking_reference() -> None:
    corrected = Traveller(surname="BOVEL", given="ROBERT", references=References(booking="ABC123", passenger="7"))
    assert found([ANN, BOB], [corrected]) == [1]


def test_two_travellers_on_one_document_stay_two() -> None:
    second = Traveller(surname="JOSEPH", given="KIM", born="1999-09-09", documents=ANN.documents)
    assert found([ANN, second], [second, ANN]) == [1, 0]


def test_nobody_is_taken_twice_and_a_newcomer_is_new() -> None:
    assert found([ANN], [ANN, ANN]) == [0, None]
    assert found([ANN], [BOB]) == [None]


def test_a_nameless_person_without_papers_is_always_new() -> None:
    assert found([ANN, Traveller()], [Traveller()]) == [None]


def test_the_person_key_holds_as_long_as_the_identifiers_do() -> None:
    other_order = Traveller(surname="ANN", given="BAPTISTE", born=ANN.born, documents=ANN.documents)
    spaced = Traveller(
        surname="BAPTISTE", given="ANN", born=ANN.born, documents=(Document(number="R 012-345", issuer="LCA"),)
    )
    assert person_key(ANN) == person_key(other_order) == person_key(spaced)
    assert len({person_key(each) for each in (ANN, TWIN, BOB)}) == 3


def test_namesakes_with_other_birth_dates_and_papers_stay_two() -> None:
    one = Traveller(surname="LI", given="WEI", born="1980-01-01", documents=(Document(type="P", number="E1"),))
    other = Traveller(surname="LI", given="WEI", born="1991-02-02", documents=(Document(type="P", number="E2"),))
    assert found([one], [other]) == [None]
    assert found([one, other], [other, one]) == [1, 0]


def test_the_same_number_on_the_crew_list_and_the_passenger_list_is_two_people() -> None:
    passenger = Traveller(surname="ROE", references=References(passenger="1"))
    crew = Traveller(surname="DOE", role=Role.CREW, references=References(passenger="1"))
    assert found([passenger], [crew]) == [None]


def test_a_reference_alone_finds_the_person_of_a_close_out() -> None:
    closed = Traveller(references=References(booking="ABC123", passenger="7"))
    assert found([ANN, BOB], [closed]) == [1]


def test_a_name_alone_stands_for_nobody() -> None:
    assert person_key(Traveller(surname="SMITH", given="JOHN")) is None


def test_a_country_written_otherwise_and_a_visa_beside_the_passport_are_the_same_identifiers() -> None:
    papers = (Document(type="P", number="R1", issuer="GBR"),)
    visa = Document(type="V", number="V1")
    one = Traveller(surname="ROE", born="1980-01-01", nationality="GBR", documents=papers)
    other = Traveller(surname="ROE", born="1980-01-01", nationality="GB", documents=(visa, *papers))
    assert person_key(one) == person_key(other)


# ── one person, told otherwise ──────────────────────────────────────────────────────────────


def told(surname: str, given: str, born: str = "", paper: str = "", booking: str = "", number: str = "") -> Traveller:
    documents = (Document(type="P", number=paper),) if paper else ()
    references = References(booking=booking, passenger=number)
    return Traveller(surname=surname, given=given, born=born, documents=documents, references=references)


ONE_PERSON = {
    "spelling and document at once, one number": (
        told("SMYTHE", "JON", "1980-01-01", "A1", "B1", "7"),
        told("SMITH", "JOHN", "1980-01-01", "A2", "B1", "7"),
    ),
    "a married name on the old passport": (
        told("ROE", "ANN", "1980-01-01", "A1"),
        told("DOE", "ANN", "1980-01-01", "A1"),
    ),
    "a married name on a new passport": (
        told("ROE", "ANN", "1980-01-01", "A1", "B1"),
        told("DOE", "ANN", "1980-01-01", "A2", "B1"),
    ),
    "surname and given name swapped": (told("LI", "WEI", "1980-01-01"), told("WEI", "LI", "1980-01-01", "A1")),
    "booked without papers, then listed with them": (
        told("ROE", "ANN", booking="B1"),
        told("ROE", "ANN", "1980-01-01", "A1", "B1"),
    ),
    "booked by the first name, listed by all": (
        told("ROE", "ANN", booking="B1"),
        told("ROE", "ANN MARIE", "1980-01-01", "A1", "B1"),
    ),
    "a middle name added and the passport renewed": (
        told("ROE", "ANN", "1980-01-01", "A1"),
        told("ROE", "ANN MARIE", "1980-01-01", "A2"),
    ),
    "an initial for a name": (told("ROE", "A M", "1980-01-01"), told("ROE", "ANN MARIE", "1980-01-01", "A1")),
    "O for 0": (told("ROW", "ANNA", "1980-01-01", "AO1I"), told("ROE", "ANN", "1980-01-01", "A01I")),
    "O for 0 and no birth date": (told("ROE", "ANN", "", "AO1I"), told("ROE", "ANN", "", "A011")),
}
TWO_PEOPLE = {
    "twins, one of them new": (
        told("TWIN", "ONE", "2001-05-05", "A1", "B1", "1"),
        told("TWIN", "TWO", "2001-05-05", "A2", "B1", "2"),
    ),
    "twins without numbers": (told("TWIN", "ONE", "2001-05-05", "A1"), told("TWIN", "TWO", "2001-05-05", "A2")),
    "twins in a booking, no papers": (told("TWIN", "ONE", booking="B1"), told("TWIN", "TWO", booking="B1")),
    "father and son of one name": (
        told("ROE", "JOHN", "1950-01-01", "A1", "B1"),
        told("ROE", "JOHN", "1980-01-01", "A2", "B1"),
    ),
    "mother and infant, one surname, one beginning": (
        told("ROE", "ANN", booking="B1"),
        told("ROE", "ANNABEL", booking="B1"),
    ),
    "namesakes numbered apart": (
        told("LI", "WEI", "1980-01-01", "A1", "B1", "1"),
        told("LI", "WEI", "1980-01-01", "A2", "B1", "2"),
    ),
}


@pytest.mark.parametrize("pair_of", ONE_PERSON.values(), ids=ONE_PERSON.keys())
def test_one_person_told_otherwise_stays_one(pair_of: tuple[Traveller, Traveller]) -> None:
    one, other = pair_of
    assert found([BOB, one], [other]) == [1]
    assert found([other, BOB], [one]) == [0]


@pytest.mark.parametrize("pair_of", TWO_PEOPLE.values(), ids=TWO_PEOPLE.keys())
def test_two_people_who_are_alike_stay_two(pair_of: tuple[Traveller, Traveller]) -> None:
    one, other = pair_of
    assert found([one], [other]) == [None]
    assert found([one, other], [other, one]) == [1, 0]


def test_twins_whose_papers_or_numbers_were_exchanged_keep_their_names() -> None:
    one, two = TWO_PEOPLE["twins, one of them new"]
    papers = [replace(one, documents=two.documents), replace(two, documents=one.documents)]
    numbers = [replace(one, references=two.references), replace(two, references=one.references)]
    assert found([one, two], papers) == [0, 1]
    assert found([one, two], list(reversed(numbers))) == [1, 0]
