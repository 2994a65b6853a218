"""A control character in a list ends neither the list nor an entry: it is taken out, and its place is reported."""

from pathlib import Path

import pytest

from roadstead.engine.formats.lists import LoadedList, load, load_bytes, load_documents_bytes
from roadstead.engine.formats.lists.streamed_documents import scan_documents
from roadstead.engine.formats.lists.tally import Tally
from tests.targeting.watchlists.home import codes

UN = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="2026-08-14T23:00:04Z"><INDIVIDUALS>\n'
    b"<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>ANNA</FIRST_NAME></INDIVIDUAL>\n"
    b"<INDIVIDUAL><DATAID>2</DATAID><FIRST_NAME>BERTA</FIRST_NAME>%s</INDIVIDUAL>\n"
    b"<INDIVIDUAL><DATAID>3</DATAID><FIRST_NAME>CARL</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"
)


def said(found: LoadedList) -> list[str]:
    return [problem.text for problem in found.problems if problem.code == "control-character"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (b"<COMMENTS1>the country\x19s army</COMMENTS1>", "0x19"),
        (b"<COMMENTS1>the country&#25;s army</COMMENTS1>", "0x19"),
        (b"<COMMENTS1>the country&#x1;s army</COMMENTS1>", "0x01"),
        (b"<!-- the country\x02s army -->", "0x02"),
        (b"<COMMENTS1>the country\x00s army</COMMENTS1>", "0x00"),
        (b"<COMMENTS1>the country\x0bs army</COMMENTS1>", "0x0B"),
    ],
)
def test_in_xml_the_entries_behind_it_are_read(written: bytes, number: str) -> None:
    found = load_bytes(UN % written, "un.xml")
    assert [entry.name for entry in found.entries] == ["ANNA", "BERTA", "CARL"]
    (text,) = said(found)
    assert text.startswith(f"We removed the control character {number} in line 4 from “")
    assert "the country␦s army" in text or "country␦s army" in text
    assert "file-damaged" not in codes(found.problems)


def test_a_number_cut_by_the_end_of_a_block_is_known_all_the_same() -> None:
    for length in range(32_700, 32_800):  # lxml asks for 32,768 bytes at a time
        filling = b"<!--" + b"x" * (length - 420) + b"--><COMMENTS1>x&#25;&amp; y</COMMENTS1>"
        found = load_bytes(UN % filling, "un.xml")
        assert (len(found.entries), len(said(found))) == (3, 1), length
        assert found.entries[1].reason.endswith("x& y")


def test_the_version_is_still_the_hash_of_the_file_as_it_came(tmp_path: Path) -> None:
    clean, odd = UN % b"", UN % b"<COMMENTS1>\x19</COMMENTS1>"
    (tmp_path / "un.xml").write_bytes(odd)
    assert load(tmp_path / "un.xml").version.sha256 == load_bytes(odd, "un.xml").version.sha256
    assert load_bytes(odd, "un.xml").version.sha256 != load_bytes(clean, "un.xml").version.sha256


def test_a_row_of_ofac_behind_the_end_of_another_file_is_an_entry() -> None:
    row = b'%d,"MARAN, Zubo",individual,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    found = load_bytes(row % 1 + b"\x1a" + row % 2 + b"\x1a", "sdn.csv")
    assert [entry.id for entry in found.entries] == ["1", "2"]
    assert said(found) == [
        'We removed the control character 0x1A in line 2 from “␦2,"MARAN, Zubo",indi”. Compare it with the published'
        " list."
    ]
    assert codes(found.problems) == ["control-character", "file-missing", "file-missing"]


def test_one_in_a_file_beside_the_list_is_reported_with_that_file() -> None:
    row = b'1,"MARAN, Zubo",individual,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    found = load_bytes(row, "sdn.csv", {"alt.csv": b'1,7,"aka","ZUBU,\x19 Maran",-0- \r\n\x1a'})
    assert [name.text for name in found.entries[0].names] == ["MARAN, Zubo", "ZUBU, Maran"]
    assert "0x19 in alt.csv, line 1 " in said(found)[0]


@pytest.mark.parametrize(
    "line",
    [
        b'{"id":"%d","schema":"Person","properties":{"name":["Ann\x19a Doe"]}}\n',
        b'{"DATA_SOURCE":"T","RECORD_ID":"%d","NAMES":[{"NAME_FULL":"Ann\x19a Doe"}]}\n',
    ],
    ids=["ftm", "senzing"],
)
def test_in_json_the_entry_it_stands_in_is_read(line: bytes) -> None:
    found = load_bytes(line % 1 + line % 2, "x.jsonl")
    assert [entry.name for entry in found.entries] == ["Anna Doe", "Anna Doe"]
    assert [text.partition(" from")[0].rpartition(" in ")[2] for text in said(found)] == ["line 1", "line 2"]


def test_in_a_csv_of_ones_own_and_at_its_end() -> None:
    found = load_bytes(b"id,name,born\r\n1,Ann\x01a Doe,1990\r\n\x1a", "own.csv")
    assert ([entry.name for entry in found.entries], len(said(found))) == (["Anna Doe"], 1)
    assert codes(found.problems) == ["control-character"]


def test_what_parts_words_still_parts_them() -> None:
    found = load_bytes(b"id,name,born\n1,Anna\x0bMaria Doe,1990\n", "own.csv")
    assert found.entries[0].name == "Anna Maria Doe"


def test_a_list_in_utf_16_keeps_its_letters() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + (UN % b"").decode().partition("\n")[2].replace("ANNA", "АННА")
    found = load_bytes(text.encode("utf-16"), "un.xml")
    assert ([entry.name for entry in found.entries], said(found)) == (["АННА", "BERTA", "CARL"], [])


def test_of_thousands_the_number_is_reported_and_no_more_time_is_taken() -> None:
    found = load_bytes(UN % (b"<COMMENTS1>" + b"\x19\n" * 300_000 + b"</COMMENTS1>"), "un.xml")
    assert len(found.entries) == 3
    assert any("control characters that we removed: 299,000." in problem.text for problem in found.problems)


def test_in_a_list_of_documents_held_or_long(tmp_path: Path) -> None:
    raw = b"issuer,type,number\nBRB,P,T000\x190001\nBRB,P,T0000002\n\x1a"
    held = load_documents_bytes(raw, "lost.csv")
    (tmp_path / "lost.csv").write_bytes(raw)
    tally = Tally()
    long = tuple(scan_documents(tmp_path / "lost.csv").documents(tally))
    assert [document.number for document in held.documents] == ["T0000001", "T0000002"]
    assert ([document.number for document in long], codes(tally.problems)) == (
        ["T0000001", "T0000002"],
        codes(held.problems),
    )
    assert codes(held.problems) == ["control-character"]
