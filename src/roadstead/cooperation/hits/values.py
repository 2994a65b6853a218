"""Values that a hit confirmation and its report take over from an alert, so that nothing is typed again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from roadstead.casework.alerts.logic.compare import stored_bill
from roadstead.casework.alerts.logic.outcomes import OUTCOME_LABELS, OutcomeType
from roadstead.casework.alerts.models import Alert, Outcome
from roadstead.casework.alerts.powers import powers_used
from roadstead.engine.matching.entities.evidence import text_of
from roadstead.engine.reference.places import place
from roadstead.engine.requests.fields import MAX_LINE
from roadstead.platform.accounts.models import User
from roadstead.platform.directory.roster import zone_of_officer


def hit_values(alert: Alert) -> dict[str, str]:
    """Return values by what a field is `about`, beside those of `prefill`: the entry with the name that its owner
    gave it, and what identifies a party, a bill or a craft.
    """
    entry = {"entry": _line([alert.list_name, alert.entry_id, alert.entry_name])}
    told = stored_bill(alert.declared)
    if told is not None:
        met = told.matched_parties
        number = alert.bill.number if alert.bill else ""
        return entry | {
            "name": _line(each.name for each in met) or number,
            "address": _line(text_of(each.address) for each in met),
            "document": _line(each.code for each in met),
            "numbers": _line([_("Bill %(number)s") % {"number": number} if number else "", *told.bill.containers]),
        }
    if alert.traveller_id is None:
        craft = alert.voyage
        name = _line([craft.craft_name, craft.craft_call_sign]) or craft.number
        numbers = [f"IMO {craft.craft_imo}" if craft.craft_imo else "", craft.craft_registration]
        return entry | {"name": name, "numbers": _line(numbers)}
    return entry


def report_values(alert: Alert, user: User, now: datetime) -> dict[str, str]:
    """Return what the report of what was done is filled in with. The powers that the own state used are not among
    it, and people who travel with the person are named by the officer alone.
    """
    voyage, zone = alert.voyage, zone_of_officer(user)
    outcome = Outcome.objects.visible_to(user).filter(alert=alert, state=user.state_id).order_by("pk").last()
    met = outcome or powers_used(alert, user).last()
    discharge = alert.bill.discharge if alert.bill else ""
    to = alert.traveller.disembark if alert.traveller else discharge
    return {
        "where": _port(to or voyage.destination),
        "when": f"{(met.at if met else now).astimezone(zone):%Y-%m-%d %H:%M} {zone.key}",
        "reason": _("Possible match with your entry %(entry)s") % {"entry": alert.entry_id},
        "route": f"{_port(voyage.origin)} – {_port(voyage.destination)}",
        "destination": _port(to or voyage.destination),
        "documents": _line(_documents(alert)),
        "done": _(OUTCOME_LABELS[OutcomeType(outcome.type)]) if outcome else "",
    }


def _documents(alert: Alert) -> Iterable[str]:
    if alert.traveller is not None:
        rows = alert.traveller.documents.order_by("pk")
        return [" ".join(filter(None, [each.type, each.number, each.issuer])) for each in rows]
    return [alert.bill.number] if alert.bill else []


def _port(code: str) -> str:
    """Return a port by its name and code: the reader in the other state may not know the code."""
    found = place(code)
    return f"{found.name} ({code})" if found and found.name else code


def _line(texts: Iterable[str]) -> str:
    """Return the texts as one line, each once, without those that no longer fit."""
    found = ""
    for text in dict.fromkeys(filter(None, texts)):
        longer = f"{found}, {text}" if found else text[:MAX_LINE]
        if len(longer) > MAX_LINE:
            break
        found = longer
    return found
