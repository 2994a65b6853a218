"""Checks of notices with the national bureau: who records one, how long it holds, and what the database refuses."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from roadstead.engine.formats.lists import LoadedList, load_bytes
from roadstead.engine.matching.policy import in_force
from roadstead.engine.records import Action, Manifest, Traveller
from roadstead.engine.reference.settings import SETTINGS
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.screening.run import build_screening_set, screen
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.targeting.rescreens.models import RescreenJob
from roadstead.targeting.watchlists.models import Entry, Nomination, Version, WatchList
from roadstead.targeting.watchlists.notice_checks import check_status
from roadstead.targeting.watchlists.publish import ListRefused, as_entry, preview, publish
from roadstead.targeting.watchlists.record_check import record_check
from tests.conftest import Approve, make_user
from tests.targeting.watchlists.home import loaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

TODAY = datetime.now(UTC).date()
MONTH = timedelta(days=30)
DAY = timedelta(days=1)


def notices(*numbers: int, charge: str = "Fraud") -> LoadedList:
    rows = [
        {"entity_id": f"2099/{n}", "name": f"MARAN{n}", "forename": "ZUBO", "date_of_birth": f"{1960 + n}/06/14",
         "arrest_warrants": [{"issuing_country_id": "SR", "charge": charge}]}
        for n in numbers
    ]  # fmt: skip
    return load_bytes(json.dumps(rows).encode(), "red.json", today=TODAY)


def entries() -> dict[str, Entry]:
    return {row.entry_id: row for row in Entry.objects.filter(removed_in=None)}


def raising(day: date) -> list[str]:
    """Ids of the entries that screening would alert on that day."""
    return sorted(row.entry_id for row in entries().values() if in_force(as_entry(row), day))


def officer(state: str = "", role: Role = Role.ANALYST) -> User:
    return make_user("officer", role, state=state)


def now() -> datetime:
    return datetime.now(UTC)


def test_notices_checked_when_they_are_loaded_raise_alerts_for_thirty_days() -> None:
    version = publish(notices(1, 2), checked_on=TODAY)
    assert (version.watch_list.is_notices, version.watch_list.tlp, version.watch_list.name) == (
        True, "", "INTERPOL red notices"
    )  # fmt: skip
    assert (version.checked_on, version.checked_until) == (TODAY, TODAY + MONTH)
    assert (raising(TODAY), raising(TODAY + MONTH)) == (["2099/1", "2099/2"], ["2099/1", "2099/2"])
    assert raising(TODAY + MONTH + DAY) == []


def test_screening_itself_leaves_them_out_from_the_next_day_on() -> None:
    publish(notices(1), checked_on=TODAY)
    found = build_screening_set([as_entry(row) for row in entries().values()])
    manifest = Manifest(travellers=(Traveller(surname="MARAN1", given="ZUBO", born="1961-06-14"),))
    (hit,) = screen(manifest, found, today=TODAY + MONTH)
    assert (hit.entry, hit.action) == ("2099/1", Action.REFER)
    assert screen(manifest, found, today=TODAY + MONTH + DAY) == []


def test_a_file_alone_is_no_check() -> None:
    version = publish(notices(1))
    assert (version.checked_on, raising(TODAY)) == (None, [])
    assert preview(notices(1, 2)).expired == 2


def test_a_later_file_without_a_check_keeps_the_days_of_notices_that_were_there() -> None:
    publish(notices(1, 2), checked_on=TODAY - 3 * DAY)
    version = publish(notices(1, 3, charge="Robbery"))
    assert (version.added, version.amended, version.removed) == (1, 1, 1)
    assert raising(TODAY) == ["2099/1"]
    assert as_entry(entries()["2099/1"]).review == (TODAY - 3 * DAY + MONTH).isoformat()
    assert check_status(version.watch_list, TODAY).overdue == 1


def test_a_check_of_an_officer_holds_for_all_notices_and_needs_no_file() -> None:
    first = publish(notices(1, 2))
    by = officer()
    version = record_check(first.watch_list_id, TODAY, by=by, now=now())
    assert (version.added, version.amended, version.removed, version.counts) == (0, 0, 0, {"person": 2})
    assert (version.checked_on, version.loaded_by, version.version != first.version) == (TODAY, by, True)
    assert raising(TODAY + MONTH) == ["2099/1", "2099/2"]
    assert {as_entry(row).checked for row in entries().values()} == {TODAY.isoformat()}
    assert Record.objects.filter(action="notices checked").count() == 1
    assert RescreenJob.objects.filter(version=version).exists()
    status = check_status(version.watch_list, TODAY)
    assert (status.newest, status.overdue, status.total, status.days) == (version, 0, 2, 30)


def test_the_same_file_with_another_check_is_not_the_same_version_and_raises_no_doubt() -> None:
    publish(notices(*range(1, 21)), checked_on=TODAY - 2 * DAY)
    again = preview(notices(*range(1, 21)), checked_on=TODAY)
    assert (again.is_the_same, again.amended, str(again.doubt), again.checked_until) == (False, 0, "", TODAY + MONTH)
    assert publish(notices(*range(1, 21)), checked_on=TODAY).checked_on == TODAY
    assert preview(notices(*range(1, 21)), checked_on=TODAY).is_the_same
    assert Version.objects.count() == 2
    publish(notices(*range(1, 21)), checked_on=TODAY)
    publish(notices(*range(1, 21)))
    assert Version.objects.count() == 2


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (TODAY + DAY, "is in the future"),
        (TODAY - 6 * DAY, "enter that day or a later one"),
    ],
)
def test_a_day_that_does_not_fit_is_refused(on: date, said: str) -> None:
    version = publish(notices(1), checked_on=TODAY - 5 * DAY)
    with pytest.raises(NotAllowed, match=said):
        publish(notices(1, 2), checked_on=on)
    with pytest.raises(NotAllowed, match=said):
        preview(notices(1, 2), checked_on=on)
    with pytest.raises(NotAllowed, match=said):
        record_check(version.watch_list_id, on, by=officer(), now=now())


def test_a_check_that_has_ended_is_no_use() -> None:
    with pytest.raises(NotAllowed, match="check the notices again"):
        publish(notices(1), checked_on=TODAY - MONTH - DAY)


def test_other_lists_are_not_checked() -> None:
    with pytest.raises(NotAllowed, match="only INTERPOL notices"):
        publish(loaded("id,name\n1,Zubo Maran\n"), checked_on=TODAY)


def test_a_day_on_which_all_were_checked_is_recorded_once() -> None:
    version = publish(notices(1), checked_on=TODAY)
    with pytest.raises(NotAllowed, match="already recorded"):
        record_check(version.watch_list_id, TODAY, by=officer(), now=now())


@pytest.mark.parametrize(("state", "role"), [("BRB", Role.OFFICER), ("", Role.AUDITOR)])
def test_only_officers_of_the_owner_record_a_check(state: str, role: Role) -> None:
    version = publish(notices(1))
    with pytest.raises(NotAllowed, match="only officers of its owner"):
        record_check(version.watch_list_id, TODAY, by=officer(state, role), now=now())
    assert raising(TODAY) == []


def test_a_state_chooses_the_days_of_its_own_notices(approved: Approve) -> None:
    approved(SETTINGS, "BRB,notice_check_days,7,,,yes,P,Standing order 3,Notices are checked each week")
    assert publish(notices(1), owner="BRB", checked_on=TODAY).checked_until == TODAY + 7 * DAY
    assert publish(notices(1), checked_on=TODAY).checked_until == TODAY + MONTH


STOPPING = "id,name,action\n1,Zubo Maran,stop\n"


def test_a_file_that_asks_to_stop_is_no_version_of_notices_even_if_a_supervisor_confirms() -> None:
    publish(notices(1), name="Notices", checked_on=TODAY)
    by = make_user("supervisor", Role.SUPERVISOR)
    with pytest.raises(ListRefused, match="A notice is not a warrant: its action is to refer to the national bureau"):
        publish(loaded(STOPPING), name="Notices", by=by, even_if_suspicious=True)
    with pytest.raises(ListRefused, match="never to stop"):
        preview(loaded(STOPPING), name="Notices")


def test_notices_are_no_version_of_another_list() -> None:
    publish(loaded(STOPPING), name="Own")
    with pytest.raises(ListRefused, match="Load the notices as a list with another name"):
        publish(notices(1), name="Own", checked_on=TODAY)


def refused_by_database(act: object, name: str) -> None:
    assert callable(act)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


@pytest.mark.parametrize("change", [{"action": "stop"}, {"action": "discreet"}, {"review": ""}, {"action": None}])
def test_the_database_keeps_no_notice_that_asks_for_more_or_has_no_end(change: dict[str, object]) -> None:
    publish(notices(1), checked_on=TODAY)
    (row,) = entries().values()
    row.listed = row.listed | change
    refused_by_database(row.save, "refer")
    copies = [Entry(watch_list=row.watch_list, owner=row.owner, entry_id="x", listed=row.listed, added_in=row.added_in)]
    refused_by_database(lambda: Entry.objects.bulk_create(copies), "refer")
    others = publish(loaded(STOPPING), name="Own")
    refused_by_database(lambda: Entry.objects.filter(added_in=others).update(watch_list=row.watch_list), "refer")


def test_no_list_becomes_one_of_notices_or_stops_being_one() -> None:
    publish(notices(1), name="Notices", checked_on=TODAY)
    publish(loaded(STOPPING), name="Own")
    rows: Iterable[WatchList] = WatchList.objects.all()
    for row in rows:
        other = WatchList.objects.filter(pk=row.pk)
        refused_by_database(lambda of=other, to=not row.is_notices: of.update(is_notices=to), "stays one")
    refused_by_database(
        lambda: WatchList.objects.create(name="By hand", is_manual=True, is_notices=True), "notices_come_from_a_file"
    )
    assert not Nomination.objects.exists()
