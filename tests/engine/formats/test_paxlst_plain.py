"""The short way of reading a person and the careful way read the same; the short way only says it sooner."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.reading import passenger_list
from roadstead.engine.formats.passengers import paxlst
from roadstead.engine.formats.passengers.paxlst.fast_path import SEGMENTS, FastReader
from roadstead.engine.formats.passengers.paxlst.groups import grouped
from roadstead.engine.syntax import edifact
from tests.engine.formats.corpus_paxlst import PAXLST, expected
from tests.engine.formats.paxlst_samples import FLIGHT, HEAD, ROE

DATA: Final = Path(__file__).parent / "data"
FILES: Final = [*sorted(DATA.glob("*.edi")), *(PAXLST / name for name in expected())]


def read_both_ways(raw: bytes) -> None:
    """An element that is repeated forbids the short way; saying that there is one makes every person a careful one."""
    for interchange in edifact.read(raw):
        careful = replace(interchange, has_repetitions=True)
        for message in interchange.messages:
            assert paxlst.read(interchange, message) == paxlst.read(careful, message)


def message(people: str) -> bytes:
    return f"{HEAD}UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'{FLIGHT}{people}UNT+9+1'UNZ+1+7'".encode()


@pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
def test_a_real_list_is_read_the_same_both_ways(file: Path) -> None:
    read_both_ways(file.read_bytes())


def test_a_plain_list_goes_the_short_way_and_is_read_the_same() -> None:
    raw = passenger_list(300)
    short = FastReader("2026-11-25")
    (interchange,) = edifact.read(raw)
    (message,) = interchange.messages
    assert all(short.traveller(party) for party in grouped(message.segments, message.tags).persons)
    read_both_ways(raw)


SENT: Final = [*ROE.split("'")[:-1],
               "LOC+178+LGW", "LOC+179+ bgi", "LOC+180+LONDON", "LOC+174+", "LOC+22", "RFF+SEA:1A",
               "RFF+AVF:ABC", "RFF+ABO: X ", "RFF+AVF", "RFF+ZZZ:1", "MEA+CT++:1", "MEA+CT++:0", "MEA+CT++1",
               "FTX+BAG+++XA1:1", "FTX+BAG+++XA123456:1", "FTX+BAG+++NULL", "FTX+BAG+++XA123456:3", "GEI+4+173",
               "GEI+4+175", "COM+2465550100:TE", "COM+246:FX+A@B:EM", "COM+", "EMP+1+CR1:110:111",
               "NAT+2+D<<", "NAT+1+GUY", "NAT+2+gbr", "ATT+2++X", "ATT+2++U", "ATT+5++M", "DTM+329:19800416:102",
               "DTM+329:800229", "DTM+329:261126", "DTM+329: 800416", "DTM+329:800416:101", "DTM+329:8004:609",
               "DTM+36:310630", "DTM+36:991231:101", "DTM+36:20310630:102", "DTM+182:200101", "LOC+91+USA",
               "LOC+91+VA:163", "DOC+V:110:111+V123", "DOC+Z+1", "DOC+P+", "DOC++1", "NAD+FM+++DOE:JOHNMR",
               "NAD+FL+++DOE:DREW", "NAD+FL+++DOE/JO:ANN", "NAD+FL+++DOE", "NAD+FL+7++DOE:J:::", "NAD+DDU+++ DOE : J ",
               "NAD+FL+++DOE:J:K:L:M:6", "TDT+20+XA9", "ZZZ+1"]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(SENT), st.just(ROE[:-1])), min_size=1, max_size=14))
def test_whatever_is_said_of_a_person_is_read_the_same_both_ways(sent: list[str]) -> None:
    read_both_ways(message("NAD+FL+++ROE:JANE'" + "".join(f"{each}'" for each in sent)))


@given(st.permutations(ROE.split("'")[1:-1]))
def test_a_person_s_segments_may_come_in_any_order(order: list[str]) -> None:
    read_both_ways(message("NAD+FL+++ROE:JANE'" + "".join(f"{each}'" for each in order)))


ELEMENTS: Final = st.lists(st.text("AB12 <?+:'\u00e9", max_size=8), min_size=1, max_size=4)


@given(st.sampled_from(sorted(SEGMENTS)), st.lists(ELEMENTS, max_size=5))
def test_no_segment_of_the_short_way_raises(tag: str, elements: list[list[str]]) -> None:
    segments = [[["UNH"]], [["NAD"], ["FL"], [""], [""], ["A", "B"]], [[tag], *elements]]
    FastReader("2026-11-25").traveller(grouped(segments, ["UNH", "NAD", tag]).persons[0])
