"""Files in a case: that they stay as they came, and are handed out only so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from roadstead import config as settings
from roadstead.casework.cases import files
from roadstead.casework.cases.acts import NewCase, close, open_case
from roadstead.casework.cases.files import files_of, put_file, take_file_out
from roadstead.casework.cases.models import Case, CaseEvent, CaseFile
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import enter
from roadstead.platform.timeline import attachments
from roadstead.platform.timeline.attachments import Upload, is_intact
from roadstead.platform.timeline.events import first_broken
from tests.platform.timeline.test_files import pdf

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.fixture
def case(region: None, officer_a: User) -> Case:
    return open_case(NewCase(title="Papers", purpose="police", basis="s. 1"), by=officer_a, now=NOW)


def bring(raw: bytes = PNG, *, title: str = "The visa page", what: str = "photograph") -> Upload:
    return Upload(title=title, what=what, name="IMG_1.heic", raw=raw)


def edition(case: Case) -> int:
    case.refresh_from_db()
    return case.edition


@pytest.mark.django_db
def test_a_file_and_its_event_hold_the_same_hash(case: Case, officer_a: User) -> None:
    row = put_file(case.pk, bring(), by=officer_a, now=NOW)
    event = CaseEvent.objects.get(act="file put in")
    digest = sha256(PNG).hexdigest()
    assert event.content == {
        "file": row.pk,
        "title": "The visa page",
        "what": "photograph",
        "name": "IMG 1.png",
        "kind": "png",
        "size": len(PNG),
        "sha256": digest,
        "scanned": "not scanned",
    }
    kept = CaseFile.objects.get()
    assert is_intact(kept)
    kept.content = PNG + b"!"
    assert not is_intact(kept)
    kept.sha256 = sha256(PNG + b"!").hexdigest()  # as if both had been forged; the event's is in the chain
    assert not is_intact(kept)
    assert first_broken(Case.objects.get(pk=case.pk)) == 0


@pytest.mark.django_db
def test_a_file_taken_out_is_kept_and_neither_it_nor_its_words_can_be_changed(case: Case, officer_a: User) -> None:
    row = put_file(case.pk, bring(), by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="already contains this file"):
        put_file(case.pk, bring(title="again"), by=officer_a, now=NOW)
    take_file_out(case.pk, row.pk, "another case's", by=officer_a, now=NOW, edition=edition(case))
    assert CaseEvent.objects.order_by("-number")[0].content == {
        "file": row.pk,
        "title": row.title,
        "why": "another case's",
    }
    with pytest.raises(NotAllowed, match="no longer in the case"):
        take_file_out(case.pk, row.pk, "twice", by=officer_a, now=NOW, edition=edition(case))
    assert [each.taken_out_at for each in files_of(case, officer_a)] == [NOW]
    enter(officer_a.scope)
    for change in (lambda: CaseFile.objects.update(content=b"x"), lambda: CaseFile.objects.all().delete()):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change()


@pytest.mark.django_db
def test_files_are_their_owners_alone_in_the_database_too(case: Case, officer_a: User, officer_b: User) -> None:
    put_file(case.pk, bring(), by=officer_a, now=NOW)
    enter(officer_b.scope)
    assert not CaseFile.objects.exists()


@pytest.mark.django_db
def test_files_have_their_sizes_and_a_closed_case_takes_none(
    case: Case, officer_a: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = replace(settings.config(), file_size=300)
    monkeypatch.setattr(files, "MAX_FULL_SIZE_FILES", 1)
    for module in (attachments, files):
        monkeypatch.setattr(module, "config", lambda: small)
    first = put_file(case.pk, bring(), by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="A file may have"):
        put_file(case.pk, bring(PNG * 2), by=officer_a, now=NOW)
    take_file_out(case.pk, first.pk, "w", by=officer_a, now=NOW, edition=edition(case))
    with pytest.raises(NotAllowed, match="may total"):  # what was taken out is kept, and counts
        put_file(case.pk, bring(PNG + b"!"), by=officer_a, now=NOW)
    for wrong in (bring(title=" "), bring(what="x"), bring(b"MZ")):
        with pytest.raises(NotAllowed):
            put_file(case.pk, wrong, by=officer_a, now=NOW)
    close(case.pk, "done", by=officer_a, now=NOW, edition=edition(case))
    with pytest.raises(NotAllowed, match="closed"):
        put_file(case.pk, bring(b"text"), by=officer_a, now=NOW)
    assert CaseFile.objects.count() == 1


@pytest.mark.django_db
def test_a_file_goes_in_by_the_page_and_comes_out_as_it_was_told_and_written_down(
    case: Case, officer_a: User, client: Client
) -> None:
    client.force_login(officer_a)
    sent_bytes = pdf()
    sent = {"title": "Statement <b>", "evidence": "statement", "file": SimpleUploadedFile("S\u202e.html", sent_bytes)}
    assert client.post(f"/cases/{case.pk}/files", sent).status_code == 302
    text = client.get(f"/cases/{case.pk}").content.decode()
    row = CaseFile.objects.get()
    assert "Statement &lt;b&gt;" in text
    assert "not scanned" in text
    answer = client.get(f"/cases/{case.pk}/files/{row.pk}")
    assert answer.content == sent_bytes
    assert answer["Content-Disposition"] == 'attachment; filename="S.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    line = Record.objects.filter(action="read", subject=f"case {case.pk}").order_by("pk").last()
    assert line is not None
    assert line.detail == f"file {row.pk} {row.sha256}"


@pytest.mark.django_db
def test_a_file_that_was_changed_outside_is_not_handed_out(case: Case, officer_a: User, client: Client) -> None:
    row = put_file(case.pk, bring(), by=officer_a, now=NOW)
    row.pk, row.content = None, b"FORGED"
    row.save(force_insert=True)
    client.force_login(officer_a)
    answer = client.get(f"/cases/{case.pk}/files/{row.pk}")
    assert answer.status_code == 409
    assert "is not the one that was added" in answer.content.decode()
    assert "FORGED" not in answer.content.decode()


@pytest.mark.django_db
def test_a_refused_file_says_why_and_keeps_the_title(case: Case, officer_a: User, client: Client) -> None:
    client.force_login(officer_a)
    for file, words in ((SimpleUploadedFile("a.pdf", b"MZ"), "a program"), (None, "Choose the file")):
        sent = {"title": "Kept words", "evidence": "statement"} | ({"file": file} if file else {})
        answer = client.post(f"/cases/{case.pk}/files", sent)
        assert answer.status_code == 409
        assert words in answer.content.decode()
        assert "Kept words" in answer.content.decode()
        assert 'id="file_error"' in answer.content.decode()
        assert 'id="what_error"' not in answer.content.decode()  # another form's field stays as it was
