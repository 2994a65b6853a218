"""Details of alerts: what happened, findings by attribute, the deciding state, urgency."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.logic.checks import CHECKED
from roadstead.casework.alerts.logic.compare import AS_COMPARED, ATTRIBUTES
from roadstead.casework.alerts.logic.protection import POWER, PROTECTION, REPLIED
from roadstead.casework.alerts.logic.urgency import hours_until, stay_hours
from roadstead.casework.alerts.models import Alert
from roadstead.web.templatetags.clock import urgency
from roadstead.web.templatetags.names import code_label, country

register = template.Library()


ACTS_OF_ALERTS: Final = {
    "close": _("Closed with its outcome"),
    CHECKED: _("Checked elsewhere"),
    PROTECTION: _("Question of protection answered"),
    POWER: _("National power recorded"),
    REPLIED: _("Reply of the owner of the entry"),
}


@register.filter
def act_label(act: str) -> str | Promise:
    """Return an event's act in words; `close` and `checked` are also words of messages."""
    return ACTS_OF_ALERTS.get(act) or code_label(act)


@register.filter
def state_name(state: str) -> str:
    """Return the name of the deciding state, or of the regional centre (no state)."""
    return country(state) if state else str(_("regional centre"))


@register.filter
def attribute_findings(compared: Mapping[str, Any]) -> list[str]:
    """Return the officer's finding for each attribute: `name: Same`. It says so if the officer took it over from the
    comparison.
    """
    unchanged = compared.get(AS_COMPARED, ())
    found = [
        {"name": gettext(ATTRIBUTES[name]), "found": str(code_label(compared[name])), "key": name}
        for name in ATTRIBUTES
        if name in compared
    ]
    machine = gettext("%(name)s: %(found)s (as compared by the machine)")
    return [(machine if each["key"] in unchanged else "%(name)s: %(found)s") % each for each in found]


@register.filter
def arrival_code(alert: Alert, now: datetime) -> str:
    """Return how soon a decision is due, as a code of the tags of urgency: "arrived" while people or goods are still in
    the port.
    """
    hours = hours_until(alert.arrival.arrives_at, now)
    if hours is not None and -stay_hours(cargo=alert.is_about_cargo) <= hours < 0:
        return "arrived"
    return urgency(alert.arrival, now)


@register.filter
def urgency_text(urgency: float) -> str:
    """Return the urgency of a row of the queue: `36`, `<1`."""
    return f"{urgency:.0f}" if urgency >= 1 else "<1"
