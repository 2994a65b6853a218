"""The segment tables of the directories: shipped as they are, and used to name what is unusual."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.syntax.edifact.grammar import (
    NOT_IN_DIRECTORY,
    OUT_OF_ORDER,
    TOO_MANY,
    codes,
    deviations,
    grammar,
)
from tests.engine.syntax.grammar_tables import SHIPPED, TABLES


@pytest.mark.library
@pytest.mark.parametrize("name", TABLES)
def test_the_shipped_tables_are_those_of_the_directories(name: str) -> None:
    assert (SHIPPED / name).read_text() == TABLES[name]()


@pytest.mark.parametrize(
    ("release", "directory"),
    [("D:05B", "D05B"), ("d:18a", "D16A"), ("D:04A", "D03B"), ("D:23A", "D21B"), ("D:93A", "D95B"), ("D05B", "D05B")],
)
def test_a_release_is_judged_by_the_directory_in_force(release: str, directory: str) -> None:
    found = grammar("PAXLST", release)
    assert found is not None
    assert found.directory == directory


@pytest.mark.parametrize(("message", "release"), [("PAXLST", ""), ("PAXLST", "2:911"), ("PNRGOV", "D:05B")])
def test_what_has_no_table_is_not_judged(message: str, release: str) -> None:
    assert grammar(message, release) is None


def said(sent: str, group: str = "SG4", release: str = "D:05B") -> list[tuple[str, str, int]]:
    found = grammar("PAXLST", release)
    assert found is not None
    return [(each.code, each.tag, each.allowed) for each in deviations(found.groups[group], sent.split())]


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        ("NAD ATT DTM MEA GEI FTX LOC LOC COM EMP NAT RFF DOC DTM LOC LOC DOC DTM", []),
        ("NAD ATT DOC DTM LOC RFF", [(OUT_OF_ORDER, "RFF", 0)]),
        ("NAD NAT LOC LOC DOC", [(OUT_OF_ORDER, "LOC", 0), (OUT_OF_ORDER, "LOC", 0)]),
        ("NAD RFF RFF DOC", [(TOO_MANY, "RFF", 1)]),
        ("NAD COM COM", [(TOO_MANY, "COM", 1)]),
        ("NAD GIS", [(NOT_IN_DIRECTORY, "GIS", 0)]),
        ("NAD DOC DTM GID QTY TDT", []),
        ("NAD " + "DOC " * 6, [(TOO_MANY, "DOC", 5)]),
    ],
)
def test_what_is_unusual_about_a_person_is_named(sent: str, wanted: list[tuple[str, str, int]]) -> None:
    assert said(sent) == wanted


def test_a_later_directory_allows_more() -> None:
    assert said("NAD RFF RFF RFF", release="D:12B") == []


def test_a_whole_message_is_judged_from_its_root() -> None:
    assert said("UNH BGM RFF NAD COM TDT LOC DTM LOC DTM NAD ATT NAD CNT UNT", group="") == []
    assert said("UNH BGM TDT LOC NAD RFF BGM", group="") == [(OUT_OF_ORDER, "BGM", 0)]


@given(st.lists(st.sampled_from(["NAD", "DOC", "DTM", "LOC", "RFF", "TDT", "GID", "QTY", "CNT", "ZZZ", ""])))
def test_no_order_raises(tags: list[str]) -> None:
    for message, release in (("PAXLST", "D:21B"), ("CUSRES", "D:05B")):
        found = grammar(message, release)
        assert found is not None
        for group in found.groups.values():
            assert len(deviations(group, tags)) <= len(tags)


def test_the_codes_of_an_element_are_known() -> None:
    assert {"178", "179"} <= codes("3227")
    assert "YZY" not in codes("1153")
    assert codes("9999") == frozenset()
