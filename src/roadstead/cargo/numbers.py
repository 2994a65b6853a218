"""Bill and container numbers in the form in which they are compared. Pure."""

from __future__ import annotations

import re
from typing import Final

BETWEEN: Final = re.compile(r"[\s\-/]+")


def key(number: str) -> str:
    """Capitals without blanks, hyphens and slashes: "157-6756 8642" and "15767568642" are one waybill."""
    return BETWEEN.sub("", number).upper()
