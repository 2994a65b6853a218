"""Situation reports: prepared from counts and lines that name nobody, issued by a person, and then never changed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from roadstead.casework.items import Item
from roadstead.casework.log.models import LogEntry
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.retention.situation import delete_old
from roadstead.oversight.situation.acts import Words, correct, discard, issue, next_period, prepare, save, set_hour
from roadstead.oversight.situation.daily import mail_digests, prepare_drafts
from roadstead.oversight.situation.document import is_as_issued
from roadstead.oversight.situation.figures import count_figures
from roadstead.oversight.situation.lines import offered
from roadstead.oversight.situation.models import LogMail, SituationHour, SituationReport
from roadstead.oversight.situation.notify import notify_of_reports
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import AccountNotice, Role, User
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.audit.models import Purpose, Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from tests.casework.cases.pdf_text import text_of
from tests.casework.cases.test_acts import make_alert
from tests.casework.log.test_log import added, colleague, officer, restrict, traveller
from tests.conftest import make_user
from tests.cooperation.requests.test_acts import member, other, sent, states

pytestmark = pytest.mark.django_db
__all__ = ["colleague", "officer", "states", "traveller"]
DAY = timedelta(days=1)


def centre(name: str = "centre-s", role: Role = Role.SUPERVISOR) -> User:
    user = make_user(name, role)
    user.organisation = first_organisation(None)
    user.save(update_fields=["organisation"])
    return user


def as_user(by: User, act: Any, /, *given: Any, **more: Any) -> Any:
    enter(by.scope)
    try:
        return act(*given, by=by, **more)
    finally:
        enter(REGION)


def draft(by: User) -> SituationReport:
    now = timezone.now()
    made: SituationReport = as_user(by, prepare, now - DAY, now)
    return made


def words(**more: Any) -> Words:
    told: dict[str, Any] = dict.fromkeys(("headline", "situation", "events", "note", "coming", "needs"), "")
    return Words(**{**told, "headline": "Quiet day", "tlp": "amber", "entries": (), "recipients": (), **more})


def issued(by: User, *to: str, **more: Any) -> SituationReport:
    row = draft(by)
    made: SituationReport = as_user(by, issue, row.pk, row.edition, words(recipients=to, **more), names_nobody=True)
    return made


def seen_by(user: User) -> set[int]:
    """Return what the policies alone show, without any filter, if the filter shows the same."""
    enter(user.scope)
    rows = set(SituationReport.objects.values_list("pk", flat=True))
    assert rows == set(SituationReport.objects.visible_to(user).values_list("pk", flat=True))
    enter(REGION)
    return rows


def test_a_draft_has_the_figures_of_its_period(officer: User) -> None:
    before = timezone.now()
    added(officer, "One")
    added(officer, "Two", type="fault")
    make_alert("BRB")
    make_alert("LCA")
    make_alert("BRB", tlp="red", named=[officer.pk])
    make_alert("BRB", action="discreet")
    Voyage.objects.create(key="late", mode="sea", states=["BRB"], filed_at=before, due_at=before - DAY)
    Voyage.objects.create(key="missing", mode="sea", states=["BRB"], due_at=before - timedelta(hours=1))
    sent(member("lca", Role.OFFICER, state="LCA"), "BRB")
    row = draft(officer)
    figures = row.figures
    assert (figures["call"], figures["fault"], figures["message"]) == (1, 1, 0)
    assert figures["alerts"] == 1  # no silent one, none of named people, none of another state
    assert (figures["lists"], figures["late"], figures["missing"]) == (1, 1, 1)
    # whoever counts, the machine too
    assert count_figures(row.organisation, row.begins, row.ends) == figures
    line = Record.objects.get(action="prepared", subject=f"situation {row.pk}")
    assert (line.purpose, line.basis) == (Purpose.SITUATION, "situation-of-authority")


def test_entries_about_a_person_are_offered_by_type_and_time_alone(officer: User, traveller: Any) -> None:
    alert = make_alert("BRB")
    voyage = Voyage.objects.get(pk=traveller.voyage_id)
    Voyage.objects.filter(pk=voyage.pk).update(states=["BRB"])
    added(officer, "QZX is rude", items=[Item("traveller", traveller.pk)])
    added(officer, "QZX is listed", items=[Item("alert", alert.pk)], type="decision")
    added(officer, "QZX asked", items=[Item("request", sent(officer).pk)])
    added(officer, "Ferry is late", items=[Item("voyage", voyage.pk)])
    wrong = added(officer, "QZX has the ticket")
    added(officer, "Somebody has the ticket", corrects=wrong.pk)
    enter(officer.scope)
    found = offered(officer, timezone.now() - DAY, timezone.now() + DAY)
    enter(REGION)
    assert [line["text"] for line in found.lines] == ["Ferry is late", "Somebody has the ticket"]
    assert "QZX" not in repr(found)
    assert found.types == {"call": 2, "decision": 1}


def test_only_lines_that_are_offered_get_into_a_report(officer: User, traveller: Any) -> None:
    Voyage.objects.update(states=["BRB"])
    free = added(officer, "Ferry is late")
    about = added(officer, "QZX is rude", items=[Item("traveller", traveller.pk)])
    police = added(member("police", Role.OFFICER, state="BRB", organisation=other("BRB-PO", "BRB")), "Secret")
    row = draft(officer)
    saved = as_user(officer, save, row.pk, 0, words(entries=[free.pk, about.pk, police.pk]))
    assert [line["text"] for line in saved.lines] == ["Ferry is late"]


def test_a_draft_is_its_organisations_alone_and_a_report_is_read_by_its_recipients(
    officer: User, colleague: User
) -> None:
    lca, grd = (member(each, Role.OFFICER, state=each.upper()) for each in ("lca", "grd"))
    police = member("police", Role.OFFICER, state="BRB", organisation=other("BRB-PO", "BRB"))
    lca_police = member("lca-police", Role.OFFICER, state="LCA", organisation=other("LCA-PO", "LCA"))
    jrcc = centre()
    row = draft(officer)
    others = (lca, grd, police, lca_police, jrcc)
    assert seen_by(officer) == {row.pk}
    assert all(seen_by(each) == set() for each in others)
    as_user(colleague, issue, row.pk, 0, words(recipients=["LCA-BA", "XRC"]), names_nobody=True)
    assert seen_by(lca) == seen_by(jrcc) == seen_by(officer) == {row.pk}
    assert all(seen_by(each) == set() for each in (grd, police, lca_police))


def test_an_officer_issues_nothing(officer: User) -> None:
    row = draft(officer)
    with pytest.raises(NotAllowed, match="Supervisors and focal points"):
        as_user(officer, issue, row.pk, 0, words(), names_nobody=True)


@pytest.mark.parametrize(
    ("to", "more", "field"),
    [
        ([], {"headline": " "}, "headline"),
        (["LCA-BA"], {"tlp": "amber+strict"}, "recipients"),
        (["GRD-BA"], {}, "recipients"),  # nobody there has an account
        ([], {"situation": "x" * 5000}, "situation"),
        ([], {"tlp": "red"}, "tlp"),
    ],
)
def test_what_is_missing_or_refused_is_said_at_its_field(
    colleague: User, to: list[str], more: dict[str, Any], field: str
) -> None:
    member("lca", Role.OFFICER, state="LCA")
    with pytest.raises(FieldRefused) as refused:
        issued(colleague, *to, **more)
    assert refused.value.field == field


def test_the_gate_says_why_and_what_to_do(colleague: User) -> None:
    member("lca", Role.OFFICER, state="LCA")
    with pytest.raises(FieldRefused, match=r"TLP:AMBER\+STRICT and must stay .* Leave it out, or ask"):
        issued(colleague, "LCA-BA", tlp="amber+strict")
    assert issued(colleague, tlp="amber+strict").organisations == ["BRB-BA"]


def test_nobody_issues_a_report_without_reading_it(colleague: User) -> None:
    row = draft(colleague)
    with pytest.raises(FieldRefused, match="confirm that it names no traveller"):
        as_user(colleague, issue, row.pk, 0, words(), names_nobody=False)


@pytest.mark.parametrize("act", ["update", "delete"])
def test_an_issued_report_is_never_changed_by_the_application(colleague: User, act: str) -> None:
    row = issued(colleague)
    for scope in (colleague.scope, REGION):
        enter(scope)
        with transaction.atomic(), connection.cursor() as cursor:
            if act == "update":
                cursor.execute("update situation_situationreport set headline = 'x' where id = %s", [row.pk])
                assert cursor.rowcount == 0
                continue
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute("delete from situation_situationreport where id = %s", [row.pk])
    enter(REGION)
    with pytest.raises(NotAllowed, match="issued or discarded"):
        as_user(colleague, save, row.pk, row.edition, words())


def test_a_report_is_neither_made_issued_nor_given_to_another_organisation(officer: User) -> None:
    row = draft(officer)
    police = other("BRB-PO", "BRB")
    made = {"owner": "BRB", "states": ["BRB"], "begins": row.begins, "ends": row.ends, "prepared_at": row.ends}
    full = {"issued_at": row.ends, "issued_by": officer, "digest": "d", "sha256": "s", "pdf": b"p", "headline": "h"}
    enter(officer.scope)
    for given in ({"organisation": police}, {"organisation": row.organisation, **full}):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            SituationReport.objects.create(**made, organisations=["BRB-BA"], **given)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        SituationReport.objects.filter(pk=row.pk).update(organisation=police)
    enter(REGION)


def test_the_pdf_has_handling_period_distribution_and_digest_and_its_own_digest_is_kept(colleague: User) -> None:
    member("lca", Role.OFFICER, state="LCA")
    entry = added(colleague, "Ferry is late")
    row = issued(colleague, "LCA-BA", situation="All quiet", entries=[entry.pk])
    assert row.pdf is not None
    said = " ".join(text_of(bytes(row.pdf)).split())
    for text in (
        *("TLP:AMBER", "Quiet day", "All quiet", "Ferry is late", "America/Barbados", "Alerts raised: 0", "Sources"),
        *("Border agency of LCA (LCA-BA)", f"{row.pk}, version 1", str(colleague), row.digest),
    ):
        assert text in said, text
    assert row.sha256 == hashlib.sha256(bytes(row.pdf)).hexdigest()
    assert len(row.digest) == 64
    assert (row.issued_by, row.organisations, row.states) == (colleague, ["BRB-BA", "LCA-BA"], ["BRB", "LCA"])


def test_a_change_outside_roadstead_is_noticed(colleague: User) -> None:
    row = SituationReport.objects.get(pk=issued(colleague).pk)
    assert is_as_issued(row)
    row.figures = row.figures | {"alerts": 7}
    assert not is_as_issued(row)


def test_a_correction_is_a_new_version_that_names_the_one_before(officer: User, colleague: User) -> None:
    entry = added(officer, "Ferry is late")
    first = issued(colleague, entries=[entry.pk], events="A storm")
    second = as_user(officer, correct, first.pk)
    assert (second.version, second.replaces, second.events, second.lines) == (2, first.pk, "A storm", first.lines)
    with pytest.raises(NotAllowed, match="newer version"):
        as_user(officer, correct, first.pk)
    as_user(officer, discard, second.pk, 0)
    assert as_user(officer, correct, first.pk).version == 2
    with pytest.raises(NotAllowed, match="only reports of your own organisation"):
        as_user(member("lca", Role.OFFICER, state="LCA"), correct, first.pk)


def test_two_people_do_not_overwrite_each_other(officer: User, colleague: User) -> None:
    row = draft(officer)
    as_user(officer, save, row.pk, 0, words(situation="One"))
    with pytest.raises(NotAllowed, match="Somebody else has saved"):
        as_user(colleague, save, row.pk, 0, words(situation="Two"))


def test_what_a_discarded_draft_said_is_gone_at_once(officer: User) -> None:
    row = draft(officer)
    as_user(officer, save, row.pk, 0, words(situation="QZX"))
    as_user(officer, discard, row.pk, 1)
    row.refresh_from_db()
    assert (row.situation, row.headline, row.status) == ("", "", "discarded")


@pytest.mark.parametrize(
    ("begins", "ends", "field"),
    [(DAY, -DAY, "ends"), (timedelta(), timedelta(hours=1), "begins"), (timedelta(days=40), timedelta(), "begins")],
)
def test_a_period_is_of_the_past_and_bounded(officer: User, begins: timedelta, ends: timedelta, field: str) -> None:
    now = timezone.now()
    with pytest.raises(FieldRefused) as refused:
        as_user(officer, prepare, now - begins, now - ends)
    assert refused.value.field == field


def test_a_new_report_begins_where_the_last_one_ended(colleague: User) -> None:
    assert colleague.organisation is not None
    now = timezone.now()
    assert next_period(colleague.organisation, now) == (now - DAY, now)
    row = issued(colleague)
    later = row.ends + timedelta(hours=3)
    assert next_period(colleague.organisation, later) == (row.ends, later)


def test_people_on_duty_or_all_and_those_who_want_it_are_mailed_a_link_alone(officer: User, colleague: User) -> None:
    lca, auditor = member("lca", Role.OFFICER, state="LCA"), member("lca-auditor", Role.AUDITOR, state="LCA")
    member("lca-watch", Role.WATCHLIST_OWNER, state="LCA")
    for person in (lca, auditor):
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@lca.example")
    LogMail.objects.create(person=auditor, reports=True)
    row = issued(colleague, "LCA-BA", situation="QZX")
    event = OutboxEvent.objects.get(kind=EventKind.SITUATION)
    notify_of_reports([event], datetime.now(UTC))
    notices = AccountNotice.objects.filter(kind="situation issued")
    assert {notice.person_id for notice in notices} == {lca.pk, auditor.pk}
    assert {account_notices.path_of(notice) for notice in notices} == {f"/log/situation/{row.pk}"}
    assert all("QZX" not in account_notices.text_of(notice) for notice in notices)
    assert OutboxEvent.objects.filter(kind=EventKind.ACCOUNT_NOTICE).count() == 2


def test_a_draft_is_prepared_each_day_at_the_hour_and_never_issued(officer: User, colleague: User) -> None:
    as_user(colleague, set_hour, 6)
    with pytest.raises(NotAllowed, match="set the hour"):
        as_user(officer, set_hour, 7)
    early, due = datetime(2026, 12, 1, 9, 59, tzinfo=UTC), datetime(2026, 12, 1, 10, 1, tzinfo=UTC)  # 05:59 and 06:01
    assert [prepare_drafts(now=at) for at in (early, due, due)] == [0, 1, 0]
    enter(REGION)
    first = SituationReport.objects.get()
    assert (first.prepared_by, first.issued_at, first.ends) == (None, None, due)
    assert prepare_drafts(now=due + DAY) == 1
    enter(REGION)
    first.refresh_from_db()
    assert first.status == "discarded"  # nobody had changed it
    second = SituationReport.objects.get(discarded_at=None)
    as_user(officer, save, second.pk, 0, words(situation="Mine"))
    prepare_drafts(now=due + 2 * DAY)
    enter(REGION)
    assert SituationReport.objects.filter(discarded_at=None).count() == 2
    as_user(colleague, set_hour, None)
    assert not SituationHour.objects.exists()


def test_a_digest_has_counts_alone_once_a_day(officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(email="officer@brb.example")
    added(officer, "QZX is rude", type="fault")
    LogMail.objects.create(person=officer, digest=True, hour=0)
    gone = member("gone", Role.OFFICER, state="BRB")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    LogMail.objects.create(person=gone, digest=True, hour=0)
    now = timezone.now() + timedelta(seconds=5)
    assert mail_digests(now=now) == 1
    assert mail_digests(now=now) == 0
    enter(REGION)
    notice = AccountNotice.objects.get(kind="log digest")
    assert (notice.places["number"], notice.places["faults"], account_notices.path_of(notice)) == ("1", "1", "/log")
    assert "QZX" not in account_notices.text_of(notice)
    assert not LogMail.objects.filter(person=gone).exists()


def test_a_choice_of_mails_is_read_by_that_person_alone(officer: User, colleague: User) -> None:
    LogMail.objects.create(person=officer, digest=True)
    for person, number in ((officer, 1), (colleague, 0), (centre(), 0)):
        enter(person.scope)
        assert LogMail.objects.count() == number
    enter(REGION)


def test_reports_are_deleted_after_their_period_of_retention(colleague: User) -> None:
    first = issued(colleague)
    second = as_user(colleague, correct, first.pk)
    late = first.ends + timedelta(days=5 * 366)
    assert delete_old("5 years", first.ends + timedelta(days=4 * 366)) == 0
    assert delete_old("5 years", late) == 2
    assert not SituationReport.objects.filter(pk__in=[first.pk, second.pk]).exists()


def test_text_of_a_restricted_person_is_never_offered(officer: User, traveller: Any) -> None:
    Voyage.objects.update(states=["BRB"])
    added(officer, "QZX is rude", items=[Item("traveller", traveller.pk)])
    restrict(traveller)
    enter(officer.scope)
    assert "QZX" not in repr(offered(officer, timezone.now() - DAY, timezone.now() + DAY))
    enter(REGION)
    assert LogEntry.objects.count() == 1
