"""Operations on a rule: write a version, propose, approve, reject, withdraw. New versions need two people (S16).

Only people of the rule's owner may do so: those of the state whose rule it is, those of the centre for the region's.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from roadstead.engine.reference.policy import ANY
from roadstead.engine.reference.settings import SettingName
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.rules.files import RuleText, faults_of, text_faults
from roadstead.engine.rules.language import SUBJECTS
from roadstead.platform.accounts import second_person
from roadstead.platform.accounts.courses import check_courses
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_approve_rules, may_write_rules
from roadstead.platform.approvals import acts as approvals
from roadstead.platform.audit.models import log
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.policies.in_force import setting
from roadstead.targeting.rescreens.models import Reason
from roadstead.targeting.rescreens.queue import queue_rescreen
from roadstead.targeting.rulebook.logic.rates import DryRunResult, disparate_groups
from roadstead.targeting.rulebook.models import (
    CONTENT,
    MAX_DAYS_IN_FORCE,
    DryRun,
    Rule,
    RuleStatus,
    RuleVersion,
    rule_hash,
)
from roadstead.targeting.watchlists.models import REGION

MAX_DRY_RUN_AGE: Final = timedelta(days=7)  # a dry run older than this says little about today
MAX_REASON_CHARS: Final = 1000  # characters of a reason


def owner_of(user: User) -> str:
    return user.state_id or REGION


def may_write(owner: str, user: User) -> bool:
    return may_write_rules(user) and owner_of(user) == owner


def may_approve(version: RuleVersion, user: User) -> bool:
    """Return True for a supervisor of the owner who neither wrote nor proposed the version."""
    mine = {version.author_id, version.proposed_by_id}
    return may_approve_rules(user) and owner_of(user) == version.owner and user.pk not in mine


@transaction.atomic
def write(text: RuleText, *, why: str, by: User, now: datetime, rule: Rule | None = None) -> RuleVersion:
    """Create a new rule, or the next version of one, as a draft that is not yet evaluated."""
    owner = rule.owner if rule else owner_of(by)
    if not may_write(owner, by):
        raise NotAllowed("only officers of its owner can write a rule")
    if rule is None:
        rule = _new_rule(text, owner, now)
    elif rule.subject != text.subject:
        raise NotAllowed(
            "this rule is about %(old)s: write a new rule about %(new)s", old=rule.subject, new=text.subject
        )
    elif not why.strip():
        raise NotAllowed("give a reason for the new version: the second officer decides on it")
    made = _version(rule, text, why, now, by=by)
    _note(by, "rule written", made)
    return made


@transaction.atomic
def add_from_library(text: RuleText, *, owner: str, now: datetime) -> RuleVersion | None:
    """Create a rule of the library as a draft without author; None if a rule of that name exists."""
    if Rule.objects.filter(owner=owner, key=text.key).exists():
        return None
    return _version(_new_rule(text, owner, now), text, "From the library", now, by=None)


def _new_rule(text: RuleText, owner: str, now: datetime) -> Rule:
    if text.subject not in SUBJECTS:
        raise NotAllowed("choose the subject of the rule: %(subjects)s", subjects=list(SUBJECTS))
    if not text.key or Rule.objects.filter(owner=owner, key=text.key).exists():
        raise NotAllowed(
            "there is already a rule named “%(key)s”: write a new version of it, or choose another title", key=text.key
        )
    return Rule.objects.create(key=text.key, subject=text.subject, owner=owner, created_at=now)


def _version(rule: Rule, text: RuleText, why: str, now: datetime, *, by: User | None) -> RuleVersion:
    if faults := faults_of(text):
        raise NotAllowed("the condition has an error at %(fault)s", fault=faults[0].placed)
    if missing := text_faults(text):
        raise NotAllowed("%(fault)s", fault=missing[0].text)
    content = {name: getattr(text, name) for name in CONTENT}
    # locked, so that concurrent writers get different numbers
    newest = rule.versions.order_by("-number").select_for_update().first()
    return RuleVersion.objects.create(
        rule=rule,
        owner=rule.owner,
        number=newest.number + 1 if newest else 1,
        reason=why.strip()[:MAX_REASON_CHARS],
        sha256=rule_hash(text),
        author=by,
        authored_at=now,
        **content,
    )


@transaction.atomic
def propose(version_id: int, *, expires: date, justification: str, by: User, now: datetime) -> RuleVersion:
    """Propose a draft for a second approval. Another proposal of the same rule becomes a draft again."""
    found = _locked(version_id, by, RuleStatus.DRAFT, RuleStatus.DECLINED)
    if not may_write(found.owner, by):
        raise NotAllowed("only officers of its owner can propose a rule")
    last = now.date() + timedelta(days=MAX_DAYS_IN_FORCE - 2)
    if not now.date() < expires <= last:
        raise NotAllowed(
            "a rule is in force for six months at most: choose a day from tomorrow to %(last)s", last=f"{last:%d %B %Y}"
        )
    _fresh_run(found, now)
    found.rule.versions.filter(status=RuleStatus.PROPOSED).update(status=RuleStatus.DRAFT)
    approvals.propose(found, reason=found.reason, by=by, now=now)
    found.status, found.expires, found.justification = RuleStatus.PROPOSED, expires, justification.strip()
    found.save(
        update_fields=[
            "status",
            "expires",
            "justification",
            "proposed_by",
            "proposed_at",
            *approvals.DECISION_COLUMNS,
        ]
    )
    outbox.write(EventKind.PROPOSAL, found.pk, of="rule")
    _note(by, "rule proposed", found)
    return found


def disparity_limit(owner: str) -> float:
    """Return the limit of disparity: how often a rule of this owner may match one group, relative to all others.

    Above it, a written justification is required.
    """
    return float(setting(SettingName.RULE_DISPARITY, ANY if owner == REGION else owner))


@transaction.atomic
def approve(version_id: int, *, justification: str, limit: float, by: User, now: datetime) -> RuleVersion:
    """Approve as the second person; workers evaluate the version from their next message on.

    `limit`: the limit of disparity, a setting.
    """
    check_courses(may_approve_rules, by)
    found = _locked(version_id, by, RuleStatus.PROPOSED)
    if not may_approve(found, by):
        raise NotAllowed("only a supervisor of the owner who neither wrote nor proposed the rule can approve it")
    second_person.check_independent(by, [found.author_id, found.proposed_by_id], may=may_approve_rules, now=now)
    if found.content_hash != found.sha256 or faults_of(found.text):
        raise NotAllowed("the stored rule differs from what was written: write a new version")
    if found.expires is None or found.expires <= now.date():
        raise NotAllowed("the last day of this proposal has passed: reject it, and have it proposed again")
    reasons = " ".join(filter(None, (found.justification, justification.strip())))
    run = _fresh_run(found, now)
    if disparate_groups(DryRunResult.of(run.result), limit) and not reasons:
        raise NotAllowed(
            "the dry run shows that some groups are matched more than %(limit)s times as often as others: justify it in"
            " writing, or have the rule changed (S17)",
            limit=f"{limit:g}",
        )
    found.rule.versions.filter(status=RuleStatus.ACTIVE).update(
        status=RuleStatus.SUPERSEDED, ended_by=by, ended_at=now, ended_why=f"replaced by version {found.number}"
    )
    _set(found, approved_on=now.date(), approved_sha256=found.sha256, justification=reasons)
    others = [found.author_id]
    second_person.approve(found, by=by, may=may_approve_rules, now=now, reason=justification, others=others)
    _set(found, status=RuleStatus.ACTIVE)
    queue_rescreen(Reason.RULE, owner=found.owner, rule_version=found, queued_at=now)
    _note(by, "rule approved", found)
    return found


@transaction.atomic
def decline(version_id: int, *, why: str, by: User, now: datetime) -> RuleVersion:
    """Reject a proposal as the second person, or withdraw it as the proposer."""
    found = _locked(version_id, by, RuleStatus.PROPOSED)
    if not may_write(found.owner, by):
        raise NotAllowed("only officers of its owner can reject a rule")
    _needs_reason(why)
    second_person.reject(found, by=by, now=now, reason=why[:MAX_REASON_CHARS])
    _set(found, status=RuleStatus.DECLINED)
    _note(by, "rule declined", found)
    return found


@transaction.atomic
def withdraw(version_id: int, *, why: str, by: User, now: datetime) -> RuleVersion:
    """Stop evaluating a rule at once; one person is enough."""
    found = _locked(version_id, by, RuleStatus.ACTIVE)
    if not (may_approve_rules(by) and owner_of(by) == found.owner):
        raise NotAllowed("only a supervisor of its owner can withdraw a rule")
    _needs_reason(why)
    _set(found, status=RuleStatus.WITHDRAWN, ended_by=by, ended_at=now, ended_why=why.strip()[:MAX_REASON_CHARS])
    _note(by, "rule withdrawn", found)
    queue_rescreen(Reason.RULE, owner=found.owner, rule_version=found, queued_at=now)
    return found


def _needs_reason(why: str) -> None:
    if not why.strip():
        raise NotAllowed("give a reason: it is stored with the rule")


def latest_run(version: RuleVersion) -> DryRun | None:
    """Return the latest dry run of exactly this content, over data that the owner's people may see."""
    return version.dry_runs.filter(owner=version.owner, sha256=version.sha256).first()


def _fresh_run(version: RuleVersion, now: datetime) -> DryRun:
    run = latest_run(version)
    if run is None or run.at < now - MAX_DRY_RUN_AGE:
        raise NotAllowed(
            "run a dry run first: a proposal needs one from the last %(days)d days (S17)", days=MAX_DRY_RUN_AGE.days
        )
    return run


def _locked(version_id: int, by: User, *standings: RuleStatus) -> RuleVersion:
    rows = RuleVersion.objects.visible_to(by).select_related("rule").select_for_update(of=("self",))
    found = rows.get(pk=version_id)
    if found.status not in standings:
        raise NotAllowed("this version has changed meanwhile: open the page again")
    return found


def _set(version: RuleVersion, **values: object) -> None:
    for name, value in values.items():
        setattr(version, name, value)
    version.save(update_fields=list(values))


def _note(by: User, action: str, version: RuleVersion) -> None:
    states = [] if version.owner == REGION else [version.owner]
    log(by, action, f"rule {version.rule.code} version {version.number}", states=states)
