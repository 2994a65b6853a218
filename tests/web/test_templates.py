"""Templates can be read and compared line by line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tools.extract import ROOT

TEMPLATES = sorted((ROOT / "web").glob("*/templates/**/*.html"))


def test_no_area_takes_the_name_of_a_template_of_another() -> None:
    names = Counter(str(path).rpartition("/templates/")[2] for path in TEMPLATES)
    assert [name for name, number in names.items() if number > 1] == []


MAX_LINE_CHARS = 200


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_line_of_a_template_is_longer_than_two_hundred_characters(path: Path) -> None:
    assert [line for line in path.read_text().splitlines() if len(line) > MAX_LINE_CHARS] == []
