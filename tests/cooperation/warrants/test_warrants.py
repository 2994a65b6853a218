"""Warrants: signed, validated by a second person, live in screening at once; any end withdraws the entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from time import perf_counter

import pytest
from django.db import IntegrityError, transaction
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from roadstead.casework.alerts.models import Alert
from roadstead.casework.cases.export.certificate import Identity, identity
from roadstead.casework.cases.export.fonts import faces
from roadstead.casework.cases.export.signing import _signer
from roadstead.casework.examinations.documents import Sheet, sheet_pdf
from roadstead.config import Config, config, read
from roadstead.cooperation.warrants import decide, draft, end
from roadstead.cooperation.warrants.logic.content import JudicialDecision, Offence, Purpose
from roadstead.cooperation.warrants.logic.statuses import Status
from roadstead.cooperation.warrants.models import SignatureCheck, Warrant, WarrantEvent, WarrantFile, WarrantValidation
from roadstead.cooperation.warrants.signature import check_signature
from roadstead.cooperation.warrants.waiting import shown
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.outbound.notifications.fan_out import update_notices
from roadstead.oversight.approvals import stand_in
from roadstead.oversight.approvals.kinds import KINDS
from roadstead.oversight.retention.warrants import delete_old
from roadstead.pipeline.handlers import HANDLERS
from roadstead.pipeline.rescreen import Rescreener
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import AccountNotice, Organisation, Role, State, User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.models import Duty
from roadstead.platform.timeline.events import first_broken
from roadstead.targeting.watchlists import nominate
from roadstead.targeting.watchlists.models import Entry, Nomination, WatchList
from tests.conftest import make_user
from tests.oversight.retention.residue import residue
from tests.pipeline.test_pipeline import ANNA, TOBIAS, file
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
FORM = Path(__file__).parents[2] / "data" / "warrants" / "form.json"
UNTIL = date(2027, 6, 30)
WANTED = draft.NewWarrant(
    purpose=Purpose.PROSECUTE,
    cells={
        "surname": "QUILLIMANE",
        "given": "TOBIAS",
        "born": "1975-03-04",
        "nationality": "GUY",
        "documents": "P:GUY:G7654321",
        "marks": "burn QZXWHY",
    },
    basis="Backing of Warrants Act, section 4",
    until=UNTIL,
    review_by=date(2027, 5, 1),
    decision=JudicialDecision(court="High Court", reference="HC-2026-0042", date="2026-10-02"),
)
ROBBERY = Offence(
    law="Theft Act s 8", what="robbery", when="2026-09-12", where="Castries", part="principal", maximum_months=168
)


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA", "GRD"):
        State.objects.get_or_create(code=code, defaults={"name": code})


def member(name: str, role: Role, state: str, type_: OrganisationType) -> User:
    user = make_user(name, role, state=state)
    made, _ = Organisation.objects.get_or_create(
        code=f"{state}-{type_.name[:3]}", defaults={"names": {"en": type_.label}, "type": type_, "state_id": state}
    )
    user.organisation = made
    user.save()
    return user


@pytest.fixture
def second(states: None) -> User:
    return member("authority", Role.CENTRAL_AUTHORITY, "LCA", OrganisationType.CENTRAL_AUTHORITY)


@pytest.fixture
def clerk(second: User) -> User:
    return member("clerk", Role.COURT, "LCA", OrganisationType.COURT)


@pytest.fixture
def officer(states: None) -> User:
    """An officer of another state, on whose voyages the tests file."""
    return make_user("officer-b", Role.OFFICER, state="BRB")


@pytest.fixture(scope="module")
def settings_here(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return read({"ROADSTEAD_HOME": str(tmp_path_factory.mktemp("home")), "ROADSTEAD_URL": "https://apis.example"})


def scan(colour: str = "white") -> bytes:
    """A scanned page, of another colour if it is to be another file."""
    made = BytesIO()
    Image.new("RGB", (60, 80), colour).save(made, "PNG")
    return made.getvalue()


def pdf() -> bytes:
    page = Sheet(title="Warrant", lines=(), headings=("a",), widths=(1,), rows=(), handling="", author="", empty="-")
    return sheet_pdf(page, faces(config().home / "fonts"))


def signed(raw: bytes, who: Identity) -> bytes:
    """The PDF with a signature, as a court would send it."""
    made = BytesIO()
    meta = signers.PdfSignatureMetadata(field_name="Judge", md_algorithm="sha256")
    signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(raw)), meta, signer=_signer(who), output=made)
    return made.getvalue()


def drafted(clerk: User, new: draft.NewWarrant = WANTED, offence: Offence = ROBBERY) -> Warrant:
    made = draft.draft(new, by=clerk, now=NOW)
    return draft.add_offence(made.pk, offence, by=clerk, now=NOW)


def with_file(clerk: User, new: draft.NewWarrant = WANTED, offence: Offence = ROBBERY) -> Warrant:
    return decide.add_signed_file(drafted(clerk, new, offence).pk, "warrant.png", scan(), by=clerk, now=NOW)


def in_force(clerk: User, second: User, new: draft.NewWarrant = WANTED) -> Warrant:
    return decide.decide(with_file(clerk, new).pk, True, "compared with the register", by=second, now=NOW)


def rescreened() -> None:
    """Rescreen stored voyages, as a worker does."""
    at = datetime.now(UTC) + timedelta(seconds=2 * config().lease + 1)
    Rescreener(config()).run(ScreeningSetCache(), now=at, limit=1000)
    enter(REGION)


def told(kind: str) -> list[str]:
    return sorted(AccountNotice.objects.filter(kind=kind).values_list("person__username", flat=True))


# ── validated by a second person


def test_a_warrant_is_in_force_when_a_second_person_validates_it_and_no_third_is_asked(
    clerk: User, second: User
) -> None:
    made = with_file(clerk)
    assert made.status == Status.SIGNED
    assert not Entry.objects.exists()
    assert [row.warrant for row in KINDS["warrant"].rows(second, None)] == [made]
    decide.decide(made.pk, True, "compared", by=second, now=NOW)
    made.refresh_from_db()
    assert (made.status, made.in_force_from) == (Status.IN_FORCE, NOW)
    entry, nomination = Entry.objects.get(), Nomination.objects.get()
    assert (entry.entry_id, entry.listed["action"], entry.watch_list.title) == (
        made.reference,
        "stop",
        "Warrants of LCA (LCA)",
    )
    assert entry.listed["expires"] == UNTIL.isoformat()
    assert entry.watch_list.may_share_with == ["BRB", "GRD"]
    assert (nomination.proposed_by, nomination.decided_by, nomination.status) == (clerk, second, "live")
    assert list(KINDS["nomination"].rows(second, None)) == []
    assert first_broken(made) == 0
    assert told("approved") == ["clerk"]


def test_nobody_validates_the_own_warrant_and_the_database_refuses_it_as_well(second: User) -> None:
    made = with_file(second)
    with pytest.raises(NotAllowed, match="you cannot approve your own proposal"):
        decide.decide(made.pk, True, "w", by=second, now=NOW)
    row = WarrantValidation.objects.get()
    row.decision, row.decided_by, row.decided_at = "approved", second, NOW
    with pytest.raises(IntegrityError, match="a_warrant_is_validated_by_two_people"), transaction.atomic():
        row.save()
    other = member("other", Role.CENTRAL_AUTHORITY, "LCA", OrganisationType.CENTRAL_AUTHORITY)
    row.proposed_by, row.decided_by, row.drafted_by = second, other, other
    with pytest.raises(IntegrityError, match="a_warrant_is_validated_by_two_people"), transaction.atomic():
        row.save()


def test_whoever_drafted_it_does_not_validate_the_file_that_another_uploaded(clerk: User, second: User) -> None:
    made = drafted(second)
    uploader = member("third", Role.CENTRAL_AUTHORITY, "LCA", OrganisationType.CENTRAL_AUTHORITY)
    decide.add_signed_file(made.pk, "w.png", scan(), by=uploader, now=NOW)
    with pytest.raises(NotAllowed, match="you cannot approve your own proposal"):
        decide.decide(made.pk, True, "w", by=second, now=NOW)


def test_a_court_drafts_and_does_not_validate(clerk: User, second: User) -> None:
    made = with_file(clerk)
    other = member("clerk-2", Role.COURT, "LCA", OrganisationType.COURT)
    with pytest.raises(NotAllowed, match="Only the central authority"):
        decide.decide(made.pk, True, "w", by=other, now=NOW)
    with pytest.raises(NotAllowed, match="Only the central authority and the courts"):
        draft.draft(WANTED, by=make_user("border", Role.OFFICER, state="LCA"), now=NOW)


def test_the_centre_does_not_validate_in_place_of_the_state(states: None) -> None:
    alone = member("clerk", Role.COURT, "LCA", OrganisationType.COURT)
    make_user("duty", Role.SUPERVISOR)
    with_file(alone)
    with pytest.raises(NotAllowed, match="only named people may see this proposal"):
        stand_in.ask("warrant", WarrantValidation.objects.get().pk, by=alone, now=NOW)


def test_a_returned_warrant_is_a_draft_again_and_is_signed_anew(clerk: User, second: User) -> None:
    made = with_file(clerk)
    decide.decide(made.pk, False, "wrong section", by=second, now=NOW)
    made.refresh_from_db()
    assert (made.status, told("rejected")) == (Status.DRAFTED, ["clerk"])
    draft.change(made.pk, replace(WANTED, basis="Extradition Act"), by=clerk, now=NOW)
    decide.add_signed_file(made.pk, "w.png", scan("grey"), by=clerk, now=NOW)
    decide.decide(made.pk, True, "right now", by=second, now=NOW)
    assert Warrant.objects.get().status == Status.IN_FORCE
    acts = list(WarrantEvent.objects.values_list("act", flat=True))
    assert acts == ["drafted", "changed", "signed", "returned", "changed", "signed", "validated", "published"]


def test_a_signed_warrant_is_not_changed(clerk: User) -> None:
    made = with_file(clerk)
    with pytest.raises(NotAllowed, match="not possible in the status"):
        draft.change(made.pk, WANTED, by=clerk, now=NOW)
    with pytest.raises(NotAllowed, match="not possible in the status"):
        draft.add_offence(made.pk, ROBBERY, by=clerk, now=NOW)
    with pytest.raises(NotAllowed, match="not possible in the status"):
        draft.remove_offence(made.pk, 1, by=clerk, now=NOW)


def test_a_person_who_was_a_child_is_published_only_after_a_second_look(clerk: User, second: User) -> None:
    made = with_file(clerk, replace(WANTED, cells={**WANTED.cells, "born": "2013-02-01"}))
    decide.decide(made.pk, True, "the file is right", by=second, now=NOW)
    made.refresh_from_db()
    assert made.status == Status.VALIDATED
    assert not Entry.objects.exists()
    with pytest.raises(FieldRefused, match="Write the reason"):
        decide.publish(made.pk, " ", by=second, now=NOW)
    decide.publish(made.pk, "asked child protection: she is in danger", by=second, now=NOW)
    assert Entry.objects.get().listed["reason"].startswith("Refer to child protection. ")


# ── the signed file


def test_a_signed_pdf_is_verified_and_a_changed_one_is_refused(
    clerk: User, second: User, settings_here: Config
) -> None:
    who = identity(settings_here, now=NOW)
    raw = signed(pdf(), who)
    made = drafted(clerk)
    broken = raw.replace(b"/Page", b"/Pagf", 1)
    assert broken != raw
    with pytest.raises(FieldRefused, match="changed after signing"):
        decide.add_signed_file(made.pk, "w.pdf", broken, by=clerk, now=NOW)
    decide.add_signed_file(made.pk, "w.pdf", raw, by=clerk, now=NOW)
    row = WarrantFile.objects.get()
    assert (row.check_result, bool(row.signer), bool(row.signed_at)) == (SignatureCheck.VALID, True, True)
    assert check_signature(raw + b"\n% more", "pdf").result != SignatureCheck.VALID


def test_a_scan_is_called_a_scan(clerk: User) -> None:
    for raw, kind in ((scan(), "png"), (pdf(), "pdf")):
        assert check_signature(raw, kind).result == SignatureCheck.SCAN
    with_file(clerk)
    assert WarrantFile.objects.get().get_check_result_display() == "Scan, not verifiable"


def test_a_file_needs_an_offence_a_basis_and_a_person_that_can_be_matched(clerk: User) -> None:
    bare = draft.draft(WANTED, by=clerk, now=NOW)
    with pytest.raises(NotAllowed, match="at least one offence"):
        decide.add_signed_file(bare.pk, "w.png", scan(), by=clerk, now=NOW)
    unknown = drafted(clerk, replace(WANTED, cells={"surname": "QUILLIMANE"}))
    with pytest.raises(FieldRefused, match="date of birth"):
        decide.add_signed_file(unknown.pk, "w.png", scan(), by=clerk, now=NOW)


# ── live in screening, and withdrawn with any end


def test_a_traveller_is_found_right_after_validation_and_the_alert_closes_with_the_end(
    clerk: User, second: User, officer: User
) -> None:
    file(paxlst(TOBIAS, ANNA))
    began = perf_counter()
    made = in_force(clerk, second)
    rescreened()
    spent = perf_counter() - began
    alert = Alert.objects.visible_to(officer).get()
    assert (alert.entry_id, alert.list_name, alert.action) == (made.reference, "Warrants of LCA (LCA)", "stop")
    assert spent < 60, f"{spent:.1f} s from validation to the alert"
    began = perf_counter()
    end.withdraw(made.pk, "the judge recalled it", by=second, now=NOW)
    rescreened()
    assert perf_counter() - began < 60
    assert not Entry.objects.filter(removed_in=None).exists()
    assert {each.state for each in Alert.objects.all()} == {"lapsed"}


def test_each_state_with_an_alert_is_notified_of_the_end_and_the_owner_learns_nothing_of_it(
    clerk: User, second: User, officer: User
) -> None:
    stranger = make_user("officer-g", Role.OFFICER, state="GRD")
    file(paxlst(TOBIAS))
    made = in_force(clerk, second)
    rescreened()
    assert officer.state_id in Alert.objects.get().states
    end.executed(made.pk, "surrendered", by=second, now=NOW)
    update_notices(HANDLERS, now=NOW)
    assert "officer-b" in told("warrant ended")
    assert stranger.username not in told("warrant ended")
    assert not {"clerk", "authority"} & set(told("warrant ended"))
    history = str(list(WarrantEvent.objects.values_list("content", flat=True)))
    lines = Record.objects.filter(subject__startswith="warrant").values_list("detail", "states")
    assert "BRB" not in history + str(list(lines))


@pytest.mark.parametrize("is_on_duty", [True, False])
def test_the_centre_telephones_a_state_with_an_alert_in_which_nobody_is_on_duty(
    clerk: User, second: User, officer: User, is_on_duty: bool
) -> None:
    make_user("desk", Role.SUPERVISOR)
    file(paxlst(TOBIAS))
    made = in_force(clerk, second)
    rescreened()
    if is_on_duty:
        turn = {"days": list(range(7)), "begins": time(0), "ends": time(23, 59), "made_by": officer, "made_at": NOW}
        Duty.objects.create(state="BRB", states=["BRB"], person=officer, **turn)
    end.suspend(made.pk, "QZXWHY", by=second, now=NOW)
    update_notices(HANDLERS, now=NOW)
    assert "officer-b" in told("warrant suspended")
    calls = list(AccountNotice.objects.filter(kind="warrant to call", person__username="desk"))
    assert [each.places for each in calls if each.places["state"] == "BRB"] == (
        [] if is_on_duty else [{"number": made.reference, "state": "BRB"}]
    )
    assert not any("QUILLIMANE" in account_notices.text_of(each) for each in calls)


def test_a_suspended_warrant_has_no_entry_and_a_resumed_one_has_it_again(
    clerk: User, second: User, officer: User
) -> None:
    file(paxlst(TOBIAS))
    made = in_force(clerk, second)
    end.suspend(made.pk, "appeal", by=second, now=NOW)
    assert not Entry.objects.filter(removed_in=None).exists()
    with pytest.raises(NotAllowed, match="not possible in the status"):
        end.suspend(made.pk, "again", by=second, now=NOW)
    decide.resume(made.pk, "the appeal was dismissed", by=second, now=NOW)
    assert Entry.objects.get(removed_in=None).entry_id == made.reference
    latest = Nomination.objects.order_by("-pk").first()
    assert latest is not None
    assert (latest.proposed_by, latest.decided_by) == (clerk, second)
    rescreened()
    assert Alert.objects.visible_to(officer).exists()


def test_whoever_drafted_a_warrant_neither_withdraws_nor_resumes_it_alone(clerk: User, second: User) -> None:
    other = member("other", Role.CENTRAL_AUTHORITY, "LCA", OrganisationType.CENTRAL_AUTHORITY)
    made = in_force(second, other)
    with pytest.raises(NotAllowed, match="does not withdraw it alone"):
        end.withdraw(made.pk, "w", by=second, now=NOW)
    end.suspend(made.pk, "w", by=second, now=NOW)
    with pytest.raises(NotAllowed, match="you cannot approve your own proposal"):
        decide.resume(made.pk, "w", by=second, now=NOW)
    end.withdraw(made.pk, "w", by=other, now=NOW)
    assert Warrant.objects.get().end_reason == "w"


def test_it_expires_after_its_last_day_without_anybody_doing_anything(clerk: User, second: User) -> None:
    made = in_force(clerk, second)
    ends = datetime(2027, 7, 1, 4, 0, tzinfo=UTC)
    update_notices(HANDLERS, now=datetime(2027, 6, 30, 23, 59, tzinfo=UTC))
    assert Entry.objects.filter(removed_in=None).exists()
    update_notices(HANDLERS, now=ends)
    made.refresh_from_db()
    assert (made.status, made.ended_at) == (Status.EXPIRED, ends)
    assert not Entry.objects.filter(removed_in=None).exists()
    assert WarrantEvent.objects.last().who is None  # type: ignore[union-attr]


def test_the_day_of_review_is_the_entrys_and_a_warrant_that_is_over_is_not_put_in_force(
    clerk: User, second: User
) -> None:
    late = replace(WANTED, until=date(2029, 1, 1), review_by=date(2028, 12, 1))
    made = in_force(clerk, second, late)
    assert str(made.review_by) == Entry.objects.get().listed["review"] == "2027-11-25"
    end.suspend(made.pk, "review", by=second, now=NOW)
    again = decide.resume(made.pk, "still needed", by=second, now=NOW + timedelta(days=400))
    assert again.review_by == date(2028, 12, 30)
    waits = with_file(clerk)
    with pytest.raises(NotAllowed, match="last day in force has passed"):
        decide.decide(waits.pk, True, "w", by=second, now=NOW + timedelta(days=400))


def test_a_second_person_reviews_it_and_the_entry_has_the_next_day_of_review(
    clerk: User, second: User, officer: User
) -> None:
    file(paxlst(TOBIAS))
    made = in_force(clerk, second, replace(WANTED, review_by=date(2026, 12, 1)))
    rescreened()
    alert, later = Alert.objects.get(), datetime(2026, 12, 5, 9, 0, tzinfo=UTC)
    own = in_force(second, member("other", Role.CENTRAL_AUTHORITY, "LCA", OrganisationType.CENTRAL_AUTHORITY))
    with pytest.raises(NotAllowed, match="you cannot approve your own proposal"):
        decide.review(own.pk, date(2027, 3, 1), "w", by=second, now=later)
    decide.review(made.pk, date(2027, 3, 1), "the charge stands", by=second, now=later)
    made.refresh_from_db()
    entry, nomination = Entry.objects.get(entry_id=made.reference, removed_in=None), Nomination.objects.latest("pk")
    assert (made.status, made.review_by, entry.listed["review"]) == (Status.IN_FORCE, date(2027, 3, 1), "2027-03-01")
    assert (nomination.act, nomination.proposed_by, nomination.decided_by) == (Nomination.Act.AMEND, clerk, second)
    assert (WarrantEvent.objects.filter(warrant=made).last().act, first_broken(made)) == ("reviewed", 0)  # type: ignore[union-attr]
    rescreened()
    assert Alert.objects.get(entry_id=made.reference).pk == alert.pk


def test_a_review_names_a_day_that_the_list_allows(clerk: User, second: User) -> None:
    made = in_force(clerk, second)
    for wrong, nearest in ((NOW.date(), "2026-11-26"), (UNTIL + timedelta(days=1), UNTIL.isoformat())):
        with pytest.raises(FieldRefused, match="nearest day") as refused:
            decide.review(made.pk, wrong, "w", by=second, now=NOW)
        assert refused.value.places["day"] == nearest
    with pytest.raises(NotAllowed, match="Only the central authority"):
        decide.review(made.pk, UNTIL, "w", by=clerk, now=NOW)
    decide.review(made.pk, made.review_by, "the same day again", by=second, now=NOW)
    end.suspend(made.pk, "w", by=second, now=NOW)
    with pytest.raises(NotAllowed, match="not possible in the status"):
        decide.review(made.pk, UNTIL, "w", by=second, now=NOW)


def test_its_entry_is_changed_by_its_warrant_alone(clerk: User, second: User) -> None:
    keeper = make_user("keeper", Role.SUPERVISOR, state="LCA")
    in_force(clerk, second)
    of = WatchList.objects.get()
    with pytest.raises(NotAllowed):
        nominate.save_draft(of, {"surname": "N"}, why="w", by=keeper, now=NOW)
    with pytest.raises(NotAllowed, match="withdraw the warrant"):
        nominate.drop(Nomination.objects.get().pk, by=keeper, now=NOW)
    with pytest.raises(IntegrityError, match="one_list_of_warrants_per_state"), transaction.atomic():
        WatchList.objects.create(owner="LCA", name="x", is_manual=True, is_warrants=True)


# ── who reads it


def test_a_warrant_is_read_by_its_court_and_the_central_authority_alone(clerk: User, second: User) -> None:
    made = with_file(clerk)
    readers = {clerk, second}
    strangers = {
        make_user("border", Role.OFFICER, state="LCA"),
        member("police", Role.OFFICER, "LCA", OrganisationType.POLICE),
        member("abroad", Role.CENTRAL_AUTHORITY, "BRB", OrganisationType.CENTRAL_AUTHORITY),
        make_user("centre", Role.SUPERVISOR),
    }
    for user in readers | strangers:
        enter(user.scope)
        sees = list(Warrant.objects.all()), list(WarrantFile.objects.all()), list(WarrantEvent.objects.all())
        assert all(sees) == (user in readers), user
        assert Warrant.objects.visible_to(user).exists() == (user in readers), user
    enter(REGION)
    assert list(shown(clerk, "open")) == [made]


def test_people_write_warrants_in_their_own_scope(clerk: User, second: User) -> None:
    enter(clerk.scope)
    made = with_file(clerk)
    enter(second.scope)
    decide.decide(made.pk, True, "compared", by=second, now=NOW)
    end.suspend(made.pk, "w", by=second, now=NOW)
    decide.resume(made.pk, "w", by=second, now=NOW)
    end.executed(made.pk, "w", by=second, now=NOW)
    enter(REGION)
    assert Warrant.objects.get().status == Status.EXECUTED


def test_a_form_as_json_is_a_draft_and_bad_input_names_its_field(clerk: User) -> None:
    made = draft.draft_from_form(FORM.read_bytes(), by=clerk, now=NOW)
    assert (made.name, len(made.offences), made.status) == ("TOBIAS QUILLIMANE", 2, Status.DRAFTED)
    with pytest.raises(FieldRefused, match="a_identity"):
        draft.draft_from_form(b'{"b_decision": {}}', by=clerk, now=NOW)


def test_nothing_is_left_of_the_person_a_year_after_the_end(clerk: User, second: User) -> None:
    made = in_force(clerk, second)
    end.withdraw(made.pk, "over QZXWHY", by=second, now=NOW)
    assert delete_old("12 months", NOW + timedelta(days=300)) == 0
    assert residue("QUILLIMANE", "QZXWHY")
    assert delete_old("12 months", NOW + timedelta(days=366)) == 1
    enter(REGION)
    assert residue("QUILLIMANE", "QZXWHY") == []
