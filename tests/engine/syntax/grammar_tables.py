"""Makes the tables that the product ships from ../shared/edifact (UN/EDIFACT directories of UNECE).

`python -m tests.engine.syntax.grammar_tables` writes them anew; a test compares them with what this makes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.library import EDIFACT

ROOT: Final = Path(__file__).parents[3]
SHIPPED: Final = ROOT / "src/roadstead/engine/syntax/edifact/data"
MESSAGES: Final = ("PAXLST", "CUSRES")
# Elements that begin a segment and whose codes say what it is about.
ELEMENTS: Final = ("1001", "1153", "1225", "2005", "3035", "3155", "3227", "3493", "4451", "6069", "6311", "7365",
                   "8051", "9017")  # fmt: skip
Row = tuple[str, str, int, int]


def grammars() -> str:
    """One line a message and directory: tag:status:maximum:depth of each row; `=D05B` where it is that of another."""
    tables: Mapping[str, Mapping[str, list[Row]]] = json.loads((EDIFACT / "segment_tables.json").read_text())
    lines: list[str] = []
    for message in MESSAGES:
        seen: dict[str, str] = {}
        for directory, rows in tables[message].items():
            text = " ".join(":".join(map(str, row)) for row in rows)
            first = seen.setdefault(text, directory)
            lines.append(f"{message} {directory} {text if first == directory else '=' + first}")
    return "\n".join(lines) + "\n"


def codes() -> str:
    """One line an element: its codes in directory D.21B."""
    lists = json.loads((EDIFACT / "code_lists_d21b.json").read_text())
    return "".join(f"{element} {' '.join(lists[element]['codes'])}\n" for element in ELEMENTS)


TABLES: Final = {"grammars.txt": grammars, "codes_d21b.txt": codes}

if __name__ == "__main__":
    for name, made in TABLES.items():
        (SHIPPED / name).write_text(made())
