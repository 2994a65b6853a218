"""The rules that are asked today, as the screening takes them, each verified against what two people approved (S16)."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from roadstead.engine.records import Action, Manifest
from roadstead.engine.rules.facts import NO_PAST, Past, Voyaged
from roadstead.engine.rules.language import Compiled, compile_rule
from roadstead.engine.rules.written import Written
from roadstead.filings.voyages.declared import as_manifest
from roadstead.filings.voyages.models import Presence, Traveller, Voyage
from roadstead.platform.database.scope import restricted
from roadstead.targeting.rulebook.models import RuleVersion, Standing

# ── What stored voyages tell of the people on one: other voyages of the same identifiers.
#
# A hit is shown to every state its voyage concerns, so only voyages that all of these states may know of are counted:
# no rule tells one state where a person was in another (S25).


BACK: Final = timedelta(days=366)
NOT_COUNTED: Final = (Presence.WITHDRAWN, Presence.BOOKED)  # a booking alone is no voyage


def past_of(voyage: Voyage, rows: Sequence[Traveller]) -> list[Past]:
    """By position among `rows`. One query."""
    moment = voyage.arrives_at or voyage.departs_at
    if moment is None:
        return [NO_PAST] * len(rows)
    found = _voyages({row.person_key for row in rows} - {""}, voyage, moment)
    return [Past(tuple(found[row.person_key])) if row.person_key else NO_PAST for row in rows]


def _voyages(keys: set[str], voyage: Voyage, moment: datetime) -> defaultdict[str, list[Voyaged]]:
    """Up to the arrival: what comes later is not known of the past, whenever it is asked."""
    began = voyage.departs_at or moment
    others = Traveller.objects.filter(person_key__in=keys, voyage__arrives_at__gte=moment - BACK)
    before = Q(voyage__departs_at=None, voyage__arrives_at__lte=moment) | Q(voyage__departs_at__lt=moment)
    others = others.filter(before, voyage__states__contains=voyage.states, voyage__cancelled=False)
    found: defaultdict[str, list[Voyaged]] = defaultdict(list)
    columns = ("person_key", "presence", "voyage__departs_at", "voyage__arrives_at")
    others = others.exclude(pk__in=restricted())  # no use is made of them (S34)
    rows = others.exclude(voyage=voyage).exclude(presence__in=NOT_COUNTED).order_by("voyage__arrives_at", "pk")
    for key, presence, departed, arrived in rows.values_list(*columns):
        boarded = presence != Presence.NOT_ON_BOARD
        overlaps = boarded and departed is not None and departed < moment and arrived > began
        found[key].append(Voyaged(day=arrived.date(), boarded=boarded, overlaps=overlaps))
    return found


log = logging.getLogger("roadstead.targeting.rulebook")
NEVER: Final = date.max


def active(today: date | None) -> QuerySet[RuleVersion, RuleVersion]:
    """None: whatever their last day is."""
    rows = RuleVersion.objects.filter(standing=Standing.ACTIVE).select_related("rule").order_by("rule_id")
    return rows.filter(expires__gte=today) if today else rows


def state_of_rules(today: date | None) -> str:
    """Another one as soon as another version is asked, or one no longer."""
    return ",".join(f"{pk}:{sha256[:12]}" for pk, sha256 in active(today).values_list("pk", "approved_sha256"))


def rules_in_force(today: date | None) -> tuple[Written, ...]:
    """In the order they came to be. One that is not what was approved is not asked, and the log says so."""
    return tuple(rule for row in active(today) if (rule := as_written(row, approved=True)))


def as_written(row: RuleVersion, *, approved: bool) -> Written | None:
    """`approved`: only if hash and approval agree."""
    if approved and not (row.content_hash == row.sha256 == row.approved_sha256):
        log.error("%s: its hash is not the one that was approved; it is not asked", row)
        return None
    compiled = compile_rule(row.condition, row.text.vocabulary, row.text.allows)
    if not isinstance(compiled, Compiled):
        log.error("%s: this release does not understand its condition; it is not asked", row)
        return None
    return _written(row, compiled)


def _written(row: RuleVersion, compiled: Compiled) -> Written:
    return Written(
        code=row.rule.code,
        version=row.named,
        title=row.title,
        sentence=row.sentence,
        severity=row.severity,
        officers_do=row.officers_do,
        owner=row.owner,
        action=Action.REFER,  # whatever a rule says, an officer looks (S13)
        expires=row.expires or NEVER,
        condition=compiled,
    )


def owners_of(rules: Iterable[Written]) -> dict[str, str]:
    """By code: whose rule it is, who alone is told."""
    return {rule.code: rule.owner for rule in rules}


def asked_for(rules: Iterable[Written], voyage: Voyage, rows: Sequence[Traveller]) -> tuple[Manifest, Sequence[Past]]:
    """The voyage with as much beside it as those of these rules look at that are about travel."""
    families = {fact.family for rule in rules if not rule.about_bills for fact in rule.condition.facts}
    # Who shares a contact or a card, and who is a child, is told by bookings as well.
    with_bookings = bool(families & {"booking", "shared"})
    past = past_of(voyage, rows) if "history" in families else ()
    return as_manifest(voyage, rows, with_bookings=with_bookings), past
