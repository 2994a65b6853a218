"""Replay of a vetting sheet: its people screened again with the stored basis give the same matches, and no others."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from roadstead.casework.vetting.models import VettingMatch, VettingSheet
from roadstead.engine import records as model
from roadstead.engine.matching.matcher import MATCHER_VERSION
from roadstead.engine.matching.policy import POLICY_VERSION
from roadstead.pipeline.replay.case import CannotReplay, differences
from roadstead.pipeline.replay.replayer import Replayer
from roadstead.pipeline.vetting import hits_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedSheet:
    """Result. `people`: number screened again; `differences`: by row, empty if all are identical."""

    people: int
    differences: tuple[str, ...]


def replay_sheet(sheet: VettingSheet, replayer: Replayer) -> ReplayedSheet:
    """Replay the applicants that were screened with the sheet's basis. Raise CannotReplay. Needs the regional scope."""
    basis = sheet.basis
    if not basis:
        raise CannotReplay("it has not been screened yet")
    for what, now in (("matcher", MATCHER_VERSION), ("policy", POLICY_VERSION)):
        if basis[what] != now:
            raise CannotReplay(f"it was screened with {what} {basis[what]}, but this release has {now}")
    people = list(sheet.applicants.filter(screened_with=basis["statistics"]).order_by("row", "pk"))
    if not people:
        raise CannotReplay("its applicants have been deleted")
    made = {each.key: each.hit for each in hits_on(people, replayer.index_of(basis["statistics"]), basis)}
    rows = VettingMatch.objects.filter(applicant__in=[each.pk for each in people], gone_at=None)
    stored = {(row.applicant_id, row.list_name, row.entry_id): _hit(row) for row in rows}
    at = {each.pk: each.row for each in people}
    found = [f"row {at[key[0]]}: {key[1]} {key[2]}: a new match" for key in made if key not in stored]
    for key, hit in stored.items():
        found += [f"row {at[key[0]]}: {key[1]} {key[2]}: {text}" for text in differences(hit, made.get(key))]
    return ReplayedSheet(people=len(people), differences=tuple(found))


def _hit(row: VettingMatch) -> model.Hit:
    return model.Hit(
        kind=model.HitKind(row.kind),
        list=row.list_name,
        entry=row.entry_id,
        entry_name=row.entry_name,
        action=model.Action(row.listed.get("action", model.Action.REFER)),
        score=row.score,
        reasons=msgspec.convert(row.reasons, tuple[model.Reason, ...]),
        replay=msgspec.convert(row.replay, model.Replay),
    )
