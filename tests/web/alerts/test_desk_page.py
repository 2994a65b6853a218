"""The desk's page and the photo on an alert: what an officer types, reads and records; who gets no picture."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from roadstead.casework.alerts.models import Alert, Outcome
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.agree import approve
from roadstead.targeting.watchlists.manual_lists import create_list
from roadstead.targeting.watchlists.models import Entry, Nomination, Photo, WatchList
from roadstead.targeting.watchlists.nominate import propose, save_draft
from roadstead.targeting.watchlists.photos import PhotoChange
from tests.casework.alerts.test_desk import OF_TOBIAS, OTHER, typed
from tests.pipeline.test_pipeline import ANNA, TOBIAS, file, put_in_force
from tests.samples import paxlst
from tests.targeting.watchlists.test_photos import picture

pytestmark = pytest.mark.django_db
CELLS = {
    "surname": "QUILLIMANE", "given": "Tobias", "born": "1975-03-04", "nationality": "GUY", "action": "stop",
    "reason": "Warrant 1", "evidence": "Box 1", "priority": "normal",
}  # fmt: skip


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})


def landed() -> None:
    Voyage.objects.update(arrives_at=timezone.now() - timedelta(minutes=5))


@pytest.fixture
def alert() -> Alert:
    put_in_force()
    file(paxlst(ANNA, TOBIAS))
    landed()
    return Alert.objects.get()


def check(client: Client, user: User, zone: str, status: int = 200) -> str:
    client.force_login(user)
    response = client.post("/desk", {"zone": zone})
    assert response.status_code == status
    return response.content.decode()


def title_of(text: str) -> str:
    return " ".join(text.partition("<title>")[2].partition("</title>")[0].split())


# ── the desk ────────────────────────────────────────────────────────────────────────────────


def test_an_alert_is_said_in_a_word_and_the_outcome_takes_two_presses(
    alert: Alert, officer_a: User, client: Client
) -> None:
    text = check(client, officer_a, typed(OF_TOBIAS))
    assert title_of(text).startswith("Alert – Check a document")
    assert f'href="/alerts/{alert.pk}"' in text
    assert "Admitted" in text
    assert "Declaration and document agree" in text
    response = client.post("/desk/outcome", {"alerts": str(alert.pk), "what": "admitted"})
    assert response["Location"] == "/desk"
    enter(REGION)
    made = Outcome.objects.get()
    assert (made.alert_id, made.type, made.state, made.recorded_by) == (alert.pk, "admitted", "BRB", officer_a)
    again = check(client, officer_a, typed(OF_TOBIAS))
    assert title_of(again).startswith("No alert – Check a document")
    assert "Decided or dealt with" in again


def test_a_refusal_needs_a_note_and_keeps_what_was_chosen(alert: Alert, officer_a: User, client: Client) -> None:
    client.force_login(officer_a)
    response = client.post("/desk/outcome", {"alerts": str(alert.pk), "what": "refused"})
    assert response.status_code == 409
    text = response.content.decode()
    assert "needs a note" in text
    assert 'value="refused" ' in text
    assert 'href="#outcome_note"' in text
    enter(REGION)
    assert not Outcome.objects.exists()


def test_before_the_declared_arrival_a_reason_is_asked_for(alert: Alert, officer_a: User, client: Client) -> None:
    Voyage.objects.update(arrives_at=timezone.now() + timedelta(hours=5))
    assert "Why you record it before the declared arrival" in check(client, officer_a, typed(OF_TOBIAS))
    told = {"alerts": str(alert.pk), "what": "admitted"}
    assert client.post("/desk/outcome", told).status_code == 400
    assert client.post("/desk/outcome", {**told, "early_reason": "landed early"}).status_code == 302
    enter(REGION)
    assert Outcome.objects.get().early_reason == "landed early"


def test_a_clean_traveller_is_said_in_a_word_and_nothing_is_recorded(
    alert: Alert, officer_a: User, client: Client
) -> None:
    text = check(client, officer_a, "T0000001")
    assert "No alert" in text
    assert "Nothing about this person was stored" in text
    assert "Record outcome" not in text
    assert "TESTER" in text


def test_a_wrong_check_digit_is_named_with_its_place_and_the_check_goes_on(
    alert: Alert, officer_a: User, client: Client
) -> None:
    text = check(client, officer_a, typed(OF_TOBIAS, ("G7654321", "G76S4321")))
    assert "Line 2, position 10:" in text
    assert f'href="/alerts/{alert.pk}"' in text  # found by the number that would fit


def test_who_is_declared_nowhere_is_said_so(officer_a: User, client: Client) -> None:
    text = check(client, officer_a, typed(OTHER))
    assert "on no list of travellers" in text
    assert "No alert" in text


def test_what_cannot_be_read_is_refused_and_stays_typed(officer_a: User, client: Client) -> None:
    text = check(client, officer_a, "P<GUYQUILLI", status=400)
    assert "type the two or three lines" in text
    assert "P&lt;GUYQUILLI" in text


def test_alerts_of_another_state_take_no_outcome(alert: Alert, officer_b: User, client: Client) -> None:
    client.force_login(officer_b)
    response = client.post("/desk/outcome", {"alerts": str(alert.pk), "what": "admitted"})
    assert response["Location"] == "/desk"
    enter(REGION)
    assert not Outcome.objects.exists()


def test_the_centre_has_no_desk(analyst: User, supervisor: User, client: Client) -> None:
    for user in (analyst, supervisor):
        client.force_login(user)
        assert client.get("/desk").status_code == 403


def test_nothing_of_a_document_stands_in_an_address(officer_a: User, client: Client) -> None:
    client.force_login(officer_a)
    field = client.get("/desk?zone=X1111111").content.decode().partition('id="zone"')[2].partition("</form>")[0]
    assert "X1111111" not in field
    assert client.get("/desk")["Cache-Control"] == "no-store"


# ── photos ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def listed(officer_a: User, supervisor_a: User) -> Alert:
    """An alert of Barbados about an entry of its own list, with a photo."""
    kept = create_list("Notices", 12, 6, by=supervisor_a)
    now = timezone.now()
    cells = {**CELLS, "expires": (now.date() + timedelta(days=100)).isoformat()}
    row = save_draft(kept, cells, why="w", by=officer_a, now=now, photo=PhotoChange(picture()))
    approve([propose(row, by=officer_a, now=now).pk], why="w", by=supervisor_a, now=now)
    file(paxlst(TOBIAS))
    landed()
    return Alert.objects.get()


def test_the_photo_stands_beside_the_declaration_and_each_view_is_in_the_audit(
    listed: Alert, officer_a: User, client: Client
) -> None:
    client.force_login(officer_a)
    text = client.get(f"/alerts/{listed.pk}").content.decode()
    assert f'src="/alerts/{listed.pk}/photo"' in text
    assert "Photo of the listed person, from Notices (BRB), added" in text
    assert "compares no faces" in text
    shown = client.get(f"/alerts/{listed.pk}/photo")
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/jpeg", "no-store")
    assert shown.content.startswith(b"\xff\xd8\xff")
    enter(REGION)
    line = Record.objects.filter(who=officer_a, subject=f"photo {Photo.objects.get().pk}").get()
    assert (line.purpose, line.detail, line.states) == ("photo", f"alert {listed.pk}", ["BRB"])
    assert line.basis == "listing-authority"


def test_the_desk_shows_it_too(listed: Alert, officer_a: User, client: Client) -> None:
    assert f'src="/alerts/{listed.pk}/photo"' in check(client, officer_a, typed(OF_TOBIAS))


def test_another_state_and_the_centre_get_no_picture(
    listed: Alert, officer_b: User, analyst: User, supervisor: User, client: Client
) -> None:
    enter(REGION)
    entry, nomination = Entry.objects.get(), Nomination.objects.get()
    of = entry.watch_list_id
    addresses = (
        f"/alerts/{listed.pk}/photo", f"/lists/{of}/entries/{entry.pk}/photo", f"/nominations/{nomination.pk}/photo",
    )  # fmt: skip
    for user in (officer_b, analyst, supervisor):
        client.force_login(user)
        assert [client.get(address).status_code for address in addresses] == [404] * 3


def test_another_state_that_the_owner_shares_with_sees_it_on_its_alert_until_that_ends(
    listed: Alert, officer_b: User, client: Client
) -> None:
    enter(REGION)
    WatchList.objects.update(tlp="amber", may_share_with=["LCA"])
    Alert.objects.update(states=["BRB", "LCA"], tlp="amber")
    Voyage.objects.update(states=["BRB", "LCA"])
    client.force_login(officer_b)
    address = f"/alerts/{listed.pk}/photo"
    assert client.get(address).status_code == 200
    assert not Photo.objects.visible_to(officer_b).exists()
    enter(REGION)
    WatchList.objects.update(tlp="amber+strict", may_share_with=[])  # the alert is not yet told
    assert client.get(address).status_code == 404
    assert "/photo" not in client.get(f"/alerts/{listed.pk}").content.decode()


def test_an_entry_that_became_silent_shows_no_photo_to_an_officer_at_once(
    listed: Alert, officer_a: User, supervisor_a: User, client: Client
) -> None:
    enter(REGION)
    entry = Entry.objects.get()
    Entry.objects.update(listed={**entry.listed, "action": "discreet"})
    for user, status in ((officer_a, 404), (supervisor_a, 200)):
        client.force_login(user)
        assert client.get(f"/alerts/{listed.pk}/photo").status_code == status


def test_an_alert_of_a_list_without_photos_has_none(alert: Alert, officer_a: User, client: Client) -> None:
    client.force_login(officer_a)
    assert "/photo" not in client.get(f"/alerts/{alert.pk}").content.decode()
    assert client.get(f"/alerts/{alert.pk}/photo").status_code == 404


def test_a_photo_is_uploaded_with_a_nomination_and_seen_by_the_second_officer(
    officer_a: User, supervisor_a: User, client: Client
) -> None:
    kept = create_list("Notices", 12, 6, by=supervisor_a)
    expires = (timezone.now().date() + timedelta(days=100)).isoformat()
    form = {**CELLS, "expires": expires, "why": "w", "act": "draft"}
    client.force_login(officer_a)
    checked = client.post(f"/lists/{kept.pk}/nominate", {**form, "act": "check", "photo": uploaded(picture())})
    assert "Choose the photo again" in checked.content.decode()
    assert not Photo.objects.exists()
    client.post(f"/lists/{kept.pk}/nominate", {**form, "photo": uploaded(picture())})
    enter(REGION)
    draft = Nomination.objects.get()
    assert draft.photo
    address = f"/nominations/{draft.pk}"
    client.force_login(supervisor_a)
    assert client.get(f"{address}/photo").status_code == 404  # a draft is its author's
    client.force_login(officer_a)
    text = client.get(f"{address}/edit").content.decode()
    assert f'src="{address}/photo"' in text
    assert "Remove the present photo" in text
    client.post(f"{address}/edit", {**form, "act": "forward"})
    client.force_login(supervisor_a)
    assert f'src="{address}/photo"' in client.get(address).content.decode()
    assert client.get(f"{address}/photo").status_code == 200
    client.post(f"{address}/act", {"act": "approve", "why": "compared"})
    enter(REGION)
    entry = Entry.objects.get()
    assert entry.photo == draft.photo
    assert client.get(f"/lists/{kept.pk}/entries/{entry.pk}/photo").status_code == 200


def test_a_file_that_is_no_photo_is_refused_at_its_field(officer_a: User, supervisor_a: User, client: Client) -> None:
    kept = create_list("Notices", 12, 6, by=supervisor_a)
    client.force_login(officer_a)
    form = {**CELLS, "act": "draft", "photo": uploaded(b"%PDF-1.7 no picture")}
    response = client.post(f"/lists/{kept.pk}/nominate", form)
    assert response.status_code == 409
    text = response.content.decode()
    assert 'href="#photo"' in text
    assert "not a JPEG or PNG picture" in text
    enter(REGION)
    assert not Nomination.objects.exists()


def test_a_vessel_has_no_photo(officer_a: User, supervisor_a: User, client: Client) -> None:
    kept = create_list("Notices", 12, 6, by=supervisor_a)
    client.force_login(officer_a)
    assert 'name="photo"' not in client.get(f"/lists/{kept.pk}/nominate?kind=vessel").content.decode()
    client.post(f"/lists/{kept.pk}/nominate?kind=vessel", {"kind": "vessel", "act": "draft", "photo": uploaded(b"x")})
    assert not Photo.objects.exists()


def uploaded(raw: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("face.jpg", raw, "image/jpeg")
