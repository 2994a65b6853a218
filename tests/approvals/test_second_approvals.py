"""A state with nobody independent on duty asks the regional centre: nothing waits for ever, nothing goes live alone.

The smallest state: one supervisor and two officers, both invited by that supervisor this month.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from roadstead.casework.alerts import alert_policies as policies
from roadstead.casework.alerts import decide, pairs
from roadstead.casework.alerts.logic.workflow import Act, AlertState
from roadstead.casework.alerts.models import Alert, AlertPolicy, ClearedPair
from roadstead.cooperation.lookouts import issue
from roadstead.cooperation.lookouts.issue import NewLookout
from roadstead.cooperation.lookouts.models import LookoutPeriod
from roadstead.engine.reference.caricom import CENTRE
from roadstead.engine.reference.required_courses import REQUIRED_COURSES, Work
from roadstead.engine.reference.retention import RETENTION
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.rules.files import RuleText
from roadstead.filings.voyages.models import Document, Manifest, Statement, Traveller, Voyage
from roadstead.outbound.notifications.fan_out import update_notices
from roadstead.oversight.approvals import stand_in
from roadstead.oversight.approvals.kinds import KINDS
from roadstead.oversight.approvals.models import CentreApproval
from roadstead.oversight.approvals.waiting import waiting_for
from roadstead.oversight.policies import acts as policy_acts
from roadstead.oversight.retention import holds, subject_actions, subject_requests
from roadstead.oversight.retention.models import HoldLifting, SubjectAction, SubjectRequest
from roadstead.pipeline.dry_run.rules import dry_run_rule
from roadstead.pipeline.handlers import HANDLERS
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.courses import WORK_BY_PERMISSION
from roadstead.platform.accounts.models import AccountNotice, Invitation, Organisation, Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory import sharing
from roadstead.platform.directory.backend import PeopleBackend
from roadstead.platform.directory.models import Duty, SharingAgreement
from roadstead.platform.invitations import invitation_links
from roadstead.platform.policies.models import PolicyRow
from roadstead.targeting.rulebook import acts
from roadstead.targeting.rulebook.models import RuleVersion
from roadstead.targeting.watchlists import agree, settings
from roadstead.targeting.watchlists.manual_lists import create_list
from roadstead.targeting.watchlists.models import Nomination, Proposal, WatchList
from roadstead.targeting.watchlists.nominate import propose, save_draft
from tests.conftest import Approve, make_user
from tests.everyday import daily
from tests.pipeline.test_pipeline import TOBIAS, file, put_in_force
from tests.samples import COMPARED, paxlst

pytestmark = pytest.mark.django_db
WORDS = decide.DecisionText(compared=COMPARED, note="n", reasons_for="f", reasons_against="a")
TEXT = RuleText(
    key="no-document", title="No document", sentence="No document was declared.", condition="document.missing",
    source="s", severity="medium", officers_do="Ask for it.",
)  # fmt: skip
CELLS = {
    "surname": "MARROWBY", "given": "Quentin", "born": "1979", "sex": "M", "nationality": "GUY", "action": "stop",
    "reason": "Warrant 7/2026", "evidence": "Registry 7/2026",
}  # fmt: skip
SELDOM = 30  # a list whose alerts are of two officers


@dataclass(frozen=True, slots=True)
class World:
    """The people; `now` is the real time, because requests are answered in it."""

    supervisor: User
    officer: User
    other: User
    centre: User
    auditor: User
    focal: User
    now: datetime


@pytest.fixture
def world(region: None, settings: Settings) -> World:
    settings.SECOND_FACTOR = "off"
    make_user("officer-b", Role.OFFICER, state="LCA")
    found = World(
        make_user("brb.supervisor", Role.SUPERVISOR, state="BRB"),
        make_user("brb.officer", Role.OFFICER, state="BRB"),
        make_user("brb.customs", Role.OFFICER, state="BRB"),
        make_user("region.supervisor", Role.SUPERVISOR),
        make_user("region.auditor", Role.AUDITOR),
        make_user("brb.focal", Role.FOCAL_POINT, state="BRB"),
        timezone.now(),
    )
    for officer in (found.officer, found.other):
        invitation_links.new_link(officer, by=found.supervisor, now=found.now - timedelta(days=20))
    return found


@contextmanager
def eyes_of(user: User) -> Iterator[None]:
    """What this person's transaction may see; then the region again, as the test looks."""
    enter(user.scope)
    yield
    enter(REGION)


# ── one proposal of each kind: its number; whether it is in force ───────────────────────────


def nominated(world: World, by: User) -> int:
    kept = WatchList.objects.filter(is_manual=True).first() or create_list("By hand", 12, 6, by=world.supervisor)
    expires = (world.now.date() + timedelta(days=90)).isoformat()
    row = save_draft(kept, {**CELLS, "expires": expires}, why="asked for", by=by, now=world.now)
    return propose(row, by=by, now=world.now).pk


def lookout(world: World, by: User) -> int:
    wanted = NewLookout(
        kind="vehicle",
        cells={"surname": "Toyota Hiace, white", "plate": "PJ 4411"},
        why="Stolen",
        basis="Police Act, section 4",
        chosen=["LCA"],
        hours=24,
    )
    return issue.propose(wanted, by=by, now=world.now).periods.get().pk


def list_settings(world: World, by: User) -> int:
    wanted = settings.Settings(threshold=12.0, needs_second_approval=False, cleared_days=SELDOM)
    made, _ = WatchList.objects.get_or_create(name="Warrants", owner="BRB")
    return settings.propose(made, wanted, why="w", by=world.supervisor, now=world.now).pk


def case_policy(world: World, by: User) -> int:
    made, _ = WatchList.objects.get_or_create(name="Warrants", owner="BRB")
    wanted = policies.ProposedPolicy(confirm_needs_second=True, instruction="Call")
    return policies.propose(made, wanted, why="w", by=world.supervisor, now=world.now).pk


def rule(world: World, by: User) -> int:
    version = acts.write(TEXT, why="", by=by, now=world.now)
    dry_run_rule(version, by=by, now=world.now)
    expires = world.now.date() + timedelta(days=60)
    return acts.propose(version.pk, expires=expires, justification="", by=by, now=world.now).pk


def an_alert() -> Alert:
    """By a list of the state's own, of somebody on a voyage to the state alone."""
    put_in_force(name="Own list", owner="BRB")
    file(paxlst(TOBIAS), now=datetime(2026, 11, 25, 12, tzinfo=UTC))
    for model in (Traveller, Voyage, Statement, Manifest, Document, Alert):
        model.objects.update(states=["BRB"])
    return Alert.objects.get()


def confirmation(world: World, by: User) -> int:
    alert = an_alert()
    AlertPolicy.objects.create(
        watch_list=WatchList.objects.get(name="Own list"),
        owner="BRB",
        reason="w",
        confirm_needs_second=True,
        decision="approved",
        proposed_by=world.officer,
        proposed_at=world.now,
        decided_by=world.other,
        decided_at=world.now,
    )
    for act in (Act.TAKE, Act.PROPOSE):
        decide.decide(alert.pk, act, by=by, words=WORDS, now=world.now)
    return alert.pk


def cleared(world: World, by: User) -> int:
    alert = an_alert()
    WatchList.objects.update(needs_second_approval=True)
    for act in (Act.TAKE, Act.CLEAR):
        decide.decide(alert.pk, act, by=by, words=WORDS, now=world.now)
    return ClearedPair.objects.get().pk


def request(world: World, by: User, kind: str = "access") -> SubjectRequest:
    given = {"kind": kind, "surname": TOBIAS.surname, "given": TOBIAS.given, "born": "1975-03-04"}
    return subject_requests.receive_request({**given, "identity_by": "passport"}, by=by, now=world.now)


def measure(world: World, by: User) -> int:
    an_alert()
    asked = request(world, by=world.supervisor, kind="restrict")
    made = subject_actions.ask(asked.pk, {Traveller.objects.get().pk}, "", by=world.supervisor, now=world.now)
    if not made.needs_second:
        pytest.fail("the shipped policy wants two people for a restriction, or this test tests nothing")
    return asked.pk


def review(world: World, by: User) -> int:
    asked = request(world, by=by)
    subject_requests.answer(asked.pk, "", by=by, now=world.now)
    return subject_requests.ask_review(asked.pk, by=by, now=world.now).pk


def policy(world: World, by: User) -> int:
    cells = ["BRB", "api", "*", "2026-01-01", "", "3 years", "1 years", "travel", "yes", "P", "Act 1 of 2026", "kept"]
    row = dict(zip(RETENTION.cells, cells, strict=True))
    return policy_acts.propose(RETENTION, [row], reason="the act", by=world.supervisor, now=world.now)[0].pk


def hold(world: World, by: User) -> int:
    voyage = an_alert().voyage
    until = str(world.now.date() + timedelta(days=30))
    made = holds.place(voyage, holds.NewHold(reason="Order 9", until=until), by=world.supervisor, now=world.now)
    return holds.propose_to_lift(made.pk, "w", by=world.supervisor, now=world.now).pk


def agreement(world: World, by: User) -> int:
    partner, _ = Organisation.objects.get_or_create(code="XPA", defaults={"names": {"en": "Pa"}, "type": "partner"})
    return sharing.propose(
        partner, reason="w", by=world.supervisor, now=world.now, categories=["cases"], purpose="Relief",
        strictest_tlp="green", retention="6 months", reference="Decision 4/2026", valid_from=world.now.date(),
    ).pk  # fmt: skip


def link(world: World, by: User) -> int:
    wanted = invitation_links.NewAccount(username="new", name="New", role=Role.OFFICER, state=world.supervisor.state)
    invitation_links.invite(wanted, by=world.supervisor, now=world.now)
    return Invitation.objects.latest("pk").pk


Make = Callable[[World, User], int]
In = Callable[[int], bool]
MADE: dict[str, tuple[Make, In]] = {
    "nomination": (nominated, lambda pk: Nomination.objects.get(pk=pk).status == "live"),
    "lookout": (lookout, lambda pk: LookoutPeriod.objects.get(pk=pk).until is not None),
    "list-settings": (list_settings, lambda pk: Proposal.objects.get(pk=pk).is_approved),
    "case-policy": (case_policy, lambda pk: AlertPolicy.objects.get(pk=pk).is_approved),
    "rule": (rule, lambda pk: RuleVersion.objects.get(pk=pk).status == "active"),
    "confirmation": (confirmation, lambda pk: Alert.objects.get(pk=pk).state == AlertState.CONFIRMED),
    "cleared": (cleared, lambda pk: ClearedPair.objects.get(pk=pk).is_approved),
    "measure": (measure, lambda pk: SubjectAction.objects.get(request=pk).done_at is not None),
    "review": (review, lambda pk: SubjectRequest.objects.get(pk=pk).reviewed_at is not None),
    "policy": (policy, lambda pk: PolicyRow.objects.get(pk=pk).is_approved),
    "hold": (hold, lambda pk: HoldLifting.objects.get(pk=pk).hold.lifted_at is not None),
    "agreement": (agreement, lambda pk: SharingAgreement.objects.get(pk=pk).is_approved),
    "link": (link, lambda pk: Invitation.objects.get(pk=pk).is_open),
}
ALL = sorted(MADE)
OF_THE_CENTRE = {"vetting", "decision"}  # nobody of a state proposes it (casework/vetting, oversight/registers)
OF_THE_STATE = {"warrant"}  # the centre does not validate it (tests/cooperation/warrants)


def approved_here(kind: str, pk: int, by: User, now: datetime) -> None:
    """As the pages of the state do it."""
    here: dict[str, Callable[[], object]] = {
        "nomination": lambda: agree.approve([pk], why="w", by=by, now=now),
        "lookout": lambda: issue.decide(LookoutPeriod.objects.get(pk=pk).lookout_id, True, "seen", by=by, now=now),
        "list-settings": lambda: settings.decide(pk, True, by=by, now=now),
        "case-policy": lambda: policies.decide(pk, True, by=by, now=now),
        "rule": lambda: acts.approve(pk, justification="", limit=99, by=by, now=now),
        "confirmation": lambda: decide.decide(pk, Act.APPROVE, by=by, words=WORDS, now=now),
        "cleared": lambda: pairs.approve(pk, by=by, now=now),
        "measure": lambda: subject_actions.decide(pk, approve=True, by=by, now=now),
        "review": lambda: subject_requests.review(pk, upheld=True, by=by, now=now),
        "policy": lambda: policy_acts.decide(pk, approve=True, by=by, now=now),
        "hold": lambda: holds.decide_to_lift(HoldLifting.objects.get(pk=pk).hold_id, approve=True, by=by, now=now),
        "agreement": lambda: sharing.decide(pk, True, by=by, now=now),
        "link": lambda: invitation_links.confirm(pk, by=by, now=now),
    }
    here[kind]()


def on_duty(person: User, world: World, begins: time, ends: time) -> None:
    Duty.objects.create(
        state="BRB",
        states=["BRB"],
        person=person,
        days=list(range(7)),
        begins=begins,
        ends=ends,
        made_by=world.supervisor,
        made_at=world.now,
    )


def asked(kind: str, pk: int, world: World, client: Client, by: User) -> CentreApproval:
    client.force_login(by)
    answer = client.post(f"/second-approvals/{kind}/{pk}")
    enter(REGION)
    assert answer.status_code == 302, answer.content.decode()
    return CentreApproval.objects.get()


def test_each_kind_of_proposal_is_tried() -> None:
    assert set(MADE) | OF_THE_CENTRE | OF_THE_STATE == set(KINDS)


@pytest.mark.parametrize("kind", daily(ALL, ALL[::3]))
def test_one_person_of_the_smallest_state_puts_nothing_in_force_and_the_centre_can(
    kind: str, world: World, client: Client
) -> None:
    """The supervisor proposes, or holds the account that does: only the centre is independent."""
    make, in_force = MADE[kind]
    proposer = world.supervisor if kind in {"confirmation", "review"} else world.officer
    pk = make(world, proposer)
    for by in (world.supervisor, world.officer, world.other):
        with pytest.raises((NotAllowed, Invitation.DoesNotExist)), eyes_of(by), transaction.atomic():
            approved_here(kind, pk, by, world.now)
        enter(REGION)
        assert not in_force(pk), by
    row = asked(kind, pk, world, client, proposer if kind in {"confirmation", "review"} else world.supervisor)
    client.force_login(world.centre)
    page = client.get(f"/second-approvals/{row.pk}").content.decode()
    assert "Proposal</h2>" in page
    answer = client.post(f"/second-approvals/{row.pk}", {"act": "approve", "why": "called the state"})
    assert answer.status_code == 302, answer.content.decode()
    enter(REGION)
    assert in_force(pk)
    row.refresh_from_db()
    assert (row.is_approved, row.decided_by) == (True, world.centre)
    line = Record.objects.filter(action="second approval given").get()
    assert (line.states, line.as_whom) == (["BRB"], "supervisor region")
    assert Record.objects.filter(as_whom="supervisor region for BRB", who=world.centre).exists()


@pytest.mark.parametrize("kind", daily(ALL, ALL[::3]))
def test_the_centre_can_reject_and_the_proposal_is_not_in_force(kind: str, world: World, client: Client) -> None:
    make, in_force = MADE[kind]
    proposer = world.supervisor if kind in {"confirmation", "review"} else world.officer
    pk = make(world, proposer)
    row = asked(kind, pk, world, client, proposer if kind in {"confirmation", "review"} else world.supervisor)
    client.force_login(world.centre)
    assert client.post(f"/second-approvals/{row.pk}", {"act": "reject", "why": "not clear"}).status_code == 302
    enter(REGION)
    assert not in_force(pk) or kind == "review"  # of a review a decision either way ends it
    assert CentreApproval.objects.get().decision == "rejected"


def test_where_somebody_independent_is_there_the_state_decides_and_the_centre_is_not_asked(
    world: World, client: Client
) -> None:
    Invitation.objects.all().delete()
    pk = nominated(world, world.officer)
    client.force_login(world.officer)
    page = client.get(f"/second-approvals/nomination/{pk}").content.decode()
    assert "brb.supervisor" in page
    assert "Ask the regional centre" not in page
    answer = client.post(f"/second-approvals/nomination/{pk}")
    assert (answer.status_code, "ask brb.supervisor" in answer.content.decode()) == (409, True)
    enter(REGION)
    assert not CentreApproval.objects.exists()
    with eyes_of(world.supervisor):
        agree.approve([pk], why="w", by=world.supervisor, now=world.now)
    assert Nomination.objects.get().status == "live"


def test_at_two_in_the_morning_the_centre_decides_and_once_somebody_is_on_duty_it_does_not(
    world: World, client: Client
) -> None:
    Invitation.objects.all().delete()  # the supervisor is independent, and asleep
    pk = nominated(world, world.officer)
    night = datetime.combine(date(2026, 11, 24), time(2), tzinfo=UTC)
    on_duty(world.other, world, time(22), time(6))
    on_duty(world.supervisor, world, time(6), time(18))
    with eyes_of(world.officer):
        row = stand_in.ask("nomination", pk, by=world.officer, now=night)
    with eyes_of(world.centre), pytest.raises(NotAllowed, match=r"brb\.supervisor"):
        stand_in.decide(row.pk, approve=True, why="w", by=world.centre, now=night + timedelta(hours=6))
    enter(world.centre.scope)
    stand_in.decide(row.pk, approve=True, why="w", by=world.centre, now=night + timedelta(minutes=5))
    enter(REGION)
    assert Nomination.objects.get().status == "live"


def test_the_centre_decides_where_the_one_on_duty_lacks_a_required_course(world: World, approved: Approve) -> None:
    Invitation.objects.all().delete()  # the supervisor is independent
    pk = nominated(world, world.officer)
    approved(REQUIRED_COURSES, f"BRB,supervisor,BORDER-1,{world.now - timedelta(days=1):%Y-%m-%d},,yes,P,Order 1,")
    supervisor = PeopleBackend().get_user(world.supervisor.pk)
    assert supervisor
    with eyes_of(supervisor), pytest.raises(NotAllowed, match="requires the course BORDER-1"):
        agree.approve([pk], why="w", by=supervisor, now=world.now)
    with eyes_of(world.officer):
        row = stand_in.ask("nomination", pk, by=world.officer, now=world.now)
    enter(world.centre.scope)
    stand_in.decide(row.pk, approve=True, why="w", by=world.centre, now=world.now)
    enter(REGION)
    assert Nomination.objects.get().status == "live"


def test_who_lacks_the_course_for_approving_approves_nothing_but_what_has_a_deadline() -> None:
    without = {name for name, kind in KINDS.items() if Work.APPROVE not in WORK_BY_PERMISSION.get(kind.may, ())}
    assert without == {"confirmation", "measure", "review"}  # of a live alert; data subject requests
    assert Work.APPROVE in WORK_BY_PERMISSION[invitation_links.may_confirm_for_carriers]


def test_only_the_centres_supervisor_on_duty_decides_and_without_one_any_of_them(world: World) -> None:
    pk = nominated(world, world.officer)
    deputy = make_user("region.deputy", Role.SUPERVISOR)
    with eyes_of(world.officer):
        row = stand_in.ask("nomination", pk, by=world.officer, now=world.now)
    centre = CENTRE
    Duty.objects.create(
        state=centre,
        states=[centre],
        person=deputy,
        days=list(range(7)),
        begins=time(0),
        ends=time(0),
        made_by=deputy,
        made_at=world.now,
    )
    with eyes_of(world.centre):
        assert stand_in.duty_supervisors(world.now) == [deputy]
        with pytest.raises(NotAllowed, match="not on duty"):
            stand_in.decide(row.pk, approve=True, why="w", by=world.centre, now=world.now)
    Duty.objects.update(taken_off_at=world.now)
    with eyes_of(world.centre):
        assert set(stand_in.duty_supervisors(world.now)) == {deputy, world.centre}
        assert stand_in.decide(row.pk, approve=True, why="w", by=world.centre, now=world.now).is_approved


def test_the_centre_sees_the_proposal_and_nothing_else_of_the_state(world: World, client: Client) -> None:
    an_alert()
    other = nominated(world, world.officer)
    Nomination.objects.filter(pk=other).update(reason="NOBODY ASKED ABOUT THIS ONE")
    pk = nominated(world, world.other)
    row = asked("nomination", pk, world, client, world.supervisor)
    before = seen(world.centre)
    client.force_login(world.centre)
    page = client.get(f"/second-approvals/{row.pk}").content.decode()
    assert "MARROWBY" in page
    assert "NOBODY ASKED" not in page
    assert "TOBIAS" not in page.upper()
    assert before == seen(world.centre)
    assert set(before.values()) == {0}
    assert client.get(f"/nominations/{pk}").status_code == 404
    with CaptureQueriesContext(connection) as queries:
        stand_in.read(CentreApproval.objects.get(), by=world.centre)
    narrowed = next(each["sql"] for each in queries if "set_config" in each["sql"])
    assert "'BRB'" in narrowed
    enter(REGION)
    assert Record.objects.filter(action="read", subject=f"second approval {row.pk}", states=["BRB"]).exists()


def seen(user: User) -> dict[str, Any]:
    """What this person's own transaction shows; of alerts without any filter, so that the database itself answers."""
    with eyes_of(user):
        return {
            "nominations": Nomination.objects.visible_to(user).count(),
            "alerts": Alert.objects.count(),
            "lists": WatchList.objects.visible_to(user).filter(owner="BRB").count(),
        }


def test_another_state_reads_nothing_of_it_and_cannot_decide(world: World, client: Client) -> None:
    pk = nominated(world, world.officer)
    row = asked("nomination", pk, world, client, world.supervisor)
    stranger = make_user("lca.supervisor", Role.SUPERVISOR, state="LCA")
    client.force_login(stranger)
    assert client.get(f"/second-approvals/{row.pk}").status_code == 404
    assert client.get(f"/second-approvals/nomination/{pk}").status_code == 404
    assert "Watchlist entry" not in client.get("/second-approvals").content.decode()
    with eyes_of(stranger):
        assert not CentreApproval.objects.exists()
    client.force_login(world.supervisor)
    assert client.post(f"/second-approvals/{row.pk}", {"act": "approve", "why": "w"}).status_code == 409
    enter(REGION)
    assert Nomination.objects.get().status == "waiting"
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        CentreApproval.objects.update(subject=1)


def test_the_head_of_office_and_the_auditors_are_notified_when_asked_and_when_decided(
    world: World, client: Client
) -> None:
    auditor = make_user("brb.auditor", Role.AUDITOR, state="BRB")
    pk = nominated(world, world.officer)
    row = asked("nomination", pk, world, client, world.officer)
    client.force_login(world.centre)
    client.post(f"/second-approvals/{row.pk}", {"act": "approve", "why": "w"})
    told: dict[User, list[str]] = {person: [] for person in (world.supervisor, world.focal, world.auditor, auditor)}
    for notice in AccountNotice.objects.filter(kind__startswith="centre"):
        told.setdefault(notice.person, []).append(notice.kind)
    for person in (world.supervisor, world.focal, world.auditor, auditor):
        assert told[person] == ["centre asked", "centre decided"], person
    assert told[world.centre] == ["centre asked"]
    assert world.other not in told


def test_what_the_state_has_decided_meanwhile_is_closed(world: World, client: Client) -> None:
    pk = nominated(world, world.officer)
    row = asked("nomination", pk, world, client, world.supervisor)
    with eyes_of(world.supervisor):
        agree.decline([pk], why="w", by=world.supervisor, now=world.now)
    client.force_login(world.centre)
    assert "Closed: decided, withdrawn or replaced" in client.get(f"/second-approvals/{row.pk}").content.decode()
    assert client.post(f"/second-approvals/{row.pk}", {"act": "approve", "why": "w"}).status_code == 409
    enter(REGION)
    assert Nomination.objects.get().status == "declined"


def test_a_supervisor_of_the_centre_who_is_not_independent_is_refused_and_reads_why(
    world: World, client: Client
) -> None:
    Invitation.objects.update(used_at=world.now)
    invitation_links.new_link(world.officer, by=world.centre, now=world.now)
    deputy = make_user("region.deputy", Role.SUPERVISOR)
    pk = nominated(world, world.officer)
    row = asked("nomination", pk, world, client, world.supervisor)
    client.force_login(world.centre)
    answer = client.post(f"/second-approvals/{row.pk}", {"act": "approve", "why": "w"})
    assert answer.status_code == 409
    assert f"Ask {deputy}" in answer.content.decode()


# ── what waits for one person, and what whoever proposed it is told ─────────────────────────


@pytest.mark.parametrize("kind", daily(ALL, ALL[::3]))
def test_what_waits_is_listed_for_who_may_approve_it_and_for_nobody_else(
    kind: str, world: World, client: Client
) -> None:
    make, _ = MADE[kind]
    fresh = make_user("brb.deputy", Role.SUPERVISOR, state="BRB")
    pk = make(world, world.officer)
    subject = KINDS[kind].find(fresh, pk)
    assert subject is not None
    with eyes_of(fresh):
        waits = [each for each in waiting_for(fresh, now=world.now) if each.label == KINDS[kind].label]
    assert len(waits) >= 1
    client.force_login(fresh)
    page = client.get("/second-approvals").content.decode()
    assert str(waits[0].label) in page
    address = re.search(r'<a [^>]*href="([^"]+)">' + re.escape(str(waits[0].label)), page)
    assert address
    assert client.get(address[1], follow=True).status_code == 200
    proposers = {user.pk for user in (world.supervisor, world.officer)} & set(KINDS[kind].proposers(subject))
    for own in User.objects.filter(pk__in=proposers):
        with eyes_of(own):
            assert kind not in [name for name, each in KINDS.items() for one in waiting_for(own, now=world.now)
                                if one.label == each.label]  # fmt: skip
    other_state = make_user("lca.chief", Role.SUPERVISOR, state="LCA")
    with eyes_of(other_state):
        assert not waiting_for(other_state, now=world.now)


@pytest.mark.parametrize("kind", sorted({*ALL} - {"confirmation"}))  # of those alerts have a notice
def test_whoever_may_approve_is_notified_once_until_the_next_sign_in(kind: str, world: World) -> None:
    make, _ = MADE[kind]
    fresh, elsewhere = (make_user(f"{state.lower()}.deputy", Role.SUPERVISOR, state=state) for state in ("BRB", "LCA"))
    make(world, world.officer)
    update_notices(HANDLERS, now=world.now)
    notices = AccountNotice.objects.filter(kind="proposal")
    assert notices.filter(person=fresh).count() == 1
    assert not notices.filter(person=elsewhere).exists()
    nominated(world, world.officer)
    update_notices(HANDLERS, now=world.now)
    assert notices.filter(person=fresh).count() == 1
    account_notices.take_unseen(fresh, world.now)
    nominated(world, world.officer)
    update_notices(HANDLERS, now=world.now)
    assert notices.filter(person=fresh).count() == 2


def test_nobody_is_notified_of_a_proposal_that_was_decided_before(world: World) -> None:
    fresh = make_user("brb.deputy", Role.SUPERVISOR, state="BRB")
    pk = nominated(world, world.officer)
    with eyes_of(fresh):
        agree.decline([pk], why="w", by=fresh, now=world.now)
    update_notices(HANDLERS, now=world.now)
    assert not AccountNotice.objects.filter(kind="proposal", person=fresh).exists()


def test_whoever_proposed_is_notified_of_approval_and_rejection_but_not_of_what_they_took_back(world: World) -> None:
    second = make_user("brb.deputy", Role.SUPERVISOR, state="BRB")
    approved, rejected, own = (nominated(world, world.officer) for _ in range(3))
    with eyes_of(second):
        agree.approve([approved], why="w", by=second, now=world.now)
        agree.decline([rejected], why="w", by=second, now=world.now)
    assert own
    told = list(AccountNotice.objects.filter(person=world.officer).order_by("pk").values_list("kind", "places"))
    assert told[-2:] == [
        ("approved", {"by": str(second), "what": f"nomination {approved}"}),
        ("rejected", {"by": str(second), "what": f"nomination {rejected}"}),
    ]
    proposal = list_settings(world, world.supervisor)
    with eyes_of(world.supervisor):
        settings.decide(proposal, False, by=world.supervisor, now=world.now)
    assert Proposal.objects.get(pk=proposal).decision == "withdrawn"
    assert not AccountNotice.objects.filter(person=world.supervisor, kind__in=["approved", "rejected"]).exists()


def test_the_database_lets_nobody_approve_alone_what_needs_two(world: World) -> None:
    waits = nominated(world, world.officer)
    for values in (
        {"decided_by": world.officer},
        {"decided_by": None},
        {"decided_by": world.officer, "needs_second": False},
    ):
        with pytest.raises(IntegrityError, match="by_two_people"), transaction.atomic():
            Nomination.objects.filter(pk=waits).update(decision="approved", status="live", **values)
    invited = link(world, world.officer)
    with pytest.raises(IntegrityError, match="a_link_is_confirmed_by_another"), transaction.atomic():
        Invitation.objects.filter(pk=invited).update(decision="approved", needs_second=False)


def test_a_decision_without_a_reason_or_with_an_endless_one_is_refused_at_the_field(
    world: World, client: Client
) -> None:
    row = asked("nomination", nominated(world, world.officer), world, client, world.supervisor)
    client.force_login(world.centre)
    for why, says in (("", "Fill in “Reason”."), ("w" * 2001, "“Reason” has 2001 characters")):
        answer = client.post(f"/second-approvals/{row.pk}", {"act": "approve", "why": why})
        at_field = answer.content.decode().partition('<div id="why_error">')[2].partition("</div>")[0]
        assert (answer.status_code, says in at_field) == (409, True)
    enter(REGION)
    assert CentreApproval.objects.get().is_waiting
