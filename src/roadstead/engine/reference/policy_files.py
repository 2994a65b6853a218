"""Policy files from before rows were approved: they are not read any more and are reported at start."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from roadstead.engine.reference.policy import BadReference
from roadstead.engine.reference.policy_tables import TABLES
from roadstead.engine.sentences import Sentence

FOLDER: Final = "reference"  # below ROADSTEAD_HOME


def refuse_files(home: Path) -> None:
    """Raise BadReference for a table file below `home` that is not read any more; the message says how to import it."""
    for name in TABLES:
        path = home / FOLDER / f"{name}.csv"
        if path.exists():
            raise BadReference(
                Sentence(
                    "%(path)s is no longer read, because two people now approve policy. Move the file out of "
                    "this folder, start Roadstead, and import it: ./roadstead policies import %(table)s.csv "
                    "--table %(table)s",
                    {"path": str(path), "table": name},
                )
            )
