"""What can be replayed: alerts by their number, and hits as `rescreen --json` writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from roadstead.casework.alerts.logic.workflow import Turn
from roadstead.casework.alerts.models import Alert
from roadstead.engine import records as model
from roadstead.filings.voyages.declared import as_craft, as_declared
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.pipeline.replay import CannotReplay, Case
from roadstead.pipeline.screen_voyage import day_of

PARTY = "it is about a party of cargo, and only people, craft and rules can be made again yet"
SCREENED = (Turn.RAISED, Turn.CHANGED, Turn.MET_AGAIN)  # events with which the evidence was drawn


def case_of_alert(alert: Alert) -> Case:
    """The evidence that the alert keeps."""
    if alert.of_cargo and not alert.rule:
        raise CannotReplay(PARTY)
    if alert.rule and alert.replay.get("facts") is None:
        raise CannotReplay(f"rule {alert.rule} raised it, which looks at the whole voyage; it cannot be replayed")
    event = alert.events.filter(act__in=SCREENED).order_by("-id").first()
    at = event.at if event else alert.created_at
    hit = model.Hit(
        kind=model.HitKind(alert.kind),
        list=alert.list_name,
        rule=alert.rule,
        entry=alert.entry_id,
        entry_name=alert.entry_name,
        action=model.Action(alert.action),
        score=alert.score,
        reasons=msgspec.convert(alert.reasons, tuple[model.Reason, ...]),
        replay=msgspec.convert(alert.replay, model.Replay),
    )
    return Case(about=_about(alert), hit=hit, day=day_of(alert.voyage, at), at=at)


def _about(alert: Alert) -> model.Traveller | model.Craft:
    """The craft is that of the voyage now: an alert keeps no copy of it."""
    if alert.kind == model.HitKind.CRAFT:
        return as_craft(alert.voyage)
    return msgspec.convert(alert.declared, model.Traveller)


def case_of_line(view: Mapping[str, Any]) -> tuple[Case, Traveller | Voyage]:
    """A line of `rescreen --json`, about traveller or craft as declared now; and the row of the traveller or voyage."""
    try:
        hit = model.Hit(
            kind=model.HitKind(view["kind"]),
            list=view["list"],
            entry=view["entry"],
            entry_name=view["entry_name"],
            action=model.Action(view["action"]),
            score=view["score"],
            reasons=tuple(model.Reason(text=text) for text in view["reasons"]),
            replay=msgspec.convert(view["replay"], model.Replay),
        )
        if "parties" in view["subject"]:
            raise CannotReplay(PARTY)
        row = _voyage(view["voyage"]) if hit.kind is model.HitKind.CRAFT else _traveller(view["traveller"])
    except (KeyError, TypeError, ValueError):
        raise CannotReplay("the line is none that `rescreen --json` writes") from None
    voyage = row if isinstance(row, Voyage) else row.voyage
    about = as_craft(row) if isinstance(row, Voyage) else as_declared(row)
    return Case(about=about, hit=hit, day=day_of(voyage, voyage.updated_at), at=None), row


def _traveller(number: int) -> Traveller:
    row = Traveller.objects.select_related("voyage").filter(pk=number).first()
    if row is None:
        raise CannotReplay(f"traveller {number} is not kept any more")
    return row


def _voyage(number: int) -> Voyage:
    row = Voyage.objects.filter(pk=number).first()
    if row is None:
        raise CannotReplay(f"voyage {number} is not kept any more")
    return row
