"""The operator's own tables, read when a process starts: a fault is told then, and not with the first list."""

from __future__ import annotations

from pathlib import Path

from roadstead.engine.reference import sufficiency
from roadstead.engine.reference.deadlines import deadlines, timers
from roadstead.engine.reference.legal_bases import legal_bases
from roadstead.engine.reference.overlay import FOLDER
from roadstead.engine.reference.retention import policies
from roadstead.engine.reference.rights import rights
from roadstead.engine.reference.source_ports import source_ports


def check_own_tables(home: Path) -> None:
    """Raises BadReference, which names file, row and column, for a table below `home` that cannot be used."""
    deadlines(home / FOLDER)
    legal_bases(home / FOLDER)
    policies(home / FOLDER)
    rights(home / FOLDER)
    source_ports(home / FOLDER)
    timers(home / FOLDER)
    sufficiency.check_tables(home / FOLDER)
