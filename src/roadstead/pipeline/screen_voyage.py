"""Screen one stored voyage as it stands, whatever for: a message, a change of lists or rules, a threshold, by hand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import Flag, auto
from typing import Final

from roadstead.casework.alerts.raise_alerts import Changes, Scope, everything, raise_alerts
from roadstead.engine.rules.written import Tally
from roadstead.engine.screening.run import ScreeningSet, screen, screen_parties
from roadstead.filings.cargo.heads import named_on
from roadstead.filings.voyages.declared import as_filing, on_voyage
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.filings.voyages.record import hold
from roadstead.outbound.responses.give import refresh_responses
from roadstead.pipeline.screen_bills import declared_bills, raise_for_bills
from roadstead.targeting.rulebook.known import asked_for


class Target(Flag):
    """What of a voyage is screened."""

    PEOPLE = auto()  # with the craft and the rules for travel
    BILLS = auto()  # their parties, against the lists
    CARGO_RULES = auto()  # the same bills, against the rules for cargo
    PARTIES = auto()  # those of whole manifests


CARGO: Final = Target.BILLS | Target.CARGO_RULES | Target.PARTIES


def screen_voyage(
    voyage: Voyage,
    screening_set: ScreeningSet,
    *,
    targets: Target,
    scope: Scope = everything,
    now: datetime,
    tally: Tally | None = None,
    bills: Collection[int] | None = None,
    aboard: Sequence[Traveller] | None = None,
    held: bool = False,
) -> Changes | None:
    """Screen what is stored of the voyage and bring its alerts up to date. None: it is gone or cancelled.

    `scope`: the alerts that this screening can change; others stay as they are. `tally` counts how written rules
    answered. `bills`: rows; None: all that are declared. `aboard`: rows of everybody on it, in the order of their
    numbers; None: they are read. `held`: the message at hand holds the voyage, and gives its responses itself.
    """
    found = voyage if held else hold(voyage)
    if found is None:
        return None
    changes, tally = Changes(), tally or Tally()
    if Target.PEOPLE in targets:
        rows = on_voyage(found) if aboard is None else aboard
        changes.add(_people(found, rows, screening_set, scope, now, tally))
        if changes.events and not held:
            refresh_responses(found, now=now)
    if targets & (Target.BILLS | Target.CARGO_RULES):
        changes.add(
            raise_for_bills(
                found,
                declared_bills(found) if bills is None else bills,
                screening_set,
                lists=Target.BILLS in targets,
                rules=Target.CARGO_RULES in targets,
                scope=scope,
                today=day_of(found, now),
                now=now,
                tally=tally,
            )
        )
    if Target.PARTIES in targets:
        changes.add(_parties(found, screening_set, scope, now))
    return changes


def day_of(voyage: Voyage, now: datetime) -> date:
    """The day as of which documents and entries are judged: that of arrival."""
    return (voyage.arrives_at or now).date()


def _people(
    voyage: Voyage, rows: Sequence[Traveller], screening_set: ScreeningSet, scope: Scope, now: datetime, tally: Tally
) -> Changes:
    """All who are on the voyage, also those whom another message stated: a rule may need them."""
    manifest, past = asked_for(screening_set.written, voyage, rows)
    today, filing = day_of(voyage, now), as_filing(voyage)
    hits = screen(manifest, screening_set, today=today, filing=filing, past=past, tally=tally)
    of_cargo = {rule.code for rule in screening_set.written if rule.about_bills}  # may be raised for the voyage too
    changes = raise_alerts(
        hits,
        voyage=voyage,
        travellers=rows,
        owners=screening_set.owners,
        now=now,
        scope=lambda key: key.rule not in of_cargo and scope(key),
    )
    changes.travellers = len(rows)
    return changes


def _parties(voyage: Voyage, screening_set: ScreeningSet, scope: Scope, now: datetime) -> Changes:
    """Carrier, agent, declarant and master of the voyage's manifests, each spelling once. Those that no manifest names
    any more are no longer matched."""
    named = named_on(voyage)
    hits = screen_parties([each.party for each in named], screening_set, today=day_of(voyage, now))
    return raise_alerts(hits, voyage=voyage, parties=named, owners=screening_set.owners, now=now, scope=scope)
