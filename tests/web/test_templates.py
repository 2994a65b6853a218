"""Templates can be read and compared: short lines, and forms that are drawn by the one renderer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.extract import ROOT

TEMPLATES = sorted((ROOT / "web").glob("*/templates/**/*.html"))
MAX_LINE_CHARS = 200
# A field that no form draws. Hidden ones, buttons and the parts of the renderer itself are left out.
FIELD = re.compile(r"<(?:input (?!type=\"(?:hidden|submit)\")|select |textarea )")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_line_of_a_template_is_longer_than_two_hundred_characters(path: Path) -> None:
    assert [line for line in path.read_text().splitlines() if len(line) > MAX_LINE_CHARS] == []
