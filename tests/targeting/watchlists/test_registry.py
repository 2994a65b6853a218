"""Whatever is given: a list, or UnableToLoad with file and remedy."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roadstead.engine.formats.lists import UnableToLoad, load, load_bytes, load_documents_bytes, recognise

Loaded = TypeVar("Loaded")
OFAC_ROW = b'36,"A",individual,"X",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
PERSON = b'{"id":"1","schema":"Person","properties":{'
STARTS = [
    b"", b"<CONSOLIDATED_LIST>", b'<?xml version="1.0"?><CONSOLIDATED_LIST><INDIVIDUAL>', b"id,name,born\n",
    b"surname;given\n", PERSON + b'"name":["A"],"birthDate":["19', PERSON + b"}}\n", OFAC_ROW + b'"DOB 1',
    OFAC_ROW + b"-0- \r\n", b"\xff\xfei\0d\0", b"issuer,type,number\n",
    b"recordId,programKey,annex,measure,schema,name,weakAlias,birthDate\n1,,,,Person,", b"<export><sanctionEntity ",
    b"Name\tEffective_Date\tExpiration_Date\tStandard_Order\tFR_Citation\nA\t", b"<Designations><Designation>",
    b"Last Updated,1/1/2026\nName 6,Name 1,Group Type,Alias Type,Group ID\nA,",
    b"<Sanctions ><DateOfIssue/><DistinctParty>",
    b"Entity_LogicalId;NameAlias_WholeName;BirthDate_BirthDate;Identification_Number\n1;A;",
    b'{"DATA_SOURCE":"A","RECORD_ID":"1","NAMES":[{"NAME_FULL":"',
    b'[{"entity_id":"1","name":"A","date_of_birth":"19', b'{"_embedded":{"notices":[{"name":"A","x":',
    b'{"entity_id":"1","name":"A","sex_id":"M"}\n',
    b"QID,Chinese name,Body,List,End date,Name,Type\n,,,,,",
    b"source,entity_number,programs,alt_names,source_list_url,ids,name\n,", b"<ArrayOfFinancialSanctionsTarget><",
]  # fmt: skip


def attempt(load_it: Callable[[bytes, str], Loaded], raw: bytes) -> Loaded | str:
    """What it is loaded as, or what the refusal says; anything else is raised and fails the test."""
    try:
        return load_it(raw, "upload")
    except UnableToLoad as refused:
        return str(refused)


@given(st.sampled_from(STARTS), st.binary(max_size=300))
@example(b"", b'"' + b"x" * 200_000)
@example(b"id,name\n", b'1,"' + b"x" * 200_000)
def test_any_bytes_are_a_list_or_unable_to_load(start: bytes, rest: bytes) -> None:
    found = attempt(load_bytes, start + rest)
    if isinstance(found, str):
        assert found.startswith("upload ")
    else:
        assert sum(found.version.counts.values()) == len(found.entries) == len({entry.id for entry in found.entries})


@given(st.sampled_from(STARTS), st.text(max_size=200))
def test_any_text_is_a_list_of_documents_or_unable_to_load(start: bytes, rest: str) -> None:
    found = attempt(load_documents_bytes, start + rest.encode())
    if isinstance(found, str):
        assert found.startswith("upload ")
    else:
        assert all(document.number for document in found.documents)


@pytest.mark.parametrize(
    ("raw", "remedy"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04", "Unpack"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"Dear colleague", "docs/guide/watchlist-csv.md"),
    ],
)
def test_what_is_no_list_is_refused_with_file_and_remedy(raw: bytes, remedy: str) -> None:
    with pytest.raises(UnableToLoad, match=f"^mine.bin .*{remedy}"):
        load_bytes(raw, "mine.bin")


@pytest.mark.parametrize("open_it", [load, recognise])
def test_a_file_that_is_not_there_is_unable_to_load(open_it: object, tmp_path: Path) -> None:
    assert callable(open_it)
    with pytest.raises(UnableToLoad, match=r"gone\.xml cannot be opened"):
        open_it(tmp_path / "gone.xml")


def test_an_upload_and_a_file_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("id,name\n1,A B\n")
    assert load(path) == load_bytes(path.read_bytes(), "mine.csv")
