"""Bills of a voyage against the screening set, chunk by chunk: twenty thousand of one ship fit a worker's memory.

One place says how bills are asked and become alerts: for a message, for a list that changed, for a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from roadstead.casework.alerts.evidence import EACH, Key
from roadstead.casework.alerts.logic.workflow import AlertState
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.raise_alerts import Raised, every, raise_alerts
from roadstead.engine.records import Hit, Reason
from roadstead.engine.rules.language import CARGO
from roadstead.engine.rules.written import Tally, Written, asked_of_bills, families_of
from roadstead.engine.screening.run import ScreeningSet, screen_bills, screen_parties, written_hit
from roadstead.filings.cargo.bills import consignment_of
from roadstead.filings.cargo.heads import named_on
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Voyage
from roadstead.targeting.rulebook.known import carriage_of, facts_of
from roadstead.targeting.rulebook.models import Rule

# ── Parties of a voyage's cargo manifests against the screening set: carrier, agent, declarant, master of the ship.
#
# One place says how they are asked and become alerts on the voyage: for a message, and for a list that changed.


def raise_for_manifests(
    voyage: Voyage,
    screening_set: ScreeningSet,
    *,
    owners: Mapping[str, str],
    today: date,
    now: datetime,
    at_stake: Callable[[Key], bool] = every,
) -> Raised:
    """Screen whom the voyage's manifests name as they stand, each spelling once. What nobody names any more lapses; of
    people, craft and bills nothing does. The caller holds the voyage's lock."""
    named = named_on(voyage)
    hits = screen_parties([each.party for each in named], screening_set, today=today)
    return raise_alerts(hits, voyage=voyage, parties=named, owners=owners, now=now, at_stake=at_stake)


# ── Rules for cargo asked of bills chunk by chunk, and what they meet laid before officers.
#
# A rule that holds for more bills of a voyage than anybody would look at one by one speaks of the voyage: it is raised
# once, with their number, as with travellers (0014).


AtStake = Callable[[Key], bool]


@dataclass(slots=True)
class _Found:
    """Of one rule: on how many bills it is met, and the first of them, by row."""

    bills: int = 0
    first: list[tuple[Bill, Hit]] = field(default_factory=list)
    states: set[str] = field(default_factory=set)  # that one of them concerns


class RulesMet:
    """One voyage's bills, asked by the rules for cargo among `written` whose day has not passed."""

    def __init__(self, voyage: Voyage, written: Sequence[Written], *, today: date, now: datetime, tally: Tally) -> None:
        self.voyage, self.now, self.tally = voyage, now, tally
        self.rules = tuple(rule for rule in written if rule.about_bills and rule.expires >= today)
        self.families = families_of(self.rules)
        self.carriage = carriage_of(voyage) if self.rules else None
        self.found: dict[str, _Found] = {}
        self.asked = 0

    def ask(self, bills: Sequence[Bill]) -> None:
        """Bills that are still declared, as many as fit a worker's memory."""
        self.asked += len(bills)
        if self.carriage is None:
            return
        values = facts_of(self.voyage, bills, self.carriage, self.families, now=self.now)
        for met in asked_of_bills(self.rules, values, self.tally):
            of_rule = self.found.setdefault(met.rule.code, _Found())
            of_rule.bills += 1
            if met.bill is not None:
                of_rule.states.update(bills[met.bill].states)
            if met.bill is not None and len(of_rule.first) < EACH:
                of_rule.first.append((bills[met.bill], written_hit(met)))

    def raise_for(self, touched: Collection[int], *, owners: Mapping[str, str], at_stake: AtStake) -> Raised:
        """Alerts on bills, and on the voyage for rules that hold for many. What is met no longer lapses."""
        already, whole = self._of_the_voyage(), self.asked >= self.voyage.bills.filter(stands=True).count()
        covered = frozenset() if whole else already  # by the alert on the voyage, which only all its bills take back
        many = {code for code, each in self.found.items() if each.bills > EACH or code in covered}
        each = [pair for code, found in self.found.items() if code not in many for pair in found.first]
        raised = self._on_bills(each, touched, owners, at_stake)
        raised.add(self._on_the_voyage(many - covered, already if whole else frozenset(), owners, at_stake))
        return raised

    def _on_bills(
        self, met: Sequence[tuple[Bill, Hit]], touched: Collection[int], owners: Mapping[str, str], at_stake: AtStake
    ) -> Raised:
        rows = {bill.pk: bill for bill, _ in met}
        bills = [*rows.values(), *(Bill(pk=number) for number in self._alerted(touched) if number not in rows)]
        place = {bill.pk: at for at, bill in enumerate(bills)}
        hits = [replace(hit, bill=place[bill.pk]) for bill, hit in met]
        return raise_alerts(
            hits,
            voyage=self.voyage,
            bills=bills,
            owners=owners,
            now=self.now,
            at_stake=lambda key: bool(key.rule) and at_stake(key),
        )

    def _alerted(self, touched: Collection[int]) -> list[int]:
        """Of these bills those on which a rule was raised before: of twenty thousand mostly none."""
        rows = Alert.objects.filter(voyage=self.voyage, bill__in=touched).exclude(rule="").order_by("bill")
        return list(rows.values_list("bill", flat=True).distinct())

    def _on_the_voyage(
        self, many: Collection[str], ending: Collection[str], owners: Mapping[str, str], at_stake: AtStake
    ) -> Raised:
        """`ending`: what was raised for the voyage and is taken back where it does not hold for many any more."""
        hits = [_for_the_voyage(self.found[code]) for code in sorted(many) if self.found[code].bills > EACH]
        codes = {hit.rule for hit in hits} | set(ending)
        if not codes:
            return Raised()
        return raise_alerts(
            hits,
            voyage=self.voyage,
            owners=owners,
            now=self.now,
            concerned={code: each.states for code, each in self.found.items()},
            at_stake=lambda key: key.rule in codes and at_stake(key),
        )

    def _of_the_voyage(self) -> frozenset[str]:
        """Rules for cargo that have been raised once for the voyage, and stand; those withdrawn since as well."""
        rows = Alert.objects.filter(voyage=self.voyage, traveller=None, bill=None).exclude(state=AlertState.LAPSED)
        codes = set(rows.exclude(rule="").values_list("rule", flat=True))
        rules = Rule.objects.filter(subject=CARGO.subject) if codes else Rule.objects.none()
        return frozenset(codes & {rule.code for rule in rules})


def not_of_cargo(written: Sequence[Written]) -> AtStake:
    """What people and craft could have met: a rule for cargo may have been raised for the same voyage."""
    codes = {rule.code for rule in written if rule.about_bills}
    return lambda key: key.rule not in codes


def _for_the_voyage(found: _Found) -> Hit:
    _, first = found.first[0]
    text = f"It holds for {found.bills} bills of this voyage, so it is raised once, for the voyage."
    reasons = (first.reasons[0], Reason(text=text, feature=first.rule))
    return replace(first, bill=None, reasons=reasons, replay=replace(first.replay, facts=None))


# ── Bills of a voyage against the screening set, chunk by chunk: twenty thousand of one ship fit a worker's memory.
#
# One place says how bills are asked and become alerts: for a message, for a list that changed, for a rule.


CHUNK: Final = 1_000  # bills in memory at once


def raise_for_bills(
    voyage: Voyage,
    bills: Collection[int],
    screening_set: ScreeningSet,
    *,
    owners: Mapping[str, str],
    today: date,
    now: datetime,
    at_stake: Callable[[Key], bool] = every,
    tally: Tally | None = None,
) -> Raised:
    """Screen these bills (numbers of rows) as they stand. Of a bill that is no longer declared, what nobody has decided
    about lapses. `tally` counts how the rules for cargo answered. The caller holds the voyage's lock."""
    raised, rules = Raised(), RulesMet(voyage, screening_set.written, today=today, now=now, tally=tally or Tally())

    def at_stake_of_lists(key: Key) -> bool:
        return not key.rule and at_stake(key)

    for rows in _chunks(bills):
        standing = [row for row in rows if row.stands]
        place = {row.pk: at for at, row in enumerate(rows)}
        found = screen_bills([consignment_of(row) for row in standing], screening_set, today=today)
        hits = [replace(hit, bill=place[standing[hit.bill].pk]) for hit in found if hit.bill is not None]
        raised.add(raise_alerts(hits, voyage=voyage, bills=rows, owners=owners, now=now, at_stake=at_stake_of_lists))
        rules.ask(standing)
    raised.add(rules.raise_for(bills, owners=owners, at_stake=at_stake))
    return raised


def standing_bills(voyage: Voyage) -> list[int]:
    """All that are still declared, for lists and rules that changed."""
    return list(voyage.bills.filter(stands=True).order_by("pk").values_list("pk", flat=True))


def _chunks(bills: Collection[int]) -> Iterator[list[Bill]]:
    numbers = sorted(set(bills))
    for begin in range(0, len(numbers), CHUNK):
        yield list(Bill.objects.filter(pk__in=numbers[begin : begin + CHUNK]).order_by("pk"))
