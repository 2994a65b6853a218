"""Files that are brought: what they are by their bytes, what is refused, and what a scanner says of them."""

from __future__ import annotations

import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from roadstead import config as settings
from roadstead.config import NotConfigured
from roadstead.platform.timeline.logic.content_check import MAX_UNPACKED_BYTES, check_content
from roadstead.platform.timeline.logic.file_types import FileRefused, clean_name, kind_of
from roadstead.platform.timeline.scanner import ScanResult, scan

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
    check_content(kind, raw)


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
        (b"\x00\x01\x02", "does not recognise"),
        (b"<!doctype html><script>", "browser"),
        (b"\xef\xbb\xbf <svg onload='x'>", "browser"),
        (b"<?xml version='1.0'?>", "browser"),
        (b" \n", "empty"),
        (b"", "empty"),
        (office("ppt/presentation.xml"), "archive"),
    ],
)
def test_what_a_case_does_not_keep_is_refused_in_words(raw: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
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
        (packed(b"1 0 " + b" " * (MAX_UNPACKED_BYTES + 10)), "unpacks to more"),
        (pdf() + archive(), "archive is hidden"),
    ],
)
def test_a_pdf_that_could_do_something_is_refused(raw: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        check_content("pdf", raw)


def test_a_pdf_that_speaks_of_scripts_is_none() -> None:
    check_content("pdf", pdf("He wrote: JavaScript, Launch, EmbeddedFile.", "/Launches nothing"))


def test_a_picture_with_an_archive_behind_its_end_is_refused() -> None:
    with pytest.raises(FileRefused, match="archive is hidden"):
        check_content("png", PNG + archive())


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (office(word__vbaProject="x"), "macros"),
        (office(xl__macrosheets__sheet1="x"), "macros"),
        (office(types="<Types ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/>"), "macros"),
        (office(word__embeddings__oleObject1="x"), "another file"),
        (office(word__activeX__activeX1="x"), "run"),
        (office(text="<w:instrText> DDEAUTO c:\\\\x"), "another program"),
        (office(text="<w:instrText a='>'> DDEAUTO c:\\\\x"), "another program"),
        (office(word___rels__settings_rels=RELATIONS.format(type="attachedTemplate")), "elsewhere"),
        (office(text="<w:fldSimple w:instr=' DDE c:\\\\x'/>"), "another program"),
        (office(word___rels__a_rels='<Relationship Id=">" TargetMode="External" Target="x"/>'), "elsewhere"),
        (b"PK\x03\x04" + office()[:60], "damaged"),
    ],
)
def test_an_office_file_that_could_do_something_is_refused(raw: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        check_content("docx", raw)


def test_a_link_in_an_office_file_is_no_harm() -> None:
    check_content("docx", office(word___rels__document_rels=RELATIONS.format(type="hyperlink")))


@pytest.mark.parametrize(
    "part", ["<", "<Relationship ", "<Relationship a='", "instrText ", "<instrText a='b' ", "instr= "]
)
def test_an_office_file_of_tags_that_do_not_end_is_checked_at_once(part: str) -> None:
    began = time.process_time()
    check_content("docx", office(text=part * 100_000, word___rels__x_rels=part * 100_000))
    assert time.process_time() - began < 5


def test_an_office_file_that_unpacks_without_end_is_refused() -> None:
    out = BytesIO(office())
    with ZipFile(out, "a", compression=8) as bomb:
        bomb.writestr("xl/big.xml", bytes(MAX_UNPACKED_BYTES + 1))
    with pytest.raises(FileRefused, match="unpacks to more"):
        check_content("docx", out.getvalue())


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
    assert scan(b"fine\n", "") == ScanResult.NOT
    assert scan(b"fine\n" * 100_000, quoted) == ScanResult.CLEAN
    with pytest.raises(FileRefused, match="malware"):
        scan(b"EICAR\n", quoted)
    with pytest.raises(FileRefused, match="exit 2"):
        scan(b"broken\n", quoted)
    with pytest.raises(FileRefused, match="does not answer"):
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
        assert scan(b"fine", f"clamd:{path}") == ScanResult.CLEAN
        with pytest.raises(FileRefused, match="malware"):
            scan(b"bad", f"clamd:{path}")
        with pytest.raises(FileRefused, match="did not say"):
            scan(b"big", f"clamd:{path}")
    with pytest.raises(FileRefused, match="does not answer"):
        scan(b"fine", f"clamd:{tmp_path}/none")


@pytest.mark.parametrize("text", ["no-such-command-here -x", "'open", "clamd:relative"])
def test_a_scanner_that_cannot_be_run_is_told_at_the_start(text: str) -> None:
    with pytest.raises(NotConfigured, match="ROADSTEAD_SCANNER"):
        settings.read({"ROADSTEAD_HOME": "/x", "ROADSTEAD_SCANNER": text})
