"""A long csv of documents read row by row holds what it holds when read as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadstead.engine.formats.lists import UnableToLoad, load_documents
from roadstead.engine.formats.lists.streamed_documents import BLOCK_BYTES, scan_documents
from roadstead.engine.formats.lists.tally import Tally

FILES = {
    "headings": b"issuer,type,number\nJAM,P,A0000001\nAtlantis,P,B0000002\n\n,,C0000003\n,,X\n",
    "plain": b"JAM,P,A0000001\r\n,,A0000002\r\n",
    "semicolons": b"Number;Reason;Country\n A0000001 ;stolen;Jamaica\n",
    "mark": "\ufeffissuer,type,number,reason\nJAM,P,A0000001,volé\n".encode(),
    "sixteen": "issuer,type,number\nJAM,P,A0000001\n".encode("utf-16"),
    "windows": "JAM,P,A0000001,volé\n".encode("cp1252"),
    "nul": b"JAM,P,A000\x000001\n",
    "quoted": b'JAM,P,A0000001,"taken\nat sea"\n',
    "empty": b"",
    "odd at the end": b"JAM,P,A0000001,vol\xc3",
    "split letter": b"JAM,P,A0000001," + b"x" * (BLOCK_BYTES - 16) + "é\n".encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_read_row_by_row_a_file_holds_what_it_holds_as_a_whole(name: str, tmp_path: Path) -> None:
    path = tmp_path / "lost.csv"
    path.write_bytes(FILES[name])
    tally, looked = Tally(), scan_documents(path)
    whole: object
    try:
        loaded = load_documents(path)
        whole = loaded.documents, loaded.problems, loaded.version
    except UnableToLoad as refused:
        whole = str(refused)
    try:
        found = tuple(looked.documents(tally))
        by_row: object = found, tally.problems, looked.version(len(found))
    except UnableToLoad as refused:
        by_row = str(refused)
    assert by_row == whole


def test_a_text_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "lost.csv"
    path.write_text("Dear colleague,\nplease find enclosed\n")
    with pytest.raises(UnableToLoad, match=r"lost\.csv is not a list of documents.*issuer,type,number"):
        list(scan_documents(path).documents(Tally()))
    with pytest.raises(UnableToLoad, match=r"gone\.csv cannot be opened"):
        scan_documents(tmp_path / "gone.csv")
