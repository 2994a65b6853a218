"""Details of alerts: what happened, findings by attribute, the deciding state, urgency."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.logic.compare import ATTRIBUTES
from roadstead.web.templatetags.names import code_label, country

register = template.Library()


@register.filter
def act_label(act: str) -> str | Promise:
    """Return an event's act in words; `close` is also a word of carriers' messages."""
    return _("Closed with its outcome") if act == "close" else code_label(act)


@register.filter
def state_name(state: str) -> str:
    """Return the name of the deciding state, or of the regional centre (no state)."""
    return country(state) if state else str(_("regional centre"))


@register.filter
def attribute_findings(compared: Mapping[str, str]) -> list[tuple[str, str | Promise]]:
    """Return the officer's finding for each attribute."""
    return [(ATTRIBUTES[name], code_label(compared[name])) for name in ATTRIBUTES if name in compared]


@register.filter
def urgency_text(urgency: float) -> str:
    """Return the urgency of a row of the queue: `36`, `<1`."""
    return f"{urgency:.0f}" if urgency >= 1 else "<1"
