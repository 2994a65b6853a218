"""Policy is proposed by one person and approved by another who is independent; what is approved is never changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from roadstead.cli import policies as command
from roadstead.cli.__main__ import _parser
from roadstead.cli.console import CommandFailed
from roadstead.engine.reference.deadlines import DEADLINES, TIMERS, timer_for
from roadstead.engine.reference.required_courses import REQUIRED_COURSES
from roadstead.engine.reference.retention import RETENTION, policy_for
from roadstead.engine.reference.source_ports import SOURCE_PORTS
from roadstead.engine.reference.sufficiency import NEEDS
from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.approvals import stand_in
from roadstead.oversight.approvals.kinds import KINDS
from roadstead.oversight.approvals.waiting import waiting_for
from roadstead.oversight.policies import acts
from roadstead.platform.accounts.models import AccountNotice, Invitation, Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, Scope, enter
from roadstead.platform.policies import in_force
from roadstead.platform.policies.models import PolicyRow
from tests.conftest import Approve, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
LONG = "BRB,api,*,2026-01-01,,3 years,1 years,travel,yes,P,Act 1 of 2026,kept three years"
SHORT = LONG.replace("3 years", "2 hours").replace("1 years", "1 hours")


@pytest.fixture(autouse=True)
def states(region: None) -> Iterator[None]:
    kept = in_force._cache
    in_force._cache = in_force._Cache()
    for code in ("BRB", "LCA"):
        State.objects.create(code=code, name=code)
    yield
    in_force._cache = kept


@pytest.fixture
def first() -> User:
    return make_user("first", Role.SUPERVISOR, state="BRB")


@pytest.fixture
def second() -> User:
    return make_user("second", Role.SUPERVISOR, state="BRB")


def read(*lines: str) -> list[dict[str, str]]:
    return [dict(row) for row in RETENTION.read("\n".join([",".join(RETENTION.cells), *lines]), "retention.csv")]


def propose(by: User | None, *lines: str) -> PolicyRow:
    return acts.propose(RETENTION, read(*lines), reason="the act", by=by, now=NOW, file="retention.csv")[0]


def kept_for(state: str = "BRB") -> str:
    in_force.refresh()
    return policy_for(in_force.in_force(RETENTION), state=state, category="api", mode="air", on=NOW.date()).keep


def test_a_row_is_in_force_when_a_second_supervisor_approves_it_and_not_before(first: User, second: User) -> None:
    row = propose(first, LONG)
    assert kept_for() == "96 hours"
    acts.decide(row.pk, approve=True, by=second, now=NOW)
    assert (kept_for(), kept_for("LCA")) == ("3 years", "96 hours")
    assert AccountNotice.objects.filter(person=first).exists()
    assert set(Record.objects.filter(subject=f"policy {row.pk}").values_list("action", flat=True)) == {
        "policy proposed",
        "policy approved",
    }


def test_what_is_rejected_or_taken_back_never_holds(first: User, second: User) -> None:
    rejected = propose(first, LONG)
    acts.decide(rejected.pk, approve=False, by=second, now=NOW)
    withdrawn = propose(first, LONG)
    acts.decide(withdrawn.pk, approve=False, by=first, now=NOW)
    assert kept_for() == "96 hours"
    assert [row.decision for row in PolicyRow.objects.order_by("pk")] == ["rejected", "withdrawn"]
    with pytest.raises(NotAllowed, match="already been decided"):
        acts.decide(withdrawn.pk, approve=True, by=second, now=NOW)


def test_nobody_shortens_retention_by_a_second_account_that_they_invited(first: User) -> None:
    """The insider: proposes, invites an account, and approves with it."""
    row = propose(first, SHORT)
    with pytest.raises(NotAllowed, match="cannot approve your own proposal"):
        acts.decide(row.pk, approve=True, by=first, now=NOW)
    puppet = make_user("puppet", Role.SUPERVISOR, state="BRB")
    Invitation.objects.create(
        user=puppet, proposed_by=first, proposed_at=NOW, expires_at=NOW + timedelta(hours=72), used_at=NOW
    )
    with pytest.raises(NotAllowed, match=r"first (invited you|created a new sign-in link for you)"):
        acts.decide(row.pk, approve=True, by=puppet, now=NOW)
    assert kept_for() == "96 hours"


def test_the_database_refuses_an_approval_by_whoever_proposed(first: User) -> None:
    row = propose(first, SHORT)
    with pytest.raises(IntegrityError, match="who_proposes_a_policy_does_not_approve_it"), transaction.atomic():
        PolicyRow.objects.filter(pk=row.pk).update(decision="approved", decided_by=first, decided_at=NOW)
    with pytest.raises(IntegrityError, match="who_proposes_a_policy_does_not_approve_it"), transaction.atomic():
        PolicyRow.objects.filter(pk=row.pk).update(decision="approved", decided_at=NOW)


def test_the_database_takes_no_row_that_comes_approved(first: User, second: User) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        PolicyRow.objects.create(
            table="retention", state="BRB", cells={}, proposed_by=first, decided_by=second, decision="approved"
        )


@pytest.mark.parametrize(
    "change", ["cells = '{}'", "state = '*'", "proposed_by_id = null", "needs_second = false", "\"table\" = 'rights'"]
)
def test_of_a_row_nothing_but_its_decision_can_be_written(first: User, change: str) -> None:
    propose(first, LONG)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update policies_policyrow set {change}")


def test_an_approved_row_is_neither_changed_nor_deleted(first: User, second: User) -> None:
    row = propose(first, LONG)
    acts.decide(row.pk, approve=True, by=second, now=NOW)
    assert PolicyRow.objects.filter(pk=row.pk).update(decision="rejected") == 0
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        PolicyRow.objects.all().delete()


def test_an_approved_row_ends_by_a_newer_one_for_the_same_case_and_first_day(first: User, second: User) -> None:
    for lines in ([LONG], [LONG.replace("2026-01-01,,", "2026-01-01,2026-10-31,")]):
        acts.decide(propose(first, *lines).pk, approve=True, by=second, now=NOW)
    assert kept_for() == "96 hours"
    assert PolicyRow.objects.filter(decision="approved").count() == 2  # the history stays


def test_the_rows_of_one_file_are_decided_together(first: User, second: User) -> None:
    row = propose(first, LONG, LONG.replace("api", "pnr"))
    assert len(acts.decide(row.pk, approve=True, by=second, now=NOW)) == 2
    assert not acts.waiting(PolicyRow.objects.all())


def test_what_is_in_force_or_waits_is_not_proposed_again(first: User, second: User) -> None:
    row = propose(first, LONG)
    with pytest.raises(NotAllowed, match="already in force or waits"):
        propose(second, LONG)
    acts.decide(row.pk, approve=True, by=second, now=NOW)
    with pytest.raises(NotAllowed, match="already in force or waits"):
        propose(first, LONG)
    assert propose(first, LONG, SHORT).cells["keep"] == "2 hours"


def test_one_cell_of_an_exported_profile_is_changed_and_the_rest_of_it_stays(supervisor: User) -> None:
    before = acts.current(NEEDS, PolicyRow.objects.all())
    text = NEEDS.write(before)
    changed = NEEDS.read(text.replace("*,*,residence,wanted", "*,*,residence,required", 1), "sufficiency.csv")
    (row,) = acts.propose(NEEDS, changed, reason="the act", by=supervisor, now=NOW, file="sufficiency.csv")
    acts.decide(row.pk, approve=True, by=make_user("centre", Role.SUPERVISOR), now=NOW)
    in_force.refresh()
    found = {NEEDS.case(each): each["need"] for each in in_force.in_force(NEEDS)}
    assert found == {NEEDS.case(each): each["need"] for each in before} | {NEEDS.case(row.row): "required"}
    exported = acts.current(NEEDS, PolicyRow.objects.all())
    assert {NEEDS.case(each): each["need"] for each in exported} == found
    back = NEEDS.read(text, "sufficiency.csv")
    assert len(acts.propose(NEEDS, back, reason="back", by=supervisor, now=NOW, file="sufficiency.csv")) == 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (LONG.replace("BRB", "LCA"), "row 2, column state: 'LCA' is not your state: you can propose rows only for BRB"),
        (LONG.replace("BRB", "*"), "column state"),
        (
            LONG.replace("Act 1 of 2026", "=HYPERLINK(1)"),
            "column source: '=HYPERLINK.1.' begins like a spreadsheet formula",
        ),
        (LONG.replace("kept three years", "x" * 601), "column text: .* is longer than 600 characters"),
    ],
)
def test_a_row_that_cannot_be_proposed_is_named_with_its_column(first: User, line: str, fault: str) -> None:
    with pytest.raises(NotAllowed, match=fault):
        propose(first, line)
    assert not PolicyRow.objects.exists()


def course(by: User, *, valid_from: str, valid_to: str = "", source: str = "Order 1") -> PolicyRow:
    row = f"BRB,officer,BORDER-1,{valid_from},{valid_to},yes,P,{source},"
    rows = REQUIRED_COURSES.read("\n".join([",".join(REQUIRED_COURSES.cells), row]), "required_courses.csv")
    return acts.propose(REQUIRED_COURSES, rows, reason="the order", by=by, now=NOW)[0]


def test_a_course_is_not_required_from_a_day_long_ago_which_would_close_live_alerts_at_once(
    first: User, second: User
) -> None:
    with pytest.raises(NotAllowed, match="more than 7 days ago"):
        course(first, valid_from="2020-01-01")
    waited = course(first, valid_from=f"{NOW:%Y-%m-%d}")
    with pytest.raises(NotAllowed, match=r"more than 7 days ago.*propose a later day"):
        acts.decide(waited.pk, approve=True, by=second, now=NOW + timedelta(days=8))
    acts.decide(waited.pk, approve=True, by=second, now=NOW + timedelta(days=7))


def test_a_course_that_is_required_already_is_corrected_and_ended(first: User, second: User, approved: Approve) -> None:
    approved(REQUIRED_COURSES, "BRB,officer,BORDER-1,2020-01-01,,yes,P,Order 1,")
    corrected = course(first, valid_from="2020-01-01", source="Order 1 of 2020")
    acts.decide(corrected.pk, approve=True, by=second, now=datetime.now(UTC))  # after what `approved` approved
    in_force.refresh()
    ended = course(first, valid_from="2020-01-01", valid_to="2026-11-24")
    acts.decide(ended.pk, approve=True, by=second, now=datetime.now(UTC))
    in_force.refresh()
    with pytest.raises(NotAllowed, match="more than 7 days ago"):
        course(first, valid_from="2020-01-01", source="Order 2")


def test_only_supervisors_propose_and_only_of_their_state_decide(first: User, officer_a: User) -> None:
    with pytest.raises(NotAllowed, match="only supervisors propose"):
        propose(officer_a, LONG)
    row = propose(first, LONG)
    other = make_user("other", Role.SUPERVISOR, state="LCA")
    for by in (other, make_user("centre", Role.SUPERVISOR)):
        with pytest.raises(PolicyRow.DoesNotExist):
            acts.decide(row.pk, approve=True, by=by, now=NOW)


def test_the_centre_decides_for_every_state_and_a_states_own_row_goes_before_it(
    first: User, second: User, supervisor: User
) -> None:
    acts.decide(propose(first, LONG).pk, approve=True, by=second, now=NOW)
    row = propose(supervisor, LONG.replace("BRB", "*").replace("3 years", "2 years"))
    acts.decide(row.pk, approve=True, by=make_user("centre", Role.SUPERVISOR), now=NOW)
    assert (kept_for("BRB"), kept_for("LCA")) == ("3 years", "2 years")


def test_what_one_state_decides_no_other_reads_though_it_holds(
    first: User, supervisor: User, approved: Approve
) -> None:
    approved(SOURCE_PORTS, "BRB,COCTG,drugs,2026-01-01,,yes,P,Order 1,")
    other = make_user("other", Role.SUPERVISOR, state="LCA")
    assert PolicyRow.objects.visible_to(first).count() == 1
    for person in (other, supervisor):
        assert not PolicyRow.objects.visible_to(person).exists()
        enter(person.scope)
        assert not PolicyRow.objects.exists()  # the database says the same
    enter(Scope(carrier="X9"))
    assert not PolicyRow.objects.exists()
    in_force.invalidate()
    assert "COCTG" in {row.port for row in in_force.in_force(SOURCE_PORTS)}
    enter(REGION)


def test_it_waits_in_the_list_of_whoever_can_approve_and_the_centre_can_be_asked(
    first: User, second: User, officer_a: User, supervisor: User
) -> None:
    row = propose(first, LONG, LONG.replace("api", "pnr"))
    assert [each.number for each in waiting_for(second, now=NOW) if each.page == "policy-row"] == [row.pk]
    assert not [each for each in waiting_for(first, now=NOW) if each.page == "policy-row"]
    assert any("keep: 3 years" in str(value) for _, value in KINDS["policy"].lines(row))
    User.objects.filter(pk=second.pk).update(is_active=False)
    asked = stand_in.ask("policy", row.pk, by=first, now=NOW)
    enter(REGION)
    stand_in.decide(asked.pk, approve=True, why="checked the act", by=supervisor, now=NOW)
    enter(REGION)
    assert kept_for() == "3 years"


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def test_a_process_asks_again_only_after_a_while_and_reads_only_what_changed(
    first: User, second: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = in_force.in_force(RETENTION)
    acts.decide(propose(first, LONG).pk, approve=True, by=second, now=NOW)
    assert in_force.in_force(RETENTION) is before
    monkeypatch.setattr(in_force, "CHECK_SECONDS", 0.0)
    after = in_force.in_force(RETENTION)
    assert [row.keep for row in after if row.is_approved] == ["3 years"]
    assert in_force.in_force(RETENTION) is after  # asked again, and nothing is new


def test_the_newest_approved_goes_before_an_older_one_of_the_same_day(approved: Approve) -> None:
    approved(
        TIMERS, "BRB,review,2026-01-01,,10 days,yes,P,Act 1,ten", "BRB,review,2026-01-01,,20 days,yes,P,Act 2,twenty"
    )
    found = timer_for(in_force.in_force(TIMERS), state="BRB", matter="review", on=NOW.date())
    assert found.within == "20 days"


# ── command ─────────────────────────────────────────────────────────────────────────────────


def call(*words: str) -> int:
    return command.run(_parser("policies").parse_args(["policies", *words]))


def test_a_file_is_imported_as_a_proposal_and_what_is_exported_can_be_imported(
    tmp_path: Path, first: User, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "retention.csv"
    path.write_text("\ufeff" + RETENTION.write(read(LONG)), encoding="utf-8")
    assert call("import", str(path), "--table", "retention", "--reason", "Act 1") == 0
    enter(REGION)
    row = PolicyRow.objects.get()
    assert (row.proposed_by, row.reason, row.is_waiting) == (None, "Act 1", True)
    acts.decide(row.pk, approve=True, by=first, now=NOW)
    capsys.readouterr()
    assert call("export", "--table", "retention") == 0
    enter(REGION)
    exported = capsys.readouterr().out
    assert LONG in exported
    path.write_text(exported)
    with pytest.raises(CommandFailed, match="already in force"):
        call("import", str(path), "--table", "retention")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (LONG.replace("3 years", "for ever"), "row 2, column keep"),
        (LONG.replace("BRB", "DEU"), "row 2, column state: 'DEU' is not a participating state"),
    ],
)
def test_a_fault_in_a_file_is_named_and_nothing_is_proposed(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "retention.csv"
    path.write_text(",".join(RETENTION.cells) + "\n" + text)
    with pytest.raises(Exception, match=fault):
        call("import", str(path), "--table", "retention")
    enter(REGION)
    assert not PolicyRow.objects.exists()


# ── page ────────────────────────────────────────────────────────────────────────────────────


def page(client: Client, user: User, address: str = "/policies/deadlines") -> str:
    client.force_login(user)
    return client.get(address).content.decode()


def test_a_supervisor_proposes_on_the_page_and_another_approves(client: Client, first: User, second: User) -> None:
    client.force_login(first)
    row = {
        "mode": "air", "direction": "arrival", "category": "commercial", "route": "*", "valid_from": "2027-01-01",
        "valid_to": "", "anchor": "departure", "minutes": "-60", "verified": "yes", "mark": "P", "source": "Act 1",
        "text": "an hour before", "reason": "the act begins",
    }  # fmt: skip
    assert client.post("/policies/deadlines/propose", row).status_code == 302
    text = page(client, second)
    assert "the act begins" in text
    assert "an hour before" in text
    enter(REGION)
    pk = PolicyRow.objects.get().pk
    assert client.post(f"/policy-rows/{pk}", {"act": "approve"}).status_code == 302
    enter(REGION)
    assert PolicyRow.objects.get().decided_by == second
    assert "-60" in page(client, second, "/policies/deadlines?as=csv")


@pytest.mark.parametrize(
    ("typed", "kept"), [("Miami", "USMIA"), ("CNTAO", "CNTAO"), ("Miamy", "Did you mean Miami, United States")]
)
def test_a_source_port_is_typed_by_name_or_code(typed: str, kept: str, client: Client, first: User) -> None:
    client.force_login(first)
    row = {
        "port": typed, "goods": "drugs", "valid_from": "2026-01-01", "verified": "yes", "mark": "P",
        "source": "Order 1", "reason": "the order",
    }  # fmt: skip
    answer = client.post("/policies/source_ports/propose", row)
    enter(REGION)
    found = PolicyRow.objects.first()
    assert found.row["port"] == kept if found else kept in answer.content.decode()


def test_the_page_says_which_column_is_wrong_and_keeps_what_was_typed(client: Client, first: User) -> None:
    client.force_login(first)
    answer = client.post("/policies/deadlines/propose", {"minutes": "an hour", "reason": "the act"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert 'value="an hour"' in text
    assert '<a href="#anchor">Choose an answer to “Anchor”.' in text
    row = {
        "mode": "air", "direction": "arrival", "category": "cargo", "route": "*", "anchor": "arrival",
        "minutes": "an hour", "verified": "yes", "source": "Act 1", "text": "an hour before", "reason": "the act",
    }  # fmt: skip
    text = client.post("/policies/deadlines/propose", row).content.decode()
    assert '<a href="#minutes">&#x27;an hour&#x27; is not a whole number.' in text


def test_a_file_is_brought_on_the_page(client: Client, first: User) -> None:
    client.force_login(first)
    text = f"{','.join(DEADLINES.cells)}\nBRB,sea,arrival,cargo,*,2027-01-01,,arrival,-720,yes,P,Act 2,twelve hours\n"
    sent = {"file": SimpleUploadedFile("mine.csv", text.encode()), "reason": "the act"}
    assert client.post("/policies/deadlines/propose", sent).status_code == 302
    wrong = SimpleUploadedFile("mine.csv", text.replace("-720", "noon").encode())
    answer = client.post("/policies/deadlines/propose", {"file": wrong, "reason": "the act"})
    assert '<a href="#file-file">mine.csv, row 2, column minutes' in answer.content.decode()
    missing = client.post("/policies/deadlines/propose", {"act": "file", "reason": "kept words"})
    assert '<a href="#file-file">Choose a file for “CSV file in UTF-8”.' in missing.content.decode()
    assert "kept words</textarea>" in missing.content.decode()
    enter(REGION)
    assert PolicyRow.objects.get().cells["minutes"] == "-720"


def test_auditors_read_the_page_and_decide_nothing(client: Client, first: User) -> None:
    row = propose(first, LONG)
    auditor = make_user("auditor-a", Role.AUDITOR, state="BRB")
    text = page(client, auditor, "/policies/retention")
    assert "kept three years" in text
    assert "/policy-rows/" not in text
    assert client.post(f"/policy-rows/{row.pk}", {"act": "approve"}).status_code == 409
