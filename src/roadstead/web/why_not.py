"""Why something was refused, in the language of whoever reads the page."""

from __future__ import annotations

from django.utils.translation import gettext

from roadstead.casework.workflow import NotAllowed


def why_not(refused: Exception) -> str:
    """The sentence of a refusal; of another error its own text, which stays English."""
    return refused.said(gettext) if isinstance(refused, NotAllowed) else str(refused)
