"""Answers out and in: what we write our readers read back, fitted to the other side's character set."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roadstead.engine.formats import registry
from roadstead.engine.formats.responses import (
    Acknowledgement,
    Envelope,
    acknowledge_interchange,
    acknowledge_receipt,
    envelope_of,
    reply_to,
    with_codes,
    write_aperak,
    write_contrl,
    write_cusres,
)
from roadstead.engine.formats.responses.acknowledgement import ACTIONS, ERRORS
from roadstead.engine.formats.responses.contrl import acknowledgements_in
from roadstead.engine.formats.responses.envelope import fit_to_charset
from roadstead.engine.formats.responses.write_aperak import as_response
from roadstead.engine.formats.responses.write_cusres import PERSON, WHOLE, Kind
from roadstead.engine.records import Leg, Mode, Problem, Response, Severity, Verdict, Voyage
from roadstead.engine.reference.response_profiles import OTHER_FIELD, code_for, meaning_of, profiles, response_codes
from roadstead.engine.syntax import edifact

AT = datetime(2026, 11, 25, 8, 31, tzinfo=UTC)
TODAY = AT.date()
US = Envelope(reference="7K3M9QX2AH", at=AT, sender=("APIS",), recipient=("X9", "ZZ"), application="APIS")
VOYAGE = Voyage(
    carrier="X9",
    number="X9101",
    legs=(Leg(origin="MIA", destination="BGI", departure="2026-11-25T10:00", arrival="2026-11-25T14:00",
              number="X9101", crosses_border=True),),
)  # fmt: skip
LIST = (
    b"UNA:+.? 'UNB+UNOC:3+X9:ZZ+APIS:ZZ+261125:0800+X9000001++APIS++++1'UNG+PAXLST+X9+APIS+261125:0800+7+UN+D:05B'"
    b"UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'TDT+20+X9101+++X9'LOC+125+MIA'DTM+189:2611251000:201'LOC+87+BGI'"
    b"DTM+232:2611251400:201'NAD+FL+++TESTER:ANNA'DTM+329:991399'NAD+FL+++TESTER:BERT'UNT+11+1'UNE+1+7'UNZ+1+X9000001'"
)

letters = st.text(st.sampled_from("ABC XYZ0189?:+'*.,-/"), max_size=30).map(lambda text: " ".join(text.split()))
references = st.text(st.sampled_from("ABCXYZ0189?:+'-"), max_size=12)
fields = sorted({row.field for row in response_codes() if row.field} - {OTHER_FIELD})


@st.composite
def coded_answers(draw: st.DrawFn) -> Response:
    verdict = draw(st.sampled_from(Verdict))
    missing = (
        draw(st.lists(st.sampled_from(fields), unique=True, max_size=3)) if verdict is Verdict.INSUFFICIENT else []
    )
    booking, passenger = draw(references), draw(references)
    bare = Response(booking=booking, passenger=passenger, verdict=verdict, missing=tuple(missing))
    answer = with_codes(bare, profile="roadstead", on=TODAY)
    text = f"{answer.text} {draw(letters)}".strip()
    return replace(answer, text=text, level=PERSON if booking or passenger else WHOLE)


@given(st.lists(coded_answers(), max_size=120))
def test_answers_that_are_written_are_read_back(answers: list[Response]) -> None:
    raw = write_cusres(answers, envelope=US, voyage=VOYAGE, profile="roadstead", transaction="T-1")
    readings = registry.read(raw)
    assert [answer for reading in readings for answer in reading.manifest.answers] == answers
    assert {reading.manifest.voyage for reading in readings} == {VOYAGE}
    assert {reading.manifest.message.reference for reading in readings} == {"T-1"}
    assert not any(reading.unread or reading.errors for reading in readings)


numbers = st.one_of(st.none(), st.integers(1, 99_999))
some = st.text(st.sampled_from("ABC189?:+'-"), min_size=1, max_size=12)
parties = st.lists(some, min_size=1, max_size=3).map(tuple)
errors = st.sampled_from(["", *ERRORS])
actions = st.sampled_from(sorted(ACTIONS))
tags = st.sampled_from(["", "UNH", "UNT"])
faults = st.one_of(
    st.builds(
        Acknowledgement, level=st.just("UCM"), reference=some, kind=parties, action=actions, error=errors, segment=tags
    ),
    st.builds(Acknowledgement, level=st.just("UCS"), position=numbers, error=errors),
    st.builds(Acknowledgement, level=st.just("UCD"), position=numbers, error=errors),
    st.builds(Acknowledgement, level=st.just("UCF"), reference=some, sender=parties, recipient=parties, action=actions),
)


@given(
    st.builds(Acknowledgement, level=st.just("UCI"), reference=some, sender=parties, recipient=parties, action=actions),
    st.lists(faults, max_size=10),
    st.sampled_from(["3", "4"]),
)
def test_what_a_contrl_says_is_read_back(about: Acknowledgement, below: list[Acknowledgement], version: str) -> None:
    raw = write_contrl([about, *below], envelope=replace(US, version=version))
    (interchange,) = edifact.read(raw)
    assert acknowledgements_in(interchange.messages[0]) == (about, *below)
    (reading,) = registry.read(raw)
    assert len(reading.manifest.answers) == 1 + len(below)
    assert not reading.unread


problems = st.builds(
    Problem,
    severity=st.sampled_from(Severity),
    code=st.sampled_from(["birth-date-missing", "count-differs"]),
    text=st.text(max_size=700),
    segment=st.sampled_from(["", "NAD", "DTM"]),
    number=numbers,
    field=st.sampled_from(["", "birth date (2380)"]),
    sent=st.text(max_size=80),
)


@given(st.lists(problems, max_size=8), st.sampled_from(["UNOA", "UNOB", "UNOC", "UNOY", "SIRE"]))
@example([Problem(severity=Severity.ERROR, code="count-differs", text="", sent="Â\xa00")], "UNOC")  # as UTF-8: one sign
def test_problems_of_an_aperak_are_read_back(found: list[Problem], syntax: str) -> None:
    raw = write_aperak(found, envelope=replace(US, syntax=syntax), reference="T-1")
    (reading,) = registry.read(raw)
    assert list(reading.manifest.answers) == [as_response(problem, syntax) for problem in found]
    assert not reading.errors


@given(st.text(max_size=60), st.sampled_from(["UNOA", "UNOB", "UNOC", "UNOY", "IATA"]))
def test_a_text_is_fitted_once_and_for_all(text: str, syntax: str) -> None:
    fit = fit_to_charset(text, syntax)
    assert fit_to_charset(fit, syntax) == fit
    assert syntax == "UNOY" or fit.isascii() or syntax == "UNOC"
    assert syntax not in {"UNOA", "IATA"} or fit == fit.upper()


def test_a_french_name_stays_whole_where_the_set_has_it() -> None:
    assert fit_to_charset("Débarquement à Łódź", "UNOC") == "Débarquement à Lódz"
    assert fit_to_charset("Débarquement à Łódź", "UNOA") == "DEBARQUEMENT A LODZ"


# ── the envelope ────────────────────────────────────────────────────────────────────────────


def test_an_answer_goes_back_the_way_the_list_came() -> None:
    interchange = envelope_of(LIST)
    assert interchange is not None
    raw = write_cusres((), envelope=reply_to(interchange, reference="R1", at=AT), voyage=VOYAGE, profile="roadstead")
    lines = raw.decode().splitlines()
    assert lines[1] == "UNB+UNOC:3+APIS:ZZ+X9:ZZ+261125:0831+R1++APIS++++1'"
    assert lines[2] == "UNG+CUSRES+APIS:ZZ+X9:ZZ+261125:0831+1+UN+D:05B'"
    assert lines[-2:] == ["UNE+1+1'", "UNZ+1+R1'"]


def test_latin_letters_go_out_in_the_bytes_that_were_declared() -> None:
    problem = Problem(severity=Severity.NOTE, code="c", text="Débarquement")
    raw = write_aperak([problem], envelope=replace(US, syntax="UNOC"))
    assert b"D\xe9barquement" in raw
    assert "Débarquement".encode() in write_aperak([problem], envelope=replace(US, syntax="UNOY"))
    assert b"DEBARQUEMENT" in write_aperak([problem], envelope=US)


def test_a_body_without_unb_has_no_envelope_to_answer() -> None:
    assert envelope_of(b"surname;given\nTESTER;ANNA\n") is None
    assert envelope_of(b"") is None


# ── CUSRES ──────────────────────────────────────────────────────────────────────────────────


def test_a_long_list_is_answered_in_parts_that_the_directory_allows() -> None:
    answers = [Response(passenger=str(at), verdict=Verdict.OK, code="0Z") for at in range(250)]
    raw = write_cusres(answers, envelope=US, voyage=VOYAGE, profile="roadstead", access_reference="X9 101")
    parts = [reading.manifest for reading in registry.read(raw)]
    assert [(part.message.part, part.message.last_part, len(part.answers)) for part in parts] == [
        ("01", False, 99),
        ("02", False, 99),
        ("03", True, 52),
    ]
    assert {part.message.access_reference for part in parts} == {"X9 101"}


def test_one_traveller_asked_about_is_answered_alone() -> None:
    answer = with_codes(Response(passenger="7", verdict=Verdict.OK), profile="iapi", on=TODAY)
    raw = write_cusres([answer], envelope=US, voyage=VOYAGE, profile="iapi", transaction="0000100")
    body = raw.decode().splitlines()[3:-2]
    assert body == [
        "BGM+962'",
        "RFF+TN:0000100'",
        "RFF+AF:X9101'",
        "DTM+189:2611251000:201'",
        "DTM+232:2611251400:201'",
        "LOC+125+MIA'",
        "LOC+87+BGI'",
        "ERP+2'",
        "RFF+ABO:7'",
        "ERC+0Z'",
        "FTX+AAP+++OK TO BOARD'",
    ]


def test_a_decision_that_changed_is_pushed_as_a_change() -> None:
    raw = write_cusres([], envelope=US, voyage=VOYAGE, profile="iapi", kind=Kind.CHANGED)
    assert registry.read(raw)[0].manifest.message.code == "132"


def test_a_ships_answer_names_its_voyage() -> None:
    leg = Leg(origin="TTPOS", destination="BBBGI", departure="2026-11-25", number="QS12", crosses_border=True)
    ship = Voyage(mode=Mode.SEA, number="QS12", legs=(leg,))
    (reading,) = registry.read(write_cusres([], envelope=US, voyage=ship, profile="roadstead"))
    assert reading.manifest.voyage == ship


def test_insufficient_data_names_the_fields_in_words_and_by_code() -> None:
    answer = with_codes(
        Response(passenger="7", verdict=Verdict.INSUFFICIENT, missing=("birth date", "shoe size")),
        profile="roadstead",
        on=TODAY,
    )
    assert answer.text == "INSUFFICIENT DATA: BIRTH DATE, SHOE SIZE"
    raw = write_cusres([answer], envelope=US, voyage=VOYAGE, profile="roadstead")
    assert registry.read(raw)[0].manifest.answers[0].missing == ("birth date", OTHER_FIELD)


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("profile", sorted(profiles()))
def test_every_profile_can_say_every_verdict(profile: str, verdict: Verdict) -> None:
    """And nothing in its text says why, or more than a verdict (C13, S20)."""
    row = code_for(profile, verdict, TODAY)
    assert row is not None
    assert row.text
    assert not {"wanted", "terrorist", "list", "listed", "match", "hit"} & set(row.text.lower().split())


def test_a_profile_is_not_in_force_before_its_day() -> None:
    assert code_for("iapi", Verdict.OK, date(2018, 1, 1)) is None


def test_codes_of_an_unread_guide_are_believed_only_from_who_uses_it() -> None:
    assert meaning_of("0") is None
    digits = meaning_of("0", "US-DIGITS")
    assert digits is not None
    assert digits.verdict is Verdict.OK
    assert not digits.verified
    seen = meaning_of("1Z", "IAPI")
    assert seen is not None
    assert seen.verdict is Verdict.NOT_OK


# ── CONTRL and APERAK ───────────────────────────────────────────────────────────────────────


def acknowledged(raw: bytes) -> list[str]:
    interchange, readings = edifact.read(raw)[0], registry.read(raw)
    said = acknowledge_interchange(
        interchange, [each.problems for each in readings], [each.is_understood for each in readings]
    )
    envelope = reply_to(interchange, reference="R1", at=AT)
    return [line.rstrip("'") for line in write_contrl(said, envelope=envelope).decode().splitlines()[3:-2]]


def test_a_bad_birth_date_is_pointed_at_and_the_list_acknowledged() -> None:
    assert acknowledged(LIST) == [
        "UCI+X9000001+X9:ZZ+APIS:ZZ+7",
        "UCF+7+X9+APIS+7",
        "UCM+1+PAXLST:D:05B:UN:IATA+7",
        "UCS+9",
        "UCD+12+2:2",
    ]


def test_a_wrong_count_is_said_of_the_trailer() -> None:
    assert "UCM+1+PAXLST:D:05B:UN:IATA+7+29+UNT" in acknowledged(LIST.replace(b"UNT+11", b"UNT+44"))


def test_a_message_that_we_do_not_read_is_rejected_alone() -> None:
    body = b"UNB+UNOA:3+A+B+261125:0800+9'UNH+1+INVOIC:D:96A:UN'BGM+380'UNT+3+1'UNH+2+PAXLST:D:05B:UN'BGM+745'"
    said = acknowledged(body + b"NAD+FL+++TESTER:ANNA'UNT+4+2'UNZ+2+9'")
    assert said[:3] == ["UCI+9+A+B+7", "UCM+1+INVOIC:D:96A:UN+4+17+UNH", "UCM+2+PAXLST:D:05B:UN+7"]


def test_at_once_only_the_receipt_of_the_interchange_is_said() -> None:
    interchange = envelope_of(LIST)
    assert interchange is not None
    (said,) = acknowledge_receipt(interchange)
    assert (said.reference, said.action, said.text) == (
        "X9000001",
        "8",
        "Interchange X9000001: received, not yet looked at",
    )


def test_a_list_with_nothing_to_correct_is_acknowledged() -> None:
    (reading,) = registry.read(write_aperak([], envelope=US, reference="T-1"))
    assert (reading.manifest.message.code, reading.manifest.message.reference) == ("312", "T-1")


def test_the_aperak_names_segment_field_and_remedy() -> None:
    found = registry.read(LIST)[0].errors
    (reading,) = registry.read(write_aperak(found, envelope=US))
    first = reading.manifest.answers[0]
    assert first.code == "ERROR"
    assert first.level == "9"
    assert first.text.startswith("BIRTH-DATE-IMPOSSIBLE: ")
    assert "SEND IT AGAIN" in first.text
