"""Titles in a name field, which are no part of the name: "ANNA MRS", "JOHNMR". DREW, NASR and AMR stay whole.

A title that stands by itself is one. A title that is glued to the given name is taken off only where the rest can
hardly be read otherwise: WILLIAMS, BADR and AMR are names.
"""

from __future__ import annotations

import re
from typing import Final

APART: Final = frozenset({"MR", "MRS", "MS", "MISS", "MSTR", "DR", "PROF", "CHD", "INF", "INFT"})
# Title, and how many letters of a name must stand before it: no name ends in MSTR or MRS, a few end in MR.
GLUED: Final = (("MSTR", 2), ("MISS", 3), ("MRS", 2), ("MR", 4))
NO_MR: Final = frozenset({"F"})  # a woman's name that ends in MR is a name
PERHAPS: Final = re.compile(r"(?:MR|MRS|MS|MISS|MSTR|DR|PROF|CHD|INFT?)\b", re.IGNORECASE)
SEX_OF: Final = {"MR": "M", "MSTR": "M", "MRS": "F", "MS": "F", "MISS": "F"}


def titles(name: str, sex: str = "") -> tuple[str, ...]:
    """The titles found in a name field, in capitals; () where the whole of it is name."""
    if PERHAPS.search(name) is None:
        return ()
    words = name.upper().replace(".", " ").split()
    apart = [word for word in words if word in APART] if not APART.issuperset(words) else []
    return (*apart, *(title for word in words if (title := _glued(word, sex))))


def without_titles(name: str, sex: str = "") -> str:
    """The name field without them, as it was written otherwise. Who is called by a title alone keeps it."""
    if not titles(name, sex):
        return name
    words = [word for word in name.split() if word.upper().strip(".") not in APART]
    return " ".join(word[: len(word) - len(_glued(word.upper(), sex))] for word in words)


def _glued(word: str, sex: str) -> str:
    """The title at the end of a word, "" if there is none or the word is one."""
    for title, letters in GLUED:
        if word.endswith(title) and word.isalpha() and len(word) - len(title) >= letters:
            return "" if title == "MR" and sex in NO_MR else title
    return ""
