"""Meetings that were not raised since they are cleared: each is written down with its reasons and counted (S35)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from django.db.models import F

from roadstead.casework.alerts.cleared import Answer
from roadstead.casework.alerts.evidence import Meeting
from roadstead.casework.alerts.models import Alert, ClearedPair, Suppressed
from roadstead.filings.voyages.models import Voyage

Once = tuple[int | None, int | None, int | None]  # pair, traveller, bill


class KeptBack:
    """Of one screening of one voyage. Screening it again counts nobody twice."""

    def __init__(self, voyage: Voyage, now: datetime) -> None:
        self.voyage, self.now = voyage, now
        self.found: dict[Once, Suppressed] = {}  # once, though two rules meet the same entry

    def add(self, meeting: Meeting, answer: Answer, alert: Alert | None) -> None:
        """The first pair stands for all of a state. What an alert of this voyage shows is not kept back."""
        shown = {*answer.states, *(alert.states if alert else ())}
        left = [state for state in meeting.states if state not in shown]
        for pair in answer.pairs:
            states = pair.of_these(left)
            left = [state for state in left if state not in states]
            if states:
                row = self._row(meeting, pair, states, by_redress=answer.by_redress)
                self.found.setdefault(_once(row), row)

    def write(self) -> None:
        if not self.found:
            return
        known = {_once(row): row for row in Suppressed.objects.filter(voyage=self.voyage)}
        new = [row for key, row in self.found.items() if key not in known]
        Suppressed.objects.bulk_create(new, batch_size=500)
        for row in new:
            ClearedPair.objects.filter(suppressed=row).update(times_applied=F("times_applied") + 1)
        again = [known[key].pk for key in self.found if key in known]
        Suppressed.objects.filter(pk__in=again).update(last_at=self.now)
        ClearedPair.objects.filter(pk__in={pair for pair, *_ in self.found}).update(last_applied_at=self.now)

    def _row(self, meeting: Meeting, pair: ClearedPair, states: list[str], **more: Any) -> Suppressed:
        hit = meeting.hit
        return Suppressed(
            pair=pair,
            voyage=self.voyage,
            traveller=meeting.traveller,
            bill=meeting.bill,
            list_name=hit.list,
            entry_id=hit.entry,
            entry_name=hit.entry_name[:300],
            score=hit.score,
            reasons=msgspec.to_builtins(hit.reasons),
            replay=msgspec.to_builtins(hit.replay),
            first_at=self.now,
            last_at=self.now,
            owner=meeting.owner,
            named=list(meeting.named),
            states=states,
            **more,
        )


def _once(row: Suppressed) -> Once:
    return row.pair_id, row.traveller_id, row.bill_id
