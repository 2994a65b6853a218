"""Files that are cut short, altered or half written are refused with a sentence; a build that fails changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from roadstead.engine.matching.document_files import Damaged, build, open_document_files
from roadstead.engine.records import Document, ListedDocument

LOST = [ListedDocument(number=f"A{at:07}", issuer="BRB") for at in range(500)]
LONG = ListedDocument(number="A" * 40)
ASKED = Document(number="A0000007", issuer="BRB")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build([*LOST, LONG], tmp_path / "papers", stamp={"version": "1"})
    return tmp_path / "papers"


def file_of(folder: Path, kind: str) -> Path:
    return next(folder.glob(f"{kind}*"))


@pytest.mark.parametrize("kind", ["rows", "starts", "beside", "papers.json"])
@pytest.mark.parametrize("left", [0, 1, -1])
def test_a_file_cut_short_is_refused_by_name(folder: Path, kind: str, left: int) -> None:
    path = file_of(folder, kind)
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(Damaged, match=rf"{path.name} .*truncated.*The document index must be rebuilt"):
        open_document_files(folder)


@pytest.mark.parametrize("kind", ["rows", "starts", "beside"])
def test_a_file_with_one_bit_altered_is_refused(folder: Path, kind: str) -> None:
    path = file_of(folder, kind)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    with pytest.raises(Damaged, match=f"{path.name} was changed"):
        open_document_files(folder)


def test_a_manifest_with_another_count_is_refused(folder: Path) -> None:
    path = folder / "papers.json"
    path.write_bytes(path.read_bytes().replace(b'"documents":501', b'"documents":502'))
    with pytest.raises(Damaged, match=r"papers\.json was changed"):
        open_document_files(folder)


@pytest.mark.parametrize("kind", ["rows", "papers.json"])
def test_a_file_that_is_gone_is_named(folder: Path, kind: str) -> None:
    path = file_of(folder, kind)
    path.unlink()
    with pytest.raises(Damaged, match=f"{path.name} cannot be read"):
        open_document_files(folder)


def test_a_build_that_fails_leaves_the_list_before_it_and_nothing_half_written(folder: Path) -> None:
    def breaks_off() -> Iterator[ListedDocument]:
        yield from LOST[:10]
        raise OSError("the file ends in the middle")

    before = sorted(folder.iterdir())
    with pytest.raises(OSError, match="in the middle"):
        build(breaks_off(), folder)
    assert sorted(folder.iterdir()) == before
    assert len(open_document_files(folder).matches(ASKED)) == 1


def test_whoever_has_mapped_a_list_keeps_it_while_another_takes_its_place(folder: Path) -> None:
    old = open_document_files(folder)
    build(LOST[:1], folder, stamp={"version": "2"})
    new = open_document_files(folder)
    assert (len(old.matches(ASKED)), len(new.matches(ASKED))) == (1, 0)
    assert (old.manifest.stamp, new.manifest.stamp) == ({"version": "1"}, {"version": "2"})
    assert len(list(folder.glob("*.bin"))) == 3


def test_builders_at_the_same_time_wait_for_each_other_and_the_last_is_in_force(folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        built = list(pool.map(lambda count: build(LOST[:count], folder), (100, 200, 300, 400)))
    assert open_document_files(folder).manifest in built
    assert len(list(folder.iterdir())) == len({"rows", "starts", "beside", "manifest", "lock"})


def test_the_files_are_for_their_owner_only(folder: Path) -> None:
    assert {path.stat().st_mode & 0o077 for path in folder.iterdir()} == {0}
