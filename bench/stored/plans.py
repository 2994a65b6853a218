"""Executed plans of the statements of pages and queries, and the large tables of which they make a full scan."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg

from bench.live import Live
from roadstead.platform.database.cluster import cluster
from roadstead.platform.database.roles import DATABASE

LARGE: Final = frozenset(
    {
        "voyages_traveller",
        "voyages_document",
        "voyages_booking",
        "voyages_statement",
        "responses_response",
        "audit_record",
        "voyages_searchkeys",
    }
)
EXPLAINED: Final = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_format": "json",
    "auto_explain.log_nested_statements": "on",
    "auto_explain.log_parameter_max_length": "0",
}
FOUND: Final = re.compile(r"plan:\n(\t\{\n.*?\n\t\})", re.DOTALL)


@contextmanager
def explained(system: Live) -> Iterator[list[dict[str, Any]]]:
    """Yield a list that holds every plan of sessions begun in the block, once the block has ended."""
    log, found = cluster(system.home).log, list[dict[str, Any]]()
    _set(system, "set {} = '{}'")
    before = log.stat().st_size
    try:
        yield found
    finally:
        _set(system, "reset {}")
        with log.open("rb") as file:
            file.seek(before)
            written = file.read().decode(errors="replace")
        found += [json.loads(each.group(1)) for each in FOUND.finditer(written)]


def read_whole(plans: list[dict[str, Any]]) -> dict[str, str]:
    """Return by large table the statement that made a full scan of it, if any."""
    return {
        node["Relation Name"]: " ".join(plan["Query Text"].split())[:300]
        for plan in plans
        for node in _nodes(plan["Plan"])
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] in LARGE
    }


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _set(system: Live, what: str) -> None:
    with psycopg.connect(system.admin_url, autocommit=True) as connection:
        for name, value in EXPLAINED.items():
            connection.execute(f"alter database {DATABASE} {what.format(name, value)}".encode())
