"""A rule was put in force or withdrawn: voyages screened before meet it, or are rid of it, within minutes.

As `look_back` does for lists: voyage by voyage, each in a transaction with the note of how far we are, and a second
pass over voyages whose messages were being read by a worker that did not know the rule yet.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db.models import Q, QuerySet

from roadstead.casework.alerts.evidence import Key
from roadstead.casework.alerts.raise_alerts import raise_alerts
from roadstead.config import Config
from roadstead.engine.rules.language import CARGO
from roadstead.engine.screening.changed import only_changed
from roadstead.engine.screening.run import ScreeningSet, screen
from roadstead.filings.voyages.declared import as_filing, as_voyage, on_voyage
from roadstead.filings.voyages.models import Voyage
from roadstead.filings.voyages.record import lock
from roadstead.outbound.responses.give import look_again as answer_again
from roadstead.pipeline.look_back import PASSES, in_hand, voyages_of
from roadstead.pipeline.process import day_of
from roadstead.pipeline.screen_cargo import raise_for_bills, standing_bills
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.audit.models import note
from roadstead.platform.database.scope import REGION, scoped
from roadstead.targeting.rulebook.known import asked_for
from roadstead.targeting.rulebook.models import LookAgain
from roadstead.targeting.watchlists.models import REGION as OF_THE_REGION

log = logging.getLogger("roadstead.pipeline.look_again")


def look_again(live: ScreeningSetCache, config: Config, *, now: datetime, most: int) -> int:
    """Look at up to `most` voyages; how many steps were done, 0 where nothing waits."""
    for done in range(most):
        if not _step(live, config, now):
            return done
    return most


def _step(live: ScreeningSetCache, config: Config, now: datetime) -> bool:
    """One voyage, or the end of a pass. A transaction of its own."""
    with scoped(REGION):
        job = _waiting(config, now).select_for_update(of=("self",), skip_locked=True).first()
        if job is None:
            return False
        voyages = voyages_of(job.passes, job.queued_at, config, now)
        voyage = voyages.filter(pk__gt=job.after).order_by("pk").first()
        if voyage is None:
            _end_of_pass(job, now)
        else:
            live.refresh(now.date())
            _look_at(voyage, job, live, now)
            job.after = voyage.pk
        job.save()
        return True


def _waiting(config: Config, now: datetime) -> QuerySet[LookAgain]:
    ready = Q(passes=0) | Q(queued_at__lte=now - in_hand(config))
    return LookAgain.objects.filter(ready, done_at=None).select_related("version__rule").order_by("id")


def _look_at(voyage: Voyage, job: LookAgain, live: ScreeningSetCache, now: datetime) -> None:
    """The rule as it is in force now; of one that is no longer, nothing is met, and what nobody looked at lapses."""
    lock([as_voyage(voyage)])
    found = Voyage.objects.filter(pk=voyage.pk).first()  # as whoever held it has left it, or joined to another
    if found is None:
        return
    if job.version.rule.subject == CARGO.subject:
        _look_at_bills(found, job, live, now)
        return
    rows, (screening_set, at_stake) = on_voyage(found), _of_rule(job, live)
    manifest, past = asked_for(screening_set.written, found, rows)
    hits = screen(
        manifest,
        screening_set,
        today=day_of(found, now),
        filing=as_filing(found),
        past=past,
        tally=live.tally,
    )
    raised = raise_alerts(hits, voyage=found, travellers=rows, owners=live.current().owners, now=now, at_stake=at_stake)
    if raised.events:
        answer_again(found, now=now)
    job.voyages, job.travellers = job.voyages + 1, job.travellers + len(rows)
    job.new, job.lapsed = job.new + raised.new, job.lapsed + raised.lapsed


def _look_at_bills(voyage: Voyage, job: LookAgain, live: ScreeningSetCache, now: datetime) -> None:
    """The same of a rule for cargo: all bills that are still declared, and no people."""
    bills, (screening_set, at_stake) = standing_bills(voyage), _of_rule(job, live)
    raised = raise_for_bills(
        voyage,
        bills,
        screening_set,
        owners=live.current().owners,
        today=day_of(voyage, now),
        now=now,
        at_stake=at_stake,
        tally=live.tally,
    )
    job.voyages, job.bills = job.voyages + 1, job.bills + len(bills)
    job.new, job.lapsed = job.new + raised.new, job.lapsed + raised.lapsed


def _of_rule(job: LookAgain, live: ScreeningSetCache) -> tuple[ScreeningSet, Callable[[Key], bool]]:
    """A screening_set for this rule alone as it is in force now, and which alerts it could have met."""
    code = job.version.rule.code
    rules = tuple(rule for rule in live.current().written if rule.code == code)
    return replace(only_changed([], live.current()), written=rules), lambda key: key.rule == code


def _end_of_pass(job: LookAgain, now: datetime) -> None:
    job.passes, job.after = job.passes + 1, 0
    if job.passes < PASSES:
        return
    job.done_at = now
    states = [] if job.owner == OF_THE_REGION else [job.owner]
    subject = f"rule {job.version.rule.code} version {job.version.number}"
    asked = f"{job.bills} bills" if job.version.rule.subject == CARGO.subject else f"{job.travellers} travellers"
    numbers = f"{job.voyages} voyages, {asked}: {job.new} new, {job.lapsed} lapsed"
    note(None, "looked again", subject, states=states, detail=numbers)
    log.info("%s: looked again over %s", subject, numbers)
