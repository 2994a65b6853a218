"""The pages of cleared matches and of a list's settings: what is shown, what may be done, what is shown only once."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert, ClearedPair, Redress
from roadstead.casework.alerts.suppression import plain
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.models import WatchList
from roadstead.web.lists.curve import curve_of
from tests.conftest import make_user
from tests.pipeline.test_pipeline import TOBIAS, file, put_in_force
from tests.samples import COMPARED, Person, paxlst

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(region: None, analyst: User) -> ClearedPair:
    State.objects.create(code="BRB", name="Barbados")
    put_in_force()
    file(paxlst(TOBIAS))
    alert = Alert.objects.get()
    now = timezone.now()
    decide(alert.pk, Act.TAKE, by=analyst, words=DecisionText(), now=now)
    decide(
        alert.pk,
        Act.CLEAR,
        by=analyst,
        words=DecisionText(compared=COMPARED, note="n", reasons_for="f", reasons_against="a"),
        now=now,
    )
    file(paxlst(TOBIAS, flight="2X205", reference="2"))
    return ClearedPair.objects.get()


def get(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def post(client: Client, user: User, address: str, **form: str) -> tuple[int, str]:
    client.force_login(user)
    response = client.post(address, form)
    enter(REGION)
    return response.status_code, response.content.decode()


def test_what_was_not_raised_is_said_on_voyage_list_pair_and_alert(
    client: Client, pair: ClearedPair, analyst: User
) -> None:
    row = pair.suppressions.get()
    number = WatchList.objects.get().pk
    voyage = get(client, analyst, f"/voyages/{row.voyage_id}")
    assert "1 suppressed match: an officer cleared it before" in voyage
    assert f"/cleared/suppressed?voyage={row.voyage_id}" in voyage
    for address in (f"/cleared/suppressed?voyage={row.voyage_id}", f"/cleared/{pair.pk}", "/cleared?show=holds"):
        assert "QUILLIMANE, TOBIAS" in get(client, analyst, address)
    assert f"/cleared/{pair.pk}" in get(client, analyst, f"/alerts/{pair.alert_id}")
    assert re.search(r"Suppressed matches</dt>\s*<dd>\s*<a[^>]*>1</a>", get(client, analyst, f"/lists/{number}"))
    assert "QUILLIMANE" not in get(client, analyst, "/cleared?show=expired")
    assert "QUILLIMANE" not in get(client, analyst, "/cleared/suppressed?list=Another")


def test_an_alert_shows_the_newest_clearings_of_somebody_cleared_again_and_again(
    client: Client, pair: ClearedPair, analyst: User
) -> None:
    """Twenty thousand of them made a page of eight megabytes."""
    copy = {field.attname: getattr(pair, field.attname) for field in ClearedPair._meta.concrete_fields}
    ClearedPair.objects.bulk_create(ClearedPair(**{**copy, "id": None}) for _ in range(30))
    newest = list(ClearedPair.objects.order_by("-pk").values_list("pk", flat=True)[:10])
    page = get(client, analyst, f"/alerts/{pair.alert_id}")
    assert [int(found) for found in re.findall(r'href="/cleared/(\d+)"', page)] == newest


def test_a_redress_number_is_shown_once_and_only_for_who_asked_for_it(
    client: Client, pair: ClearedPair, supervisor: User
) -> None:
    address = f"/cleared/{pair.pk}"
    assert post(client, supervisor, f"{address}/act", act="redress")[0] == 409
    status, text = post(client, supervisor, f"{address}/act", act="redress", consent="yes")
    found = re.search(r"rs-receipt__number[^>]*>([^<]+)<", text)
    assert status == 200
    assert found
    assert plain(found[1])
    paper = re.sub(r'<div class="rs-screen-only">.*', "", text[text.index("rs-receipt") :], flags=re.S)
    assert pair.entry_id not in paper  # what is printed for the person tells nothing of whom they are not
    assert pair.list_name not in paper
    assert found[1] not in get(client, supervisor, address)
    enter(REGION)
    assert Redress.objects.count() == 1
    assert post(client, supervisor, f"{address}/act", act="redress", consent="yes")[0] == 409


def test_a_supervisor_takes_a_cleared_match_back_and_the_page_says_who_and_why(
    client: Client, pair: ClearedPair, supervisor: User
) -> None:
    assert post(client, supervisor, f"/cleared/{pair.pk}/act", act="withdraw", why=" ")[0] == 409
    assert post(client, supervisor, f"/cleared/{pair.pk}/act", act="withdraw", why="the face agrees")[0] == 302
    text = get(client, supervisor, f"/cleared/{pair.pk}")
    assert "the face agrees" in text
    assert "Withdraw cleared match" not in text


def test_what_is_missing_is_said_at_its_field(client: Client, pair: ClearedPair, supervisor: User) -> None:
    for form, field, said in (
        ({"act": "withdraw"}, "why", "Write down why you withdraw the cleared match."),
        ({"act": "redress"}, "consent", "Tick that the person has asked for the number."),
    ):
        _, text = post(client, supervisor, f"/cleared/{pair.pk}/act", **form)
        assert said in text.partition(f'id="{field}_error"')[2][:200]


def test_a_wrong_filter_has_its_error(client: Client, pair: ClearedPair, analyst: User) -> None:
    assert 'id="filter-show_error"' in get(client, analyst, "/cleared?show=nothing")
    assert 'id="filter-voyage_error"' in get(client, analyst, "/cleared/suppressed?voyage=x")
    assert "QUILLIMANE" in get(client, analyst, "/cleared/suppressed?list=Test+list")


@pytest.mark.parametrize("form", [{}, {"act": "x"}, {"act": "withdraw-number"}, {"act": "approve"}])
def test_what_cannot_be_done_is_refused_in_words(
    client: Client, pair: ClearedPair, supervisor: User, form: dict[str, str]
) -> None:
    status, text = post(client, supervisor, f"/cleared/{pair.pk}/act", **form)
    assert status == 409
    assert "There is a problem" in text


@pytest.mark.parametrize("query", ["voyage=x", "voyage=99999999999999999999", "show=nothing", "page=-1"])
def test_an_address_that_makes_no_sense_breaks_nothing(
    client: Client, pair: ClearedPair, analyst: User, query: str
) -> None:
    for address in ("/cleared", "/cleared/suppressed"):
        get(client, analyst, f"{address}?{query}")


def test_two_supervisors_set_a_threshold_on_the_page(client: Client, pair: ClearedPair, supervisor: User) -> None:
    watch_list = WatchList.objects.get()
    form = {"threshold": "18,5", "cleared_days": "90", "second_person": "yes", "why": "fourteen namesakes in a week"}
    assert post(client, supervisor, f"/lists/{watch_list.pk}/propose", **form)[0] == 302
    proposal = watch_list.proposals.get()
    assert "fourteen namesakes" in get(client, supervisor, f"/lists/{watch_list.pk}?show=settings")
    address = f"/lists/proposals/{proposal.pk}"
    assert post(client, supervisor, address, act="approve")[0] == 409
    assert post(client, make_user("second", Role.SUPERVISOR), address, act="approve")[0] == 302
    assert WatchList.objects.get().threshold == 18.5
    assert "18.5 bits" in get(client, supervisor, f"/lists/{watch_list.pk}")


@pytest.mark.parametrize("wrong", [{"threshold": "many"}, {"cleared_days": "-1"}, {"cleared_days": ""}, {"why": ""}])
def test_what_was_typed_wrong_is_said_and_kept(
    client: Client, pair: ClearedPair, supervisor: User, wrong: dict[str, str]
) -> None:
    form = {"threshold": "18", "cleared_days": "90", "why": "namesakes"} | wrong
    status, text = post(client, supervisor, f"/lists/{WatchList.objects.get().pk}/propose", **form)
    assert status == 409
    assert "There is a problem" in text
    assert not form["why"] or "namesakes" in text


def test_a_dry_run_says_how_many_it_screened_and_counts_fewer_at_a_higher_threshold(
    client: Client, pair: ClearedPair, analyst: User
) -> None:
    like = Person(surname="QUILLIMANE", given="TOBYAS", born="750304", document="G1234567", nationality="GUY")
    now = timezone.now() - timedelta(days=1)
    file(paxlst(like, Person(surname="ELSEWHERE"), flight="2X300", reference="9"), now=now)
    alerts = Alert.objects.count()
    text = get(client, analyst, f"/lists/{WatchList.objects.get().pk}?try=20")
    number = re.search(r"last 30 days that you can see: (\d+)\. Screened, the newest first: (\d+)\.", text)
    assert number
    assert int(number[1]) == int(number[2]) >= 2
    counted = [int(each) for each in re.findall(r'numeric">(\d+)</td>\s*<td', text)]
    assert counted == sorted(counted, reverse=True)
    assert counted[0] >= 1
    enter(REGION)
    assert Alert.objects.count() == alerts


def test_a_list_of_documents_has_no_threshold_to_try(client: Client, pair: ClearedPair, analyst: User) -> None:
    empty = WatchList.objects.create(name="Lost and stolen")
    assert "The list names nobody" in get(client, analyst, f"/lists/{empty.pk}?try=14")


def test_without_a_curve_the_page_names_the_command_that_measures_it(
    client: Client, pair: ClearedPair, analyst: User
) -> None:
    text = get(client, analyst, f"/lists/{WatchList.objects.get().pk}?show=settings")
    assert "No curve has been measured" in text
    assert "./roadstead bench matching" in text
    assert "<svg" not in text.split("<main")[1]


def kept(home: Path, text: str) -> Path:
    (home / "bench").mkdir()
    (home / "bench" / "curves-real.json").write_text(text)
    return home


POINTS = [
    {"threshold": 20.0, "alerted_of_1000": 0.2, "found": 0.91},
    {"threshold": 12.0, "alerted_of_1000": 5.0, "found": 0.97},
]


def test_a_curve_of_the_list_itself_goes_before_that_of_all_lists(tmp_path: Path) -> None:
    kept(tmp_path, json.dumps({"all lists": POINTS[:1], "Test list": POINTS}))
    own = curve_of(WatchList(name="Test list"), tmp_path, 13.0)
    assert (own.is_own, [spot.threshold for spot in own.spots]) == (True, [20.0, 12.0])
    assert [spot.in_force for spot in own.spots] == [False, True]
    assert own.spots[0].x < own.spots[1].x
    assert own.spots[0].y > own.spots[1].y
    other = curve_of(WatchList(name="Other"), tmp_path, 13.0)
    assert (other.is_own, other.name, len(other.spots)) == (False, "all lists", 1)


@pytest.mark.parametrize("text", ["", "[]", '{"all lists": 3}', '{"all lists": [{}]}', '{"all lists": []}', "\0"])
def test_a_damaged_file_of_curves_is_said(tmp_path: Path, text: str) -> None:
    assert curve_of(WatchList(name="Other"), kept(tmp_path, text), 13.0).missing
