"""Closed list of service codes (SSR, AIRIMP) that are kept, each with its reason; all others are dropped."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from roadstead.engine.formats.redaction.kinds import MEAL, OTHER_SERVICE

KEPT: Final = "keep"
LOOKS_LIKE_A_MEAL: Final = "ML"  # last letters of every meal code


class Service(NamedTuple):
    """One service code.

    `retained_part` names the part of its text that is kept ("document", "contact" …), or the kind under which a dropped
    one is counted.
    """

    code: str
    is_kept: bool
    retained_part: str
    reason: str


def retained_part(code: str) -> str:
    """Return the part of a service's text that is kept; "" if the service is dropped."""
    service = services().get(code)
    return service.retained_part if service is not None and service.is_kept else ""


def kind_if_dropped(code: str) -> str:
    """Return the kind under which a dropped service is counted."""
    service = services().get(code)
    if service is not None:
        return service.retained_part
    return MEAL if len(code) == 4 and code.endswith(LOOKS_LIKE_A_MEAL) else OTHER_SERVICE


@cache
def services() -> Mapping[str, Service]:
    """Return the table `data/services.csv` by code."""
    text = files("roadstead.engine.formats.redaction").joinpath("data", "services.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["code"]: Service(row["code"], row["handling"] == KEPT, row["keeps"], row["reason"]) for row in rows}
