"""The palette by day and by night: words have 4.5 : 1 with their ground, lines and signs of controls 3 : 1 (WCAG 2.2,
1.4.3 and 1.4.11). The colours are read where they are written, in the style sheet's sources."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SCSS = Path(__file__).parents[2] / "src" / "roadstead" / "web" / "assets" / "src" / "scss"
COLOUR = re.compile(r"(?:--(?:rs|govuk)-)?([a-z-]+): (#[0-9a-f]{3,6})\b")
AA_TEXT, AA_CONTROL = 4.5, 3.0

GROUNDS = ("body-background", "raised", "stripe")
ON_GROUNDS = (
    "text", "secondary-text", "link", "link-visited", "link-hover", "link-active", "error", "success", "signal",
)  # fmt: skip
TEXT = [(words, ground) for words in ON_GROUNDS for ground in GROUNDS]
TEXT += [(f"{colour}-text", f"{colour}-ground") for colour in ("grey", "blue", "green", "amber", "red")]
TEXT += [
    ("button-text", "button"), ("button-text", "button-hover"), ("text", "quiet-button"),
    ("text", "quiet-button-hover"), ("text", "input"), ("secondary-text", "input"), ("focus-text", "focus"),
    ("white", "sea"), ("lamp", "sea"), ("inverse-text", "brand"), ("inverse-text", "success"),
    ("amber-text", "amber-ground"), ("text", "amber-ground"),
]  # fmt: skip
CONTROL = [
    ("input-border", "body-background"), ("input-border", "raised"), ("input-border", "input"),
    ("button", "body-background"), ("signal", "body-background"), ("signal", "raised"), ("brand", "body-background"),
    ("error", "body-background"), ("success", "body-background"), ("link", "raised"), ("text", "raised"),
]  # fmt: skip


def colours() -> dict[str, dict[str, str]]:
    """day and night: the name of each colour and its value. Night says again only what differs."""
    palette = (SCSS / "_palette.scss").read_text()
    day, night = palette.split("@mixin night")
    named = {"white": "#fff", "inverse-text": "#fff"} | found((SCSS / "_foundation.scss").read_text())
    named["body-background"] = named["template-background"]
    by_day = named | found(day)
    return {"day": by_day, "night": by_day | found(night)}


def found(text: str) -> dict[str, str]:
    return {name.removesuffix("-colour"): value for name, value in COLOUR.findall(text)}


def contrast(one: str, other: str) -> float:
    """By relative luminance, as WCAG defines both."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    whole = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    linear = [_linear(int(whole[at : at + 2], 16) / 255) for at in (0, 2, 4)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def test_black_on_white_is_21_and_a_known_grey_is_just_enough() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("light", ["day", "night"])
@pytest.mark.parametrize(("least", "pairs"), [(AA_TEXT, TEXT), (AA_CONTROL, CONTROL)], ids=["words", "controls"])
def test_every_pair_of_colours_can_be_told_apart(light: str, least: float, pairs: list[tuple[str, str]]) -> None:
    named = colours()[light]
    ratios = {f"{one} on {ground}": round(contrast(named[one], named[ground]), 2) for one, ground in pairs}
    assert not {pair: ratio for pair, ratio in ratios.items() if ratio < least}
