"""Rules on the pages: written without a script, faults at their place, tried, approved by another, as files."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from roadstead.engine.records import GoodsLine
from roadstead.engine.rules.files import libraries, library, read_file, write_file
from roadstead.platform.accounts.models import State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.rulebook.acts import write
from roadstead.targeting.rulebook.library import add_library
from roadstead.targeting.rulebook.models import DryRun, RuleStatus, RuleVersion
from tests.filings.cargo.told import bill, cargo, take
from tests.pipeline.test_pipeline import file
from tests.samples import Person, paxlst
from tests.targeting.rulebook.test_acts import TEXT, in_force, tried
from tests.targeting.rulebook.test_cargo import GUNS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
AROUND = {"title": "No paper", "sentence": "No document was declared.", "source": "Domain 3.5", "severity": "low",
          "officers_do": "Ask for it."}  # fmt: skip


def rows(*lines: tuple[str, str, str], join: str = "all", group: int = 0) -> dict[str, str]:
    found = {"mode": "rows", f"join-{group}": join, f"rows-{group}": str(len(lines)), "groups": str(group + 1)}
    for at, line in enumerate(lines):
        found |= {f"{name}-{group}-{at}": text for name, text in zip(("fact", "relation", "value"), line, strict=True)}
    return found


def post(client: Client, user: User, address: str, **sent: object) -> tuple[int, str]:
    client.force_login(user)
    response = client.post(address, sent, follow=True)
    enter(REGION)
    return response.status_code, response.content.decode()


def get(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    text = client.get(address).content.decode()
    enter(REGION)
    return text


def test_a_rule_is_written_in_rows_without_any_script(client: Client, analyst: User) -> None:
    begun = rows(("document.missing", "yes", ""))
    _, text = post(client, analyst, "/rules/new", **AROUND, **begun, do="add-row:0")
    assert 'name="fact-0-1"' in text
    _, text = post(client, analyst, "/rules/new", **AROUND, **begun, do="add-group")
    assert 'name="fact-1-1"' in text
    both = begun | rows(("voyage.mode", "is", "air"), ("bags.count", "at_least", "3"), join="any", group=1)
    _, text = post(client, analyst, "/rules/new", **AROUND, **both, do="check")
    assert "no document number was declared and (the mode of the voyage is “air” or the number of bags" in text
    status, text = post(client, analyst, "/rules/new", **AROUND, **both, do="save")
    assert (status, "Draft saved" in text) == (200, True)
    made = RuleVersion.objects.get()
    assert made.condition == 'document.missing &&\n(voyage.mode == "air" || bags.count >= 3)'
    assert (made.author, made.status, made.rule.key) == (analyst, RuleStatus.DRAFT, "no-paper")


def test_a_line_taken_away_is_gone_and_the_rest_stays(client: Client, analyst: User) -> None:
    two = rows(("document.missing", "yes", ""), ("bags.count", "more", "7"))
    _, text = post(client, analyst, "/rules/new", **AROUND, **two, do="drop-row:0-0")
    assert 'value="7"' in text
    assert 'name="fact-0-1"' not in text
    assert "No paper" in text


def test_rows_become_cel_and_cel_rows_again(client: Client, analyst: User) -> None:
    _, text = post(client, analyst, "/rules/new", **AROUND, **rows(("bags.count", "more", "7")), do="as-cel")
    assert re.search(r"<textarea[^>]*id=\"condition\"[^>]*>\nbags.count &gt; 7</textarea>", text)
    _, text = post(client, analyst, "/rules/new", **AROUND, mode="cel", condition="bags.count > 7", do="as-rows")
    assert '<option value="bags.count" data-of="number" selected>' in text
    _, text = post(client, analyst, "/rules/new", **AROUND, mode="cel", condition="bags.count + 1 > 7", do="as-rows")
    assert "cannot be shown as rows" in text
    assert "bags.count + 1 &gt; 7" in text


def test_faults_are_marked_where_they_are_and_nothing_is_kept(client: Client, analyst: User) -> None:
    wrong = 'document.missing &&\ntraveller.nationality == "X"'
    status, text = post(client, analyst, "/rules/new", **AROUND, mode="cel", condition=wrong, do="save")
    assert status == 409
    assert "Line 2, column 1:" in text
    assert "<mark>traveller.nationality</mark>" in text
    assert "S17" in text
    assert not RuleVersion.objects.exists()


def test_faults_and_the_condition_in_words_are_read_in_the_readers_language(client: Client, analyst: User) -> None:
    client.cookies["language"] = "es"
    _, text = post(client, analyst, "/rules/new", **AROUND, mode="cel", condition="document.lost", do="check")
    assert "Línea 1, columna 1: Hecho desconocido: “document.lost”." in text
    _, text = post(client, analyst, "/rules/new", **AROUND, mode="cel", condition="bags.count > 3", do="check")
    assert "el número de maletas es mayor que 3." in text
    _, text = post(client, analyst, "/rules/new", **AROUND, **rows(("bags.count", "more", "")), do="save")
    assert "Escriba un valor para “el número de maletas”." in text
    wrong = SimpleUploadedFile("rules.json", b'{"subject": "x", "language": "1", "rules": []}')
    _, text = post(client, analyst, "/rules/import", file=wrong)
    assert "El tema “x” es desconocido." in text


def test_what_a_rule_lacks_is_said_at_its_field_and_the_rest_is_kept(client: Client, analyst: User) -> None:
    sent = AROUND | {"title": "", "source": "x" * 1001, "mode": "cel", "condition": "document.missing"}
    status, text = post(client, analyst, "/rules/new", **sent, do="save")
    assert status == 409
    assert '<a href="#title">Fill in “Title”.' in text
    assert '<a href="#source">“Source” has 1001 characters. Shorten it to 1000 at most.' in text
    assert "document.missing</textarea>" in text
    assert AROUND["sentence"] in text
    wrong = sent | {"condition": "document.lost"}
    assert '<a href="#condition">Line 1, column 1:' in post(client, analyst, "/rules/new", **wrong, do="check")[1]


def test_a_filter_that_does_not_exist_is_said_at_its_field(client: Client, analyst: User) -> None:
    text = get(client, analyst, "/rules?severity=dire")
    assert '<a href="#filter-severity">Choose one of the answers offered for “Severity”.' in text


def test_a_row_without_a_value_says_so(client: Client, analyst: User) -> None:
    _, text = post(client, analyst, "/rules/new", **AROUND, **rows(("bags.count", "more", "")), do="save")
    assert "Write a value for “the number of bags”." in text
    assert "rs-builder__row--wrong" in text


def test_what_is_typed_is_never_markup(client: Client, analyst: User) -> None:
    for condition in ("<script>alert(1)</script>", '"<b>x</b>" in voyage.ports && ?'):
        _, text = post(client, analyst, "/rules/new", mode="cel", condition=condition, title="<i>", do="check")
        assert "<script>alert" not in text
        assert "<b>x" not in text
        assert "<i>" not in text


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"groups": "99999", "rows-0": "99999"},
        {"groups": "-1", "rows-0": "x", "do": "drop-row:"},
        {"do": "drop-row:0-0"},
        {"do": "add-row:77"},
        {"mode": "x", "do": "as-rows"},
        {"mode": "cel", "condition": "x" * 100_000, "do": "save"},
    ],
)
def test_nonsense_in_the_form_breaks_nothing(client: Client, analyst: User, sent: dict[str, str]) -> None:
    assert post(client, analyst, "/rules/new", **sent)[0] in {200, 409}


def test_a_rule_goes_from_draft_to_active_by_two_people_on_the_pages(
    client: Client, analyst: User, supervisor: User
) -> None:
    State.objects.create(code="BRB", name="Barbados")
    file(paxlst(Person(surname="BARE", document=""), Person(surname="TESTER")), now=timezone.now())
    post(client, analyst, "/rules/new", **AROUND, mode="cel", condition="document.missing", do="save")
    version = RuleVersion.objects.get()
    address, day = f"/rules/{version.rule_id}", str(timezone.now().date() + timedelta(days=60))
    status, text = post(client, analyst, f"{address}/act", number="1", do="propose", expires=day)
    assert (status, "Run a dry run first" in text) == (409, True)
    _, text = post(client, analyst, f"{address}/act", number="1", do="try")
    assert "BARE" in text
    assert Record.objects.filter(action="read", subject=f"dry run {DryRun.objects.get().pk}").exists()
    status, _ = post(client, analyst, f"{address}/act", number="1", do="propose", expires="soon")
    assert status == 409
    post(client, analyst, f"{address}/act", number="1", do="propose", expires=day)
    assert 'value="approve"' not in get(client, analyst, address)
    assert 'value="approve"' in get(client, supervisor, address)
    _, text = post(client, supervisor, f"{address}/act", number="1", do="approve")
    assert "Rule approved. Workers use it from their next message on." in text
    assert RuleVersion.objects.get().status == RuleStatus.ACTIVE
    status, text = post(client, supervisor, f"{address}/act", number="1", do="withdraw", why="")
    assert (status, 'href="#withdraw-why">Fill in “Reason for the withdrawal”.' in text) == (409, True)
    post(client, supervisor, f"{address}/act", number="1", do="withdraw", why="found nobody")
    assert "found nobody" in get(client, supervisor, address)


def test_a_new_version_begins_with_the_words_of_the_last(client: Client, analyst: User) -> None:
    version = tried(analyst)
    text = get(client, analyst, f"/rules/{version.rule_id}/edit")
    assert "No document was declared." in text
    assert '<option value="document.missing" data-of="yes/no" selected>' in text
    sent = {**AROUND, **rows(("document.missing", "yes", ""), ("voyage.mode", "is", "air"))}
    status, text = post(client, analyst, f"/rules/{version.rule_id}/edit", **sent, do="save")
    assert (status, 'href="#why">Fill in “Reason for the new version”.' in text) == (409, True)
    post(client, analyst, f"/rules/{version.rule_id}/edit", **sent, why="air only", do="save")
    assert list(RuleVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_the_board_filters_sorts_and_exports(client: Client, analyst: User, supervisor: User) -> None:
    add_library(now=timezone.now())
    text = get(client, analyst, "/rules")
    assert f"{len(libraries())} rules" in text
    assert f"{len(library('cargo'))} rules" in get(client, analyst, "/rules?subject=cargo")
    assert "Minor with no adult on the booking" in get(client, analyst, "/rules?q=minor&severity=high")
    assert "No rules found." in get(client, analyst, "/rules?show=active")
    csv = get(client, analyst, "/rules?as=csv&sort=-title")
    assert csv.count("\n") > len(libraries())
    assert "booking.minor_without_adult" in csv


def test_a_rule_about_to_expire_is_reminded_of(client: Client, analyst: User, supervisor: User) -> None:
    version = in_force(analyst, supervisor)
    RuleVersion.objects.filter(pk=version.pk).update(expires=timezone.now().date() + timedelta(days=3))
    assert "1 rule expires within 30 days" in get(client, analyst, "/rules")
    assert TEXT.title in get(client, analyst, "/rules?show=review")


def test_rules_go_out_as_a_file_and_come_in_as_drafts_of_ones_own(
    client: Client, analyst: User, supervisor_a: User
) -> None:
    add_library(now=timezone.now())
    client.force_login(analyst)
    raw = client.get("/rules/export").content
    enter(REGION)
    assert [each.key for each in read_file(raw)] == [each.key for each in library()]
    cargo = read_file(client.get("/rules/export?subject=cargo").content)
    enter(REGION)
    assert cargo == [msgspec.structs.replace(each, proposed="off") for each in library("cargo")]
    sent = SimpleUploadedFile("rules.json", raw)
    _, text = post(client, supervisor_a, "/rules/import", file=sent)
    assert f"Rules imported as drafts: {len(library())}. Already there: 0." in text
    mine = RuleVersion.objects.filter(owner="BRB")
    assert set(mine.values_list("status", "author")) == {(RuleStatus.DRAFT, supervisor_a.pk)}


def test_a_file_with_one_wrong_rule_changes_nothing(client: Client, analyst: User) -> None:
    file = json.loads(write_file(library()[:3]))
    file["rules"][2]["condition"] = 'traveller.sex == "F"'
    sent = SimpleUploadedFile("rules.json", json.dumps(file).encode())
    _, text = post(client, analyst, "/rules/import", file=sent)
    assert "Nothing was imported." in text
    assert not RuleVersion.objects.exists()
    assert "This is not a rule file" in post(client, analyst, "/rules/import", file=SimpleUploadedFile("x", b"x"))[1]
    status, text = post(client, analyst, "/rules/import")
    assert (status, '<a href="#import-file">Choose a file for “File of rules (JSON)”.' in text) == (400, True)


def test_a_states_rule_is_on_no_page_of_others(
    client: Client, officer_a: User, supervisor_a: User, officer_b: User, supervisor: User
) -> None:
    version = in_force(officer_a, supervisor_a)
    for other in (officer_b, supervisor):
        client.force_login(other)
        for address in (f"/rules/{version.rule_id}", f"/rules/{version.rule_id}?version=1"):
            assert client.get(address).status_code == 404
        for address in ("/rules", "/rules?as=csv", "/rules/export", "/rules?q=document.missing"):
            assert TEXT.title not in client.get(address).content.decode()
        assert client.post(f"/rules/{version.rule_id}/act", {"number": "1", "do": "withdraw"}).status_code in {403, 404}
        assert client.get("/rules?sort=-standing").status_code == 200


def test_an_auditor_reads_and_changes_nothing(client: Client, analyst: User, auditor: User) -> None:
    version = tried(analyst)
    text = get(client, auditor, f"/rules/{version.rule_id}")
    assert TEXT.sentence in text
    assert 'name="do"' not in text


# ── rules for cargo ─────────────────────────────────────────────────────────────────────────


def test_a_rule_for_cargo_is_written_with_the_facts_of_bills_and_stays_one(client: Client, analyst: User) -> None:
    text = get(client, analyst, "/rules/new?subject=cargo")
    assert "Write a cargo rule" in text
    assert 'data-fact-name="goods.vague"' in text
    assert "document.missing" not in text
    sent = AROUND | rows(("goods.names_arms", "yes", ""), ("route.load", "begins", "US")) | {"subject": "cargo"}
    status, text = post(client, analyst, "/rules/new", **sent, do="save")
    assert (status, "Draft saved" in text) == (200, True)
    made = RuleVersion.objects.get()
    assert (made.rule.subject, made.condition) == ("cargo", 'goods.names_arms &&\nroute.load.startsWith("US")')
    assert "the description names arms and the port of loading begins with “US”" in text
    changed = {**sent, "subject": "travel", "why": "w"}  # whatever the form says: a rule stays what it is about
    post(client, analyst, f"/rules/{made.rule_id}/edit", **changed, do="save")
    assert list(RuleVersion.objects.order_by("number").values_list("rule__subject", flat=True)) == ["cargo", "cargo"]


def test_a_dry_run_of_a_rule_for_cargo_shows_bills_by_lane_and_no_people(client: Client, analyst: User) -> None:
    State.objects.get_or_create(code="BRB", defaults={"name": "BRB"})
    goods = ["SHOTGUN", *["CANNED FRUIT"] * 5]
    take(
        cargo(*(bill(f"B{at}", goods=(GoodsLine(description=text),)) for at, text in enumerate(goods))),
        now=timezone.now(),
    )
    version = write(GUNS, why="", by=analyst, now=timezone.now())
    _, text = post(client, analyst, f"/rules/{version.rule_id}/act", number="1", do="try")
    assert "Dry run finished on the stored bills that you can see. No alert was raised." in text
    assert "bills of the last 30 days, the newest first: 6 of 6" in text
    assert "By trade lane" in text
    assert "USMIA–BBBGI" in text
    assert "By sex" not in text
    assert ">B0</a>: SHOTGUN" in text
    assert Record.objects.filter(action="read", detail="1 bills").exists()


def test_the_board_tells_rules_for_cargo_from_those_for_travel(client: Client, analyst: User, supervisor: User) -> None:
    in_force(analyst, supervisor, GUNS)
    assert GUNS.title in get(client, analyst, "/rules?subject=cargo")
    assert GUNS.title not in get(client, analyst, "/rules?subject=travel")
