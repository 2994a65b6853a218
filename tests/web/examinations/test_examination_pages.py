"""Pages of examinations: from an alert, a bill or a ship's cargo to the list of the port, the result and the record."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from roadstead.casework.alerts.models import Alert, Detention, ExaminationPhoto, FollowUp, Outcome, Selection
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from tests.casework.cases.pdf_text import text_of
from tests.casework.examinations.cargo import ARRIVAL, LANDED, NOW, OTHER, SHARED, picture, rule_alert, selected, ship

pytestmark = pytest.mark.django_db
PLANNED = "2026-11-26T10:00"  # by Bridgetown's clock
SELECT = {
    "kind": "examine", "reason": "the weights differ", "port": "BBBGI", "place": "Shed 2", "planned_at": PLANNED,
    "officer": "officer-a",
}  # fmt: skip
PISTOLS = {
    "what": "seized", "at": "2026-11-26T10:00", "items": "2", "hidden": "in a rice cooker",
    "seized-1": "firearms", "quantity-1": "1", "unit-1": "pieces", "make-1": "Glock", "model-1": "19",
    "calibre-1": "9 mm", "serial-1": "QZX77", "exhibit-1": "E-1",
    "seized-2": "firearms", "quantity-2": "1", "unit-2": "pieces", "make-2": "Taurus", "serial-2": "QZX78",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """It is noon on the day before the ship arrives, until a test sets another time."""
    now = [NOW]
    monkeypatch.setattr(timezone, "now", lambda: now[0])
    return now


@pytest.fixture
def voyage(region: None) -> Voyage:
    return ship()


def get(client: Client, user: User, address: str, status: int = 200) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == status, response.status_code
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def send(client: Client, address: str, data: dict[str, Any], status: int = 302) -> str:
    response = client.post(address, data)
    text = re.sub(r"\s+", " ", unescape(response.content.decode()))
    assert response.status_code == status, re.findall(r"error-summary.*?</ul>", text)
    return text


def test_from_an_alert_goods_are_selected_with_one_field_and_one_press(
    voyage: Voyage, officer_a: User, client: Client
) -> None:
    alert = rule_alert(voyage)
    text = get(client, officer_a, f"/alerts/{alert.pk}").partition('id="decision"')[2]
    assert all(words in text for words in ("Check documents first", "Select for physical examination", "Release goods"))
    filled = dict(re.findall(r'name="(\w+)" value="([^"]*)"', text))
    assert (filled["port"], filled["planned_at"]) == ("BBBGI", "2026-11-26T06:30")
    officer = re.search(r'<option value="([\w-]+)" selected', text)
    assert officer
    send(client, f"/alerts/{alert.pk}/act", {**filled, "act": "examine", "officer": officer[1], "note": "weights"})
    enter(REGION)
    made = Selection.objects.get()
    assert (made.alert, made.planned_at, made.reason, made.state) == (alert, ARRIVAL, "weights", "selected")
    assert "Selected" in get(client, officer_a, f"/alerts/{alert.pk}")


def test_a_wrong_plan_of_an_alert_says_so_at_its_field_and_keeps_what_was_typed(
    voyage: Voyage, officer_a: User, client: Client
) -> None:
    alert = rule_alert(voyage)
    client.force_login(officer_a)
    form = {**SELECT, "act": "scan", "note": "my long reason", "planned_at": "2026-11-20T10:00"}
    text = send(client, f"/alerts/{alert.pk}/act", form, 409)
    assert "This time is in the past" in text.partition('id="check-planned_at_error"')[2][:200]
    assert "my long reason" in text
    text = send(client, f"/alerts/{alert.pk}/act", {**form, "planned_at": PLANNED, "container": "MSCU1234567"}, 409)
    assert "its last digit should be 6" in text.partition('id="check-container_error"')[2][:200]


def test_a_bill_is_selected_with_its_container_offered(voyage: Voyage, officer_a: User, client: Client) -> None:
    bill = Bill.objects.get(number="B1")
    page = get(client, officer_a, f"/bills/{bill.pk}")
    assert f"/voyages/{voyage.pk}/select?bill=B1" in page
    text = get(client, officer_a, f"/voyages/{voyage.pk}/select?bill=B1")
    assert all(words in text for words in (f'value="{SHARED}"', 'value="BBBGI"', 'value="2026-11-26T06:30"'))
    send(client, f"/voyages/{voyage.pk}/select", {**SELECT, "bill": "B1", "container": SHARED, "detains": "on"})
    enter(REGION)
    assert (Selection.objects.get().bill, Detention.objects.get().container) == ("B1", SHARED)
    page = get(client, officer_a, f"/bills/{bill.pk}")
    assert "Detained: do not release" in page
    assert "Physical examination" in page


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"container": "MSCU1234567"}, "container", "its last digit should be 6"),
        ({"container": "TGHU7654320"}, "container", "check the number|last digit"),
        ({"planned_at": "2026-11-20T10:00"}, "planned_at", "This time is in the past"),
        ({"planned_at": "soon"}, "planned_at", "Enter the local time"),
        ({"reason": " "}, "reason", "Fill in “Reason”"),
        ({"port": "Nowhere"}, "port", "not a port"),
        ({"officer": "officer-b"}, "officer", "Choose one of the answers"),
        ({"container": ""}, "container", "Enter the number of the container"),
    ],
)
def test_bad_input_is_one_sentence_at_its_field(
    voyage: Voyage, officer_a: User, officer_b: User, client: Client, wrong: dict[str, str], field: str, words: str
) -> None:
    client.force_login(officer_a)
    response = client.post(f"/voyages/{voyage.pk}/select", {**SELECT, "container": SHARED, **wrong})
    text = unescape(response.content.decode())
    assert response.status_code in {400, 409}
    assert re.search(words, text.partition(f'id="{field}_error"')[2][:300])
    assert "Shed 2" in text
    enter(REGION)
    assert not Selection.objects.exists()


def test_several_containers_are_selected_at_once_from_the_cargo_of_a_voyage(
    voyage: Voyage, officer_a: User, client: Client
) -> None:
    page = get(client, officer_a, f"/voyages/{voyage.pk}/cargo?show=containers")
    assert page.count('type="checkbox" name="box"') == 2
    text = get(client, officer_a, f"/voyages/{voyage.pk}/select?box={SHARED}&box={OTHER}")
    assert text.count('name="box"') == 2
    response = client.post(f"/voyages/{voyage.pk}/select", {**SELECT, "box": [SHARED, OTHER]})
    assert response["Location"] == "/examinations?port=BBBGI&day=2026-11-26"
    enter(REGION)
    told = set(Selection.objects.values_list("container", "bill"))
    assert told == {(SHARED, ""), (OTHER, "B3")}  # the first has two bills
    page = get(client, officer_a, f"/voyages/{voyage.pk}/cargo?show=containers")
    assert page.count("/examinations/") >= 2
    get(client, officer_a, f"/voyages/{voyage.pk}/cargo")


def test_the_list_of_a_port_and_day_is_a_page_a_csv_file_and_a_pdf(
    voyage: Voyage, officer_a: User, client: Client, clock: list[datetime]
) -> None:
    alert = rule_alert(voyage)
    selected(voyage, officer_a, alert=alert)
    selected(voyage, officer_a, bill="B3", container=OTHER)
    there = "/examinations?port=BBBGI&day=2026-11-26"
    text = get(client, officer_a, there)
    for words in (SHARED, OTHER, "CARIB EXAMPLE", "Magazines declared as machine parts", "Shed 2", "Selected"):
        assert words in text
    assert "Nothing is selected" in get(client, officer_a, "/examinations?port=BBBGI&day=2026-11-25")
    assert SHARED in get(client, officer_a, "/examinations?day=2026-11-26")  # the port of the last visit
    assert "Nothing is selected" in get(client, officer_a, f"{there}&show=examined")
    by_goods = get(client, officer_a, f"{there}&sort=-goods")
    assert by_goods.index(OTHER) < by_goods.index(SHARED)
    lines = client.get(f"{there}&as=csv").content.decode().splitlines()
    assert lines[0].removeprefix("\ufeff").startswith("Planned time,Container,Bill,Vessel,Arrives,Check,Port,Place")
    assert len(lines) == 3
    made = client.get(f"{there}&as=pdf")
    assert made["Content-Type"] == "application/pdf"
    printed = text_of(made.content)
    for words in (SHARED, "B3", "2026-11-26 10:00", "TLP:AMBER", "page 1 of 1", "Physical examination"):
        assert words in printed, words
    clock[0] = LANDED + timedelta(days=1)  # open goods stay on the list of the next day
    later = get(client, officer_a, "/examinations?port=BBBGI")
    assert SHARED in later
    assert "Overdue" in later


def test_long_words_and_tall_pictures_fit_the_pages_of_the_documents(
    voyage: Voyage, officer_a: User, client: Client, clock: list[datetime]
) -> None:
    client.force_login(officer_a)
    told = {**SELECT, "reason": "because " * 490, "place": "x" * 200, "bill": "B1", "container": SHARED}
    send(client, f"/voyages/{voyage.pk}/select", told)
    enter(REGION)
    made = Selection.objects.get()
    clock[0] = LANDED + timedelta(hours=2)
    client.force_login(officer_a)
    details = {"markings-1": "x" * 200, "exhibit-1": "x" * 40, "note": "because " * 490}
    send(client, f"/examinations/{made.pk}/result", {**PISTOLS, **details})
    tall = SimpleUploadedFile("IMG.jpg", picture(size=(40, 4000)), "image/jpeg")
    send(client, f"/examinations/{made.pk}/photos", {"title": "Tall", "file": tall})
    assert "Shed" not in text_of(client.get("/examinations?port=BBBGI&day=2026-11-26&as=pdf").content)
    assert "Tall" in text_of(client.get(f"/examinations/{made.pk}?as=pdf").content)


def test_a_red_alert_leaves_its_selection_out_of_every_file(
    voyage: Voyage, officer_a: User, supervisor_a: User, client: Client
) -> None:
    alert = rule_alert(voyage)
    Alert.objects.filter(pk=alert.pk).update(named=[officer_a.pk], tlp="red")
    alert.refresh_from_db()
    made = selected(voyage, officer_a, alert=alert)
    there = "/examinations?port=BBBGI&day=2026-11-26"
    assert SHARED in get(client, officer_a, there)
    assert SHARED not in client.get(f"{there}&as=csv").content.decode()
    assert SHARED not in text_of(client.get(f"{there}&as=pdf").content)
    assert "may not leave in a file" in get(client, officer_a, f"/examinations/{made.pk}?as=pdf", 409)
    assert SHARED not in get(client, supervisor_a, there)
    get(client, supervisor_a, f"/examinations/{made.pk}", 404)


def test_items_are_added_one_by_one_and_the_record_has_serials_and_photographs(
    voyage: Voyage, officer_a: User, client: Client, clock: list[datetime]
) -> None:
    made = selected(voyage, officer_a, detains=True)
    clock[0] = LANDED + timedelta(hours=2)
    there = f"/examinations/{made.pk}"
    client.force_login(officer_a)
    send(client, f"{there}/act", {"act": "start"})
    text = get(client, officer_a, f"{there}/result")
    assert ("seized-1" in text, "seized-2" in text, f'value="{SHARED}"' in text) == (True, False, True)
    first = {name: value for name, value in PISTOLS.items() if not name.endswith("-2")}
    text = send(client, f"{there}/result", {**first, "items": "1", "add-item": "1"}, 200)
    assert ("seized-2" in text, 'value="QZX77"' in text, "There is a problem" in text) == (True, True, False)
    text = send(client, f"{there}/result", {**PISTOLS, "quantity-2": "2"}, 400)
    assert "A serial number belongs to one piece" in text
    send(client, f"{there}/result", PISTOLS)
    file = SimpleUploadedFile("IMG.jpg", picture(place="QZXPLACE"), "image/jpeg")
    send(client, f"{there}/photos", {"title": "Both pistols", "file": file})
    text = get(client, officer_a, there)
    for words in ("Glock 19", "serial number QZX77", "exhibit E-1", "serial number QZX78", "Both pistols"):
        assert words in text, words
    enter(REGION)
    photo = ExaminationPhoto.objects.get()
    shown = client.get(f"{there}/photos/{photo.pk}")
    assert (shown["Content-Type"], b"QZXPLACE" in shown.content) == ("image/jpeg", False)
    printed = text_of(client.get(f"{there}?as=pdf").content)
    for words in ("Seizure record", "QZX77", "QZX78", "Taurus", "Both pistols", photo.sha256[:20], "TLP:AMBER"):
        assert words in printed, words
    task = FollowUp.objects.get()
    assert "Complete the seizure record and open a case." in get(client, officer_a, there)
    text = send(client, f"{there}/act", {"act": "done", "task": task.pk, "done_note": ""}, 409)
    assert "Write what was done, then mark the task as done." in text
    assert 'value="done"' in text
    send(client, f"{there}/act", {"act": "done", "task": task.pk + 1, "done_note": "n"}, 404)
    send(client, f"{there}/act", {"act": "done", "task": task.pk, "done_note": "record complete"})
    assert "Task done" in get(client, officer_a, there)
    held = Detention.objects.get()
    send(client, f"{there}/act", {"act": "release", "detention": held.pk, "result": "seized, the container may go"})
    assert "Released" in get(client, officer_a, "/detained")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("a.jpg", b"no picture"), "This file is not a JPEG or PNG picture"),
        (SimpleUploadedFile("a.jpg", b""), "This file is empty"),
        (None, "Choose the photograph"),
    ],
)
def test_a_photograph_that_is_none_is_refused_and_the_title_stays(
    voyage: Voyage, officer_a: User, client: Client, file: SimpleUploadedFile | None, words: str
) -> None:
    made = selected(voyage, officer_a)
    client.force_login(officer_a)
    data = {"title": "What I saw"} | ({"file": file} if file else {})
    text = send(client, f"/examinations/{made.pk}/photos", data, 409)
    assert words in text
    assert 'value="What I saw"' in text


def test_a_release_before_the_examination_is_refused_in_one_sentence(
    voyage: Voyage, officer_a: User, client: Client
) -> None:
    made = selected(voyage, officer_a, detains=True)
    client.force_login(officer_a)
    held = Detention.objects.get()
    text = send(client, f"/examinations/{made.pk}/act", {"act": "release", "detention": held.pk, "result": "r"}, 409)
    assert f"{SHARED} has not been examined yet: record what was found, or cancel the selection" in text
    assert 'value="r"' in text


def test_plan_cancellation_and_detention_are_changed_on_the_page(
    voyage: Voyage, officer_a: User, client: Client
) -> None:
    made = selected(voyage, officer_a)
    client.force_login(officer_a)
    there = f"/examinations/{made.pk}/act"
    send(client, there, {**SELECT, "act": "change", "kind": "scan", "place": "Shed 9"})
    send(client, there, {"act": "detain", "reason": "police asked"})
    send(client, there, {"act": "cancel", "why": "the ship does not call", "releases": "on"})
    text = get(client, officer_a, f"/examinations/{made.pk}")
    for words in ("Shed 9", "police asked", "the ship does not call", "Plan changed", "Cancelled", "Released"):
        assert words in text, words
    assert "use one of the buttons" in send(client, there, {"act": "nonsense"}, 409).lower()


def test_the_detained_containers_are_a_list_by_port_and_a_file_without_reasons(
    voyage: Voyage, officer_a: User, officer_b: User, client: Client
) -> None:
    selected(voyage, officer_a, bill="B1", detains=True)
    selected(voyage, officer_a, bill="B2", detains=True)
    text = get(client, officer_a, "/detained?port=BBBGI&show=open")
    assert text.count(SHARED) == 2
    lines = client.get("/detained?port=BBBGI&as=csv").content.decode().splitlines()
    assert lines[0].removeprefix("\ufeff") == ("Container,Bill,Port,Vessel,Voyage,Status,Detained at,Released at")
    assert "the weights differ" not in "".join(lines)
    assert SHARED not in get(client, officer_b, "/detained")


def test_customs_begin_with_the_goods_to_examine(voyage: Voyage, officer_a: User, client: Client) -> None:
    selected(voyage, officer_a)
    assert not Outcome.objects.exists()
    assert "Examinations" in get(client, officer_a, "/more") + get(client, officer_a, "/")
