"""Field of a form whose typed values survive an expired sign-in (`web/common/unsent`)."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from roadstead.web.common.unsent import FIELD, token_for

register = template.Library()


@register.simple_tag(takes_context=True)
def unsent_token(context: Context) -> SafeString:
    """Return the hidden field with the page's token."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, token_for(context["request"]))
