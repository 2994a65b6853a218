"""Every CUSRES of the corpus against its expected values, and answers that were damaged on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.formats import registry
from tests.engine.formats.corpus import CORPUS, Row, codes, expected, missing_deviations, readings
from tests.engine.formats.corpus_cusres import rows
from tests.engine.formats.test_replies_snapshots import SAMPLES

pytestmark = pytest.mark.library


def compared() -> list[tuple[str, Row]]:
    found: list[tuple[str, Row]] = []
    for name, wanted in expected("cusres").items():
        (reading,) = readings("cusres", name)
        found += [(name, row) for row in rows(wanted, reading)]
    return found


def test_the_corpus_is_read_as_expected() -> None:
    found = compared()
    wrong = [(name, pair) for name, pair in found if pair[1] != pair[2]]
    assert not wrong, f"{len(found) - len(wrong)} of {len(found)} fields agree: {wrong}"
    assert len(found) > 200


def test_every_deviation_of_the_corpus_is_said() -> None:
    for name, wanted in expected("cusres").items():
        assert not missing_deviations(wanted, codes(readings("cusres", name))), name


def test_nothing_of_the_corpus_is_left_without_a_word() -> None:
    for path in (CORPUS / "cusres").glob("*.txt"):
        (reading,) = registry.read(path.read_bytes())
        said = {problem.code for problem in reading.problems}
        assert not reading.unread or "segments-not-used" in said


@given(st.sampled_from(SAMPLES), st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=6)), max_size=8))
def test_a_damaged_answer_is_read_without_an_exception(sample: Path, damage: list[tuple[int, bytes]]) -> None:
    raw = sample.read_bytes()
    for at, piece in damage:
        place = at % (len(raw) + 1)
        raw = raw[:place] + piece + raw[place + len(piece) // 2 :]
    readings = registry.read(raw)
    assert readings
    assert all(reading.problems or reading.is_understood for reading in readings)


@given(st.binary(max_size=300), st.sampled_from(["CUSRES", "CONTRL", "APERAK"]))
def test_any_bytes_behind_a_head_are_read_without_an_exception(body: bytes, kind: str) -> None:
    assert registry.read(f"UNH+1+{kind}:D:05B:UN'".encode() + body)


@pytest.mark.long
def test_a_list_of_fifty_thousand_answers_is_read_in_linear_time() -> None:
    point = b"ERP+2'RFF+AVF:ABCDEF'RFF+ABO:100001'ERC+0Z'FTX+AAP+++OK TO BOARD'"
    (reading,) = registry.read(b"UNH+1+CUSRES:D:05B:UN'BGM+962'RFF+TN:1'RFF+AF:X9101'" + point * 50_000)
    assert len(reading.manifest.answers) == 50_000
