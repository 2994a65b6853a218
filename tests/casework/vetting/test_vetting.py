"""The vetting desk: a sheet is read and screened, people decide, a signed letter answers, people are watched."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import DatabaseError, connection, transaction
from openpyxl import Workbook
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from roadstead.casework.cases.export.certificate import identity
from roadstead.casework.vetting.decide import confirm_match, decide_match, open_matches, reopen_match
from roadstead.casework.vetting.letter import check_letter, send_letter
from roadstead.casework.vetting.models import VettingApplicant, VettingMatch, VettingSheet
from roadstead.casework.vetting.notify import notify_of_vetting
from roadstead.casework.vetting.outcomes import applied_elsewhere, record_outcome
from roadstead.cli.__main__ import main
from roadstead.config import Config, read
from roadstead.engine.reference.vetting_purposes import VETTING_PURPOSES, purposes_allowed
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.oversight.retention.vetting import delete_others, delete_without_match
from roadstead.platform.accounts.models import AccountNotice, Role, User
from roadstead.platform.audit.models import Purpose, Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.platform.policies.in_force import in_force
from roadstead.targeting.watchlists.models import WatchList
from tests.casework.cases.pdf_text import text_of
from tests.casework.vetting.desk import (
    ANNA,
    LATER,
    LISTED,
    NOW,
    TOBIAS,
    WRONG,
    fresh,
    listed,
    screened,
    sent,
    the_match,
)
from tests.conftest import Approve, make_user
from tests.cooperation.requests.test_acts import member, other, states
from tests.oversight.retention.residue import residue
from tests.pipeline.test_rescreen_jobs import HEAD, OTHER, put

pytestmark = pytest.mark.django_db
__all__ = ["states"]
CONTACT = "vetting@centre.example"


@pytest.fixture(scope="module")
def settings_here(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Of one installation: making a key takes a second."""
    return read({"ROADSTEAD_HOME": str(tmp_path_factory.mktemp("home")), "ROADSTEAD_URL": "https://apis.example"})


@pytest.fixture
def unit(states: None) -> User:
    return member("unit", Role.OFFICER, state="BRB", organisation=other("BRB-CIU", "BRB", "ministry"))


@pytest.fixture
def second(states: None) -> User:
    return make_user("second-analyst", Role.ANALYST)


def decided(sheet: VettingSheet, finding: str, by: User, second: User | None = None) -> VettingMatch:
    enter(by.scope)
    row = decide_match(the_match(sheet).pk, finding, "Compared.", by=by, now=NOW)
    if second is not None:
        enter(second.scope)
        row = confirm_match(row.pk, True, "", by=second, now=NOW)
    enter(REGION)
    return row


def answered(sheet: VettingSheet, by: User, settings: Config, contact: str = CONTACT) -> VettingSheet:
    enter(by.scope)
    try:
        return send_letter(sheet.pk, contact, by=by, now=NOW, settings=settings)
    finally:
        enter(REGION)


def outcome(sheet: VettingSheet, by: User, what: str = "granted", rows: Any = None) -> VettingSheet:
    chosen = sheet.applicants.all() if rows is None else sheet.applicants.filter(row__in=rows)
    pks = list(chosen.values_list("pk", flat=True))
    enter(by.scope)
    try:
        return record_outcome(sheet.pk, what, pks, by=by, now=NOW)
    finally:
        enter(REGION)


def letter_of(sheet: VettingSheet) -> dict[str, Any]:
    """The data attached to the letter."""
    names = PdfFileReader(BytesIO(bytes(sheet.letter))).root["/Names"]["/EmbeddedFiles"]["/Names"]
    found: dict[str, Any] = json.loads(names[1].get_object()["/EF"]["/F"].get_object().data)
    return found


# ── receiving ───────────────────────────────────────────────────────────────────────────────


def test_bad_rows_are_named_with_what_to_do_and_the_good_ones_are_searched(unit: User) -> None:
    listed()
    sheet = sent(unit, TOBIAS, ANNA, WRONG)
    assert sheet.people == 2
    assert [row.row for row in sheet.applicants.all()] == [2, 3]
    texts = [each["text"] for each in sheet.problems]
    assert "Row 4 was not searched. Correct it and send it in another sheet." in texts
    assert "Row 4, Date of birth: 1961-13-45 is not a date. Write it as 1990-02-28." in texts
    assert not [text for text in texts if "voyage" in text or "port" in text]


@pytest.mark.parametrize(
    "row", ["C-9,,,1980-01-01,M,GUY,P,G1,GUY", ",,,1980,,,,,"], ids=["no name", "a birth date alone"]
)
def test_a_row_without_a_name_is_named_and_not_searched(unit: User, row: str) -> None:
    sheet = sent(unit, TOBIAS, row)
    assert [each.row for each in sheet.applicants.all()] == [2]
    assert [each["number"] for each in sheet.problems if each["code"] == "row-not-searched"] == [3]


def test_name_and_birth_date_are_enough_in_a_sheet_and_a_workbook(unit: User) -> None:
    rows = [["Family name", "Given names", "Date of birth"], ["Quillimane", "Tobias", "1975"]]
    book = Workbook()
    for each in rows:
        book.worksheets[0].append(each)
    saved = BytesIO()
    book.save(saved)
    for raw in ("\n".join(map(",".join, rows)).encode(), saved.getvalue()):
        (person,) = sent(unit, raw=raw).applicants.all()
        assert (person.name, person.person.born) == ("Quillimane, Tobias", "1975")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"raw": b"\x00\x01 no sheet"}, "file"),
        ({"raw": b"Family name,Given names\n" + b"A,B\n" * 501}, "file"),
        ({"urgent": True}, "reason"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_at_its_field(unit: User, told: dict[str, Any], field: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        sent(unit, **told)
    assert refused.value.field == field
    assert not VettingSheet.objects.exists()


def test_the_target_is_three_working_days_and_a_day_if_urgent(unit: User) -> None:
    plain, urgent = sent(unit), sent(unit, ANNA, urgent=True, reason="Flight tomorrow")
    assert (plain.due_kind, urgent.due_kind) == ("target", "target")
    assert plain.due_at
    assert urgent.due_at
    assert urgent.due_at - NOW == timedelta(hours=24)
    assert plain.due_at - NOW >= timedelta(days=3)


def test_the_same_file_is_stored_once_and_audited(unit: User) -> None:
    assert sent(unit).pk == sent(unit).pk
    line = Record.objects.get(action="received", subject__startswith="vetting")
    assert (line.purpose, line.basis) == (Purpose.VETTING, "vetting-law-of-state")


def test_only_people_of_a_states_unit_send(states: None, analyst: User) -> None:
    with pytest.raises(NotAllowed):
        sent(analyst)


# ── which lists ─────────────────────────────────────────────────────────────────────────────


def test_only_lists_whose_purpose_allows_vetting_are_searched(unit: User) -> None:
    listed(purpose="police")
    sheet = sent(unit)
    screened()
    assert not VettingMatch.objects.exists()
    assert fresh(sheet).basis["lists"] == []
    WatchList.objects.update(handling_purpose="vetting")
    screened(LATER)
    assert the_match(sheet).list_name == "Test list"
    assert [each["list"] for each in fresh(sheet).basis["lists"]] == ["Test list"]


def test_a_state_may_allow_a_purpose_by_its_law(approved: Approve) -> None:
    approved(VETTING_PURPOSES, "BRB,police,2020-01-01,,yes,yes,P,https://law.example,The act")
    rows, on = in_force(VETTING_PURPOSES), date(2026, 11, 30)
    assert purposes_allowed(rows, state="BRB", on=on) == {"vetting", "sanctions", "police"}
    assert purposes_allowed(rows, state="LCA", on=on) == {"vetting", "sanctions"}


def test_a_states_own_list_a_list_for_others_and_a_silent_entry_are_not_searched(unit: User) -> None:
    put(LISTED, name="National", owner="BRB")
    WatchList.objects.update(handling_purpose="vetting")
    listed(name="For others")
    WatchList.objects.filter(name="For others").update(tlp="amber", may_share_with=["LCA"])
    listed(LISTED.replace(b"refer", b"discreet"), name="Silent")
    sent(unit)
    screened()
    assert not VettingMatch.objects.exists()


# ── decisions ───────────────────────────────────────────────────────────────────────────────


def test_a_match_is_stored_with_reasons_and_a_clean_name_needs_no_decision(unit: User) -> None:
    listed()
    sheet = sent(unit)
    assert screened() == 1
    match = the_match(sheet)
    assert (match.applicant.row, match.entry_id, match.is_decided) == (2, "R-1", False)
    assert match.score > 10
    assert all(each["text"] for each in match.reasons)
    assert fresh(sheet).status == "open"
    assert open_matches(sheet) == 1


def test_a_confirmed_match_needs_a_second_independent_person(
    unit: User, analyst: User, second: User, settings_here: Config
) -> None:
    listed()
    sheet = sent(unit)
    screened()
    row = decided(sheet, "same", analyst)
    assert row.is_waiting
    assert OutboxEvent.objects.get(kind=EventKind.PROPOSAL).codes == {"of": "vetting"}
    with pytest.raises(NotAllowed):
        confirm_match(row.pk, True, "", by=analyst, now=NOW)
    with pytest.raises(NotAllowed, match="Waiting: 1"):
        answered(sheet, analyst, settings_here)
    confirm_match(row.pk, True, "", by=second, now=NOW)
    assert the_match(sheet).is_decided
    with pytest.raises(DatabaseError), transaction.atomic():
        VettingMatch.objects.update(decided_by=analyst)


def test_a_rejected_confirmation_opens_the_match_again(unit: User, analyst: User, second: User) -> None:
    listed()
    sheet = sent(unit)
    screened()
    row = decided(sheet, "same", analyst)
    confirm_match(row.pk, False, "Another nose", by=second, now=NOW)
    assert (the_match(sheet).finding, the_match(sheet).is_waiting) == ("", False)
    assert decided(sheet, "not_same", second).is_decided
    reopen_match(row.pk, by=analyst)
    assert not the_match(sheet).finding


def test_a_namesake_decided_once_counts_on_the_next_sheet_while_neither_side_changes(
    unit: User, analyst: User, settings_here: Config
) -> None:
    listed()
    first = sent(unit)
    screened()
    before = decided(first, "not_same", analyst)
    again = sent(unit, TOBIAS)
    screened()
    taken = the_match(again)
    assert (taken.earlier, taken.finding, taken.is_decided) == (before.pk, "not_same", True)
    listed(LISTED.replace(b"1975-03-04", b"1975"))
    screened(LATER)
    assert not the_match(again).finding
    assert not the_match(first).finding


# ── the letter ──────────────────────────────────────────────────────────────────────────────


def test_the_letter_says_one_of_three_sentences_and_never_to_refuse(
    unit: User, analyst: User, second: User, settings_here: Config
) -> None:
    listed()
    sheet = sent(unit, TOBIAS, ANNA, WRONG)
    screened()
    decided(sheet, "same", analyst, second)
    done = answered(sheet, analyst, settings_here)
    data = letter_of(done)
    assert [(each["row"], each["reference"], each["text"]) for each in data["applicants"]] == [
        (2, "C-1", f"Information held. Contact: {CONTACT}."),
        (3, "C-2", "No record found as at 2026-11-30 15:00 UTC."),
    ]
    assert data["not_searched"] == [4]
    (searched,) = data["lists"]
    assert (searched["list"], len(searched["version"])) == ("Test list", 12)
    words = text_of(bytes(done.letter))
    assert "No record found" in words
    assert done.code in words
    assert "refuse" not in words.casefold()
    assert "R-1" not in words


def test_the_signature_covers_the_letter_and_a_changed_file_is_noticed(
    unit: User, analyst: User, settings_here: Config
) -> None:
    listed()
    sheet = sent(unit, ANNA)
    screened()
    done = answered(sheet, analyst, settings_here, contact="")
    raw = bytes(done.letter)
    signer = identity(settings_here, now=NOW).certificate.public_bytes(Encoding.DER)
    context = ValidationContext(trust_roots=[Certificate.load(signer)], allow_fetching=False)
    found = validate_pdf_signature(PdfFileReader(BytesIO(raw)).embedded_signatures[0], context)
    assert found.intact
    assert found.valid
    assert check_letter(done.code.lower().replace("-", ""), raw, by=unit) == (fresh(sheet), True)
    assert check_letter(done.code, raw + b" ", by=unit) == (fresh(sheet), False)
    assert check_letter("7K3M9-QX2AH", None, by=unit) is None


def test_a_letter_that_advises_anything_names_a_contact(unit: User, analyst: User, settings_here: Config) -> None:
    listed()
    sheet = sent(unit)
    screened()
    decided(sheet, "checks", analyst)
    with pytest.raises(FieldRefused) as refused:
        answered(sheet, analyst, settings_here, contact=" ")
    assert refused.value.field == "contact"
    assert letter_of(answered(sheet, analyst, settings_here))["applicants"][0]["result"] == "checks"


def test_no_letter_is_sent_on_a_list_that_is_no_longer_in_force(
    unit: User, analyst: User, settings_here: Config
) -> None:
    listed()
    sheet = sent(unit, ANNA)
    screened()
    listed(LISTED + OTHER.partition(b"\n")[2])
    with pytest.raises(NotAllowed, match="A list has changed"):
        answered(sheet, analyst, settings_here, contact="")
    screened(LATER)
    assert answered(sheet, analyst, settings_here, contact="").status == "answered"


def test_a_states_auditor_reads_no_line_about_a_match(unit: User, analyst: User) -> None:
    listed()
    sheet = sent(unit)
    screened()
    decided(sheet, "not_same", analyst)
    lines = Record.objects.filter(subject=f"vetting {sheet.pk}")
    assert [line.action for line in lines.filter(states=[])] == ["match not_same"]
    assert not lines.filter(action__startswith="match").exclude(states=[]).exists()


# ── replay ──────────────────────────────────────────────────────────────────────────────────


def test_a_sheet_is_replayed_after_every_list_has_changed(
    unit: User, analyst: User, settings_here: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    put(OTHER, name="Other list")
    listed()
    sheet = sent(unit)
    screened()
    decided(sheet, "not_same", analyst)
    outcome(answered(sheet, analyst, settings_here), unit)
    listed(HEAD + b"R-5,Nobody,Else,1931-01-02,GUY,refer,x\n" * 1)
    put(HEAD + b"R-9,Zephyrine,Odalys,1980,GUY,refer,x\n", name="Other list")
    capsys.readouterr()
    assert main(["replay", f"vetting-{sheet.pk}", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"replayed": f"vetting sheet {sheet.pk}", "identical": True, "differences": []}
    enter(REGION)
    VettingMatch.objects.update(score=99.5)
    main(["replay", f"vetting-{sheet.pk}", "--json"])
    assert not json.loads(capsys.readouterr().out)["identical"]
    enter(REGION)


# ── watching ────────────────────────────────────────────────────────────────────────────────


def test_a_list_that_names_an_applicant_later_opens_the_sheet_again_until_the_state_has_decided(
    unit: User, analyst: User, settings_here: Config
) -> None:
    listed(OTHER)
    sheet, done = sent(unit, TOBIAS), sent(unit, TOBIAS.replace("C-1", "C-7"))
    screened()
    for each in (sheet, done):
        answered(each, analyst, settings_here, contact="")
    assert outcome(done, unit).status == "closed"
    assert screened(LATER) == 0  # no list has changed
    listed(OTHER + LISTED.partition(b"\n")[2])
    OutboxEvent.objects.all().delete()
    screened(LATER)
    assert (fresh(sheet).status, fresh(done).status) == ("open", "closed")
    assert the_match(sheet).entry_id == "R-1"
    notify_of_vetting(list(OutboxEvent.objects.filter(kind=EventKind.VETTING)), LATER)
    assert set(AccountNotice.objects.values_list("person__username", "kind")) == {
        ("analyst", "vetting match"), ("unit", "vetting reopened")
    }  # fmt: skip


def test_a_changed_list_that_names_nobody_leaves_the_letter_as_it_is(
    unit: User, analyst: User, settings_here: Config
) -> None:
    listed()
    sheet = sent(unit)
    screened()
    decided(sheet, "not_same", analyst)
    before = answered(sheet, analyst, settings_here)
    listed(LISTED + OTHER.partition(b"\n")[2])
    screened(LATER)
    after = fresh(sheet)
    assert (after.status, after.basis, after.letters) == ("answered", before.basis, 1)
    assert after.stamp != before.stamp


def test_only_the_unit_records_what_the_state_has_decided(unit: User, analyst: User, settings_here: Config) -> None:
    listed()
    sheet = sent(unit, ANNA)
    screened()
    with pytest.raises(NotAllowed, match="Wait for the letter"):
        outcome(sheet, unit)
    answered(sheet, analyst, settings_here, contact="")
    colleague = member("police", Role.OFFICER, state="BRB")
    with pytest.raises(NotAllowed):
        outcome(sheet, colleague)
    assert outcome(sheet, unit).status == "closed"


def test_an_applicant_of_two_states_is_shown_to_the_centre_alone(unit: User, analyst: User) -> None:
    sheet = sent(unit)
    theirs = member("unit-l", Role.OFFICER, state="LCA", organisation=other("LCA-CIU", "LCA", "ministry"))
    also = sent(theirs, TOBIAS)
    found = applied_elsewhere(sheet, analyst)
    assert [each.sheet_id for rows in found.values() for each in rows] == [also.pk]
    assert applied_elsewhere(sheet, unit) == {}


# ── isolation and retention ─────────────────────────────────────────────────────────────────


def test_another_organisation_of_the_state_and_another_state_read_nothing_and_no_unit_reads_matches(
    unit: User,
) -> None:
    listed()
    sent(unit)
    screened()
    for who in (member("police", Role.SUPERVISOR, state="BRB"), member("l", Role.OFFICER, state="LCA")):
        enter(who.scope)
        for table in (VettingSheet, VettingApplicant, VettingMatch):
            assert not table.objects.all().exists()
    enter(unit.scope)
    assert VettingApplicant.objects.count() == 2
    assert not VettingMatch.objects.exists()
    enter(REGION)


@pytest.mark.parametrize("table", ["vetting_vettingsheet", "vetting_vettingapplicant"])
def test_the_application_can_neither_change_what_was_sent_nor_delete_it(unit: User, table: str) -> None:
    sent(unit)
    for statement in (f"update {table} set states = states", f"delete from {table}"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_an_applicant_without_a_match_is_deleted_thirty_days_after_letter_and_decision(
    unit: User, analyst: User, settings_here: Config
) -> None:
    listed()
    sheet = sent(unit)
    screened()
    decided(sheet, "not_same", analyst)
    outcome(answered(sheet, analyst, settings_here), unit)
    month = NOW + timedelta(days=30)
    assert delete_without_match("30 days", month - timedelta(hours=1)) == 0
    assert delete_without_match("30 days", month) == 1
    left = fresh(sheet)
    assert (bytes(left.file), bytes(left.letter), left.problems) == (b"", b"", [])
    assert left.letter_sha256
    assert not residue("tester", "T0000001")
    assert delete_others("12 months", NOW + timedelta(days=366)) == 1
    assert not VettingSheet.objects.exists()
    assert not residue("quillimane.*G7654321")


def test_an_undecided_applicant_is_not_watched_for_ever(unit: User, analyst: User, settings_here: Config) -> None:
    listed()
    sheet, unanswered = sent(unit, ANNA), sent(unit, ANNA.replace("C-2", "C-9"))
    screened()
    answered(sheet, analyst, settings_here, contact="")
    year = NOW + timedelta(days=366)
    assert delete_without_match("30 days", year) == 0
    assert delete_others("12 months", year) == 2
    assert not VettingSheet.objects.filter(pk__in=[sheet.pk, unanswered.pk]).exists()
