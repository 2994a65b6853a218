"""Addresses of telephone numbers as people type them."""

from __future__ import annotations

import re
from typing import Final

from django import template

register = template.Library()
SIGNS: Final = re.compile(r"[\s().\-/]+")
NUMBER: Final = re.compile(r"\+?[0-9]{3,15}")


@register.filter
def tel(text: str) -> str:
    """Return the address (RFC 3966) of a number; "" if the text is not a number alone."""
    digits = SIGNS.sub("", text)
    return f"tel:{digits}" if NUMBER.fullmatch(digits) else ""
