"""Files in a case: what they are by their bytes, what is refused, and that they stay as they came."""

from __future__ import annotations

import socket
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from openpyxl import Workbook

from roadstead import config as settings
from roadstead.casework.cases.files import keep
from roadstead.casework.cases.files.keep import Brought, files_of, is_whole, put_file, take_file_out
from roadstead.casework.cases.files.logic.inside import UNPACKED, look_inside
from roadstead.casework.cases.files.logic.kinds import Unfit, kind_of
from roadstead.casework.cases.files.logic.names import clean_name
from roadstead.casework.cases.files.scanner import Scanned, scan
from roadstead.casework.cases.models import Case, CaseEvent, CaseFile
from roadstead.casework.cases.timeline import first_broken
from roadstead.casework.cases.work import NewCase, close, open_case
from roadstead.config import NotConfigured
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import enter

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
RELATIONS = '<Relationships><Relationship Type="http://x/{type}" TargetMode="External" Target="x"/></Relationships>'


def pdf(*lines: str) -> bytes:
    shown = "".join(f"BT /F1 12 Tf ({line}) Tj ET\n" for line in lines or ("A scanned statement",))
    packed_page = zlib.compress(shown.encode())
    return b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n" + packed_page + b"\nendstream endobj\n%%EOF"


def office(main: str = "word/document.xml", **parts: str) -> bytes:
    """An Office file with its content types, its main part, and more by name (`__` for a stroke)."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", parts.pop("types", "<Types/>"))
        archive.writestr(main, parts.pop("text", "<w:document/>"))
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + (".rels" if "rels" in name else ".bin"), text)
    return out.getvalue()


def archive() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as made:
        made.writestr("a.txt", "x")
    return out.getvalue()


def workbook() -> bytes:
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


def packed(objects: bytes) -> bytes:
    return b"%PDF-1.5\n1 0 obj<</Type/ObjStm>>stream\n" + zlib.compress(objects) + b"\nendstream endobj\n%%EOF"


@pytest.mark.parametrize(
    ("raw", "name", "kind"),
    [
        (pdf(), "a.exe", "pdf"),
        (b"\xff\xd8\xff\xe0xx", "a.png", "jpeg"),
        (PNG, "x", "png"),
        (b"II*\x00rest", "a.tif", "tiff"),
        (b"MM\x00*rest", "a.tif", "tiff"),
        (b"seen at noon\r\n", "a.pdf", "text"),
        ("señora, 東京".encode(), "n.md", "text"),
        ("né à Fort-de-France".encode("cp1252"), "n", "text"),
        ("né".encode("utf-16"), "n", "text"),
        (b"a;b\n1;2\n", "T.CSV", "csv"),
        (workbook(), "a.zip", "xlsx"),
        (office(), "a.pdf", "docx"),
    ],
)
def test_a_file_is_what_its_bytes_say_whatever_it_is_called(raw: bytes, name: str, kind: str) -> None:
    assert kind_of(raw, name) == kind
    look_inside(kind, raw)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"MZ\x90\x00", "a program"),
        (b"\x7fELF\x02", "a program"),
        (b"#!/bin/sh\n", "a program"),
        (b"\xd0\xcf\x11\xe0\xa1", "old Office"),
        (b"{\\rtf1", "RTF"),
        (b"Rar!\x1a", "archive"),
        (archive(), "archive"),
        (b"PK\x03\x04broken", "damaged"),
        (b"GIF89a", "GIF"),
        (b"\x00\x01\x02", "Nobody can"),
        (b"<!doctype html><script>", "browser"),
        (b"\xef\xbb\xbf <svg onload='x'>", "browser"),
        (b"<?xml version='1.0'?>", "browser"),
        (b" \n", "empty"),
        (b"", "empty"),
        (office("ppt/presentation.xml"), "archive"),
    ],
)
def test_what_a_case_does_not_keep_is_refused_in_words(raw: bytes, words: str) -> None:
    with pytest.raises(Unfit, match=words):
        kind_of(raw, "statement.pdf")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"%PDF-1.4\n<</S/JavaScript/JS(app.alert)>>", "script"),
        (b"%PDF-1.4\n<</S/J#61vaScript /JS(x)>>", "script"),
        (b"%PDF-1.4\n<</S /Launch /F(calc.exe)>>", "starts a program"),
        (b"%PDF-1.4\n<</Names<</EmbeddedFiles 3 0 R>>>>", "another file"),
        (b"%PDF-1.4\n<</AcroForm<</XFA 3 0 R>>>>", "form"),
        (b"%PDF-1.4\ntrailer<</Encrypt 3 0 R>>", "locked"),
        (packed(b"1 0 2 30 <</S/JavaScript/JS(x)>>"), "script"),
        (packed(b"1 0 " + b" " * 300_000 + b"<</S/J#61vaScript/JS(x)>>"), "script"),
        (packed(b"1 0 " + b" " * (UNPACKED + 10)), "unpacks to more"),
        (pdf() + archive(), "archive is hidden"),
    ],
)
def test_a_pdf_that_could_do_something_is_refused(raw: bytes, words: str) -> None:
    with pytest.raises(Unfit, match=words):
        look_inside("pdf", raw)


def test_a_pdf_that_speaks_of_scripts_is_none() -> None:
    look_inside("pdf", pdf("He wrote: JavaScript, Launch, EmbeddedFile.", "/Launches nothing"))


def test_a_picture_with_an_archive_behind_its_end_is_refused() -> None:
    with pytest.raises(Unfit, match="archive is hidden"):
        look_inside("png", PNG + archive())


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (office(word__vbaProject="x"), "macros"),
        (office(xl__macrosheets__sheet1="x"), "macros"),
        (office(types="<Types ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/>"), "macros"),
        (office(word__embeddings__oleObject1="x"), "another file"),
        (office(word__activeX__activeX1="x"), "run"),
        (office(text="<w:instrText> DDEAUTO c:\\\\x"), "another program"),
        (office(word___rels__settings_rels=RELATIONS.format(type="attachedTemplate")), "elsewhere"),
        (b"PK\x03\x04" + office()[:60], "damaged"),
    ],
)
def test_an_office_file_that_could_do_something_is_refused(raw: bytes, words: str) -> None:
    with pytest.raises(Unfit, match=words):
        look_inside("docx", raw)


def test_a_link_in_an_office_file_is_no_harm() -> None:
    look_inside("docx", office(word___rels__document_rels=RELATIONS.format(type="hyperlink")))


def test_an_office_file_that_unpacks_without_end_is_refused() -> None:
    out = BytesIO(office())
    with ZipFile(out, "a", compression=8) as bomb:
        bomb.writestr("xl/big.xml", bytes(UNPACKED + 1))
    with pytest.raises(Unfit, match="unpacks to more"):
        look_inside("docx", out.getvalue())


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/Scan 1.exe", "Scan 1.pdf"),
        ("C:\\x\\Beleg.pdf", "Beleg.pdf"),
        ("a\u202efdp.exe", "afdp.pdf"),
        ("Señora 東京.pdf", "Señora 東京.pdf"),
        ('a\r\nX: y".pdf', "aX y.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("x" * 300, "x" * 80 + ".pdf"),
        ("Plan (2).v3.pdf", "Plan (2).v3.pdf"),
    ],
)
def test_a_name_leads_nowhere_and_ends_as_its_file_is(name: str, kept: str) -> None:
    assert clean_name(name, "pdf") == kept


# ── the operator's scanner ──────────────────────────────────────────────────────────────────


def test_the_operators_command_says_clean_or_infected_or_nothing_is_kept(tmp_path: Path) -> None:
    command = tmp_path / "scan it"
    command.write_text("#!/bin/sh\nread -r word; case $word in EICAR) exit 1;; broken) exit 2;; esac\n")
    command.chmod(0o755)
    quoted = f"'{command}' --quiet"
    assert scan(b"fine\n", "") == Scanned.NOT
    assert scan(b"fine\n" * 100_000, quoted) == Scanned.CLEAN
    with pytest.raises(Unfit, match="malware"):
        scan(b"EICAR\n", quoted)
    with pytest.raises(Unfit, match="exit 2"):
        scan(b"broken\n", quoted)
    with pytest.raises(Unfit, match="does not answer"):
        scan(b"fine\n", str(tmp_path / "gone"))


@contextmanager
def clamd(path: Path, answers: dict[bytes, bytes]) -> Iterator[None]:
    """A daemon that speaks INSTREAM and finds what is in `answers`."""
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(path))
    server.listen()

    def serve() -> None:
        for _ in answers:
            line, _address = server.accept()
            with line, line.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                raw = sent.read(int.from_bytes(sent.read(4), "big"))
                assert sent.read(4) == bytes(4)
                line.sendall(answers[raw])

    thread = threading.Thread(target=serve)
    thread.start()
    yield
    thread.join()
    server.close()


def test_clamd_is_asked_by_its_socket(tmp_path: Path) -> None:
    path = tmp_path / "clamd.ctl"
    told = {b"fine": b"stream: OK\0", b"bad": b"stream: Eicar-Signature FOUND\0", b"big": b"INSTREAM size limit\0"}
    with clamd(path, told):
        assert scan(b"fine", f"clamd:{path}") == Scanned.CLEAN
        with pytest.raises(Unfit, match="malware"):
            scan(b"bad", f"clamd:{path}")
        with pytest.raises(Unfit, match="did not say"):
            scan(b"big", f"clamd:{path}")
    with pytest.raises(Unfit, match="does not answer"):
        scan(b"fine", f"clamd:{tmp_path}/none")


@pytest.mark.parametrize("text", ["no-such-command-here -x", "'open", "clamd:relative"])
def test_a_scanner_that_cannot_be_run_is_told_at_the_start(text: str) -> None:
    with pytest.raises(NotConfigured, match="ROADSTEAD_SCANNER"):
        settings.read({"ROADSTEAD_HOME": "/x", "ROADSTEAD_SCANNER": text})


# ── kept ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def case(region: None, officer_a: User) -> Case:
    return open_case(NewCase(title="Papers", purpose="police", basis="s. 1"), by=officer_a, now=NOW)


def bring(raw: bytes = PNG, *, title: str = "The visa page", what: str = "photograph") -> Brought:
    return Brought(title=title, what=what, name="IMG_1.heic", raw=raw)


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
    assert is_whole(kept)
    kept.content = PNG + b"!"
    assert not is_whole(kept)
    kept.sha256 = sha256(PNG + b"!").hexdigest()  # as if both had been forged; the event's is in the chain
    assert not is_whole(kept)
    assert first_broken(Case.objects.get(pk=case.pk)) == 0


@pytest.mark.django_db
def test_a_file_taken_out_is_kept_and_neither_it_nor_its_words_can_be_changed(case: Case, officer_a: User) -> None:
    row = put_file(case.pk, bring(), by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="very file"):
        put_file(case.pk, bring(title="again"), by=officer_a, now=NOW)
    take_file_out(case.pk, row.pk, "another case's", by=officer_a, now=NOW, edition=edition(case))
    assert CaseEvent.objects.order_by("-number")[0].content == {
        "file": row.pk,
        "title": row.title,
        "why": "another case's",
    }
    with pytest.raises(NotAllowed, match="not in this case any more"):
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
    small = replace(settings.config(), file_size=300, case_size=500)
    monkeypatch.setattr(keep, "config", lambda: small)
    first = put_file(case.pk, bring(), by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="A file may have"):
        put_file(case.pk, bring(PNG * 2), by=officer_a, now=NOW)
    take_file_out(case.pk, first.pk, "w", by=officer_a, now=NOW, edition=edition(case))
    with pytest.raises(NotAllowed, match="together"):  # what was taken out is kept, and counts
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
    assert "is not what was put in" in answer.content.decode()
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
        assert 'name="what" type="text" value=""' in answer.content.decode()  # another form's field stays as it was
