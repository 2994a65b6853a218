"""The page of checks is the table of checks."""

from __future__ import annotations

import re
from pathlib import Path

from roadstead.engine.records import Aspect
from roadstead.engine.voyages.quality.table import CHECKS

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "quality.md"
ALL = [check for _, checks in CHECKS for check in checks]


def _with_names(template: str) -> str:
    """The sentence with the names of its values in brackets, as the page shows it."""
    return re.sub(r"%\((\w+)\)s", r"{\1}", template)


def test_the_page_lists_every_check_with_the_sentence_that_carriers_read() -> None:
    rows = [
        f"| {of} | {check.aspect.replace('_', ' ').capitalize()} | `{check.code}` | {check.severity}"
        f" | {_with_names(check.text)} |\n"
        for of, checks in CHECKS
        for check in checks
    ]
    assert "".join(rows) in PAGE.read_text(encoding="utf-8")


def test_every_code_is_there_once_and_in_plain_form() -> None:
    codes = [check.code for check in ALL]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for code in codes)


def test_every_aspect_is_looked_at() -> None:
    assert {check.aspect for check in ALL} == set(Aspect)


def test_every_sentence_ends_and_speaks_of_no_screening() -> None:
    for check in ALL:
        assert check.text.endswith((".", "%(instead)s")), check.code
        assert not re.search(r"watch|listed|score|alert|\bhit\b|suspect", check.text.lower()), check.code
