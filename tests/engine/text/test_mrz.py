"""The machine readable zone: what is printed is read, what is written can be read again, what is odd is said."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.text import mrz
from roadstead.engine.text.mrz import Check, Zone
from tests import library

CORPUS = library.CORPUS / "mrz"
EXPECTED: Mapping[str, Any] = library.expected("mrz")
FIELDS = ("kind", "type", "issuer", "surname", "given", "number", "optional", "nationality", "sex")
DIGITS = {"number": "number", "dob": "born", "expiry": "expires", "optional": "optional", "composite": "composite"}

PASSPORT = mrz.write(
    Zone(
        kind="TD3",
        type="P",
        issuer="GRD",
        surname="BAPTISTE",
        given="CORAL ANN",
        number="GD1204508",
        nationality="GRD",
        born="1984-05-18",
        sex="F",
        expires="2031-02-11",
    )
)


def zone(text: str, not_after: str = "") -> Zone:
    found = mrz.read(text, not_after=not_after)
    assert found is not None
    return found


def codes(found: Zone) -> set[str]:
    return {oddity.code for oddity in found.oddities}


# ── the corpus ──────────────────────────────────────────────────────────────────────────────


def is_right(found: Zone) -> bool:
    """Whether no check digit is wrong, or missing where it must stand."""
    return all(digit.check is Check.RIGHT for digit in found.digits if digit.field not in found.without_check)


def specimen(name: str) -> tuple[str, Zone]:
    text = (CORPUS / name).read_bytes().decode()
    return text, zone(text)


@pytest.mark.library
@pytest.mark.parametrize("name", EXPECTED)
def test_every_field_of_a_specimen_is_read(name: str) -> None:
    wanted, (_, found) = EXPECTED[name], specimen(name)
    assert {field: getattr(found, field) for field in FIELDS if field in wanted} == {
        field: wanted[field] for field in FIELDS if field in wanted
    }
    assert not found.born or found.born[2:].replace("-", "") == wanted["dob"]
    assert (
        not found.expires or found.expires == f"20{wanted['expiry'][:2]}-{wanted['expiry'][2:4]}-{wanted['expiry'][4:]}"
    )


@pytest.mark.library
@pytest.mark.parametrize("name", EXPECTED)
def test_every_check_digit_of_a_specimen_is_judged(name: str) -> None:
    _, found = specimen(name)
    judged = {digit.field: digit.check is Check.RIGHT for digit in found.digits}
    assert judged == {DIGITS[of]: right for of, right in EXPECTED[name]["check_digits"].items()}
    assert is_right(found) == EXPECTED[name]["check_digits_ok"]


@pytest.mark.library
@pytest.mark.parametrize("name", [name for name, wanted in EXPECTED.items() if wanted["check_digits_ok"]])
def test_a_specimen_is_written_as_it_was_printed(name: str) -> None:
    text, found = specimen(name)
    assert mrz.write(found) == text.strip()


# ── both ways ───────────────────────────────────────────────────────────────────────────────

WORD = st.text(string.ascii_uppercase, min_size=1, max_size=6)
NAME = st.lists(WORD, min_size=1, max_size=2).map(" ".join)
DATES = st.dates().map(lambda day: day.isoformat())
PARTS = st.sampled_from((10, 7, 4, 0))  # of an ISO date: all, to the month, the year, nothing
NUMBER = st.text(string.ascii_uppercase + string.digits, max_size=9)
COUNTRY = st.sampled_from(("D", "GRD", "XXA", "XXB", "XXC", "XXX", "UNO", "UNA", "UNK", "EUE", "XOM", "XPO", "XCC",
                           "XBA", "XIM", "XMP", "RKS", "GBD", "GBN", "GBO", "GBP", "GBS", "IAO", "UTO"))  # fmt: skip
TYPES = {"TD1": "I", "TD2": "ID", "TD3": "P", "MRVA": "V", "MRVB": "VB"}


@st.composite
def zones(draw: st.DrawFn) -> Zone:
    kind = draw(st.sampled_from(tuple(TYPES)))
    longer = draw(st.text(string.ascii_uppercase + string.digits, max_size=4)) if kind in ("TD1", "TD2") else ""
    number = draw(NUMBER)
    return Zone(
        kind=kind,
        type=TYPES[kind],
        issuer=draw(COUNTRY),
        surname=draw(NAME),
        given=draw(NAME),
        number=number + longer if len(number) == 9 else number,
        nationality=draw(COUNTRY),
        born=_cut(draw(st.integers(1930, 2026)), draw(DATES), draw(PARTS)),
        sex=draw(st.sampled_from(("M", "F", "X", ""))),
        expires=_cut(draw(st.integers(2000, 2099)), draw(DATES), draw(PARTS)),
        optional=draw(st.text(string.digits, max_size=7 if kind == "TD1" else 1 if kind == "TD2" else 8)),
    )


def _cut(year: int, day: str, size: int) -> str:
    return f"{year:04}{day[4:]}"[:size].replace("02-29", "02-28")


@given(zones())
def test_what_is_written_is_read_back(wanted: Zone) -> None:
    assert zone(mrz.write(wanted), not_after="2026-12-31") == wanted


@given(zones(), st.text(max_size=60), st.text(max_size=60))
def test_names_of_any_length_and_script_give_lines_that_stay_the_same(like: Zone, surname: str, given: str) -> None:
    lines = mrz.write(replace(like, surname=surname, given=given))
    layout = mrz.LAYOUTS[like.kind]
    assert [len(line) for line in lines.split("\n")] == [layout.length] * layout.lines
    assert mrz.write(zone(lines, not_after="2026-12-31")) == lines


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    found = mrz.find(text)
    assert all(each.kind in mrz.LAYOUTS for each in found.zones)


# ── writing ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("Müller-Lüdenscheidt", "MUELLER LUEDENSCHEIDT"),
        ("Ångström Ærø", "AANGSTROEM AEROE"),
        ("O'Connor", "OCONNOR"),
        ("Peña Núñez", "PENA NUNEZ"),
        ("Þórsdóttir", "THORSDOTTIR"),
        ("Weiß", "WEISS"),
        ("Żółć", "ZOLC"),
        ("Щукин Юрьев", "SHCHUKIN IUREV"),
        ("St. John", "ST JOHN"),
    ],
)
def test_names_are_written_as_doc_9303_says(sent: str, written: str) -> None:
    assert mrz.transliterate(sent) == written


@pytest.mark.parametrize(
    ("surname", "given", "field"),
    [
        ("VERYLONGFAMILYNAME OF THE HILLS", "ALEXANDRA MARIA", "VERYLONGFAMILYNAME<OF<THE<HILLS<<ALEXAN"),
        ("A" * 50, "BEATRICE", "A" * 36 + "<<B"),
        ("ROE", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG HENRY", "ROE<<ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF<H"),
        ("MONONYM", "", "MONONYM" + "<" * 32),
    ],
)
def test_a_name_too_long_is_cut_and_ends_in_a_letter(surname: str, given: str, field: str) -> None:
    first = mrz.write(Zone(kind="TD3", type="P", issuer="UTO", surname=surname, given=given)).split("\n")[0]
    assert first == f"P<UTO{field}"
    assert zone(mrz.write(zone(first))).may_be_cut == (field[-1] != "<")


@pytest.mark.parametrize(
    "wrong",
    [
        Zone(kind="TD9"),
        Zone(kind="TD3", number="1234567890"),
        Zone(kind="TD1", number="1234567890", optional="12345678901234"),
        Zone(kind="TD2", number="123456789 1"),
        Zone(kind="TD3", born="18 May 1984"),
        Zone(kind="TD3", number="Å1"),
        Zone(kind="TD3", nationality="GRENADA"),
        Zone(kind="TD3", optional_2="7"),
        Zone(kind="IDFRA", expires="2031-02-11"),
    ],
)
def test_what_does_not_fit_is_refused(wrong: Zone) -> None:
    with pytest.raises(mrz.CannotBeWritten):
        mrz.write(wrong)


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def test_a_number_longer_than_nine_goes_on_in_the_optional_field() -> None:
    card = Zone(kind="TD1", type="I", issuer="UTO", surname="ROE", given="J", number="D23145890734", optional="77")
    first = mrz.write(card).split("\n")[0]
    assert first == "I<UTOD23145890<7349<77<<<<<<<<"
    assert zone(mrz.write(card)).number == "D23145890734"


@pytest.mark.parametrize(
    ("born", "expires", "not_after", "read"),
    [
        ("740812", "310211", "", "1974-08-12"),
        ("240812", "310211", "", "2024-08-12"),  # a child; nothing says otherwise
        ("280812", "310211", "2026-11-25", "1928-08-12"),  # the voyage does
        ("7408<<", "310211", "", "1974-08"),
        ("74<<<<", "310211", "", "1974"),
        ("<<<<<<", "310211", "", ""),
        ("400907", "990101", "", "1940-09-07"),  # a card without end, of somebody old
        ("991332", "310211", "", ""),
    ],
)
def test_the_century_is_settled_by_day_or_expiry(born: str, expires: str, not_after: str, read: str) -> None:
    second = f"GD1204508{0}GRD{born}{0}F{expires}{0}".ljust(44, "<")
    assert zone(f"{PASSPORT.split()[0]}\n{second}", not_after).born == read


def test_a_child_and_somebody_of_ninety_are_told_apart_by_an_officer() -> None:
    child = mrz.write(replace(zone(PASSPORT), born="2024-05-18"))
    assert "birth-century-in-doubt" in codes(zone(child))
    assert "birth-century-in-doubt" not in codes(zone(child, not_after="2026-11-25"))


SECOND_LINE = PASSPORT.split()[1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (PASSPORT.lower(), "lower-case"),
        (PASSPORT.replace("\n", ""), "lines-joined"),
        (PASSPORT.replace("\n", " "), "lines-joined"),
        (PASSPORT.replace("<<", "«"), "other-marks"),
        (PASSPORT.replace("<", "«"), "other-marks"),
        (PASSPORT.replace("<", " ").replace("P GRD", "P<GRD"), "blanks-in-zone"),
        (" ".join(PASSPORT.split("\n")[0]) + "\n" + SECOND_LINE, "blanks-in-zone"),
        (PASSPORT.split()[0].rstrip("<") + "\n" + SECOND_LINE, "line-length-wrong"),
        (PASSPORT.split()[0] + "<<\n" + SECOND_LINE, "line-length-wrong"),
        (PASSPORT.split()[0] + "\n" + SECOND_LINE.replace("<<<<<", "<<", 1), "line-length-wrong"),
        (PASSPORT.split()[0] + "\n" + SECOND_LINE.replace("<<<<<", "<<<<<<<", 1), "line-length-wrong"),
        (PASSPORT.replace("840518", "84O5I8"), "letter-for-digit"),
        (PASSPORT.replace("CORAL", "C0RAL"), "digit-for-letter"),
    ],
)
def test_what_scanners_do_is_read_and_said(text: str, code: str) -> None:
    found = zone(text)
    assert code in codes(found)
    assert found == zone(PASSPORT)
    assert is_right(found)


@pytest.mark.parametrize("between", ["\r\n", "\r", "\n\n", "\r\n \r\n"])
def test_line_ends_of_every_kind_are_ordinary(between: str) -> None:
    found = zone(f"\ufeff{PASSPORT}\n".replace("\n", between))
    assert found == zone(PASSPORT)
    assert not codes(found)


@pytest.mark.parametrize("around", ['"{}"', "MRZ1: {}", "Line 2 = {}", "{};", "'{}',", "\x02{}\x03"])
def test_what_is_put_around_a_line_is_no_part_of_it(around: str) -> None:
    sent = "\n".join(around.format(line) for line in PASSPORT.split()) + "\n\x1a"
    found = mrz.find(sent)
    assert found.zones == (zone(PASSPORT),)
    assert not codes(found.zones[0])
    assert not found.other_lines


def test_a_name_that_leaves_no_filler_is_a_name() -> None:
    found = zone("P<GRD" + "WOLVERTONHYPHENATEDSMYTHEOFTHEGRENADINE" + "\n" + SECOND_LINE)
    assert (found.surname, found.given) == ("WOLVERTONHYPHENATEDSMYTHEOFTHEGRENADINE", "")
    assert found.may_be_cut
    assert is_right(found)


def test_a_wrong_check_digit_says_what_would_be_right() -> None:
    number = zone(PASSPORT.replace("GD1204508", "GD12O4508")).digit("number")
    assert number is not None
    assert (number.check, number.printed) == (Check.WRONG, "3")
    assert number.right != number.printed


def test_a_lost_second_line_leaves_the_name() -> None:
    found = zone(PASSPORT.split()[0])
    assert (found.surname, found.given, found.number, found.born) == ("BAPTISTE", "CORAL ANN", "", "")
    assert "line-missing" in codes(found)
    assert not is_right(found)


def test_several_zones_and_the_lines_between_them_are_told_apart() -> None:
    card = mrz.write(Zone(kind="TD1", type="I", issuer="UTO", surname="ROE", given="J"))
    found = mrz.find(f"jetty 2\n{PASSPORT}\n\n{card}\n{PASSPORT}\nend")
    assert [each.kind for each in found.zones] == ["TD3", "TD1", "TD3"]
    assert [each.place for each in found.zones] == [2, 5, 8]
    assert found.other_lines == ("jetty 2", "end")


def test_a_first_line_without_its_second_does_not_take_the_next_zone_along() -> None:
    lonely = mrz.write(Zone(kind="TD3", type="P", issuer="UTO", surname="ROE", given="JANE")).split("\n")[0]
    found = mrz.find(f"{lonely}\n{PASSPORT}")
    assert [each.surname for each in found.zones] == ["ROE", "BAPTISTE"]
    assert "line-missing" in codes(found.zones[0])
    assert is_right(found.zones[1])


FRENCH = Zone(kind="IDFRA", type="ID", issuer="FRA", nationality="FRA", surname="SAINT LOUIS", given="MARIE ODILE",
              number="180697205512", born="1990-04-21", sex="F", optional="972023")  # fmt: skip


def test_the_french_card_of_before_2021_has_its_own_fields_and_no_expiry() -> None:
    text = mrz.write(FRENCH)
    assert text.split("\n")[0] == "IDFRASAINT<LOUIS<<<<<<<<<<<<<<972023"
    assert zone(text) == FRENCH
    assert is_right(zone(text))
    assert zone(mrz.write(replace(FRENCH, born="2011-04-21"))).born == "2011-04-21"


@pytest.mark.parametrize(
    "text",
    ["", "P<", "UNB+UNOA:4+A+B'", "surname,given\nROE,JANE", "V" * 44 + "\n" + "V" * 44, "<" * 44 + "\n" + "<" * 44],
)
def test_other_text_is_no_zone(text: str) -> None:
    assert mrz.read(text) is None
    assert not mrz.looks_like(text)


@pytest.mark.parametrize("code", ["D", "RKS", "XXA", "XCC", "GBD", "UNO", "EUE", "IAO", "UTO", "TTO"])
def test_codes_of_doc_9303_are_known(code: str) -> None:
    assert not codes(zone(mrz.write(replace(zone(PASSPORT), issuer=code, nationality=code))))


def test_a_code_of_nobody_is_kept_and_said() -> None:
    found = zone(mrz.write(replace(zone(PASSPORT), issuer="ZZY", nationality="QQX")))
    assert (found.issuer, found.nationality) == ("ZZY", "QQX")
    assert {"issuer-unknown", "nationality-unknown"} <= codes(found)
