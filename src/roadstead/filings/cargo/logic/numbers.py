"""Bill and container numbers in the form in which they are compared. Pure."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.records import Mode
from roadstead.engine.text.identifiers import waybill

BETWEEN: Final = re.compile(r"[\s\-/]+")


def printed(number: str, mode: str) -> str:
    """As it stands on paper; it is kept as `key` has it. By air "00041003336" is printed "000-41003336"."""
    return waybill.normalise(number) if mode == Mode.AIR and waybill.SHAPE.fullmatch(number) else number


def key(number: str) -> str:
    """Capitals without blanks, hyphens and slashes: "157-6756 8642" and "15767568642" are one waybill."""
    return BETWEEN.sub("", number).upper()
