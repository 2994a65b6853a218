"""A list that an authority publishes to everybody is told from one that is confidential or anybody's own."""

from __future__ import annotations

import pytest

from roadstead.engine.formats.lists import load_bytes

PERSONS = b"tracking_number,last_name,first_name,dob\n1,QUILLAFORD,COLIN,03/17/1984\n"
BUSINESSES = b"tracking_number,business_name,dba_name\n1,QUILLAFORD TRADING,\n"


@pytest.mark.parametrize("content", [PERSONS, BUSINESSES])
def test_a_request_of_fincen_to_banks_is_confidential(content: bytes) -> None:
    found = load_bytes(content, "list.csv")
    assert [entry.owner for entry in found.entries] == ["FinCEN"]
    assert not found.is_published
