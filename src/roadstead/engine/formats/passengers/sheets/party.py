"""Who filed the sheet, and how to reach them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from roadstead.engine.formats.passengers.sheets.cells import NOTHING, Cell
from roadstead.engine.records import ReportingParty

APART: Final = re.compile(r"\s*;\s*")
EMAIL: Final = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+\.[A-Za-z]{2,}")
PHONE: Final = re.compile(r"\+?\(?[0-9][0-9 ()./-]{5,}[0-9]")
CONTACT: Final = ("contact", "phone", "email")


def reporting_party(values: Mapping[str, Cell]) -> ReportingParty:
    """The agent or whoever filed, else the captain; telephone numbers and addresses each once."""
    agent = values.get("agent_contact", NOTHING).text
    inside = [*EMAIL.findall(agent), *PHONE.findall(agent)]
    name = next((values[key].text for key in ("reporter",) if key in values), "") or _name(agent)
    texts = [part for key in CONTACT if key in values for part in APART.split(values[key].text)]
    return ReportingParty(
        name=name or values.get("captain", NOTHING).text,
        contact=tuple(dict.fromkeys(text for text in (*texts, *inside) if text)),
    )


def _name(agent: str) -> str:
    """What stands before the first comma, number or address."""
    return re.split(r"[,;\n]|\s[+(]?[0-9]{3}|\s\S+@", agent)[0].strip()
