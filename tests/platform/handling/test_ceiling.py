"""Nothing marked higher than this installation may hold is kept: notes, files, reasons and nominations are refused."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.cases.acts import NewCase, open_case, write_note
from roadstead.casework.cases.files import put_file
from roadstead.casework.cases.links import put_in
from roadstead.casework.cases.models import Case, CaseEvent, CaseFile
from roadstead.config import config
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.handling import ceiling
from roadstead.platform.handling.logic.documents import text_of
from roadstead.platform.timeline.attachments import Upload
from roadstead.targeting.watchlists.handling import NewHandling, set_handling
from roadstead.targeting.watchlists.models import Nomination, WatchList
from roadstead.targeting.watchlists.nominate import save_draft
from tests.casework.cases.test_acts import make_alert

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MARKED = "SECRET//NOFORN\nThe source was met."
NEW = NewCase(title="Papers", purpose="police", basis="Act, s. 1")


@pytest.fixture
def case(region: None, officer_a: User) -> Case:
    return open_case(NEW, by=officer_a, now=NOW)


def office(part: str, inside: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
        archive.writestr(part, inside)
    return made.getvalue()


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(NotAllowed, match=r"is marked “SECRET”.*unclassified.*use your state.s channel"):
        act()


def test_each_place_where_officers_write_refuses_a_marking(case: Case, officer_a: User, supervisor_a: User) -> None:
    of_list = WatchList.objects.create(name="L", owner="BRB", is_manual=True)
    alert = make_alert("BRB")
    acts: list[Callable[[], object]] = [
        lambda: write_note(case.pk, MARKED, by=officer_a, now=NOW),
        lambda: open_case(replace(NEW, basis=MARKED), by=officer_a, now=NOW),
        lambda: decide(alert.pk, Act.TAKE, by=officer_a, words=DecisionText(note=MARKED), now=NOW),
        lambda: set_handling(of_list, NewHandling(tlp="amber"), why=MARKED, by=supervisor_a),
        lambda: save_draft(of_list, {"surname": "X"}, why=MARKED, by=supervisor_a, now=NOW),
        lambda: save_draft(of_list, {"surname": "X", "reason": MARKED}, why="w", by=supervisor_a, now=NOW),
    ]
    for act in acts:
        refused(act)
    assert list(CaseEvent.objects.values_list("act", flat=True)) == ["opened"]
    assert not Nomination.objects.exists()


def test_a_file_is_refused_by_its_name_its_text_or_its_header(case: Case, officer_a: User) -> None:
    header = "<w:hdr><w:p><w:r><w:t>SEC</w:t></w:r><w:r><w:t>RET</w:t></w:r></w:p></w:hdr>"
    for name, raw in (
        ("SECRET.txt", b"seen at the quay"),
        ("note.txt", MARKED.encode()),
        ("note.txt", MARKED.encode("utf-16")),
        ("note.docx", office("word/header1.xml", header)),
    ):
        refused(lambda name=name, raw=raw: put_file(case.pk, brought(name, raw), by=officer_a, now=NOW))  # type: ignore[misc]
    put_file(case.pk, brought("note.txt", b"It is no secret that he was seen."), by=officer_a, now=NOW)
    assert CaseFile.objects.count() == 1


def brought(name: str, raw: bytes) -> Upload:
    return Upload(title="A note", what="document", name=name, raw=raw)


def test_a_person_may_be_called_secret(region: None, supervisor_a: User) -> None:
    of_list = WatchList.objects.create(name="L", owner="BRB", is_manual=True)
    assert save_draft(of_list, {"surname": "SECRET"}, why="asked for", by=supervisor_a, now=NOW).pk


def test_an_installation_may_hold_more(region: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ceiling, "config", lambda: replace(config(), ceiling="confidential"))
    ceiling.check_ceiling("NATO RESTRICTED", "CONFIDENTIAL")
    with pytest.raises(NotAllowed, match="nothing above “confidential”"):
        ceiling.check_ceiling("NATO SECRET")


def test_the_page_says_what_is_not_taken_and_keeps_what_was_typed(case: Case, officer_a: User, client: Client) -> None:
    client.force_login(officer_a)
    page = client.get(f"/cases/{case.pk}").content.decode()
    assert "TLP is not a protective marking" in page
    assert "TLP:" not in page  # no alert is in the case that would say how it is handled
    for tlp in ("green", "amber"):
        put_in(case.pk, "alert", str(make_alert("BRB", owner="BRB", tlp=tlp).pk), by=officer_a, now=NOW)
    assert "TLP:AMBER" in client.get(f"/cases/{case.pk}").content.decode()
    answer = client.post(f"/cases/{case.pk}/act", {"act": "note", "note": MARKED})
    assert answer.status_code == 409
    assert "The source was met." in answer.content.decode()


@pytest.mark.parametrize("part", ["<", "<w:br ", "</dc:a", "</cp:a"])
def test_tags_that_do_not_end_are_read_at_once(part: str) -> None:
    began = time.process_time()
    text_of(office("docProps/core.xml", part * (1_000_000 // len(part))))
    assert time.process_time() - began < 5


def test_files_that_hold_no_text_give_none() -> None:
    assert text_of(b"\x89PNG\r\n\x1a\n\0\0\0") == ""
    assert text_of(b"PK\x03\x04 broken") == ""
    assert text_of(office("xl/sharedStrings.xml", "<sst><si><t>SECRET</t></si><si><t>x</t></si></sst>")).split("\n")[
        1:
    ] == [
        "SECRET",
        "x",
        "",
    ]
