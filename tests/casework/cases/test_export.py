"""A case handed out: what is in it and what is not, the signature, and the program that an outsider checks it with."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import reportlab
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from django.test import Client
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from roadstead.casework.alerts.models import Alert
from roadstead.casework.cases.acts import NewCase, close, open_case, write_note
from roadstead.casework.cases.export.archive import VERIFIER
from roadstead.casework.cases.export.certificate import CannotSign, Identity, identity
from roadstead.casework.cases.export.data import moment
from roadstead.casework.cases.export.event_labels import labelled_values, title_of
from roadstead.casework.cases.export.export_case import export_case
from roadstead.casework.cases.export.fonts import OURS, faces, marked_up
from roadstead.casework.cases.export.record import ExportRequest
from roadstead.casework.cases.links import put_in
from roadstead.casework.cases.models import Case, CaseEvent
from roadstead.config import Config, config, read
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import Organisation, Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.models import SharingAgreement
from roadstead.platform.timeline.events import first_broken
from tests.casework.cases.pdf_text import pages_of, text_of
from tests.casework.cases.test_acts import make_alert
from tests.conftest import make_user
from tests.everyday import daily

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
NEW = NewCase(title="Papers of one printer", purpose="police", basis="Immigration Act, s. 1")
ASKED = ExportRequest(
    reason="Order 17/2026 of the court", recipient="Clerk of the Court", handling="amber", receiver="own", use="crime"
)
NOTE = "Señora Ćosić <saw> it & left"


@pytest.fixture(scope="module")
def settings_here(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Of one installation: making a key takes a second."""
    return read({"ROADSTEAD_HOME": str(tmp_path_factory.mktemp("home")), "ROADSTEAD_URL": "https://apis.example"})


@pytest.fixture
def case(region: None, officer_a: User) -> Case:
    made = open_case(NEW, by=officer_a, now=NOW)
    write_note(made.pk, NOTE, by=officer_a, now=NOW)
    return made


def given_out(case: Case, by: User, settings: Config, **more: Any) -> bytes:
    return export_case(case.pk, replace(ASKED, **more), by=by, now=NOW, settings=settings)


def unpacked(raw: bytes, folder: Path) -> dict[str, Any]:
    """Unpacks the archive; its case.json."""
    with ZipFile(BytesIO(raw)) as archive:
        archive.extractall(folder)
    found: dict[str, Any] = json.loads((folder / "case.json").read_bytes())
    return found


def verified(folder: Path) -> tuple[int, str]:
    """What the program in the archive says, run by nothing but Python's own library."""
    run = subprocess.run([sys.executable, "-I", "-S", str(folder / "verify.py")], capture_output=True, text=True)
    return run.returncode, run.stdout + run.stderr


def signature(pdf: bytes, who: Identity) -> Any:
    trusted = Certificate.load(who.certificate.public_bytes(Encoding.DER))
    context = ValidationContext(trust_roots=[trusted], allow_fetching=False, revocation_mode="soft-fail")
    return validate_pdf_signature(PdfFileReader(BytesIO(pdf)).embedded_signatures[0], context)


# ── what is handed out ──────────────────────────────────────────────────────────────────────


def test_the_archive_holds_document_data_and_the_program_that_says_ok(
    case: Case, officer_a: User, settings_here: Config, tmp_path: Path
) -> None:
    data = unpacked(given_out(case, officer_a, settings_here), tmp_path / "out")
    assert {each.name for each in (tmp_path / "out").iterdir()} == {"case.pdf", "case.json", "README.txt", "verify.py"}
    assert [event["act"] for event in data["events"]] == ["opened", "noted", "exported"]
    assert data["events"][1]["content"] == {"text": NOTE}
    code, words = verified(tmp_path / "out")
    assert (code, "OK: 3 events" in words, data["case"]["head"] in words) == (0, True, True), words


def test_the_document_tells_the_case_the_note_and_why_to_whom_and_how_it_was_handed_out(
    case: Case, officer_a: User, settings_here: Config, tmp_path: Path
) -> None:
    put_in(case.pk, "words", "the man at the counter", by=officer_a, now=NOW)
    data = unpacked(given_out(case, officer_a, settings_here), tmp_path)
    pdf = (tmp_path / "case.pdf").read_bytes()
    text = text_of(pdf)
    told = (
        NEW.title,
        "Prevention and prosecution of crime",
        NEW.basis,
        NOTE,
        ASKED.reason,
        ASKED.recipient,
        "Barbados",
        "officer-a, Officer",
        "TLP:AMBER",
        "the man at the counter",
        "Wed 25 Nov 2026, 12:00:00 UTC",
        f"page 1 of {pages_of(pdf)}",
        data["case"]["head"],
        "python3 verify.py",
    )
    assert [words for words in told if words not in text] == []
    root = PdfFileReader(BytesIO(pdf)).root
    assert (root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == ("en", True)
    assert root["/Outlines"]["/Count"] >= 4


def test_handing_out_is_an_event_of_the_case_and_a_disclosure_in_the_audit(
    case: Case, officer_a: User, settings_here: Config, tmp_path: Path
) -> None:
    unpacked(given_out(case, officer_a, settings_here), tmp_path)
    event = CaseEvent.objects.get(act="exported")
    assert event.content == {
        "reason": ASKED.reason,
        "recipient": ASKED.recipient,
        "receiver": "own",
        "use": "crime",
        "handling": "amber",
    }
    assert first_broken(Case.objects.get(pk=case.pk)) == 0
    line = Record.objects.get(action="disclosed")
    assert (line.subject, line.states, line.who) == (f"case {case.pk}", ["BRB"], officer_a)
    assert ASKED.recipient not in line.detail


def test_a_closed_case_is_handed_out_too(case: Case, officer_a: User, settings_here: Config, tmp_path: Path) -> None:
    close(case.pk, "charged", by=officer_a, now=NOW, edition=2)
    data = unpacked(given_out(case, officer_a, settings_here), tmp_path)
    assert (data["case"]["outcome"], data["events"][-1]["act"]) == ("charged", "exported")


def test_what_is_for_few_eyes_stays_out_whoever_hands_it_out_and_the_chain_holds_through_it(
    case: Case, officer_a: User, supervisor_a: User, settings_here: Config, tmp_path: Path
) -> None:
    alert = make_alert("BRB", list_name="Quiet list")
    put_in(case.pk, "alert", str(alert.pk), by=officer_a, now=NOW)
    Alert.objects.filter(pk=alert.pk).update(action="discreet")  # supervisors still know of it
    data = unpacked(given_out(case, supervisor_a, settings_here), tmp_path)
    assert set(data["events"][2]) == {"number", "digest", "hash"}
    assert (data["export"]["left_out"], data["holds"]) == ([3], [])
    text = text_of((tmp_path / "case.pdf").read_bytes())
    assert ("Quiet list" in text, "(number 3)" in text) == (False, True)
    assert verified(tmp_path)[0] == 0


def test_an_export_is_not_handled_more_freely_than_an_alert_in_it(
    case: Case, officer_a: User, settings_here: Config
) -> None:
    put_in(case.pk, "alert", str(make_alert("BRB", owner="BRB", tlp="amber+strict").pk), by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match=r"AMBER\+STRICT or a stricter"):
        given_out(case, officer_a, settings_here)
    given_out(case, officer_a, settings_here, handling="red")


def test_of_an_alert_by_another_states_list_neither_name_nor_entry_is_told(
    case: Case, officer_a: User, settings_here: Config, tmp_path: Path
) -> None:
    alert = make_alert("BRB", "LCA", owner="LCA", list_name="Their list", tlp="green", entry_name="THEIRS")
    put_in(case.pk, "alert", str(alert.pk), by=officer_a, now=NOW)
    data = unpacked(given_out(case, officer_a, settings_here), tmp_path)
    assert "a list of Saint Lucia" in data["holds"][0]["words"]
    assert "Their list" not in (tmp_path / "case.json").read_text() + text_of((tmp_path / "case.pdf").read_bytes())


def test_what_another_state_sent_leaves_with_its_consent_alone_or_is_left_out(
    case: Case, officer_a: User, settings_here: Config, tmp_path: Path
) -> None:
    alert = make_alert("BRB", "LCA", owner="LCA", list_name="Their list", tlp="green")
    put_in(case.pk, "alert", str(alert.pk), by=officer_a, now=NOW)
    for more, needs in ((COURT, "judicial proceedings only with the consent of Saint Lucia"), (ONWARD, "passed on")):
        with pytest.raises(NotAllowed, match=needs):
            given_out(case, officer_a, settings_here, **more)
    data = unpacked(given_out(case, officer_a, settings_here, **COURT, leave_out=True), tmp_path)
    assert (data["holds"], data["export"]["left_out"], data["export"]["use"]) == ([], [3], "court")
    assert verified(tmp_path)[0] == 0
    Alert.objects.filter(pk=alert.pk).update(consent_for=["court"])
    given_out(case, officer_a, settings_here, **COURT)
    Alert.objects.filter(pk=alert.pk).update(owner="BRB")
    for more in (COURT, ONWARD):
        given_out(case, officer_a, settings_here, **more)


COURT = {"use": "court"}
ONWARD = {"receiver": "state"}


def agreement(owner: str = "BRB", decision: str = "approved", **terms: Any) -> str:
    """The number of one with a partner."""
    enter(REGION)
    partner, _ = Organisation.objects.get_or_create(code="XPA", defaults={"names": {"en": "Pa"}, "type": "partner"})
    second, _ = User.objects.get_or_create(username="second", defaults={"role": Role.SUPERVISOR})
    given = {"strictest_tlp": "green", "valid_from": NOW.date(), "purpose": "Relief", "reference": "MoU 4/2026"}
    made = SharingAgreement.objects.create(partner=partner, owner=owner, proposed_at=NOW, **given | terms)
    if decision:
        made.decision, made.decided_by, made.decided_at = decision, second, NOW
        made.save(update_fields=["decision", "decided_by", "decided_at"])
    return str(made.pk)


def test_outside_the_states_the_agreement_stands_in_document_and_timeline(
    case: Case, officer_a: User, settings_here: Config, tmp_path: Path
) -> None:
    alert = make_alert("BRB", owner="BRB", tlp="green")
    put_in(case.pk, "alert", str(alert.pk), by=officer_a, now=NOW)
    outside = {"receiver": "outside", "handling": "green", "agreement": agreement()}
    unpacked(given_out(case, officer_a, settings_here, **outside), tmp_path)
    text = text_of((tmp_path / "case.pdf").read_bytes())
    assert ("MoU 4/2026" in text, "outside the participating states" in text) == (True, True)
    assert CaseEvent.objects.get(act="exported").content["agreement"] == "Pa · Relief: MoU 4/2026"
    Alert.objects.filter(pk=alert.pk).update(tlp="amber")
    with pytest.raises(NotAllowed, match="TLP:AMBER"):
        given_out(case, officer_a, settings_here, **outside)


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "terms",
    [
        {"owner": "LCA"},
        {"owner": "REGION"},
        {"decision": ""},
        {"decision": "rejected"},
        {"valid_to": NOW.date() - DAY, "valid_from": NOW.date() - DAY},
        {"valid_from": NOW.date() + DAY},
        None,
    ],
)
def test_outside_the_states_nothing_leaves_but_under_an_agreement_of_the_owner_in_force(
    case: Case, officer_a: User, settings_here: Config, terms: dict[str, Any] | None
) -> None:
    number = agreement(**terms) if terms else "MoU 4/2026"
    with pytest.raises(NotAllowed, match="only under an agreement in force"):
        given_out(case, officer_a, settings_here, receiver="outside", handling="green", agreement=number)
    assert not CaseEvent.objects.filter(act="exported").exists()


def test_nothing_stricter_than_the_agreement_allows_leaves_the_states(
    case: Case, officer_a: User, settings_here: Config, tmp_path: Path
) -> None:
    alert = make_alert("BRB", owner="BRB", tlp="green")
    put_in(case.pk, "alert", str(alert.pk), by=officer_a, now=NOW)
    outside = {"receiver": "outside", "handling": "clear", "agreement": agreement(strictest_tlp="clear")}
    with pytest.raises(NotAllowed, match="stricter than the agreement allows"):
        given_out(case, officer_a, settings_here, **outside)
    with pytest.raises(NotAllowed, match="up to TLP:CLEAR"):
        given_out(case, officer_a, settings_here, **outside | {"handling": "green", "leave_out": True})
    assert unpacked(given_out(case, officer_a, settings_here, **outside, leave_out=True), tmp_path)["holds"] == []


def test_the_form_offers_the_agreements_of_the_owner_that_are_in_force(
    case: Case, officer_a: User, client: Client
) -> None:
    client.force_login(officer_a)
    assert "No agreement is in force" in client.get(f"/cases/{case.pk}/export").content.decode()
    agreement(valid_from=date(2020, 1, 1))
    agreement(owner="LCA", valid_from=date(2020, 1, 1), reference="ANOTHER STATE'S")
    agreement(valid_to=date(2020, 1, 2), valid_from=date(2020, 1, 1), reference="ENDED")
    page = client.get(f"/cases/{case.pk}/export").content.decode()
    assert "Pa · Relief: MoU 4/2026; up to TLP:GREEN" in page
    assert ("ANOTHER STATE" in page, "ENDED" in page) == (False, False)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"reason": " "}, "the reason"),
        ({"recipient": ""}, "the recipient"),
        ({"handling": "x"}, "how"),
        ({"handling": ""}, "how"),
        ({"receiver": ""}, "type of recipient"),
        ({"receiver": "USA"}, "type of recipient"),
        ({"receiver": "outside"}, "agreement"),
        ({"use": ""}, "what the recipient will use it for"),
    ],
)
def test_without_reason_recipient_or_handling_nothing_is_handed_out(
    case: Case, officer_a: User, settings_here: Config, more: dict[str, str], says: str
) -> None:
    with pytest.raises(NotAllowed, match=says):
        given_out(case, officer_a, settings_here, **more)
    assert not CaseEvent.objects.filter(act="exported").exists()


def test_a_timeline_that_does_not_hold_is_not_handed_out_as_evidence(
    case: Case, officer_a: User, settings_here: Config
) -> None:
    Case.objects.filter(pk=case.pk).update(edition=1)
    with pytest.raises(NotAllowed, match="from event 3 on"):
        given_out(case, officer_a, settings_here)


def test_those_who_watch_over_cases_do_not_hand_them_out(case: Case, settings_here: Config) -> None:
    auditor = make_user("auditor-a", Role.AUDITOR, state="BRB")
    with pytest.raises(NotAllowed, match="officers and supervisors"):
        given_out(case, auditor, settings_here)


# ── the signature ───────────────────────────────────────────────────────────────────────────


def test_the_signature_is_the_installations_and_covers_the_whole_document_with_the_data(
    case: Case, officer_a: User, settings_here: Config, tmp_path: Path
) -> None:
    unpacked(given_out(case, officer_a, settings_here), tmp_path)
    who, pdf = identity(settings_here, now=NOW), (tmp_path / "case.pdf").read_bytes()
    status = signature(pdf, who)
    assert (status.bottom_line, status.intact, status.trusted, status.coverage.name) == (
        True,
        True,
        True,
        "ENTIRE_FILE",
    )
    assert (settings_here.home / "documents.pem").stat().st_mode & 0o777 == 0o600
    assert who.fingerprint in text_of(pdf).replace(" ", "")
    reader = PdfFileReader(BytesIO(pdf))
    held = reader.root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"]["/F"]
    assert held.data == (tmp_path / "case.json").read_bytes()


def test_one_changed_byte_breaks_the_signature(
    case: Case, officer_a: User, settings_here: Config, tmp_path: Path
) -> None:
    unpacked(given_out(case, officer_a, settings_here), tmp_path)
    who, pdf = identity(settings_here, now=NOW), bytearray((tmp_path / "case.pdf").read_bytes())
    at = pdf.index(b"/Title")  # where a change still leaves something that can be read
    pdf[pdf.index(b"(", at) + 1] ^= 1
    status = signature(bytes(pdf), who)
    assert (status.intact, status.bottom_line) == (False, False)


def test_another_installations_signature_is_not_trusted(
    case: Case, officer_a: User, settings_here: Config, tmp_path: Path
) -> None:
    unpacked(given_out(case, officer_a, settings_here), tmp_path)
    other = identity(read({"ROADSTEAD_HOME": str(tmp_path / "other")}), now=NOW)
    status = signature((tmp_path / "case.pdf").read_bytes(), other)
    assert (status.intact, status.trusted, status.bottom_line) == (True, False, False)


def test_the_operators_certificate_signs_where_there_is_one(
    case: Case, officer_a: User, settings_here: Config, tmp_path: Path
) -> None:
    who = identity(settings_here, now=NOW)
    held, password = tmp_path / "own.p12", tmp_path / "password"
    held.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"own",
            who.key,  # type: ignore[arg-type]
            who.certificate,
            None,
            BestAvailableEncryption(b"secret"),
        )
    )
    password.write_text("secret\n")
    given = {"ROADSTEAD_HOME": str(tmp_path / "new"), "ROADSTEAD_SIGNING_FILE": str(held)}
    theirs = read(given | {"ROADSTEAD_SIGNING_PASSWORD_FILE": str(password)})
    unpacked(given_out(case, officer_a, theirs), tmp_path / "out")
    assert signature((tmp_path / "out/case.pdf").read_bytes(), who).bottom_line
    assert not (tmp_path / "new/documents.pem").exists()
    with pytest.raises(NotAllowed, match="password is wrong"):
        given_out(case, officer_a, read(given))
    held.unlink()
    with pytest.raises(NotAllowed, match="No such file"):
        given_out(case, officer_a, theirs)


def test_a_certificate_whose_time_is_over_signs_nothing(settings_here: Config) -> None:
    identity(settings_here, now=NOW)
    with pytest.raises(CannotSign, match="to 2036-11-25"):
        identity(settings_here, now=NOW + timedelta(days=3700))


# ── the program in the archive ──────────────────────────────────────────────────────────────

Change = Callable[[dict[str, Any]], Any]
FOUND: dict[str, tuple[Change, str]] = {
    "an edited note": (lambda data: data["events"][1]["content"].update(text="never"), "event 2: the content"),
    "another time": (lambda data: data["events"][1].update(at=moment(NOW - timedelta(days=1))), "event 2 was changed"),
    "another writer": (lambda data: data["events"][1].update(who="eve"), "event 2 was changed"),
    "a missing event": (lambda data: data["events"].pop(1), "event 2 is missing"),
    "a missing event, numbered anew": (
        lambda data: [data["events"].pop(1), data["events"][1].update(number=2)], "event 2: the event before it"
    ),
    "a cut-off end": (lambda data: data["events"].pop(), "ends at event 2, but the case has 3: events were deleted"),
    "another case": (lambda data: data["case"].update(number=data["case"]["number"] + 1), "event 1 was changed"),
    "another head": (lambda data: data["case"].update(head="0" * 64), "the last event is not the one"),
    "a cut-off end and a case that agrees": (
        lambda data: [data["events"].pop(), data["case"].update(edition=2, head=data["events"][-1]["hash"])],
        "differs from the file attached to case.pdf",
    ),
    "another reason": (lambda data: data["export"].update(reason="x"), "differs from the file attached to case.pdf"),
    "another file": (
        lambda data: data["files"].append({"name": "README.txt", "sha256": "0" * 64}), "README.txt is not"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", daily(FOUND, list(FOUND)[::4]))
def test_the_program_finds(what: str, case: Case, officer_a: User, settings_here: Config, tmp_path: Path) -> None:
    data = unpacked(given_out(case, officer_a, settings_here), tmp_path)
    change, says = FOUND[what]
    change(data)
    (tmp_path / "case.json").write_text(json.dumps(data, ensure_ascii=False, indent=1))
    code, words = verified(tmp_path)
    assert (code, says in words) == (1, True), words


def test_the_program_says_what_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "verify.py").write_bytes(VERIFIER.read_bytes())
    code, words = verified(tmp_path)
    assert (code, "cannot verify: FileNotFoundError" in words) == (2, True)


# ── words and letters ───────────────────────────────────────────────────────────────────────


def test_a_kind_of_event_that_nobody_foresaw_is_told_in_its_own_words(case: Case) -> None:
    event = CaseEvent.objects.create(
        case=case,
        owner="BRB",
        number=9,
        at=NOW,
        who=case.lead,
        act="task_set",
        content={"due_on": "2026-12-01", "to": ["a", "b"], "text": "call"},
        sha256="s",
        hash="h",
    )
    line = event.line()
    assert title_of(line) == "Task set"
    assert dict(labelled_values(line)) == {"Due on": "2026-12-01", "To": '["a", "b"]', "": "call"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ćosić & Šťastná", "Ćosić &amp; Š‹t›astná"),
        ("東京", "‹DongJing›"),
        ("a\u202eb", "a‹U+202E›b"),
        ("one\ntwo", "one<br/>two"),
        ("محمد", "‹mhmd›"),
    ],
)
def test_letters_that_the_font_has_not_got_are_romanised_and_marked(text: str, shown: str, tmp_path: Path) -> None:
    ours = faces(tmp_path)[:1]
    assert (ours[0].name, marked_up(text, ours)) == (OURS, shown)


def test_a_font_of_the_operators_is_used_for_what_ours_has_not_got(tmp_path: Path) -> None:
    (tmp_path / "Own.ttf").write_bytes((Path(reportlab.__file__).parent / "fonts/Vera.ttf").read_bytes())
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    assert [face.name for face in faces(tmp_path)][:2] == [OURS, "Own"]


# ── the page ────────────────────────────────────────────────────────────────────────────────


SENT = {"reason": "r", "recipient": "c", "handling": "amber", "receiver": "own", "use": "crime"}


def test_an_officer_hands_the_case_out_on_its_page_without_script(
    case: Case, officer_a: User, client: Client, tmp_path: Path
) -> None:
    client.force_login(officer_a)
    address = f"/cases/{case.pk}/export"
    assert f'href="{address}"' in client.get(f"/cases/{case.pk}").content.decode()
    assert "Recipient" in client.get(address).content.decode()
    refused = client.post(address, {**SENT, "reason": "kept words", "recipient": ""})
    assert (refused.status_code, "kept words" in refused.content.decode()) == (409, True)
    assert 'id="recipient_error"' in refused.content.decode()
    sent = client.post(address, SENT)
    assert sent["Content-Disposition"] == f'attachment; filename="case-{case.pk}.zip"'
    unpacked(sent.content, tmp_path)
    assert verified(tmp_path)[0] == 0
    assert signature((tmp_path / "case.pdf").read_bytes(), identity(config(), now=datetime.now(UTC))).bottom_line


def test_another_states_officer_is_told_that_there_is_no_such_case(case: Case, officer_b: User, client: Client) -> None:
    client.force_login(officer_b)
    enter(officer_b.scope)
    for answer in (client.get(f"/cases/{case.pk}/export"), client.post(f"/cases/{case.pk}/export", {"reason": "r"})):
        assert answer.status_code == 404
