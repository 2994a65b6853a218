"""Bill and container numbers in the form in which they are compared: capitals, without blanks and hyphens. Pure."""

from __future__ import annotations

import re
from typing import Final

BETWEEN: Final = re.compile(r"[\s\-/]+")


def bill_key(number: str) -> str:
    """ "157-6756 8642" and "15767568642" are one waybill."""
    return BETWEEN.sub("", number).upper()


def box_key(number: str) -> str:
    """ "CSQU 305438-3" and "CSQU3054383" are one container."""
    return BETWEEN.sub("", number).upper()
