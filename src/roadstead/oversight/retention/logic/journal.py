"""What was deleted, beside the database: a copy restored from a backup does not know it, this does (S10).

`deletions/2026-11.jsonl` below ROADSTEAD_HOME, a line a batch and table. Digests only: nothing of a person.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

FOLDER: Final = "deletions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Of one batch the digests of one table."""

    batch: str
    at: str
    table: str
    digests: tuple[str, ...]


def write(home: Path, batch: str, by_table: Mapping[str, Sequence[str]], *, at: datetime) -> None:
    """On the disk before the transaction commits: what is in doubt after a crash is deleted by the replay."""
    folder = home / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = "".join(
        json.dumps({"batch": batch, "at": at.isoformat(), "table": table, "digests": list(digests)}) + "\n"
        for table, digests in by_table.items()
    )
    handle = os.open(folder / f"{at:%Y-%m}.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def entries(home: Path) -> Iterator[Entry]:
    """All, oldest first. A last line that a crash cut off is passed over: its transaction did not commit."""
    for path in sorted((home / FOLDER).glob("*.jsonl")):
        for line in path.read_text().splitlines():
            try:
                found = json.loads(line)
            except ValueError:
                continue
            yield Entry(**(found | {"digests": tuple(found["digests"])}))
