"""Cases for a replay: alerts by their number, and hits from lines of `rescreen --json`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from roadstead.casework.alerts.logic.compare import stored_bill
from roadstead.casework.alerts.logic.workflow import SystemEvent
from roadstead.casework.alerts.models import Alert
from roadstead.engine import records as model
from roadstead.filings.cargo.bills import consignment_of
from roadstead.filings.cargo.models import Bill
from roadstead.filings.cargo.parties import manifest_parties
from roadstead.filings.voyages.declared import as_craft, as_declared
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.pipeline.replay.case import CannotReplay, Case, OnVoyage, Parties
from roadstead.pipeline.screen_voyage import day_of

EVIDENCE_EVENTS = (SystemEvent.RAISED, SystemEvent.CHANGED, SystemEvent.MET_AGAIN)  # events that stored new evidence
Row = Traveller | Bill | Voyage


def case_of_alert(alert: Alert) -> Case:
    """Return the case of an alert from its stored evidence."""
    event = alert.events.filter(act__in=EVIDENCE_EVENTS).order_by("-id").first()
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
    return Case(about=_about(alert, hit), hit=hit, day=day_of(alert.voyage, at), at=at)


def _about(alert: Alert, hit: model.Hit) -> model.Traveller | model.Craft | Parties | OnVoyage:
    """Return the declared data. Craft and whole voyages are read as they are now: an alert has no copy of them."""
    if hit.rule and hit.replay.facts is None:
        return OnVoyage(alert.voyage, alert.traveller_id)
    if alert.kind == model.HitKind.CRAFT or hit.rule:
        return as_craft(alert.voyage)
    if kept := stored_bill(alert.declared):
        return Parties(kept.matched_parties, of_bill=alert.bill_id is not None)
    return msgspec.convert(alert.declared, model.Traveller)


def case_of_line(view: Mapping[str, Any]) -> tuple[Case, Row]:
    """Return the case of a line of `rescreen --json`, with data as declared now, and its row. Raises CannotReplay."""
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
        row = _row(view)
        voyage = row if isinstance(row, Voyage) else row.voyage
        about = _declared(row, view["subject"])
    except (KeyError, TypeError, ValueError):
        raise CannotReplay("the line is not from `rescreen --json`; use its output") from None
    return Case(about=about, hit=hit, day=day_of(voyage, voyage.updated_at), at=None), row


def _row(view: Mapping[str, Any]) -> Row:
    found: Row | None
    if "traveller" in view:
        found = Traveller.objects.select_related("voyage").filter(pk=view["traveller"]).first()
    elif "bill" in view:
        found = Bill.objects.select_related("voyage").filter(pk=view["bill"]).first()
    else:
        found = Voyage.objects.filter(pk=view["voyage"]).first()
    if found is None:
        what = next(name for name in ("traveller", "bill", "voyage") if name in view)
        raise CannotReplay(f"{what} {view[what]} is no longer stored")
    return found


def _declared(row: Row, subject: Mapping[str, Any]) -> model.Traveller | model.Craft | Parties:
    if isinstance(row, Traveller):
        return as_declared(row)
    if isinstance(row, Bill):
        return Parties(_called(consignment_of(row).parties, subject["parties"]), of_bill=True)
    if "parties" in subject:
        return Parties(_called(tuple(each.party for each in manifest_parties(row)), subject["parties"]), of_bill=False)
    return as_craft(row)


def _called(parties: tuple[model.Party, ...], names: list[str]) -> tuple[model.Party, ...]:
    return tuple(party for party in parties if party.name in names)
