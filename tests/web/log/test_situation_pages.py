"""The pages of situation reports: prepared, written, issued, read by a recipient, saved as a file, corrected."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from roadstead.casework.items import Item
from roadstead.oversight.situation.models import LogMail, SituationHour, SituationReport
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.log import situation_page
from tests.casework.cases.test_acts import make_alert
from tests.casework.log.test_log import added, colleague, officer
from tests.conftest import make_user
from tests.cooperation.requests.test_acts import member, states
from tests.oversight.situation.test_reports import centre, draft, issued
from tests.web.log.test_log_pages import get, post

pytestmark = pytest.mark.django_db
__all__ = ["colleague", "officer", "states"]
LIST = "/log/situation"


def written(row: SituationReport, **more: Any) -> dict[str, Any]:
    return {"act": "save", "edition": row.edition, "headline": "Storm passes north", "tlp": "amber", **more}


def test_a_report_is_prepared_written_issued_and_read(client: Client, officer: User, colleague: User) -> None:
    lca = member("lca", Role.OFFICER, state="LCA")
    entry = added(officer, "Ferry is late")
    added(officer, "QZX is rude", items=[Item("alert", make_alert("BRB").pk)])
    page = get(client, officer, LIST)
    assert "Prepare a report" in page
    begins = page.split('name="begins" value="')[1].split('"')[0]
    address = post(client, officer, LIST, {"act": "prepare", "begins": begins, "ends": ""})
    row = SituationReport.objects.get()
    assert address == f"{LIST}/{row.pk}"
    page = get(client, officer, address)
    assert "Ferry is late" in page
    assert "QZX" not in page
    assert "counted and not quoted:" in page
    assert "Issue report" not in page
    post(client, officer, address, written(row, entries=[entry.pk], situation="All is well"))
    assert address in get(client, colleague, "/")
    row.refresh_from_db()
    page = get(client, colleague, address)
    assert "All is well" in page
    told = written(row, act="issue", entries=[entry.pk], situation="All is well", recipients=["LCA-BA"])
    assert "confirm that it names no traveller" in post(client, colleague, address, told, 400)
    post(client, colleague, address, {**told, "names_nobody": "on"})
    assert address not in get(client, colleague, "/")
    page = get(client, lca, address)
    for text in ("Storm passes north", "All is well", "Ferry is late", "TLP:AMBER", "LCA: Border agency of LCA"):
        assert text in page
    assert "Correct report" not in page
    assert "Storm passes north" in get(client, lca, f"{LIST}?show=received")
    assert "Storm passes north" not in get(client, lca, f"{LIST}?show=own")
    assert Record.objects.filter(action="issued", subject=f"situation {row.pk}", detail="LCA-BA").exists()
    assert Record.objects.filter(action="read", subject=f"situation {row.pk}", who=lca).exists()


def test_who_is_no_recipient_meets_nothing(client: Client, colleague: User) -> None:
    row = issued(colleague, situation="QZX")
    for user in (member("lca", Role.SUPERVISOR, state="LCA"), centre(), make_user("nobody", Role.OFFICER, state="BRB")):
        get(client, user, f"{LIST}/{row.pk}", 404)
        get(client, user, f"{LIST}/{row.pk}?as=pdf", 404)
        assert "Quiet day" not in get(client, user, LIST) + get(client, user, f"{LIST}?as=csv")
        post(client, user, f"{LIST}/{row.pk}", {"act": "correct"}, 404)


def test_a_recipient_that_is_refused_is_shown_with_the_reason_and_what_to_do(client: Client, colleague: User) -> None:
    member("lca", Role.OFFICER, state="LCA")
    row = draft(colleague)
    address = f"{LIST}/{row.pk}"
    post(client, colleague, address, written(row, tlp="amber+strict", recipients=["LCA-BA"]))
    page = get(client, colleague, address)
    assert "With this handling these organisations may not receive it:" in page
    assert "Leave it out, or ask Barbados for a less strict code" in page


def test_exports_are_the_stored_file_and_a_table_and_audited(client: Client, colleague: User) -> None:
    row = issued(colleague)
    assert get(client, colleague, f"{LIST}/{row.pk}?as=pdf").startswith("%PDF")
    assert Record.objects.filter(action="exported", subject=f"situation {row.pk}", detail=f"pdf {row.sha256}").exists()
    table = get(client, colleague, f"{LIST}?as=csv")
    assert table.splitlines()[1].startswith(f"{row.pk},Quiet day,")
    assert Record.objects.filter(action="exported", subject="situation reports").exists()
    get(client, colleague, f"{LIST}/{draft(colleague).pk}?as=pdf", 404)


def test_a_report_that_was_changed_outside_roadstead_is_marked(
    client: Client, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = issued(colleague)
    warning = "This report was changed outside Roadstead"
    assert warning not in get(client, colleague, f"{LIST}/{row.pk}")
    monkeypatch.setattr(situation_page, "is_as_issued", lambda row: False)
    assert warning in get(client, colleague, f"{LIST}/{row.pk}")


def test_a_report_is_corrected_by_a_new_version(client: Client, colleague: User) -> None:
    row = issued(colleague, "XRC") if centre() else None
    assert row is not None
    address = post(client, colleague, f"{LIST}/{row.pk}", {"act": "correct"})
    second = SituationReport.objects.get(replaces=row.pk)
    assert address == f"{LIST}/{second.pk}"
    assert "A draft of the next version exists" in get(client, colleague, f"{LIST}/{row.pk}")
    told = written(second, act="issue", recipients=["XRC"], names_nobody="on", headline="Better")
    post(client, colleague, address, told)
    jrcc = User.objects.get(username="centre-s")
    assert "A newer version replaces this report" in get(client, jrcc, f"{LIST}/{row.pk}")
    assert f"{LIST}/{row.pk}" in get(client, jrcc, address)
    assert "Replaced" in get(client, jrcc, LIST)


def test_words_of_a_replaced_version_that_named_somebody_are_removed(
    client: Client, officer: User, colleague: User
) -> None:
    lca = member("lca", Role.SUPERVISOR, state="LCA")
    row = issued(colleague, "LCA-BA", situation="QZXROE is on board")
    address = f"{LIST}/{row.pk}"
    assert "Remove the words" not in get(client, colleague, address)
    assert "First issue a newer version" in post(client, colleague, address, {"act": "remove"}, 400)
    second = post(client, colleague, address, {"act": "correct"})
    told = written(SituationReport.objects.get(replaces=row.pk), act="issue", recipients=["LCA-BA"], names_nobody="on")
    post(client, colleague, second, told)
    for person in (officer, lca):
        assert "Remove the words" not in get(client, person, address)
        post(client, person, address, {"act": "remove"}, 400)
    assert "Remove the words" in get(client, colleague, address)
    post(client, colleague, address, {"act": "remove"})
    for person in (colleague, lca):
        page = get(client, person, address)
        assert "QZXROE" not in page
        assert "The words of this version were removed" in page
        assert "changed outside" not in page
        get(client, person, f"{address}?as=pdf", 404)
    row.refresh_from_db()
    assert row.pdf is not None
    assert (bytes(row.pdf), row.lines) == (b"", [])
    assert Record.objects.filter(action="words removed", subject=f"situation {row.pk}").exists()


def test_an_auditor_reads_and_writes_nothing(client: Client, officer: User) -> None:
    row = draft(officer)
    auditor = member("auditor-o", Role.AUDITOR, state="BRB")
    page = get(client, auditor, f"{LIST}/{row.pk}")
    assert "Save draft" not in page
    assert "Prepare a report" not in get(client, auditor, LIST)
    post(client, auditor, f"{LIST}/{row.pk}", written(row), 400)
    post(client, auditor, LIST, {"act": "prepare", "begins": "", "ends": ""}, 400)
    row.refresh_from_db()
    assert row.headline == ""


def test_a_draft_is_discarded_and_no_longer_listed(client: Client, officer: User) -> None:
    row = draft(officer)
    post(client, officer, f"{LIST}/{row.pk}", {"act": "discard", "edition": 0})
    get(client, officer, f"{LIST}/{row.pk}", 404)
    assert "There is no such report." in get(client, officer, LIST)


def test_the_hour_of_the_daily_draft_is_set_by_a_supervisor(client: Client, officer: User, colleague: User) -> None:
    assert "Save the hour" not in get(client, officer, LIST)
    post(client, officer, LIST, {"act": "hour", "hour": "6"}, 400)
    post(client, colleague, LIST, {"act": "hour", "hour": "6"})
    assert SituationHour.objects.get().hour == 6
    assert '<option value="6" selected>' in get(client, colleague, LIST)
    post(client, colleague, LIST, {"act": "hour", "hour": ""})
    assert not SituationHour.objects.exists()


@pytest.mark.parametrize("wrong", [{"begins": "never"}, {"begins": "2020-01-01T00:00"}, {"act": "x"}])
def test_what_is_wrong_with_a_period_is_said(client: Client, officer: User, wrong: dict[str, str]) -> None:
    page = post(client, officer, LIST, {"act": "prepare", "begins": "", "ends": "", **wrong}, 400)
    assert "There is a problem" in page
    assert not SituationReport.objects.exists()


def test_a_person_chooses_mails_for_themselves(client: Client, officer: User) -> None:
    assert "numbers of our watch log" in get(client, officer, "/account/mails")
    post(client, officer, "/account/mails", {"digest": "on", "hour": "7"})
    row = LogMail.objects.get(person=officer)
    assert (row.reports, row.digest, row.hour) == (False, True, 7)
    post(client, officer, "/account/mails", {"digest": "on", "hour": "77"}, 200)


def test_what_was_typed_survives_the_end_of_the_sign_in(client: Client, officer: User) -> None:
    row = draft(officer)
    page = get(client, officer, f"{LIST}/{row.pk}")
    token = page.split('name="unsent" value="')[1].split('"')[0]
    client.logout()
    assert client.post(f"{LIST}/{row.pk}", {**written(row), "unsent": token}).status_code == 302
    enter(REGION)
    assert "Storm passes north" in get(client, officer, f"{LIST}/{row.pk}")
