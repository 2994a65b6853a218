"""Telex headings (SITA Type B), whole, glued and broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.syntax import typeb
from tests.library import CORPUS, expected

PAXLST = CORPUS / "paxlst"
WITH_HEADING = [(name, wanted["typeb"]) for name, wanted in expected("paxlst").items() if "typeb" in wanted]


@pytest.mark.library
@pytest.mark.parametrize(("name", "wanted"), WITH_HEADING, ids=[name for name, _ in WITH_HEADING])
def test_real_headings_are_read(name: str, wanted: dict[str, object]) -> None:
    heading = typeb.read((PAXLST / name).read_bytes())
    assert heading.found
    assert heading.priority == wanted.get("priority", "")
    assert list(heading.addresses) == wanted.get("to", [])
    assert heading.origin == wanted["origin"]
    assert heading.time == wanted["time"]
    assert heading.rest.startswith(b"UNA")


def test_a_whole_heading_with_two_address_lines_and_a_second_signature() -> None:
    raw = b"\x01QU KINPSXA ANUHQXA\r\nBGIHQXA POSHQXA\r\n.LGWRRXA XA/251643\r\n\x02PDM\r\nUNB+UNOA:4"
    heading = typeb.read(raw)
    assert heading == typeb.Heading(
        priority="QU",
        addresses=("KINPSXA", "ANUHQXA", "BGIHQXA", "POSHQXA"),
        origin="LGWRRXA",
        signature="XA",
        time="251643",
        possible_duplicate=True,
        rest=b"UNB+UNOA:4",
    )


def test_a_heading_glued_to_the_message_behind_a_host_code() -> None:
    heading = typeb.read(b"HOST1 .LGWRRXA 251643UNB+UNOA:4")
    assert (heading.origin, heading.time, heading.rest) == ("LGWRRXA", "251643", b"UNB+UNOA:4")


@pytest.mark.parametrize("host", ["CICA ", "CICA\r\n", "CICA", "HOST01 "])
def test_a_host_code_before_the_priority_does_not_hide_the_addresses(host: str) -> None:
    heading = typeb.read(f"{host}QU KINPSXA\r\nANUHQXA\r\n.LGWRRXA 251643\r\nUNB+UNOA:4".encode())
    assert (heading.priority, heading.addresses) == ("QU", ("KINPSXA", "ANUHQXA"))


def test_a_heading_in_the_sections_of_a_terminal() -> None:
    raw = (
        b"=HEADER\r\nRCV,2026/11/25 16:43\r\n=PRIORITY\r\nQU\r\n=DESTINATION TYPE B\r\nSTX,KINPSXA\r\nANUHQXA\r\n"
        b"=ORIGIN\r\nLGWRRXA\r\n=MSGID\r\n251643\r\n=TEXT\r\nUNB+UNOA:4\r\n=NO SECTION\r\n"
    )
    assert typeb.read(raw) == typeb.Heading(
        priority="QU",
        addresses=("KINPSXA", "ANUHQXA"),
        origin="LGWRRXA",
        time="251643",
        rest=b"UNB+UNOA:4\r\n=NO SECTION\r\n",
    )


def test_text_without_heading_comes_back_as_it_was() -> None:
    heading = typeb.read(b"\x02Good morning.\r\nUNB+UNOA:4\x03")
    assert not heading.found
    assert heading.rest == b"\x02Good morning.\r\nUNB+UNOA:4\x03"


@given(st.text("QUX. \r\n\x01\x02AB12345/PDM", max_size=300))
def test_no_heading_raises(text: str) -> None:
    typeb.read(text.encode())
