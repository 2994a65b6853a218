"""The audit page: filters, the csv, the chain's banner, the purpose and basis of each line."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Checkpoint, Purpose, Record, log
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.common import tables
from roadstead.web.oversight import audit
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(region: None, officer_a: User, officer_b: User) -> None:
    log(officer_a, "read", "alert 17", states=["BRB"])
    log(officer_a, "exported", "arrivals", states=["BRB"])
    log(officer_b, "read", "voyage 3", states=["LCA"])
    log(None, "list published", "list 1", states=["BRB"])


@pytest.fixture
def asking(lines: None, client: Client) -> Client:
    client.force_login(make_user("auditor-a", Role.AUDITOR, state="BRB"))
    return client


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("who=officer-a", {"alert 17", "arrivals"}),
        ("who=system", {"list 1"}),
        ("did=export", {"arrivals"}),
        ("what=alert+17", {"alert 17"}),
        ("what=Alert", {"alert 17"}),
        ("what=17", {"alert 17"}),
        ("what=1", {"list 1"}),
        ("what=+list++1+", {"list 1"}),
        ("what=arrivals", {"arrivals"}),
        ("what=voyage+3", set()),
        ("what=list+1+settings", set()),
        ("purpose=match", {"alert 17"}),
        ("purpose=border&did=exported", {"arrivals"}),
        (f"from={timezone.now() + timedelta(days=2):%Y-%m-%d}", set()),  # two: a run may go on past midnight
        (f"to={timezone.now() - timedelta(days=1):%Y-%m-%d}", set()),
        (f"from={timezone.now() - timedelta(days=1):%Y-%m-%d}&who=officer", {"alert 17", "arrivals"}),
        ("who=officer-b", set()),
        ("to=2200-12-31&what=alert", {"alert 17"}),
    ],
)
def test_filters_find_lines_and_only_of_the_own_state(query: str, found: set[str], asking: Client) -> None:
    text = asking.get(f"/audit?{query}").content.decode()
    table = text.partition("<tbody")[2].partition("</tbody>")[0]
    assert {subject for subject in ("alert 17", "arrivals", "voyage 3", "list 1") if subject in table} == found


def test_a_day_that_is_none_is_said(asking: Client) -> None:
    answer = asking.get("/audit?from=yesterday")
    assert answer.status_code == 400
    assert '<a href="#filter-from">“yesterday” is not a day.' in answer.content.decode()
    assert "Opened alert 17" not in answer.content.decode()
    assert "#filter-purpose" in asking.get("/audit?purpose=curiosity").content.decode()


def test_the_csv_holds_what_the_filters_show_and_is_itself_written_down(asking: Client) -> None:
    rows = asking.get("/audit?as=csv&who=officer-a").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert rows[0].startswith("When (UTC),Who,Role,Action,Subject,Purpose,Legal basis")
    enter(REGION)
    written = Record.objects.get(action="exported", subject="audit")
    assert (written.user, written.purpose, written.states) == ("auditor-a", Purpose.OVERSIGHT, ["BRB"])


def test_more_lines_than_a_file_may_hold_are_refused_with_what_to_do(
    asking: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "MAX_FILE_ROWS", 1)
    answer = asking.get("/audit?as=csv")
    assert answer.status_code == 400
    assert '<a href="#filter-from">A file holds at most 1 entries: choose fewer days.' in answer.content.decode()


def test_more_words_than_two_are_searched_for_as_they_stand(asking: Client) -> None:
    enter(REGION)
    log(None, "case policy approved", "list 1 case policy 5", states=["BRB"])
    assert "list 1 case policy 5" in asking.get("/audit?what=list+1+case+policy+5").content.decode()
    assert "No entry matches" in asking.get("/audit?what=list+1+case+policy+6").content.decode()


def test_a_subject_is_found_by_its_index_in_a_states_own_scope(lines: None, officer_a: User) -> None:
    enter(officer_a.scope)
    rows = Record.objects.visible_to(officer_a).filter(audit._about("alert 17"))
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
    assert re.search(r"Index Cond: \(+subject_", rows.order_by().explain())


def test_whoever_reads_on_comes_to_every_line_though_pages_end(asking: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_COUNTED", 100)
    enter(REGION)
    for number in range(230):
        log(None, "read", f"traveller {number}", states=["BRB"])
    address, seen = "/audit?what=traveller&system=on", list[int]()
    while address:
        answer = asking.get(address)
        seen += [row.pk for row in answer.context["records"]]
        text = answer.content.decode()
        assert ("100+ entries" in " ".join(text.split())) == (len(seen) <= 200)
        (address,) = re.findall(r'href="([^"]*)" rel="next"', text) or [""]
        address = address.replace("&amp;", "&")
    enter(REGION)
    expected = Record.objects.filter(subject_kind="traveller").order_by("-at", "-pk").values_list("pk", flat=True)
    assert seen == list(expected)


def test_in_another_order_than_of_time_the_page_asks_for_filters(
    asking: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MAX_COUNTED", 100)
    enter(REGION)
    for number in range(101):
        log(None, "read", f"traveller {number}", states=["BRB"])
    text = asking.get("/audit?sort=who&page=99&system=on").content.decode()
    assert "Only the first rows are shown. Use the filters to find others." in text


def test_routine_entries_of_the_system_are_hidden_until_they_are_asked_for(asking: Client) -> None:
    enter(REGION)
    log(None, "notified: sent", "notice D7373EAC", states=["BRB"], detail="stored as 194c.eml")
    log(None, "sign-in failed", "unknown passkey", states=["BRB"])
    page = asking.get("/audit").content.decode()
    assert "D7373EAC" not in page
    assert "Failed to sign in: unknown passkey" in page
    assert 'href="/audit?system=on">Show system entries</a>' in page
    shown = asking.get("/audit?system=on").content.decode()
    assert "notification D7373EAC" in shown
    assert "Hide system entries" in shown
    assert "D7373EAC" in asking.get("/audit?who=system").content.decode()
    assert "D7373EAC" not in asking.get("/audit?as=csv").content.decode()


def test_entries_are_sentences_and_name_role_and_place(asking: Client, officer_a: User, carrier_user: User) -> None:
    enter(REGION)
    log(officer_a, "hold placed", "hold 3", states=["BRB"])
    log(officer_a, "alert clear", "alert 18", states=["BRB"])
    log(officer_a, "read", "data protection", states=["BRB"])
    log(officer_a, "looked twice", "mirror 4", states=["BRB"])
    page = asking.get("/audit").content.decode()
    for words in (
        "Opened alert 17",
        "Placed hold 3",
        "Alert 18: Not a match: cleared",
        "Opened the data protection page",
        "Looked twice: mirror 4",
        "Officer, Barbados",
        "Concerns:",
    ):
        assert words in page, words
    assert "officer BRB" not in page


@pytest.mark.parametrize("before", ["x", "0", "99999999999999999999", "-1", "²"])
def test_a_line_that_is_none_begins_no_page(before: str, asking: Client) -> None:
    assert "alert 17" in asking.get("/audit", {"before": before}).content.decode()


def test_the_page_says_how_far_the_chain_is_verified_and_when_it_does_not_hold(asking: Client) -> None:
    assert "has not been verified yet" in asking.get("/audit").content.decode()
    enter(REGION)
    at = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
    Checkpoint.objects.create(at=at, size=42, hash="ab" * 32, key="cd" * 32, signature="x")
    text = asking.get("/audit").content.decode()
    assert "Chain verified and signed up to line 42" in text
    enter(REGION)
    Checkpoint.objects.create(at=at, size=43, hash="ab" * 32, fault="line 7 is missing: lines were deleted or moved")
    text = asking.get("/audit").content.decode()
    assert "The audit log was changed:" in text
    assert "line 7 is missing" in text
    assert "up to line 42" in text


def test_a_line_says_why_and_on_what_basis(lines: None, officer_a: User, auditor: User, carrier_user: User) -> None:
    log(auditor, "read", "alert 17", states=["BRB"])
    log(carrier_user, "received", "receipt 1")
    log(make_user("lca", Role.OFFICER, state="LCA"), "read", "voyage 9", states=["LCA", "BRB"])
    log(None, "replayed", "alert 17", states=["KNA"])
    log(officer_a, "read", "case 4", states=["BRB"], purpose=Purpose.MATCH)
    found = [(row.action, row.purpose, row.basis) for row in Record.objects.order_by("id")]
    assert found == [
        ("read", "match", "caricom-model-2015"),
        ("exported", "border", "caricom-model-2015"),
        ("read", "border", "lca-immigration-10a"),
        ("list published", "lists", ""),
        ("read", "oversight", "caricom-model-2015"),
        ("received", "filing", ""),
        ("read", "border", "lca-immigration-10a"),
        ("replayed", "screening", "kna-act-32-2024"),
        ("read", "match", "caricom-model-2015"),
    ]


def test_a_purpose_that_is_none_is_refused(officer_a: User) -> None:
    with pytest.raises(ValueError, match="curiosity"):
        log(officer_a, "read", "alert 1", purpose="curiosity")  # type: ignore[arg-type]
