"""Screening of one stored voyage as it stands, after a message, a change of lists, rules or thresholds, or by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Flag, auto
from typing import Final

from roadstead.casework.alerts.evidence import MAX_ALERTS_PER_RULE
from roadstead.casework.alerts.logic.workflow import AlertState
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.raise_alerts import Changes, Scope, everything, raise_alerts
from roadstead.engine.records import Hit, Reason
from roadstead.engine.rules.evaluation import Tally, WrittenRule, evaluate_cargo_rules, families_of
from roadstead.engine.rules.language import CARGO as CARGO_FACTS
from roadstead.engine.screening.run import ScreeningSet, screen, screen_bills, screen_parties, written_hit
from roadstead.engine.sentences import Sentence
from roadstead.filings.cargo.bills import consignment_of
from roadstead.filings.cargo.models import Bill
from roadstead.filings.cargo.parties import manifest_parties
from roadstead.filings.voyages.declared import as_filing, travellers_on
from roadstead.filings.voyages.locks import lock_and_reload
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.outbound.responses.issue import refresh_responses
from roadstead.targeting.rulebook.models import Rule
from roadstead.targeting.rulebook.stored_facts import bill_facts, carriage_of, travel_rule_inputs


class Target(Flag):
    """Parts of a voyage that are screened."""

    PEOPLE = auto()  # with the craft and the travel rules
    BILLS = auto()  # parties of the bills, against the lists
    CARGO_RULES = auto()  # the same bills, by the cargo rules
    PARTIES = auto()  # parties of whole manifests


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
    """Screen the stored voyage and update its alerts. Returns None if it was deleted or cancelled.

    `scope`: the alerts that this screening can change; others stay. `tally` counts the results of written rules.
    `bills`: rows; None: all declared. `aboard`: rows of everyone on the voyage, in order of their numbers; None: they
    are read. `held`: the caller has locked the voyage, and issues the responses itself.
    """
    found = voyage if held else lock_and_reload(voyage)
    if found is None:
        return None
    changes, tally = Changes(), tally or Tally()
    if Target.PEOPLE in targets:
        rows = travellers_on(found) if aboard is None else aboard
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
    """Return the day on which documents and entries are judged: the day of arrival."""
    return (voyage.arrives_at or now).date()


def _people(
    voyage: Voyage, rows: Sequence[Traveller], screening_set: ScreeningSet, scope: Scope, now: datetime, tally: Tally
) -> Changes:
    """Screen everyone on the voyage, including people declared in other messages: a rule may need them.

    Nobody travels on a cancelled voyage, and no rule is asked about its list: all that is open expires.
    """
    manifest, past = travel_rule_inputs(screening_set.written_rules, voyage, rows)
    today, filing = day_of(voyage, now), as_filing(voyage)
    hits = screen(manifest, screening_set, today=today, filing=filing, past=past, tally=tally)
    if voyage.cancelled:
        hits = []
    of_cargo = {
        rule.code for rule in screening_set.written_rules if rule.about_bills
    }  # may be raised for the voyage as well
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
    """Screen carrier, agent, declarant and master of the voyage's manifests, each spelling once.

    Parties that no manifest names any more no longer match.
    """
    named = manifest_parties(voyage)
    hits = screen_parties([each.party for each in named], screening_set, today=day_of(voyage, now))
    return raise_alerts(hits, voyage=voyage, parties=named, owners=screening_set.owners, now=now, scope=scope)


# ── Bills, in chunks: a ship has up to twenty thousand, more than should be in memory at once
#
# A rule that matches more bills of a voyage than anyone would review one by one is raised once, for the voyage, with
# their number, as for travellers (0014).


BILLS_PER_CHUNK: Final = 1_000  # bills in memory at once


def raise_for_bills(
    voyage: Voyage,
    bills: Collection[int],
    screening_set: ScreeningSet,
    *,
    lists: bool,
    rules: bool,
    scope: Scope,
    today: date,
    now: datetime,
    tally: Tally,
) -> Changes:
    """Screen these bills (rows) as stored, against the lists and by the cargo rules. The voyage must be locked.

    A bill that is no longer declared has no matches.
    """
    owners, changes = screening_set.owners, Changes(bills=len(bills))
    evaluation = CargoRuleRun(voyage, screening_set.written_rules, today=today, now=now, tally=tally) if rules else None
    for rows in chunks(bills):
        declared = [row for row in rows if row.is_declared]
        if lists:
            hits = _of_lists(rows, declared, screening_set, today)
            changes.add(
                raise_alerts(
                    hits,
                    voyage=voyage,
                    bills=rows,
                    owners=owners,
                    now=now,
                    scope=lambda key: not key.rule and scope(key),
                )
            )
        if evaluation:
            evaluation.evaluate(declared)
    if evaluation and bills:
        changes.add(evaluation.raise_for(bills, owners=owners, scope=scope))
    return changes


def declared_bills(voyage: Voyage) -> list[int]:
    """Return the rows of all bills that are still declared."""
    return list(voyage.bills.filter(is_declared=True).order_by("pk").values_list("pk", flat=True))


def chunks(bills: Collection[int]) -> Iterator[list[Bill]]:
    """Yield the bills in chunks that fit a worker's memory."""
    numbers = sorted(set(bills))
    for begin in range(0, len(numbers), BILLS_PER_CHUNK):
        yield list(Bill.objects.filter(pk__in=numbers[begin : begin + BILLS_PER_CHUNK]).order_by("pk"))


def _of_lists(rows: Sequence[Bill], declared: Sequence[Bill], screening_set: ScreeningSet, today: date) -> list[Hit]:
    """Return hits on the declared bills, with the position of each bill among `rows`."""
    place = {row.pk: at for at, row in enumerate(rows)}
    found = screen_bills([consignment_of(row) for row in declared], screening_set, today=today)
    return [replace(hit, bill=place[declared[hit.bill].pk]) for hit in found if hit.bill is not None]


# ── Cargo rules, evaluated in chunks, and alerts on what they match


@dataclass(slots=True)
class _RuleResult:
    """Result of one rule: number of matching bills, and the first of them with their hits."""

    bills: int = 0
    first: list[tuple[Bill, Hit]] = field(default_factory=list)
    states: set[str] = field(default_factory=set)  # concerned by at least one of them


class CargoRuleRun:
    """The cargo rules among `written` that have not expired, evaluated on the bills of one voyage."""

    def __init__(
        self, voyage: Voyage, written: Sequence[WrittenRule], *, today: date, now: datetime, tally: Tally
    ) -> None:
        self.voyage, self.now, self.tally = voyage, now, tally
        self.rules = tuple(rule for rule in written if rule.about_bills and rule.expires >= today)
        self.families = families_of(self.rules)
        self.carriage = carriage_of(voyage) if self.rules else None
        self.found: dict[str, _RuleResult] = {}
        self.evaluated = 0

    def evaluate(self, bills: Sequence[Bill]) -> None:
        """Evaluate the rules on a chunk of declared bills."""
        self.evaluated += len(bills)
        if self.carriage is None:
            return
        values = bill_facts(self.voyage, bills, self.carriage, self.families, now=self.now)
        for met in evaluate_cargo_rules(self.rules, values, self.tally):
            of_rule = self.found.setdefault(met.rule.code, _RuleResult())
            of_rule.bills += 1
            if met.bill is not None:
                of_rule.states.update(bills[met.bill].states)
            if met.bill is not None and len(of_rule.first) < MAX_ALERTS_PER_RULE:
                of_rule.first.append((bills[met.bill], written_hit(met)))

    def voyage_hit(self, code: str) -> Hit | None:
        """Return the hit raised once for the voyage; None if few bills match, which then have hits of their own."""
        found = self.found.get(code, _RuleResult())
        if found.bills <= MAX_ALERTS_PER_RULE:
            return None
        _, first = found.first[0]
        text = Sentence(
            "The rule matches %(number)s bills on this voyage, so there is one alert for the voyage.",
            {"number": found.bills},
        )
        reasons = (first.reasons[0], Reason.of(text, feature=first.rule))
        return replace(first, bill=None, reasons=reasons, replay=replace(first.replay, facts=None))

    def raise_for(self, touched: Collection[int], *, owners: Mapping[str, str], scope: Scope) -> Changes:
        """Raise alerts on bills, and on the voyage for rules that match many. Alerts that no longer match expire."""
        already = self._of_the_voyage()
        whole = self.evaluated >= self.voyage.bills.filter(is_declared=True).count()
        # by the alert on the voyage, which only an evaluation of all its bills can withdraw
        covered = frozenset() if whole else already
        many = {code for code, each in self.found.items() if each.bills > MAX_ALERTS_PER_RULE or code in covered}
        each = [pair for code, found in self.found.items() if code not in many for pair in found.first]
        changes = self._on_bills(each, touched, owners, scope)
        changes.add(self._on_the_voyage(many - covered, already if whole else frozenset(), owners, scope))
        return changes

    def _on_bills(
        self, found: Sequence[tuple[Bill, Hit]], touched: Collection[int], owners: Mapping[str, str], scope: Scope
    ) -> Changes:
        rows = {bill.pk: bill for bill, _ in found}
        bills = [*rows.values(), *(Bill(pk=number) for number in self._alerted(touched) if number not in rows)]
        place = {bill.pk: at for at, bill in enumerate(bills)}
        return raise_alerts(
            [replace(hit, bill=place[bill.pk]) for bill, hit in found],
            voyage=self.voyage,
            bills=bills,
            owners=owners,
            now=self.now,
            scope=lambda key: bool(key.rule) and scope(key),
        )

    def _alerted(self, touched: Collection[int]) -> list[int]:
        """Return those of these bills with an alert of a rule: mostly none of twenty thousand."""
        rows = Alert.objects.filter(voyage=self.voyage, bill__in=touched).exclude(rule="").order_by("bill")
        return list(rows.values_list("bill", flat=True).distinct())

    def _on_the_voyage(
        self, many: Collection[str], ending: Collection[str], owners: Mapping[str, str], scope: Scope
    ) -> Changes:
        """Raise alerts on the voyage. `ending`: rules raised for it before; those that match few bills now expire."""
        hits = [hit for code in sorted(many) if (hit := self.voyage_hit(code))]
        codes = {hit.rule for hit in hits} | set(ending)
        if not codes:
            return Changes()
        return raise_alerts(
            hits,
            voyage=self.voyage,
            owners=owners,
            now=self.now,
            concerned={code: each.states for code, each in self.found.items()},
            scope=lambda key: key.rule in codes and scope(key),
        )

    def _of_the_voyage(self) -> frozenset[str]:
        """Return the cargo rules with an open alert on the voyage, including rules withdrawn since."""
        rows = Alert.objects.filter(voyage=self.voyage, traveller=None, bill=None).exclude(state=AlertState.EXPIRED)
        codes = set(rows.exclude(rule="").values_list("rule", flat=True))
        rules = Rule.objects.filter(subject=CARGO_FACTS.subject) if codes else Rule.objects.none()
        return frozenset(codes & {rule.code for rule in rules})
