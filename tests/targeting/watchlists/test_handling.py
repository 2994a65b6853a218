"""Handling codes: who besides the owner is told what a list raises, in the query and in the database (S25)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from roadstead.casework.alerts.apply_handling import apply_handling
from roadstead.casework.alerts.models import Alert, ClearedPair, Event
from roadstead.casework.alerts.raise_alerts import raise_alerts
from roadstead.engine.formats.lists import load_bytes
from roadstead.engine.records import Action, Hit, HitKind, Reason, Replay
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.voyages.identity import hashed_key
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Manifest, Traveller, Voyage
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.handling.logic.gate import may_leave, stored_for
from roadstead.targeting.watchlists.handling import NewHandling, set_handling
from roadstead.targeting.watchlists.models import WatchList
from roadstead.targeting.watchlists.publish import publish
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA", "GRD"):
        State.objects.get_or_create(code=code, defaults={"name": code})
    make_user("supervisor-b", Role.SUPERVISOR, state="LCA")
    make_user("supervisor-c", Role.SUPERVISOR, state="GRD")


@pytest.fixture
def of_brb(states: None) -> WatchList:
    return WatchList.objects.create(name="National watchlist", owner="BRB")


def handle(of_list: WatchList, by: User, *, why: str = "agreed", **wanted: object) -> WatchList:
    before = WatchList.objects.get(pk=of_list.pk)
    now = set_handling(before, NewHandling(**wanted), why=why, by=by)  # type: ignore[arg-type]
    apply_handling(before, now, by=by)
    enter(REGION)
    return now


def raised(of_list: WatchList, *on: str) -> Alert | None:
    """What a screening raises of the list on a voyage that concerns `on`; None for nothing."""
    number = str(Message.objects.count())
    message = Message.objects.create(
        receipt=number, carrier="X9", channel="api", received_at=NOW, raw=b"x", sha256=number, size=1
    )
    voyage = Voyage.objects.create(key=str(message.pk), mode="air", states=list(on))
    manifest = Manifest.objects.create(message=message, position=0, voyage=voyage, carrier="X9", order="1")
    person = Traveller.objects.create(
        voyage=voyage,
        manifest=manifest,
        role="passenger",
        surname="OURS",
        person_key=hashed_key(f"p{message.pk}"),
        declared={"surname": "OURS"},
        states=list(on),
    )
    hit = Hit(
        traveller=0,
        kind=HitKind.NAME,
        list=of_list.title,
        entry="e1",
        entry_name="Ours",
        action=Action.REFER,
        score=20.0,
        reasons=(Reason(text="r", feature="name"),),
        replay=Replay(),
    )
    raise_alerts([hit], voyage=voyage, travellers=[person], owners={of_list.title: of_list.owner}, now=NOW)
    return Alert.objects.filter(voyage=voyage).first()


def sees(alert: Alert, username: str) -> tuple[bool, bool]:
    """Whether the query, and whether the database alone, shows the alert and its history to this person."""
    user = User.objects.get(username=username)
    enter(user.scope)
    by_database = Alert.objects.filter(pk=alert.pk).exists()
    assert Event.objects.filter(alert_id=alert.pk).exists() == by_database
    enter(REGION)
    return Alert.objects.visible_to(user).filter(pk=alert.pk).exists(), by_database


@pytest.mark.parametrize(
    ("owner", "tlp", "share", "told"),
    [
        ("BRB", "", [], {"BRB"}),
        ("BRB", "amber", ["LCA"], {"BRB", "LCA"}),
        ("BRB", "amber", [], {"BRB"}),
        ("BRB", "amber+strict", [], {"BRB"}),
        ("BRB", "red", [], {"BRB"}),
        ("BRB", "green", [], {"BRB", "LCA", "GRD"}),
        ("BRB", "clear", [], {"BRB", "LCA", "GRD"}),
        ("REGION", "", [], {"BRB", "LCA", "GRD"}),
        ("REGION", "amber", [], {"BRB", "LCA", "GRD"}),
        ("REGION", "amber", ["LCA"], {"LCA"}),
    ],
)
def test_the_code_says_which_states_are_told(owner: str, tlp: str, share: list[str], told: set[str]) -> None:
    of_list = WatchList(name="x", owner=owner, tlp=tlp, may_share_with=share)
    assert {state for state in ("BRB", "LCA", "GRD") if may_leave(of_list, stored_for(state)).is_yes} == told


def test_a_list_shared_with_a_state_is_told_to_it_and_to_nobody_else(of_brb: WatchList, supervisor_a: User) -> None:
    make_user("analyst-of-the-centre", Role.ANALYST)
    handle(of_brb, supervisor_a, tlp="amber", share=("LCA",))
    alert = raised(of_brb, "BRB", "LCA", "GRD")
    assert alert is not None
    assert (alert.tlp, alert.states) == ("amber", ["BRB", "LCA"])
    assert sees(alert, "supervisor-a") == sees(alert, "supervisor-b") == (True, True)
    assert sees(alert, "supervisor-c") == sees(alert, "analyst-of-the-centre") == (False, False)


def test_a_state_that_is_told_is_told_on_its_own_voyages_only(of_brb: WatchList, supervisor_a: User) -> None:
    handle(of_brb, supervisor_a, tlp="amber", share=("LCA",))
    elsewhere = raised(of_brb, "LCA")
    assert elsewhere is not None
    assert sees(elsewhere, "supervisor-b") == (True, True)
    assert sees(elsewhere, "supervisor-a") == (False, False)  # the voyage is none of the owner's
    assert raised(of_brb, "GRD") is None


def test_what_was_raised_before_follows_at_once_and_what_is_withdrawn_is_gone_with_its_history(
    of_brb: WatchList, supervisor_a: User
) -> None:
    alert = raised(of_brb, "BRB", "LCA")
    assert alert is not None
    assert sees(alert, "supervisor-b") == (False, False)
    handle(of_brb, supervisor_a, tlp="amber", share=("LCA",))
    assert sees(alert, "supervisor-b") == (True, True)
    pair = ClearedPair.objects.create(
        person_key=hashed_key("p"),
        list_name=of_brb.title,
        entry_id="e1",
        entry_hash="h",
        owner="BRB",
        alert=alert,
        proposed_by=User.objects.get(username="supervisor-b"),
        needs_second=False,
        decision="approved",
        states=["LCA"],
    )
    handle(of_brb, supervisor_a, tlp="amber+strict")
    assert sees(alert, "supervisor-b") == (False, False)
    assert not ClearedPair.objects.visible_to(User.objects.get(username="supervisor-b")).filter(pk=pair.pk).exists()
    assert sees(alert, "supervisor-a") == (True, True)


def test_red_is_seen_by_the_officers_named_and_by_nobody_else_of_their_state(
    of_brb: WatchList, supervisor_a: User, officer_a: User
) -> None:
    handle(of_brb, supervisor_a, tlp="red", named=("officer-a",))
    alert = raised(of_brb, "BRB", "LCA")
    assert alert is not None
    assert sees(alert, "officer-a") == (True, True)
    assert sees(alert, "supervisor-a") == (False, False)
    assert sees(alert, "supervisor-b") == (False, False)


@pytest.mark.parametrize(
    ("wanted", "why", "said"),
    [
        ({"tlp": "amber", "share": ("LCA",)}, " ", "give a reason"),
        ({"tlp": "purple"}, "w", "choose one of the TLP codes"),
        ({"tlp": "green", "share": ("LCA",)}, "w", "choose states only with the code amber"),
        ({"tlp": "amber", "share": ("BRB",)}, "w", "no other participating state has the code BRB"),
        ({"tlp": "amber", "share": ("XXX",)}, "w", "no other participating state has the code XXX"),
        ({"tlp": "red"}, "w", "with the code red, and only then"),
        ({"tlp": "red", "named": ("supervisor-b",)}, "w", "no officer of your state has the user name supervisor-b"),
    ],
)
def test_what_makes_no_sense_is_refused(
    wanted: dict[str, object], why: str, said: str, of_brb: WatchList, supervisor_a: User
) -> None:
    with pytest.raises(NotAllowed, match=said):
        handle(of_brb, supervisor_a, why=why, **wanted)


def test_whoever_is_told_cannot_pass_it_on(of_brb: WatchList, supervisor_a: User, supervisor: User) -> None:
    handle(of_brb, supervisor_a, tlp="amber", share=("LCA",))
    for other in (User.objects.get(username="supervisor-b"), supervisor):
        with pytest.raises(NotAllowed, match="supervisors of its owner"):
            handle(of_brb, other, tlp="green")


def test_the_database_keeps_no_list_shared_beyond_its_code(of_brb: WatchList) -> None:
    for wrong in ({"tlp": "amber+strict", "may_share_with": ["LCA"]}, {"tlp": "green", "named": [1]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WatchList.objects.filter(pk=of_brb.pk).update(**wrong)


def test_the_pages_say_it_in_words_and_the_change_is_written_down(
    of_brb: WatchList, supervisor_a: User, client: Client
) -> None:
    client.force_login(supervisor_a)
    form = {"tlp": "amber", "purpose": "police", "share": ["LCA"], "why": "an agreement of 2026"}
    assert client.post(f"/lists/{of_brb.pk}/handling", form).status_code == 302
    page = client.get(f"/lists/{of_brb.pk}").content.decode()
    assert "TLP:AMBER" in page
    assert "an agreement of 2026" in page
    assert "Prevention and prosecution of crime" in page
    assert "TLP:AMBER" in client.get("/lists").content.decode()
    enter(REGION)
    assert Record.objects.get(action="list handling changed").detail == "amber, shared with LCA"
    alert = raised(of_brb, "BRB", "LCA")
    assert alert is not None
    client.force_login(User.objects.get(username="supervisor-b"))
    assert "do not pass this on without the owner’s consent" in client.get(f"/alerts/{alert.pk}").content.decode()
    refused = client.post(f"/lists/{of_brb.pk}/handling", form)
    assert refused.status_code == 404


UN = (
    b'<CONSOLIDATED_LIST dateGenerated="2026-01-01"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>'
    b"<FIRST_NAME>ZUBO</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"
)
OWN = b"id,name,kind\n1,Zubo Test,person\n"


@pytest.mark.parametrize(
    ("raw", "owner", "code"),
    [(UN, "REGION", "clear"), (UN, "BRB", "amber"), (OWN, "REGION", "green"), (OWN, "BRB", "amber")],
)
def test_a_list_that_its_authority_publishes_is_clear_when_the_region_loads_it(
    raw: bytes, owner: str, code: str
) -> None:
    version = publish(load_bytes(raw, "list"), name="Loaded", owner=owner)
    assert version.watch_list.handling_code == code


def test_a_code_that_somebody_chose_stays_when_a_new_version_is_loaded(supervisor: User) -> None:
    of_list = publish(load_bytes(UN, "list"), name="Loaded").watch_list
    assert Record.objects.filter(subject=f"list {of_list.pk}", detail="clear: a published list").count() == 1
    handle(of_list, supervisor, tlp="green")
    publish(load_bytes(UN.replace(b"ZUBO", b"ZUBA"), "list"), name="Loaded")
    assert WatchList.objects.get(pk=of_list.pk).handling_code == "green"


def test_a_public_list_that_was_loaded_before_becomes_clear_with_its_next_version() -> None:
    WatchList.objects.create(name="Loaded")
    publish(load_bytes(UN, "list"), name="Loaded")
    assert WatchList.objects.get(name="Loaded").handling_code == "clear"
