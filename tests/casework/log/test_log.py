"""The watch log: append-only in a hash chain, one organisation's alone, with links that name only what may be seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from roadstead.casework.cases.acts import NewCase, open_case
from roadstead.casework.items import Item
from roadstead.casework.log.append import NewEntry, append, write
from roadstead.casework.log.models import LogDay, LogEntry, LogLink, ShiftHandover
from roadstead.casework.log.search import LogFilters, found_entries
from roadstead.engine.reference.retention import RETENTION
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.filings.voyages.models import Traveller
from roadstead.oversight.retention.models import Restriction
from roadstead.oversight.retention.watch_log import blank_entries_about, delete_old
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.audit.models import Purpose, Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.policies.in_force import in_force
from roadstead.platform.timeline.events import first_broken
from tests.casework.cases.test_acts import make_alert
from tests.conftest import make_user
from tests.cooperation.requests.test_acts import member, other, sent, states
from tests.oversight.retention.residue import residue
from tests.pipeline.test_pipeline import TOBIAS, file
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
__all__ = ["states"]


@pytest.fixture
def officer(states: None) -> User:
    return member("officer-o", Role.OFFICER, state="BRB")


@pytest.fixture
def colleague(states: None) -> User:
    return member("colleague-o", Role.SUPERVISOR, state="BRB")


def added(by: User, text: str = "The ferry is late", **more: Any) -> LogEntry:
    enter(by.scope)
    try:
        return append(NewEntry(**{"type": "call", "text": text, **more}), by=by)
    finally:
        enter(REGION)


def found(by: User, **asked: Any) -> list[str]:
    enter(by.scope)
    rows = [row.content.get("text", "") for row in found_entries(by, LogFilters(**asked))]
    enter(REGION)
    return rows


def test_an_entry_has_the_time_of_the_database_a_number_and_a_line_in_the_audit_log(officer: User) -> None:
    before = datetime.now(UTC)
    first, second = added(officer), added(officer, "Second")
    assert before - timedelta(seconds=2) <= first.at <= second.at <= datetime.now(UTC) + timedelta(seconds=2)
    assert (first.number, second.number, second.previous) == (1, 2, first.hash)
    assert first_broken(LogDay.objects.get()) == 0
    line = Record.objects.get(detail=f"event {first.hash}")
    assert (line.subject, line.action, line.purpose) == (f"watchlog {first.log_id}", "watchlog call", Purpose.WATCHLOG)
    assert line.basis == "watchlog-of-authority"


def test_a_day_is_that_of_the_organisations_clock(officer: User) -> None:
    organisation = officer.organisation
    assert organisation is not None
    for hour in (3, 5):  # 23:00 and 01:00 in Barbados
        at = datetime(2026, 11, 25, hour, tzinfo=UTC)
        write(NewEntry(type="call", text="t"), organisation, by=officer, at=at)
    assert [f"{row.day:%d}" for row in LogDay.objects.order_by("day")] == ["24", "25"]


@pytest.mark.parametrize("table", ["log_logentry", "log_loglink", "log_logday"])
def test_the_application_can_neither_change_nor_delete_an_entry(officer: User, table: str) -> None:
    added(officer, items=[Item("alert", make_alert("BRB").pk)])
    column = "organisation_id" if table == "log_logday" else "states"
    for statement in (f"update {table} set {column} = {column}", f"delete from {table}"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_one_organisation_does_not_read_the_log_of_another_of_its_state(officer: User) -> None:
    added(officer, items=[Item("alert", make_alert("BRB").pk)])
    police = member("police", Role.OFFICER, state="BRB", organisation=other("BRB-PO", "BRB"))
    centre = make_user("centre-l", Role.SUPERVISOR)
    centre.organisation = first_organisation(None)
    centre.save(update_fields=["organisation"])
    for person, count in ((officer, 1), (police, 0), (centre, 0), (member("lca", Role.OFFICER, state="LCA"), 0)):
        enter(person.scope)
        for table in (LogDay, LogEntry, LogLink):
            assert table.objects.count() == count, (person.username, table)
        assert len(found(person, words="ferry")) == count
    enter(police.scope)
    with connection.cursor() as cursor:
        cursor.execute("select log_found('ferry', %s, null, null, 10)", [officer.organisation_id])
        assert cursor.fetchone()[0] == []


def test_the_centre_has_a_log_of_its_own(states: None) -> None:
    centre = make_user("centre-l", Role.ANALYST)
    centre.organisation = first_organisation(None)
    centre.save(update_fields=["organisation"])
    assert added(centre).organisation_id == "XRC"
    assert found(centre) == ["The ferry is late"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DATA_PROTECTION, Role.WATCHLIST_OWNER])
def test_who_only_reads_writes_nothing(states: None, role: Role) -> None:
    with pytest.raises(NotAllowed, match="Officers, supervisors and focal points"):
        added(member("reader", role, state="BRB"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": " \n "}, "Write what happened"),
        ({"text": "x" * 501}, "Shorten"),
        ({"type": "handover"}, "Choose the type"),
        ({"counterpart": "x" * 121}, "Shorten"),
        ({"text": "SECRET//NOFORN"}, "marked"),
        ({"items": [Item("alert", 4711)]}, "no item with this number"),
        ({"items": [Item("nothing", 1)]}, "no item with this number"),
        ({"items": [Item("alert", 1)] * 6}, "5 items at most"),
        ({"corrects": 4711}, "not in your log"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said(officer: User, wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        added(officer, **wrong)
    assert words in str(refused.value)
    assert not LogEntry.objects.exists()


def test_a_link_names_only_what_the_writer_may_see(officer: User, colleague: User) -> None:
    theirs, own = make_alert("LCA"), make_alert("BRB")
    with pytest.raises(FieldRefused, match="no item with this number"):
        added(officer, items=[Item("alert", theirs.pk)])
    red = make_alert("BRB", owner="BRB", tlp="red", named=[officer.pk])
    with pytest.raises(FieldRefused, match="Only some officers may see this alert"):
        added(officer, items=[Item("alert", red.pk)])
    request = sent(officer)
    items = [Item("alert", own.pk), Item("voyage", own.voyage_id), Item("request", request.pk)]
    entry = added(officer, items=[*items, items[0]])
    assert [Item(row.kind, row.number) for row in entry.links.all()] == items
    assert found(colleague, item=items[2]) == ["The ferry is late"]
    assert found(colleague, item=Item("alert", theirs.pk)) == []


def test_a_correction_is_a_new_entry_about_the_same_items(officer: User, colleague: User) -> None:
    item = Item("alert", make_alert("BRB").pk)
    first = added(officer, items=[item])
    second = added(colleague, "The ferry is on time", corrects=first.pk)
    assert (second.corrects, second.links.get().number) == (first.pk, item.number)
    first.refresh_from_db()
    assert first.content["text"] == "The ferry is late"
    stranger = member("lca", Role.OFFICER, state="LCA")
    with pytest.raises(NotAllowed, match="not in your log"):
        added(stranger, corrects=first.pk)


def test_entries_are_found_by_words_author_type_and_day(officer: User, colleague: User) -> None:
    added(officer, "Ferry GREY HERON is late", counterpart="Harbour master")
    added(colleague, "Printer out of order", type="fault")
    assert found(officer) == ["Printer out of order", "Ferry GREY HERON is late"]
    assert found(officer, words="heron late") == found(officer, words="harbour") == ["Ferry GREY HERON is late"]
    assert found(officer, words="heron printer") == found(officer, words="' \" ( & !") == []
    assert found(officer, type="fault") == found(officer, author=colleague.pk) == ["Printer out of order"]
    day = LogDay.objects.get().day
    assert len(found(officer, day=day)) == 2
    assert (
        found(officer, day=day - timedelta(days=1)) == found(officer, words="late", day=day + timedelta(days=1)) == []
    )


# ── restricted and erased persons, retention


@pytest.fixture
def traveller(states: None) -> Traveller:
    file(paxlst(TOBIAS))
    return Traveller.objects.get()


def restrict(traveller: Traveller) -> None:
    """Restrict the use of somebody's data, as two supervisors do."""
    Restriction.objects.create(
        traveller=traveller, voyage=traveller.voyage, owner="BRB", at=datetime.now(UTC), states=["BRB"]
    )
    enter(REGION)


def test_text_about_a_restricted_person_is_blank_and_not_found(officer: User, traveller: Traveller) -> None:
    first = added(officer, "QZXROE was rude", items=[Item("traveller", traveller.pk)])
    added(officer, "QZXROE was very rude", corrects=first.pk)
    added(officer, "Nothing else")
    restrict(traveller)
    assert found(officer) == ["Nothing else", "", ""]
    assert found(officer, words="QZXROE") == found(officer, item=Item("traveller", traveller.pk)) == []
    with pytest.raises(NotAllowed, match="not in your log"):
        added(officer, "again", corrects=first.pk)
    enter(officer.scope)
    assert first_broken(LogDay.objects.get()) == 0
    enter(REGION)
    assert LogEntry.objects.get(pk=first.pk).content["text"] == "QZXROE was rude"


def test_text_about_an_erased_person_is_removed_and_the_chain_verifies(officer: User, traveller: Traveller) -> None:
    entry = added(officer, "QZXROE was rude", items=[Item("traveller", traveller.pk)])
    kept = added(officer, "QZXKEPT")
    blank_entries_about([traveller.pk])
    entry.refresh_from_db()
    assert entry.content == {}
    assert entry.removed_at is not None
    kept.refresh_from_db()
    assert kept.content["text"] == "QZXKEPT"
    assert first_broken(LogDay.objects.get()) == 0
    assert residue("QZXROE") == []


def test_whole_days_are_deleted_after_twelve_months_and_an_open_case_keeps_its_entries(officer: User) -> None:
    period = next(row.keep for row in in_force(RETENTION) if row.category == "watch_log")
    organisation, began = officer.organisation, datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert (period, organisation is not None) == ("12 months", True)
    assert organisation is not None
    opened = open_case(NewCase(title="t", purpose="police", basis="b"), by=officer, now=began)
    for day, text, items in (
        (0, "QZXOLD", []),
        (1, "QZXCASE", [Item("case", opened.pk)]),
        (1, "QZXBESIDE", []),
        (30, "QZXLATER", []),
    ):
        new = NewEntry(type="call", text=text, items=items)
        write(new, organisation, by=officer, at=began + timedelta(days=day))
    ShiftHandover.objects.create(
        organisation=organisation, states=["BRB"], organisations=[organisation.pk], since=began, until=began,
        outgoing=officer, incoming=member("next", Role.OFFICER, state="BRB"), note="QZXNOTE", signed_out_at=began,
    )  # fmt: skip
    assert delete_old(period, began + timedelta(days=364)) == 0
    assert delete_old(period, began + timedelta(days=368)) == 2
    assert [row.content.get("text") for row in LogEntry.objects.order_by("at")] == ["QZXCASE", None, "QZXLATER"]
    assert [first_broken(day) for day in LogDay.objects.all()] == [0, 0]
    for word in ("QZXOLD", "QZXBESIDE", "QZXNOTE"):
        assert residue(word) == [], word


def test_a_handover_has_two_people(officer: User) -> None:
    now = datetime.now(UTC)
    row = ShiftHandover(
        organisation=officer.organisation, since=now, until=now, outgoing=officer, incoming=officer, signed_out_at=now
    )
    with pytest.raises(IntegrityError, match="two_people_hand_over"), transaction.atomic():
        row.save()
