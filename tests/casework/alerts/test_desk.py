"""A document at a desk: what is read of it, what is found about it, and what nobody else's is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.desk import DocumentCheck, check
from roadstead.casework.alerts.logic.compare import DIFFERENT, SAME
from roadstead.casework.alerts.logic.desk import MAX_CHARS, Presented, parse_presented
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert, Outcome
from roadstead.engine.formats.lists import load_documents_bytes
from roadstead.engine.refusals import FieldRefused
from roadstead.engine.text import mrz
from roadstead.engine.text.mrz import Zone
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.models import WatchList
from roadstead.targeting.watchlists.publish import publish_documents
from roadstead.web.common.guard import page_recipient
from tests.conftest import make_user
from tests.pipeline.test_pipeline import ANNA, NOW, TOBIAS, file, put_in_force
from tests.samples import COMPARED, paxlst

TODAY = date(2026, 11, 25)
OF_TOBIAS = Zone(
    kind="TD3",
    type="P",
    issuer="GUY",
    surname="QUILLIMANE",
    given="TOBIAS",
    number="G7654321",
    nationality="GUY",
    born="1975-03-04",
    sex="M",
    expires="2035-01-01",
)
OTHER = Zone(
    kind="TD3",
    type="P",
    issuer="BRB",
    surname="MARROWBY",
    given="QUENTIN",
    number="X1111111",
    nationality="BRB",
    born="1990-05-06",
    sex="M",
    expires="2031-01-01",
)
SILENT = b"id,surname,given,born,nationality,action,reason\nR-9,Marrowby,Quentin,1990-05-06,BRB,discreet,r\n"
LOUD = SILENT.replace(b"discreet", b"stop")


def typed(zone: Zone, *changes: tuple[str, str]) -> str:
    text = mrz.write(zone)
    for old, new in changes:
        text = text.replace(old, new, 1)
    return text


# ── what is read ────────────────────────────────────────────────────────────────────────────


def test_a_zone_a_joined_zone_and_a_number_are_read() -> None:
    for text in (typed(OF_TOBIAS), typed(OF_TOBIAS).replace("\n", ""), typed(OF_TOBIAS).lower() + "\n\n"):
        found = parse_presented(text, TODAY)
        assert (found.number, found.person and found.person.surname) == ("G7654321", "QUILLIMANE")
        assert [fault for fault in found.faults if fault.place] == []
    for text in ("g7654321", " G7654321\n", "G 765-4321"):
        assert parse_presented(text, TODAY).zone is None


@pytest.mark.parametrize("kind", ["TD1", "TD2", "TD3", "MRVA", "MRVB"])
def test_every_kind_of_zone_is_read(kind: str) -> None:
    zone = replace(OF_TOBIAS, kind=kind, type="V" if kind.startswith("MRV") else "I")
    assert parse_presented(mrz.write(zone), TODAY).number == "G7654321"


def test_a_wrong_check_digit_is_named_with_its_place_and_the_numbers_that_would_fit() -> None:
    found = parse_presented(typed(OF_TOBIAS, ("G7654321", "G76S4321")), TODAY)
    (fault,) = [each for each in found.faults if each.place == (2, 10)]
    assert "check digit of the document number" in str(fault.text)
    assert "Compare the number with the document" in str(fault.text)
    assert set(found.numbers) == {"G76S4321", "G7654321"}
    assert (2, 44) in [each.place for each in found.faults]


@pytest.mark.parametrize("text", ["?", "P<GUYQUILLIMANE", "x" * 40, "<<<<", "O'BRIEN;", "9" * (MAX_CHARS + 9)])
def test_what_is_neither_zone_nor_number_is_refused_with_advice(text: str) -> None:
    with pytest.raises(FieldRefused, match="type the two or three lines") as refused:
        parse_presented(text, TODAY)
    assert refused.value.field == "zone"


def test_a_document_expires_after_its_last_day() -> None:
    found = parse_presented(typed(OF_TOBIAS), TODAY)
    assert not found.is_expired(date(2035, 1, 1))
    assert found.is_expired(date(2035, 1, 2))
    assert not Presented(numbers=("1",)).is_expired(TODAY)


# ── what is found ───────────────────────────────────────────────────────────────────────────


@pytest.fixture
def arrived(region: None, officer_a: User, officer_b: User) -> None:
    """A flight to Barbados with a namesake of the region's list and another traveller, landed just now."""
    put_in_force()
    file(paxlst(ANNA, TOBIAS))
    Voyage.objects.update(arrives_at=NOW)


def looked(text: str, by: User) -> DocumentCheck:
    enter(by.scope)
    found = check(parse_presented(text, NOW.date()), by=by, to=page_recipient(by), now=NOW)
    enter(REGION)
    return found


pg = pytest.mark.django_db


@pg
def test_a_declared_traveller_is_found_with_the_alert_and_what_differs(arrived: None, officer_a: User) -> None:
    zone = typed(replace(OF_TOBIAS, given="TOM", born="1975-04-03", expires="2029-06-07"))
    found = looked(zone, officer_a)
    (one,) = found.found
    assert one.by_document
    assert {row.key: row.agreement for row in one.rows} == {
        "name": "partly", "born": "partly", "nationality": SAME, "expires": DIFFERENT,
    }  # fmt: skip
    assert [each.entry_id for each in found.live_alerts] == ["R-1"]
    assert found.is_alert
    assert found.hits.persons == ()  # the alert says it already


@pg
def test_a_number_alone_finds_the_traveller_and_a_misread_one_too(arrived: None, officer_a: User) -> None:
    assert [one.traveller.surname for one in looked("T0000001", officer_a).found] == ["TESTER"]
    misread = looked(typed(OF_TOBIAS, ("G7654321", "G76543Z1")), officer_a)
    assert [one.traveller.surname for one in misread.found] == ["QUILLIMANE"]


@pg
def test_a_clean_traveller_gives_no_alert(arrived: None, officer_a: User) -> None:
    found = looked("T0000001", officer_a)
    assert (found.is_alert, found.live_alerts) == (False, [])


@pg
def test_another_document_of_a_declared_person_is_found_by_name_and_birth_date(arrived: None, officer_a: User) -> None:
    found = looked(typed(replace(OF_TOBIAS, number="NEW00001")), officer_a)
    assert [(one.traveller.surname, one.by_document) for one in found.found] == [("QUILLIMANE", False)]
    assert found.is_alert


@pg
def test_who_is_on_no_list_of_travellers_is_compared_with_the_lists_in_force(arrived: None, officer_a: User) -> None:
    assert not looked(typed(OTHER), officer_a).is_alert
    put_in_force(LOUD, name="Another list")
    found = looked(typed(OTHER), officer_a)
    assert found.found == []
    (hit,) = found.hits.persons
    assert (hit.list, hit.entry) == ("Another list", "R-9")
    assert hit.why
    assert found.is_alert
    assert Alert.objects.count() == 1  # nothing is raised, nothing is stored
    assert Traveller.objects.count() == 2


@pg
def test_a_reported_document_is_an_alert_also_if_a_sign_was_misread(arrived: None, officer_a: User) -> None:
    loaded = load_documents_bytes(b"number,issuer,type,reason\nX1111111,BRB,P,stolen\n", "lost.csv")
    publish_documents(loaded.documents, name="Lost", sha256="ab" * 32)
    for number in ("X1111111", "X1111I11"):
        found = looked(number, officer_a)
        assert [(each.list, each.number, each.reason) for each in found.hits.lost] == [("Lost", "X1111111", "stolen")]
        assert found.is_alert
    assert not looked("X2222222", officer_a).is_alert


@pg
def test_a_document_of_a_listed_person_is_found_by_its_number_alone(arrived: None, officer_a: User) -> None:
    listed = b"id,surname,given,born,nationality,documents,action,reason\n"
    put_in_force(listed + b"R-7,Vanterpolle,Hesketh,1951,VCT,P:VCT:R0330033,stop,r\n", name="Another list")
    assert [each.entry for each in looked("R0330033", officer_a).hits.persons] == ["R-7"]
    assert looked("R0330034", officer_a).hits.persons == ()


@pg
def test_an_expired_document_is_an_alert(arrived: None, officer_a: User) -> None:
    found = looked(typed(replace(OTHER, expires="2020-01-01")), officer_a)
    assert (found.is_expired, found.is_alert) == (True, True)


@pg
def test_a_cleared_match_is_shown_as_decided_and_is_no_alert(arrived: None, officer_a: User) -> None:
    alert = Alert.objects.get()
    enter(officer_a.scope)
    words = DecisionText(note="n", compared=COMPARED, reasons_for="f", reasons_against="a")
    decide(alert.pk, Act.TAKE, by=officer_a, words=DecisionText(), now=NOW)
    decide(alert.pk, Act.CLEAR, by=officer_a, words=words, now=NOW)
    found = looked(typed(OF_TOBIAS), officer_a)
    assert not found.is_alert
    assert [each.entry_id for each in found.found[0].decided] == ["R-1"]
    file(paxlst(TOBIAS, flight="2X102", reference="9"))  # a later flight, on which the match is suppressed
    Voyage.objects.update(arrives_at=NOW)
    assert not looked(typed(OF_TOBIAS), officer_a).is_alert


# ── what is not shown ───────────────────────────────────────────────────────────────────────


@pg
def test_another_state_finds_nothing_of_the_voyage(arrived: None, officer_b: User) -> None:
    found = looked("T0000001", officer_b)
    assert found.found == []
    assert not looked(typed(OF_TOBIAS), officer_b).alerts


@pg
def test_a_states_own_lists_are_compared_for_its_people_alone(arrived: None, officer_a: User, officer_b: User) -> None:
    put_in_force(LOUD, name="Kept", owner="LCA")
    publish_documents(
        load_documents_bytes(b"number,issuer\nX1111111,BRB\n", "lost.csv").documents,
        name="Lost",
        owner="LCA",
        sha256="cd" * 32,
    )
    assert not looked(typed(OTHER), officer_a).is_alert
    found = looked(typed(OTHER), officer_b)
    assert (len(found.hits.persons), len(found.hits.lost)) == (1, 1)


@pg
def test_a_silent_entry_is_not_shown_at_the_desk(arrived: None, officer_a: User, supervisor_a: User) -> None:
    put_in_force(SILENT, name="Kept", owner="BRB")
    assert not looked(typed(OTHER), officer_a).is_alert
    assert looked(typed(OTHER), supervisor_a).is_alert  # who may know of silent entries


@pg
def test_a_list_for_named_officers_is_shown_to_them_alone(arrived: None, officer_a: User) -> None:
    put_in_force(LOUD, name="Kept", owner="BRB")
    colleague = make_user("colleague-a", Role.OFFICER, state="BRB")
    WatchList.objects.filter(owner="BRB").update(tlp="red", named=[colleague.pk])
    assert not looked(typed(OTHER), officer_a).is_alert
    assert looked(typed(OTHER), colleague).is_alert


@pg
def test_an_expired_entry_is_not_compared(arrived: None, officer_a: User) -> None:
    put_in_force(
        b"id,surname,given,born,nationality,action,reason,expires\n"
        b"R-9,Marrowby,Quentin,1990-05-06,BRB,stop,r,2026-01-01\n",
        name="Old",
    )
    assert not looked(typed(OTHER), officer_a).is_alert


@pg
def test_a_voyage_of_last_week_is_not_at_the_desk(arrived: None, officer_a: User) -> None:
    Voyage.objects.update(arrives_at=NOW - timedelta(days=7))
    assert looked("T0000001", officer_a).found == []


@pg
def test_each_reading_is_in_the_audit_by_references_alone(arrived: None, officer_a: User) -> None:
    looked(typed(OF_TOBIAS), officer_a)
    lines = list(Record.objects.filter(who=officer_a).order_by("pk"))
    traveller, alert = Traveller.objects.get(surname="QUILLIMANE"), Alert.objects.get()
    assert [(each.action, each.subject, each.purpose) for each in lines] == [
        ("checked", "desk check", "border"),
        ("read", f"traveller {traveller.pk}", "border"),
        ("read", f"alert {alert.pk}", "match"),
    ]
    assert all(each.states == ["BRB"] and each.basis for each in lines)
    assert "G7654321" not in "".join(f"{each.subject}{each.detail}" for each in lines)


@pg
def test_nothing_is_stored_by_a_check(arrived: None, officer_a: User) -> None:
    kept = (Outcome, Alert, Traveller, Voyage)
    before = [table.objects.count() for table in kept]
    looked(typed(OTHER), officer_a)
    assert [table.objects.count() for table in kept] == before
