"""Invented answers and what each must become.

`python -m tests.engine.formats.test_replies_snapshots` writes them anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roadstead.engine.formats import registry
from roadstead.engine.formats.common.view import view

DATA = Path(__file__).parent / "data"
FORMS = ("cusres", "contrl", "aperak")
SAMPLES = [sample for form in FORMS for sample in sorted((DATA / form).glob("*.edi"))]


def seen(sample: Path) -> list[dict[str, object]]:
    return [view(reading, sample.name) for reading in registry.read(sample.read_bytes())]


def unread(sample: Path) -> list[str]:
    return [segment for reading in registry.read(sample.read_bytes()) for segment in reading.unread]


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.stem for sample in SAMPLES])
def test_an_answer_becomes_its_snapshot(sample: Path) -> None:
    kept = json.loads(sample.with_suffix(".json").read_text())
    assert {"seen": seen(sample), "unread": unread(sample)} == kept


@pytest.mark.parametrize("form", FORMS)
def test_there_are_samples_of_each_form(form: str) -> None:
    assert len([sample for sample in SAMPLES if sample.parent.name == form]) >= 2


if __name__ == "__main__":
    for sample in SAMPLES:
        kept = {"seen": seen(sample), "unread": unread(sample)}
        sample.with_suffix(".json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
