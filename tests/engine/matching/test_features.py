"""Each feature: the bits, and the sentence an officer reads."""

from collections import Counter
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.matching.explain import Pair, align
from roadstead.engine.matching.features.documents import document, needs_second_identifier
from roadstead.engine.matching.features.evidence import (
    BITS,
    DECLARED_ALONE,
    LISTED_ALONE,
    NO_EVIDENCE,
    UNDAMPED_BITS,
    UNDATED,
    Score,
    birth_date,
    damping,
    declared_alone,
    evidence,
    listed_alone,
    name_part,
    nationality,
    nationality_code,
    open_pair,
    sex,
)
from roadstead.engine.matching.features.evidence import MAX_PART_BITS as MOST
from roadstead.engine.matching.frequencies import UNKNOWN_PART_SHARE, Frequencies, background
from roadstead.engine.matching.kernel.neighbours import BY_LENGTH, share_of
from roadstead.engine.matching.kernel.pairing import damped
from roadstead.engine.records import Document
from roadstead.engine.text.dates import Relation

NUMBER: Final = "TX1234567"


def in_english(score: Score) -> tuple[float, str]:
    """The bits with the sentence in English."""
    return score.bits, str(score.reason)


@pytest.mark.parametrize(
    ("declared", "listed", "bits"),
    [
        ("1975-03-04", ("1975-03-04",), 14.0),
        ("1975-01-01", ("1975-01-01",), 11.0),  # 1 January is often a year in disguise
        ("1975-03-04", ("1975-04-03",), 8.0),
        ("1975-03-04", ("1975-03",), 7.0),
        ("1975-03-04", ("1975-03-05",), 6.0),
        ("1975-03-04", ("1957-03-04",), 6.0),  # two digits changed places
        ("1975-03-04", ("1975",), 5.5),
        ("1975-03-04", ("1974/1977",), 5.5),
        ("1975-03-04", ("1976",), -0.5),
        ("1975-03-04", ("1969-12-30",), -8.0),
        ("1975-03-04", ("1969-12-30", "1975-03-04"), 14.0),  # the best of several
    ],
)
def test_birth_dates_add_what_a_stranger_would_hardly_share(
    declared: str, listed: tuple[str, ...], bits: float
) -> None:
    score = birth_date(declared, listed)
    assert score.bits == bits
    assert declared in str(score.reason)


@pytest.mark.parametrize(
    ("declared", "listed"),
    [("", ("1975",)), ("", ()), ("0000-01-01", ("1975",)), ("0000-01-01", ()), ("born", ("unknown",))],
)
def test_an_unknown_birth_date_says_nothing(declared: str, listed: tuple[str, ...]) -> None:
    assert birth_date(declared, listed) == NO_EVIDENCE


def test_an_entry_without_birth_date_is_met_by_everybody_of_its_name_and_says_a_little_less() -> None:
    assert birth_date("1975", ("1969",)).bits < birth_date("1975", ()).bits == UNDATED.bits < 0


@pytest.mark.parametrize("listed", [("unknown",), ("",), ("unknown", "0000-00-00")])
def test_a_listed_birth_date_that_cannot_be_read_says_as_much_as_none(listed: tuple[str, ...]) -> None:
    assert birth_date("1975-03-04", listed).bits == UNDATED.bits
    assert "cannot be read" in str(birth_date("1975-03-04", listed).reason)
    assert birth_date("1975-03-04", (*listed, "1975-03-04")).bits == 14.0


@pytest.mark.parametrize("relation", sorted(BITS.keys() - {Relation.CONTRADICTS}))
def test_a_birth_date_that_does_not_contradict_says_no_less_than_none_at_all(relation: Relation) -> None:
    assert BITS[relation] >= UNDATED.bits > BITS[Relation.CONTRADICTS]


def test_a_birth_date_that_is_only_close_says_why_it_adds_nothing() -> None:
    assert in_english(birth_date("1975-03-04", ("1976",))) == (
        -0.5,
        "Born 1975-03-04, listed 1976: close dates, which is about as common among strangers.",
    )


def test_a_rare_nationality_says_more_than_a_common_one() -> None:
    assert nationality("SUR", ("SUR",), 0.01).bits > nationality("SUR", ("SUR",), 0.3).bits > 0
    assert nationality("SUR", ("SUR",), 0.0001).bits == 5.0
    assert in_english(nationality("SUR", ("GUY", "BRB"), 0.1)) == (
        -2.0,
        "Different nationality (Suriname, listed Guyana, Barbados).",
    )
    assert nationality("", ("GUY",), 0.1) == nationality("SUR", (), 0.1) == NO_EVIDENCE


@pytest.mark.parametrize(
    ("sent", "known"),
    [("D", "DEU"), ("GBD", "GBR"), ("BB", "BRB"), ("XXA", ""), ("UNO", ""), ("XCC", ""), ("??", "")],
)
def test_nationalities_are_compared_by_the_state_behind_the_code(sent: str, known: str) -> None:
    assert nationality_code(sent) == known


def test_sex_differing_costs_and_never_decides() -> None:
    assert sex("F", "F").bits == 0.9
    assert in_english(sex("F", "M")) == (-5.0, "Declared female, listed male.")
    assert sex("X", "M") == sex("", "M") == NO_EVIDENCE


def test_a_rarer_part_and_a_closer_spelling_say_more() -> None:
    assert evidence(1.0, 0.001) > evidence(1.0, 0.01) > evidence(0.93, 0.01) > evidence(0.85, 0.01) > 0
    assert evidence(1.0, 1e-9) == MOST
    assert evidence(0.85, 1.0) > 0  # agreeing never speaks against


def test_a_name_part_says_how_it_is_written_and_how_many_have_it() -> None:
    written = name_part("mohamed", "mohammad", "spelling variant", 2.3, 1 / 60)
    assert (
        str(written.reason)
        == "MOHAMED is written Mohammad on the list (spelling variant). 1 in 60 people has this part in their name."
    )
    assert str(name_part("lopez", "lopez", "same spelling", 7.0, 1 / 250).reason).startswith(
        "LOPEZ is in the listed name. 1 in 250"
    )


@pytest.mark.parametrize(
    ("declared", "listed", "bits"),
    [
        ("t", "tobiah", 0.3),
        ("to", "tobiah", 1.0),
        ("tobi", "tobiah", 3.0),
        ("tobia", "tobiah", 5.0),
        ("catherine", "kathryne", 2.0),
        ("tester", "tasker", 2.0),
        ("tester", "tanner", -2.0),
        ("mazrk", "mark", 3.5),
        ("amikr", "amir", 3.5),
    ],
)
def test_parts_without_partner_may_still_be_a_beginning_or_similar(declared: str, listed: str, bits: float) -> None:
    score = open_pair(declared, listed)
    assert score is not None
    assert score.bits == bits


def test_what_stays_alone_speaks_against_and_more_so_when_declared() -> None:
    assert open_pair("tobiah", "quentin") is None
    assert declared_alone("tobiah").bits == DECLARED_ALONE < LISTED_ALONE == listed_alone("quentin").bits < 0


def test_a_part_common_at_the_gate_is_not_rare_because_the_list_lacks_it() -> None:
    nobody = Frequencies(counts=Counter(), names=100_000)
    assert nobody.share(["smith"]) == background()["smith"] > UNKNOWN_PART_SHARE > nobody.share(["quentinmaddox"])


def test_a_long_list_knows_better_than_a_guess_how_rare_a_part_is_and_a_short_one_does_not() -> None:
    once = Counter({"quentinmaddox": 1})
    short, long = (Frequencies(counts=once, names=names).share(["quentinmaddox"]) for names in (10, 1_000_000))
    assert UNKNOWN_PART_SHARE < short < 3 * UNKNOWN_PART_SHARE
    assert 1 / 1_000_000 < long < 2 / 1_000_000


@given(st.floats(0, 1e6), st.floats(0, 0.02), st.integers(1, 24), st.floats(1, 1e6))
def test_how_common_a_part_is_is_told_alike_by_the_compiled_twin(
    counts: float, known: float, length: int, names: float
) -> None:
    listed = Frequencies(counts=Counter({"q" * length: int(counts)}), names=int(names))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("roadstead.engine.matching.frequencies.background", lambda: {"q" * length: known})
        expected = listed.share(["q" * length])
    assert share_of(float(int(counts)), known, float(BY_LENGTH[length]), float(int(names))) == pytest.approx(expected)


def test_a_short_part_is_taken_to_be_common_because_there_are_few_of_them() -> None:
    nobody = Frequencies(counts=Counter(), names=100_000)
    assert nobody.share(["zq"]) > nobody.share(["zqx"]) > nobody.share(["zqxw"]) > nobody.share(["zqxwv"])


@pytest.mark.parametrize(
    ("declared", "listed", "bits", "words"),
    [
        (Document(number="tx 123-4567", issuer="BB"), Document(number=NUMBER, issuer="BRB"), 25.0, "of Barbados"),
        (Document(number=NUMBER), Document(number=NUMBER, issuer="BRB"), 20.0, "there is no issuer to compare"),
        (Document(number="TXI234567", issuer="BRB"), Document(number=NUMBER, issuer="BRB"), 19.0, "looks similar"),
        (Document(number="0123456"), Document(number="123456"), 14.0, "sometimes match by chance"),
        (
            Document(number=NUMBER, issuer="BB", type="P"),
            Document(number=NUMBER, issuer="BB", type="I"),
            22.0,
            "is listed as I",
        ),
    ],
)
def test_document_numbers_meet_through_separators_zeros_and_tired_eyes(
    declared: Document, listed: Document, bits: float, words: str
) -> None:
    score = document(declared, listed)
    assert score.bits == bits
    assert words in str(score.reason)


@pytest.mark.parametrize(
    ("declared", "listed"),
    [
        (Document(number=NUMBER, issuer="BRB"), Document(number=NUMBER, issuer="GUY")),
        (Document(number=NUMBER), Document(number="TX1234568")),
        (Document(number=""), Document(number="")),
    ],
)
def test_another_number_or_another_issuer_is_another_document(declared: Document, listed: Document) -> None:
    assert document(declared, listed) == NO_EVIDENCE


def test_only_a_short_number_without_issuer_needs_a_second_identifier() -> None:
    assert needs_second_identifier(Document(number="12345"), Document(number="12345", issuer="BRB"))
    assert not needs_second_identifier(Document(number="12345", issuer="BRB"), Document(number="12345", issuer="BRB"))
    assert not needs_second_identifier(Document(number="123456"), Document(number="123456"))


def test_of_what_speaks_for_a_whole_name_beyond_one_part_a_share_counts_and_a_longer_one_never_less() -> None:
    assert damping(UNDAMPED_BITS) is None
    said = [bits + (taken.bits if (taken := damping(bits)) else 0.0) for bits in (-4.0, 9.0, 10.0, 15.0, 20.0, 45.0)]
    assert said == [-4.0, 9.0, 10.0, 12.0, 14.0, 24.0]
    assert [damped(bits) for bits in (-4.0, 9.0, 10.0, 15.0, 20.0, 45.0)] == said


def test_a_part_left_alone_costs_a_rare_name_as_much_as_a_common_one() -> None:
    same = [Pair("anna", "anna", "same", bits, 1e-3, 1, 1) for bits in (9.0, 30.0)]
    whole = [align(["anna"], ["anna"], [pair]).bits for pair in same]
    with_more = [align(["anna", "quist"], ["anna"], [pair]).bits for pair in same]
    assert [more - less for more, less in zip(with_more, whole, strict=True)] == pytest.approx([DECLARED_ALONE] * 2)
