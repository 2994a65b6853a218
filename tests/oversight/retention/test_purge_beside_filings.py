"""A purge in one process, filings about the same voyages in another: nothing is lost, and neither stops the other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from roadstead.config import config
from tests.oversight.retention.test_replay import Drill, drill

__all__ = ["drill"]
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(bool(config().database_url), reason="it makes a database on our own server"),
]
ROUNDS = 60


def begin(drill: Drill, *argv: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.oversight.retention.beside", *argv]
    return subprocess.Popen(
        command, env=os.environ | drill.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def end(process: subprocess.Popen[str]) -> dict[str, int]:
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    found: dict[str, int] = json.loads(out)
    return found


def test_a_purge_beside_filings_about_the_same_voyages_loses_nothing_and_stops_nobody(
    drill: Drill, tmp_path: Path
) -> None:
    end(begin(drill, "prepare"))
    over = tmp_path / "over"
    purging = begin(drill, "purge", str(over))
    filed = end(begin(drill, "file", str(ROUNDS)))
    over.touch()
    purged = end(purging)
    assert set(filed) == {"processed"}
    assert purged["voyages_traveller"] > 0
    assert purged["purges"] > 1
    assert end(begin(drill, "left")) == {"read": ROUNDS}, filed
    assert drill.travellers() <= 30 * ROUNDS - purged["voyages_traveller"]
