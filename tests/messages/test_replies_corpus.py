"""Every CUSRES of the corpus against its expected values, and answers that were damaged on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from roadstead.messages import registry
from roadstead.messages.reading import Reading
from roadstead.model import Answer
from tests.messages.test_replies_snapshots import SAMPLES

CORPUS = Path(__file__).parent.parent.parent.parent / "shared" / "corpus" / "cusres"
FLAGS = {"F": True, "C": False, None: None}
# Ours, for the words of the corpus that are not our codes.
DEVIATIONS = {"no_una": "no-una", "undeclared_terminator": "undeclared-terminator", "no_unb": "no-unb",
              "no_unz": "no-unz"}  # fmt: skip

Pair = tuple[str, object, object]  # field, expected, read


def pairs(expected: dict[str, Any], reading: Reading) -> Iterator[Pair]:
    message, voyage, answers = reading.manifest.message, reading.manifest.voyage, reading.manifest.answers
    plain = {
        "type": message.type,
        "code": message.code,
        "version": message.release,
        "access_reference": message.access_reference,
        "part": message.part,
        "flight": voyage.number,
        "transaction": message.reference,
        "document": message.reference,
        "error_point": answers[0].level,
        "error_code": answers[0].code,
        "error_text": answers[0].text,
    }
    yield from ((name, expected[name], value) for name, value in plain.items() if name in expected)
    if "part_flag" in expected:
        yield "part_flag", FLAGS[expected["part_flag"]], message.last_part
    for leg, sent in zip(voyage.legs, expected.get("legs", ()), strict=True):
        names = {"origin": leg.origin, "destination": leg.destination, "departure": leg.departure,
                 "arrival": leg.arrival, "flight": leg.number}  # fmt: skip
        yield from ((name, sent[name], value) for name, value in names.items())
    if "results" in expected:
        yield from _results(expected["results"], answers)
    codes = {problem.code for problem in reading.problems}
    yield from ((name, True, DEVIATIONS[name] in codes) for name in expected["deviations"])


def _results(expected: list[dict[str, str]], answers: tuple[Answer, ...]) -> Iterator[Pair]:
    for sent, answer in zip(expected, answers, strict=True):
        names = {"level": answer.level, "pnr": answer.booking, "ref": answer.passenger, "code": answer.code,
                 "text": answer.text}  # fmt: skip
        yield from ((name, sent.get(name, ""), value) for name, value in names.items())
        yield "verdict", {"0Z": "ok", "1Z": "not_ok"}[answer.code], answer.verdict


def compared() -> list[tuple[str, Pair]]:
    expected = json.loads((CORPUS / "expected.json").read_text())
    found: list[tuple[str, Pair]] = []
    for name, values in expected.items():
        (reading,) = registry.read((CORPUS / name).read_bytes())
        found += [(name, pair) for pair in pairs(values, reading)]
    return found


def test_the_corpus_is_read_as_expected() -> None:
    found = compared()
    wrong = [(name, pair) for name, pair in found if pair[1] != pair[2]]
    assert not wrong, f"{len(found) - len(wrong)} of {len(found)} fields agree: {wrong}"
    assert len(found) > 250


def test_nothing_of_the_corpus_is_left_without_a_word() -> None:
    for path in CORPUS.glob("*.txt"):
        (reading,) = registry.read(path.read_bytes())
        said = {problem.code for problem in reading.problems}
        assert not reading.unread or "segments-not-used" in said


@settings(max_examples=300)
@given(st.sampled_from(SAMPLES), st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=6)), max_size=8))
def test_a_damaged_answer_is_read_without_an_exception(sample: Path, damage: list[tuple[int, bytes]]) -> None:
    raw = sample.read_bytes()
    for at, piece in damage:
        place = at % (len(raw) + 1)
        raw = raw[:place] + piece + raw[place + len(piece) // 2 :]
    readings = registry.read(raw)
    assert readings
    assert all(reading.problems or reading.understood for reading in readings)


@given(st.binary(max_size=300), st.sampled_from(["CUSRES", "CONTRL", "APERAK"]))
def test_any_bytes_behind_a_head_are_read_without_an_exception(body: bytes, kind: str) -> None:
    assert registry.read(f"UNH+1+{kind}:D:05B:UN'".encode() + body)


def test_a_list_of_fifty_thousand_answers_is_read_in_linear_time() -> None:
    point = b"ERP+2'RFF+AVF:ABCDEF'RFF+ABO:100001'ERC+0Z'FTX+AAP+++OK TO BOARD'"
    (reading,) = registry.read(b"UNH+1+CUSRES:D:05B:UN'BGM+962'RFF+TN:1'RFF+AF:X9101'" + point * 50_000)
    assert len(reading.manifest.answers) == 50_000
