"""All that the page of one alert shows, gathered: comparison, checklist, what its owner wants, history, outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from roadstead.accounts.models import User
from roadstead.accounts.permissions import may_compare_versions, may_decide_alerts
from roadstead.casework.checklist import ATTRIBUTES, FINDINGS, usual_reasons
from roadstead.casework.compare import side_by_side
from roadstead.casework.compare_row import Row
from roadstead.casework.decide import comparable, possible_acts
from roadstead.casework.declared_bill import of_bill
from roadstead.casework.firm_before import firm_before
from roadstead.casework.history import history_of
from roadstead.casework.looking import BEAT
from roadstead.casework.models import Alert, CasePolicy, ClearedPair, Event, Outcome
from roadstead.casework.outcomes import WORDS, may_record, that_fit
from roadstead.casework.pairs import who_is_it
from roadstead.casework.policies import policy_of
from roadstead.casework.seizure import ROWS, UNITS, Seized
from roadstead.casework.seizure import WORDS as WORDS_OF_THINGS
from roadstead.casework.standing import seen_by, spoken
from roadstead.casework.together import is_child
from roadstead.casework.urgency import urgency
from roadstead.casework.workflow import NEEDS_BOTH_SIDES, NEEDS_NOTE, OPEN, Act
from roadstead.retention.models import Correction


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """What the list's owner wants done: the entry's own words before those of the whole list."""

    instruction: str = ""
    contact: str = ""
    two_officers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the comparison, with the officer's own finding beside it ("" as long as none is chosen)."""

    row: Row
    asked: bool
    chosen: str


def everything_about(
    alert: Alert, user: User, now: datetime, *, typed: Mapping[str, Any], usual: bool
) -> dict[str, Any]:
    """The context of alert.html but for what comes of the address."""
    rows, policy, acts = side_by_side(alert), policy_of(alert), possible_acts(alert, user)
    events = list(Event.objects.visible_to(user).filter(alert=alert).select_related("who"))
    namesake = usual_reasons(rows) if comparable(alert) else None
    filled = _filled(namesake, typed) if usual and namesake else typed
    return {
        "alert": alert,
        "corrections": list(Correction.objects.visible_to(user).filter(traveller=alert.traveller_id)),
        "lines": _lines(rows, filled),
        "comparable": comparable(alert),
        "findings": FINDINGS,
        "typed": filled,
        "usual": namesake is not None and not usual,
        "urgent": _urgent(alert, now),
        "wants": wants_of(alert, policy),
        "child": is_child(alert, now.date()),
        "acts": acts,
        "needs_note": [each for each in acts if each in NEEDS_NOTE],
        "decides": any(each in NEEDS_BOTH_SIDES for each in acts),
        "needs_border": Act.CLOSE in acts,
        "spoken": spoken(alert, user),
        "events": events,
        "decision": _decision(alert, events, user),
        "pairs": _pairs(alert, user),
        "history": history_of(alert, user),
        "told_of": of_bill(alert.declared),
        "firm_before": firm_before(alert, user),
        "outcomes": Outcome.objects.visible_to(user).filter(alert=alert).select_related("recorded_by"),
        "may_record": may_record(alert, user),
        "whats": [(what.value, WORDS[what]) for what in that_fit(alert)],
        "seizable": [(each.value, WORDS_OF_THINGS[each]) for each in Seized] if alert.of_cargo else [],
        "units": UNITS,
        "rows": range(1, ROWS + 1),
        "may_compare": may_compare_versions(user),
        "may_decide": may_decide_alerts(user),
        "alike": _against_the_same(alert, user) if alert.entry_id else 0,
        "beat": BEAT,
        "now": now,
        "today": now.date(),
    }


def _urgent(alert: Alert, now: datetime) -> str:
    arrives, cargo = alert.arrival.arrives_at, alert.of_cargo
    return urgency(int(alert.seriousness), alert.kind, alert.score, arrives, now, cargo=cargo).said(gettext)


def _decision(alert: Alert, events: list[Event], user: User) -> Event | None:
    """The act by which it stands as it does for this person: of their own state's officer before anybody else's."""
    acts = [each for each in reversed(events) if each.who_id and each.after == alert.state]
    return next((each for each in acts if each.of == (user.state_id or "")), acts[0] if acts else None)


def wants_of(alert: Alert, policy: CasePolicy | None) -> Wants:
    listed = alert.listed
    return Wants(
        instruction=str(listed.get("instruction") or (policy.instruction if policy else "")),
        contact=str(listed.get("contact") or (policy.contact if policy else "")),
        two_officers=bool(policy and policy.confirm_needs_second),
    )


def _lines(rows: list[Row], typed: Mapping[str, Any]) -> list[Line]:
    return [
        Line(row=row, asked=row.key in ATTRIBUTES, chosen=str(typed.get(f"compared-{row.key}", ""))) for row in rows
    ]


def _filled(namesake: Any, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The usual reasons as if the officer had typed them; what was typed already stays."""
    ticks = {f"compared-{name}": found for name, found in namesake.compared.items()}
    words = {name: getattr(namesake, name) for name in ("reasons_for", "reasons_against", "note")}
    return {**ticks, **words, **{name: value for name, value in typed.items() if value}}


def _against_the_same(alert: Alert, user: User) -> int:
    """How many other open alerts stand against the entry."""
    rows = seen_by(user).filter(entry_id=alert.entry_id, list_name=alert.list_name, owner=alert.owner)
    return rows.filter(stood__in=sorted(OPEN)).exclude(pk=alert.pk).count()


def _pairs(found: Alert, user: User) -> QuerySet[ClearedPair, ClearedPair]:
    """What was decided before about the same person, or party, and the same entry, whether it holds or not."""
    known_by = found.known_by
    same = Q(person_key=known_by) | Q(who=who_is_it(found))
    rows = ClearedPair.objects.visible_to(user).filter(list_name=found.list_name, entry_id=found.entry_id)
    if not found.entry_id or not known_by:
        return rows.none()
    return rows.filter(same).exclude(who="", person_key="").select_related("cleared_by")
