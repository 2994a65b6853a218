"""Voyages as one carrier filed them: from its own messages alone, never from what others stated about them (C13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

import msgspec
from django.db.models import Case, IntegerField, Prefetch, QuerySet, Value, When

from roadstead.engine import records as model
from roadstead.engine.reference.deadlines import DEADLINES
from roadstead.engine.voyages.deadlines import CARGO, state_deadlines
from roadstead.engine.voyages.filing_state import FiledList, Filing, filings
from roadstead.engine.voyages.normalise import states_of
from roadstead.engine.voyages.quality import category_of
from roadstead.engine.voyages.quality.facts import COMMERCIAL
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.declared import CARGO_FUNCTIONS, FUNCTIONS_WITHOUT_PEOPLE
from roadstead.filings.voyages.history import split_lists
from roadstead.filings.voyages.models import Manifest
from roadstead.platform.accounts.models import User
from roadstead.platform.policies.in_force import in_force

PEOPLE: Final = ("passengers", "crew")
LIST_FUNCTIONS: Final = frozenset({model.Function.PASSENGERS.value, model.Function.CREW.value})
MAX_MESSAGES: Final = 2_000  # of one voyage that are considered; an honest sender has a few
MAX_LISTED: Final = 20_000  # of a page of voyages
WITHOUT_RAW: Final = Prefetch("message", queryset=Message.objects.defer("raw"))


def newest_of_each(user: User) -> QuerySet[Manifest, Manifest]:
    """Return one message about each voyage that the user's carrier filed for: the newest about people, else about
    cargo. It says what the carrier calls the voyage, and its route and times.
    """
    of_cargo = Case(
        When(function__in=sorted(FUNCTIONS_WITHOUT_PEOPLE), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    own = Manifest.objects.visible_to(user).filter(carrier=user.carrier_id or "", voyage__isnull=False)
    newest = own.annotate(of_cargo=of_cargo).order_by("voyage_id", "of_cargo", "-order", "-pk").distinct("voyage_id")
    return Manifest.objects.filter(pk__in=newest.values("pk")).prefetch_related(WITHOUT_RAW)


def messages_about(voyages: Collection[int | None], user: User) -> dict[int, list[Manifest]]:
    """Return by voyage the carrier's messages about it, in the order that counts, without their texts."""
    own = Manifest.objects.visible_to(user).filter(carrier=user.carrier_id or "", voyage__in=voyages)
    rows = own.defer("problems", "unread", "quality").prefetch_related(WITHOUT_RAW).order_by("order", "pk")
    found = defaultdict[int, list[Manifest]](list)
    for row in rows[: MAX_MESSAGES if len(voyages) == 1 else MAX_LISTED]:
        found[row.voyage_id or 0].append(row)
    return found


def declared_voyage(row: Manifest) -> model.Voyage:
    """Return the voyage as this message states it; an empty one once the message was masked."""
    return msgspec.convert(row.voyage_record, model.Voyage) if row.voyage_record else model.Voyage()


def filings_of(
    declared: model.Voyage, rows: Sequence[Manifest], participating: Collection[str], now: datetime
) -> list[Filing]:
    """Return the state of each list for each state on the carrier's own route."""
    states = states_of(declared, participating)
    rules = in_force(DEADLINES)
    found: list[Filing] = []
    for of in _filed_lists(rows):
        category = CARGO if of.kind == CARGO else category_of(declared) or COMMERCIAL
        due = [each for each, _ in state_deadlines(declared, states, participating, category, rules)]
        found += filings(of, due, now)
    return found


def _filed_lists(rows: Sequence[Manifest]) -> list[FiledList]:
    """Return the lists that the carrier filed or may have to file: those of people unless it files cargo alone."""
    with_people = [row for row in rows if row.function in LIST_FUNCTIONS]
    of_cargo = [row.message.received_at for row in rows if row.function in CARGO_FUNCTIONS]
    incomplete = {each.kind: each.missing or "?" for each in split_lists(with_people) if not each.is_complete}
    found = []
    if with_people or not of_cargo:
        for kind in PEOPLE:
            times = [row.message.received_at for row in with_people if row.function == kind or row.read.get(kind)]
            missing = incomplete.get(kind, "")
            found.append(FiledList(kind=kind, first_at=min(times, default=None), missing_parts=missing))
    if of_cargo:
        found.append(FiledList(kind=CARGO, first_at=min(of_cargo)))
    return found
