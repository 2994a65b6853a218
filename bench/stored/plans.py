"""Plans of what pages and look-ups ask the database, as it carried them out: which large tables were read whole."""

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
        "manifests_traveller",
        "manifests_document",
        "manifests_booking",
        "manifests_statement",
        "answers_answer",
        "audit_record",
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
    """Every plan of sessions that begin in the block, once it is over."""
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
    """By large table the statement that read all of it, where one did."""
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
