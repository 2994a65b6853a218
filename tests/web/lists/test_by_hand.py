"""Lists kept by hand, on their pages: the form, its search and preview, the second person, a file, the board."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from roadstead.casework.alerts.models import Alert
from roadstead.config import config
from roadstead.engine.records import PartyRole
from roadstead.pipeline.rescreen import Rescreener
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.manual_lists import create_list
from roadstead.targeting.watchlists.models import Entry, Nomination, WatchList
from tests.conftest import make_user
from tests.filings.cargo.told import bill, cargo, party, take
from tests.pipeline.test_pipeline import ANNA, TOBIAS, file
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
GOOD = {
    "surname": TOBIAS.surname, "given": TOBIAS.given, "born": "1975", "nationality": "GUY", "action": "stop",
    "reason": "Warrant 7/2026", "evidence": "Registry 7/2026", "priority": "high", "expires": "2027-10-01",
    "why": "asked for by the court",
}  # fmt: skip


@pytest.fixture
def second(db: None) -> User:
    return make_user("second-a", Role.SUPERVISOR, state="BRB")


@pytest.fixture
def kept(region: None, supervisor_a: User) -> WatchList:
    State.objects.get_or_create(code="LCA", defaults={"name": "LCA"})
    return create_list("Warrants", 12, 6, by=supervisor_a)


def post(client: Client, user: User, address: str, **sent: Any) -> tuple[int, str]:
    client.force_login(user)
    response = client.post(address, sent, follow=True)
    enter(REGION)
    return response.status_code, response.content.decode()


def get(client: Client, user: User, address: str) -> tuple[int, str]:
    client.force_login(user)
    response = client.get(address)
    enter(REGION)
    return response.status_code, response.content.decode()


def forward(client: Client, user: User, kept: WatchList, **other: str) -> Nomination:
    status, text = post(client, user, f"/lists/{kept.pk}/nominate", **GOOD | other, act="forward")
    assert status == 200, text
    return Nomination.objects.latest("pk")


def agree(client: Client, user: User, row: Nomination) -> tuple[int, str]:
    return post(client, user, f"/nominations/{row.pk}/act", act="approve", why="compared with the warrant")


def run_rescreens() -> None:
    Rescreener(config()).run(ScreeningSetCache(), now=datetime.now(UTC), limit=1000)
    enter(REGION)


def test_a_supervisor_begins_a_list_and_an_officer_does_not(
    client: Client, supervisor_a: User, officer_a: User, region: None
) -> None:
    assert post(client, officer_a, "/lists/new", name="Mine", months="12", months_of_minors="6")[0] == 403
    status, text = post(client, supervisor_a, "/lists/new", name=" ", months="twelve", months_of_minors="6")
    assert status == 409
    assert '<a href="#begin-name">Fill in “Name of the list”.</a>' in text
    assert '<a href="#begin-months">Enter the number of months in digits' in text
    assert 'value="twelve"' in text
    status, text = post(client, supervisor_a, "/lists/new", name="Mine", months="3", months_of_minors="9")
    assert (status, '<a href="#begin-months">Choose 1 to 60 months' in text) == (409, True)
    status, text = post(client, supervisor_a, "/lists/new", name="Mine", months="9", months_of_minors="3")
    assert (status, "No entry is in force yet" in text) == (200, True)
    made = WatchList.objects.get()
    assert (made.owner, made.is_manual, made.review_months, made.review_months_of_minors) == ("BRB", True, 9, 3)


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    client: Client, officer_a: User, kept: WatchList
) -> None:
    status, text = post(client, officer_a, f"/lists/{kept.pk}/nominate", surname="X", act="forward")
    assert status == 409
    assert '<a href="#evidence">Enter where the evidence is kept.</a>' in text
    assert '<a href="#why">' in text
    assert "govuk-input--error" in text
    assert not Nomination.objects.exists()


def test_a_day_that_cannot_be_read_is_said_at_its_field_and_what_was_typed_stays(
    client: Client, officer_a: User, kept: WatchList
) -> None:
    for act in ("check", "draft", "forward"):
        sent = GOOD | {"expires": "soon", "given": "Tobias <i>", "aliases": "One\nTwo"}
        _, text = post(client, officer_a, f"/lists/{kept.pk}/nominate", **sent, act=act)
        assert '<a href="#expires">“soon” is not a day.' in text
        assert text.count('<a href="#expires">') == 1
        assert 'value="Tobias &lt;i&gt;"' in text
        assert "One\nTwo</textarea>" in text
        assert re.search(r'value="stop"[^>]* checked', text)
        assert '<option value="high" selected>' in text
    assert not Nomination.objects.exists()


def test_a_days_date_written_out_is_read(client: Client, officer_a: User, kept: WatchList) -> None:
    row = forward(client, officer_a, kept, expires="1 Oct 2027")
    assert (row.entry["expires"], row.cells["expires"]) == ("2027-10-01", "2027-10-01")


def test_a_decision_needs_its_reason_and_one_of_the_two_answers(
    client: Client, officer_a: User, supervisor_a: User, kept: WatchList
) -> None:
    row = forward(client, officer_a, kept)
    address = f"/nominations/{row.pk}/act"
    status, text = post(client, supervisor_a, address, act="approve", why=" ")
    assert (status, '<a href="#why">Fill in “Reason for your decision”.' in text) == (409, True)
    status, text = post(client, supervisor_a, address, act="perhaps", why="compared with the warrant")
    assert (status, "Choose one of the answers offered" in text) == (409, True)
    assert "compared with the warrant" in text
    assert post(client, supervisor_a, address, act="decline", why="another person")[0] == 200
    row.refresh_from_db()
    assert (row.status, row.decision_reason) == ("declined", "another person")


def test_a_draft_is_kept_unfinished_read_by_its_writer_alone_and_gone_on_with(
    client: Client, officer_a: User, supervisor_a: User, kept: WatchList
) -> None:
    post(client, officer_a, f"/lists/{kept.pk}/nominate", surname="Unfinished", act="draft")
    draft = Nomination.objects.get()
    assert "Unfinished" in get(client, officer_a, f"/lists/{kept.pk}/entries")[1]
    assert "Unfinished" not in get(client, supervisor_a, f"/lists/{kept.pk}/entries")[1]
    assert "Unfinished" not in post(client, supervisor_a, f"/nominations/{draft.pk}/edit", act="draft")[1]
    status, text = get(client, officer_a, f"/nominations/{draft.pk}/edit")
    assert (status, 'value="Unfinished"' in text, text.count("<h1")) == (200, True, 1)
    post(client, officer_a, f"/nominations/{draft.pk}/edit", **GOOD, act="forward")
    draft.refresh_from_db()
    assert (draft.status, draft.entry["names"][0]["text"]) == ("waiting", f"{TOBIAS.given} {TOBIAS.surname}")


def test_checking_shows_whom_it_would_have_raised_among_those_one_sees_and_writes_the_reading_down(
    client: Client, officer_a: User, officer_b: User, kept: WatchList
) -> None:
    file(paxlst(ANNA, TOBIAS))
    status, text = post(client, officer_a, f"/lists/{kept.pk}/nominate", **GOOD, act="check")
    assert status == 200
    assert "<strong>1 traveller</strong> of 2" in " ".join(text.split())
    assert f"{TOBIAS.surname}, {TOBIAS.given}" in text
    record = Record.objects.get(subject=f"list {kept.pk} preview")
    assert (record.action, record.detail) == ("read", "preview of a nomination: 1 travellers shown")
    assert TOBIAS.surname not in " ".join(Record.objects.values_list("detail", flat=True))
    assert not Nomination.objects.exists()
    assert not Alert.objects.exists()
    file(paxlst(TOBIAS, route=("MIA", "SLU"), flight="2X205", reference="2"))  # to Saint Lucia: not theirs to see
    assert "<strong>1 traveller</strong> of 2" in " ".join(
        post(client, officer_a, f"/lists/{kept.pk}/nominate", **GOOD, act="check")[1].split()
    )


def test_while_one_types_the_lists_are_searched_and_other_peoples_are_not(
    client: Client, officer_a: User, officer_b: User, supervisor_a: User, second: User, kept: WatchList
) -> None:
    agree(client, second, forward(client, supervisor_a, kept))
    text = post(client, officer_a, f"/lists/{kept.pk}/similar", surname="Quillfether", given="Tobias", born="1975")[1]
    assert "<html" not in text
    row = Entry.objects.get()
    similar = post(client, officer_a, f"/lists/{kept.pk}/similar", surname=TOBIAS.surname, given=TOBIAS.given)[1]
    assert row.entry_id in similar
    assert "Enter a name to search" in post(client, officer_a, f"/lists/{kept.pk}/similar", surname="")[1]
    assert post(client, officer_b, f"/lists/{kept.pk}/similar", surname=TOBIAS.surname)[0] == 404


def test_a_second_person_agrees_and_a_voyage_already_on_its_way_lights_up(
    client: Client, officer_a: User, supervisor_a: User, kept: WatchList
) -> None:
    file(paxlst(ANNA, TOBIAS))
    assert not Alert.objects.exists()
    row = forward(client, officer_a, kept)
    assert "another officer must approve it" in get(client, officer_a, f"/nominations/{row.pk}")[1]
    assert agree(client, officer_a, row)[0] == 409
    status, text = get(client, supervisor_a, f"/nominations/{row.pk}?preview=yes")
    assert (status, "1 traveller" in text) == (200, True)
    assert agree(client, supervisor_a, row)[0] == 200
    run_rescreens()
    alert = Alert.objects.get()
    assert (alert.list_name, alert.owner, alert.states, alert.action) == ("Warrants (BRB)", "BRB", ["BRB"], "stop")
    assert "evidence" not in alert.listed


def test_withdrawn_by_one_supervisor_the_open_alert_lapses_and_the_entrys_page_says_so(
    client: Client, officer_a: User, supervisor_a: User, kept: WatchList
) -> None:
    file(paxlst(TOBIAS))
    agree(client, supervisor_a, forward(client, officer_a, kept))
    run_rescreens()
    entry = Entry.objects.get()
    page = f"/lists/{kept.pk}/entries/{entry.pk}"
    assert post(client, supervisor_a, f"{page}/act", act="withdraw", why="")[0] == 409
    assert post(client, supervisor_a, f"{page}/act", act="withdraw", why="executed")[0] == 200
    run_rescreens()
    assert Alert.objects.get().state == "lapsed"
    text = get(client, supervisor_a, page)[1]
    assert "No longer in force" in text
    assert "executed" in text


def test_an_amendment_shows_what_changes_before_anybody_agrees(
    client: Client, officer_a: User, supervisor_a: User, kept: WatchList
) -> None:
    agree(client, supervisor_a, forward(client, officer_a, kept))
    entry = Entry.objects.get()
    status, text = get(client, officer_a, f"/lists/{kept.pk}/nominate?entry={entry.pk}")
    assert (status, "Registry 7/2026" in text) == (200, True)
    changed = GOOD | {"surname": entry.name, "given": "", "born": "1975-03-04", "act": "forward"}
    post(client, officer_a, f"/lists/{kept.pk}/nominate?entry={entry.pk}", **changed)
    row = Nomination.objects.latest("pk")
    text = get(client, supervisor_a, f"/nominations/{row.pk}")[1]
    assert "Date of birth: 1975 → 1975-03-04" in " ".join(text.split())


def test_another_states_people_and_the_centres_find_no_such_list(
    client: Client, officer_b: User, supervisor: User, supervisor_a: User, officer_a: User, kept: WatchList
) -> None:
    row = forward(client, officer_a, kept)
    for user in (officer_b, supervisor):
        for address in (f"/lists/{kept.pk}/entries", f"/lists/{kept.pk}/nominate", f"/nominations/{row.pk}"):
            assert get(client, user, address)[0] == 404
        assert agree(client, user, row)[0] in {403, 404}


# ── silent ──────────────────────────────────────────────────────────────────────────────────


def test_a_silent_entry_is_told_to_its_owner_and_to_nobody_at_the_border(
    client: Client, officer_a: User, supervisor_a: User, second: User, officer_b: User, kept: WatchList
) -> None:
    file(paxlst(ANNA, TOBIAS))
    agree(client, second, forward(client, supervisor_a, kept, action="silent"))
    run_rescreens()
    alert, entry = Alert.objects.get(), Entry.objects.get()
    assert (alert.action, alert.states) == ("discreet", ["BRB"])
    assert entry.name in get(client, supervisor_a, f"/alerts/{alert.pk}")[1]
    told = {
        "/alerts": entry.name,
        f"/voyages/{alert.voyage_id}": f'href="/alerts/{alert.pk}"',
        f"/lists/{kept.pk}/entries": entry.name,
        "/arrivals?when=all&alerts=yes": f'href="/voyages/{alert.voyage_id}"',
    }
    for address, words in told.items():
        assert words in get(client, supervisor_a, address)[1], address
    for user in (officer_a, officer_b):
        assert get(client, user, f"/alerts/{alert.pk}")[0] == 404
        for address, words in told.items():
            assert words not in get(client, user, address)[1], address
        assert get(client, user, f"/lists/{kept.pk}/entries/{entry.pk}")[0] == 404
        assert post(client, user, f"/alerts/{alert.pk}/act", act="take")[0] == 404


def test_a_silent_entry_of_the_regions_is_told_to_the_centre_alone(
    client: Client, supervisor: User, analyst: User, supervisor_a: User, kept: WatchList
) -> None:
    regional = create_list("Regional notices", 12, 6, by=supervisor)
    third = make_user("third", Role.SUPERVISOR)
    agree(client, third, forward(client, supervisor, regional, action="silent"))
    file(paxlst(ANNA, TOBIAS))
    alert = Alert.objects.get()
    assert alert.owner == "REGION"
    assert get(client, analyst, f"/alerts/{alert.pk}")[0] == 200
    assert get(client, supervisor_a, f"/alerts/{alert.pk}")[0] == 404
    client.force_login(supervisor_a)
    client.get("/lists")  # the request ends in the supervisor's own scope
    assert not Alert.objects.exists()
    assert not Entry.objects.exists()
    enter(REGION)


def test_a_stop_of_the_regions_is_told_to_each_state_on_the_way(
    client: Client, supervisor: User, supervisor_a: User, officer_b: User, kept: WatchList
) -> None:
    regional = create_list("Regional notices", 12, 6, by=supervisor)
    agree(client, make_user("third", Role.SUPERVISOR), forward(client, supervisor, regional))
    file(paxlst(TOBIAS, route=("BGI", "SLU")))
    alert = Alert.objects.get()
    assert sorted(alert.states) == ["BRB", "LCA"]
    for user in (supervisor_a, officer_b):
        assert get(client, user, f"/alerts/{alert.pk}")[0] == 200


def test_an_entry_that_becomes_silent_takes_its_open_alert_from_the_border(
    client: Client, officer_a: User, supervisor_a: User, second: User, kept: WatchList
) -> None:
    file(paxlst(TOBIAS))
    agree(client, supervisor_a, forward(client, officer_a, kept))
    run_rescreens()
    alert, entry = Alert.objects.get(), Entry.objects.get()
    assert get(client, officer_a, f"/alerts/{alert.pk}")[0] == 200
    changed = GOOD | {"surname": entry.name, "given": "", "action": "silent", "act": "forward"}
    post(client, supervisor_a, f"/lists/{kept.pk}/nominate?entry={entry.pk}", **changed)
    agree(client, second, Nomination.objects.latest("pk"))
    run_rescreens()
    alert.refresh_from_db()
    assert alert.action == "discreet"
    assert get(client, officer_a, f"/alerts/{alert.pk}")[0] == 404


# ── a file ──────────────────────────────────────────────────────────────────────────────────

HEAD = "id,surname,given,born,nationality,action,reason,evidence,expires\n"
ROWS = (
    "W-1,Quillfeather,Tobias,1975,GUY,stop,Warrant 1,Reg 1,2027-09-01\n"
    "W-2,Vanterpool,Hesketh,1961,GUY,silent,Warrant 2,,2027-09-01\n"
    "W-3,Nobody,Known,,,stop,Warrant 3,Reg 3,2027-09-01\n"
)


def bring(client: Client, user: User, kept: WatchList, text: str, **more: str) -> tuple[int, str]:
    sent = {"file": SimpleUploadedFile("own.csv", text.encode()), "why": "moved from the old list", **more}
    return post(client, user, f"/lists/{kept.pk}/import", **sent)


def test_a_file_is_compared_first_and_each_good_row_then_waits_for_one_reason_of_a_second_person(
    client: Client, supervisor_a: User, second: User, kept: WatchList
) -> None:
    status, text = bring(client, supervisor_a, kept, HEAD + ROWS, evidence="File room 3")
    assert status == 200
    assert "Row 4: Enter one more identifier besides the name" in " ".join(text.split())
    assert "Rows to nominate: 2." in text
    assert not Nomination.objects.exists()
    seen = re.search(r'name="seen" value="([^"]+)"', text)
    assert seen
    assert bring(client, supervisor_a, kept, HEAD + ROWS, evidence="File room 3", seen=seen[1], why=" ")[0] == 409
    bring(client, supervisor_a, kept, HEAD + ROWS, evidence="File room 3", seen=seen[1])
    rows = Nomination.objects.order_by("entry_id")
    assert [(row.entry_id, row.evidence, row.silent) for row in rows] == [
        ("W-1", "Reg 1", False),
        ("W-2", "File room 3", True),
    ]
    address = f"/lists/{kept.pk}/batches/{rows[0].batch}/act"
    assert post(client, supervisor_a, address, act="approve", why="own")[0] == 409
    assert post(client, second, address, act="approve", why="compared with the register")[0] == 200
    assert Entry.objects.filter(removed_in=None).count() == 2
    assert kept.versions.count() == 1
    assert {row.decision_reason for row in Nomination.objects.all()} == {"compared with the register"}


def test_what_is_wrong_with_an_import_is_said_at_its_field_and_the_rest_is_kept(
    client: Client, supervisor_a: User, kept: WatchList
) -> None:
    status, text = post(client, supervisor_a, f"/lists/{kept.pk}/import", evidence="File room 3", expires="soon")
    assert status == 400
    assert '<a href="#import-file">Choose a file for “CSV file”.' in text
    assert '<a href="#import-expires">“soon” is not a day.' in text
    assert 'value="File room 3"' in text


def test_the_same_file_again_changes_nothing_and_one_changed_row_is_one_amendment(
    client: Client, supervisor_a: User, second: User, kept: WatchList
) -> None:
    one = HEAD + ROWS.splitlines(keepends=True)[0]
    seen = re.search(r'name="seen" value="([^"]+)"', bring(client, supervisor_a, kept, one)[1])
    assert seen
    bring(client, supervisor_a, kept, one, seen=seen[1])
    batch = Nomination.objects.get().batch
    post(client, second, f"/lists/{kept.pk}/batches/{batch}/act", act="approve", why="w")
    assert "Rows to nominate: 0. Rows equal to entries in force: 1." in bring(client, supervisor_a, kept, one)[1]
    text = bring(client, supervisor_a, kept, one.replace("1975", "1975-03"))[1]
    assert "Rows to nominate: 1. Rows equal to entries in force: 0." in text
    assert "Date of birth: 1975 → 1975-03" in " ".join(text.split())


def test_a_file_tells_nobody_of_the_silent_entries_they_may_not_know_of(
    client: Client, officer_a: User, supervisor_a: User, second: User, kept: WatchList
) -> None:
    agree(client, second, forward(client, supervisor_a, kept, action="silent", evidence="Registry 9/2026"))
    entry = Entry.objects.get()
    text = f"{HEAD}{entry.entry_id},Somebody,Else,1980,GUY,stop,Warrant 1,Reg 1,2027-09-01\n"
    page = bring(client, officer_a, kept, text)[1]
    assert "Rows to nominate: 1. Rows equal to entries in force: 0." in page
    assert "Entries in force that are not in the file and stay in force: 0." in page
    assert entry.name not in page
    assert "1975" not in page
    assert "Date of birth: 1975 → 1980" in " ".join(bring(client, supervisor_a, kept, text)[1].split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no,headings\n1,2\n", "first row must have the headings"),
        (HEAD + "A,X,,,,,,,\nA,Y,,,,,,,\n", "have the same id"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_what_to_do(
    text: str, words: str, client: Client, supervisor_a: User, kept: WatchList
) -> None:
    status, page = bring(client, supervisor_a, kept, text)
    assert (status, words in page) == (409, True)


# ── the board ───────────────────────────────────────────────────────────────────────────────


def test_what_is_overdue_stands_on_top_and_alerts_nobody(
    client: Client, officer_a: User, supervisor_a: User, kept: WatchList
) -> None:
    agree(client, supervisor_a, forward(client, officer_a, kept))
    row = Entry.objects.get()
    Entry.objects.update(listed=row.listed | {"review": "2026-01-31"})
    text = get(client, officer_a, f"/lists/{kept.pk}/entries")[1]
    assert "1 entry is overdue and raises no alerts" in text
    assert "1 overdue" in get(client, officer_a, "/lists")[1]
    assert "Overdue: raises no alerts" in get(client, officer_a, f"/lists/{kept.pk}/entries/{row.pk}")[1]
    file(paxlst(TOBIAS))
    assert not Alert.objects.exists()


def test_the_board_of_quality_counts_and_its_file_hides_small_numbers(
    client: Client, officer_a: User, supervisor_a: User, kept: WatchList
) -> None:
    agree(client, supervisor_a, forward(client, officer_a, kept))
    file(paxlst(TOBIAS))
    Alert.objects.update(state="confirmed")
    text = " ".join(re.sub(r"<[^>]+>", " ", get(client, supervisor_a, "/lists/quality")[1]).split())
    assert "Warrants" in text
    assert "date of birth 100 %" in text
    assert "21 to 100 %" in text  # one of one
    csv = get(client, supervisor_a, "/lists/quality?as=csv")[1]
    (line,) = [line for line in csv.splitlines() if line.startswith("Warrants")]
    assert line.count("under 5") == 3  # meetings, alerts, confirmed
    assert Record.objects.filter(action="exported", subject="quality of lists").exists()


# ── vessels, aircraft, organisations ────────────────────────────────────────────────────────

THING = {name: GOOD[name] for name in ("action", "reason", "evidence", "priority", "expires", "why")}
SHIP = {**THING, "surname": "Imaginary Quill", "imo": "IMO 9074729", "nationality": "Panama", "kind": "vessel"}
FIRM = {**THING, "surname": "Zephyrine Quandor Trading Ltd", "register": "RC-2013800375", "kind": "organisation"}
PLANE = {**THING, "tail_number": "8P-XQZ", "vessel_type": "C208", "kind": "aircraft"}


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("vessel", ("surname", "aliases", "imo", "call_sign", "mmsi", "nationality")),
        ("aircraft", ("tail_number", "vessel_type", "nationality")),
        ("organisation", ("surname", "aliases", "register", "tax", "nationality", "address")),
    ],
)
def test_the_kind_in_the_address_asks_for_what_that_kind_has_and_for_no_birth(
    client: Client, officer_a: User, kept: WatchList, kind: str, names: tuple[str, ...]
) -> None:
    status, text = get(client, officer_a, f"/lists/{kept.pk}/nominate?kind={kind}")
    assert status == 200
    assert f'href="?kind={kind}" aria-current="page"' in text
    assert all(f'name="{name}"' in text for name in names)
    assert 'name="born"' not in text
    assert 'name="sex"' not in text


@pytest.mark.parametrize("said", [SHIP, FIRM, PLANE])
def test_what_is_no_person_goes_live_by_a_second_person_and_its_form_says_it_again(
    client: Client, officer_a: User, second: User, kept: WatchList, said: dict[str, str]
) -> None:
    row = forward(client, officer_a, kept, **dict.fromkeys(GOOD, "") | said)
    assert agree(client, second, row)[0] == 200
    entry = Entry.objects.get(removed_in=None)
    assert entry.kind == said["kind"]
    number = said.get("register") or said.get("tail_number") or "9074729"
    assert number in get(client, officer_a, f"/lists/{kept.pk}/entries/{entry.pk}")[1]
    amended = get(client, officer_a, f"/lists/{kept.pk}/nominate?entry={entry.pk}")[1]
    assert f'value="{number}"' in amended
    assert 'aria-label="Kind of entry"' not in amended


def test_an_imo_number_mistyped_is_said_at_its_field_and_not_put_forward(
    client: Client, officer_a: User, kept: WatchList
) -> None:
    status, text = post(client, officer_a, f"/lists/{kept.pk}/nominate", **SHIP | {"imo": "9074728"}, act="forward")
    assert status == 409
    assert '<a href="#imo">The last digit of the IMO number' in text
    assert not Nomination.objects.exists()


def ship(name: str, imo: str) -> bytes:
    named = f"TDT+20+2X101+8+++++{imo}:146::{name}:PAN'"
    return paxlst(ANNA, route=("USMIA", "BBBGI")).replace(b"TDT+20+2X101+++2X'", named.encode())


def test_a_voyage_with_the_number_of_a_nominated_vessel_raises_an_alert_once_a_second_person_agrees(
    client: Client, officer_a: User, second: User, kept: WatchList
) -> None:
    row = forward(client, officer_a, kept, **dict.fromkeys(GOOD, "") | SHIP)
    live = ScreeningSetCache()
    file(ship("OTHER NAME", "9074729"), live=live)
    assert not Alert.objects.exists()
    agree(client, second, row)
    Rescreener(config()).run(live, now=datetime.now(UTC), limit=1000)
    enter(REGION)
    alert = Alert.objects.get()
    assert (alert.kind, alert.entry_id, alert.list_name) == ("craft", row.entry_id, kept.title)
    assert "9074729" in str(alert.reasons)


def test_checking_a_vessel_shows_the_stored_voyages_it_would_have_raised_and_writes_only_the_reading_down(
    client: Client, officer_a: User, kept: WatchList
) -> None:
    file(ship("OTHER NAME", "9074729"))
    status, text = post(client, officer_a, f"/lists/{kept.pk}/nominate", **SHIP, act="check")
    assert (status, "<strong>1 voyage</strong>" in text, "OTHER NAME" in text) == (200, True, True)
    assert Record.objects.filter(detail__contains="1 voyages shown").count() == 1
    other = post(client, officer_a, f"/lists/{kept.pk}/nominate", **SHIP | {"imo": "9224726"}, act="check")[1]
    assert "<strong>0 voyages</strong>" in other
    assert not Alert.objects.exists()


def test_checking_an_organisation_shows_the_parties_of_bills_that_may_be_it_and_no_others(
    client: Client, officer_a: User, kept: WatchList
) -> None:
    buyer = party(PartyRole.CONSIGNEE, "ZEPHYRINE QUANDOR TRADING LTD")
    take(cargo(bill("B1", parties=(buyer,)), bill("B2")), now=datetime.now(UTC))
    enter(REGION)
    status, text = post(client, officer_a, f"/lists/{kept.pk}/nominate", **FIRM, act="check")
    assert (status, "<strong>1 party</strong>" in text, set(re.findall(r"\bB[12]\b", text))) == (200, True, {"B1"})


def test_a_vessel_listed_already_is_found_by_its_number_whatever_its_name(
    client: Client, officer_a: User, second: User, kept: WatchList
) -> None:
    agree(client, second, forward(client, officer_a, kept, **dict.fromkeys(GOOD, "") | SHIP))
    again = SHIP | {"surname": "Renamed Since"}
    assert "may be the same." in post(client, officer_a, f"/lists/{kept.pk}/similar", **again)[1]
    apart = SHIP | {"surname": "Renamed Since", "imo": "9224726"}
    assert (
        "No similar entry on the lists you can see." in post(client, officer_a, f"/lists/{kept.pk}/similar", **apart)[1]
    )


def test_a_silent_vessel_is_no_double_for_an_officer_at_a_border_nor_for_another_state(
    client: Client, officer_a: User, supervisor_a: User, second: User, kept: WatchList
) -> None:
    """S21: whoever may not know of it learns nothing from the search."""
    supervisor_b = make_user("supervisor-b", Role.SUPERVISOR, state="LCA")
    theirs = create_list("Ours", 12, 6, by=supervisor_b)
    silent = SHIP | {"action": "silent"}
    agree(client, second, forward(client, supervisor_a, kept, **dict.fromkeys(GOOD, "") | silent))
    nothing = "No similar entry on the lists you can see."
    assert "may be the same." in post(client, supervisor_a, f"/lists/{kept.pk}/similar", **SHIP)[1]
    assert nothing in post(client, officer_a, f"/lists/{kept.pk}/similar", **SHIP)[1]
    assert nothing in post(client, supervisor_b, f"/lists/{theirs.pk}/similar", **SHIP)[1]
