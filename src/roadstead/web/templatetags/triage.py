"""Details of alerts: what happened, findings by attribute, how a list's alerts are worked, and their outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.db.models import Prefetch
from django.template import Context
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.logic.compare import AS_COMPARED, ATTRIBUTES
from roadstead.casework.alerts.logic.funnel import FunnelAlert, funnel
from roadstead.casework.alerts.logic.urgency import MOST_SERIOUS, hours_until, stay_hours
from roadstead.casework.alerts.models import Alert, AlertPolicy, Outcome
from roadstead.casework.alerts.state_decisions import visible_alerts
from roadstead.platform.approvals.models import Decision
from roadstead.targeting.watchlists.models import WatchList
from roadstead.targeting.watchlists.settings_approval import may_set
from roadstead.web.templatetags.clock import urgency
from roadstead.web.templatetags.names import code_label, country

register = template.Library()
MAX_LISTED = 10  # outcomes, and policies, of a list on its page
MAX_COUNTED = 2000  # of a list's alerts, the newest


@register.filter
def act_label(act: str) -> str | Promise:
    """Return an event's act in words; `close` is also a word of carriers' messages."""
    return _("Closed with its outcome") if act == "close" else code_label(act)


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


@register.inclusion_tag("partials/case_policy.html", takes_context=True)
def case_policy(context: Context, watch_list: WatchList) -> dict[str, Any]:
    """Show how the list's alerts are worked, who set that, and their outcomes at the borders."""
    request, user = context["request"], context["request"].user
    policies = AlertPolicy.objects.visible_to(user).filter(watch_list=watch_list)
    people = policies.select_related("proposed_by", "decided_by")
    alerts = visible_alerts(user).filter(list_name=watch_list.title, owner=watch_list.owner)
    seen = Prefetch("outcomes", Outcome.objects.visible_to(user), to_attr="outcomes_seen")
    newest: Any = alerts.only("state").order_by("-pk").prefetch_related(seen)[:MAX_COUNTED]
    outcomes = Outcome.objects.visible_to(user).filter(alert__list_name=watch_list.title, alert__owner=watch_list.owner)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "user": user,
        "list": watch_list,
        "policies": people[:MAX_LISTED],
        "in_force": policies.filter(decision=Decision.APPROVED).first(),
        "may_set": may_set(watch_list, user),
        "steps": range(1, MOST_SERIOUS + 1),
        "funnel": funnel(
            FunnelAlert(state=row.effective_state, outcomes=[each.type for each in row.outcomes_seen]) for row in newest
        ),
        "outcomes": outcomes.select_related("recorded_by").order_by("-pk")[:MAX_LISTED],
    }
