"""The object of `read --json`, and the lines for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.reading import passenger_list
from roadstead.engine.formats import registry
from roadstead.engine.formats.common.summary import aligned
from roadstead.engine.formats.common.view import summary_lines, view
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Manifest, MessageHeader, Problem, Severity, Traveller
from tests.engine.formats.corpus_paxlst import PAXLST, expected
from tests.samples import Person, paxlst

DATA = Path(__file__).parent / "data"
LISTS = [*sorted(DATA.glob("*.edi")), *(PAXLST / name for name in expected())]


def reading(path: Path) -> Reading:
    return registry.read(path.read_bytes())[0]


def values(made: object) -> Iterator[object]:
    """Every value inside, however deep."""
    if isinstance(made, dict):
        for value in made.values():
            yield value
            yield from values(value)
    elif isinstance(made, list):
        for value in made:
            yield value
            yield from values(value)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_absent_values_are_left_out_and_the_rest_is_json(path: Path) -> None:
    made = view(reading(path), path.name)
    assert json.loads(json.dumps(made)) == made
    assert not [value for value in values(made) if value is None or value in ("", [], {})]


def test_the_object_has_the_fields_of_the_contract() -> None:
    (found,) = registry.read(paxlst(Person(surname="ROE")).replace(b"ATT+2++F'", b""))
    made = view(found, "list.edi")
    assert list(made) == ["file", "message", "voyage", "travellers", "counts", "problems"]
    assert made["counts"] == {"declared": {"passengers": 1}, "read": {"passengers": 1}}
    voyage = made["voyage"]
    assert isinstance(voyage, dict)
    assert {"from": "MIA", "to": "BGI"}.items() <= voyage["legs"][0].items()


def test_of_a_kind_that_is_declared_none_is_a_number_too() -> None:
    empty = Reading(manifest=Manifest(message=MessageHeader(type="PAXLST"), declared={"passengers": 98}))
    assert view(empty, "")["counts"] == {"declared": {"passengers": 98}, "read": {"passengers": 0}}


def test_no_bags_and_false_are_values() -> None:
    raw = paxlst(Person(surname="ROE")).replace(b"NAT+2+", b"MEA+CT++:0'GEI+4+174'NAT+2+")
    made = json.dumps(view(registry.read(raw)[0], ""))
    assert '"count": 0' in made
    assert '"verified": false' in made


def test_a_problem_says_where() -> None:
    problem = Problem(severity=Severity.ERROR, code="x", text="y", message="1", segment="DTM", number=3, field="born")
    made = view(Reading(manifest=Manifest(), problems=(problem,)), "a.edi")
    assert made == {
        "file": "a.edi",
        "problems": [
            {
                "severity": "error",
                "code": "x",
                "where": {"message": "1", "segment": "DTM", "number": 3, "field": "born"},
                "text": "y",
            }
        ],
    }


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_every_reading_has_lines(path: Path) -> None:
    lines = summary_lines(reading(path))
    assert lines[0].startswith("PAXLST")
    assert all(line.isprintable() for line in lines)


def test_a_thousand_travellers_do_not_fill_the_terminal() -> None:
    lines = summary_lines(registry.read(passenger_list(1_000))[0])
    assert len(lines) < 600
    assert "and 500 more" in lines


def test_columns_are_aligned_also_with_wide_letters() -> None:
    assert aligned([("a", "", "bcd"), ("李", "", "e")]) == ["a   bcd", "李  e"]
    assert aligned([("a", "b"), ("c", "")], header=True) == ["a", "c"]


def test_what_was_sent_cannot_move_the_cursor() -> None:
    hostile = Traveller(surname="\x1b[2JROE")
    manifest = Manifest(message=MessageHeader(type="PAXLST"), travellers=(hostile,))
    assert not any("\x1b" in line for line in summary_lines(Reading(manifest=manifest)))
