"""Dates as they are sent and listed, and how two of them stand to each other."""

import csv
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.text.dates import (
    PROBLEMS,
    ParsedDate,
    Precision,
    Relation,
    compare_dates,
    datetime_local,
    earliest,
    is_impossible,
    latest,
    parse,
    parse_each,
    relation_words,
)
from tests.library import LISTS

FLIGHT = "2026-11-25"
DAYS = st.dates(date(1800, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("sent", "form", "iso"),
    [
        ("800416", "", "1980-04-16"),
        (" 800416", "101", "1980-04-16"),
        ("261125", "", "2026-11-25"),  # born on the day of the flight
        ("261126", "", "1926-11-26"),  # a day later can only be a century ago
        ("000229", "", "2000-02-29"),
        ("19800416", "", "1980-04-16"),
        ("19800416", "102", "1980-04-16"),
        ("1980", "602", "1980"),
        ("198004", "610", "1980-04"),
        ("202611251620", "203", "2026-11-25"),
        ("19650101-19671231", "718", "1965-01-01/1967-12-31"),
        ("1965010119671231", "718", "1965-01-01/1967-12-31"),
        ("80<<<<", "", "1980"),
        ("8004<<", "", "1980-04"),
        ("80 04 16", "", "1980-04-16"),
        ("800400", "", "1980-04"),
        ("19800000", "", "1980"),
        ("00<<<<", "", "2000"),
        ("1980-04-16", "", "1980-04-16"),
        ("1980-04-16T00:00:00Z", "", "1980-04-16"),
        ("1980-00-00", "", "1980"),
        ("1980-4-6", "", "1980-04-06"),
        ("16APR80", "", "1980-04-16"),
        ("16 Apr 1980", "", "1980-04-16"),
        ("16 Apr.1980", "", "1980-04-16"),
        ("16th of April, 1980", "", "1980-04-16"),
        ("April 16, 1980", "", "1980-04-16"),
        ("16 août 1980", "", "1980-08-16"),
        ("16 de abril de 1980", "", "1980-04-16"),
        ("April 1980", "", "1980-04"),
        ("Nov. 1980", "", "1980-11"),
        ("04/1980", "", "1980-04"),
        ("13.7.2026", "", "2026-07-13"),
        ("03/04/1980", "", "1980-04-03"),
        ("16041980", "", "1980-04-16"),
        ("DOB 14 Jun 1975", "", "1975-06-14"),
        ("(a) 1.2.1965", "", "1965-02-01"),
        ("1965 to 1967", "", "1965/1967"),
        ("1965-1967", "", "1965/1967"),
        ("1965/1967", "", "1965/1967"),
        ("between 1965 and 1967", "", "1965/1967"),
        ("01 Jan 1965 to 31 Mar 1967", "", "1965-01-01/1967-03-31"),
    ],
)
def test_a_date_is_read_however_it_is_sent(sent: str, form: str, iso: str) -> None:
    read = parse(sent, not_after=FLIGHT, form=form)
    assert (read.iso, read.problem) == (iso, "")


@pytest.mark.parametrize(
    ("sent", "form", "iso", "problem"),
    [
        ("", "", "", ""),
        ("<<<<<<", "", "", "date-unknown"),
        ("000000", "", "", "date-unknown"),
        ("unknown", "", "", "date-unknown"),
        ("999999", "", "", "date-impossible"),
        ("801304", "", "", "date-impossible"),
        ("30 Feb 1980", "", "", "date-impossible"),
        ("1967 to 1965", "", "", "date-impossible"),
        ("99", "", "", "date-not-understood"),
        ("tomorrow", "", "", "date-not-understood"),
        ("16 Apr (year unknown)", "", "", "date-not-understood"),
        ("1962 or 1963", "", "", "date-not-understood"),
        ("13/04/1399 (Hijri Calendar)", "", "", "other-calendar"),
        ("2027-01-01", "", "2027-01-01", "date-after-limit"),
        ("800416", "102", "1980-04-16", "form-mismatch"),
        ("04/16/1980", "", "1980-04-16", "month-first"),
        ("1620", "401", "", "only-a-time"),
    ],
)
def test_what_is_wrong_with_a_date_is_said(sent: str, form: str, iso: str, problem: str) -> None:
    read = parse(sent, not_after=FLIGHT, form=form)
    assert (read.iso, read.problem) == (iso, problem)
    assert not problem or PROBLEMS[problem]


def test_circa_stays_with_the_date() -> None:
    assert parse("circa 1965") == ParsedDate(iso="1965", precision=Precision.YEAR, approximate=True)
    assert parse("approximately 1965").approximate
    assert parse("between 1965 and 1967 (Approximately )").approximate
    assert parse("1965 (presumed)").iso == parse("Probably 1965").iso == "1965"
    assert not parse("1965").approximate


def test_a_two_digit_year_is_not_guessed_without_a_voyage() -> None:
    assert parse("800416").problem == "century-unknown"
    assert parse("800416", not_after="nonsense").problem == "century-unknown"


def test_a_document_date_is_of_the_century_it_is_told() -> None:
    assert parse("310416", century="20", not_after="").iso == "2031-04-16"
    assert parse("16APR31", century="20").iso == "2031-04-16"


def test_the_voyage_may_be_known_by_its_month_only() -> None:
    assert parse("261130", not_after="2026-11").iso == "2026-11-30"
    assert parse("261201", not_after="2026-11").iso == "1926-12-01"
    assert parse("261125", not_after="2026-11-25T16:20").iso == "2026-11-25"


def test_a_cell_of_several_dates_gives_each() -> None:
    assert [one.iso for one in parse_each("(a) 1.2.1965, (b) 1966")] == ["1965-02-01", "1966"]
    assert [one.iso for one in parse_each("1962 or 3 Mar 1963; 1970 and 1971")] == [
        "1962",
        "1963-03-03",
        "1970",
        "1971",
    ]
    assert [one.iso for one in parse_each("1959; (Aug. 1961); 1 Jan. 1961")] == ["1959", "1961-08", "1961-01-01"]
    assert [one.iso for one in parse_each("between 1965 and 1967")] == ["1965/1967"]
    assert [one.iso for one in parse_each("15.4.1957, 22.2.1958 (or April 16, 1959)")] == [
        "1957-04-15",
        "1958-02-22",
        "1959-04-16",
    ]
    assert [
        (one.iso, one.problem) for one in parse_each("1340 (Iranian Hijri calendar), 1961 (Gregorian calendar)")
    ] == [
        ("", "other-calendar"),
        ("1961", ""),
    ]


def test_the_impossible_is_told_from_the_unreadable() -> None:
    assert is_impossible("999999")
    assert is_impossible("31 Feb 1980")
    assert not is_impossible("000229")
    assert not is_impossible("tomorrow")
    assert not is_impossible("")


@pytest.mark.parametrize(
    ("sent", "form", "iso", "problem"),
    [
        ("2611251620", "201", "2026-11-25T16:20", ""),
        (" 202611251620", "203", "2026-11-25T16:20", ""),
        ("20261125162059", "204", "2026-11-25T16:20", ""),
        ("202611251620UTC", "303", "2026-11-25T16:20", "zone-ignored"),
        ("2611251620UTC", "301", "2026-11-25T16:20", "zone-ignored"),
        ("2611251620", "", "2026-11-25T16:20", ""),
        ("2611252400", "201", "2026-11-26T00:00", ""),
        ("2611252500", "201", "2026-11-25", "time-impossible"),
        ("2611251660", "201", "2026-11-25", "time-impossible"),
        ("2613251620", "201", "", "date-impossible"),
        ("261125", "101", "2026-11-25", ""),
        ("20261125", "102", "2026-11-25", ""),
        ("2611251620", "203", "2026-11-25T16:20", "form-mismatch"),
        ("2026-11-25T16:20:00", "", "2026-11-25T16:20", ""),
        ("25/11/2026 16:20", "", "2026-11-25T16:20", ""),
        ("25NOV26 1620", "", "2026-11-25T16:20", ""),
        ("2026-11-25T16:20Z", "", "2026-11-25T16:20", "zone-ignored"),
        ("", "201", "", ""),
        ("soon", "201", "", "date-not-understood"),
    ],
)
def test_a_time_is_local_to_the_port(sent: str, form: str, iso: str, problem: str) -> None:
    read = datetime_local(sent, form)
    assert (read.iso, read.problem) == (iso, problem)


@pytest.mark.parametrize(
    ("declared", "listed", "relation"),
    [
        ("1980-04-16", "1980-04-16", Relation.EQUAL),
        ("1980-04-16", "1980-04", Relation.MONTH_EQUAL),
        ("1980-04", "1980-04", Relation.MONTH_EQUAL),
        ("1980-04-16", "1980", Relation.YEAR_EQUAL),
        ("1980", "1980-04", Relation.YEAR_EQUAL),
        ("1966-04-16", "1965/1967", Relation.YEAR_EQUAL),
        ("1980-04-16", "1980-01-01", Relation.YEAR_EQUAL),  # a year in disguise
        ("1980-04-05", "1980-05-04", Relation.SWAPPED),
        ("1980-04-16", "1980-04-17", Relation.NEAR),
        ("1980-04-16", "1981-04-16", Relation.NEAR),
        ("1956-04-16", "1965-04-16", Relation.NEAR),
        ("1980-04-12", "1980-04-21", Relation.NEAR),
        ("1980-04-16", "1980-04-29", Relation.CLOSE),
        ("1980-04-16", "1980-05-10", Relation.CLOSE),
        ("1980-04-16", "1980-05", Relation.CLOSE),
        ("1980-04-16", "1981", Relation.CLOSE),
        ("1968-04-16", "1965/1967", Relation.CLOSE),
        ("1980-04-16", "1980-09-20", Relation.CONTRADICTS),
        ("1980-04-16", "1965", Relation.CONTRADICTS),
        ("1980-04-16", "1965/1967", Relation.CONTRADICTS),
        ("1980-04-16", "", Relation.UNKNOWN),
        ("", "", Relation.UNKNOWN),
        ("nonsense", "1980", Relation.UNKNOWN),
    ],
)
def test_how_two_dates_stand_to_each_other(declared: str, listed: str, relation: Relation) -> None:
    assert compare_dates(declared, listed) is relation
    assert compare_dates(listed, declared) is relation


@pytest.mark.parametrize("relation", list(Relation))
def test_every_relation_has_its_sentence(relation: Relation) -> None:
    assert str(relation_words(relation, "1980-04-16", "1980")).startswith(("Born 1980-04-16", "The birth date"))


def test_a_partial_date_covers_its_days() -> None:
    assert (earliest("1980"), latest("1980")) == (date(1980, 1, 1), date(1980, 12, 31))
    assert (earliest("1980-02"), latest("1980-02")) == (date(1980, 2, 1), date(1980, 2, 29))
    assert (earliest("1965/1967-03"), latest("1965/1967-03")) == (date(1965, 1, 1), date(1967, 3, 31))
    assert earliest("") is latest("1980-13") is earliest("1967/1965") is None


FORMATS = ["%Y-%m-%d", "%Y%m%d", "%d %b %Y", "%d%b%Y", "%B %d, %Y", "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%dT%H:%M"]


@given(DAYS, st.sampled_from(FORMATS))
def test_a_written_date_is_read_back(day: date, form: str) -> None:
    assert parse(day.strftime(form)) == ParsedDate(iso=day.isoformat(), precision=Precision.DAY)


@given(DAYS, st.integers(0, 36_000))
def test_a_two_digit_year_is_the_latest_not_after_the_voyage(flight: date, age: int) -> None:
    born = flight - timedelta(days=age)
    read = parse(born.strftime("%y%m%d"), not_after=flight.isoformat())
    if born.year >= 1800:
        assert earliest(read.iso) is not None
        assert born.isoformat() <= read.iso <= flight.isoformat()


@given(
    st.text(max_size=40) | st.from_regex(r"[0-9<X]{4,16}|[0-9 ./-]{6,12}", fullmatch=True),
    DAYS,
    st.sampled_from(["", "101", "102", "201", "203", "204", "303", "602", "718", "401", "?"]),
)
def test_no_text_makes_it_stumble(text: str, flight: date, form: str) -> None:
    for read in (parse(text, not_after=flight.isoformat(), form=form), *parse_each(text), datetime_local(text, form)):
        assert read.iso == "" or earliest(read.iso) is not None
        assert read.problem == "" or read.problem in PROBLEMS
        assert bool(read.iso) == bool(read.precision)


@given(st.from_regex(r"[0-9]{2}[0-9<]{4}", fullmatch=True), DAYS)
def test_a_two_digit_year_never_lies_after_the_voyage(text: str, flight: date) -> None:
    first = earliest(parse(text, not_after=flight.isoformat()).iso)
    assert first is None or first <= flight


@given(DAYS, DAYS)
def test_the_relation_is_the_same_either_way_round(one: date, other: date) -> None:
    for a in (one.isoformat(), one.isoformat()[:7], one.isoformat()[:4]):
        assert compare_dates(a, other.isoformat()) is compare_dates(other.isoformat(), a)


@given(DAYS)
def test_a_shortened_date_never_contradicts_itself(day: date) -> None:
    iso = day.isoformat()
    assert compare_dates(iso, iso) is Relation.EQUAL
    assert compare_dates(iso, iso[:7]) is Relation.MONTH_EQUAL
    assert compare_dates(iso, iso[:4]) is Relation.YEAR_EQUAL


@pytest.mark.library
def test_every_birth_date_of_the_ofac_list_is_read() -> None:
    text = (LISTS / "us_ofac/2021-07/sdn.csv").read_text("latin-1")
    written = re.findall(r'DOB ([^;"\n]*?)(?:;|\.?")', text)
    assert len(written) > 2000
    assert [one for one in written if not parse(one).iso] == []


@pytest.mark.library
def test_nearly_every_birth_date_of_the_eu_lists_is_read() -> None:
    read = [
        one
        for path in (LISTS / "eu_journal").glob("*.csv")
        for row in csv.DictReader(path.read_text("utf-8-sig").splitlines())
        for one in parse_each(row.get("birthDate") or "")
    ]
    assert len(read) > 3000
    assert sum(bool(one.iso) for one in read) > 0.98 * len(read)
