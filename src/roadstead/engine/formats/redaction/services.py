"""The closed list of service codes (SSR, AIRIMP) that are kept, each with its reason; what is not on it is dropped."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from roadstead.engine.formats.redaction.kinds import MEAL, OTHER_SERVICE

KEPT: Final = "keep"
LOOKS_LIKE_A_MEAL: Final = "ML"  # the last letters of every meal code


class Service(NamedTuple):
    """`keeps` names what of its text is kept ("document", "contact" …), or for a dropped one the kind it counts as."""

    code: str
    is_kept: bool
    keeps: str
    reason: str


def keeps(code: str) -> str:
    """What is kept of a service's text; "" where the service itself is dropped."""
    service = services().get(code)
    return service.keeps if service is not None and service.is_kept else ""


def dropped_as(code: str) -> str:
    """The kind under which a dropped service is counted."""
    service = services().get(code)
    if service is not None:
        return service.keeps
    return MEAL if len(code) == 4 and code.endswith(LOOKS_LIKE_A_MEAL) else OTHER_SERVICE


@cache
def services() -> Mapping[str, Service]:
    """The table `data/services.csv` by code."""
    text = files("roadstead.engine.formats.redaction").joinpath("data", "services.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["code"]: Service(row["code"], row["handling"] == KEPT, row["keeps"], row["reason"]) for row in rows}
