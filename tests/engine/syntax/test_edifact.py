"""EDIFACT syntax: what telex, mail and private habits do to an interchange, and that nothing of it loses a segment."""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.reading import passenger_list
from roadstead.engine.records import Severity
from roadstead.engine.syntax import edifact
from roadstead.engine.syntax.edifact import (
    Interchange,
    Repeated,
    Segment,
    Separators,
    as_text,
    part,
    repetitions,
    write,
)
from tests.garbage import only_new_objects_collected
from tests.library import CORPUS, expected

FOLDERS = ("paxlst", "cusres", "pnrgov", "cuscar", "cusrep", "edifact_other")
PLAIN = "UNB+UNOA:4+XA+GOV+261125:0900+7'UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'NAD+FL+++ROE:JANE'UNT+4+1'UNZ+1+7'"
BODY = [["BGM", ["745"]], ["NAD", ["FL"], [""], [""], ["ROE", "JANE"]]]


def corpus() -> list[tuple[str, str, dict[str, Any]]]:
    return [(folder, name, wanted) for folder in FOLDERS for name, wanted in expected(folder).items()]


def codes(found: list[Interchange]) -> set[str]:
    of_messages = (problem for each in found for message in each.messages for problem in message.problems)
    return {problem.code for each in found for problem in each.problems} | {problem.code for problem in of_messages}


def body(raw: str | bytes) -> list[list[Any]]:
    """What stands between UNH and UNT of the only message."""
    found = edifact.read(raw if isinstance(raw, bytes) else raw.encode())
    (message,) = (message for each in found for message in each.messages)
    return [[segment[0][0], *segment[1:]] for segment in message.segments if segment[0][0] not in ("UNH", "UNT")]


# ── the corpus ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.library
@pytest.mark.parametrize(
    ("folder", "name", "wanted"), corpus(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_real_message_is_divided_as_it_should_be(folder: str, name: str, wanted: dict[str, Any]) -> None:
    found = edifact.read((CORPUS / folder / name).read_bytes())
    messages = [message for each in found for message in each.messages]
    assert len(messages) == wanted.get("messages", 1)
    assert messages[0].type == (wanted.get("type") or "")
    if "segments_unh_to_unt" in wanted:
        assert len(messages[0].segments) == wanted["segments_unh_to_unt"]
    if "separators" in wanted:
        used = found[0].separators
        assert wanted["separators"] == {
            "element": used.element,
            "component": used.component,
            "release": used.release,
            "terminator": used.terminator,
        }


OF_THE_SYNTAX = {"byte_order_mark", "no_una", "separators_from_una", "undeclared_terminator", "control_characters",
                 "text_before_message", "text_after_message", "wrapped_inside_segments", "blanks_before_tags",
                 "no_unb", "no_unz", "une_without_ung", "head_missing", "several_messages", "unt_count_wrong",
                 "unt_reference_differs", "lower_case_under_UNOA", "unb_date_ccyymmdd"}  # fmt: skip


@pytest.mark.library
@pytest.mark.parametrize(
    ("folder", "name", "wanted"), corpus(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_deviation_of_syntax_is_said(folder: str, name: str, wanted: dict[str, Any]) -> None:
    said = codes(edifact.read((CORPUS / folder / name).read_bytes()))
    expected = {each.partition("(")[0] for each in wanted.get("deviations", [])} & OF_THE_SYNTAX
    assert {each.replace("_", "-").lower() for each in expected} <= said


def test_problems_of_an_interchange_are_bounded() -> None:
    (interchange,) = edifact.read(PLAIN.replace("UNZ", "UNG+PAXLST+A+B'UNE+9+9'" * 3_000 + "UNZ").encode())
    assert len(interchange.problems) < 1_100


# ── deviations, one by one ──────────────────────────────────────────────────────────────────

DEVIATIONS: list[tuple[str, str | bytes]] = [
    ("no-una", PLAIN),
    ("byte-order-mark", b"\xef\xbb\xbf" + PLAIN.encode()),
    ("utf-16", PLAIN.encode("utf-16")),
    ("utf-16", PLAIN.encode("utf-16-le")),
    ("utf-16", PLAIN.encode("utf-16-be")),
    ("separators-from-una", "UNA:+.? \n" + PLAIN.replace("'", "\n")),
    ("wrapped-inside-segments", "\r".join(PLAIN[at : at + 7] for at in range(0, len(PLAIN), 7))),
    ("padded-lines", "\r\n".join(PLAIN[at : at + 17].ljust(30) for at in range(0, len(PLAIN), 17)) + "\r\n"),
    ("padded-lines", "\n".join(line.ljust(80) for line in PLAIN.replace("'", "'\n").split("\n"))),
    ("separators-from-una", "UNA|*.? ~\n" + PLAIN.translate(str.maketrans("+:'", "*|~"))),
    ("separators-from-una", "UNA:+.\\ '" + PLAIN),
    ("undeclared-terminator", PLAIN.replace("'", '"')),
    ("undeclared-terminator", PLAIN.replace("'", "\n")),
    ("una-too-short", "UNA:+.?'\n" + PLAIN),
    ("wrapped-inside-segments", "UNA:+.? '" + "\r\n".join(PLAIN[at : at + 7] for at in range(0, len(PLAIN), 7))),
    ("blanks-before-tags", PLAIN.replace("'", "'\n            ")),
    ("control-characters", b"\x01\x02" + PLAIN.encode() + b"\x03"),
    ("text-before-message", "2026-11-25 INFO received: " + PLAIN),
    ("text-after-message", PLAIN + "\r\nScanned. It's clean, they're sure."),
    ("comment", PLAIN.replace("BGM", "/* of ours + 'old' */ BGM")),
    ("lower-case-tag", PLAIN.replace("BGM", "bgm")),
    ("blanks-in-tags", PLAIN.replace("BGM", "B GM")),
    ("no-unb", PLAIN[PLAIN.index("UNH") :]),
    ("no-unz", PLAIN[: PLAIN.index("UNZ")]),
    ("une-without-ung", PLAIN.replace("UNZ", "UNE+1+7'UNZ")),
    ("unt-count-wrong", PLAIN.replace("UNT+4", "UNT+9")),
    ("unt-count-wrong", PLAIN.replace("UNT+4", "UNT+many")),
    ("unt-reference-differs", PLAIN.replace("UNT+4+1", "UNT+4+2")),
    ("unz-count-wrong", PLAIN.replace("UNZ+1", "UNZ+2")),
    ("unz-reference-differs", PLAIN.replace("UNZ+1+7", "UNZ+1+8")),
    ("no-unt", PLAIN.replace("UNT+4+1'", "")),
    ("unb-date-ccyymmdd", PLAIN.replace("261125", "20261125")),
    ("lower-case-under-unoa", PLAIN.replace("JANE", "Jane")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "sent"), DEVIATIONS, ids=[f"{code}-{at}" for at, (code, _) in enumerate(DEVIATIONS)])
def test_a_deviation_is_said_and_costs_no_segment(code: str, sent: str | bytes) -> None:
    raw = sent if isinstance(sent, bytes) else sent.encode()
    assert code in codes(edifact.read(raw))
    found = body(raw)
    assert [[tag, *(list(map(str.upper, element)) for element in rest)] for tag, *rest in found] == BODY


def test_a_plain_interchange_with_una_has_nothing_to_say() -> None:
    assert codes(edifact.read(("UNA:+.? '" + PLAIN).encode())) == set()


def test_a_count_with_zeros_in_front_is_right() -> None:
    assert "unt-count-wrong" not in codes(edifact.read(PLAIN.replace("UNT+4", "UNT+000004").encode()))


def test_a_line_break_is_dropped_and_never_a_blank() -> None:
    assert body(PLAIN.replace("JANE", "JA\r\nNE"))[1][4] == ["ROE", "JANE"]


def test_text_in_another_encoding_than_declared_is_kept_and_said() -> None:
    found = edifact.read(PLAIN.replace("JANE", "JOSÉ").encode("latin-1"))
    assert found[0].messages[0].segments[2][4] == ["ROE", "JOSÉ"]
    assert "non-ascii-under-unoa" in codes(found)
    declared = PLAIN.replace("UNOA:4", "UNOC:3").replace("JANE", "JOSÉ").encode()
    assert "character-set-differs" in codes(edifact.read(declared))


def test_a_message_that_lost_its_head_keeps_its_segments() -> None:
    (interchange,) = edifact.read(b"+745'NAD+FL+++ROE:JANE'ATT+2++F'NAT+2+BRB'UNT+6+1'UNZ+1+7'")
    (message,) = interchange.messages
    assert message.head_missing
    assert [part(segment, 0) for segment in message.segments][1:] == ["NAD", "ATT", "NAT", "UNT"]
    assert any(problem.severity is Severity.ERROR and problem.code == "head-missing" for problem in message.problems)


def test_two_interchanges_with_different_separators_are_two() -> None:
    other = "UNA|*.? ~" + PLAIN.translate(str.maketrans("+:'", "*|~"))
    found = edifact.read((PLAIN + "\n" + other).encode())
    assert [each.separators.terminator for each in found] == ["'", "~"]
    assert [len(each.messages) for each in found] == [1, 1]


def test_several_messages_of_one_interchange_are_each_numbered_from_one() -> None:
    second = "UNH+2+PAXLST:D:05B:UN:IATA'BGM+250'UNT+3+2'"
    (interchange,) = edifact.read(PLAIN.replace("UNZ+1", second + "UNZ+2").encode())
    assert [part(message.segments[1], 1) for message in interchange.messages] == ["745", "250"]
    assert [message.reference for message in interchange.messages] == ["1", "2"]


# ── release and repetition ──────────────────────────────────────────────────────────────────


def test_released_characters_are_part_of_the_value() -> None:
    sent = PLAIN.replace("ROE:JANE", "O?'NEIL?+SON?:A??:JANE??")
    assert body(sent)[1][4] == ["O'NEIL+SON:A?", "JANE?"]


def test_a_question_mark_that_releases_nothing_stays() -> None:
    assert body(PLAIN.replace("JANE", "WHO?A"))[1][4] == ["ROE", "WHO?A"]


def test_version_4_repeats_and_others_do_not() -> None:
    sent = PLAIN.replace("NAD+FL+++ROE:JANE", "ATT+2++M*F")
    (interchange,) = edifact.read(sent.encode())
    segment = interchange.messages[0].segments[2]
    assert part(segment, 3) == "M"
    assert repetitions(segment, 3) == [["M"], ["F"]]
    assert as_text(segment) == "ATT+2++M*F"
    assert body("UNA:+.? '" + sent)[1][3] == ["M*F"]


def test_a_sender_with_a_star_keeps_it() -> None:
    (interchange,) = edifact.read(PLAIN.replace("+XA+", "+APIS*XA+").encode())
    assert part(interchange.header, 2) == "APIS*XA"


# ── there and back ──────────────────────────────────────────────────────────────────────────

VALUES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12)
TAGS = st.sampled_from(["NAD", "DTM", "FTX", "LOC", "RFF", "DOC"])
ELEMENTS = st.lists(VALUES, min_size=1, max_size=4)
SEGMENTS = st.lists(st.tuples(TAGS, st.lists(ELEMENTS, min_size=1, max_size=5)), max_size=8)
STYLES = st.sampled_from([
    Separators(),
    Separators(repetition="*"),
    Separators(component="|", element="*", terminator="#"),
    Separators(release="\\", terminator="~"),
    Separators(component="\x1f", element="\x1d", terminator="\x1c"),
])  # fmt: skip


@given(SEGMENTS, STYLES, st.sampled_from(["", "\n", "\r\n"]))
def test_what_is_written_is_read_back(
    made: list[tuple[str, list[list[str]]]], separators: Separators, line_end: str
) -> None:
    wanted: list[Segment] = [[[tag], *elements] for tag, elements in made]
    sent: list[Any] = [
        ["UNB", ["UNOW", "4"], "A", "B", ["261125", "0900"], "1"],
        ["UNH", "1", ["PAXLST", "D", "05B", "UN"]],
        *wanted,
        ["UNT", str(len(wanted) + 2), "1"],
        ["UNZ", "1", "1"],
    ]
    found = edifact.read(write(sent, separators=separators, line_end=line_end))
    assert found[0].messages[0].segments[1:-1] == wanted
    assert not {problem.severity for problem in found[0].messages[0].problems}


@given(SEGMENTS, st.sampled_from(["3", "4"]))
def test_what_is_written_without_una_is_read_back(made: list[tuple[str, list[list[str]]]], version: str) -> None:
    wanted: list[Segment] = [[[tag], *elements] for tag, elements in made]
    sent: list[Any] = [["UNB", ["UNOW", version], "A", "B"], ["UNH", "1", ["PAXLST", "D"]], *wanted, ["UNT", "2", "1"]]
    assert edifact.read(write(sent, with_una=False))[0].messages[0].segments[1:-1] == wanted


def test_a_repeated_element_is_written_repeated() -> None:
    sent = [["UNB", ["UNOW", "4"], "A", "B"], ["UNH", "1", ["PAXLST", "D"]], ["ATT", "2", Repeated(["M"], [["F"]])]]
    (interchange,) = edifact.read(write(sent, separators=Separators(repetition="*")))
    assert repetitions(interchange.messages[0].segments[1], 2) == [["M"], ["F"]]


# ── bounded ─────────────────────────────────────────────────────────────────────────────────


@given(st.binary(max_size=400))
def test_no_bytes_raise(raw: bytes) -> None:
    edifact.read(raw)
    edifact.read(b"UNB+UNOA:4+A+B'UNH+1+PAXLST:D'" + raw)


@given(st.text("UNABHGTZ+:?'*/\n 14PXLSD", max_size=200))
def test_no_text_that_nearly_is_edifact_raises(text: str) -> None:
    edifact.read(text.encode())


HEAD = b"UNB+UNOA:4+A+B+261125:0900+1'UNH+1+PAXLST:D:05B:UN:IATA'"
MEGABYTE = 1_000_000
FLOODS: list[tuple[str, Callable[[int], bytes]]] = [
    ("one segment", lambda size: HEAD + b"NAD+FL+++" + b"A" * size),
    ("plus signs", lambda size: HEAD + b"+" * size),
    ("terminators", lambda size: HEAD + b"'" * size),
    ("releases", lambda size: HEAD + b"?" * size),
    ("blanks", lambda size: HEAD + b" " * size),
    ("line ends", lambda size: b"U\n" * (size // 2)),
    ("half heads", lambda size: b"UNH+" * (size // 4)),
    ("half tails", lambda size: HEAD + b"'UNZ+" * (size // 5)),
    ("heads", lambda size: b"UNB+UNOA:4+" * (size // 11)),
    ("service strings", lambda size: b"UNA:+.? '" * (size // 9)),
    ("open comments", lambda size: HEAD + b"'/*" * (size // 3)),
    ("random", lambda size: random.Random(1).randbytes(size)),
]


@pytest.mark.parametrize(("name", "flood"), FLOODS, ids=[name for name, _ in FLOODS])
def test_twice_the_flood_is_at_most_about_twice_the_work(name: str, flood: Callable[[int], bytes]) -> None:
    """Work is counted in calls, so that a busy machine does not fail the test."""
    once, twice = (calls(flood(size)) for size in (MEGABYTE // 8, MEGABYTE // 4))
    assert twice <= 2.2 * once + 5_000


def test_a_segment_without_end_is_cut_and_said() -> None:
    found = edifact.read(HEAD + b"NAD+FL+++" + b"A" * MEGABYTE)
    assert "segment-too-long" in codes(found)
    assert len(as_text(found[0].messages[0].segments[1])) <= 65_536


def test_an_interchange_without_end_is_cut_and_said() -> None:
    found = edifact.read(HEAD + b"NAD+FL+++" + b"A" * 17 * MEGABYTE)
    assert "interchange-too-long" in codes(found)


def calls(raw: bytes) -> int:
    """How many functions, Python's own included, are called while reading."""
    count = 0

    def counting(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        edifact.read(raw)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.long
def test_nothing_read_is_left_for_the_collector() -> None:
    """A cycle would keep each list's segments in memory until the next full collection."""
    raw = passenger_list(20)
    edifact.read(raw)
    with only_new_objects_collected():
        edifact.read(raw)
        assert gc.collect() == 0


@pytest.mark.parametrize("mark", ["=", "> ", "\N{NO-BREAK SPACE}", "\N{ZERO WIDTH SPACE}"])
def test_marks_before_a_tag_do_not_hide_a_person(mark: str) -> None:
    found = edifact.read(PLAIN.replace("NAD+FL", f"{mark}NAD+FL").encode())
    assert [segment[0][0] for segment in found[0].messages[0].segments] == ["UNH", "BGM", "NAD", "UNT"]


def test_a_message_quoted_in_a_mail_is_read() -> None:
    quoted = "On Wed the desk wrote:\n" + "".join(f">> {line}'\n" for line in PLAIN.split("'")[:-1])
    found = edifact.read(quoted.encode())
    assert found[0].messages == edifact.read(PLAIN.encode())[0].messages
    assert "quoted-mail" in codes(found)


def test_a_test_interchange_is_said() -> None:
    assert "test-interchange" in codes(edifact.read(PLAIN.replace("0900+7", "0900+7++++++1").encode()))


# ── several interchanges, and their characters ──────────────────────────────────────────────

CYRILLIC = "ИВАНОВА"


@pytest.mark.parametrize(
    ("syntax", "encoding", "name", "wanted"),
    [
        ("UNOE", "iso8859-5", CYRILLIC, set()),
        ("UNOE", "cp1251", "Петрова", {"character-set-differs"}),
        ("UNOE", "cp1251", "ПЕТРОВА", {"character-set-differs"}),
        ("UNOE", "iso8859-5", "Петрова", set()),
        ("UNOE", "utf-8", CYRILLIC, {"character-set-differs"}),
        ("UNOF", "iso8859-7", "ΑΛΦΑ", set()),
        ("UNOI", "iso8859-6", "سمير", set()),
        ("UNOJ", "iso8859-8", "לוי", set()),
        ("UNOD", "iso8859-2", "Łuk", set()),
        ("UNOC", "iso8859-1", "JOSÉ", set()),
        ("UNOC", "cp1252", "O’JOSÉ", {"character-set-differs"}),
        ("UNOA", "iso8859-1", "JOSÉ", {"non-ascii-under-unoa"}),
        ("UNOW", "iso8859-1", "JOSÉ", {"character-set-differs"}),
        ("UNOY", "utf-8", CYRILLIC, set()),
    ],
)
def test_letters_are_read_as_declared_or_as_they_come(syntax: str, encoding: str, name: str, wanted: set[str]) -> None:
    (found,) = edifact.read(PLAIN.replace("UNOA", syntax).replace("ROE", name).encode(encoding))
    assert part(found.messages[0].segments[2], 4) == name
    assert {code for code in codes([found]) if "char" in code or "ascii" in code} == wanted


def test_utf_16_without_its_mark_keeps_letters_of_any_script() -> None:
    (found,) = edifact.read(PLAIN.replace("UNOA", "UNOY").replace("ROE", CYRILLIC).encode("utf-16-le"))
    assert part(found.messages[0].segments[2], 4) == CYRILLIC


@pytest.mark.parametrize("raw", [b"  \n", b"\n  \n", b"  \r\n  \r\n", b"\x00", b"\x00\x00"])
def test_blanks_and_zeros_alone_are_no_list(raw: bytes) -> None:
    assert edifact.read(raw) == []


def test_a_blank_before_a_line_end_stays_where_lines_are_not_filled_up() -> None:
    assert body(PLAIN.replace("JANE", "JANE \r\nANN  \r\n."))[1][4] == ["ROE", "JANE ANN  ."]


def test_each_interchange_of_a_file_has_its_own_characters_and_its_own_problems() -> None:
    clean, wrapped = PLAIN.replace("UNOA", "UNOC"), PLAIN.replace("UNOA", "UNOE").replace("ROE", f"R\r\n{CYRILLIC}")
    raw = clean.replace("ROE", "JOSÉ").encode("latin-1") + b"\r\n" + wrapped.encode("iso8859-5") + clean.encode()
    first, second, third = edifact.read(raw)
    assert part(first.messages[0].segments[2], 4) == "JOSÉ"
    assert part(second.messages[0].segments[2], 4) == f"R{CYRILLIC}"
    assert ["wrapped-inside-segments" in codes([each]) for each in (first, second, third)] == [False, True, False]


def test_the_shift_marks_of_a_telex_disappear_and_separators_of_level_b_stay() -> None:
    found = edifact.read(PLAIN.replace("NAD", "N\x1fAD").replace("ROE", "R\x1bOE\x1f").encode())
    assert [segment[0][0] for segment in found[0].messages[0].segments] == ["UNH", "BGM", "NAD", "UNT"]
    assert part(found[0].messages[0].segments[2], 4) == "ROE"
    assert "control-characters" in codes(found)
