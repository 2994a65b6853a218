"""Action to be taken on an alert: instructions and contact of the list's owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.models import Alert, AlertPolicy
from roadstead.engine.records import Action
from roadstead.targeting.watchlists.logic.checks import is_notice

# Instruction of each action if list and entry give none, by whether it is about cargo.
INSTRUCTIONS: Final[Mapping[tuple[str, bool], str | Promise]] = {
    (Action.STOP, False): _("Stop the person or the craft, and call before you decide who may go on."),
    (Action.REFER, False): _("Refer the person to secondary inspection, or check the craft on arrival."),
    (Action.DISCREET, False): _("Do not stop the person and do not mention the list. Inform the list owner."),
    (Action.STOP, True): _("Detain the goods, and call before you release them."),
    (Action.REFER, True): _("Check the goods before you release them."),
    (Action.DISCREET, True): _("Do not detain the goods and do not mention the list. Inform the list owner."),
}
NOTICE: Final = _("A notice is not a warrant. Refer to the national bureau.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerInstructions:
    """Instructions of the list's owner: those of the entry before those of the list, else the action's."""

    instruction: str | Promise = ""
    contact: str = ""
    two_officers: bool = False


def owner_instructions(alert: Alert, policy: AlertPolicy | None) -> OwnerInstructions:
    listed = alert.listed
    return OwnerInstructions(
        instruction=str(listed.get("instruction") or (policy.instruction if policy else "")) or _of_action(alert),
        contact=str(listed.get("contact") or (policy.contact if policy else "")),
        two_officers=bool(policy and policy.confirm_needs_second),
    )


def _of_action(alert: Alert) -> str | Promise:
    if is_notice(alert.listed.get("topics") or ()):
        return NOTICE
    return INSTRUCTIONS.get((alert.action, alert.is_about_cargo), "")
