"""Rules on goods show how often an examination found something, and no small number."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from roadstead.casework.alerts.precision import Examined
from roadstead.web.rules.examinations import shown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("examined", "words"),
    [
        (Examined(), "–"),
        (Examined(3, 1), "<5 examined"),
        (Examined(20, 2), "20 examined"),  # two finds are too few for a share
        (Examined(20, 8), "20 examined, found in 40 % (22 to 61 %)"),
        (Examined(20, 0), "20 examined, found in 0 % (0 to 16 %)"),
    ],
)
def test_a_rule_says_how_many_were_examined_and_found_and_hides_small_numbers(examined: Examined, words: str) -> None:
    text = render_to_string("partials/rule_examinations.html", {"goods": shown(examined)})
    assert " ".join(text.split()).removeprefix('<span class="rs-none">').removesuffix("</span>") == words.replace(
        "<", "&lt;"
    )
