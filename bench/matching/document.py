"""The page docs/reference/matching.md: text by people, tables from the last run with the option to write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from bench.matching.tabled import part

# Section of the page for the table of each measurement: by evidence alone, and with the reranking model.
HEADINGS: Final = {
    "list": "The list", "recall": "Recall by kind",
    "recall by score alone": "The same, without what policy shows whatever the score",
    "single pairs": "Single pairs of names (nomenklatura's bench, persons)",
}  # fmt: skip
WITH_SECOND: Final = {
    "recall by score alone": "With the second stage", "probability, of all pairs": "The probability that it tells",
}  # fmt: skip


def anew(page: str, figures: Mapping[str, Any], headings: Mapping[str, str] = HEADINGS) -> str:
    """Return the page with new tables in the measured sections; its text is unchanged."""
    for name, heading in headings.items():
        if name in figures:
            page = _with_table(page, heading, part(figures[name]))
    return page


def _with_table(page: str, heading: str, table: str) -> str:
    """Replace the first table under the heading; raise LookupError if there is none."""
    section = re.compile(rf"(\n## {re.escape(heading)}\n(?:(?!\n## |\n\|).)*\n)(?:\|[^\n]*\n)+", re.DOTALL)
    changed, number = section.subn(lambda found: found[1] + table, page)
    if not number:
        raise LookupError(f"the page has no table under '## {heading}'")
    return changed
