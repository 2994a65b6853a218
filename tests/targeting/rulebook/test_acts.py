"""A rule's life: written, tried, proposed, approved by another, expired, withdrawn; refusals say why (S16, S17)."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from roadstead.engine.refusals import NotAllowed
from roadstead.engine.rules.files import RuleText, libraries
from roadstead.pipeline.dry_run.rules import dry_run_rule
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.rulebook.acts import approve, decline, propose, withdraw, write
from roadstead.targeting.rulebook.in_force import active_versions, compile_version, rules_in_force
from roadstead.targeting.rulebook.library import add_library, proposed_drafts
from roadstead.targeting.rulebook.models import DryRun, Rule, RuleStatus, RuleVersion
from tests.conftest import make_user
from tests.pipeline.test_pipeline import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
TEXT = RuleText(
    key="no-document", title="No document", sentence="No document was declared.", condition="document.missing",
    source="Domain 3.5", severity="medium", officers_do="Ask for it.",
)  # fmt: skip
DAY = NOW.date() + timedelta(days=90)
LIMIT = 1.25


def tried(by: User, text: RuleText = TEXT, rule: Rule | None = None, why: str = "") -> RuleVersion:
    version = write(text, why=why, by=by, now=NOW, rule=rule)
    dry_run_rule(version, by=by, now=NOW)
    return version


def in_force(by: User, second: User, text: RuleText = TEXT) -> RuleVersion:
    """Written, tried, proposed and approved."""
    version = tried(by, text)
    propose(version.pk, expires=DAY, justification="", by=by, now=NOW)
    return approve(version.pk, justification="", limit=LIMIT, by=second, now=NOW)


def test_one_person_proposes_another_approves_and_it_is_asked(analyst: User, supervisor: User) -> None:
    version = tried(analyst)
    assert not rules_in_force(NOW.date())
    propose(version.pk, expires=DAY, justification="", by=analyst, now=NOW)
    assert not rules_in_force(NOW.date())
    approve(version.pk, justification="", limit=LIMIT, by=supervisor, now=NOW)
    (rule,) = rules_in_force(NOW.date())
    assert (rule.code, rule.version, rule.expires) == (version.rule.code, version.replay_name, DAY)
    for act in ("rule written", "rule tried", "rule proposed", "rule approved"):
        assert Record.objects.filter(action=act, subject=f"rule {rule.code} version 1").exists()


def test_nobody_approves_what_they_wrote_or_proposed(supervisor: User, analyst: User) -> None:
    version = tried(supervisor)
    propose(version.pk, expires=DAY, justification="", by=analyst, now=NOW)
    with pytest.raises(NotAllowed, match="neither wrote nor proposed"):
        approve(version.pk, justification="", limit=LIMIT, by=supervisor, now=NOW)
    with pytest.raises(NotAllowed, match="supervisor"):
        approve(version.pk, justification="", limit=LIMIT, by=make_user("other", Role.ANALYST), now=NOW)


def test_the_database_refuses_a_rule_approved_by_its_author(analyst: User, supervisor: User) -> None:
    version = in_force(analyst, supervisor)
    for values in (
        {"decided_by": analyst},
        {"expires": DAY + timedelta(days=200)},
        {"approved_sha256": "other"},
        {"decided_by": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            RuleVersion.objects.filter(pk=version.pk).update(**values)


@pytest.mark.parametrize("column", ["condition", "title", "severity", "sha256", "author_id", "number"])
def test_what_a_version_says_is_written_once(analyst: User, column: str) -> None:
    version = write(TEXT, why="", by=analyst, now=NOW)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        RuleVersion.objects.filter(pk=version.pk).update(**{column: 1 if column == "number" else None})
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        RuleVersion.objects.filter(pk=version.pk).delete()


def test_the_hash_of_what_is_asked_is_the_hash_of_what_was_approved(analyst: User, supervisor: User) -> None:
    in_force(analyst, supervisor)
    for row in active_versions(NOW.date()):
        assert row.content_hash == row.sha256 == row.approved_sha256
    assert [rule.version for rule in rules_in_force(None)] == [row.replay_name for row in active_versions(None)]


def test_a_rule_that_is_not_what_was_approved_is_not_asked(
    analyst: User, supervisor: User, caplog: pytest.LogCaptureFixture
) -> None:
    """As after a hand in the database's files: the columns say something else than their hash."""
    in_force(analyst, supervisor)
    row = active_versions(None).get()
    assert compile_version(row, approved=True)
    row.condition = "booking.alone"
    assert compile_version(row, approved=True) is None
    assert "its hash differs from the approved one" in caplog.text


def test_without_a_fresh_dry_run_of_these_very_words_nothing_is_proposed(analyst: User) -> None:
    version = write(TEXT, why="", by=analyst, now=NOW)
    with pytest.raises(NotAllowed, match="dry run"):
        propose(version.pk, expires=DAY, justification="", by=analyst, now=NOW)
    dry_run_rule(version, by=analyst, now=NOW - timedelta(days=8))
    with pytest.raises(NotAllowed, match="from the last 7 days"):
        propose(version.pk, expires=DAY, justification="", by=analyst, now=NOW)


@pytest.mark.parametrize("days", [0, -1, 183, 400])
def test_a_rule_expires_within_six_months(analyst: User, days: int) -> None:
    version = tried(analyst)
    with pytest.raises(NotAllowed, match="six months at most"):
        propose(version.pk, expires=NOW.date() + timedelta(days=days), justification="", by=analyst, now=NOW)


def test_after_its_day_a_rule_is_asked_no_more(analyst: User, supervisor: User) -> None:
    version = in_force(analyst, supervisor)
    assert len(rules_in_force(DAY)) == 1
    assert rules_in_force(DAY + timedelta(days=1)) == ()
    assert version.status_on(DAY + timedelta(days=1)) == "expired"


def test_a_disparity_is_justified_in_writing_or_the_rule_is_not_approved(analyst: User, supervisor: User) -> None:
    version = tried(analyst)
    group = {"attribute": "sex", "name": "F", "people": 100, "matched": 30, "ratio": 3.0}
    enter(REGION)
    run = version.dry_runs.get()
    DryRun.objects.create(
        version=version,
        owner="REGION",
        sha256=version.sha256,
        at=NOW,
        by=analyst,
        result={**run.result, "groups": [group]},
    )
    propose(version.pk, expires=DAY, justification="", by=analyst, now=NOW)
    with pytest.raises(NotAllowed, match="justify it in writing"):
        approve(version.pk, justification=" ", limit=LIMIT, by=supervisor, now=NOW)
    found = approve(version.pk, justification="A school's journey of girls.", limit=LIMIT, by=supervisor, now=NOW)
    assert (found.status, found.justification) == (RuleStatus.ACTIVE, "A school's journey of girls.")


def test_a_newer_version_replaces_the_older_and_both_are_kept(analyst: User, supervisor: User) -> None:
    first = in_force(analyst, supervisor)
    wider = msgspec.structs.replace(TEXT, condition="document.missing || document.count == 0")
    with pytest.raises(NotAllowed, match="reason for the new version"):
        write(wider, why=" ", by=analyst, now=NOW, rule=first.rule)
    second = tried(analyst, wider, rule=first.rule, why="also without a number")
    propose(second.pk, expires=DAY, justification="", by=analyst, now=NOW)
    assert [rule.version for rule in rules_in_force(NOW.date())] == [first.replay_name]
    approve(second.pk, justification="", limit=LIMIT, by=supervisor, now=NOW)
    assert [rule.version for rule in rules_in_force(NOW.date())] == [second.replay_name]
    first.refresh_from_db()
    assert (first.status, first.condition) == (RuleStatus.SUPERSEDED, "document.missing")


def test_what_is_withdrawn_or_declined_is_asked_no_more_and_says_why(analyst: User, supervisor: User) -> None:
    version = in_force(analyst, supervisor)
    with pytest.raises(NotAllowed, match="give a reason"):
        withdraw(version.pk, why="", by=supervisor, now=NOW)
    with pytest.raises(NotAllowed, match="supervisor"):
        withdraw(version.pk, why="w", by=analyst, now=NOW)
    withdraw(version.pk, why="found nobody", by=supervisor, now=NOW)
    assert rules_in_force(NOW.date()) == ()
    other = tried(analyst, msgspec.structs.replace(TEXT, key="other"))
    propose(other.pk, expires=DAY, justification="", by=analyst, now=NOW)
    assert decline(other.pk, why="too wide", by=supervisor, now=NOW).status == RuleStatus.DECLINED
    with pytest.raises(NotAllowed, match="changed meanwhile"):
        approve(other.pk, justification="", limit=LIMIT, by=supervisor, now=NOW)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"condition": 'traveller.nationality == "X"'}, "S17"),
        ({"condition": "bags.count >"}, "line 1, column 13"),
        ({"source": " "}, "the source"),
        ({"title": "x" * 121}, "120 characters"),
        ({"severity": "grave"}, "severity"),
        ({"key": ""}, "there is already a rule named"),
    ],
)
def test_a_rule_that_cannot_be_is_not_even_a_draft(analyst: User, change: dict[str, str], words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        write(msgspec.structs.replace(TEXT, **change), why="", by=analyst, now=NOW)
    assert not RuleVersion.objects.exists()


def test_only_the_owners_officers_write_and_approve(
    supervisor_a: User, officer_a: User, analyst: User, auditor: User
) -> None:
    version = in_force(officer_a, supervisor_a)
    assert version.owner == "BRB"
    with pytest.raises(RuleVersion.DoesNotExist):  # originator control: not even the centre's people see it
        withdraw(version.pk, why="w", by=analyst, now=NOW)
    with pytest.raises(NotAllowed, match="only officers of its owner"):
        write(TEXT, why="w", by=analyst, now=NOW, rule=version.rule)
    with pytest.raises(NotAllowed, match="officers"):
        write(TEXT, why="", by=auditor, now=NOW)


def test_a_states_rule_is_nothing_to_another_state(officer_a: User, supervisor_a: User, officer_b: User) -> None:
    in_force(officer_a, supervisor_a)
    assert not RuleVersion.objects.visible_to(officer_b).exists()
    enter(officer_b.scope)
    for table in (Rule, RuleVersion, DryRun):
        assert not table._default_manager.exists()


def test_the_centres_dry_runs_are_not_for_states_and_its_rules_are(analyst: User, officer_b: User) -> None:
    tried(analyst)
    enter(officer_b.scope)
    assert RuleVersion.objects.visible_to(officer_b).count() == 1
    assert not DryRun.objects.exists()


def test_a_state_cannot_write_a_rule_of_the_region(officer_b: User) -> None:
    enter(officer_b.scope)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Rule.objects.create(key="k", owner="REGION", created_at=NOW)


def test_a_new_system_finds_the_library_as_drafts_once(analyst: User) -> None:
    assert add_library(now=NOW) == len(libraries())
    assert add_library(now=NOW) == 0
    assert set(RuleVersion.objects.values_list("status", "owner")) == {(RuleStatus.DRAFT, "REGION")}
    proposed = [version.rule.subject for version in proposed_drafts()]
    assert 4 <= proposed.count("travel") <= 8
    assert 10 <= proposed.count("cargo") <= 20
    assert rules_in_force(None) == ()


def test_a_draft_of_the_library_needs_two_people_as_well(supervisor: User) -> None:
    add_library(now=NOW)
    version = proposed_drafts()[0]
    dry_run_rule(version, by=supervisor, now=NOW)
    propose(version.pk, expires=DAY, justification="", by=supervisor, now=NOW)
    with pytest.raises(NotAllowed, match="neither wrote nor proposed"):
        approve(version.pk, justification="", limit=LIMIT, by=supervisor, now=NOW)


def test_workers_take_a_rule_and_leave_it_as_they_take_lists(analyst: User, supervisor: User) -> None:
    live = ScreeningSetCache()
    live.refresh(NOW.date())
    assert live.current().written_rules == ()
    version = in_force(analyst, supervisor)
    live.refresh(NOW.date())
    assert [rule.code for rule in live.current().written_rules] == [version.rule.code]
    assert live.current().owners[version.rule.code] == "REGION"
    index = live.current().index
    live.refresh(date(2027, 12, 1))
    assert live.current().written_rules == ()
    assert live.current().index is index  # a rule costs no new index
    live.refresh(NOW.date())
    withdraw(version.pk, why="w", by=supervisor, now=NOW)
    live.refresh(NOW.date())
    assert live.current().written_rules == ()


def test_the_constraints_are_the_databases_own() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select conname from pg_constraint where conrelid = 'rulebook_ruleversion'::regclass")
        names = {row[0] for row in cursor.fetchall()}
    assert {
        "a_rule_is_active_by_two_people",
        "nobody_approves_a_rule_of_their_own",
        "what_is_approved_is_what_is_written",
        "a_rule_expires_within_six_months",
    } <= names
