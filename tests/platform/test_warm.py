"""What is compiled before anybody waits."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from roadstead.engine.matching.index import write_index
from roadstead.platform.warm import PREBUILT_INDEX, SAMPLE_ENTRY


def test_the_segment_that_the_walk_is_compiled_by_is_the_one_that_is_built_now(tmp_path: Path) -> None:
    """Otherwise the matcher is compiled in one process, in twice the time: write the files into warm.zip anew."""
    write_index([SAMPLE_ENTRY], tmp_path / "segment")
    built = {path.name: path.read_bytes() for path in (tmp_path / "segment").iterdir()}
    with ZipFile(PREBUILT_INDEX) as kept:
        assert {name: kept.read(name) for name in kept.namelist()} == built
