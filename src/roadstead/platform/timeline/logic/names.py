"""A file's name as it is kept: no folder, no sign that could mislead, and the ending of what the file is."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from roadstead.platform.timeline.logic.kinds import KINDS

LONGEST: Final = 80  # characters before the ending
FOLDER: Final = re.compile(r".*[/\\]", re.S)
ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")
RUNS: Final = re.compile(r"[\s_]+")
# Letters of any script with their marks, digits, and a few signs; nothing that turns the direction of reading.
ALLOWED: Final = ("L", "M", "N")
SIGNS: Final = " .-_()+,"


def clean_name(name: str, kind: str) -> str:
    """`..\\\\x/Scan\\u202e.exe` that is a PDF becomes `Scan.pdf`; where nothing is left, `file.pdf`."""
    own = ENDING.sub("", FOLDER.sub("", unicodedata.normalize("NFC", name)).strip())
    kept = "".join(sign for sign in own if sign in SIGNS or unicodedata.category(sign)[0] in ALLOWED)
    return f"{RUNS.sub(' ', kept)[:LONGEST].strip(SIGNS.replace('()', '')) or 'file'}.{KINDS[kind].ending}"
