"""Problems, findings and reasons in the reader's language (`engine/sentences`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django import template
from django.utils.translation import gettext

from roadstead.engine.sentences import Sentence, from_stored

register = template.Library()
WITH_ELEMENT: Final = re.compile(r"(.+?)( \([^()]*\))?")  # "birth date (2380)": words, and the data element


@register.filter
def sentence(row: Any) -> str:
    """Return the sentence of a problem, a finding or a reason, stored or not, or a sentence itself.

    A row that was stored with its text alone is shown in English, as it was.
    """
    if isinstance(row, Sentence):
        return row.render(gettext)
    stored = row.get("sentence") if isinstance(row, Mapping) else row.sentence
    if not stored:
        return str(row["text"] if isinstance(row, Mapping) else row.text)
    return from_stored(stored).render(gettext) if isinstance(stored, Mapping) else stored.render(gettext)


@register.filter
def stored_sentence(stored: object) -> str:
    """Return a sentence that is stored by itself, without a row around it."""
    return from_stored(stored).render(gettext)


@register.filter
def field_name(name: str) -> str:
    """Return the name of a field: its words translated, its data element as it is."""
    found = WITH_ELEMENT.fullmatch(name)
    return f"{gettext(found[1])}{found[2] or ''}" if found else name


@register.filter
def delivery_result(text: str) -> str:
    """Return what became of a delivery: its words translated, details in brackets and codes as they are."""
    return ": ".join(field_name(part) for part in text.split(": ", 1))
