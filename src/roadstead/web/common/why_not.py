"""Why something was refused, as a sentence, in the language of whoever reads the page."""

from __future__ import annotations

from django.utils.translation import gettext

from roadstead.casework.alerts.logic.workflow import NotAllowed

LONGEST = 4000  # characters of a reason or a note


def why_not(refused: Exception) -> str:
    """The sentence of a refusal; of another error its own text, which stays English."""
    if not isinstance(refused, NotAllowed):
        return as_sentence(str(refused))
    said = refused.said(gettext)
    return _ended(said) if refused.text.startswith("%(") else as_sentence(said)  # a name is as its bearer writes it


def as_sentence(text: str) -> str:
    """The text with a capital and a full stop, unless it begins with the name of a file, which stays as it is."""
    first = text.partition(" ")[0].rstrip(".,:;")
    return _ended(text if "." in first else text[:1].upper() + text[1:])


def _ended(text: str) -> str:
    return text if not text or text[-1] in ".!?" else f"{text}."
