"""Links from page to page of a table: the filters in the address, and other tables' pages, stay."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from roadstead.web.common.tables import address

register = template.Library()


@register.simple_tag(takes_context=True)
def turned_to(context: Context, number: int, parameter: str = "") -> str:
    """This page's address with the table turned to page `number`."""
    changed: dict[str, Any] = {parameter or "page": str(number), "segment": ""}
    return address(context["request"], **changed)
