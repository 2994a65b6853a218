"""Links from page to page of a table; filters and other tables' pages stay in the URL."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from roadstead.web.common.tables import url_with

register = template.Library()


@register.simple_tag(takes_context=True)
def page_url(context: Context, number: int, parameter: str = "") -> str:
    """Return this page's URL with the table at page `number`."""
    changed: dict[str, Any] = {parameter or "page": str(number), "segment": ""}
    return url_with(context["request"], **changed)
