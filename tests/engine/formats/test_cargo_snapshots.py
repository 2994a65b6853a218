"""Made-up cargo messages and what each becomes.

`python -m tests.engine.formats.test_cargo_snapshots` writes them anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.engine.formats.test_replies_snapshots import seen, unread

DATA = Path(__file__).parent / "data/cargo_edifact"
SAMPLES = sorted(DATA.glob("*.edi"))


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.stem for sample in SAMPLES])
def test_a_cargo_message_becomes_its_snapshot(sample: Path) -> None:
    kept = json.loads(sample.with_suffix(".json").read_text())
    assert {"seen": seen(sample), "unread": unread(sample)} == kept


def test_there_are_samples_of_each_kind() -> None:
    assert len(SAMPLES) >= 9


if __name__ == "__main__":
    for sample in SAMPLES:
        kept = {"seen": seen(sample), "unread": unread(sample)}
        sample.with_suffix(".json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
