"""Small invented messages and what each must become.

`python -m tests.engine.formats.test_snapshots` writes them anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roadstead.engine.formats import registry
from roadstead.engine.formats.common.view import view

DATA = Path(__file__).parent / "data"
SAMPLES = sorted(DATA.glob("*.edi"))


def seen(sample: Path) -> list[dict[str, object]]:
    return [view(reading, sample.name) for reading in registry.read(sample.read_bytes())]


def snapshot(sample: Path) -> Path:
    return sample.with_suffix(".json")


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.stem for sample in SAMPLES])
def test_a_message_becomes_its_snapshot(sample: Path) -> None:
    assert seen(sample) == json.loads(snapshot(sample).read_text())


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 5


if __name__ == "__main__":
    for sample in SAMPLES:
        snapshot(sample).write_text(json.dumps(seen(sample), indent=1, ensure_ascii=False) + "\n")
