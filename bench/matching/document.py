"""The page docs/reference/matching.md: people write it, and its tables are those of the last run that was told to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from bench.matching.tabled import part

# Of what is measured, the section that has its table: by the evidence alone, and with the second stage.
HEADINGS: Final = {
    "list": "The list", "recall": "Recall by kind",
    "recall by score alone": "The same, without what policy shows whatever the score",
    "single pairs": "Single pairs of names (nomenklatura's bench, persons)",
}  # fmt: skip
WITH_SECOND: Final = {
    "recall by score alone": "With the second stage", "probability, of all pairs": "The probability that it tells",
}  # fmt: skip


def anew(page: str, figures: Mapping[str, Any], headings: Mapping[str, str] = HEADINGS) -> str:
    """The page with a new table in each section that was measured; every word of it stays."""
    for name, heading in headings.items():
        if name in figures:
            page = _with_table(page, heading, part(figures[name]))
    return page


def _with_table(page: str, heading: str, table: str) -> str:
    """In place of the first one under the heading; LookupError where the page has none there."""
    section = re.compile(rf"(\n## {re.escape(heading)}\n(?:(?!\n## |\n\|).)*\n)(?:\|[^\n]*\n)+", re.DOTALL)
    changed, number = section.subn(lambda found: found[1] + table, page)
    if not number:
        raise LookupError(f"the page has no table under '## {heading}'")
    return changed
