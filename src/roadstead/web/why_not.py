"""Why something was refused, as a sentence, in the language of whoever reads the page."""

from __future__ import annotations

from django.utils.translation import gettext

from roadstead.casework.workflow import NotAllowed


def why_not(refused: Exception) -> str:
    """The sentence of a refusal; of another error its own text, which stays English."""
    return as_sentence(refused.said(gettext) if isinstance(refused, NotAllowed) else str(refused))


def as_sentence(text: str) -> str:
    """The text with a capital and a full stop, unless it begins with the name of a file, which stays as it is."""
    first = text.partition(" ")[0].rstrip(".,:;")
    head = text if "." in first else text[:1].upper() + text[1:]
    return head if not head or head[-1] in ".!?" else f"{head}."
