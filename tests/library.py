"""The sample folders that may stand beside the project: real messages, published lists, pairs of names.

`ROADSTEAD_CORPUS` names the folder of messages (default: `../shared/corpus`); lists, pairs and EDIFACT tables stand
beside it. A test that reads them is marked `library`; where the folders are absent such tests are left out, and the run
says so in one line.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final

CORPUS: Final = Path(os.environ.get("ROADSTEAD_CORPUS") or Path(__file__).parents[2] / "shared" / "corpus").resolve()
LISTS: Final = CORPUS.parent / "lists"
PAIRS: Final = CORPUS.parent / "pairs"
EDIFACT: Final = CORPUS.parent / "edifact"


def is_here() -> bool:
    return CORPUS.is_dir()


def expected(folder: str) -> dict[str, Any]:
    """Values that `expected.json` of a folder gives for each of its files; none where the folders are absent."""
    if not is_here():
        return {}
    values: dict[str, Any] = json.loads((CORPUS / folder / "expected.json").read_text())
    return values
