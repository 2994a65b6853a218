"""A supervisor puts a list in force: of the own state or the region, compared first, damaged ones refused."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from roadstead.config import config
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.rescreens.models import RescreenJob
from roadstead.targeting.watchlists.models import Entry, Version, WatchList
from roadstead.web.common.refusals import as_sentence
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
HEAD = "id,surname,given,born,nationality,action,reason"


def csv(count: int) -> SimpleUploadedFile:
    rows = [f"R-{at},Person{at:03},Test,19{at % 90 + 10}-01-02,GUY,refer,x" for at in range(count)]
    return SimpleUploadedFile("own.csv", "\n".join([HEAD, *rows]).encode())


def compare(client: Client, user: User, file: SimpleUploadedFile | None, **more: str) -> tuple[int, str]:
    client.force_login(user)
    sent: dict[str, object] = {"name": "National", **more}
    response = client.post("/lists/load", sent | ({"file": file} if file else {}), follow=True)
    return response.status_code, response.content.decode()


def load(client: Client, user: User, file: SimpleUploadedFile | None, **more: str) -> tuple[int, str]:
    """As a supervisor does it: compare, look, choose the same file again and put it in force."""
    status, text = compare(client, user, file, **more)
    seen = re.search(r'name="seen" value="([^"]+)"', text)
    if file is None or seen is None:
        return status, text
    file.seek(0)
    return compare(client, user, file, seen=seen[1], **more)


def test_what_a_new_version_changes_is_shown_before_it_is_in_force(client: Client, supervisor_a: User) -> None:
    load(client, supervisor_a, csv(30))
    rows = csv(31).read().decode().replace("Person004,Test,1914", "Person004,Best,1915").replace("R-7,", "R-700,")
    status, text = compare(client, supervisor_a, SimpleUploadedFile("own.csv", rows.encode()))
    assert status == 200
    assert "2 added, 1 amended, 1 removed." in text
    assert "Names: Test Person004 → Best Person004" in text
    assert "Date of birth: 1914-01-02 → 1915-01-02" in text
    assert re.search(r"Test Person007.{0,300}removed", text, re.S)
    enter(REGION)
    assert Entry.objects.filter(removed_in=None).count() == 30
    assert Version.objects.count() == 1


def test_another_file_than_the_one_compared_is_compared_again(client: Client, supervisor_a: User) -> None:
    _, text = compare(client, supervisor_a, csv(30))
    seen = re.search(r'name="seen" value="([^"]+)"', text)
    assert seen
    status, text = compare(client, supervisor_a, csv(29), seen=seen[1])
    assert (status, "29 added, 0 amended, 0 removed." in text) == (200, True)
    enter(REGION)
    assert not WatchList.objects.exists()


def test_who_overruled_a_doubt_is_written_down(client: Client, supervisor_a: User) -> None:
    load(client, supervisor_a, csv(30))
    load(client, supervisor_a, csv(3), anyway="yes")
    enter(REGION)
    assert Record.objects.get(action="doubted list published").who == supervisor_a


def test_what_is_loaded_belongs_to_the_supervisors_own_state(client: Client, supervisor_a: User) -> None:
    status, text = load(client, supervisor_a, csv(30))
    assert status == 200
    assert "30 added, 0 amended, 0 removed" in text
    enter(REGION)
    assert [(each.name, each.owner, each.title) for each in WatchList.objects.all()] == [
        ("National", "BRB", "National (BRB)")
    ]
    assert Record.objects.filter(action="list published", who=supervisor_a).exists()


def test_two_states_may_call_their_lists_the_same_and_neither_sees_the_other(
    client: Client, supervisor_a: User, officer_b: User
) -> None:
    load(client, supervisor_a, csv(30))
    supervisor_b = officer_b
    supervisor_b.role = "supervisor"
    supervisor_b.save()
    status, text = load(client, supervisor_b, csv(12))
    assert status == 200
    assert "12 added" in text
    assert "30 people" not in text
    enter(REGION)
    live = ScreeningSetCache()
    live.refresh()
    assert dict(live.current().owners) == {"National (BRB)": "BRB", "National (LCA)": "LCA"}


def test_a_damaged_version_is_refused_until_the_supervisor_says_otherwise(client: Client, supervisor: User) -> None:
    load(client, supervisor, csv(30))
    status, text = load(client, supervisor, csv(3))
    assert status == 409
    assert "stays at version" in text
    assert "I have checked the file" in text
    client.cookies["language"] = "es"
    assert "Faltan 27 de 30 entradas (90%; el límite es 20%)." in load(client, supervisor, csv(3))[1]
    assert load(client, supervisor, csv(3), anyway="yes")[0] == 200
    enter(REGION)
    assert Entry.objects.filter(removed_in=None).count() == 3


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (None, "Choose a file for “List file”."),
        (SimpleUploadedFile("x.csv", b"<html>"), "x.csv"),
        (SimpleUploadedFile("e", b""), "e "),
    ],
)
def test_what_is_no_list_is_refused_in_words(
    client: Client, supervisor: User, file: SimpleUploadedFile | None, says: str
) -> None:
    status, text = load(client, supervisor, file)
    assert status in {400, 409}
    assert says in text


def test_lost_documents_are_loaded_by_the_same_form(client: Client, supervisor: User) -> None:
    file = SimpleUploadedFile("lost.csv", b"issuer,type,number\nBRB,P,T0000001\n")
    status, text = load(client, supervisor, file, kind="documents", name="Lost")
    assert status == 200
    assert "1 added" in text


def test_an_emptied_list_of_documents_is_asked_about_by_the_same_form(client: Client, supervisor: User) -> None:
    full = SimpleUploadedFile("lost.csv", b"issuer,type,number\nBRB,P,T0000001\n")
    load(client, supervisor, full, kind="documents", name="Lost")
    status, text = load(client, supervisor, lost_nothing(), kind="documents", name="Lost")
    assert status == 409
    assert "lists no document. 1 are in force" in text
    assert "I have checked the file" in text
    assert load(client, supervisor, lost_nothing(), kind="documents", name="Lost", anyway="yes")[0] == 200


def lost_nothing() -> SimpleUploadedFile:
    return SimpleUploadedFile("lost.csv", b"issuer,type,number\n")


def test_a_first_list_without_an_entry_is_refused(client: Client, supervisor: User) -> None:
    status, text = load(client, supervisor, csv(0))
    assert status == 409
    assert "is not put in force. The file has no entries" in text


def test_a_list_larger_than_the_limit_is_refused_whole_and_never_cut(client: Client, supervisor: User) -> None:
    rows = csv(1).read() + b"\nR-2,Doe,Ada,1970-01-02,GUY,refer,x" * (config().max_body // 34)
    status, text = load(client, supervisor, SimpleUploadedFile("own.csv", rows))
    assert status == 413
    assert "own.csv is larger than 32 MB, so nothing was loaded" in text
    enter(REGION)
    assert not WatchList.objects.exists()


def test_a_csv_with_an_endless_cell_is_refused_with_its_row(client: Client, supervisor: User) -> None:
    file = SimpleUploadedFile("own.csv", f'{HEAD}\nR-1,"{"x" * 140_000}",Ada,,,,'.encode())
    status, text = load(client, supervisor, file)
    assert status == 409
    assert "own.csv cannot be read: row 2 " in text


def test_an_officer_of_a_state_cannot_change_the_regions_list_even_in_the_database(
    client: Client, supervisor: User, officer_a: User
) -> None:
    load(client, supervisor, csv(30))
    enter(officer_a.scope)
    assert Entry.objects.count() == 30
    assert Entry.objects.update(name="changed") == 0
    assert Entry.objects.all().delete()[0] == 0


@pytest.mark.parametrize("role", [Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR])
def test_what_a_state_keeps_is_not_shown_to_the_regional_centre_and_is_screened_against(
    role: Role, client: Client, supervisor_a: User
) -> None:
    load(client, supervisor_a, csv(30))
    reader = make_user(f"region-{role}", role)
    client.force_login(reader)
    text = client.get("/lists").content.decode()
    assert "No list is in force" in text
    assert not Entry.objects.visible_to(reader).exists()
    assert not Version.objects.visible_to(reader).exists()
    enter(REGION)
    live = ScreeningSetCache()
    live.refresh()
    assert dict(live.current().owners) == {"National (BRB)": "BRB"}


def test_the_regions_list_of_the_same_name_is_another_list(
    client: Client, supervisor_a: User, supervisor: User, officer_b: User
) -> None:
    load(client, supervisor_a, csv(30))
    assert "12 added" in load(client, supervisor, csv(12))[1]
    for reader, seen in ((supervisor, {"REGION"}), (supervisor_a, {"REGION", "BRB"}), (officer_b, {"REGION"})):
        enter(reader.scope)
        assert set(WatchList.objects.visible_to(reader).values_list("owner", flat=True)) == seen


def test_a_nul_in_a_list_is_left_out_and_the_rest_is_kept(client: Client, supervisor: User) -> None:
    line = b'{"id":"n1","schema":"Person","properties":{"name":["Zo\\u0000e Ba\\\\u0000r"],"birthDate":["1980"]}}\n'
    assert load(client, supervisor, SimpleUploadedFile("x.jsonl", line))[0] == 200
    enter(REGION)
    assert Entry.objects.get().name == "Zoe Ba\\u0000r"


def test_no_file_takes_the_place_of_a_list_kept_by_hand_and_nobody_is_asked_to_insist(
    client: Client, supervisor_a: User
) -> None:
    enter(REGION)
    WatchList.objects.create(name="National", owner="BRB", is_manual=True)
    status, text = compare(client, supervisor_a, csv(20))
    assert (status, "is a manual list" in text, 'name="anyway"' in text) == (409, True, False)


def test_before_anything_is_in_force_the_page_says_what_was_read_and_what_not(client: Client, supervisor: User) -> None:
    file = SimpleUploadedFile("own.csv", f"{HEAD}\nR-1,Maran,Zubo,1900-01-01,Atlantis,refer,x\n,,,,,,x\n".encode())
    status, text = compare(client, supervisor, file)
    assert status == 200
    assert "csv" in text
    assert "1 person" in text
    assert "this creates a new list" in text
    assert "Entry R-1 has the birth date 1900-01-01" in text
    assert "Atlantis" in text
    assert "This row has no name" in text


def test_entries_whose_last_day_is_over_are_told_as_alerting_nobody(client: Client, supervisor: User) -> None:
    text = b"id,name,born,expires\n1,Zubo Maran,1970,2019-01-01\n2,Ada Maran,1971,\n"
    page = compare(client, supervisor, SimpleUploadedFile("own.csv", text))[1]
    assert "1 entry has expired and raises no alerts" in page


def test_the_very_file_in_force_is_not_put_in_force_again(client: Client, supervisor_a: User) -> None:
    load(client, supervisor_a, csv(30))
    _, text = compare(client, supervisor_a, csv(30))
    assert "This file is already in force." in text
    assert 'name="seen"' not in text


def test_all_files_of_a_list_are_chosen_together(client: Client, supervisor: User) -> None:
    sdn = b'36,"TERN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    files = [SimpleUploadedFile("alt.csv", b'36,12,"aka","TERN AIR",-0- \r\n'), SimpleUploadedFile("sdn.csv", sdn)]
    client.force_login(supervisor)
    text = client.post("/lists/load", {"name": "", "file": files}).content.decode()
    assert "Names: TERN AIRLINES; TERN AIR" in text


def test_rows_of_documents_that_were_left_out_are_told_and_kept_with_the_version(
    client: Client, supervisor: User
) -> None:
    file = SimpleUploadedFile("lost.csv", b"issuer,type,number\nBRB,P,T0000001\nBRB,P,?\n")
    assert "no document number" in compare(client, supervisor, file, kind="documents", name="Lost")[1]
    file.seek(0)
    load(client, supervisor, file, kind="documents", name="Lost")
    assert "1 problem in the file" in client.get("/lists").content.decode()
    enter(REGION)
    address = f"/lists/{WatchList.objects.get().pk}"
    assert "This row has no document number" in client.get(f"{address}?show=versions").content.decode()
    page = client.get(f"{address}?show=settings").content.decode()
    assert 'name="threshold"' in page
    assert "Raise alerts from (bits)" not in page  # no threshold concerns a document


def test_the_page_of_a_list_tells_its_versions_and_numbers_of_all_states_to_its_owner_alone(
    client: Client, supervisor: User, supervisor_a: User
) -> None:
    load(client, supervisor, csv(30))
    load(client, supervisor, csv(31))
    enter(REGION)
    watch_list = WatchList.objects.get()
    RescreenJob.objects.update(voyages=7, travellers=431, new=3, passes=2, done_at=timezone.now())
    page = f"/lists/{watch_list.pk}?show=versions"
    text = client.get(page).content.decode()
    assert all(version.version in text for version in watch_list.versions.all())
    assert "Voyages: 7, travellers: 431. New alerts: 3, expired: 0" in text
    client.force_login(supervisor_a)
    assert "travellers: 431" not in client.get(page).content.decode()


def test_an_officer_is_told_neither_what_silent_entries_met_nor_what_the_file_says_of_anybody(
    client: Client, supervisor_a: User, officer_a: User
) -> None:
    """A new alert beside one entry added would tell him that it is silent, and on the way."""
    rows = csv(30).read() + b"\nR-99,Zubo,Maran,1900-01-01,GUY,silent,x\n"
    load(client, supervisor_a, SimpleUploadedFile("own.csv", rows))
    load(client, supervisor_a, SimpleUploadedFile("own.csv", rows.replace(b"Person003", b"Person903")))
    enter(REGION)
    RescreenJob.objects.update(voyages=7, travellers=431, new=1, passes=2, done_at=timezone.now())
    page = f"/lists/{WatchList.objects.get().pk}?show=versions"
    told, keeper = "Voyages: 7, travellers: 431", client.get(page).content.decode()
    assert told in keeper
    assert "ntry R-99 has the birth date 1900-01-01" in keeper
    client.force_login(officer_a)
    his = client.get(page)
    assert his.status_code == 200
    assert told not in his.content.decode()
    assert "R-99" not in his.content.decode()


@pytest.mark.parametrize("typed", ["abc", "-3", "1e9", "nan"])
def test_a_threshold_to_try_that_is_none_is_answered_with_what_to_type(
    client: Client, supervisor: User, typed: str
) -> None:
    load(client, supervisor, csv(30))
    enter(REGION)
    page = client.get(f"/lists/{WatchList.objects.get().pk}", {"try": typed}).content.decode()
    assert "Enter a number of bits from 0 to 60." in page
    assert 'href="#try"' in page


def test_a_list_of_documents_is_as_long_as_it_names_documents(client: Client, supervisor: User) -> None:
    file = SimpleUploadedFile("lost.csv", b"issuer,type,number\nBRB,P,T0000001\nBRB,P,T0000002\n")
    load(client, supervisor, file, kind="documents", name="Lost")
    assert re.search(r"<span>2<span[^>]*>documents", client.get("/lists/quality").content.decode())
    assert "Lost,2," in client.get("/lists/quality?as=csv").content.decode()


def test_the_page_of_a_list_has_four_parts(client: Client, supervisor: User) -> None:
    load(client, supervisor, csv(30))
    enter(REGION)
    address = f"/lists/{WatchList.objects.get().pk}"
    shown = {
        "overview": "Suppressed matches",
        "versions": "Versions, the one in force first",
        "settings": "Test a threshold",
        "outcomes": "From alert to border",
    }
    for part, words in shown.items():
        text = client.get(f"{address}?show={part}").content.decode()
        assert [other for other, said in shown.items() if said in text] == [part]
        assert re.search(rf'show={part}"\s+aria-current="page">', text)
        assert words in text
    assert shown["overview"] in client.get(f"{address}?show=nonsense").content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"threshold": "many"}, '<a href="#threshold">Enter the threshold as a number of bits'),
        ({"threshold": "61"}, '<a href="#threshold">Choose a threshold from 0 to 60 bits.'),
        ({"cleared_days": "0"}, '<a href="#cleared_days">Choose 1 to 3650 days'),
        ({"why": ""}, '<a href="#why">Fill in “Reason for the settings”.'),
    ],
)
def test_what_is_wrong_with_settings_is_said_at_its_field_and_the_rest_is_kept(
    client: Client, supervisor: User, wrong: dict[str, str], said: str
) -> None:
    load(client, supervisor, csv(30))
    enter(REGION)
    sent = {"threshold": "18,5", "cleared_days": "90", "why": "fourteen namesakes", "second_person": "yes"} | wrong
    response = client.post(f"/lists/{WatchList.objects.get().pk}/propose", sent)
    text = response.content.decode()
    assert (response.status_code, said in text) == (409, True)
    assert re.search(r'name="second_person"[^>]* checked', text)
    typed = [value for name, value in sent.items() if name != "second_person" and value]
    assert [value for value in typed if value not in text] == []


def test_an_unknown_code_of_handling_and_a_missing_reason_are_said_at_their_fields(
    client: Client, supervisor: User
) -> None:
    load(client, supervisor, csv(30))
    enter(REGION)
    address = f"/lists/{WatchList.objects.get().pk}"
    response = client.post(f"{address}/handling", {"tlp": "red", "h": ["H0"], "why": ""})
    text = response.content.decode()
    assert response.status_code == 409
    assert '<a href="#handling-tlp">Choose one of the answers offered' in text
    assert '<a href="#handling-why">Fill in “Reason for the handling”.' in text
    assert re.search(r'name="h" value="H0"[^>]* checked', text)
    text = client.post(f"{address}/policy", {"seriousness": "9", "instruction": "Call."}).content.decode()
    assert '<a href="#policy-seriousness">Choose one of the answers offered' in text
    assert "Call." in text


def test_a_refusal_is_a_sentence_and_the_name_of_a_file_stays_as_it_is() -> None:
    assert as_sentence("write down why") == "Write down why."
    assert as_sentence("own.csv is empty. Fetch it again.") == "own.csv is empty. Fetch it again."
    assert as_sentence("") == ""
