"""What people work with besides voyages: a list kept by hand, a rule, how alerts are worked, what came of one.

The same rows are made for state A, full of canaries, and for state B, so that B's pages have something to show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import models
from django.utils import timezone

from roadstead.casework.alerts.models import Alert, AlertPolicy, FollowUp, Outcome, StateDecision, Viewer
from roadstead.engine import records as model
from roadstead.engine.reference.deadlines import TIMERS
from roadstead.platform.accounts.models import Invitation, User
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.directory.models import Qualification
from roadstead.platform.policies.models import PolicyRow
from roadstead.targeting.rescreens.models import RescreenJob
from roadstead.targeting.rulebook.models import DailyCount, DryRun, Rule, RuleVersion
from roadstead.targeting.watchlists.models import Entry, Nomination, Version, WatchList
from tests.leaks.canaries import made, moment, word

Named = Iterator[tuple[str, Any]]  # the kind of thing, as World.ids calls it, and what stands in an address
SHA = "0" * 64
LATER = "2099-01-01"


def _plainly(table: type[models.Model], /, **given: Any) -> Any:
    return table._base_manager.create(**given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """By whom, and how rows are filled: `row` makes one, `say` a text in it, `when` a moment."""

    owner: str
    officer: User
    second: User
    row: Callable[..., Any] = _plainly
    say: Callable[[], str] = lambda: "ours"
    when: Callable[[], datetime] = timezone.now


def marked(owner: str, officer: User, second: User) -> Hand:
    """A hand whose every text, number and day is a canary."""
    return Hand(owner=owner, officer=officer, second=second, row=made, say=word, when=moment)


def everything(hand: Hand, alert: Alert) -> Named:
    yield from _kept_list(hand)
    yield from _rule(hand, alert)
    yield from _casework(hand, alert)
    yield from _accounts(hand)
    yield from _policy_row(hand)


def _kept_list(hand: Hand) -> Named:
    kept = hand.row(
        WatchList,
        name=f"Kept {hand.say()}",
        owner=hand.owner,
        is_manual=True,
        threshold=None,
        cleared_days=365,
        review_months=12,
        review_months_of_minors=6,
    )
    version = hand.row(
        Version,
        watch_list=kept,
        owner=hand.owner,
        version=hand.say(),
        sha256=SHA,
        counts={},
        problems=[],
        loaded_by=hand.officer,
    )
    entry = _entry(hand, kept, version)
    batch = hand.say()
    yield "kept", kept.pk
    yield "entry", entry.pk
    yield "batch", batch
    yield "policy", _policy(hand, kept).pk
    for more in ({"batch": batch}, {"batch": ""}, {"batch": "", "status": "draft"}):
        yield "nomination", _nomination(hand, entry, **{"status": "waiting", **more}).pk


def _entry(hand: Hand, kept: WatchList, version: Version) -> Entry:
    said = hand.say()
    listed = model.Entry(
        id=said,
        list=kept.title,
        names=(model.ListedName(text=f"{said} ADA"),),
        born=("1980-01-01",),
        action=model.Action.STOP,
        reason=hand.say(),
        review=LATER,
        expires=LATER,
    )
    found: Entry = hand.row(
        Entry,
        watch_list=kept,
        owner=hand.owner,
        entry_id=said,
        kind="person",
        name=listed.name,
        content_hash=SHA,
        listed=msgspec.to_builtins(listed),
        added_in=version,
        removed_in=None,
    )
    return found


def _nomination(hand: Hand, entry: Entry, **given: Any) -> Nomination:
    cells = {"surname": hand.say(), "given": "ADA", "born": "1980-01-01", "action": "stop", "evidence": hand.say()}
    found: Nomination = hand.row(
        Nomination,
        watch_list=entry.watch_list,
        owner=hand.owner,
        act="amend",
        entry_id=entry.entry_id,
        cells=cells,
        entry=entry.listed,
        base=entry,
        evidence=hand.say(),
        reason=hand.say(),
        proposed_by=hand.officer,
        proposed_at=hand.when(),
        decided_by=None,
        decided_at=None,
        decision="",
        decision_reason="",
        version=None,
        **given,
    )
    return found


def _rule(hand: Hand, alert: Alert) -> Named:
    rule = hand.row(Rule, key=hand.say().lower(), owner=hand.owner, created_at=hand.when())
    day = hand.when().date()
    approved = {
        "status": "active",
        "decision": "approved",
        "decided_by": hand.second,
        "decided_at": hand.when(),
        "approved_on": day,
        "approved_sha256": SHA,
    }
    waits = {
        "status": "proposed",
        "decision": "",
        "decided_by": None,
        "decided_at": None,
        "approved_on": None,
        "approved_sha256": "",
    }
    first, second = (_version(hand, rule, number, day, more) for number, more in ((1, approved), (2, waits)))
    for version in (first, second):
        hand.row(
            DryRun,
            version=version,
            owner=hand.owner,
            sha256=SHA,
            at=hand.when(),
            by=hand.officer,
            result={},
            travellers=[alert.traveller_id],
            voyages=[alert.voyage_id],
        )
    hand.row(DailyCount, version=first, owner=hand.owner, day=_today(hand))
    hand.row(RescreenJob, reason="rule", rule_version=first, owner=hand.owner, queued_at=hand.when())
    hand.row(RescreenJob, reason="manual", owner="REGION", since=_today(hand), lists=[f"Kept {hand.say()} (BRB)"])
    yield "rule", rule.pk


def _version(hand: Hand, rule: Rule, number: int, day: date, more: dict[str, Any]) -> RuleVersion:
    found: RuleVersion = hand.row(
        RuleVersion,
        rule=rule,
        owner=hand.owner,
        number=number,
        title=hand.say(),
        sentence=hand.say(),
        condition=f"traveller.surname == '{hand.say()}'" if number == 1 else "booking.minor_without_adult",
        protects="minors",
        severity="high",
        officers_do=hand.say(),
        source=hand.say(),
        reason=hand.say(),
        sha256=SHA,
        author=hand.officer,
        authored_at=hand.when(),
        expires=day + timedelta(days=30),
        proposed_by=hand.officer,
        proposed_at=hand.when(),
        justification=hand.say(),
        ended_by=None,
        ended_at=None,
        ended_why="",
        **more,
    )
    return found


def _today(hand: Hand) -> date:
    return hand.when().date()


def _policy(hand: Hand, kept: WatchList) -> AlertPolicy:
    found: AlertPolicy = hand.row(
        AlertPolicy,
        watch_list=kept,
        owner=hand.owner,
        seriousness=3,
        instruction=hand.say(),
        contact=hand.say(),
        reason=hand.say(),
        proposed_by=hand.officer,
        proposed_at=hand.when(),
        decided_by=None,
        decided_at=None,
        decision="",
    )
    return found


def _casework(hand: Hand, alert: Alert) -> Named:
    """At an alert of one's own: somebody has it open, and somebody wrote down what came of it."""
    told = {"alert": alert, "states": alert.states}
    hand.row(
        StateDecision, alert=alert, by_state=hand.owner, state="reviewing", assignee=hand.officer, states=[hand.owner]
    )
    hand.row(Viewer, **told, user=hand.officer, seen_at=hand.when())
    came = hand.row(
        Outcome,
        **told,
        owner=alert.owner,
        type="found",
        state=hand.owner,
        at=hand.when(),
        note=hand.say(),
        recorded_by=hand.officer,
        recorded_at=hand.when(),
    )
    task = hand.row(
        FollowUp,
        **told,
        outcome=came,
        state=hand.owner,
        officer=hand.officer,
        number=1,
        what=hand.say(),
        due_at=hand.when(),
        zone="UTC",
        set_by=hand.officer,
        set_at=hand.when(),
        ended="",
        ended_at=None,
        ended_by=None,
        result=hand.say(),
    )
    yield "follow-up", task.pk


def _policy_row(hand: Hand) -> Named:
    """A row of policy that waits for a second person."""
    cells = {name: hand.say() for name in TIMERS.cells if name != "state"}
    row = hand.row(
        PolicyRow,
        table=TIMERS.name,
        state=hand.owner,
        cells=cells,
        reason=hand.say(),
        proposed_by=hand.officer,
        proposed_at=hand.when(),
        decided_by=None,
        decided_at=None,
        decision="",
        decision_reason="",
    )
    yield "policy row", row.pk


def _accounts(hand: Hand) -> Named:
    """What stands in the tables of signing in. An invitation's hash is in no link: it opens nothing."""
    invitation = Invitation.objects.create(
        user=hand.officer,
        sha256=hand.say() * 5,
        proposed_by=hand.second,
        proposed_at=hand.when(),
        expires_at=hand.when() + timedelta(hours=72),
    )
    session = UserSession.objects.create(
        user=hand.officer, ip="127.0.0.1", session_key=hand.say(), user_agent=hand.say()
    )
    factor = Authenticator.objects.create(
        user=hand.officer, type="webauthn", data={"name": hand.say(), "credential": {}}
    )
    day = hand.when().date()
    passed = hand.row(
        Qualification,
        user=hand.officer,
        owner=hand.owner,
        course=f"Q-{hand.say().upper()}",
        issued_on=day,
        until=day + timedelta(days=10),
        issuer=first_organisation(hand.officer.state),
        recorded_by=hand.second,
        recorded_at=hand.when(),
        extended_by=hand.second,
        extended_at=hand.when(),
        extension_reason=hand.say(),
        revoked_by=None,
        revoked_at=None,
    )
    yield "qualification", passed.pk
    yield "secret", invitation.sha256
    yield "session", session.pk
    yield "factor", factor.pk
