"""Choices of forms: codes of our own tables with their words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from roadstead.web.templatetags.names import code_label

Choices = list[tuple[str, Any]]
ANY: Final = ("", _("Any"))
CHOOSE: Final = ("", _("Choose"))


def codes(each: Iterable[str]) -> Choices:
    """Return codes of our own tables as choices."""
    return [(code, code_label(code)) for code in each]
