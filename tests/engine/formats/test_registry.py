"""Any bytes at all: each message becomes a reading, and what is none becomes one that says so."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.reading import passenger_list
from roadstead.engine.formats import registry
from tests.engine.formats.corpus_paxlst import CORPUS, PAXLST, expected
from tests.library import expected as of_folder

OTHERS = [
    (folder, name, wanted.get("messages", 1))
    for folder in ("cusres", "pnrgov", "cuscar", "cusrep", "edifact_other")
    for name, wanted in of_folder(folder).items()
]


def zipped() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("list.edi", "UNB")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("raw", "look"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"<!DOCTYPE html><html><body>502</body></html>", "web page"),
        (b"<?xml version='1.0'?><Flight/>", "XML"),
        (gzip.compress(b"UNB+UNOA:4+A+B'"), "gzip"),
        (zipped(), "zip"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b'{"travellers": []}', "JSON"),
        (bytes(range(256)) * 4, "not text"),
        (b"Dear colleagues, please find attached the list.", "not recognise this format"),
        (b"UNB+UNOA:4+A+B+261125:0900+1'UNZ+0+1'", "has no message"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_message_is_one_reading_that_says_what_it_looks_like(raw: bytes, look: str) -> None:
    (reading,) = registry.read(raw)
    assert not reading.is_understood
    (problem,) = reading.problems
    assert problem.code == "not-a-known-message"
    assert look in problem.text
    assert registry.voyage_hint(raw) == ""


@given(st.binary(max_size=500))
def test_no_bytes_raise(raw: bytes) -> None:
    assert registry.read(raw)
    registry.voyage_hint(raw)


@pytest.mark.library
@pytest.mark.parametrize(("folder", "name", "messages"), OTHERS, ids=[name for _, name, _ in OTHERS])
def test_every_other_message_is_one_reading_each(folder: str, name: str, messages: int) -> None:
    readings = registry.read((CORPUS / folder / name).read_bytes())
    assert len(readings) == messages
    assert all(
        reading.is_understood or "not-a-known-message" in {p.code for p in reading.errors} for reading in readings
    )


def test_a_type_without_reader_is_named_and_its_segments_are_kept() -> None:
    (reading,) = registry.read(b"UNB+UNOA:4+A+B'UNH+1+QALITY:D:96B:UN'BGM+1'UNT+3+1'UNZ+1'")
    assert not reading.is_understood
    assert "We do not read EDIFACT message QALITY yet" in reading.errors[0].text
    assert reading.unread == ("UNH+1+QALITY:D:96B:UN", "BGM+1", "UNT+3+1")


def test_a_passenger_list_that_lost_its_head_is_still_read() -> None:
    raw = b"05B:UN:IATA'BGM+745'TDT+20+XA123'LOC+125+LGW'LOC+87+BGI'NAD+FL+++ROE:JANE'NAT+2+BRB'UNT+8+1'UNZ+1+7'"
    (reading,) = registry.read(raw)
    assert [traveller.surname for traveller in reading.manifest.travellers] == ["ROE"]
    assert "head-missing" in {problem.code for problem in reading.errors}


@pytest.mark.library
def test_several_messages_in_a_file_are_several_readings() -> None:
    names = ("guide_5_1_single_sector.txt", "astra_cn_iapi_01.txt", "ediclean_C_cleaned.txt")
    readings = registry.read(b"\r\n".join((PAXLST / name).read_bytes() for name in names))
    assert [reading.manifest.voyage.number for reading in readings] == ["ZZ123", "CA339", "B2740"]
    assert [len(reading.manifest.travellers) for reading in readings] == [1, 2, 3]


@pytest.mark.library
@pytest.mark.parametrize("name", expected())
def test_the_hint_of_a_list_is_the_key_of_its_voyage(name: str) -> None:
    raw = (PAXLST / name).read_bytes()
    (reading,) = registry.read(raw)
    assert registry.voyage_hint(raw) == reading.manifest.voyage.key


def test_the_hint_looks_only_at_the_head() -> None:
    raw = passenger_list(1_000)
    assert registry.voyage_hint(raw) == registry.voyage_hint(raw[:65_536]) == "air/XA/123/2026-11-25/LGW"


@pytest.mark.library
def test_a_telex_heading_is_said() -> None:
    (reading,) = registry.read((PAXLST / "ediclean_C.txt").read_bytes())
    (heading,) = (problem for problem in reading.problems if problem.code == "telex-heading")
    assert "HERSDE2 on day 17 at 0021 UTC" in heading.text
