"""Lists kept by hand: what a nomination must say, who agrees, what goes live, what is overdue (S21, S22, S23)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from roadstead.engine import records as model
from roadstead.engine.formats.lists import load_bytes
from roadstead.engine.matching.policy import in_force
from roadstead.engine.records import Action
from roadstead.engine.refusals import NotAllowed
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.database.scope import REGION, Scope, enter
from roadstead.targeting.rescreens.models import RescreenJob
from roadstead.targeting.watchlists.agree import approve, decline, withdraw
from roadstead.targeting.watchlists.manual_lists import create_list
from roadstead.targeting.watchlists.models import Entry, Nomination, Version, WatchList
from roadstead.targeting.watchlists.nominate import drop, evidence_of, propose, propose_renewal, save_draft
from roadstead.targeting.watchlists.nomination_checks import (
    CheckedNomination,
    ReviewBounds,
    add_months,
    cells_of,
    check_nomination,
    may_be_minor,
)
from roadstead.targeting.watchlists.overdue import due_soon, overdue
from roadstead.targeting.watchlists.publish import ListRefused, as_entry, publish
from roadstead.targeting.watchlists.similar import find_similar
from tests.conftest import make_user

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
BOUNDS = ReviewBounds(today=TODAY, months=12, months_of_minors=6)
GOOD = {
    "surname": "MARROWBY", "given": "Quentin", "aliases": "~Quin\nQuentin Marrow", "born": "1979", "sex": "M",
    "nationality": "Guyana", "documents": "P:GUY:R0000001", "action": "stop", "reason": "Warrant 7/2026",
    "evidence": "Registry 7/2026", "priority": "high", "expires": "2027-10-01", "review": "",
}  # fmt: skip
CHILD = {**GOOD, "born": "2012-05"}


def said(cells: Mapping[str, str]) -> CheckedNomination:
    return check_nomination(cells, BOUNDS, title="Warrants (BRB)")


# ── what a nomination must say ──────────────────────────────────────────────────────────────


def test_a_whole_nomination_becomes_an_entry_with_names_dates_and_papers_read_as_a_file_is() -> None:
    found = said(GOOD)
    assert found.faults == ()
    assert [(name.text, name.weak) for name in found.entry.names] == [
        ("Quentin MARROWBY", False),
        ("Quentin Marrow", False),
        ("Quin", True),
    ]
    entry = found.entry
    assert (entry.born, entry.nationalities, entry.action) == (("1979",), ("GUY",), Action.STOP)
    assert (entry.priority, entry.review, entry.reason) == ("high", "2027-11-25", "Warrant 7/2026")
    assert entry.documents[0].number == "R0000001"


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"surname": "", "given": "", "aliases": ""}, "surname", "Enter the name"),
        ({"born": "", "nationality": "", "documents": ""}, "born", "one more identifier"),
        ({"born": "2031"}, "born", "future"),
        ({"born": "1900-01-01"}, "born", "too long ago"),
        ({"born": "the thirtieth"}, "born", "is not a valid date. We left it out."),
        ({"nationality": "Atlantis"}, "nationality", "not a country"),
        ({"action": "refer"}, "action", "stop or silent"),
        ({"action": ""}, "action", "stop or silent"),
        ({"reason": ""}, "reason", "legal basis"),
        ({"evidence": " "}, "evidence", "evidence"),
        ({"expires": ""}, "expires", "full date after today"),
        ({"expires": "2027-03"}, "expires", "full date after today"),
        ({"expires": "2026-11-25"}, "expires", "after today"),
        ({"review": "2027-11-26"}, "review", "2027-11-25 at the latest"),
        ({"priority": "utmost"}, "priority", "high, normal or low"),
        ({"evidence": "x" * 201}, "evidence", "200"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(wrong: dict[str, str], field: str, words: str) -> None:
    faults = said({**GOOD, **wrong}).faults
    assert [fault.field for fault in faults if words in str(fault.text)] == [field]


@pytest.mark.parametrize("one", ["born", "nationality", "documents"])
def test_any_one_identifier_besides_the_name_will_do(one: str) -> None:
    cells = {**GOOD, "born": "", "nationality": "", "documents": "", one: GOOD[one]}
    assert said(cells).faults == ()


def test_who_may_still_be_a_child_is_reviewed_after_six_months() -> None:
    assert said(CHILD).entry.review == "2027-05-25"
    assert said({**CHILD, "review": "2027-05-26"}).faults
    assert may_be_minor(("2008",), TODAY)  # born in December 2008, as far as the year says
    assert not may_be_minor(("2008-11-25",), TODAY)
    assert not may_be_minor((), TODAY)


def test_months_later_is_a_day_that_exists() -> None:
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_months(date(2024, 2, 29), -216) == date(2006, 2, 28)


def test_an_entry_in_the_form_and_back_is_the_same_entry() -> None:
    entry = said(GOOD).entry
    again = said({**cells_of(entry, "Registry 7/2026"), "review": entry.review}).entry
    assert again == entry


def test_marks_nobody_sees_are_in_no_name_of_an_entry() -> None:
    assert said({**GOOD, "surname": "\u202eMARROWBY\u202c"}).entry.name == said(GOOD).entry.name


# ── vessels, aircraft, organisations ────────────────────────────────────────────────────────

THING = {name: GOOD[name] for name in ("action", "reason", "evidence", "priority", "expires", "review")}
SHIP = {**THING, "kind": "vessel", "surname": "Imaginary Quill", "aliases": "Former Quagmire", "imo": "IMO 9074729",
        "mmsi": "351000001", "nationality": "Panama"}  # fmt: skip
PLANE = {**THING, "kind": "aircraft", "tail_number": "8P-XQZ", "vessel_type": "C208"}
FIRM = {**THING, "kind": "organisation", "surname": "Zephyrine Quandor Ltd", "register": "RC-77", "tax": "20138003",
        "address": "14 Rue des Alizes, Bridgeport\n9 Imaginary Wharf"}  # fmt: skip


@pytest.mark.parametrize("cells", [SHIP, PLANE, FIRM])
def test_what_is_no_person_in_the_form_and_back_is_the_same_entry(cells: dict[str, str]) -> None:
    found = said(cells)
    assert found.faults == ()
    assert found.entry.kind == cells["kind"]
    assert said({**cells_of(found.entry, "Registry 7/2026"), "review": found.entry.review}).entry == found.entry


def test_an_aircraft_is_called_by_its_registration_and_an_organisation_keeps_each_of_its_addresses() -> None:
    assert said(PLANE).entry.name == "8P-XQZ"
    assert said(FIRM).entry.identifiers["address"] == "14 Rue des Alizes, Bridgeport; 9 Imaginary Wharf"


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({**SHIP, "imo": "", "mmsi": ""}, "imo", "Vessels share names"),
        ({**SHIP, "imo": "9074728"}, "imo", "last digit"),
        ({**SHIP, "imo": "907"}, "imo", "seven digits"),
        ({**SHIP, "mmsi": "35100"}, "mmsi", "nine digits"),
        ({**PLANE, "tail_number": ""}, "tail_number", "registration"),
        ({**FIRM, "register": "", "tax": "", "address": ""}, "register", "one more identifier"),
        ({**FIRM, "kind": "other"}, "kind", "Choose the kind"),
        ({**FIRM, "kind": "submarine"}, "kind", "Choose the kind"),
    ],
)
def test_each_kind_is_asked_for_a_second_identifier_of_its_own(cells: dict[str, str], field: str, words: str) -> None:
    assert [fault.field for fault in said(cells).faults if words in str(fault.text)] == [field]


# ── nominate, agree ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def clerk(db: None) -> User:
    return make_user("second-a", Role.SUPERVISOR, state="BRB")


@pytest.fixture
def kept(region: None, supervisor_a: User) -> WatchList:
    return create_list("Warrants", 12, 6, by=supervisor_a)


def wait(kept: WatchList, by: User, base: Entry | None = None, **other: str) -> Nomination:
    row = save_draft(kept, {**GOOD, **other}, why="asked for by the court", by=by, now=NOW, base=base)
    return propose(row, by=by, now=NOW)


def live(kept: WatchList, by: User, second: User, base: Entry | None = None, **other: str) -> Entry:
    row = wait(kept, by, base, **other)
    approve([row.pk], why="compared with the warrant", by=second, now=NOW)
    return Entry.objects.get(entry_id=row.entry_id, removed_in=None)


pg = pytest.mark.django_db


@pg
def test_an_entry_goes_live_when_a_second_person_agrees_and_not_before(
    kept: WatchList, officer_a: User, supervisor_a: User
) -> None:
    row = wait(kept, officer_a)
    assert not Entry.objects.exists()
    approve([row.pk], why="compared", by=supervisor_a, now=NOW)
    entry = Entry.objects.get()
    assert (entry.entry_id, entry.owner, entry.listed["action"]) == (row.entry_id, "BRB", "stop")
    assert evidence_of(entry) == "Registry 7/2026"
    assert "evidence" not in entry.listed
    row.refresh_from_db()
    assert (row.status, row.decided_by, row.version) == ("live", supervisor_a, entry.added_in)
    assert RescreenJob.objects.get().version == entry.added_in


@pg
def test_nobody_agrees_to_what_they_put_forward_themselves(kept: WatchList, supervisor_a: User) -> None:
    row = wait(kept, supervisor_a)
    with pytest.raises(NotAllowed, match="cannot approve your own proposal"):
        approve([row.pk], why="w", by=supervisor_a, now=NOW)
    with pytest.raises(IntegrityError, match="an_entry_goes_live_by_two_people"), transaction.atomic():
        Nomination.objects.filter(pk=row.pk).update(status="live", decision="approved", decided_by=supervisor_a)
    assert not Entry.objects.exists()


@pg
def test_an_officer_nominates_and_does_not_agree(kept: WatchList, officer_a: User, supervisor_a: User) -> None:
    row = wait(kept, supervisor_a)
    with pytest.raises(NotAllowed, match="supervisor"):
        approve([row.pk], why="w", by=officer_a, now=NOW)


@pg
def test_people_of_another_owner_neither_nominate_nor_see_nor_agree(
    kept: WatchList, officer_a: User, officer_b: User, supervisor: User
) -> None:
    row = wait(kept, officer_a)
    for other in (officer_b, supervisor):
        assert not Nomination.objects.visible_to(other).exists()
        with pytest.raises(NotAllowed):
            save_draft(kept, GOOD, why="w", by=other, now=NOW)
    with pytest.raises(NotAllowed):
        approve([row.pk], why="w", by=supervisor, now=NOW)
    enter(Scope(states=("LCA",)))
    assert not Nomination.objects.exists()
    enter(REGION)


@pg
def test_the_regions_nominations_are_not_the_states_to_read(supervisor: User, officer_a: User, region: None) -> None:
    regional = create_list("Regional notices", 12, 6, by=supervisor)
    wait(regional, supervisor)
    assert not Nomination.objects.visible_to(officer_a).exists()
    enter(Scope(states=("BRB",)))
    assert not Nomination.objects.exists()
    enter(REGION)
    assert Nomination.objects.exists()


@pg
def test_what_is_unfinished_is_kept_as_a_draft_and_not_put_forward(kept: WatchList, officer_a: User) -> None:
    row = save_draft(kept, {"surname": "MARROWBY"}, why="", by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="legal basis"):
        propose(row, by=officer_a, now=NOW)
    row.refresh_from_db()
    assert (row.status, row.cells["surname"]) == ("draft", "MARROWBY")
    drop(row.pk, by=officer_a, now=NOW)
    row.refresh_from_db()
    assert (row.status, row.cells) == ("dropped", {})


@pg
def test_an_amendment_is_a_new_version_and_the_old_one_can_be_had_again(
    kept: WatchList, officer_a: User, supervisor_a: User
) -> None:
    first = live(kept, officer_a, supervisor_a)
    second = live(kept, officer_a, supervisor_a, base=first, born="1979-03-14")
    first.refresh_from_db()
    assert (first.removed_in, as_entry(first).born) == (second.added_in, ("1979",))
    assert as_entry(second).born == ("1979-03-14",)
    history = kept.nominations.filter(entry_id=first.entry_id).values_list("act", "reason", "decision_reason")
    assert list(history) == [
        ("amend", "asked for by the court", "compared with the warrant"),
        ("add", "asked for by the court", "compared with the warrant"),
    ]


@pg
def test_what_would_change_nothing_is_not_put_forward(kept: WatchList, officer_a: User, supervisor_a: User) -> None:
    entry = live(kept, officer_a, supervisor_a)
    with pytest.raises(NotAllowed, match="same as the entry in force"):
        wait(kept, officer_a, base=entry)


@pg
def test_an_amendment_of_what_has_changed_meanwhile_is_not_put_in_force(
    kept: WatchList, officer_a: User, supervisor_a: User
) -> None:
    entry = live(kept, officer_a, supervisor_a)
    stale, newer = (wait(kept, officer_a, base=entry, born=born) for born in ("1978", "1977"))
    approve([newer.pk], why="w", by=supervisor_a, now=NOW)
    stale.refresh_from_db()
    assert stale.status == "overtaken"
    with pytest.raises(NotAllowed):
        approve([stale.pk], why="w", by=supervisor_a, now=NOW)


@pg
def test_one_supervisor_withdraws_at_once_and_an_officer_waits_for_one(
    kept: WatchList, officer_a: User, supervisor_a: User
) -> None:
    one, other = (live(kept, officer_a, supervisor_a, documents=f"P:GUY:R000000{n}") for n in (1, 2))
    made = withdraw(one, why="the warrant was executed", by=supervisor_a, now=NOW)
    assert (made.status, made.decided_by) == ("live", supervisor_a)
    assert list(Entry.objects.filter(removed_in=None)) == [other]
    asked = withdraw(other, why="the same", by=officer_a, now=NOW)
    assert asked.status == "waiting"
    assert Entry.objects.filter(removed_in=None).count() == 1
    approve([asked.pk], why="w", by=supervisor_a, now=NOW)
    assert not Entry.objects.filter(removed_in=None).exists()
    assert kept.versions.first().counts == {}  # type: ignore[union-attr]


@pg
def test_declined_stays_out_and_says_why(kept: WatchList, officer_a: User, supervisor_a: User) -> None:
    row = wait(kept, officer_a)
    with pytest.raises(NotAllowed, match="give a reason"):
        decline([row.pk], why=" ", by=supervisor_a, now=NOW)
    decline([row.pk], why="not the same person", by=supervisor_a, now=NOW)
    row.refresh_from_db()
    assert (row.status, row.decision_reason, Entry.objects.count()) == ("declined", "not the same person", 0)


@pg
def test_nothing_nominated_is_ever_deleted(kept: WatchList, officer_a: User) -> None:
    wait(kept, officer_a)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Nomination.objects.all().delete()


@pg
def test_no_file_takes_the_place_of_a_list_kept_by_hand(kept: WatchList, officer_a: User, supervisor_a: User) -> None:
    live(kept, officer_a, supervisor_a)
    loaded = load_bytes(b"id,surname,born\nX,Somebody,1980\n", "own.csv")
    with pytest.raises(ListRefused, match="is a manual list"):
        publish(loaded, name="Warrants", owner="BRB", by=supervisor_a, even_if_suspicious=True)
    assert Version.objects.count() == 1


@pg
def test_the_version_is_a_hash_of_what_the_list_says_and_a_worker_follows_it(
    kept: WatchList, officer_a: User, supervisor_a: User
) -> None:
    watch = ScreeningSetCache()
    watch.refresh()
    live(kept, officer_a, supervisor_a)
    first = kept.versions.first()
    assert watch.refresh()
    assert watch.current().versions["Warrants (BRB)"].sha256 == first.sha256  # type: ignore[union-attr]
    live(kept, officer_a, supervisor_a, documents="P:GUY:R0000009")
    second = kept.versions.first()
    assert first.sha256 != second.sha256  # type: ignore[union-attr]
    assert (second.added, second.counts) == (1, {"person": 2})  # type: ignore[union-attr]


# ── overdue ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("days", "counts"), [(0, True), (1, False)])
@pytest.mark.parametrize("field", ["review", "expires"])
def test_past_its_review_or_expiry_an_entry_alerts_nobody(field: str, days: int, counts: bool) -> None:
    entry = model.Entry(id="1", list="l", **{field: TODAY.isoformat()})  # type: ignore[arg-type]
    assert in_force(entry, TODAY + timedelta(days=days)) is counts


@pg
def test_what_is_overdue_and_what_comes_up_stand_on_the_board(
    kept: WatchList, officer_a: User, supervisor_a: User
) -> None:
    entry = live(kept, officer_a, supervisor_a, review="2027-01-10")
    rows = [entry]
    assert (overdue(rows, date(2027, 1, 10)), due_soon(rows, date(2026, 12, 10))) == ([], [])
    assert [due.why for due in due_soon(rows, date(2026, 12, 11))] == ["review"]
    assert [due.by for due in overdue(rows, date(2027, 1, 11))] == ["2027-01-10"]
    assert due_soon(rows, date(2027, 1, 11)) == []


@pg
def test_who_looked_at_it_again_nominates_the_next_review(kept: WatchList, officer_a: User, supervisor_a: User) -> None:
    entry = live(kept, officer_a, supervisor_a, review="2027-01-10")
    later_on = NOW + timedelta(days=60)
    row = propose_renewal(entry, why="the warrant stands", by=officer_a, now=later_on)
    approve([row.pk], why="w", by=supervisor_a, now=later_on)
    assert Entry.objects.get(removed_in=None).listed["review"] == "2028-01-24"


# ── doubles ─────────────────────────────────────────────────────────────────────────────────


@pg
def test_a_double_is_found_by_the_matcher_among_the_lists_one_may_see(
    kept: WatchList, officer_a: User, officer_b: User, supervisor_a: User
) -> None:
    publish(
        load_bytes(b"id,surname,given,born\nX,Marowby,Quenten,1979\nY,Other,Person,1950\n", "r.csv"), name="Regional"
    )
    entry = said({**GOOD, "documents": ""}).entry
    found, without = find_similar(entry, officer_a)
    assert ([one.entry.id for one in found], without) == (["X"], ())
    live(kept, officer_a, supervisor_a)
    assert {one.entry.list for one in find_similar(entry, officer_a)[0]} == {"Regional", "Warrants (BRB)"}
    assert {one.entry.list for one in find_similar(entry, officer_b)[0]} == {"Regional"}


@pg
def test_a_silent_entry_is_no_double_to_whoever_may_not_know_of_it(
    kept: WatchList, officer_a: User, supervisor_a: User, clerk: User, supervisor: User
) -> None:
    live(kept, supervisor_a, clerk, action="silent")
    entry = said(GOOD).entry
    assert find_similar(entry, officer_a)[0] == []
    assert [one.entry.list for one in find_similar(entry, supervisor_a)[0]] == ["Warrants (BRB)"]
    silent = b"id,surname,given,born,action\nS,Marrowby,Quentin,1979,silent\n"
    publish(load_bytes(silent, "s.csv"), name="Regional silent")
    assert [one.entry.id for one in find_similar(entry, supervisor)[0]] == ["S"]
    assert [one.entry.list for one in find_similar(entry, supervisor_a)[0]] == ["Warrants (BRB)"]
