"""The pictures of the guide: each is used, at both widths, with words for who cannot see it, and light."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

GUIDE = Path(__file__).parent.parent / "docs" / "guide"
PICTURES = sorted(GUIDE.glob("pictures/*.webp"))
WIDTHS = (1280, 390)
KB, MB = 1000, 1_000_000
TEXT = (GUIDE / "pages.md").read_text(encoding="utf-8")


def test_there_are_pictures_of_every_page_and_together_they_are_light() -> None:
    assert len(PICTURES) >= 50
    assert sum(path.stat().st_size for path in PICTURES) < 2 * MB


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_shown_with_words_and_has_the_width_it_says(path: Path) -> None:
    width = int(path.stem.rpartition("-")[2])
    assert width in WIDTHS
    with Image.open(path) as picture:
        assert (picture.width, picture.format) == (width, "WEBP")
    assert path.stat().st_size < 60 * KB
    shown = re.findall(rf"!\[([^\]]+)\]\(pictures/{re.escape(path.name)}\)", TEXT)
    assert [len(words) > 20 for words in shown] == [True]


def test_every_picture_that_a_guide_shows_exists() -> None:
    for page in GUIDE.glob("*.md"):
        for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
            assert (GUIDE / target).exists(), f"{page.name}: {target}"
