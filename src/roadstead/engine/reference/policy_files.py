"""Files of policy from before rows were approved: they are read no more, and never passed over in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from roadstead.engine.reference.policy import BadReference
from roadstead.engine.reference.policy_tables import TABLES

FOLDER: Final = "reference"  # below ROADSTEAD_HOME


def refuse_files(home: Path) -> None:
    """Raises BadReference for a table below `home` that nothing reads any more; it says how to import it."""
    for name in TABLES:
        path = home / FOLDER / f"{name}.csv"
        if path.exists():
            raise BadReference(
                f"{path}: this file is not read any more; policy is approved by two people. Move it out of this folder,"
                f" start Roadstead, and import it: ./roadstead policies import {name}.csv --table {name}"
            )
