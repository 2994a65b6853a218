"""Bulk clearing: several alerts of one namesake cleared with one reason (U10).

Each alert keeps its own event, and one that differs is refused. Alike are open alerts against the same version of an
entry that compare in the same way, of the same declared person on other voyages or of the same declared name. A match
with a listed document and a child are decided alone (S18).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from django.db import transaction

from roadstead.casework.alerts.compare import declared_of, is_child, side_by_side
from roadstead.casework.alerts.decide import DecisionText, decide, has_two_sides
from roadstead.casework.alerts.logic.compare import ATTRIBUTES, SAME, suggested
from roadstead.casework.alerts.logic.workflow import Act, AlertState
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.state_decisions import as_acted_on_by, as_seen_by, open_alerts_for
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.voyages.identity import name_key
from roadstead.platform.accounts.models import User

MAX_ALERTS: Final = 100  # alerts on one page


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarAlert:
    """Open alert against the same entry. `why_not`: why it is decided alone, "" if it is alike."""

    alert: Alert
    why_not: str = ""


@dataclass(slots=True)
class Done:
    """Numbers of the cleared alerts, and for the others why they were refused."""

    cleared: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


def find_similar_alerts(lead: Alert, by: User, today: date) -> list[SimilarAlert]:
    """Return the lead first, then the others against its entry, those that are alike before those that are not."""
    if not lead.entry_id:
        return []
    rows = open_alerts_for(by).filter(entry_id=lead.entry_id, list_name=lead.list_name, owner=lead.owner)
    rows = rows.exclude(pk=lead.pk).select_related("voyage", "traveller", "bill", "assignee")
    others = as_seen_by(rows.order_by("pk")[:MAX_ALERTS], by)
    found = [SimilarAlert(alert=row, why_not=_why_not(lead, row, by, today)) for row in others]
    return [
        SimilarAlert(alert=lead, why_not=_alone(lead, by, today)),
        *sorted(found, key=lambda each: bool(each.why_not)),
    ]


def bulk_clear(lead: Alert, chosen: Iterable[int], *, by: User, words: DecisionText, now: datetime) -> Done:
    """Clear each of the chosen alerts by itself: taken, compared, with its own event. Refused ones are left."""
    known = {each.alert.pk: each.why_not for each in find_similar_alerts(lead, by, now.date())}
    done, wanted = Done(), list(dict.fromkeys(chosen))
    together = f" (Decided together: alerts {', '.join(map(str, wanted))}.)"
    said = words.note.strip() and words.note.strip() + together
    for number in wanted:
        why_not = known.get(number, "it is not open, or not against this entry")
        if not why_not:
            why_not = _clear(number, by, replace(words, note=said), now)
        if why_not:
            done.refused[number] = why_not
        else:
            done.cleared.append(number)
    return done


def _clear(number: int, by: User, words: DecisionText, now: datetime) -> str:
    """Clear one alert; return why it could not be cleared, or ""."""
    try:
        with transaction.atomic():
            row = as_acted_on_by(Alert.objects.visible_to(by).get(pk=number), by)
            if row.state != AlertState.REVIEWING:
                decide(number, Act.TAKE, by=by, words=DecisionText(), now=now)
            decide(number, Act.CLEAR, by=by, words=words, now=now)
    except NotAllowed as refused:
        return str(refused)
    return ""


def _why_not(lead: Alert, other: Alert, by: User, today: date) -> str:
    """Return why it is another case than the lead, or ""."""
    if alone := _alone(other, by, today):
        return alone
    if lead.entry_hash != other.entry_hash:
        return "the entry said something else then"
    if not _same_person(lead, other) and not _same_name(lead, other):
        return "another party is declared" if lead.is_about_cargo else "another name is declared"
    one, two = (suggested(side_by_side(alert)) for alert in (lead, other))
    differing = [words for name, words in ATTRIBUTES.items() if one.get(name) != two.get(name)]
    return f"it compares otherwise: {', '.join(differing)}" if differing else ""


def _alone(alert: Alert, by: User, today: date) -> str:
    """Return why it can only be decided alone, or ""."""
    reasons = {
        "there are no two sides to compare": not has_two_sides(alert),
        "a listed document is carried": suggested(side_by_side(alert)).get("document") == SAME,
        "a person under 18 is decided about alone": is_child(alert, today),
        f"{alert.assignee} holds it": alert.assignee_id not in {None, by.pk},
        "it is being confirmed": alert.state == AlertState.PROPOSED,
    }
    return next((why for why, holds in reasons.items() if holds), "")


def _same_person(lead: Alert, other: Alert) -> bool:
    mine, theirs = (each.subject_key for each in (lead, other))
    return bool(mine) and mine == theirs


def _same_name(lead: Alert, other: Alert) -> bool:
    names = [name_key(declared) if (declared := declared_of(alert)) else "" for alert in (lead, other)]
    return bool(names[0]) and names[0] == names[1]
