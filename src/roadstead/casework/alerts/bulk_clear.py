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
NOT_OPEN: Final = NotAllowed("it is not open, or not against this entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarAlert:
    """Open alert against the same entry. `why_not`: why it is decided alone, None if it is alike."""

    alert: Alert
    why_not: NotAllowed | None = None


@dataclass(slots=True)
class Done:
    """Numbers of the cleared alerts, and for the others why they were refused."""

    cleared: list[int] = field(default_factory=list)
    refused: dict[int, NotAllowed] = field(default_factory=dict)


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
        why_not = known.get(number, NOT_OPEN) or _clear(number, by, replace(words, note=said), now)
        if why_not:
            done.refused[number] = why_not
        else:
            done.cleared.append(number)
    return done


def _clear(number: int, by: User, words: DecisionText, now: datetime) -> NotAllowed | None:
    """Clear one alert; return why it could not be cleared, or None."""
    try:
        with transaction.atomic():
            row = as_acted_on_by(Alert.objects.visible_to(by).get(pk=number), by)
            if row.state != AlertState.REVIEWING:
                decide(number, Act.TAKE, by=by, words=DecisionText(), now=now)
            decide(number, Act.CLEAR, by=by, words=words, now=now)
    except NotAllowed as refused:
        return refused
    return None


def _why_not(lead: Alert, other: Alert, by: User, today: date) -> NotAllowed | None:
    """Return why it is another case than the lead, or None."""
    if alone := _alone(other, by, today):
        return alone
    if lead.entry_hash != other.entry_hash:
        return NotAllowed("the entry has changed since then")
    if not _same_person(lead, other) and not _same_name(lead, other):
        if lead.is_about_cargo:
            return NotAllowed("another party is declared")
        return NotAllowed("another name is declared")
    one, two = (suggested(side_by_side(alert)) for alert in (lead, other))
    differing = [words for name, words in ATTRIBUTES.items() if one.get(name) != two.get(name)]
    if not differing:
        return None
    return NotAllowed("the comparison differs: %(names)s", names=differing)


def _alone(alert: Alert, by: User, today: date) -> NotAllowed | None:
    """Return why it can only be decided alone, or None."""
    if not has_two_sides(alert):
        return NotAllowed("there is nothing to compare")
    if suggested(side_by_side(alert)).get("document") == SAME:
        return NotAllowed("the document is the listed one")
    if is_child(alert, today):
        return NotAllowed("the person is under 18")
    if alert.assignee_id not in {None, by.pk}:
        return NotAllowed("%(holder)s holds it", holder=alert.assignee)
    if alert.state == AlertState.PROPOSED:
        return NotAllowed("it waits for a second officer")
    return None


def _same_person(lead: Alert, other: Alert) -> bool:
    mine, theirs = (each.subject_key for each in (lead, other))
    return bool(mine) and mine == theirs


def _same_name(lead: Alert, other: Alert) -> bool:
    names = [name_key(declared) if (declared := declared_of(alert)) else "" for alert in (lead, other)]
    return bool(names[0]) and names[0] == names[1]
