"""What a screening of stored cargo found becomes alerts, part by part, as if the lists had just changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from roadstead.casework.alerts.evidence import Key
from roadstead.casework.alerts.raise_alerts import Raised, raise_alerts
from roadstead.engine.records import Hit, HitKind
from roadstead.engine.screening.bulk_cargo import Met
from roadstead.filings.voyages.models import Voyage
from roadstead.outbound.responses.give import look_again
from roadstead.pipeline.again.laden import Part, bills_of, of_bills, whole
from roadstead.pipeline.again.raising import Against


def raise_met(part: Part, met: Sequence[Met], against: Against) -> Raised | None:
    """None: what was asked has changed since, and was screened with that. A transaction of its own."""
    with against.held(part.voyage) as voyage:
        if voyage is None:
            return None
        return (_for_bills if part.is_of_bills else _for_voyage)(part, met, voyage, against)


def _for_bills(part: Part, met: Sequence[Met], voyage: Voyage, against: Against) -> Raised | None:
    bills = list(bills_of(part, voyage))
    if of_bills(voyage, bills_of(part, voyage), against.now).rows != part.rows:
        return None
    place = {row.pk: at for at, row in enumerate(bills)}
    hits = [replace(each.hit, bill=place[each.bill]) for each in met if each.bill is not None]
    return raise_alerts(
        hits, voyage=voyage, bills=bills, owners=against.owners, now=against.now, at_stake=against.at_stake
    )


def _for_voyage(part: Part, met: Sequence[Met], voyage: Voyage, against: Against) -> Raised | None:
    """The craft apart from whom the manifests name: neither lets the other's alerts lapse."""
    stands = whole(voyage, against.now)
    if (stands.craft, stands.named) != (part.craft, part.named):
        return None
    hits = [each.hit for each in met]
    raised = _of_craft([hit for hit in hits if hit.kind is HitKind.CRAFT], voyage, against)
    raised.add(
        raise_alerts(
            [hit for hit in hits if hit.parties],
            voyage=voyage,
            parties=stands.named,
            owners=against.owners,
            now=against.now,
            at_stake=against.at_stake,
        )
    )
    return raised


def _of_craft(hits: Sequence[Hit], voyage: Voyage, against: Against) -> Raised:
    def at_stake(key: Key) -> bool:
        return key.kind == HitKind.CRAFT and against.at_stake(key)

    raised = raise_alerts(hits, voyage=voyage, owners=against.owners, now=against.now, at_stake=at_stake)
    if raised.events:
        look_again(voyage, now=against.now)
    return raised
